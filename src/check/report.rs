//! A check from the draft to the report, in the shape that scripts rely on.

use std::collections::BTreeMap;
use std::time::Instant;

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::claims::claims;
use super::draft::Draft;
use super::faults::sorted_out;
use super::finding::{Class, Finding, Verdict};
use super::overlap::{Counts, Overlap, Stretch, overlap};
use super::precedents::{Precedent, precedents};
use super::sheet::Sheet;
use super::shelf::{Looked, Shelf};
use super::statements::statements;
use super::{
    brands, figures, honours, instruments, names, pairs, plain_titles, quotations, shorthands,
    slots, sums, titles,
};
use crate::budget::carried;
use crate::index::engine::EngineError;
use crate::knowledge::{Fact, FactType};
use crate::library::Snapshot;
use crate::text::Span;
use crate::text::sentences::sentences;

/// Bytes of the marks that end a sentence, which its letters leave out.
const SLACK: usize = 12;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What should be looked at, in the order of the draft.
    pub findings: Vec<Finding>,
    /// What was looked into and agrees, in the order of the draft.
    pub agreeing: Vec<Finding>,
    /// By class, how many findings.
    pub counts: BTreeMap<&'static str, usize>,
    /// How much of the draft stands in the corpus.
    pub overlap: Shares,
    /// In order.
    pub paragraphs: Vec<ParagraphReport>,
    /// Characters of the draft, white space left out.
    pub characters: usize,
    /// The generation of the index.
    pub generation: u64,
    /// Milliseconds from draft to report.
    pub took_ms: f64,
}

/// Counts of letters, with the shares that they make.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Shares {
    /// The counts.
    #[serde(flatten)]
    pub counts: Counts,
    /// The share of all letters that stands in the corpus, 0 to 1.
    pub share: f64,
    /// The share of the letters outside quote marks that stands in the corpus, 0 to 1.
    pub share_without_quotations: f64,
}

/// What is told of one paragraph.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParagraphReport {
    /// Bytes of the draft.
    pub span: Span,
    /// How much of it stands in the corpus.
    pub overlap: Shares,
    /// Long stretches that stand there word for word.
    pub stretches: Vec<Stretch>,
    /// The nearest passages, up to three.
    pub precedents: Vec<Precedent>,
}

impl From<Counts> for Shares {
    fn from(counts: Counts) -> Self {
        let rounded = |share: f64| (share * 1e4).round() / 1e4;
        Self {
            counts,
            share: rounded(counts.share()),
            share_without_quotations: rounded(counts.share_without_quotations()),
        }
    }
}

/// Checks `draft` against `snapshot`. The same draft and snapshot give the same report but for the
/// time it took.
///
/// # Errors
/// When the index cannot be read.
pub fn check(snapshot: &Snapshot, draft: &Draft) -> Result<Report, EngineError> {
    let start = Instant::now();
    let sheets: Vec<Sheet<'_>> = draft.paragraphs.par_iter().map(carried(Sheet::new)).collect();
    let shelf = Shelf::new(snapshot, &sheets)?;
    let passages = snapshot.engine.statistics()?.passages;
    let looked = sheets
        .par_iter()
        .map(carried(|sheet| shelf.look(sheet)))
        .collect::<Result<Vec<_>, EngineError>>()?;
    let years = sheets.iter().flat_map(|sheet| names::years(sheet.text()));
    let latest = years.max();
    let read = sheets
        .par_iter()
        .zip(&looked)
        .map(carried(|(sheet, looked): (&Sheet<'_>, &Vec<Looked>)| {
            paragraph(&shelf, sheet, looked, (draft.author.as_deref(), passages, latest))
        }))
        .collect::<Result<Vec<_>, EngineError>>()?;
    let mut findings = Vec::new();
    let mut paragraphs = Vec::new();
    let mut total = Counts::default();
    for (found, report) in read {
        findings.extend(found);
        total = total.plus(report.overlap.counts);
        paragraphs.push(report);
    }
    findings.extend(names::unofficial::findings(&shelf, &sheets)?);
    let claimed = claimed(&shelf, draft, (&sheets, &looked), &findings)?;
    let (mut agreeing, mut findings) = sorted_out(findings, claimed);
    for finding in agreeing.iter_mut().chain(&mut findings) {
        finding.text = finding.span.of(&draft.text).to_owned();
        finding.certainty = finding.in_words();
    }
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for finding in &findings {
        *counts.entry(finding.class.name()).or_default() += 1;
    }
    Ok(Report {
        findings,
        agreeing,
        counts,
        overlap: total.into(),
        paragraphs,
        characters: draft.text.chars().filter(|c| !c.is_whitespace()).count(),
        generation: snapshot.generation.number,
        took_ms: (start.elapsed().as_secs_f64() * 1e5).round() / 100.0,
    })
}

