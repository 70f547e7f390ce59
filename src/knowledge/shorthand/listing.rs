//! Enumerations in prose, cut into their items.

use crate::knowledge::rules::{File, Words, list};
use crate::text::Span;

/// Marks between the items of a list, and around them.
const CUTS: [char; 22] = [
    '、', '，', ',', '；', ';', '。', '：', ':', '！', '？', '\n', '“', '”', '「', '」', '‘', '’',
    '『', '』', '"', '《', '》',
];

/// Words between the last two items.
const AND: [&str; 5] = ["以及", "和", "与", "及", "并"];

/// Words that lead up to a list, wherever they stand in front of its first item.
static LEADS: Words = Words::new(|| list(File::Shorthands, "lead"));

/// The same in one character, at the very start.
const SHORT_LEADS: [char; 11] = ['以', '把', '对', '在', '为', '即', '是', '有', '指', '从', '按'];

/// The stretches of `span` between the marks of lists and quotes. 和 and its like cut too where
/// what stands before them ends in one of `keys`, or what follows begins with one.
pub(super) fn stretches(text: &str, span: Span, keys: &[&str]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = span.start;
    for (at, mark) in span.of(text).match_indices(CUTS) {
        push(text, Span::new(start, span.start + at), keys, &mut found);
        start = span.start + at + mark.len();
    }
    push(text, Span::new(start, span.end), keys, &mut found);
    found
}

fn push(text: &str, span: Span, keys: &[&str], found: &mut Vec<Span>) {
    let inside = span.of(text);
    let joint = |(at, word): (usize, &str)| {
        let (before, after) = (&inside[..at], &inside[at + word.len()..]);
        let cuts = keys.iter().any(|key| before.ends_with(*key) || after.starts_with(*key));
        (cuts && !before.is_empty()).then_some((at, at + word.len()))
    };
    let joints = AND.iter().flat_map(|word| inside.match_indices(word)).filter_map(joint);
    match joints.min() {
        Some((end, start)) => {
            found.push(trimmed(text, Span::new(span.start, span.start + end)));
            push(text, Span::new(span.start + start, span.end), keys, found);
        }
        None => found.push(trimmed(text, span)),
    }
}

/// A stretch without blanks around it.
fn trimmed(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let start = span.start + inside.len() - inside.trim_start().len();
    Span::new(start, start + inside.trim().len())
}

/// The items of a list as the text words them: without what leads up to the first, what joins the
/// last, and what closes the list.
pub(super) fn items(text: &str, spans: &[Span], key: &str) -> Vec<String> {
    let mut items: Vec<&str> = spans.iter().map(|span| item(span.of(text), key)).collect();
    let others = items.get(1..).unwrap_or_default();
    let longest = others.iter().map(|item| item.chars().count()).max();
    // Where only the first begins with a verb that leads up to lists, it is no part of it.
    let leads = |item: &&str| LEADS.iter().find(|lead| item.starts_with(**lead));
    let alone = others.iter().all(|item| leads(item).is_none());
    if let (Some(first), Some(longest)) = (items.first_mut(), longest) {
        let led = leads(first).filter(|_| alone);
        let own = led.map_or(*first, |lead| &first[lead.len()..]);
        *first = without_lead(if own.chars().count() < 2 { first } else { own }, longest);
    }
    items.into_iter().map(str::to_owned).collect()
}

/// What leads up to a list makes its first item longer than any other.
pub(super) fn without_lead(first: &str, longest: usize) -> &str {
    let mut item = first;
    while item.chars().count() > longest {
        let ends = LEADS.iter().filter_map(|lead| item.find(lead).map(|at| at + lead.len()));
        let short = || item.chars().next().filter(|c| SHORT_LEADS.contains(c)).map(char::len_utf8);
        let Some(end) = ends.min().or_else(short) else { break };
        let own = item[end..].trim_start_matches('了');
        if own.chars().count() < 2 {
            break;
        }
        item = own;
    }
    item
}

/// An item without what joins it to the others.
pub(super) fn item<'a>(text: &'a str, key: &str) -> &'a str {
    let mut item = text.trim();
    // A bracket whose other half is elsewhere does not belong to it.
    for (open, close) in [('(', ')'), ('（', '）')] {
        match (item.rfind(open), item.find(close)) {
            (Some(at), None) => item = &item[at + open.len_utf8()..],
            (None, Some(at)) => item = &item[..at],
            _ => {}
        }
    }
    for word in AND {
        item = item.strip_prefix(word).unwrap_or(item);
    }
    if !key.is_empty()
        && let Some(at) = item.find(&format!("{key}的"))
    {
        item = &item[..at + key.len()];
    }
    item.trim_end_matches("等").trim_end_matches('的').trim()
}
