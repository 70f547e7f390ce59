//! Markdown: headings are known, lists and tables stay as they are written.

use super::Extracted;
use crate::document::markdown_file;
use crate::intake::rough::{Line, LineKind};
use crate::text::Span;
use crate::text::blocks::{Block, BlockKind, blocks};

/// The blocks of `text`. A heading of the first level before everything else is the title.
pub(super) fn extract(text: &str) -> Extracted {
    let mut extracted = Extracted::default();
    let (body, lead, title) = body(text);
    extracted.title = title;
    for block in blocks(body) {
        let mut line = line(&block, body);
        line.span = line.span.shift(lead);
        let follows = matches!(line.kind, LineKind::Fixed(_));
        match extracted.lines.last_mut() {
            Some(last) if follows && matches!(last.kind, LineKind::Fixed(_)) => {
                grow(last, &line, text);
            }
            _ => extracted.lines.push(line),
        }
    }
    let first = extracted.lines.first();
    if extracted.title.is_none() && first.is_some_and(|it| it.kind == LineKind::Heading(1)) {
        extracted.title = Some(extracted.lines.remove(0).text);
    }
    extracted
}

/// The Markdown after front matter, where it begins, and the title that the front matter states.
fn body(text: &str) -> (&str, usize, Option<String>) {
    match markdown_file::parse(text) {
        Ok(file) if text.ends_with(&file.body) => {
            let lead = text.len() - file.body.len();
            (&text[lead..], lead, Some(file.front_matter.title))
        }
        _ => (text, 0, None),
    }
}

fn line(block: &Block, body: &str) -> Line {
    let kind = match block.kind {
        BlockKind::Heading(level) => LineKind::Heading(level),
        BlockKind::Paragraph => LineKind::Text,
        BlockKind::Caption => LineKind::Caption,
        BlockKind::Item(_)
        | BlockKind::HeadRow
        | BlockKind::Row
        | BlockKind::Quote
        | BlockKind::Note
        | BlockKind::Code => LineKind::Fixed(block.span.of(body).to_owned()),
    };
    Line { kind, apart: true, ..Line::new(&block.text.replace('\n', ""), block.span) }
}

/// Neighbouring items or rows are one list or table: the source between them belongs to it.
fn grow(last: &mut Line, next: &Line, text: &str) {
    let span = Span::new(last.span.start.min(next.span.start), last.span.end.max(next.span.end));
    last.span = span;
    last.text.push('\n');
    last.text.push_str(&next.text);
    last.kind = LineKind::Fixed(span.of(text).trim_end().to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_is_kept() {
        let text =
            "# 题目\n\n## 做法\n\n正文。\n\n- 一\n- 二\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n";
        let extracted = extract(text);
        assert_eq!(extracted.title.as_deref(), Some("题目"));
        assert_eq!(extracted.lines[0].kind, LineKind::Heading(2));
        assert_eq!(extracted.lines[1].kind, LineKind::Text);
        let LineKind::Fixed(source) = &extracted.lines[2].kind else { panic!("a list") };
        assert!(source.starts_with("- 一") && source.ends_with("| 1 | 2 |"), "{source}");
    }
}
