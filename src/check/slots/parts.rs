//! The things of a sentence that may be another's: quoted names, items of lists, years, places.

use super::super::align::distance;
use super::super::bodies::{Kinship, is_left_out_of, kinship};
use super::super::claims::letters;
use super::super::sheet::{quotations, titles};
use crate::knowledge::region::{self, Region};
use crate::text::Span;
use crate::text::numerals::{NumeralKind, numerals};
use crate::text::segment::is_han;

/// Letters of a quoted name.
const NAME: std::ops::RangeInclusive<usize> = 3..=24;
/// Letters of an item of a list.
const ITEM: std::ops::RangeInclusive<usize> = 2..=10;
/// Items that make a list.
const LIST: usize = 3;
/// So many letters that the ends of two first items share, or the beginnings of two last ones, make
/// them the same: more may be said around a list.
const SHARED: usize = 2;

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Words in quote marks.
    Quoted,
    /// One of at least three that stand in a row.
    Item,
    /// 2018年.
    Year,
    Place,
    /// Who did what a verb says: 由|省发展改革委|编印.
    Body,
    /// The name of a document in its marks.
    Title,
}

/// A part of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) sort: Sort,
    /// Bytes of the text.
    pub(super) span: Span,
    /// By its letters alone.
    pub(super) letters: String,
    /// The letters of all items of its list, in order.
    list: Vec<String>,
    /// What a body did.
    pub(super) verb: &'static str,
    pub(super) place: Option<&'static Region>,
}

impl Part {
    /// Whether a held part of the same sort may be what is meant: a name that is almost the same,
    /// an item whose list has all the other items, any year and place.
    pub(super) fn may_stand_for(&self, held: &Part) -> bool {
        match self.sort {
            Sort::Quoted => {
                let (own, other) = (chars(&self.letters), chars(&held.letters));
                let edits = distance(&own, &other);
                let apart = own.len().abs_diff(other.len());
                let begins = own.iter().zip(&other).take_while(|(a, b)| a == b).count();
                let same_letters = own.iter().filter(|c| other.contains(c)).count();
                // “短新快”, “短实新”: most of a short name.
                let most = own.len() == other.len() && same_letters * 3 >= own.len() * 2;
                let little =
                    edits * 3 <= own.len() + 2 || begins >= 2 && begins * 5 >= own.len() * 2;
                edits > 0 && apart <= 1 && (little || most)
            }
            Sort::Item => {
                let own = only_in(&self.list, &held.list);
                let other = only_in(&held.list, &self.list);
                self.list.len() == held.list.len()
                    && own == [self.letters.as_str()]
                    && other == [held.letters.as_str()]
                    && !is_one_shortened(&self.letters, &held.letters)
            }
            Sort::Year => true,
            Sort::Title => {
                let (own, other) = (&self.letters, &held.letters);
                !own.contains(other.as_str()) && !other.contains(own.as_str())
            }
            Sort::Body => {
                self.verb == held.verb
                    && kinship((&self.letters, None), (&held.letters, None)) == Kinship::Other
            }
            Sort::Place => {
                let levels = self.place.zip(held.place);
                levels.is_some_and(|(own, held)| own.level == held.level)
            }
        }
    }

    /// Whether one letter makes a name another.
    pub(super) fn is_a_letter_from(&self, held: &Part) -> bool {
        distance(&chars(&self.letters), &chars(&held.letters)) == 1
    }

    /// Whether another part is an item of a list with the same items.
    pub(super) fn has_the_list_of(&self, held: &Part) -> bool {
        self.sort == Sort::Item
            && held.sort == Sort::Item
            && self.list.len() == held.list.len()
            && only_in(&self.list, &held.list).is_empty()
    }
}

/// Whether one text is the other with letters left out: 机关党委专职副书记, 机关党委的专职副书记.
fn is_one_shortened(one: &str, other: &str) -> bool {
    let (one, other) = (chars(one), chars(other));
    is_left_out_of(&one, &other) || is_left_out_of(&other, &one)
}

