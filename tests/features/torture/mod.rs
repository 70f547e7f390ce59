//! What may go wrong on a machine that nobody looks at: kills at every change on the disk, bytes that
//! rot, files that are cut, more work than there is time for. What is acknowledged is not lost, and
//! nothing is silently wrong.

mod kills;
mod desk_kills;
mod disk;
mod rot;
mod load;
mod doubling;
mod mutations;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dianan::corpus::walk::fingerprint;
use dianan::library::{LibraryError, Snapshot};
use dianan::search::{Request, search};

/// Copies a folder with all in it, in place of what is at `to`.
fn copy(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).expect("it can be removed");
    }
    fs::create_dir_all(to).expect("it can be made");
    for entry in fs::read_dir(from).expect("it can be read") {
        let entry = entry.expect("it can be read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("it has a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("it can be copied");
        }
    }
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound.max(1)
    }
}

/// A library by its content: the hash of each document as it is held.
type Content = BTreeMap<String, String>;

/// Everything that `snapshot` holds.
fn content(snapshot: &Snapshot) -> Result<Content, LibraryError> {
    let mut held = Content::new();
    snapshot.engine.each_document(&mut |document| {
        let text = serde_json::to_string(&document).expect("it is plain data");
        held.insert(document.id.to_string(), fingerprint(text.as_bytes()));
    })?;
    Ok(held)
}

/// What questions find and say, in words that can be compared.
fn said(snapshot: &Snapshot, questions: &[&str]) -> Result<String, String> {
    let mut said = String::new();
    for text in questions {
        let request = Request { text: (*text).to_owned(), limit: 100, ..Request::default() };
        let answer = search(snapshot, request).map_err(|error| error.to_string())?;
        let mut hits: Vec<String> = answer
            .hits
            .iter()
            .map(|hit| format!("{} {} {}", hit.document.id, hit.passage.id, hit.passage.text))
            .collect();
        hits.sort();
        said.push_str(&format!(
            "{text}: {} {:?}\n{}\n",
            answer.total,
            answer.facets,
            hits.join("\n")
        ));
    }
    Ok(said)
}
