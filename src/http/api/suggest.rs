//! `GET /api/suggest`: completions while a person types.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde::Serialize;
use serde_json::json;

use super::{json as answer_json, on_snapshot};
use crate::document::DocumentId;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::library::Snapshot;
use crate::search::RequestError;
use crate::search::suggest::{MAX_SUGGESTIONS, Source, Suggestion, complete};

/// How many completions are given unless asked otherwise.
const USUAL: usize = 8;

/// Completes what stands in `q`, by characters, pinyin and initials.
#[utoipa::path(
    get, path = "/suggest", tag = "检索", operation_id = "suggest",
    summary = "输入提示", description = "按汉字、拼音、首字母补全正在打的字。",
    params(
        ("q" = Option<String>, Query, example = "djpp", description = "已打的字"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 20, description = "最多几条，默认 8")
    ),
    responses((status = 200, description = "提示", body = ref("#/components/schemas/Suggestions")))
)]
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let past = library.past();
    let answer = on_snapshot(&library, move |snapshot| {
        let (q, limit) = asked(&query.unwrap_or_default())?;
        let suggestions = complete(snapshot, &q, &past, limit)?.into_iter();
        let suggestions = suggestions.map(|it| Row::of(snapshot, it));
        let suggestions = suggestions.collect::<Result<Vec<_>, HttpError>>()?;
        Ok(json!({ "query": q, "suggestions": suggestions }))
    });
    answered("/api/suggest", answer.await.map(|answer| answer_json(&answer)))
}

/// A completion, and the document that it names.
#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    suggestion: Suggestion,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<DocumentId>,
}

impl Row {
    fn of(snapshot: &Snapshot, suggestion: Suggestion) -> Result<Self, HttpError> {
        let names = [Source::Title, Source::Instrument].map(Source::name);
        let document = match names.contains(&suggestion.source) {
            true => snapshot.engine.named(&suggestion.text)?.into_iter().next(),
            false => None,
        };
        Ok(Self { suggestion, document: document.map(|document| document.id) })
    }
}

/// The text and the number of completions.
fn asked(query: &str) -> Result<(String, usize), HttpError> {
    let (mut q, mut limit) = (String::new(), USUAL);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "q" => q = value.into_owned(),
            "limit" if value.is_empty() => {}
            "limit" => limit = number(&value)?,
            other => return Err(HttpError::UnknownParameter(other.to_owned())),
        }
    }
    Ok((q, limit))
}

fn number(value: &str) -> Result<usize, HttpError> {
    let not_a_number = || HttpError::NotANumber { name: "limit", value: value.to_owned() };
    let limit: usize = value.parse().map_err(|_| not_a_number())?;
    if (1..=MAX_SUGGESTIONS).contains(&limit) {
        return Ok(limit);
    }
    let value = value.to_owned();
    Err(RequestError::OutOfRange { name: "limit", value, least: 1, most: MAX_SUGGESTIONS }.into())
}
