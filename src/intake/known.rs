//! What an import must know of each document that is held, and how it is remembered from one import
//! to the next, so that the corpus is not read again.

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::duplicate::{SKETCH_VERSION, Sketch, Text};
use crate::corpus::{CorpusError, CorpusFolder, Listed};
use crate::document::markdown_file::MarkdownFile;
use crate::library::records::Kept;
use crate::library::{Generations, Records};
use crate::text::segment::ANALYZER_VERSION;

/// Another number wherever a record is written otherwise.
const RECORD_VERSION: u32 = 1;
/// The name of the file in the index folder.
const NAME: &str = "known.records";
/// The file is written anew when it holds this many times more records than there are files, and
/// some.
const WORN: usize = 2;
const FEW: usize = 1_000;

/// A file of the corpus and what an import must know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownFile {
    /// By size and time of change it is known whether the rest still holds.
    pub(super) listed: Listed,
    /// `None` for a file that is no document.
    pub(super) document: Option<KnownDocument>,
}

/// What an import must know of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownDocument {
    /// SHA-256 of the raw file that it came from, in hexadecimal.
    pub(super) raw_file: Option<String>,
    /// How many documents that file gave.
    pub(super) parts: usize,
    /// What it is compared by.
    pub(super) text: Text,
}

impl KnownDocument {
    /// What must be known of a document with this content.
    pub(super) fn of(file: &MarkdownFile) -> Self {
        let source = &file.front_matter.source;
        Self {
            raw_file: source.sha256.clone(),
            parts: source.parts.unwrap_or(1),
            text: Text::of(&file.front_matter, &file.body),
        }
    }
}

/// The memory of a corpus in an index folder. It may be lost at any time.
#[derive(Debug)]
pub struct Memory {
    records: Records,
    kept: Kept,
    /// What is to be written.
    new: Vec<Vec<u8>>,
    /// Whether it is to be written in place of all that is kept.
    anew: bool,
}

impl Memory {
    /// The memory of the corpus in `root`, beside the generations of its index.
    #[must_use]
    pub fn new(generations: &Generations, root: &Path) -> Self {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let version = format!("{RECORD_VERSION}.{SKETCH_VERSION}.{ANALYZER_VERSION}");
        let head = format!("dianan known {version} {}", root.display());
        let records = Records::new(generations, NAME, &head);
        Self { records, kept: Kept::default(), new: Vec::new(), anew: false }
    }

    /// Adds a file; it is written with the next [`Memory::keep`].
    pub(super) fn add(&mut self, file: &KnownFile) {
        self.new.push(print(file));
    }

    /// Writes what was added.
    pub(super) fn keep(&mut self) {
        if !self.new.is_empty() {
            // Without it the next import reads these files again.
            let _ = match self.anew {
                true => self.records.replace(&mut self.kept, &self.new),
                false => self.records.append(&mut self.kept, &self.new),
            };
            self.anew = false;
            self.new.clear();
        }
    }

    /// How many files were added and not yet written.
    pub(super) fn unwritten(&self) -> usize {
        self.new.len()
    }
}

