//! What a word can be taught as: a line of a file of rules, tried before it is kept.

use super::{Desk, DeskError, Hand};
use crate::library::lesson::{Lesson, Turn, turns};
use crate::library::{Generation, LibraryError, Snapshot};
use crate::state::Act;

/// The longest word, in characters.
const LONGEST: usize = 20;

/// What a word can be taught as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The file of rules.
    pub file: &'static str,
    /// Its class there.
    pub class: &'static str,
    /// In words.
    pub label: &'static str,
    /// What it is for.
    pub hint: &'static str,
}

/// All that a word can be taught as.
pub fn sorts() -> impl Iterator<Item = Sort> {
    include_str!("lessons.tsv").lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (file, class, label) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Sort { file, class, label, hint: cells.next().unwrap_or_default() })
    })
}

/// The lesson of a form: the place of the sort among [`sorts`], the word, a sentence that shows it.
///
/// # Errors
/// [`DeskError::Typed`] says what is missing.
pub fn lesson(sort: &str, word: &str, example: &str) -> Result<Lesson, DeskError> {
    let sort = sort.parse().ok().and_then(|at| sorts().nth(at));
    let sort = sort.ok_or_else(|| DeskError::Typed("请选这个词是什么".to_owned()))?;
    match word.trim().chars().count() {
        1..=LONGEST => Ok(Lesson::new(sort.file, sort.class, word, example)),
        _ => Err(DeskError::Typed(format!("请写一个词，{LONGEST} 字以内"))),
    }
}

/// A word that was taught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taught {
    /// What as.
    pub sort: Sort,
    /// The word.
    pub word: String,
    /// Its line in the file of rules.
    pub line: String,
}

impl Desk {
    /// The words that the corpus teaches, as their files list them.
    ///
    /// # Errors
    /// [`DeskError::Corpus`].
    pub fn taught(&self) -> Result<Vec<Taught>, DeskError> {
        let mut taught = Vec::new();
        for sort in sorts() {
            let text = self.lexicon_text(&named(sort.file))?;
            taught.extend(text.lines().filter_map(|line| {
                let (word, rest) = line.split_once('\t')?;
                let is_of = rest.split('\t').next() == Some(sort.class) && !word.starts_with('#');
                is_of.then(|| Taught { sort, word: word.to_owned(), line: line.to_owned() })
            }));
        }
        Ok(taught)
    }

    /// Takes a line of [`Desk::taught`] out of its file; [`Desk::bring_in_step`] makes it count.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when it is not there any more.
    pub fn unteach(&self, hand: &Hand, line: &str) -> Result<(), DeskError> {
        let taught = self.taught()?.into_iter().find(|it| it.line == line);
        let taught = taught.ok_or_else(|| DeskError::Missing("这个词已经不在了".to_owned()))?;
        let (file, name) = (taught.sort.file, named(taught.sort.file));
        let before = self.lexicon_text(&name)?;
        let without = |text: &str| -> String {
            text.lines().filter(|it| *it != line).map(|it| format!("{it}\n")).collect()
        };
        Generation::rules_with(&self.corpus, file, &without).map_err(told)?;
        self.put_lexicon(&name, &before, &without(&before))?;
        let detail = format!("撤销：“{}”{}", taught.word, taught.sort.label);
        self.state.record(&hand.person, Act::Corrected, &name, &detail)?;
        Ok(())
    }

    /// What a lesson would change, in how many documents that hold the word, of which so many were
    /// read.
    ///
    /// # Errors
    /// [`DeskError::Typed`] when the line cannot be used.
    pub fn tried(
        &self,
        snapshot: &Snapshot,
        lesson: &Lesson,
    ) -> Result<(Vec<Turn>, usize, usize), DeskError> {
        turns(&self.corpus, snapshot, lesson).map_err(told)
    }

    /// Adds a lesson to the rules of the corpus; [`Desk::bring_in_step`] makes it count.
    ///
    /// # Errors
    /// [`DeskError::Typed`] when the line cannot be used; then nothing has changed.
    pub fn teach(&self, hand: &Hand, lesson: &Lesson) -> Result<(), DeskError> {
        let name = named(lesson.file);
        let before = self.lexicon_text(&name)?;
        let text = lesson.added_to(&before);
        Generation::rules_with(&self.corpus, lesson.file, &|it| lesson.added_to(it))
            .map_err(told)?;
        self.put_lexicon(&name, &before, &text)?;
        self.state.record(&hand.person, Act::Corrected, &name, &lesson.line.replace('\t', " "))?;
        Ok(())
    }
}

/// Where the corpus adds to a file of rules.
fn named(file: &str) -> String {
    format!("rules/{file}.tsv")
}

/// A line that cannot be used is for the person who typed it.
fn told(error: LibraryError) -> DeskError {
    match error {
        LibraryError::Lexicon { reason, .. } => DeskError::Typed(reason),
        error => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sort_is_a_class_of_a_file_that_a_corpus_adds_to() {
        let names: Vec<&str> = crate::knowledge::rules::Rules::names().collect();
        assert_eq!(sorts().count(), 8);
        for sort in sorts() {
            assert!(names.contains(&sort.file), "{}", sort.file);
            assert!(!sort.label.is_empty() && !sort.class.is_empty());
        }
        assert!(lesson("0", "专班", "").is_ok());
        for (sort, word) in [("9", "专班"), ("x", "专班"), ("0", " "), ("0", &"长".repeat(21))]
        {
            assert!(lesson(sort, word, "").is_err(), "{sort} {word}");
        }
    }
}
