//! The query language: what was typed, taken apart.

use super::request::{field_named, filter};
use crate::document::Article;
use crate::index::query::Filter;
use crate::text::fold;

/// A query taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// Plain words, in the parts that spaces made of them, folded.
    pub words: Vec<String>,
    /// Texts that must stand as they are, folded.
    pub exact: Vec<String>,
    /// Texts that must not stand, folded.
    pub excluded: Vec<String>,
    /// Conditions, each with its value and its place in the text as it was typed.
    pub filters: Vec<Condition>,
    /// What was not understood as it was meant, in Chinese.
    pub remarks: Vec<String>,
    /// Which of `exact` are titles in 《》, folded.
    pub titles: Vec<String>,
    /// The query with the marks inside its sentences set apart, so that what they hold must stand
    /// as it is; `None` where there are no such marks.
    pub strict: Option<String>,
}

/// A condition that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What it means.
    pub filter: Filter,
    /// Its value, as typed.
    pub value: String,
    /// The whole of it, as typed.
    pub typed: String,
}

/// So many characters beside a text in marks are a keyword, and no sentence.
const KEYWORD: usize = 4;

/// Opening marks of a text that is meant exactly, each with its closing mark.
const QUOTES: [(char, char); 6] =
    [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』'), ('\u{ff02}', '\u{ff02}'), ('《', '》')];

/// Takes `text` apart: `"…" “…” 「…」` exact text, `《…》` the instrument of that title, `-词`
/// without, `字段:值` a condition, everything else words. Marks inside a sentence (深化“放管服”改革)
/// are those of the sentence: what they hold is words. Nothing is refused: a condition that cannot
/// be understood is taken as words, with a remark.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let text: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    let mut parser =
        Parser { rest: &text, parsed: Parsed::default(), strict: Vec::new(), is_soft: false };
    while parser.step() {}
    let strict = parser.is_soft.then(|| parser.strict.join(" "));
    Parsed { strict, ..parser.parsed }
}

struct Parser<'a> {
    rest: &'a str,
    parsed: Parsed,
    /// What was read, with marks inside sentences set apart.
    strict: Vec<String>,
    is_soft: bool,
}

impl<'a> Parser<'a> {
    fn step(&mut self) -> bool {
        self.rest = self.rest.trim_start();
        let Some(first) = self.rest.chars().next() else { return false };
        if let Some(pieces) = sentence(self.rest) {
            let end = pieces.last().map_or(0, |piece| piece.end);
            let run = self.rest;
            self.rest = &run[end..];
            for piece in &pieces {
                push_folded(&mut self.parsed.words, &run[piece.inner.clone()]);
            }
            self.strict.extend(pieces.iter().map(|piece| run[piece.start..piece.end].to_owned()));
            self.is_soft = true;
            return true;
        }
        let before = self.rest;
        self.step_apart(first);
        self.strict.push(before[..before.len() - self.rest.len()].trim_end().to_owned());
        true
    }

    /// Reads what stands apart: a text in marks, what is excluded, a condition, words.
    fn step_apart(&mut self, first: char) {
        let excludes = matches!(first, '-' | '\u{ff0d}' | '−');
        let body = &self.rest[first.len_utf8()..];
        if excludes && body.chars().next().is_some_and(|c| !c.is_whitespace()) {
            self.rest = body;
            let text = self.quoted().unwrap_or_else(|| self.bare());
            push_folded(&mut self.parsed.excluded, text);
        } else if let Some(text) = self.quoted() {
            push_folded(&mut self.parsed.exact, text);
            if first == '《' {
                push_folded(&mut self.parsed.titles, text);
            }
        } else {
            self.words_or_condition();
        }
    }

