//! One text of a file: described, its head and the page's lines taken away, its body composed.

use super::compose::compose;
use super::describe::{Description, Evidence, Stated, Title, Whole, describe, stated_title};
use super::divide::{Part, byline, is_bare_mark, mark_length};
use super::layout::{Block, BlockKind, Origin};
use super::removed::Removed;
use super::roles::{Line, Role, body_start};
use super::shape::numbering::{Form, numbering};
use super::shape::office::Sureness;
use super::structure;
use super::words::Label;
use crate::document::{FrontMatter, Kind, Pages};
use crate::text::{Span, fold};

/// So many lines after the head, and before the end, may be bylines.
const EDGE: usize = 5;

/// A text ready to be written.
pub(super) struct Article {
    pub(super) front_matter: FrontMatter,
    pub(super) body: String,
    /// Of the raw file, where it has pages.
    pub(super) pages: Option<Pages>,
    /// The first and the last byte of its lines in the decoded text.
    pub(super) span: Span,
    pub(super) evidence: Vec<Evidence>,
    pub(super) removed: Vec<Removed>,
    pub(super) remarks: Vec<String>,
}

/// Reads one text. `stated` is what the file says beside it.
pub(super) fn read(part: Part, stated: &Stated, whole: &Whole<'_>, kind: Option<Kind>) -> Article {
    let mut lines = part.lines;
    let mut removed = Vec::new();
    let span = span(&lines);
    let mut stated = stated.clone();
    if let Some(office) = &part.office {
        stated.said.push((Label::Issuer, office.clone(), Origin::Line));
    }
    for line in lines.extract_if(..1.min(lines.len()), |line| is_bare_mark(line)) {
        removed.push(Removed::by("mark", &line.block.text));
    }
    let title = stated_title(&lines, &stated).map_or(0, |it| it.value.lines.end);
    let bylines = bylines(&lines, title);
    for at in &bylines {
        if let Role::Info(info) = &lines[*at].role {
            stated.extend(info.clone());
        }
    }
    let heading = heading(&lines, part.title_lines, &stated);
    speaker(&lines, heading.as_ref().map(|it| it.value.lines.end), &mut stated);
    let whole = Whole { kind: part.kind.or(whole.kind), ..*whole };
    let description = describe(&lines, &stated, &whole, heading, kind);
    let (body, pages) = body(lines, &bylines, &description, &mut removed);
    let Description { front_matter, evidence, remarks, .. } = description;
    Article { front_matter, body, pages, span, evidence, removed, remarks }
}

/// The title of a part where the division tells its lines; else `None`, and it is looked for.
fn heading(
    lines: &[Line],
    title_lines: usize,
    stated: &Stated,
) -> Option<super::describe::Candidate<Title>> {
    let found = stated_title(lines, stated);
    if title_lines == 0
        || found.as_ref().is_some_and(|it| {
            let range = &it.value.lines;
            // The name of a collection may stand above the title of its first document.
            range.start == 0 && range.len() >= title_lines || range.end == title_lines
        })
    {
        return found;
    }
    let mut text = lines[0].block.text.clone();
    for line in &lines[1..title_lines.min(lines.len())] {
        text = super::describe::joined(&text, &line.block.text);
    }
    let folded = fold(&text);
    let mark = mark_length(&folded.text).max(
        numbering(&folded.text)
            .filter(|it| matches!(it.form, Form::Arabic | Form::Han))
            .map_or(0, |number| number.length),
    );
    let rest = folded.to_original(Span::new(mark, folded.text.len())).of(&text).to_owned();
    let rest =
        rest.trim_matches(|c: char| c.is_whitespace() || "■◆●★▲◎□【】：:".contains(c)).to_owned();
    let value = Title { text: rest, lines: 0..title_lines };
    Some(super::describe::Candidate::new(value, 6.0, "division"))
}

/// The lines at the beginning and the end of a text that say who made it, when and where.
fn bylines(lines: &[Line], title: usize) -> Vec<usize> {
    let body = body_start(lines, title);
    let last = lines.iter().rposition(Line::is_text).unwrap_or(0);
    let edge = |at: usize| at < body + EDGE || at + EDGE > last;
    (0..lines.len()).filter(|at| matches!(lines[*at].role, Role::Info(_)) && edge(*at)).collect()
}

/// The body and the person of a line right below the title: 某省直机关工委书记张三.
fn speaker(lines: &[Line], title_end: Option<usize>, stated: &mut Stated) {
    let Some(line) = title_end.and_then(|at| lines.get(at)) else { return };
    if line.is_text() {
        return;
    }
    if let Some((end, person)) = byline(line.plain()) {
        let office = line.block.original(Span::new(0, end)).to_owned();
        stated.said.push((Label::Issuer, office, Origin::Line));
        stated.said.push((Label::Author, person, Origin::Line));
    }
}

