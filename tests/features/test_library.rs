//! A library in a folder of its own, made from a fixture; and the real seeds, imported once.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use dianan::corpus::CorpusFolder;
use dianan::document::{Date, DocumentId};
use dianan::index::entry::PassageEntry;
use dianan::intake::batch::Imported;
use dianan::intake::{Batch, Outcome, Raw};
use dianan::library::{Generations, How, Refreshed, Snapshot, refresh};
use dianan::search::{Answer, Request, search};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A corpus and its index in a temporary folder.
pub(crate) struct TestLibrary {
    folder: TempDir,
    /// The first snapshot, whose analyzer later ones take over.
    first: OnceCell<Snapshot>,
}

/// What the program said and how it ended.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl TestLibrary {
    /// A library of the fixture's documents, indexed. Each document is a line
    /// `//- folder/name.md key=value …`, a line `# title`, and its body.
    pub(crate) fn new(fixture: &str) -> Self {
        let library = Self { folder: folder(), first: OnceCell::new() };
        fs::create_dir_all(library.corpus()).expect("the folder can be written");
        // A file of its own keeps the built-in themes out: a document has those it is given.
        library.write("lexicon/themes.toml", "# none\n");
        library.add(fixture);
        library.refresh();
        library
    }

    /// Writes the documents of `fixture`, and does not index them.
    pub(crate) fn add(&self, fixture: &str) {
        for (path, text) in documents(fixture) {
            self.write(&path, &text);
        }
    }

    /// Writes a file of the corpus as it is.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.corpus().join(path);
        fs::create_dir_all(path.parent().expect("it is inside")).expect("it can be written");
        fs::write(path, text).expect("it can be written");
    }

    /// Removes a file of the corpus.
    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.corpus().join(path)).expect("it was there");
    }

    /// The folder of corpus and index.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The corpus folder.
    pub(crate) fn corpus(&self) -> PathBuf {
        self.folder.path().join("c")
    }

    /// The index folder.
    pub(crate) fn generations(&self) -> Generations {
        Generations::new(&self.folder.path().join("i"))
    }

    /// Brings the index in step.
    pub(crate) fn refresh(&self) -> Refreshed {
        self.refreshed(How::default())
    }

    /// Builds the index anew.
    pub(crate) fn rebuild(&self) -> Refreshed {
        self.refreshed(How::anew())
    }

    /// Brings the index in step in this way; a corpus may be emptied.
    pub(crate) fn refreshed(&self, how: How) -> Refreshed {
        let how = How { allow_empty: true, ..how };
        let corpus = CorpusFolder::open(&self.corpus()).expect("it is there");
        refresh(&corpus, &self.generations(), how, &|_, _| {}).expect("the index is refreshed")
    }

    /// The present state.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let generations = self.generations();
        let open = || Snapshot::open(&generations).expect("there is an index");
        self.first.get_or_init(open).renewed(&generations).expect("there is an index")
    }

    /// The answer to `text` from the present state, up to 100 documents.
    pub(crate) fn search(&self, text: &str) -> Answer {
        self.ask(Request { text: text.to_owned(), limit: 100, ..Request::default() })
    }

    /// The answer to `request` from the present state.
    pub(crate) fn ask(&self, request: Request) -> Answer {
        let text = request.text.clone();
        search(&self.snapshot(), request).unwrap_or_else(|error| panic!("{text:?}: {error}"))
    }

    /// The titles that `text` finds, in the order of the answer.
    pub(crate) fn titles(&self, text: &str) -> Vec<String> {
        self.search(text).hits.into_iter().map(|hit| hit.document.title).collect()
    }

    /// Runs the program on this library.
    pub(crate) fn dianan(&self, arguments: &[&str]) -> Ran {
        run(self.command(arguments))
    }

    /// The program, about to run on this library.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(self.folder.path());
        command.args(arguments).args(["--corpus", "c", "--index", "i"]);
        command
    }
}

impl Ran {
    /// What was printed, as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| {
            panic!("{error} in {}\nand on standard error: {}", self.out, self.err)
        })
    }
}

/// The program, about to run in `folder` without settings from around it.
pub(crate) fn program(folder: &Path) -> Command {
    // A build for users may be tried in place of the one for tests.
    let built =
        std::env::var_os("DIANAN_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_dianan").into());
    let mut command = Command::new(built);
    for name in [
        "DIANAN_CORPUS",
        "DIANAN_INDEX",
        "DIANAN_LISTEN",
        "DIANAN_LOG",
        "DIANAN_MODEL",
        "DIANAN_OCR",
    ] {
        command.env_remove(name);
    }
    command.current_dir(folder);
    command
}

/// Runs `command` to its end.
pub(crate) fn run(mut command: Command) -> Ran {
    let output = command.output().expect("the program starts");
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("the program speaks UTF-8"),
        err: String::from_utf8(output.stderr).expect("the program speaks UTF-8"),
    }
}

/// A temporary folder under `target/`.
pub(crate) fn folder() -> TempDir {
    TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("target/ can be written")
}

/// The files of a fixture: path and text.
fn documents(fixture: &str) -> Vec<(String, String)> {
    fixture.split("//- ").skip(1).map(document).collect()
}

