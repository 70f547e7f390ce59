//! What of an index is in sight of whom.

use std::collections::BTreeSet;

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, Query as Clause, TermQuery, TermSetQuery};
use tantivy::schema::{IndexRecordOption, Term};

use super::facets::Known;
use super::read::EmbeddedEngine;
use super::schema::field;
use super::{storage, veil};
use crate::index::engine::EngineError;
use crate::index::entry::DocumentEntry;
use crate::index::fields::{ACCESS, CLOSED, ENTRY, of_group};
use crate::index::hidden::Hidden;

impl EmbeddedEngine {
    /// The groups that documents are reserved to; `None` where none is reserved.
    pub(super) fn closed_to(&self) -> Result<Option<BTreeSet<String>>, EngineError> {
        let access = field(&self.schema, ACCESS);
        let mut names = BTreeSet::new();
        let mut is_closed = false;
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(access).map_err(storage)?;
            let mut terms = inverted.terms().stream().map_err(storage)?;
            while terms.advance() {
                let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
                is_closed |= term == CLOSED;
                names.extend(term.strip_prefix('=').map(str::to_owned));
            }
        }
        Ok(is_closed.then_some(names))
    }

    /// The engine without what is not for members of `groups`.
    pub(super) fn in_sight_of(&self, groups: &BTreeSet<String>) -> Result<Self, EngineError> {
        let hidden = self.hidden_from(groups).map_err(storage)?;
        let searcher = veil::without(self.opened.clone(), hidden).map_err(storage)?;
        let engine = Self {
            searcher,
            schema: self.schema.clone(),
            known: Known::default(),
            place: self.place.clone(),
            bytes: self.bytes,
            opened: self.opened.clone(),
            hidden: Some(self.hidden_documents(groups)?),
        };
        Ok(engine)
    }

    /// The entries, of every sort, that members of `groups` may not read.
    fn hidden_from(&self, groups: &BTreeSet<String>) -> tantivy::Result<Box<dyn Clause>> {
        let access = field(&self.schema, ACCESS);
        let closed = Term::from_field_text(access, CLOSED);
        let closed = TermQuery::new(closed, IndexRecordOption::Basic);
        let open = groups.iter().map(|name| Term::from_field_text(access, &of_group(name)));
        let open = TermSetQuery::new(open);
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Must, Box::new(closed)),
            (Occur::MustNot, Box::new(open)),
        ])))
    }

    fn hidden_documents(&self, groups: &BTreeSet<String>) -> Result<Hidden, EngineError> {
        let mut hidden = Hidden::default();
        let document = Term::from_field_text(field(&self.schema, ENTRY), "document");
        let document = TermQuery::new(document, IndexRecordOption::Basic);
        let query = BooleanQuery::new(vec![
            (Occur::Must, Box::new(document) as Box<dyn Clause>),
            (Occur::Must, self.hidden_from(groups).map_err(storage)?),
        ]);
        let documents: Vec<DocumentEntry> = self.found(&query)?;
        for DocumentEntry { id, front_matter, .. } in documents {
            hidden.documents.insert(id.to_string());
            hidden.originals.extend(front_matter.source.sha256);
        }
        Ok(hidden)
    }

    /// In how many passages that are in sight a term stands.
    pub(super) fn alive_with(&self, term: Term) -> Result<u64, EngineError> {
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let count = self.searcher.search(&query, &Count).map_err(storage)?;
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }
}