/// Everything about one paragraph; spans of the findings are bytes of the draft.
fn paragraph(
    shelf: &Shelf<'_>,
    sheet: &Sheet<'_>,
    looked: &[Looked],
    (author, passages, latest): (Option<&str>, usize, Option<u16>),
) -> Result<(Vec<Finding>, ParagraphReport), EngineError> {
    let mut findings = quotations::findings(shelf, sheet, looked)?;
    findings.extend(titles::findings(shelf, sheet)?);
    findings.extend(names::findings(sheet, latest));
    findings.extend(sums::findings(sheet));
    for finding in &mut findings {
        finding.span = sheet.to_draft(finding.span);
        finding.taken = finding.taken.map(|taken| sheet.to_draft(taken));
        for difference in &mut finding.difference {
            difference.span = sheet.to_draft(difference.span);
        }
    }
    let Overlap { counts, stretches } = overlap(shelf, sheet, looked, author)?;
    let report = ParagraphReport {
        span: sheet.to_draft(Span::new(0, sheet.text().len())),
        overlap: counts.into(),
        stretches,
        precedents: precedents(shelf.snapshot, sheet, passages)?,
    };
    Ok((findings, report))
}

/// What the draft's claims are found to be, but for those in sentences that stand in the corpus as
/// they are.
fn claimed(
    shelf: &Shelf<'_>,
    draft: &Draft,
    (sheets, looked): (&[Sheet<'_>], &[Vec<Looked>]),
    found: &[Finding],
) -> Result<Vec<Finding>, EngineError> {
    let held: Vec<Span> = found
        .iter()
        .filter(|it| it.class == Class::Quotation && it.verdict == Verdict::Agrees)
        .map(|it| it.span)
        .collect();
    // A paragraph that stands in the corpus as it is says nothing that is to be compared.
    let open = |at: usize| {
        let paragraph = &draft.paragraphs[at];
        let sentences = sentences(&paragraph.text).into_iter();
        let mut spans = sentences.map(|it| paragraph.to_draft(it));
        spans
            .any(|it| !held.iter().any(|span| span.start <= it.start && it.end <= span.end + SLACK))
    };
    let mut claims = claims(draft, open);
    let stands = |claim: Span, span: &Span| {
        span.start <= claim.start + SLACK && claim.end <= span.end + SLACK
    };
    // 荣获“…”的是X: who holds it stands outside what is quoted.
    let told = |claim: &Fact, span: &Span| {
        let quoted = span.of(&draft.text);
        claim.kind != FactType::Honour
            || claim.details.holders.iter().all(|holder| quoted.contains(holder.as_str()))
    };
    claims.retain(|claim| !held.iter().any(|span| stands(claim.span, span) && told(claim, span)));
    let statements = statements(shelf, draft, (sheets, looked), &claims)?;
    let read = |statement| -> Result<Vec<Finding>, EngineError> {
        let mut findings = figures::findings(shelf, statement)?;
        findings.extend(brands::findings(shelf, statement)?);
        findings.extend(honours::findings(shelf, statement)?);
        findings.extend(instruments::findings(shelf, statement)?);
        // Of the writer's own place or office the library may not know.
        let more = [plain_titles::findings, pairs::findings, slots::findings];
        for more in more.into_iter().filter(|_| !statement.is_own) {
            if !findings.iter().any(|it| it.verdict == Verdict::Differs) {
                findings.extend(more(shelf, statement)?);
            }
        }
        Ok(findings)
    };
    let found =
        statements.par_iter().map(carried(read)).collect::<Result<Vec<_>, EngineError>>()?;
    let mut findings: Vec<Finding> = found.into_iter().flatten().collect();
    findings.extend(shorthands::findings(shelf, &claims)?);
    Ok(findings)
}
