//! Tantivy's files with a checksum for every block, so that a byte that has changed on the disk is
//! an error and never an answer, and a file that was cut ends a read and not the process.
//!
//! A file is its body, CRC-32 of each block of [`BLOCK`] bytes, and a tail: the body's length (8
//! bytes), the CRC-32 of name, length and checksums (4), and a mark (4); numbers are little-endian.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use crate::index::storage::{Fresh, Storage, Stored, checksum, damage, sealed, unsealed};

/// What is checked at once, in bytes.
const BLOCK: usize = 16 * 1024;
/// The end of every file: length, checksum and mark, in bytes.
const TAIL: usize = 16;
/// The last four bytes of every file.
const MARK: [u8; 4] = *b"DA01";
/// Files up to this size are held in memory, in bytes.
const HELD_BYTES: u64 = 1_000_000;
/// Files that every question reads from are held whole whatever their size: dictionaries, columns,
/// lengths of fields.
const HELD_KINDS: [&str; 3] = ["term", "fast", "fieldnorm"];

/// The files of an index, as tantivy asks for them.
#[derive(Debug, Clone)]
pub(super) struct Guarded {
    storage: Arc<dyn Storage>,
    /// Where what is opened is noted, if anywhere.
    opened: Option<Opened>,
}

/// The files of one state of an index as they were opened, whatever has become of their names.
#[derive(Debug, Clone, Default)]
pub(super) struct Opened(Arc<Mutex<Files>>);

#[derive(Debug, Default)]
struct Files {
    whole: HashMap<PathBuf, Arc<dyn FileHandle>>,
    /// Those that are read at once and replaced whole, as they were read last.
    small: HashMap<PathBuf, Vec<u8>>,
}

impl Opened {
    pub(super) fn file(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let missing = || OpenReadError::FileDoesNotExist(path.to_owned());
        self.files().whole.get(path).cloned().ok_or_else(missing)
    }

    pub(super) fn small(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let missing = || OpenReadError::FileDoesNotExist(path.to_owned());
        self.files().small.get(path).cloned().ok_or_else(missing)
    }

    pub(super) fn has(&self, path: &Path) -> bool {
        self.files().whole.contains_key(path) || self.files().small.contains_key(path)
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        // A note is put in whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Guarded {
    pub(super) fn new(storage: Arc<dyn Storage>) -> Self {
        Self { storage, opened: None }
    }

    /// The same files, with what is opened noted in `opened`.
    pub(super) fn noting(self, opened: Opened) -> Self {
        Self { opened: Some(opened), ..self }
    }

    /// What people know these files by.
    pub(super) fn place(&self) -> String {
        self.storage.place()
    }

    fn checked(&self, name: &str) -> io::Result<Checked> {
        Checked::open(name, &self.place(), self.storage.open(name)?)
    }

    /// Reads a whole file, block by block; `paused` is told the bytes of each.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidData`] at the first block that is another than when it was written.
    pub(super) fn check(&self, name: &str, paused: &mut dyn FnMut(usize)) -> io::Result<()> {
        let file = self.checked(name)?;
        let mut at = 0;
        while at < file.length {
            let end = file.length.min(at + 64 * BLOCK);
            file.read(at..end)?;
            paused(end - at);
            at = end;
        }
        Ok(())
    }
}

/// A file whose tail is sound.
#[derive(Debug)]
struct Checked {
    /// For messages.
    path: String,
    file: Box<dyn Stored>,
    sums: Vec<u32>,
    /// Of the body, in bytes.
    length: usize,
}

impl Checked {
    fn open(name: &str, place: &str, file: Box<dyn Stored>) -> io::Result<Self> {
        let path = format!("{place}/{name}");
        let cut = || damage(&path, "不完整");
        let size = usize::try_from(file.size()).map_err(|_| cut())?;
        let mut tail = [0; TAIL];
        file.read(size.checked_sub(TAIL).ok_or_else(cut)? as u64, &mut tail)?;
        let (length, sum) = (&tail[..8], &tail[8..12]);
        let body = u64::from_le_bytes(length.try_into().map_err(|_| cut())?);
        let body = usize::try_from(body).map_err(|_| cut())?;
        let table = 4 * body.div_ceil(BLOCK);
        let whole = body.checked_add(table).and_then(|it| it.checked_add(TAIL));
        if tail[12..] != MARK || whole != Some(size) {
            return Err(damage(&path, "不完整，或结尾与写入时不同"));
        }
        let mut sums = vec![0; table];
        file.read(body as u64, &mut sums)?;
        if checksum(&[name.as_bytes(), length, &sums]).to_le_bytes() != sum {
            return Err(damage(&path, "的校验表与写入时不同"));
        }
        let number = |four: &[u8]| u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
        let sums = sums.chunks_exact(4).map(number).collect();
        Ok(Self { path, file, sums, length: body })
    }