/// Every file of `corpus`, in the order of paths. Only those are read that `memory` does not know
/// as they are now; `progress` is told how many of them are done.
pub(super) fn known_files(
    corpus: &CorpusFolder,
    memory: Option<&mut Memory>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<KnownFile>, CorpusError> {
    let listed = corpus.list()?;
    let Some(memory) = memory else {
        let files: Vec<&Listed> = listed.iter().collect();
        return Ok(read(corpus, &files, progress));
    };
    memory.kept = memory.records.read();
    let records = memory.kept.records().count();
    let mut remembered: HashMap<String, KnownFile> = memory
        .kept
        .records()
        .filter_map(parse)
        .map(|file| (file.listed.path.clone(), file))
        .collect();
    memory.kept.forget();
    let (mut known, mut others) = (Vec::with_capacity(listed.len()), Vec::new());
    for file in &listed {
        match remembered.remove(&file.path).filter(|it| is_as_it_was(&it.listed, file)) {
            Some(file) => known.push(file),
            None => others.push(file),
        }
    }
    drop(remembered);
    let new = read(corpus, &others, progress);
    memory.anew = records > WORN * listed.len() + FEW;
    let old = known.iter().filter(|_| memory.anew);
    let records: Vec<Vec<u8>> = old.chain(&new).map(print).collect();
    memory.new.extend(records);
    known.extend(new);
    known.sort_by(|a, b| a.listed.path.cmp(&b.listed.path));
    Ok(known)
}

fn read(
    corpus: &CorpusFolder,
    files: &[&Listed],
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<KnownFile> {
    let done = std::sync::atomic::AtomicUsize::new(0);
    let read = |listed: &&Listed| {
        let held = corpus.file(&listed.path).map(|file| file.parse());
        let number = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        progress(number + 1, files.len());
        let document = held?.ok().map(|held| KnownDocument::of(&held.file));
        Some(KnownFile { listed: (*listed).clone(), document })
    };
    files.par_iter().filter_map(read).collect()
}

/// Whether a file that was listed before is the same still, by its size and time.
fn is_as_it_was(before: &Listed, now: &Listed) -> bool {
    (before.size, before.modified) == (now.size, now.modified) && before.modified > 0
}

/// A file as a record: numbers least byte first, texts behind their length.
fn print(file: &KnownFile) -> Vec<u8> {
    let mut record = Vec::new();
    let text = |record: &mut Vec<u8>, text: &str| {
        record.extend((text.len() as u64).to_le_bytes());
        record.extend(text.as_bytes());
    };
    text(&mut record, &file.listed.path);
    record.extend(file.listed.size.to_le_bytes());
    record.extend(file.listed.modified.to_le_bytes());
    let Some(document) = &file.document else { return record };
    text(&mut record, document.raw_file.as_deref().unwrap_or_default());
    record.extend((document.parts as u64).to_le_bytes());
    record.extend(document.text.title.to_le_bytes());
    record.extend(document.text.origin.to_le_bytes());
    let sketch = &document.text.sketch;
    record.extend(u64::from(sketch.letters).to_le_bytes());
    record.extend((sketch.whole as u64).to_le_bytes());
    record.extend(((sketch.whole >> 64) as u64).to_le_bytes());
    sketch.smallest.iter().for_each(|hash| record.extend(hash.to_le_bytes()));
    record
}

fn parse(record: &[u8]) -> Option<KnownFile> {
    let mut rest = record;
    let path = take_text(&mut rest)?;
    let (size, modified) = (take_number(&mut rest)?, take_number(&mut rest)?);
    let listed = Listed { path, size, modified, changed: 0 };
    if rest.is_empty() {
        return Some(KnownFile { listed, document: None });
    }
    let raw_file = Some(take_text(&mut rest)?).filter(|hash| !hash.is_empty());
    let parts = usize::try_from(take_number(&mut rest)?).ok()?;
    let (title, origin) = (take_number(&mut rest)?, take_number(&mut rest)?);
    let letters = u32::try_from(take_number(&mut rest)?).ok()?;
    let low = u128::from(take_number(&mut rest)?);
    let whole = low | u128::from(take_number(&mut rest)?) << 64;
    let hashes = rest.as_chunks::<4>().0.iter();
    let smallest = hashes.map(|hash| u32::from_le_bytes(*hash)).collect();
    let text = Text { sketch: Sketch { smallest, whole, letters }, title, origin };
    Some(KnownFile { listed, document: Some(KnownDocument { raw_file, parts, text }) })
}

fn take_number(rest: &mut &[u8]) -> Option<u64> {
    let (number, after) = rest.split_first_chunk::<8>()?;
    *rest = after;
    Some(u64::from_le_bytes(*number))
}

fn take_text(rest: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(take_number(rest)?).ok()?;
    let text = rest.get(..length)?;
    *rest = &rest[length..];
    String::from_utf8(text.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{FrontMatter, Kind};

    #[test]
    fn a_file_is_remembered_as_it_was() {
        let mut front_matter = FrontMatter::new("题目", Kind::Case);
        front_matter.source.sha256 = Some("ab".repeat(32));
        front_matter.source.parts = Some(7);
        let body = "坚持以党的政治建设为统领，推动机关党建和业务工作深度融合。".repeat(9);
        let document = KnownDocument::of(&MarkdownFile { front_matter, body });
        let listed =
            Listed { path: "cases/题目.md".to_owned(), size: 9, modified: 1 << 60, changed: 0 };
        for document in [Some(document), None] {
            let file = KnownFile { listed: listed.clone(), document };
            let record = print(&file);
            assert_eq!(parse(&record), Some(file.clone()));
            for length in 0..record.len().min(200) {
                // Shorter ones may be whole, but never panic.
                let _ = parse(&record[..length]);
            }
        }
    }
}
