//! A、B的压减率分别达到61.36%、77.8%: a row of measures for a row of figures.

use super::Measure;
use super::phrase::Scene;
use crate::text::Span;

/// For each figure its own part of a measure that is shared out by 分别; `None` where nothing is.
pub(super) fn shares(scene: &Scene<'_>, measures: &[Measure]) -> Vec<Option<String>> {
    let mut shares = vec![None; measures.len()];
    let mut at = 0;
    while at < measures.len() {
        let group = group(measures, at);
        if shared_out(scene, measures, at) {
            let parts = parts(bare(measures[at].phrase.of(scene.text)));
            // 分别达到x、y，分别增长z、w: each row of figures goes through the parts again.
            if parts.len() > 1 && group.is_multiple_of(parts.len()) {
                for offset in 0..group {
                    shares[at + offset] = Some(parts[offset % parts.len()].clone());
                }
            }
        }
        at += group;
    }
    for at in 1..measures.len() {
        if let Some(row) = rates(scene, measures, at) {
            let own = &measures[at - row..at];
            for (offset, measure) in own.iter().enumerate() {
                shares[at + offset] = told(measure).map(|it| it.of(scene.text).to_owned());
            }
        }
    }
    shares
}

/// What is taken for a measure where 分别 stands between it and the change: 同比分别下降.
const COMPARED: [&str; 4] = ["同比", "环比", "比上年", "较上年"];

/// How many rates from `at` on are told with 分别 of as many amounts right before them: 投资65.3亿元、
/// 零售总额43.5亿元，分别增长2.3%和1.3%.
fn rates(scene: &Scene<'_>, measures: &[Measure], at: usize) -> Option<usize> {
    let rate = |index: usize| scene.figures.get(index).is_some_and(|it| it.unit == "%");
    let gap = |from: usize, to: usize| {
        let gap = scene.text.get(scene.figures[from].span.end..scene.figures[to].span.start);
        gap.unwrap_or_default()
    };
    let phrase = measures[at].phrase;
    let compared = COMPARED.contains(&phrase.of(scene.text).trim());
    let shared = phrase == measures[at - 1].phrase || compared;
    let each = gap(at - 1, at).contains("分别") && !gap(at - 1, at).contains(['。', '；', '\n']);
    if !rate(at) || rate(at - 1) || !shared || !each {
        return None;
    }
    let row = (at..measures.len()).take_while(|it| rate(*it)).count();
    let joined = (at + 1..at + row).all(|it| matches!(gap(it - 1, it), "、" | "和"));
    let own = measures.get(at.checked_sub(row)?..at)?;
    let distinct = own.windows(2).all(|it| told(&it[0]) != told(&it[1]));
    let amounts = (at - row..at).all(|it| !rate(it) && told(&measures[it]).is_some());
    (row > 1 && joined && distinct && amounts).then_some(row)
}

/// What a figure measures; what was done where that is all that is said: 审结1100件.
fn told(measure: &Measure) -> Option<Span> {
    Some(measure.phrase).filter(|it| !it.is_empty()).or(measure.verb)
}

/// How many figures from `at` on measure the same phrase.
fn group(measures: &[Measure], at: usize) -> usize {
    let phrase = measures[at].phrase;
    measures[at..].iter().take_while(|it| it.phrase == phrase).count().max(1)
}

fn shared_out(scene: &Scene<'_>, measures: &[Measure], at: usize) -> bool {
    let (phrase, figure) = (measures[at].phrase, scene.figures[at].span);
    let between = scene.text.get(phrase.end..figure.start).unwrap_or_default();
    let each = between.contains("分别") || between.contains('各');
    !phrase.is_empty() && (each || in_step(scene, measures, at))
}

