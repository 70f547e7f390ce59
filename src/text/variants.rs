//! Traditional characters and their simplified forms, one character at a time.
//!
//! `OpenCC` also converts by phrase (乾坤 keeps 乾). We do not: a fold that looks at its
//! neighbours would give a quoted part of a text another form than the text itself, and exact
//! search would miss it.

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

/// First and last code point of the stretches that hold traditional forms: extension A, the
/// unified block, the compatibility block and extension B.
const STRETCHES: [(u32, u32); 4] =
    [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF)];

static TABLE: LazyLock<Vec<(char, char)>> = LazyLock::new(table);

/// The simplified form of `c`; `c` itself where it has none.
#[must_use]
pub fn simplified(c: char) -> char {
    if c < '\u{3400}' {
        return c;
    }
    match TABLE.binary_search_by_key(&c, |&(traditional, _)| traditional) {
        Ok(at) => TABLE[at].1,
        Err(_) => c,
    }
}

/// Draws the character table from `OpenCC`'s t2s dictionary by asking for every character. The
/// result is applied once more where it is itself traditional, so that folding twice is folding
/// once.
fn table() -> Vec<(char, char)> {
    let opencc = OpenCC::from_config(BuiltinConfig::T2s).expect("the t2s tables are built in");
    let all: Vec<char> = STRETCHES
        .iter()
        .flat_map(|&(first, last)| first..=last)
        .filter_map(char::from_u32)
        .collect();
    let once = |characters: &[char]| -> Vec<char> {
        // A line break between the characters keeps OpenCC's phrases from matching.
        let lines: String = characters.iter().flat_map(|&c| [c, '\n']).collect();
        opencc.convert(&lines).chars().step_by(2).collect()
    };
    let simple = once(&all);
    let again = once(&simple);
    all.into_iter().zip(again).filter(|(before, after)| before != after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_characters_follow_opencc() {
        let cases =
            [('機', '机'), ('關', '关'), ('黨', '党'), ('羣', '群'), ('乾', '干'), ('的', '的')];
        for (traditional, expected) in cases {
            assert_eq!(simplified(traditional), expected, "{traditional}");
        }
    }

    #[test]
    fn the_table_covers_the_traditional_characters_and_is_stable() {
        assert!(TABLE.len() > 3000, "{} pairs", TABLE.len());
        for &(_, simple) in TABLE.iter() {
            assert_eq!(simplified(simple), simple, "{simple} is simplified already");
        }
    }
}
