//! A search from the request to the answer, in the shape that scripts rely on.

use std::collections::BTreeMap;
use std::time::Instant;

use serde::Serialize;

use super::correct::corrected;
use super::explain::{Explained, explained};
use super::meaning;
use super::parse::{Parsed, parse};
use super::plan::plan;
use super::request::{Request, RequestError};
use super::snippet::{Needles, Piece, snippet};
use super::understand::{Understanding, Understood, understand};
use crate::index::engine::EngineError;
use crate::index::entry::{DocumentCard, PassageEntry};
use crate::index::hits::{Found, Hit};
use crate::index::query::Query;
use crate::library::Snapshot;
use crate::text::Span;

/// A document with more passages that match is not read for a better one.
const MOST_READ: usize = 60;

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// What was asked, and how it was understood.
    pub query: AskedQuery,
    /// Documents that match.
    pub total: usize,
    /// Those among them with a passage that holds all words; absent where one word was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete: Option<usize>,
    /// Milliseconds from request to answer.
    pub took_ms: f64,
    /// The generation of the index.
    pub generation: u64,
    /// The part that was asked for.
    pub hits: Vec<AnswerHit>,
    /// By field, values with their number of documents.
    pub facets: BTreeMap<&'static str, Vec<FacetValue>>,
    /// What the page and the shell need to mark passages.
    #[serde(skip)]
    pub needles: Needles,
    /// The query taken apart.
    #[serde(skip)]
    pub parsed: Parsed,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AskedQuery {
    /// As typed.
    pub text: String,
    /// Words that were understood as conditions.
    pub understood: Vec<Understood>,
    /// Another spelling that would find more.
    pub corrected: Option<String>,
    /// What was not understood as it was meant.
    pub remarks: Vec<String>,
    /// The query by which what stands in marks must stand as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strict: Option<String>,
}

/// A document that matches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnswerHit {
    /// The document.
    pub document: DocumentCard,
    /// Its best passage.
    pub passage: AnswerPassage,
    /// Relative to the query; not comparable between queries.
    pub score: f32,
    /// The part of the passage that shows best why.
    pub snippet: Vec<Piece>,
    /// How many more passages of the document match.
    pub more_passages: usize,
    /// Documents of the same text.
    pub reprints: Vec<DocumentCard>,
    /// Why it is found, the largest share of the score first, when asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explanation: Vec<Explained>,
}

/// A passage in an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnswerPassage {
    /// `document#anchor`.
    pub id: String,
    /// On the document's page.
    pub anchor: String,
    /// The headings that it stands under.
    pub heading: String,
    /// Whose practice it tells.
    pub organization: Option<String>,
    /// The whole passage, original characters.
    pub text: String,
    /// Bytes of the document's body.
    #[serde(skip)]
    pub span: Span,
}

/// A value of a field among the documents that match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// Documents.
    pub count: usize,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The request is refused.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The index cannot be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// What `request` finds in `snapshot`, without facets and snippets: the same documents in the same
/// order as [`search`] gives.
///
/// # Errors
/// [`SearchError`].
pub fn find(snapshot: &Snapshot, request: &Request) -> Result<Found, SearchError> {
    let read = Asked::read(snapshot, request, false)?;
    Ok(read.found)
}

/// Answers `request` from `snapshot`. A request without words gives the documents that its filters
/// let through, newest first; one whose words are nothing but punctuation gives none and says so.
///
/// # Errors
/// [`SearchError`].
pub fn search(snapshot: &Snapshot, request: Request) -> Result<Answer, SearchError> {
    let start = Instant::now();
    let request = request.checked()?;
    let Asked { found, parsed, understanding } = Asked::read(snapshot, &request, true)?;
    let corrected = corrected(snapshot, &request.text, &parsed, found.total)?;
    let needles = Needles::new(&parsed.words, &parsed.exact, &snapshot.analyzer);
    let chosen = request.filters.is_empty() && parsed.filters.is_empty();
    let hits = found.hits.into_iter().map(|hit| {
        let hit = if chosen { with_telling_passage(snapshot, hit, &needles)? } else { hit };
        Ok(answer_hit(hit, &needles))
    });
    let values = |values: Vec<(String, usize)>| {
        values.into_iter().map(|(value, count)| FacetValue { value, count }).collect()
    };
    Ok(Answer {
        query: AskedQuery {
            text: request.text,
            understood: understanding.understood,
            corrected,
            remarks: parsed.remarks.clone(),
            strict: parsed.strict.clone(),
        },
        total: found.total,
        complete: found.complete,
        hits: hits.collect::<Result<_, EngineError>>()?,
        facets: found.facets.into_iter().map(|f| (f.field.name(), values(f.values))).collect(),
        generation: snapshot.generation.number,
        took_ms: (start.elapsed().as_secs_f64() * 1e5).round() / 100.0,
        needles,
        parsed,
    })
}

