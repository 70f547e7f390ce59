//! Plain text: lines are lines.

use super::Extracted;
use crate::intake::rough::Line;
use crate::text::Span;

/// The lines of `text` that hold something.
pub(super) fn extract(text: &str) -> Extracted {
    let mut lines = Vec::new();
    let mut at = 0;
    let mut apart = false;
    for raw in text.split_inclusive('\n') {
        let content = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if content.is_empty() {
            apart = true;
        } else {
            let lead = raw.find(content).expect("it was cut from there");
            let span = Span::new(at + lead, at + lead + content.len());
            lines.push(Line { apart, ..Line::new(content, span) });
            apart = false;
        }
        at += raw.len();
    }
    Extracted { lines, ..Extracted::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_where_they_stood_and_what_stood_apart() {
        let text = "\u{feff}题目\r\n\r\n  正文。\n尾\n";
        let lines = extract(text).lines;
        let read: Vec<_> =
            lines.iter().map(|line| (line.text.as_str(), line.apart, line.span.of(text))).collect();
        assert_eq!(
            read,
            [("题目", false, "题目"), ("正文。", true, "正文。"), ("尾", false, "尾")]
        );
    }
}
