//! Counting values among the matching documents.

use std::collections::{BTreeMap, HashSet};

use tantivy::{DocId, Searcher, SegmentReader};

use super::collect::Candidate;
use crate::index::fields::of_facet;
use crate::index::hits::FacetCounts;
use crate::index::query::FacetField;

/// Counts, for every field, the documents that hold each value. A candidate that fails a field's
/// own filters counts there and nowhere else.
pub(super) fn count(
    searcher: &Searcher,
    candidates: &[Candidate],
) -> tantivy::Result<Vec<FacetCounts>> {
    // Documents of one text count once, in whatever segments they are.
    let reprints = candidates.iter().filter(|it| it.original != it.key);
    let shared: HashSet<u64> = reprints.map(|it| it.original).collect();
    let mut all = Vec::new();
    for field in FacetField::ALL {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut texts: HashSet<(String, u64)> = HashSet::new();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let counted = candidates.iter().filter(|candidate| {
                candidate.segment as usize == segment
                    && candidate.failed.is_none_or(|failed| failed == field)
            });
            let counted = counted.map(|candidate| (candidate.doc, candidate.original));
            let alone = counted.clone().filter(|(_, original)| !shared.contains(original));
            let apart = counted.filter(|(_, original)| shared.contains(original));
            for (value, number) in count_segment(reader, field, alone)? {
                *counts.entry(value).or_default() += number;
            }
            for passage in apart {
                for (value, _) in count_segment(reader, field, std::iter::once(passage))? {
                    texts.insert((value, passage.1));
                }
            }
        }
        for (value, _) in texts {
            *counts.entry(value).or_default() += 1;
        }
        let mut values: Vec<(String, usize)> = counts.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.push(FacetCounts { field, values });
    }
    Ok(all)
}

/// All passages of a document are in one segment, so documents are told apart by their key here.
fn count_segment(
    reader: &SegmentReader,
    field: FacetField,
    passages: impl Iterator<Item = (DocId, u64)>,
) -> tantivy::Result<Vec<(String, usize)>> {
    let mut seen: HashSet<(u64, u64)> = HashSet::new();
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    let mut add = |key, value| {
        if seen.insert((key, value)) {
            *counts.entry(value).or_default() += 1;
        }
    };
    let name = of_facet(field);
    if field == FacetField::Year {
        let years = reader.fast_fields().u64(name)?;
        for (doc, key) in passages {
            years.first(doc).into_iter().for_each(|year| add(key, year));
        }
        return Ok(counts.into_iter().map(|(year, n)| (year.to_string(), n)).collect());
    }
    let Some(column) = reader.fast_fields().str(name)? else { return Ok(Vec::new()) };
    for (doc, key) in passages {
        column.term_ords(doc).for_each(|value| add(key, value));
    }
    let mut named = Vec::new();
    for (value, number) in counts {
        let mut text = String::new();
        if column.ord_to_str(value, &mut text)? {
            named.push((text, number));
        }
    }
    Ok(named)
}
