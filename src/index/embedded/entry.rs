//! An entry as tantivy takes it. Its texts are cut by the engine's own threads when they ask for
//! them, so that no tokens wait in memory; and only so many bytes of entries wait at a time.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Document, Field, Value};
use tantivy::tokenizer::PreTokenizedString;

/// What is cut when it is asked for.
type Cut = Box<dyn Fn() -> PreTokenizedString + Send + Sync>;

/// An entry: fields with their values.
#[derive(Default)]
pub(super) struct Entry {
    values: Vec<(Field, Held)>,
    /// Given back when the entry is in the index.
    _share: Option<Share>,
}

/// A value that waits to be indexed.
pub(super) enum Held {
    Text(String),
    Number(u64),
    Bytes(Vec<u8>),
    Cut(Cut),
}

impl Entry {
    pub(super) fn add_text(&mut self, field: Field, text: impl Into<String>) {
        self.values.push((field, Held::Text(text.into())));
    }

    pub(super) fn add_u64(&mut self, field: Field, number: u64) {
        self.values.push((field, Held::Number(number)));
    }

    pub(super) fn add_bytes(&mut self, field: Field, bytes: Vec<u8>) {
        self.values.push((field, Held::Bytes(bytes)));
    }

    pub(super) fn add_cut(
        &mut self,
        field: Field,
        cut: impl Fn() -> PreTokenizedString + Send + Sync + 'static,
    ) {
        self.values.push((field, Held::Cut(Box::new(cut))));
    }

    /// About how many bytes it takes while it waits.
    pub(super) fn bytes(&self) -> usize {
        let of = |(_, held): &(Field, Held)| match held {
            Held::Text(text) => text.len() + 48,
            Held::Bytes(bytes) => bytes.len() + 48,
            Held::Number(_) | Held::Cut(_) => 48,
        };
        self.values.iter().map(of).sum()
    }

    /// The same entry, which gives `share` back when it is in the index.
    pub(super) fn holding(self, share: Share) -> Self {
        Self { _share: Some(share), ..self }
    }
}

impl Document for Entry {
    type Value<'a> = EntryValue<'a>;
    type FieldsValuesIter<'a> = std::iter::Map<
        std::slice::Iter<'a, (Field, Held)>,
        fn(&'a (Field, Held)) -> (Field, EntryValue<'a>),
    >;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.values.iter().map(|(field, held)| (*field, EntryValue(held)))
    }
}

/// A value as tantivy reads it.
#[derive(Clone, Copy)]
pub(super) struct EntryValue<'a>(&'a Held);

impl std::fmt::Debug for EntryValue<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Held::Text(_) => "text",
            Held::Number(_) => "number",
            Held::Bytes(_) => "bytes",
            Held::Cut(_) => "tokens",
        })
    }
}

impl<'a> Value<'a> for EntryValue<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self.0 {
            Held::Text(text) => ReferenceValueLeaf::Str(text),
            Held::Number(number) => ReferenceValueLeaf::U64(*number),
            Held::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
            Held::Cut(cut) => ReferenceValueLeaf::PreTokStr(Box::new(cut())),
        })
    }
}

/// Lets only so many bytes of entries wait at a time.
#[derive(Default)]
pub(super) struct Gate {
    used: Mutex<usize>,
    freed: Condvar,
}

/// Bytes that were let in; they are given back when this goes.
pub(super) struct Share {
    gate: Arc<Gate>,
    bytes: usize,
}

impl Gate {
    /// Waits until `bytes` more may wait: all of them fit below `most`, or nothing waits.
    pub(super) fn enter(self: &Arc<Self>, bytes: usize, most: usize) -> Share {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |used: &mut usize| *used > 0 && *used + bytes > most;
        let mut used = self.freed.wait_while(used, full).unwrap_or_else(PoisonError::into_inner);
        *used += bytes;
        Share { gate: Arc::clone(self), bytes }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.gate.used.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.gate.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_wait_until_others_are_given_back() {
        let gate = Arc::new(Gate::default());
        let first = gate.enter(80, 100);
        let other = Arc::clone(&gate);
        let waiting = std::thread::spawn(move || drop(other.enter(50, 100)));
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert!(!waiting.is_finished());
        drop(first);
        waiting.join().expect("it enters");
        drop(gate.enter(1_000, 100));
        assert_eq!(*gate.used.lock().expect("nobody panicked"), 0);
    }
}
