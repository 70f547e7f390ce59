//! Beside a server: files dropped into a folder are imported, and what changes in the corpus is
//! taken up.
//!
//! The folders are looked at again and again, for shared drives of offices tell of no change.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context;

use super::import::{Found, label, today};
use super::index::refreshed;
use super::ocr::{Scans, reader};
use crate::corpus::{CorpusError, CorpusFolder, Listed};
use crate::http;
use crate::intake::{Batch, Memory, Opening, Outcome, Raw, Verdict, archive};
use crate::library::{Generations, How};
use crate::settings::Settings;

/// How often the folder is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// A file that has not changed for so long is complete.
const STILL: Duration = Duration::from_millis(700);
/// A file that cannot be read may be half copied for so long.
const HALF: Duration = Duration::from_secs(15);
/// How often the corpus is looked at, at most; large ones less often.
const CORPUS: Duration = Duration::from_millis(800);
/// Listing the corpus takes no more than this share of the time.
const SHARE: u32 = 20;

/// Where files go when they are dealt with.
const DONE: &str = "done";
const FAILED: &str = "failed";

/// Looks after a folder and the corpus as long as the process lives.
pub(super) fn start(
    folder: PathBuf,
    settings: Settings,
    scans: Arc<Scans>,
    library: Arc<http::Library>,
) -> anyhow::Result<()> {
    for name in [DONE, FAILED] {
        let path = folder.join(name);
        fs::create_dir_all(&path).with_context(|| format!("无法建立文件夹 {}", path.display()))?;
    }
    tracing::info!("放入 {} 的文件会自动导入", folder.display());
    let mut watch = Watch {
        folder,
        settings,
        scans,
        library,
        seen: HashMap::new(),
        corpus: None,
        next: Instant::now(),
    };
    thread::Builder::new().name("watch".to_owned()).spawn(move || {
        loop {
            if let Err(error) = watch.look() {
                tracing::warn!("自动导入：{error:#}");
            }
            thread::sleep(LOOK);
        }
    })?;
    Ok(())
}

struct Watch {
    folder: PathBuf,
    settings: Settings,
    /// Files that wait to be recognised; they stay where they are.
    scans: Arc<Scans>,
    library: Arc<http::Library>,
    /// Size and time of each file of the folder, and since when they are so.
    seen: HashMap<PathBuf, (u64, Option<SystemTime>, Instant)>,
    /// The corpus as it was taken up last.
    corpus: Option<Vec<Listed>>,
    next: Instant,
}

impl Watch {
    fn look(&mut self) -> anyhow::Result<()> {
        let complete = self.complete();
        let imported = !complete.is_empty() && self.import(&complete)?;
        if imported || self.next <= Instant::now() {
            self.take_up()?;
        }
        Ok(())
    }

    /// The files that have not changed for a while.
    fn complete(&mut self) -> Vec<PathBuf> {
        let now = Instant::now();
        let mut seen = HashMap::new();
        let mut complete = Vec::new();
        for path in files_of(&self.folder) {
            let Ok(about) = fs::metadata(&path) else { continue };
            let state = (about.len(), about.modified().ok());
            let since = match self.seen.get(&path) {
                Some((size, modified, since)) if (*size, *modified) == state => *since,
                _ => now,
            };
            if now - since >= STILL && !self.scans.holds(&path) {
                complete.push(path.clone());
            }
            seen.insert(path, (state.0, state.1, since));
        }
        self.seen = seen;
        complete
    }

