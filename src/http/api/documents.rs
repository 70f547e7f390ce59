//! `GET /api/documents/{id}` and what is like it.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde_json::json;

use super::{held, json as answer_json, on_snapshot};
use crate::document::Kind;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::index::entry::{DocumentEntry, PassageEntry};
use crate::index::query::FacetField;
use crate::library::Snapshot;
use crate::search::answer::AnswerPassage;
use crate::search::request::filter;
use crate::search::similar::{Sample, similar as like};

/// How many similar documents are given.
const SIMILAR: usize = 10;

/// A document with its passages.
#[utoipa::path(
    get, path = "/documents/{id}", tag = "阅读", operation_id = "document",
    summary = "一份文档", description = "著录、全文和各段。",
    params(
        ("id" = String, Path, example = "anhui-shengzhi-2024", description = "文档编号")
    ),
    responses((status = 200, description = "文档", body = ref("#/components/schemas/Document")))
)]
pub(in crate::http) async fn document(
    State(library): State<Arc<Library>>,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let document = on_snapshot(&library, move |snapshot| {
        let document = held(snapshot, id)?;
        let passages = snapshot.engine.passages(&document.id)?.into_iter();
        Ok(json!({
            "id": document.id,
            "front_matter": document.front_matter,
            "body": document.body,
            "themes": document.themes,
            "passages": passages.map(AnswerPassage::from).collect::<Vec<_>>(),
            "generation": snapshot.generation.number,
        }))
    });
    answered("/api/documents/", document.await.map(|document| answer_json(&document)))
}

/// Documents like a document, or like the passage of `?passage=`; with `kind=same` of its kind
/// alone.
#[utoipa::path(
    get, path = "/documents/{id}/similar", tag = "阅读", operation_id = "similar",
    summary = "相近的文档", description = "与一份文档，或与其中一段相近的文档，最近的在前。",
    params(
        ("id" = String, Path, example = "anhui-shengzhi-2024", description = "文档编号"),
        ("passage" = Option<String>, Query, description = "只看这一段：passage.anchor 的值"),
        ("kind" = Option<String>, Query, pattern = "^(same|report|case|guide|policy)$", example = "same", description = "只要这一类；same 是同类")
    ),
    responses((status = 200, description = "相近的文档", body = ref("#/components/schemas/Similar")))
)]
pub(in crate::http) async fn similar(
    State(library): State<Arc<Library>>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Response {
    let found = on_snapshot(&library, move |snapshot| {
        let document = held(snapshot, id)?;
        let asked = LikeQuery::of(snapshot, &document, &query.unwrap_or_default())?;
        Ok(like(snapshot, &asked.sample(&document), SIMILAR)?)
    });
    answered("/api/documents/", found.await.map(|found| answer_json(&json!({ "similar": found }))))
}

/// A question for what is like a document.
pub(in crate::http) struct LikeQuery {
    /// The passage that is asked about; the whole document where there is none.
    pub(in crate::http) passage: Option<PassageEntry>,
    /// The kind that others should be, where it matters.
    pub(in crate::http) kind: Option<Kind>,
}

impl LikeQuery {
    /// Reads `passage`, an anchor of `document`, and `kind`, of which `same` is the document's own.
    pub(in crate::http) fn of(
        snapshot: &Snapshot,
        document: &DocumentEntry,
        query: &str,
    ) -> Result<Self, HttpError> {
        let mut asked = Self { passage: None, kind: None };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (name.as_ref(), value.trim()) {
                ("passage" | "kind", "") => {}
                ("passage", anchor) => {
                    let anchor = anchor.trim_start_matches('#');
                    let mut passages = snapshot.engine.passages(&document.id)?.into_iter();
                    let passage = passages.find(|passage| passage.anchor == anchor);
                    let none = || HttpError::NoPassage(anchor.to_owned());
                    asked.passage = Some(passage.ok_or_else(none)?);
                }
                ("kind", "same") => asked.kind = Some(document.front_matter.kind),
                ("kind", value) => {
                    filter(FacetField::Kind, value)?;
                    asked.kind = Kind::parse(&crate::text::fold(value).text);
                }
                (other, _) => return Err(HttpError::UnknownParameter(other.to_owned())),
            }
        }
        Ok(asked)
    }

    /// What others should be like.
    pub(in crate::http) fn sample<'a>(&'a self, document: &'a DocumentEntry) -> Sample<'a> {
        let passage = self.passage.as_ref().map(|passage| passage.anchor.as_str());
        Sample { document: &document.id, passage, kind: self.kind }
    }
}
