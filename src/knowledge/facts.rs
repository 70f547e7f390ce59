//! Facts: what official prose claims, each with the characters that say it.

use serde::{Deserialize, Serialize};

use super::region::Region;
use crate::document::DocumentId;
use crate::text::Span;

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactType {
    /// A policy, rule, plan, list or handbook that the text names.
    Instrument,
    /// A named practice: 品牌, 机制, 工作法, 工程, 行动.
    Brand,
    /// What was won, by whom, on which level.
    Honour,
    /// A number with its unit and what it measures.
    Indicator,
    /// A short form with its expansion where the text gives it.
    Shorthand,
    /// An office, by its full name.
    Organization,
    /// A province, prefecture or county.
    Region,
    /// What a passage is about, with the cue that decided.
    Theme,
}

impl FactType {
    /// All types, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Instrument,
        Self::Brand,
        Self::Honour,
        Self::Indicator,
        Self::Shorthand,
        Self::Organization,
        Self::Region,
        Self::Theme,
    ];

    /// The name in requests, answers and URLs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Instrument => "instrument",
            Self::Brand => "brand",
            Self::Honour => "honour",
            Self::Indicator => "indicator",
            Self::Shorthand => "shorthand",
            Self::Organization => "organization",
            Self::Region => "region",
            Self::Theme => "theme",
        }
    }

    /// The name on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Instrument => "文件",
            Self::Brand => "品牌",
            Self::Honour => "荣誉",
            Self::Indicator => "指标",
            Self::Shorthand => "说法",
            Self::Organization => "机构",
            Self::Region => "地区",
            Self::Theme => "主题",
        }
    }

    /// The type of this name or label, in any case of letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        Self::ALL.into_iter().find(|it| it.name() == text || it.label() == text)
    }
}

/// What a fact says beyond its name. Fields that do not apply are empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Indicators: in base units, 1.67万家 is 16700; 61.36% is 0.6136.
    pub value: Option<f64>,
    /// Indicators: the upper end of a range, in the same unit.
    pub upper: Option<f64>,
    /// Indicators: 家, 人次, 元, %.
    pub unit: String,
    /// Indicators: 近, 超, 余, 约, 累计, as one of the words of the text.
    pub qualifier: String,
    /// Indicators: the noun phrase that is measured.
    pub measure: String,
    /// The verb that governs: 评定, 印发, 荣获.
    pub verb: String,
    /// Indicators: what a percentage is of, where stated.
    pub base: String,
    /// Shorthands: the items of the expansion, in order.
    pub items: Vec<String>,
    /// Shorthands: the expansion has another number of items than the form says.
    pub partial: bool,
    /// Instruments: who issued it, where stated.
    pub issuer: String,
    /// Instruments: 粤发〔2023〕12号, as stated.
    pub number: String,
    /// What sort it is: 意见, 办法, 清单 for instruments; 品牌, 工作法, 机制 for brands; for themes
    /// the cue.
    pub class: String,
    /// Honours: 国家, 省, 市, 系统.
    pub level: String,
    /// Honours: 一等奖, 第一名.
    pub rank: String,
    /// Honours: every one who got it, as the text names them.
    pub holders: Vec<String>,
    /// Indicators: `achieved`, or `target` for what somebody means to reach.
    pub status: String,
    /// Indicators: how the figure changed, `up` or `down`; empty where the text tells no change.
    pub direction: String,
    /// Indicators: what a change is compared with, as the text words it: 同比, 上年, 2015年.
    pub compared_with: String,
    /// Somebody has looked at it and found it right.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub confirmed: bool,
    /// Which part of the document told the year: clause, paragraph, section, earlier, title,
    /// dateline; empty without a year.
    pub year_scope: String,
    /// The same of the place.
    pub region_scope: String,
}

/// What an extractor reads out of one passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// What it is about.
    pub kind: FactType,
    /// The canonical name: without quote marks, in simplified characters, organizations by their
    /// full name.
    pub name: String,
    /// The characters that say it: bytes of [`super::reading::Prose::plain`].
    pub span: Span,
    /// Indicators: the figure alone, with its unit.
    pub figure: Option<Span>,
    /// What it says.
    pub details: Details,
    /// Where it holds, when that is not the document's own place.
    pub region: Option<&'static Region>,
    /// Whose it is, when that is not the passage's or document's organization.
    pub organization: Option<String>,
    /// The year that the text gives it.
    pub year: Option<u16>,
}

impl Claim {
    /// A claim that says nothing yet beyond its name.
    #[must_use]
    pub fn new(kind: FactType, name: impl Into<String>, span: Span) -> Self {
        Self {
            kind,
            name: name.into(),
            span,
            figure: None,
            details: Details::default(),
            region: None,
            organization: None,
            year: None,
        }
    }
}

/// A claim tied to its document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is about.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// The canonical name.
    pub name: String,
    /// The characters that say it: `span` of the document's body.
    pub text: String,
    /// What it says.
    #[serde(flatten)]
    pub details: Details,
    /// Path of official names: the place that the nearest part of the document tells, at last the
    /// document's own; `None` where it tells none, or speaks of more than one.
    pub region: Option<String>,
    /// By full name; the passage's or document's own where the text does not say otherwise.
    pub organization: Option<String>,
    /// The year that the nearest part of the document tells, at last that of its date; `None`
    /// where it tells none, or speaks of several years together.
    pub year: Option<String>,
    /// The document.
    pub document: DocumentId,
    /// The passage, `document#anchor`.
    pub passage: String,
    /// Bytes of the document's body.
    pub span: Span,
    /// The sentence that it stands in, original characters.
    pub sentence: String,
    /// Bytes of the document's body.
    pub sentence_span: Span,
}
