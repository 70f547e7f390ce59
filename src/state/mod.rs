//! The state: what people have under way and what was done, in one file of `SQLite`. Documents
//! are not in it: without the file none is lost.

pub mod audit;
pub mod backup;
pub mod directory;
pub mod error;
pub mod folders;
pub mod groups;
mod passwords;
pub mod people;
mod sessions;
pub mod trays;
pub mod watched;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

pub use audit::{Act, Entry};
pub use error::StateError;
pub use trays::{Stage, Tray, TrayFile};

/// What each version of the state adds to the one before; a file's `user_version` counts them.
const MIGRATIONS: [&str; 4] = [
    include_str!("migrations/001.sql"),
    include_str!("migrations/002.sql"),
    include_str!("migrations/003.sql"),
    include_str!("migrations/004.sql"),
];
/// How long another process that writes is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// The state of one library.
pub struct State {
    path: PathBuf,
    connection: Mutex<Connection>,
}

impl State {
    /// Opens the state in `path`, which is made when it is not there, and brought to the version of
    /// this program when it is older.
    ///
    /// # Errors
    /// [`StateError::Newer`] when a later program has written it, [`StateError::Storage`] when it
    /// cannot be read or written.
    pub fn open(path: &Path) -> Result<Self, StateError> {
        let fault = |reason: String| StateError::Storage { path: path.to_owned(), reason };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| fault(error.to_string()))?;
        }
        let mut connection = Connection::open(path).map_err(|error| fault(error.to_string()))?;
        let version = prepared(&mut connection).map_err(|error| fault(error.to_string()))?;
        if version > MIGRATIONS.len() {
            return Err(StateError::Newer { path: path.to_owned(), version });
        }
        Ok(Self { path: path.to_owned(), connection: Mutex::new(connection) })
    }

    /// Where the state lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does `work` as one change: all of it is on the disk when this returns, or none.
    fn change<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StateError> {
        let mut connection = self.connection();
        let changed = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|transaction| {
                let done = work(&transaction)?;
                transaction.commit()?;
                Ok(done)
            });
        changed.map_err(|error| self.fault(&error))
    }

    fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StateError> {
        work(&self.connection()).map_err(|error| self.fault(&error))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A transaction that a panic cut short was rolled back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault(&self, error: &rusqlite::Error) -> StateError {
        StateError::Storage { path: self.path.clone(), reason: error.to_string() }
    }
}

/// Sets how the file is written and brings it to the present version; gives the version it has.
fn prepared(connection: &mut Connection) -> rusqlite::Result<usize> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // What was acknowledged survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let mut version = usize::try_from(version).unwrap_or(0);
    for migration in MIGRATIONS.iter().skip(version) {
        transaction.execute_batch(migration)?;
        version += 1;
        transaction.pragma_update(None, "user_version", version)?;
    }
    transaction.commit()?;
    Ok(version)
}

/// Now, as RFC 3339 in UTC, to the second.
fn now() -> String {
    let now = jiff::Timestamp::now().round(jiff::Unit::Second);
    now.map_or_else(|_| String::new(), |now| now.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_made_opened_again_and_refused_when_a_later_program_wrote_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/state.sqlite");
        let state = State::open(&path).unwrap();
        state.record("本机", Act::Edited, "甲", "题目").unwrap();
        drop(state);
        let state = State::open(&path).unwrap();
        assert_eq!(state.entries_of("甲").unwrap().len(), 1);
        state.read(|it| it.pragma_update(None, "user_version", 99)).unwrap();
        drop(state);
        assert!(matches!(State::open(&path), Err(StateError::Newer { version: 99, .. })));
        fs::write(&path, b"no database at all, but long enough to be looked at").unwrap();
        assert!(matches!(State::open(&path), Err(StateError::Storage { .. })));
    }
}
