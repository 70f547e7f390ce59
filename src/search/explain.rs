//! Why a document is found, in words for a reader.

use serde::Serialize;

use crate::index::hits::{Reason, Share};
use crate::index::query::{FacetField, Filter, Reading, Test};

/// A reason with its share of the score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// What counts, in Chinese: 词语, 近义词, 原文…
    pub what: &'static str,
    /// The words of the query, or of the passage, that count.
    pub text: String,
    /// Their share of the hit's score.
    pub score: f32,
    /// The same in hundredths of the hit's score, rounded.
    pub percent: u8,
}

/// The reasons behind `shares`, the largest first. What one word gives in several readings is one
/// reason where it is read as a word; pairs and characters are brought together.
#[must_use]
pub fn explained(shares: &[Share]) -> Vec<Explained> {
    let total: f32 = shares.iter().map(|share| share.score).sum();
    let mut reasons: Vec<Explained> = Vec::new();
    for share in shares {
        let (what, text) = worded(&share.reason);
        let gathers = [PAIRS, CHARACTERS].contains(&what);
        let known = reasons.iter_mut().find(|it| it.what == what && (gathers || it.text == text));
        match known {
            Some(known) => {
                known.score += share.score;
                if gathers {
                    known.text = format!("{}、{text}", known.text);
                }
            }
            None => reasons.push(Explained { what, text, score: share.score, percent: 0 }),
        }
    }
    reasons.sort_by(|a, b| b.score.total_cmp(&a.score));
    for reason in &mut reasons {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
        let percent = (100.0 * reason.score / total.max(f32::EPSILON)).round() as u8;
        reason.percent = percent;
    }
    reasons
}

const PAIRS: &str = "相邻两字";
const CHARACTERS: &str = "单字";
const ITSELF: &str = "词语本身";
const WORDS: &str = "词语";
const TITLED: &str = "标题含全部词";
const IN_TITLE: &str = "标题中的词";

/// What a reason is called, and the words that it is about.
fn worded(reason: &Reason) -> (&'static str, String) {
    match reason {
        Reason::Term(Reading::Words, term) => (WORDS, quoted(term)),
        Reason::Term(Reading::Title, term) => (IN_TITLE, quoted(term)),
        Reason::Term(Reading::Pairs, term) => (PAIRS, term.clone()),
        Reason::Term(Reading::Characters, term) => (CHARACTERS, term.clone()),
        Reason::Near(text) => ("连在一起或相近", quoted(text)),
        Reason::Whole(text) => ("一字不差", quoted(text)),
        Reason::Synonym { asked, found } if asked == found => (ITSELF, quoted(asked)),
        Reason::Synonym { asked, found } => ("近义词", format!("{}（代“{asked}”）", quoted(found))),
        Reason::Titled(words) => (TITLED, words.join("、")),
        Reason::Cited { article, name } => {
            let name: String = name.iter().rev().map(String::as_str).collect();
            let number = match article.split_once('-') {
                Some((number, inserted)) => format!("第{number}条之{inserted}"),
                None => format!("第{article}条"),
            };
            ("所指条文", name + &number)
        }
        Reason::Exact(text) => ("原文", quoted(text)),
        Reason::Preferred(filter) => ("优先条件", condition(filter)),
        Reason::Meaning => ("意思相近", "与所查的话意思相近，用词可以不同".to_owned()),
    }
}

/// How a reason is told: its name, and what stands before the words that it is about.
const TOLD: [(&str, &str); 10] = [
    ("所指条文", "就是所问的"),
    ("原文", "逐字有"),
    (TITLED, "题名里有所查的全部词"),
    ("一字不差", "连着写有"),
    ("连在一起或相近", "挨在一起写有"),
    (WORDS, "文中有"),
    (IN_TITLE, "题名里有"),
    ("近义词", "有意思相近的"),
    ("意思相近", ""),
    ("优先条件", "符合优先的条件："),
];
/// The most words that one sentence names.
const NAMED: usize = 5;

