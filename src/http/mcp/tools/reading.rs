//! `read`: a passage, or a document in parts.

use serde::Deserialize;
use serde_json::{Value, json};

use super::arguments::read as arguments_of;
use crate::document::DocumentId;
use crate::document::citation::citation_on;
use crate::http::error::HttpError;
use crate::index::entry::{DocumentEntry, PassageEntry};
use crate::library::Snapshot;

/// About how many characters are given at once.
const CHARACTERS: usize = 6_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    id: String,
    #[serde(default)]
    from: String,
}

/// A document with the passages that an id means: one, or all of a document.
pub(super) fn held(
    snapshot: &Snapshot,
    id: &str,
) -> Result<(DocumentEntry, Vec<PassageEntry>), HttpError> {
    let id = id.trim();
    let (name, anchor) = id.split_once('#').map_or((id, None), |(id, anchor)| (id, Some(anchor)));
    let none = || HttpError::NoDocument(name.to_owned());
    let name = DocumentId::parse(name).ok_or_else(none)?;
    let document = snapshot.engine.document(&name)?.ok_or_else(none)?;
    let mut passages = snapshot.engine.passages(&name)?;
    if let Some(anchor) = anchor {
        passages.retain(|passage| passage.anchor == anchor);
        if passages.is_empty() {
            return Err(HttpError::NoPassage(anchor.to_owned()));
        }
    }
    Ok((document, passages))
}

/// Original text with how it is cited.
pub(super) fn read(snapshot: &Snapshot, arguments: Value) -> Result<Value, HttpError> {
    let asked: Asked = arguments_of(arguments)?;
    let (document, passages) = held(snapshot, &asked.id)?;
    let from = asked.from.trim();
    let first = passages.iter().position(|it| from.is_empty() || it.id() == from);
    let first = first.ok_or_else(|| HttpError::NoPassage(from.to_owned()))?;
    let mut length = 0;
    let given: Vec<&PassageEntry> = passages[first..]
        .iter()
        .take_while(|passage| {
            let goes = length == 0 || length + passage.text.chars().count() <= CHARACTERS;
            length += passage.text.chars().count();
            goes
        })
        .collect();
    let about = &document.front_matter;
    let (heading, page) = match &passages[..] {
        [only] => (only.heading.as_str(), about.source.page_at(only.span.start)),
        _ => ("", None),
    };
    let next = passages.get(first + given.len()).map(PassageEntry::id);
    let told = given.iter().map(
        |passage| json!({ "id": passage.id(), "heading": passage.heading, "text": passage.text }),
    );
    let mut result = json!({
        "document": document.id,
        "title": about.title,
        "kind": about.kind,
        "region": about.region,
        "organization": about.organization,
        "published": about.published,
        "citation": citation_on(about, heading, page).full(),
        "page": format!("/documents/{}", document.id),
        "passages": told.collect::<Vec<_>>(),
    });
    if let Some(next) = next {
        result["next"] = json!(next);
    }
    Ok(result)
}
