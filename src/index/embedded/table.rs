//! Which document each passage belongs to, read once for a state of the index, so that grouping
//! and counting ask no columns.

use tantivy::{DocAddress, DocId, Searcher, SegmentOrdinal};

use crate::index::fields::{KEY, ORIGINAL, PUBLISHED};

/// What is no part of a document.
const NONE: u32 = u32::MAX;

/// The documents of an index, numbered in its order; all passages of one are neighbours.
pub(super) struct Documents {
    /// By segment and entry.
    numbers: Vec<Vec<u32>>,
    /// By number.
    listed: Vec<Listed>,
}

/// What is known of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed {
    pub(super) key: u64,
    /// The key of the document that it reprints, or its own.
    pub(super) original: u64,
    pub(super) published: u64,
    /// Its first passage.
    pub(super) first: DocAddress,
}

impl Documents {
    pub(super) fn read(searcher: &Searcher) -> tantivy::Result<Self> {
        let (mut numbers, mut listed) = (Vec::new(), Vec::<Listed>::new());
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            let fields = reader.fast_fields();
            let (keys, originals) = (fields.u64(KEY)?, fields.u64(ORIGINAL)?);
            let published = fields.u64(PUBLISHED)?;
            let mut last = None;
            let mut here = vec![NONE; reader.max_doc() as usize];
            for (doc, number) in (0..).zip(&mut here) {
                let Some(key) = keys.first(doc) else { continue };
                if last != Some(key) {
                    last = Some(key);
                    listed.push(Listed {
                        key,
                        original: originals.first(doc).unwrap_or(key),
                        published: published.first(doc).unwrap_or(0),
                        first: DocAddress::new(segment, doc),
                    });
                }
                *number = u32::try_from(listed.len() - 1).unwrap_or(NONE);
            }
            numbers.push(here);
        }
        Ok(Self { numbers, listed })
    }

    /// The number of a passage's document.
    pub(super) fn number(&self, segment: SegmentOrdinal, doc: DocId) -> u32 {
        self.numbers[segment as usize][doc as usize]
    }

    pub(super) fn get(&self, number: u32) -> &Listed {
        &self.listed[number as usize]
    }

    pub(super) fn all(&self) -> &[Listed] {
        &self.listed
    }
}
