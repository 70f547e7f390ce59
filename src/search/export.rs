//! The list of results as a file to carry away, each document with its citation.

use super::answer::{SearchError, find};
use super::explain::condition;
use super::parse::parse;
use super::request::Request;
use super::snippet::{Needles, snippet};
use crate::document::citation::exchange::{Manager, entry};
use crate::document::citation::{Citation, citation_on};
use crate::document::report::workbook::{self, Cell, Sheet, text};
use crate::document::report::{Block, Inline, Report, docx};
use crate::document::{FrontMatter, Kind};
use crate::index::entry::PassageEntry;
use crate::library::Snapshot;

/// The most documents of one file.
pub const MOST: usize = 500;

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A row a document.
    Xlsx,
    /// Titles with what was found, and numbered references.
    Docx,
    /// Entries for a reference manager.
    Entries(Manager),
}

impl Format {
    /// All forms, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Xlsx,
        Self::Docx,
        Self::Entries(Manager::Ris),
        Self::Entries(Manager::NoteExpress),
        Self::Entries(Manager::EndNote),
    ];

    /// The suffix of its files.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Entries(Manager::Ris) => "ris",
            Self::Entries(Manager::NoteExpress) => "net",
            Self::Entries(Manager::EndNote) => "enw",
        }
    }

    /// The name on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Xlsx => "Excel 表格",
            Self::Docx => "Word 文档",
            Self::Entries(Manager::Ris) => "RIS 题录",
            Self::Entries(Manager::NoteExpress) => "NoteExpress 题录",
            Self::Entries(Manager::EndNote) => "EndNote 题录",
        }
    }
}

/// A document of the list.
struct Row {
    passage: PassageEntry,
    about: FrontMatter,
    /// The part of the passage that shows why it was found.
    shown: String,
    citation: Citation,
    address: String,
}

/// The first [`MOST`] documents that `request` finds, in its order, as a file. `address` gives the
/// web address of a passage.
///
/// # Errors
/// [`SearchError`].
pub fn export(
    snapshot: &Snapshot,
    request: &Request,
    format: Format,
    address: &dyn Fn(&PassageEntry) -> String,
) -> Result<Vec<u8>, SearchError> {
    let request = request.clone().checked()?;
    let request = Request { offset: 0, limit: MOST, explained: false, ..request };
    let parsed = parse(&request.text);
    let needles = Needles::new(&parsed.words, &parsed.exact, &snapshot.analyzer);
    let found = find(snapshot, &request)?;
    let mut rows = Vec::new();
    for passage in found.hits.into_iter().map(|hit| hit.passage) {
        let Some(document) = snapshot.engine.document(&passage.document.id)? else { continue };
        let about = document.front_matter;
        let page = about.source.page_at(passage.span.start);
        let pieces = snippet(&passage.text, &needles);
        rows.push(Row {
            shown: pieces.into_iter().map(|piece| piece.text).collect(),
            citation: citation_on(&about, &passage.heading, page),
            address: address(&passage),
            about,
            passage,
        });
    }
    Ok(match format {
        Format::Xlsx => workbook::write(&sheets(&asked(&request), found.total, &rows)),
        Format::Docx => docx::write(&report(snapshot, &asked(&request), found.total, &rows)),
        Format::Entries(manager) => {
            let entries = rows.iter().map(|row| entry(&row.about, &row.passage.text, manager));
            entries.collect::<String>().into_bytes()
        }
    })
}

/// What was asked, in words.
fn asked(request: &Request) -> String {
    let text = Some(request.text.trim().to_owned()).filter(|text| !text.is_empty());
    let conditions = request.filters.iter().map(condition);
    let all: Vec<String> = text.into_iter().chain(conditions).collect();
    if all.is_empty() { "全部文档".to_owned() } else { all.join("；") }
}

fn counted(total: usize, rows: &[Row]) -> String {
    match rows.len() {
        listed if listed < total => format!("共 {total} 篇，列出前 {listed} 篇"),
        _ => format!("共 {total} 篇"),
    }
}

fn sheets(asked: &str, total: usize, rows: &[Row]) -> [Sheet<'static>; 2] {
    let heads = vec![
        ("序号", 6.0),
        ("题名", 44.0),
        ("类型", 8.0),
        ("地区", 18.0),
        ("机构", 24.0),
        ("日期", 12.0),
        ("文号", 20.0),
        ("来源", 18.0),
        ("所在标题", 24.0),
        ("命中文字", 70.0),
        ("著录（GB/T 7714）", 60.0),
        ("链接", 10.0),
    ];
    let or_empty = |words: Option<String>| text(words.unwrap_or_default());
    let row = |(number, row): (usize, &Row)| {
        let about = &row.about;
        let organization = row.passage.organization.clone().or(about.organization.clone());
        vec![
            text(number.to_string()),
            text(&*about.title),
            text(about.kind.label()),
            or_empty(about.region.as_ref().map(|path| path.replace('/', ""))),
            or_empty(organization),
            or_empty(about.published.map(|date| date.to_string())),
            or_empty(about.number.clone()),
            or_empty(about.source.name.clone()),
            text(&*row.passage.heading),
            text(&*row.shown),
            text(row.citation.full()),
            Cell::Link(row.address.clone()),
        ]
    };
    let listed = (1..).zip(rows).map(row).collect();
    let told = [("检索", asked.to_owned()), ("结果", counted(total, rows))];
    [
        Sheet { name: "检索结果", heads, rows: listed, frozen: 2 },
        Sheet {
            name: "说明",
            heads: vec![("项目", 12.0), ("内容", 100.0)],
            rows: told.map(|(name, words)| vec![text(name), text(words)]).into(),
            frozen: 1,
        },
    ]
}

fn report(snapshot: &Snapshot, asked: &str, total: usize, rows: &[Row]) -> Report {
    let mut report = Report {
        title: "检索结果".to_owned(),
        about: vec![
            format!("检索：{asked}"),
            format!("{}；依据语料第 {} 版", counted(total, rows), snapshot.generation.number),
        ],
        ..Report::default()
    };
    for (number, row) in (1..).zip(rows) {
        let reference = report.cite(&row.citation.full());
        report.blocks.push(Block::Heading(2, format!("{number}．{}", row.about.title)));
        report.blocks.push(Block::Note(vec![Inline::text(told(row))]));
        let words = vec![Inline::text(row.shown.clone()), Inline::Reference(reference)];
        report.blocks.push(Block::Quotation(words));
        if row.address.starts_with("http") {
            let link = Inline::Link("看原文".to_owned(), row.address.clone());
            report.blocks.push(Block::Note(vec![link]));
        }
    }
    if rows.is_empty() {
        report.blocks.push(Block::Paragraph(vec![Inline::text("没有找到文档。")]));
    }
    report
}

/// Kind, place, office, date and heading of a document, so far as it states them.
fn told(row: &Row) -> String {
    let about = &row.about;
    let parts = [
        Some(Kind::label(about.kind).to_owned()),
        about.region.as_ref().map(|path| path.replace('/', "")),
        row.passage.organization.clone().or(about.organization.clone()),
        about.published.map(|date| date.to_string()),
        Some(row.passage.heading.clone()).filter(|heading| !heading.is_empty()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