    /// The bytes of `range` of the body, with the blocks that they stand in checked.
    fn read(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.length {
            return Err(damage(&self.path, "里没有所指的位置"));
        }
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        let first = range.start / BLOCK;
        let start = first * BLOCK;
        let end = self.length.min(range.end.div_ceil(BLOCK) * BLOCK);
        let mut bytes = vec![0; end - start];
        self.file.read(start as u64, &mut bytes)?;
        for (block, sum) in bytes.chunks(BLOCK).zip(&self.sums[first..]) {
            if checksum(&[block]) != *sum {
                return Err(damage(&self.path, "的内容与写入时不同"));
            }
        }
        Ok(OwnedBytes::new(bytes).slice(range.start - start..range.end - start))
    }
}

impl HasLen for Checked {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Checked {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        self.read(range)
    }
}

/// Whether a file is held in memory.
fn is_held(name: &str, size: u64) -> bool {
    let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
    size <= HELD_BYTES || HELD_KINDS.contains(&kind)
}

/// A file that is written, block by block.
struct Sealing {
    name: String,
    file: Box<dyn Fresh>,
    block: Vec<u8>,
    sums: Vec<u8>,
    length: u64,
}

impl Sealing {
    fn block_ends(&mut self) -> io::Result<()> {
        self.sums.extend(checksum(&[&self.block]).to_le_bytes());
        self.length += self.block.len() as u64;
        self.file.write_all(&self.block)?;
        self.block.clear();
        Ok(())
    }
}

impl Write for Sealing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let some = &bytes[..bytes.len().min(BLOCK - self.block.len())];
        self.block.extend_from_slice(some);
        if self.block.len() == BLOCK {
            self.block_ends()?;
        }
        Ok(some.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // A block is written when it is whole.
        Ok(())
    }
}

impl TerminatingWrite for Sealing {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        if !self.block.is_empty() {
            self.block_ends()?;
        }
        let length = self.length.to_le_bytes();
        let sum = checksum(&[self.name.as_bytes(), &length, &self.sums]).to_le_bytes();
        self.file.write_all(&[&self.sums[..], &length, &sum, &MARK].concat())?;
        self.file.sync()
    }
}

