//! `/documents/{id}`: a document to read.

mod meta;
mod portion;
mod related;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::address::{document_url, hit_anchor, portion_url};
use super::citing::Citing;
use super::facts::{Figure, document_facts, facts_toggle, figure, is_inked, is_link};
use super::frame::Frame;
use super::ink::{Ink, Run, cited};
use super::paging::Pages;
use super::rendered;
use super::similar::similar_url;
use crate::document::citation::{Citation, citation};
use crate::document::linked_data::{in_script, legislation};
use crate::document::outline::Heading;
use crate::document::{DocumentId, Kind};
use crate::http::access;
use crate::http::api::{held, on_snapshot, site};
use crate::http::error::{HttpError, answered};
use crate::http::originals;
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::index::entry::{DocumentEntry, PassageEntry};
use crate::knowledge::{Fact, FactType};
use crate::library::Snapshot;
use crate::search::parse::parse;
use crate::search::similar::{Sample, similar};
use crate::search::snippet::{Needles, Piece, marked};
use crate::text::Span;
use crate::text::blocks::BlockKind;
use meta::Meta;
use portion::Portion;
use related::{Link, link, parts};

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
    /// The other portions of a long document.
    pages: Option<Pages>,
    contents: Vec<(String, String)>,
    citation: Citation,
    parts_title: &'static str,
    parts: Vec<Link>,
    similar_title: &'static str,
    similar: Vec<Link>,
    /// Where the document is changed and where its history is; none where it is only read.
    edited_at: Option<(String, String)>,
    /// Label and URL of the link that marks or unmarks facts; none where there are none.
    facts_toggle: Option<(String, String)>,
    /// The sorts of facts that are marked, when all are.
    legend: Vec<FactType>,
    /// Where it stands among the results of what was asked.
    back: Option<String>,
    indicators: Vec<Figure>,
    honours: Vec<Figure>,
    /// A policy as JSON-LD, as it stands in a script element; other documents have none.
    linked_data: Option<String>,
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
    /// The page of the original, where the passage before stands on another, and where it is shown.
    page: Option<(u32, Option<String>)>,
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

/// A document, with what was asked (`?q=`) marked in it.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let site = site(&headers);
    let shared = Arc::clone(&library);
    let may_edit = library.desk.is_some() && access::may_edit();
    let page = on_snapshot(&library, move |snapshot| {
        let query = SearchQuery::parse(&query.unwrap_or_default());
        let document = held(snapshot, id)?;
        let edited_at = may_edit.then(|| edited_at(&document.id));
        let url = format!("{site}{}", document_url(document.id.as_str(), "", ""));
        let linked_data = legislation(&document.front_matter, &url).as_ref().map(in_script);
        let page = shown(&shared, snapshot, document, query)?;
        rendered(&DocumentPage { edited_at, linked_data, ..page })
    });
    answered("/documents", page.await)
}

fn shown(
    library: &Library,
    snapshot: &Snapshot,
    document: DocumentEntry,
    query: SearchQuery,
) -> Result<DocumentPage, HttpError> {
    let parsed = parse(&query.q);
    let cited = cited(&query.span);
    let all = snapshot.engine.passages(&document.id)?;
    let portion = Portion::of(all, &document.headings, &document.id, &query, cited);
    let entries = &portion.passages;
    let needles = Needles::new(&parsed.words, &parsed.exact, &snapshot.analyzer);
    let with_hits: Vec<&str> = entries
        .iter()
        .filter(|passage| !needles.marks(&passage.text).is_empty())
        .map(|passage| passage.anchor.as_str())
        .collect();
    let hits = with_hits.first().map(|first| (with_hits.len(), (*first).to_owned()));
    let mut facts = document_facts(snapshot, &document.id)?;
    facts.retain(|fact| portion.holds(fact.span));
    let marks_all = query.facts == "1";
    // An instrument is a link in the text itself; other facts are marked when asked for.
    let inked = facts.iter().filter(|it| is_inked(it) && (marks_all || is_link(it)));
    let legend = if marks_all { legend(&facts) } else { Vec::new() };
    let ink = Ink { needles: &needles, cited, facts: inked.collect() };
    let frame = Frame { q: query.q.clone(), ..Frame::new(snapshot, "") };
    let (parts_title, parts) = parts(snapshot, &document)?;
    // Who reads a case looks for other cases.
    let kind = Some(document.front_matter.kind).filter(|kind| *kind == Kind::Case);
    let like = similar(snapshot, &Sample { kind, ..Sample::of(&document.id) }, SIMILAR)?;
    let is_kept = originals::is_kept(library, snapshot, &document.front_matter.source);
    let back = (!query.q.trim().is_empty()).then(|| {
        format!("{}#{}", SearchQuery::default().asking(&query.q).url(), hit_anchor(&document.id))
    });
    Ok(DocumentPage {
        frame,
        edited_at: None,
        linked_data: None,
        back,
        legend,
        facts_toggle: facts_toggle(
            portion_url(document.id.as_str(), &query.q, "", portion.here),
            &query,
            &facts,
        ),
        indicators: facts.iter().filter(|it| it.kind == FactType::Indicator).map(figure).collect(),
        honours: facts.iter().filter(|it| it.kind == FactType::Honour).map(figure).collect(),
        id: document.id.to_string(),
        kind: document.front_matter.kind,
        title: document.front_matter.title.clone(),
        hits,
        outline: outline(&document, entries, &with_hits),
        passages: passages(&document, &portion, is_kept, &ink),
        contents: portion.contents,
        pages: portion.pages,
        citation: citation(&document.front_matter, ""),
        parts_title,
        parts,
        similar_title: if kind.is_some() { "相近案例" } else { "相近文档" },
        similar: like.iter().map(|it| link(&it.document)).collect(),
        meta: meta::of(
            snapshot,
            &document,
            is_kept,
            originals::others(library, snapshot, &document.id),
        )?,
    })
}

