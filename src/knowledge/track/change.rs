//! How a figure changed, and what it is compared with.

use super::Track;
use crate::knowledge::rules::{File, Hit};
use crate::text::Span;

/// What the words before a figure say of its change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::knowledge) struct Change {
    /// `up`, `down`, or empty.
    pub(in crate::knowledge) direction: &'static str,
    /// 同比, 上年, 2015年: as the text words it; empty without one.
    pub(in crate::knowledge) base: String,
}

/// A change is told no further before its figure, in characters.
const NEAR: usize = 12;

/// The same before a count of things.
const NEAR_THINGS: usize = 4;

/// Between a base's own figure and what is told of it are so many characters at most.
const VALUED: usize = 10;

/// A base is no longer than this, in characters.
const LONGEST_BASE: usize = 14;

/// What shows that a base of comparison is one: a time, or a whole that figures are given for.
const BASES: [&str; 23] = [
    "年", "月", "季", "周", "初", "末", "底", "期", "前", "平均", "全国", "全省", "全市", "全县",
    "全区", "全州", "计划", "以往", "过去", "目标", "水平", "上届", "普”",
];

impl Track<'_> {
    /// The change that is told between `from` (the end of the figure before, or the start of the
    /// sentence) and `figure`.
    pub(in crate::knowledge) fn change(&self, passage: usize, from: usize, figure: Span) -> Change {
        let from = from.min(figure.start);
        let gap = self.text(passage, Span::new(from, figure.start));
        let hits: Vec<Hit<'_>> = self.rules.table(File::Changes).find(gap).collect();
        let said = figure.of(&self.reading.prose[passage].plain);
        let percent = said.contains(['%', '点', '成', '倍']);
        let near = |hit: &&Hit<'_>| {
            let rest = &gap[hit.span.end..];
            // 减少贫困人口6400人 tells a change, 改造提升高标准农田20万亩 none.
            let reach = if percent { NEAR } else { NEAR_THINGS };
            rest.chars().count() <= reach && !rest.contains(['，', '；', '。', '：'])
        };
        let turn = |hit: &&Hit<'_>| matches!(hit.rule.class.as_str(), "up" | "down");
        let started = gap.ends_with(['从', '由']);
        let told = hits.iter().rev().find(turn).filter(near).filter(|_| !started);
        let direction = match told.map(|hit| hit.rule.class.as_str()) {
            Some("up") => "up",
            Some(_) => "down",
            None if said.ends_with('番') => "up",
            None => "",
        };
        let base = base(gap, &hits).or_else(|| self.valued(passage, from, gap)).unwrap_or_default();
        // 比去年新增3637元: more than before; 新增12家 alone tells no change.
        let added = hits.last().filter(near).is_some_and(|hit| hit.rule.class == "added");
        let direction = if added && !base.is_empty() { "up" } else { direction };
        Change { direction, base }
    }
}

impl Track<'_> {
    /// The base whose own figure ends at `from`: 比|“六普”|的3.37人|减少0.81人.
    fn valued(&self, passage: usize, from: usize, gap: &str) -> Option<String> {
        let likened = gap.strip_prefix("相比").or_else(|| gap.strip_prefix('比'));
        if gap.chars().count() > VALUED || gap.contains(['。', '；']) {
            return None;
        }
        let before = self.text(passage, Span::new(0, from));
        let clause = before.rsplit(['，', '。', '；', '\n']).next().unwrap_or_default();
        let time = |it: &&str| it.starts_with(['“', '上', '去', '前', '1', '2']);
        let than = clause.strip_prefix(['比', '较']).filter(|_| !gap.contains('，')).filter(time);
        let with = clause.strip_prefix(['同', '与', '跟']).filter(|_| likened.is_some());
        let (said, value) = than.or(with)?.rsplit_once('的')?;
        let said = said.trim_end_matches('时');
        let counted = value.starts_with(|c: char| c.is_ascii_digit());
        let is_base = BASES.iter().any(|word| said.contains(word));
        (counted && is_base && said.chars().count() <= LONGEST_BASE).then(|| said.to_owned())
    }
}

/// The base of comparison that the words before a figure name last.
fn base(gap: &str, hits: &[Hit<'_>]) -> Option<String> {
    let on = gap.rfind("基础上").map(|at| &gap[..at]);
    let on = on.and_then(|head| head.rsplit_once('在')).map(|(_, base)| base.trim_matches('的'));
    let named = hits.iter().enumerate().rev().find_map(|(at, hit)| {
        let rest = &gap[hit.span.end..];
        let next = |class: &[&str]| {
            let later = hits[at + 1..].iter();
            later.clone().find(|it| class.contains(&it.rule.class.as_str())).map(|it| it.span.start)
        };
        let said = match hit.rule.class.as_str() {
            "base" => return Some(hit.rule.word.clone()),
            "than" => {
                let end = next(&["up", "down", "base", "turn", "added"]).unwrap_or(gap.len());
                &gap[hit.span.end..end]
            }
            "with" => &gap[hit.span.end..next(&["likened"])?],
            _ => return None,
        };
        let said = said.split(['，', '、', '；', '。']).next().unwrap_or(said);
        let said = said.split("年均").next().unwrap_or(said).trim_matches([' ', '的']);
        let said = said.trim_end_matches("分别").trim_end_matches("同期");
        let fits = !said.is_empty() && said.chars().count() <= LONGEST_BASE;
        let is_base = fits && BASES.iter().any(|word| said.contains(word));
        (is_base && !rest.is_empty()).then(|| said.to_owned())
    });
    named.or_else(|| on.filter(|it| BASES.iter().any(|word| it.contains(word))).map(str::to_owned))
}
