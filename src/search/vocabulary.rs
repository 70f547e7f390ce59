//! The words that a corpus holds, by how they are written, sound and are typed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::index::engine::EngineError;
use crate::index::query::Reading;
use crate::library::Snapshot;
use crate::text::lexicon::usual;
use crate::text::pinyin::{loose, sounds};
use crate::text::segment::is_han;

/// The lengths of words that are looked up, in characters.
pub(super) const LENGTHS: RangeInclusive<usize> = 2..=8;

/// The Chinese words of a corpus. Some 100 bytes a word.
pub(super) struct Vocabulary {
    /// Each with the passages that hold it, sorted.
    words: Vec<(String, u64)>,
    /// By sound.
    sounds: Index,
    /// By sound without what many speakers do not tell apart.
    loose: Index,
    /// By what is typed for it: all letters of its sound, or the first of each syllable.
    typed: Index,
}

/// Hash of a key and number of a word, sorted.
type Index = Vec<(u64, u32)>;

impl Vocabulary {
    /// The words of `snapshot`, gathered the first time that they are asked for.
    pub(super) fn of(snapshot: &Snapshot) -> Result<Arc<Self>, EngineError> {
        snapshot.derived(|snapshot| Ok(Self::new(snapshot.engine.terms(Reading::Words)?)))
    }

    pub(super) fn new(mut words: Vec<(String, u64)>) -> Self {
        let length = |word: &str| word.chars().count();
        words.retain(|(word, _)| word.chars().all(is_han) && LENGTHS.contains(&length(word)));
        let (mut same, mut near, mut typed) = (Index::new(), Index::new(), Index::new());
        for (number, (word, _)) in (0u32..).zip(&words) {
            for sound in sounds(usual(word)) {
                let first: String = sound.split(' ').filter_map(|it| it.chars().next()).collect();
                typed.push((hash(&first), number));
                typed.push((hash(&sound.replace(' ', "")), number));
                near.push((hash(&loose(&sound)), number));
                same.push((hash(&sound), number));
            }
        }
        for index in [&mut same, &mut near, &mut typed] {
            index.sort_unstable();
            index.dedup();
            index.shrink_to_fit();
        }
        Self { words, sounds: same, loose: near, typed }
    }

    /// In how many passages a word stands; `None` where it is no word of the corpus.
    pub(super) fn passages(&self, word: &str) -> Option<u64> {
        let at = self.words.binary_search_by(|(held, _)| held.as_str().cmp(word)).ok()?;
        Some(self.words[at].1)
    }

    /// The words that sound so (syllables joined by a space).
    pub(super) fn sounding(&self, sound: &str) -> impl Iterator<Item = &(String, u64)> {
        self.under(&self.sounds, sound)
    }

    /// The words that nearly sound so.
    pub(super) fn nearly_sounding(&self, sound: &str) -> impl Iterator<Item = &(String, u64)> {
        self.under(&self.loose, &loose(sound))
    }

    /// The words that are typed by these letters, the most frequent first.
    pub(super) fn typed_by(&self, letters: &str) -> Vec<&(String, u64)> {
        let mut words: Vec<&(String, u64)> = self.under(&self.typed, letters).collect();
        words.sort_by_key(|(_, passages)| std::cmp::Reverse(*passages));
        words
    }

    fn under<'a>(
        &'a self,
        index: &'a Index,
        key: &str,
    ) -> impl Iterator<Item = &'a (String, u64)> + use<'a> {
        let wanted = hash(key);
        let from = index.partition_point(|(hash, _)| *hash < wanted);
        let equal = index[from..].iter().take_while(move |(hash, _)| *hash == wanted);
        equal.map(|(_, number)| &self.words[*number as usize])
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
