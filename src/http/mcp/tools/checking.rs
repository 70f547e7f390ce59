//! `check_citation` and `check_text`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::arguments::read;
use super::reading::held;
use crate::check::finding::Evidence;
use crate::check::{Class, Draft, Finding, Verdict, check};
use crate::http::error::HttpError;
use crate::index::query::Query;
use crate::library::Snapshot;
use crate::text::fold;

/// How many findings are given, and pieces of evidence for one.
const FINDINGS: usize = 20;
const EVIDENCE: usize = 2;
/// Marks around a quotation.
const MARKS: [(char, char); 4] = [('“', '”'), ('「', '」'), ('『', '』'), ('"', '"')];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cited {
    quotation: String,
    #[serde(default)]
    id: String,
}

/// How a quotation stands to what is held.
pub(super) fn citation(snapshot: &Snapshot, arguments: Value) -> Result<Value, HttpError> {
    let asked: Cited = read(arguments)?;
    let quotation = unquoted(asked.quotation.trim());
    let folded = fold(quotation).text;
    if !folded.chars().any(char::is_alphanumeric) {
        return Err(HttpError::Unacceptable("quotation 是空的；请给出引文".to_owned()));
    }
    if asked.id.trim().is_empty() {
        return whole_library(snapshot, quotation, folded);
    }
    let (document, passages) = held(snapshot, &asked.id)?;
    let stands = passages.iter().find(|it| fold(&it.text).text.contains(&folded));
    let title = &document.front_matter.title;
    Ok(match stands {
        Some(passage) => agreeing(vec![json!({ "id": passage.id(), "title": title })]),
        None => {
            let found = whole_library(snapshot, quotation, folded)?;
            let message = format!("《{title}》的所指之处没有这句话");
            json!({ "verdict": Verdict::Unseen, "message": message, "in_library": found })
        }
    })
}

/// A quotation without the marks around the whole of it; `“四强”党支部“先锋”` has none.
fn unquoted(text: &str) -> &str {
    let inside = MARKS.iter().find_map(|(open, close)| {
        let inside = text.strip_prefix(*open)?.strip_suffix(*close)?;
        let mut depth = 0;
        let mut marks = inside.chars().filter(|c| c == open || c == close);
        let balanced = marks.all(|c| {
            depth += if c == *close { -1 } else { 1 };
            depth >= 0
        });
        (balanced && depth == 0).then_some(inside)
    });
    inside.unwrap_or(text)
}

/// How it stands to all that is held: as a whole in one passage, else sentence by sentence.
fn whole_library(snapshot: &Snapshot, quotation: &str, folded: String) -> Result<Value, HttpError> {
    let query = Query { exact: vec![folded], limit: EVIDENCE, ..Query::default() };
    let found = snapshot.engine.search(&query)?;
    if !found.hits.is_empty() {
        let places = found
            .hits
            .iter()
            .map(|hit| json!({ "id": hit.passage.id(), "title": hit.passage.document.title }));
        return Ok(agreeing(places.collect()));
    }
    let draft = Draft::pasted(&format!("『{}』", quotation.replace(['\r', '\n'], "")))?;
    let report = check(snapshot, &draft)?;
    let of_words = |it: &&Finding| it.class == Class::Quotation;
    let findings: Vec<&Finding> = report.findings.iter().filter(of_words).collect();
    let parts: Vec<Value> =
        findings.into_iter().chain(report.agreeing.iter().filter(of_words)).map(told).collect();
    let verdict = report.findings.iter().find(of_words).map_or(Verdict::Unseen, |it| it.verdict);
    let message = match verdict {
        Verdict::Unseen => "这段引文没有照原样见于库中任何一段",
        _ => "库中的原文与这段引文不同，见 parts",
    };
    Ok(json!({ "verdict": verdict, "message": message, "parts": parts }))
}

fn agreeing(evidence: Vec<Value>) -> Value {
    json!({ "verdict": Verdict::Agrees, "message": "与库中所载一致", "evidence": evidence })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    text: String,
    #[serde(default)]
    author: String,
}

/// What should be looked at in a text, which is forgotten with the answer.
pub(super) fn text(snapshot: &Snapshot, arguments: Value) -> Result<Value, HttpError> {
    let asked: Written = read(arguments)?;
    let report = check(snapshot, &Draft::pasted(&asked.text)?.by(&asked.author))?;
    let findings: Vec<Value> = report.findings.iter().take(FINDINGS).map(told).collect();
    Ok(json!({
        "total": report.findings.len(),
        "findings": findings,
        "counts": report.counts,
        "agreeing": report.agreeing.len(),
        "share_held": report.overlap.share,
    }))
}

/// A finding in short.
fn told(finding: &Finding) -> Value {
    let mut told = json!({
        "class": finding.class,
        "verdict": finding.verdict,
        "text": finding.text,
        "message": finding.message,
        "certainty": finding.certainty,
    });
    if let Some(suggestion) = &finding.suggestion {
        told["suggestion"] = json!(suggestion);
    }
    let evidence: Vec<Value> = finding.evidence.iter().take(EVIDENCE).map(place).collect();
    if !evidence.is_empty() {
        told["evidence"] = json!(evidence);
    }
    told
}

fn place(evidence: &Evidence) -> Value {
    let Evidence { passage, document, sentence, .. } = evidence;
    json!({ "id": passage, "title": document.title, "sentence": sentence })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_around_the_whole_are_left_out() {
        for (given, bare) in [
            ("“开设“办不成事”窗口”", "开设“办不成事”窗口"),
            ("「一句话」", "一句话"),
            ("\"一句话\"", "一句话"),
            ("“四强”党支部“先锋”", "“四强”党支部“先锋”"),
            ("一句话", "一句话"),
            ("“", "“"),
        ] {
            assert_eq!(unquoted(given), bare);
        }
    }
}
