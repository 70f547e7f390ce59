//! Single files, put in their place whole or not at all.

use std::fs;
use std::io;
use std::path::Path;

use super::Writer;
use crate::corpus::error::CorpusError;
use crate::corpus::journal;

impl Writer {
    /// Writes a file that nobody changes; it is there whole or not at all, and on the disk when
    /// this returns.
    ///
    /// # Errors
    /// [`CorpusError::Io`].
    pub(in crate::corpus) fn write_once(
        &self,
        path: &Path,
        bytes: &[u8],
    ) -> Result<(), CorpusError> {
        match self.write_aside(path, bytes, &|staged| self.disk.place(staged, path)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            written => written.map_err(|error| CorpusError::io(path, error)),
        }
    }

    /// Writes a file in place of the one that is there; it is on the disk when this returns.
    ///
    /// # Errors
    /// [`CorpusError::Io`].
    pub(in crate::corpus) fn write_anew(
        &self,
        path: &Path,
        bytes: &[u8],
    ) -> Result<(), CorpusError> {
        let written = self.write_aside(path, bytes, &|staged| self.disk.rename(staged, path));
        written.map_err(|error| CorpusError::io(path, error))
    }

    /// Moves a file to a name that no file has; it is there for good when this returns.
    ///
    /// # Errors
    /// [`CorpusError::Io`]; then it is where it was, or at `to` where a folder cannot be synced.
    pub(in crate::corpus) fn relocate(&self, from: &Path, to: &Path) -> Result<(), CorpusError> {
        let folders = [from, to].map(|path| path.parent().unwrap_or(self.corpus.root()));
        fs::create_dir_all(folders[1]).map_err(|error| CorpusError::io(folders[1], error))?;
        if to.exists() {
            return Err(CorpusError::io(to, io::ErrorKind::AlreadyExists.into()));
        }
        self.disk.rename(from, to).map_err(|error| CorpusError::io(from, error))?;
        // The new name first: between the two a file may have both, never none.
        for folder in [folders[1], folders[0]] {
            self.disk.sync(folder).map_err(|error| CorpusError::io(folder, error))?;
        }
        Ok(())
    }

    /// Writes a file aside and puts it in its place.
    fn write_aside(
        &self,
        path: &Path,
        bytes: &[u8],
        put: &dyn Fn(&Path) -> io::Result<()>,
    ) -> io::Result<()> {
        let number = self.staged.get();
        self.staged.set(number + 1);
        let staged = self.corpus.writers_file(&journal::staged_name(std::process::id(), number));
        let folder = path.parent().unwrap_or(self.corpus.root());
        fs::create_dir_all(folder)?;
        self.disk.remove(&staged)?;
        self.disk.create(&staged, bytes)?;
        put(&staged).and_then(|()| self.disk.remove(&staged))?;
        self.disk.sync(folder)
    }
}
