//! What a page tells its script of a passage, a fact or a cell, so that it can be copied and clipped.

use std::collections::HashMap;

use super::address::{document_url, portion_of, portion_url};
use super::ink::fact_url;
use crate::compare::evidence::Quote;
use crate::document::citation::{citation, citation_on};
use crate::document::{DocumentId, FrontMatter};
use crate::http::error::HttpError;
use crate::knowledge::Fact;
use crate::library::Snapshot;
use crate::text::Span;

/// A passage, a fact or a cell as it is cited and clipped.
pub(super) struct Citing {
    /// `passage`, `fact` or `cell`.
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
    /// The page of the raw file that it stands on, where that has pages.
    pub(super) page: Option<u32>,
    /// On this site.
    pub(super) url: String,
    /// The passage, where the page does not show the whole of it.
    pub(super) text: String,
}

impl Citing {
    /// The passage `anchor` under `heading`, on a page of the raw file where that has pages.
    pub(super) fn new(
        id: &DocumentId,
        about: &FrontMatter,
        heading: &str,
        anchor: &str,
        page: Option<u32>,
    ) -> Self {
        let cited = citation_on(about, heading, page);
        Self {
            kind: "passage",
            document: id.to_string(),
            passage: anchor.to_owned(),
            span: String::new(),
            title: about.title.clone(),
            citation: citation(about, "").full(),
            entry: cited.reference,
            note: cited.note,
            page,
            url: document_url(id.as_str(), "", anchor),
            text: String::new(),
        }
    }

    /// The same with the place of the passage in its body.
    pub(super) fn at(self, span: Span) -> Self {
        let url = portion_url(&self.document, "", &self.passage, portion_of(span.start));
        Self { span: format!("{},{}", span.start, span.end), url, ..self }
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
    pub(super) fn fact(&mut self, fact: &Fact) -> Result<Option<Citing>, HttpError> {
        let anchor = fact.passage.split_once('#').map_or("", |(_, anchor)| anchor);
        let cited = self.passage(&fact.document, "", anchor, fact.span)?;
        Ok(cited.map(|cited| Citing {
            kind: "fact",
            url: fact_url(fact),
            ..cited.at(fact.span).saying(fact.sentence.clone())
        }))
    }

    /// What stands in a cell of a comparison, cited as its passage.
    pub(super) fn cell(&mut self, quote: &Quote) -> Result<Option<Citing>, HttpError> {
        let source = &quote.source;
        let cited =
            self.passage(&source.document.id, &source.heading, &source.anchor, source.span)?;
        Ok(cited.map(|cited| Citing {
            kind: "cell",
            url: source.address(),
            ..cited.at(source.span).saying(quote.text.clone())
        }))
    }

    fn passage(
        &mut self,
        id: &DocumentId,
        heading: &str,
        anchor: &str,
        span: Span,
    ) -> Result<Option<Citing>, HttpError> {
        if !self.read.contains_key(id) {
            let document = self.snapshot.engine.document(id)?;
            self.read.insert(id.clone(), document.map(|it| it.front_matter));
        }
        let about = self.read.get(id).and_then(Option::as_ref);
        let page = |about: &FrontMatter| about.source.page_at(span.start);
        Ok(about.map(|about| Citing::new(id, about, heading, anchor, page(about))))
    }
}
