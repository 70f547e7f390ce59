//! The words of `words/validity.tsv`, and how a policy speaks of itself.

use std::sync::LazyLock;

use regex::Regex;

use crate::intake::shape::pattern;
use crate::intake::words::rows;

/// Class, word, example, what the example gives.
pub(super) const TABLE: &str = include_str!("../../words/validity.tsv");

/// 本办法, 本实施细则(试行), 现予公布.
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    let (own, issue) = (words("self"), words("issue"));
    pattern(&format!(
        r"本(?:实施|暂行|试行|管理|若干|补充)*《?(?:{own})(?:\([^()]{{2,4}}\))?》?|{issue}"
    ))
});
/// 第三十条, 五、, (二), 3.
static NUMBERING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:第[一二三四五六七八九十百零0-9]+条|[一二三四五六七八九十]+、|\([一二三四五六七八九十0-9]+\)|[0-9]+[.、])[\s:]*",
    )
});

/// The words of a class as a pattern, the longest first.
pub(super) fn words(class: &str) -> String {
    let of_class = rows::<4>(TABLE).filter(|row| row[0] == class).map(|row| row[1]);
    let mut words: Vec<&str> = of_class.collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.join("|")
}

/// Where the folded text last names the document itself or its issue.
pub(super) fn own(plain: &str) -> Option<regex::Match<'_>> {
    OWN.find_iter(plain).last()
}

/// The folded text behind its number, and whether it has one.
pub(super) fn without_number(plain: &str) -> (&str, bool) {
    let end = NUMBERING.find(plain).map_or(0, |it| it.end());
    (plain[end..].trim_start(), end > 0)
}

/// Whether the title is of a draft or of a text about a policy.
pub(super) fn is_about_a_policy(title: &str) -> bool {
    static DRAFT: LazyLock<Regex> = LazyLock::new(|| pattern(&words("draft")));
    DRAFT.is_match(title)
}

/// The sentences of the folded line, with where they begin.
pub(super) fn sentences(plain: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    plain.split_inclusive(['。', ';', '!', '?']).map(move |sentence| {
        let at = start;
        start += sentence.len();
        (at, sentence.trim_end_matches(['。', ';', '!', '?', ' ']))
    })
}
