//! How Chinese characters sound, without tones: syllables, and text that was typed by its sound.
//!
//! Readings are those of the `pinyin` crate (Unihan and the 汉语大字典), all readings of a character.

use std::sync::LazyLock;

use ::pinyin::{Pinyin, ToPinyinMulti};

/// First and last of the characters whose sound is known: extension A and the unified block.
const FIRST: char = '\u{3400}';
const LAST: char = '\u{9FFF}';

/// The syllables of each character from [`FIRST`] to [`LAST`].
static TABLE: LazyLock<Vec<Box<[&'static str]>>> =
    LazyLock::new(|| (FIRST..=LAST).map(drawn).collect());

/// The most ways of reading a word that are looked at: characters with several readings multiply.
const READINGS: usize = 8;

/// The syllables of `c` in letters `a-z` without tones (ü is `v`, as it is typed), the usual one
/// first, each once; none where `c` is no Chinese character.
#[must_use]
pub fn syllables(c: char) -> &'static [&'static str] {
    if (FIRST..=LAST).contains(&c) { &TABLE[c as usize - FIRST as usize] } else { &[] }
}

/// The syllables of `c`, each once.
fn drawn(c: char) -> Box<[&'static str]> {
    let mut syllables: Vec<&'static str> = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let syllable = typed(Pinyin::plain(reading));
        if !syllables.contains(&syllable) {
            syllables.push(syllable);
        }
    }
    syllables.into_boxed_slice()
}

/// Whether some syllable begins with `letters`.
#[must_use]
pub fn begins_syllable(letters: &str) -> bool {
    static ALL: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let mut all: Vec<&'static str> = TABLE.iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    });
    let at = ALL.partition_point(|syllable| *syllable < letters);
    ALL.get(at).is_some_and(|syllable| syllable.starts_with(letters))
}

/// A syllable as it is typed on a keyboard.
fn typed(syllable: &'static str) -> &'static str {
    match syllable {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" => "lve",
        "nüe" => "nve",
        other => other,
    }
}

/// The letters by which `c` may begin when it is typed: those of its syllables, or `c` itself when
/// it is a letter or digit (folded).
#[must_use]
pub fn initials(c: char) -> Vec<char> {
    let mut initials: Vec<char> = syllables(c).iter().filter_map(|it| it.chars().next()).collect();
    if initials.is_empty() {
        initials.push(c);
    }
    initials.sort_unstable();
    initials.dedup();
    initials
}

/// The ways in which `word` sounds, syllables joined by a space; up to eight, the usual one first.
/// None when some character has no sound.
#[must_use]
pub fn sounds(word: &str) -> Vec<String> {
    let mut sounds = vec![String::new()];
    for c in word.chars() {
        let mut longer = Vec::new();
        for (syllable, begun) in
            syllables(c).iter().flat_map(|it| sounds.iter().map(move |begun| (it, begun)))
        {
            let space = if begun.is_empty() { "" } else { " " };
            longer.push(format!("{begun}{space}{syllable}"));
        }
        longer.truncate(READINGS);
        sounds = longer;
    }
    sounds.retain(|sound| !sound.is_empty());
    sounds
}

/// A sound without the distinctions that many speakers do not make: zh ch sh as z c s, -ng as -n,
/// the first n of a syllable as l.
#[must_use]
pub fn loose(sound: &str) -> String {
    let loose = |syllable: &str| {
        let syllable =
            syllable.strip_suffix('g').filter(|it| it.ends_with('n')).unwrap_or(syllable);
        let mut letters = syllable.chars();
        match (letters.next(), letters.as_str()) {
            (Some(first @ ('z' | 'c' | 's')), rest) => {
                format!("{first}{}", rest.strip_prefix('h').unwrap_or(rest))
            }
            (Some('n'), rest) if !rest.is_empty() => format!("l{rest}"),
            _ => syllable.to_owned(),
        }
    };
    sound.split(' ').map(loose).collect::<Vec<_>>().join(" ")
}

/// How many characters at the start of `text` are what `typed` stands for: characters as they are,
/// and in letters a character's syllable or its beginning (`s`, `sh`), the last as far as it has
/// been typed. `sanhuiyike`, `shyk`, `三会yike` and `sanhuiy` all stand for 三会一课. Both are
/// folded, without spaces and signs. `None` when `text` is something else.
#[must_use]
pub fn typed_length(text: &[char], typed: &[char]) -> Option<usize> {
    let Some(&letter) = typed.first() else { return Some(0) };
    let (&c, rest) = text.split_first()?;
    if c == letter
        && let Some(length) = typed_length(rest, &typed[1..])
    {
        return Some(length + 1);
    }
    if !letter.is_ascii_lowercase() {
        return None;
    }
    for syllable in syllables(c) {
        for length in beginnings(syllable, typed).into_iter().flatten() {
            if let Some(more) = typed_length(rest, &typed[length..]) {
                return Some(more + 1);
            }
        }
    }
    None
}

/// How many letters of `typed` may stand for `syllable`, the most first: all of it, `zh ch sh`,
/// the first letter, or whatever of it ends `typed`.
fn beginnings(syllable: &str, typed: &[char]) -> [Option<usize>; 3] {
    let common = syllable.chars().zip(typed).take_while(|(a, b)| a == *b).count();
    let whole =
        (common == syllable.len() || (common == typed.len() && common > 0)).then_some(common);
    let double = syllable.as_bytes().get(1) == Some(&b'h') && common >= 2;
    [
        whole,
        (double && whole != Some(2)).then_some(2),
        (common >= 1 && whole != Some(1)).then_some(1),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, typed: &str, expected: Option<usize>) {
        let characters = |text: &str| text.chars().collect::<Vec<_>>();
        let found = typed_length(&characters(text), &characters(typed));
        assert_eq!(found, expected, "{typed} for {text}");
    }

    #[test]
    fn characters_have_all_their_readings() {
        assert_eq!(syllables('三'), ["san"]);
        assert!(syllables('长').contains(&"zhang") && syllables('长').contains(&"chang"));
        assert_eq!(syllables('绿').first(), Some(&"lv"));
        assert!(syllables('a').is_empty());
        assert!(begins_syllable("zhua") && !begins_syllable("xg"));
        assert_eq!(initials('会'), ['h', 'k']);
        assert_eq!(initials('5'), ['5']);
        assert!(sounds("党建").contains(&"dang jian".to_owned()));
        assert!(sounds("a党").is_empty());
        assert!(sounds(&"行".repeat(20)).len() <= READINGS);
    }

    #[test]
    fn what_is_typed_stands_for_characters_in_every_mixture() {
        for typed in ["sanhuiyike", "shyk", "三会一课", "三会yike", "sanhui一k", "sanhyk", "s会yk"]
        {
            check("三会一课", typed, Some(4));
        }
        check("三会一课", "sanhuiy", Some(3));
        check("三会一课", "sanhu", Some(2));
        check("三会一课制度", "三会", Some(2));
        check("粤港澳大湾区", "ygadwq", Some(6));
        check("上海", "sh", Some(1));
        check("5g工业互联网", "5ggongye", Some(4));
        check("三会一课", "sanhuiyiken", None);
        check("三会", "huisan", None);
        check("三会", "", Some(0));
        check("", "s", None);
    }

    #[test]
    fn loose_sounds_are_those_that_speakers_mix_up() {
        assert_eq!(loose("zhi shi"), "zi si");
        assert_eq!(loose("ying xiang"), "yin xian");
        assert_eq!(loose("nan ning"), loose("lan lin"));
    }
}
