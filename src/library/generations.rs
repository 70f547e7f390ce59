//! The index folder: numbered generations, and `CURRENT`, which names the one that answers.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::error::LibraryError;
use super::meaning::Meaning;
use super::storage::{Folder, replace, sync_folder};
use super::toml_fault;
use crate::corpus::CorpusFolder;
use crate::corpus::walk::fingerprint;
use crate::index::embedded::EmbeddedEngine;
use crate::index::engine::EngineError;
use crate::index::fields::SCHEMA_VERSION;
use crate::index::storage::{Storage, sealed, unsealed};
use crate::knowledge::extract::KNOWLEDGE_VERSION;
use crate::knowledge::theme::{BUILT_IN, Themes};
use crate::knowledge::{Corrections, Knowledge, Rules};
use crate::meaning::Model;
use crate::text::lexicon::Lexicon;
use crate::text::segment::Analyzer;

/// So long it is tried to take the lock.
const MOMENT: Duration = Duration::from_millis(400);
/// Nobody is still writing what lies aside for so long.
const ASIDE: Duration = Duration::from_secs(600);
/// The file that names the generation that answers.
const CURRENT: &str = "CURRENT";

/// What a generation was made with, so that it is read in the same way after the lexicon has
/// changed. It is the note of the engine's seal: what is said of a state and the state itself are
/// put in place by one rename, and cannot disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generation {
    /// Counted from 1.
    pub number: u64,
    /// When it was last brought in step with the corpus, as RFC 3339 in UTC.
    pub refreshed: String,
    /// Names schema, analyzer, lexicon and themes; another identity needs another generation.
    pub identity: String,
    /// The text of `words.txt`.
    pub words: String,
    /// The text of `synonyms.txt`.
    pub synonyms: String,
    /// The text of `themes.toml`.
    pub themes: String,
}

/// An index folder.
#[derive(Debug, Clone)]
pub struct Generations {
    root: PathBuf,
    meaning: Option<Arc<Meaning>>,
}

/// Held while the index is refreshed; the system lets go of it when the process ends, however.
pub struct RefreshLock {
    _file: File,
}

impl Generation {
    /// The generation that the corpus calls for now, with its way of reading.
    ///
    /// # Errors
    /// When a file of the lexicon cannot be read.
    pub fn wanted(corpus: &CorpusFolder) -> Result<(Self, Analyzer, Knowledge), LibraryError> {
        let lexicon = corpus.lexicon()?;
        let analyzer = Analyzer::new(&lexicon);
        let own = corpus.lexicon_file("themes.toml")?;
        let text = if own.is_empty() { BUILT_IN.to_owned() } else { own };
        let themes = Themes::parse(&text).map_err(|reason| LibraryError::Lexicon {
            path: corpus.lexicon_path("themes.toml"),
            reason: toml_fault::in_chinese(&reason),
        })?;
        let corrected = corpus.lexicon_file("corrections.toml")?;
        let corrections = Corrections::parse(&corrected).map_err(|reason| {
            let reason = toml_fault::in_chinese(&reason);
            LibraryError::Lexicon { path: corpus.lexicon_path("corrections.toml"), reason }
        })?;
        let rules = rules(corpus, &|_, text| text)?;
        let read_by = format!("{text}\n{corrected}\n{}", rules.identity());
        let hash = fingerprint(read_by.as_bytes());
        let hash = format!("{KNOWLEDGE_VERSION}-{}", &hash[..16]);
        let generation = Self {
            number: 0,
            refreshed: jiff::Timestamp::now()
                .round(jiff::Unit::Millisecond)
                .map_or_else(|_| String::new(), |now| now.to_string()),
            identity: format!("{SCHEMA_VERSION}-{}-{hash}", analyzer.identity()),
            words: corpus.lexicon_file("words.txt")?,
            synonyms: corpus.lexicon_file("synonyms.txt")?,
            themes: text,
        };
        Ok((generation, analyzer, Knowledge::new(themes, corrections, Arc::new(rules))))
    }

