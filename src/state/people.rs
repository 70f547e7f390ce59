//! Who may come in and as what.

use rusqlite::{OptionalExtension, Row, params};

pub use super::passwords::LEAST_PASSWORD;
use super::passwords::hashed;
use super::{State, StateError, now};

/// The longest name of a person, in characters.
pub const LONGEST_NAME: usize = 40;
/// Stands for the hash of a password that is not kept here; no password has it.
const ELSEWHERE: &str = "";
/// How long a person is locked out after too many wrong passwords.
pub(super) const LOCKED_MINUTES: i64 = 15;

/// What a person may do. Each may what those before it in this list may, but for the auditor, who
/// reads what was done and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Reads what was done.
    Auditor,
    /// Reads and searches.
    Reader,
    /// Takes documents in, changes and removes them.
    Editor,
    /// Looks after people and the library.
    Administrator,
}

/// Each role with the name that the state keeps and the word for people.
const ROLES: [(Role, &str, &str); 4] = [
    (Role::Reader, "reader", "读者"),
    (Role::Editor, "editor", "编辑"),
    (Role::Administrator, "administrator", "管理员"),
    (Role::Auditor, "auditor", "审计员"),
];

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [ROLES[0].0, ROLES[1].0, ROLES[2].0, ROLES[3].0];

    /// The role of this name or word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let found = ROLES.iter().find(|(_, name, label)| *name == text || *label == text);
        found.map(|(role, ..)| *role)
    }

    /// The name that the state keeps.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The word for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> (Self, &'static str, &'static str) {
        *ROLES.iter().find(|(role, ..)| *role == self).expect("each role is in the table")
    }
}

/// A person who may come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name that is signed in with.
    pub name: String,
    /// What the person may do.
    pub role: Role,
}

