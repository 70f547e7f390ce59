//! Importing many files: one outcome a file, all of its documents or none, and one bad file never
//! stops the others.

mod beside;
mod opening;
mod packed;
mod preview;

use std::collections::HashMap;

use super::convert::{Converted, Raw};
use super::describe::Evidence;
use super::duplicate::{KnownTexts, Sketch, Standing, Text};
use super::known::{KnownDocument, KnownFile, Memory, known_files};
pub use super::outcome::{Imported, Outcome, Verdict};
use super::sandbox::Reader;
use crate::corpus::walk::{fingerprint, id_of};
use crate::corpus::{CorpusError, CorpusFolder, Listed, Writer};
use crate::document::DocumentId;
use crate::document::markdown_file::MarkdownFile;
pub use opening::Opening;
use packed::{Read, unread};
pub use preview::{Known, Previewed, unpacked};

/// Documents after which the memory is written, so that a long import that is killed need not be
/// read again.
const KEPT_TOGETHER: usize = 1_000;

/// An import into one corpus, which no other process writes to meanwhile. Knows all that is held,
/// and what it has added.
pub struct Batch<'a> {
    corpus: &'a CorpusFolder,
    /// `None` when nothing is to be written.
    writer: Option<Writer>,
    keeps_originals: bool,
    reader: Reader,
    texts: KnownTexts,
    /// Of each of the texts, by its number.
    held: Vec<Entry>,
    raw_files: HashMap<String, RawFile>,
    names: HashMap<DocumentId, usize>,
    memory: Option<Memory>,
}

/// A document that is held or was added.
struct Entry {
    id: DocumentId,
    /// `None` until it is on the disk.
    path: Option<String>,
}

/// A raw file that gave documents.
struct RawFile {
    /// One of them.
    entry: usize,
    /// How many there are.
    held: usize,
    /// How many there were.
    parts: usize,
}

/// A document that is to be added.
struct New {
    id: DocumentId,
    file: MarkdownFile,
    evidence: Vec<Evidence>,
}

impl<'a> Batch<'a> {
    /// Opens an import into `corpus`.
    ///
    /// # Errors
    /// [`CorpusError::Busy`] while another process writes to the corpus; any other when it cannot be
    /// read or written.
    pub fn open(corpus: &'a CorpusFolder, dry_run: bool) -> Result<Self, CorpusError> {
        Self::open_with(
            corpus,
            Opening {
                dry_run,
                memory: None,
                keeps_originals: true,
                reader: Reader::Here,
                progress: &|_, _| {},
            },
        )
    }

    /// Opens an import into `corpus` as `opening` says.
    ///
    /// # Errors
    /// As [`Batch::open`].
    pub fn open_with(corpus: &'a CorpusFolder, opening: Opening<'_>) -> Result<Self, CorpusError> {
        let Opening { dry_run, mut memory, keeps_originals, reader, progress } = opening;
        let writer = if dry_run { None } else { Some(corpus.writer("dianan import")?) };
        let files = known_files(corpus, memory.as_mut(), progress)?;
        let mut batch = Self {
            corpus,
            writer,
            keeps_originals,
            reader,
            texts: KnownTexts::default(),
            held: Vec::with_capacity(files.len()),
            raw_files: HashMap::new(),
            names: HashMap::new(),
            memory: memory.filter(|_| !dry_run),
        };
        let mut texts = Vec::with_capacity(files.len());
        for KnownFile { listed, document } in files {
            // A file that is no document keeps its name all the same.
            let Some(id) = id_of(&listed.path) else { continue };
            batch.names.entry(id.clone()).or_insert(1);
            let Some(document) = document else { continue };
            batch.count(document.raw_file, document.parts, batch.held.len());
            batch.held.push(Entry { id, path: Some(listed.path) });
            texts.push(document.text);
        }
        batch.texts = KnownTexts::new(texts);
        Ok(batch)
    }

    /// Imports one file, or says why not. What the outcome says was added is on the disk.
    pub fn import(&mut self, raw: Raw<'_>) -> Outcome {
        let sha256 = fingerprint(raw.bytes);
        let held = self.is_held_whole(&sha256);
        let read = if held { Read::Held } else { packed::read(raw, &self.reader) };
        self.take(raw, &sha256, read)
    }

