//! The title: from labels and tags, from lines at the head, or made of what the text states.

mod features;
mod forms;
mod made;
mod topic;
mod patterns;

use std::ops::Range;

use super::Stated;
use super::candidate::Candidate;
use crate::intake::layout::Origin;
use crate::intake::roles::{Line, Role, body_start};
use crate::intake::shape::number;
use crate::intake::words::{self, Label};
use crate::text::fold;

pub(in crate::intake) use forms::{joined, without_bracket};
pub(super) use made::{is_notice, made};

/// A title of lines stands on at most so many.
const LINES: usize = 5;
/// So many lines are looked at for a title.
const HEAD: usize = 48;
/// A line with less evidence is no title.
const LEAST: f64 = 2.1;

/// A title with the lines that it stands on.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::intake) struct Title {
    pub(in crate::intake) text: String,
    /// Lines of the head; empty for a title that no line states.
    pub(in crate::intake) lines: Range<usize>,
}

/// The title that lines or labels of a text state, if one does.
pub(in crate::intake) fn stated(lines: &[Line], stated: &Stated) -> Option<Candidate<Title>> {
    let head = head_end(lines);
    let mut named = named(stated);
    // A page's title that no line of the text repeats may be the program's.
    for candidate in named.iter_mut().filter(|it| it.reasons[0] == "title_element") {
        let plain = fold(&candidate.value).text;
        if !lines[..head]
            .iter()
            .any(|line| plain.starts_with(line.plain()) || line.plain().starts_with(&plain))
        {
            candidate.score -= 2.5;
        }
    }
    let mut best: Option<Candidate<Title>> = None;
    for start in 0..head {
        for count in 1..=LINES.min(head - start) {
            let Some(mut candidate) = features::candidate(lines, start, count, head) else { break };
            let plain = fold(&candidate.value.text).text;
            for other in named.iter().filter(|it| agrees(&fold(&it.value).text, &plain)) {
                candidate.score += 2.0 + other.score / 3.0;
                candidate.reasons.push(other.reasons[0]);
            }
            if best.as_ref().is_none_or(|best| candidate.score > best.score) {
                best = Some(candidate);
            }
        }
    }
    let best = best.filter(|best| best.score >= LEAST).map(|mut best| {
        best.value.text = without_tag(&best.value.text).to_owned();
        best
    });
    let label = named.into_iter().max_by(|a, b| a.score.total_cmp(&b.score));
    match (best, label) {
        (Some(line), Some(label)) if label.score > line.score => {
            Some(of_label(&label, lines, head))
        }
        (None, Some(label)) if label.score >= LEAST => Some(of_label(&label, lines, head)),
        (line, _) => line,
    }
}

/// Words that a site or a person puts before a headline: 【转载】某市召开会议.
const TAGS: [&str; 18] = [
    "最新",
    "最新消息",
    "最新发布",
    "转载",
    "转发",
    "原创",
    "头条",
    "要闻",
    "快讯",
    "推荐",
    "置顶",
    "精选",
    "关注",
    "重磅",
    "热点",
    "图文",
    "独家",
    "收藏",
];

/// A title without such a word, or the mark of an attachment, before it.
fn without_tag(title: &str) -> &str {
    let title = title.trim();
    let tagged = title.strip_prefix(['【', '[', '［']).and_then(|rest| {
        let (tag, rest) = rest.split_once(['】', ']', '］'])?;
        TAGS.contains(&tag.trim()).then(|| rest.trim_start())
    });
    let attached =
        title.strip_prefix("附件").or_else(|| title.strip_prefix('附')).and_then(|rest| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ')
                .strip_prefix(['：', ':'])
        });
    let rest = tagged.or(attached).map_or(title, str::trim);
    if rest.chars().count() >= 4 { rest } else { title }
}

/// Whether two titles are one: the same text, or one with the bracket or the site of the other.
fn agrees(one: &str, other: &str) -> bool {
    let head = |long: &str, short: &str| {
        short.chars().count() >= 8 && long.starts_with(short) && short.len() * 10 >= long.len() * 7
    };
    one == other || without_bracket(one) == without_bracket(other) || head(one, other)
}

fn of_label(label: &Candidate<String>, lines: &[Line], head: usize) -> Candidate<Title> {
    let plain = fold(&label.value).text;
    let at = lines[..head].iter().position(|line| line.plain() == plain);
    let lines = at.map_or(0..0, |at| at..at + 1);
    let value = Title { text: label.value.clone(), lines };
    Candidate { value, score: label.score, reasons: label.reasons.clone() }
}