/// Why somebody is not let in, or is not taken up among those who are.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// Name and password do not go together; which of the two is not said.
    #[error("用户名或密码不对")]
    Wrong,
    /// Too many wrong passwords.
    #[error("密码错了太多次，请在 {LOCKED_MINUTES} 分钟后再试")]
    Locked,
    /// The password is too easy.
    #[error("密码{0}")]
    Weak(&'static str),
    /// The name cannot be one.
    #[error("用户名{0}")]
    Name(&'static str),
    /// Another person has the name.
    #[error("用户名已有人用")]
    Taken,
    /// There is no such person.
    #[error("没有“{0}”这个用户")]
    Nobody(String),
    /// The last administrator is to go.
    #[error("“{0}”是最后一个管理员；请先设另一个管理员")]
    Last(String),
    /// Others know the person, and nobody has said what the person may do here.
    #[error("单位的账号是对的，但这里还没有“{0}”这个用户；请管理员在“管理”里增加，密码留空")]
    Stranger(String),
    /// The bureau's directory does not answer.
    #[error("单位的账号服务（LDAP）没有答复，请稍后再试或找管理员")]
    Silent(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The state does not do its part.
    #[error(transparent)]
    State(#[from] StateError),
}

impl State {
    /// Whether people sign in: whether there is anybody.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn has_people(&self) -> Result<bool, StateError> {
        self.read(|it| it.query_row("SELECT EXISTS (SELECT 1 FROM people)", [], |row| row.get(0)))
    }

    /// Those who may come in, by name.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn people(&self) -> Result<Vec<Person>, StateError> {
        self.read(|it| {
            let mut found = it.prepare("SELECT name, role FROM people ORDER BY name")?;
            found.query_map([], person)?.collect()
        })
    }

    /// Lets a person in from now on.
    ///
    /// # Errors
    /// [`PeopleError`] says what is wrong with the name or the password.
    pub fn add_person(&self, name: &str, role: Role, password: &str) -> Result<(), PeopleError> {
        let password = hashed(name, password).map_err(PeopleError::Weak)?;
        self.add(name, role, &password)
    }

    /// Lets a person in whom the bureau's directory or a proxy knows: no password is kept here.
    ///
    /// # Errors
    /// [`PeopleError`] says what is wrong with the name.
    pub fn add_known_elsewhere(&self, name: &str, role: Role) -> Result<(), PeopleError> {
        self.add(name, role, ELSEWHERE)
    }

    /// The person of this name.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn person(&self, name: &str) -> Result<Option<Person>, StateError> {
        let sql = "SELECT name, role FROM people WHERE name = ?";
        self.read(|it| it.query_row(sql, [name], person).optional())
    }

    /// Whether the password of `name` is kept here.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn keeps_password(&self, name: &str) -> Result<bool, StateError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM people WHERE name = ? AND password <> ?)";
        self.read(|it| it.query_row(sql, [name, ELSEWHERE], |row| row.get(0)))
    }

    fn add(&self, name: &str, role: Role, password: &str) -> Result<(), PeopleError> {
        check_name(name)?;
        let added = self.change(|it| {
            it.execute(
                "INSERT OR IGNORE INTO people (name, role, password, created) VALUES (?, ?, ?, ?)",
                params![name, role.name(), password, now()],
            )
        })?;
        if added == 0 { Err(PeopleError::Taken) } else { Ok(()) }
    }

    /// Gives a person another password; every session of the person ends.
    ///
    /// # Errors
    /// As [`State::add_person`], and [`PeopleError::Nobody`].
    pub fn set_password(&self, name: &str, password: &str) -> Result<(), PeopleError> {
        let password = hashed(name, password).map_err(PeopleError::Weak)?;
        let changed = self.change(|it| {
            it.execute("DELETE FROM sessions WHERE person = ?", [name])?;
            let sql = "UPDATE people SET password = ?, failures = 0, locked_until = '' \
                WHERE name = ?";
            it.execute(sql, [&password, name])
        })?;
        one(changed, name)
    }

    /// Gives a person another role.
    ///
    /// # Errors
    /// [`PeopleError::Nobody`], [`PeopleError::Last`].
    pub fn set_role(&self, name: &str, role: Role) -> Result<(), PeopleError> {
        if role != Role::Administrator {
            self.spare(name)?;
        }
        let sql = "UPDATE people SET role = ? WHERE name = ?";
        one(self.change(|it| it.execute(sql, [role.name(), name]))?, name)
    }

    /// Lets a person in no more; the person's sessions and tokens end.
    ///
    /// # Errors
    /// [`PeopleError::Nobody`], [`PeopleError::Last`].
    pub fn remove_person(&self, name: &str) -> Result<(), PeopleError> {
        let alone = self.people()?.len() == 1;
        if !alone {
            self.spare(name)?;
        }
        let gone = self.change(|it| {
            // What is shared with a group stays; what was the person's own goes.
            it.execute("DELETE FROM folders WHERE person = ? AND \"group\" = ''", [name])?;
            it.execute("DELETE FROM watched WHERE person = ?", [name])?;
            it.execute("DELETE FROM asked WHERE person = ?", [name])?;
            it.execute("DELETE FROM people WHERE name = ?", [name])
        });
        one(gone?, name)
    }

    /// Refuses when `name` is the last administrator.
    fn spare(&self, name: &str) -> Result<(), PeopleError> {
        let people = self.people()?;
        let mut administrators = people.iter().filter(|it| it.role == Role::Administrator);
        match (administrators.next(), administrators.next()) {
            (Some(only), None) if only.name == name => Err(PeopleError::Last(name.to_owned())),
            _ => Ok(()),
        }
    }
}

pub(super) fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person { name: row.get(0)?, role: role(row, 1)? })
}

pub(super) fn role(row: &Row<'_>, column: usize) -> rusqlite::Result<Role> {
    let name: String = row.get(column)?;
    // A role that is not known may do least.
    Ok(Role::parse(&name).unwrap_or(Role::Auditor))
}

fn one(changed: usize, name: &str) -> Result<(), PeopleError> {
    if changed == 0 { Err(PeopleError::Nobody(name.to_owned())) } else { Ok(()) }
}

fn check_name(name: &str) -> Result<(), PeopleError> {
    let plain = |c: char| c.is_alphanumeric() || "-_.@".contains(c);
    match name.chars().count() {
        0 => Err(PeopleError::Name("不能为空")),
        length if length > LONGEST_NAME => Err(PeopleError::Name("太长")),
        _ if !name.chars().all(plain) => Err(PeopleError::Name("只能用汉字、字母、数字和 - _ . @")),
        _ => Ok(()),
    }
}
