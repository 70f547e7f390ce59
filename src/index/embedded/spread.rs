//! Counting over passages: how much each value of a field holds, and of what.

use std::collections::BTreeMap;

use tantivy::collector::DocSetCollector;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::AllQuery;
use tantivy::{DocId, SegmentReader};

use super::clauses;
use super::collect::SegmentFilter;
use super::groups::numbers;
use super::read::EmbeddedEngine;
use crate::index::fields::{KEY, of_facet};
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
        let fields = vec![BTreeMap::new(); query.count.len()];
        let mut tallies = vec![Tally { fields, ..Tally::default() }; query.values.len()];
        let clause = clauses::passages_of(&self.schema, Box::new(AllQuery));
        let mut found: Vec<_> =
            self.searcher.search(&*clause, &DocSetCollector)?.into_iter().collect();
        found.sort_unstable();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let start = found.partition_point(|it| (it.segment_ord as usize) < segment);
            let end = found.partition_point(|it| it.segment_ord as usize <= segment);
            count_segment(
                reader,
                query,
                found[start..end].iter().map(|it| it.doc_id),
                &mut tallies,
            )?;
        }
        Ok(tallies.into_iter().map(|tally| spread(tally, &query.count)).collect())
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

    fn of(&self, doc: DocId) -> Vec<u64> {
        match self {
            Self::Texts(column) => column.term_ords(doc).collect(),
            Self::Years(column) => column.first(doc).into_iter().collect(),
            Self::Nothing => Vec::new(),
        }
    }

    fn name(&self, number: u64) -> tantivy::Result<String> {
        let mut text = String::new();
        match self {
            Self::Texts(column) => {
                column.ord_to_str(number, &mut text)?;
            }
            Self::Years(_) => text = number.to_string(),
            Self::Nothing => {}
        }
        Ok(text)
    }
}

fn count_segment(
    reader: &SegmentReader,
    query: &SpreadQuery,
    docs: impl Iterator<Item = DocId>,
    tallies: &mut [Tally],
) -> tantivy::Result<()> {
    let filters = query.filters.iter().map(|filter| SegmentFilter::new(filter, reader));
    let filters: Vec<SegmentFilter> = filters.collect::<tantivy::Result<_>>()?;
    let Some(by) = reader.fast_fields().str(of_facet(query.by))? else { return Ok(()) };
    let row_of = numbers(&by, &query.values)?;
    let key = reader.fast_fields().u64(KEY)?;
    let fields = query.count.iter().map(|&field| Values::new(field, reader));
    let fields: Vec<Values> = fields.collect::<tantivy::Result<_>>()?;
    let mut counts: Vec<Vec<BTreeMap<u64, Count>>> =
        vec![vec![BTreeMap::new(); fields.len()]; tallies.len()];
    for doc in docs.filter(|&doc| filters.iter().all(|filter| filter.passes(doc))) {
        let key = key.first(doc).unwrap_or(0);
        let rows: Vec<usize> =
            by.term_ords(doc).filter_map(|number| row_of.get(&number).copied()).collect();
        for row in &rows {
            tallies[*row].all.add(key);
        }
        if rows.is_empty() {
            continue;
        }
        for (at, values) in fields.iter().enumerate() {
            for value in values.of(doc) {
                rows.iter().for_each(|row| counts[*row][at].entry(value).or_default().add(key));
            }
        }
    }
    for (tally, counted) in tallies.iter_mut().zip(counts) {
        for ((named, counts), values) in tally.fields.iter_mut().zip(counted).zip(&fields) {
            for (number, count) in counts {
                let all = named.entry(values.name(number)?).or_default();
                all.passages += count.passages;
                all.documents += count.documents;
            }
        }
    }
    Ok(())
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