    /// Keeps what reading a file gave.
    fn take(&mut self, raw: Raw<'_>, sha256: &str, read: Read) -> Outcome {
        let failed = |reason| Outcome::without_documents(raw.name, Verdict::Failed, reason);
        match read {
            // It may have come with another name meanwhile.
            Read::Converted(_) | Read::Held if self.is_held_whole(sha256) => {
                let reason = "这个文件已经导入过，没有改动".to_owned();
                Outcome::without_documents(raw.name, Verdict::Duplicate, reason)
            }
            Read::Converted(converted) => self.keep(raw, sha256, *converted),
            Read::Unreadable(error) => unread(raw.name, &error),
            Read::Held | Read::Fault => {
                failed("程序处理这个文件时出错；请把文件发给开发者，其他文件不受影响".to_owned())
            }
        }
    }

    /// Adds what a file gave, but for what is held.
    fn keep(&mut self, raw: Raw<'_>, sha256: &str, converted: Converted) -> Outcome {
        let mut outcome = Outcome {
            file: raw.name.to_owned(),
            outcome: Verdict::Imported,
            reason: None,
            documents: Vec::new(),
            removed: converted.removed,
            remarks: converted.remarks,
        };
        let several = converted.documents.len() > 1;
        let mut whole = converted.compilation.as_deref().and_then(DocumentId::from_title);
        let (mut held, mut new): (Vec<String>, Vec<New>) = (Vec::new(), Vec::new());
        let documents = converted.documents.into_iter().zip(converted.evidence);
        for (index, (mut file, evidence)) in documents.enumerate() {
            let is_whole = index == 0 && converted.first_is_whole;
            if several && !is_whole {
                file.front_matter.part_of = whole.as_ref().map(ToString::to_string);
            }
            let text = Text::of(&file.front_matter, &file.body);
            let title = &file.front_matter.title;
            if text.is_empty() && !several {
                let reason = format!(
                    "只有题目“{title}”，没有正文，存了也检索不到；请对照原件，补上正文再导入"
                );
                return refused(outcome, reason);
            }
            if text.is_empty() {
                outcome.remarks.push(format!("《{title}》只有题目，没有正文；请对照原件核对"));
            }
            let id = match self.standing(&text, &file) {
                Standing::Same(number) => {
                    held.push(self.held[number].id.to_string());
                    self.held[number].id.clone()
                }
                standing => {
                    let ((id, file), remark) = self.take_up(standing, text, file);
                    outcome.remarks.extend(remark);
                    new.push(New { id, file, evidence });
                    new[new.len() - 1].id.clone()
                }
            };
            if is_whole {
                whole = Some(id);
            }
        }
        if let Err(error) = self.add(raw, sha256, &mut new) {
            self.forget(&new);
            return refused(outcome, error.to_string());
        }
        let imported = |new: New| Imported::new(new.id, &new.file, new.evidence);
        outcome.documents = new.into_iter().map(imported).collect();
        if outcome.documents.is_empty() {
            if let Err(error) = self.keep_beside(raw, sha256, &held) {
                outcome.remarks.push(format!("原件没有存下：{error}"));
            }
            outcome.outcome = Verdict::Duplicate;
            outcome.reason = Some(format!("库中已有同一篇：{}", held.join("、")));
        } else if several {
            outcome.outcome = Verdict::Divided;
        }
        outcome
    }

    /// Gives a document its name, and knows it from now on; with what to say of it.
    fn take_up(
        &mut self,
        standing: Standing,
        text: Text,
        mut file: MarkdownFile,
    ) -> ((DocumentId, MarkdownFile), Option<String>) {
        let title = file.front_matter.title.clone();
        let mut remark = None;
        if let Standing::Reprint(number) = standing {
            let original = self.held[number].id.to_string();
            remark = Some(format!("《{title}》与已有的 {original} 大体相同，记作转载"));
            file.front_matter.reprint_of = Some(original);
        }
        let id = self.free_id(&title);
        self.texts.push(text);
        self.held.push(Entry { id: id.clone(), path: None });
        ((id, file), remark)
    }

