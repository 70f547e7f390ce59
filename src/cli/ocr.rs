//! Scans: recognised in the command line's own time, and behind a server.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::import::today;
use crate::http;
use crate::intake::Raw;
use crate::intake::batch::unpacked;
use crate::intake::ocr::Recognizer;
use crate::intake::sandbox::Reader;
use crate::library::{Generations, Recognized};
use crate::meaning::model::give_way;
use crate::settings::Settings;

/// How often it is looked whether scans wait.
const LOOK: Duration = Duration::from_secs(1);
/// After a fault it is tried again less often.
const PAUSE: Duration = Duration::from_secs(60);

/// Who reads the files of other programs: this program, once more; scans are remembered where the
/// settings name a program that recognises them.
pub(super) fn reader(settings: &Settings) -> Reader {
    let Ok(program) = std::env::current_exe() else { return Reader::Here };
    match &settings.ocr {
        None => Reader::Child(program),
        Some(_) => {
            let recognized = Recognized::new(&Generations::new(&settings.index));
            Reader::Recalling(program, Arc::new(recognized))
        }
    }
}

/// The program that the settings name.
pub(super) fn recognizer(settings: &Settings) -> anyhow::Result<Option<Recognizer>> {
    Ok(settings.ocr.as_deref().map(Recognizer::new).transpose()?)
}

/// Recognises what a file, or a file in it, shows as pictures alone.
pub(super) fn recognize(
    raw: Raw<'_>,
    reader: &Reader,
    recognizer: &Recognizer,
    progress: &dyn Fn(usize, usize),
) -> anyhow::Result<()> {
    for (name, bytes) in unpacked(raw) {
        let Ok(bytes) = bytes else { continue };
        if reader.read(&name, &bytes).is_err_and(|error| error.needs_ocr()) {
            reader.recognize(&name, &bytes, recognizer, progress)?;
        }
    }
    Ok(())
}

/// Files of a watched folder that wait to be recognised.
#[derive(Default)]
pub(super) struct Scans {
    waiting: Mutex<Vec<PathBuf>>,
}

impl Scans {
    /// Has a file recognised when its turn comes.
    pub(super) fn push(&self, path: PathBuf) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(path);
    }

    pub(super) fn holds(&self, path: &PathBuf) -> bool {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).contains(path)
    }

    fn first(&self) -> Option<PathBuf> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).first().cloned()
    }

    fn done(&self, path: &PathBuf) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).retain(|it| it != path);
    }
}

/// Recognises what waits in the watched folder and in trays, as long as the process lives.
pub(super) fn start(
    settings: &Settings,
    recognizer: Recognizer,
    scans: Arc<Scans>,
    library: Arc<http::Library>,
) -> anyhow::Result<()> {
    let reader = reader(settings);
    thread::Builder::new().name("scans".to_owned()).spawn(move || {
        give_way();
        loop {
            thread::sleep(match next(&reader, &recognizer, &scans, &library) {
                Ok(true) => Duration::ZERO,
                Ok(false) => LOOK,
                Err(error) => {
                    tracing::warn!("识别扫描件：{error:#}");
                    PAUSE
                }
            });
        }
    })?;
    Ok(())
}

/// Recognises one file; whether there was any.
fn next(
    reader: &Reader,
    recognizer: &Recognizer,
    scans: &Scans,
    library: &http::Library,
) -> anyhow::Result<bool> {
    if let Some(path) = scans.first() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let recognized = match fs::read(&path) {
            Ok(bytes) => {
                let raw = Raw { name: &name, bytes: &bytes, kind: None, today: today()? };
                recognize(raw, reader, recognizer, &|_, _| {})
            }
            // It was taken away meanwhile.
            Err(_) => Ok(()),
        };
        scans.done(&path);
        recognized?;
        tracing::info!("识别扫描件：{name}");
        return Ok(true);
    }
    let Some(desk) = library.desk() else { return Ok(false) };
    let Some(name) = desk.recognize_next(recognizer)? else { return Ok(false) };
    tracing::info!("识别扫描件：{name}");
    library.renew()?;
    Ok(true)
}
