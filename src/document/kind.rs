//! The four kinds of documents.

use serde::{Deserialize, Deserializer, Serialize};

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 报告: a work report or an article on work done.
    Report,
    /// 案例: one organization's practice.
    Case,
    /// 指引: how a piece of work is done.
    Guide,
    /// 政策: a law, rule or policy document.
    Policy,
}

impl Kind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Report, Self::Case, Self::Guide, Self::Policy];

    /// The name in front matter and in requests.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Case => "case",
            Self::Guide => "guide",
            Self::Policy => "policy",
        }
    }

    /// The name on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Report => "报告",
            Self::Case => "案例",
            Self::Guide => "指引",
            Self::Policy => "政策",
        }
    }

    /// The folder of the corpus that holds this kind.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Report => "reports",
            Self::Case => "cases",
            Self::Guide => "guides",
            Self::Policy => "policies",
        }
    }

    /// The kind of this name or label, in any case of letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(text) || kind.label() == text)
    }
}

impl<'de> Deserialize<'de> for Kind {
    /// As [`Kind::parse`]; what is refused is told in Chinese.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "没有“{text}”这种类型，应写 report（报告）、case（案例）、guide（指引）或 policy（政策）"
            ))
        })
    }
}
