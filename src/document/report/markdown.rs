//! A report as Markdown, with tables.

use super::record::comment;
use super::{Block, Inline, Report, Table, lines, printable};

/// The title of the list of references.
pub(super) const REFERENCES: &str = "参考文献";

/// Characters that mean something inside a line of Markdown. Deleted and inserted text is struck
/// through and underlined by tags, which Markdown passes on.
const SPECIAL: [char; 11] = ['\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '&'];

/// The report as Markdown.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut parts = vec![format!("# {}", escaped(&one_line(&report.title)))];
    parts.extend(report.about.iter().map(|line| guarded(&escaped(&one_line(line)))));
    let mut in_list = false;
    for block in &report.blocks {
        let item = matches!(block, Block::Item(_));
        let text = shown(block);
        match parts.last_mut().filter(|_| item && in_list) {
            Some(list) => *list = format!("{list}\n{text}"),
            None => parts.push(text),
        }
        in_list = item;
    }
    if !report.references.is_empty() {
        parts.push(format!("## {REFERENCES}"));
        let numbered = report.references.iter().enumerate();
        parts.extend(
            numbered.map(|(at, text)| format!("\\[{}\\] {}", at + 1, escaped(&one_line(text)))),
        );
    }
    parts.extend(report.record.as_ref().map(comment));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn shown(block: &Block) -> String {
    let paragraphs = |text: &[Inline], lead: &str| {
        let lines = lines(text).iter().map(|line| guarded(&inlines(line))).collect::<Vec<_>>();
        lines.iter().map(|line| format!("{lead}{line}")).collect::<Vec<_>>()
    };
    match block {
        Block::Heading(level, text) => {
            let marks = "#".repeat(usize::from((*level).clamp(1, 3)) + 1);
            format!("{marks} {}", escaped(&one_line(text)))
        }
        Block::Paragraph(text) | Block::Note(text) => paragraphs(text, "").join("\n\n"),
        Block::Quotation(text) => paragraphs(text, "> ").join("\n>\n"),
        Block::Item(text) => match &paragraphs(text, "")[..] {
            [] => String::new(),
            lines => format!("- {}", lines.join("\n\n  ")),
        },
        Block::Table(table) => table_lines(table),
    }
}

/// A table, with its caption above it.
#[must_use]
pub fn table_lines(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let head = table.head.iter().map(|cell| escaped(&one_line(cell))).collect();
    let rule = table.head.iter().map(|_| "---".to_owned()).collect();
    let cell = |text: &[Inline]| {
        lines(text).iter().map(|line| inlines(line)).collect::<Vec<_>>().join("<br>")
    };
    let rows = table.rows.iter().map(|it| row(table.cells(it).into_iter().map(cell).collect()));
    let all = [row(head), row(rule)].into_iter().chain(rows).collect::<Vec<_>>().join("\n");
    let caption = table.caption.iter().map(|it| guarded(&escaped(&one_line(it))) + "\n\n");
    caption.chain([all]).collect()
}

fn inlines(line: &[Inline]) -> String {
    line.iter()
        .map(|inline| match inline {
            Inline::Text(text) => escaped(text),
            // Tags, not asterisks: beside Chinese punctuation those are not always read as bold.
            Inline::Strong(text) => format!("<strong>{}</strong>", escaped(text)),
            Inline::Inserted(text) => format!("<ins>{}</ins>", escaped(text)),
            Inline::Deleted(text) => format!("<del>{}</del>", escaped(text)),
            Inline::Link(text, address) => format!("[{}](<{}>)", escaped(text), bare(address)),
            Inline::Reference(number) => format!("\\[{number}\\]"),
        })
        .collect()
}

/// An address as it may stand between angle brackets.
fn bare(address: &str) -> String {
    let forbidden = |c: char| matches!(c, '<' | '>' | '\\') || c.is_control() || c.is_whitespace();
    address.chars().filter(|c| !forbidden(*c)).collect()
}

fn one_line(text: &str) -> String {
    printable(&text.split(['\n', '\r']).map(str::trim).collect::<Vec<_>>().join(" "))
        .trim()
        .to_owned()
}

fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        if SPECIAL.contains(&c) {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

/// A line that does not begin like a heading, an item, a rule or code.
fn guarded(line: &str) -> String {
    let line = line.trim();
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < line.len() && digits.starts_with(['.', ')']);
    if numbered {
        let number = &line[..line.len() - digits.len()];
        return format!("{number}\\{digits}");
    }
    if line.starts_with(['#', '-', '+', '=']) { format!("\\{line}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::blocks::{BlockKind, blocks};

    #[test]
    fn a_report_is_written_in_order() {
        let mut report = Report { title: "摘录".to_owned(), ..Report::default() };
        report.about.push("共 1 条".to_owned());
        let number = report.cite("甲[N]. 南方日报, 2024.");
        report.blocks = vec![
            Block::Heading(1, "一、做法".to_owned()),
            Block::Quotation(vec![Inline::text("第一段。\n第二段*。"), Inline::Reference(number)]),
            Block::Item(vec![Inline::text("甲")]),
            Block::Item(vec![Inline::Deleted("乙".to_owned()), Inline::Inserted("丙".to_owned())]),
            Block::Table(Table {
                head: vec!["省".to_owned(), "数|量".to_owned()],
                rows: vec![vec![vec![Inline::text("广东\n广西")]]],
                ..Table::default()
            }),
            Block::Paragraph(vec![Inline::text("1. 不是列表")]),
        ];
        report.record = Some(super::super::Record { kind: "clips", json: "[\"--\"]".to_owned() });
        let expected = "# 摘录\n\n共 1 条\n\n## 一、做法\n\n> 第一段。\n>\n> 第二段\\*。\\[1\\]\n\n\
            - 甲\n- <del>乙</del><ins>丙</ins>\n\n| 省 | 数\\|量 |\n| --- | --- |\n| 广东<br>广西 |  |\n\n\
            1\\. 不是列表\n\n## 参考文献\n\n\\[1\\] 甲\\[N\\]. 南方日报, 2024.\n\n\
            <!-- dianan:clips [\"-\\u002d\"] -->\n";
        assert_eq!(write(&report), expected);
    }

    proptest! {
        /// Whatever stands in a paragraph is read as that paragraph again.
        #[test]
        fn text_stays_text(words in "[一-龥a-z0-9#*_`\\[\\]<>|~&\\\\.()+=! -]{1,40}") {
            let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!text.is_empty());
            let blocks_given = vec![Block::Paragraph(vec![Inline::text(text.clone())])];
            let report =
                Report { title: "题".to_owned(), blocks: blocks_given, ..Report::default() };
            let markdown = write(&report);
            let read = blocks(&markdown);
            prop_assert_eq!(read.len(), 2, "{}", markdown);
            prop_assert_eq!(read[1].kind, BlockKind::Paragraph);
            prop_assert_eq!(&read[1].text, &text);
        }
    }
}
