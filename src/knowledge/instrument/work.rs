//! What stands in title marks and is no instrument: magazines, books, programmes, films, courses.

use crate::knowledge::marks::first;
use crate::knowledge::rules::{File, Words, list};

/// What a title in marks is called when it is no document: right after the closing mark, or right
/// before the opening one.
static KINDS: Words = Words::new(|| list(File::Instruments, "work"));

/// What follows a title that was written to be read, shown or judged, within a few characters.
static SHOWN: Words = Words::new(|| list(File::Instruments, "shown"));

/// The reach of such words, in characters.
const REACH: usize = 12;

/// Endings of the titles of papers, books, programmes and films.
static ENDINGS: Words = Words::new(|| list(File::Instruments, "work_ending"));

/// Verbs of which a title is the object when it is read, shown or sung.
static VERBS: Words = Words::new(|| list(File::Instruments, "work_verb"));

/// Whether the title between `before` and `after`, the text around its marks within the sentence,
/// is something to read, watch or hear.
pub(super) fn is_work(title: &str, before: &str, after: &str) -> bool {
    let after = after.trim_start();
    let before = before.trim_end();
    let after_start = first(after, REACH);
    let clause =
        &after_start[..after_start.find(['。', '；', '，', ',']).unwrap_or(after_start.len())];
    ENDINGS.iter().any(|word| title.ends_with(word))
        || KINDS.iter().any(|word| after.starts_with(word) || before.ends_with(word))
        || VERBS.iter().any(|word| before.trim_end_matches('了').ends_with(word))
        || SHOWN.iter().any(|word| clause.contains(word))
}
