//! From described lines to the Markdown of a document.

use super::layout::{Block, BlockKind};
use crate::text::blocks::CAPTION_MARK;

/// The Markdown of `lines`. Read back as blocks, every line has the text that it has here.
#[must_use]
pub(super) fn compose(lines: &[Block]) -> String {
    let mut body = String::new();
    for line in lines {
        if !body.is_empty() {
            body.push('\n');
        }
        match &line.kind {
            BlockKind::Text => body.push_str(&escaped(&line.text)),
            BlockKind::Item => body.push_str(&format!("- {}", escaped(&line.text))),
            BlockKind::Heading(level) => {
                let level = usize::from((*level).clamp(2, 6));
                body.push_str(&format!("{} {}", "#".repeat(level), escaped(&line.text)));
            }
            BlockKind::Caption => {
                body.push_str(&format!("> {CAPTION_MARK}{}", escaped(&line.text)));
            }
            BlockKind::Markup(source) => body.push_str(source),
        }
        body.push('\n');
    }
    body
}

/// `text` so that Markdown reads it as it is.
fn escaped(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '&' | '#' | '|' | '~') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    let listed = digits > 0 && escaped[digits..].starts_with(['.', ')']);
    if listed {
        escaped.insert(digits, '\\');
    } else if escaped.starts_with(['-', '+', '=']) {
        escaped.insert(0, '\\');
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use crate::text::blocks::{self as source, blocks};
    use proptest::prelude::*;

    fn line(text: &str, kind: BlockKind) -> Block {
        Block { kind, ..Block::new(text, Span::default()) }
    }

    #[test]
    fn headings_and_captions_are_marked() {
        let lines = [
            line("做法", BlockKind::Heading(2)),
            line("1. 一是*重点*", BlockKind::Text),
            line("2024年3月,现场。", BlockKind::Caption),
        ];
        let body = compose(&lines);
        assert_eq!(body, "## 做法\n\n1\\. 一是\\*重点\\*\n\n> 〔图注〕2024年3月,现场。\n");
    }

    proptest! {
        #[test]
        fn every_line_reads_back_as_it_is(texts in prop::collection::vec("[一-三a-c0-2#*_`<>&;:.)(+=~|!\\-\\[\\]\\\\ ]{1,12}", 1..5)) {
            let lines: Vec<Block> = texts
                .iter()
                .map(|text| line(text, BlockKind::Text))
                .filter(|line| !line.text.is_empty())
                .collect();
            let read: Vec<_> = blocks(&compose(&lines)).into_iter().map(|b| (b.kind, b.text)).collect();
            let expected: Vec<_> =
                lines.into_iter().map(|line| (source::BlockKind::Paragraph, line.text)).collect();
            prop_assert_eq!(read, expected);
        }
    }
}
