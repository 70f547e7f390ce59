//! `GET /api/facts`: facts as JSON or CSV, with counts by field when asked for.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::{json as answer_json, on_snapshot};
use crate::http::error::{HttpError, answered};
use crate::http::query::number;
use crate::http::state::Library;
use crate::index::fields::of_fact;
use crate::index::hits::FactsFound;
use crate::index::query::FactQuery;
use crate::search::RequestError;
use crate::search::facts::{add_condition, counted, csv, limited};

/// How many facts are given where the request does not say.
const USUAL: usize = 100;

/// How the facts are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Format {
    #[default]
    Json,
    Csv,
}

/// The facts that the parameters ask for: a list; with `counts=type,region,…` an object with
/// `total`, `facts` and `counts`.
#[utoipa::path(
    get, path = "/facts", tag = "知识", operation_id = "facts",
    summary = "事实", description = "从原文读出的指标、荣誉、文件、品牌、说法、机构、地区、主题，各带原句和位置。",
    params(
        ("q" = Option<String>, Query, example = "办结率", description = "名称或字句中含有的词，可写几次"),
        ("type" = Option<String>, Query, pattern = "^(instrument|brand|honour|indicator|shorthand|organization|region|theme)$", example = "indicator", description = "类型，可写几次"),
        ("name" = Option<String>, Query, description = "名称，可写几次"),
        ("region" = Option<String>, Query, description = "地区"),
        ("organization" = Option<String>, Query, description = "机构名称的一部分"),
        ("year" = Option<String>, Query, description = "年份 2024，或范围 2020..2024"),
        ("document" = Option<String>, Query, description = "文档编号"),
        ("passage" = Option<String>, Query, description = "段落"),
        ("counts" = Option<String>, Query, description = "要计数的项，逗号隔开：type、name、document、passage、region、organization、year"),
        ("format" = Option<String>, Query, pattern = "^(json|csv)$", description = "json 或 csv"),
        ("offset" = Option<usize>, Query, minimum = 0, description = "跳过几条"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100000, example = 5, description = "给几条，默认 100")
    ),
    responses((status = 200, description = "事实；写了 counts 时是 total、facts、counts", content(
            (ref("#/components/schemas/Facts") = "application/json"), (String = "text/csv; charset=utf-8"))))
)]
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let found = on_snapshot(&library, move |snapshot| {
        let (query, format) = asked(&query.unwrap_or_default())?;
        Ok((snapshot.engine.facts(&query)?, format))
    });
    answered("/api/facts", found.await.map(|(found, format)| written(&found, format)))
}

/// Reads the part of a URL after `?`.
fn asked(parameters: &str) -> Result<(FactQuery, Format), HttpError> {
    let mut query = FactQuery { limit: USUAL, ..FactQuery::default() };
    let mut format = Format::default();
    for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
        match name.as_ref() {
            "offset" => query.offset = number("offset", Some(&value), 0)?,
            "limit" => query.limit = limited(number("limit", Some(&value), USUAL)?)?,
            "format" => format = format_named(&value)?,
            "counts" => {
                let names = value.split(',').filter(|name| !name.trim().is_empty());
                query.count = names.map(counted).collect::<Result<_, _>>()?;
            }
            name => add_condition(&mut query, name, &value)?,
        }
    }
    Ok((query, format))
}

fn format_named(name: &str) -> Result<Format, RequestError> {
    match name.trim() {
        "" | "json" => Ok(Format::Json),
        "csv" => Ok(Format::Csv),
        other => Err(RequestError::BadValue {
            field: "format",
            value: other.to_owned(),
            hint: "可用：json、csv",
        }),
    }
}

fn written(found: &FactsFound, format: Format) -> Response {
    match format {
        Format::Csv => {
            let head = [
                (CONTENT_TYPE, "text/csv; charset=utf-8"),
                (CONTENT_DISPOSITION, "attachment; filename=\"facts.csv\""),
            ];
            (head, csv(&found.facts)).into_response()
        }
        Format::Json if found.counts.is_empty() => answer_json(&found.facts),
        Format::Json => {
            let counts = found.counts.iter().map(|(field, values)| {
                let values = values.iter().map(|(value, n)| json!({ "value": value, "count": n }));
                (of_fact(*field).to_owned(), Value::Array(values.collect()))
            });
            let counts: Map<String, Value> = counts.collect();
            answer_json(&json!({ "total": found.total, "facts": found.facts, "counts": counts }))
        }
    }
}
