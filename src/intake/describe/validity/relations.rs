//! The titles of documents that a text repeals or amends.

use std::sync::LazyLock;

use regex::Regex;

use super::phrases::{own, sentences, without_number, words};
use crate::intake::layout::Block;
use crate::intake::roles::Line;
use crate::intake::shape::pattern;
use crate::text::Span;

/// The longest text between two titles of a list, in characters.
const BETWEEN: usize = 40;

/// What a title says that its document does to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// 关于废止《…》的决定
    Repeals,
    /// 关于修改《…》的决定
    Amends,
}

/// A title in its marks within a folded text.
#[derive(Debug, Clone, Copy)]
struct Marked {
    inner: Span,
    outer: Span,
}

/// Behind the title of what is repealed: 同时废止, 等文件自2019年1月1日起废止.
static REPEALED: LazyLock<Regex> = LazyLock::new(|| {
    let repeal = words("repeal");
    pattern(&format!(
        "^(?:等[^,《》]{{0,16}}?)?(?P<from>自[^,《》]{{2,24}}起)?(?P<word>{repeal})(?:$|[,)])"
    ))
});
/// Before the title of what is amended: 决定对《…》作如下修改.
static AMENDED: LazyLock<Regex> =
    LazyLock::new(|| pattern("^作(?:出|了)?(?:如下|以下|部分)?修[改订](?:$|[,:)])"));

/// What the folded title says of others, and their titles as it states them.
pub(super) fn of_title(title: &str, plain: &str) -> Option<(Act, Vec<String>)> {
    let marked = titles(plain);
    let first = *marked.first()?;
    let before = plain[..first.outer.start].trim_end_matches('原');
    let amends = ["修改", "修订", "修正"].iter().any(|word| before.ends_with(word));
    let act = match (before.ends_with("废止"), amends) {
        (true, _) if !before.contains("修改") => Act::Repeals,
        (_, true) if !before.contains("废止") => Act::Amends,
        _ => return None,
    };
    let list = list_from(plain, &marked, 0);
    let tail = behind(plain, list.last()?.outer.end);
    let whole = tail.is_empty() || tail.starts_with(['的', '等']) && !tail.starts_with("的部分");
    if act == Act::Repeals && !whole {
        return None;
    }
    let block = Block::new(title, Span::new(0, title.len()));
    Some((act, list.iter().map(|it| block.original(it.inner).to_owned()).collect()))
}

/// The titles that the text says it repeals; `is_repeal` where its title says that it does so.
pub(super) fn repealed(lines: &[Line], is_repeal: bool) -> Vec<String> {
    collected(lines, |sentence| {
        let marked = titles(sentence);
        let mut found = Vec::new();
        for at in 0..marked.len() {
            let tail = behind(sentence, marked[at].outer.end);
            if let Some(captures) = REPEALED.captures(tail) {
                let list = list_to(sentence, &marked, at);
                let before = &sentence[..list[0].outer.start];
                let bare = captures.name("word").is_some_and(|word| word.as_str() == "废止");
                let dated = captures.name("from").is_some() || before.contains("之日起");
                if (!bare || dated || is_repeal) && is_own_act(before, is_repeal) {
                    found.extend(list);
                }
            }
            let before = sentence[..marked[at].outer.start].trim_end_matches('原');
            let act = before.strip_suffix("同时废止");
            let act = act.or_else(|| before.strip_suffix("废止").filter(|_| is_repeal));
            if act.is_some_and(|before| is_own_act(before, is_repeal)) {
                let list = list_from(sentence, &marked, at);
                let tail = list.last().map_or("", |last| behind(sentence, last.outer.end));
                let whole = tail.is_empty() || tail.starts_with([',', ')', '等']);
                found.extend(list.into_iter().filter(|_| whole));
            }
        }
        found
    })
}

