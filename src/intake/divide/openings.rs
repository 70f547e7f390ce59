//! Openings of documents weighed: the lines between two paragraphs close one document and open the
//! next, when enough of them say so.

use super::enclosure::{is_enclosure, is_inside_sentence, is_sibling};
use super::kind::Kind;
use super::{LEAST_TEXT, Start, are_documents, names_collection, text_of};
use crate::intake::describe::without_bracket;
use crate::intake::layout::BlockKind;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::numbering::Form;
use crate::intake::shape::{day, office, opening};
use crate::intake::words::{self, Label};
use crate::knowledge::region;
use std::collections::BTreeSet;

/// An opening with this much evidence starts a document.
const ENOUGH: f64 = 2.2;
/// Where two are found, a title with a genre needs less.
const WITH_SIBLINGS: f64 = 1.35;
/// A title stands on at most so many lines.
const TITLE_LINES: usize = 4;

#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub(super) line: usize,
    pub(super) title_lines: usize,
    /// Folded.
    pub(super) title: String,
    pub(super) kinds: BTreeSet<Kind>,
    pub(super) score: f64,
}

/// The beginnings that the openings speak for, the first document's among them.
pub(super) fn weighed(lines: &[Line]) -> Vec<Start> {
    let gaps = gaps(lines);
    let Some((head, later)) = gaps.split_first() else { return Vec::new() };
    let Some(first) = opening(lines, head.0, head.1) else { return Vec::new() };
    let mut found: Vec<Opening> = Vec::new();
    for (from, to) in later {
        let Some(opening) = opening(lines, *from, *to) else { continue };
        if !is_enclosure(lines, &opening) && !is_inside_sentence(lines, &opening, *to) {
            found.push(opening);
        }
    }
    let collection = names_collection(&lines[..head.1]);
    for at in 0..found.len() {
        let others =
            std::iter::once(&first).chain(&found).enumerate().filter(|(other, _)| *other != at + 1);
        let same = others.clone().any(|(_, other)| is_sibling(&found[at].title, &other.title));
        if same {
            found[at].kinds.insert(Kind::SameGenre);
            found[at].score += Kind::SameGenre.weight();
        }
    }
    let marked = found
        .iter()
        .chain(std::iter::once(&first))
        .filter(|it| it.kinds.contains(&Kind::Mark) && it.title.chars().count() >= 10);
    let rows = if marked.count() >= 3 { 0.9 } else { 0.0 };
    let all: Vec<BTreeSet<Kind>> =
        std::iter::once(&first).chain(&found).map(|it| it.kinds.clone()).collect();
    for (at, opening) in found.iter_mut().enumerate() {
        let shared = opening.kinds.iter().filter(|kind| {
            kind.is_own()
                && all
                    .iter()
                    .enumerate()
                    .any(|(other, kinds)| other != at + 1 && kinds.contains(kind))
        });
        #[expect(clippy::cast_precision_loss, reason = "there are sixteen kinds")]
        let siblings = shared.count().min(2) as f64;
        opening.score += if opening.kinds.contains(&Kind::Mark) { rows } else { 0.0 };
        opening.score += 0.6 * siblings + if collection { 0.6 } else { 0.0 };
    }
    // Where the file calls itself a collection, headlines that the format marks are heads too.
    let is_own = |opening: &Opening| {
        let headline =
            opening.kinds.contains(&Kind::Heading) && opening.title.chars().count() >= 10;
        opening.kinds.iter().any(|it| it.is_own()) || collection && headline
    };
    let sure = found.iter().filter(|opening| opening.score >= ENOUGH && is_own(opening)).count();
    found.retain(|opening| {
        let own = is_own(opening);
        let genre = opening.kinds.contains(&Kind::Genre);
        let headline = collection && opening.kinds.contains(&Kind::Heading) && opening.score >= 1.5;
        own && (opening.score >= ENOUGH || headline)
            || sure >= 2 && genre && own && opening.score >= WITH_SIBLINGS
    });
    accepted(lines, first, found)
}

