//! `/lexicon`: what a word would change before it is kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, Request, State};
use axum::response::Response;

use super::address::document_url;
use super::frame::{Frame, grouped};
use super::rendered;
use super::trial::Shown;
use crate::http::access::{self, Visitor};
use crate::http::api::on_snapshot;
use crate::http::desk::{see, typed};
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::state::Library;
use crate::http::trials::{Proposal, Stage};
use crate::http::upload::fields;
use crate::library::Snapshot;
use crate::search::word_check::{Candidate, CutChange, cuts};
use crate::text::lexicon::Lexicon;

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
    /// Whether the reader may change the lexicon, and try what a change would do.
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
    trial: Shown,
}

struct Example {
    url: String,
    title: String,
    before: String,
    after: String,
}

/// The form, and what the word of `?word=` would change.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Response {
    let is_edited = library.desk.is_some() && access::may_edit();
    let at = Arc::clone(&library);
    let page = on_snapshot(&library, move |snapshot| {
        let query = query.unwrap_or_default();
        let value = |wanted: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.trim().to_owned())
        };
        let (word, weight) = (value("word").unwrap_or_default(), value("weight"));
        let weight = weight.unwrap_or_default();
        let tried = if word.is_empty() {
            None
        } else {
            let candidate = candidate(&word, &weight)?;
            let proposal = proposal(snapshot, &candidate);
            Some(tried(snapshot, &candidate, at.trials.stage(&visitor.name, &proposal))?)
        };
        let generation = &snapshot.generation;
        let lexicon = Lexicon::with(&generation.words, &generation.synonyms).unwrap_or_default();
        rendered(&LexiconPage {
            frame: Frame::new(snapshot, "lexicon"),
            words: grouped(lexicon.words.len()),
            synonyms: lexicon.synonyms.len(),
            word,
            weight,
            tried,
            is_edited,
        })
    });
    answered("/lexicon", page.await)
}

/// Begins a trial of a word, or stops it; the page then tells how it stands.
pub(in crate::http) async fn act(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    request: Request,
) -> Response {
    answered("/lexicon", acted(&library, visitor, request).await)
}

async fn acted(
    library: &Arc<Library>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, HttpError> {
    if library.desk.is_none() {
        return Err(HttpError::NoDesk);
    }
    let form = fields(request, guard::BODY_BYTES).await?;
    let (word, weight) = (typed(&form, "word")?, typed(&form, "weight")?);
    let (word, weight) = (word.trim(), weight.trim());
    let candidate = candidate(word, weight)?;
    let mut url =
        form_urlencoded::Serializer::for_suffix("/lexicon?".to_owned(), "/lexicon?".len());
    url.append_pair("word", word);
    if !weight.is_empty() {
        url.append_pair("weight", weight);
    }
    let url = see(&url.finish());
    if typed(&form, "act")? == "stop" {
        library.trials.stop(&visitor.name);
        return Ok(url);
    }
    let snapshot = library.sight().of(&visitor.reach)?;
    let proposal = proposal(&snapshot, &candidate);
    let held = (library.generations().clone(), snapshot);
    let queries = queries(library, Some(candidate.word));
    match library.trials.begin(&visitor.name, proposal, held, queries) {
        // The page says that another is under way.
        Ok(()) | Err(HttpError::Busy) => Ok(url),
        Err(error) => Err(error),
    }
}

/// The queries that a trial compares: `first`, and what was looked for.
pub(in crate::http) fn queries(library: &Library, first: Option<String>) -> Vec<String> {
    let asked = library.looked_for().unwrap_or_default().queries.into_iter();
    let past = asked.map(|asked| asked.text).filter(|query| first.as_ref() != Some(query));
    let past: Vec<String> = past.take(PAST).collect();
    first.into_iter().chain(past).collect()
}

fn proposal(snapshot: &Snapshot, candidate: &Candidate) -> Proposal {
    let synonyms = snapshot.generation.synonyms.clone();
    Proposal::Words { words: candidate.words(snapshot), synonyms }
}

fn candidate(word: &str, weight: &str) -> Result<Candidate, HttpError> {
    let number = (!weight.is_empty()).then(|| weight.parse()).transpose();
    let number =
        number.map_err(|_| HttpError::NotANumber { name: "weight", value: weight.to_owned() })?;
    Candidate::new(word, number).map_err(|error| HttpError::List(error.to_string()))
}

fn tried(snapshot: &Snapshot, candidate: &Candidate, stage: Stage) -> Result<Tried, HttpError> {
    let cuts = cuts(snapshot, candidate)?;
    Ok(Tried {
        line: cuts.line,
        known: cuts.known,
        passages: cuts.passages,
        changed: cuts.changed,
        more: cuts.more,
        examples: cuts.examples.into_iter().map(example).collect(),
        trial: Shown::of(stage),
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
