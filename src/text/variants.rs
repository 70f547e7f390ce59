//! Traditional and older characters and their simplified forms, one character at a time.
//!
//! `OpenCC` also converts by phrase (乾坤 keeps 乾). We do not: a fold that looks at its
//! neighbours would give a quoted part of a text another form than the text itself, and exact
//! search would miss it. So a character with two simplified forms (著: 著名, 着力) keeps its own
//! in [`simplified`], which is shown to readers, and is merged with the other in [`searched`].

use std::collections::{BTreeSet, HashMap};
use std::iter::once;
use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use unicode_normalization::UnicodeNormalization;

/// Old printed and Hong Kong forms that `OpenCC` leaves, by hand.
const PRINTED: &str = include_str!("variants/printed.tsv");
/// The radicals of U+2E80–2FD5, from the Unicode Character Database.
const RADICALS: &str = include_str!("variants/radicals.tsv");
/// What only [`searched`] brings together, by hand.
const MERGED: &str = include_str!("variants/merged.tsv");

/// First and last code point of the stretch that is looked up by index: radicals, extension A, the
/// unified block.
const DIRECT: (char, char) = ('\u{2E80}', '\u{9FFF}');
/// The stretches that hold the other traditional forms: the compatibility block, extension B.
const SPARSE: [(u32, u32); 2] = [(0xF900, 0xFAFF), (0x20000, 0x2A6DF)];

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

struct Table {
    /// For each character of [`DIRECT`]: its simplified form, and the one it is searched as.
    direct: Vec<(char, char)>,
    /// The others that have another form, sorted.
    sparse: Vec<(char, (char, char))>,
}

/// The simplified form of `c`; `c` itself if it has none, or several. Radicals give the character
/// that they look like.
#[must_use]
pub fn simplified(c: char) -> char {
    TABLE.forms(c).0
}

/// The form that `c` is searched as: its simplified form, or the one character that stands for all
/// that are written for each other (着 for 著, 了 for 瞭, 复 for 覆).
///
/// `searched(searched(c)) == searched(c)`.
#[must_use]
pub fn searched(c: char) -> char {
    TABLE.forms(c).1
}

impl Table {
    /// Draws the character table from `OpenCC`'s t2s dictionary by asking for every character, and
    /// adds our own tables before it (a printed form may stand for a traditional one) and behind.
    fn new() -> Self {
        let direct = u32::from(DIRECT.0)..=u32::from(DIRECT.1);
        let sparse = SPARSE.into_iter().flat_map(|(first, last)| first..=last);
        let known: HashMap<char, char> = pairs(RADICALS).chain(pairs(PRINTED)).collect();
        let merged: HashMap<char, char> = pairs(MERGED).collect();
        let all = direct.chain(sparse).filter_map(char::from_u32);
        let all: BTreeSet<char> = all.chain(known.keys().chain(merged.keys()).copied()).collect();
        let all: Vec<char> = all.into_iter().collect();
        // Characters of the compatibility block are others by Unicode's own table.
        let unified = |c: char| once(c).nfc().next().unwrap_or(c);
        let printed: Vec<char> =
            all.iter().map(|&c| *known.get(&c).unwrap_or(&unified(c))).collect();
        // Twice, so that a form that is itself traditional is simplified, too.
        let simple = simplify(&simplify(&printed));
        let own = |c: char, simple: char| if merged.contains_key(&c) { c } else { simple };
        let forms = printed.iter().zip(simple).map(|(&c, simple)| {
            let simple = own(c, *known.get(&simple).unwrap_or(&simple));
            (simple, *merged.get(&simple).unwrap_or(&simple))
        });
        let mut forms: Vec<(char, (char, char))> = all.into_iter().zip(forms).collect();
        let sparse = forms.split_off(forms.partition_point(|&(c, _)| c <= DIRECT.1));
        let differs = |&(c, forms): &(char, (char, char))| forms != (c, c);
        Self {
            direct: forms.into_iter().map(|(_, forms)| forms).collect(),
            sparse: sparse.into_iter().filter(differs).collect(),
        }
    }

    fn forms(&self, c: char) -> (char, char) {
        if c < DIRECT.0 {
            return (c, c);
        }
        if c <= DIRECT.1 {
            return self.direct[(u32::from(c) - u32::from(DIRECT.0)) as usize];
        }
        match self.sparse.binary_search_by_key(&c, |&(it, _)| it) {
            Ok(at) => self.sparse[at].1,
            Err(_) => (c, c),
        }
    }
}

/// Each character in `OpenCC`'s simplified form.
fn simplify(characters: &[char]) -> Vec<char> {
    let opencc = OpenCC::from_config(BuiltinConfig::T2s).expect("the t2s tables are built in");
    // A line break between the characters keeps OpenCC's phrases from matching.
    let lines: String = characters.iter().flat_map(|&c| [c, '\n']).collect();
    opencc.convert(&lines).chars().step_by(2).collect()
}

/// The first two cells of each line, one character each.
fn pairs(table: &'static str) -> impl Iterator<Item = (char, char)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?.parse().ok()?, cells.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn characters_have_a_form_to_show_and_one_to_search() {
        let cases = [
            ('機', '机', '机'),
            ('關', '关', '关'),
            ('羣', '群', '群'),
            ('的', '的', '的'),
            ('衞', '卫', '卫'),
            ('郞', '郎', '郎'),
            ('⻓', '长', '长'),
            ('⻑', '长', '长'),
            ('⼈', '人', '人'),
            ('著', '著', '着'),
            ('乾', '乾', '干'),
            ('鍾', '钟', '钟'),
            ('鉅', '巨', '巨'),
            ('逕', '迳', '径'),
            ('a', 'a', 'a'),
            ('\u{F900}', '岂', '岂'),
        ];
        for (c, simple, search) in cases {
            assert_eq!((simplified(c), searched(c)), (simple, search), "{c}");
        }
    }

    #[test]
    fn every_line_of_the_tables_has_its_effect() {
        let lines = |table: &str| table.lines().filter(|line| !line.starts_with('#')).count();
        for (table, count) in [(PRINTED, 400), (RADICALS, 320), (MERGED, 20)] {
            assert_eq!(pairs(table).count(), lines(table));
            assert!(lines(table) >= count);
        }
        for (c, form) in pairs(PRINTED) {
            assert_eq!(simplified(c), form, "{c}");
        }
        for (c, form) in pairs(RADICALS) {
            assert_eq!(searched(c), searched(form), "{c}");
        }
        for (c, form) in pairs(MERGED) {
            assert_eq!((simplified(c), searched(c), searched(form)), (c, form, form), "{c}");
        }
        for line in MERGED.lines().filter(|line| !line.starts_with('#')) {
            let (one, other) = line.split('\t').nth(2).unwrap().split_once(' ').unwrap();
            assert_eq!(fold(one).text, fold(other).text, "{line}");
        }
    }

    #[test]
    fn the_table_covers_the_traditional_characters_and_is_stable() {
        let mut changed = 0;
        for c in (0x2E80..=0x2A6DF).filter_map(char::from_u32) {
            let (simple, search) = (simplified(c), searched(c));
            assert_eq!(simplified(simple), simple, "{c} {simple}");
            assert_eq!((searched(search), searched(simple)), (search, search), "{c} {search}");
            changed += usize::from(simple != c);
        }
        assert!(changed > 4000, "{changed} characters");
    }
}
