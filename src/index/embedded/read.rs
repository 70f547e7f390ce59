//! Reading: one searcher over one state of the index.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::{BooleanQuery, Occur, Query as Clause, TermQuery};
use tantivy::schema::{IndexRecordOption, Schema, Term};
use tantivy::{DocAddress, Searcher};

use super::clauses;
use super::clauses::Deciding;
use super::collect::{Candidate, Candidates, Collected, Counting};
use super::documents::{Groups, Ranked, address};
use super::explain::shares;
use super::facets::{self, Known};
use super::guarded::Opened;
use super::holding;
use super::listing::{self, Counted};
use super::schema::field;
use super::statistics::PassageStatistics;
use super::storage;
use super::terms::compared;
use super::write::key;
use crate::document::DocumentId;
use crate::index::engine::{Engine, EngineError, Statistics};
use crate::index::entry::{DocumentEntry, FileEntry, PassageEntry};
use crate::index::fields::{DOCUMENT, ENTRY, NAMED, PART_OF, of_reading};
use crate::index::hidden::{Hidden, Names};
use crate::index::hits::{FactsFound, Found, Group, Hit, Holding, Place, Spread};
use crate::index::query::{FactQuery, GroupQuery, Query, Reading, SpreadQuery};

/// Where fewer documents match by the terms that decide, all terms decide.
const FEW: usize = 20;

/// Reads the index in one folder as it was when opened.
pub struct EmbeddedEngine {
    pub(super) searcher: Searcher,
    pub(super) schema: Schema,
    pub(super) known: Known,
    /// What people know its files by.
    pub(super) place: String,
    /// Bytes on the disk when it was opened: a refresh may take the files away while this one
    /// still answers from those it has open.
    pub(super) bytes: u64,
    /// Its files as they were opened.
    pub(super) opened: Opened,
    /// What is deleted of it because it is not in sight, if anything.
    pub(super) hidden: Option<Hidden>,
}

/// What matches a query.
struct Matching {
    candidates: Vec<Candidate>,
    groups: Groups,
    /// The best score of all passages, whatever filters they fail.
    best: f32,
}

impl EmbeddedEngine {
    /// All entries of one sort whose `name` is `value`.
    fn entries<T: DeserializeOwned + Names>(
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
        self.found(&BooleanQuery::new(clauses.collect()))
    }

    /// All entries that `query` finds, in the order of the index.
    pub(super) fn found<T: DeserializeOwned + Names>(
        &self,
        query: &BooleanQuery,
    ) -> Result<Vec<T>, EngineError> {
        let found = self.searcher.search(query, &DocSetCollector).map_err(storage)?;
        let mut addresses: Vec<DocAddress> = found.into_iter().collect();
        addresses.sort_unstable();
        addresses.into_iter().map(|address| self.read(address)).collect()
    }

    fn count(&self, sort: &str) -> Result<usize, EngineError> {
        let term = Term::from_field_text(field(&self.schema, ENTRY), sort);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        self.searcher.search(&query, &Count).map_err(storage)
    }

    /// The documents that match by the terms that decide; by all terms where those find few.
    fn matching(&self, query: &Query, counting: &Counting) -> tantivy::Result<Matching> {
        let meant = self.matching_by(query, counting, Deciding::Meant)?;
        let all_meant = query.scored.iter().all(|scored| scored.decides);
        if all_meant || !query.exact.is_empty() || meant.groups.groups.len() >= FEW {
            return Ok(meant);
        }
        self.matching_by(query, counting, Deciding::All)
    }

    fn matching_by(
        &self,
        query: &Query,
        counting: &Counting,
        deciding: Deciding,
    ) -> tantivy::Result<Matching> {
        let collector = Candidates {
            filters: &query.filters,
            preferred: &query.preferred,
            counting: counting.clone(),
            scoring: !(query.scored.is_empty() && query.exact.is_empty()),
        };
        let clause = clauses::whole(&self.searcher, query, deciding)?;
        let Collected { candidates, best } = self.collected(&*clause, &collector)?;
        let gained = candidates.into_iter().map(|(candidate, gain)| {
            let score = candidate.score + gain * best.max(1.0);
            Candidate { score, ..candidate }
        });
        let mut candidates: Vec<Candidate> = gained.collect();
        // The floor does not depend on the filters, so that counts beside facets stay true; where
        // the filters leave only passages below it, these are better than none.
        let floor = best * query.floor;
        let stands = |candidate: &Candidate| candidate.score >= floor;
        if candidates.iter().any(|it| it.failed.is_none() && stands(it)) {
            candidates.retain(stands);
        }
        let groups = Groups::of(&*self.known.documents(&self.searcher)?, &candidates);
        Ok(Matching { candidates, groups, best })
    }

