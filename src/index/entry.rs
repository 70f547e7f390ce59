//! What the engine keeps: passages to be found, documents to be shown, files to be compared.

use serde::{Deserialize, Serialize};

use crate::document::outline::{Heading, PassageBlock};
use crate::document::{Access, Date, DocumentId, FrontMatter, Kind};
use crate::text::Span;
use crate::text::offset_map::OffsetMap;

/// What every hit says of its document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentCard {
    /// Its name in the house.
    pub id: DocumentId,
    /// As stated.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// Path of official names.
    pub region: Option<String>,
    /// By full name.
    pub organization: Option<String>,
    /// As exact as stated.
    pub published: Option<Date>,
    /// The newspaper, site or office.
    pub source: Option<String>,
    /// The document that it was divided out of.
    pub part_of: Option<String>,
    /// The document that it reprints.
    pub reprint_of: Option<String>,
}

impl DocumentCard {
    /// The card of the document `id` with this front matter.
    #[must_use]
    pub fn new(id: &DocumentId, front_matter: &FrontMatter) -> Self {
        Self {
            id: id.clone(),
            title: front_matter.title.clone(),
            kind: front_matter.kind,
            region: front_matter.region.clone(),
            organization: front_matter.organization.clone(),
            published: front_matter.published,
            source: front_matter.source.name.clone(),
            part_of: front_matter.part_of.clone(),
            reprint_of: front_matter.reprint_of.clone(),
        }
    }
}

/// A passage: the unit of search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PassageEntry {
    /// Its document.
    pub document: DocumentCard,
    /// Its place among the document's passages, from 0.
    pub ordinal: usize,
    /// Its anchor on the document's page.
    pub anchor: String,
    /// The headings that it stands under, `甲 / 乙`.
    pub heading: String,
    /// The organization whose practice it tells, where it is not the document's.
    pub organization: Option<String>,
    /// Themes, given or derived.
    pub themes: Vec<String>,
    /// Original characters.
    pub text: String,
    /// What the text is made of, for the page.
    pub blocks: Vec<PassageBlock>,
    /// From `text` to the document's body.
    pub map: OffsetMap,
    /// Bytes of the body.
    pub span: Span,
}

impl PassageEntry {
    /// The identifier of the passage, `document#anchor`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}#{}", self.document.id, self.anchor)
    }
}

/// A document as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentEntry {
    /// Its name in the house.
    pub id: DocumentId,
    /// What it says of itself.
    pub front_matter: FrontMatter,
    /// Markdown.
    pub body: String,
    /// For the outline.
    pub headings: Vec<Heading>,
    /// Given or derived, the most frequent first.
    pub themes: Vec<String>,
}

/// A file of the corpus at the time of the refresh.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Relative to the corpus.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub fingerprint: String,
    /// The document that it holds, unless it is broken.
    pub document: Option<DocumentId>,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    /// Who may read it.
    #[serde(default, skip_serializing_if = "Access::is_public")]
    pub access: Access,
    /// What its folder says of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<Access>,
}

/// Why a file of the corpus is not searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Counted from 1.
    pub line: usize,
    /// In Chinese, what to do.
    pub reason: String,
}
