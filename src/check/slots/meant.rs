//! What the library says is meant to be done, told in a draft as done; and a day of another year.

use super::super::claims::letters;
use super::super::finding::{Class, Difference, Finding, Verdict};
use super::super::measures;
use super::super::shelf::{Held, Shelf};
use super::super::statements::Statement;
use crate::index::engine::EngineError;
use crate::text::Span;
use crate::text::sentences::{clauses, sentences};

/// Words that say that something is done.
const DONE: [&str; 8] = ["已经", "已", "实现了", "完成了", "建成了", "达到了", "进入了", "取得了"];
/// Words that say that something is meant.
const MEANT: [&str; 13] = [
    "力争",
    "争取",
    "努力",
    "确保",
    "计划",
    "预期",
    "目标",
    "拟",
    "将",
    "要",
    "推动",
    "预计",
    "到年底",
];
/// How much of the draft's sentence the held clauses have.
const HELD: f32 = 0.72;
/// A sentence of fewer letters says too little.
const LEAST: usize = 10;

/// A finding where every passage near a sentence that has its words says that they are meant.
pub(super) fn finding(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Option<Finding>, EngineError> {
    let text = statement.text;
    let done = DONE.iter().find_map(|word| text.find(word).map(|at| (at, *word)));
    let is_meant = MEANT[..6].iter().any(|word| text.contains(word));
    let own = DONE.iter().fold(letters(text), |text, word| text.replacen(word, "", 1));
    let Some((at, word)) = done.filter(|_| !is_meant && own.chars().count() >= LEAST) else {
        return Ok(None);
    };
    let mut meant: Option<(std::sync::Arc<Held>, Span)> = None;
    for place in &statement.near {
        let held = shelf.passage(*place)?;
        let above = letters(&held.entry.document.title)
            + &letters(held.entry.document.region.as_deref().unwrap_or_default());
        for sentence in sentences(&held.entry.text) {
            let said = sentence.of(&held.entry.text);
            if measures::share(&own, &(above.clone() + &letters(said))) < HELD {
                continue;
            }
            match aim(said, &own) {
                Some(clause) if meant.is_none() => {
                    meant = Some((held.clone(), clause.shift(sentence.start)));
                }
                Some(_) => {}
                // What is told as done somewhere is done.
                None => return Ok(None),
            }
        }
    }
    Ok(meant.map(|(held, clause)| {
        let said = clause.of(&held.entry.text).trim();
        let span = Span::new(at, at + word.len()).shift(statement.span.start);
        let message = format!("库中为目标，草稿写作已经完成：“{said}”");
        Finding {
            span,
            difference: vec![Difference { span, draft: word.to_owned(), held: said.to_owned() }],
            evidence: vec![held.evidence(held.letters.within(clause))],
            confidence: 0.7,
            ..Finding::new(Class::Figure, Verdict::Differs, message)
        }
    }))
}

/// The clause of a sentence that says most of what the draft says, where it or the head of the
/// sentence says that it is meant, and nothing that it is done.
fn aim(said: &str, own: &str) -> Option<Span> {
    let clauses = clauses(said);
    let likest = clauses
        .iter()
        .max_by(|a, b| share_of(own, a.of(said)).total_cmp(&share_of(own, b.of(said))))?;
    let clause = likest.of(said);
    let done = ["已", "了", "达到", "超额"].iter().any(|word| clause.contains(word));
    let meant = MEANT.iter().any(|word| clause.contains(word));
    (meant && !done).then_some(*likest)
}

fn share_of(own: &str, clause: &str) -> f32 {
    measures::share(own, &letters(clause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clause_that_says_it_is_meant_is_found() {
        let said = "2020年底，特色指标进入前列，力争营商环境总体水平进入全市先进行列。";
        let aim = |own: &str| aim(said, own).map(|it| it.of(said));
        assert_eq!(
            aim("2020年底营商环境总体水平进入全市先进行列"),
            Some("力争营商环境总体水平进入全市先进行列。")
        );
        assert_eq!(aim("特色指标进入前列"), None);
    }
}