/// A query read, and what it found.
struct Asked {
    found: Found,
    parsed: Parsed,
    understanding: Understanding,
}

impl Asked {
    fn read(snapshot: &Snapshot, request: &Request, facets: bool) -> Result<Self, SearchError> {
        let mut parsed = parse(&request.text);
        let understanding = understand(&parsed, &snapshot.analyzer, &request.ignored);
        let planned = |parsed: &Parsed| {
            let query = plan(request, parsed, &understanding, &snapshot.analyzer);
            if facets { query } else { Query { facets, together: Vec::new(), ..query } }
        };
        let query = planned(&parsed);
        let nothing = query.scored.is_empty() && query.exact.is_empty();
        if nothing && !parsed.words.is_empty() {
            parsed.remarks.push("查询里没有可查的字词，请输入汉字、字母或数字".to_owned());
            return Ok(Self { found: Found::default(), parsed, understanding });
        }
        let mut found = meaning::search(snapshot, request, &parsed, &query)?;
        if found.total == 0 && !parsed.titles.is_empty() {
            // A title that no document names is no reason to find nothing.
            let words = with_titles_as_words(&parsed);
            let others = meaning::search(snapshot, request, &words, &planned(&words))?;
            if others.total > 0 {
                (found, parsed) = (others, words);
            }
        }
        Ok(Self { found, parsed, understanding })
    }
}

/// The query with its titles asked as words.
fn with_titles_as_words(parsed: &Parsed) -> Parsed {
    let mut parsed = parsed.clone();
    let titles = std::mem::take(&mut parsed.titles);
    parsed.exact.retain(|text| !titles.contains(text));
    let named: Vec<String> = titles.iter().map(|title| format!("《{title}》")).collect();
    parsed.remarks.push(format!("库中未见{}，已按其中的词查找", named.join("、")));
    parsed.words.extend(titles);
    parsed
}

/// A short passage may be found by its title alone: a hit that shows nothing of what was asked
/// shows the passage of its document that has most of it.
fn with_telling_passage(
    snapshot: &Snapshot,
    hit: Hit,
    needles: &Needles,
) -> Result<Hit, EngineError> {
    let tells = needles.told(&hit.passage.heading) + needles.told(&hit.passage.text) > 0;
    if tells || needles.is_empty() || !(1..=MOST_READ).contains(&hit.more_passages) {
        return Ok(hit);
    }
    let passages = snapshot.engine.passages(&hit.passage.document.id)?.into_iter().rev();
    let best = passages.map(|it| (needles.told(&it.text), it)).max_by_key(|(told, _)| *told);
    Ok(match best.filter(|(told, _)| *told > 0) {
        Some((_, passage)) => Hit { passage, ..hit },
        None => hit,
    })
}

fn answer_hit(hit: Hit, needles: &Needles) -> AnswerHit {
    AnswerHit {
        snippet: snippet(&hit.passage.text, needles),
        score: hit.score,
        more_passages: hit.more_passages,
        document: hit.passage.document.clone(),
        passage: AnswerPassage::from(hit.passage),
        reprints: hit.reprints,
        explanation: explained(&hit.shares),
    }
}

impl From<PassageEntry> for AnswerPassage {
    fn from(passage: PassageEntry) -> Self {
        Self {
            id: passage.id(),
            anchor: passage.anchor,
            heading: passage.heading,
            organization: passage.organization,
            text: passage.text,
            span: passage.span,
        }
    }
}
