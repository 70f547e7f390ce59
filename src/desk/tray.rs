//! Reading the files of a tray, and keeping those that were looked through.

use std::sync::{PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::lines::Lines;
use super::{Desk, DeskError, Preview, today};
use crate::corpus::CorpusError;
use crate::intake::batch::{Previewed, unpacked};
use crate::intake::{Batch, Memory, Opening, Outcome, Raw, Verdict};
use crate::library::LibraryError;
use crate::state::{Act, Stage, Tray, TrayFile};

/// The most bytes that are handed in together.
pub const MOST_BYTES: usize = 96 * 1024 * 1024;
/// How long another process that writes is waited for, and how often it is looked.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(100);

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Names and titles of the documents that were added.
    pub documents: Vec<(String, String)>,
    /// Why there are none.
    pub reason: String,
    /// What a person should know.
    pub remarks: Vec<String>,
}

impl Kept {
    fn of(outcome: Outcome) -> Self {
        let documents = outcome.documents.into_iter();
        // Names of documents that are held are not said: not everybody may see them.
        let is_held = outcome.outcome == Verdict::Duplicate;
        let reason =
            if is_held { Some("库中已有，没有改动".to_owned()) } else { outcome.reason };
        let remarks = outcome.remarks.into_iter().filter(|it| !it.contains("与已有的"));
        Self {
            documents: documents.map(|it| (it.id.to_string(), it.title)).collect(),
            reason: reason.unwrap_or_default(),
            remarks: remarks.collect(),
        }
    }
}

impl Desk {
    /// Whether files are being read or kept, or what was kept is being taken up in the index.
    #[must_use]
    pub fn is_at_work(&self) -> bool {
        matches!(self.at_work.try_lock(), Err(TryLockError::WouldBlock))
    }

    /// Whether a tray has files that wait to be read or kept, and nobody works on any tray.
    #[must_use]
    pub fn waits(&self, tray: &Tray) -> bool {
        let waits = |file: &TrayFile| matches!(file.stage, Stage::Waiting | Stage::Wanted);
        !self.is_at_work() && tray.files.iter().any(waits)
    }

    /// Reads the files of a tray that wait, then keeps those that are wanted. What was done stays
    /// done when this is cut short, and the rest is taken up by the next call.
    ///
    /// # Errors
    /// [`DeskError`]; the files that are not done go on waiting.
    pub fn work_on(&self, tray: i64) -> Result<(), DeskError> {
        let _at_work = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        self.read_waiting(tray)?;
        self.keep_wanted(tray)
    }

    fn read_waiting(&self, tray: i64) -> Result<(), DeskError> {
        for file in self.files(tray, Stage::Waiting)? {
            let bytes = self.state.tray_bytes(file.id)?;
            let raw = Raw { name: &file.name, bytes: &bytes, kind: None, today: today() };
            let inner = unpacked(raw);
            if inner.len() > 1 || inner.iter().any(|(name, _)| *name != file.name) {
                // A file in it that cannot be read is there with no bytes, which says so.
                let inner: Vec<_> =
                    inner.into_iter().map(|(name, it)| (name, it.unwrap_or_default())).collect();
                self.state.unpack_tray_file(tray, file.id, &inner)?;
            }
        }
        let waiting = self.files(tray, Stage::Waiting)?;
        if waiting.is_empty() {
            return Ok(());
        }
        let batch = Batch::open_with(&self.corpus, self.opening(true))?;
        for file in waiting {
            let bytes = self.state.tray_bytes(file.id)?;
            let raw = Raw { name: &file.name, bytes: &bytes, kind: None, today: today() };
            let preview = self.previewed(&batch, raw);
            let preview = serde_json::to_string(&preview).unwrap_or_default();
            self.state.set_preview(file.id, Stage::Waiting, &preview)?;
        }
        Ok(())
    }

    fn previewed(&self, batch: &Batch<'_>, raw: Raw<'_>) -> Preview {
        let read = batch.preview(raw);
        let texts = match &read {
            Previewed::Documents(..) => self.reader.read(raw.name, raw.bytes).ok(),
            Previewed::Nothing(_) => None,
        };
        let texts = texts.into_iter().flat_map(|(_, layout)| {
            let pairs = layout.pairs.into_iter().map(|it| format!("{}：{}", it.label, it.value));
            pairs.chain(layout.blocks.into_iter().map(|it| it.text)).collect::<Vec<_>>()
        });
        Preview::of(read, &Lines::new(texts))
    }

    fn keep_wanted(&self, tray: i64) -> Result<(), DeskError> {
        let wanted = self.files(tray, Stage::Wanted)?;
        let person = self.state.tray(tray)?.map(|it| it.person).unwrap_or_default();
        if wanted.is_empty() {
            return Ok(());
        }
        let mut batch = self.patient_batch()?;
        for file in wanted {
            let bytes = self.state.tray_bytes(file.id)?;
            let raw = Raw { name: &file.name, bytes: &bytes, kind: None, today: today() };
            let kept = Kept::of(kept(&mut batch, raw, &file.preview));
            for (id, _) in &kept.documents {
                let access = self.access_of(id);
                self.state.record_of(&person, Act::Imported, (id, &access), &file.name)?;
            }
            let kept = serde_json::to_string(&kept).unwrap_or_default();
            self.state.finish_tray_file(file.id, &kept)?;
        }
        drop(batch);
        self.take_up()
    }

    fn files(&self, tray: i64, stage: Stage) -> Result<Vec<TrayFile>, DeskError> {
        let tray = self.state.tray(tray)?;
        let files = tray.map(|it| it.files).unwrap_or_default();
        Ok(files.into_iter().filter(|file| file.stage == stage).collect())
    }

    fn opening(&self, dry_run: bool) -> Opening<'static> {
        Opening {
            dry_run,
            memory: Some(Memory::new(&self.generations, self.corpus.root())),
            keeps_originals: self.keeps_originals,
            reader: self.reader.clone(),
            progress: &|_, _| {},
        }
    }

    /// An import, after whoever writes now.
    fn patient_batch(&self) -> Result<Batch<'_>, CorpusError> {
        let start = Instant::now();
        loop {
            match Batch::open_with(&self.corpus, self.opening(false)) {
                Err(CorpusError::Busy { .. }) if start.elapsed() < PATIENCE => {
                    thread::sleep(PAUSE);
                }
                batch => return batch,
            }
        }
    }
}

/// Keeps what was looked through of a file.
fn kept(batch: &mut Batch<'_>, raw: Raw<'_>, preview: &str) -> Outcome {
    let preview: Preview = serde_json::from_str(preview).unwrap_or_default();
    let read = preview.converted();
    if read.documents.is_empty() {
        let reason = if preview.reason.is_empty() {
            "没有勾选要收进库的文档".to_owned()
        } else {
            preview.reason
        };
        return Outcome::without_documents(raw.name, Verdict::Failed, reason);
    }
    batch.import_read(raw, read)
}

/// Runs `work` again while another process is at the index, for some time.
pub(super) fn patiently<T>(work: impl Fn() -> Result<T, LibraryError>) -> Result<T, LibraryError> {
    let start = Instant::now();
    loop {
        match work() {
            Err(LibraryError::Busy(_)) if start.elapsed() < PATIENCE => thread::sleep(PAUSE),
            done => return done,
        }
    }
}
