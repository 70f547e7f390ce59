//! Reading: one searcher over one state of the index.

use std::collections::HashSet;
use std::path::Path;

use serde::de::DeserializeOwned;
use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::{BooleanQuery, Occur, Query as Clause, TermQuery};
use tantivy::schema::{IndexRecordOption, Schema, Term, Value};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument};

use super::clauses;
use super::collect::{Candidate, Candidates, Collected};
use super::documents::{Ranked, address, ranked, trace_originals};
use super::explain::shares;
use super::facets;
use super::holding;
use super::listing;
use super::schema::field;
use super::statistics::PassageStatistics;
use super::storage;
use super::terms::compared;
use super::write::key;
use crate::document::DocumentId;
use crate::index::engine::{Engine, EngineError, Statistics};
use crate::index::entry::{DocumentEntry, FileEntry, PassageEntry};
use crate::index::fields::{CONTENT, DOCUMENT, ENTRY, NAMED, PART_OF, of_reading};
use crate::index::hits::{FactsFound, Found, Group, Hit, Holding, Place, Spread};
use crate::index::query::{FactQuery, GroupQuery, Query, Reading, SpreadQuery};

/// Reads the index in one folder as it was when opened.
pub struct EmbeddedEngine {
    pub(super) searcher: Searcher,
    pub(super) schema: Schema,
}

impl EmbeddedEngine {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when there is none or it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, EngineError> {
        let index = Index::open_in_dir(folder).map_err(storage)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let searcher = reader.try_into().map_err(storage)?.searcher();
        Ok(Self { searcher, schema: index.schema() })
    }

    pub(super) fn read<T: DeserializeOwned>(&self, address: DocAddress) -> Result<T, EngineError> {
        let entry: TantivyDocument = self.searcher.doc(address).map_err(storage)?;
        let content = entry.get_first(field(&self.schema, CONTENT));
        let content = content.and_then(|value| value.as_bytes()).unwrap_or_default();
        serde_json::from_slice(content).map_err(storage)
    }

    /// All entries of one sort whose `name` is `value`.
    fn entries<T: DeserializeOwned>(
        &self,
        sort: &str,
        condition: Option<(&str, &str)>,
    ) -> Result<Vec<T>, EngineError> {
        let clauses = [Some((ENTRY, sort)), condition].into_iter().flatten();
        let clauses = clauses.map(|(name, value)| {
            let term = Term::from_field_text(field(&self.schema, name), value);
            let clause = TermQuery::new(term, IndexRecordOption::Basic);
            (Occur::Must, Box::new(clause) as Box<dyn Clause>)
        });
        let query = BooleanQuery::new(clauses.collect());
        let found = self.searcher.search(&query, &DocSetCollector).map_err(storage)?;
        let mut addresses: Vec<DocAddress> = found.into_iter().collect();
        addresses.sort_unstable();
        addresses.into_iter().map(|address| self.read(address)).collect()
    }

    fn count(&self, sort: &str) -> Result<usize, EngineError> {
        let term = Term::from_field_text(field(&self.schema, ENTRY), sort);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        self.searcher.search(&query, &Count).map_err(storage)
    }

    /// The passages that match, and the best score of all, whatever filters they fail.
    fn candidates(&self, query: &Query) -> tantivy::Result<(Vec<Candidate>, f32)> {
        let mut without = HashSet::new();
        for text in &query.excluded {
            without.extend(self.documents_with(text)?);
        }
        without.extend(query.without.as_ref().map(key));
        let among =
            if query.exact.len() > 1 { Some(self.documents_with_all(&query.exact)?) } else { None };
        let collector = Candidates {
            filters: &query.filters,
            preferred: &query.preferred,
            among: among.as_ref(),
            without: &without,
            scoring: !(query.scored.is_empty() && query.exact.is_empty()),
        };
        let clause = clauses::whole(&self.searcher, query)?;
        let found = self.collected(&clause, &collector)?;
        let gained = found.candidates.into_iter().map(|(candidate, gain)| {
            let score = candidate.score + gain * found.best.max(1.0);
            Candidate { score, ..candidate }
        });
        let mut candidates: Vec<Candidate> = gained.collect();
        // The floor does not depend on the filters, so that counts beside facets stay true; where
        // the filters leave only passages below it, these are better than none.
        let floor = found.best * query.floor;
        let stands = |candidate: &Candidate| candidate.score >= floor;
        if candidates.iter().any(|it| it.failed.is_none() && stands(it)) {
            candidates.retain(stands);
        }
        trace_originals(&mut candidates);
        Ok((candidates, found.best))
    }

    fn hit(&self, query: &Query, best: f32, document: &Ranked) -> Result<Hit, EngineError> {
        let reprints = document.reprints.iter().map(|address| {
            let passage: PassageEntry = self.read(*address)?;
            Ok(passage.document)
        });
        let shares = if query.explained {
            shares(&self.searcher, query, best, document).map_err(storage)?
        } else {
            Vec::new()
        };
        Ok(Hit {
            passage: self.read(address(&document.best))?,
            score: document.score,
            more_passages: document.passages - 1,
            reprints: reprints.collect::<Result<Vec<_>, EngineError>>()?,
            shares,
        })
    }

