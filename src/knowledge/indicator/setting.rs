//! Where and when a figure holds, whose it is, and which parts of a text hold no figures.

use super::phrase::Scene;
use crate::knowledge::facts::Claim;
use crate::knowledge::reading::Reading;
use crate::knowledge::{organization, region};
use crate::text::Span;
use crate::text::numerals::NumeralKind;

/// The longest quoted text, in characters, whose numbers belong to a name and count nothing.
const NAME_LENGTH: usize = 16;

/// Titles and short quotes: numbers in them belong to names.
pub(super) fn hidden(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some(close) = closing(c) {
            open.push((at, close));
        } else if let Some(found) = open.iter().rposition(|(_, close)| *close == c) {
            let (start, _) = open[found];
            open.truncate(found);
            let span = Span::new(start, at + c.len_utf8());
            let title = matches!(c, '》' | '】');
            if title || span.of(text).chars().take(NAME_LENGTH + 3).count() <= NAME_LENGTH + 2 {
                spans.push(span);
            }
        }
        // A mark that is never closed hides nothing.
        if c == '\n' {
            open.clear();
        }
    }
    spans
}

fn closing(c: char) -> Option<char> {
    Some(match c {
        '《' => '》',
        '【' => '】',
        '“' => '”',
        '「' => '」',
        '『' => '』',
        '‘' => '’',
        _ => return None,
    })
}

/// The claim with the place, year and organization that its sentence states.
pub(super) fn placed(
    claim: Claim,
    reading: &Reading<'_>,
    scene: &Scene<'_>,
    sentence: Span,
) -> Claim {
    let start = claim.span.start.max(sentence.start);
    let head = Span::new(sentence.start, start);
    let year = year(scene, head);
    let opening = opening(scene, head);
    let region = region::leading(opening).map(|(region, _)| region);
    let region = region.filter(|region| Some(region.code) != reading.home.map(|home| home.code));
    let named = organization::leading(opening, reading.home).map(|named| named.name);
    Claim { region, year, organization: named, ..claim }
}

/// The last year that the sentence names before the figure; 2019年以来 is no year of its own.
fn year(scene: &Scene<'_>, head: Span) -> Option<u16> {
    let first = scene.numbers.partition_point(|it| it.span.start < head.start);
    let within = scene.numbers[first..].iter().take_while(|it| it.unit.end <= head.end);
    let years = within.filter(|it| {
        it.kind == NumeralKind::Year
            && !scene.text[it.unit.end..].starts_with("以来")
            && it.upper.is_none()
    });
    years.last().and_then(|it| format!("{}", it.value).parse().ok())
}

/// The sentence without a date or an opening phrase of time before its subject.
fn opening<'a>(scene: &'a Scene<'_>, head: Span) -> &'a str {
    let text = head.of(scene.text);
    let first = scene.numbers.iter().find(|it| it.span.start >= head.start);
    let dated = first.filter(|it| it.kind == NumeralKind::Year && it.span.start <= head.start + 9);
    let text = match dated {
        Some(year) if year.unit.end <= head.end => &scene.text[year.unit.end..head.end],
        _ => text,
    };
    text.trim_start_matches(['，', ',', ' ', '来', '以', '度', '底', '末', '\n'])
}