/// The reasons in plain words, the most telling first, each kind once and each word of the text once.
/// Pairs and characters are named only where nothing else is left.
#[must_use]
pub fn plainly(reasons: &[Explained]) -> Vec<String> {
    let mut said: Vec<&str> = Vec::new();
    let told = TOLD.iter().filter_map(|(what, before)| {
        let is_meant = |it: &&Explained| it.what == *what || (it.what == ITSELF && *what == WORDS);
        let mut words: Vec<&str> = reasons.iter().filter(is_meant).map(|it| &*it.text).collect();
        if words.is_empty() || (*what == IN_TITLE && reasons.iter().any(|it| it.what == TITLED)) {
            return None;
        }
        if *what == TITLED {
            return Some((*before).to_owned());
        }
        words.dedup();
        if *what != IN_TITLE {
            words.retain(|word| !said.contains(word));
            said.extend(&words);
        }
        let more = if words.len() > NAMED { "等" } else { "" };
        words.truncate(NAMED);
        (!words.is_empty()).then(|| format!("{before}{}{more}", words.join("、")))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() && !reasons.is_empty() {
        return vec!["没有整个的词，只有相同的字".to_owned()];
    }
    told
}

fn quoted(text: &str) -> String {
    format!("“{text}”")
}

/// A condition in words: `年份 2024`.
pub(super) fn condition(filter: &Filter) -> String {
    let value = told(&filter.test);
    let value = if filter.field == FacetField::Region { value.replace('/', " ") } else { value };
    format!("{} {value}", filter.field.label())
}

/// What a value must be, in words.
fn told(test: &Test) -> String {
    match test {
        Test::Is(value) | Test::Contains(value) => value.clone(),
        Test::OneOf(values) => values.join("、"),
        Test::Years(from, to) if from == to => from.to_string(),
        Test::Years(from, to) => format!("{from} 至 {to}"),
        Test::Any(tests) => tests.iter().map(told).collect::<Vec<_>>().join("、"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_named_for_readers_and_add_up() {
        let share = |reason, score| Share { reason, score };
        let pair = |text: &str| Reason::Term(Reading::Pairs, text.to_owned());
        let synonym =
            Reason::Synonym { asked: "老板".to_owned(), found: "用人单位".to_owned() };
        let filter = Filter { field: FacetField::Year, test: Test::Years(2024, 2024) };
        let explained = explained(&[
            share(pair("营商"), 2.0),
            share(pair("商环"), 1.5),
            share(synonym, 3.0),
            share(Reason::Preferred(filter), 2.5),
            share(
                Reason::Cited { article: "133-1".to_owned(), name: vec!["刑法".to_owned()] },
                1.0,
            ),
        ]);
        let read: Vec<String> =
            explained.iter().map(|it| format!("{} {} {}", it.what, it.text, it.percent)).collect();
        assert_eq!(
            read,
            [
                "相邻两字 营商、商环 35",
                "近义词 “用人单位”（代“老板”） 30",
                "优先条件 年份 2024 25",
                "所指条文 刑法第133条之1 10",
            ]
        );
    }

    #[test]
    fn reasons_are_told_in_plain_words() {
        let share = |reason, score| Share { reason, score };
        let term = |reading, text: &str| Reason::Term(reading, text.to_owned());
        let synonym =
            Reason::Synonym { asked: "老板".to_owned(), found: "用人单位".to_owned() };
        let told = |shares: &[Share]| plainly(&explained(shares));
        let both = told(&[
            share(term(Reading::Pairs, "审计"), 4.0),
            share(synonym, 3.0),
            share(term(Reading::Words, "审计"), 2.0),
            share(Reason::Near("审计".to_owned()), 1.5),
            share(term(Reading::Title, "审计"), 0.5),
            share(term(Reading::Words, "整改"), 1.0),
            share(Reason::Titled(vec!["审计".to_owned(), "整改".to_owned()]), 1.0),
        ]);
        assert_eq!(
            both,
            [
                "题名里有所查的全部词",
                "挨在一起写有“审计”",
                "文中有“整改”",
                "有意思相近的“用人单位”（代“老板”）"
            ]
        );
        let single = told(&[share(term(Reading::Characters, "审"), 1.0)]);
        assert_eq!(single, ["没有整个的词，只有相同的字"]);
    }
}
