//! The body that issues or signs a text.

use std::sync::LazyLock;

use regex::Regex;

use super::Stated;
use super::candidate::Candidate;
use crate::intake::layout::Origin;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::office::{self, Sureness};
use crate::intake::shape::{day, opening, pattern};
use crate::intake::words::Label;
use crate::knowledge::region::{self, Level, Region};
use crate::text::{Span, fold};

/// 我代表某某人民政府向大会报告工作; 受某某人民政府委托
static SPEAKS_FOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(我代表|代表|受)([\\p{Han}]{2,30}?(政府|常委会|常务委员会|委员会|局|院|办公室|工委|党组|党委|纪委|政协))(的?委托|,|向|作|,?现?向|会?报告)",
    )
});
/// 某县人民政府县长 张三
static NAME_LINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[(《·-]*([\\p{Han}]{2,24}?(人民政府|政府))?(代理?)?(常务)?副?(县长|市长|省长|区长|州长|旗长|盟长|主席)[ :]?[\\p{Han}·]{2,5}[)》]?$",
    )
});

/// 武昌区财政局局长 孙某: the head of a body as the speaker.
static HEAD_LINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[(《·-]*([\\p{Han}]{2,24}?(局|委|办|厅|法院|检察院|办公室|委员会))(党组书记|党委书记)?、?(代理?)?(局长|院长|检察长|主任|厅长)[ :]?[\\p{Han}·]{2,5}[)》]?$",
    )
});

/// An issuer before its short form is completed.
pub(super) type Issuer = Candidate<String>;

/// Every body that may have issued the text, by the evidence for it. `title` is the title that the
/// text states, with the lines that it stands on.
pub(super) fn candidates(
    lines: &[Line],
    title: Option<(&str, std::ops::Range<usize>)>,
    stated: &Stated,
) -> Vec<Issuer> {
    let mut found: Vec<Issuer> = Vec::new();
    for (label, value, origin) in &stated.said {
        let body = office::list(&fold(value).text).is_some();
        if *label == Label::Issuer && body && value.chars().count() <= 40 {
            let score = if *origin == Origin::Meta { 6.0 } else { 9.0 };
            found.push(Candidate::new(value.clone(), score, "label"));
        }
    }
    if let Some((title, range)) = &title {
        found.extend(of_title(title));
        found.extend(beside(lines, range));
        let plain = fold(title).text;
        for (at, line) in lines.iter().enumerate().take(40) {
            if line.plain() == plain && !range.contains(&at) {
                found.extend(beside(lines, &(at..at + 1)));
            }
        }
    }
    let title = title.as_ref().map(|(title, range)| (*title, range));
    found.extend(signature(lines));
    found.extend(spoken(lines));
    found.extend(told(lines, title.map(|(title, _)| title)));
    found.extend(defined(lines));
    let body = lines.iter().position(Line::begins_body).unwrap_or(lines.len());
    for line in lines[..body].iter().take(24) {
        if let Some((name, _)) = on_one_line(line) {
            found.push(Candidate::new(name, 6.0, "head"));
        }
    }
    for line in lines.iter().take(24) {
        if let Some(name) = opening::red_head(line.plain()) {
            let name = line.block.original(Span::new(0, name.len())).to_owned();
            found.push(Candidate::new(name, 6.0, "red_head"));
        }
        if let Some(name) = HEAD_LINE.captures(line.plain()).and_then(|it| it.get(1)) {
            let name = line.block.original(Span::new(name.start(), name.end())).to_owned();
            found.push(Candidate::new(name, 6.8, "head_line"));
        }
        if let Some(name) = NAME_LINE.captures(line.plain()).and_then(|it| it.get(1)) {
            let name = line.block.original(Span::new(name.start(), name.end())).to_owned();
            found.push(Candidate::new(name, 5.5, "name_line"));
        }
    }
    for issuer in &mut found {
        issuer.value = trimmed(&issuer.value);
    }
    found.retain(|issuer| {
        let plain = fold(&issuer.value).text;
        // 政府 alone, and names that a site masked, name nobody.
        plain.chars().count() > 2 && !plain.contains(['略', '某', '*'])
    });
    found
}

