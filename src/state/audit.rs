//! What was done, by whom and when.

use rusqlite::{Row, params};

use super::{State, StateError, now};
use crate::document::Access;

/// What a person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Took documents in.
    Imported,
    /// Changed a document.
    Edited,
    /// Corrected what was read, or the lexicon.
    Corrected,
    /// Put a document into the bin.
    Removed,
    /// Brought a document back out of the bin.
    Restored,
    /// Came in.
    SignedIn,
    /// Was not let in.
    Refused,
    /// Changed the own password.
    Password,
    /// Changed who may come in, or as what.
    People,
    /// Changed groups or their members.
    Groups,
    /// Made a backup.
    BackedUp,
}

/// All acts, with the name that the state keeps and the word for people.
const ACTS: [(Act, &str, &str); 11] = [
    (Act::Imported, "import", "导入"),
    (Act::Edited, "edit", "修改"),
    (Act::Corrected, "correct", "更正"),
    (Act::Removed, "remove", "移出"),
    (Act::Restored, "restore", "移回"),
    (Act::SignedIn, "sign-in", "登录"),
    (Act::Refused, "refused", "登录未成"),
    (Act::Password, "password", "换密码"),
    (Act::People, "people", "用户与口令"),
    (Act::Groups, "groups", "组与成员"),
    (Act::BackedUp, "backup", "备份"),
];

impl Act {
    fn row(self) -> (&'static str, &'static str) {
        let row = ACTS.iter().find(|(act, ..)| *act == self).expect("each act is in the table");
        (row.1, row.2)
    }

    /// All acts: the name that the state keeps, and the word for people.
    #[must_use]
    pub fn names() -> Vec<(&'static str, &'static str)> {
        ACTS.iter().map(|(_, name, label)| (*name, *label)).collect()
    }

    /// The word for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.row().1
    }
}

/// Which things are asked for; what is empty lets all through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who did it.
    pub person: String,
    /// The name of an act.
    pub act: String,
    /// To what.
    pub target: String,
    /// The first day, in China: `2026-11-01`.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// RFC 3339 in UTC.
    pub at: String,
    /// Who did it.
    pub person: String,
    /// What, in the word for people.
    pub act: String,
    /// To what: a document's name, a file's.
    pub target: String,
    /// More of it.
    pub detail: String,
    /// Who may know of it.
    pub access: Access,
}

impl State {
    /// Notes that `person` did `act` to `target`.
    ///
    /// # Errors
    /// [`StateError::Storage`]; then it is not noted.
    pub fn record(
        &self,
        person: &str,
        act: Act,
        target: &str,
        detail: &str,
    ) -> Result<(), StateError> {
        self.record_of(person, act, (target, &Access::Public), detail)
    }

    /// As [`State::record`], of something that not everybody may know of.
    ///
    /// # Errors
    /// [`StateError::Storage`]; then it is not noted.
    pub fn record_of(
        &self,
        person: &str,
        act: Act,
        (target, access): (&str, &Access),
        detail: &str,
    ) -> Result<(), StateError> {
        let access = match access {
            Access::Public => String::new(),
            access => serde_json::to_string(access).unwrap_or_else(|_| "null".to_owned()),
        };
        self.change(|it| {
            let sql = "INSERT INTO audit (at, person, act, target, detail, access) \
                VALUES (?, ?, ?, ?, ?, ?)";
            it.execute(sql, params![now(), person, act.row().0, target, detail, access])
        })?;
        Ok(())
    }

    /// What was done to `target`, the last first.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn entries_of(&self, target: &str) -> Result<Vec<Entry>, StateError> {
        self.read(|it| {
            let sql = "SELECT at, person, act, target, detail, access FROM audit WHERE target = ? \
                ORDER BY id DESC";
            it.prepare(sql)?.query_map([target], entry)?.collect()
        })
    }

    /// The last `limit` things that were done and that `filter` lets through, the last first.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn filtered(&self, filter: &Filter, limit: usize) -> Result<Vec<Entry>, StateError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        // Days are China's; times are kept in UTC.
        let sql = "SELECT at, person, act, target, detail, access FROM audit WHERE \
            (?1 = '' OR person = ?1) AND (?2 = '' OR act = ?2) AND (?3 = '' OR target = ?3) AND \
            (?4 = '' OR date(at, '+8 hours') >= ?4) AND (?5 = '' OR date(at, '+8 hours') <= ?5) \
            ORDER BY id DESC LIMIT ?6";
        let Filter { person, act, target, from, to } = filter;
        self.read(|it| {
            let values = params![person, act, target, from, to, limit];
            it.prepare(sql)?.query_map(values, entry)?.collect()
        })
    }

    /// The last `limit` things that were done, the last first.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn entries(&self, limit: usize) -> Result<Vec<Entry>, StateError> {
        self.read(|it| {
            let sql = "SELECT at, person, act, target, detail, access FROM audit \
                ORDER BY id DESC LIMIT ?";
            it.prepare(sql)?.query_map([limit], entry)?.collect()
        })
    }
}

/// What is kept of who may know of something; what cannot be read is nobody's.
fn access(kept: &str) -> Access {
    match kept {
        "" => Access::Public,
        kept => serde_json::from_str(kept).unwrap_or_else(|_| Access::nobody()),
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let act: String = row.get(2)?;
    let label = ACTS.iter().find(|(_, name, _)| *name == act).map(|(.., label)| *label);
    Ok(Entry {
        at: row.get(0)?,
        person: row.get(1)?,
        act: label.map_or(act, str::to_owned),
        target: row.get(3)?,
        detail: row.get(4)?,
        access: access(&row.get::<_, String>(5)?),
    })
}