/// The starts when they make documents: two titles at least, each with text, little before the
/// first.
fn accepted(lines: &[Line], first: Opening, found: Vec<Opening>) -> Vec<Start> {
    let mut openings = vec![first];
    for opening in found {
        let last = openings.last().expect("the first is there");
        let between = text_of(&lines[last.line..opening.line]);
        let again = openings
            .iter()
            .any(|it| it.title == opening.title && !opening.kinds.contains(&Kind::Session));
        if between >= LEAST_TEXT && !again {
            openings.push(opening);
        }
    }
    let starts: Vec<Start> = openings
        .iter()
        .map(|it| Start { line: it.line, title_lines: it.title_lines, office: false, kind: None })
        .collect();
    let before = text_of(&lines[..openings[0].line]);
    let little = before <= 300 || before * 5 <= text_of(lines);
    if starts.len() >= 2 && little && are_documents(lines, &starts) { starts } else { Vec::new() }
}

/// The runs of short lines before a body of text: from, to.
fn gaps(lines: &[Line]) -> Vec<(usize, usize)> {
    let mut gaps = Vec::new();
    let mut from = 0;
    for (at, line) in lines.iter().enumerate() {
        let text = line.is_text()
            || line.begins_body() && !matches!(line.role, Role::Addressee | Role::Salutation);
        if text {
            if at > from {
                gaps.push((from, at));
            }
            from = at + 1;
        }
    }
    gaps
}

/// The best opening in the lines `from..to`, before the text at `to`.
fn opening(lines: &[Line], from: usize, to: usize) -> Option<Opening> {
    let mut best: Option<Opening> = None;
    for line in from..to {
        for count in 1..=TITLE_LINES.min(to - line) {
            let run = &lines[line..line + count];
            if !run.iter().all(can_be_title) {
                break;
            }
            let mut opening = weigh(lines, from, to, line, count);
            // The nearest title before the heads of the text is its own.
            let later = lines[line + count..to].iter().take_while(|line| {
                !matches!(
                    line.role,
                    Role::Number
                        | Role::Session
                        | Role::Day(_)
                        | Role::Info(_)
                        | Role::Addressee
                        | Role::Salutation
                        | Role::History
                )
            });
            if later.clone().any(can_be_title) {
                opening.score -= 0.5;
            }
            if best.as_ref().is_none_or(|best| opening.score > best.score + 0.05) {
                best = Some(opening);
            }
        }
    }
    best
}

fn can_be_title(line: &Line) -> bool {
    const CONTACTS: [&str; 12] = [
        "地址",
        "电话",
        "邮箱",
        "联系人",
        "邮编",
        "传真",
        "网址",
        "时间",
        "地点",
        "方式",
        "账号",
        "编码",
    ];
    let contact = line.plain().split_once(':').is_some_and(|(head, _)| {
        head.chars().count() <= 10 && CONTACTS.iter().any(|word| head.ends_with(word))
    });
    let dated =
        day::first(line.plain()).is_some() && words::genre(without_bracket(line.plain())).is_none();
    if contact || dated {
        return false;
    }
    match &line.role {
        Role::Short => line.block.characters() >= 2 && !line.plain().ends_with([',', ';']),
        Role::Office(_) => true,
        Role::Numbered(number) if number.form == Form::Arabic => {
            line.block.characters() >= 10 && !line.plain().ends_with([':', ';', ','])
        }
        Role::Numbered(number) => number.form == Form::Part,
        Role::Paragraph => {
            !line.plain().contains(['。', ';'])
                && words::genre(without_bracket(line.plain())).is_some()
        }
        _ => false,
    }
}

