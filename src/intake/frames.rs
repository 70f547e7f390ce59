//! The page around a text goes: what its words, its place and its neighbours tell to be the site's.

use super::layout::{BlockKind, Zone};
use super::removed::Removed;
use super::roles::{Line, Role};
use super::shape::numbering;
use super::words;

/// A mark that the text begins stands in so many lines.
const MARKED: usize = 20;
/// What such a mark says.
const MARKS: [&str; 4] = ["正文", "正文内容", "全文", "内容"];

/// Takes away the page's lines outside and inside the text of the file. Those before a title stay:
/// where the title stands is told by them too.
pub(super) fn strip(lines: &mut Vec<Line>, removed: &mut Vec<Removed>) {
    for at in 1..lines.len() {
        lines[at].block.ruled |= is_rule(lines[at - 1].plain());
    }
    above_mark(lines, removed);
    outside_root(lines, removed);
    tail(lines, removed);
    let first = lines.iter().position(Line::begins_body).unwrap_or(lines.len());
    let mut at = 0;
    let taken = lines.extract_if(.., |line| {
        at += 1;
        matches!(&line.role, Role::Frame(frame) if frame.anywhere && at > first)
    });
    for line in taken {
        let Role::Frame(frame) = line.role else { continue };
        removed.push(Removed::by(frame.rule, &line.block.text));
    }
}

/// Above a mark that the text begins (==== 正文 ====), under labels that a program has written: what
/// is no label of a document.
fn above_mark(lines: &mut Vec<Line>, removed: &mut Vec<Removed>) {
    let mark = lines.iter().take(MARKED).position(|line| {
        let core = line.plain().trim_matches(|c: char| !c.is_alphanumeric());
        core != line.plain() && MARKS.contains(&core)
    });
    let Some(mark) = mark else { return };
    let told = lines[..mark].iter().filter(|line| matches!(line.role, Role::Info(_))).count();
    if told < 2 {
        return;
    }
    let mut at = 0;
    let taken = lines.extract_if(..=mark, |line| {
        at += 1;
        at == mark + 1 || !matches!(line.role, Role::Info(_) | Role::Number | Role::Day(_))
    });
    removed.extend(taken.map(|line| Removed::by("page_residue", &line.block.text)));
}

/// A line of dashes, stars or the like.
fn is_rule(plain: &str) -> bool {
    plain.chars().count() >= 3 && plain.chars().all(|c| "-—─=*_~·#".contains(c))
}

/// What the page sets outside the element that holds its text, but for sentences and for what only
/// official texts have.
fn outside_root(lines: &mut Vec<Line>, removed: &mut Vec<Removed>) {
    let kept = lines.iter().enumerate().map(|(at, line)| {
        line.block.zone == Zone::Inside || is_texts_own(line) || is_headline(&lines[at..])
    });
    let kept: Vec<bool> = kept.collect();
    let first = kept.iter().position(|kept| *kept).unwrap_or(0);
    let last = kept.iter().rposition(|kept| *kept).unwrap_or(0);
    let mut at = 0;
    let taken = lines.extract_if(.., |line| {
        let here = at;
        at += 1;
        let around = here < first || here > last;
        let linked = line.block.style.linked && line.block.characters() < 40;
        !kept[here] && (around || linked || matches!(line.role, Role::Frame(_)))
    });
    removed.extend(taken.map(|line| Removed::by("around_article", &line.block.text)));
}

/// Whether lines outside the element of the text begin with a headline, the day right below.
fn is_headline(lines: &[Line]) -> bool {
    let [line, rest @ ..] = lines else { return false };
    let long = line.role == Role::Short && (10..=60).contains(&line.block.characters());
    long && !line.block.style.linked && rest.iter().take(2).any(Line::tells_day)
}

/// Whether a line outside the element of the text is the text's own nevertheless.
fn is_texts_own(line: &Line) -> bool {
    let plain = line.plain();
    let linked = line.block.style.linked;
    match &line.role {
        Role::Number | Role::Addressee | Role::Salutation | Role::Day(_) | Role::Markup => true,
        Role::Info(info) => !info.is_empty(),
        Role::Session | Role::History | Role::RedHead => true,
        Role::Paragraph => !linked && plain.contains('。'),
        Role::Numbered(number) => number.form != numbering::Form::Bare && !linked,
        Role::Short | Role::Office(_) => {
            let heading = matches!(line.block.kind, BlockKind::Heading(_));
            let genre = words::genre(plain).is_some() && line.block.characters() >= 10;
            (heading || genre) && !linked
        }
        _ => false,
    }
}

/// After the last paragraph: from the first line of the page on, all that no official text ends
/// with.
fn tail(lines: &mut Vec<Line>, removed: &mut Vec<Removed>) {
    let Some(last) = lines.iter().rposition(Line::is_text) else { return };
    let mut later = lines.iter().enumerate().skip(last + 1);
    let Some((cut, _)) = later.find(|(_, line)| matches!(line.role, Role::Frame(_))) else {
        return;
    };
    let mut at = 0;
    let taken = lines.extract_if(.., |line| {
        let here = at;
        at += 1;
        let own = matches!(
            line.role,
            Role::Day(_)
                | Role::Office(_)
                | Role::AttachmentMark
                | Role::AttachmentNote
                | Role::Bracket
                | Role::Imprint
                | Role::Info(_)
        );
        // A sentence is the text's, however short, unless its words are the page's.
        let sentence = line.plain().ends_with('。') && !matches!(line.role, Role::Frame(_));
        here >= cut && !own && !sentence
    });
    removed.extend(taken.map(|line| {
        let rule = match &line.role {
            Role::Frame(frame) => frame.rule,
            _ => "page_residue",
        };
        Removed::by(rule, &line.block.text)
    }));
}
