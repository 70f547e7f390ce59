//! Changing documents and taking them away. Nothing is lost by it: what a document was is kept aside,
//! and what is taken away lies in the bin for a while.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::error::CorpusError;
use super::layout::CorpusFolder;
use super::walk::{CorpusFile, fingerprint, id_of};
use super::write::Writer;
use crate::document::markdown_file::{self, MarkdownFile};
use crate::document::{DocumentId, Kind};

/// What a corpus keeps aside: earlier versions of documents, and the bin.
const FOLDER: &str = ".kept";
/// How long a document lies in the bin.
pub const BIN_DAYS: u64 = 30;
const DAY: u64 = 24 * 60 * 60;

/// A document in the bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binned {
    /// The name of its file in the bin.
    pub name: String,
    /// When it was taken away, as RFC 3339 in UTC.
    pub at: String,
    /// Where it lay, relative to the corpus.
    pub path: String,
    /// The document.
    pub id: DocumentId,
}

/// What a document was before a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The name of its file.
    pub name: String,
    /// When it was changed, as RFC 3339 in UTC.
    pub at: String,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// It is on the disk.
    Done,
    /// Somebody has changed the document meanwhile; it stays as it is.
    Meanwhile,
}

impl CorpusFolder {
    /// The file of the document `id`; `None` when there is none.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when a folder cannot be read.
    pub fn file_of(&self, id: &DocumentId) -> Result<Option<CorpusFile>, CorpusError> {
        let usual = Kind::ALL.into_iter().map(|kind| format!("{}/{id}.md", kind.folder()));
        if let Some(file) = usual.into_iter().find_map(|path| self.file(&path)) {
            return Ok(Some(file));
        }
        let listed = self.list()?;
        let found = listed.iter().find(|it| id_of(&it.path).as_ref() == Some(id));
        Ok(found.and_then(|it| self.file(&it.path)))
    }

    /// What the document `id` was before each change, the last first.
    #[must_use]
    pub fn versions(&self, id: &DocumentId) -> Vec<Version> {
        let names = names_in(&self.versions_of(id)).into_iter().rev();
        names.filter_map(|name| Some(Version { at: time_of(&name)?, name })).collect()
    }

    /// The text of a version of the document `id`.
    #[must_use]
    pub fn version(&self, id: &DocumentId, name: &str) -> Option<String> {
        let known = self.versions(id).into_iter().find(|it| it.name == name)?;
        fs::read_to_string(self.versions_of(id).join(known.name)).ok()
    }

    /// What lies in the bin, the last first.
    #[must_use]
    pub fn binned(&self) -> Vec<Binned> {
        names_in(&self.bin()).into_iter().rev().filter_map(|name| binned(&name)).collect()
    }

    /// The text of a document in the bin.
    #[must_use]
    pub fn text_in_bin(&self, binned: &Binned) -> Option<String> {
        fs::read_to_string(self.bin().join(&binned.name)).ok()
    }

    fn versions_of(&self, id: &DocumentId) -> PathBuf {
        self.root().join(FOLDER).join("versions").join(id.as_str())
    }

    fn bin(&self) -> PathBuf {
        self.root().join(FOLDER).join("bin")
    }
}

impl Writer {
    /// Puts `file` in place of the document at `path`, relative to the corpus, which was last seen
    /// with the fingerprint `before`; a document of another kind moves to the folder of its kind.
    /// What it was is kept aside.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when it cannot be written; then it is as it was.
    pub fn change(
        &self,
        path: &str,
        before: &str,
        file: &MarkdownFile,
    ) -> Result<Changed, CorpusError> {
        let at = self.corpus().root().join(path);
        let held = fs::read(&at).map_err(|error| CorpusError::io(&at, error))?;
        if fingerprint(&held) != before {
            return Ok(Changed::Meanwhile);
        }
        let Some(id) = id_of(path) else { return Ok(Changed::Meanwhile) };
        let name = format!("{}.md", stamp());
        self.write_once(&self.corpus().versions_of(&id).join(name), &held)?;
        self.write_anew(&at, markdown_file::print(file).as_bytes())?;
        let (folder, rest) = path.split_once('/').unwrap_or(("", path));
        if folder != file.front_matter.kind.folder() {
            let to = self.corpus().root().join(file.front_matter.kind.folder()).join(rest);
            self.relocate(&at, &to)?;
        }
        Ok(Changed::Done)
    }

    /// Puts `text` in place of a file of the lexicon, which was last seen as `before`; what it was
    /// is kept aside.
    ///
    /// # Errors
    /// [`CorpusError`] when it cannot be read or written; then it is as it was.
    pub fn change_lexicon(
        &self,
        name: &str,
        before: &str,
        text: &str,
    ) -> Result<Changed, CorpusError> {
        let corpus = self.corpus();
        let held = corpus.lexicon_file(name)?;
        if held != before {
            return Ok(Changed::Meanwhile);
        }
        if !held.is_empty() {
            let kept = format!("{}~{name}", stamp());
            let kept = corpus.root().join(FOLDER).join("lexicon").join(kept);
            self.write_once(&kept, held.as_bytes())?;
        }
        self.write_anew(&corpus.lexicon_path(name), text.as_bytes())?;
        Ok(Changed::Done)
    }

