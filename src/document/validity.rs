//! From when until when a policy is in force, and which documents it repeals or amends.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::date::Date;

/// What a policy states of its validity; the terms are those of GB/T 33480 (metadata of official
/// documents). What is not stated is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Validity {
    /// 施行日期: the first day on which it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<Date>,
    /// 失效日期: the last day on which it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// 时效性.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The document that states the status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Titles of the documents that it repeals, without marks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repeals: Vec<String>,
    /// Titles of the documents that it amends, without marks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amends: Vec<String>,
}

/// A policy's standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// 现行有效
    InForce,
    /// 已修改
    Amended,
    /// 部分失效
    PartlyExpired,
    /// 已废止
    Repealed,
    /// 失效
    Expired,
    /// 尚未生效
    NotYetInForce,
    /// Words of a person that name none of these; kept as they are.
    Other(String),
}

impl Status {
    /// The standing that a word names, also in older and shorter words; [`Status::Other`] when it
    /// names none.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.trim() {
            "现行有效" | "现行" | "有效" => Self::InForce,
            "已修改" | "已被修改" | "已修订" | "已被修订" | "修改" | "修订" => {
                Self::Amended
            }
            "部分失效" | "部分有效" | "部分废止" => Self::PartlyExpired,
            "已废止" | "已被废止" | "废止" => Self::Repealed,
            "失效" | "已失效" | "无效" => Self::Expired,
            "尚未生效" | "未生效" | "尚未施行" => Self::NotYetInForce,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The word for it.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::InForce => "现行有效",
            Self::Amended => "已修改",
            Self::PartlyExpired => "部分失效",
            Self::Repealed => "已废止",
            Self::Expired => "失效",
            Self::NotYetInForce => "尚未生效",
            Self::Other(text) => text,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.label())
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_short_words_name_a_status() {
        for (word, label) in [
            ("现行", "现行有效"),
            ("修订", "已修改"),
            ("废止", "已废止"),
            ("已失效", "失效"),
            ("部分失效", "部分失效"),
            ("尚未生效", "尚未生效"),
            ("待清理", "待清理"),
        ] {
            assert_eq!(Status::parse(word).label(), label, "{word}");
            assert_eq!(Status::parse(label), Status::parse(word), "{word}");
        }
    }
}