impl Directory for Guarded {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let name = name(path);
        let opened = self.storage.open(&name).and_then(|file| {
            let size = file.size();
            let file = Checked::open(&name, &self.storage.place(), file)?;
            let handle: Arc<dyn FileHandle> = if is_held(&name, size) {
                let length = file.length;
                Arc::new(Held(file.read(0..length)?))
            } else {
                Arc::new(file)
            };
            Ok(handle)
        });
        let handle = opened.map_err(|error| not_read(path, error))?;
        if let Some(opened) = &self.opened {
            opened.files().whole.insert(path.to_owned(), Arc::clone(&handle));
        }
        Ok(handle)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.storage.remove(&name(path)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => DeleteError::FileDoesNotExist(path.to_owned()),
            _ => DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() },
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.storage.exists(&name(path)).map_err(|error| not_read(path, error))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let name = name(path);
        let file = self.storage.create(&name).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_owned()),
            _ => OpenWriteError::wrap_io_error(error, path.to_owned()),
        })?;
        let (block, sums) = (Vec::with_capacity(BLOCK), Vec::new());
        let sealing = Sealing { name, file, block, sums, length: 0 };
        Ok(io::BufWriter::new(Box::new(sealing)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let name = name(path);
        let read = || {
            let file = self.storage.open(&name)?;
            let mut bytes = vec![0; usize::try_from(file.size()).unwrap_or_default()];
            file.read(0, &mut bytes)?;
            Ok(unsealed(&name, &bytes)?.to_vec())
        };
        let bytes = read().map_err(|error| not_read(path, error))?;
        if let Some(opened) = &self.opened {
            opened.files().small.insert(path.to_owned(), bytes.clone());
        }
        Ok(bytes)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let name = name(path);
        self.storage.replace(&name, &sealed(&name, data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.storage.sync()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.storage.lock(&name(&lock.filepath), lock.is_blocking) {
            Ok(held) => Ok(DirectoryLock::from(Box::new(held))),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Err(LockError::LockBusy),
            Err(error) => Err(LockError::IoError(Arc::new(error))),
        }
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        // Whoever reads looks for a new state by itself.
        Ok(WatchHandle::empty())
    }
}

/// A file that was read and checked whole.
#[derive(Debug)]
struct Held(OwnedBytes);

impl HasLen for Held {
    fn len(&self) -> usize {
        self.0.len()
    }
}

impl FileHandle for Held {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.0.len() {
            return Err(io::Error::new(ErrorKind::InvalidData, "没有所指的位置"));
        }
        Ok(self.0.slice(range))
    }
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn not_read(path: &Path, error: io::Error) -> OpenReadError {
    match error.kind() {
        ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
        _ => OpenReadError::wrap_io_error(error, path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that lies in memory.
    #[derive(Debug)]
    struct Lying(Vec<u8>);

    impl Stored for Lying {
        fn size(&self) -> u64 {
            self.0.len() as u64
        }

        fn read(&self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
            let at = usize::try_from(at).unwrap();
            let bytes = self.0.get(at..at + buffer.len()).ok_or(ErrorKind::UnexpectedEof)?;
            buffer.copy_from_slice(bytes);
            Ok(())
        }
    }

    fn body(length: usize) -> Vec<u8> {
        (0..length).map(|at| u8::try_from(at * 7919 % 251).unwrap()).collect()
    }

    /// A file with this body, as it lies on the disk.
    fn whole(body: &[u8]) -> Vec<u8> {
        let mut sums = Vec::new();
        body.chunks(BLOCK).for_each(|it| sums.extend(checksum(&[it]).to_le_bytes()));
        let length = (body.len() as u64).to_le_bytes();
        let sum = checksum(&[b"a.idx", &length, &sums]).to_le_bytes();
        [body, &sums, &length, &sum, &MARK].concat()
    }

    fn opened(bytes: Vec<u8>) -> io::Result<Checked> {
        Checked::open("a.idx", "generation-1", Box::new(Lying(bytes)))
    }

    #[test]
    fn any_range_is_given_back_and_one_past_the_end_is_an_error() {
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5] {
            let body = body(length);
            let file = opened(whole(&body)).unwrap();
            assert_eq!(file.len(), length);
            let ends = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, length];
            for start in ends {
                for end in ends {
                    let read = file.read(start..end);
                    match body.get(start..end) {
                        Some(bytes) => assert_eq!(read.unwrap().as_slice(), bytes),
                        None => assert!(read.is_err(), "{start}..{end} of {length}"),
                    }
                }
            }
        }
    }

    #[test]
    fn a_flipped_bit_is_met_by_who_reads_its_block_and_in_the_tail_by_all() {
        let length = 3 * BLOCK + 5;
        let whole = whole(&body(length));
        for at in (0..whole.len()).step_by(997).chain(length..whole.len()) {
            let mut bytes = whole.clone();
            bytes[at] ^= 4;
            match opened(bytes) {
                Err(error) => {
                    assert!(at >= length, "{at}");
                    assert!(error.to_string().contains("generation-1/a.idx"), "{error}");
                }
                Ok(file) => {
                    assert!(file.read(at..at + 1).is_err(), "{at}");
                    let other = (at / BLOCK + 1) % 3 * BLOCK;
                    assert!(file.read(other..other + 1).is_ok(), "{other} beside {at}");
                }
            }
        }
        assert!(Checked::open("b.idx", "generation-1", Box::new(Lying(whole))).is_err(), "by name");
    }

    #[test]
    fn a_file_that_is_cut_is_an_error() {
        let whole = whole(&body(BLOCK + 9));
        for length in (0..whole.len()).step_by(501).chain(whole.len() - 30..whole.len()) {
            assert!(opened(whole[..length].to_vec()).is_err(), "{length}");
        }
    }
}