    /// Puts the document at `path`, relative to the corpus, into the bin. What has lain there for
    /// longer than [`BIN_DAYS`] goes.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when it cannot be moved; then it is where it was.
    pub fn discard(&self, path: &str) -> Result<(), CorpusError> {
        self.empty_bin();
        let at = self.corpus().root().join(path);
        let name = format!("{}~{}", stamp(), path.replace('/', "~"));
        self.relocate(&at, &self.corpus().bin().join(name))
    }

    /// Brings a document back out of the bin, to where it lay; under another name where another
    /// document has taken its own. Gives its name.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when it cannot be moved; then it stays in the bin.
    pub fn bring_back(&self, binned: &Binned) -> Result<DocumentId, CorpusError> {
        let corpus = self.corpus();
        let (id, _) = corpus.free_id(&binned.id, 1, |_| false);
        let place = corpus.root().join(&binned.path).with_file_name(format!("{id}.md"));
        self.relocate(&corpus.bin().join(&binned.name), &place)?;
        Ok(id)
    }

    /// Takes out of the bin for good what has lain there for longer than [`BIN_DAYS`].
    pub fn empty_bin(&self) {
        let oldest = jiff::Timestamp::now() - Duration::from_secs(BIN_DAYS * DAY);
        for binned in self.corpus().binned() {
            if binned.at.parse::<jiff::Timestamp>().is_ok_and(|at| at < oldest) {
                // What cannot be removed now is removed another time.
                let _ = fs::remove_file(self.corpus().bin().join(binned.name));
            }
        }
    }
}

/// Now, so that names sort by time: `2026-11-30T11.53.36.123Z`, for `:` cannot stand in names
/// everywhere.
fn stamp() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H.%M.%S%.6fZ").to_string()
}

/// The time in a name that begins with one.
fn time_of(name: &str) -> Option<String> {
    let (day, time) = name.split_once('T')?;
    let (time, _) = time.split_once('Z')?;
    let mut parts = time.splitn(3, '.');
    let time = [parts.next()?, parts.next()?, parts.next()?].join(":");
    let at: jiff::Timestamp = format!("{day}T{time}Z").parse().ok()?;
    Some(at.to_string())
}

fn binned(name: &str) -> Option<Binned> {
    let (_, path) = name.split_once('~')?;
    let path = path.replace('~', "/");
    let id = id_of(&path)?;
    Some(Binned { at: time_of(name)?, name: name.to_owned(), path, id })
}

/// The names in a folder, in order; none where there is no folder.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.filter_map(|it| it.file_name().into_string().ok()).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::FrontMatter;

    fn document(title: &str, body: &str, kind: Kind) -> MarkdownFile {
        MarkdownFile { front_matter: FrontMatter::new(title, kind), body: body.to_owned() }
    }

    #[test]
    fn a_document_is_changed_once_taken_away_and_brought_back() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = CorpusFolder::open(folder.path()).unwrap();
        let id = DocumentId::parse("甲").unwrap();
        let writer = corpus.writer("test").unwrap();
        writer.publish(&[(id.clone(), document("甲", "一。\n", Kind::Case))]).unwrap();
        let before = corpus.file_of(&id).unwrap().unwrap().fingerprint;
        let changed = document("甲", "二。\n", Kind::Guide);
        assert_eq!(writer.change("cases/甲.md", &before, &changed).unwrap(), Changed::Done);
        let held = corpus.file_of(&id).unwrap().unwrap();
        assert_eq!(held.path, "guides/甲.md");
        assert_eq!(held.parse().unwrap().file, changed);
        // Who saw the document before must see it again first.
        let late = document("甲", "三。\n", Kind::Guide);
        assert_eq!(writer.change("guides/甲.md", &before, &late).unwrap(), Changed::Meanwhile);
        let versions = corpus.versions(&id);
        assert_eq!(versions.len(), 1);
        assert!(corpus.version(&id, &versions[0].name).unwrap().ends_with("一。\n"));
        assert_eq!(corpus.version(&id, "../../../guides/甲.md"), None);

        writer.discard("guides/甲.md").unwrap();
        assert!(corpus.list().unwrap().is_empty() && corpus.file_of(&id).unwrap().is_none());
        let binned = corpus.binned();
        assert_eq!((binned[0].path.as_str(), &binned[0].id), ("guides/甲.md", &id));
        writer.publish(&[(id.clone(), document("另一份", "四。\n", Kind::Guide))]).unwrap();
        assert_eq!(writer.bring_back(&binned[0]).unwrap().as_str(), "甲-2");
        assert!(corpus.binned().is_empty());
        assert_eq!(corpus.list().unwrap().len(), 2);
    }

    #[test]
    fn what_has_lain_in_the_bin_for_long_goes() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = CorpusFolder::open(folder.path()).unwrap();
        let writer = corpus.writer("test").unwrap();
        fs::create_dir_all(corpus.bin()).unwrap();
        fs::write(corpus.bin().join("2020-01-01T00.00.00.000000Z~cases~旧.md"), "x").unwrap();
        assert_eq!(corpus.binned()[0].at, "2020-01-01T00:00:00Z");
        let id = DocumentId::parse("新").unwrap();
        writer.publish(&[(id, document("新", "一。\n", Kind::Case))]).unwrap();
        writer.discard("cases/新.md").unwrap();
        let names: Vec<_> = corpus.binned().into_iter().map(|it| it.id.to_string()).collect();
        assert_eq!(names, ["新"]);
    }
}