    /// Imports files and moves them; whether there was any to move.
    fn import(&mut self, files: &[PathBuf]) -> anyhow::Result<bool> {
        let corpus = CorpusFolder::open_or_create(&self.settings.corpus)?;
        let generations = Generations::new(&self.settings.index);
        let opening = Opening {
            dry_run: false,
            memory: Some(Memory::new(&generations, corpus.root())),
            keeps_originals: self.settings.keep_originals,
            reader: reader(&self.settings),
            progress: &|_, _| {},
        };
        let mut batch = match Batch::open_with(&corpus, opening) {
            // Another import; the files wait.
            Err(CorpusError::Busy { .. }) => return Ok(false),
            batch => batch?,
        };
        let today = today()?;
        let mut moved = false;
        for path in files {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let mut outcomes = Vec::new();
            let told = match (Found { path: path.clone(), fault: None }).read() {
                Ok(bytes) => {
                    let raw = Raw { name: &name, bytes: &bytes, kind: None, today };
                    batch.import_all(&[raw], &mut |outcome| {
                        outcomes.push(outcome);
                        Ok::<(), anyhow::Error>(())
                    })
                }
                Err(reason) => {
                    outcomes.push(Outcome::without_documents(&name, Verdict::Failed, reason));
                    Ok(())
                }
            };
            told?;
            if self.settings.ocr.is_some()
                && outcomes.iter().any(|outcome| outcome.outcome == Verdict::NeedsOcr)
            {
                self.scans.push(path.clone());
                continue;
            }
            let failed =
                |outcome: &Outcome| matches!(outcome.outcome, Verdict::Failed | Verdict::NeedsOcr);
            let all_failed = outcomes.iter().all(failed);
            let age = fs::metadata(path).and_then(|about| about.modified());
            let age = age.ok().and_then(|modified| modified.elapsed().ok()).unwrap_or(HALF);
            if all_failed && age < HALF {
                // Perhaps half copied: it is looked at again.
                continue;
            }
            let place = if outcomes.iter().any(failed) { FAILED } else { DONE };
            moved |= put_away(path, &self.folder.join(place), &outcomes)?;
            for outcome in &outcomes {
                tracing::info!("自动导入：{}", said(outcome));
            }
        }
        Ok(moved)
    }

    /// Brings the index in step where the corpus is another than last time.
    fn take_up(&mut self) -> anyhow::Result<()> {
        let start = Instant::now();
        let listed = CorpusFolder::open(&self.settings.corpus)?.list()?;
        if self.corpus.as_ref() != Some(&listed) {
            // A disk that is not there is no empty corpus.
            let lost = listed.is_empty() && self.corpus.as_ref().is_none_or(|it| !it.is_empty());
            if lost && self.corpus.is_some() {
                tracing::warn!(
                    "语料文件夹里没有文档了；索引保持不变，确实要清空请用 dianan index --allow-empty"
                );
            } else if !listed.is_empty() {
                refreshed(&self.settings, How::default())?;
                self.library.renew()?;
            }
            self.corpus = Some(listed);
        }
        self.next = Instant::now() + CORPUS.max(start.elapsed() * SHARE / 2);
        Ok(())
    }
}

/// The files of a folder that wait, in order; those in folders of it too.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let Ok(entry) = entry else { continue };
        let name = entry.file_name().to_string_lossy();
        let is_ours = entry.depth() == 1 && (name == DONE || name == FAILED);
        let hidden = entry.depth() > 0 && (name.starts_with('.') || archive::is_left_behind(&name));
        if is_ours || hidden {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    files
}

/// Moves a file and writes beside it what became of it; whether it was there to move.
fn put_away(path: &Path, folder: &Path, outcomes: &[Outcome]) -> anyhow::Result<bool> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (stem.to_owned(), format!(".{ending}")),
        None => (name.clone(), String::new()),
    };
    let named = |number: usize| match number {
        1 => name.clone(),
        number => format!("{stem}（{number}）{ending}"),
    };
    let free = (1..).map(named).find(|name| !folder.join(name).exists());
    let target = folder.join(free.unwrap_or(name));
    match fs::rename(path, &target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        moved => moved.with_context(|| format!("无法移走 {}", path.display()))?,
    }
    let note: Vec<String> = outcomes.iter().map(said).collect();
    let mut beside = target.into_os_string();
    beside.push(".导入结果.txt");
    fs::write(&beside, format!("{}\n", note.join("\n"))).context("无法写下导入结果")?;
    Ok(true)
}

/// What became of a file, in a line or more.
fn said(outcome: &Outcome) -> String {
    let verdict = label(outcome.outcome);
    let mut lines = vec![format!(
        "{verdict} {} {}",
        outcome.file,
        outcome.reason.as_deref().unwrap_or_default()
    )];
    lines.extend(outcome.documents.iter().map(|it| format!("  《{}》 {}", it.title, it.path)));
    lines.extend(outcome.remarks.iter().map(|remark| format!("  提示 {remark}")));
    lines.join("\n").trim_end().to_owned()
}
