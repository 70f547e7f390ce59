//! Coming in: sessions of browsers, tokens of programs.

use jiff::{Span, Timestamp};
use rusqlite::{OptionalExtension, Row, params};

use super::passwords::{fingerprint, hashed, is_right, secret};
use super::people::{LOCKED_MINUTES, PeopleError, Person, Role, person, role};
use super::{State, StateError, now};

/// Wrong passwords after which a person is locked out for a while.
const FAILURES: u32 = 5;
/// How long a session lasts.
const SESSION_HOURS: i64 = 12;

impl State {
    /// Lets a person in who knows the password; gives what the browser shows from now on.
    ///
    /// # Errors
    /// [`PeopleError::Wrong`], [`PeopleError::Locked`].
    pub fn sign_in(&self, name: &str, password: &str) -> Result<String, PeopleError> {
        self.let_in(name, |hash| Ok(is_right(hash, password)))
    }

    /// As [`State::sign_in`], where another service says whether the password is right.
    ///
    /// # Errors
    /// As [`State::sign_in`], and what `is_right` ends in.
    pub fn sign_in_by(
        &self,
        name: &str,
        is_right: impl FnOnce() -> Result<bool, PeopleError>,
    ) -> Result<String, PeopleError> {
        self.let_in(name, |_| is_right())
    }

    /// Lets a person in when `is_right` says so of the hash that is kept.
    fn let_in(
        &self,
        name: &str,
        is_right: impl FnOnce(&str) -> Result<bool, PeopleError>,
    ) -> Result<String, PeopleError> {
        let sql = "SELECT password, locked_until FROM people WHERE name = ?";
        let held = self.read(|it| {
            let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
            it.query_row(sql, [name], row).optional()
        })?;
        let Some((hash, locked_until)): Option<(String, String)> = held else {
            // As long as for a name that there is.
            let _ = hashed(name, "no password of anybody");
            return Err(PeopleError::Wrong);
        };
        if locked_until > now() {
            return Err(PeopleError::Locked);
        }
        if !is_right(&hash)? {
            self.count_failure(name)?;
            return Err(PeopleError::Wrong);
        }
        let secret = secret();
        self.change(|it| {
            let sql = "UPDATE people SET failures = 0, locked_until = '' WHERE name = ?";
            it.execute(sql, [name])?;
            it.execute("DELETE FROM sessions WHERE until < ?", [now()])?;
            let sql = "INSERT INTO sessions (hash, person, until) VALUES (?, ?, ?)";
            it.execute(sql, [fingerprint(&secret), name.to_owned(), later(SESSION_HOURS * 60)])
        })?;
        Ok(secret)
    }

    /// Counted in the file, so that attempts at the same time count each.
    fn count_failure(&self, name: &str) -> Result<(), StateError> {
        let sql = "UPDATE people SET \
            locked_until = CASE WHEN failures + 1 >= ?1 THEN ?2 ELSE locked_until END, \
            failures = CASE WHEN failures + 1 >= ?1 THEN 0 ELSE failures + 1 END \
            WHERE name = ?3";
        self.change(|it| it.execute(sql, params![FAILURES, later(LOCKED_MINUTES), name]))?;
        Ok(())
    }

    /// Who shows `secret`, while the session lasts.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn signed_in(&self, secret: &str) -> Result<Option<Person>, StateError> {
        let sql = "SELECT name, role FROM people JOIN sessions ON person = name \
            WHERE hash = ? AND until > ?";
        self.read(|it| it.query_row(sql, [fingerprint(secret), now()], person).optional())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn sign_out(&self, secret: &str) -> Result<(), StateError> {
        let sql = "DELETE FROM sessions WHERE hash = ?";
        self.change(|it| it.execute(sql, [fingerprint(secret)]))?;
        Ok(())
    }

    /// Makes a token with which a program does what `person` may, up to `role`; it is shown once.
    ///
    /// # Errors
    /// [`PeopleError::Nobody`].
    pub fn add_token(&self, name: &str, label: &str, role: Role) -> Result<String, PeopleError> {
        let person = self.people()?.into_iter().find(|it| it.name == name);
        person.ok_or_else(|| PeopleError::Nobody(name.to_owned()))?;
        let secret = format!("dianan_{}", secret());
        let sql = "INSERT INTO tokens (hash, label, person, role, created) VALUES (?, ?, ?, ?, ?)";
        let values = [fingerprint(&secret), label.to_owned(), name.to_owned()];
        self.change(|it| {
            let [hash, label, name] = &values;
            it.execute(sql, params![hash, label, name, role.name(), now()])
        })?;
        Ok(secret)
    }

