//! What became of a raw file.

use serde::Serialize;

use super::describe::Evidence;
use super::removed::Removed;
use crate::document::markdown_file::MarkdownFile;
use crate::document::{Date, DocumentId, Kind, Validity};
use crate::text::Span;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Its name.
    pub file: String,
    /// In one word.
    pub outcome: Verdict,
    /// Why, when it failed or is held already.
    pub reason: Option<String>,
    /// The documents that it gave.
    pub documents: Vec<Imported>,
    /// What went.
    pub removed: Vec<Removed>,
    /// What a person should know or check.
    pub remarks: Vec<String>,
}

/// What became of a file, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It gave one document.
    Imported,
    /// It gave several.
    Divided,
    /// All that it holds is held already.
    Duplicate,
    /// It holds pictures of text, which have to be recognised first.
    NeedsOcr,
    /// It cannot be read, or not be written.
    Failed,
}

/// A document that an import gave.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Imported {
    /// Its name.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// Its place.
    pub region: Option<String>,
    /// Whose it is.
    pub organization: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// What a policy states of its validity.
    #[serde(flatten)]
    pub validity: Validity,
    /// Where it was published.
    pub source: Option<String>,
    /// Who wrote it.
    pub author: Vec<String>,
    /// Who edited it.
    pub editor: Option<String>,
    /// What it was divided out of.
    pub part_of: Option<String>,
    /// What it reprints.
    pub reprint_of: Option<String>,
    /// Its bytes in the raw file.
    pub span: Option<Span>,
    /// Where it was written, relative to the corpus.
    pub path: String,
    /// Why its fields have their values.
    pub evidence: Vec<Evidence>,
}

impl Imported {
    pub(super) fn new(id: DocumentId, file: &MarkdownFile, evidence: Vec<Evidence>) -> Self {
        let front_matter = file.front_matter.clone();
        let validity = front_matter.validity();
        let path = format!("{}/{id}.md", front_matter.kind.folder());
        Self {
            id,
            title: front_matter.title,
            kind: front_matter.kind,
            region: front_matter.region,
            organization: front_matter.organization,
            published: front_matter.published,
            validity,
            source: front_matter.source.name,
            author: front_matter.source.author,
            editor: front_matter.source.editor,
            part_of: front_matter.part_of,
            reprint_of: front_matter.reprint_of,
            span: front_matter.source.span,
            path,
            evidence,
        }
    }
}

impl Outcome {
    /// The outcome of a file that gave nothing.
    #[must_use]
    pub fn without_documents(file: &str, outcome: Verdict, reason: String) -> Self {
        Self {
            file: file.to_owned(),
            outcome,
            reason: Some(reason),
            documents: Vec::new(),
            removed: Vec::new(),
            remarks: Vec::new(),
        }
    }
}
