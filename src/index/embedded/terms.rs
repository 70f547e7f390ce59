//! From the analyzer's cuts to tantivy's tokens.

use tantivy::tokenizer::{PreTokenizedString, Token};

use crate::index::entry::PassageEntry;
use crate::knowledge::Fact;
use crate::text::fold;
use crate::text::segment::{Analyzer, Cut, characters, exact_pairs, pairs};

/// Parts title, heading and text in what exact search reads. Folding drops control characters, so
/// no question can hold it and no match can cross it.
const PART: char = '\u{1}';

/// A passage cut in every way in which it is read.
pub(super) struct PassageTerms {
    pub(super) words: PreTokenizedString,
    pub(super) pairs: PreTokenizedString,
    pub(super) characters: PreTokenizedString,
    pub(super) title: PreTokenizedString,
    pub(super) exact: PreTokenizedString,
}

/// Cuts a passage. The title counts in every passage's words; exact search finds it in the first
/// passage alone, so that it gives one hit.
pub(super) fn passage_terms(analyzer: &Analyzer, passage: &PassageEntry) -> PassageTerms {
    let title = fold(&passage.document.title).text;
    let heading = fold(&passage.heading).text;
    let text = fold(&passage.text).text;
    let read = format!("{title}\n{heading}\n{text}");
    let exact = if passage.ordinal == 0 {
        format!("{title}{PART}{heading}{PART}{text}")
    } else {
        format!("{heading}{PART}{text}")
    };
    PassageTerms {
        words: tokens(analyzer.words(&read)),
        pairs: tokens(pairs(&read)),
        characters: tokens(characters(&read)),
        title: tokens(analyzer.words(&title)),
        exact: tokens(exact_pairs(&exact)),
    }
}

/// What a question for facts reads of a fact: its name, its measure, its characters.
pub(super) fn said(fact: &Fact) -> PreTokenizedString {
    let parts = [&fact.name, &fact.details.measure, &fact.text].map(|part| compared(part));
    tokens(exact_pairs(&parts.join(&PART.to_string())))
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
