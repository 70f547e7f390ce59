//! What a short form stands for, as the text around it says.

use super::keyed::{QUOTE_MARKS, by_keys};
use super::listing::{item, items};
use super::shape::{Part, Shape};
use super::sound::sound;
use crate::knowledge::marks::{Marked, first, in_one_list, marked};
use crate::text::Span;

/// A short form in its surroundings.
pub(super) struct Place<'a> {
    /// The passage in plain form.
    pub(super) text: &'a str,
    /// The sentence that the form stands in.
    pub(super) sentence: Span,
    /// The sentence after it; empty at the end.
    pub(super) next: Span,
    /// The form with its marks.
    pub(super) form: Span,
    /// All marked names of the passage.
    pub(super) marked: &'a [Marked],
}

/// Words that say: what follows is what the form stands for. Longer ones first.
pub(super) const MEANS: [&str; 19] = [
    "指的是",
    "是指",
    "也就是",
    "就是",
    "分别是",
    "分别为",
    "分别指",
    "具体包括",
    "具体为",
    "具体是",
    "主要包括",
    "主要是",
    "包括",
    "涵盖",
    "即",
    "指",
    "：",
    ":",
    "——",
];

/// What a form may be called between it and such a word.
const CALLED: [&str; 25] = [
    "机制",
    "模式",
    "工作法",
    "方法",
    "活动",
    "要求",
    "制度",
    "党支部",
    "体系",
    "标准",
    "工程",
    "行动",
    "举措",
    "措施",
    "任务",
    "目标",
    "原则",
    "建设",
    "思路",
    "方面",
    "战略",
    "布局",
    "方针",
    "理念",
    "格局",
];

/// Words that lead to a quotation of the items.
const QUOTES: [&str; 4] = ["围绕", "聚焦", "明确", "突出"];

/// How far after the form such a word may begin, in characters.
const REACH: usize = 14;

/// A way in which a text gives the items of a form.
type Way = fn(&Place<'_>, &Shape) -> Option<Vec<String>>;

/// The items that stand for `shape` at this place, and whether their number is the form's.
pub(super) fn expansion(place: &Place<'_>, shape: &Shape) -> Option<(Vec<String>, bool)> {
    const WAYS: [Way; 5] = [in_brackets, by_figures, named_after, listed_before, by_ordinals];
    let name = place.form.of(place.text).trim_matches(QUOTE_MARKS);
    let keyed =
        by_keys(place, shape).and_then(|(items, whole)| Some((sound(items, shape, name)?, whole)));
    if let Some((_, true)) = keyed {
        return keyed;
    }
    let listed = WAYS.iter().find_map(|way| sound(way(place, shape)?, shape, name));
    listed.map(|items| (items, true)).or(keyed)
}

/// “四千结对”(A、B、C,…): a list in the brackets right after the form.
fn in_brackets(place: &Place<'_>, shape: &Shape) -> Option<Vec<String>> {
    let after = &place.text[place.form.end..place.sentence.end];
    let inside = after.strip_prefix(['(', '（'])?;
    let inside = &inside[..inside.find([')', '）'])?];
    let inside = MEANS.iter().find_map(|word| inside.strip_prefix(word)).unwrap_or(inside);
    exactly(inside, shape)
}

/// 突出一个重点、落实两个责任 for 1234: in each item the next number of the form.
fn by_figures(place: &Place<'_>, shape: &Shape) -> Option<Vec<String>> {
    if shape.parts.iter().any(|part| !part.key.is_empty() || part.count == 0) {
        return None;
    }
    let scopes = [
        Span::new(place.form.end, place.sentence.end),
        Span::new(place.sentence.start, place.form.start),
        place.next,
    ];
    scopes.into_iter().find_map(|scope| {
        let clauses =
            scope.of(place.text).split(['、', '，', ',', '；', ';', '。', '：', ':', '\n']);
        figured(clauses, shape)
    })
}

/// The first row of texts that hold the numbers of the form one after the other.
pub(super) fn figured<'a>(
    texts: impl Iterator<Item = &'a str>,
    shape: &Shape,
) -> Option<Vec<String>> {
    let texts: Vec<&str> = texts.map(str::trim).filter(|text| !text.is_empty()).collect();
    let fits = |row: &&[&str]| row.iter().zip(&shape.parts).all(|(text, part)| counts(text, part));
    let row = texts.windows(shape.parts.len()).find(fits)?;
    let first = item(row[0], "");
    let first = ["通过", "以"].iter().find_map(|lead| first.strip_prefix(lead)).unwrap_or(first);
    let rest = row[1..].iter().map(|text| item(text, ""));
    Some(std::iter::once(first).chain(rest).map(str::to_owned).collect())
}

