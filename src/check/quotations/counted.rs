//! Which differences between copied words and a held passage are faults, and which are the writer's
//! own way to say it.

use std::ops::Range;

use super::super::align::Hunk;
use super::super::finding::Class;
use super::super::letters::Letters;
use super::super::sheet::{QUOTATION_LEAST, Sheet};
use super::super::shelf::Shelf;
use super::told::class;
use super::{Near, slips};
use crate::index::engine::EngineError;
use crate::knowledge::region;
use crate::text::Span;
use crate::text::numerals::{Numeral, NumeralKind, numerals};

/// Words that are no quotation are copied when they are so many letters.
const COPIED_LEAST: usize = 20;
/// Units of dates.
const DAYS: [&str; 3] = ["年", "月", "日"];
/// What follows the number of a session: 十二届, 一次会议.
const SESSIONS: [&str; 4] = ["届", "次会议", "次全会", "次全体会议"];

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// It stands in quote marks.
    Quoted,
    /// A title, an item of a short form, a mistyped word.
    Word,
    Figure,
    /// A year or a day.
    Time,
    /// A place in an order: 第三次会议.
    Order,
    Place,
}

/// The differences that are faults, in order.
///
/// In quote marks every one is. Outside them figures and titles are, a place that stands for another,
/// items of short forms, mistyped words, and the one word that a copied text has otherwise. Where
/// both a place and a figure or day differ, it is another place's sentence of the same pattern;
/// another session's where the order does.
pub(super) fn counted<'n>(
    shelf: &Shelf<'_>,
    sheet: &Sheet<'_>,
    near: &'n Near,
) -> Result<Vec<&'n Hunk>, EngineError> {
    let mut sorts: Vec<(Sort, &Hunk)> = Vec::new();
    for hunk in &near.hunks {
        if let Some(sort) = sort(shelf, sheet, near, hunk)? {
            sorts.push((sort, hunk));
        }
    }
    let has = |sort: Sort| sorts.iter().any(|(it, _)| *it == sort);
    let order = has(Sort::Order);
    let pattern = has(Sort::Place) && (has(Sort::Figure) || has(Sort::Time));
    let alone = sorts.iter().filter(|(it, _)| *it != Sort::Quoted).count() == 1;
    let lead = attribution(sheet, near);
    let kept = sorts.into_iter().filter(|(sort, hunk)| match sort {
        _ if hunk.draft.start < lead => false,
        Sort::Quoted => true,
        Sort::Order => false,
        Sort::Time => alone,
        Sort::Place => !order && !pattern,
        _ => !pattern,
    });
    Ok(kept.map(|(_, hunk)| hunk).collect())
}

/// Where the words end that only say where something is told: 据“某市热线”年度工作情况，.
fn attribution(sheet: &Sheet<'_>, near: &Near) -> usize {
    let text = sheet.text();
    let sentence = sheet.sentence_at(sheet.letters.span(near.letters.clone()).start);
    let said = sentence.of(text);
    let leads = ["据", "根据", "按照", "从"].iter().any(|word| said.starts_with(word));
    let end = said.find(['，', ',']).filter(|_| leads);
    end.map_or(0, |end| sheet.letters.within(Span::new(sentence.start, sentence.start + end)).end)
}

fn sort(
    shelf: &Shelf<'_>,
    sheet: &Sheet<'_>,
    near: &Near,
    hunk: &Hunk,
) -> Result<Option<Sort>, EngineError> {
    let quoted = sheet.quotations.iter().any(|it| {
        let it = sheet.letters.within(*it);
        it.start <= hunk.draft.start && hunk.draft.end <= it.end && !it.is_empty()
    });
    if quoted {
        return Ok(Some(Sort::Quoted));
    }
    if is_turned(sheet, near, hunk) {
        return Ok(Some(Sort::Word));
    }
    match class(sheet, near, hunk) {
        Class::Title => return Ok(Some(Sort::Word)),
        Class::Figure => return Ok(figure(sheet, hunk)),
        _ => {}
    }
    // 在某县第十二届人民代表大会第一次会议上 is said everywhere.
    let text = sheet.letters.span(near.letters.clone()).of(sheet.text());
    if text.contains('届') && text.contains("次会议") {
        return Ok(None);
    }
    if is_of_a_number(sheet, near, hunk) {
        return Ok(None);
    }
    if is_place(sheet, near, hunk) {
        return Ok((near.letters.len() >= COPIED_LEAST).then_some(Sort::Place));
    }
    let sides = ((&sheet.letters, &hunk.draft), (&near.held.letters, &hunk.held));
    // 他说“…”: who speaks is no word of the passage.
    let end = sheet.letters.span(hunk.draft.clone()).end;
    let mut long =
        sheet.quotations.iter().filter(|it| sheet.letters.within(**it).len() >= QUOTATION_LEAST);
    let leads =
        long.any(|it| sheet.text().get(end..it.start).is_some_and(|gap| gap.chars().count() <= 2));
    let slip = !leads && slips::is_slip(shelf, sides.0, sides.1);
    let word = slip || is_item(shelf, near, hunk)? || !leads && is_only(shelf, sheet, near, hunk);
    Ok(word.then_some(Sort::Word))
}

