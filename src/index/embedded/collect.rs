//! Which passages match, how well, and which filter they fail.

use std::collections::HashSet;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

use super::LOOK_EVERY;
use crate::budget;
use crate::index::fields::{KEY, of_facet};
use crate::index::query::{FacetField, Filter, Test};
use crate::text::fold;

/// A passage that matches the words and fails at most one field's filters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) segment: SegmentOrdinal,
    pub(super) doc: DocId,
    pub(super) score: Score,
    /// The one field whose filters it fails. It is no hit, but counts in that field's facet.
    pub(super) failed: Option<FacetField>,
}

/// What a search collected.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// Candidates in the order of the index, and for each the share of the best score that
    /// preferences add.
    pub(super) candidates: Vec<(Candidate, f32)>,
    /// The best score of all passages that match, whatever filters they fail.
    pub(super) best: Score,
}

/// Which documents count.
#[derive(Debug, Clone, Default)]
pub(super) struct Counting {
    /// These alone; all where it is `None`.
    pub(super) among: Option<Arc<HashSet<u64>>>,
    /// None of these.
    pub(super) without: Arc<HashSet<u64>>,
}

impl Counting {
    fn is_everything(&self) -> bool {
        self.among.is_none() && self.without.is_empty()
    }

    fn counts(&self, key: u64) -> bool {
        !self.without.contains(&key) && self.among.as_ref().is_none_or(|it| it.contains(&key))
    }
}

/// Collects candidates.
pub(super) struct Candidates<'a> {
    pub(super) filters: &'a [Filter],
    pub(super) preferred: &'a [(Filter, f32)],
    pub(super) counting: Counting,
    pub(super) scoring: bool,
}

impl Candidates<'_> {
    /// Every passage, without a score.
    pub(super) fn unscored() -> Self {
        let counting = Counting::default();
        Self { filters: &[], preferred: &[], counting, scoring: false }
    }
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
        let counting = (!self.counting.is_everything()).then(|| self.counting.clone());
        let counting =
            counting.map(|it| Ok::<_, TantivyError>((it, reader.fast_fields().u64(KEY)?)));
        Ok(SegmentCandidates {
            segment,
            filters: filters.collect::<tantivy::Result<_>>()?,
            preferred: preferred.collect::<tantivy::Result<_>>()?,
            counting: counting.transpose()?,
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
    /// With the keys that it asks for.
    counting: Option<(Counting, Column<u64>)>,
    collected: Collected,
}

impl SegmentCollector for SegmentCandidates {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        if doc.is_multiple_of(LOOK_EVERY) {
            budget::look();
        }
        if let Some((counting, keys)) = &self.counting
            && !keys.first(doc).is_some_and(|key| counting.counts(key))
        {
            return;
        }
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
        let candidate = Candidate { segment: self.segment, doc, score, failed };
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
    /// The numbers of the values that pass, in order.
    Values(StrColumn, Vec<u64>),
    Years(Column<u64>, u64, u64),
    Any(Vec<SegmentTest>),
    Never,
}

impl SegmentFilter {
    pub(super) fn new(filter: &Filter, reader: &SegmentReader) -> tantivy::Result<Self> {
        let test = SegmentTest::new(&filter.test, of_facet(filter.field), reader)?;
        Ok(Self { field: filter.field, test })
    }

    pub(super) fn passes(&self, doc: DocId) -> bool {
        self.test.passes(doc)
    }
}

impl SegmentTest {
    fn new(test: &Test, name: &str, reader: &SegmentReader) -> tantivy::Result<Self> {
        match test {
            Test::Years(from, to) => Ok(Self::Years(reader.fast_fields().u64(name)?, *from, *to)),
            Test::Is(value) => named(reader, name, std::slice::from_ref(value)),
            Test::OneOf(wanted) => named(reader, name, wanted),
            Test::Contains(part) => {
                let part = fold(part).text;
                values(reader, name, |held| fold(held).text.contains(&part))
            }
            Test::Any(tests) => {
                let tests = tests.iter().map(|test| Self::new(test, name, reader));
                Ok(Self::Any(tests.collect::<tantivy::Result<_>>()?))
            }
        }
    }

    fn passes(&self, doc: DocId) -> bool {
        match self {
            Self::Values(column, kept) => {
                column.term_ords(doc).any(|number| kept.binary_search(&number).is_ok())
            }
            Self::Years(column, from, to) => {
                column.first(doc).is_some_and(|year| (*from..=*to).contains(&year))
            }
            Self::Any(tests) => tests.iter().any(|test| test.passes(doc)),
            Self::Never => false,
        }
    }
}

/// The numbers, in this segment, of the values of these names.
fn named(reader: &SegmentReader, name: &str, wanted: &[String]) -> tantivy::Result<SegmentTest> {
    let Some(column) = reader.fast_fields().str(name)? else { return Ok(SegmentTest::Never) };
    let numbers = wanted.iter().map(|value| column.dictionary().term_ord(value.as_bytes()));
    let numbers = numbers.collect::<std::io::Result<Vec<_>>>()?;
    let mut kept: Vec<u64> = numbers.into_iter().flatten().collect();
    kept.sort_unstable();
    Ok(SegmentTest::Values(column, kept))
}

/// The numbers, in this segment, of the values that `test` accepts.
fn values(
    reader: &SegmentReader,
    name: &str,
    test: impl Fn(&str) -> bool,
) -> tantivy::Result<SegmentTest> {
    let Some(column) = reader.fast_fields().str(name)? else { return Ok(SegmentTest::Never) };
    let mut kept = Vec::new();
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        if std::str::from_utf8(stream.key()).is_ok_and(&test) {
            kept.push(stream.term_ord());
        }
    }
    Ok(SegmentTest::Values(column, kept))
}