    /// Publishes documents, the last that are known, and knows them as held.
    fn add(&mut self, raw: Raw<'_>, sha256: &str, new: &mut [New]) -> Result<(), CorpusError> {
        if new.is_empty() {
            return Ok(());
        }
        let before = self.raw_files.get(sha256).map_or(0, |raw_file| raw_file.held);
        let parts = before + new.len();
        if parts > 1 {
            new.iter_mut().for_each(|new| new.file.front_matter.source.parts = Some(parts));
        }
        let first = self.held.len() - new.len();
        if let Some(writer) = &self.writer {
            if self.keeps_originals {
                writer.keep_original(sha256, raw.name, raw.bytes)?;
            }
            let documents: Vec<_> =
                new.iter().map(|new| (new.id.clone(), new.file.clone())).collect();
            let listed = writer.publish(&documents)?;
            self.remember(first, listed, new);
        }
        for number in first..self.held.len() {
            self.count(Some(sha256.to_owned()), parts, number);
        }
        Ok(())
    }

    fn remember(&mut self, first: usize, listed: Vec<Listed>, new: &[New]) {
        for ((listed, new), entry) in listed.into_iter().zip(new).zip(&mut self.held[first..]) {
            entry.path = Some(listed.path.clone());
            if let Some(memory) = &mut self.memory {
                memory.add(&KnownFile { listed, document: Some(KnownDocument::of(&new.file)) });
            }
        }
        if let Some(memory) = self.memory.as_mut().filter(|it| it.unwritten() >= KEPT_TOGETHER) {
            memory.keep();
        }
    }

    /// Forgets documents that could not be published.
    fn forget(&mut self, new: &[New]) {
        let length = self.held.len() - new.len();
        self.held.truncate(length);
        self.texts.truncate(length);
        for new in new {
            self.names.remove(&new.id);
        }
    }

    /// Counts a document of a raw file.
    fn count(&mut self, raw_file: Option<String>, parts: usize, entry: usize) {
        if let Some(sha256) = raw_file {
            let raw_file =
                self.raw_files.entry(sha256).or_insert(RawFile { entry, held: 0, parts: 1 });
            raw_file.held += 1;
            raw_file.parts = raw_file.parts.max(parts);
        }
    }

    /// Whether a raw file has been imported and all of its documents are there. One of them is
    /// looked at: what is held may have changed since the import was opened.
    fn is_held_whole(&self, sha256: &str) -> bool {
        self.raw_files.get(sha256).is_some_and(|raw_file| {
            let is_of_it =
                |file: &MarkdownFile| file.front_matter.source.sha256.as_deref() == Some(sha256);
            raw_file.held >= raw_file.parts && self.still(raw_file.entry, is_of_it)
        })
    }

    /// How a document stands to what is held. What would be passed over because the same is held is
    /// compared with what the disk holds now.
    fn standing(&self, text: &Text, file: &MarkdownFile) -> Standing {
        match self.texts.standing(text) {
            Standing::Same(number) => {
                let is_same = |held: &MarkdownFile| {
                    held.body == file.body || Sketch::of(&held.body) == text.sketch
                };
                if self.still(number, is_same) { Standing::Same(number) } else { Standing::New }
            }
            standing => standing,
        }
    }

    /// Whether a document that is held is on the disk and is so; one that is not yet there is.
    fn still(&self, number: usize, is_so: impl Fn(&MarkdownFile) -> bool) -> bool {
        let Some(path) = &self.held[number].path else { return true };
        let held = self.corpus.file(path).and_then(|file| file.parse().ok());
        held.is_some_and(|held| is_so(&held.file))
    }

    /// A name after this title that no document has, taken from now on.
    fn free_id(&mut self, title: &str) -> DocumentId {
        let wanted = DocumentId::from_title(title)
            .or_else(|| DocumentId::parse("untitled"))
            .expect("the name is one");
        let from = self.names.get(&wanted).map_or(1, |number| number + 1);
        let (id, number) = self.corpus.free_id(&wanted, from, |id| self.names.contains_key(id));
        // The next of this title need not try all numbers again.
        self.names.insert(wanted, number);
        self.names.entry(id.clone()).or_insert(1);
        id
    }
}

fn refused(outcome: Outcome, reason: String) -> Outcome {
    Outcome { outcome: Verdict::Failed, reason: Some(reason), ..outcome }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if let Some(memory) = &mut self.memory {
            memory.keep();
        }
    }
}
