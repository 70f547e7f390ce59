//! Coming in: with a password of this library, or with the account of the bureau.

use super::Desk;
use crate::state::Act;
use crate::state::directory::Directory;
use crate::state::people::{PeopleError, Person, Role};

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
        if self.state.keeps_password(name)? {
            return self.state.sign_in(name, password);
        }
        let known = || directory.knows(name, password).map_err(PeopleError::Silent);
        if self.state.person(name)?.is_some() {
            return self.state.sign_in_by(name, known);
        }
        if !known()? {
            return Err(PeopleError::Wrong);
        }
        self.known_elsewhere(name)?;
        self.state.sign_in_by(name, || Ok(true))
    }

    /// The person whom others vouch for; somebody new becomes what newcomers are.
    ///
    /// # Errors
    /// [`PeopleError::Stranger`] where newcomers do not come in, and what is wrong with the name.
    pub fn known_elsewhere(&self, name: &str) -> Result<Person, PeopleError> {
        if let Some(person) = self.state.person(name)? {
            return Ok(person);
        }
        let Some(role) = self.accounts.newcomers else {
            return Err(PeopleError::Stranger(name.to_owned()));
        };
        match self.state.add_known_elsewhere(name, role) {
            // Somebody else has just done it.
            Ok(()) | Err(PeopleError::Taken) => {}
            Err(error) => return Err(error),
        }
        let detail = format!("第一次登录，设为{}", role.label());
        self.state.record(name, Act::People, name, &detail)?;
        Ok(Person { name: name.to_owned(), role })
    }
}
