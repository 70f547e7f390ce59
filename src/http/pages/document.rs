//! `/documents/{id}`: a document to read.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use super::citing::Citing;
use super::facts::{Figure, document_facts, facts_toggle, figure, is_inked, is_link};
use super::frame::{Frame, date, place};
use super::ink::{Ink, Run, cited};
use super::rendered;
use super::search::document_url;
use super::similar::similar_url;
use crate::document::citation::{Citation, citation};
use crate::document::outline::Heading;
use crate::document::{Date, DocumentId, FrontMatter, Kind};
use crate::http::api::{held, on_snapshot};
use crate::http::error::{HttpError, answered};
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::index::entry::{DocumentCard, DocumentEntry, PassageEntry};
use crate::index::query::FacetField;
use crate::knowledge::FactType;
use crate::library::Snapshot;
use crate::search::parse::parse;
use crate::search::similar::{Sample, similar};
use crate::search::snippet::{Needles, Piece, marked};
use crate::text::Span;
use crate::text::blocks::BlockKind;

/// How many similar documents are shown.
const SIMILAR: usize = 5;

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    frame: Frame,
    id: String,
    kind: Kind,
    title: String,
    /// Number of passages with hits, and the anchor of the first.
    hits: Option<(usize, String)>,
    meta: Vec<Meta>,
    outline: Vec<OutlineItem>,
    passages: Vec<ShownPassage>,
    citation: Citation,
    parts_title: &'static str,
    parts: Vec<Link>,
    similar_title: &'static str,
    similar: Vec<Link>,
    /// Label and URL of the link that marks or unmarks facts; none where there are none.
    facts_toggle: Option<(String, String)>,
    indicators: Vec<Figure>,
    honours: Vec<Figure>,
}

/// A line of the metadata: name, and texts with their links.
struct Meta {
    name: &'static str,
    values: Vec<(String, Option<String>)>,
}

struct OutlineItem {
    level: u8,
    text: String,
    anchor: String,
    has_hit: bool,
}

struct ShownPassage {
    citing: Citing,
    anchor: String,
    number: usize,
    headings: Vec<(u8, Vec<Piece>)>,
    organization: Option<String>,
    groups: Vec<Group>,
    /// Where passages like it are listed.
    like: String,
}

/// Neighbouring blocks that make one element of the page.
enum Group {
    Paragraph { pieces: Vec<Run>, class: &'static str },
    Quote(Vec<Run>),
    Code(Vec<Run>),
    List { start: Option<u64>, items: Vec<Vec<Run>> },
    Table { head: Vec<Vec<Run>>, rows: Vec<Vec<Vec<Run>>> },
}

struct Link {
    url: String,
    title: String,
    about: Vec<String>,
}

/// A document, with what was asked (`?q=`) marked in it.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Response {
    let page = on_snapshot(&library, move |snapshot| {
        let query = SearchQuery::parse(&query.unwrap_or_default());
        rendered(&shown(snapshot, held(snapshot, id)?, query)?)
    });
    answered("/documents", page.await)
}

