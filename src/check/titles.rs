//! Titles in 《》 and document numbers: held, almost held, not held.

use super::align::{Hunk, distance, fit, widened};
use super::finding::{Class, Difference, Evidence, Finding, Verdict};
use super::letters::Letters;
use super::sheet::{Sheet, titles};
use super::shelf::Shelf;
use crate::document::Status;
use crate::index::engine::EngineError;
use crate::index::entry::{DocumentCard, DocumentEntry, PassageEntry};
use crate::index::query::{FactQuery, Query};
use crate::knowledge::{FactType, instrument, organization, region};
use crate::text::{Span, fold};

/// Titles of fewer letters say too little.
const LEAST: usize = 3;
/// From so many letters on a title is known by a part of it.
const SHORT_LEAST: usize = 8;
/// A sort of paper at the end of a title has so many letters at most.
const KIND_MOST: usize = 6;
/// So many letters before it tell which paper is meant.
const TOLD_LEAST: usize = 10;
/// Words that say what sort of paper a title names.
const SORTS: [&str; 23] = [
    "措施",
    "清单",
    "目录",
    "意见",
    "办法",
    "方案",
    "通知",
    "计划",
    "规划",
    "指南",
    "导则",
    "细则",
    "规定",
    "条例",
    "要点",
    "工作",
    "实施",
    "工作方案",
    "实施方案",
    "工作计划",
    "实施意见",
    "行动",
    "行动方案",
];
/// Longer ones are no titles.
const MOST: usize = 80;
/// A near title differs in at most one letter of so many, and in one at least.
const LETTERS_PER_EDIT: usize = 5;

/// What a paragraph's titles and numbers are found to be.
pub(super) fn findings(shelf: &Shelf<'_>, sheet: &Sheet<'_>) -> Result<Vec<Finding>, EngineError> {
    let mut findings = Vec::new();
    let text = sheet.text();
    for span in titles(text) {
        let letters = Letters::of(span.of(text)).chars;
        // 【】 are also used for emphasis and labels: 【导语】 is no title.
        let label = text[..span.start].ends_with('【') && letters.len() < 2 * LEAST;
        if (LEAST..=MOST).contains(&letters.len()) && !label {
            findings.push(Finding { span, ..title(shelf, text, span)? });
        }
    }
    for span in numbers(text) {
        findings.push(Finding { span, ..number(shelf, span.of(text))? });
    }
    Ok(findings)
}

fn title(shelf: &Shelf<'_>, text: &str, span: Span) -> Result<Finding, EngineError> {
    let title = span.of(text);
    if let Some(document) = documents(shelf, title)?.first() {
        return Ok(held(document));
    }
    if let Some(passage) = mentioned(shelf, title)? {
        let message = format!("库中文档提到过，见《{}》", passage.document.title);
        let evidence = vec![of_passage(&passage, title)];
        let agrees = Finding::new(Class::Title, Verdict::Agrees, message);
        return Ok(Finding { evidence, confidence: 0.9, ..agrees });
    }
    Ok(near(shelf, title, span)?.unwrap_or_else(|| {
        let message = format!("《{title}》库中未见；请核对名称是否准确");
        Finding { confidence: 0.5, ..Finding::new(Class::Title, Verdict::Unseen, message) }
    }))
}

/// The documents of a title, told in full or without the office that issued it: 关于加快…的意见 is
/// 杭州市人民政府关于加快…的意见.
pub(super) fn documents(shelf: &Shelf<'_>, title: &str) -> Result<Vec<DocumentEntry>, EngineError> {
    let engine = &shelf.snapshot.engine;
    let named = engine.named(title)?;
    let own = short(title);
    if !named.is_empty() || own.chars().count() < SHORT_LEAST {
        return Ok(named);
    }
    let mut documents: Vec<DocumentEntry> = Vec::new();
    for holding in shelf.titled(title)?.iter() {
        let card = &shelf.passage(holding.place)?.entry.document;
        if short(&card.title) == own && !documents.iter().any(|it| it.id == card.id) {
            documents.extend(engine.document(&card.id)?);
        }
    }
    Ok(documents)
}

/// Whether a document of the library has this title or names it.
pub(super) fn is_known(shelf: &Shelf<'_>, title: &str) -> Result<bool, EngineError> {
    Ok(!documents(shelf, title)?.is_empty() || mentioned(shelf, title)?.is_some())
}

/// The letters of a title from its 关于 on, without the office before.
pub(super) fn short(title: &str) -> String {
    let letters: String = Letters::of(title).chars.into_iter().collect();
    let about = letters.find("关于").filter(|at| *at == 0 || is_office(&letters[..*at]));
    about.map_or_else(|| letters.clone(), |at| letters[at..].to_owned())
}

