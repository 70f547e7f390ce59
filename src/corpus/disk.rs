//! The few changes on the disk that publishing is made of, so that tests can stop between any two.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::failpoint;

/// What publishing does to the disk.
pub(super) trait Disk: Send + Sync {
    /// Writes a new file; it is on the disk when this returns.
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Writes a file anew; it is on the disk when this returns.
    fn record(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Gives the file `from` the name `to`, which no file has; `from` may stay.
    fn place(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives the file `from` the name `to`, in place of the file that has it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Puts the names in a folder on the disk.
    fn sync(&self, folder: &Path) -> io::Result<()>;
}

/// The disk itself.
#[derive(Debug)]
pub(super) struct Storage;

impl Disk for Storage {
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        failpoint::passed();
        let mut file = File::options().write(true).create_new(true).open(path)?;
        let written = torn(&mut file, bytes).and_then(|()| file.sync_all());
        if written.is_err() {
            // A full disk: what is there of the file is of no use.
            let _ = fs::remove_file(path);
        }
        written
    }

    fn record(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        failpoint::passed();
        let mut file = File::options().write(true).create(true).truncate(true).open(path)?;
        torn(&mut file, bytes)?;
        file.sync_all()
    }

    fn place(&self, from: &Path, to: &Path) -> io::Result<()> {
        failpoint::passed();
        match fs::hard_link(from, to) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                // Some file systems have no hard links.
                if to.try_exists()? {
                    return Err(ErrorKind::AlreadyExists.into());
                }
                fs::rename(from, to)
            }
            placed => placed,
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        failpoint::passed();
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        failpoint::passed();
        match fs::remove_file(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    fn sync(&self, folder: &Path) -> io::Result<()> {
        failpoint::passed();
        // Windows opens no folders, and keeps names without being told.
        if cfg!(windows) { Ok(()) } else { File::open(folder)?.sync_all() }
    }
}

/// Writes `bytes` in two pieces, so that tests can end between them.
fn torn(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    let (first, rest) = bytes.split_at(bytes.len() / 2);
    for piece in [first, rest] {
        failpoint::passed();
        file.write_all(piece)?;
    }
    failpoint::passed();
    Ok(())
}
