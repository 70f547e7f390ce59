//! The contract of the files that an index lies in, and the seals by which damage to them is found.

use std::fmt::Debug;
use std::io::{self, ErrorKind, Write};

use flate2::Crc;

/// Stands before the checksum at the end of a small file that is replaced whole.
const SEAL: &[u8] = b"\n#";
/// Digits of a checksum in hexadecimal.
const DIGITS: usize = 8;

/// The files of one index, by name. What is written is on the disk when a call says so.
pub trait Storage: Debug + Send + Sync {
    /// What people know them by: `generation-3`.
    fn place(&self) -> String;

    /// Opens a file; what happens to its name later does not matter to who reads it.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] where there is none.
    fn open(&self, name: &str) -> io::Result<Box<dyn Stored>>;

    /// Makes a new file.
    ///
    /// # Errors
    /// [`ErrorKind::AlreadyExists`] where there is one.
    fn create(&self, name: &str) -> io::Result<Box<dyn Fresh>>;

    /// Puts a file in place of what has its name, in one rename; it is on the disk then.
    ///
    /// # Errors
    /// When it cannot be written; then the old one stays.
    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] where there is none.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Whether there is a file of this name.
    ///
    /// # Errors
    /// When the system does not say.
    fn exists(&self, name: &str) -> io::Result<bool>;

    /// Puts the names of all files on the disk.
    ///
    /// # Errors
    /// When it cannot.
    fn sync(&self) -> io::Result<()>;

    /// Locks `name` until the answer is dropped; waits for others where `waiting`.
    ///
    /// # Errors
    /// [`ErrorKind::WouldBlock`] while another holds it and this does not wait.
    fn lock(&self, name: &str, waiting: bool) -> io::Result<Box<dyn Send + Sync>>;
}

/// A file that is read.
pub trait Stored: Debug + Send + Sync {
    /// In bytes, as it was opened.
    fn size(&self) -> u64;

    /// Fills `buffer` from the bytes at `at`.
    ///
    /// # Errors
    /// [`ErrorKind::UnexpectedEof`] where the file ends before.
    fn read(&self, at: u64, buffer: &mut [u8]) -> io::Result<()>;
}

/// A new file that is written.
pub trait Fresh: Write + Send + Sync {
    /// Puts what was written on the disk.
    ///
    /// # Errors
    /// When it cannot.
    fn sync(&mut self) -> io::Result<()>;
}

/// CRC-32 of the parts one after another.
#[must_use]
pub fn checksum(parts: &[&[u8]]) -> u32 {
    let mut sum = Crc::new();
    parts.iter().for_each(|part| sum.update(part));
    sum.sum()
}

/// A fault of the file `name` that only making it anew mends; `what` is in Chinese.
#[must_use]
pub fn damage(name: &str, what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("文件 {name} {what}"))
}

/// `bytes` with a last line that holds their checksum under `name`.
#[must_use]
pub fn sealed(name: &str, bytes: &[u8]) -> Vec<u8> {
    let sum = checksum(&[name.as_bytes(), bytes]);
    [bytes, SEAL, format!("{sum:08x}\n").as_bytes()].concat()
}

/// What was sealed under `name`.
///
/// # Errors
/// [`ErrorKind::InvalidData`] where any byte is another than when it was sealed.
pub fn unsealed<'a>(name: &str, bytes: &'a [u8]) -> io::Result<&'a [u8]> {
    let end = bytes.len().checked_sub(SEAL.len() + DIGITS + 1);
    let body = end.and_then(|end| bytes.get(..end)).unwrap_or_default();
    if end.is_some() && sealed(name, body) == bytes {
        Ok(body)
    } else {
        Err(damage(name, "与写入时不同"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_comes_back_and_no_flipped_or_missing_byte_passes() {
        for body in ["", "12\n", "{\"a\": 1}"] {
            let whole = sealed("meta.json", body.as_bytes());
            assert_eq!(unsealed("meta.json", &whole).unwrap(), body.as_bytes());
            assert!(unsealed("CURRENT", &whole).is_err(), "another file's");
            for at in 0..whole.len() {
                assert!(unsealed("meta.json", &whole[..at]).is_err(), "cut at {at}");
                for bit in 0..8 {
                    let mut other = whole.clone();
                    other[at] ^= 1 << bit;
                    assert!(unsealed("meta.json", &other).is_err(), "bit {bit} of {at}");
                }
            }
        }
    }
}