/// Whether what stands before 关于 is the office that issued the document.
fn is_office(name: &str) -> bool {
    const ENDS: [&str; 7] = ["办公室", "办公厅", "人民政府", "委员会", "局", "厅", "委"];
    let ends = ENDS.iter().any(|end| name.ends_with(end)) && region::leading(name).is_some();
    ends || organization::whole(name, None).is_some()
}

/// A title that is held.
fn held(document: &DocumentEntry) -> Finding {
    let evidence = vec![of_document(document)];
    let mut message = "库中有这份文档".to_owned();
    if let Some(status) = document.front_matter.status.as_ref().filter(|it| **it != Status::InForce)
    {
        message = format!("库中有这份文档，状态为“{status}”，请确认是否仍可引用");
    }
    Finding { evidence, confidence: 1.0, ..Finding::new(Class::Title, Verdict::Agrees, message) }
}

/// The first passage that names the title in its marks, or an instrument of this name.
fn mentioned(shelf: &Shelf<'_>, title: &str) -> Result<Option<PassageEntry>, EngineError> {
    let engine = &shelf.snapshot.engine;
    let marked = fold(&format!("《{title}》")).text;
    let query = Query { exact: vec![marked], limit: 1, ..Query::default() };
    if let Some(hit) = engine.search(&query)?.hits.into_iter().next() {
        return Ok(Some(hit.passage));
    }
    let names: Vec<String> = vec![title.to_owned(), fold(title).text];
    let query =
        FactQuery { types: vec![FactType::Instrument], names, limit: 1, ..FactQuery::default() };
    let Some(fact) = engine.facts(&query)?.facts.into_iter().next() else { return Ok(None) };
    let passages = engine.passages(&fact.document)?;
    Ok(passages.into_iter().find(|passage| passage.id() == fact.passage))
}

/// A title that is held or mentioned, and differs in a few letters.
fn near(shelf: &Shelf<'_>, title: &str, span: Span) -> Result<Option<Finding>, EngineError> {
    let own: Vec<char> = short(title).chars().collect();
    let mut best: Option<(usize, String, Evidence)> = None;
    let mut consider = |name: &str, evidence: &dyn Fn() -> Evidence| {
        let letters: Vec<char> = short(name).chars().collect();
        if letters.len().abs_diff(own.len()) > own.len() / 2 {
            return;
        }
        let edits = distance(&own, &letters);
        if is_near(&own, &letters, edits) && best.as_ref().is_none_or(|(least, ..)| edits < *least)
        {
            best = Some((edits, name.to_owned(), evidence()));
        }
    };
    for holding in shelf.titled(title)?.iter() {
        let held = shelf.passage(holding.place)?;
        let card = &held.entry.document;
        consider(&card.title, &|| of_card(card));
        for span in titles(&held.entry.text) {
            let name = span.of(&held.entry.text);
            consider(name, &|| of_passage(&held.entry, name));
        }
    }
    Ok(best.map(|(edits, name, evidence)| differing((title, span), &name, evidence, edits)))
}

