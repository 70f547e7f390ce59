//! The draft with the findings marked in it.

use crate::check::draft::Paragraph;
use crate::check::{Draft, Finding};
use crate::text::Span;
use crate::text::blocks::BlockKind;

/// A stretch of a paragraph that is shown in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) text: String,
    /// The findings that begin here, from 1.
    pub(super) begins: Vec<usize>,
    /// The narrowest finding that it belongs to, from 1.
    pub(super) finding: Option<usize>,
    /// The finding's class.
    pub(super) class: &'static str,
    /// The difference that it is, as `finding-difference`, with what is held.
    pub(super) edit: Option<(String, String)>,
}

/// A paragraph of the draft with its marks.
pub(super) struct MarkedParagraph {
    pub(super) heading: bool,
    pub(super) marks: Vec<Mark>,
}

/// Every paragraph, in order.
pub(super) fn marked(draft: &Draft, findings: &[Finding]) -> Vec<MarkedParagraph> {
    // Findings are in the order of the draft, so those of a paragraph are neighbours.
    let mut first = 0;
    let mut paragraphs = Vec::new();
    for paragraph in &draft.paragraphs {
        let all = paragraph.to_draft(Span::new(0, paragraph.text.len()));
        while findings.get(first).is_some_and(|it| it.span.start < all.start) {
            first += 1;
        }
        let count = findings[first..].iter().take_while(|it| it.span.start <= all.end).count();
        let own = findings[first..first + count].iter().enumerate();
        let own: Vec<(usize, &Finding)> = own.map(|(at, it)| (first + at + 1, it)).collect();
        let heading = is_heading(paragraph);
        paragraphs.push(MarkedParagraph { heading, marks: marks(&draft.text, all, &own) });
    }
    paragraphs
}

fn is_heading(paragraph: &Paragraph) -> bool {
    let text = &paragraph.text;
    let short = text.chars().count() <= 30
        && !text.ends_with(['。', '；', '，', '：', ':', ',', '！', '？']);
    matches!(paragraph.kind, BlockKind::Heading(_))
        || (short && paragraph.kind == BlockKind::Paragraph)
}

fn marks(text: &str, all: Span, findings: &[(usize, &Finding)]) -> Vec<Mark> {
    let mut borders = vec![all.start, all.end];
    for (_, finding) in findings {
        borders.extend([finding.span.start, finding.span.end]);
        borders.extend(finding.difference.iter().flat_map(|it| [it.span.start, it.span.end]));
    }
    borders.retain(|at| (all.start..=all.end).contains(at) && text.is_char_boundary(*at));
    borders.sort_unstable();
    borders.dedup();
    let mut marks = Vec::new();
    for (at, start) in borders.iter().enumerate() {
        marks.extend(left_out(*start, findings));
        let Some(end) = borders.get(at + 1) else { break };
        marks.push(mark(text, Span::new(*start, *end), findings));
    }
    marks
}

fn mark(text: &str, span: Span, findings: &[(usize, &Finding)]) -> Mark {
    let around = findings.iter().filter(|(_, it)| it.span.contains(span));
    let narrowest = around.min_by_key(|(number, it)| (it.span.len(), *number));
    let begins = findings.iter().filter(|(_, it)| it.span.start == span.start);
    let edit = narrowest.and_then(|(number, finding)| edit(*number, finding, span));
    Mark {
        text: span.of(text).to_owned(),
        begins: begins.map(|(number, _)| *number).collect(),
        finding: narrowest.map(|(number, _)| *number),
        class: narrowest.map_or("", |(_, it)| it.class.name()),
        edit,
    }
}

fn edit(number: usize, finding: &Finding, span: Span) -> Option<(String, String)> {
    let at = finding.difference.iter().position(|it| it.span == span)?;
    Some((format!("{number}-{at}"), finding.difference[at].held.clone()))
}

/// Marks of no width, where the draft leaves something out.
fn left_out(at: usize, findings: &[(usize, &Finding)]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (number, finding) in findings {
        if let Some(edit) = edit(*number, finding, Span::new(at, at)) {
            marks.push(Mark {
                text: String::new(),
                begins: Vec::new(),
                finding: Some(*number),
                class: finding.class.name(),
                edit: Some(edit),
            });
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::finding::Difference;
    use crate::check::{Class, Verdict};

    #[test]
    fn marks_together_are_the_paragraph() {
        let text = "题目\n评定党支部547个,印发《意见》。\n";
        let draft = Draft::pasted(text).unwrap();
        let at = |part: &str| {
            let start = text.find(part).unwrap();
            Span::new(start, start + part.len())
        };
        let finding = |span: Span, difference: Span| Finding {
            span,
            difference: vec![Difference {
                span: difference,
                draft: String::new(),
                held: "四强".to_owned(),
            }],
            ..Finding::new(Class::Quotation, Verdict::Differs, String::new())
        };
        let gap = at("党支部").start;
        let findings =
            [finding(at("评定党支部547个"), Span::new(gap, gap)), finding(at("547"), at("547"))];
        let paragraphs = marked(&draft, &findings);
        let whole: String = paragraphs[1].marks.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(whole, draft.paragraphs[1].text);
        assert!(paragraphs[0].heading && !paragraphs[1].heading);
        let told: Vec<(&str, Option<usize>, bool)> = paragraphs[1]
            .marks
            .iter()
            .map(|it| (it.text.as_str(), it.finding, it.edit.is_some()))
            .collect();
        assert_eq!(
            told,
            [
                ("评定", Some(1), false),
                ("", Some(1), true),
                ("党支部", Some(1), false),
                ("547", Some(2), true),
                ("个", Some(1), false),
                (",印发《意见》。", None, false)
            ]
        );
    }
}
