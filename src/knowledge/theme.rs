//! Themes by their cue words, from `corpus/lexicon/themes.toml`.

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use crate::text::{Folded, Span, fold};

/// The themes of the shipped lexicon, for a corpus that has none of its own.
pub const BUILT_IN: &str = include_str!("../../corpus/lexicon/themes.toml");

/// A theme as a person wrote it down.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// What it covers, in a sentence.
    #[serde(default)]
    pub about: String,
    /// One of these in a passage is evidence.
    pub cues: Vec<String>,
}

#[derive(Deserialize)]
struct ThemesFile {
    #[serde(default)]
    theme: Vec<Theme>,
}

/// The themes that `themes.toml` states, in file order; an empty text has none.
///
/// # Errors
/// Line and cause, in the words of the TOML reader.
pub fn stated(text: &str) -> Result<Vec<Theme>, String> {
    let file: ThemesFile = toml::from_str(text).map_err(|error| error.to_string())?;
    Ok(file.theme)
}

/// A passage is about so many themes at most; more are named in passing.
const MOST: usize = 3;

/// All themes with their cues in one automaton.
pub struct Themes {
    names: Vec<String>,
    cues: AhoCorasick,
    /// For each cue, its theme.
    theme_of: Vec<usize>,
}

impl Themes {
    /// Reads `themes.toml`; an empty text has no themes.
    ///
    /// # Errors
    /// Line and cause, in the words of the TOML reader.
    pub fn parse(text: &str) -> Result<Self, String> {
        let themes = stated(text)?;
        let mut cues = Vec::new();
        let mut theme_of = Vec::new();
        for (index, theme) in themes.iter().enumerate() {
            for cue in &theme.cues {
                cues.push(plain(cue));
                theme_of.push(index);
            }
        }
        let cues = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&cues)
            .map_err(|error| error.to_string())?;
        Ok(Self { names: themes.into_iter().map(|t| t.name).collect(), cues, theme_of })
    }

    /// The names, in file order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The themes that `text` gives evidence of, three at most, those with most cues first: each with
    /// its name and where its first cue stands.
    #[must_use]
    pub fn cues(&self, text: &str) -> Vec<(&str, Span)> {
        let plain = plain_with_places(text);
        let found = self.found(&plain.text).into_iter();
        found.map(|(theme, span)| (self.names[theme].as_str(), plain.to_original(span))).collect()
    }

    /// The names of [`Themes::cues`].
    #[must_use]
    pub fn of(&self, text: &str) -> Vec<&str> {
        let found = self.found(&plain(text)).into_iter();
        found.map(|(theme, _)| self.names[theme].as_str()).collect()
    }

    /// The themes of a plain text with the place of their first cue.
    fn found(&self, plain: &str) -> Vec<(usize, Span)> {
        let mut counts = vec![0_usize; self.names.len()];
        let mut found: Vec<(usize, Span)> = Vec::new();
        for cue in self.cues.find_iter(plain) {
            let theme = self.theme_of[cue.pattern().as_usize()];
            if counts[theme] == 0 {
                found.push((theme, Span::new(cue.start(), cue.end())));
            }
            counts[theme] += 1;
        }
        found.sort_by_key(|(theme, _)| std::cmp::Reverse(counts[*theme]));
        found.truncate(MOST);
        found
    }
}

/// Folded, without quote marks: cues stand in quotes as often as not.
fn plain(text: &str) -> String {
    fold(text).text.replace(['"', '\''], "")
}

/// [`plain`] with the way back.
struct PlainText {
    text: String,
    folded: Folded,
    /// For each byte of `text`, its byte in the folded text.
    places: Vec<usize>,
}

fn plain_with_places(text: &str) -> PlainText {
    let folded = fold(text);
    let kept = folded.text.char_indices().filter(|(_, c)| !matches!(c, '"' | '\''));
    let mut plain = String::with_capacity(folded.text.len());
    let mut places = Vec::with_capacity(folded.text.len());
    for (at, c) in kept {
        places.extend(at..at + c.len_utf8());
        plain.push(c);
    }
    PlainText { text: plain, folded, places }
}

impl PlainText {
    fn to_original(&self, plain: Span) -> Span {
        let folded = Span::new(self.places[plain.start], self.places[plain.end - 1] + 1);
        self.folded.to_original(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "[[theme]]\nname = '减负增效'\ncues = ['为基层减负', '文山会海']\n\
        [[theme]]\nname = '基层组织'\ncues = ['“四强”党支部', '三会一课']\n";

    #[test]
    fn a_cue_decides_whatever_its_script_and_quote_marks() {
        let themes = Themes::parse(FILE).unwrap();
        assert_eq!(
            themes.of("推進「四強」黨支部創建,落實三會一課,為基層減負"),
            ["基层组织", "减负增效"]
        );
        assert!(themes.of("其他").is_empty());
        let text = "推進「四強」黨支部創建";
        let cues = themes.cues(text);
        assert_eq!((cues[0].0, cues[0].1.of(text)), ("基层组织", "四強」黨支部"));
        assert!(Themes::parse("").unwrap().names().is_empty());
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let error = Themes::parse("[[theme]]\nname = 1\n").err().unwrap();
        assert!(error.contains("line 2"), "{error}");
    }
}
