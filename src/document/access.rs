//! Who may read a document: everybody, or the members of groups; and how far a reader may look.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Words that say that everybody may read.
const EVERYBODY: [&str; 3] = ["public", "公开", "所有人"];
/// Words that say that nobody may.
const NOBODY: [&str; 2] = ["无人", "nobody"];
/// Keys of front matter under which it is stated.
pub const KEYS: [&str; 2] = ["access", "可见范围"];
/// Set apart several groups that are written as one.
const BETWEEN: [char; 5] = ['、', ',', '\u{ff0c}', ';', '\u{ff1b}'];

/// Who may read a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Access {
    /// Everybody who may come in.
    #[default]
    Public,
    /// The members of these groups; of none, nobody.
    Groups(BTreeSet<String>),
}

impl Access {
    /// Nobody who comes in by the page or the program interfaces.
    #[must_use]
    pub fn nobody() -> Self {
        Self::Groups(BTreeSet::new())
    }

    /// As it is typed: names of groups set apart by `、`, or `公开`. Nothing is nobody.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::of(text.split(BETWEEN))
    }

    /// The members of the groups of these names; everybody where one of them says so.
    #[must_use]
    pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let names = names.map(str::trim).filter(|it| !it.is_empty() && !NOBODY.contains(it));
        let names: BTreeSet<String> = names.map(str::to_owned).collect();
        if names.iter().any(|name| EVERYBODY.contains(&name.to_lowercase().as_str())) {
            return Self::Public;
        }
        Self::Groups(names)
    }

    /// Who may read both of two documents; a group opens only what both are reserved to.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Public, access) | (access, Self::Public) => access.clone(),
            (Self::Groups(one), Self::Groups(two)) => {
                Self::Groups(one.intersection(two).cloned().collect())
            }
        }
    }

    /// Whether everybody may read.
    #[must_use]
    pub fn is_public(&self) -> bool {
        *self == Self::Public
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("公开"),
            Self::Groups(names) if names.is_empty() => f.write_str(NOBODY[0]),
            Self::Groups(names) => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                f.write_str(&names.join("、"))
            }
        }
    }
}

impl Serialize for Access {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Public => serializer.serialize_str(EVERYBODY[0]),
            Self::Groups(names) => match names.first() {
                Some(only) if names.len() == 1 => serializer.serialize_str(only),
                _ => names.serialize(serializer),
            },
        }
    }
}

impl<'de> Deserialize<'de> for Access {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Stated)
    }
}

struct Stated;

impl<'de> Visitor<'de> for Stated {
    type Value = Access;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("应写成组名、组名的列表，或“公开”")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Access, E> {
        Ok(Access::parse(text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Access, E> {
        Ok(Access::parse(&number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Access, E> {
        Ok(Access::parse(&number.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Access, E> {
        Ok(Access::nobody())
    }

    fn visit_none<E: Error>(self) -> Result<Access, E> {
        Ok(Access::nobody())
    }

    fn visit_some<D: Deserializer<'de>>(self, some: D) -> Result<Access, D::Error> {
        some.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Access, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = list.next_element::<Option<String>>()? {
            names.extend(name);
        }
        Ok(Access::of(names.iter().map(String::as_str)))
    }
}

/// A key that is stated is stated, though nothing stands behind it.
///
/// # Errors
/// In Chinese, when it is neither a name nor a list.
pub(super) fn stated<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Access>, D::Error> {
    Access::deserialize(deserializer).map(Some)
}

/// How far somebody may look.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// To every document: who works at the computer that holds the corpus.
    Everything,
    /// To what is public and to what members of these groups may read.
    Groups(BTreeSet<String>),
}

impl Reach {
    /// To what is public alone.
    #[must_use]
    pub fn public() -> Self {
        Self::Groups(BTreeSet::new())
    }

    /// Whether a document that says this of itself is in sight.
    #[must_use]
    pub fn sees(&self, access: &Access) -> bool {
        match (self, access) {
            (Self::Everything, _) | (_, Access::Public) => true,
            (Self::Groups(mine), Access::Groups(theirs)) => !mine.is_disjoint(theirs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(names: &[&str]) -> Access {
        Access::Groups(names.iter().map(|it| (*it).to_owned()).collect())
    }

    #[test]
    fn it_is_read_as_people_write_it_and_nothing_is_nobody() {
        let check = |json: &str, expected: &Access| {
            let read: Access = serde_json::from_str(json).unwrap();
            assert_eq!(read, *expected, "{json}");
            let again: Access =
                serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
            assert_eq!(again, *expected, "{json}");
        };
        check("\"public\"", &Access::Public);
        check("\"公开\"", &Access::Public);
        check("[\"人事组\", \"Public\"]", &Access::Public);
        check("\"人事组\"", &groups(&["人事组"]));
        check("\" 人事组、 纪检组\"", &groups(&["人事组", "纪检组"]));
        check("[\"纪检组\", null, \"人事组\"]", &groups(&["人事组", "纪检组"]));
        check("12", &groups(&["12"]));
        for nobody in ["null", "\"\"", "[]", "\"无人\""] {
            check(nobody, &Access::nobody());
        }
        for no in ["{\"a\": 1}", "true", "[[\"a\"]]"] {
            assert!(serde_json::from_str::<Access>(no).is_err(), "{no}");
        }
    }

    #[test]
    fn members_of_one_of_the_groups_see_a_document() {
        let reach = |names: &[&str]| Reach::Groups(names.iter().map(|&it| it.to_owned()).collect());
        let secret = groups(&["人事组", "纪检组"]);
        assert!(Reach::Everything.sees(&secret) && reach(&["纪检组"]).sees(&secret));
        assert!(!reach(&["其他"]).sees(&secret) && !Reach::public().sees(&secret));
        assert!(Reach::public().sees(&Access::Public));
        assert!(!reach(&["人事组"]).sees(&Access::nobody()));
        assert!(Reach::Everything.sees(&Access::nobody()));
        assert_eq!(secret.and(&groups(&["纪检组"])), groups(&["纪检组"]));
        assert_eq!(Access::Public.and(&secret), secret);
    }
}