fn document(text: &str) -> (String, String) {
    let (head, text) = text.split_once('\n').expect("a document has a title");
    let mut words = head.split_whitespace();
    let path = words.next().expect("a document has a path").to_owned();
    let (title, body) = text.split_once('\n').unwrap_or((text, ""));
    let title = title.strip_prefix("# ").expect("the first line is the title");
    let folders = [("cases", "case"), ("guides", "guide"), ("policies", "policy")];
    let kind = folders.iter().find(|(folder, _)| path.starts_with(folder));
    let mut keys: HashMap<&str, Value> = HashMap::new();
    keys.insert("kind", json!(kind.map_or("report", |(_, kind)| kind)));
    keys.insert("title", json!(title));
    for word in words {
        let (key, value) = word.split_once('=').expect("key=value");
        let value = match key {
            "themes" => json!(value.split(',').collect::<Vec<_>>()),
            "source" => json!({ "name": value }),
            _ => json!(value),
        };
        keys.insert(key, value);
    }
    let keys = keys.iter().map(|(key, value)| format!("{key}: {value}\n"));
    (path, format!("---\n{}---\n\n{body}", keys.collect::<String>()))
}

/// A folder or file beside the repository, under `../shared`. Where it is absent the test that
/// asks is skipped and says so; in CI it must be there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "{} must be there in CI", path.display());
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("a test");
    // Past the harness, which keeps what a passing test prints to itself.
    let _ = writeln!(std::io::stderr(), "SKIPPED {name}: there is no {}", path.display());
    None
}

/// How much a slow test does: in the ordinary run, with `DIANAN_LONG_TESTS` as in CI, and with
/// `DIANAN_TORTURE`, which `just torture` sets.
pub(crate) fn size<T>(ordinary: T, long: T, torture: T) -> T {
    let is_set = |name| std::env::var_os(name).is_some();
    if is_set("DIANAN_TORTURE") {
        torture
    } else if is_set("DIANAN_LONG_TESTS") {
        long
    } else {
        ordinary
    }
}

/// The raw files, real ones, as they were scraped.
pub(crate) fn seeds() -> Option<PathBuf> {
    shared("seeds")
}

/// The seeds, imported and indexed.
pub(crate) struct ImportedSeeds {
    _folder: TempDir,
    /// What became of each, in the order of their names.
    pub(crate) outcomes: Vec<Outcome>,
    /// Their text.
    raw: Vec<String>,
    /// The index over what they gave.
    pub(crate) snapshot: Snapshot,
}

/// The seeds, imported once for all tests.
pub(crate) fn imported_seeds() -> Option<&'static ImportedSeeds> {
    static IMPORTED: OnceLock<Option<ImportedSeeds>> = OnceLock::new();
    IMPORTED.get_or_init(|| seeds().map(|seeds| ImportedSeeds::from(&seeds))).as_ref()
}

impl ImportedSeeds {
    fn from(seeds: &Path) -> Self {
        let folder = folder();
        let corpus = CorpusFolder::open_or_create(&folder.path().join("c")).expect("a new folder");
        let mut batch = Batch::open(&corpus, false).expect("an empty corpus");
        let files = files(seeds);
        let outcomes = files.iter().map(|(name, bytes)| batch.import(raw(name, bytes))).collect();
        let generations = Generations::new(&folder.path().join("i"));
        refresh(&corpus, &generations, How::default(), &|_, _| {}).expect("the index is made");
        let snapshot = Snapshot::open(&generations).expect("the index is made");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the seeds are UTF-8");
        let raw = files.into_iter().map(|(_, bytes)| text(bytes)).collect();
        Self { _folder: folder, outcomes, raw, snapshot }
    }

    /// What became of the seed whose name begins with `number`.
    pub(crate) fn outcome(&self, number: &str) -> &Outcome {
        let named = |outcome: &&Outcome| outcome.file.starts_with(number);
        self.outcomes.iter().find(named).expect("there is such a seed")
    }

    /// The text of that seed.
    pub(crate) fn raw(&self, number: &str) -> &str {
        let named = |outcome: &Outcome| outcome.file.starts_with(number);
        &self.raw[self.outcomes.iter().position(named).expect("there is such a seed")]
    }

    /// The one document of that seed.
    pub(crate) fn only(&self, number: &str) -> &Imported {
        let [only] = &self.outcome(number).documents[..] else { panic!("{number} is one") };
        only
    }

    /// The Markdown of a document.
    pub(crate) fn body(&self, id: &DocumentId) -> String {
        let document = self.snapshot.engine.document(id).expect("the index can be read");
        document.unwrap_or_else(|| panic!("{id} is in the index")).body
    }

    /// The headings of a document.
    pub(crate) fn headings(&self, id: &DocumentId) -> Vec<String> {
        let document = self.snapshot.engine.document(id).expect("the index can be read");
        let headings = document.unwrap_or_else(|| panic!("{id} is in the index")).headings;
        headings.into_iter().map(|heading| heading.text).collect()
    }

    /// The passages of a document.
    pub(crate) fn passages(&self, id: &DocumentId) -> Vec<PassageEntry> {
        self.snapshot.engine.passages(id).expect("the index can be read")
    }
}

/// The files in `folder`, by name.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| entry.expect("the folder can be read"))
        .filter(|entry| entry.path().is_file())
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("the file can be read"))
        })
        .collect();
    files.sort();
    files
}

/// A raw file that is imported on some day.
pub(crate) fn raw<'a>(name: &'a str, bytes: &'a [u8]) -> Raw<'a> {
    let today = Date::parse("2026-11-22").expect("a day");
    Raw { name, bytes, kind: None, today }
}
