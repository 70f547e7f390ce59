//! The index folder: numbered generations, and `CURRENT`, which names the one that answers.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::error::LibraryError;
use super::meaning::Meaning;
use super::toml_fault;
use crate::corpus::CorpusFolder;
use crate::corpus::walk::fingerprint;
use crate::index::fields::SCHEMA_VERSION;
use crate::knowledge::extract::KNOWLEDGE_VERSION;
use crate::knowledge::theme::{BUILT_IN, Themes};
use crate::knowledge::{Corrections, Knowledge, Rules};
use crate::meaning::Model;
use crate::text::lexicon::Lexicon;
use crate::text::segment::Analyzer;

/// What a generation was made with, kept beside its index, so that it is read in the same way
/// after the lexicon has changed.
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
        let rules = rules(corpus)?;
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

    /// The analyzer that this generation was made with.
    #[must_use]
    pub fn analyzer(&self) -> Analyzer {
        let lexicon = Lexicon::with(&self.words, &self.synonyms);
        Analyzer::new(&lexicon.expect("it was read when the generation was made"))
    }
}

/// The built-in rules with those of the corpus (`lexicon/rules/*.tsv`).
fn rules(corpus: &CorpusFolder) -> Result<Rules, LibraryError> {
    let mut own = HashMap::new();
    for name in Rules::names() {
        own.insert(name, corpus.lexicon_file(&format!("rules/{name}.tsv"))?);
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

    /// The generation that answers; `None` before the first is published, or when what is there
    /// was made by another version of this program.
    #[must_use]
    pub fn current(&self) -> Option<Generation> {
        let number: u64 =
            fs::read_to_string(self.root.join("CURRENT")).ok()?.trim().parse().ok()?;
        let text = fs::read_to_string(self.folder(number).join("generation.json")).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Keeps others from refreshing until the lock is dropped.
    ///
    /// # Errors
    /// [`LibraryError::Busy`] while another process refreshes.
    pub fn lock(&self) -> Result<RefreshLock, LibraryError> {
        fs::create_dir_all(&self.root).map_err(|error| LibraryError::io(&self.root, error))?;
        let path = self.root.join("REFRESHING");
        let file = File::create(&path).map_err(|error| LibraryError::io(&path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(RefreshLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LibraryError::Busy(self.root.clone())),
            Err(TryLockError::Error(error)) => Err(LibraryError::io(&path, error)),
        }
    }

    /// An empty folder for the generation after the current one. What a refresh that was killed
    /// has left there is removed.
    ///
    /// # Errors
    /// [`LibraryError::Io`] when the folder cannot be made.
    pub fn prepare(&self) -> Result<(u64, PathBuf), LibraryError> {
        let number = self.current().map_or(1, |generation| generation.number + 1);
        let folder = self.folder(number);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| LibraryError::io(&folder, error))?;
        }
        fs::create_dir_all(&folder).map_err(|error| LibraryError::io(&folder, error))?;
        Ok((number, folder))
    }

    /// Writes down what a generation was made with, and when it was refreshed.
    ///
    /// # Errors
    /// [`LibraryError::Io`] when the file cannot be written.
    pub fn describe(&self, generation: &Generation) -> Result<(), LibraryError> {
        let text = serde_json::to_string_pretty(generation).expect("a generation is plain data");
        replace(&self.folder(generation.number).join("generation.json"), &text)
    }

    /// Makes a sealed generation the one that answers: until the rename nothing has happened,
    /// after it everything has. The generation before it is kept for those who still read it;
    /// older ones go.
    ///
    /// # Errors
    /// [`LibraryError::Io`] when a file cannot be written; then the old generation stays.
    pub fn publish(&self, generation: &Generation) -> Result<(), LibraryError> {
        self.describe(generation)?;
        replace(&self.root.join("CURRENT"), &format!("{}\n", generation.number))?;
        for old in 1..generation.number.saturating_sub(1) {
            // A reader on another system may hold it open; the next refresh tries again.
            let _ = fs::remove_dir_all(self.folder(old));
        }
        Ok(())
    }
}

/// Writes a file aside and puts it in its place in one rename.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), LibraryError> {
    let aside = path.with_extension("tmp");
    let write = || {
        let mut file = File::create(&aside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&aside, path)?;
        match path.parent() {
            // Windows opens no folders, and keeps names without being told.
            Some(folder) if !cfg!(windows) => File::open(folder)?.sync_all(),
            _ => Ok(()),
        }
    };
    write().map_err(|error| LibraryError::io(path, error))
}
