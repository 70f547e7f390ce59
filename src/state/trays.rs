//! Trays: raw files handed in together, looked through before anything is kept.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{State, StateError, now};

/// How far a file of a tray is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It waits to be read.
    Waiting,
    /// It has been read, and can be looked through.
    Read,
    /// It has been decided to keep it.
    Wanted,
    /// It is dealt with: its outcome says how.
    Done,
}

/// Each stage with the name that the state keeps.
const STAGES: [(Stage, &str); 4] = [
    (Stage::Waiting, "waiting"),
    (Stage::Read, "read"),
    (Stage::Wanted, "wanted"),
    (Stage::Done, "done"),
];

impl Stage {
    fn name(self) -> &'static str {
        STAGES.iter().find(|(stage, _)| *stage == self).expect("each stage is in the table").1
    }
}

/// A tray.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tray {
    /// Its number.
    pub id: i64,
    /// Who handed it in.
    pub person: String,
    /// When, as RFC 3339 in UTC.
    pub opened: String,
    /// Its files, in their order.
    pub files: Vec<TrayFile>,
}

/// A file of a tray, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrayFile {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// How far it is.
    pub stage: Stage,
    /// What it was read as, in the form of whoever read it; empty before.
    pub preview: String,
    /// What became of it; empty before.
    pub outcome: String,
}

impl State {
    /// Puts files, each with its name and bytes, into a new tray; gives its number.
    ///
    /// # Errors
    /// [`StateError::Storage`]; then nothing is kept.
    pub fn open_tray(&self, person: &str, files: &[(String, Vec<u8>)]) -> Result<i64, StateError> {
        self.change(|it| {
            it.execute("INSERT INTO trays (person, opened) VALUES (?, ?)", [person, &now()])?;
            let tray = it.last_insert_rowid();
            files.iter().try_for_each(|file| insert(it, tray, file))?;
            Ok(tray)
        })
    }

    /// The trays that are not done, the last first.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn trays(&self) -> Result<Vec<Tray>, StateError> {
        self.read(|it| {
            let mut trays: Vec<Tray> = it
                .prepare("SELECT id, person, opened FROM trays ORDER BY id DESC")?
                .query_map([], tray)?
                .collect::<rusqlite::Result<_>>()?;
            for tray in &mut trays {
                tray.files = files(it, tray.id)?;
            }
            Ok(trays)
        })
    }

    /// A tray; `None` when there is none of this number.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn tray(&self, id: i64) -> Result<Option<Tray>, StateError> {
        self.read(|it| {
            let sql = "SELECT id, person, opened FROM trays WHERE id = ?";
            let found = it.query_row(sql, [id], tray).optional()?;
            found.map(|tray| Ok(Tray { files: files(it, id)?, ..tray })).transpose()
        })
    }

    /// The bytes of a file of a tray.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn tray_bytes(&self, file: i64) -> Result<Vec<u8>, StateError> {
        self.read(|it| {
            let sql = "SELECT bytes FROM tray_files WHERE id = ?";
            Ok(it.query_row(sql, [file], |row| row.get(0)).optional()?.unwrap_or_default())
        })
    }

    /// Puts the files that a file holds in its place.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn unpack_tray_file(
        &self,
        tray: i64,
        file: i64,
        inner: &[(String, Vec<u8>)],
    ) -> Result<(), StateError> {
        self.change(|it| {
            it.execute("DELETE FROM tray_files WHERE id = ?", [file])?;
            inner.iter().try_for_each(|file| insert(it, tray, file))
        })
    }

    /// Keeps what a file was read as, unless it has gone further than `from` meanwhile; whether it
    /// was kept.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn set_preview(&self, file: i64, from: Stage, preview: &str) -> Result<bool, StateError> {
        let sql = "UPDATE tray_files SET preview = ?, stage = ? WHERE id = ? AND stage = ?";
        let values = params![preview, Stage::Read.name(), file, from.name()];
        Ok(self.change(|it| it.execute(sql, values))? > 0)
    }

    /// Has a file that was read be read once more.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn read_again(&self, file: i64) -> Result<(), StateError> {
        let sql = "UPDATE tray_files SET stage = ? WHERE id = ? AND stage = ?";
        let values = params![Stage::Waiting.name(), file, Stage::Read.name()];
        self.change(|it| it.execute(sql, values)).map(|_| ())
    }

    /// Says that all files of a tray that have been read are to be kept; how many there are.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn want_tray(&self, tray: i64) -> Result<usize, StateError> {
        let sql = "UPDATE tray_files SET stage = ? WHERE tray = ? AND stage = ?";
        let values = params![Stage::Wanted.name(), tray, Stage::Read.name()];
        self.change(|it| it.execute(sql, values))
    }

    /// Keeps what became of a file; its bytes are let go.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn finish_tray_file(&self, file: i64, outcome: &str) -> Result<(), StateError> {
        let sql = "UPDATE tray_files SET outcome = ?, stage = ?, bytes = x'' WHERE id = ?";
        self.change(|it| it.execute(sql, params![outcome, Stage::Done.name(), file]))?;
        Ok(())
    }

    /// Lets go of a file of a tray that is not being kept; a file of another tray stays.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn drop_tray_file(&self, tray: i64, file: i64) -> Result<(), StateError> {
        let sql = "DELETE FROM tray_files WHERE id = ? AND tray = ? AND stage IN (?, ?)";
        let values = params![file, tray, Stage::Waiting.name(), Stage::Read.name()];
        self.change(|it| it.execute(sql, values))?;
        Ok(())
    }

    /// Lets go of a tray with all that is in it, unless something of it is being kept.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn drop_tray(&self, tray: i64) -> Result<(), StateError> {
        let sql = "DELETE FROM trays WHERE id = ?1 AND NOT EXISTS \
            (SELECT 1 FROM tray_files WHERE tray = ?1 AND stage = ?2)";
        self.change(|it| it.execute(sql, params![tray, Stage::Wanted.name()]))?;
        Ok(())
    }
}

