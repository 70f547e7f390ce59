//! Searches that a person watches, and what a person has asked.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row, params};

use super::passwords::{fingerprint, secret};
use super::{State, StateError, now};

/// Searches that a person may watch.
pub const MOST_WATCHED: usize = 50;
/// Questions of a person that are kept.
pub const MOST_ASKED: usize = 200;

/// A search that is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub person: String,
    /// What it is called.
    pub name: String,
    /// As in the address of the search, behind `?`.
    pub query: String,
    /// Whether it has a feed.
    pub has_feed: bool,
}

/// When a document was met first by a watched search, and whether that has been looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    /// As RFC 3339 in UTC.
    pub at: String,
    /// Whether the person has seen that it came.
    pub seen: bool,
}

const WATCHED: &str = "SELECT id, person, name, query, feed <> '' FROM watched";

impl State {
    /// The searches that a person watches, in the order in which they were made.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn watched(&self, person: &str) -> Result<Vec<Watched>, StateError> {
        self.read(|it| {
            let mut found = it.prepare(&format!("{WATCHED} WHERE person = ? ORDER BY id"))?;
            found.query_map([person], watched)?.collect()
        })
    }

    /// The search whose feed has this secret in its address.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn watched_by_feed(&self, secret: &str) -> Result<Option<Watched>, StateError> {
        self.read(|it| {
            let sql = format!("{WATCHED} WHERE feed = ?");
            it.query_row(&sql, [fingerprint(secret)], watched).optional()
        })
    }

    /// Watches a search; what it finds now has been seen. Gives its number.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn watch(
        &self,
        person: &str,
        (name, query): (&str, &str),
        found: &[String],
    ) -> Result<i64, StateError> {
        let sql = "INSERT INTO watched (person, name, query, made) VALUES (?, ?, ?, ?)";
        let id = self.change(|it| {
            it.execute(sql, params![person, name, query, now()])?;
            Ok(it.last_insert_rowid())
        })?;
        self.meet(id, found)?;
        self.see(id)?;
        Ok(id)
    }

    /// Watches a search no more.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn unwatch(&self, person: &str, id: i64) -> Result<(), StateError> {
        let sql = "DELETE FROM watched WHERE person = ? AND id = ?";
        self.change(|it| it.execute(sql, params![person, id])).map(|_| ())
    }

    /// Notes the documents that a search finds, those that it has not found before as new.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn meet(&self, id: i64, found: &[String]) -> Result<(), StateError> {
        let known = self.met(id)?;
        let new: Vec<&String> = found.iter().filter(|it| !known.contains_key(*it)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let sql = "INSERT OR IGNORE INTO met (watched, document, at, seen) VALUES (?, ?, ?, 0)";
        self.change(|it| {
            new.iter().try_for_each(|name| it.execute(sql, params![id, name, now()]).map(|_| ()))
        })
    }

    /// The documents that a search has found, with since when.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn met(&self, id: i64) -> Result<HashMap<String, Met>, StateError> {
        self.read(|it| {
            let mut found = it.prepare("SELECT document, at, seen FROM met WHERE watched = ?")?;
            let met = |row: &Row<'_>| Ok((row.get(0)?, Met { at: row.get(1)?, seen: row.get(2)? }));
            found.query_map([id], met)?.collect()
        })
    }

    /// Says that all that a search has found has been looked at.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn see(&self, id: i64) -> Result<(), StateError> {
        self.change(|it| it.execute("UPDATE met SET seen = 1 WHERE watched = ?", [id])).map(|_| ())
    }

    /// Gives a search a feed with a new address; the secret in it is shown once.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn add_feed(&self, person: &str, id: i64) -> Result<String, StateError> {
        let secret = secret();
        let sql = "UPDATE watched SET feed = ? WHERE person = ? AND id = ?";
        self.change(|it| it.execute(sql, params![fingerprint(&secret), person, id]))?;
        Ok(secret)
    }

    /// Keeps what a person has asked; the last [`MOST_ASKED`] questions stay.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn ask(&self, person: &str, text: &str) -> Result<(), StateError> {
        self.change(|it| {
            it.execute("DELETE FROM asked WHERE person = ? AND text = ?", [person, text])?;
            let sql = "INSERT INTO asked (person, text, at) VALUES (?, ?, ?)";
            it.execute(sql, params![person, text, now()])?;
            let sql = "DELETE FROM asked WHERE person = ?1 AND id NOT IN \
                (SELECT id FROM asked WHERE person = ?1 ORDER BY id DESC LIMIT ?2)";
            it.execute(sql, params![person, MOST_ASKED])
        })
        .map(|_| ())
    }

    /// What a person has asked, the last first, each with when.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn asked(&self, person: &str) -> Result<Vec<(String, String)>, StateError> {
        self.read(|it| {
            let sql = "SELECT text, at FROM asked WHERE person = ? ORDER BY id DESC";
            let asked = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
            it.prepare(sql)?.query_map([person], asked)?.collect()
        })
    }

    /// Forgets what a person has asked.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn forget_asked(&self, person: &str) -> Result<(), StateError> {
        self.change(|it| it.execute("DELETE FROM asked WHERE person = ?", [person])).map(|_| ())
    }
}

fn watched(row: &Row<'_>) -> rusqlite::Result<Watched> {
    Ok(Watched {
        id: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        query: row.get(3)?,
        has_feed: row.get(4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_search_finds_is_new_once_and_a_feed_is_found_by_its_secret() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&folder.path().join("state.sqlite")).unwrap();
        let found = |names: &[&str]| names.iter().map(|&it| it.to_owned()).collect::<Vec<_>>();
        let id = state.watch("li", ("品牌", "q=品牌"), &found(&["a"])).unwrap();
        let new = || {
            let met = state.met(id).unwrap();
            let mut new: Vec<String> =
                met.into_iter().filter(|(_, it)| !it.seen).map(|(name, _)| name).collect();
            new.sort();
            new
        };
        assert!(new().is_empty());
        state.meet(id, &found(&["a", "b", "c"])).unwrap();
        assert_eq!(new(), ["b", "c"]);
        state.see(id).unwrap();
        assert!(new().is_empty());
        let secret = state.add_feed("li", id).unwrap();
        assert_eq!(state.watched_by_feed(&secret).unwrap().unwrap().id, id);
        assert_eq!(state.watched_by_feed("").unwrap(), None, "one without a feed is not found");
        state.add_feed("wang", id).unwrap();
        assert!(state.watched_by_feed(&secret).unwrap().is_some(), "another's is not changed");
        state.unwatch("wang", id).unwrap();
        assert_eq!(state.watched("li").unwrap().len(), 1);
        state.unwatch("li", id).unwrap();
        assert_eq!(state.watched_by_feed(&secret).unwrap(), None);
    }

    #[test]
    fn the_last_questions_of_a_person_are_kept_each_once() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&folder.path().join("state.sqlite")).unwrap();
        for text in ["甲", "乙", "甲"] {
            state.ask("li", text).unwrap();
        }
        let asked: Vec<String> = state.asked("li").unwrap().into_iter().map(|it| it.0).collect();
        assert_eq!(asked, ["甲", "乙"]);
        assert!(state.asked("wang").unwrap().is_empty());
        for number in 0..MOST_ASKED {
            state.ask("li", &number.to_string()).unwrap();
        }
        assert_eq!(state.asked("li").unwrap().len(), MOST_ASKED);
        state.forget_asked("li").unwrap();
        assert!(state.asked("li").unwrap().is_empty());
    }
}