fn shown(
    snapshot: &Snapshot,
    document: DocumentEntry,
    query: SearchQuery,
) -> Result<DocumentPage, HttpError> {
    let parsed = parse(&query.q);
    let entries = snapshot.engine.passages(&document.id)?;
    let asked = Needles::new(&parsed.words, &parsed.exact, &snapshot.analyzer);
    // A document that was found by single characters has these marked, as its snippet has.
    let is_held = entries.iter().any(|passage| !asked.marks(&passage.text).is_empty());
    let needles = if is_held { asked } else { asked.characters() };
    let with_hits: Vec<&str> = entries
        .iter()
        .filter(|passage| !needles.marks(&passage.text).is_empty())
        .map(|passage| passage.anchor.as_str())
        .collect();
    let hits = with_hits.first().map(|first| (with_hits.len(), (*first).to_owned()));
    let outline = document.headings.iter().enumerate().map(|(index, heading)| OutlineItem {
        level: heading.level,
        text: heading.text.clone(),
        anchor: heading.anchor.clone(),
        has_hit: section(&entries, &document.headings, index)
            .iter()
            .any(|passage| with_hits.contains(&passage.anchor.as_str())),
    });
    let facts = document_facts(snapshot, &document.id)?;
    let marks_all = query.facts == "1";
    // An instrument is a link in the text itself; other facts are marked when asked for.
    let inked = facts.iter().filter(|it| is_inked(it) && (marks_all || is_link(it)));
    let ink = Ink { needles: &needles, cited: cited(&query.span), facts: inked.collect() };
    let mut frame = Frame::new(snapshot, "");
    frame.q.clone_from(&query.q);
    let (parts_title, parts) = parts(snapshot, &document)?;
    // Who reads a case looks for other cases.
    let kind = Some(document.front_matter.kind).filter(|kind| *kind == Kind::Case);
    let like = similar(snapshot, &Sample { kind, ..Sample::of(&document.id) }, SIMILAR)?;
    let passages = entries.iter().enumerate();
    let passages = passages.map(|(index, entry)| passage(entry, index + 1, &document, &ink));
    Ok(DocumentPage {
        frame,
        facts_toggle: facts_toggle(&document.id, &query, &facts),
        indicators: facts.iter().filter(|it| it.kind == FactType::Indicator).map(figure).collect(),
        honours: facts.iter().filter(|it| it.kind == FactType::Honour).map(figure).collect(),
        id: document.id.to_string(),
        kind: document.front_matter.kind,
        title: document.front_matter.title.clone(),
        hits,
        outline: outline.collect(),
        passages: passages.collect(),
        citation: citation(&document.front_matter, ""),
        parts_title,
        parts,
        similar_title: if kind.is_some() { "相近案例" } else { "相近文档" },
        similar: like.iter().map(|it| link(&it.document)).collect(),
        meta: meta(snapshot, &document)?,
    })
}

/// The passages from a heading to the next.
fn section<'a>(
    passages: &'a [PassageEntry],
    headings: &[Heading],
    index: usize,
) -> &'a [PassageEntry] {
    let at = |heading: &Heading| passages.iter().position(|it| it.anchor == heading.anchor);
    let start = at(&headings[index]).unwrap_or(passages.len());
    let end = headings.get(index + 1).and_then(at).unwrap_or(passages.len());
    &passages[start..end.max(start)]
}

/// What the document says of itself; what it does not say is left out.
fn meta(snapshot: &Snapshot, document: &DocumentEntry) -> Result<Vec<Meta>, HttpError> {
    let about = &document.front_matter;
    let filter = |field: FacetField, value: &str| SearchQuery::default().with(field, value).url();
    let mut meta = Vec::new();
    let mut add = |name, values: Vec<(String, Option<String>)>| {
        if !values.is_empty() {
            meta.push(Meta { name, values });
        }
    };
    let linked = |field, value: &Option<String>| {
        value.iter().map(|v| (place(v), Some(filter(field, v)))).collect::<Vec<_>>()
    };
    let plain = |value: Option<String>| value.into_iter().map(|v| (v, None)).collect::<Vec<_>>();
    add("地区", linked(FacetField::Region, &about.region));
    add("机构", linked(FacetField::Organization, &about.organization));
    add("日期", plain(about.published.map(|published| date(Some(published)))));
    add("文号", plain(about.number.clone()));
    for (name, values) in validity(about) {
        add(name, values.into_iter().map(|value| (value, None)).collect());
    }
    let theme = |theme: &String| (theme.clone(), Some(filter(FacetField::Theme, theme)));
    add("主题", document.themes.iter().map(theme).collect());
    add("来源", linked(FacetField::Source, &about.source.name));
    let authors = about.source.author.join("、");
    add("作者", plain(Some(authors).filter(|authors| !authors.is_empty())));
    add("编辑", plain(about.source.editor.clone()));
    add("原文件", plain(about.source.file.clone()));
    add("汇编", plain(about.source.compilation.clone()));
    add("说明", plain(about.source.note.clone()));
    for (name, other) in [("摘自", &about.part_of), ("转载自", &about.reprint_of)] {
        let id = other.as_deref().and_then(DocumentId::parse);
        let whole = match &id {
            Some(id) => snapshot.engine.document(id)?,
            None => None,
        };
        let title = whole.map(|it| it.front_matter.title);
        let held = id.zip(title);
        add(
            name,
            held.map(|(id, title)| (title, Some(document_url(id.as_str(), "", ""))))
                .into_iter()
                .collect(),
        );
    }
    Ok(meta)
}

