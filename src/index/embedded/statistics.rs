//! Counts for BM25 over passages alone: the index holds documents and files too, which have no
//! words and would make every term look rarer and every passage longer than it is.

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, Term};
use tantivy::{Searcher, TantivyError};

use super::schema::field;
use crate::index::fields::ENTRY;

/// A searcher's counts, of passages.
pub(super) struct PassageStatistics<'a>(pub(super) &'a Searcher);

impl Bm25StatisticsProvider for PassageStatistics<'_> {
    fn total_num_tokens(&self, field: Field) -> Result<u64, TantivyError> {
        Bm25StatisticsProvider::total_num_tokens(self.0, field)
    }

    fn total_num_docs(&self) -> Result<u64, TantivyError> {
        let entry = field(self.0.schema(), ENTRY);
        self.0.doc_freq(&Term::from_field_text(entry, "passage"))
    }

    fn doc_freq(&self, term: &Term) -> Result<u64, TantivyError> {
        self.0.doc_freq(term)
    }
}
