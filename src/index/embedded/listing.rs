//! Going through all that the index holds: every term of a reading, every document.

use std::collections::BTreeMap;

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED};

use super::schema::field;
use crate::index::fields::{ENTRY, of_reading};
use crate::index::query::Reading;

/// Which passages of a term count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// Those that are kept: those too that are deleted and not yet merged away.
    Kept,
    /// Those that are not deleted, each looked at.
    Alive,
}

/// Every term of a reading with its passages, in the order of terms; none that no passage holds.
pub(super) fn terms(
    searcher: &Searcher,
    reading: Reading,
    counted: Counted,
) -> tantivy::Result<Vec<(String, u64)>> {
    let name = field(searcher.schema(), of_reading(reading));
    let mut all: BTreeMap<String, u64> = BTreeMap::new();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(name)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            let info = stream.value();
            let passages = match (counted, reader.alive_bitset()) {
                (Counted::Alive, Some(alive)) => {
                    let option = IndexRecordOption::Basic;
                    let mut postings = inverted.read_postings_from_terminfo(info, option)?;
                    let mut count = 0;
                    while postings.doc() != TERMINATED {
                        count += u64::from(alive.is_alive(postings.doc()));
                        postings.advance();
                    }
                    count
                }
                _ => u64::from(info.doc_freq),
            };
            if passages == 0 {
                continue;
            }
            match all.get_mut(term) {
                Some(count) => *count += passages,
                None => drop(all.insert(term.to_owned(), passages)),
            }
        }
    }
    Ok(all.into_iter().collect())
}

/// Where the entries of one sort lie, in the order of the index.
pub(super) fn addresses(searcher: &Searcher, sort: &str) -> tantivy::Result<Vec<DocAddress>> {
    let term = Term::from_field_text(field(searcher.schema(), ENTRY), sort);
    let query = TermQuery::new(term, IndexRecordOption::Basic);
    let mut addresses: Vec<DocAddress> =
        searcher.search(&query, &DocSetCollector)?.into_iter().collect();
    addresses.sort_unstable();
    Ok(addresses)
}
