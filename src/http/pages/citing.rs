//! What a page tells its script of a passage or a fact, so that it can be copied and clipped.

use std::collections::HashMap;

use super::ink::fact_url;
use super::search::document_url;
use crate::document::citation::citation;
use crate::document::{DocumentId, FrontMatter};
use crate::http::error::HttpError;
use crate::knowledge::Fact;
use crate::library::Snapshot;
use crate::text::Span;

/// A passage or a fact as it is cited and clipped.
pub(super) struct Citing {
    /// `passage` or `fact`.
    pub(super) kind: &'static str,
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
            kind: "passage",
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

/// The front matter of the documents that a page cites, each read once.
pub(super) struct Sources<'a> {
    snapshot: &'a Snapshot,
    read: HashMap<DocumentId, Option<FrontMatter>>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, read: HashMap::new() }
    }

    /// A fact, cited as its document; it says its sentence.
    pub(super) fn citing(&mut self, fact: &Fact) -> Result<Option<Citing>, HttpError> {
        if !self.read.contains_key(&fact.document) {
            let document = self.snapshot.engine.document(&fact.document)?;
            self.read.insert(fact.document.clone(), document.map(|it| it.front_matter));
        }
        let about = self.read.get(&fact.document).and_then(Option::as_ref);
        let anchor = fact.passage.split_once('#').map_or("", |(_, anchor)| anchor);
        Ok(about.map(|about| {
            let cited = Citing::new(&fact.document, about, "", anchor).at(fact.span);
            Citing { kind: "fact", url: fact_url(fact), ..cited.saying(fact.sentence.clone()) }
        }))
    }
}
