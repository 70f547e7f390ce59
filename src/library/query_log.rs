//! What was looked for: how often each query was asked and whether it found something, without who
//! asked.
//!
//! Kept in `queries.json` in the index folder. Requests only count in memory; [`QueryLog::keep`]
//! writes, aside and in one rename, on top of what other processes have written since.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::error::LibraryError;
use super::storage::replace_private;
use crate::text::fold;

/// The most queries that are kept; those asked least, and longest ago, go first.
pub const MAX_QUERIES: usize = 2_000;
/// The most queries that complete what is typed, so that typing stays quick.
pub const MAX_COMPLETING: usize = 500;
/// The most askings that wait to be written.
const MAX_PENDING: usize = 20_000;
/// A longer query is a passage of somebody's draft: it is counted and not kept, in characters.
pub const MAX_KEPT_CHARACTERS: usize = 60;
/// Digits in a row that may be a telephone or an identity number: counted and not kept.
const PRIVATE_DIGITS: usize = 7;
/// Hours by which Chinese time is ahead of UTC.
const CHINA: i8 = 8;

/// A query that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// As it was typed first.
    pub text: String,
    /// How often it was asked.
    pub times: u64,
    /// How many documents it found the last time.
    pub hits: u64,
    /// The day on which it was asked last, in China: `2026-11-25`.
    pub last: String,
    /// The spelling that was offered the last time in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<String>,
    /// The folded text, by which askings are known as the same.
    #[serde(skip)]
    key: String,
}

/// All that was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedFor {
    /// The day of the first.
    pub since: String,
    /// Askings, those that are not kept too.
    pub asked: u64,
    /// Askings that found nothing.
    pub without_hits: u64,
    /// Each query once, the most asked first.
    pub queries: Vec<Asked>,
}

/// The log of one index folder.
pub struct QueryLog {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// What is in the file, with what has been asked since.
    all: LookedFor,
    /// What has been asked since the file was last read.
    pending: Vec<Asked>,
}

impl QueryLog {
    /// The log in the index folder `root`. A file that cannot be read is no reason not to serve:
    /// the log begins anew.
    #[must_use]
    pub fn open(root: &Path) -> Self {
        let path = root.join("queries.json");
        let state = State { all: read(&path), pending: Vec::new() };
        Self { path, state: Mutex::new(state) }
    }

