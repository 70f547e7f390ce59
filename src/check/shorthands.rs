//! Short forms: what they are said to stand for, and what they stand for in the corpus.

use std::collections::BTreeSet;

use super::claims::{evidence, held, letters};
use super::finding::{Class, Difference, Finding, Verdict};
use super::letters::Letters;
use super::shelf::Shelf;
use crate::index::engine::EngineError;
use crate::knowledge::{Fact, FactType};
use crate::text::Span;

/// An item of so many letters is told where it stands among other words.
const ITEM_LEAST: usize = 2;

/// What the short forms among the draft's claims are found to be.
pub(super) fn findings(shelf: &Shelf<'_>, claims: &[Fact]) -> Result<Vec<Finding>, EngineError> {
    let forms = claims.iter().filter(|claim| claim.kind == FactType::Shorthand);
    let mut findings = Vec::new();
    for claim in forms.filter(|claim| !claim.details.items.is_empty()) {
        findings.extend(expansion(shelf, claim)?);
    }
    Ok(findings)
}

fn expansion(shelf: &Shelf<'_>, claim: &Fact) -> Result<Option<Finding>, EngineError> {
    let mut held = held(shelf, FactType::Shorthand, &[&claim.name], None)?;
    held.retain(|fact| !fact.details.items.is_empty() && !fact.details.partial);
    if let Some(same) = held.iter().find(|fact| is_told(claim, fact)) {
        let message = format!("“{}”的内容与库中一致", claim.name);
        let agrees = Finding::new(Class::Shorthand, Verdict::Agrees, message);
        let evidence = evidence(shelf, same)?.into_iter().collect();
        return Ok(Some(Finding { span: claim.span, evidence, confidence: 0.95, ..agrees }));
    }
    let shared = |fact: &Fact| items(fact).intersection(&items(claim)).count();
    let same_place = |fact: &Fact| claim.region.is_some() && fact.region == claim.region;
    let nearest = held.iter().max_by_key(|fact| (shared(fact), same_place(fact)));
    // The same form often stands for other things elsewhere (三联, 五个一): only an expansion that
    // shares items, or one of the same place, is the one that is meant.
    let meant = nearest.filter(|fact| {
        let half = shared(fact) * 2 >= fact.details.items.len().min(claim.details.items.len());
        half || same_place(fact)
    });
    match meant {
        Some(fact) => differing(shelf, claim, fact).map(Some),
        None => Ok(claim.details.partial.then(|| miscounted(claim))),
    }
}

/// Whether a claim tells all items of a held short form: as its items, or somewhere in its sentence
/// (依次是一个重点、两个责任).
fn is_told(claim: &Fact, fact: &Fact) -> bool {
    let (own, sentence) = (items(claim), letters(&claim.sentence));
    let told = |item: &String| item.chars().count() >= ITEM_LEAST && sentence.contains(item);
    items(fact).iter().all(|item| own.contains(item) || told(item))
}

fn differing(shelf: &Shelf<'_>, claim: &Fact, fact: &Fact) -> Result<Finding, EngineError> {
    let missing = |from: &Fact, other: &Fact| -> Vec<String> {
        let others = items(other);
        let held = |item: &String| {
            let item = letters(item);
            let holds = |it: &String| it.chars().count() >= ITEM_LEAST && item.contains(it);
            others.contains(&item) || others.iter().any(holds)
        };
        from.details.items.iter().filter(|item| !held(item)).cloned().collect()
    };
    let (own, theirs) = (missing(claim, fact), missing(fact, claim));
    let message = format!(
        "“{}”的内容与库中不一致：草稿{}，库中{}",
        claim.name,
        listed("有", &own, "缺项"),
        listed("为", &theirs, "没有这几项")
    );
    // One item against one can be exchanged where it stands.
    let start = claim.sentence_span.start;
    let difference = match (&own[..], &theirs[..]) {
        ([own], [theirs]) => standing(claim, own).map(|span| Difference {
            span,
            draft: Span::new(span.start - start, span.end - start).of(&claim.sentence).to_owned(),
            held: theirs.clone(),
        }),
        _ => None,
    };
    let around = own
        .iter()
        .filter_map(|item| standing(claim, item))
        .fold(claim.span, |all, it| Span::new(all.start.min(it.start), all.end.max(it.end)));
    let shared = items(fact).intersection(&items(claim)).count();
    Ok(Finding {
        span: around,
        suggestion: Some(fact.details.items.join("、")),
        difference: difference.into_iter().collect(),
        evidence: evidence(shelf, fact)?.into_iter().collect(),
        confidence: if shared * 2 >= claim.details.items.len() { 0.85 } else { 0.6 },
        ..Finding::new(Class::Shorthand, Verdict::Differs, message)
    })
}

/// Where an item stands in the claim's sentence, bytes of the draft. `None` where Markdown stands in
/// between, so that the sentence is not the draft's bytes.
fn standing(claim: &Fact, item: &str) -> Option<Span> {
    let whole = claim.sentence.len() == claim.sentence_span.len();
    let sentence = Letters::of(&claim.sentence);
    let item = Letters::of(item).chars;
    let at = sentence.find(&item).filter(|_| whole && !item.is_empty())?;
    Some(sentence.span(at..at + item.len()).shift(claim.sentence_span.start))
}

fn listed(verb: &str, items: &[String], none: &str) -> String {
    if items.is_empty() { none.to_owned() } else { format!("{verb}“{}”", items.join("”“")) }
}

/// The items are not as many as the form says.
fn miscounted(claim: &Fact) -> Finding {
    let message = format!("“{}”与所列的 {} 项数目不合", claim.name, claim.details.items.len());
    Finding {
        span: claim.span,
        confidence: 0.7,
        ..Finding::new(Class::Shorthand, Verdict::Inconsistent, message)
    }
}

fn items(fact: &Fact) -> BTreeSet<String> {
    fact.details.items.iter().map(|item| letters(item)).collect()
}
