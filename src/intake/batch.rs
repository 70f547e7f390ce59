//! Importing many files: one outcome a file, and one bad file never stops the others.

use std::collections::HashSet;

use serde::Serialize;

use super::convert::{Converted, Raw, convert};
use super::duplicate::{Known, Sketch, Standing, origin, standing};
use super::removed::Removed;
use crate::corpus::{CorpusError, CorpusFolder};
use crate::document::markdown_file::MarkdownFile;
use crate::document::{Date, DocumentId, Kind};
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
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It gave one document.
    Imported,
    /// It gave several.
    Divided,
    /// All that it holds is held already.
    Duplicate,
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
}

/// An import into one corpus. Knows all that is held, and what it has added.
pub struct Batch<'a> {
    corpus: &'a CorpusFolder,
    known: Vec<Known>,
    /// SHA-256 of raw files that gave held documents.
    raw_files: HashSet<String>,
    taken: HashSet<DocumentId>,
    /// Whether nothing is to be written.
    dry_run: bool,
}

impl<'a> Batch<'a> {
    /// Opens an import into `corpus`.
    ///
    /// # Errors
    /// [`CorpusError`] when the corpus cannot be read.
    pub fn open(corpus: &'a CorpusFolder, dry_run: bool) -> Result<Self, CorpusError> {
        let (mut known, mut raw_files) = (Vec::new(), HashSet::new());
        for file in corpus.files()? {
            let Ok(held) = file.parse() else { continue };
            raw_files.extend(held.file.front_matter.source.sha256.clone());
            known.push(Known {
                id: held.id,
                sketch: Sketch::of(&held.file.body),
                origin: origin(&held.file.front_matter),
            });
        }
        Ok(Self { corpus, known, raw_files, taken: HashSet::new(), dry_run })
    }

    /// Imports one file, or says why not.
    pub fn import(&mut self, raw: Raw<'_>) -> Outcome {
        let sha256 = crate::corpus::walk::fingerprint(raw.bytes);
        if self.raw_files.contains(&sha256) {
            let reason = "这个文件已经导入过，没有改动".to_owned();
            return Outcome::without_documents(raw.name, Verdict::Duplicate, reason);
        }
        match convert(raw) {
            Ok(converted) => {
                self.raw_files.insert(sha256);
                self.keep(raw.name, converted)
            }
            Err(error) => Outcome::without_documents(raw.name, Verdict::Failed, error.to_string()),
        }
    }

    /// Writes what a file gave, but for what is held.
    fn keep(&mut self, name: &str, converted: Converted) -> Outcome {
        let mut outcome = Outcome {
            file: name.to_owned(),
            outcome: Verdict::Imported,
            reason: None,
            documents: Vec::new(),
            removed: converted.removed,
            remarks: converted.remarks,
        };
        let several = converted.documents.len() > 1;
        let mut whole = converted.compilation.as_deref().and_then(DocumentId::from_title);
        let mut held = Vec::new();
        for (index, mut file) in converted.documents.into_iter().enumerate() {
            let is_whole = index == 0 && converted.first_is_whole;
            if several && !is_whole {
                file.front_matter.part_of = whole.as_ref().map(ToString::to_string);
            }
            match self.keep_one(&mut file, &mut outcome.remarks) {
                Ok(Ok(imported)) => {
                    if is_whole {
                        whole = Some(imported.id.clone());
                    }
                    outcome.documents.push(imported);
                }
                Ok(Err(id)) => {
                    if is_whole {
                        whole = Some(id.clone());
                    }
                    held.push(id.to_string());
                }
                Err(error) => {
                    outcome.outcome = Verdict::Failed;
                    outcome.reason = Some(error.to_string());
                    return outcome;
                }
            }
        }
        if outcome.documents.is_empty() {
            outcome.outcome = Verdict::Duplicate;
            outcome.reason = Some(format!("库中已有同一篇：{}", held.join("、")));
        } else if several {
            outcome.outcome = Verdict::Divided;
        }
        outcome
    }

    /// Writes a document; gives the name of the held one instead when it is the same.
    fn keep_one(
        &mut self,
        file: &mut MarkdownFile,
        remarks: &mut Vec<String>,
    ) -> Result<Result<Imported, DocumentId>, CorpusError> {
        let sketch = Sketch::of(&file.body);
        let origin = origin(&file.front_matter);
        match standing(&sketch, &origin, &self.known) {
            Standing::Same(id) => return Ok(Err(id)),
            Standing::Reprint(id) => {
                let title = &file.front_matter.title;
                remarks.push(format!("《{title}》与已有的 {id} 大体相同，记作转载"));
                file.front_matter.reprint_of = Some(id.to_string());
            }
            Standing::New => {}
        }
        let wanted = DocumentId::from_title(&file.front_matter.title)
            .or_else(|| DocumentId::parse("untitled"))
            .expect("the name is one");
        let id = self.corpus.free_id(&wanted, |id| self.taken.contains(id));
        self.taken.insert(id.clone());
        if !self.dry_run {
            self.corpus.add(&id, file)?;
        }
        self.known.push(Known { id: id.clone(), sketch, origin });
        Ok(Ok(Imported::new(id, file)))
    }
}

impl Imported {
    fn new(id: DocumentId, file: &MarkdownFile) -> Self {
        let front_matter = file.front_matter.clone();
        let path = format!("{}/{id}.md", front_matter.kind.folder());
        Self {
            id,
            title: front_matter.title,
            kind: front_matter.kind,
            region: front_matter.region,
            organization: front_matter.organization,
            published: front_matter.published,
            source: front_matter.source.name,
            author: front_matter.source.author,
            editor: front_matter.source.editor,
            part_of: front_matter.part_of,
            reprint_of: front_matter.reprint_of,
            span: front_matter.source.span,
            path,
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