/// The titles that a text whose title is of amendment says it amends: 决定对《…》作如下修改.
pub(super) fn amended(lines: &[Line]) -> Vec<String> {
    collected(lines, |sentence| {
        let marked = titles(sentence);
        let mut found = Vec::new();
        for at in 0..marked.len() {
            let list = list_to(sentence, &marked, at);
            let before = &sentence[..list[0].outer.start];
            let acts =
                before.ends_with('对') && AMENDED.is_match(behind(sentence, marked[at].outer.end));
            found.extend(list.into_iter().filter(|_| acts));
        }
        found
    })
}

/// What `find` finds in each sentence, as the text writes it, each title once.
fn collected(lines: &[Line], find: impl Fn(&str) -> Vec<Marked>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in lines.iter().filter(|line| line.plain().contains('《')) {
        for (start, sentence) in sentences(line.plain()) {
            for marked in find(sentence) {
                let span = Span::new(start + marked.inner.start, start + marked.inner.end);
                let title = line.block.original(span).to_owned();
                if !title.is_empty() && !found.contains(&title) {
                    found.push(title);
                }
            }
        }
    }
    found
}

/// Whether the text before the first title leaves the document itself as who repeals it, now.
fn is_own_act(before: &str, is_repeal: bool) -> bool {
    let (before, _) = without_number(before);
    let (clauses, clause) = before.rsplit_once(',').map_or(("", before), |(a, b)| (a, b));
    let clause = clause.trim();
    let told = clause.ends_with('的') && clause.chars().count() <= BETWEEN;
    let decided = (clause.ends_with('对') || clause.ends_with('将')) && is_repeal;
    let plain =
        clause.is_empty() || clause == "原" || clause == "其" || told && !refers(clause) || decided;
    plain
        && (is_repeal || clauses.is_empty() || clauses.starts_with('自') || own(clauses).is_some())
}

/// Whether the text between two titles, or before one, says more than that there are several.
fn refers(between: &str) -> bool {
    const WORDS: [&str; 10] =
        ["根据", "依据", "按照", "依照", "违反", "执行", "施行", "制定", "修改", "本"];
    WORDS.iter().any(|word| between.contains(word))
}

/// The titles of the list that ends with the one at `at`.
fn list_to(sentence: &str, marked: &[Marked], at: usize) -> Vec<Marked> {
    let mut from = at;
    while from > 0 && is_list(sentence, marked[from - 1], marked[from]) {
        from -= 1;
    }
    marked[from..=at].to_vec()
}

/// The titles of the list that begins with the one at `at`.
fn list_from(sentence: &str, marked: &[Marked], at: usize) -> Vec<Marked> {
    let mut to = at;
    while to + 1 < marked.len() && is_list(sentence, marked[to], marked[to + 1]) {
        to += 1;
    }
    marked[at..=to].to_vec()
}

fn is_list(sentence: &str, first: Marked, second: Marked) -> bool {
    let between = behind(&sentence[..second.outer.start], first.outer.end);
    let joins = between.is_empty()
        || ["、", "和", "及", "与", "以及", ",原", "并"]
            .iter()
            .any(|word| between.starts_with(word));
    joins && !refers(between) && between.chars().count() <= BETWEEN
}

/// The text behind a title and the numbers in brackets that follow it.
fn behind(sentence: &str, end: usize) -> &str {
    let mut rest = sentence[end..].trim_start();
    while rest.starts_with('(') {
        let mut depth = 0_usize;
        let close = rest.char_indices().find(|(_, c)| {
            depth = if *c == '(' { depth + 1 } else { depth - usize::from(*c == ')') };
            depth == 0
        });
        let Some((at, _)) = close else { break };
        rest = rest[at + 1..].trim_start();
    }
    rest
}

/// The titles in marks of the folded text; marks within a title are a part of it.
fn titles(plain: &str) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in plain.char_indices() {
        match c {
            '《' => open.push(at),
            '》' => {
                let start = open.pop();
                if let Some(start) = start.filter(|_| open.is_empty()) {
                    let mark = '《'.len_utf8();
                    let (inner, outer) = (Span::new(start + mark, at), Span::new(start, at + mark));
                    found.push(Marked { inner, outer });
                }
            }
            _ => {}
        }
    }
    found
}
