//! `/`: the search box, and the results.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::facets::{Facet, facets};
use super::frame::{Frame, grouped, kind_label, place};
use super::hit::{ShownHit, shown};
use super::paging::{Pages, pages};
use super::panel::{ShownPanel, shown_panel};
use super::rendered;
use crate::http::api::{list, on_snapshot};
use crate::http::error::{HttpError, answered};
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::index::query::FacetField;
use crate::library::Snapshot;
use crate::search::answer::Answer;
use crate::search::export::Format;
use crate::search::panel::panel;
use crate::search::relax::{HeldWord, Relaxed, held_words, missing_words, relaxed};
use crate::search::request::{sort_named, years};
use crate::search::{Basis, Request, search};

/// Examples on the first page; each finds something in the shipped corpus.
const EXAMPLES: [&str; 4] =
    ["珠海 审计 党建品牌", "“四强”党支部 地区：广西", "营商环境 办不成事", "类型：指引 换届选举"];
/// Fields beside the results.
const BESIDE: [FacetField; 6] = FacetField::ALL;
/// Fields on the first page.
const BROWSED: [FacetField; 3] = [FacetField::Kind, FacetField::Region, FacetField::Theme];

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    examples: Vec<(&'static str, String)>,
    documents: String,
    passages: String,
    facets: Vec<Facet>,
}

