//! Lines that say who made a text, when and where, and nothing else: labels with values, bylines,
//! bare days.

mod labels;

use super::{day, office};
use crate::intake::words::{self, Label};
use crate::knowledge::region;
use crate::text::fold;
use crate::text::segment::is_han;

use labels::labels;

/// What such a line says, in its order.
pub(in crate::intake) type Info = Vec<(Label, String)>;

/// What a reporter is called before the name.
const REPORTERS: [&str; 9] = [
    "特约记者",
    "见习记者",
    "实习记者",
    "全媒体记者",
    "记者",
    "通讯员",
    "实习生",
    "特约通讯员",
    "首席记者",
];
/// Words of function that stand before or behind a name.
const FUNCTIONS: [&str; 16] = [
    "记者",
    "通讯员",
    "文",
    "图",
    "文图",
    "图文",
    "摄影",
    "摄",
    "编辑",
    "责编",
    "作者",
    "撰文",
    "报道",
    "摄影报道",
    "见习",
    "特约",
];
/// A longer line says more than who made it, in characters.
const LONGEST: usize = 260;
/// A longer value is text, in characters.
const LONGEST_VALUE: usize = 80;

/// What the line says when it says nothing but who made a text, when and where.
pub(in crate::intake) fn read(text: &str) -> Option<Info> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "■□●▲◎★◆*|·•".contains(c));
    let inner = bracketed(text).unwrap_or(text);
    let folded = fold(inner).text;
    let characters = folded.chars().count();
    if characters == 0 || characters > LONGEST || folded.ends_with('。') && folded.contains(',') {
        return None;
    }
    labelled(inner).or_else(|| reporters(inner)).or_else(|| dated(inner))
}

fn bracketed(text: &str) -> Option<&str> {
    let open = text.strip_prefix(['(', '（', '[', '【', '［'])?;
    let inner = open.strip_suffix([')', '）', ']', '】', '］'])?;
    (!inner.contains(['(', '（', '[', '【'])).then_some(inner)
}

/// 来源:南方日报 发布时间:2024-03-01 作者:张三
fn labelled(text: &str) -> Option<Info> {
    let found = labels(text);
    let first = found.first()?;
    let mut info = lead(text[..first.start].trim())?;
    for (at, it) in found.iter().enumerate() {
        let end = found.get(at + 1).map_or(text.len(), |next| next.start);
        let value = text[it.value..end]
            .trim_matches(|c: char| c.is_whitespace() || "|｜丨[]【】［］()（）:：".contains(c));
        take(it.label, value, &mut info)?;
    }
    Some(info)
}

/// What stands before the first label: nothing, a day, a word of category.
fn lead(text: &str) -> Option<Info> {
    let folded = fold(text).text;
    let bare = folded.trim_matches(['(', ')', '《', '》', '|', '-', ' ', ',', '·']);
    if bare.is_empty() {
        return Some(Info::new());
    }
    // 某某新闻网  时间：…  来源：…: the site.
    let Some((date, span)) = day::first(bare) else { return is_site(bare).then(Info::new) };
    let mut info = vec![(Label::Day, date.to_string())];
    let rest = bare[..span.start].split_whitespace().chain(bare[span.end..].split_whitespace());
    if bare.chars().count() > 30 {
        // An address, a time, names: nothing else.
        for token in rest {
            let named = person(token);
            if named.is_none() && !token.is_ascii() || bare.chars().count() > 70 {
                return None;
            }
            info.extend(named.map(|name| (Label::Author, name)));
        }
    }
    Some(info)
}

/// Whether a word is the name of a site or a paper and nothing else.
fn is_site(word: &str) -> bool {
    let ends = ["网", "在线", "频道", "客户端", "融媒体", "门户", "网站"];
    (3..=12).contains(&word.chars().count())
        && word.chars().all(is_han)
        && ends.iter().any(|end| word.ends_with(end))
}

/// Takes a value under its label; `None` when it cannot be one.
fn take(label: Label, value: &str, info: &mut Info) -> Option<()> {
    let folded = fold(value).text;
    let characters = folded.chars().count();
    if characters > LONGEST_VALUE || folded.contains('。') && characters > 20 {
        return None;
    }
    match label {
        Label::Day | Label::Signed | Label::From | Label::Until => match day::first(&folded) {
            Some((date, span)) => {
                let rest = folded[span.end..].chars().filter(|c| is_han(*c)).count();
                if span.start > 0 && !folded[..span.start].trim_matches(['(', ' ', '《']).is_empty()
                    || rest > 8
                {
                    return None;
                }
                info.push((label, date.to_string()));
            }
            None if let Some((date, _)) = day::month(&folded) => {
                info.push((label, date.to_string()))
            }
            None if folded.is_empty() || matches!(label, Label::Until | Label::From) => {
                info.push((Label::Skip, value.to_owned()));
            }
            None => return None,
        },
        Label::Source => source(value, info),
        Label::Author => authors(value, info),
        Label::Editor => {
            let first = value.split_whitespace().next().unwrap_or_default();
            info.push((label, first.to_owned()));
        }
        _ => info.push((label, value.to_owned())),
    }
    Some(())
}

