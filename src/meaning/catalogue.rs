//! Which vectors the passages of which documents have.

use std::collections::HashMap;

use super::vectors::{Key, Vectors, checked};

/// The keys of all passages of one state of the index, by document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// The state of the index that it is of.
    pub state: String,
    /// Documents with the keys of their passages, in their order.
    pub documents: Vec<(String, Vec<Key>)>,
}

/// The rows of a catalogue's passages.
#[derive(Debug, Default)]
pub struct Rows {
    /// Documents, in the order of the catalogue, with where their rows begin and end.
    documents: HashMap<String, (usize, usize)>,
    /// Row, document and place in it, for each passage that has a vector.
    passages: Vec<Row>,
}

/// A passage that has a vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its vector's row.
    pub row: u32,
    /// Its document in the catalogue.
    pub document: u32,
    /// Its place among the document's passages.
    pub ordinal: u32,
}

impl Catalogue {
    /// How many passages there are.
    #[must_use]
    pub fn passages(&self) -> usize {
        self.documents.iter().map(|(_, keys)| keys.len()).sum()
    }

    /// The keys that `vectors` lacks, each once.
    #[must_use]
    pub fn lacking(&self, vectors: &Vectors) -> usize {
        let all = self.documents.iter().flat_map(|(_, keys)| keys);
        let lacking = all.filter(|key| vectors.row(key).is_none());
        lacking.collect::<std::collections::HashSet<_>>().len()
    }

    /// Its bytes, with a checksum.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let number = |count: usize| u32::try_from(count).expect("counts are small").to_le_bytes();
        let text = |bytes: &mut Vec<u8>, text: &str| {
            bytes.extend(number(text.len()));
            bytes.extend(text.as_bytes());
        };
        text(&mut bytes, &self.state);
        for (document, keys) in &self.documents {
            text(&mut bytes, document);
            bytes.extend(number(keys.len()));
            keys.iter().for_each(|key| bytes.extend(key));
        }
        let checksum = checked(&bytes);
        bytes.extend(checksum);
        bytes
    }

    /// What [`Catalogue::bytes`] has written; `None` where it has changed since.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (mut rest, checksum) = bytes.split_last_chunk()?;
        if checked(rest) != *checksum {
            return None;
        }
        let state = text(&mut rest)?;
        let mut documents = Vec::new();
        while !rest.is_empty() {
            let document = text(&mut rest)?;
            let count = number(&mut rest)?;
            let keys = rest.split_off(..count.checked_mul(Key::default().len())?)?;
            let (keys, _) = keys.as_chunks();
            documents.push((document, keys.to_vec()));
        }
        Some(Self { state, documents })
    }
}

fn number(rest: &mut &[u8]) -> Option<usize> {
    let (number, after) = rest.split_first_chunk()?;
    *rest = after;
    usize::try_from(u32::from_le_bytes(*number)).ok()
}

fn text(rest: &mut &[u8]) -> Option<String> {
    let length = number(rest)?;
    let text = rest.split_off(..length)?;
    String::from_utf8(text.to_vec()).ok()
}

impl Rows {
    /// The rows of the passages in `catalogue` that `vectors` has.
    #[must_use]
    pub fn new(catalogue: &Catalogue, vectors: &Vectors) -> Self {
        let mut rows = Self::default();
        for (at, (document, keys)) in catalogue.documents.iter().enumerate() {
            let start = rows.passages.len();
            let at = u32::try_from(at).expect("documents are counted in 32 bits");
            for (ordinal, key) in (0..).zip(keys) {
                if let Some(row) = vectors.row(key) {
                    rows.passages.push(Row { row, document: at, ordinal });
                }
            }
            rows.documents.insert(document.clone(), (start, rows.passages.len()));
        }
        rows
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Row] {
        &self.passages
    }

    /// Those of a document.
    #[must_use]
    pub fn of(&self, document: &str) -> &[Row] {
        let (start, end) = self.documents.get(document).copied().unwrap_or_default();
        &self.passages[start..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalogue_is_read_back_and_a_changed_one_is_not() {
        let documents = vec![("甲".to_owned(), vec![[1; 16], [2; 16]]), ("乙".to_owned(), vec![])];
        let catalogue = Catalogue { state: "今天".to_owned(), documents };
        let bytes = catalogue.bytes();
        assert_eq!(Catalogue::read(&bytes), Some(catalogue.clone()));
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(Catalogue::read(&changed), None, "changed at {at}");
            assert_eq!(Catalogue::read(&bytes[..at]), None, "cut at {at}");
        }
        let mut vectors = Vectors::new(1);
        vectors.add([2; 16], &[1], 1.0);
        let rows = Rows::new(&catalogue, &vectors);
        assert_eq!(rows.of("甲"), [Row { row: 0, document: 0, ordinal: 1 }]);
        assert_eq!((rows.of("乙"), rows.of("丙")), (&[][..], &[][..]));
        assert_eq!((catalogue.lacking(&vectors), catalogue.passages()), (1, 2));
    }
}