#[derive(Template)]
#[template(path = "results.html")]
struct ResultsPage {
    frame: Frame,
    title: String,
    understood: Vec<Chip>,
    filters: Vec<Chip>,
    remarks: Vec<String>,
    /// Where what stands in marks is looked for as it is.
    strict: Option<String>,
    /// Another spelling and the URL that searches for it.
    corrected: Option<(String, String)>,
    /// Words of the query that no document holds.
    missing: Vec<String>,
    panel: Option<ShownPanel>,
    total: usize,
    /// Documents with a passage that holds all words, where not all are.
    complete: Option<usize>,
    took: f64,
    hits: Vec<ShownHit>,
    facets: Vec<Facet>,
    /// Hidden fields of the form that searches within the results.
    within: Vec<(&'static str, String)>,
    /// Where the same is asked in fields.
    advanced: String,
    /// Label and URL of each file of the list.
    files: Vec<(&'static str, String)>,
    /// Label, URL, whether it is the present order.
    sorts: [(&'static str, String, bool); 2],
    /// By what is ranked, in the same form; nothing to choose without a model.
    bases: Vec<(&'static str, String, bool)>,
    pages: Option<Pages>,
    empty: Option<Empty>,
    /// The search as it can be watched; nothing where it cannot.
    watched: Option<String>,
}

/// A condition with the link that takes it back.
struct Chip {
    name: &'static str,
    value: String,
    url: String,
}

/// Years as one says them: 2020 至 2024, 2020 年起.
fn written(value: &str) -> String {
    match years(value) {
        Some((from, to)) if from == to => from.to_string(),
        Some((from, 9999)) => format!("{from} 年起"),
        Some((0, to)) => format!("{to} 年止"),
        Some((from, to)) => format!("{from} 至 {to}"),
        None => value.to_owned(),
    }
}

/// What to say when nothing is shown.
struct Empty {
    /// Set when there are results before this page.
    beyond: Option<String>,
    words: Vec<HeldWord>,
    ways: Vec<(String, String, usize)>,
}

/// The first page without a question, the results with one.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = SearchQuery::parse(&query.unwrap_or_default());
    if query.is_form {
        return Redirect::to(&query.url()).into_response();
    }
    let asked = query.is_first_asking().then(|| query.q.clone());
    let has_desk = library.desk.is_some();
    let page = on_snapshot(&library, move |snapshot| {
        if query.q.trim().is_empty() && query.filters.is_empty() {
            return Ok((rendered(&home(snapshot)?)?, None));
        }
        let mut page = results(snapshot, &query)?;
        page.watched = has_desk.then(|| listed(&query).to("").trim_start_matches('?').to_owned());
        let corrected = page.corrected.as_ref().map(|(text, _)| text.clone());
        Ok((rendered(&page)?, Some((page.total, corrected))))
    });
    let page = page.await.map(|(page, found)| {
        if let Some((q, (total, corrected))) = asked.zip(found) {
            library.record(&q, total, corrected.as_deref());
        }
        page
    });
    answered("/", page)
}

fn home(snapshot: &Snapshot) -> Result<HomePage, HttpError> {
    let held = snapshot.engine.statistics()?;
    let all = search(snapshot, Request { limit: 1, ..Request::default() })?;
    let asking = |q: &'static str| (q, SearchQuery::default().asking(q).url());
    Ok(HomePage {
        frame: Frame::new(snapshot, "search"),
        examples: EXAMPLES.into_iter().map(asking).collect(),
        documents: grouped(held.documents),
        passages: grouped(held.passages),
        facets: facets(&all, &SearchQuery::default(), &BROWSED),
    })
}

fn results(snapshot: &Snapshot, query: &SearchQuery) -> Result<ResultsPage, HttpError> {
    let request = Request { explained: true, ..query.request()? };
    let mut answer = search(snapshot, request.clone())?;
    let mut frame = Frame::new(snapshot, "search");
    frame.q.clone_from(&query.q);
    frame.kept = query.filters.iter().map(|(f, v)| (f.name(), v.clone())).collect();
    let listed = listed(query);
    let newest = sort_named(&query.sort) == Ok(crate::index::query::Sort::Newest);
    let sorted = |sort: &str| SearchQuery { sort: sort.to_owned(), offset: None, ..query.clone() };
    let panel = match request.offset {
        0 => panel(snapshot, &answer.parsed)?.map(|panel| shown_panel(&panel)),
        _ => None,
    };
    let empty = answer.hits.is_empty().then(|| empty(snapshot, query, &request, &answer));
    let hits = std::mem::take(&mut answer.hits);
    let shown = hits.into_iter().map(|hit| shown(snapshot, hit, &query.q));
    let missing = if empty.is_some() { Vec::new() } else { missing_words(snapshot, &answer)? };
    let corrected = answer.query.corrected.clone();
    Ok(ResultsPage {
        missing,
        corrected: corrected.map(|q| (q.clone(), query.asking(&q).url())),
        frame,
        title: title(query),
        panel,
        understood: understood(query, &answer),
        filters: filters(query, &answer),
        total: answer.total,
        complete: answer.complete.filter(|complete| *complete < answer.total),
        took: answer.took_ms,
        facets: facets(&answer, query, &BESIDE),
        within: listed.pairs(),
        advanced: query.to("/advanced"),
        files: Format::ALL.map(|it| (it.label(), listed.to(&list::path(it)))).into(),
        sorts: [
            ("相关", sorted("relevance").url(), !newest),
            ("最新", sorted("newest").url(), newest),
        ],
        bases: if snapshot.meaning.is_some() { bases(query, request.by) } else { Vec::new() },
        pages: turning(query, &request, answer.total),
        empty: empty.transpose()?,
        strict: answer.query.strict.map(|text| SearchQuery { q: text, ..query.clone() }.url()),
        watched: None,
        remarks: answer.query.remarks,
        hits: shown.collect::<Result<_, _>>()?,
    })
}

/// The same search from its beginning.
fn listed(query: &SearchQuery) -> SearchQuery {
    SearchQuery { offset: None, limit: None, ..query.clone() }
}

fn bases(query: &SearchQuery, by: Basis) -> Vec<(&'static str, String, bool)> {
    let all = [("按字词", "words", Basis::Words), ("按字词和意思", "", Basis::WordsAndMeaning)];
    let choice = |(label, name, basis): (&'static str, &str, Basis)| {
        let to = SearchQuery { by: name.to_owned(), offset: None, ..query.clone() };
        (label, to.url(), basis == by)
    };
    all.map(choice).to_vec()
}

fn title(query: &SearchQuery) -> String {
    let filters = query.filters.iter().map(|(_, value)| place(value));
    let words = [query.q.trim().to_owned()].into_iter().filter(|q| !q.is_empty());
    words.chain(filters).collect::<Vec<_>>().join(" ")
}

fn understood(query: &SearchQuery, answer: &Answer) -> Vec<Chip> {
    let chip = |it: &crate::search::understand::Understood| {
        let name = if it.field == FacetField::Year.name() { "年份" } else { "地区" };
        Chip { name, value: place(&it.value), url: query.ignoring(&it.from).url() }
    };
    answer.query.understood.iter().map(chip).collect()
}

fn filters(query: &SearchQuery, answer: &Answer) -> Vec<Chip> {
    let given = query.filters.iter().map(|(field, value)| {
        let label = match field {
            FacetField::Kind => kind_label(value),
            FacetField::Year => written(value),
            _ => place(value),
        };
        Chip { name: field.label(), value: label, url: query.without(*field, value).url() }
    });
    let typed = answer.parsed.filters.iter().map(|it| Chip {
        name: it.filter.field.label(),
        value: it.value.clone(),
        url: query.asking(&query.q.replacen(&it.typed, " ", 1)).url(),
    });
    given.chain(typed).collect()
}

fn turning(query: &SearchQuery, request: &Request, total: usize) -> Option<Pages> {
    let size = request.limit;
    pages(total.div_ceil(size), request.offset / size, |page| {
        SearchQuery { offset: Some((page * size).to_string()), ..query.clone() }.url()
    })
}

fn empty(
    snapshot: &Snapshot,
    query: &SearchQuery,
    request: &Request,
    answer: &Answer,
) -> Result<Empty, HttpError> {
    if answer.total > 0 {
        let last = (answer.total - 1) / request.limit * request.limit;
        let last = SearchQuery { offset: Some(last.to_string()), ..query.clone() };
        return Ok(Empty { beyond: Some(last.url()), words: Vec::new(), ways: Vec::new() });
    }
    let way = |relaxed: Relaxed| {
        let mut to = query.asking(&relaxed.request.text);
        let kept = &relaxed.request.filters;
        to.filters.retain(|(field, _)| kept.iter().any(|filter| filter.field == *field));
        (relaxed.what, to.url(), relaxed.total)
    };
    Ok(Empty {
        beyond: None,
        words: held_words(snapshot, answer)?,
        ways: relaxed(snapshot, request, answer)?.into_iter().map(way).collect(),
    })
}