/// Whether a text holds the part's number with a classifier, in digits or characters.
fn counts(text: &str, part: &Part) -> bool {
    const NUMERALS: [&str; 11] = ["", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    const CLASSIFIERS: [char; 9] = ['个', '项', '大', '条', '种', '类', '支', '套', '张'];
    let figure = part.count.to_string();
    let word = NUMERALS.get(part.count).copied().unwrap_or(figure.as_str());
    [word, figure.as_str()].iter().filter(|number| !number.is_empty()).any(|number| {
        let mut places = text.match_indices(number);
        places.any(|(at, _)| text[at + number.len()..].starts_with(CLASSIFIERS))
    })
}

/// 「三X」是指A、B、C; 「三X」：A、B、C; “三X”活动，围绕“A、B、C”.
fn named_after(place: &Place<'_>, shape: &Shape) -> Option<Vec<String>> {
    let after = &place.text[place.form.end..place.sentence.end];
    let near = first(after, REACH);
    let near = &near
        [..near.find(['。', '；', ';', '、', '\n', '“', '「', '《', '【']).unwrap_or(near.len())];
    // Past a comma only a word at once: 「三X」机制，即A、B、C.
    let (clause, rest) = near.split_once(['，', ',']).unwrap_or((near, ""));
    let inside = MEANS.iter().find_map(|word| {
        let at = clause.find(word)?;
        let called = at == 0 || CALLED.iter().any(|name| clause[..at].ends_with(name));
        called.then_some(at + word.len())
    });
    let behind = || {
        let word = MEANS.iter().chain(&QUOTES).find(|word| rest.starts_with(**word))?;
        Some(near.len() - rest.len() + word.len())
    };
    let at = inside.or_else(behind)?;
    exactly(&after[at..], shape)
}

/// The items of a list that has exactly as many as the form says. It ends where its first
/// sentence does; names in quotes that follow each other are items as well.
fn exactly(list: &str, shape: &Shape) -> Option<Vec<String>> {
    let total = shape.total();
    let list = &list[..list.find(['。', '\n']).unwrap_or(list.len())];
    if let Some(names) = names_in_a_row(list).filter(|names| names.len() == total) {
        return Some(names);
    }
    let list = list.trim_start_matches(['“', '「', '"', ' ', '：', ':']);
    let stops: [&[char]; 4] =
        [&['，', ',', '；', ';', '”', '」'], &['；', ';'], &[], &['；', ';', '”', '」']];
    let marks: [&[char]; 4] = [&['、'], &['，', ','], &['；', ';'], &['、', '，', ',']];
    stops.iter().zip(marks).find_map(|(stop, mark)| {
        let end = if stop.is_empty() { None } else { list.find(*stop) };
        counted_list(&list[..end.unwrap_or(list.len())], mark, total)
    })
}

/// The parts of `list` between `mark`, when they are `total` and look like items.
fn counted_list(list: &str, mark: &[char], total: usize) -> Option<Vec<String>> {
    let mut items: Vec<&str> = list.split(mark).map(|text| item(text, "")).collect();
    if items.len() + 1 == total
        && let Some(last) = items.last().copied()
        && let Some((a, b)) = ["和", "与", "以及", "及"].iter().find_map(|and| last.split_once(and))
    {
        items.pop();
        items.extend([a, b]);
    }
    if let Some(last) = items.last_mut() {
        *last = without_count(last);
    }
    let plausible = items.iter().all(|item| (2..=40).contains(&item.chars().count()));
    let whole = items.len() == total && total > 1 && plausible;
    whole.then(|| items.into_iter().map(str::to_owned).collect())
}

/// 作用发挥四个方面强: the last item does not hold the count of them all.
fn without_count(last: &str) -> &str {
    let counts = ["个方面", "个环节", "个维度", "种能力", "个层面", "项内容"];
    let at = counts.iter().find_map(|word| last.find(word));
    let start = at.and_then(|at| last[..at].char_indices().next_back()).map(|(start, _)| start);
    start.filter(|start| *start > 0).map_or(last, |start| last[..start].trim_end_matches('等'))
}

/// “政治型”“学习型”、“效能型”: the names at the start of a list.
fn names_in_a_row(list: &str) -> Option<Vec<String>> {
    let names = marked(list);
    let mut row: Vec<Marked> = Vec::new();
    for name in names.into_iter().filter(|name| name.depth == 0) {
        let follows = match row.last() {
            None => list[..name.outer.start].trim().is_empty(),
            Some(last) => in_one_list(list, last, &name),
        };
        if !follows {
            break;
        }
        row.push(name);
    }
    (row.len() > 1).then(|| row.iter().map(|name| name.inner.of(list).to_owned()).collect())
}

/// A、B、C的「三X」: a list of exactly as many items right before the form, back to the last mark
/// that ends a clause.
fn listed_before(place: &Place<'_>, shape: &Shape) -> Option<Vec<String>> {
    let before = &place.text[place.sentence.start..place.form.start];
    let before = before.trim_end().trim_end_matches("等").trim_end_matches('的');
    if let Some(names) = names_at_end(before).filter(|names| names.len() == shape.total()) {
        return Some(names);
    }
    let clause = before.rsplit(['，', ',', '；', ';', '：', ':', '\n', '。']).next()?;
    // What another form before it stands for is not for this one.
    let clause = ["」和", "”和", "」与", "”与"]
        .iter()
        .fold(clause, |clause, cut| clause.rsplit(cut).next().unwrap_or(clause));
    if GOVERNS.iter().any(|word| clause.ends_with(word)) {
        return None;
    }
    let mut start = 0;
    let mut spans = Vec::new();
    for item in clause.split('、') {
        spans.push(Span::new(start, start + item.len()));
        start += item.len() + '、'.len_utf8();
    }
    let whole = spans.len() == shape.total() && spans.len() > 1;
    let items = whole.then(|| items(clause, &spans, ""))?;
    // Two alone may be anything; next to a form of two they are short: 党建、业务“双优”.
    let (shortest, longest) = match items.len() {
        2 => (2, 6),
        3 => (3, 24),
        _ => (2, 24),
    };
    items.iter().all(|item| (shortest..=longest).contains(&item.chars().count())).then_some(items)
}

/// Words that make the form a member of the list before it, or something else than its sum.
const GOVERNS: [&str; 20] = [
    "、", "和", "与", "及", "或", "为", "对", "把", "将", "以", "在", "向", "被", "受", "从", "按",
    "用", "到", "推进", "实现",
];

/// The names in quotes at the end of a text that follow each other without anything between.
fn names_at_end(text: &str) -> Option<Vec<String>> {
    let names = marked(text);
    let names: Vec<Marked> = names.into_iter().filter(|name| name.depth == 0).collect();
    names.last().filter(|last| last.outer.end == text.len())?;
    let rows = names.chunk_by(|a, b| in_one_list(text, a, b));
    let row = rows.last().filter(|row| row.len() > 1)?;
    Some(row.iter().map(|name| name.inner.of(text).to_owned()).collect())
}

/// 一是…二是…三是… in the same sentence or the ones that follow.
fn by_ordinals(place: &Place<'_>, shape: &Shape) -> Option<Vec<String>> {
    const ORDINALS: [&str; 10] =
        ["一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是"];
    let total = shape.total();
    let rest = &place.text[place.form.end..];
    let begins = rest.find(ORDINALS[0])?;
    let near = place.form.end + begins <= place.next.start.max(place.sentence.end);
    if !near || total > ORDINALS.len() {
        return None;
    }
    let mut items = Vec::new();
    let mut at = 0;
    for ordinal in ORDINALS {
        let Some(found) = rest[at..].find(ordinal) else { break };
        at += found + ordinal.len();
        let text = rest[at..].split(['，', ',', '。', '；', ';', '：', ':', '\n']).next()?;
        items.push(item(text, "").to_owned());
    }
    (items.len() == total && total > 1).then_some(items)
}