    /// A quoted text at the start of the rest, taken off it. A closing mark that is missing is
    /// taken to stand at the end.
    fn quoted(&mut self) -> Option<&'a str> {
        let open = self.rest.chars().next()?;
        let (_, close) = QUOTES.iter().find(|(mark, _)| *mark == open)?;
        let body = &self.rest[open.len_utf8()..];
        let end = closing(body, open, *close);
        if end.is_none() {
            let remark = format!("引号 {open} 没有配对，已把其后的文字都按原文查找");
            self.parsed.remarks.push(remark);
        }
        let end_at = end.unwrap_or(body.len());
        self.rest = end.map_or("", |at| &body[at + close.len_utf8()..]);
        Some(&body[..end_at])
    }

    /// What stands before the next space or opening mark, taken off the rest.
    fn bare(&mut self) -> &'a str {
        let opens = |c: char| QUOTES.iter().any(|(open, _)| *open == c);
        let end = self.rest.find(|c: char| c.is_whitespace() || opens(c));
        let end = end.filter(|at| *at > 0).unwrap_or(self.rest.len());
        let (bare, rest) = self.rest.split_at(end);
        self.rest = rest;
        bare
    }

    fn words_or_condition(&mut self) {
        let before = self.rest;
        let whole = self.bare();
        let Some((name, value)) = whole.split_once([':', '\u{ff1a}']) else {
            push_folded(&mut self.parsed.words, whole);
            return;
        };
        let Some(field) = field_named(&fold(name).text) else {
            if !name.is_empty() && !value.is_empty() {
                self.parsed.remarks.push(format!("没有“{name}”这个筛选项，已当作普通词查找"));
            }
            push_folded(&mut self.parsed.words, name);
            push_folded(&mut self.parsed.words, value);
            return;
        };
        let quoted = if value.is_empty() { self.quoted() } else { None };
        let value = quoted.unwrap_or(value);
        match filter(field, value) {
            Ok(filter) => {
                let typed = before[..before.len() - self.rest.len()].to_owned();
                self.parsed.filters.push(Condition { filter, value: value.to_owned(), typed });
            }
            Err(error) => {
                self.parsed.remarks.push(format!("{error}；已略去这个条件"));
            }
        }
    }
}

/// A piece of a sentence, in bytes: with its marks, and without.
struct Piece {
    start: usize,
    end: usize,
    inner: std::ops::Range<usize>,
}

/// The pieces of a sentence with marks in it that `text` begins with, up to the next space: texts
/// in marks, and what stands between them. `None` where the marks stand apart or beside one keyword,
/// are not in pairs, or hold the law whose article is asked (《民法典》第十条).
fn sentence(text: &str) -> Option<Vec<Piece>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut outside, mut only_titles, mut marked) = (String::new(), true, false);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next().filter(|c| !c.is_whitespace()) {
        let body = at + c.len_utf8();
        if let Some((_, close)) = QUOTES.iter().find(|(open, _)| *open == c) {
            let inner = body..body + closing(&text[body..], c, *close)?;
            let end = inner.end + close.len_utf8();
            only_titles &= c == '《';
            marked = true;
            pieces.push(Piece { start: at, end, inner });
            at = end;
            continue;
        }
        if matches!(c, ':' | '\u{ff1a}') || at == 0 && matches!(c, '-' | '\u{ff0d}' | '−') {
            return None;
        }
        outside.push(c);
        match pieces.last_mut() {
            Some(last) if last.inner.end == at && last.end == at => {
                (last.end, last.inner.end) = (body, body);
            }
            _ => pieces.push(Piece { start: at, end: body, inner: at..body }),
        }
        at = body;
    }
    let outside = fold(&outside).text;
    let tells = |text: &str| text.chars().any(char::is_alphanumeric);
    // “四强”党支部 are two keywords.
    let bare = pieces.iter().filter(|piece| piece.inner.start == piece.start).count();
    let keywords = bare == 1 && outside.chars().count() <= KEYWORD;
    let article = Article::at_start(&outside).is_some_and(|(_, end)| !tells(&outside[end..]));
    (marked && tells(&outside) && !keywords && !(only_titles && article)).then_some(pieces)
}