/// The items of a list that the other does not have.
fn only_in<'a>(list: &'a [String], other: &[String]) -> Vec<&'a str> {
    let shares = |a: &str, b: &str| {
        let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        shared >= SHARED && shared * 2 > a.chars().count().min(b.chars().count())
    };
    let turned = |it: &str| it.chars().rev().collect::<String>();
    let ends = |a: &str, b: &str| shares(&turned(a), &turned(b));
    let has = |at: usize, it: &String| {
        other.iter().enumerate().any(|(number, theirs)| {
            let first = at == 0 || number == 0;
            let last = at + 1 == list.len() || number + 1 == other.len();
            theirs == it || first && ends(theirs, it) || last && shares(theirs, it)
        })
    };
    let missing = list.iter().enumerate().filter(|(at, it)| !has(*at, it));
    missing.map(|(_, it)| it.as_str()).collect()
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// The parts of a text.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let part = |sort, span: Span| Part {
        sort,
        span,
        letters: letters(span.of(text)),
        list: Vec::new(),
        verb: "",
        place: None,
    };
    let quoted = quotations(text);
    let mut parts: Vec<Part> = quoted.iter().map(|it| part(Sort::Quoted, *it)).collect();
    parts.retain(|it| NAME.contains(&it.letters.chars().count()));
    let years = numerals(text).into_iter().filter(|it| {
        it.kind == NumeralKind::Year && it.upper.is_none() && it.unit.of(text).starts_with('年')
    });
    let years = years
        .map(|it| part(Sort::Year, it.span))
        .filter(|it| it.letters.len() == 4 && it.letters.bytes().all(|byte| byte.is_ascii_digit()));
    parts.extend(years.collect::<Vec<_>>());
    let places = region::mentions(text).into_iter();
    parts
        .extend(places.map(|(span, place)| Part { place: Some(place), ..part(Sort::Place, span) }));
    for (span, verb) in acting(text) {
        parts.push(Part { verb, ..part(Sort::Body, span) });
    }
    parts.extend(titles(text).into_iter().map(|span| part(Sort::Title, span)));
    for list in lists(text) {
        let names: Vec<String> = list.iter().map(|it| letters(it.of(text))).collect();
        let items =
            list.into_iter().map(|span| Part { list: names.clone(), ..part(Sort::Item, span) });
        parts.extend(items.collect::<Vec<_>>());
    }
    parts
}

/// What only one body does for one thing, each with the verb that says the same.
const ACTS: [(&str, &str); 31] = [
    ("授予", "授予"),
    ("表彰", "授予"),
    ("命名", "授予"),
    ("认定", "授予"),
    ("评定", "授予"),
    ("颁发", "授予"),
    ("印发", "印发"),
    ("下发", "印发"),
    ("发布", "印发"),
    ("公布", "印发"),
    ("出台", "印发"),
    ("编印", "编印"),
    ("制定", "制定"),
    ("批准", "批准"),
    ("审批", "批准"),
    ("主办", "主办"),
    ("作出", "作出"),
    ("起草", "起草"),
    ("牵头", "牵头"),
    ("承办", "承办"),
    ("组织编写", "组织编写"),
    ("汇总", "汇总"),
    ("审查", "审查"),
    ("审核", "审查"),
    ("评审", "评审"),
    ("验收", "验收"),
    ("考核", "考核"),
    ("主管", "主管"),
    ("指导", "指导"),
    ("解释", "解释"),
    ("承担", "承担"),
];
/// Ends of the names of bodies that do such things.
const OFFICES: [&str; 14] = [
    "部",
    "委",
    "委员会",
    "局",
    "厅",
    "办公室",
    "政府",
    "办",
    "院",
    "会",
    "总局",
    "公司",
    "中心",
    "党组",
];
/// A body's name has so many letters.
const BODY: std::ops::RangeInclusive<usize> = 3..=20;

