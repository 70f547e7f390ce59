//! Counting over passages: how much each value of a field holds, and of what.

use std::collections::{BTreeMap, HashMap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::LOOK_EVERY;
use super::collect::SegmentFilter;
use super::groups::numbers;
use super::read::EmbeddedEngine;
use super::schema::field;
use crate::budget;
use crate::index::fields::{ENTRY, KEY, of_facet};
use crate::index::hits::{Spread, SpreadCount};
use crate::index::query::{FacetField, SpreadQuery};

/// Passages and documents, while they are counted.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    passages: usize,
    documents: usize,
    /// The document that was counted last: all passages of a document stand together.
    last: Option<u64>,
}

impl Count {
    fn add(&mut self, key: u64) {
        self.passages += 1;
        if self.last != Some(key) {
            self.documents += 1;
            self.last = Some(key);
        }
    }

    /// Adds what another segment holds; no document is in two.
    fn join(&mut self, other: Self) {
        self.passages += other.passages;
        self.documents += other.documents;
    }
}

/// What one value holds, while it is counted.
#[derive(Debug, Clone, Default)]
struct Tally {
    all: Count,
    /// For each counted field, by value.
    fields: Vec<BTreeMap<String, Count>>,
}

impl EmbeddedEngine {
    /// Answers a question for a spread.
    pub(super) fn count_spread(&self, query: &SpreadQuery) -> tantivy::Result<Vec<Spread>> {
        let passage = Term::from_field_text(field(&self.schema, ENTRY), "passage");
        let passages = TermQuery::new(passage, IndexRecordOption::Basic);
        let tallies = self.searcher.search(&passages, &Spreads(query))?;
        Ok(tallies.into_iter().map(|tally| spread(tally, &query.count)).collect())
    }
}

/// Counts over passages.
struct Spreads<'a>(&'a SpreadQuery);

impl Spreads<'_> {
    fn nothing(&self) -> Vec<Tally> {
        let fields = vec![BTreeMap::new(); self.0.count.len()];
        vec![Tally { fields, ..Tally::default() }; self.0.values.len()]
    }
}

impl Collector for Spreads<'_> {
    type Fruit = Vec<Tally>;
    type Child = SegmentSpread;

    fn for_segment(
        &self,
        _segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentSpread> {
        let query = self.0;
        let filters = query.filters.iter().map(|filter| SegmentFilter::new(filter, reader));
        let by = reader.fast_fields().str(of_facet(query.by))?;
        let row_of =
            by.as_ref().map_or_else(|| Ok(HashMap::new()), |by| numbers(by, &query.values))?;
        let fields = query.count.iter().map(|&field| Values::new(field, reader));
        Ok(SegmentSpread {
            filters: filters.collect::<tantivy::Result<_>>()?,
            by,
            row_of,
            key: reader.fast_fields().u64(KEY)?,
            fields: fields.collect::<tantivy::Result<_>>()?,
            all: vec![Count::default(); query.values.len()],
            counts: vec![vec![HashMap::new(); query.count.len()]; query.values.len()],
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Tally>>) -> tantivy::Result<Vec<Tally>> {
        let mut all = self.nothing();
        for (tally, part) in fruits.iter().flat_map(|fruit| (0..).zip(fruit)) {
            let tally: &mut Tally = &mut all[tally];
            tally.all.join(part.all);
            for (counts, more) in tally.fields.iter_mut().zip(&part.fields) {
                more.iter().for_each(|(name, count)| {
                    counts.entry(name.clone()).or_default().join(*count);
                });
            }
        }
        Ok(all)
    }
}

struct SegmentSpread {
    filters: Vec<SegmentFilter>,
    by: Option<StrColumn>,
    /// The place among the values asked for, by the segment's number of the value.
    row_of: HashMap<u64, usize>,
    key: Column<u64>,
    fields: Vec<Values>,
    all: Vec<Count>,
    /// For each value asked for and each counted field, by the segment's number of its value.
    counts: Vec<Vec<HashMap<u64, Count>>>,
}

impl SegmentCollector for SegmentSpread {
    type Fruit = Vec<Tally>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        if doc.is_multiple_of(LOOK_EVERY) {
            budget::look();
        }
        let Some(by) = &self.by else { return };
        if !self.filters.iter().all(|filter| filter.passes(doc)) {
            return;
        }
        let key = self.key.first(doc).unwrap_or(0);
        for number in by.term_ords(doc) {
            let Some(&row) = self.row_of.get(&number) else { continue };
            self.all[row].add(key);
            for (values, counts) in self.fields.iter().zip(&mut self.counts[row]) {
                values.each(doc, |value| counts.entry(value).or_default().add(key));
            }
        }
    }

    fn harvest(self) -> Vec<Tally> {
        let tallies = self.all.into_iter().zip(self.counts).map(|(all, counts)| {
            let fields = counts.into_iter().zip(&self.fields).map(|(counts, values)| {
                let named = counts.into_iter().map(|(number, count)| (values.name(number), count));
                named.collect()
            });
            Tally { all, fields: fields.collect() }
        });
        tallies.collect()
    }
}

/// The values of a field, by the segment's numbers for them.
enum Values {
    Texts(StrColumn),
    Years(Column<u64>),
    Nothing,
}

impl Values {
    fn new(field: FacetField, reader: &SegmentReader) -> tantivy::Result<Self> {
        let name = of_facet(field);
        if field == FacetField::Year {
            return Ok(Self::Years(reader.fast_fields().u64(name)?));
        }
        Ok(reader.fast_fields().str(name)?.map_or(Self::Nothing, Self::Texts))
    }

    fn each(&self, doc: DocId, told: impl FnMut(u64)) {
        match self {
            Self::Texts(column) => column.term_ords(doc).for_each(told),
            Self::Years(column) => column.first(doc).into_iter().for_each(told),
            Self::Nothing => {}
        }
    }

    /// The value of this number; a number that the column gave always has one.
    fn name(&self, number: u64) -> String {
        let mut text = String::new();
        match self {
            Self::Texts(column) => {
                let known = column.ord_to_str(number, &mut text);
                debug_assert!(known.is_ok_and(|known| known), "the column gave the number");
            }
            Self::Years(_) => text = number.to_string(),
            Self::Nothing => {}
        }
        text
    }
}

fn spread(tally: Tally, fields: &[FacetField]) -> Spread {
    let counts = fields.iter().zip(tally.fields).map(|(&field, counts)| {
        let counts = counts.into_iter().map(|(value, count)| SpreadCount {
            value,
            passages: count.passages,
            documents: count.documents,
        });
        (field, counts.collect())
    });
    Spread {
        passages: tally.all.passages,
        documents: tally.all.documents,
        counts: counts.collect(),
    }
}
