//! Captions of pictures among the lines of a text.

use crate::intake::layout::BlockKind;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::day;
use crate::text::sentences::sentences;

/// A caption is no longer than this, in characters.
const CAPTION: usize = 90;
/// Where more than one in so many lines begins with a date, the dates are the text's own.
const CHRONICLE: usize = 3;

/// Marks captions: lines with a set form, and one sentence that begins with a date between
/// paragraphs much longer than it.
pub(super) fn mark(lines: Vec<Line>) -> Vec<Line> {
    let dated = lines.iter().filter(|line| begins_with_date(line.plain())).count();
    let chronicle = dated * CHRONICLE > lines.len() && dated > 3;
    let mut lengths: Vec<usize> = lines
        .iter()
        .filter(|line| line.role == Role::Paragraph)
        .map(|line| line.block.characters())
        .collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    let mut lines = lines;
    for line in &mut lines {
        if line.block.kind != BlockKind::Text {
            continue;
        }
        let short = line.block.characters() <= CAPTION;
        let one = sentences(line.plain()).len() == 1;
        let dated = line.role == Role::Paragraph
            && begins_with_date(line.plain())
            && !chronicle
            && usual > line.block.characters() * 3 / 2;
        if line.role == Role::Caption || short && one && dated {
            line.block.kind = BlockKind::Caption;
            line.role = Role::Caption;
        }
    }
    lines
}

/// 2024年6月30日, … or 2024年3月, …: a year is not enough.
fn begins_with_date(plain: &str) -> bool {
    let full = day::first(plain).filter(|(_, span)| span.start == 0).map(|(_, span)| span.end);
    let month = day::month(plain).filter(|(_, span)| span.start == 0).map(|(_, span)| span.end);
    full.or(month).is_some_and(|end| plain[end..].starts_with(','))
}
