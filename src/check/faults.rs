//! One finding for one fault: what several checks find of the same words is told once.

use std::collections::BTreeMap;

use super::figures::BY_NAME;
use super::finding::{Class, Difference, Finding, Verdict};
use super::quotations::compared;
use crate::text::Span;

/// What agrees and what does not, each in the order of the draft and said once. `taken` are the
/// findings of what the draft writes, `claimed` those of what it claims; both may be about the same
/// words.
pub(super) fn sorted_out(
    mut taken: Vec<Finding>,
    mut claimed: Vec<Finding>,
) -> (Vec<Finding>, Vec<Finding>) {
    claimed.retain(|claim| !stands_beside(claim, &taken));
    let mut findings: Vec<Finding> = Vec::new();
    for claim in claimed {
        let (same, others) = taken.into_iter().partition(|it| is_same_figure(it, &claim));
        taken = others;
        findings.extend(merged(claim, same));
    }
    findings.append(&mut taken);
    let key = |it: &Finding| (it.span.start, it.span.end, it.class);
    findings.sort_by(|a, b| key(a).cmp(&key(b)).then(b.confidence.total_cmp(&a.confidence)));
    findings.dedup_by(|a, b| a.class == b.class && a.verdict == b.verdict && a.span == b.span);
    let agrees = |it: &Finding| it.verdict == Verdict::Agrees;
    let (agreeing, findings): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(agrees);
    let told = findings.clone();
    let named: Vec<Span> =
        agreeing.iter().filter(|it| it.class == Class::Title).map(|it| it.span).collect();
    let mut surest: BTreeMap<(Class, Span), f32> = BTreeMap::new();
    for it in &told {
        let best = surest.entry((it.class, it.span)).or_insert(it.confidence);
        *best = best.max(it.confidence);
    }
    // A title that is not held says less than one that is almost held.
    let weaker = |it: &Finding| surest[&(it.class, it.span)] > it.confidence;
    let left = findings.into_iter().filter(|it| !weaker(it));
    let left = left.filter_map(|finding| untold(finding, (&told, &named)));
    (agreeing, left.collect())
}

/// Whether a figure is one that the draft takes from a passage as it is: what differs there (a
/// place, a year) is told of the passage.
fn stands_beside(claim: &Finding, taken: &[Finding]) -> bool {
    let same = |it: &Finding| it.taken.is_some_and(|whole| whole.contains(claim.span));
    let mut beside = taken.iter().filter(|it| same(it)).peekable();
    let digit = |c: char| c.is_numeric() || "一二三四五六七八九十百千万亿两".contains(c);
    let differs = |it: &Finding| it.difference.iter().any(|d| overlaps(d.span, amount(claim)));
    // Whether something grew or fell is no amount.
    let is_amount = claim.difference.first().is_none_or(|it| it.draft.contains(digit));
    claim.class == Class::Figure && is_amount && beside.peek().is_some() && !beside.any(differs)
}

/// The bytes of the amount that a figure's finding is about.
fn amount(claim: &Finding) -> Span {
    claim.difference.first().map_or(claim.span, |difference| difference.span)
}

/// Whether a finding of words taken from a passage is about the amount of the claim.
fn is_same_figure(finding: &Finding, claim: &Finding) -> bool {
    let figures = [finding, claim].iter().all(|it| it.class == Class::Figure);
    figures && finding.taken.is_some() && overlaps(finding.span, amount(claim))
}

/// What the claim is found to be, which says more, on the evidence of all; where the passage holds
/// another value than the claim is compared with, the passage is right.
fn merged(claim: Finding, same: Vec<Finding>) -> Vec<Finding> {
    let suggested = |it: &Finding| {
        let held = claim.suggestion.as_deref().unwrap_or_default();
        it.suggestion.as_deref().is_some_and(|value| held.contains(value))
    };
    // Found by a name alone, it says less than the passage that the words are taken from.
    let says_less = claim.confidence <= BY_NAME && !same.is_empty();
    if claim.verdict != Verdict::Differs || says_less || !same.iter().all(suggested) {
        return if same.is_empty() { vec![claim] } else { same };
    }
    let mut claim = claim;
    let mut evidence: Vec<_> = same.iter().flat_map(|it| it.evidence.iter().cloned()).collect();
    for own in std::mem::take(&mut claim.evidence) {
        if !evidence.iter().any(|it| it.passage == own.passage) {
            evidence.push(own);
        }
    }
    claim.confidence = same.iter().map(|it| it.confidence).fold(claim.confidence, f32::max);
    vec![Finding { evidence, ..claim }]
}

/// What a finding says that no other says better; `None` where nothing is left.
/// `named` are the titles and numbers that are held as the draft writes them.
fn untold(mut finding: Finding, (told, named): (&[Finding], &[Span])) -> Option<Finding> {
    if finding.class != Class::Quotation || finding.difference.is_empty() {
        return Some(finding);
    }
    let others = told.iter();
    let others = others.filter(|it| it.class != Class::Quotation && it.verdict != Verdict::Unseen);
    let others: Vec<&Finding> = others.collect();
    let before = finding.difference.len();
    finding.difference.retain(|difference| !others.iter().any(|other| tells(other, difference)));
    finding.difference.retain(|it| !named.iter().any(|title| overlaps(*title, it.span)));
    if finding.difference.is_empty() {
        return None;
    }
    if let Some(evidence) = finding.evidence.first().filter(|_| finding.difference.len() < before) {
        let title = &evidence.document.title;
        finding.message = compared(Class::Quotation, title, &finding.difference);
    }
    Some(finding)
}

/// Whether a finding tells of a difference that another found too.
fn tells(other: &Finding, difference: &Difference) -> bool {
    let marked = other.difference.iter().any(|own| overlaps(own.span, difference.span));
    // What marks nothing tells of all its words.
    let whole = other.difference.is_empty() && other.verdict != Verdict::Elsewhere;
    other.span.contains(difference.span) && (marked || whole)
}

/// Whether two spans share a byte, or one is a place within the other.
fn overlaps(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end || a.contains(b) || b.contains(a)
}
