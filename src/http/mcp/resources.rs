//! Documents as resources: `dianan://documents/…`, their text as Markdown.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use super::protocol::Fault;
use crate::document::DocumentId;
use crate::document::citation::citation;
use crate::http::error::HttpError;
use crate::index::query::Sort;
use crate::library::Snapshot;
use crate::search::{Request, search};

/// How every address begins.
const PREFIX: &str = "dianan://documents/";
/// How many are listed at once.
const LISTED: usize = 50;

/// The documents, newest first; the cursor is how many were listed before.
pub(super) fn list(snapshot: &Snapshot, params: &Value) -> Result<Value, Fault> {
    let offset = match &params["cursor"] {
        Value::Null => 0,
        cursor => {
            let cursor = cursor.as_str().and_then(|it| it.parse::<usize>().ok());
            cursor.ok_or_else(|| Fault::params("cursor 应照抄上一次答的 nextCursor"))?
        }
    };
    let newest = Request { sort: Sort::Newest, limit: LISTED, offset, ..Request::default() };
    let answer = search(snapshot, newest).map_err(|error| faulty(error.into()))?;
    let listed = answer.hits.iter().map(|hit| {
        let card = &hit.document;
        let published = card.published.map(|it| it.to_string());
        let stated = [Some(card.kind.label().to_owned()), card.region.clone(), published];
        let about: Vec<String> = stated.into_iter().flatten().collect();
        json!({
            "uri": address(&card.id),
            "name": card.id,
            "title": card.title,
            "description": about.join("，"),
            "mimeType": "text/markdown",
        })
    });
    let mut result = json!({ "resources": listed.collect::<Vec<_>>() });
    let next = offset + answer.hits.len();
    if next < answer.total && !answer.hits.is_empty() {
        result["nextCursor"] = json!(next.to_string());
    }
    Ok(result)
}

/// How an address is made of a document's name.
pub(super) fn templates() -> Value {
    json!({ "resourceTemplates": [{
        "uriTemplate": format!("{PREFIX}{{id}}"),
        "name": "document",
        "title": "一份文档",
        "mimeType": "text/markdown",
    }] })
}

/// The text of a document.
pub(super) fn read(snapshot: &Snapshot, params: &Value) -> Result<Value, Fault> {
    let uri = params["uri"].as_str().unwrap_or_default();
    let unknown = || Fault::params(format!("没有“{uri}”；地址在 resources/list 里"));
    let id = document_of(uri).and_then(|id| DocumentId::parse(&id)).ok_or_else(unknown)?;
    let document = snapshot.engine.document(&id).map_err(|error| faulty(error.into()))?;
    let document = document.ok_or_else(unknown)?;
    let title = &document.front_matter.title;
    let cited = citation(&document.front_matter, "").full();
    let text = format!("# {title}\n\n> {cited}\n\n{}", document.body);
    Ok(json!({ "contents": [{ "uri": uri, "mimeType": "text/markdown", "text": text }] }))
}

fn address(id: &DocumentId) -> String {
    format!("{PREFIX}{}", utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC))
}

/// The identifier in an address `dianan://documents/…`.
fn document_of(uri: &str) -> Option<String> {
    let id = percent_decode_str(uri.strip_prefix(PREFIX)?).decode_utf8().ok()?;
    Some(id.into_owned())
}

/// What went wrong in the library: the client's slip is told, ours goes to the log.
fn faulty(error: HttpError) -> Fault {
    if let HttpError::Internal(cause) = &error {
        tracing::error!("/mcp:{cause}");
        return Fault::internal();
    }
    Fault::params(error.to_string())
}
