//! The day that a text states of itself: of signature, adoption, session, page.

use super::Stated;
use super::candidate::Candidate;
use super::issuer::on_one_line;
use crate::document::Date;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::day;
use crate::intake::words::Label;

/// Every day that may be the text's own, by the evidence for it.
pub(super) fn candidates(lines: &[Line], stated: &Stated) -> Vec<Candidate<Date>> {
    let mut found: Vec<Candidate<Date>> = Vec::new();
    for (label, value, _) in &stated.said {
        let Some(date) = Date::parse(value)
            .or_else(|| day::first(&crate::text::fold(value).text).map(|it| it.0))
        else {
            continue;
        };
        match label {
            Label::Signed => found.push(Candidate::new(date, 8.5, "signed_label")),
            // The day on which a store of documents took the text in says nothing of the text.
            Label::Day if !stated.is_store => found.push(Candidate::new(date, 5.0, "page_label")),
            _ => {}
        }
    }
    let body = lines.iter().position(Line::begins_body).unwrap_or(lines.len());
    found.extend(signed(lines, body));
    let mut history = 0.0;
    for (at, line) in lines.iter().enumerate().take(body + 30) {
        match &line.role {
            Role::Session => {
                found.extend(
                    day::first(line.plain()).map(|(date, _)| Candidate::new(date, 8.2, "session")),
                );
            }
            Role::History => {
                // Of a rule that was amended, the text is of the last day.
                let last = day::all(line.plain()).into_iter().map(|(date, _)| date).max();
                found.extend(last.map(|date| Candidate::new(date, 4.0 + history, "adoption")));
                history += 0.01;
            }
            _ if at < body && on_one_line(line).is_some() => {
                found.extend(on_one_line(line).map(|(_, date)| Candidate::new(date, 5.0, "head")));
            }
            Role::Day(date) if at < body => {
                let bracket = line.plain().starts_with('(');
                let weekday = line.plain().contains("星期");
                let score = if bracket {
                    8.0
                } else if weekday {
                    3.0
                } else {
                    4.5
                };
                found.push(Candidate::new(*date, score, "head"));
            }
            _ => {}
        }
    }
    found.extend(told(lines));
    found
}

/// When a sentence near the beginning says that the text was issued: 2023年7月,某办公厅印发《…》.
fn told(lines: &[Line]) -> Option<Candidate<Date>> {
    lines.iter().filter(|line| line.is_text()).take(3).find_map(|line| {
        let plain = line.plain();
        let (date, span) =
            day::first(plain).or_else(|| day::month(plain)).filter(|(_, span)| span.start == 0)?;
        let rest: String = plain[span.end..].chars().take(40).collect();
        let issued = rest
            .find("《")
            .is_some_and(|at| rest[..at].ends_with("印发") || rest[..at].ends_with("发布"));
        issued.then(|| Candidate::new(date, 3.5, "told"))
    })
}

/// Days after the body begins: a line of its own, or behind a body's name.
fn signed(lines: &[Line], body: usize) -> Vec<Candidate<Date>> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(body) {
        let score = if found.is_empty() { 9.0 } else { 6.0 };
        if let Role::Day(date) = line.role {
            let office = at > 0 && matches!(lines[at - 1].role, Role::Office(_) | Role::Short);
            let last = lines[at + 1..].iter().all(|line| !line.is_text());
            let weight = if office || last { score } else { score - 2.0 };
            found.push(Candidate::new(date, weight, "signature"));
        } else if let Some((_, date)) = on_one_line(line) {
            found.push(Candidate::new(date, score, "signature"));
        }
    }
    found
}
