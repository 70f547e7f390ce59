//! From the analyzer's cuts to tantivy's tokens.

use std::sync::Arc;

use tantivy::tokenizer::{PreTokenizedString, Token};

use crate::index::entry::PassageEntry;
use crate::knowledge::Fact;
use crate::text::fold;
use crate::text::segment::{Analyzer, Cut, characters, exact_pairs, pairs};

/// Parts title, heading and text in what exact search reads. Folding drops control characters, so
/// no question can hold it and no match can cross it.
const PART: char = '\u{1}';

/// A passage folded, to be cut in every way in which it is read.
pub(super) struct Passage {
    /// Folded once for all passages of a document.
    title: Arc<str>,
    heading: String,
    text: String,
    is_first: bool,
}

impl Passage {
    pub(super) fn new(title: &Arc<str>, passage: &PassageEntry) -> Self {
        Self {
            title: Arc::clone(title),
            heading: fold(&passage.heading).text,
            text: fold(&passage.text).text,
            is_first: passage.ordinal == 0,
        }
    }

    /// The words of title, heading and text.
    pub(super) fn words(&self, analyzer: &Analyzer) -> PreTokenizedString {
        tokens(analyzer.words(&self.read()))
    }

    pub(super) fn pairs(&self) -> PreTokenizedString {
        tokens(pairs(&self.read()))
    }

    pub(super) fn characters(&self) -> PreTokenizedString {
        tokens(characters(&self.read()))
    }

    /// The words of the title alone.
    pub(super) fn title(&self, analyzer: &Analyzer) -> PreTokenizedString {
        tokens(analyzer.words(&self.title))
    }

    /// What exact search reads. It finds the title in the first passage alone, so that it gives one
    /// hit.
    pub(super) fn exact(&self) -> PreTokenizedString {
        let Self { title, heading, text, .. } = self;
        let read = if self.is_first {
            format!("{title}{PART}{heading}{PART}{text}")
        } else {
            format!("{heading}{PART}{text}")
        };
        tokens(exact_pairs(&read))
    }

    /// The title counts in every passage's words.
    fn read(&self) -> String {
        format!("{}\n{}\n{}", self.title, self.heading, self.text)
    }
}

/// What a question for facts reads of a fact: its name, its measure, its characters.
pub(super) fn said(fact: &Fact) -> String {
    let parts = [&fact.name, &fact.details.measure, &fact.text].map(|part| compared(part));
    parts.join(&PART.to_string())
}

/// What is said, cut.
pub(super) fn said_tokens(said: &str) -> PreTokenizedString {
    tokens(exact_pairs(said))
}

/// The form in which names are compared: folded, without quote marks and title marks.
pub(super) fn compared(name: &str) -> String {
    fold(name).text.chars().filter(|c| !matches!(c, '"' | '\'' | '《' | '》' | ' ')).collect()
}

fn tokens(cuts: Vec<Cut>) -> PreTokenizedString {
    let tokens = cuts
        .into_iter()
        .map(|cut| Token {
            offset_from: cut.span.start,
            offset_to: cut.span.end,
            position: cut.position,
            text: cut.term,
            position_length: 1,
        })
        .collect();
    PreTokenizedString { text: String::new(), tokens }
}
