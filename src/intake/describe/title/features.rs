//! What speaks for and against a run of lines being the title.

use std::sync::LazyLock;

use regex::Regex;

use super::forms::{is_balanced, joined, without_bracket, without_mark};
use super::{Title, is_column};
use crate::intake::describe::candidate::Candidate;
use crate::intake::layout::{Align, BlockKind};
use crate::intake::roles::{Line, Role};
use crate::intake::shape::numbering::Form;
use crate::intake::shape::{office, pattern};
use crate::intake::words;
use crate::knowledge::region;
use crate::text::fold;

/// How a row of those who are told begins.
const ALL: [&str; 9] =
    ["各省", "各市", "各县", "各区", "各乡", "各镇", "各有关", "各部门", "各单位"];
/// A longer text is no title, in characters.
const LONGEST: usize = 120;

/// Words that begin a sentence, not a title.
static OPENS_SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(近日|日前|近期|连日来|今年以来|去年以来|近年来|截至|截止|为深入|为进一步|为贯彻|为了|根据|按照|在.{2,12}(时|之际)|记者|据悉|据了解|一直以来|当前|我们|我是|你们|原标题|编者按|开栏|本报)",
    )
});
/// X县人民政府县长 张三.
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(县长|市长|省长|区长|州长|主席|书记|主任|局长|部长|镇长|乡长|旗长|盟长|秘书长|院长|检察长)[ ]?[\\p{Han}·]{2,4}$",
    )
});
/// Pages that collect samples.
static COLLECTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(范文|模板|大全|精选|合集|汇总|样本)|[0-9一二三四五六七八九十]+篇[)》]?$")
});
/// 2015年工作回顾: the head of a section of a report.
static SECTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^((过去|近)?[0-9一二三四五六七八九十两]{1,4}年?来?|上半年|今年|去年|明年|当前)?(的?主要)?(工作|经济社会发展)?(回顾|主要工作|工作安排|工作打算|总体要求|重点任务)$",
    )
});
/// Words that frame a text and name nothing, beside those of `words/residue.tsv`.
const FRAMES: [&str; 9] = [
    "内容全文",
    "发布信息",
    "基本介绍",
    "简介",
    "政府文件",
    "公告",
    "文件下载",
    "工作动态",
    "公示公告",
];

/// The candidate of `count` lines from `start`; `None` when these lines, and more from there, are
/// none.
pub(super) fn candidate(
    lines: &[Line],
    start: usize,
    count: usize,
    head: usize,
) -> Option<Candidate<Title>> {
    let run = &lines[start..start + count];
    if !run.iter().enumerate().all(|(at, line)| can_be_part(line, at, count)) {
        return None;
    }
    let text = run
        .iter()
        .skip(1)
        .fold(run[0].block.text.clone(), |text, line| joined(&text, &line.block.text));
    let text = without_mark(&text);
    let plain = fold(&text).text;
    if plain.chars().count() > LONGEST || plain.is_empty() {
        return None;
    }
    let mut evidence = Evidence { score: 0.0, reasons: Vec::new() };
    form(&plain, &mut evidence);
    joining(run, &plain, &mut evidence);
    place(lines, start, count, head, &mut evidence);
    style(run, &mut evidence);
    against(&plain, &mut evidence);
    let twice = lines.iter().enumerate().any(|(at, line)| {
        !(start..start + count).contains(&at) && at < head + 20 && line.plain() == plain
    });
    evidence.add(twice, 1.0, "stands_twice");
    let value = Title { text, lines: start..start + count };
    Some(Candidate { value, score: evidence.score, reasons: evidence.reasons })
}

struct Evidence {
    score: f64,
    reasons: Vec<&'static str>,
}

impl Evidence {
    fn add(&mut self, holds: bool, weight: f64, reason: &'static str) {
        if holds {
            self.score += weight;
            if weight > 0.0 {
                self.reasons.push(reason);
            }
        }
    }
}

/// #公告, but not a heading of Markdown in a text file.
fn is_tag(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|rest| !rest.starts_with(['#', ' ', '\u{3000}', '\t']))
}

/// Whether a line may be a part of a title.
fn can_be_part(line: &Line, at: usize, count: usize) -> bool {
    if crate::intake::shape::day::first(line.plain()).is_some()
        && words::genre(without_bracket(line.plain())).is_none()
    {
        return false;
    }
    // #公告 is a mark of the page, 各县(市)… those who are told, 信用动态 a column.
    let column = line.block.characters() <= 6 && is_column(line.plain());
    if column || is_tag(&line.block.text) || ALL.iter().any(|it| line.plain().starts_with(it)) {
        return false;
    }
    match &line.role {
        Role::Short | Role::Office(_) => true,
        // A list's number is none; a year or a first number of a headline may be.
        Role::Numbered(number) => {
            matches!(number.form, Form::Part | Form::Bare)
                && at == 0
                && (number.form == Form::Bare || number.length < line.plain().len())
        }
        Role::Bracket => at > 0 && at + 1 == count,
        Role::Paragraph => {
            let plain = line.plain();
            !plain.contains(['。', '!', ';']) && words::genre(without_bracket(plain)).is_some()
        }
        _ => false,
    }
}