    /// Counts that `text` was asked and found `hits` documents, and that `corrected` was offered in
    /// its place. In memory alone.
    pub fn record(&self, text: &str, hits: usize, corrected: Option<&str>) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        let mut state = self.state();
        let key = fold(&text).text;
        let corrected = corrected.map(str::to_owned);
        let asking = Asked { text, times: 1, hits: hits as u64, last: today(), corrected, key };
        state.all.count(&asking);
        if state.all.queries.len() > 2 * MAX_QUERIES {
            state.all.bound();
        }
        // Where nothing can be written, what was asked first is written when it can be again.
        if state.pending.len() < MAX_PENDING {
            state.pending.push(asking);
        }
    }

    /// Counts that something was asked and found `hits` documents, and does not keep what.
    pub fn count(&self, hits: usize) {
        // What is longer than is kept.
        self.record(&"…".repeat(MAX_KEPT_CHARACTERS + 1), hits, None);
    }

    /// What was asked, the most asked first.
    #[must_use]
    pub fn looked_for(&self) -> LookedFor {
        let mut all = self.state().all.clone();
        all.bound();
        all
    }

    /// Queries that found something and were no slips, with how often they were asked: the most
    /// asked, up to [`MAX_COMPLETING`].
    #[must_use]
    pub fn successful(&self) -> Vec<(String, u64)> {
        let state = self.state();
        let right = |asked: &&Asked| asked.hits > 0 && asked.corrected.is_none();
        let mut found: Vec<&Asked> = state.all.queries.iter().filter(right).collect();
        found.sort_by_key(|asked| std::cmp::Reverse(asked.times));
        found.truncate(MAX_COMPLETING);
        found.into_iter().map(|asked| (asked.text.clone(), asked.times)).collect()
    }

    /// Writes what was asked since the last time, when there is something.
    ///
    /// # Errors
    /// [`LibraryError::Io`]; then it is written the next time.
    pub fn keep(&self) -> Result<(), LibraryError> {
        if self.state().pending.is_empty() {
            return Ok(());
        }
        let lock = self.path.with_extension("lock");
        let io = |error| LibraryError::io(&lock, error);
        let file = File::create(&lock).map_err(io)?;
        file.lock().map_err(io)?;
        let mut state = self.state();
        let mut all = read(&self.path);
        state.pending.iter().for_each(|asking| all.count(asking));
        all.bound();
        let text = serde_json::to_string_pretty(&all).expect("a log is plain data");
        // What people look for is not everybody's to read.
        replace_private(&self.path, text.as_bytes())
            .map_err(|error| LibraryError::io(&self.path, error))?;
        state.pending.clear();
        state.all = all;
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Counting cannot leave half a count behind.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LookedFor {
    fn count(&mut self, asking: &Asked) {
        if self.since.is_empty() {
            self.since.clone_from(&asking.last);
        }
        self.asked += 1;
        self.without_hits += u64::from(asking.hits == 0);
        if !may_be_kept(&asking.text) {
            return;
        }
        match self.queries.iter_mut().find(|asked| asked.key == asking.key) {
            Some(asked) => {
                let (text, times) = (asked.text.clone(), asked.times + 1);
                *asked = Asked { text, times, ..asking.clone() };
            }
            None => self.queries.push(asking.clone()),
        }
    }

    /// The most asked first, each once, no more than are kept.
    fn bound(&mut self) {
        self.queries.sort_by(|a, b| {
            let order = b.times.cmp(&a.times).then_with(|| b.last.cmp(&a.last));
            order.then_with(|| a.text.cmp(&b.text))
        });
        self.queries.truncate(MAX_QUERIES);
    }
}

/// Whether a query may be written down: neither somebody's draft nor somebody's number.
fn may_be_kept(text: &str) -> bool {
    let digits = text.split(|c: char| !c.is_numeric()).map(|run| run.chars().count()).max();
    text.chars().count() <= MAX_KEPT_CHARACTERS && digits.unwrap_or(0) < PRIVATE_DIGITS
}

fn read(path: &Path) -> LookedFor {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut all: LookedFor = serde_json::from_str(&text).unwrap_or_default();
    all.queries.iter_mut().for_each(|asked| asked.key = fold(&asked.text).text);
    all
}

fn today() -> String {
    let now = jiff::tz::Offset::constant(CHINA).to_datetime(jiff::Timestamp::now());
    now.date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_survives_restarts_and_other_processes() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (QueryLog::open(folder.path()), QueryLog::open(folder.path()));
        one.record("四强  党支部", 3, None);
        other.record("四強 黨支部", 4, None);
        other.record("没有的词", 0, None);
        one.keep().unwrap();
        other.keep().unwrap();
        one.keep().unwrap();
        let again = QueryLog::open(folder.path()).looked_for();
        assert_eq!((again.asked, again.without_hits), (3, 1));
        assert_eq!(again.queries[0].text, "四强 党支部");
        assert_eq!((again.queries[0].times, again.queries[0].hits), (2, 4));
        assert_eq!(other.successful(), [("四强 党支部".to_owned(), 2)]);
        other.record("机关当建", 60, Some("机关党建"));
        assert_eq!(other.successful().len(), 1, "a slip completes nothing");
        assert!(!folder.path().join("queries.tmp").exists());
    }

    #[test]
    fn drafts_and_numbers_of_persons_are_counted_and_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let log = QueryLog::open(folder.path());
        for private in ["13800138000", "身份证 440401199001011234", &"长".repeat(61)] {
            log.record(private, 1, None);
        }
        log.record("国办发〔2023〕41号", 1, None);
        log.record("   ", 1, None);
        let all = log.looked_for();
        assert_eq!((all.asked, all.queries.len()), (4, 1));
    }

    #[test]
    fn the_log_is_bounded_and_a_broken_file_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("queries.json"), "{ broken").unwrap();
        let log = QueryLog::open(folder.path());
        log.record("常问", 1, None);
        log.record("常问", 1, None);
        for number in 0..MAX_QUERIES + 5 {
            log.record(&format!("词{number}"), 1, None);
        }
        log.keep().unwrap();
        let all = QueryLog::open(folder.path()).looked_for();
        assert_eq!(all.queries.len(), MAX_QUERIES);
        assert_eq!(all.queries[0].text, "常问");
        assert_eq!(all.asked, MAX_QUERIES as u64 + 7);
    }
}
