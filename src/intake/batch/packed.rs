//! Many files at once, and files that hold files: read on all cores, kept one by one in their
//! order, each with its own outcome.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::Batch;
use crate::corpus::walk::fingerprint;
use crate::intake::archive::{self, Member};
use crate::intake::convert::{Converted, Raw, convert_with};
use crate::intake::format::Unreadable;
use crate::intake::outcome::{Outcome, Verdict};
use crate::intake::sandbox::Reader;

/// So many files are read before the first of them is kept.
const TOGETHER: usize = 64;

/// A file, or why one inside another cannot be read.
struct Piece<'a> {
    name: String,
    bytes: Result<Cow<'a, [u8]>, Unreadable>,
    /// What is said of the file that it came with.
    about: Raw<'a>,
}

/// What reading a file gave.
pub(super) enum Read {
    /// It is not read: all that it gives is held.
    Held,
    Converted(Box<Converted>),
    Unreadable(Unreadable),
    /// A fault of ours.
    Fault,
}

impl Batch<'_> {
    /// Imports files and the files that they hold, each with its outcome, told one by one.
    ///
    /// # Errors
    /// What `tell` gives: nothing more is imported.
    pub fn import_all<E>(
        &mut self,
        raws: &[Raw<'_>],
        tell: &mut dyn FnMut(Outcome) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut pieces = Vec::with_capacity(raws.len());
        for raw in raws {
            let whole = Piece {
                name: raw.name.to_owned(),
                bytes: Ok(Cow::Borrowed(raw.bytes)),
                about: *raw,
            };
            open(whole, 0, &mut pieces);
        }
        for together in pieces.chunks(TOGETHER) {
            let hashes: Vec<String> = together
                .par_iter()
                .map(|piece| {
                    piece.bytes.as_ref().map_or_else(|_| String::new(), |it| fingerprint(it))
                })
                .collect();
            let held: Vec<bool> = hashes.iter().map(|hash| self.is_held_whole(hash)).collect();
            let reader = &self.reader;
            let reads: Vec<Read> = together
                .par_iter()
                .zip(held)
                .map(|(piece, held)| if held { Read::Held } else { piece.read(reader) })
                .collect();
            for ((piece, hash), read) in together.iter().zip(&hashes).zip(reads) {
                let bytes = piece.bytes.as_ref().map_or(&[][..], |it| it);
                let raw = Raw { name: &piece.name, bytes, ..piece.about };
                tell(self.take(raw, hash, read))?;
            }
        }
        Ok(())
    }
}

impl Piece<'_> {
    fn read(&self, reader: &Reader) -> Read {
        match &self.bytes {
            Ok(bytes) => read(Raw { name: &self.name, bytes, ..self.about }, reader),
            Err(error) => Read::Unreadable(error.clone()),
        }
    }
}

/// Reads a file; a fault of ours in one must not cost the others.
pub(super) fn read(raw: Raw<'_>, reader: &Reader) -> Read {
    match catch_unwind(AssertUnwindSafe(|| convert_with(raw, reader))) {
        Ok(Ok(converted)) => Read::Converted(Box::new(converted)),
        Ok(Err(error)) => Read::Unreadable(error),
        Err(_) => Read::Fault,
    }
}

/// A file, or the files in it, by name.
pub(super) fn pieces(raw: Raw<'_>) -> Vec<(String, Result<Vec<u8>, Unreadable>)> {
    let bytes = Ok(Cow::Borrowed(raw.bytes));
    let mut pieces = Vec::new();
    open(Piece { name: raw.name.to_owned(), bytes, about: raw }, 0, &mut pieces);
    pieces.into_iter().map(|piece| (piece.name, piece.bytes.map(Cow::into_owned))).collect()
}

/// Adds a file, or the files in it, to `pieces`.
fn open<'a>(whole: Piece<'a>, depth: usize, pieces: &mut Vec<Piece<'a>>) {
    let Ok(bytes) = &whole.bytes else { return pieces.push(whole) };
    let opened = match archive::open(&whole.name, bytes) {
        Ok(Some(opened)) => opened,
        Ok(None) => return pieces.push(whole),
        Err(error) => return pieces.push(Piece { bytes: Err(error), ..whole }),
    };
    let Piece { name: outer, bytes, about } = whole;
    let unread = |error| Piece { name: outer.clone(), bytes: Err(error), about };
    if opened.has_text {
        pieces.push(Piece { name: outer.clone(), bytes, about });
    }
    if depth == archive::DEEPEST {
        return pieces.push(unread(Unreadable::Unsupported("压缩包套压缩包，层数太多")));
    }
    if opened.members.is_empty() && !opened.has_text {
        return pieces.push(unread(Unreadable::Empty));
    }
    for member in opened.members {
        let inner = |name: &str, bytes| Piece { name: format!("{outer}/{name}"), bytes, about };
        match member {
            Ok(Member { name, bytes }) => {
                open(inner(&name, Ok(Cow::Owned(bytes))), depth + 1, pieces);
            }
            Err((name, error)) => pieces.push(inner(&name, Err(error))),
        }
    }
}

/// The outcome of a file that cannot be read.
pub(super) fn unread(name: &str, error: &Unreadable) -> Outcome {
    let verdict = if error.needs_ocr() { Verdict::NeedsOcr } else { Verdict::Failed };
    Outcome::without_documents(name, verdict, error.to_string())
}