    fn collected(
        &self,
        clause: &dyn Clause,
        collector: &Candidates<'_>,
    ) -> tantivy::Result<Collected> {
        let statistics = PassageStatistics(&self.searcher);
        self.searcher.search_with_statistics_provider(clause, collector, &statistics)
    }

    /// The documents that hold `text` (folded) in their title or some passage.
    fn documents_with(&self, text: &str) -> tantivy::Result<HashSet<u64>> {
        let nothing = HashSet::new();
        let collector = Candidates {
            filters: &[],
            preferred: &[],
            among: None,
            without: &nothing,
            scoring: false,
        };
        let clause = clauses::exact(&self.schema, text)?;
        let found = self.collected(&clause, &collector)?.candidates;
        Ok(found.into_iter().map(|(candidate, _)| candidate.key).collect())
    }

    /// The documents that hold all of `texts`, in whatever passages.
    fn documents_with_all(&self, texts: &[String]) -> tantivy::Result<HashSet<u64>> {
        let mut texts = texts.iter();
        let Some(first) = texts.next() else { return Ok(HashSet::new()) };
        let mut all = self.documents_with(first)?;
        for text in texts {
            let holding = self.documents_with(text)?;
            all.retain(|key| holding.contains(key));
        }
        Ok(all)
    }
}

impl Engine for EmbeddedEngine {
    fn search(&self, query: &Query) -> Result<Found, EngineError> {
        let (candidates, best) = self.candidates(query).map_err(storage)?;
        let documents = ranked(&candidates, query.sort);
        let shown = documents.iter().skip(query.offset).take(query.limit);
        let hits = shown.map(|document| self.hit(query, best, document));
        let hits = hits.collect::<Result<Vec<_>, EngineError>>()?;
        let facets = if query.facets {
            facets::count(&self.searcher, &candidates).map_err(storage)?
        } else {
            Vec::new()
        };
        Ok(Found { total: documents.len(), hits, facets })
    }

    fn facts(&self, query: &FactQuery) -> Result<FactsFound, EngineError> {
        self.find_facts(query)
    }

    fn groups(&self, query: &GroupQuery) -> Result<Vec<Group>, EngineError> {
        self.find_groups(query)
    }

    fn spread(&self, query: &SpreadQuery) -> Result<Vec<Spread>, EngineError> {
        self.count_spread(query).map_err(storage)
    }

    fn named(&self, name: &str) -> Result<Vec<DocumentEntry>, EngineError> {
        let mut named: Vec<DocumentEntry> =
            self.entries("document", Some((NAMED, &compared(name))))?;
        named.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(named)
    }

    fn document(&self, id: &DocumentId) -> Result<Option<DocumentEntry>, EngineError> {
        Ok(self.entries("document", Some((DOCUMENT, id.as_str())))?.into_iter().next())
    }

    fn passages(&self, id: &DocumentId) -> Result<Vec<PassageEntry>, EngineError> {
        let mut passages: Vec<PassageEntry> =
            self.entries("passage", Some((DOCUMENT, id.as_str())))?;
        passages.sort_by_key(|passage| passage.ordinal);
        Ok(passages)
    }

    fn parts(&self, id: &DocumentId) -> Result<Vec<DocumentEntry>, EngineError> {
        let mut parts: Vec<DocumentEntry> =
            self.entries("document", Some((PART_OF, id.as_str())))?;
        parts.sort_by(|a, b| a.front_matter.title.cmp(&b.front_matter.title));
        Ok(parts)
    }

    fn files(&self) -> Result<Vec<FileEntry>, EngineError> {
        let mut files: Vec<FileEntry> = self.entries("file", None)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    fn frequency(&self, reading: Reading, term: &str) -> Result<u64, EngineError> {
        let term = Term::from_field_text(field(&self.schema, of_reading(reading)), term);
        self.searcher.doc_freq(&term).map_err(storage)
    }

    fn holding(
        &self,
        reading: Reading,
        terms: &[String],
        least: usize,
        limit: usize,
    ) -> Result<Vec<Holding>, EngineError> {
        holding::find(&self.searcher, reading, terms, (least, limit)).map_err(storage)
    }

    fn passage(&self, place: Place) -> Result<PassageEntry, EngineError> {
        self.read(DocAddress::new(place.part, place.entry))
    }

    fn terms(&self, reading: Reading) -> Result<Vec<(String, u64)>, EngineError> {
        listing::terms(&self.searcher, reading).map_err(storage)
    }

    fn each_document(&self, each: &mut dyn FnMut(DocumentEntry)) -> Result<(), EngineError> {
        for address in listing::addresses(&self.searcher, "document").map_err(storage)? {
            each(self.read(address)?);
        }
        Ok(())
    }

    fn statistics(&self) -> Result<Statistics, EngineError> {
        let space = self.searcher.space_usage().map_err(storage)?;
        Ok(Statistics {
            documents: self.count("document")?,
            passages: self.count("passage")?,
            facts: self.count("fact")?,
            bytes: space.total().get_bytes(),
        })
    }
}