/// The form of the text itself.
fn form(plain: &str, evidence: &mut Evidence) {
    let bare = without_bracket(plain);
    let characters = plain.chars().count();
    evidence.add(words::genre(bare).is_some(), 2.0, "genre");
    evidence.add(bare.contains("关于") && bare.contains('的'), 1.2, "about");
    let before =
        ["关于", "印发", "转发", "批转", "对"].iter().filter_map(|word| bare.find(word)).min();
    let issuer = before.filter(|at| *at > 0).is_some_and(|at| {
        office::list(bare[..at].trim_end_matches([' ', '、'])) == Some(office::Sureness::Sure)
    });
    evidence.add(issuer, 1.5, "issuer");
    // 2020年某县政府工作报告 names its place behind the year.
    let head = plain.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('年');
    evidence.add(!issuer && region::leading(head).is_some(), 0.6, "place");
    evidence.add((6..=60).contains(&characters), 0.6, "length");
    evidence.add(characters < 4, -2.0, "");
    evidence.add(characters > 80, -0.5, "");
    evidence.add(plain.contains("工作报告") || plain.contains("情况报告"), 0.4, "report");
}

/// Whether the lines belong together.
fn joining(run: &[Line], plain: &str, evidence: &mut Evidence) {
    let count = run.len();
    let texts: Vec<&str> = run.iter().map(Line::plain).collect();
    let genre = words::genre(without_bracket(plain)).is_some();
    let complete = |upto: usize| {
        let head = texts[..upto].concat();
        let bare = without_bracket(&head);
        let genre = words::genre(bare);
        let goes_on = texts[upto].starts_with("的") || head.ends_with("关于");
        // 关于X的意见 is complete behind 的 alone.
        let about = genre.is_some_and(|(_, length)| {
            !bare.contains("关于") || bare[..bare.len() - length].ends_with('的')
        });
        genre.is_some() && about && is_balanced(&head) && !goes_on
    };
    let over = (1..count).any(complete);
    evidence.add(is_whole_without_first(run, &texts), -2.2, "");
    let subtitle = count > 1 && texts[count - 1].starts_with('-');
    let bracket = matches!(run[count - 1].role, Role::Bracket);
    evidence.add(over && !subtitle && !bracket, -3.5, "");
    evidence.add(over && (subtitle || bracket), -0.3, "");
    let same_group = count > 1 && run.iter().all(|line| line.block.group == run[0].block.group);
    let centered = run.iter().all(|line| line.block.style.align == Align::Center);
    let open = (1..count).all(|upto| {
        let head = texts[..upto].concat();
        !is_balanced(&head)
            || [
                "关于", "的", "和", "与", "及", "、", "-", "召开", "举行", "举办", "开展", "印发",
                "组织",
            ]
            .iter()
            .any(|end| head.ends_with(end))
            || texts[upto].starts_with("关于")
            || texts[upto].starts_with("的")
    });
    if count > 1 && !over {
        #[expect(clippy::cast_precision_loss, reason = "a title has five lines at most")]
        let joins = (count - 1) as f64;
        let cost = if open || genre && (same_group || centered) || texts[0].ends_with(':') {
            0.0
        } else if genre {
            0.4
        } else if same_group && centered {
            0.7
        } else if subtitle {
            0.6
        } else {
            1.6
        };
        evidence.score -= cost * joins;
        evidence.add(genre, 1.2, "joined_to_genre");
        let apart = run[1..].iter().filter(|line| line.block.apart).count();
        evidence.add(apart > 0 && !open, -0.4, "");
    }
    evidence.add(!is_balanced(plain), -3.0, "");
}

/// Whether the lines after the first are a title without it: the first is the name of a column.
fn is_whole_without_first(run: &[Line], texts: &[&str]) -> bool {
    const OPEN: [&str; 7] = ["的", "和", "与", "、", "及", "推进", "加强"];
    let (first, rest) = (texts[0], texts[1..].concat());
    words::genre(without_bracket(&rest)).is_some()
        && rest.chars().count() >= 6
        && !rest.starts_with(['的', '和', '与', '等', '、'])
        && !first.contains("关于")
        && is_balanced(first)
        && !matches!(run[0].role, Role::Office(_))
        && !OPEN.iter().any(|end| first.ends_with(end))
}

