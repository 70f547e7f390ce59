//! Counting values among the matching documents.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, Searcher};

use super::collect::Candidate;
use super::documents::Groups;
use super::table::Documents;
use crate::index::fields::of_facet;
use crate::index::hits::FacetCounts;
use crate::index::query::FacetField;

/// The most values of a field that are named; of regions more, since they are shown as a tree.
const NAMED: usize = 60;
const NAMED_REGIONS: usize = 500;

/// What is read of one state of the index when it is first asked for.
#[derive(Default)]
pub(super) struct Known {
    documents: OnceLock<Arc<Documents>>,
    values: [OnceLock<Arc<Values>>; FacetField::ALL.len()],
}

impl Known {
    pub(super) fn documents(&self, searcher: &Searcher) -> tantivy::Result<Arc<Documents>> {
        once(&self.documents, || Documents::read(searcher))
    }

    fn values(&self, searcher: &Searcher, field: FacetField) -> tantivy::Result<Arc<Values>> {
        let read = || Values::read(searcher, &*self.documents(searcher)?, field);
        once(&self.values[field as usize], read)
    }
}

/// What `slot` holds, read where it holds nothing yet; two that ask at once read the same.
fn once<T>(
    slot: &OnceLock<Arc<T>>,
    read: impl FnOnce() -> tantivy::Result<T>,
) -> tantivy::Result<Arc<T>> {
    if let Some(held) = slot.get() {
        return Ok(Arc::clone(held));
    }
    let made = Arc::new(read()?);
    Ok(Arc::clone(slot.get_or_init(|| made)))
}

/// The values of a field over all segments, numbered once, so that counting needs no names.
struct Values {
    /// In their order.
    names: Vec<String>,
    held: Held,
}

/// Who holds which values, by their numbers.
enum Held {
    /// All passages of a document hold the same: where the values of each document begin, and the
    /// values.
    ByDocument(Vec<u32>, Vec<u32>),
    ByPassage(Columns),
}

/// For each segment the column of a field, with the number of each of the column's own numbers.
type Columns = Vec<Option<(StrColumn, Vec<u32>)>>;

impl Values {
    fn read(
        searcher: &Searcher,
        documents: &Documents,
        field: FacetField,
    ) -> tantivy::Result<Self> {
        match field {
            FacetField::Year => Self::years(searcher, documents),
            FacetField::Organization | FacetField::Theme => {
                let (names, columns) = columns(searcher, field)?;
                Ok(Self { names, held: Held::ByPassage(columns) })
            }
            FacetField::Kind | FacetField::Region | FacetField::Source => {
                let (names, columns) = columns(searcher, field)?;
                let of = |first: DocAddress| {
                    let column = columns[first.segment_ord as usize].as_ref();
                    column.into_iter().flat_map(move |(column, numbers)| {
                        column.term_ords(first.doc_id).map(|number| numbers[at(number)])
                    })
                };
                Ok(Self { names, held: by_document(documents, of) })
            }
        }
    }

    fn years(searcher: &Searcher, documents: &Documents) -> tantivy::Result<Self> {
        let readers = searcher.segment_readers().iter();
        let columns: Vec<Column<u64>> = readers
            .map(|reader| reader.fast_fields().u64(of_facet(FacetField::Year)))
            .collect::<tantivy::Result<_>>()?;
        let year = |first: DocAddress| columns[first.segment_ord as usize].first(first.doc_id);
        let mut years: Vec<u64> = documents.all().iter().filter_map(|it| year(it.first)).collect();
        years.sort_unstable();
        years.dedup();
        let number: HashMap<u64, u32> = years.iter().copied().zip(0..).collect();
        let held = by_document(documents, |first| year(first).map(|year| number[&year]));
        Ok(Self { names: years.iter().map(u64::to_string).collect(), held })
    }
}

