//! Names between marks: `《》`, `【】`, `“”`, `「」` and their inner forms, paired within a line.

use crate::text::Span;

/// What a pair of marks is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// `《》`: titles.
    Title,
    /// `【】`: titles in some files, labels in others.
    Lens,
    /// `“”`, `「」` and straight quotes.
    Quote,
    /// `‘’`, `『』`, `〈〉`: inside the others.
    Inner,
}

/// A marked name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marked {
    /// What marks it.
    pub(super) mark: Mark,
    /// With its marks.
    pub(super) outer: Span,
    /// Without them.
    pub(super) inner: Span,
    /// How many marked names it stands in.
    pub(super) depth: usize,
}

const PAIRS: [(char, char, Mark); 8] = [
    ('《', '》', Mark::Title),
    ('【', '】', Mark::Lens),
    ('“', '”', Mark::Quote),
    ('「', '」', Mark::Quote),
    ('"', '"', Mark::Quote),
    ('‘', '’', Mark::Inner),
    ('『', '』', Mark::Inner),
    ('〈', '〉', Mark::Inner),
];

/// A longer stretch between two marks is a speech, or one of them belongs elsewhere; in bytes.
const LONGEST: usize = 360;

/// A mark that waits for its other half.
struct Open {
    at: usize,
    pair: (char, char, Mark),
    /// Where in the list the names inside it begin.
    first_inside: usize,
}

/// The marked names of `text`, by where they open. A mark that is never closed in its line hides
/// nothing: the names after it are read as if it were not there.
pub(super) fn marked(text: &str) -> Vec<Marked> {
    let mut found: Vec<Marked> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for (at, c) in text.char_indices() {
        if c == '\n' {
            open.clear();
        } else if let Some(index) = closes(&open, c) {
            let opened = open.swap_remove(index);
            open.truncate(index);
            close(&mut found, &opened, at);
        } else if let Some(pair) = PAIRS.into_iter().find(|pair| pair.0 == c) {
            // A quotation does not hold one of its own kind: the one before was left open.
            if pair.2 != Mark::Title {
                open.retain(|before| before.pair.0 != c);
            }
            open.push(Open { at, pair, first_inside: found.len() });
        }
    }
    found.sort_by_key(|name| name.outer.start);
    found
}

/// Which open mark `c` closes.
fn closes(open: &[Open], c: char) -> Option<usize> {
    open.iter().rposition(|before| before.pair.1 == c)
}

fn close(found: &mut Vec<Marked>, opened: &Open, at: usize) {
    let (left, right, mark) = opened.pair;
    let outer = Span::new(opened.at, at + right.len_utf8());
    let inner = Span::new(opened.at + left.len_utf8(), at);
    if outer.len() > LONGEST || inner.is_empty() {
        return;
    }
    for inside in &mut found[opened.first_inside..] {
        inside.depth += 1;
    }
    found.push(Marked { mark, outer, inner, depth: 0 });
}

/// What stands between two names of one list.
const BETWEEN: [&str; 9] = ["、", "和", "与", "及", "以及", "或", ",", "\u{ff0c}", ";"];

/// Whether two names that follow each other stand in one list: nothing or a list mark is between.
pub(super) fn in_one_list(text: &str, before: &Marked, after: &Marked) -> bool {
    if before.outer.end > after.outer.start {
        return false;
    }
    let between = text[before.outer.end..after.outer.start].trim();
    between.is_empty() || BETWEEN.contains(&between)
}

/// A clause is looked at no further than this from where it is looked from, in bytes.
const CLAUSE: usize = 360;

/// What ends a clause.
pub(super) const CLAUSE_END: [char; 13] =
    ['。', '，', ',', ';', '；', ':', '：', '!', '！', '?', '？', '\n', '…'];

/// The text before `at` from the last mark that ends a clause.
pub(super) fn clause_before(text: &str, at: usize) -> &str {
    let from = (at.saturating_sub(CLAUSE)..at).find(|from| text.is_char_boundary(*from));
    let from = from.unwrap_or(at);
    let before = &text[from..at];
    before.rsplit(CLAUSE_END).next().unwrap_or(before)
}

/// Up to `characters` characters from the start of `text`.
pub(super) fn first(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(&str, usize)> {
        marked(text).iter().map(|name| (name.inner.of(text), name.depth)).collect()
    }

    #[test]
    fn names_are_paired_with_what_they_stand_in() {
        assert_eq!(
            names("印发《关于〈甲〉的通知》，打造“乙‘丙’”品牌"),
            [("关于〈甲〉的通知", 0), ("甲", 1), ("乙‘丙’", 0), ("丙", 1)],
        );
        assert_eq!(
            names("《关于印发《甲办法》的通知》"),
            [("关于印发《甲办法》的通知", 0), ("甲办法", 1)]
        );
    }

    #[test]
    fn a_mark_left_open_hides_nothing() {
        assert_eq!(names("「共建活动,发起【倡议】,「四强」"), [("倡议", 0), ("四强", 0)]);
        assert_eq!(names("“甲\n乙”“丙”"), [("丙", 0)]);
        assert_eq!(names("”乙“、「」"), []);
    }
}