/// The body before 关于, 印发 or 转发 in a title, of a work report, or at a title's start.
fn of_title(title: &str) -> Option<Issuer> {
    let folded = fold(title);
    let plain = folded.text.as_str();
    let original = |end: usize| folded.to_original(Span::new(0, end)).of(title).trim().to_owned();
    for word in ["关于", "印发", "转发", "批转", "对", "公告", "令"] {
        let Some(at) = plain.find(word).filter(|at| *at > 0) else { continue };
        let head = plain[..at].trim_end_matches([' ', '、', '"']);
        if office::list(head) == Some(Sureness::Sure) {
            return Some(Candidate::new(original(head.len()), 8.5, "title"));
        }
    }
    if let Some(at) = plain.find("工作报告")
        && office::list(&plain[..at]) == Some(Sureness::Sure)
    {
        // 某县人民政府政府工作报告 says it twice.
        let head = plain[..at]
            .strip_suffix("政府")
            .filter(|head| head.ends_with("政府"))
            .unwrap_or(&plain[..at]);
        let name = original(head.len());
        let full = match name.strip_suffix("政府").filter(|place| !place.ends_with("人民")) {
            Some(place) => format!("{place}人民政府"),
            None => name,
        };
        if full.chars().count() > 4 {
            return Some(Candidate::new(full, 7.0, "work_report"));
        }
    }
    let end = office::leading(plain)?;
    let next = plain[end..].chars().next();
    // 某局、某办 and 某局长 are no beginning of a sentence.
    let whole = next.is_some_and(|c| !"、和与及长级内代".contains(c));
    let body = [
        "政府",
        "局",
        "厅",
        "委",
        "法院",
        "检察院",
        "办公室",
        "委员会",
        "总队",
        "公司",
        "人大",
        "政协",
        "海关",
    ];
    let official = body.iter().any(|word| plain[..end].ends_with(word));
    (whole && official).then(|| Candidate::new(original(end), 5.0, "title_start"))
}

/// A line above or below the title that is a body's name.
fn beside(lines: &[Line], title: &std::ops::Range<usize>) -> Vec<Issuer> {
    let mut found = Vec::new();
    if title.is_empty() {
        return found;
    }
    let above = title.start.checked_sub(1);
    for at in [above, Some(title.end)].into_iter().flatten() {
        let Some(line) = lines.get(at) else { continue };
        if line.role == Role::Office(Sureness::Sure) {
            found.push(Candidate::new(line.block.text.clone(), 5.0, "beside_title"));
        }
    }
    found
}

/// The bodies above the day of signature, or before it on its line.
fn signature(lines: &[Line]) -> Vec<Issuer> {
    let body = lines.iter().position(Line::begins_body).unwrap_or(lines.len());
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(body) {
        if let Role::Day(_) = line.role {
            let names: Vec<&Line> =
                lines[body..at].iter().rev().take(4).take_while(|line| signs(line)).collect();
            if !names.is_empty() {
                let names: Vec<&str> =
                    names.iter().rev().map(|line| line.block.text.as_str()).collect();
                found.push(Candidate::new(names.join("、"), 8.0, "signature"));
            }
        } else if let Some((name, _)) = on_one_line(line) {
            found.push(Candidate::new(name, 7.5, "signature"));
        }
    }
    // A document's own signature stands before those of what it attaches.
    found.truncate(2);
    if let Some(second) = found.get_mut(1) {
        second.score -= 2.5;
    }
    if found.is_empty()
        && let Some(last) = lines.iter().rev().find(|line| {
            !matches!(
                line.role,
                Role::Frame(_)
                    | Role::Bracket
                    | Role::Imprint
                    | Role::Info(_)
                    | Role::AttachmentNote
            )
        })
        && last.role == Role::Office(Sureness::Sure)
        && lines.len() > body + 1
    {
        found.push(Candidate::new(last.block.text.clone(), 4.5, "last_line"));
    }
    found
}

/// Whether a line above a day may be a signature.
fn signs(line: &Line) -> bool {
    let bracket = |plain: &str| {
        plain
            .trim_end_matches("(代章)")
            .trim_end_matches("(章)")
            .trim_end_matches("(盖章)")
            .to_owned()
    };
    match &line.role {
        Role::Office(_) => true,
        Role::Short => office::list(&bracket(line.plain())).is_some(),
        Role::Bracket => {
            office::list(&bracket(line.plain().trim_matches(['(', ')']))).is_some()
                || line.plain().trim_matches(['(', ')']).ends_with("代章")
        }
        _ => false,
    }
}

/// 某县人民政府 2024年3月5日 on one line.
pub(super) fn on_one_line(line: &Line) -> Option<(String, crate::document::Date)> {
    let plain = line.plain();
    if plain.chars().count() > 60
        || !matches!(line.role, Role::Short | Role::Paragraph | Role::Numbered(_))
    {
        return None;
    }
    let (date, span) = day::all(plain).pop()?;
    let name = plain[..span.start].trim_end_matches([' ', ',', '、']);
    let ends = plain[span.end..].trim_matches([' ', '。']).is_empty();
    (ends && office::list(name) == Some(Sureness::Sure))
        .then(|| (line.block.original(Span::new(0, name.len())).to_owned(), date))
}

