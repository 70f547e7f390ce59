//! Coming in: with a password of this library, or with the account of the bureau.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use unicode_normalization::UnicodeNormalization;

use super::Desk;
use crate::state::Act;
use crate::state::directory::Directory;
use crate::state::people::{PeopleError, Person, Role};

/// Wrong passwords after which a name that is not held here is not tried for a while.
const MOST: u32 = 5;
const WHILE: Duration = Duration::from_secs(15 * 60);
/// Names that are counted at once.
const NAMES: usize = 10_000;

/// Who else knows the people of a bureau.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accounts {
    /// The directory that is asked about passwords.
    pub directory: Option<Directory>,
    /// Whether a proxy names people that it has signed in.
    pub vouched: bool,
    /// What somebody may do at first whom the directory or a proxy knows and this library does not;
    /// where it is not said, such a person does not come in.
    pub newcomers: Option<Role>,
}

impl Desk {
    /// The same desk, where `accounts` are known elsewhere.
    #[must_use]
    pub fn knowing(self, accounts: Accounts) -> Self {
        Self { accounts, ..self }
    }

    /// Whether somebody may come in whose password is not kept here.
    #[must_use]
    pub fn knows_elsewhere(&self) -> bool {
        self.accounts.directory.is_some() || self.accounts.vouched
    }

    /// Lets a person in; gives what the browser shows from now on. The directory is asked about
    /// those whose password is not kept here.
    ///
    /// # Errors
    /// [`PeopleError`].
    pub fn sign_in(&self, name: &str, password: &str) -> Result<String, PeopleError> {
        let Some(directory) = &self.accounts.directory else {
            return self.state.sign_in(name, password);
        };
        let name = self.held_name(name)?;
        if self.state.keeps_password(&name)? {
            return self.state.sign_in(&name, password);
        }
        let known = || directory.knows(&name, password).map_err(PeopleError::Silent);
        if self.state.person(&name)?.is_some() {
            return self.state.sign_in_by(&name, known);
        }
        if !self.guesses.may_try(&name) {
            return Err(PeopleError::Locked);
        }
        if !known()? {
            self.guesses.count(&name);
            return Err(PeopleError::Wrong);
        }
        self.known_elsewhere(&name)?;
        self.state.sign_in_by(&name, || Ok(true))
    }

    /// The person whom others vouch for; somebody new becomes what newcomers are.
    ///
    /// # Errors
    /// [`PeopleError::Stranger`] where newcomers do not come in, and what is wrong with the name.
    pub fn known_elsewhere(&self, name: &str) -> Result<Person, PeopleError> {
        let name = self.held_name(name)?;
        if let Some(person) = self.state.person(&name)? {
            return Ok(person);
        }
        let Some(role) = self.accounts.newcomers else { return Err(PeopleError::Stranger(name)) };
        match self.state.add_known_elsewhere(&name, role) {
            // Somebody else has just done it.
            Ok(()) | Err(PeopleError::Taken) => {}
            Err(error) => return Err(error),
        }
        let detail = format!("第一次登录，设为{}", role.label());
        self.state.record(&name, Act::People, &name, &detail)?;
        Ok(Person { name, role })
    }

    /// The name under which a person is held whom a directory knows by `name`: to it `LI`, `li` and
    /// `ｌｉ` are one (RFC 4518).
    fn held_name(&self, name: &str) -> Result<String, PeopleError> {
        let plain = plain(name);
        let held = self.state.people()?.into_iter().find(|it| self::plain(&it.name) == plain);
        Ok(held.map_or(plain, |person| person.name))
    }
}

fn plain(name: &str) -> String {
    name.trim().nfkc().collect::<String>().to_lowercase()
}

/// Wrong passwords of names that are not held here.
#[derive(Debug, Default)]
pub(super) struct Guesses(Mutex<HashMap<String, (u32, Instant)>>);

impl Guesses {
    /// Whether a name may be tried: not after too many wrong passwords in a while.
    fn may_try(&self, name: &str) -> bool {
        let guesses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let locked = |(count, since): &(u32, Instant)| *count >= MOST && since.elapsed() < WHILE;
        !guesses.get(name).is_some_and(locked)
    }

    fn count(&self, name: &str) {
        let mut guesses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        guesses.retain(|_, (_, since)| since.elapsed() < WHILE);
        if guesses.len() < NAMES || guesses.contains_key(name) {
            let (count, since) = guesses.entry(name.to_owned()).or_insert((0, Instant::now()));
            *count += 1;
            *since = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_tried_so_many_times_and_no_more() {
        let guesses = Guesses::default();
        for _ in 0..MOST {
            assert!(guesses.may_try("li"));
            guesses.count("li");
        }
        assert!(!guesses.may_try("li") && guesses.may_try("wang"));
        assert_eq!(plain("ＬＩ "), plain("li"));
    }
}