/// The values of a field in their order, and its columns.
fn columns(searcher: &Searcher, field: FacetField) -> tantivy::Result<(Vec<String>, Columns)> {
    let mut segments: Vec<Option<(StrColumn, Vec<String>)>> = Vec::new();
    for reader in searcher.segment_readers() {
        let Some(column) = reader.fast_fields().str(of_facet(field))? else {
            segments.push(None);
            continue;
        };
        let mut names = Vec::new();
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            names.push(String::from_utf8_lossy(stream.key()).into_owned());
        }
        segments.push(Some((column, names)));
    }
    let held = segments.iter().flatten().flat_map(|(_, names)| names);
    let mut all: Vec<String> = held.cloned().collect();
    all.sort_unstable();
    all.dedup();
    let number: HashMap<&str, u32> = all.iter().map(String::as_str).zip(0..).collect();
    let numbered = segments.into_iter().map(|segment| {
        let (column, names) = segment?;
        Some((column, names.iter().map(|name| number[name.as_str()]).collect()))
    });
    let numbered = numbered.collect();
    Ok((all, numbered))
}

/// The values of each document, which `of` gives for its first passage.
fn by_document<I: IntoIterator<Item = u32>>(
    documents: &Documents,
    of: impl Fn(DocAddress) -> I,
) -> Held {
    let (mut starts, mut values) = (vec![0], Vec::new());
    for document in documents.all() {
        values.extend(of(document.first));
        starts.push(u32::try_from(values.len()).unwrap_or(u32::MAX));
    }
    Held::ByDocument(starts, values)
}

/// Counts, for every field, the documents that hold each value; those of one text count once. A
/// candidate that fails a field's own filters counts there and nowhere else.
pub(super) fn count(
    searcher: &Searcher,
    known: &Known,
    candidates: &[Candidate],
    groups: &Groups,
) -> tantivy::Result<Vec<FacetCounts>> {
    let fields = FacetField::ALL.into_iter().map(|field| {
        let values = known.values(searcher, field)?;
        let numbers = counts(&values, field, candidates, groups);
        let mut found: Vec<(usize, usize)> =
            numbers.into_iter().enumerate().filter(|(_, count)| *count > 0).collect();
        found.sort_unstable_by_key(|&(number, count)| (std::cmp::Reverse(count), number));
        found.truncate(if field == FacetField::Region { NAMED_REGIONS } else { NAMED });
        let named = found.into_iter().map(|(number, count)| (values.names[number].clone(), count));
        Ok(FacetCounts { field, values: named.collect() })
    });
    fields.collect()
}

/// How many texts hold each value, by its number.
fn counts(
    values: &Values,
    field: FacetField,
    candidates: &[Candidate],
    groups: &Groups,
) -> Vec<usize> {
    // For each value its count, and the text that was counted last.
    let mut counts = vec![(0_usize, usize::MAX); values.names.len()];
    let mut add = |text: usize, value: u32| {
        let (count, last) = &mut counts[value as usize];
        if *last != text {
            (*count, *last) = (*count + 1, text);
        }
    };
    for (text, groups) in groups.texts().enumerate() {
        for group in groups {
            let counted = candidates[group.candidates.clone()].iter();
            let mut counted =
                counted.filter(|it| it.failed.is_none_or(|failed| failed == field)).peekable();
            match &values.held {
                Held::ByDocument(starts, held) if counted.peek().is_some() => {
                    let at = group.document as usize;
                    let held = &held[starts[at] as usize..starts[at + 1] as usize];
                    held.iter().for_each(|value| add(text, *value));
                }
                Held::ByDocument(..) => {}
                Held::ByPassage(columns) => counted.for_each(|it| {
                    let Some((column, numbers)) = &columns[it.segment as usize] else { return };
                    column.term_ords(it.doc).for_each(|number| add(text, numbers[at(number)]));
                }),
            }
        }
    }
    counts.into_iter().map(|(count, _)| count).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a column's numbers count its values")]
fn at(number: u64) -> usize {
    number as usize
}
