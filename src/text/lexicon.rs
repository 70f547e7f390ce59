//! The words that a lexicon adds to the dictionary, and the groups of words that mean the same.

use std::collections::HashMap;

/// The domain words that are always there.
const BUILT_IN: &str = include_str!("lexicon/words.txt");

/// A word with its weight in cutting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word, as written in the file.
    pub word: String,
    /// Occurrences in an imagined corpus, as in jieba's dictionary; `None` lets jieba choose a
    /// weight that keeps the word whole.
    pub weight: Option<usize>,
    /// Part of speech by jieba's tags.
    pub tag: Option<String>,
}

/// Words, and groups of words that mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Words in file order, built-in ones first.
    pub words: Vec<Word>,
    /// Groups in file order, each with its standard form first.
    pub synonyms: Vec<Vec<String>>,
}

/// A line of a lexicon file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第 {line} 行：{reason}")]
pub struct LexiconError {
    /// Counted from 1.
    pub line: usize,
    /// In Chinese, for the person who edits the file.
    pub reason: String,
}

impl Lexicon {
    /// The built-in words alone.
    #[must_use]
    pub fn built_in() -> Self {
        let words = parse_words(BUILT_IN).expect("the built-in words are well formed");
        Self { words, synonyms: Vec::new() }
    }

    /// The built-in words with `words` and `synonyms` (the contents of `words.txt` and
    /// `synonyms.txt`) added.
    ///
    /// # Errors
    /// Names the file and the first line that cannot be read.
    pub fn with(words: &str, synonyms: &str) -> Result<Self, (&'static str, LexiconError)> {
        let mut lexicon = Self::built_in();
        lexicon.words.extend(parse_words(words).map_err(|error| ("words.txt", error))?);
        lexicon.synonyms = parse_synonyms(synonyms).map_err(|error| ("synonyms.txt", error))?;
        Ok(lexicon)
    }
}

/// Reads `词 权重 词性` a line; weight and part of speech may be left out, `#` opens a comment.
fn parse_words(text: &str) -> Result<Vec<Word>, LexiconError> {
    let mut words = Vec::new();
    for (line, content) in content_lines(text) {
        let mut parts = content.split_whitespace();
        let Some(word) = parts.next() else { continue };
        let (mut weight, mut tag) = (None, None);
        for part in parts {
            if part.chars().all(|c| c.is_ascii_digit()) {
                let reason = || LexiconError { line, reason: format!("权重“{part}”太大") };
                weight = Some(part.parse().map_err(|_| reason())?);
            } else if part.chars().all(|c| c.is_ascii_alphanumeric()) {
                tag = Some(part.to_owned());
            } else {
                let reason = format!("“{part}”既不是权重（数字）也不是词性（字母）");
                return Err(LexiconError { line, reason });
            }
        }
        words.push(Word { word: word.to_owned(), weight, tag });
    }
    Ok(words)
}

/// Reads a group a line, its words set apart by a comma of either width or `、`.
fn parse_synonyms(text: &str) -> Result<Vec<Vec<String>>, LexiconError> {
    let mut groups = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (line, content) in content_lines(text) {
        let group: Vec<String> = content
            .split([',', '\u{ff0c}', '、'])
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect();
        if group.len() < 2 {
            let reason = "一组同义词至少要有两个词，用逗号隔开".to_owned();
            return Err(LexiconError { line, reason });
        }
        for word in &group {
            if let Some(first) = seen.insert(word.clone(), line) {
                let reason = format!("“{word}”在第 {first} 行已经归入一组");
                return Err(LexiconError { line, reason });
            }
        }
        groups.push(group);
    }
    Ok(groups)
}

/// The lines that hold something, numbered from 1, without comments.
fn content_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.split('#').next().unwrap_or_default().trim()))
        .filter(|(_, content)| !content.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_synonyms_are_read() {
        let lexicon = Lexicon::with(
            "# 注\n法先锋 5000 nz\n三诊\n",
            "减负\u{ff0c}减轻负担\n考核, 考评、测评 # 注\n",
        )
        .unwrap();
        let own = &lexicon.words[Lexicon::built_in().words.len()..];
        assert_eq!(own[0].weight, Some(5000));
        assert_eq!(own[0].tag.as_deref(), Some("nz"));
        assert_eq!(own[1].word, "三诊");
        assert_eq!(lexicon.synonyms[1], ["考核", "考评", "测评"]);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let (file, error) = Lexicon::with("甲\n乙 重!", "").unwrap_err();
        assert_eq!((file, error.line), ("words.txt", 2));
        let (file, error) = Lexicon::with("", "甲,乙\n\n丙").unwrap_err();
        assert_eq!((file, error.line), ("synonyms.txt", 3));
        let (_, error) = Lexicon::with("", "甲,乙\n丙,甲").unwrap_err();
        assert!(error.reason.contains("第 1 行"), "{error}");
    }
}