/// The headings of the passages that are shown.
fn outline(
    document: &DocumentEntry,
    entries: &[PassageEntry],
    with_hits: &[&str],
) -> Vec<OutlineItem> {
    let at: HashMap<&str, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.anchor.as_str(), at)).collect();
    let hits: HashSet<&str> = with_hits.iter().copied().collect();
    let place = |heading: &Heading| at.get(heading.anchor.as_str()).copied();
    let headings = &document.headings;
    let item = |(index, heading): (usize, &Heading)| {
        let start = place(heading)?;
        // From a heading to the next.
        let end = headings.get(index + 1).and_then(place).unwrap_or(entries.len());
        let section = &entries[start..end.max(start)];
        Some(OutlineItem {
            level: heading.level,
            text: heading.text.clone(),
            anchor: heading.anchor.clone(),
            has_hit: section.iter().any(|passage| hits.contains(passage.anchor.as_str())),
        })
    };
    headings.iter().enumerate().filter_map(item).collect()
}

/// The sorts of facts that are marked.
fn legend(facts: &[Fact]) -> Vec<FactType> {
    let mut sorts: Vec<FactType> = Vec::new();
    for fact in facts.iter().filter(|fact| is_inked(fact)) {
        if !sorts.contains(&fact.kind) {
            sorts.push(fact.kind);
        }
    }
    sorts
}

/// The passages of a portion, each with the page of the original on which it begins a new one.
fn passages(
    document: &DocumentEntry,
    portion: &Portion,
    is_kept: bool,
    ink: &Ink<'_>,
) -> Vec<ShownPassage> {
    let source = &document.front_matter.source;
    let file = source.file.as_deref().filter(|_| is_kept);
    let mut headings: HashMap<&str, Vec<&Heading>> = HashMap::new();
    for heading in &document.headings {
        headings.entry(&heading.anchor).or_default().push(heading);
    }
    let own = |entry: &PassageEntry| headings.get(entry.anchor.as_str()).map_or(&[][..], |it| it);
    let mut last = None;
    let shown = portion.passages.iter().enumerate().map(|(index, entry)| {
        let page = source.page_at(entry.span.start).filter(|page| last != Some(*page));
        last = page.or(last);
        let page = page.map(|page| {
            (page, file.and_then(|name| originals::shown_at(&document.id, name, Some(page), "")))
        });
        ShownPassage {
            page,
            ..passage(entry, (portion.before + index + 1, own(entry)), document, ink)
        }
    });
    shown.collect()
}

/// Where a document is changed and where its history is.
fn edited_at(id: &DocumentId) -> (String, String) {
    let own = document_url(id.as_str(), "", "");
    (format!("{own}/edit"), format!("{own}/history"))
}

/// A passage with its number and the headings that it stands under.
fn passage(
    entry: &PassageEntry,
    (number, own): (usize, &[&Heading]),
    document: &DocumentEntry,
    ink: &Ink<'_>,
) -> ShownPassage {
    let about = &document.front_matter;
    let page = about.source.page_at(entry.span.start);
    let organization = entry.organization.clone();
    let shown = organization.filter(|name| entry.document.organization.as_ref() != Some(name));
    ShownPassage {
        page: None,
        citing: Citing::new(&document.id, about, &entry.heading, &entry.anchor, page)
            .at(entry.span),
        anchor: entry.anchor.clone(),
        number,
        // The page's title is its h1: headings begin with h2.
        headings: own
            .iter()
            .map(|it| (it.level.clamp(2, 6), marked(&it.text, ink.needles)))
            .collect(),
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