    /// The rules of `corpus`, with the text of one file as `changed` makes it.
    ///
    /// # Errors
    /// [`LibraryError::Lexicon`] names the line that cannot be used.
    pub fn rules_with(
        corpus: &CorpusFolder,
        file: &str,
        changed: &dyn Fn(&str) -> String,
    ) -> Result<Rules, LibraryError> {
        rules(corpus, &|name, text| if name == file { changed(&text) } else { text })
    }

    /// What the reader of TOML says of a file of the lexicon, in Chinese.
    #[must_use]
    pub fn toml_fault(message: &str) -> String {
        toml_fault::in_chinese(message)
    }

    /// The analyzer that this generation was made with.
    ///
    /// # Errors
    /// [`LibraryError::Damaged`] when its lexicon is not the one that was read then.
    pub fn analyzer(&self) -> Result<Analyzer, LibraryError> {
        let lexicon = Lexicon::with(&self.words, &self.synonyms);
        let lexicon = lexicon.map_err(|(file, error)| LibraryError::Damaged {
            number: Some(self.number),
            reason: format!("词库 {file} {error}"),
        })?;
        Ok(Analyzer::new(&lexicon))
    }

    /// As the note of a seal.
    #[must_use]
    pub fn note(&self) -> String {
        serde_json::to_string(self).expect("a generation is plain data")
    }
}

/// The built-in rules with those of the corpus (`lexicon/rules/*.tsv`).
fn rules(
    corpus: &CorpusFolder,
    changed: &dyn Fn(&str, String) -> String,
) -> Result<Rules, LibraryError> {
    let mut own = HashMap::new();
    for name in Rules::names() {
        own.insert(name, changed(name, corpus.lexicon_file(&format!("rules/{name}.tsv"))?));
    }
    Rules::with(|name| own.get(name).cloned().unwrap_or_default()).map_err(|(name, error)| {
        let path = corpus.lexicon_path(&format!("rules/{name}.tsv"));
        LibraryError::Lexicon { path, reason: error.to_string() }
    })
}

