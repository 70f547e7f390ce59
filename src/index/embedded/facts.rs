//! Finding facts: which match, in what order, and how many there are of each value.

use std::collections::BTreeMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, Occur, Query as Clause, TermQuery, TermSetQuery};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use super::LOOK_EVERY;
use super::clauses::exact_in;
use super::collect::SegmentFilter;
use super::groups::numbers;
use super::read::EmbeddedEngine;
use super::schema::field;
use super::storage;
use super::terms::compared;
use crate::budget;
use crate::index::engine::EngineError;
use crate::index::fields::{
    DOCUMENT, ENTRY, KEY, NAMED, ORDINAL, PASSAGE, PUBLISHED, SAID, TYPE, of_fact,
};
use crate::index::hits::FactsFound;
use crate::index::query::{FactField, FactQuery, Filter};

/// A fact that was found, with what it is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// The latest first.
    published: std::cmp::Reverse<u64>,
    key: u64,
    ordinal: u64,
    address: DocAddress,
}

impl EmbeddedEngine {
    /// Answers a question for facts.
    pub(super) fn find_facts(&self, query: &FactQuery) -> Result<FactsFound, EngineError> {
        let clause = self.fact_clause(query).map_err(storage)?;
        let collector = Places { filters: &query.filters };
        let mut places = self.searcher.search(&clause, &collector).map_err(storage)?;
        places.sort_unstable();
        if !query.evenly.is_empty() && places.len() > query.limit {
            places = evenly(&self.searcher, places, &query.evenly).map_err(storage)?;
        }
        let shown = places.iter().skip(query.offset).take(query.limit);
        let facts = shown.map(|place| self.read(place.address));
        let counts = query.count.iter().map(|&field| {
            count(&self.searcher, &places, field).map(|values| (field, values)).map_err(storage)
        });
        Ok(FactsFound {
            total: places.len(),
            facts: facts.collect::<Result<_, _>>()?,
            counts: counts.collect::<Result<_, _>>()?,
        })
    }

    fn fact_clause(&self, query: &FactQuery) -> tantivy::Result<BooleanQuery> {
        let types = query.types.iter().map(|it| it.name().to_owned()).collect();
        let document = query.document.iter().map(ToString::to_string).collect();
        let values: [(&str, Vec<String>); 5] = [
            (ENTRY, vec!["fact".to_owned()]),
            (TYPE, types),
            (NAMED, query.names.iter().map(|name| compared(name)).collect()),
            (PASSAGE, query.passages.clone()),
            (DOCUMENT, document),
        ];
        let asked = values.into_iter().filter(|(_, values)| !values.is_empty());
        let mut clauses: Vec<(Occur, Box<dyn Clause>)> =
            asked.map(|(name, values)| (Occur::Must, self.any_of(name, &values))).collect();
        for text in query.holding.iter().map(|text| compared(text)).filter(|it| !it.is_empty()) {
            clauses.push((Occur::Must, exact_in(field(&self.schema, SAID), &text)?));
        }
        Ok(BooleanQuery::new(clauses))
    }

    /// A clause that holds where a field has one of the values.
    fn any_of(&self, name: &str, values: &[String]) -> Box<dyn Clause> {
        let term = |value: &String| Term::from_field_text(field(&self.schema, name), value);
        match values {
            [value] => Box::new(TermQuery::new(term(value), IndexRecordOption::Basic)),
            values => Box::new(TermSetQuery::new(values.iter().map(term))),
        }
    }
}

/// Collects facts that pass all filters.
struct Places<'a> {
    filters: &'a [Filter],
}

