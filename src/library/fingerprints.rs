//! The files of a corpus with their fingerprints, of which only those are read whose size or times
//! differ from when they were read last.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::LibraryError;
use super::generations::Generations;
use super::records::Records;
use crate::corpus::{CorpusFile, CorpusFolder, Listed};

/// The name of the file in the index folder.
const NAME: &str = "fingerprints.records";
/// A file that was read so soon after it was written, in nanoseconds, may have been written again
/// in the same tick of its clock.
const TICK: u64 = 2_000_000_000;

/// A file as it was when it was read.
#[derive(Debug, Serialize, Deserialize)]
struct Known {
    path: String,
    size: u64,
    modified: u64,
    changed: u64,
    /// When it was read, in nanoseconds since 1970.
    read: u64,
    fingerprint: String,
}

impl Known {
    /// Whether `file` is as it was.
    fn is(&self, file: &Listed) -> bool {
        let last = self.modified.max(self.changed);
        (self.size, self.modified, self.changed) == (file.size, file.modified, file.changed)
            && last > 0
            && last.saturating_add(TICK) < self.read
    }
}

/// The files of `corpus`. What is known of them lies beside the generations, with checksums; where
/// it is lost, or with `all`, every file is read.
///
/// # Errors
/// [`LibraryError::Corpus`] when a folder of the corpus cannot be read.
pub(super) fn files(
    corpus: &CorpusFolder,
    generations: &Generations,
    all: bool,
) -> Result<Vec<CorpusFile>, LibraryError> {
    let root = std::path::absolute(corpus.root()).unwrap_or_else(|_| corpus.root().to_owned());
    let records = records(generations, &root);
    let mut kept = records.read();
    let mut known = HashMap::new();
    if !all {
        let parsed = kept.records().filter_map(|it| serde_json::from_slice::<Known>(it).ok());
        known.extend(parsed.map(|known| (known.path.clone(), known)));
    }
    kept.forget();
    let read = nanoseconds();
    let listed = corpus.list()?;
    known.retain(|_, known| known.read <= read);
    let files = corpus.files_of(&listed, &|file| {
        let known = known.get(&file.path).filter(|known| known.is(file))?;
        Some(known.fingerprint.clone())
    });
    let news =
        files.iter().filter(|(file, _)| !known.get(&file.path).is_some_and(|it| it.is(file)));
    if news.count() > 0 || known.len() != files.len() {
        let print = |(listed, file): &(Listed, CorpusFile)| {
            let Listed { path, size, modified, changed } = listed.clone();
            let before = known.get(&path).filter(|it| it.is(listed)).map(|it| it.read);
            let read = before.unwrap_or(read);
            let fingerprint = file.fingerprint.clone();
            serde_json::to_vec(&Known { path, size, modified, changed, read, fingerprint })
        };
        // What could not be read is read again by the next refresh.
        let read = files.iter().filter(|(_, file)| !file.is_lost());
        let printed: Vec<Vec<u8>> = read.filter_map(|it| print(it).ok()).collect();
        // Without it the next refresh reads these files again.
        let _ = records.replace(&mut kept, &printed);
    }
    Ok(files.into_iter().map(|(_, file)| file).collect())
}

fn records(generations: &Generations, root: &Path) -> Records {
    Records::new(generations, NAME, &format!("dianan fingerprints 1 {}", root.display()))
}

/// Nanoseconds since 1970.
fn nanoseconds() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_nanosecond()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_size_and_times_unless_it_was_read_as_it_was_written() {
        let known = |read| Known {
            path: "cases/a.md".to_owned(),
            size: 9,
            modified: 5 * TICK,
            changed: 6 * TICK,
            read,
            fingerprint: String::new(),
        };
        let listed = |size, modified, changed| Listed {
            path: "cases/a.md".to_owned(),
            size,
            modified,
            changed,
        };
        let same = listed(9, 5 * TICK, 6 * TICK);
        assert!(known(8 * TICK).is(&same));
        assert!(!known(6 * TICK + 1).is(&same), "read within the tick");
        assert!(!known(8 * TICK).is(&listed(8, 5 * TICK, 6 * TICK)));
        assert!(!known(8 * TICK).is(&listed(9, 5 * TICK + 1, 6 * TICK)));
        assert!(!known(8 * TICK).is(&listed(9, 5 * TICK, 6 * TICK + 1)), "its time was set back");
    }
}