fn insert(it: &Connection, tray: i64, (name, bytes): &(String, Vec<u8>)) -> rusqlite::Result<()> {
    let sql = "INSERT INTO tray_files (tray, name, bytes, stage) VALUES (?, ?, ?, ?)";
    it.execute(sql, params![tray, name, bytes, Stage::Waiting.name()])?;
    Ok(())
}

fn tray(row: &Row<'_>) -> rusqlite::Result<Tray> {
    Ok(Tray { id: row.get(0)?, person: row.get(1)?, opened: row.get(2)?, files: Vec::new() })
}

fn files(it: &Connection, tray: i64) -> rusqlite::Result<Vec<TrayFile>> {
    let sql = "SELECT id, name, stage, preview, outcome FROM tray_files WHERE tray = ? ORDER BY id";
    let file = |row: &Row<'_>| {
        let stage: String = row.get(2)?;
        let stage = STAGES.iter().find(|(_, name)| *name == stage).map(|(stage, _)| *stage);
        Ok(TrayFile {
            id: row.get(0)?,
            name: row.get(1)?,
            stage: stage.unwrap_or(Stage::Waiting),
            preview: row.get(3)?,
            outcome: row.get(4)?,
        })
    };
    it.prepare(sql)?.query_map([tray], file)?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tray_is_left_and_taken_up_and_let_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.sqlite");
        let state = State::open(&path).unwrap();
        let files = [("一.zip".to_owned(), b"zip".to_vec()), ("二.txt".to_owned(), b"b".to_vec())];
        let tray = state.open_tray("本机", &files).unwrap();
        let inner = [("一.zip/甲.txt".to_owned(), b"a".to_vec())];
        let first = state.tray(tray).unwrap().unwrap().files[0].id;
        state.unpack_tray_file(tray, first, &inner).unwrap();
        drop(state);
        let state = State::open(&path).unwrap();
        let held = state.tray(tray).unwrap().unwrap();
        let names: Vec<&str> = held.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["二.txt", "一.zip/甲.txt"]);
        let (one, other) = (held.files[0].id, held.files[1].id);
        assert_eq!(state.tray_bytes(other).unwrap(), b"a");
        assert!(state.set_preview(one, Stage::Waiting, "{}").unwrap());
        assert!(!state.set_preview(one, Stage::Waiting, "late").unwrap());
        state.drop_tray_file(tray + 1, other).unwrap();
        assert_eq!(state.tray(tray).unwrap().unwrap().files.len(), 2, "it is of no other tray");
        assert_eq!(state.want_tray(tray).unwrap(), 1);
        state.drop_tray(tray).unwrap();
        assert!(state.tray(tray).unwrap().is_some(), "one of its files is being kept");
        state.finish_tray_file(one, "done").unwrap();
        assert_eq!(state.tray_bytes(one).unwrap(), b"");
        state.drop_tray(tray).unwrap();
        assert!(state.trays().unwrap().is_empty());
    }
}
