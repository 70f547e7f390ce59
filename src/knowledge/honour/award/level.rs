//! How wide an honour counts, as its name, its giver or the clause before it says.

use crate::knowledge::organization;
use crate::knowledge::region::{self, Level};

/// 国际, 国家, 省, 市, 县 or 系统, as the honour's name shows.
pub(in crate::knowledge::honour) fn level(text: &str) -> Option<&'static str> {
    let place = region::mentions(text).into_iter().map(|(_, region)| region.level).min();
    let national = || organization::national(text).first().map(|_| "国家");
    named_level(text, place).or_else(national)
}

/// The level that a name opens with in one character, and its bytes: 省|德育先进学校, 市|文明单位.
pub(in crate::knowledge::honour) fn opening(name: &str) -> Option<(&'static str, usize)> {
    const LEVELS: [(char, &str); 4] = [('省', "省"), ('市', "市"), ('州', "市"), ('县', "县")];
    /// What makes a body or another word of the character before.
    const OTHERS: &str = "委政厅局级直属内外会人院区场民容域城";
    let mut chars = name.chars();
    let (first, next) = (chars.next()?, chars.next()?);
    let level = LEVELS.iter().find(|(c, _)| *c == first)?.1;
    (!OTHERS.contains(next)).then_some((level, first.len_utf8()))
}

/// The same as the words of the clause before it show, whatever place holds it: 在全省竞赛中.
pub(in crate::knowledge::honour) fn level_word(head: &str) -> Option<&'static str> {
    named_level(head, None).or_else(|| given_by(head))
}

/// The level of whoever gives an honour: 被|福建高院|评为.
fn given_by(head: &str) -> Option<&'static str> {
    let (_, giver) = head.rsplit_once('被')?;
    if organization::national(giver).first().is_some_and(|(span, _)| span.start == 0) {
        return Some("国家");
    }
    let (region, length) = region::leading(giver)?;
    (length < giver.len()).then(|| named_level("", Some(region.level))).flatten()
}

fn named_level(text: &str, place: Option<Level>) -> Option<&'static str> {
    let any = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if any(&["国际", "世界", "联合国", "全球", "亚洲"]) {
        return Some("国际");
    }
    if any(&["全国", "国家", "中国", "中央", "国务院", "部级", "中宣部", "最高人民"])
    {
        return Some("国家");
    }
    if any(&["全省", "省级", "省委", "省政府", "省直", "自治区", "全区机关", "省决赛", "省部级"])
    {
        return Some("省");
    }
    let own = opening(text.trim_start_matches('“')).map(|(level, _)| level);
    if own.is_some() && place.is_none() {
        return own;
    }
    match place {
        Some(Level::Province) => return Some("省"),
        Some(Level::Prefecture) => return Some("市"),
        Some(Level::County) => return Some("县"),
        None => {}
    }
    if any(&["我省"]) {
        return Some("省");
    }
    if any(&["全市", "我市", "市级", "市直", "市委", "市政府"]) {
        return Some("市");
    }
    if any(&["全区", "全县", "我县", "我区", "区级", "县级", "县委", "区委"]) {
        return Some("县");
    }
    any(&["系统", "行业"]).then_some("系统")
}
