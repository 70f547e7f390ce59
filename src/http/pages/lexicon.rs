//! `/lexicon`: what a word would change before it is kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::address::document_url;
use super::frame::{Frame, grouped};
use super::rendered;
use crate::http::access;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::index::entry::DocumentCard;
use crate::library::query_log::LookedFor;
use crate::library::trial::Trial;
use crate::library::{Generations, Snapshot};
use crate::search::word_check::{Candidate, CutChange, RankingChange, cuts, rankings};
use crate::text::lexicon::Lexicon;

/// A larger library is not read anew while somebody waits, in passages.
const MAX_PASSAGES: usize = 5_000;
/// The most past queries that are compared.
const PAST: usize = 100;

#[derive(Template)]
#[template(path = "lexicon.html")]
struct LexiconPage {
    frame: Frame,
    words: String,
    synonyms: usize,
    word: String,
    weight: String,
    tried: Option<Tried>,
    /// Whether the reader may change the lexicon.
    is_edited: bool,
}

/// What the word would change.
struct Tried {
    line: String,
    known: bool,
    passages: usize,
    changed: usize,
    more: bool,
    examples: Vec<Example>,
    /// How many queries were compared, and those whose top ten changes; none in a large library.
    rankings: Option<(usize, Vec<Ranking>)>,
}

struct Example {
    url: String,
    title: String,
    before: String,
    after: String,
}

struct Ranking {
    query: String,
    url: String,
    /// What became of it, title and URL.
    rows: Vec<(String, String, String)>,
}

/// The form, and what the word of `?word=` would change.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let log = library.looked_for().unwrap_or_default();
    let generations = library.generations().clone();
    let is_edited = library.desk.is_some() && access::may_edit();
    let page = on_snapshot(&library, move |snapshot| {
        let (word, weight) = asked(&query.unwrap_or_default());
        let page = shown(snapshot, &generations, &log, word, weight)?;
        rendered(&LexiconPage { is_edited, ..page })
    });
    answered("/lexicon", page.await)
}

fn asked(query: &str) -> (String, String) {
    let value = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.trim().to_owned())
    };
    (value("word").unwrap_or_default(), value("weight").unwrap_or_default())
}

fn shown(
    snapshot: &Snapshot,
    generations: &Generations,
    log: &LookedFor,
    word: String,
    weight: String,
) -> Result<LexiconPage, HttpError> {
    let generation = &snapshot.generation;
    let lexicon = Lexicon::with(&generation.words, &generation.synonyms).unwrap_or_default();
    let tried = if word.is_empty() {
        None
    } else {
        let not_a_number = || HttpError::NotANumber { name: "weight", value: weight.clone() };
        let number = (!weight.is_empty()).then(|| weight.parse()).transpose();
        let candidate = Candidate::new(&word, number.map_err(|_| not_a_number())?)
            .map_err(|error| HttpError::List(error.to_string()))?;
        Some(tried(snapshot, generations, log, &candidate)?)
    };
    Ok(LexiconPage {
        frame: Frame::new(snapshot, "lexicon"),
        words: grouped(lexicon.words.len()),
        synonyms: lexicon.synonyms.len(),
        word,
        weight,
        tried,
        is_edited: false,
    })
}

fn tried(
    snapshot: &Snapshot,
    generations: &Generations,
    log: &LookedFor,
    candidate: &Candidate,
) -> Result<Tried, HttpError> {
    let cuts = cuts(snapshot, candidate)?;
    let small = snapshot.engine.statistics()?.passages <= MAX_PASSAGES;
    let rankings = if small {
        let trial = Trial::new(generations, snapshot, &candidate.words(snapshot))?;
        let past = log.queries.iter().map(|asked| asked.text.clone()).take(PAST);
        let past = past.filter(|query| *query != candidate.word);
        let queries: Vec<String> = std::iter::once(candidate.word.clone()).chain(past).collect();
        Some(rankings(snapshot, trial.snapshot(), &queries)?)
    } else {
        None
    };
    let shown = rankings.map(|it| (it.compared, it.changed.iter().map(ranking).collect()));
    Ok(Tried {
        line: cuts.line,
        known: cuts.known,
        passages: cuts.passages,
        changed: cuts.changed,
        more: cuts.more,
        examples: cuts.examples.into_iter().map(example).collect(),
        rankings: shown,
    })
}

fn example(change: CutChange) -> Example {
    let (id, anchor) = change.passage.split_once('#').unwrap_or((&change.passage, ""));
    Example {
        url: document_url(id, "", anchor),
        title: change.title,
        before: change.before.join("/"),
        after: change.after.join("/"),
    }
}

fn ranking(change: &RankingChange) -> Ranking {
    let row = |what: String, card: &DocumentCard| {
        (what, card.title.clone(), document_url(card.id.as_str(), "", ""))
    };
    let place = |list: &[DocumentCard], card: &DocumentCard| {
        list.iter().position(|other| other.id == card.id)
    };
    let now = (1..).zip(&change.after).map(|(now, card): (usize, _)| {
        let what = match place(&change.before, card) {
            None => format!("新进第 {now}"),
            Some(was) if was + 1 == now => format!("仍第 {now}"),
            Some(was) => format!("第 {} 到第 {now}", was + 1),
        };
        row(what, card)
    });
    let left = change.before.iter().filter(|card| place(&change.after, card).is_none());
    let rows = now.chain(left.map(|card| row("退出".to_owned(), card))).collect();
    Ranking {
        query: change.query.clone(),
        url: SearchQuery::default().asking(&change.query).url(),
        rows,
    }
}
