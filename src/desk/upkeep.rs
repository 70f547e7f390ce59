//! What waits to be looked after: documents that state no day or place or stand twice, files that could not be read,
//! the last backup.

use std::path::{Path, PathBuf};

use super::{Desk, DeskError, Preview};
use crate::document::DocumentId;
use crate::index::engine::EngineError;
use crate::library::Snapshot;
use crate::state::backup::{BackedUp, Backups};
use crate::state::{Act, Stage};

/// Documents in a list.
const LISTED: usize = 50;

/// Documents of a snapshot that state too little or stand twice.
#[derive(Debug, Default)]
pub struct Gaps {
    /// Without a day: name and title of the first, and how many there are.
    pub undated: (Vec<(DocumentId, String)>, usize),
    /// Without a place.
    pub placeless: (Vec<(DocumentId, String)>, usize),
    /// Which reprint another document.
    pub reprints: (Vec<(DocumentId, String)>, usize),
}

impl Gaps {
    /// The gaps of a snapshot, looked for once.
    ///
    /// # Errors
    /// [`EngineError`] when the index cannot be read.
    pub fn of(snapshot: &Snapshot) -> Result<std::sync::Arc<Self>, EngineError> {
        snapshot.derived(|snapshot| {
            let mut gaps = Self::default();
            for file in snapshot.engine.files()? {
                let Some(id) = file.document else { continue };
                let Some(document) = snapshot.engine.document(&id)? else { continue };
                let about = document.front_matter;
                let note = |(list, count): &mut (Vec<(DocumentId, String)>, usize)| {
                    *count += 1;
                    if list.len() < LISTED {
                        list.push((id.clone(), about.title.clone()));
                    }
                };
                if about.published.is_none() {
                    note(&mut gaps.undated);
                }
                if about.region.is_none() {
                    note(&mut gaps.placeless);
                }
                if about.reprint_of.is_some() {
                    note(&mut gaps.reprints);
                }
            }
            Ok(gaps)
        })
    }
}

/// A file that was handed in and could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its tray.
    pub tray: i64,
    /// Who handed it in.
    pub person: String,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Whether it waits for its text to be recognised.
    pub needs_ocr: bool,
}

impl Desk {
    /// The files in trays that could not be read.
    ///
    /// # Errors
    /// [`DeskError::State`].
    pub fn unread(&self) -> Result<Vec<Unread>, DeskError> {
        let trays = self.state.trays()?;
        let files = trays.into_iter().flat_map(|tray| {
            let files = tray.files.into_iter().filter(|it| it.stage == Stage::Read);
            files.map(move |file| (tray.id, tray.person.clone(), file))
        });
        let unread = files.filter_map(|(tray, person, file)| {
            let preview: Preview = serde_json::from_str(&file.preview).ok()?;
            let fails = preview.parts.is_empty() && !preview.is_held;
            let (needs_ocr, reason) = (preview.needs_ocr, preview.reason);
            fails.then_some(Unread { tray, person, name: file.name, reason, needs_ocr })
        });
        Ok(unread.collect())
    }

    /// Where backups that are made at the desk lie, and the last of them with its time.
    #[must_use]
    pub fn backups(&self) -> Backups {
        Backups::beside(self.state.path())
    }

    /// Makes a backup beside the state; gives its path and what it holds.
    ///
    /// # Errors
    /// [`DeskError::Backup`].
    pub fn back_up(&self, person: &str) -> Result<(PathBuf, BackedUp), DeskError> {
        let made = self.backups().make(&self.corpus, &self.state, Path::new("dianan.toml"))?;
        let name = made.0.file_name().map(|it| it.to_string_lossy().into_owned());
        self.state.record(person, Act::BackedUp, &name.unwrap_or_default(), "")?;
        Ok(made)
    }
}
