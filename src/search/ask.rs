//! An answer without any model: sentences that stand in the library, and figures by place, each
//! cited; where nothing answers, it says so.

use std::collections::BTreeMap;
use std::time::Instant;

use serde::Serialize;

use super::answer::{Answer, AnswerHit, SearchError, search};
use super::function_words::function_spans;
use super::request::Request;
use crate::document::citation::citation;
use crate::index::engine::EngineError;
use crate::index::entry::DocumentCard;
use crate::index::query::{FactQuery, Reading};
use crate::knowledge::{Fact, FactType};
use crate::library::Snapshot;
use crate::text::fold;
use crate::text::sentences::sentences;

/// Sentences of one passage that are quoted, at most.
const SENTENCES: usize = 2;
/// A passage answers when what is quoted of it, with its title and heading, holds this share of what
/// is asked, by weight, and the sentences by themselves the second.
const ANSWERS: f64 = 0.5;
const BY_ITSELF: f64 = 0.3;
/// What asks which one: 哪些地方 is not looked for.
const WHICH: char = '哪';
/// A figure belongs to the answer when its sentence holds this share.
const BELONGS: f64 = 0.25;
/// Figures that are looked through.
const FIGURES: usize = 1_000;

/// What the library says to a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reply {
    /// As asked.
    pub question: String,
    /// Why nothing is answered, in Chinese; `None` where something is.
    pub refusal: Option<String>,
    /// Words of the question that stand nowhere in the library.
    pub unseen: Vec<String>,
    /// The best passages, the best first, each with what it says word for word.
    pub quotations: Vec<Quoted>,
    /// Figures of those passages, by place.
    pub places: Vec<OfPlace>,
    /// The generation of the index.
    pub generation: u64,
    /// Milliseconds from question to answer.
    pub took_ms: f64,
}

/// A passage that answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quoted {
    /// Its document.
    pub document: DocumentCard,
    /// `document#anchor`.
    pub passage: String,
    /// On the document's page.
    pub anchor: String,
    /// The headings that it stands under.
    pub heading: String,
    /// Whose practice it tells.
    pub organization: Option<String>,
    /// Sentences of it, original characters.
    pub sentences: Vec<String>,
    /// The share of what was asked that it holds, weighed by how rare the words are, 0 to 1.
    pub share: f64,
    /// The passage in a list of references.
    pub citation: String,
}

/// The figures of one place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfPlace {
    /// The region's path; empty where none is stated.
    pub region: String,
    /// Each with its sentence and its place in the text.
    pub figures: Vec<Fact>,
}

/// Answers the question `request` from `snapshot`, quoting up to `request.limit` documents.
///
/// # Errors
/// [`SearchError`].
pub fn ask(snapshot: &Snapshot, request: Request) -> Result<Reply, SearchError> {
    let start = Instant::now();
    let question = request.text.clone();
    let answer = search(snapshot, request)?;
    let matter = Matter::of(snapshot, &answer)?;
    let mut quotations = Vec::new();
    for hit in &answer.hits {
        quotations.extend(quoted(snapshot, hit, &matter)?);
    }
    quotations.sort_by(|a: &Quoted, b| b.share.total_cmp(&a.share));
    let refusal = matter.refusal(&question, answer.total, quotations.is_empty());
    Ok(Reply {
        places: places(snapshot, &quotations, &matter)?,
        unseen: matter.unseen(),
        question,
        refusal,
        quotations,
        generation: snapshot.generation.number,
        took_ms: (start.elapsed().as_secs_f64() * 1e5).round() / 100.0,
    })
}

/// The words of a question that say what is asked for, with their weights.
struct Matter {
    /// Folded; weight; whether it stands anywhere in the library.
    words: Vec<(String, f64, bool)>,
    all: f64,
}

impl Matter {
    /// Weights are inverse document frequencies over passages.
    fn of(snapshot: &Snapshot, answer: &Answer) -> Result<Self, EngineError> {
        let passages = snapshot.engine.statistics()?.passages as f64;
        let mut words: Vec<(String, f64, bool)> = Vec::new();
        for word in answer.parsed.words.iter().flat_map(|part| matter(snapshot, part)) {
            if words.iter().any(|(known, ..)| *known == word) {
                continue;
            }
            let frequency = snapshot.engine.frequency(Reading::Words, &word)? as f64;
            let weight = (1.0 + passages / (1.0 + frequency)).ln();
            words.push((word, weight, frequency > 0.0));
        }
        for text in &answer.parsed.exact {
            // What must stand as it is stands in every hit.
            words.push((plain(text), (1.0 + passages).ln(), answer.total > 0));
        }
        let all = words.iter().map(|(_, weight, _)| weight).sum();
        Ok(Self { words, all })
    }

