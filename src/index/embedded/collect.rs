//! Which passages match, how well, and which filter they fail.

use std::collections::HashSet;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::index::fields::{KEY, ORIGINAL, PUBLISHED, of_facet};
use crate::index::query::{FacetField, Filter, Test};
use crate::text::fold;

/// A passage that matches the words and fails at most one field's filters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) segment: SegmentOrdinal,
    pub(super) doc: DocId,
    pub(super) score: Score,
    pub(super) key: u64,
    /// The key of the document that its document reprints, or its own.
    pub(super) original: u64,
    pub(super) published: u64,
    /// The one field whose filters it fails. It is no hit, but counts in that field's facet.
    pub(super) failed: Option<FacetField>,
}

/// What a search collected.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// Candidates, and for each the share of the best score that preferences add.
    pub(super) candidates: Vec<(Candidate, f32)>,
    /// The best score of all passages that match, whatever filters they fail.
    pub(super) best: Score,
}

/// Collects candidates.
pub(super) struct Candidates<'a> {
    pub(super) filters: &'a [Filter],
    pub(super) preferred: &'a [(Filter, f32)],
    /// The documents that count; all where it is `None`.
    pub(super) among: Option<&'a HashSet<u64>>,
    /// Documents that do not count.
    pub(super) without: &'a HashSet<u64>,
    pub(super) scoring: bool,
}

impl Collector for Candidates<'_> {
    type Fruit = Collected;
    type Child = SegmentCandidates;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentCandidates> {
        let filters = self.filters.iter().map(|filter| SegmentFilter::new(filter, reader));
        let preferred = self.preferred.iter().map(|(filter, share)| {
            SegmentFilter::new(filter, reader).map(|filter| (filter, *share))
        });
        Ok(SegmentCandidates {
            segment,
            filters: filters.collect::<tantivy::Result<_>>()?,
            preferred: preferred.collect::<tantivy::Result<_>>()?,
            among: self.among.cloned(),
            without: self.without.clone(),
            key: reader.fast_fields().u64(KEY)?,
            original: reader.fast_fields().u64(ORIGINAL)?,
            published: reader.fast_fields().u64(PUBLISHED)?,
            collected: Collected::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.scoring
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut all = Collected::default();
        for fruit in fruits {
            all.best = all.best.max(fruit.best);
            all.candidates.extend(fruit.candidates);
        }
        Ok(all)
    }
}

pub(super) struct SegmentCandidates {
    segment: SegmentOrdinal,
    filters: Vec<SegmentFilter>,
    preferred: Vec<(SegmentFilter, f32)>,
    among: Option<HashSet<u64>>,
    without: HashSet<u64>,
    key: Column<u64>,
    original: Column<u64>,
    published: Column<u64>,
    collected: Collected,
}

impl SegmentCollector for SegmentCandidates {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        let counts = |key: &u64| {
            !self.without.contains(key) && self.among.as_ref().is_none_or(|it| it.contains(key))
        };
        let Some(key) = self.key.first(doc).filter(counts) else { return };
        self.collected.best = self.collected.best.max(score);
        let mut failed = None;
        for filter in &self.filters {
            if failed != Some(filter.field) && !filter.passes(doc) {
                if failed.is_some() {
                    return;
                }
                failed = Some(filter.field);
            }
        }
        let gain = self.preferred.iter().filter(|(filter, _)| filter.passes(doc));
        let gain = gain.map(|(_, share)| share).sum();
        let published = self.published.first(doc).unwrap_or(0);
        let original = self.original.first(doc).unwrap_or(key);
        let segment = self.segment;
        let candidate = Candidate { segment, doc, score, key, original, published, failed };
        self.collected.candidates.push((candidate, gain));
    }

    fn harvest(self) -> Self::Fruit {
        self.collected
    }
}

/// A filter, worked out for one segment's numbering of values.
pub(super) struct SegmentFilter {
    field: FacetField,
    test: SegmentTest,
}

enum SegmentTest {
    Values(StrColumn, HashSet<u64>),
    Years(Column<u64>, u64, u64),
    Never,
}

impl SegmentFilter {
    pub(super) fn new(filter: &Filter, reader: &SegmentReader) -> tantivy::Result<Self> {
        let name = of_facet(filter.field);
        let test = match &filter.test {
            Test::Years(from, to) => {
                SegmentTest::Years(reader.fast_fields().u64(name)?, *from, *to)
            }
            Test::Is(value) => values(reader, name, |held| held == value)?,
            Test::OneOf(wanted) => values(reader, name, |held| wanted.iter().any(|it| it == held))?,
            Test::Contains(part) => {
                let part = fold(part).text;
                values(reader, name, |held| fold(held).text.contains(&part))?
            }
        };
        Ok(Self { field: filter.field, test })
    }

    pub(super) fn passes(&self, doc: DocId) -> bool {
        match &self.test {
            SegmentTest::Values(column, kept) => column.term_ords(doc).any(|o| kept.contains(&o)),
            SegmentTest::Years(column, from, to) => {
                column.first(doc).is_some_and(|year| (*from..=*to).contains(&year))
            }
            SegmentTest::Never => false,
        }
    }
}

/// The numbers, in this segment, of the values that `test` accepts.
fn values(
    reader: &SegmentReader,
    name: &str,
    test: impl Fn(&str) -> bool,
) -> tantivy::Result<SegmentTest> {
    let Some(column) = reader.fast_fields().str(name)? else { return Ok(SegmentTest::Never) };
    let mut kept = HashSet::new();
    let mut value = String::new();
    for number in 0..column.num_terms() as u64 {
        value.clear();
        if column.ord_to_str(number, &mut value)? && test(&value) {
            kept.insert(number);
        }
    }
    Ok(SegmentTest::Values(column, kept))
}
