//! What makes a fixed name of a place's short name: 苏州河, 延安精神, 湖北大学.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::variants::searched;

/// Ending, words between, what may not follow, examples; the file says how it is read.
const TABLE: &str = include_str!("followers.tsv");
/// The longest stretch that is looked at, in characters.
const REACH: usize = 16;
/// The most words that stand between a name and an ending.
const BETWEEN: usize = 2;

/// A line of the table.
struct Follower {
    ending: &'static str,
    between: Vec<&'static str>,
    unless: Vec<&'static str>,
}

/// The lines by the first character of what may follow a name: of the ending, or of a word before.
static FOLLOWERS: LazyLock<HashMap<char, Vec<&'static Follower>>> = LazyLock::new(|| {
    let mut by_first: HashMap<char, Vec<&Follower>> = HashMap::new();
    for follower in LINES.iter() {
        let words = follower.between.iter().chain([&follower.ending]);
        let mut firsts: Vec<char> = words.filter_map(|word| word.chars().next()).collect();
        firsts.sort_unstable();
        firsts.dedup();
        for first in firsts {
            by_first.entry(first).or_default().push(follower);
        }
    }
    by_first
});

static LINES: LazyLock<Vec<Follower>> = LazyLock::new(|| {
    let cells = lines().map(|line| {
        let mut cells = line.split('\t');
        let ending = cells.next().unwrap_or_default();
        let mut words = || cells.next().unwrap_or_default().split_whitespace().collect();
        Follower { ending, between: words(), unless: words() }
    });
    cells.collect()
});

fn lines() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.starts_with('#'))
}

/// The bytes of `rest`, what stands behind a short name, that make another name of it; `None` if it
/// stays the name of a place.
pub(super) fn fixed(rest: &str) -> Option<usize> {
    let first = searched(rest.chars().next()?);
    let followers = FOLLOWERS.get(&first)?;
    let ahead: Vec<(usize, char)> = rest.char_indices().take(REACH).collect();
    let folded: String = ahead.iter().map(|(_, c)| searched(*c)).collect();
    let length = followers.iter().find_map(|follower| follower.matches(&folded))?;
    let characters = folded[..length].chars().count();
    Some(
        ahead
            .get(characters)
            .map_or_else(|| ahead.iter().map(|(_, c)| c.len_utf8()).sum(), |(at, _)| *at),
    )
}

impl Follower {
    /// The bytes of `rest` up to the end of the ending.
    fn matches(&self, rest: &str) -> Option<usize> {
        let mut at = 0;
        for _ in 0..=BETWEEN {
            let after = rest[at..].strip_prefix(self.ending);
            if let Some(after) = after
                && !self.unless.iter().any(|word| after.starts_with(word))
            {
                return Some(at + self.ending.len());
            }
            let between = self.between.iter().filter(|word| rest[at..].starts_with(**word));
            at += between.map(|word| word.len()).max()?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::mentions;
    use super::*;

    #[test]
    fn every_line_has_its_examples() {
        for line in lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let [ending, _, _, example, place] = cells[..] else { panic!("{line}") };
            assert!(example.contains(ending), "{line}");
            assert!(mentions(example).is_empty(), "{line}");
            assert_eq!(mentions(place).is_empty(), place.is_empty(), "{line}");
        }
    }

    #[test]
    fn the_name_ends_where_the_ending_does() {
        assert_eq!(fixed("中路沿线"), Some("中路".len()));
        assert_eq!(fixed("師範大學黨委"), Some("師範大學".len()));
        assert_eq!(fixed("大学生"), None);
        assert_eq!(fixed("市大学"), None);
        assert_eq!(fixed(""), None);
    }
}
