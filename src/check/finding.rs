//! What a check finds: where, of what sort, on what evidence, and how sure.

use serde::Serialize;

use crate::index::entry::DocumentCard;
use crate::text::Span;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Text in quotation marks, or taken from a held passage.
    Quotation,
    /// A title in 《》, or a document number.
    Title,
    /// A number.
    Figure,
    /// A short form with its expansion.
    Shorthand,
    /// An organization or a place.
    Name,
}

impl Class {
    /// All classes, in the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::Quotation, Self::Title, Self::Figure, Self::Shorthand, Self::Name];

    /// The name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Title => "title",
            Self::Figure => "figure",
            Self::Shorthand => "shorthand",
            Self::Name => "name",
        }
    }

    /// The name on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Quotation => "引文",
            Self::Title => "文件名",
            Self::Figure => "数字",
            Self::Shorthand => "说法",
            Self::Name => "名称",
        }
    }
}

/// How a piece of a draft stands to what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It stands there so.
    Agrees,
    /// It stands there otherwise.
    Differs,
    /// It stands there, but not where the draft says.
    Elsewhere,
    /// It does not agree with itself.
    Inconsistent,
    /// The corpus does not hold it.
    Unseen,
}

impl Verdict {
    /// The name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::Elsewhere => "elsewhere",
            Self::Inconsistent => "inconsistent",
            Self::Unseen => "unseen",
        }
    }

    /// The name on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Agrees => "相符",
            Self::Differs => "不一致",
            Self::Elsewhere => "出处不符",
            Self::Inconsistent => "自相矛盾",
            Self::Unseen => "库中未见",
        }
    }
}

/// How certain a finding is, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The library states otherwise, or so much is copied that the rest is a slip.
    Certain,
    /// The library states otherwise of what is most likely meant.
    Likely,
    /// Worth a look: not held, or held of something alike.
    Uncertain,
}

impl Certainty {
    /// The name on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Certain => "确定",
            Self::Likely => "很可能",
            Self::Uncertain => "请核",
        }
    }
}

/// Something in a draft that was looked into.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What it is about.
    pub class: Class,
    /// How it stands.
    pub verdict: Verdict,
    /// Bytes of the draft.
    pub span: Span,
    /// The draft's characters at `span`.
    pub text: String,
    /// In Chinese, what was found.
    pub message: String,
    /// What could stand instead.
    pub suggestion: Option<String>,
    /// What differs, to the character; in order.
    pub difference: Vec<Difference>,
    /// Where it is held, the nearest first.
    pub evidence: Vec<Evidence>,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// The same in words.
    pub certainty: Certainty,
    /// The words that were found to be taken from a held passage and changed, of which this finding
    /// tells one difference or all; bytes of the draft. `None` where no passage was laid beside.
    #[serde(skip)]
    pub(crate) taken: Option<Span>,
}

/// A place where the draft and what is held differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Bytes of the draft; empty where the draft leaves something out.
    pub span: Span,
    /// The draft's characters.
    pub draft: String,
    /// The held characters; empty where the draft puts something in.
    pub held: String,
}

/// Where something is held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The document.
    pub document: DocumentCard,
    /// The passage, `document#anchor`; the document alone where its title is meant.
    pub passage: String,
    /// Its anchor on the document's page; empty where the document is meant.
    pub anchor: String,
    /// Bytes of the document's body; empty where the document is meant.
    pub span: Span,
    /// The sentence, original characters; the title where the document is meant.
    pub sentence: String,
}

impl Evidence {
    /// The document's place as one writes it, empty where it has none: many reports have one title.
    #[must_use]
    pub fn place(&self) -> String {
        self.document.region.as_deref().unwrap_or_default().replace('/', "")
    }

    /// Its address on the site.
    #[must_use]
    pub fn link(&self) -> String {
        let anchor = if self.anchor.is_empty() { "" } else { "#" };
        format!("/documents/{}{anchor}{}", self.document.id, self.anchor)
    }
}

/// From this confidence on a finding is certain.
const CERTAIN: f32 = 0.85;
/// From this confidence on it is likely.
const LIKELY: f32 = 0.6;

impl Finding {
    /// Its confidence in words; what is not held is never more than a question.
    #[must_use]
    pub(crate) fn in_words(&self) -> Certainty {
        match self.confidence {
            _ if self.verdict == Verdict::Unseen => Certainty::Uncertain,
            sure if sure >= CERTAIN => Certainty::Certain,
            sure if sure >= LIKELY => Certainty::Likely,
            _ => Certainty::Uncertain,
        }
    }

    /// Whether it is an error rather than a question.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.certainty != Certainty::Uncertain && self.verdict != Verdict::Agrees
    }

    /// A finding that says nothing yet beyond its message.
    #[must_use]
    pub fn new(class: Class, verdict: Verdict, message: String) -> Self {
        Self {
            class,
            verdict,
            span: Span::default(),
            text: String::new(),
            message,
            suggestion: None,
            difference: Vec::new(),
            evidence: Vec::new(),
            confidence: 0.0,
            certainty: Certainty::Uncertain,
            taken: None,
        }
    }
}