/// Titles that labels and tags name.
fn named(stated: &Stated) -> Vec<Candidate<String>> {
    let mut named: Vec<Candidate<String>> = Vec::new();
    for (label, value, origin) in &stated.said {
        if !matches!(label, Label::Title | Label::FormerTitle) {
            continue;
        }
        let (score, reason) = match origin {
            _ if *label == Label::FormerTitle => (2.2, "former_title"),
            Origin::FrontMatter => (14.0, "front_matter"),
            Origin::Meta => (7.0, "tag"),
            Origin::TitleElement => (5.5, "title_element"),
            Origin::Table | Origin::Line => (9.0, "label"),
        };
        let text = match origin {
            Origin::TitleElement | Origin::Meta => without_site(value),
            _ => value.clone(),
        };
        let plain = fold(&text).text;
        let characters = plain.chars().count();
        // The name of a column or a site is no title.
        let column = *origin != Origin::FrontMatter
            && (characters < 6
                || words::whole_frame(&plain).is_some()
                || is_site(&plain)
                || [">>", "»", " > "].iter().any(|it| plain.contains(it)));
        let score = if column { 0.0 } else { score };
        if !plain.is_empty() && characters <= 120 {
            named.push(Candidate::new(text, score, reason));
        }
    }
    named
}

/// 政府信息公开专栏, 某市人民政府门户网站: a site's column, or whose site it is.
fn is_site(plain: &str) -> bool {
    plain.chars().count() <= 16 && (is_column(plain) || plain.ends_with("人民政府"))
}

/// 信用动态, 政务公开: how a column of a site is named.
fn is_column(plain: &str) -> bool {
    const ENDS: [&str; 11] =
        ["专栏", "网", "网站", "平台", "首页", "公开", "频道", "栏目", "动态", "要闻", "新闻"];
    ENDS.iter().any(|end| plain.ends_with(end))
}

/// The title element without the site's name behind it.
fn without_site(title: &str) -> String {
    let mut text = title.trim();
    for mark in ['_', '|', '｜'] {
        text = text.split(mark).next().unwrap_or(text).trim();
    }
    for mark in [" - ", "--", "－", " – ", "-", "—"] {
        if let Some((head, site)) = text.rsplit_once(mark) {
            let site = fold(site).text;
            let named = [
                "网",
                "政府",
                "网站",
                "门户",
                "专栏",
                "新闻",
                "平台",
                "频道",
                "局",
                "在线",
                "报",
                "委员会",
                "文库",
                "融媒体中心",
            ]
            .iter()
            .any(|end| site.ends_with(end))
                || words::whole_frame(&site).is_some()
                || site.chars().count() <= 4 && words::genre(&format!("某{site}")).is_some();
            if named && head.chars().count() >= 6 {
                text = head.trim();
            }
        }
    }
    let plain = fold(text).text;
    if let Some((head, bracket)) =
        text.rsplit_once(['（', '(', '〔']).filter(|_| plain.ends_with(')'))
        && number::first(&plain).is_some()
        && (number::first(&fold(bracket).text).is_some()
            || bracket.starts_with(|c: char| c.is_ascii_digit()))
    {
        let head = head.rsplit_once(['（', '(']).map_or(head, |(before, after)| {
            if fold(after).text.chars().count() < 12 { before } else { head }
        });
        return head.trim().to_owned();
    }
    text.to_owned()
}

/// Where the head ends in which a title may stand: before the body, which may begin anew behind a
/// short introduction of a site.
fn head_end(lines: &[Line]) -> usize {
    let mut end = body_start(lines, 0);
    let strong = |line: &Line| {
        matches!(line.role, Role::Number | Role::Session | Role::Salutation | Role::RedHead)
    };
    for _ in 0..2 {
        let later = body_start(lines, end + 1).min(lines.len());
        let between = &lines[(end + 1).min(later)..later];
        let slogan = lines.get(end).is_some_and(|line| {
            line.role == Role::Paragraph
                && line.block.characters() <= 150
                && !line.plain().ends_with(':')
        });
        let title = between.iter().any(strong)
            || between
                .iter()
                .any(|line| line.role == Role::Short && words::genre(line.plain()).is_some());
        let soon = end <= 12 && later - end <= 14;
        if slogan
            && title
            && soon
            && between
                .iter()
                .any(|line| matches!(line.role, Role::Frame(_) | Role::Info(_)) || strong(line))
        {
            end = later;
        } else {
            break;
        }
    }
    end.min(HEAD)
}

#[cfg(test)]
mod tests;
