//! Vectors by the content of their passages, in memory and as blocks of bytes that are checked.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::vector::Vector;
use crate::index::entry::PassageEntry;
use crate::text::fold;

/// Names a passage by what the model reads of it: the first half of its SHA-256.
pub type Key = [u8; 16];

/// Names the way in which [`content`] makes the text of a passage; another way gives other keys and
/// other vectors.
pub const CONTENT: &str = "folded title, heading and text 2";
/// Bytes of the checksum at the end of a block.
const CHECKSUM: usize = 8;
/// Bytes that say how many vectors a block holds.
const COUNT: usize = 4;

/// What the model reads of a passage, and its key. A title or heading of figures alone says nothing.
#[must_use]
pub fn content(passage: &PassageEntry) -> (Key, String) {
    let parts = [&passage.document.title, &passage.heading, &passage.text];
    let parts: Vec<&str> = parts.into_iter().map(|part| part.trim()).collect();
    let says = |part: &&&str| part.chars().any(char::is_alphabetic);
    let said: Vec<&str> = parts.iter().filter(says).copied().collect();
    let text = fold(&if said.is_empty() { parts } else { said }.join("\n")).text;
    let hash = Sha256::digest(text.as_bytes());
    let mut key = Key::default();
    key.copy_from_slice(&hash[..16]);
    (key, text)
}

/// Vectors of one model: 4 bytes and one for each component, beside the key.
#[derive(Debug, Default)]
pub struct Vectors {
    dimension: usize,
    rows: HashMap<Key, u32>,
    scales: Vec<f32>,
    components: Vec<i8>,
}

impl Vectors {
    /// None yet, of a model of this dimension.
    #[must_use]
    pub fn new(dimension: usize) -> Self {
        Self { dimension, ..Self::default() }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// Where the vector of `key` stands.
    #[must_use]
    pub fn row(&self, key: &Key) -> Option<u32> {
        self.rows.get(key).copied()
    }

    /// The vector of a row.
    #[must_use]
    pub fn vector(&self, row: u32) -> Vector {
        let (components, scale) = self.at(row);
        Vector { components: components.to_vec(), scale }
    }

    /// How near the vector of a row is to `vector`; `None` where the row points nowhere.
    #[must_use]
    pub fn cosine(&self, row: u32, vector: &Vector) -> Option<f32> {
        let (components, scale) = self.at(row);
        (scale > 0.0).then(|| vector.cosine(components, scale))
    }

    /// Adds a vector; one that is known stays.
    pub fn add(&mut self, key: Key, components: &[i8], scale: f32) {
        let Ok(row) = u32::try_from(self.len()) else { return };
        if components.len() == self.dimension && !self.rows.contains_key(&key) {
            self.rows.insert(key, row);
            self.scales.push(scale);
            self.components.extend_from_slice(components);
        }
    }

    /// Adds what stands in whole, sound blocks at the beginning of `bytes`; gives their length.
    pub fn add_blocks(&mut self, bytes: &[u8]) -> usize {
        let mut read = 0;
        while let Some(length) = self.add_block(&bytes[read..]) {
            read += length;
        }
        read
    }

    fn add_block(&mut self, bytes: &[u8]) -> Option<usize> {
        let count = u32::from_le_bytes(*bytes.first_chunk::<COUNT>()?);
        let each = Key::default().len() + size_of::<f32>() + self.dimension;
        let end = usize::try_from(count).ok()?.checked_mul(each)?.checked_add(COUNT)?;
        let checksum = bytes.get(end..end.checked_add(CHECKSUM)?)?;
        if count == 0 || checksum != &checked(&bytes[..end])[..] {
            return None;
        }
        for entry in bytes[COUNT..end].chunks_exact(each) {
            let (key, rest) = entry.split_first_chunk()?;
            let (scale, components) = rest.split_first_chunk()?;
            let components: Vec<i8> = components.iter().map(|byte| byte.cast_signed()).collect();
            self.add(*key, &components, f32::from_le_bytes(*scale));
        }
        Some(end + CHECKSUM)
    }

    fn at(&self, row: u32) -> (&[i8], f32) {
        let row = row as usize;
        let components = &self.components[row * self.dimension..(row + 1) * self.dimension];
        (components, self.scales[row])
    }
}

/// The bytes of a block that holds `vectors`.
#[must_use]
pub fn block(vectors: &[(Key, Vector)]) -> Vec<u8> {
    let count = u32::try_from(vectors.len()).expect("a block is small");
    let mut bytes = count.to_le_bytes().to_vec();
    for (key, vector) in vectors {
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(&vector.scale.to_le_bytes());
        bytes.extend(vector.components.iter().map(|component| component.cast_unsigned()));
    }
    let checksum = checked(&bytes);
    bytes.extend_from_slice(&checksum);
    bytes
}

/// The beginning of a SHA-256.
pub(super) fn checked(bytes: &[u8]) -> [u8; CHECKSUM] {
    let mut checksum = [0; CHECKSUM];
    checksum.copy_from_slice(&Sha256::digest(bytes)[..CHECKSUM]);
    checksum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(from: u8, count: u8) -> Vec<(Key, Vector)> {
        let one = |i: u8| {
            let values = [f32::from(i), 1.0, -2.0];
            ([i; 16], Vector::towards(&values).unwrap())
        };
        (from..from + count).map(one).collect()
    }

    #[test]
    fn blocks_are_read_back_up_to_the_first_that_is_torn_or_changed() {
        let (first, second) = (vectors(0, 3), vectors(3, 2));
        let mut bytes = block(&first);
        let whole = bytes.len();
        bytes.extend(block(&second));
        let read = |bytes: &[u8]| {
            let mut held = Vectors::new(3);
            (held.add_blocks(bytes), held)
        };
        let (length, held) = read(&bytes);
        assert_eq!((length, held.len()), (bytes.len(), 5));
        for (key, vector) in first.iter().chain(&second) {
            assert_eq!(held.vector(held.row(key).unwrap()), *vector);
        }
        for torn in whole..bytes.len() {
            assert_eq!(read(&bytes[..torn]).0, whole, "cut at {torn}");
        }
        for at in whole..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(read(&changed).1.len(), 3, "changed at {at}");
        }
    }

    #[test]
    fn a_vector_of_another_dimension_or_of_a_known_key_is_not_added() {
        let mut held = Vectors::new(3);
        held.add([1; 16], &[1, 2], 0.5);
        assert!(held.is_empty());
        held.add([1; 16], &[1, 2, 3], 0.5);
        held.add([1; 16], &[3, 2, 1], 0.5);
        assert_eq!(held.vector(0).components, [1, 2, 3]);
    }
}
