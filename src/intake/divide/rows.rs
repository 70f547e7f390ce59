//! Rows of headlines that a file consists of: each with its day below, between rules, or set alike
//! and about another place.

use std::sync::LazyLock;

use regex::Regex;

use super::{Start, are_documents, text_of};
use crate::intake::layout::BlockKind;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::numbering::Form;
use crate::intake::shape::{day, pattern};
use crate::intake::words::Label;
use crate::knowledge::region;

/// 8月23日
static MONTH_AND_DAY: LazyLock<Regex> = LazyLock::new(|| pattern("^[0-9]{1,2}月[0-9]{1,2}日$"));

/// A headline has so many characters at least.
const HEADLINE: usize = 8;
/// More text before the first than this is a document with parts of its own.
const BEFORE: usize = 120;
/// Where a piece tells its place, in characters from its beginning.
const OPENING: usize = 80;

/// Headlines with a day or a byline with a day right below, from the beginning of the file on.
pub(super) fn dated_heads(lines: &[Line]) -> Vec<Start> {
    let dated = |at: &usize| {
        is_headline(&lines[*at])
            && lines.get(at + 1).is_some_and(is_dated)
            && lines[at + 2..].iter().take(3).any(Line::is_text)
    };
    let starts: Vec<usize> = (0..lines.len()).filter(dated).collect();
    whole(lines, &starts, 2)
}

/// Whether a line tells the day of what it stands under.
fn is_dated(line: &Line) -> bool {
    match &line.role {
        Role::Day(_) => true,
        Role::Info(info) => info.iter().any(|(label, _)| *label == Label::Day),
        _ => {
            let inner = line.plain().strip_prefix('(').and_then(|it| it.strip_suffix(')'));
            inner.is_some_and(|it| MONTH_AND_DAY.is_match(it) || day::whole(it).is_some())
        }
    }
}

/// Headlines in brackets, or behind them: 【某市召开…】, 【标题】某市发布….
pub(super) fn bracketed_heads(lines: &[Line]) -> Vec<Start> {
    let head = |at: &usize| {
        lines[*at].block.text.starts_with('【')
            && is_headline(&lines[*at])
            && lines.get(at + 1).is_some_and(Line::is_text)
    };
    let starts: Vec<usize> = (0..lines.len()).filter(head).collect();
    whole(lines, &starts, 3)
}

/// Headlines that each stand right behind a rule, but for the first.
pub(super) fn ruled_heads(lines: &[Line]) -> Vec<Start> {
    let head = |at: &usize| {
        (*at == 0 || lines[*at].block.ruled)
            && is_headline(&lines[*at])
            && lines.get(at + 1).is_some_and(Line::is_text)
    };
    let starts: Vec<usize> = (0..lines.len()).filter(head).collect();
    // A rule before something else parts a text and not documents.
    let rules = lines.iter().skip(1).filter(|line| line.block.ruled).count();
    if rules + 1 == starts.len() { whole(lines, &starts, 3) } else { Vec::new() }
}

/// Headlines of one level or one way of counting, three at least, each of which tells of another
/// place, in itself or where its text begins.
pub(super) fn placed_heads(lines: &[Line]) -> Vec<Start> {
    [sort_of_heading, sort_of_number]
        .iter()
        .map(|sort| placed(lines, *sort))
        .find(|starts| !starts.is_empty())
        .unwrap_or_default()
}

fn placed(lines: &[Line], sort: fn(&Line) -> Option<u8>) -> Vec<Start> {
    let Some(first) = lines.iter().enumerate().skip(1).find_map(|(at, line)| {
        let text = lines.get(at + 1..)?.iter().take(2).any(Line::is_text);
        sort(line).filter(|_| text)
    }) else {
        return Vec::new();
    };
    let opens = lines.iter().position(|line| sort(line) == Some(first)).unwrap_or(0);
    let starts: Vec<usize> =
        (opens..lines.len()).filter(|at| sort(&lines[*at]) == Some(first)).collect();
    let headlines = starts.iter().all(|at| is_headline(&lines[*at]));
    let places: Vec<Option<u32>> = starts.iter().map(|at| place(&lines[*at..])).collect();
    let told: Vec<u32> = places.iter().copied().flatten().collect();
    let mut distinct = told.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let varied = told.len() * 3 >= starts.len() * 2 && distinct.len() == told.len();
    if headlines && varied { whole(lines, &starts, 3) } else { Vec::new() }
}

/// The level of a headline that the format marks.
fn sort_of_heading(line: &Line) -> Option<u8> {
    match line.block.kind {
        BlockKind::Heading(level) if line.numbering().is_none() => Some(level),
        _ => None,
    }
}

/// 一、 before a headline.
fn sort_of_number(line: &Line) -> Option<u8> {
    match line.role {
        Role::Numbered(number) if number.form == Form::Han => Some(0),
        Role::Numbered(number) if number.form == Form::Arabic => Some(1),
        _ => None,
    }
}

/// The county or city that a piece tells of where it begins.
fn place(piece: &[Line]) -> Option<u32> {
    let mut opening = String::new();
    for line in piece.iter().take(4) {
        opening.push_str(line.plain());
        opening.push('\n');
    }
    let opening: String = opening.chars().take(OPENING).collect();
    let mut places = region::mentions(&opening).into_iter().map(|(_, place)| place);
    places.find(|place| place.level != region::Level::Province).map(|place| place.code)
}

/// Whether a line can be the title of a piece of news or a case.
fn is_headline(line: &Line) -> bool {
    let short = match &line.role {
        Role::Short => true,
        Role::Numbered(number) => matches!(number.form, Form::Han | Form::Arabic),
        _ => false,
    };
    let characters = line.block.characters();
    short && (HEADLINE..=70).contains(&characters) && !line.plain().ends_with([':', ',', ';', '。'])
}

/// The starts, when the file is these pieces and little else.
fn whole(lines: &[Line], starts: &[usize], least: usize) -> Vec<Start> {
    let Some(first) = starts.first() else { return Vec::new() };
    let starts: Vec<Start> = starts
        .iter()
        .map(|line| Start { line: *line, title_lines: 1, office: false, kind: None })
        .collect();
    let little = text_of(&lines[..*first]) <= BEFORE;
    if starts.len() >= least && little && are_documents(lines, &starts) {
        starts
    } else {
        Vec::new()
    }
}