/// Where the mark that closes a quoted text stands. Marks that open and close differently nest;
/// other marks inside are part of the text.
fn closing(body: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in body.char_indices() {
        if c == close && depth == 0 {
            return Some(at);
        } else if c == close {
            depth -= 1;
        } else if c == open {
            depth += 1;
        }
    }
    None
}

fn push_folded(list: &mut Vec<String>, text: &str) {
    let folded = fold(text).text;
    if !folded.is_empty() {
        list.push(folded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::query::{FacetField, Test};
    use proptest::prelude::*;

    #[test]
    fn the_language_is_taken_apart() {
        let parsed = parse("四强 “党支部” 《干部条例》 -试点 -“回头看” 地区:广东 年份:2023..2024");
        assert_eq!(parsed.words, ["四强"]);
        assert_eq!(parsed.exact, ["党支部", "干部条例"]);
        assert_eq!(parsed.excluded, ["试点", "回头看"]);
        let tests: Vec<&Test> = parsed.filters.iter().map(|it| &it.filter.test).collect();
        assert_eq!(tests, [&Test::Is("广东省".to_owned()), &Test::Years(2023, 2024)]);
        assert!(parsed.remarks.is_empty());
    }

    #[test]
    fn any_script_width_and_quote_mark_gives_the_same() {
        let expected = parse("黨支部 \"四强\" 地区:广东");
        let wide = "党支部 「四強」 地区\u{ff1a}廣東";
        let read = parse(wide);
        assert_eq!((read.words, read.exact), (expected.words, expected.exact));
        assert_eq!(read.filters[0].filter, expected.filters[0].filter);
        assert_eq!(parse("机构:\"市 财政局\"").filters[0].filter.field, FacetField::Organization);
    }

    #[test]
    fn quotes_inside_quotes_are_part_of_the_text() {
        assert_eq!(parse("\"创建“四强”党支部\"").exact, ["创建\"四强\"党支部"]);
        assert_eq!(parse("“坚持‘两个结合’弘扬”").exact, ["坚持'两个结合'弘扬"]);
        assert_eq!(parse("“甲“乙”丙”").exact, ["甲\"乙\"丙"]);
    }

    #[test]
    fn marks_inside_a_sentence_are_those_of_the_sentence() {
        let parsed = parse("如何深化“放管服”改革？ 年份:2023");
        assert_eq!(parsed.words, ["如何深化", "放管服", "改革?"]);
        assert!(parsed.exact.is_empty());
        assert_eq!(parsed.strict.as_deref(), Some("如何深化 “放管服” 改革？ 年份:2023"));
        assert_eq!(parse("《信访条例》的适用范围").words, ["信访条例", "的适用范围"]);
        for apart in [
            "“放管服” 改革",
            "“一窗通办”、“一网通办”",
            "《民法典》第十条",
            "-“试点”经验",
            "“四强”党支部",
        ] {
            assert_eq!(parse(apart).strict, None, "{apart}");
        }
        assert_eq!(parse("《民法典》第十条").titles, ["民法典"]);
    }

    #[test]
    fn what_is_not_understood_is_searched_and_remarked() {
        let unclosed = parse("“四强党支部 创建");
        assert_eq!(unclosed.exact, ["四强党支部创建"]);
        assert_eq!(unclosed.remarks.len(), 1);
        let unknown = parse("颜色:红");
        assert_eq!(unknown.words, ["颜色", "红"]);
        assert_eq!(unknown.remarks.len(), 1);
        assert_eq!(parse("年份:去年 述职").words, ["述职"]);
        assert!(parse("年份:去年").remarks[0].contains("2020..2024"));
        assert_eq!(parse("党建-业务 - 5").words, ["党建-业务", "-", "5"]);
        assert_eq!(parse("\u{0}\"\"").exact, Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn nothing_panics_and_quoting_gives_the_text(text in "[^\"\\p{C}]{1,12}") {
            let parsed = parse(&format!("\"{text}\""));
            let folded = fold(&text).text;
            prop_assert_eq!(parsed.exact.concat(), folded);
            let _ = parse(&text);
        }
    }
}
