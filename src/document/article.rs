//! The number of an article of a law: `第十二条`, `第12条`, `第一百三十三条之一`.

use std::fmt;

use crate::text::fold;
use crate::text::numerals::spelled::OF_LAWS;
use crate::text::numerals::{NumeralKind, numerals};

/// What a number of an article is made of; longer ones are none.
const LONGEST: usize = 16;
const DIGITS: &str = "0123456789零〇一二两三四五六七八九十百千";

/// The number of an article, written as `12`, or `133-1` for 第一百三十三条之一.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Article {
    /// From 1 to 9999.
    pub number: u32,
    /// After 之, from 1; 0 where there is none.
    pub inserted: u32,
}

impl fmt::Display for Article {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.inserted {
            0 => write!(out, "{}", self.number),
            inserted => write!(out, "{}-{inserted}", self.number),
        }
    }
}

impl Article {
    /// The article that `text` (folded) begins with, and the bytes of its number.
    #[must_use]
    pub fn at_start(text: &str) -> Option<(Self, usize)> {
        let after = text.strip_prefix('第')?;
        let digits = leading_digits(after);
        let rest = after[digits..].strip_prefix('条')?;
        let number = value(&after[..digits])?;
        let bare = text.len() - rest.len();
        let inserted = rest.strip_prefix('之').and_then(|rest| {
            let digits = leading_digits(rest);
            Some((value(&rest[..digits])?, bare + "之".len() + digits))
        });
        Some(match inserted {
            Some((inserted, end)) => (Self { number, inserted }, end),
            None => (Self { number, inserted: 0 }, bare),
        })
    }

    /// As laws write it: `第一百三十三条之一`.
    #[must_use]
    pub fn written(self) -> String {
        let bare = format!("第{}条", OF_LAWS.spelled(self.number));
        if self.inserted == 0 {
            bare
        } else {
            format!("{bare}之{}", OF_LAWS.spelled(self.inserted))
        }
    }
}

/// The articles that a passage opens: where a line of its text or a heading begins with the
/// number, or where the whole document is one article, by the end of its title.
#[must_use]
pub fn opened(title: &str, heading: &str, text: &str) -> Vec<Article> {
    let begins = |line: &str| {
        let head: String = line.trim_start().chars().take(2 * LONGEST).collect();
        let folded = fold(head.trim_start_matches(['*', '#', '>', ' '])).text;
        Article::at_start(&folded).map(|(article, _)| article)
    };
    let title = fold(title).text;
    let ends = title.rfind('第').and_then(|at| {
        let (article, length) = Article::at_start(&title[at..])?;
        (at > 0 && at + length == title.len()).then_some(article)
    });
    let lines = heading.split(" / ").chain(text.lines()).filter_map(begins);
    let mut opened: Vec<Article> = ends.into_iter().chain(lines).collect();
    opened.sort_unstable();
    opened.dedup();
    opened
}

fn leading_digits(text: &str) -> usize {
    let digits = text.chars().take_while(|c| DIGITS.contains(*c)).take(LONGEST);
    digits.map(char::len_utf8).sum()
}

/// The value of a number, from 1 to 9999.
fn value(digits: &str) -> Option<u32> {
    let read = numerals(&format!("第{digits}条")).into_iter().next()?;
    let whole = (1.0..10_000.0).contains(&read.value) && read.value.fract() == 0.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 9999")]
    let value = read.value as u32;
    (read.kind == NumeralKind::Ordinal && whole).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(articles: &[Article]) -> Vec<String> {
        articles.iter().map(Article::to_string).collect()
    }

    #[test]
    fn a_number_is_read_in_either_writing() {
        let read = |text: &str| Article::at_start(text).map(|(article, _)| article.to_string());
        for (text, expected) in [
            ("第一条", "1"),
            ("第十二条规定", "12"),
            ("第1034条", "1034"),
            ("第一千零三十四条", "1034"),
            ("第一百三十三条之一", "133-1"),
            ("第二百条之规定", "200"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["第三届", "第条", "第0条", "第三方条款", "十二条", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_passage_opens_the_articles_at_its_lines_heading_and_title() {
        let text = "第三条 甲。\n依照第九条办理。\n  **第四条之一** 乙。";
        assert_eq!(numbers(&opened("条例", "第一章 / 第二条", text)), ["2", "3", "4-1"]);
        assert_eq!(numbers(&opened("中华人民共和国刑法第一条", "", "为了惩罚犯罪")), ["1"]);
        assert!(opened("第一条的解释", "", "甲").is_empty());
        assert!(opened("第一条", "", "甲").is_empty(), "no law is named");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(number in 1_u32..10_000, inserted in 0_u32..30) {
            let article = Article { number, inserted };
            let written = article.written();
            prop_assert_eq!(Article::at_start(&written), Some((article, written.len())));
        }
    }
}
