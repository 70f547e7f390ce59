//! What is measured: how like the measure of a draft's figure is to that of a held one.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::claims::letters;
use crate::knowledge::region;
use crate::text::sentences::clauses;

/// The likeness of measures of which one holds the other.
const HOLDS: f32 = 0.9;
/// The same, where the held measure is of two letters and says little.
const HOLDS_LITTLE: f32 = 0.7;
/// The held measure stands in the draft's, whose other words the source does not know.
const HELD_IN: f32 = 0.65;
/// The most that measures with opposite words are alike.
const APART: f32 = 0.3;
/// How much of the draft's measure a held sentence must have before its clause counts.
const KNOWN: f32 = 0.7;

/// The pairs of neighbouring letters of a text.
pub(super) type Pairs = HashSet<(char, char)>;

/// The table of words, read once.
struct Words {
    same: Vec<(String, String)>,
    /// Finds the first words of `same`.
    others: AhoCorasick,
    dropped: AhoCorasick,
    apart: Vec<(String, String)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let (mut same, mut dropped, mut apart) = (Vec::new(), Vec::new(), Vec::new());
    for line in include_str!("measures.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t').map(letters);
        let mut next = || columns.next().unwrap_or_default();
        match line.split('\t').next() {
            Some("same") => {
                next();
                same.push((next(), next()));
            }
            Some("apart") => {
                next();
                apart.push((next(), next()));
            }
            _ => {
                next();
                dropped.push(next());
            }
        }
    }
    let automaton = |words: &[String]| {
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
        builder.expect("some dozens of words fit an automaton")
    };
    let firsts: Vec<String> =
        same.iter().map(|(word, _): &(String, String)| word.clone()).collect();
    Words { others: automaton(&firsts), dropped: automaton(&dropped), same, apart }
});

/// A measure in the form in which measures are compared.
pub(super) fn normal(measure: &str) -> String {
    let words = &*WORDS;
    let text = letters(measure);
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for found in words.dropped.find_iter(&text) {
        kept.push_str(&text[from..found.start()]);
        from = found.end();
    }
    kept.push_str(&text[from..]);
    // 增长 alone is what it says.
    let text = if kept.is_empty() { text } else { kept };
    let mut named = String::with_capacity(text.len());
    let mut from = 0;
    for found in words.others.find_iter(&text) {
        let (_, name) = &words.same[found.pattern().as_usize()];
        named.push_str(&text[from..found.start()]);
        // 地区生产总值 holds 生产总值 already.
        let whole = text.contains(name.as_str());
        named.push_str(if whole { &text[found.range()] } else { name });
        from = found.end();
    }
    named.push_str(&text[from..]);
    named
}

/// The words of a clause that say what is counted: without numbers, places and times.
pub(super) fn told_in(sentence: &str, at: usize) -> String {
    let clause = clauses(sentence).into_iter().find(|it| it.start <= at && at < it.end);
    let clause = clause.map_or(sentence, |it| it.of(sentence));
    let mut text = clause.to_owned();
    for (span, _) in region::mentions(clause).into_iter().rev() {
        text.replace_range(span.start..span.end, "");
    }
    let kept: String =
        text.chars().filter(|c| !c.is_ascii_digit() && !"年月日".contains(*c)).collect();
    normal(&kept)
}

/// How like two measures are, 0 to 1. `own` and `held` are [`normal`]; `source` is the normal form
/// of the sentence that the held one stands in.
pub(super) fn likeness(own: &str, held: &str, source: &str) -> f32 {
    if own.is_empty() || held.is_empty() {
        return 0.0;
    }
    let alike = if own == held {
        1.0
    } else if held.contains(own) {
        if own.chars().count() <= 2 { HOLDS_LITTLE } else { HOLDS }
    } else if own.contains(held) {
        let rest = own.replace(held, "");
        if held.chars().count() > 1 && source.contains(&rest) { HOLDS } else { HELD_IN }
    } else {
        shared(own, held)
    };
    if are_apart(own, held) { alike.min(APART) } else { alike }
}

/// How much of the draft's clause the held sentence has, 0 to [`HOLDS`]; nothing where the sentence
/// lacks the words of the measure.
pub(super) fn clause_likeness(own: &str, clause: &str, (source, theirs): (&str, &Pairs)) -> f32 {
    let known = own.is_empty() || share_of(own, theirs) >= KNOWN;
    if !known || clause.chars().count() < 3 || are_apart(clause, source) {
        return 0.0;
    }
    share_of(clause, theirs) * HOLDS
}

/// The share of the pairs of letters of `text` that stand in `source`.
pub(super) fn share(text: &str, source: &str) -> f32 {
    share_of(text, &pairs(source))
}

fn share_of(text: &str, theirs: &Pairs) -> f32 {
    let own = pairs(text);
    ratio(own.intersection(theirs).count(), own.len())
}

/// Whether one has a word and the other its opposite alone.
fn are_apart(own: &str, held: &str) -> bool {
    WORDS.apart.iter().any(|(a, b)| {
        let (own_a, own_b) = (own.contains(a), own.contains(b));
        let (held_a, held_b) = (held.contains(a), held.contains(b));
        own_a && !own_b && held_b && !held_a || own_b && !own_a && held_a && !held_b
    })
}

/// Sørensen's coefficient of the pairs of letters.
fn shared(own: &str, held: &str) -> f32 {
    let (own, held) = (pairs(own), pairs(held));
    ratio(2 * own.intersection(&held).count(), own.len() + held.len())
}

pub(super) fn pairs(text: &str) -> Pairs {
    text.chars().zip(text.chars().skip(1)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "letters of a sentence are far below 2^24")]
fn ratio(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_alike_by_their_words() {
        let like = |own: &str, held: &str, source: &str| {
            likeness(&normal(own), &normal(held), &normal(source))
        };
        assert!(like("GDP", "全县地区生产总值", "") > 0.99);
        assert!(like("社零额", "社会消费品零售总额", "") > 0.99);
        assert!(like("固定资产投资增速", "固定资产投资", "") > 0.99);
        assert!(like("工业投资", "固定资产投资", "固定资产投资增长9%") < 0.7);
        assert!(like("城镇居民人均可支配收入", "农村居民人均可支配收入", "") <= APART);
        assert!(like("形式主义共性问题", "问题", "形式主义共性问题9个") >= HOLDS);
        assert!(like("财政收入", "", "") < f32::EPSILON);
    }

    #[test]
    fn the_words_of_a_clause_are_those_of_its_measure() {
        let sentence = "2022年略阳县固定资产投资增长13.1%，好于预期。";
        assert_eq!(told_in(sentence, 10), "固定资产投资");
    }
}
