//! Organizations whose names hold no place: alone in a clause or brackets, or in a row behind one
//! that has a place.

use super::Named;
use crate::knowledge::rules::{File, Rules};
use crate::text::Span;
use crate::text::segment::is_han;

/// A name is no longer than this, in characters.
const LONGEST: usize = 16;

/// What leads up to a name in its clause.
const LEADS: [&str; 10] = ["其中", "由", "与", "和", "及", "联合", "委托", "依托", "向", "对"];

/// Words that say what sort of body is meant: 标准化规范化|党支部, 个示范|党支部, 乡镇中心|卫生院.
const SORTS: [&str; 18] = [
    "示范", "标准", "规范", "先进", "优秀", "星级", "过硬", "中小", "初级", "高级", "完全", "公办",
    "民办", "乡镇", "所在", "全体", "树牢", "基层",
];

/// Verbs right before a name.
const GIVING: [&str; 4] = ["授予", "奖励", "表彰", "命名"];

/// What makes a sort of bodies of an ending: 行业|协会.
const GENERIC: [&str; 34] = [
    "社区",
    "街道",
    "小区",
    "乡镇",
    "镇村",
    "城乡",
    "村级",
    "企业",
    "学校",
    "机关",
    "各级",
    "上级",
    "下级",
    "单位",
    "全国",
    "全省",
    "全市",
    "全县",
    "全区",
    "中心",
    "普通",
    "公办",
    "行业",
    "专业",
    "各类",
    "相关",
    "高等",
    "科研",
    "基层",
    "民间",
    "农民",
    "农民专业",
    "社会",
    "地方",
];

/// Characters that no such name holds.
const CLAUSE: [char; 11] = ['和', '的', '在', '对', '将', '把', '被', '了', '各', '该', '等'];

/// The organizations of `text` that stand in a row behind one of `placed` (市教育局、财政局), with
/// its place before their names.
pub(crate) fn in_rows(text: &str, placed: &[(Span, Named)], rules: &Rules) -> Vec<(Span, Named)> {
    let mut found: Vec<(Span, Named)> = Vec::new();
    for (span, named) in placed {
        let mut end = span.end;
        let said = span.of(text);
        // The place as the name gives it: all before what the text itself adds.
        let Some(place) = place(&named.name, said) else { continue };
        while let Some(rest) = text[end..].strip_prefix('、') {
            let start = end + '、'.len_utf8();
            let stop = rest.find(|c: char| !is_han(c)).unwrap_or(rest.len());
            let stop = [stop, rest.find('和').unwrap_or(stop), rest.find('等').unwrap_or(stop)];
            let name = &rest[..stop.into_iter().min().unwrap_or(0)];
            let whole = (2..=10).contains(&name.chars().count())
                && rules.table(File::Bodies).ending(name, "listed").is_some()
                && !name.contains(CLAUSE)
                && !name.starts_with(['省', '市', '区', '县', '州']);
            if !whole {
                break;
            }
            end = start + name.len();
            let name = format!("{place}{name}");
            found.push((Span::new(start, end), Named { name, region: named.region, length: 0 }));
        }
    }
    found
}

/// The part of a full name that stands for its place: 珠海市 of 珠海市财政局, told as 市财政局.
fn place<'a>(name: &'a str, said: &str) -> Option<&'a str> {
    if let Some((_, length)) = crate::knowledge::region::leading(name) {
        return Some(&name[..length]);
    }
    let level = said.chars().next().filter(|c| "省市区县州".contains(*c))?;
    Some(&name[..level.len_utf8()])
}

/// The organizations of `text` that a clause, a pair of brackets or a row names without a place:
/// 青山合作社.
pub(crate) fn alone(text: &str, rules: &Rules) -> Vec<(Span, String)> {
    let table = rules.table(File::Bodies);
    let mut found = Vec::new();
    for hit in table.find(text).filter(|hit| hit.rule.class == "name") {
        let head = &text[..hit.span.start];
        let start = head.char_indices().rev().take(LONGEST).take_while(|(_, c)| is_han(*c)).last();
        let Some((mut start, _)) = start else { continue };
        if let Some(lead) = LEADS.iter().find(|lead| text[start..].starts_with(**lead)) {
            start += lead.len();
        }
        // 决定授予|某有限公司, 2022年|某集团党委.
        let run = &text[start..hit.span.start.max(start)];
        let cuts = GIVING.iter().filter_map(|word| run.rfind(word).map(|at| at + word.len()));
        // “…”党建由|某校, but not 自由.
        let by = run.rfind('由').filter(|at| !run[..*at].ends_with(['自', '理', '缘']));
        let cut = cuts.chain(by.map(|at| at + '由'.len_utf8())).max();
        start += cut.unwrap_or(0);
        if text[..start].ends_with(|c: char| c.is_ascii_digit())
            && text[start..].starts_with(['年', '月', '日'])
        {
            start += '年'.len_utf8();
        }
        let bounded = cut.is_some()
            || text[..start].chars().next_back().is_none_or(|c| !is_han(c))
            || text[..start].ends_with(['年', '月', '日'])
            || LEADS.iter().any(|lead| text[..start].ends_with(lead));
        let name = &text[start..hit.span.end];
        // 茶叶种植合作社一家: a sort of them, counted.
        let rest = &text[hit.span.end..];
        let counted = rest
            .starts_with(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十共".contains(c))
            && rest.chars().take(3).any(|c| c == '家' || c == '个');
        if counted {
            continue;
        }
        let before = &text[start..hit.span.start.max(start)];
        let sort = SORTS.iter().any(|word| before.contains(word));
        let counter = ["个", "所", "家", "名", "座"].iter().any(|word| before.starts_with(word));
        if GENERIC.contains(&before)
            || sort
            || counter
            || hit.rule.word.starts_with("小学") && before.ends_with('中')
        {
            continue;
        }
        let own = before.chars().count();
        let verbs = rules.table(File::Phrases).find(name);
        let clause =
            verbs.into_iter().any(|it| it.rule.class == "verb" || it.rule.class == "adverb");
        // “五色阳光党支部”: a name in quote marks is a practice's.
        let quoted = text[..start].ends_with('“') && rest.starts_with('”');
        if bounded && own >= 2 && !clause && !quoted && !name.contains(CLAUSE) {
            found.push((Span::new(start, hit.span.end), name.to_owned()));
        }
    }
    found
}
