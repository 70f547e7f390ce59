//! What a raw file was read as, to be looked through and corrected before it is kept.

mod correct;

use serde::{Deserialize, Serialize};

use super::lines::Lines;
use crate::document::FrontMatter;
use crate::document::markdown_file::{self, MarkdownFile};
use crate::index::hidden::Hidden;
use crate::intake::batch::{Known, Previewed};
use crate::intake::{Converted, Evidence, Outcome, Removed, Verdict};

pub use correct::{Correction, Taken};

/// The fields that are shown with the line that they were read from.
const FIELDS: [&str; 7] =
    ["title", "kind", "region", "organization", "published", "number", "source"];

/// What a raw file was read as.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// Why it gives nothing; empty where it gives documents.
    pub reason: String,
    /// Whether it holds pictures of text, which have to be recognised first.
    pub needs_ocr: bool,
    /// Whether all of it is held already.
    pub is_held: bool,
    /// The documents, in their order.
    pub parts: Vec<Part>,
    /// Whether the first is the whole that the others were divided out of.
    pub first_is_whole: bool,
    /// The title of the compilation, when the file is one.
    pub compilation: Option<String>,
    /// What is no part of any document.
    pub removed: Vec<Line>,
    /// In Chinese, what a person should know or check.
    pub remarks: Vec<String>,
}

/// A document of a preview.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// As it would lie on the disk.
    pub markdown: String,
    /// Whether it is to be kept.
    pub taken: bool,
    /// The document that is the same.
    pub same: Option<String>,
    /// The document that it reprints.
    pub original: Option<String>,
    /// Why its fields have their values.
    pub reasons: Vec<Reason>,
}

/// Why a field has its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The field's name in front matter.
    pub field: String,
    /// The line that states it: what stands before it, it, what stands after it.
    pub line: Option<[String; 3]>,
    /// What speaks for it, in words.
    pub why: String,
}

/// A line that is no part of any document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Why it went, in words.
    pub why: String,
    /// What stood there.
    pub text: String,
    /// The line of a document that it stood behind in the file.
    pub after: Option<String>,
    /// Whether a person has put it back.
    pub restored: bool,
}

impl Preview {
    /// The preview of what was read of a file with these lines.
    pub(super) fn of(read: Previewed, lines: &Lines) -> Self {
        match read {
            Previewed::Nothing(outcome) => Self::nothing(outcome),
            Previewed::Documents(converted, known) => Self::documents(*converted, known, lines),
        }
    }

    fn nothing(outcome: Outcome) -> Self {
        Self {
            reason: outcome.reason.unwrap_or_default(),
            needs_ocr: outcome.outcome == Verdict::NeedsOcr,
            is_held: outcome.outcome == Verdict::Duplicate,
            ..Self::default()
        }
    }

    fn documents(converted: Converted, known: Vec<Known>, lines: &Lines) -> Self {
        let Converted { documents, evidence, first_is_whole, compilation, removed, remarks } =
            converted;
        let bodies: String = documents.iter().map(|file| file.body.as_str()).collect();
        let removed = removed.into_iter().map(|it| line(it, lines, &bodies)).collect();
        let parts =
            documents.iter().zip(evidence).zip(known).map(|((file, evidence), known)| Part {
                markdown: markdown_file::print(file),
                taken: true,
                same: known.same.map(|id| id.to_string()),
                original: known.original.map(|id| id.to_string()),
                reasons: reasons(&file.front_matter, &evidence, lines),
            });
        let is_held = documents.len() == 1;
        let parts: Vec<Part> = parts.collect();
        let is_held = is_held && parts.iter().all(|part| part.same.is_some());
        Self { parts, first_is_whole, compilation, removed, remarks, is_held, ..Self::default() }
    }

    /// The preview for who does not see what is `hidden`: it names none of these documents.
    #[must_use]
    pub fn in_sight(mut self, hidden: &Hidden) -> Self {
        let is_hidden = |id: &mut String| hidden.documents.contains(id);
        for part in &mut self.parts {
            part.same.take_if(is_hidden);
            part.original.take_if(is_hidden);
        }
        let name = |id: &String, said: &mut String| {
            if said.contains(id.as_str()) {
                *said = said.replace(id.as_str(), "一份无权查看的文档");
            }
        };
        for id in &hidden.documents {
            name(id, &mut self.reason);
            self.remarks.iter_mut().for_each(|remark| name(id, remark));
        }
        self
    }

    /// The documents that are to be kept, as an import takes them.
    #[must_use]
    pub fn converted(&self) -> Converted {
        let documents: Vec<MarkdownFile> =
            self.parts.iter().filter(|part| part.taken).filter_map(Part::file).collect();
        let first_is_whole = self.first_is_whole && self.parts.first().is_some_and(|it| it.taken);
        let evidence = vec![Vec::new(); documents.len()];
        let compilation = self.compilation.clone();
        let (removed, remarks) = (Vec::new(), Vec::new());
        Converted { documents, evidence, first_is_whole, compilation, removed, remarks }
    }
}

impl Part {
    /// The document.
    #[must_use]
    pub fn file(&self) -> Option<MarkdownFile> {
        markdown_file::parse(&self.markdown).ok()
    }
}

fn reasons(about: &FrontMatter, evidence: &[Evidence], lines: &Lines) -> Vec<Reason> {
    let reason = |field: &str| {
        let stated = evidence.iter().find(|it| it.field == field);
        let why: Vec<&str> =
            stated.iter().flat_map(|it| it.reasons.iter()).filter_map(|it| word(it)).collect();
        let line = lines.of(field, about);
        (line.is_some() || !why.is_empty()).then(|| Reason {
            field: field.to_owned(),
            line,
            why: why.join("，"),
        })
    };
    FIELDS.into_iter().filter_map(reason).collect()
}

/// What an import calls a reason, in words for people.
fn word(reason: &str) -> Option<&'static str> {
    in_table(include_str!("preview/reasons.tsv"), reason)
}

fn line(removed: Removed, lines: &Lines, bodies: &str) -> Line {
    let after = lines.before(&removed.text, |line| bodies.contains(line));
    let why = in_table(include_str!("preview/rules.tsv"), removed.rule).unwrap_or("页面残留");
    Line { why: why.to_owned(), text: removed.text, after, restored: false }
}

fn in_table(table: &'static str, name: &str) -> Option<&'static str> {
    let rows = table.lines().filter_map(|line| line.split_once('\t'));
    rows.into_iter().find(|(it, _)| *it == name).map(|(_, words)| words)
}
