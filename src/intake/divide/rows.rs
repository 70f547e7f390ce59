//! Rows of headlines that a file consists of: each with its day below, between rules, or set alike
//! and about another place.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::{Start, are_documents, names_collection, text_of};
use crate::intake::layout::BlockKind;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::numbering::Form;
use crate::intake::shape::{day, pattern};
use crate::knowledge::region;

/// 8月23日
static MONTH_AND_DAY: LazyLock<Regex> = LazyLock::new(|| pattern("^[0-9]{1,2}月[0-9]{1,2}日$"));

/// 武杰2019-07-04: who, and the day.
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^[^。,;]{2,40}(19|20)[0-9]{2}[-年./][0-9]{1,2}[-月./][0-9]{1,2}日?$")
});
/// 7月23日,
static DAY: LazyLock<Regex> =
    LazyLock::new(|| pattern("[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}日[,上下]"));
/// Words by which news tell when.
const TIMES: [&str; 12] = [
    "近日",
    "日前",
    "近期",
    "今天",
    "昨天",
    "昨日",
    "今日",
    "连日来",
    "目前",
    "上午",
    "下午",
    "当天",
];
/// A row has so many pieces at least.
const ROW: usize = 3;
/// A headline has so many characters at least.
const HEADLINE: usize = 8;
/// More text before the first than this is a document with parts of its own.
const BEFORE: usize = 120;
/// Where a piece tells its place, in characters from its beginning.
const OPENING: usize = 80;

/// The row that tells the most pieces apart.
pub(super) fn rows(lines: &[Line]) -> Vec<Start> {
    let rows = [dated_heads, ruled_heads, bracketed_heads, uniform_heads];
    rows.iter().map(|row| row(lines)).rev().max_by_key(Vec::len).unwrap_or_default()
}

/// Headlines with a day or a byline with a day right below, from the beginning of the file on.
fn dated_heads(lines: &[Line]) -> Vec<Start> {
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
    let inner = line.plain().strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    line.tells_day()
        || inner.is_some_and(|it| MONTH_AND_DAY.is_match(it) || day::whole(it).is_some())
        || SIGNED.is_match(line.plain())
}

/// Headlines in brackets, or behind them: 【某市召开…】, 【标题】某市发布….
fn bracketed_heads(lines: &[Line]) -> Vec<Start> {
    let head = |at: &usize| {
        lines[*at].block.text.starts_with('【')
            && is_headline(&lines[*at])
            && lines.get(at + 1).is_some_and(Line::is_text)
    };
    let starts: Vec<usize> = (0..lines.len()).filter(head).collect();
    whole(lines, &starts, 3)
}

/// Headlines that each stand right behind a rule, but for the first.
fn ruled_heads(lines: &[Line]) -> Vec<Start> {
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

/// Headlines that are set alike: by the level of a heading, a number, a mark or bold letters; three
/// at least, most of which open news.
fn uniform_heads(lines: &[Line]) -> Vec<Start> {
    [sort_of_heading, sort_of_number, sort_of_mark, sort_of_bold]
        .iter()
        .map(|sort| uniform(lines, *sort))
        .find(|starts| !starts.is_empty())
        .unwrap_or_default()
}

fn uniform(lines: &[Line], sort: fn(&Line) -> Option<u32>) -> Vec<Start> {
    let first = (1..lines.len()).find_map(|at| {
        let text = lines.get(at + 1..)?.iter().take(2).any(Line::is_text);
        sort(&lines[at]).filter(|_| text)
    });
    let Some(first) = first else { return Vec::new() };
    let starts: Vec<usize> =
        (0..lines.len()).filter(|at| sort(&lines[*at]) == Some(first)).collect();
    if starts.len() < ROW || !starts.iter().all(|at| is_headline(&lines[*at])) {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let pieces: Vec<&[Line]> =
        starts.iter().zip(ends).map(|(from, to)| &lines[*from..to]).collect();
    let places: Vec<u32> = pieces.iter().filter_map(|piece| place(piece)).collect();
    let distinct: BTreeSet<u32> = places.iter().copied().collect();
    let varied = distinct.len() == places.len() && places.len() * 3 >= pieces.len() * 2;
    let signs: Vec<Signs> = pieces.iter().map(|piece| signs(piece)).collect();
    let count = |fits: fn(&Signs) -> bool| signs.iter().filter(|it| fits(it)).count();
    let enough = if names_collection(&lines[..starts[0]]) {
        count(|it| it.taken_up || it.timed) * 4 >= pieces.len() * 3
            && count(|it| it.taken_up) * 2 >= pieces.len()
    } else {
        count(|it| it.taken_up && it.timed) * 4 >= pieces.len() * 3
    };
    if varied || enough { whole(lines, &starts, ROW) } else { Vec::new() }
}

/// How news open, and the sections of a document do not.
struct Signs {
    /// The text takes the headline's words up.
    taken_up: bool,
    /// It tells the day.
    timed: bool,
}

fn signs(piece: &[Line]) -> Signs {
    let number = piece[0].numbering().map_or(0, |number| number.length);
    let title = &piece[0].plain()[number..];
    let text = piece.iter().skip(1).take(3).find(|line| line.is_text());
    let head: String = text.map_or("", Line::plain).chars().take(OPENING).collect();
    let pairs = |text: &str| -> BTreeSet<(char, char)> {
        let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let (own, below) = (pairs(title), pairs(&head));
    Signs {
        taken_up: own.intersection(&below).count() * 3 >= own.len(),
        timed: TIMES.iter().any(|word| head.contains(word)) || DAY.is_match(&head),
    }
}

/// The level of a headline that the format marks.
fn sort_of_heading(line: &Line) -> Option<u32> {
    match line.block.kind {
        BlockKind::Heading(level) if !matches!(line.role, Role::Numbered(number) if number.form != Form::Arabic) => {
            Some(u32::from(level))
        }
        _ => None,
    }
}

/// 一、 or 1、 before a headline.
fn sort_of_number(line: &Line) -> Option<u32> {
    match line.role {
        Role::Numbered(number) if number.form == Form::Han => Some(0),
        Role::Numbered(number) if number.form == Form::Arabic => Some(1),
        _ => None,
    }
}

/// ■, ◆ or --- before a headline.
fn sort_of_mark(line: &Line) -> Option<u32> {
    let first = line.block.text.chars().next()?;
    let marked = "■◆●★▲◎□※-—*".contains(first) && line.role == Role::Short;
    marked.then_some(u32::from(first))
}

/// A line of bold letters.
fn sort_of_bold(line: &Line) -> Option<u32> {
    (line.block.style.bold && line.role == Role::Short).then_some(0)
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
    let before = text_of(&lines[..*first]);
    let little = before <= BEFORE || before * 5 <= text_of(lines);
    if starts.len() >= least && little && are_documents(lines, &starts) {
        starts
    } else {
        Vec::new()
    }
}