/// What a policy states of its validity, in the order in which a reader asks.
fn validity(about: &FrontMatter) -> [(&'static str, Vec<String>); 5] {
    let day = |day: Option<Date>| day.map(|day| date(Some(day))).into_iter().collect::<Vec<_>>();
    let marked = |titles: &[String]| titles.iter().map(|title| format!("《{title}》")).collect();
    let status = about.status.as_ref().map(|status| match &about.by {
        Some(by) => format!("{status}（依据{by}）"),
        None => status.to_string(),
    });
    [
        ("施行", day(about.in_force)),
        ("失效", day(about.expires)),
        ("效力", status.into_iter().collect()),
        ("废止的文件", marked(&about.repeals)),
        ("修改的文件", marked(&about.amends)),
    ]
}

/// What was divided out of the document, or with it out of the same whole.
fn parts(
    snapshot: &Snapshot,
    document: &DocumentEntry,
) -> Result<(&'static str, Vec<Link>), HttpError> {
    let own = snapshot.engine.parts(&document.id)?;
    if !own.is_empty() {
        return Ok(("文中的案例", own.iter().map(part).collect()));
    }
    let whole = document.front_matter.part_of.as_deref().and_then(DocumentId::parse);
    let Some(whole) = whole else { return Ok(("", Vec::new())) };
    let others = snapshot.engine.parts(&whole)?;
    let others = others.iter().filter(|other| other.id != document.id);
    Ok(("同出一处", others.map(part).collect()))
}

fn part(document: &DocumentEntry) -> Link {
    link(&DocumentCard::new(&document.id, &document.front_matter))
}

fn link(card: &DocumentCard) -> Link {
    let about = [
        Some(card.kind.label().to_owned()),
        card.organization.clone(),
        card.region.as_deref().map(place),
        card.published.map(|published| date(Some(published))),
    ];
    Link {
        url: document_url(card.id.as_str(), "", ""),
        title: card.title.clone(),
        about: about.into_iter().flatten().collect(),
    }
}

fn passage(
    entry: &PassageEntry,
    number: usize,
    document: &DocumentEntry,
    ink: &Ink<'_>,
) -> ShownPassage {
    let about = &document.front_matter;
    let own = document.headings.iter().filter(|heading| heading.anchor == entry.anchor);
    let organization = entry.organization.clone();
    let shown = organization.filter(|name| entry.document.organization.as_ref() != Some(name));
    ShownPassage {
        citing: Citing::new(&document.id, about, &entry.heading, &entry.anchor).at(entry.span),
        anchor: entry.anchor.clone(),
        number,
        // The page's title is its h1: headings begin with h2.
        headings: own.map(|it| (it.level.clamp(2, 6), marked(&it.text, ink.needles))).collect(),
        organization: shown,
        groups: groups(entry, ink),
        like: similar_url(&document.id, &entry.anchor),
    }
}

fn groups(entry: &PassageEntry, ink: &Ink<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for block in &entry.blocks {
        let pieces = || ink.runs(entry, block.span);
        let cells = || cells(entry, block.span, ink);
        match (block.kind, groups.last_mut()) {
            (BlockKind::Item(number), Some(Group::List { start, items }))
                if start.is_some() == number.is_some() =>
            {
                items.push(pieces());
            }
            (BlockKind::Item(start), _) => {
                groups.push(Group::List { start, items: vec![pieces()] });
            }
            (BlockKind::Row, Some(Group::Table { rows, .. })) => rows.push(cells()),
            (BlockKind::Row, _) => {
                groups.push(Group::Table { head: Vec::new(), rows: vec![cells()] });
            }
            (BlockKind::HeadRow, _) => {
                groups.push(Group::Table { head: cells(), rows: Vec::new() });
            }
            (BlockKind::Quote, _) => groups.push(Group::Quote(pieces())),
            (BlockKind::Code, _) => groups.push(Group::Code(pieces())),
            (BlockKind::Caption, _) => {
                groups.push(Group::Paragraph { pieces: pieces(), class: "caption" });
            }
            (BlockKind::Paragraph | BlockKind::Note | BlockKind::Heading(_), _) => {
                let class = if block.goes_on { "goes-on" } else { "" };
                groups.push(Group::Paragraph { pieces: pieces(), class });
            }
        }
    }
    groups
}

/// The cells of a table's row.
fn cells(entry: &PassageEntry, row: Span, ink: &Ink<'_>) -> Vec<Vec<Run>> {
    let mut start = row.start;
    let cells = row.of(&entry.text).split('|').map(|cell| {
        let span = Span::new(start, start + cell.len());
        start = span.end + 1;
        ink.runs(entry, span)
    });
    cells.collect()
}
