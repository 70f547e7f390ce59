//! Other words for the words of a query: groups of equals, and everyday words with the official
//! ones that they lead to.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::fold::fold;
use super::lexicon::Lexicon;
use super::span::Span;

/// How a word leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kinship {
    /// Both stand in one group: another writing of the same.
    Equal,
    /// Those who ask for one mean the other too.
    Alike,
    /// From what people say to what official papers say.
    Official,
}

/// Another word for a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// Folded, quote marks left out.
    pub word: String,
    /// How it is reached.
    pub kinship: Kinship,
}

/// A word of a query that has synonyms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaceable<'a> {
    /// Where it stands.
    pub span: Span,
    /// Its synonyms, the nearest first.
    pub synonyms: &'a [Synonym],
}

/// All synonyms of a lexicon.
pub struct Synonyms {
    automaton: AhoCorasick,
    /// The numbers of the words in the automaton.
    numbers: HashMap<String, usize>,
    /// By these numbers.
    lists: Vec<Vec<Synonym>>,
    /// By these numbers: the first of the group that the word stands in.
    standards: HashMap<usize, String>,
}

impl Synonyms {
    /// Those of `lexicon`.
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut words: Vec<String> = Vec::new();
        let mut lists: Vec<Vec<Synonym>> = Vec::new();
        let mut add = |said: &String, others: &[String], kinship| {
            let number = *numbers.entry(plain(said)).or_insert_with(|| {
                words.push(plain(said));
                lists.push(Vec::new());
                lists.len() - 1
            });
            for word in others.iter().map(|word| plain(word)) {
                let known = lists[number].iter().any(|it| it.word == word);
                if word != words[number] && !word.is_empty() && !known {
                    lists[number].push(Synonym { word, kinship });
                }
            }
        };
        for group in &lexicon.synonyms {
            group.iter().for_each(|word| add(word, group, Kinship::Equal));
        }
        for group in &lexicon.asked_alike {
            group.iter().for_each(|word| add(word, group, Kinship::Alike));
        }
        for it in &lexicon.everyday {
            add(&it.said, &it.official, Kinship::Official);
        }
        let mut standards = HashMap::new();
        for group in &lexicon.synonyms {
            let numbers = group.iter().filter_map(|word| numbers.get(&plain(word)));
            standards.extend(numbers.map(|number| (*number, plain(&group[0]))));
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&words);
        let automaton = automaton.expect("a lexicon is far below the automaton's limits");
        Self { automaton, numbers, lists, standards }
    }

    /// The other words of the group that `word` (folded) belongs to, in the group's order.
    #[must_use]
    pub fn equals(&self, word: &str) -> Vec<&str> {
        let list = self.numbers.get(word).map_or(&[][..], |number| &self.lists[*number]);
        let equals = list.iter().filter(|synonym| synonym.kinship == Kinship::Equal);
        equals.map(|synonym| synonym.word.as_str()).collect()
    }

    /// The standard form, the first of its group, of `word` (folded); `None` for a word in no group.
    #[must_use]
    pub fn standard(&self, word: &str) -> Option<&str> {
        let number = self.numbers.get(word)?;
        self.standards.get(number).map(String::as_str)
    }

    /// The words of `text` (folded) that have synonyms, in order. A word counts only where it
    /// begins and ends at a border of `words`, the spans that the text is cut into (打人 does not
    /// stand in 拨打人工), and not inside a longer one that counts.
    #[must_use]
    pub fn of(&self, text: &str, words: &[Span]) -> Vec<Replaceable<'_>> {
        let whole = |span: &Span| {
            let cut = |at: usize| words.iter().any(|word| word.start < at && at < word.end);
            !cut(span.start) && !cut(span.end)
        };
        let found = self.automaton.find_overlapping_iter(text);
        let found = found.map(|it| (Span::new(it.start(), it.end()), it.pattern().as_usize()));
        let found: Vec<(Span, usize)> =
            found.filter(|(span, _)| !span.is_empty() && whole(span)).collect();
        let covered = |span: Span| found.iter().any(|(it, _)| *it != span && it.contains(span));
        let mut found: Vec<Replaceable<'_>> = found
            .iter()
            .filter(|(span, _)| !covered(*span))
            .map(|&(span, number)| Replaceable { span, synonyms: &self.lists[number] })
            .collect();
        found.sort_by_key(|it| it.span);
        found
    }
}

/// A word as it is looked for: folded, without quote marks.
fn plain(word: &str) -> String {
    fold(word).text.replace(['"', '\''], "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::segment::Analyzer;

    fn found(lexicon: &Lexicon, text: &str) -> Vec<(String, Vec<String>)> {
        let analyzer = Analyzer::new(lexicon);
        let words: Vec<Span> = analyzer.plain_words(text).iter().map(|cut| cut.span).collect();
        let synonyms = Synonyms::new(lexicon);
        let named = |it: Replaceable<'_>| {
            let others = it.synonyms.iter().map(|synonym| synonym.word.clone());
            (it.span.of(text).to_owned(), others.collect())
        };
        synonyms.of(text, &words).into_iter().map(named).collect()
    }

    #[test]
    fn groups_lead_both_ways_and_everyday_words_one_way() {
        let mut lexicon = Lexicon::with("", "考核,考评\n头儿 => 负责人").unwrap();
        // The built-in everyday words have more to say of 考核.
        lexicon.everyday = lexicon.everyday.split_off(lexicon.everyday.len() - 1);
        let names = |text: &str| -> Vec<String> {
            found(&lexicon, text).into_iter().flat_map(|(_, others)| others).collect()
        };
        assert_eq!(names("年度考核"), ["考评"]);
        assert_eq!(names("年度考评"), ["考核"]);
        assert_eq!(names("头儿"), ["负责人"]);
        assert!(names("负责人").is_empty());
        let synonyms = Synonyms::new(&lexicon);
        let standards = ["考核", "考评", "头儿", "别的"].map(|word| synonyms.standard(word));
        assert_eq!(standards, [Some("考核"), Some("考核"), None, None]);
    }

    #[test]
    fn a_word_counts_at_its_borders_and_the_longest_alone() {
        let lexicon =
            Lexicon { everyday: Vec::new(), asked_alike: Vec::new(), ..Lexicon::built_in() };
        let own =
            Lexicon::with("", "打人 => 殴打他人\n欠钱 => 债务\n欠钱不还 => 拒不履行").unwrap();
        let lexicon =
            Lexicon { everyday: own.everyday[own.everyday.len() - 3..].to_vec(), ..lexicon };
        let said = |text: &str| -> Vec<String> {
            found(&lexicon, text).into_iter().map(|(said, _)| said).collect()
        };
        assert_eq!(said("他打人了"), ["打人"]);
        assert_eq!(said("拨打人工服务"), Vec::<String>::new());
        assert_eq!(said("欠钱不还怎么办"), ["欠钱不还"]);
    }
}
