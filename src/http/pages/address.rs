//! Where documents, their passages and hits stand on this site.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::document::DocumentId;
use crate::index::entry::PassageEntry;

/// Bytes of the body that one portion of a long document holds: some 80,000 Chinese characters.
const PORTION: usize = 240_000;

/// The number of the portion, from 0, in which the passage stands that begins at this byte of the
/// body.
pub(super) fn portion_of(start: usize) -> usize {
    start / PORTION
}

/// The URL of a document, with what was asked marked in it, at a passage.
pub(in crate::http) fn document_url(id: &str, q: &str, anchor: &str) -> String {
    portion_url(id, q, anchor, 0)
}

/// The same, in a portion (from 0) of a long document.
pub(super) fn portion_url(id: &str, q: &str, anchor: &str, portion: usize) -> String {
    let id = utf8_percent_encode(id, NON_ALPHANUMERIC);
    let q = Some(q.trim()).filter(|q| !q.is_empty());
    let q = q.map(|q| format!("q={}", utf8_percent_encode(q, NON_ALPHANUMERIC)));
    let portion = (portion > 0).then(|| format!("portion={}", portion + 1));
    let query: Vec<String> = q.into_iter().chain(portion).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
    format!("/documents/{id}{query}{anchor}")
}

/// The URL of a passage.
pub(in crate::http) fn passage_url(passage: &PassageEntry) -> String {
    let portion = portion_of(passage.span.start);
    portion_url(passage.document.id.as_str(), "", &passage.anchor, portion)
}

/// The anchor of a document in a list of hits.
pub(super) fn hit_anchor(id: &DocumentId) -> String {
    format!("hit-{id}")
}
