//! `/api`: the API for people who write programs, made of the same description as
//! `/api/openapi.json`.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use form_urlencoded::Serializer;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::frame::Frame;
use super::rendered;
use crate::http::api::on_snapshot;
use crate::http::calls::DESCRIPTION;
use crate::http::error::answered;
use crate::http::state::Library;

/// What stands before the name of a shape where it is pointed to.
const SHAPE: &str = "#/components/schemas/";

#[derive(Template)]
#[template(path = "programs.html")]
struct ProgramsPage {
    frame: Frame,
    about: String,
    groups: Vec<Group>,
    shapes: Vec<Shape>,
    /// Status, and when it is answered.
    faults: Vec<(String, String)>,
    /// An answer that says what went wrong.
    fault: String,
}

/// Calls under one heading.
struct Group {
    name: String,
    about: String,
    calls: Vec<Call>,
}

struct Call {
    method: String,
    path: String,
    id: String,
    summary: String,
    /// The summary in the list of all calls.
    listed: String,
    description: String,
    parameters: Vec<Row>,
    body: Vec<Kind>,
    answer: Vec<Kind>,
    /// An example that a browser can open; empty where there is none.
    url: String,
    /// The body of the example; empty where there is none.
    sent: String,
}

/// What a call is called among others; of several that save one thing as files, also as which.
fn named(summary: &str, path: &str) -> String {
    let file = path.rsplit('/').next().and_then(|last| last.rsplit_once('.'));
    file.map_or_else(|| summary.to_owned(), |(_, kind)| format!("{summary}（{kind}）"))
}

/// A parameter, or a field of a shape.
struct Row {
    name: String,
    is_required: bool,
    /// Its type, as parts of which some are names of shapes.
    kind: Vec<(String, bool)>,
    about: String,
}

/// A media type with the type of what is in it.
struct Kind {
    media: String,
    /// As [`Row::kind`]; empty for a file.
    kind: Vec<(String, bool)>,
}

struct Shape {
    name: String,
    about: String,
    /// What it is, where it has no fields.
    kind: Vec<(String, bool)>,
    fields: Vec<Row>,
}

/// The calls, their parameters and answers.
pub(in crate::http) async fn page(State(library): State<Arc<Library>>) -> Response {
    let page = on_snapshot(&library, |snapshot| {
        let error = &DESCRIPTION["components"]["responses"]["BadRequest"];
        let example = &error["content"]["application/json"]["example"];
        rendered(&ProgramsPage {
            frame: Frame::new(snapshot, "programs"),
            about: text(&DESCRIPTION["info"]["description"]),
            groups: groups(),
            shapes: shapes(),
            faults: faults(),
            fault: pretty(example),
        })
    });
    answered("/api", page.await)
}

/// The calls by their tags.
fn groups() -> Vec<Group> {
    let tags = DESCRIPTION["tags"].as_array().into_iter().flatten();
    let group = |tag: &Value| {
        let of_tag = operations().filter(|(_, _, it)| it["tags"][0] == tag["name"]);
        let calls = of_tag.map(|(path, method, operation)| call(path, method, operation));
        let about = text(&tag["description"]);
        Group { name: text(&tag["name"]), about, calls: calls.collect() }
    };
    tags.map(group).filter(|group| !group.calls.is_empty()).collect()
}

/// Path, method and description of each call.
fn operations() -> impl Iterator<Item = (&'static String, &'static String, &'static Value)> {
    let paths = DESCRIPTION["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        item.as_object().into_iter().flatten().map(move |(method, it)| (path, method, it))
    })
}

fn call(path: &str, method: &str, operation: &Value) -> Call {
    let stated = operation["parameters"].as_array().into_iter().flatten();
    let parameters = stated.clone().map(|it| Row {
        name: text(&it["name"]),
        is_required: it["required"] == true,
        kind: written(&it["schema"]),
        about: text(&it["description"]),
    });
    let body = &operation["requestBody"]["content"];
    let sent = &body["application/json"]["example"];
    Call {
        method: method.to_uppercase(),
        path: path.to_owned(),
        id: text(&operation["operationId"]),
        listed: named(&text(&operation["summary"]), path),
        summary: text(&operation["summary"]),
        description: text(&operation["description"]),
        parameters: parameters.collect(),
        body: kinds(body),
        answer: kinds(&operation["responses"]["200"]["content"]),
        url: if method == "get" { example(path, stated) } else { String::new() },
        sent: if sent.is_null() { String::new() } else { pretty(sent) },
    }
}