fn weigh(lines: &[Line], from: usize, to: usize, line: usize, count: usize) -> Opening {
    let run = &lines[line..line + count];
    let text: String = run.iter().map(|line| line.plain()).collect();
    let title = text.trim_matches(['《', '》', '■', '·', ' ']).to_owned();
    let bare = without_bracket(&title);
    let mut kinds = BTreeSet::new();
    let before = &lines[from..line];
    let after = &lines[line + count..to];
    after.iter().for_each(|line| heads(line, &mut kinds));
    let closes = |line: &Line| {
        matches!(
            line.role,
            Role::Day(_) | Role::Bracket | Role::Imprint | Role::Frame(_) | Role::Office(_)
        )
    };
    if before.iter().any(closes) && from > 0 {
        kinds.insert(Kind::Close);
    }
    if lines[from..=line].iter().any(|line| line.block.ruled) && line > 0 {
        kinds.insert(Kind::Rule);
    }
    // 国发〔…〕 above a title is its number too.
    if before.last().is_some_and(|line| line.role == Role::Number) {
        kinds.insert(Kind::Number);
    }
    set(&run[0], &mut kinds);
    form(bare, &title, &mut kinds);
    if let Some(body) = lines.get(to) {
        body_of(&title, body, &mut kinds);
    }
    let mut score: f64 = kinds.iter().map(|kind| kind.weight()).sum();
    let complete = words::genre(bare).is_some();
    if count > 1 {
        #[expect(clippy::cast_precision_loss, reason = "a title has four lines at most")]
        let joins = (count - 1) as f64;
        score -= if complete { 0.05 } else { 0.4 } * joins;
        // Headings of the format are one line each.
        if run.iter().any(|line| {
            matches!(line.block.kind, BlockKind::Heading(_))
                && line.block.group != run[0].block.group
        }) {
            score -= 2.0;
        }
    }
    let characters = title.chars().count();
    let sized = (5..=90).contains(&characters);
    if !sized || !is_balanced(&title) || title.ends_with(':') && count == 1 {
        score -= 2.0;
    }
    Opening { line, title_lines: count, title, kinds, score }
}

/// What a line below the title tells.
fn heads(line: &Line, kinds: &mut BTreeSet<Kind>) {
    let kind = match &line.role {
        Role::Number => Kind::Number,
        Role::Session => Kind::Session,
        Role::History => Kind::History,
        Role::Day(_) => Kind::Day,
        Role::Addressee | Role::Salutation => Kind::Addressee,
        Role::Info(info) => {
            if info.iter().any(|(label, _)| matches!(label, Label::Day | Label::Signed)) {
                kinds.insert(Kind::Day);
                kinds.insert(Kind::LabelledDay);
            }
            Kind::Byline
        }
        _ => return,
    };
    kinds.insert(kind);
}

/// How the first line of a title is set.
fn set(line: &Line, kinds: &mut BTreeSet<Kind>) {
    if line.block.text.starts_with(['■', '◆', '●', '★', '▲', '【', '◎', '□']) {
        kinds.insert(Kind::Mark);
    }
    if matches!(line.block.kind, BlockKind::Heading(1 | 2)) {
        kinds.insert(Kind::Heading);
    }
}

fn form(bare: &str, title: &str, kinds: &mut BTreeSet<Kind>) {
    let genre = words::genre(bare).is_some() && bare.chars().count() >= 6;
    if genre {
        kinds.insert(Kind::Genre);
    }
    if genre && title.contains("关于") && title.contains('的') {
        kinds.insert(Kind::Official);
    }
}

/// What the first line of the body adds.
fn body_of(title: &str, body: &Line, kinds: &mut BTreeSet<Kind>) {
    let plain = body.plain();
    if opening::is_dateline(plain) {
        kinds.insert(Kind::Dateline);
    }
    let restart = body.numbering().is_some_and(|number| {
        number.value == 1 && matches!(number.form, Form::Article | Form::Chapter | Form::Han)
    });
    if restart || matches!(body.role, Role::Salutation | Role::Addressee) {
        kinds.insert(Kind::Restart);
    }
    let head: String = plain.chars().take(70).collect();
    let place = region::leading(title).map(|(_, length)| &title[..length]);
    let body = office::leading(title).map(|length| &title[..length]);
    if [place, body].into_iter().flatten().any(|name| head.contains(name)) {
        kinds.insert(Kind::TakenUp);
    }
}

fn is_balanced(title: &str) -> bool {
    title.matches('《').count() == title.matches('》').count()
        && title.matches('(').count() == title.matches(')').count()
}
