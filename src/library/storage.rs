//! A folder of the disk as the files of an index.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::corpus::failpoint;
use crate::index::storage::{Fresh, Storage, Stored};

/// The files in one folder.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The files in `root`.
    #[must_use]
    pub fn at(root: &Path) -> Arc<dyn Storage> {
        Arc::new(Self { root: root.to_owned() })
    }
}

impl Storage for Folder {
    fn place(&self) -> String {
        self.root.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Stored>> {
        let file = File::open(self.root.join(name))?;
        let size = file.metadata()?.len();
        Ok(Box::new(Opened { file, size }))
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn Fresh>> {
        failpoint::passed();
        let file = File::options().write(true).create_new(true).open(self.root.join(name))?;
        Ok(Box::new(Created(file)))
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        replace(&self.root.join(name), bytes)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        failpoint::passed();
        fs::remove_file(self.root.join(name))
    }

    fn exists(&self, name: &str) -> io::Result<bool> {
        self.root.join(name).try_exists()
    }

    fn sync(&self) -> io::Result<()> {
        sync_folder(&self.root)
    }

    fn lock(&self, name: &str, waiting: bool) -> io::Result<Box<dyn Send + Sync>> {
        let path = self.root.join(name);
        let made = File::options().write(true).create(true).truncate(false).open(&path);
        let file = match made.or_else(|_| File::open(&path)) {
            Ok(file) => file,
            // Nobody writes where nobody can, so that there is nobody to wait for.
            Err(error) if waiting && is_read_only(&error) => return Ok(Box::new(())),
            Err(error) => return Err(error),
        };
        if waiting {
            file.lock()?;
        } else {
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(ErrorKind::WouldBlock.into()),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(Box::new(file))
    }
}

fn is_read_only(error: &io::Error) -> bool {
    use ErrorKind::{NotFound, PermissionDenied, ReadOnlyFilesystem};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem | NotFound)
}

#[derive(Debug)]
struct Opened {
    file: File,
    size: u64,
}

impl Stored for Opened {
    fn size(&self) -> u64 {
        self.size
    }

    #[cfg(unix)]
    fn read(&self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, buffer, at)
    }

    #[cfg(windows)]
    fn read(&self, mut at: u64, mut buffer: &mut [u8]) -> io::Result<()> {
        while !buffer.is_empty() {
            match std::os::windows::fs::FileExt::seek_read(&self.file, buffer, at)? {
                0 => return Err(ErrorKind::UnexpectedEof.into()),
                read => {
                    buffer = &mut buffer[read..];
                    at += read as u64;
                }
            }
        }
        Ok(())
    }
}

struct Created(File);

impl Write for Created {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        failpoint::passed();
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Fresh for Created {
    fn sync(&mut self) -> io::Result<()> {
        failpoint::passed();
        self.0.sync_all()
    }
}

/// Writes a file aside and puts it in its place in one rename; file and name are on the disk then.
/// The name aside is always the same, so that what a kill leaves there the next write takes away.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_by(path, bytes, File::options().write(true).create(true).truncate(true))
}

/// As [`replace`], for a file that only this user may read.
pub(super) fn replace_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // One that was left aside keeps the mode it had.
    let _ = fs::remove_file(path.with_extension("tmp"));
    replace_by(path, bytes, &options)
}

fn replace_by(path: &Path, bytes: &[u8], options: &fs::OpenOptions) -> io::Result<()> {
    let aside = path.with_extension("tmp");
    failpoint::passed();
    let written = options.open(&aside).and_then(|mut file| {
        file.write_all(bytes)?;
        failpoint::passed();
        file.sync_all()
    });
    failpoint::passed();
    if let Err(error) = written.and_then(|()| fs::rename(&aside, path)) {
        // A full disk: what is there of the file is of no use.
        let _ = fs::remove_file(&aside);
        return Err(error);
    }
    path.parent().map_or(Ok(()), sync_folder)
}

/// Puts the names in a folder on the disk.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    failpoint::passed();
    // Windows opens no folders, and keeps names without being told.
    if cfg!(windows) { Ok(()) } else { File::open(folder)?.sync_all() }
}