impl Collector for Places<'_> {
    type Fruit = Vec<Place>;
    type Child = SegmentPlaces;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentPlaces> {
        let filters = self.filters.iter().map(|filter| SegmentFilter::new(filter, reader));
        Ok(SegmentPlaces {
            segment,
            filters: filters.collect::<tantivy::Result<_>>()?,
            published: reader.fast_fields().u64(PUBLISHED)?,
            key: reader.fast_fields().u64(KEY)?,
            ordinal: reader.fast_fields().u64(ORDINAL)?,
            places: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Place>>) -> tantivy::Result<Vec<Place>> {
        Ok(fruits.concat())
    }
}

struct SegmentPlaces {
    segment: SegmentOrdinal,
    filters: Vec<SegmentFilter>,
    published: Column<u64>,
    key: Column<u64>,
    ordinal: Column<u64>,
    places: Vec<Place>,
}

impl SegmentCollector for SegmentPlaces {
    type Fruit = Vec<Place>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        if doc.is_multiple_of(LOOK_EVERY) {
            budget::look();
        }
        if self.filters.iter().all(|filter| filter.passes(doc)) {
            let number = |column: &Column<u64>| column.first(doc).unwrap_or(0);
            self.places.push(Place {
                published: std::cmp::Reverse(number(&self.published)),
                key: number(&self.key),
                ordinal: number(&self.ordinal),
                address: DocAddress::new(self.segment, doc),
            });
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.places
    }
}

/// The facts of the places of `paths` in turn, those of one in their order.
fn evenly(
    searcher: &Searcher,
    places: Vec<Place>,
    paths: &[String],
) -> tantivy::Result<Vec<Place>> {
    let columns = searcher.segment_readers().iter().map(|reader| {
        let column = reader.fast_fields().str(of_fact(FactField::Region))?;
        column.map(|column| Ok((numbers(&column, paths)?, column))).transpose()
    });
    let columns = columns.collect::<tantivy::Result<Vec<_>>>()?;
    let group = |place: &Place| {
        let (numbers, column) = columns[place.address.segment_ord as usize].as_ref()?;
        column.term_ords(place.address.doc_id).find_map(|number| numbers.get(&number).copied())
    };
    let mut before = vec![0_usize; paths.len() + 1];
    let turns = places.into_iter().map(|place| {
        let group = group(&place).unwrap_or(paths.len());
        before[group] += 1;
        (before[group], place)
    });
    let mut turns: Vec<(usize, Place)> = turns.collect();
    // The sort is stable: within a turn the latest stay first.
    turns.sort_by_key(|(turn, _)| *turn);
    Ok(turns.into_iter().map(|(_, place)| place).collect())
}

/// The values of a field with their number of facts, most first, then by value.
fn count(
    searcher: &Searcher,
    places: &[Place],
    counted: FactField,
) -> tantivy::Result<Vec<(String, usize)>> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (segment, reader) in searcher.segment_readers().iter().enumerate() {
        let here = places.iter().map(|place| place.address);
        let docs = here.filter(|it| it.segment_ord as usize == segment).map(|it| it.doc_id);
        for (value, number) in count_segment(reader, counted, docs)? {
            *counts.entry(value).or_default() += number;
        }
    }
    let mut values: Vec<(String, usize)> = counts.into_iter().collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(values)
}

fn count_segment(
    reader: &SegmentReader,
    counted: FactField,
    docs: impl Iterator<Item = DocId>,
) -> tantivy::Result<Vec<(String, usize)>> {
    let name = of_fact(counted);
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    if counted == FactField::Year {
        let years = reader.fast_fields().u64(name)?;
        docs.filter_map(|doc| years.first(doc)).for_each(|it| *counts.entry(it).or_default() += 1);
        return Ok(counts.into_iter().map(|(year, n)| (year.to_string(), n)).collect());
    }
    let Some(column) = reader.fast_fields().str(name)? else { return Ok(Vec::new()) };
    docs.flat_map(|doc| column.term_ords(doc)).for_each(|it| *counts.entry(it).or_default() += 1);
    let mut named = Vec::with_capacity(counts.len());
    for (value, number) in counts {
        let mut text = String::new();
        if column.ord_to_str(value, &mut text)? {
            named.push((text, number));
        }
    }
    Ok(named)
}
