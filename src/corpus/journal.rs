//! The journal: which files are to stand where, written before the first of them does.

use std::path::{Path, PathBuf};

use super::walk::fingerprint;
use crate::document::{DocumentId, Kind};

/// The first line.
const HEAD: &str = "dianan journal 1";
/// What the name of a file begins with that waits to be put in its place.
const STAGED: &str = ".import-";
/// And what it ends with.
const STAGED_END: &str = ".part";

/// A file that is to be put in its place, both paths relative to the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    /// SHA-256 of its bytes.
    pub(super) fingerprint: String,
    /// Its folder, of a kind.
    pub(super) kind: Kind,
    /// Its name until then.
    pub(super) staged: String,
    /// Its name from then on.
    pub(super) id: DocumentId,
}

impl Move {
    /// Where it lies until it is put in its place.
    pub(super) fn from(&self, root: &Path) -> PathBuf {
        root.join(self.kind.folder()).join(&self.staged)
    }

    /// Its place, relative to the corpus, with `/`.
    pub(super) fn path(&self) -> String {
        format!("{}/{}.md", self.kind.folder(), self.id)
    }
}

/// The name under which file `number` of process `process` waits.
pub(super) fn staged_name(process: u32, number: u64) -> String {
    format!("{STAGED}{process}-{number}{STAGED_END}")
}

/// Whether a file in a folder of documents is what a writer that was cut short has left: a staged
/// file, or a temporary one of an earlier version.
pub(super) fn is_leftover(name: &str) -> bool {
    let staged = name.starts_with(STAGED) && name.ends_with(STAGED_END);
    let earlier = name.strip_prefix('.').and_then(|name| name.strip_suffix(".tmp"));
    staged || earlier.and_then(DocumentId::parse).is_some()
}

/// The journal's text. It ends with its own hash, so that a part of it is known as one.
pub(super) fn print(moves: &[Move]) -> String {
    let mut text = format!("{HEAD}\n");
    for it in moves {
        let (kind, id) = (it.kind.name(), &it.id);
        text.push_str(&format!("{} {kind} {} {id}\n", it.fingerprint, it.staged));
    }
    let end = fingerprint(text.as_bytes());
    text + "end " + &end + "\n"
}

/// The moves of a journal; `None` where it is empty or not whole.
pub(super) fn parse(text: &str) -> Option<Vec<Move>> {
    let (body, end) = text.strip_suffix('\n')?.rsplit_once("end ")?;
    let lines = body.strip_prefix(HEAD)?.strip_prefix('\n')?;
    if end != fingerprint(body.as_bytes()) {
        return None;
    }
    lines.lines().map(read_move).collect()
}

fn read_move(line: &str) -> Option<Move> {
    let mut words = line.split(' ');
    let fingerprint = words.next()?.to_owned();
    let kind = Kind::parse(words.next()?)?;
    let staged = words.next().filter(|name| is_leftover(name) && !name.contains(['/', '\\']))?;
    let id = DocumentId::parse(words.next()?)?;
    Some(Move { fingerprint, kind, staged: staged.to_owned(), id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_read_whole_or_not_at_all() {
        let step = |number: u64| Move {
            fingerprint: fingerprint(&[7]),
            kind: Kind::Case,
            staged: staged_name(12, number),
            id: DocumentId::parse(&format!("珠海-{number}")).unwrap(),
        };
        let moves = [step(1), step(2)];
        let text = print(&moves);
        assert_eq!(parse(&text).as_deref(), Some(&moves[..]));
        for (length, _) in text.char_indices() {
            assert_eq!(parse(&text[..length]), None, "{length} bytes of it");
        }
        assert_eq!(parse(&text.replacen("珠", "球", 1)), None);
    }

    #[test]
    fn what_a_writer_leaves_is_told_from_what_people_keep() {
        for name in [".import-7-0.part", ".珠海-2.tmp"] {
            assert!(is_leftover(name), "{name}");
        }
        for name in ["a.md", ".a.md.swp", ".tmp", "b.tmp", ".import", ".DS_Store", ".a b.tmp"] {
            assert!(!is_leftover(name), "{name}");
        }
    }
}
