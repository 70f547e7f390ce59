//! What a page tells its script of a passage, so that it can be copied and clipped.

use super::search::document_url;
use crate::document::citation::citation;
use crate::document::{DocumentId, FrontMatter};
use crate::text::Span;

/// A passage as it is cited and clipped.
pub(super) struct Citing {
    pub(super) document: String,
    pub(super) passage: String,
    /// Bytes of the body as `start,end`; empty where the page does not know them.
    pub(super) span: String,
    pub(super) title: String,
    /// The document in a list of references.
    pub(super) citation: String,
    /// The passage in a list of references.
    pub(super) entry: String,
    /// The passage in a note in running text.
    pub(super) note: String,
    /// On this site.
    pub(super) url: String,
    /// The passage, where the page does not show the whole of it.
    pub(super) text: String,
}

impl Citing {
    /// The passage `anchor` under `heading`.
    pub(super) fn new(id: &DocumentId, about: &FrontMatter, heading: &str, anchor: &str) -> Self {
        let cited = citation(about, heading);
        Self {
            document: id.to_string(),
            passage: anchor.to_owned(),
            span: String::new(),
            title: about.title.clone(),
            citation: citation(about, "").full(),
            entry: cited.reference,
            note: cited.note,
            url: document_url(id.as_str(), "", anchor),
            text: String::new(),
        }
    }

    /// The same with the place of the passage in its body.
    pub(super) fn at(self, span: Span) -> Self {
        Self { span: format!("{},{}", span.start, span.end), ..self }
    }

    /// The same with the passage's text.
    pub(super) fn saying(self, text: String) -> Self {
        Self { text, ..self }
    }
}
