//! Publishing on a disk that fails, or is cut off, between any two changes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use super::*;
use crate::document::FrontMatter;

/// A disk on which the change `number` (counted from 0) goes wrong, and, for a process that is
/// killed, all after it.
struct Failing {
    number: usize,
    killed: bool,
    done: Arc<AtomicUsize>,
}

impl Failing {
    fn change(
        &self,
        path: &Path,
        torn: &[u8],
        change: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<()> {
        let now = self.done.fetch_add(1, Ordering::Relaxed);
        if now < self.number || (now > self.number && !self.killed) {
            return change();
        }
        if now == self.number && !torn.is_empty() {
            fs::write(path, &torn[..torn.len() / 2])?;
        }
        Err(io::ErrorKind::StorageFull.into())
    }
}

impl Disk for Failing {
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let torn = if self.killed { bytes } else { b"" };
        self.change(path, torn, || Storage.create(path, bytes))
    }
    fn record(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.change(path, bytes, || Storage.record(path, bytes))
    }
    fn place(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(to, b"", || Storage.place(from, to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(to, b"", || Storage.rename(from, to))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.change(path, b"", || Storage.remove(path))
    }
    fn sync(&self, folder: &Path) -> io::Result<()> {
        self.change(folder, b"", || Storage.sync(folder))
    }
}

/// A corpus that a writer has come to before.
fn corpus() -> (TempDir, CorpusFolder) {
    let folder = tempfile::tempdir().unwrap();
    let corpus = CorpusFolder::open_or_create(&folder.path().join("c")).unwrap();
    drop(corpus.writer("test").unwrap());
    (folder, corpus)
}

fn document(name: &str, kind: Kind) -> (DocumentId, MarkdownFile) {
    let front_matter = FrontMatter::new(name, kind);
    let body = format!("{name}的正文。\n");
    (DocumentId::parse(name).unwrap(), MarkdownFile { front_matter, body })
}

fn three() -> Vec<(DocumentId, MarkdownFile)> {
    vec![document("整篇", Kind::Report), document("甲", Kind::Case), document("乙", Kind::Case)]
}

fn names(corpus: &CorpusFolder) -> Vec<String> {
    let files = corpus.files().unwrap();
    files.iter().map(|file| file.parse().unwrap().id.to_string()).collect()
}

/// Files under the corpus that are no documents, but for the writers' own.
fn litter(corpus: &CorpusFolder) -> Vec<String> {
    let entries = walkdir::WalkDir::new(corpus.root()).into_iter().flatten();
    let names = entries.filter(|entry| entry.file_type().is_file());
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.')).collect()
}

#[test]
fn documents_are_added_once_and_never_overwritten() {
    let (_folder, corpus) = corpus();
    let writer = corpus.writer("test").unwrap();
    let listed = writer.publish(&three()).unwrap();
    assert_eq!(listed.len(), 3);
    assert_eq!(corpus.list().unwrap().len(), 3);
    assert!(corpus.list().unwrap().contains(&listed[0]));
    let before = corpus.files().unwrap();
    let again = [document("丙", Kind::Guide), document("甲", Kind::Case)];
    let error = writer.publish(&again).unwrap_err().to_string();
    assert!(error.contains("甲.md") && error.contains("没有覆盖"), "{error}");
    assert_eq!(corpus.files().unwrap(), before, "neither of them");
    assert_eq!(litter(&corpus), Vec::<String>::new());
    let wanted = DocumentId::parse("甲").unwrap();
    let (free, number) = corpus.free_id(&wanted, 1, |_| false);
    assert_eq!((free.as_str(), number), ("甲-2", 2));
}

/// Publishes `documents` on a disk whose change `number` goes wrong; whether that succeeded, and
/// how many changes there were.
fn published_on(
    corpus: &CorpusFolder,
    number: usize,
    killed: bool,
    documents: &[(DocumentId, MarkdownFile)],
) -> (bool, usize) {
    let done = Arc::new(AtomicUsize::new(0));
    let disk = Failing { number, killed, done: Arc::clone(&done) };
    let writer = corpus.writer_on(Box::new(disk), "test").unwrap();
    let succeeded = writer.publish(documents).is_ok();
    (succeeded, done.load(Ordering::Relaxed))
}

#[test]
fn a_process_that_is_killed_between_any_two_changes_has_published_all_or_nothing() {
    let documents = three();
    for (documents, least) in [(&documents[..1], 3), (&documents[..], 10)] {
        let mut number = 0;
        loop {
            let (_folder, corpus) = corpus();
            let (succeeded, changes) = published_on(&corpus, number, true, documents);
            // Before anybody has cleaned up, and after.
            let seen = names(&corpus).len();
            assert!(seen == 0 || seen == documents.len(), "killed at {number}: {seen} are seen");
            assert!(!succeeded || seen == documents.len() || corpus.unpublished().len() == 3);
            corpus.settle();
            let writer = corpus.writer("test").unwrap();
            let seen = names(&corpus).len();
            assert!(seen == 0 || seen == documents.len(), "killed at {number}: {seen} remain");
            assert!(!succeeded || seen == documents.len(), "what was acknowledged is there");
            assert_eq!(litter(&corpus), Vec::<String>::new(), "killed at {number}");
            if seen == 0 {
                writer.publish(documents).unwrap();
            }
            for (id, file) in documents {
                let path = corpus.path_of(file.front_matter.kind, id);
                assert_eq!(fs::read_to_string(path).unwrap(), markdown_file::print(file));
            }
            if changes <= number {
                break;
            }
            number += 1;
        }
        assert!(number >= least, "{number} changes");
    }
}

#[test]
fn a_change_that_fails_leaves_nothing_behind_and_the_next_file_goes_on() {
    let documents = three();
    for count in [1, 3] {
        let mut number = 0;
        loop {
            let (_folder, corpus) = corpus();
            let done = Arc::new(AtomicUsize::new(0));
            let disk = Failing { number, killed: false, done: Arc::clone(&done) };
            let writer = corpus.writer_on(Box::new(disk), "test").unwrap();
            let succeeded = writer.publish(&documents[..count]).is_ok();
            if done.load(Ordering::Relaxed) <= number {
                break;
            }
            let next = document("下一篇", Kind::Guide);
            writer.publish(&[next]).unwrap();
            let expected = if succeeded { count + 1 } else { 1 };
            assert_eq!(names(&corpus).len(), expected, "{number} of {count} failed");
            drop(writer);
            drop(corpus.writer("test").unwrap());
            assert_eq!(names(&corpus).len(), expected, "{number} of {count} failed");
            assert_eq!(litter(&corpus), Vec::<String>::new(), "{number} of {count} failed");
            number += 1;
        }
    }
}

#[test]
fn what_is_taken_up_again_overwrites_nothing_that_people_put_there_meanwhile() {
    let (_folder, corpus) = corpus();
    // Killed when one of three is in its place: three files, a folder of each kind and their
    // names, the journal, one document.
    let number = (0..30)
        .find(|number| {
            let (_folder, corpus) = self::corpus();
            published_on(&corpus, *number, true, &three());
            corpus.unpublished().len() == 3 && corpus.path_of(Kind::Report, &three()[0].0).exists()
        })
        .unwrap();
    published_on(&corpus, number, true, &three());
    let path = corpus.path_of(Kind::Case, &three()[1].0);
    let own = "---\ntitle: 别人的\nkind: case\n---\n\n别人的正文。\n";
    fs::write(&path, own).unwrap();
    corpus.settle();
    assert_eq!(fs::read_to_string(&path).unwrap(), own);
    let mut found = names(&corpus);
    found.sort();
    assert_eq!(found, ["乙", "整篇", "甲", "甲-2"]);
}

#[test]
fn the_leftovers_of_writers_are_cleaned_away_and_nothing_else() {
    let (_folder, corpus) = corpus();
    let folder = corpus.root().join("cases");
    fs::create_dir_all(&folder).unwrap();
    for name in [".import-9-0.part", ".zhuhai.tmp", "kept.md", ".kept.md.swp", "kept.tmp"] {
        fs::write(folder.join(name), "x").unwrap();
    }
    drop(corpus.writer("test").unwrap());
    let entries = fs::read_dir(&folder).unwrap().flatten();
    let mut left: Vec<String> =
        entries.map(|it| it.file_name().to_string_lossy().into_owned()).collect();
    left.sort();
    assert_eq!(left, [".kept.md.swp", "kept.md", "kept.tmp"]);
}

#[test]
fn the_documents_of_a_file_are_listed_all_or_none_while_it_is_published() {
    let (_folder, corpus) = corpus();
    let writer = corpus.writer("test").unwrap();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                let seen = corpus.list().unwrap().len();
                assert_eq!(seen % 3, 0, "{seen} documents of files with three");
            }
        });
        for number in 0..40 {
            let named = |name: &str, kind| document(&format!("{name}-{number}"), kind);
            let documents =
                [named("a", Kind::Report), named("b", Kind::Case), named("c", Kind::Policy)];
            writer.publish(&documents).unwrap();
        }
        stop.store(true, Ordering::Relaxed);
    });
    assert_eq!(corpus.list().unwrap().len(), 120);
}