/// 某机构(下称"某")in the first paragraph: the text is its own.
fn defined(lines: &[Line]) -> Option<Issuer> {
    let line = lines.iter().find(|line| line.role == Role::Paragraph)?;
    let plain = line.plain();
    let open = ["(下称", "(以下简称", "(简称"].iter().filter_map(|mark| plain.find(mark)).min()?;
    let start = plain[..open]
        .rfind([',', '。', '、', ';', '》'])
        .map_or(0, |at| at + plain[at..].chars().next().map_or(1, char::len_utf8));
    let named = office::one(&plain[start..open]) == Some(Sureness::Sure)
        && region::leading(&plain[start..open]).is_some();
    named.then(|| {
        Candidate::new(line.block.original(Span::new(start, open)).to_owned(), 5.5, "defined")
    })
}

/// 2023年7月,某省人民政府办公厅印发《the title》.
fn told(lines: &[Line], title: Option<&str>) -> Option<Issuer> {
    let title = fold(title?).text;
    lines.iter().filter(|line| line.is_text()).take(3).find_map(|line| {
        let plain = line.plain();
        let at = ["印发《", "发布《", "出台《"].iter().find_map(|word| plain.find(word))?;
        let named = plain[at..].contains(title.trim_matches(['《', '》']));
        let start = plain[..at]
            .rfind([',', '。', '月', '日'])
            .map_or(0, |comma| comma + plain[comma..].chars().next().map_or(1, char::len_utf8));
        let name = plain[start..at].trim_end_matches("联合").trim();
        (named && office::list(name) == Some(Sureness::Sure)).then(|| {
            let name = line.block.original(Span::new(start, start + name.len())).to_owned();
            Candidate::new(name, 5.0, "told")
        })
    })
}

/// 我代表某某人民政府….
fn spoken(lines: &[Line]) -> Option<Issuer> {
    lines.iter().take(14).find_map(|line| {
        let captures = SPEAKS_FOR.captures(line.plain())?;
        let name = captures.get(2)?;
        let sure = office::list(name.as_str()) == Some(Sureness::Sure);
        let name = line.block.original(Span::new(name.start(), name.end())).to_owned();
        // Who speaks by order of another body is not that body.
        let ordered = captures.get(1).is_some_and(|it| it.as_str() == "受");
        sure.then(|| Candidate::new(name, if ordered { 4.2 } else { 6.5 }, "speaks_for"))
    })
}

/// Without marks around it and remarks in brackets behind it.
fn trimmed(name: &str) -> String {
    let name = name.trim_matches(|c: char| c.is_whitespace() || "、，,;；:：·-—".contains(c));
    let name = name
        .strip_prefix(['（', '('])
        .map_or(name, |inner| inner.trim_end_matches(['）', ')']).trim_end_matches("代章"));
    let open = name.find(['（', '(']).filter(|at| {
        let inner = fold(&name[*at..]).text;
        ["(代章)", "(章)", "(盖章)", "(代)"].contains(&inner.as_str())
    });
    open.map_or(name, |at| &name[..at]).trim().to_owned()
}

/// The full name of a body whose name begins with a level, where the place is known: 县人民政府 →
/// 静宁县人民政府. Others stay as they are.
pub(super) fn completed(name: &str, place: Option<&'static Region>) -> String {
    let plain = fold(name).text;
    let level = ["县级", "市级", "省级", "区级"].iter().any(|head| plain.starts_with(head));
    if level || region::leading(&plain).is_some() {
        return name.to_owned();
    }
    let levels: [(&str, &[Level]); 7] = [
        ("自治区", &[Level::Province]),
        ("省", &[Level::Province]),
        ("自治州", &[Level::Prefecture]),
        ("州", &[Level::Prefecture]),
        ("市", &[Level::County, Level::Prefecture, Level::Province]),
        ("县", &[Level::County]),
        ("区", &[Level::County]),
    ];
    for (word, of) in levels {
        if !plain.starts_with(word) {
            continue;
        }
        let mut around = place;
        while let Some(region) = around {
            if of.contains(&region.level) && region.name.ends_with(word) {
                let rest: String = name.chars().skip(word.chars().count()).collect();
                return format!("{}{rest}", region.name);
            }
            around = region.parent.and_then(region::by_code);
        }
    }
    name.to_owned()
}
