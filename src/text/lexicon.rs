//! The words that a lexicon adds to the dictionary, and the groups of words that mean the same.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::fold;

/// The domain words that are always there.
const BUILT_IN: &str = include_str!("lexicon/words.txt");
/// Everyday words with what laws and official papers say instead, always there. Written for this
/// project from general knowledge of Chinese law and administration.
const EVERYDAY: &str = include_str!("lexicon/everyday.txt");
/// How people and official papers say the same thing of government, always there. Written for this
/// project from general knowledge.
const GOVERNMENT: &str = include_str!("lexicon/government.txt");
/// Words of the dictionary with a character that folding merges with another.
const MERGED: &str = include_str!("lexicon/merged.txt");

static MERGED_WORDS: LazyLock<Vec<Word>> =
    LazyLock::new(|| parse_words(MERGED).expect("the built-in words are well formed"));

/// The words of [`merged_words`] by their folded form.
static USUAL: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    MERGED_WORDS.iter().map(|entry| (fold(&entry.word).text, entry.word.as_str())).collect()
});

/// Sets an everyday word apart from the official ones.
const ONE_WAY: [&str; 2] = ["=>", "→"];

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

/// A word that people say, and what stands in official papers instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Everyday {
    /// The word that is asked.
    pub said: String,
    /// The words that are looked for beside it, the nearest first.
    pub official: Vec<String>,
}

/// Words, and groups of words that mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Words in file order, built-in ones first.
    pub words: Vec<Word>,
    /// Groups in file order, each with its standard form first.
    pub synonyms: Vec<Vec<String>>,
    /// One-way synonyms in file order, built-in ones first.
    pub everyday: Vec<Everyday>,
    /// Built-in groups of words that mean the same to those who ask. No form is the proper one: none
    /// is a reason to blame another in a draft.
    pub asked_alike: Vec<Vec<String>>,
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
        let everyday = parse_synonyms(EVERYDAY).expect("the built-in words are well formed").1;
        let asked_alike = parse_synonyms(GOVERNMENT).expect("the built-in words are well formed").0;
        Self { words, synonyms: Vec::new(), everyday, asked_alike }
    }

    /// The built-in words with `words` and `synonyms` (the contents of `words.txt` and
    /// `synonyms.txt`) added.
    ///
    /// # Errors
    /// Names the file and the first line that cannot be read.
    pub fn with(words: &str, synonyms: &str) -> Result<Self, (&'static str, LexiconError)> {
        let mut lexicon = Self::built_in();
        lexicon.words.extend(parse_words(words).map_err(|error| ("words.txt", error))?);
        let (groups, everyday) =
            parse_synonyms(synonyms).map_err(|error| ("synonyms.txt", error))?;
        lexicon.synonyms = groups;
        lexicon.everyday.extend(everyday);
        Ok(lexicon)
    }
}

/// The words of jieba's dictionary that folding writes otherwise (显著 is 显着 when folded), with
/// the weight and part of speech that the dictionary gives them.
pub(super) fn merged_words() -> &'static [Word] {
    &MERGED_WORDS
}

/// How a reader writes the word that is `folded` (显着 is 显著); `folded` itself if it is written
/// so, or no word of the dictionary.
#[must_use]
pub fn usual(folded: &str) -> &str {
    USUAL.get(folded).copied().unwrap_or(folded)
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
                let reason = || LexiconError {
                    line,
                    reason: format!("权重“{part}”太大；一般写几千到几万，也可不写"),
                };
                weight = Some(part.parse().map_err(|_| reason())?);
            } else if part.chars().all(|c| c.is_ascii_alphanumeric()) {
                tag = Some(part.to_owned());
            } else {
                let reason = format!(
                    "“{part}”既不是权重（数字）也不是词性（字母）；写作“词 权重 词性”，如“先锋班组 5000 nz”，词里不能有空格"
                );
                return Err(LexiconError { line, reason });
            }
        }
        words.push(Word { word: word.to_owned(), weight, tag });
    }
    Ok(words)
}

/// Reads a group a line, its words set apart by a comma of either width or `、`; a line with `=>`
/// is one-way, from the word before it to those after.
fn parse_synonyms(text: &str) -> Result<(Vec<Vec<String>>, Vec<Everyday>), LexiconError> {
    let (mut groups, mut everyday) = (Vec::new(), Vec::new());
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (line, content) in content_lines(text) {
        if let Some((said, official)) = ONE_WAY.iter().find_map(|mark| content.split_once(mark)) {
            let (said, official) = (words(said), words(official));
            let [said] = &said[..] else {
                let reason = "“=>”左边应当只有一个词；几个词各写一行".to_owned();
                return Err(LexiconError { line, reason });
            };
            if official.is_empty() {
                let reason = "“=>”右边至少要有一个词，如“老伴 => 配偶、夫妻”".to_owned();
                return Err(LexiconError { line, reason });
            }
            everyday.push(Everyday { said: said.clone(), official });
            continue;
        }
        let group = words(content);
        if group.len() < 2 {
            let reason = "一组同义词至少要有两个词，用逗号隔开".to_owned();
            return Err(LexiconError { line, reason });
        }
        for word in &group {
            if let Some(first) = seen.insert(word.clone(), line) {
                let reason = format!("“{word}”在第 {first} 行已经归入一组；请合成一行，或去掉一处");
                return Err(LexiconError { line, reason });
            }
        }
        groups.push(group);
    }
    Ok((groups, everyday))
}

/// The words of a line.
fn words(line: &str) -> Vec<String> {
    let words = line.split([',', '\u{ff0c}', '、']).map(|word| word.trim().to_owned());
    words.filter(|word| !word.is_empty()).collect()
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
        for line in ["=> 乙", "甲 =>", "甲,乙 => 丙"] {
            let (file, error) = Lexicon::with("", line).unwrap_err();
            assert_eq!((file, error.line), ("synonyms.txt", 1), "{line}");
        }
    }

    #[test]
    fn one_way_synonyms_are_read_beside_groups() {
        let lexicon = Lexicon::with("", "甲,乙\n老伴 => 配偶、夫妻\n丁 → 戊").unwrap();
        assert_eq!(lexicon.synonyms.len(), 1);
        let own = &lexicon.everyday[Lexicon::built_in().everyday.len()..];
        assert_eq!(own[0].said, "老伴");
        assert_eq!(own[0].official, ["配偶", "夫妻"]);
        assert_eq!(own[1].official, ["戊"]);
    }

    #[test]
    fn no_built_in_word_stands_twice_or_leads_to_itself() {
        let mut said = std::collections::HashSet::new();
        for it in Lexicon::built_in().everyday {
            assert!(said.insert(it.said.clone()), "{} stands twice", it.said);
            assert!(!it.official.contains(&it.said), "{} leads to itself", it.said);
        }
    }
}