/// A source, behind which days and the names of those who wrote may stand.
fn source(value: &str, info: &mut Info) {
    let mut name = String::new();
    for token in value.split(|c: char| c.is_whitespace() || "|｜丨".contains(c)) {
        let folded = fold(token).text;
        let is_time = folded.split(':').all(|part| part.len() <= 2 && part.parse::<u8>().is_ok());
        if !folded.contains(char::is_alphanumeric) || is_time {
            continue;
        }
        if let Some((date, _)) = day::first(&folded) {
            info.push((Label::Day, date.to_string()));
        } else if name.is_empty()
            && words::label(&folded).is_none()
            && words::whole_frame(&folded).is_none()
        {
            name = token.to_owned();
        } else if let Some(person) = person(token) {
            info.push((Label::Author, person));
        }
    }
    if !name.is_empty() {
        info.push((
            Label::Source,
            name.trim_matches(['《', '》', '(', ')', '（', '）']).to_owned(),
        ));
    }
}

/// Names of persons; an outlet before 记者 is the source.
fn authors(value: &str, info: &mut Info) {
    for token in value.split(|c: char| c.is_whitespace() || "、,，;；/".contains(c)) {
        if let Some(person) = person(token) {
            info.push((Label::Author, person));
        }
    }
    info.push((Label::Skip, value.to_owned()));
}

/// 南方日報記者 鄭琦, 本报记者 张三 通讯员 李四, 文/张三 图/李四.
fn reporters(text: &str) -> Option<Info> {
    let folded = fold(text).text;
    if folded.chars().count() > 60 || folded.contains(['。', '!', ';', '《']) {
        return None;
    }
    let mut info = Info::new();
    let mut seen = false;
    let apart = ["通讯员", "通訊員", "特约记者"]
        .iter()
        .fold(text.to_owned(), |text, word| text.replace(word, &format!(" {word} ")));
    for token in apart.split(|c: char| c.is_whitespace() || "|｜丨、,，/".contains(c)) {
        let plain = fold(token).text;
        if plain.is_empty() {
            continue;
        }
        if FUNCTIONS.contains(&plain.as_str()) {
            seen = true;
        } else if let Some(before) = REPORTERS.iter().find_map(|word| plain.strip_suffix(word)) {
            seen = true;
            outlet(token, before, &mut info);
        } else if let Some((outlet_before, name)) = glued(token) {
            seen = true;
            outlet(token, &outlet_before, &mut info);
            info.push((Label::Author, person(&name)?));
        } else if seen {
            info.push((Label::Author, person(token)?));
        } else {
            return None;
        }
    }
    info.iter().any(|(label, _)| *label == Label::Author).then_some(info)
}

/// The outlet before 记者, unless it is this paper.
fn outlet(token: &str, before: &str, info: &mut Info) {
    let letters = before.chars().count();
    let own = ["本报", "本刊", "本台", "本网"].iter().any(|own| before.starts_with(own));
    let name: String = token.chars().take(letters).collect();
    let paper = ["报", "網", "网", "社", "台", "刊", "報", "臺", "媒体"]
        .iter()
        .any(|end| name.ends_with(end));
    if letters > 2 && !own && paper {
        info.push((Label::Source, name));
    }
}

/// 本报记者张三: outlet and name in one word.
fn glued(token: &str) -> Option<(String, String)> {
    let plain = fold(token).text;
    let (at, word) =
        REPORTERS.iter().filter_map(|word| plain.rfind(word).map(|at| (at, *word))).min()?;
    let name: String = token.chars().skip(plain[..at + word.len()].chars().count()).collect();
    (2..=4).contains(&name.chars().count()).then(|| (plain[..at].to_owned(), name))
}

/// `2024-10-17新闻`: a day and at most a word of category.
fn dated(text: &str) -> Option<Info> {
    let plain = fold(text).text;
    let (date, span) = day::first(&plain)?;
    let rest = format!("{} {}", &plain[..span.start], &plain[span.end..]);
    let words: Vec<&str> =
        rest.split(|c: char| !is_han(c)).filter(|word| !word.is_empty()).collect();
    let short =
        words.len() <= 2 && words.iter().all(|word| word.chars().count() <= 6 && !is_event(word));
    let clock = rest.chars().all(|c| is_han(c) || c.is_ascii_digit() || " :()《》|.-".contains(c));
    let mut info = vec![(Label::Day, date.to_string())];
    // 2023-07-31 安康市统计局: a body of a place beside the day published it.
    info.extend(words.iter().filter(|it| is_body(it)).map(|it| (Label::Source, (*it).to_owned())));
    (short && clock && rest.chars().count() <= 24).then_some(info)
}