/// The bodies right before what they did, each with its verb; who gives the word to a row of two is
/// not told.
fn acting(text: &str) -> Vec<(Span, &'static str)> {
    let mut found = Vec::new();
    for (word, verb) in ACTS {
        for (at, _) in text.match_indices(word) {
            let head = &text[..at];
            let head = ["组织", "联合", "研究", "正式", "决定", "统一", "共同", "统筹"]
                .iter()
                .find_map(|word| head.strip_suffix(word))
                .unwrap_or(head);
            let from = head.char_indices().rev().take_while(|(_, c)| is_han(*c)).last();
            let Some((from, _)) = from else { continue };
            let run = &head[from..];
            let led = ["被", "由", "经"]
                .iter()
                .filter_map(|word| run.rfind(word).map(|it| it + word.len()));
            let (start, led) = led.max().map_or((0, false), |it| (it, true));
            // 提请|省委|印发, 确保|县政府|印发.
            let verbs = ["提请", "确保", "报请", "要求", "会同", "经过", "通过", "报经", "代表"];
            let start = verbs
                .iter()
                .filter_map(|word| run.rfind(word).map(|it| it + word.len()))
                .fold(start, usize::max);
            let body = &run[start..];
            let bounded =
                led || head[..from].ends_with(['，', '。', '；', '：', '、', '\n']) || from == 0;
            let office = OFFICES.iter().any(|end| body.ends_with(end));
            if bounded && office && BODY.contains(&body.chars().count()) {
                found.push((Span::new(from + start, head.len()), verb));
            }
        }
    }
    found
}

/// The rows of at least three short items: 决策、执行、管理、服务和结果.
fn lists(text: &str) -> Vec<Vec<Span>> {
    let mut lists = Vec::new();
    let mut row: Vec<Span> = Vec::new();
    let mut start = 0;
    let mut close = |row: &mut Vec<Span>| {
        let row = std::mem::take(row);
        if row.len() >= LIST {
            lists.push(row);
        }
    };
    let places: Vec<(usize, char)> = text.char_indices().collect();
    for (at, c) in places.iter().copied().chain([(text.len(), '。')]) {
        if is_han(c) && c != '和' {
            continue;
        }
        let item = item(text, start, at, row.is_empty());
        let joins = matches!(c, '、' | '和');
        match item {
            Some(span) => row.push(span),
            None => row.clear(),
        }
        if !joins {
            close(&mut row);
        }
        start = at + c.len_utf8().min(text.len() - at);
    }
    lists
}

/// What stands between two marks of a row, where it is short; of the first item the end counts.
fn item(text: &str, start: usize, end: usize, first: bool) -> Option<Span> {
    let said = text.get(start..end)?;
    let count = said.chars().count();
    if ITEM.contains(&count) {
        return Some(Span::new(start, end));
    }
    // 推进行政决策、执行: how much of the words before belongs to the first item is not told.
    (first && count > 1).then(|| {
        let from = said.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
        Span::new(start + from, end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, sort: Sort) -> Vec<&str> {
        parts(text).iter().filter(|it| it.sort == sort).map(|it| it.span.of(text)).collect()
    }

    #[test]
    fn names_years_places_and_items_are_parts() {
        let text = "2018年，常德市推进“六个突破”，做到决策、执行、管理和结果公开。";
        assert_eq!(found(text, Sort::Quoted), ["六个突破"]);
        assert_eq!(found(text, Sort::Year), ["2018"]);
        assert_eq!(found(text, Sort::Place), ["常德市"]);
        assert_eq!(found(text, Sort::Item), ["做到决策", "执行", "管理", "结果公开"]);
    }

    #[test]
    fn a_name_is_almost_another_and_an_item_has_the_same_company() {
        let stands = |own: &str, held: &str, sort: Sort| {
            let (own, held) = (parts(own), parts(held));
            let own: Vec<_> = own.iter().filter(|it| it.sort == sort).collect();
            let held: Vec<_> = held.iter().filter(|it| it.sort == sort).collect();
            own.iter().any(|own| held.iter().any(|held| own.may_stand_for(held)))
        };
        assert!(stands("“三疃犇牛”", "“三疃旺牛”", Sort::Quoted));
        assert!(stands("“深蓝信使”", "“蓝海信使”", Sort::Quoted));
        assert!(!stands("“幸福党建”", "“荣军先锋”", Sort::Quoted));
        assert!(stands("管理、监督、结果", "管理、服务、结果", Sort::Item));
        assert!(!stands("管理、监督、结果", "管理、服务、决策", Sort::Item));
    }
}
