//! Adding documents to a corpus: aside first, then in one rename; nothing is ever overwritten.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::CorpusError;
use super::layout::CorpusFolder;
use crate::document::DocumentId;
use crate::document::markdown_file::{self, MarkdownFile};

impl CorpusFolder {
    /// A name like `wanted` that no document of the corpus has, nor `taken` says it has.
    #[must_use]
    pub fn free_id(&self, wanted: &DocumentId, taken: impl Fn(&DocumentId) -> bool) -> DocumentId {
        let is_free = |id: &DocumentId| !self.holds(id) && !taken(id);
        let numbered = (2..).map(|number| wanted.numbered(number));
        let mut candidates = std::iter::once(wanted.clone()).chain(numbered);
        candidates.find(is_free).expect("numbers do not run out")
    }

    /// Writes a new document and gives its path. After a crash the file is there whole or not at
    /// all.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when it cannot be written, or a file of that name is there.
    pub fn add(&self, id: &DocumentId, file: &MarkdownFile) -> Result<PathBuf, CorpusError> {
        let path = self.path_of(file.front_matter.kind, id);
        let folder = path.parent().expect("a document lies in its kind's folder");
        fs::create_dir_all(folder).map_err(|error| CorpusError::io(folder, error))?;
        if path.exists() {
            let taken = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
            return Err(CorpusError::io(&path, taken));
        }
        let aside = folder.join(format!(".{id}.tmp"));
        write_whole(&aside, markdown_file::print(file).as_bytes())
            .and_then(|()| fs::rename(&aside, &path))
            .and_then(|()| File::open(folder)?.sync_all())
            .map_err(|error| CorpusError::io(&path, error))?;
        Ok(path)
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{FrontMatter, Kind};

    #[test]
    fn a_document_is_added_once_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = CorpusFolder::open_or_create(&folder.path().join("c")).unwrap();
        let id = DocumentId::parse("zhuhai").unwrap();
        let front_matter = FrontMatter::new("珠海", Kind::Case);
        let file = MarkdownFile { front_matter, body: "正文。\n".to_owned() };
        corpus.add(&id, &file).unwrap();
        assert!(corpus.add(&id, &file).is_err());
        assert_eq!(corpus.free_id(&id, |_| false).as_str(), "zhuhai-2");
        let files = corpus.files().unwrap();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].path, "cases/zhuhai.md");
        assert_eq!(files[0].parse().unwrap().file, file);
    }
}
