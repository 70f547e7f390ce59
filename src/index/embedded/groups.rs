//! The best passages for each value of a field, found in one go.

use std::collections::{HashMap, HashSet};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::LOOK_EVERY;
use super::clauses;
use super::collect::SegmentFilter;
use super::read::EmbeddedEngine;
use super::statistics::PassageStatistics;
use super::storage;
use crate::budget;
use crate::index::engine::EngineError;
use crate::index::fields::{KEY, of_facet};
use crate::index::hits::Group;
use crate::index::query::GroupQuery;

/// A passage that matches.
#[derive(Debug, Clone, Copy)]
struct Match {
    score: Score,
    address: DocAddress,
    key: u64,
}

impl EmbeddedEngine {
    /// Answers a question for groups.
    pub(super) fn find_groups(&self, query: &GroupQuery) -> Result<Vec<Group>, EngineError> {
        let Some(clause) = clauses::ways(&self.schema, &query.ways) else {
            return Ok(vec![Group::default(); query.values.len()]);
        };
        let statistics = PassageStatistics(&self.searcher);
        let matches =
            self.searcher.search_with_statistics_provider(&*clause, &Groups(query), &statistics);
        let matches = matches.map_err(storage)?.into_iter();
        matches.map(|group| self.group(group, query.each)).collect()
    }

    fn group(&self, mut matches: Vec<Match>, each: usize) -> Result<Group, EngineError> {
        let documents: HashSet<u64> = matches.iter().map(|it| it.key).collect();
        matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.address.cmp(&b.address)));
        let best = matches.iter().take(each).map(|it| Ok((self.read(it.address)?, it.score)));
        Ok(Group {
            passages: matches.len(),
            documents: documents.len(),
            best: best.collect::<Result<_, EngineError>>()?,
        })
    }
}

/// Collects what matches, by value.
struct Groups<'a>(&'a GroupQuery);

impl Collector for Groups<'_> {
    type Fruit = Vec<Vec<Match>>;
    type Child = SegmentGroups;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentGroups> {
        let filters = self.0.filters.iter().map(|filter| SegmentFilter::new(filter, reader));
        let column = reader.fast_fields().str(of_facet(self.0.by))?;
        Ok(SegmentGroups {
            segment,
            filters: filters.collect::<tantivy::Result<_>>()?,
            group_of: column
                .as_ref()
                .map_or_else(|| Ok(HashMap::new()), |column| numbers(column, &self.0.values))?,
            column,
            key: reader.fast_fields().u64(KEY)?,
            groups: vec![Vec::new(); self.0.values.len()],
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut all = vec![Vec::new(); self.0.values.len()];
        for (group, matches) in fruits.into_iter().flat_map(|fruit| fruit.into_iter().enumerate()) {
            all[group].extend(matches);
        }
        Ok(all)
    }
}

struct SegmentGroups {
    segment: SegmentOrdinal,
    filters: Vec<SegmentFilter>,
    /// The place among the values asked for, by the segment's number of the value.
    group_of: HashMap<u64, usize>,
    column: Option<StrColumn>,
    key: Column<u64>,
    groups: Vec<Vec<Match>>,
}

impl SegmentCollector for SegmentGroups {
    type Fruit = Vec<Vec<Match>>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if doc.is_multiple_of(LOOK_EVERY) {
            budget::look();
        }
        let Some(column) = &self.column else { return };
        if !self.filters.iter().all(|filter| filter.passes(doc)) {
            return;
        }
        let key = self.key.first(doc).unwrap_or(0);
        let address = DocAddress::new(self.segment, doc);
        for value in column.term_ords(doc) {
            if let Some(&group) = self.group_of.get(&value) {
                self.groups[group].push(Match { score, address, key });
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.groups
    }
}

/// The place of each of `values`, by the column's number for it; values that it does not hold are
/// left out.
pub(super) fn numbers(
    column: &StrColumn,
    values: &[String],
) -> tantivy::Result<HashMap<u64, usize>> {
    let mut numbers = HashMap::new();
    for (place, value) in values.iter().enumerate() {
        if let Some(number) = column.dictionary().term_ord(value.as_bytes())? {
            numbers.insert(number, place);
        }
    }
    Ok(numbers)
}
