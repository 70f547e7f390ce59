//! The zip file that a DOCX file is, opened within bounds.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{BrokenDocx, looks_zipped};

/// The largest file that is opened, in bytes.
pub(super) const MAX_BYTES: usize = 64 * 1024 * 1024;
/// The most files inside; a document with hundreds of pictures stays below.
pub(super) const MAX_ENTRIES: usize = 4096;
/// The most bytes that a part may have when it is unpacked.
const MAX_UNPACKED: u64 = 20 * 1024 * 1024;
/// A part larger than this may not be packed more tightly than [`TIGHTEST`].
const SMALL: u64 = 1024 * 1024;
/// How many times its packed size a part may have. XML of real documents packs 5 to 40 times.
const TIGHTEST: u64 = 200;

/// An open DOCX file.
pub(super) struct Package<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, BrokenDocx> {
        if bytes.len() > MAX_BYTES {
            return Err(BrokenDocx::TooLarge(bytes.len()));
        }
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(BrokenDocx::OldOrLocked);
        }
        if !looks_zipped(bytes) {
            return Err(BrokenDocx::BrokenZip("开头不是压缩包的标记".to_owned()));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        if archive.len() > MAX_ENTRIES {
            return Err(BrokenDocx::TooManyEntries(archive.len()));
        }
        Ok(Self(archive))
    }

    /// The names of the parts that hold data of other programs, in order.
    pub(super) fn custom_parts(&self) -> Vec<String> {
        let names = self.0.file_names();
        let custom = names.filter(|it| it.starts_with("customXml/item") && it.ends_with(".xml"));
        let mut names: Vec<String> = custom.map(str::to_owned).collect();
        names.sort();
        names
    }

    /// The text of a part, `None` where there is none of this name.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, BrokenDocx> {
        let file = match self.0.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(&error)),
        };
        let bomb = || BrokenDocx::Bomb(name.to_owned(), MAX_UNPACKED);
        let packed = file.compressed_size();
        if file.size() > MAX_UNPACKED {
            return Err(bomb());
        }
        // The stated size may lie: what comes out is counted.
        let mut bytes = Vec::new();
        let mut bounded = file.take(MAX_UNPACKED + 1);
        let read = bounded.read_to_end(&mut bytes);
        read.map_err(|error| BrokenDocx::BrokenZip(error.to_string()))?;
        let unpacked = bytes.len() as u64;
        if unpacked > MAX_UNPACKED || (unpacked > SMALL && unpacked / TIGHTEST > packed) {
            return Err(bomb());
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let text = String::from_utf8(bytes.to_vec());
        let text = text.map_err(|_| BrokenDocx::BrokenZip(format!("{name} 不是 UTF-8 文字")))?;
        Ok(Some(text))
    }
}

/// Whether the package holds pictures.
pub(super) fn has_pictures(bytes: &[u8]) -> bool {
    let archive = ZipArchive::new(Cursor::new(bytes));
    archive.is_ok_and(|it| it.file_names().any(|name| name.starts_with("word/media/")))
}

fn broken(error: &ZipError) -> BrokenDocx {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => BrokenDocx::OldOrLocked,
        other => BrokenDocx::BrokenZip(other.to_string()),
    }
}