    /// The share of what is asked that stands in `texts`, 0 to 1.
    fn share(&self, texts: &[&str]) -> f64 {
        let texts: Vec<String> = texts.iter().map(|text| plain(text)).collect();
        let held = |word: &str| texts.iter().any(|text| text.contains(word));
        let found = self.words.iter().filter(|(word, ..)| held(word)).map(|(_, weight, _)| weight);
        if self.all > 0.0 { found.sum::<f64>() / self.all } else { 0.0 }
    }

    fn unseen(&self) -> Vec<String> {
        self.words.iter().filter(|(.., seen)| !seen).map(|(word, ..)| word.clone()).collect()
    }

    /// Why nothing is answered.
    fn refusal(&self, question: &str, found: usize, nothing: bool) -> Option<String> {
        let unseen = self.unseen().join("、");
        Some(match (nothing, found) {
            (false, _) => return None,
            _ if question.trim().is_empty() => "还没有写问题。".to_owned(),
            _ if self.words.is_empty() => "问题里没有可查的词，请写明要问什么。".to_owned(),
            (_, 0) => "库中未见有关的段落，不能回答。".to_owned(),
            _ if !unseen.is_empty() => {
                format!("库中未见“{unseen}”，沾边的段落答不了这个问题，所以不答。")
            }
            _ => "库中的段落只沾边，没有一段合上问题的大半，所以不答。".to_owned(),
        })
    }
}

/// The words of a part of the question, without function words, also those at the beginning or end
/// of a longer word.
fn matter(snapshot: &Snapshot, part: &str) -> Vec<String> {
    let function = function_spans(&snapshot.analyzer.words(part));
    let cuts = snapshot.analyzer.plain_words(part).into_iter();
    let words = cuts.filter(|cut| !cut.term.starts_with(WHICH)).map(|cut| {
        let (mut start, mut end) = (cut.span.start, cut.span.end);
        for span in
            function.iter().filter(|it| cut.span.start <= it.start && it.end <= cut.span.end)
        {
            if span.start == start {
                start = span.end;
            } else if span.end == end {
                end = span.start;
            }
        }
        plain(part.get(start..end.max(start)).unwrap_or_default())
    });
    words.filter(|word| !word.is_empty()).collect()
}

/// A passage with its sentences that hold most of what is asked; `None` when that is too little.
fn quoted(
    snapshot: &Snapshot,
    hit: &AnswerHit,
    matter: &Matter,
) -> Result<Option<Quoted>, EngineError> {
    let passage = &hit.passage;
    let told = |sentence: &str| (matter.share(&[sentence]) * 1e6) as u64;
    let all = sentences(&passage.text).into_iter().map(|span| span.of(&passage.text).trim());
    let mut best: Vec<(usize, &str)> = all.enumerate().filter(|(_, it)| told(it) > 0).collect();
    best.sort_by_key(|(place, it)| (std::cmp::Reverse(told(it)), *place));
    best.truncate(SENTENCES);
    best.sort_by_key(|(place, _)| *place);
    let mut held: Vec<&str> = best.iter().map(|(_, it)| *it).collect();
    let by_itself = matter.share(&held);
    held.extend([hit.document.title.as_str(), passage.heading.as_str()]);
    let share = matter.share(&held);
    if share < ANSWERS || by_itself < BY_ITSELF {
        return Ok(None);
    }
    let document = snapshot.engine.document(&hit.document.id)?;
    let cited = document.map(|it| citation(&it.front_matter, &passage.heading).full());
    Ok(Some(Quoted {
        document: hit.document.clone(),
        passage: passage.id.clone(),
        anchor: passage.anchor.clone(),
        heading: passage.heading.clone(),
        organization: passage.organization.clone(),
        sentences: best.into_iter().map(|(_, it)| it.to_owned()).collect(),
        share: (share * 1e4).round() / 1e4,
        citation: cited.unwrap_or_default(),
    }))
}

/// The figures of the passages whose sentences are about what is asked.
fn places(
    snapshot: &Snapshot,
    quotations: &[Quoted],
    matter: &Matter,
) -> Result<Vec<OfPlace>, EngineError> {
    if quotations.is_empty() {
        return Ok(Vec::new());
    }
    let found = snapshot.engine.facts(&FactQuery {
        types: vec![FactType::Indicator],
        passages: quotations.iter().map(|it| it.passage.clone()).collect(),
        limit: FIGURES,
        ..FactQuery::default()
    })?;
    let mut places: BTreeMap<String, Vec<Fact>> = BTreeMap::new();
    for fact in found.facts {
        if matter.share(&[&fact.sentence, &fact.name]) >= BELONGS {
            places.entry(fact.region.clone().unwrap_or_default()).or_default().push(fact);
        }
    }
    Ok(places.into_iter().map(|(region, figures)| OfPlace { region, figures }).collect())
}

/// Folded, without quote marks: “四强”党支部 holds 四强党支部.
fn plain(text: &str) -> String {
    fold(text).text.replace(['"', '\''], "")
}
