//! From a file of the corpus to what the engine keeps of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::corpus::{CorpusFile, Held, failpoint};
use crate::document::outline::outline;
use crate::document::{Access, DocumentId};
use crate::index::engine::Bundle;
use crate::index::entry::{DocumentCard, DocumentEntry, FileEntry, PassageEntry, Problem};
use crate::knowledge::organization::Practices;
use crate::knowledge::region;
use crate::knowledge::{Knowledge, Reading};

/// A document's derived themes are the most frequent ones, this many at most.
const DERIVED_THEMES: usize = 3;

/// Said of a document that the program cannot read through a fault of its own.
const OUR_FAULT: &str = "程序读这份文档时出错（这是程序的毛病），没有收入索引，其余文档不受影响；请把这份文件报给维护者";

/// What the engine keeps of a document file; a fault of ours in one must not cost the others.
pub(super) fn read(file: &CorpusFile, held: Held, knowledge: &Knowledge) -> Bundle {
    let work = AssertUnwindSafe(|| {
        failpoint::read(&file.path);
        bundle(file, held, knowledge)
    });
    catch_unwind(work).unwrap_or_else(|_| broken(file, 1, OUR_FAULT.to_owned()))
}

/// What the engine keeps of a document file.
pub(super) fn bundle(file: &CorpusFile, held: Held, knowledge: &Knowledge) -> Bundle {
    let front_matter = &held.file.front_matter;
    let home = front_matter.region.as_deref().and_then(region::parse_path);
    let practices = Practices::of(&held.file.body, home);
    let outline = outline(&held.file.body, &|text| practices.pieces(text));
    let reading = Reading::new(&held.id, front_matter, home, &outline.passages);
    let reading = reading.under(&knowledge.rules);
    let facts = knowledge.facts(&reading, &held.file.body);
    let mut card = DocumentCard::new(&held.id, front_matter);
    // 襄樊市 is found under 襄阳市.
    card.region = home.map(region::path).or(card.region);
    let given = &front_matter.themes;
    let passages: Vec<PassageEntry> = outline
        .passages
        .into_iter()
        .enumerate()
        .map(|(ordinal, passage)| {
            let heading = passage.heading();
            let derived = || knowledge.themes.of(&format!("{heading}\n{}", passage.text));
            let derived = || derived().into_iter().map(str::to_owned).collect();
            PassageEntry {
                document: card.clone(),
                ordinal,
                themes: if given.is_empty() { derived() } else { given.clone() },
                anchor: passage.anchor,
                heading,
                organization: passage.organization,
                text: passage.text,
                blocks: passage.blocks,
                map: passage.map,
                span: passage.span,
            }
        })
        .collect();
    let document = DocumentEntry {
        id: held.id.clone(),
        front_matter: held.file.front_matter,
        body: held.file.body,
        headings: outline.headings,
        themes: document_themes(&passages),
    };
    let file = file_entry(file, (Some(held.id), held.access), None);
    Bundle { file, document: Some(document), passages, facts }
}

/// What the engine keeps of a file that is no document.
pub(super) fn broken(file: &CorpusFile, line: usize, reason: String) -> Bundle {
    let file = file_entry(file, (None, file.access_when_broken()), Some(Problem { line, reason }));
    Bundle { file, document: None, passages: Vec::new(), facts: Vec::new() }
}

fn file_entry(
    file: &CorpusFile,
    (document, access): (Option<DocumentId>, Access),
    problem: Option<Problem>,
) -> FileEntry {
    FileEntry {
        path: file.path.clone(),
        fingerprint: file.fingerprint.clone(),
        document,
        problem,
        access,
        folder: file.folder.clone(),
    }
}

/// The themes of most passages.
pub(super) fn document_themes(passages: &[PassageEntry]) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for theme in passages.iter().flat_map(|passage| &passage.themes) {
        match counts.iter_mut().find(|(name, _)| name == theme) {
            Some((_, count)) => *count += 1,
            None => counts.push((theme.clone(), 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(name, _)| name).take(DERIVED_THEMES).collect()
}