/// Whether a word is the name of an office of a place.
fn is_body(word: &str) -> bool {
    let place = region::leading(word).is_some_and(|(_, length)| length < word.len());
    place && office::one(word) == Some(office::Sureness::Sure)
}

/// What happens to a law on a day, or in the text that follows.
fn is_event(word: &str) -> bool {
    const EVENTS: [&str; 14] = [
        "施行", "通过", "公布", "修订", "修正", "批准", "发布", "实施", "废止", "印发", "起", "止",
        "在", "前",
    ];
    EVENTS.iter().any(|it| word.ends_with(it))
}

/// A person's name of two to four characters, or a foreign one with a dot, words of function off.
pub(in crate::intake) fn person(text: &str) -> Option<String> {
    let mut text =
        text.trim_matches(|c: char| c.is_whitespace() || "()（）[]【】:：■□●".contains(c));
    for word in FUNCTIONS {
        for form in [word, traditional(word)] {
            let rest = text.strip_prefix(form).unwrap_or(text);
            if rest.chars().count() >= 2 && form.chars().count() > 1 {
                text = rest;
            }
        }
    }
    let letters = text.chars().count();
    let han = text.chars().all(|c| is_han(c) || c == '·');
    let longest = if text.contains('·') { 12 } else { 4 };
    let plain = fold(text).text;
    let word = FUNCTIONS.contains(&plain.as_str())
        || words::label(&plain).is_some()
        || words::whole_frame(&plain).is_some();
    (han && (2..=longest).contains(&letters) && !word).then(|| text.to_owned())
}

/// The traditional form of a word of function.
fn traditional(word: &str) -> &str {
    match word {
        "记者" => "記者",
        "通讯员" => "通訊員",
        "编辑" => "編輯",
        "撰文" => "撰文",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> Option<Vec<(Label, String)>> {
        let info = read(line)?;
        Some(info.into_iter().filter(|(label, _)| *label != Label::Skip).collect())
    }

    fn check(line: &str, expected: &[(Label, &str)]) {
        let said = said(line).unwrap_or_else(|| panic!("{line} is an info line"));
        for (label, value) in expected {
            assert!(said.iter().any(|(it, text)| it == label && text == value), "{line}: {said:?}");
        }
    }

    #[test]
    fn labels_and_values_are_read() {
        check(
            "2022-01-17 07:58 来源:南方日报 崔璨 戴兵威",
            &[
                (Label::Day, "2022-01-17"),
                (Label::Source, "南方日报"),
                (Label::Author, "崔璨"),
                (Label::Author, "戴兵威"),
            ],
        );
        check(
            "发布时间：2024年3月1日　来源：某某网",
            &[(Label::Day, "2024-03-01"), (Label::Source, "某某网")],
        );
        check(
            "来源:达州日报 2016-06-30 22:16",
            &[(Label::Source, "达州日报"), (Label::Day, "2016-06-30")],
        );
        check(
            "索 引 号： 003/2019 文　号： 某府〔2019〕3号",
            &[(Label::Number, "某府〔2019〕3号")],
        );
        check(
            "发布机构： 某县人民政府 发文日期： 2019-01-23",
            &[(Label::Issuer, "某县人民政府"), (Label::Signed, "2019-01-23")],
        );
        check("编辑:刘帅", &[(Label::Editor, "刘帅")]);
    }

    #[test]
    fn bylines_and_days_are_read() {
        check("南方日報記者 鄭琦", &[(Label::Source, "南方日報"), (Label::Author, "鄭琦")]);
        check("（本报记者 张三 通讯员 李四）", &[(Label::Author, "张三"), (Label::Author, "李四")]);
        check("■ 本报记者王五", &[(Label::Author, "王五")]);
        check("文/张三 图/李四", &[(Label::Author, "张三"), (Label::Author, "李四")]);
        check("2024-10-17新闻", &[(Label::Day, "2024-10-17")]);
    }

    #[test]
    fn what_says_more_is_no_info_line() {
        for line in [
            "记者从会议上获悉，今年将推进改革。",
            "来源于群众的意见建议得到落实",
            "2024年6月30日，某消防救援总队开展教育。",
            "时间：上午",
            "2021年1月1日 施行",
            "二、保障措施",
            "现将有关事项通知如下：",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
