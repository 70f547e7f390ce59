//! Beside a server: the vectors that are lacking are made, whenever the index has changed.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use crate::http;
use crate::library::meaning::Pace;
use crate::meaning::model::give_way;

/// How often it is looked whether vectors are lacking.
const LOOK: Duration = Duration::from_secs(2);
/// After a fault they are tried again less often.
const PAUSE: Duration = Duration::from_secs(60);

/// Makes vectors as long as the process lives, where there is a model.
pub(super) fn start(library: Arc<http::Library>) -> anyhow::Result<()> {
    if library.generations().meaning().is_none() {
        return Ok(());
    }
    thread::Builder::new().name("vectors".to_owned()).spawn(move || {
        give_way();
        loop {
            thread::sleep(match make(&library) {
                Ok(()) => LOOK,
                Err(error) => {
                    tracing::warn!("算向量：{error:#}");
                    PAUSE
                }
            });
        }
    })?;
    Ok(())
}

fn make(library: &http::Library) -> anyhow::Result<()> {
    let generations = library.generations();
    let Some(meaning) = generations.meaning() else { return Ok(()) };
    meaning.catch_up(generations)?;
    let snapshot = library.whole();
    if !meaning.is_behind(&snapshot) {
        return Ok(());
    }
    if meaning.make(&snapshot, generations, Pace::Background, &AtomicBool::new(false), &|_| {})? {
        tracing::info!("{}", meaning.progress().told());
    }
    Ok(())
}