    /// The documents that count, by what they hold and must not hold.
    fn counting(&self, query: &Query) -> tantivy::Result<Counting> {
        let mut without = HashSet::new();
        for text in &query.excluded {
            without.extend(self.documents_with(text)?);
        }
        without.extend(query.without.as_ref().map(key));
        let among = match &query.exact[..] {
            [] | [_] => None,
            texts => Some(Arc::new(self.documents_with_all(texts)?)),
        };
        Ok(Counting { among, without: Arc::new(without) })
    }

    /// How many texts have a passage that holds all words asked together.
    fn complete(&self, query: &Query, counting: Counting) -> tantivy::Result<Option<usize>> {
        let Some(clause) = clauses::together(&self.schema, &query.together) else {
            return Ok(None);
        };
        let filters = &query.filters;
        let collector = Candidates { filters, counting, ..Candidates::unscored() };
        let found = self.collected(&*clause, &collector)?.candidates.into_iter();
        let passing = found.map(|(candidate, _)| candidate).filter(|it| it.failed.is_none());
        let passing: Vec<Candidate> = passing.collect();
        let documents = self.known.documents(&self.searcher)?;
        Ok(Some(Groups::of(&documents, &passing).texts().count()))
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
        let clause = clauses::exact(&self.schema, text)?;
        let found = self.collected(&*clause, &Candidates::unscored())?.candidates;
        let found: Vec<Candidate> = found.into_iter().map(|(candidate, _)| candidate).collect();
        let documents = self.known.documents(&self.searcher)?;
        let groups = Groups::of(&documents, &found).groups;
        Ok(groups.into_iter().map(|group| documents.get(group.document).key).collect())
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
        let counting = self.counting(query).map_err(storage)?;
        let matching = self.matching(query, &counting).map_err(storage)?;
        let Matching { candidates, groups, best } = matching;
        let last = query.offset.saturating_add(query.limit);
        let documents = self.known.documents(&self.searcher).map_err(storage)?;
        let ranked = groups.ranked(&documents, &candidates, (query.sort, last));
        let shown = ranked.iter().take(last).skip(query.offset);
        let hits = shown.map(|document| self.hit(query, best, document));
        let hits = hits.collect::<Result<Vec<_>, EngineError>>()?;
        let facets = if query.facets {
            let counts = facets::count(&self.searcher, &self.known, &candidates, &groups);
            counts.map_err(storage)?
        } else {
            Vec::new()
        };
        let complete = self.complete(query, counting).map_err(storage)?;
        Ok(Found { total: ranked.len(), complete, hits, facets })
    }

    fn held(&self, text: &str, most: usize) -> Result<usize, EngineError> {
        holding::documents(&self.searcher, text, most).map_err(storage)
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
        match self.hidden {
            None => self.searcher.doc_freq(&term).map_err(storage),
            Some(_) => self.alive_with(term),
        }
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
        let counted = if self.hidden.is_some() { Counted::Alive } else { Counted::Kept };
        listing::terms(&self.searcher, reading, counted).map_err(storage)
    }

    fn each_document(&self, each: &mut dyn FnMut(DocumentEntry)) -> Result<(), EngineError> {
        for address in listing::addresses(&self.searcher, "document").map_err(storage)? {
            each(self.read(address)?);
        }
        Ok(())
    }

    fn groups_named(&self) -> Result<Option<BTreeSet<String>>, EngineError> {
        self.closed_to()
    }

    fn seen_by(&self, groups: &BTreeSet<String>) -> Result<(Box<dyn Engine>, Hidden), EngineError> {
        let engine = self.in_sight_of(groups)?;
        let hidden = engine.hidden.clone().unwrap_or_default();
        Ok((Box::new(engine), hidden))
    }

    fn statistics(&self) -> Result<Statistics, EngineError> {
        Ok(Statistics {
            documents: self.count("document")?,
            passages: self.count("passage")?,
            facts: self.count("fact")?,
            bytes: self.bytes,
        })
    }
}