/// The lines of the body, composed; what is no part of it goes to `removed`.
fn body(
    lines: Vec<Line>,
    bylines: &[usize],
    description: &Description,
    removed: &mut Vec<Removed>,
) -> (String, Option<Pages>) {
    let title = fold(&description.front_matter.title).text;
    let range = description.title.lines.clone();
    let start = body_start(&lines, range.end);
    // Labels below the title show that the short lines above it are the page's too.
    let labelled = !range.is_empty()
        && lines[range.end..start.max(range.end)]
            .iter()
            .any(|line| matches!(line.role, Role::Frame(_) | Role::Info(_)));
    let page = lines[..range.start].iter().rposition(|line| {
        matches!(line.role, Role::Frame(_) | Role::Info(_)) || labelled && line.role == Role::Short
    });
    let speaker = range.end.checked_sub(1).map(|at| at + 1).filter(|at| {
        !range.is_empty()
            && lines.get(*at).is_some_and(|line| {
                *at < start
                    && (line.role == Role::Office(Sureness::Sure) || byline(line.plain()).is_some())
            })
    });
    // A line between the title and its byline is the sub-headline.
    let subtitle = Some(range.end).filter(|at| {
        !range.is_empty()
            && bylines.contains(&(at + 1))
            && lines.get(*at).is_some_and(|line| {
                line.role == Role::Short
                    && !line.plain().contains(':')
                    && (12..=40).contains(&line.block.characters())
            })
    });
    let mut lines = lines;
    if let Some(line) = subtitle.and_then(|at| lines.get_mut(at)) {
        line.block.kind = BlockKind::Heading(2);
    }
    let mut kept = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        let rule = if range.contains(&at) {
            // The title is in the front matter now.
            continue;
        } else if bylines.contains(&at) || Some(at) == speaker {
            Some("byline")
        } else if page.is_some_and(|page| at <= page)
            && !line.is_text()
            && !matches!(line.role, Role::Number)
        {
            Some(match &line.role {
                Role::Frame(frame) => frame.rule,
                _ => "page_residue",
            })
        } else if at < range.start && is_collection_mark(&line) {
            Some("mark")
        } else if at < start && at < range.start.max(1) + 60 {
            head_rule(&line, &title)
        } else {
            None
        };
        match rule {
            Some(rule) => removed.push(Removed::by(rule, &line.block.text)),
            None => kept.push(line),
        }
    }
    let blocks: Vec<Block> = structure::mark(kept, &title);
    compose(&blocks)
}

/// 第一篇:某某报告 above the title of what a page of samples gives first.
fn is_collection_mark(line: &Line) -> bool {
    matches!(line.role, Role::Numbered(number) if number.form == Form::Part)
        && line.plain().contains(':')
}

/// Why a line between title and body goes: the page's own, a red head, the title once more, the
/// page's day.
fn head_rule(line: &Line, title: &str) -> Option<&'static str> {
    match &line.role {
        Role::Frame(frame) => Some(frame.rule),
        Role::RedHead => Some("red_head"),
        Role::Day(_) => Some("byline"),
        _ if line.plain() == title => Some("title"),
        _ => None,
    }
}

/// What the file says beside its texts, from pairs of the format.
pub(super) fn stated(pairs: &[super::layout::Pair], lines: &[Line]) -> Stated {
    let mut stated = Stated::default();
    for pair in pairs {
        let plain = pair.label.as_str();
        let label = match pair.origin {
            Origin::Meta => super::words::tag(plain),
            Origin::TitleElement => Some(Label::Title),
            _ => super::words::label(plain),
        };
        if let Some(label) = label.filter(|_| !pair.value.is_empty()) {
            stated.said.push((label, pair.value.clone(), pair.origin));
        }
        if pair.origin == Origin::TitleElement
            && let Some((_, site)) = pair.value.rsplit_once(['_', '-', '|', '－', '—'])
        {
            stated.page.push(site.trim().to_owned());
        }
        if ["sitename", "columnname"].contains(&plain) {
            stated.page.push(pair.value.clone());
        }
    }
    let store = ["会员上传", "网友投稿", "下载本文", "下载文档", "文库", "小编", "用户上传"];
    stated.is_store = lines.iter().any(|line| {
        line.block.characters() < 200 && store.iter().any(|word| line.plain().contains(word))
    });
    for line in lines.iter().take(20) {
        if let Role::Frame(frame) = &line.role
            && frame.rule == "breadcrumb"
        {
            stated.page.push(line.block.text.clone());
            if let Some(site) = site(&line.block.text) {
                stated.said.push((Label::Source, site, Origin::Meta));
            }
        }
    }
    stated
}

/// The site that a breadcrumb begins with, unless it begins with the home page or a column.
fn site(breadcrumb: &str) -> Option<String> {
    let (named, path) = breadcrumb.split_once([':', '：'])?;
    let first = path.split(['>', '»', '›', '→']).next()?.trim_end_matches(['-', ' ']).trim();
    let plain = fold(first).text;
    let column = super::words::whole_frame(&plain).is_some()
        || ["公开", "新闻", "动态", "文件", "政务", "信息"].iter().any(|end| plain.ends_with(end));
    let steps = path.contains(['>', '»', '›', '→']);
    (named.contains("位置") && steps && !column && (2..=16).contains(&plain.chars().count()))
        .then(|| first.to_owned())
}

fn span(lines: &[Line]) -> Span {
    let start = lines.iter().map(|line| line.block.span.start).min().unwrap_or(0);
    let end = lines.iter().map(|line| line.block.span.end).max().unwrap_or(0);
    Span::new(start, end)
}
