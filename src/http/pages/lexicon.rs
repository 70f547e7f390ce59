//! `/lexicon`: what a word would change before it is kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, Request, State};
use axum::response::Response;

use super::address::document_url;
use super::frame::{Frame, grouped};
use super::rendered;
use crate::http::access::{self, Visitor};
use crate::http::api::on_snapshot;
use crate::http::desk::{see, typed};
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::http::trials::Stage;
use crate::http::upload::fields;
use crate::index::entry::DocumentCard;
use crate::library::Snapshot;
use crate::search::word_check::{Candidate, CutChange, RankingChange, Rankings, cuts};
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

/// How far the comparison of top tens is.
enum Shown {
    /// It can be begun; behind another where one is under way.
    Offered {
        busy: bool,
        ended: String,
    },
    UnderWay {
        done: usize,
        total: usize,
    },
    /// How many queries were compared, and those whose top ten changes.
    Done {
        compared: usize,
        changed: Vec<Ranking>,
    },
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
            Some(tried(snapshot, &candidate, at.trials.stage(&visitor.name, &candidate))?)
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
    let asked = library.looked_for().unwrap_or_default().queries.into_iter();
    let past = asked.map(|asked| asked.text).filter(|query| *query != candidate.word).take(PAST);
    let queries = std::iter::once(candidate.word.clone()).chain(past).collect();
    let held = (library.generations().clone(), library.sight().of(&visitor.reach)?);
    match library.trials.begin(&visitor.name, candidate, held, queries) {
        // The page says that another is under way.
        Ok(()) | Err(HttpError::Busy) => Ok(url),
        Err(error) => Err(error),
    }
}

fn candidate(word: &str, weight: &str) -> Result<Candidate, HttpError> {
    let number = (!weight.is_empty()).then(|| weight.parse()).transpose();
    let number =
        number.map_err(|_| HttpError::NotANumber { name: "weight", value: weight.to_owned() })?;
    Candidate::new(word, number).map_err(|error| HttpError::List(error.to_string()))
}

fn tried(snapshot: &Snapshot, candidate: &Candidate, stage: Stage) -> Result<Tried, HttpError> {
    let cuts = cuts(snapshot, candidate)?;
    let offered = |busy, ended| Shown::Offered { busy, ended };
    Ok(Tried {
        line: cuts.line,
        known: cuts.known,
        passages: cuts.passages,
        changed: cuts.changed,
        more: cuts.more,
        examples: cuts.examples.into_iter().map(example).collect(),
        trial: match stage {
            Stage::None => offered(false, String::new()),
            Stage::Others => offered(true, String::new()),
            Stage::Ended(reason) => offered(false, reason),
            Stage::UnderWay(done, total) => Shown::UnderWay { done, total },
            Stage::Done(Rankings { compared, changed }) => {
                Shown::Done { compared, changed: changed.iter().map(ranking).collect() }
            }
        },
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