/// Whether two titles are one, mistold: a few letters differ, or one word that says only what sort
/// of paper it is; another place or year in it makes another document.
fn is_near(own: &[char], held: &[char], edits: usize) -> bool {
    let text = |letters: &[char]| letters.iter().collect::<String>();
    let named = |letters: &[char]| {
        let text = text(letters);
        let places: Vec<u32> = region::mentions(&text).into_iter().map(|(_, it)| it.code).collect();
        (places, text.chars().filter(char::is_ascii_digit).collect::<String>())
    };
    if named(own) != named(held) {
        return false;
    }
    if edits <= (own.len() / LETTERS_PER_EDIT).max(1) {
        return true;
    }
    let head = own.iter().zip(held).take_while(|(a, b)| a == b).count();
    let rest = own.len().min(held.len()) - head;
    let tail =
        own.iter().rev().zip(held.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (draft, other) = (&own[head..own.len() - tail], &held[head..held.len() - tail]);
    let one = draft.len() <= 2 && other.len() <= 2 && !draft.is_empty() && !other.is_empty();
    // …事项实施清单, …事项指导目录: all but the sort of paper at the end.
    let kinds = |part: &[char]| {
        let name = text(part);
        SORTS.iter().any(|sort| name.ends_with(sort)) && part.len() <= KIND_MOST
    };
    let at_end = tail <= 1 && head >= TOLD_LEAST && kinds(draft) && kinds(other);
    let sort = |part: &[char]| part.is_empty() || SORTS.contains(&text(part).as_str());
    own.len() >= SHORT_LEAST && (one || at_end || sort(draft) && sort(other))
}

fn differing((title, span): (&str, Span), name: &str, evidence: Evidence, edits: usize) -> Finding {
    if edits == 0 {
        // Only marks and spaces differ.
        let message = format!("库中写作《{name}》");
        let agrees = Finding::new(Class::Title, Verdict::Agrees, message);
        return Finding { evidence: vec![evidence], confidence: 0.9, ..agrees };
    }
    let message = format!("《{title}》库中未见；库中有相近的《{name}》，请核对");
    Finding {
        suggestion: Some(name.to_owned()),
        difference: marked((title, span), name),
        evidence: vec![evidence],
        confidence: if edits <= 1 { 0.9 } else { 0.75 },
        ..Finding::new(Class::Title, Verdict::Differs, message)
    }
}

/// Where a title and the one that is near it differ, to the character.
fn marked((title, span): (&str, Span), name: &str) -> Vec<Difference> {
    let (own, near) = (Letters::of(title), Letters::of(name));
    let fit = fit(&own.chars, &near.chars);
    let whole = fit.held.len() == near.len();
    let hunks = if whole { widened(&fit, &own.chars, &near.chars) } else { Vec::new() };
    let difference = |hunk: Hunk| {
        let at = own.span(hunk.draft);
        let held = near.span(hunk.held).of(name).to_owned();
        Difference { span: at.shift(span.start), draft: at.of(title).to_owned(), held }
    };
    let hunks: Vec<Difference> = hunks.into_iter().map(difference).collect();
    if !hunks.is_empty() {
        return hunks;
    }
    // Something is missing at an end: the whole is exchanged.
    vec![Difference { span, draft: title.to_owned(), held: name.to_owned() }]
}

/// A document number: held as a document's, or mentioned, or not held.
fn number(shelf: &Shelf<'_>, number: &str) -> Result<Finding, EngineError> {
    let engine = &shelf.snapshot.engine;
    if let Some(document) = engine.named(number)?.first() {
        let message = format!("库中文号，《{}》", document.front_matter.title);
        let agrees = Finding::new(Class::Title, Verdict::Agrees, message);
        return Ok(Finding { evidence: vec![of_document(document)], confidence: 1.0, ..agrees });
    }
    let query = Query { exact: vec![fold(number).text], limit: 1, ..Query::default() };
    if let Some(hit) = engine.search(&query)?.hits.first() {
        let message = format!("库中文档提到过这个文号，见《{}》", hit.passage.document.title);
        let evidence = vec![of_passage(&hit.passage, number)];
        let agrees = Finding::new(Class::Title, Verdict::Agrees, message);
        return Ok(Finding { evidence, confidence: 0.9, ..agrees });
    }
    let message = format!("文号{number}库中未见；请核对");
    Ok(Finding { confidence: 0.5, ..Finding::new(Class::Title, Verdict::Unseen, message) })
}

/// The document numbers with a year: 粤发〔2023〕12号.
fn numbers(text: &str) -> Vec<Span> {
    let all = instrument::numbers(text).into_iter();
    all.filter(|number| number.year.is_some()).map(|number| number.span).collect()
}

pub(super) fn of_document(document: &DocumentEntry) -> Evidence {
    of_card(&DocumentCard::new(&document.id, &document.front_matter))
}

fn of_card(card: &DocumentCard) -> Evidence {
    Evidence {
        passage: card.id.to_string(),
        sentence: card.title.clone(),
        document: card.clone(),
        anchor: String::new(),
        span: Span::default(),
    }
}

/// The place in a passage where a name stands.
pub(super) fn of_passage(passage: &PassageEntry, name: &str) -> Evidence {
    let letters = Letters::of(&passage.text);
    let wanted = Letters::of(name).chars;
    let at = letters.find(&wanted).unwrap_or(0);
    let within = letters.span(at..(at + wanted.len()).min(letters.len()));
    let around = crate::text::sentences::sentences(&passage.text);
    let around = around.into_iter().find(|it| it.end > within.start).unwrap_or(within);
    Evidence {
        document: passage.document.clone(),
        passage: passage.id(),
        anchor: passage.anchor.clone(),
        span: passage.map.to_original(within),
        sentence: around.of(&passage.text).trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_numbers_are_found_in_any_brackets() {
        let text = "按照国办发〔2023〕41号、粤委办[2022]7号和（2023）要求。";
        let read: Vec<&str> = numbers(text).iter().map(|it| it.of(text)).collect();
        assert_eq!(read, ["国办发〔2023〕41号", "粤委办[2022]7号"]);
    }
}
