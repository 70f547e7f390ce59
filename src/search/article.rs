//! `民法典第1034条`, `条例第十二条`: the article of a law, by its number in either writing.

use super::function_words::function_spans;
use crate::document::Article;
use crate::index::query::{Cited, Near};
use crate::text::Span;
use crate::text::segment::{Analyzer, is_han, pairs};

/// What a passage gains that mentions the article, by its number alone or after its law's name.
const MENTION_WEIGHT: f32 = 0.5;
/// How many characters of the law's name are asked together with the number: what stands before a
/// name in a question (请问民法典…) cannot be told from it.
const NAME_CHARACTERS: [usize; 2] = [0, 3];
/// More words than this are no name.
const NAME_WORDS: usize = 6;

/// The articles that `text` (folded) names, each with the words before its number, nearest first;
/// where nothing stands before it, with those of `context` (folded), the rest of the query.
pub(super) fn cited(text: &str, context: &[&str], analyzer: &Analyzer) -> Vec<Cited> {
    let named = articles(text).into_iter().map(|(at, article)| {
        let before = name_words(&text[..at], analyzer);
        let around = || context.iter().rev().find(|it| !it.is_empty());
        let name = match around() {
            Some(around) if before.is_empty() => name_words(around, analyzer),
            _ => before,
        };
        Cited { article: article.to_string(), name }
    });
    named.collect()
}

/// Phrases for the passages that mention the articles named in `text` (folded), as laws write
/// them.
pub(super) fn mentions(text: &str) -> Vec<Near> {
    let mut phrases = Vec::new();
    for (at, article) in articles(text) {
        let name: Vec<char> = text[..at].chars().rev().take_while(|c| is_han(*c)).collect();
        for wanted in NAME_CHARACTERS.into_iter().filter(|wanted| *wanted <= name.len()) {
            let piece: String = name[..wanted].iter().rev().collect();
            let text = format!("{piece}{}", article.written());
            let pairs: Vec<(usize, String)> =
                pairs(&text).into_iter().map(|cut| (cut.position, cut.term)).collect();
            if pairs.len() >= 2 {
                phrases.push(Near { text, pairs, slop: 0, weight: MENTION_WEIGHT });
            }
        }
    }
    phrases
}

/// Where articles are named in `text`.
fn articles(text: &str) -> Vec<(usize, Article)> {
    let starts = text.match_indices('第');
    starts.filter_map(|(at, _)| Some((at, Article::at_start(&text[at..])?.0))).collect()
}

/// The words that `text` ends with, nearest first, up to a sign; function words do not count.
fn name_words(text: &str, analyzer: &Analyzer) -> Vec<String> {
    let words = analyzer.plain_words(text);
    let function: Vec<Span> = function_spans(&words);
    let mut end = text.trim_end_matches(['》', '"', '\'']).len();
    let mut name = Vec::new();
    for cut in words.iter().rev() {
        if cut.span.end < end || name.len() == NAME_WORDS {
            break;
        }
        end = cut.span.start;
        if !function.contains(&cut.span) {
            name.push(cut.term.clone());
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lexicon::Lexicon;

    #[test]
    fn both_writings_name_the_same_article() {
        let analyzer = Analyzer::new(&Lexicon::built_in());
        let read = |text: &str, context: &[&str]| -> Vec<String> {
            let named = cited(text, context, &analyzer).into_iter();
            named.map(|it| format!("{} {}", it.article, it.name.join(" "))).collect()
        };
        assert_eq!(read("民法典第1034条", &[]), ["1034 民法典"]);
        assert_eq!(read("民法典第一千零三十四条", &[]), ["1034 民法典"]);
        assert_eq!(read("请问民法典的第1034条", &[])[0].split(' ').nth(1), Some("民法典"));
        assert_eq!(read("条例第十二条是什么", &[]), ["12 条例"]);
        assert_eq!(read("第十二条", &["条例"]), ["12 条例"]);
        assert_eq!(read("第十二条", &[]), ["12 "]);
        assert_eq!(read("刑法第133条之一", &[]), ["133-1 刑法"]);
        assert!(read("第三届大会", &[]).is_empty());
    }

    #[test]
    fn a_mention_is_looked_for_as_laws_write_it() {
        let texts: Vec<String> = mentions("民法典第1034条").into_iter().map(|it| it.text).collect();
        assert_eq!(texts, ["第一千零三十四条", "民法典第一千零三十四条"]);
    }
}
