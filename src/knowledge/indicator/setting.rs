//! When a figure holds, and which parts of a text hold no figures.

use super::phrase::Scene;
use crate::text::Span;
use crate::text::numerals::{Numeral, NumeralKind};
use crate::text::segment::is_han;

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

/// The longest bracket that only explains the word before it, in characters.
const ASIDE: usize = 14;

/// Brackets after a word that hold no count: （GDP）, [2], （幼儿园）.
pub(super) fn asides(text: &str, numbers: &[Numeral]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '[' => open = Some((at, c)),
            '）' | ']' => {
                let Some((start, opened)) = open.take() else { continue };
                let span = Span::new(start, at + c.len_utf8());
                let counts = opened == '（' && numbers.iter().any(|it| span.contains(it.span));
                let follows =
                    text[..start].ends_with(is_han) || text[..start].ends_with([']', '）']);
                let short = span.of(text).chars().count() <= ASIDE;
                if follows && short && !counts && !span.of(text).contains(['，', '。', '；', '：'])
                {
                    found.push(span);
                }
            }
            '\n' => open = None,
            _ => {}
        }
    }
    found
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

/// The last year that the sentence names before the figure; 2019年以来 is no year of its own.
pub(super) fn year(scene: &Scene<'_>, head: Span) -> Option<u16> {
    let first = scene.numbers.partition_point(|it| it.span.start < head.start);
    let within = scene.numbers[first..].iter().take_while(|it| it.unit.end <= head.end);
    let years = within.filter(|it| {
        it.kind == NumeralKind::Year
            && !scene.text[it.unit.end..].starts_with("以来")
            && it.upper.is_none()
            // 比1980年增加: the figure is another year's.
            && !scene.text[..it.span.start].ends_with(['比', '较', '按'])
    });
    years.last().and_then(|it| format!("{}", it.value).parse().ok())
}
