//! What a document says of itself: title, kind, place, organization, date, source.

mod lenient;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::access::{self, Access};
use super::date::Date;
use super::kind::Kind;
use super::validity::{Status, Validity};
use crate::text::Span;

/// The front matter of a document. Only title and kind are required; keys that are not known here
/// are kept in `extra` and written back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// As the document states it.
    #[serde(alias = "题目", alias = "标题")]
    pub title: String,
    /// What it is.
    #[serde(alias = "类型")]
    pub kind: Kind,
    /// Official names from the province down, `广东省/珠海市`.
    #[serde(
        default,
        alias = "地区",
        deserialize_with = "lenient::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub region: Option<String>,
    /// Who did or wrote it, by full name.
    #[serde(
        default,
        alias = "机构",
        alias = "单位",
        deserialize_with = "lenient::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub organization: Option<String>,
    /// When it was published.
    #[serde(
        default,
        alias = "发布日期",
        alias = "日期",
        deserialize_with = "lenient::date",
        skip_serializing_if = "Option::is_none"
    )]
    pub published: Option<Date>,
    /// A policy's document number.
    #[serde(
        default,
        alias = "文号",
        alias = "发文字号",
        deserialize_with = "lenient::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub number: Option<String>,
    /// The first day on which a policy is in force.
    #[serde(
        default,
        alias = "施行日期",
        alias = "生效日期",
        deserialize_with = "lenient::date",
        skip_serializing_if = "Option::is_none"
    )]
    pub in_force: Option<Date>,
    /// The last day on which it is in force.
    #[serde(
        default,
        alias = "失效日期",
        alias = "有效期至",
        deserialize_with = "lenient::date",
        skip_serializing_if = "Option::is_none"
    )]
    pub expires: Option<Date>,
    /// Its standing.
    #[serde(
        default,
        alias = "状态",
        alias = "时效性",
        deserialize_with = "lenient::status",
        skip_serializing_if = "Option::is_none"
    )]
    pub status: Option<Status>,
    /// The document that states its standing.
    #[serde(
        default,
        alias = "状态依据",
        deserialize_with = "lenient::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub by: Option<String>,
    /// Titles of the documents that it repeals.
    #[serde(
        default,
        alias = "废止文件",
        deserialize_with = "lenient::titles",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub repeals: Vec<String>,
    /// Titles of the documents that it amends.
    #[serde(
        default,
        alias = "修改文件",
        deserialize_with = "lenient::titles",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub amends: Vec<String>,
    /// Themes given by a person; else they are derived.
    #[serde(
        default,
        alias = "主题",
        deserialize_with = "lenient::texts",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub themes: Vec<String>,
    /// Who may read it; where nothing is stated, what its folder says.
    #[serde(
        default,
        alias = "可见范围",
        deserialize_with = "access::stated",
        skip_serializing_if = "Option::is_none"
    )]
    pub access: Option<Access>,
    /// The document that this one was divided out of.
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// The document that this one reprints.
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub reprint_of: Option<String>,
    /// Where it came from.
    #[serde(
        default,
        alias = "来源",
        deserialize_with = "lenient::source",
        skip_serializing_if = "Source::is_empty"
    )]
    pub source: Source,
    /// Keys that this program does not know.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// Where a document came from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The newspaper, site or office.
    #[serde(
        default,
        alias = "名称",
        deserialize_with = "lenient::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub name: Option<String>,
    /// The title of the compilation it stood in.
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub compilation: Option<String>,
    /// Persons.
    #[serde(
        default,
        alias = "作者",
        deserialize_with = "lenient::texts",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub author: Vec<String>,
    /// Who edited it.
    #[serde(
        default,
        alias = "编辑",
        deserialize_with = "lenient::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub editor: Option<String>,
    /// Where it is on the web.
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The raw file's name.
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The document's bytes in the raw file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// Of the raw file, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The pages of the raw file that the document stands on, where it has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<Pages>,
    /// How many documents that file gave, where it gave several: when some of them are missing,
    /// importing it again brings them back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<usize>,
    /// The day of the import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Date>,
    /// Anything else worth saying.
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The pages of a raw file that a document stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages {
    /// The first, from 1.
    pub first: u32,
    /// The bytes of the body at which each page begins, of the first on.
    pub starts: Vec<usize>,
}

impl Pages {
    /// The page on which a byte of the body stands.
    #[must_use]
    pub fn at(&self, byte: usize) -> u32 {
        let passed = self.starts.partition_point(|start| *start <= byte).max(1) - 1;
        self.first + u32::try_from(passed).unwrap_or(0)
    }
}

impl Source {
    /// The page of the raw file on which a byte of the body stands, where it has pages.
    #[must_use]
    pub fn page_at(&self, byte: usize) -> Option<u32> {
        self.pages.as_ref().map(|pages| pages.at(byte))
    }

    /// Whether nothing is stated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl FrontMatter {
    /// Front matter with the two keys that are required.
    #[must_use]
    pub fn new(title: &str, kind: Kind) -> Self {
        Self {
            title: title.to_owned(),
            kind,
            region: None,
            organization: None,
            published: None,
            number: None,
            in_force: None,
            expires: None,
            status: None,
            by: None,
            repeals: Vec::new(),
            amends: Vec::new(),
            themes: Vec::new(),
            access: None,
            part_of: None,
            reprint_of: None,
            source: Source::default(),
            extra: BTreeMap::new(),
        }
    }
    /// What it states of its validity.
    #[must_use]
    pub fn validity(&self) -> Validity {
        Validity {
            in_force: self.in_force,
            expires: self.expires,
            status: self.status.clone(),
            by: self.by.clone(),
            repeals: self.repeals.clone(),
            amends: self.amends.clone(),
        }
    }

    /// Puts another statement of validity in place of the one that it has.
    pub fn set_validity(&mut self, validity: Validity) {
        let Validity { in_force, expires, status, by, repeals, amends } = validity;
        self.in_force = in_force;
        self.expires = expires;
        self.status = status;
        self.by = by;
        self.repeals = repeals;
        self.amends = amends;
    }
}