impl Generations {
    /// The index folder `root`, which need not exist yet.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), meaning: None }
    }

    /// The same folder, whose snapshots search by the meaning that `model` sees too.
    ///
    /// # Errors
    /// When the vectors that it has given cannot be read.
    pub fn understood_by(self, model: Arc<Model>) -> Result<Self, LibraryError> {
        let meaning = Some(Arc::new(Meaning::open(model, &self)?));
        Ok(Self { meaning, ..self })
    }

    /// The model and its vectors, where there is one.
    #[must_use]
    pub fn meaning(&self) -> Option<&Arc<Meaning>> {
        self.meaning.as_ref()
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where generation `number` lies.
    #[must_use]
    pub fn folder(&self, number: u64) -> PathBuf {
        self.root.join(format!("generation-{number}"))
    }

    /// The generation that answers; `None` before the first is published, when what is there
    /// was made by another version of this program, and when it is damaged.
    #[must_use]
    pub fn current(&self) -> Option<Generation> {
        self.published().ok().flatten()
    }

    /// As [`Generations::current`], with damage told apart.
    ///
    /// # Errors
    /// [`LibraryError::Damaged`] when what names the generation, or what it was made with, is not
    /// as it was written; [`LibraryError::Io`] when it cannot be read.
    pub fn published(&self) -> Result<Option<Generation>, LibraryError> {
        let path = self.root.join(CURRENT);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(LibraryError::io(&path, error)),
        };
        // Before there were checksums the number stood alone.
        if bytes.trim_ascii_end().iter().all(u8::is_ascii_digit) {
            return Ok(None);
        }
        let number = unsealed(CURRENT, &bytes).ok().and_then(|it| str::from_utf8(it).ok());
        let number = number.and_then(|it| it.parse().ok()).ok_or_else(|| {
            LibraryError::Damaged {
                number: None, reason: format!("文件 {CURRENT} 与写入时不同")
            }
        })?;
        let damaged = |reason: String| LibraryError::Damaged { number: Some(number), reason };
        let note = EmbeddedEngine::note(self.files(number)).map_err(|error| match error {
            EngineError::Damaged(reason) => damaged(reason),
            error => error.into(),
        })?;
        let note = note.ok_or_else(|| damaged("文件 meta.json 不见了".to_owned()))?;
        serde_json::from_str(&note).map(Some).map_err(|error| damaged(error.to_string()))
    }

    /// The files of generation `number`.
    #[must_use]
    pub fn files(&self, number: u64) -> Arc<dyn Storage> {
        Folder::at(&self.folder(number))
    }

    /// Keeps others from refreshing until the lock is dropped.
    ///
    /// # Errors
    /// [`LibraryError::Busy`] while another process refreshes.
    pub fn lock(&self) -> Result<RefreshLock, LibraryError> {
        fs::create_dir_all(&self.root).map_err(|error| LibraryError::io(&self.root, error))?;
        let path = self.root.join("REFRESHING");
        let file = File::create(&path).map_err(|error| LibraryError::io(&path, error))?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(RefreshLock { _file: file }),
                // A process that another thread is just starting holds it for a moment too.
                Err(TryLockError::WouldBlock) if start.elapsed() < MOMENT => {
                    std::thread::sleep(MOMENT / 20);
                }
                Err(TryLockError::WouldBlock) => return Err(LibraryError::Busy(self.root.clone())),
                Err(TryLockError::Error(error)) => return Err(LibraryError::io(&path, error)),
            }
        }
    }

    /// An empty folder for the generation after the current one. What a refresh that was killed
    /// has left there is removed; where it is not known which one is current, none that is there
    /// is touched.
    ///
    /// # Errors
    /// [`LibraryError::Io`] when the folder cannot be made.
    pub fn prepare(&self) -> Result<u64, LibraryError> {
        let last = || self.numbers().into_iter().max().unwrap_or_default();
        let number = self.current().map_or_else(last, |generation| generation.number) + 1;
        let folder = self.folder(number);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| LibraryError::io(&folder, error))?;
        }
        fs::create_dir_all(&folder).map_err(|error| LibraryError::io(&folder, error))?;
        Ok(number)
    }

    /// Makes sealed generation `number` the one that answers: until the rename nothing has
    /// happened, after it everything has. The generation before it is kept for those who still
    /// read it; all others go.
    ///
    /// # Errors
    /// [`LibraryError::Io`] when a file cannot be written; then the old generation stays.
    pub fn publish(&self, number: u64) -> Result<(), LibraryError> {
        let before = self.current().map(|generation| generation.number);
        let path = self.root.join(CURRENT);
        let named = sealed(CURRENT, number.to_string().as_bytes());
        // The folder's own name is on the disk before anything names it.
        let published = sync_folder(&self.root).and_then(|()| replace(&path, &named));
        published.map_err(|error| LibraryError::io(&path, error))?;
        for old in self.numbers() {
            if old != number && Some(old) != before {
                // A reader on another system may hold it open; the next refresh tries again.
                let _ = fs::remove_dir_all(self.folder(old));
            }
        }
        Ok(())
    }

    /// Removes what writers that were killed have left aside in the folder.
    pub(super) fn tidy(&self) {
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        for entry in entries {
            let path = entry.path();
            let age = entry.metadata().and_then(|it| it.modified()).ok();
            let age = age.and_then(|it| it.elapsed().ok()).unwrap_or_default();
            if path.extension().is_some_and(|it| it == "tmp") && age > ASIDE {
                let _ = fs::remove_file(path);
            }
        }
        // Only who refreshes writes these, and that is this process.
        for number in self.numbers() {
            for name in [".managed.tmp", "meta.tmp"] {
                let _ = fs::remove_file(self.folder(number).join(name));
            }
        }
    }

    /// The generations whose folders are there.
    fn numbers(&self) -> Vec<u64> {
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let number = |entry: fs::DirEntry| {
            entry.file_name().to_str()?.strip_prefix("generation-")?.parse().ok()
        };
        entries.filter_map(number).collect()
    }
}
