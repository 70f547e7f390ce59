//! What a line of the rules would change in what is read, before it is kept.

use std::sync::Arc;

use super::bundle::bundle;
use super::error::LibraryError;
use super::generations::Generation;
use super::snapshot::Snapshot;
use crate::budget;
use crate::corpus::{CorpusFile, CorpusFolder, Held};
use crate::document::Access;
use crate::document::markdown_file::MarkdownFile;
use crate::index::entry::DocumentEntry;
use crate::index::query::Query;
use crate::knowledge::{Fact, FactType, Knowledge};
use crate::text::fold;
use crate::text::variants::simplified;

/// Documents that are read once more, those that hold the word.
const READ: usize = 60;

/// A line that is to be added to a file of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// The file's name, without `.tsv`.
    pub file: &'static str,
    /// The word.
    pub word: String,
    /// The line, without its end.
    pub line: String,
}

impl Lesson {
    /// A word of a class, which `example` shows.
    #[must_use]
    pub fn new(file: &'static str, class: &str, word: &str, example: &str) -> Self {
        let plain = |text: &str| -> String {
            text.chars().filter(|it| !it.is_whitespace()).map(simplified).collect()
        };
        let (word, example) = (plain(word), plain(example));
        let example = if example.contains(&word) { example } else { word.clone() };
        Self { file, line: format!("{word}\t{class}\t\t\t{example}"), word }
    }

    /// The text of the file with the line; what it said of the word before is left out.
    #[must_use]
    pub fn added_to(&self, text: &str) -> String {
        let of_word = |line: &&str| line.split('\t').next() == Some(self.word.as_str());
        let kept = text.lines().filter(|line| !of_word(line));
        kept.chain([self.line.as_str()]).map(|line| format!("{line}\n")).collect()
    }
}

/// A fact that would come or go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its document, and the title of that.
    pub document: (String, String),
    /// What it is.
    pub kind: FactType,
    /// Its name.
    pub name: String,
    /// Whether it would come; else it would go.
    pub comes: bool,
}

/// What a lesson would change in the documents of `snapshot` that hold its word, and how many of
/// them there are and were read.
///
/// # Errors
/// [`LibraryError::Lexicon`] when the line cannot be used, and when the index cannot be read.
pub fn turns(
    corpus: &CorpusFolder,
    snapshot: &Snapshot,
    lesson: &Lesson,
) -> Result<(Vec<Turn>, usize, usize), LibraryError> {
    let taught = Generation::rules_with(corpus, lesson.file, &|text| lesson.added_to(text))?;
    let (_, _, now) = Generation::wanted(corpus)?;
    let query = Query { exact: vec![fold(&lesson.word).text], limit: READ, ..Query::default() };
    let found = snapshot.engine.search(&query)?;
    let mut read = Vec::new();
    for hit in &found.hits {
        budget::look();
        if let Some(document) = snapshot.engine.document(&hit.passage.document.id)? {
            let before = facts(&document, &now);
            read.push((document, before));
        }
    }
    let then = Knowledge { rules: Arc::new(taught), ..now };
    let mut turns = Vec::new();
    for (document, before) in read {
        budget::look();
        let title = document.front_matter.title.clone();
        let id = document.id.to_string();
        let after = facts(&document, &then);
        let turn = |fact: &Fact, comes: bool| Turn {
            document: (id.clone(), title.clone()),
            kind: fact.kind,
            name: fact.name.clone(),
            comes,
        };
        let is_in = |all: &[Fact], fact: &Fact| {
            all.iter().any(|it| (it.kind, it.span, &it.name) == (fact.kind, fact.span, &fact.name))
        };
        let gone = before.iter().filter(|it| !is_in(&after, it)).map(|it| turn(it, false));
        let come = after.iter().filter(|it| !is_in(&before, it)).map(|it| turn(it, true));
        turns.extend(gone.chain(come));
    }
    Ok((turns, found.total, found.hits.len()))
}

fn facts(document: &DocumentEntry, knowledge: &Knowledge) -> Vec<Fact> {
    let file = CorpusFile::new(String::new(), Vec::new());
    let (front_matter, body) = (document.front_matter.clone(), document.body.clone());
    let file_held = MarkdownFile { front_matter, body };
    let held = Held { id: document.id.clone(), file: file_held, access: Access::Public };
    bundle(&file, held, knowledge).facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_takes_the_place_of_what_was_said_of_its_word() {
        let lesson = Lesson::new("bodies", "name", " 工作 专班 ", "青山工作专班成立");
        assert_eq!(lesson.line, "工作专班\tname\t\t\t青山工作专班成立");
        let text = "# 说明\n工作专班\tbroken\t\t\t工作专班\n联席会\tname\t\t\t联席会\n";
        let taught = lesson.added_to(text);
        assert_eq!(taught, format!("# 说明\n联席会\tname\t\t\t联席会\n{}\n", lesson.line));
        assert_eq!(Lesson::new("bodies", "name", "甲", "乙").line, "甲\tname\t\t\t甲");
    }
}