/// Words of rising, each with its opposite.
const TURNS: [(&str, &str); 7] = [
    ("增长", "下降"),
    ("上升", "下降"),
    ("增加", "减少"),
    ("提高", "降低"),
    ("提升", "下降"),
    ("增长", "减少"),
    ("扩大", "缩小"),
];

/// Whether one side rises where the other falls.
fn is_turned(sheet: &Sheet<'_>, near: &Near, hunk: &Hunk) -> bool {
    let side = |letters: &Letters, at: &Range<usize>| {
        let from = at.start.saturating_sub(1);
        letters.chars[from..(at.end + 1).min(letters.len())].iter().collect::<String>()
    };
    let own = side(&sheet.letters, &hunk.draft);
    let held = side(&near.held.letters, &hunk.held);
    TURNS.iter().any(|(up, down)| {
        own.contains(up) && held.contains(down) || own.contains(down) && held.contains(up)
    })
}

/// What sort of number differs; that of an order (第三次) tells of another occasion.
fn figure(sheet: &Sheet<'_>, hunk: &Hunk) -> Option<Sort> {
    let text = sheet.text();
    let at = sheet.letters.span(hunk.draft.clone());
    let all = numerals(text);
    let numeral = all.iter().find(|it| it.span.start < at.end && at.start < it.span.end)?;
    match numeral.kind {
        NumeralKind::Year => Some(Sort::Time),
        NumeralKind::Cardinal if DAYS.contains(&numeral.unit.of(text)) => Some(Sort::Time),
        NumeralKind::Cardinal
            if SESSIONS.iter().any(|it| text[numeral.unit.start..].starts_with(it)) =>
        {
            Some(Sort::Order)
        }
        NumeralKind::Cardinal => Some(Sort::Figure),
        NumeralKind::Ordinal => Some(Sort::Order),
        NumeralKind::Code => None,
    }
}

/// Whether the words are part of a number, of which what is told of figures says more: 超过530|万 and
/// 530|多万.
fn is_of_a_number(sheet: &Sheet<'_>, near: &Near, hunk: &Hunk) -> bool {
    let within = |text: &str, at: Span| {
        let at_word = |it: &Numeral| it.span.start <= at.start && at.end <= it.span.end;
        numerals(text).iter().any(at_word)
    };
    let held = &near.held;
    !hunk.draft.is_empty()
        && !hunk.held.is_empty()
        && within(sheet.text(), sheet.letters.span(hunk.draft.clone()))
        && within(&held.entry.text, held.letters.span(hunk.held.clone()))
}

/// Whether a place stands for another place.
fn is_place(sheet: &Sheet<'_>, near: &Near, hunk: &Hunk) -> bool {
    let named = region::mentions(&near.held.entry.text).into_iter();
    let mut named = named.map(|(span, _)| near.held.letters.within(span));
    sheet.places.iter().any(|it| over(it, &hunk.draft))
        && named.any(|it| it.start <= hunk.held.start && hunk.held.end <= it.end)
}

/// Whether the held words are an item of a short form.
fn is_item(shelf: &Shelf<'_>, near: &Near, hunk: &Hunk) -> Result<bool, EngineError> {
    let held = &near.held;
    let facts = shelf.facts_of(&held.entry.id())?;
    let items = facts.iter().flat_map(|fact| &fact.details.items);
    let items = items.map(|item| Letters::of(item).chars);
    let mut items = items.filter_map(|item| Some((held.letters.find(&item)?, item.len())));
    Ok(items.any(|(at, length)| over(&(at..at + length), &hunk.held)))
}

/// Whether a long text without quotations is copied but for this one word.
fn is_only(shelf: &Shelf<'_>, sheet: &Sheet<'_>, near: &Near, hunk: &Hunk) -> bool {
    let words = |it: &&Hunk| class(sheet, near, it) == Class::Quotation;
    let one = near.hunks.iter().filter(words).count() == 1;
    let long = near.letters.len() >= COPIED_LEAST;
    let quotes = sheet.quotations.iter().map(|it| sheet.letters.within(*it));
    let quotes = quotes.filter(|it| it.len() >= QUOTATION_LEAST).any(|it| over(&it, &near.letters));
    // 陕西省 for 该省 names what the held text means.
    let named = sheet.places.iter().any(|it| over(it, &hunk.draft));
    let sides = ((&sheet.letters, &hunk.draft), (&near.held.letters, &hunk.held));
    one && long && !quotes && !named && slips::is_exchange(shelf, sides.0, sides.1)
}

fn over(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
