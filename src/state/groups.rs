//! Groups of people, to whom documents can be reserved.

use std::collections::BTreeSet;

use rusqlite::params;

use super::people::LONGEST_NAME;
use super::{State, StateError, now};

/// A group with its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What `access:` names.
    pub name: String,
    /// Names of people, in their order.
    pub members: Vec<String>,
}

/// Why a group cannot be set so.
#[derive(Debug, thiserror::Error)]
pub enum GroupError {
    /// The name cannot be one.
    #[error("组名{0}")]
    Name(&'static str),
    /// There is no such group.
    #[error("没有“{0}”这个组")]
    Missing(String),
    /// There is no such person.
    #[error("没有“{0}”这个用户")]
    Nobody(String),
    /// The state does not do its part.
    #[error(transparent)]
    State(#[from] StateError),
}

impl State {
    /// All groups with their members, by name.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn groups(&self) -> Result<Vec<Group>, StateError> {
        self.read(|it| {
            let sql = "SELECT name, person FROM groups LEFT JOIN members ON \"group\" = name \
                ORDER BY name, person";
            let mut found = it.prepare(sql)?;
            let mut rows = found.query([])?;
            let mut groups: Vec<Group> = Vec::new();
            while let Some(row) = rows.next()? {
                let (name, member): (String, Option<String>) = (row.get(0)?, row.get(1)?);
                if groups.last().is_none_or(|last| last.name != name) {
                    groups.push(Group { name, members: Vec::new() });
                }
                if let Some(group) = groups.last_mut() {
                    group.members.extend(member);
                }
            }
            Ok(groups)
        })
    }

    /// The groups that a person is a member of.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn groups_of(&self, person: &str) -> Result<BTreeSet<String>, StateError> {
        self.read(|it| {
            let mut found = it.prepare("SELECT \"group\" FROM members WHERE person = ?")?;
            found.query_map([person], |row| row.get(0))?.collect()
        })
    }

    /// Makes a group without members.
    ///
    /// # Errors
    /// [`GroupError::Name`] says what is wrong with the name.
    pub fn add_group(&self, name: &str) -> Result<(), GroupError> {
        check(name)?;
        let sql = "INSERT OR IGNORE INTO groups (name, created) VALUES (?, ?)";
        let added = self.change(|it| it.execute(sql, params![name, now()]))?;
        if added == 0 { Err(GroupError::Name("已经有了")) } else { Ok(()) }
    }

    /// Takes a group away: what is reserved to it alone nobody sees by it any more.
    ///
    /// # Errors
    /// [`GroupError::Missing`].
    pub fn remove_group(&self, name: &str) -> Result<(), GroupError> {
        let gone = self.change(|it| it.execute("DELETE FROM groups WHERE name = ?", [name]))?;
        if gone == 0 { Err(GroupError::Missing(name.to_owned())) } else { Ok(()) }
    }

    /// Makes a person a member.
    ///
    /// # Errors
    /// [`GroupError::Missing`], [`GroupError::Nobody`].
    pub fn add_member(&self, group: &str, person: &str) -> Result<(), GroupError> {
        if !self.groups()?.iter().any(|it| it.name == group) {
            return Err(GroupError::Missing(group.to_owned()));
        }
        if !self.people()?.iter().any(|it| it.name == person) {
            return Err(GroupError::Nobody(person.to_owned()));
        }
        let sql = "INSERT OR IGNORE INTO members (\"group\", person) VALUES (?, ?)";
        self.change(|it| it.execute(sql, [group, person]))?;
        Ok(())
    }

    /// Makes a person a member no more.
    ///
    /// # Errors
    /// [`GroupError::Nobody`] where the person is none.
    pub fn remove_member(&self, group: &str, person: &str) -> Result<(), GroupError> {
        let sql = "DELETE FROM members WHERE \"group\" = ? AND person = ?";
        let gone = self.change(|it| it.execute(sql, [group, person]))?;
        if gone == 0 { Err(GroupError::Nobody(person.to_owned())) } else { Ok(()) }
    }
}

fn check(name: &str) -> Result<(), GroupError> {
    let plain = |c: char| c.is_alphanumeric() || "-_".contains(c);
    match name.chars().count() {
        0 => Err(GroupError::Name("不能为空")),
        length if length > LONGEST_NAME => Err(GroupError::Name("太长")),
        _ if !name.chars().all(plain) => Err(GroupError::Name("只能用汉字、字母、数字和 - _")),
        _ if ["public", "公开", "所有人"].contains(&name.to_lowercase().as_str()) => {
            Err(GroupError::Name("不能用，它的意思是人人都能看"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::people::Role;

    #[test]
    fn people_are_members_until_they_or_the_group_go() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&folder.path().join("state.sqlite")).unwrap();
        for name in ["li", "wang"] {
            state.add_person(name, Role::Reader, "tong-yi-2026").unwrap();
        }
        for name in ["", "公开", "Public", "人事、纪检", &"长".repeat(41)] {
            assert!(state.add_group(name).is_err(), "{name}");
        }
        state.add_group("人事组").unwrap();
        assert!(state.add_group("人事组").is_err());
        state.add_group("纪检组").unwrap();
        assert!(matches!(state.add_member("其他", "li"), Err(GroupError::Missing(_))));
        assert!(matches!(state.add_member("人事组", "zhao"), Err(GroupError::Nobody(_))));
        state.add_member("人事组", "wang").unwrap();
        state.add_member("人事组", "li").unwrap();
        state.add_member("人事组", "li").unwrap();
        let groups = state.groups().unwrap();
        assert_eq!(
            (groups[0].name.as_str(), &groups[0].members[..]),
            ("人事组", &["li".to_owned(), "wang".to_owned()][..])
        );
        assert!(groups[1].members.is_empty());
        assert_eq!(state.groups_of("li").unwrap(), BTreeSet::from(["人事组".to_owned()]));
        state.remove_member("人事组", "li").unwrap();
        assert!(state.remove_member("人事组", "li").is_err());
        assert!(state.groups_of("li").unwrap().is_empty());
        state.remove_group("人事组").unwrap();
        assert!(state.groups_of("wang").unwrap().is_empty());
        assert!(matches!(state.remove_group("人事组"), Err(GroupError::Missing(_))));
    }
}
