//! From described lines to the Markdown of a document.

use super::layout::{Block, BlockKind};
use crate::document::Pages;
use crate::text::blocks::CAPTION_MARK;

/// The Markdown of `lines`, and the pages of the raw file that they stand on. Read back as blocks,
/// every line has the text that it has here.
#[must_use]
pub(super) fn compose(lines: &[Block]) -> (String, Option<Pages>) {
    let mut body = String::new();
    let mut pages: Option<Pages> = None;
    for line in lines {
        if !body.is_empty() {
            body.push('\n');
        }
        if let Some(page) = line.page {
            let pages = pages.get_or_insert(Pages { first: page, starts: Vec::new() });
            let count = usize::try_from(page.saturating_sub(pages.first)).unwrap_or(0) + 1;
            pages.starts.resize(pages.starts.len().max(count), body.len());
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
    (body, pages)
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
        let (body, pages) = compose(&lines);
        assert_eq!(pages, None);
        assert_eq!(body, "## 做法\n\n1\\. 一是\\*重点\\*\n\n> 〔图注〕2024年3月,现场。\n");
    }

    #[test]
    fn pages_are_known_by_where_they_begin() {
        let on = |page| Block { page: Some(page), ..line("一二三", BlockKind::Text) };
        let (body, pages) = compose(&[on(3), on(3), on(5)]);
        let pages = pages.unwrap();
        assert_eq!(body, "一二三\n\n一二三\n\n一二三\n");
        assert_eq!([0, 11, 21, 22, 30].map(|byte| pages.at(byte)), [3, 3, 3, 5, 5]);
    }

    proptest! {
        #[test]
        fn every_line_reads_back_as_it_is(texts in prop::collection::vec("[一-三a-c0-2#*_`<>&;:.)(+=~|!\\-\\[\\]\\\\ ]{1,12}", 1..5)) {
            let lines: Vec<Block> = texts
                .iter()
                .map(|text| line(text, BlockKind::Text))
                .filter(|line| !line.text.is_empty())
                .collect();
            let read: Vec<_> = blocks(&compose(&lines).0).into_iter().map(|b| (b.kind, b.text)).collect();
            let expected: Vec<_> =
                lines.into_iter().map(|line| (source::BlockKind::Paragraph, line.text)).collect();
            prop_assert_eq!(read, expected);
        }
    }
}
