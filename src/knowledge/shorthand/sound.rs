//! Whether a list can be what a short form stands for, and the list without what only surrounds it.

use super::listing::without_lead;
use super::shape::Shape;
use crate::text::segment::is_han;

/// What stands between items or around them, never inside one.
const MARKS: [char; 20] = [
    '。', '；', ';', '！', '？', '：', ':', '，', ',', '、', '\n', '|', '—', '…', '‘', '’', '『',
    '』', '《', '》',
];

/// What no item begins with: the clause has been going on.
const GOES_ON: [&str; 14] =
    ["的", "了", "是", "也", "都", "而", "但", "其", "之", "着", "并", "还", "又", "这"];

/// Words by which a text speaks of itself or of what somebody says.
const SAYS: [&str; 13] = [
    "题为",
    "指出",
    "强调",
    "表示",
    "提出",
    "原文",
    "含义",
    "叙述",
    "另外",
    "办法是",
    "分别是",
    "认为",
    "所谓",
];

/// What leads up to the first item, and what closes the last one.
const BEGINS: [&str; 8] = ["是指", "包括", "指的是", "分别是", "分别为", "即", "指", "以"];
const CLOSES: [&str; 7] = ["等所谓", "所谓", "这些", "等", "这", "的", "方面"];

/// Two items that do not hold what the form counts are no longer than this, in characters.
const PAIR: usize = 4;

/// The items without what surrounds the list; `None` where they are no list of like things that
/// `name`, a form of this shape, can stand for.
pub(super) fn sound(items: Vec<String>, shape: &Shape, name: &str) -> Option<Vec<String>> {
    let items = bare(&items, shape);
    let fits = |item: &&str| can_be_item(item) && !repeats(item, shape, name);
    let distinct = items.iter().enumerate().all(|(at, item)| !items[..at].contains(item));
    // Figures in some of them are those of a sentence.
    let figures = items.iter().filter(|item| item.contains(|c: char| c.is_ascii_digit())).count();
    let sound = distinct
        && (figures == 0 || figures == items.len())
        && items.iter().all(fits)
        && parallel(&items, shape);
    sound.then(|| items.into_iter().map(str::to_owned).collect())
}

/// The items without ordinals, leads and closing words.
fn bare<'a>(items: &'a [String], shape: &Shape) -> Vec<&'a str> {
    let mut bare: Vec<&str> = items.iter().map(|item| without_ordinal(item.trim())).collect();
    if let Some(last) = bare.last_mut() {
        *last = without_tail(last);
    }
    let Some((first, others)) = bare.split_first_mut() else { return bare };
    if others.len() > 1 && !others.iter().all(|item| BEGINS.iter().any(|it| item.starts_with(it))) {
        *first = BEGINS.iter().find_map(|word| first.strip_prefix(word)).unwrap_or(first);
    }
    let shared = common_start(others);
    let key = shape.parts.first().map_or("", |part| part.key.as_str());
    let tells = !shared.is_empty() && (key.starts_with(shared) || shared.starts_with(key));
    let led =
        first.find(shared).filter(|at| *at > 0 && others.len() > 1 && tells && !key.is_empty());
    let longest = others.iter().map(|item| length(item)).max();
    *first = match (led, longest) {
        (Some(at), _) => &first[at..],
        (None, Some(longest)) => without_lead(first, longest),
        (None, None) => first,
    };
    bare
}

/// 一是X, “1”为X are X.
fn without_ordinal(item: &str) -> &str {
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十第“”「」".contains(c);
    let rest = item.trim_start_matches(number);
    let link = ["是", "为", "指", "即"].iter().find_map(|word| rest.strip_prefix(word));
    link.filter(|own| rest.len() < item.len() && length(own) > 1).unwrap_or(item)
}

/// 成效都要有 closes a list: what is said of all items is no part of the last.
fn without_tail(last: &str) -> &str {
    let figure = |c: char| "两二三四五六七八九十项者个方面".contains(c);
    let said = last.find('都').filter(|at| length(&last[..*at]) > 1);
    let mut own = said.map_or(last, |at| last[..at].trim_end_matches(figure));
    while let Some(rest) = CLOSES.iter().find_map(|word| own.strip_suffix(word)) {
        if length(rest) < 2 {
            break;
        }
        own = rest;
    }
    own
}

/// The characters with which all items begin.
fn common_start<'a>(items: &[&'a str]) -> &'a str {
    let Some((first, others)) = items.split_first() else { return "" };
    let ends = first.char_indices().map(|(at, c)| at + c.len_utf8());
    let shared = ends.take_while(|end| others.iter().all(|it| it.starts_with(&first[..*end])));
    &first[..shared.last().unwrap_or(0)]
}

