//! `POST /retrieval`: passages for another system's assistant, by Dify's contract of external
//! knowledge, which `RAGFlow` speaks too.

mod conditions;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use self::conditions::Conditions;
use super::{json as answer_json, on_snapshot, site, text, whole};
use crate::document::Kind;
use crate::document::citation::citation;
use crate::http::access::Visitor;
use crate::http::error::{HttpError, RETRIEVAL};
use crate::http::guard::BODY_BYTES;
use crate::http::state::Library;
use crate::index::engine::EngineError;
use crate::index::query::{FacetField, Filter, Reading, Test};
use crate::library::Snapshot;
use crate::search::answer::{Answer, AnswerHit};
use crate::search::request::MAX_LIMIT;
use crate::search::{Request, search};
use crate::text::fold;

/// The knowledge that is the whole library; a kind of documents is one too.
const WHOLE: &str = "dianan";
/// How many documents are looked through for those that meet conditions.
const LOOKED_THROUGH: usize = 500;

/// What is asked, in the words of the contract.
#[derive(Deserialize)]
struct Asked {
    knowledge_id: String,
    query: String,
    #[serde(default)]
    retrieval_setting: Setting,
    #[serde(default)]
    metadata_condition: Option<Conditions>,
}

#[derive(Deserialize)]
#[serde(default)]
struct Setting {
    top_k: usize,
    score_threshold: Option<f32>,
}

impl Default for Setting {
    fn default() -> Self {
        Self { top_k: 5, score_threshold: None }
    }
}

/// A passage, in the words of the contract.
#[derive(Serialize)]
struct Record {
    /// The whole passage, original characters.
    content: String,
    /// 0 to 1; see [`Measure`].
    score: f32,
    title: String,
    /// Names and plain values; never null.
    metadata: Map<String, Value>,
}

/// Gives passages that answer a question, the best first.
#[utoipa::path(
    post, path = "/retrieval", tag = "其他系统", operation_id = "retrieval",
    summary = "外部知识库（Dify）", description = "照 Dify 外部知识库的约定取段落；RAGFlow 也用它。",
    request_body(content = ref("#/components/schemas/RetrievalAsked"), content_type = "application/json", example = json!({ "knowledge_id": "dianan", "query": "办不成事窗口", "retrieval_setting": { "top_k": 3, "score_threshold": 0.0 } })),
    responses((status = 200, description = "段落", body = ref("#/components/schemas/Retrieved")),
        (status = "default", description = "出错", body = ref("#/components/schemas/RetrievalError")))
)]
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let found = async {
        if !visitor.signed_in {
            library.bearer.admit(&headers)?;
        }
        let malformed = |error: serde_json::Error| HttpError::Unacceptable(error.to_string());
        let asked: Asked =
            serde_json::from_str(text(&whole(body, BODY_BYTES)?)?).map_err(malformed)?;
        let site = site(&headers);
        on_snapshot(&library, move |snapshot| records(snapshot, &asked, &site)).await
    };
    match found.await {
        Ok(records) => answer_json(&json!({ "records": records })),
        Err(error) => error.answer(RETRIEVAL),
    }
}

fn records(snapshot: &Snapshot, asked: &Asked, site: &str) -> Result<Vec<Record>, HttpError> {
    let filters = knowledge(&asked.knowledge_id)?;
    let wanted = asked.retrieval_setting.top_k.clamp(1, MAX_LIMIT);
    let least = asked.retrieval_setting.score_threshold.unwrap_or(0.0);
    let limit = if asked.metadata_condition.is_some() { MAX_LIMIT } else { wanted };
    let mut records = Vec::new();
    let mut measure = None;
    for offset in (0..LOOKED_THROUGH).step_by(limit) {
        let request = Request {
            text: asked.query.clone(),
            filters: filters.clone(),
            offset,
            limit,
            ..Request::default()
        };
        let answer = search(snapshot, request)?;
        if measure.is_none() {
            measure = Measure::of(snapshot, &answer)?;
        }
        let Some(measure) = &measure else { break };
        let last = answer.hits.len() < limit;
        for hit in answer.hits {
            let score = measure.score(hit.score);
            if score < least {
                return Ok(records);
            }
            let metadata = metadata(snapshot, &hit, site)?;
            if asked.metadata_condition.as_ref().is_none_or(|it| it.hold(&metadata)) {
                let title = hit.document.title;
                records.push(Record { content: hit.passage.text, score, title, metadata });
            }
            if records.len() == wanted {
                return Ok(records);
            }
        }
        if last {
            break;
        }
    }
    Ok(records)
}

