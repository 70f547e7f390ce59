//! Titles in 《》 and document numbers: held, almost held, not held.

use super::align::{Hunk, distance, fit, widened};
use super::finding::{Class, Difference, Evidence, Finding, Verdict};
use super::letters::Letters;
use super::sheet::{Sheet, titles};
use super::shelf::Shelf;
use crate::document::Status;
use crate::index::engine::EngineError;
use crate::index::entry::{DocumentCard, DocumentEntry, PassageEntry};
use crate::index::query::{FactQuery, Query, Reading};
use crate::knowledge::{FactType, instrument};
use crate::text::segment::pairs;
use crate::text::{Span, fold};

/// Titles of fewer letters say too little.
const LEAST: usize = 3;
/// Longer ones are no titles.
const MOST: usize = 80;
/// How many passages and titles are looked at for a near title.
const LOOKED: usize = 24;
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
    let named = shelf.snapshot.engine.named(title)?;
    if let Some(document) = named.first() {
        let stated = numbers(&text[span.end..]).into_iter().next();
        let stated = stated.filter(|it| text[span.end..span.end + it.start].chars().count() <= 3);
        let stated = stated.map(|it| it.shift(span.end).of(text));
        return Ok(held(document, stated));
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

/// A title that is held; its number, where the draft states one, may be another.
fn held(document: &DocumentEntry, stated: Option<&str>) -> Finding {
    let evidence = vec![of_document(document)];
    let known = document.front_matter.number.as_deref();
    let same = |a: &str, b: &str| Letters::of(a).chars == Letters::of(b).chars;
    if let Some((stated, known)) = stated.zip(known).filter(|(a, b)| !same(a, b)) {
        let message = format!("文号与库中不一致：草稿作{stated}，库中为{known}");
        let suggestion = Some(known.to_owned());
        let differs = Finding::new(Class::Title, Verdict::Differs, message);
        return Finding { suggestion, evidence, confidence: 0.9, ..differs };
    }
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
    let engine = &shelf.snapshot.engine;
    let own = Letters::of(title).chars;
    let allowed = (own.len() / LETTERS_PER_EDIT).max(1);
    let terms: Vec<String> = pairs(&fold(title).text).into_iter().map(|cut| cut.term).collect();
    let least = (terms.len() / 2).max(1);
    let mut best: Option<(usize, String, Evidence)> = None;
    let mut consider = |name: &str, evidence: &dyn Fn() -> Evidence| {
        let letters = Letters::of(name).chars;
        if letters.len().abs_diff(own.len()) > allowed {
            return;
        }
        let edits = distance(&own, &letters);
        if edits <= allowed && best.as_ref().is_none_or(|(least, ..)| edits < *least) {
            best = Some((edits, name.to_owned(), evidence()));
        }
    };
    for holding in engine.holding(Reading::Pairs, &terms, least, LOOKED)? {
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

fn of_document(document: &DocumentEntry) -> Evidence {
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