/// What stands before and after the lines.
fn place(lines: &[Line], start: usize, count: usize, head: usize, evidence: &mut Evidence) {
    let before = start.checked_sub(1).map(|at| &lines[at]);
    let after = lines.get(start + count);
    let first = !lines[..start].iter().any(|line| {
        !matches!(
            line.role,
            Role::Frame(_) | Role::Info(_) | Role::Day(_) | Role::Number | Role::RedHead
        )
    });
    evidence.add(first, 0.8, "first");
    match before.map(|line| &line.role) {
        Some(Role::Number | Role::RedHead) => evidence.add(true, 1.0, "after_number"),
        Some(Role::Frame(_) | Role::Info(_)) => evidence.add(true, 0.4, "after_page"),
        _ => {}
    }
    match after.map(|line| &line.role) {
        Some(Role::Number) => evidence.add(true, 1.2, "before_number"),
        Some(Role::Session | Role::History | Role::Salutation | Role::Addressee) => {
            evidence.add(true, 1.2, "before_salutation");
        }
        Some(Role::Info(_) | Role::Day(_)) => evidence.add(true, 1.0, "before_info"),
        Some(Role::Office(_)) => evidence.add(true, 0.8, "before_office"),
        Some(Role::Short)
            if lines
                .get(start + count + 1)
                .is_some_and(|line| matches!(line.role, Role::Info(_))) =>
        {
            evidence.add(true, 0.6, "before_subtitle");
        }
        Some(Role::Paragraph | Role::Numbered(_)) if start + count == head => {
            evidence.add(true, 0.8, "before_text");
        }
        _ => {}
    }
    // A title does not begin behind a line that it goes on with.
    let unfinished = before.is_some_and(|line| {
        let plain = line.plain();
        let open = ["关于", "和", "与", "、", "的", "推进", "加强", "及"]
            .iter()
            .any(|end| plain.ends_with(end));
        matches!(line.role, Role::Short | Role::Office(_)) && (open || !is_balanced(plain))
    });
    evidence.add(unfinished, -1.5, "");
    // Nor does an issuer that the next line completes stand alone, or the rest without its issuer.
    let rest = lines[start].plain().starts_with("关于") || lines[start].plain().starts_with("印发");
    let issuer = before.is_some_and(|line| matches!(line.role, Role::Office(_)));
    evidence.add(rest && issuer, -0.9, "");
    evidence.add(is_verse(lines, start + count), -1.5, "");
    let alone = count == 1 && matches!(lines[start].role, Role::Office(office::Sureness::Sure));
    evidence.add(alone, -2.5, "");
    let weak = count == 1 && matches!(lines[start].role, Role::Office(office::Sureness::Weak));
    evidence.add(weak, -0.5, "");
}

/// Whether lines of one length follow without a paragraph: captions of a film, verse.
fn is_verse(lines: &[Line], from: usize) -> bool {
    lines[from.min(lines.len())..].iter().take(4).filter(|line| line.role == Role::Short).count()
        == 4
}

fn style(run: &[Line], evidence: &mut Evidence) {
    let all = |is: fn(&Line) -> bool| run.iter().all(is);
    evidence.add(all(|line| line.block.style.align == Align::Center), 0.8, "centered");
    evidence.add(all(|line| line.block.style.bold), 0.4, "bold");
    evidence.add(all(|line| line.block.kind == BlockKind::Heading(1)), 2.5, "heading_1");
    evidence.add(all(|line| matches!(line.block.kind, BlockKind::Heading(2 | 3))), 1.2, "heading");
    evidence.add(run.iter().any(|line| line.block.style.linked), -1.5, "");
    evidence.add(all(|line| line.block.style.align == Align::End), -1.5, "");
    evidence.add(run.iter().any(|line| line.block.kind == BlockKind::Item), -1.5, "");
}

/// What no title is.
fn against(plain: &str, evidence: &mut Evidence) {
    let bare = plain.trim_matches(['《', '》']);
    evidence.add(OPENS_SENTENCE.is_match(plain), -3.0, "");
    let genre = words::genre(without_bracket(plain)).is_some();
    evidence.add(PERSON.is_match(plain) && plain.chars().count() < 26 && !genre, -3.0, "");
    evidence.add(COLLECTION.is_match(plain), -1.2, "");
    let frames = words::whole_frame(bare).is_some() || FRAMES.contains(&bare);
    evidence.add(frames, -4.0, "");
    evidence.add(SECTION.is_match(plain), -3.0, "");
    evidence.add(plain.ends_with(':'), -1.2, "");
    evidence.add(plain.ends_with([',', '、']), -1.5, "");
    evidence.add(plain.contains('。'), -4.0, "");
    evidence.add(plain.matches(',').count() >= 3, -1.0, "");
    evidence.add(
        plain.contains(':') && plain.split(':').next().is_some_and(|it| words::label(it).is_some()),
        -2.0,
        "",
    );
    evidence.add(!plain.chars().any(crate::text::segment::is_han), -4.0, "");
    evidence.add(plain.starts_with("附件") || plain.starts_with("附:"), -3.0, "");
    evidence.add(plain.contains("http") || plain.contains("www"), -4.0, "");
}
