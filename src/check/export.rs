//! The list of findings as a report to carry away.

use std::collections::BTreeSet;

use super::finding::{Evidence, Finding};
use super::report::Report as Checked;
use crate::document::citation::citation;
use crate::document::report::{Block, Inline, Report};
use crate::index::engine::EngineError;
use crate::library::Snapshot;

/// What somebody has decided on findings, by their place in the report, from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Those that are followed.
    pub accepted: BTreeSet<usize>,
    /// Those that are not; they are left out.
    pub dismissed: BTreeSet<usize>,
}

/// The list of findings with their evidence as numbered references. The draft itself is not in it,
/// but for the words that findings are about.
///
/// # Errors
/// When the index cannot be read.
pub fn export(
    snapshot: &Snapshot,
    checked: &Checked,
    decisions: &Decisions,
) -> Result<Report, EngineError> {
    let mut report = Report {
        title: "草稿检查意见".to_owned(),
        about: about(snapshot, checked, decisions),
        ..Report::default()
    };
    let kept = checked.findings.iter().enumerate();
    for (at, finding) in kept.filter(|(at, _)| !decisions.dismissed.contains(at)) {
        let accepted = decisions.accepted.contains(&at);
        add(snapshot, &mut report, finding, accepted)?;
    }
    if report.blocks.is_empty() {
        report.blocks.push(Block::Paragraph(vec![Inline::text("没有待处理的意见。")]));
    }
    Ok(report)
}

fn about(snapshot: &Snapshot, checked: &Checked, decisions: &Decisions) -> Vec<String> {
    let overlap = &checked.overlap;
    let (left, out) = (checked.findings.len(), decisions.dismissed.len());
    vec![
        format!(
            "草稿 {} 字；意见 {left} 条，其中已忽略 {out} 条，已采纳 {} 条；相符 {} 处",
            checked.characters,
            decisions.accepted.len(),
            checked.agreeing.len()
        ),
        format!(
            "与库中文字重合 {:.1}%，引号之外 {:.1}%",
            overlap.share * 100.0,
            overlap.share_without_quotations * 100.0
        ),
        format!("依据语料第 {} 版；“库中未见”只表示语料里没有", snapshot.generation.number),
    ]
}

fn add(
    snapshot: &Snapshot,
    report: &mut Report,
    finding: &Finding,
    accepted: bool,
) -> Result<(), EngineError> {
    let state = if accepted { "（已采纳）" } else { "" };
    let number =
        report.blocks.iter().filter(|block| matches!(block, Block::Heading(..))).count() + 1;
    let heading = format!("{number}．{}·{}{state}", finding.class.label(), finding.verdict.label());
    report.blocks.push(Block::Heading(2, heading));
    report.blocks.push(Block::Paragraph(marked(finding)));
    let sure = format!("{}（{}）", finding.message, finding.certainty.label());
    report.blocks.push(Block::Paragraph(vec![Inline::text(sure)]));
    for evidence in &finding.evidence {
        let number = report.cite(&reference(snapshot, evidence)?);
        let words = vec![Inline::text(evidence.sentence.clone()), Inline::Reference(number)];
        report.blocks.push(Block::Quotation(words));
    }
    Ok(())
}

/// The words of the draft, what differs crossed out with what is held beside it.
fn marked(finding: &Finding) -> Vec<Inline> {
    let mut inlines = vec![Inline::Strong("草稿：".to_owned())];
    let mut at = finding.span.start;
    let words = |from: usize, to: usize| {
        let (from, to) = (from - finding.span.start, to - finding.span.start);
        Inline::text(finding.text[from..to].to_owned())
    };
    for difference in &finding.difference {
        if difference.span.start < at || difference.span.end > finding.span.end {
            continue;
        }
        inlines.push(words(at, difference.span.start));
        inlines.push(Inline::Deleted(difference.draft.clone()));
        inlines.push(Inline::Inserted(difference.held.clone()));
        at = difference.span.end;
    }
    inlines.push(words(at, finding.span.end));
    inlines.retain(|inline| !inline.plain().is_empty());
    inlines
}

fn reference(snapshot: &Snapshot, evidence: &Evidence) -> Result<String, EngineError> {
    let document = snapshot.engine.document(&evidence.document.id)?;
    Ok(document.map_or_else(
        || evidence.document.title.clone(),
        |document| citation(&document.front_matter, "").full(),
    ))
}