/// Whether a text is one thing: no sentence, nothing that somebody says, nothing left open.
fn can_be_item(item: &str) -> bool {
    let quoted = item.starts_with(['“', '「']) && item.ends_with(['”', '」']);
    (2..=40).contains(&item.chars().count())
        && !quoted
        && balanced(item)
        && !item.contains(MARKS)
        && !GOES_ON.iter().any(|word| item.starts_with(word))
        && !SAYS.iter().any(|word| item.contains(word))
}

/// Whether every bracket and quote mark of an item has its other half.
fn balanced(item: &str) -> bool {
    let pairs = [('(', ')'), ('（', '）'), ('“', '”'), ('「', '」')];
    pairs.iter().all(|(open, close)| item.matches(*open).count() == item.matches(*close).count())
}

/// Whether an item holds the form, or one number of it with what it counts.
fn repeats(item: &str, shape: &Shape, name: &str) -> bool {
    let counted = |key: &str| {
        let mut places = item.match_indices(key);
        places.any(|(at, _)| item[..at].ends_with(|c| "两双二三四五六七八九十".contains(c)))
    };
    item.contains(name) || shape.parts.iter().any(|part| !part.key.is_empty() && counted(&part.key))
}

/// Whether the items are alike: all hold what the form counts in the same place, or they are of
/// about the same length.
fn parallel(items: &[&str], shape: &Shape) -> bool {
    let keys = || shape.parts.iter().flat_map(|part| std::iter::repeat_n(&part.key, part.count));
    let several = shape.parts.len() > 1 && items.len() == shape.total();
    let held = |at: fn(&str, &str) -> bool| {
        let keys = || keys().map(String::as_str).filter(|key| !key.is_empty());
        let all = items.len() == keys().count();
        all && items.iter().zip(keys()).all(|(item, key)| at(item, key))
    };
    let contains = |item: &str, key: &str| item.contains(key);
    if held(|item, key| item.starts_with(key))
        || held(|item, key| item.ends_with(key))
        || (several && held(contains))
    {
        return true;
    }
    let lengths = || items.iter().map(|item| length(item));
    let (shortest, longest) = (lengths().min().unwrap_or(0), lengths().max().unwrap_or(0));
    match items.len() {
        2 => shortest == longest && longest <= PAIR,
        _ => longest <= 2 * shortest + 2,
    }
}

/// The characters of a text outside its brackets.
fn length(item: &str) -> usize {
    let mut depth = 0_usize;
    let mut count = 0;
    for c in item.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            c if depth == 0 && (is_han(c) || c.is_alphanumeric()) => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items joined by |, as they are read and as they are kept; nothing where they are refused.
    fn check(name: &str, read: &str, kept: &str) {
        let shape = Shape::read(name).expect("a short form");
        let read = read.split('|').map(str::to_owned).collect();
        let items = sound(read, &shape, name).map(|items| items.join("|")).unwrap_or_default();
        assert_eq!(items, kept, "{name}");
    }

    #[test]
    fn what_surrounds_a_list_is_no_part_of_it() {
        check("四有", "部署|落实|反馈|成效都要有", "部署|落实|反馈|成效");
        check(
            "四强",
            "政治功能|支部班子|党员队伍|作用发挥四项都强",
            "政治功能|支部班子|党员队伍|作用发挥",
        );
        check("三评", "一是上级评|二是党员评|三是部门评", "上级评|党员评|部门评");
        check(
            "六保",
            "强化保就业|保民生|保主体|保安全|保稳定|保运转",
            "保就业|保民生|保主体|保安全|保稳定|保运转",
        );
        check("三不", "一再宣布的不抓辫子|不扣帽子|不打棍子", "不抓辫子|不扣帽子|不打棍子");
        check(
            "三大战略",
            "重点推进“一带一路”建设|京津冀协同发展|长江经济带发展",
            "“一带一路”建设|京津冀协同发展|长江经济带发展",
        );
        check("123", "“1”为一个重点|“2”为两个责任|“3”为三项创新", "一个重点|两个责任|三项创新");
    }

    #[test]
    fn what_is_no_list_of_like_things_is_refused() {
        for (name, read) in [
            ("两个维护", "严格执行省委|市委坚决落实"),
            ("两个结合", "题为|坚持"),
            ("四强", "四强六规范|四强|四强|四强"),
            ("三问", "三个问题：“过去学得怎么样|现在干得怎么样|将来怎么办"),
            ("三级", "三级组织”|部门的党组（党委）、机关党委|党支部"),
            ("双报到", "党员到社区去|参与环境整治等活动"),
            ("四强", "三年行动计划|模范机关创建|示范点创建|“红旗党支部”"),
            ("三农", "补贴资金达到1226亿元|人均收入达到5919元|基础设施加快建设"),
            ("三联模式", "横向互联|的另外两项是网上互联|规定互联"),
            ("四人帮", "终于粉碎了王某|张某|江某|姚某"),
        ] {
            check(name, read, "");
        }
    }
}
