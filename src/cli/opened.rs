//! The index folder as the settings want it read: with the model that they name.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::terminal::bar;
use crate::library::meaning::{Pace, Progress, read_model};
use crate::library::{Generations, LibraryError, Snapshot};
use crate::meaning::Model;
use crate::settings::Settings;

/// The index folder of `settings`, searched by meaning too where they name a model.
///
/// # Errors
/// When there is a model's folder and it cannot be used.
pub(super) fn generations(settings: &Settings) -> Result<Generations, LibraryError> {
    let generations = Generations::new(&settings.index);
    match model(settings)? {
        Some(model) => generations.understood_by(model),
        None => Ok(generations),
    }
}

/// The model that `settings` name.
///
/// # Errors
/// As [`generations`].
pub(super) fn model(settings: &Settings) -> Result<Option<Arc<Model>>, LibraryError> {
    Ok(settings.model.as_deref().map(read_model).transpose()?.map(Arc::new))
}

/// The present state of that folder.
///
/// # Errors
/// As [`generations`], and when there is no index.
pub(super) fn snapshot(settings: &Settings) -> Result<Snapshot, LibraryError> {
    Snapshot::open(&generations(settings)?)
}

/// Makes the vectors that the present state lacks, with a bar, and waits for them; whether
/// nobody else is making them.
///
/// # Errors
/// When they cannot be made.
pub(super) fn make_vectors(generations: &Generations, pace: Pace) -> Result<bool, LibraryError> {
    let Some(meaning) = generations.meaning() else { return Ok(true) };
    let snapshot = Snapshot::open(generations)?;
    let bar = bar(0, "算向量");
    let told = |progress: Progress| bar.set(progress.done, progress.all);
    let made = meaning.make(&snapshot, generations, pace, &AtomicBool::new(false), &told);
    bar.finish_and_clear();
    made
}