/// The filters that make up a knowledge: none for the whole library, or a kind of documents.
fn knowledge(id: &str) -> Result<Vec<Filter>, HttpError> {
    let name = id.trim();
    if name.is_empty() || name.eq_ignore_ascii_case(WHOLE) {
        return Ok(Vec::new());
    }
    let kind = Kind::parse(name).ok_or_else(|| HttpError::NoKnowledge(name.to_owned()))?;
    Ok(vec![Filter { field: FacetField::Kind, test: Test::Is(kind.name().to_owned()) }])
}

/// The share of a best passage that has none of the words, but others in their place.
const LEAST_SHARE: f32 = 0.05;

/// How a score of the search becomes one of the contract, 0 to 1: the best passage has the share of
/// the question's words, weighed by how rare they are, that stand in it, its headings or its title;
/// the others less, as their scores are to the best one's. The order is that of the search.
struct Measure {
    share: f32,
    best: f32,
}

impl Measure {
    /// The measure of an answer; `None` when it has no hit.
    fn of(snapshot: &Snapshot, answer: &Answer) -> Result<Option<Self>, EngineError> {
        let Some(hit) = answer.hits.first() else { return Ok(None) };
        let held = [&hit.document.title, &hit.passage.heading, &hit.passage.text];
        // “四强”党支部 holds 四强党支部.
        let plain = |it: &String| fold(it).text.replace(['"', '\''], "");
        let held = held.map(plain);
        let passages = snapshot.engine.statistics()?.passages as f64;
        let (mut all, mut found) = (0.0, 0.0);
        let words = answer.parsed.words.iter();
        for cut in words.flat_map(|words| snapshot.analyzer.plain_words(words)) {
            let frequency = snapshot.engine.frequency(Reading::Words, &cut.term)? as f64;
            let weight = (1.0 + passages / (1.0 + frequency)).ln();
            all += weight;
            if held.iter().any(|text| text.contains(&cut.term)) {
                found += weight;
            }
        }
        // Texts that were asked exactly stand there.
        let share = if all > 0.0 { (found / all) as f32 } else { 1.0 };
        // What other words for the words have found keeps its order.
        let share = share.max(LEAST_SHARE);
        Ok(Some(Self { share, best: hit.score }))
    }

    fn score(&self, score: f32) -> f32 {
        let part = if self.best > 0.0 { (score / self.best).clamp(0.0, 1.0) } else { 1.0 };
        (self.share * part * 1e4).round() / 1e4
    }
}

/// What a record says of its passage: where it stands and how it is cited.
fn metadata(
    snapshot: &Snapshot,
    hit: &AnswerHit,
    site: &str,
) -> Result<Map<String, Value>, EngineError> {
    let card = &hit.document;
    let published = card.published.map(|it| it.to_string());
    let document = snapshot.engine.document(&card.id)?;
    let cited = document.map(|it| citation(&it.front_matter, &hit.passage.heading).full());
    let stated = [
        ("document", Some(card.id.to_string())),
        ("passage", Some(hit.passage.id.clone())),
        ("heading", Some(hit.passage.heading.clone())),
        ("kind", Some(card.kind.name().to_owned())),
        ("region", card.region.clone()),
        ("organization", hit.passage.organization.clone().or_else(|| card.organization.clone())),
        ("year", published.as_ref().map(|it| it.chars().take(4).collect())),
        ("published", published),
        ("source", card.source.clone()),
        ("citation", cited),
        ("url", Some(format!("{site}/documents/{}#{}", card.id, hit.passage.anchor))),
    ];
    let stated = stated.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Ok(stated.filter(|(_, value)| !value.is_empty()).map(|(n, v)| (n, Value::String(v))).collect())
}
