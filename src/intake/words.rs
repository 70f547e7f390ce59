//! Words of the trade as data: labels, words of the page around a text, kinds of documents.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::document::Kind;
use crate::text::fold;

/// What the value behind a label says of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Label {
    Title,
    /// The title that a reprint gives as the first one.
    FormerTitle,
    Issuer,
    Number,
    /// The day of signature.
    Signed,
    /// The day of the page.
    Day,
    Source,
    Author,
    Editor,
    /// In force from.
    From,
    /// In force until.
    Until,
    Status,
    /// Known, and of no use.
    Skip,
}

/// How a word of the page is looked for in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// The line is the word.
    Is,
    /// The line begins with it.
    Begins,
    /// The line holds it, and is no sentence.
    Has,
    /// The line holds it.
    Says,
}

/// A word of the page around a text.
#[derive(Debug, Clone)]
pub(super) struct FrameWord {
    pub(super) word: String,
    pub(super) how: Match,
    /// The name of the rule that removes a line with it.
    pub(super) rule: &'static str,
}

/// Words by which a text speaks to those who ask for a service.
static SERVICES: LazyLock<Vec<String>> = LazyLock::new(|| {
    rows(include_str!("words/services.tsv")).map(|[word]| fold(word).text).collect()
});

static LABELS: LazyLock<HashMap<String, Label>> = LazyLock::new(|| {
    rows(include_str!("words/labels.tsv"))
        .filter_map(|[word, class]| Some((fold(word).text, label_named(class)?)))
        .collect()
});

/// Tags of a page's head, in lower case, by the habits of Chinese government sites (the list of
/// the 《政府网站发展指引》, 2017, annex on page tags) and of the Open Graph vocabulary.
static TAGS: [(&str, Label); 17] = [
    ("articletitle", Label::Title),
    ("og:title", Label::Title),
    ("pubdate", Label::Day),
    ("publishdate", Label::Day),
    ("article:published_time", Label::Day),
    ("contentsource", Label::Source),
    ("source", Label::Source),
    ("mediaid", Label::Skip),
    ("author", Label::Author),
    ("article:author", Label::Author),
    ("filenum", Label::Number),
    ("publisher", Label::Skip),
    ("documentnumber", Label::Number),
    ("fwzh", Label::Number),
    ("fwjg", Label::Issuer),
    ("cwrq", Label::Signed),
    ("fbrq", Label::Day),
];

static FRAME: LazyLock<Vec<FrameWord>> = LazyLock::new(|| {
    let how = |name: &str| match name {
        "is" => Match::Is,
        "begins" => Match::Begins,
        "says" => Match::Says,
        _ => Match::Has,
    };
    let rule = |name: &str| match name {
        "share" => "share",
        "licence" => "licence",
        _ => "page_residue",
    };
    rows(include_str!("words/residue.tsv"))
        .map(|[word, named, of]| FrameWord {
            word: fold(word).text,
            how: how(named),
            rule: rule(of),
        })
        .collect()
});

/// Words that are a whole line of the page, with the rule that removes them.
static WHOLE: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let whole = FRAME.iter().filter(|word| word.how == Match::Is);
    whole.map(|word| (word.word.clone(), word.rule)).collect()
});

static GENRES: LazyLock<HashMap<String, Kind>> = LazyLock::new(|| {
    rows(include_str!("words/genres.tsv"))
        .filter_map(|[word, kind]| Some((fold(word).text, Kind::parse(kind)?)))
        .collect()
});

/// The rows of a table: `N` cells parted by tabs; lines that begin with `#` are comments.
pub(super) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.filter_map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        cells.get(..N).and_then(|cells| cells.try_into().ok())
    })
}

/// What the folded `word` introduces, when it is a known label.
pub(super) fn label(word: &str) -> Option<Label> {
    LABELS.get(word).copied()
}

/// What a tag of a page's head says, when it is a known one.
pub(super) fn tag(name: &str) -> Option<Label> {
    TAGS.iter().find(|(tag, _)| *tag == name).map(|(_, label)| *label)
}

/// The words of the page that stand in other text, longest lists last.
pub(super) fn frame() -> impl Iterator<Item = &'static FrameWord> {
    FRAME.iter().filter(|word| word.how != Match::Is)
}

/// The rule that removes the folded line when it is nothing but a word of the page.
pub(super) fn whole_frame(plain: &str) -> Option<&'static str> {
    WHOLE.get(plain).copied()
}

/// The kind of document that a folded title names at its end, with the bytes of the word.
pub(super) fn genre(title: &str) -> Option<(Kind, usize)> {
    let starts = title.char_indices().map(|(at, _)| at).filter(|at| *at > 0);
    let mut near = starts.filter(|at| title.len() - at <= 30);
    near.find_map(|at| GENRES.get(&title[at..]).map(|kind| (*kind, title.len() - at)))
}

/// How many different words of a service to the public, such as 申请材料 and 报名, stand in `lines`
/// (folded).
pub(super) fn services<'a>(lines: impl Iterator<Item = &'a str>) -> usize {
    let mut held = HashSet::new();
    for line in lines {
        held.extend(
            SERVICES.iter().enumerate().filter(|(_, it)| line.contains(*it)).map(|it| it.0),
        );
    }
    held.len()
}

fn label_named(class: &str) -> Option<Label> {
    Some(match class {
        "title" => Label::Title,
        "former_title" => Label::FormerTitle,
        "issuer" => Label::Issuer,
        "number" => Label::Number,
        "signed" => Label::Signed,
        "day" => Label::Day,
        "source" => Label::Source,
        "author" => Label::Author,
        "editor" => Label::Editor,
        "from" => Label::From,
        "until" => Label::Until,
        "status" => Label::Status,
        "skip" => Label::Skip,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        let lines = |table: &str| table.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(LABELS.len(), lines(include_str!("words/labels.tsv")));
        assert_eq!(FRAME.len(), lines(include_str!("words/residue.tsv")));
        assert_eq!(GENRES.len(), lines(include_str!("words/genres.tsv")));
    }

    #[test]
    fn the_longest_word_names_the_kind() {
        assert_eq!(genre("关于加强管理的指导意见").map(|it| it.0), Some(Kind::Policy));
        assert_eq!(genre("法治政府建设情况报告").map(|it| it.0), Some(Kind::Report));
        assert_eq!(genre("通知"), None);
    }
}