    /// Who a program that shows a token works for; its role is the lower of the two.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn holder(&self, token: &str) -> Result<Option<Person>, StateError> {
        let sql = "SELECT people.name, people.role, tokens.role FROM people \
            JOIN tokens ON tokens.person = people.name WHERE hash = ?";
        self.read(|it| {
            let held = |row: &Row<'_>| Ok((person(row)?, role(row, 2)?));
            let found = it.query_row(sql, [fingerprint(token)], held).optional()?;
            Ok(found.map(|(it, role)| Person { role: it.role.min(role), ..it }))
        })
    }

    /// The tokens that there are: label, person, role, day.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn tokens(&self) -> Result<Vec<(String, String, Role, String)>, StateError> {
        self.read(|it| {
            let sql = "SELECT label, person, role, created FROM tokens ORDER BY label";
            let token = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, role(row, 2)?, row.get(3)?));
            it.prepare(sql)?.query_map([], token)?.collect()
        })
    }

    /// Ends the tokens of this label; how many there were.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn remove_token(&self, label: &str) -> Result<usize, StateError> {
        self.change(|it| it.execute("DELETE FROM tokens WHERE label = ?", [label]))
    }
}

/// The time in so many minutes, as RFC 3339 in UTC to the second: later times sort behind.
fn later(minutes: i64) -> String {
    let time = Timestamp::now().checked_add(Span::new().minutes(minutes));
    let time = time.and_then(|it| it.round(jiff::Unit::Second));
    time.map_or_else(|_| String::new(), |it| it.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWORD: &str = "tong-yi-2026";

    fn state(folder: &tempfile::TempDir) -> State {
        State::open(&folder.path().join("state.sqlite")).unwrap()
    }

    #[test]
    fn who_knows_the_password_comes_in_until_the_session_ends() {
        let folder = tempfile::tempdir().unwrap();
        let state = state(&folder);
        assert!(!state.has_people().unwrap());
        for (name, password) in [
            ("", PASSWORD),
            ("a b", PASSWORD),
            ("张三", "short1"),
            ("张三", "onlyletters"),
            ("zhang", "xx-zhang-2026"),
        ] {
            assert!(state.add_person(name, Role::Reader, password).is_err(), "{name} {password}");
        }
        state.add_person("张三", Role::Editor, PASSWORD).unwrap();
        assert!(state.add_person("张三", Role::Reader, PASSWORD).is_err());
        let secret = state.sign_in("张三", PASSWORD).unwrap();
        let person = state.signed_in(&secret).unwrap().unwrap();
        assert_eq!((person.name.as_str(), person.role), ("张三", Role::Editor));
        assert_eq!(state.signed_in("other").unwrap(), None);
        state.sign_out(&secret).unwrap();
        assert_eq!(state.signed_in(&secret).unwrap(), None);
        let secret = state.sign_in("张三", PASSWORD).unwrap();
        state.set_password("张三", "another-2026").unwrap();
        assert_eq!(state.signed_in(&secret).unwrap(), None, "another password ends sessions");
        assert!(matches!(state.sign_in("张三", PASSWORD), Err(PeopleError::Wrong)));
        let file = std::fs::read(state.path()).unwrap();
        let kept = String::from_utf8_lossy(&file);
        assert!(!kept.contains("another-2026") && !kept.contains(&secret));
    }

    #[test]
    fn who_guesses_is_locked_out_and_the_last_administrator_stays() {
        let folder = tempfile::tempdir().unwrap();
        let state = state(&folder);
        state.add_person("li", Role::Administrator, PASSWORD).unwrap();
        for _ in 0..FAILURES {
            assert!(matches!(state.sign_in("li", "wrong-1234"), Err(PeopleError::Wrong)));
        }
        assert!(matches!(state.sign_in("li", PASSWORD), Err(PeopleError::Locked)));
        assert!(matches!(state.sign_in("nobody", PASSWORD), Err(PeopleError::Wrong)));
        state.add_person("wang", Role::Reader, PASSWORD).unwrap();
        assert!(matches!(state.set_role("li", Role::Reader), Err(PeopleError::Last(_))));
        assert!(matches!(state.remove_person("li"), Err(PeopleError::Last(_))));
        state.set_role("wang", Role::Administrator).unwrap();
        state.remove_person("li").unwrap();
        assert!(matches!(state.remove_person("li"), Err(PeopleError::Nobody(_))));
    }

    #[test]
    fn a_token_does_no_more_than_its_person_and_its_role() {
        let folder = tempfile::tempdir().unwrap();
        let state = state(&folder);
        state.add_person("li", Role::Editor, PASSWORD).unwrap();
        let reads = state.add_token("li", "网站", Role::Reader).unwrap();
        let more = state.add_token("li", "全部", Role::Administrator).unwrap();
        assert_eq!(state.holder(&reads).unwrap().unwrap().role, Role::Reader);
        assert_eq!(state.holder(&more).unwrap().unwrap().role, Role::Editor);
        assert_eq!(state.remove_token("网站").unwrap(), 1);
        assert_eq!(state.holder(&reads).unwrap(), None);
        state.remove_person("li").unwrap();
        assert_eq!(state.holder(&more).unwrap(), None);
    }
}