/// 存、贷款余额达152亿元、121亿元: as many figures in a row, in one unit, as parts before them.
fn in_step(scene: &Scene<'_>, measures: &[Measure], at: usize) -> bool {
    let parts = cut(measures[at].phrase.of(scene.text)).len();
    let Some(row) = scene.figures.get(at..at + parts).filter(|_| parts > 1) else { return false };
    let joined = row.windows(2).all(|it| {
        let gap = scene.text.get(it[0].span.end..it[1].span.start).unwrap_or_default();
        matches!(gap, "、" | "和") && it[0].unit == it[1].unit
    });
    joined && group(measures, at) >= parts
}

/// What is told of in pairs: the first of two that share a head ends with one.
const PAIRED: [char; 6] = ['存', '贷', '进', '出', '收', '支'];

/// What is measured of several: longer ones first where one ends with another.
const HEADS: [&str; 10] = [
    "用电量",
    "发电量",
    "用水量",
    "增加值",
    "销售额",
    "零售额",
    "产量",
    "产值",
    "投资额",
    "贷款余额",
];

/// A part that only says which ones is no longer than this, in characters.
const WHICH: usize = 4;

/// A row of measures without what they are all compared with: 水电、核电发电量|同比.
fn bare(phrase: &str) -> &str {
    COMPARED.iter().find_map(|word| phrase.strip_suffix(word)).unwrap_or(phrase)
}

/// The parts of a row. What follows the last 的 belongs to all of them; so does what the last part
/// holds beyond a first one that only says which ones: 城镇、农村居民收入, 年末存、贷款余额.
fn parts(phrase: &str) -> Vec<String> {
    match phrase.rsplit_once('的') {
        Some((row, head)) if row.contains(['、', '和', '及', '与']) && !head.is_empty() => {
            cut(row).into_iter().map(|part| format!("{part}{head}")).collect()
        }
        _ => headed(cut(phrase)),
    }
}

/// The parts between 、 and the words for and; 普及, 参与 and 和谐 hold none.
fn cut(text: &str) -> Vec<String> {
    const WORDS: [(char, &str, &str); 3] =
        [('及', "普涉顾波触", "时格"), ('和', "饱缓温总亲共", "谐平睦美"), ('与', "参赋授", "会")];
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let before = text[..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next();
        let joins = WORDS.iter().any(|(joint, left, right)| {
            let word = before.is_some_and(|it| left.contains(it))
                || after.is_some_and(|it| right.contains(it));
            *joint == c && !word
        });
        if c == '、' || joins {
            parts.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    parts.push(&text[start..]);
    parts.into_iter().filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Gives the parts of a row the head that the last one alone has.
fn headed(mut parts: Vec<String>) -> Vec<String> {
    let last = parts.pop().unwrap_or_default();
    let lead = parts.first().filter(|_| last.starts_with(PAIRED)).and_then(|first| {
        first.rfind(PAIRED).filter(|at| *at > 0).map(|at| first[..at].to_owned())
    });
    for part in &mut parts {
        let length = part.chars().count();
        let own = if part.ends_with(PAIRED) { 1 } else { length };
        // 第一产业、第二产业|增加值: what follows the word that both end with.
        let shared = last.find(&tail(part)).map(|at| last[at + tail(part).len()..].to_owned());
        if let Some(head) = shared.filter(|head| head.chars().count() >= 2 && length > WHICH - 2) {
            part.push_str(&head);
            continue;
        }
        let head: String = last.chars().skip(own).collect();
        // 一产、居民生活|用电量: what is measured, and not all that the last part has.
        let head = HEADS.iter().find(|it| head.ends_with(**it)).map_or(head, |it| (*it).to_owned());
        if (own == 1 || length <= WHICH)
            && head.chars().count() >= 3
            && !part.ends_with(&tail(&head))
            && part.chars().next_back() != last.chars().next_back()
        {
            part.push_str(&head);
        }
    }
    // 年末存、贷款余额: what says when stands before both.
    parts.push(format!("{}{last}", lead.unwrap_or_default()));
    parts
}

/// The last two characters of a text.
fn tail(text: &str) -> String {
    let skip = text.chars().count().saturating_sub(2);
    text.chars().skip(skip).collect()
}
