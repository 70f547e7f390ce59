//! A report as its page shows it.

use super::marks::{MarkedParagraph, marked};
use crate::check::finding::{Difference, Evidence};
use crate::check::overlap::{Counts, Stretch};
use crate::check::precedents::Precedent;
use crate::check::report::ParagraphReport;
use crate::check::{Class, Draft, Finding, Report};

/// A report.
pub(super) struct Shown {
    pub(super) paragraphs: Vec<ShownParagraph>,
    pub(super) findings: Vec<ShownFinding>,
    pub(super) agreeing: Vec<ShownFinding>,
    pub(super) stretches: Vec<ShownStretch>,
    /// Classes that have findings, each with its name, label and number.
    pub(super) classes: Vec<(&'static str, &'static str, usize)>,
    pub(super) bars: Vec<Bar>,
    pub(super) characters: usize,
    pub(super) share: String,
    pub(super) share_without_quotations: String,
    pub(super) took: f64,
}

/// A paragraph of the draft.
pub(super) struct ShownParagraph {
    pub(super) marked: MarkedParagraph,
    /// `重合 45%`, empty where nothing is.
    pub(super) overlap: String,
    pub(super) precedents: Vec<Precedent>,
}

/// A finding.
pub(super) struct ShownFinding {
    pub(super) class: &'static str,
    pub(super) label: &'static str,
    pub(super) verdict: &'static str,
    pub(super) text: String,
    pub(super) message: String,
    pub(super) suggestion: Option<String>,
    pub(super) difference: Vec<Difference>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) sure: &'static str,
    /// What is to be put where in the text field: `[[start, end, "held"], …]` in UTF-16 units.
    pub(super) edits: String,
}

/// A stretch that stands in the corpus.
pub(super) struct ShownStretch {
    pub(super) standing: &'static str,
    pub(super) text: String,
    pub(super) letters: usize,
    pub(super) documents: usize,
    pub(super) evidence: Evidence,
}

/// A part of the bar of overlap; in percent of its width.
pub(super) struct Bar {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) from: String,
    pub(super) width: String,
    pub(super) percent: String,
}

/// Precedents of so many words are shown; more say no more.
const WORDS: usize = 5;

impl Shown {
    pub(super) fn new(draft: &Draft, report: Report) -> Self {
        let units = Units::new(draft, &report.findings);
        let overlap = report.overlap;
        let stretches = report.paragraphs.iter().flat_map(|paragraph| &paragraph.stretches);
        let stretches = stretches.map(|it| stretch(draft, it)).collect();
        let classes = Class::ALL.into_iter().filter_map(|class| {
            let number = report.counts.get(class.name()).copied()?;
            Some((class.name(), class.label(), number))
        });
        let marked = marked(draft, &report.findings).into_iter();
        Self {
            classes: classes.collect(),
            bars: bars(&overlap.counts),
            characters: report.characters,
            share: percent(overlap.share),
            share_without_quotations: percent(overlap.share_without_quotations),
            took: report.took_ms,
            stretches,
            paragraphs: marked.zip(report.paragraphs).map(|(m, p)| paragraph(m, p)).collect(),
            findings: report.findings.into_iter().map(|it| finding(it, &units)).collect(),
            agreeing: report.agreeing.into_iter().map(|it| finding(it, &units)).collect(),
        }
    }
}

impl ShownFinding {
    /// The suggestion, where it says more than the difference does.
    pub(super) fn longer_suggestion(&self) -> Option<&str> {
        let suggestion = self.suggestion.as_deref()?;
        let told = matches!(&self.difference[..], [only] if only.held == suggestion);
        (!told).then_some(suggestion)
    }
}

fn paragraph(marked: MarkedParagraph, report: ParagraphReport) -> ShownParagraph {
    let share = report.overlap.share;
    let overlap = if share > 0.0 { format!("重合 {}", percent(share)) } else { String::new() };
    let mut precedents = report.precedents;
    precedents.iter_mut().for_each(|it| it.words.truncate(WORDS));
    ShownParagraph { marked, overlap, precedents }
}

fn finding(finding: Finding, units: &Units) -> ShownFinding {
    ShownFinding {
        class: finding.class.name(),
        label: finding.class.label(),
        verdict: finding.verdict.label(),
        edits: units.edits(&finding.difference),
        text: finding.text,
        message: finding.message,
        suggestion: finding.suggestion,
        difference: finding.difference,
        evidence: finding.evidence,
        sure: finding.certainty.label(),
    }
}

fn stretch(draft: &Draft, stretch: &Stretch) -> ShownStretch {
    ShownStretch {
        standing: stretch.standing.label(),
        text: stretch.span.of(&draft.text).to_owned(),
        letters: stretch.letters,
        documents: stretch.documents,
        evidence: stretch.evidence.clone(),
    }
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

fn bars(counts: &Counts) -> Vec<Bar> {
    let parts = [
        ("quoted", "引用", counts.quoted),
        ("formulaic", "套语", counts.formulaic),
        ("own", "本单位旧文", counts.own),
        ("copied", "雷同", counts.copied),
    ];
    #[expect(clippy::cast_precision_loss, reason = "a draft is far shorter than 2^52 letters")]
    let share = |part: usize| part as f64 * 100.0 / counts.letters.max(1) as f64;
    let mut from = 0;
    let mut bars = Vec::new();
    for (name, label, part) in parts.into_iter().filter(|(.., part)| *part > 0) {
        bars.push(Bar {
            name,
            label,
            from: format!("{:.2}%", share(from)),
            width: format!("{:.2}%", share(part)),
            percent: format!("{:.0}%", share(part)),
        });
        from += part;
    }
    bars
}

/// Where bytes of the draft are in UTF-16, as scripts count a text field.
struct Units(Vec<(usize, usize)>);

impl Units {
    /// Learns the places of all differences in one pass.
    fn new(draft: &Draft, findings: &[Finding]) -> Self {
        let differences = findings.iter().flat_map(|finding| &finding.difference);
        let mut places: Vec<usize> =
            differences.flat_map(|it| [it.span.start, it.span.end]).collect();
        places.sort_unstable();
        places.dedup();
        let (mut at, mut units) = (0, 0);
        let mut known = Vec::new();
        for place in places {
            units += draft.text[at..place].encode_utf16().count();
            at = place;
            known.push((place, units));
        }
        Self(known)
    }

    fn edits(&self, differences: &[Difference]) -> String {
        let unit = |place: usize| {
            let found = self.0.binary_search_by_key(&place, |(byte, _)| *byte);
            found.map_or(0, |at| self.0[at].1)
        };
        let edits = differences.iter();
        let edits = edits.map(|it| (unit(it.span.start), unit(it.span.end), it.held.as_str()));
        serde_json::to_string(&edits.collect::<Vec<_>>()).expect("numbers and text are JSON")
    }
}
