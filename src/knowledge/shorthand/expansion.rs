//! What a short form stands for, as the text around it says.

use super::listing::{item, items, stretches, without_lead};
use super::shape::{Part, Shape};
use crate::knowledge::marks::{Mark, Marked, first};
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
const MEANS: [&str; 22] = [
    "指的是",
    "是指",
    "就是",
    "也就是",
    "分别是",
    "分别为",
    "分别指",
    "具体包括",
    "具体为",
    "具体是",
    "主要包括",
    "主要是",
    "包括",
    "包含",
    "涵盖",
    "即",
    "指",
    "为",
    "：",
    ":",
    "——",
    "是",
];

/// Words that lead to a quotation of the items.
const QUOTES: [&str; 4] = ["围绕", "聚焦", "明确", "突出"];

/// How far after the form such a word may begin, in characters.
const REACH: usize = 14;

/// The items that stand for `shape` at this place, and whether their number is the form's.
pub(super) fn expansion(place: &Place<'_>, shape: &Shape) -> Option<(Vec<String>, bool)> {
    let complete = |items: Vec<String>| (items, true);
    by_keys(place, shape)
        .filter(|(_, whole)| *whole)
        .or_else(|| in_brackets(place, shape).map(complete))
        .or_else(|| by_figures(place, shape).map(complete))
        .or_else(|| named_after(place, shape).map(complete))
        .or_else(|| listed_before(place, shape).map(complete))
        .or_else(|| by_ordinals(place, shape).map(complete))
        .or_else(|| by_keys(place, shape))
}

/// 四强 by a list of four items with 强 in each, before or after the form; every part of the form
/// has its own list. The flag says whether all have one.
fn by_keys(place: &Place<'_>, shape: &Shape) -> Option<(Vec<String>, bool)> {
    if shape.parts.iter().any(|part| part.key.is_empty()) {
        return None;
    }
    let before = Span::new(place.sentence.start, place.form.start);
    let after = Span::new(place.form.end, place.sentence.end);
    let found = [before, after, place.next].into_iter().find_map(|scope| {
        let lists = keyed(place, shape, scope);
        lists.iter().any(Option::is_some).then_some(lists)
    })?;
    let whole = found.iter().all(Option::is_some);
    Some((found.into_iter().flatten().flatten().collect(), whole))
}

/// The list of each part of `shape` inside `scope`.
fn keyed(place: &Place<'_>, shape: &Shape, scope: Span) -> Vec<Option<Vec<String>>> {
    let keys: Vec<&str> = shape.parts.iter().map(|part| part.key.as_str()).collect();
    let spans = stretches(place.text, scope, &keys);
    let spans: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
    let runs: Vec<_> = shape
        .parts
        .iter()
        .map(|part| {
            let several = (part.count > 1).then(|| run(place.text, &spans, part)).flatten();
            several.or_else(|| quoted(place, scope, part))
        })
        .collect();
    let single = |(index, part): (usize, &Part)| match &runs[index] {
        Some(Run { spans, .. }) => Some(items(place.text, spans, &part.key)),
        None if part.count == 1 => beside(place.text, &spans, &runs, part).map(|it| vec![it]),
        None => None,
    };
    shape.parts.iter().enumerate().map(single).collect()
}

/// The stretches of one list.
struct Run {
    spans: Vec<Span>,
}

/// The stretches that hold the key, when there are as many in a row as the form says; the last
/// such row of the scope.
fn run(text: &str, spans: &[Span], part: &Part) -> Option<Run> {
    let holds = |span: &Span| holds(item(span.of(text), &part.key), part);
    let rows = spans.chunk_by(|a, b| holds(a) == holds(b));
    let mut rows = rows.filter(|row| holds(&row[0]) && row.len() == part.count);
    let row = rows.next_back()?;
    Some(Run { spans: row.to_vec() })
}

/// Whether an item is one of those that the part counts: two alone must begin or end alike, and
/// what only repeats the key says nothing.
fn holds(item: &str, part: &Part) -> bool {
    let key = part.key.as_str();
    let alike = item.starts_with(key) || item.ends_with(key);
    let longer = item.len() > key.len() && item.chars().count() <= 24;
    longer && (alike || (part.count > 2 && item.contains(key)))
}

/// Names in quotes, each with the key, however far apart in the list: 来访「接诊」、督查「巡诊」.
fn quoted(place: &Place<'_>, scope: Span, part: &Part) -> Option<Run> {
    let names = place
        .marked
        .iter()
        .filter(|name| name.mark != Mark::Title && name.depth == 0 && scope.contains(name.outer));
    let spans: Vec<Span> = names.map(|name| name.inner).collect();
    run(place.text, &spans, part)
}

/// The one item of a part that counts one, next to the list of another part.
fn beside(text: &str, spans: &[Span], runs: &[Option<Run>], part: &Part) -> Option<String> {
    let lists = runs.iter().flatten();
    let ends = lists.filter_map(|run| Some((run.spans.first()?.start, run.spans.last()?.end)));
    let places = ends.flat_map(|(start, end)| {
        let before = spans.iter().rfind(|span| span.end <= start);
        let after = spans.iter().find(|span| span.start >= end);
        [before, after]
    });
    let mut near = places.flatten().map(|span| item(span.of(text), &part.key));
    let one = near.find(|item| item.contains(part.key.as_str()) && item.len() > part.key.len())?;
    let others = runs.iter().flatten().flat_map(|run| &run.spans);
    let longest = others.map(|span| item(span.of(text), "").chars().count()).max();
    Some(without_lead(one, longest.unwrap_or(0)).to_owned())
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
    let inside = MEANS.iter().filter_map(|word| clause.find(word).map(|at| at + word.len())).min();
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
    let list = list.trim_start_matches(['“', '「', '"', ' ']);
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
    let names = crate::knowledge::marks::marked(list);
    let mut row: Vec<Marked> = Vec::new();
    for name in names.into_iter().filter(|name| name.depth == 0) {
        let follows = match row.last() {
            None => list[..name.outer.start].trim().is_empty(),
            Some(last) => crate::knowledge::marks::in_one_list(list, last, &name),
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
    let clause = before.rsplit(['，', ',', '；', ';', '：', ':', '”', '」', '\n', '。']).next()?;
    let spans: Vec<Span> = stretches(clause, Span::new(0, clause.len()), &[]);
    let whole = spans.len() == shape.total() && spans.len() > 1;
    let items = whole.then(|| items(clause, &spans, ""))?;
    // Two alone may be anything; next to a form of two they are short: 党建、业务“双优”.
    let longest = if items.len() == 2 { 6 } else { 24 };
    items.iter().all(|item| (2..=longest).contains(&item.chars().count())).then_some(items)
}

/// The names in quotes at the end of a text that follow each other without anything between.
fn names_at_end(text: &str) -> Option<Vec<String>> {
    let names = crate::knowledge::marks::marked(text);
    let names: Vec<Marked> = names.into_iter().filter(|name| name.depth == 0).collect();
    names.last().filter(|last| last.outer.end == text.len())?;
    let rows = names.chunk_by(|a, b| crate::knowledge::marks::in_one_list(text, a, b));
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