/// The address of a call with the examples of its parameters.
fn example<'a>(path: &str, parameters: impl Iterator<Item = &'a Value>) -> String {
    let (mut address, mut query) = (path.to_owned(), Serializer::new(String::new()));
    for parameter in parameters.filter(|it| !it["example"].is_null()) {
        let (name, value) = (text(&parameter["name"]), text(&parameter["example"]));
        if parameter["in"] == "path" {
            let value = utf8_percent_encode(&value, NON_ALPHANUMERIC).to_string();
            address = address.replace(&format!("{{{name}}}"), &value);
        } else {
            query.append_pair(&name, &value);
        }
    }
    let query = query.finish();
    if query.is_empty() { address } else { format!("{address}?{query}") }
}

fn kinds(content: &Value) -> Vec<Kind> {
    let content = content.as_object().into_iter().flatten();
    let kind = |(media, it): (&String, &Value)| Kind {
        media: media.clone(),
        kind: if media == "application/json" { written(&it["schema"]) } else { Vec::new() },
    };
    content.map(kind).collect()
}

fn shapes() -> Vec<Shape> {
    let shapes = DESCRIPTION["components"]["schemas"].as_object().into_iter().flatten();
    shapes.map(|(name, it)| shape(name, it)).collect()
}

fn shape(name: &str, schema: &Value) -> Shape {
    let required = schema["required"].as_array();
    let fields = schema["properties"].as_object().into_iter().flatten().map(|(name, field)| Row {
        name: name.clone(),
        is_required: required.is_some_and(|it| it.iter().any(|it| it == name)),
        kind: written(field),
        about: text(&field["description"]),
    });
    let fields: Vec<Row> = fields.collect();
    let kind = if fields.is_empty() { written(schema) } else { Vec::new() };
    Shape { name: name.to_owned(), about: text(&schema["description"]), kind, fields }
}

fn faults() -> Vec<(String, String)> {
    let found = operations().find(|(.., it)| it["requestBody"].is_object());
    let responses = found.and_then(|(.., it)| it["responses"].as_object()).into_iter().flatten();
    let fault = |(status, response): (&String, &Value)| {
        let name = response["$ref"].as_str()?.rsplit('/').next()?;
        let when = &DESCRIPTION["components"]["responses"][name]["description"];
        Some((status.clone(), text(when)))
    };
    responses.filter_map(fault).collect()
}

/// A schema as one reads it, in parts of which those that are true name a shape.
fn written(schema: &Value) -> Vec<(String, bool)> {
    let plain = |text: &str| vec![(text.to_owned(), false)];
    let around = |open: &str, inner: Vec<(String, bool)>, close: &str| {
        [plain(open), inner, plain(close)].concat()
    };
    let joined = |parts: &Value, between: &str| {
        let parts = parts.as_array().into_iter().flatten().map(written);
        let joined = parts.reduce(|one, other| [one, plain(between), other].concat());
        joined.unwrap_or_default()
    };
    if let Some(named) = schema["$ref"].as_str() {
        return vec![(named.trim_start_matches(SHAPE).to_owned(), true)];
    }
    if schema["anyOf"].is_array() {
        return joined(&schema["anyOf"], " 或 ");
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<String> = words.iter().map(text).collect();
        return plain(&words.join("、"));
    }
    if schema["prefixItems"].is_array() {
        return around("（", joined(&schema["prefixItems"], "，"), "）");
    }
    match schema["type"].as_str() {
        Some("array") => around("[", written(&schema["items"]), "]"),
        Some("object") => around("名 → ", written(&schema["additionalProperties"]), ""),
        Some("string") => plain(&bounded("文字", schema)),
        Some("integer") => plain(&bounded("整数", schema)),
        Some("number") => plain("数"),
        Some("boolean") => plain("是否"),
        Some("null") => plain("null"),
        _ => plain("任意"),
    }
}

/// A type with the bounds of its values.
fn bounded(kind: &str, schema: &Value) -> String {
    let bounds = [("pattern", "形如 "), ("maximum", "最大 "), ("maxLength", "最长 ")];
    let stated = bounds.iter().filter(|(key, _)| !schema[*key].is_null());
    let stated: Vec<String> =
        stated.map(|(key, it)| format!("{it}{}", text(&schema[*key]))).collect();
    if stated.is_empty() { kind.to_owned() } else { format!("{kind}，{}", stated.join("，")) }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
