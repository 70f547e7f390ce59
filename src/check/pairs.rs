//! Rows of pairs that a held text sets out (保障芯——区自然资源局、通达芯——区交通运输局;
//! “天涯蓝盾”（城郊检察院）、“小螺号”（万宁市检察院）): a sentence that gives one's other side to
//! another is wrong.

use super::claims::letters;
use super::finding::{Class, Difference, Finding, Verdict};
use super::rows::Sides;
use super::shelf::Shelf;
use super::statements::Statement;
use super::titles::of_passage;
use crate::index::engine::EngineError;
use crate::index::entry::PassageEntry;
use crate::knowledge::{FactType, region};
use crate::text::Span;

/// A side of fewer letters is found in too many sentences.
const TELLING: usize = 3;
/// So many of the passages near a sentence say which documents it may be about.
const NEAR: usize = 4;
/// What stands before a body that is told without its place.
const LEADS: [char; 8] = ['是', '为', '由', '被', '和', '与', '的', '将'];

/// What a sentence says of rows that the documents near it hold.
pub(super) fn findings(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Vec<Finding>, EngineError> {
    // Who has what name or honour, and where a village lies: of figures rows say nothing here.
    let asks = [FactType::Brand, FactType::Honour].iter().any(|it| statement.of(*it).count() > 0);
    if !asks && !statement.text.contains(['“', '村']) {
        return Ok(Vec::new());
    }
    let said = letters(statement.text);
    let mut seen = Vec::new();
    for place in statement.near.iter().take(NEAR) {
        let id = shelf.passage(*place)?.entry.document.id.clone();
        if seen.contains(&id) {
            continue;
        }
        let whole = shelf.rows_of(&id)?;
        let (passages, rows) = (&whole.0, &whole.1);
        seen.push(id);
        // Where one row sets them beside each other as the sentence does, no other row counts.
        let has = |it: &Sides| is_told(&said, &it.letters.0) && is_told(&said, &it.letters.1);
        if rows.iter().flatten().any(has) {
            return Ok(Vec::new());
        }
        for row in rows {
            let crossed = crossed(&said, row);
            if let Some((at, other)) = crossed.filter(|it| !stand_together(passages, row, *it)) {
                let passage = &passages[row[at].passage];
                return Ok(vec![differing(statement, passage, (&row[at], &row[other]))]);
            }
        }
    }
    Ok(Vec::new())
}

/// The pair whose first side a sentence sets beside the other side of another pair; nothing where
/// it names more than one of either, or where one pair has both.
fn crossed(said: &str, row: &[Sides]) -> Option<(usize, usize)> {
    let one = only(said, row.iter().map(|it| it.letters.0.as_str()))?;
    let other = only(said, row.iter().map(|it| it.letters.1.as_str()))?;
    if row.iter().any(|it| it.letters.0 == one && it.letters.1 == other) {
        return None;
    }
    let at = row.iter().position(|it| it.letters.0 == one)?;
    Some((at, row.iter().position(|it| it.letters.1 == other)?))
}

/// Whether a clause of the document, and no row, sets the two beside each other too.
fn stand_together(passages: &[PassageEntry], row: &[Sides], (at, other): (usize, usize)) -> bool {
    let (one, other) = (&row[at].letters.0, &row[other].letters.1);
    let clauses = passages.iter().flat_map(|it| it.text.split(['、', '，', '；', '。', '\n']));
    clauses
        .map(letters)
        .any(|clause| clause.contains(one.as_str()) && clause.contains(other.as_str()))
}

/// The only side that a sentence names; a place is not named where only a part of it is
/// (铜陵市|铜官区), nor a name within another.
fn only<'a>(said: &str, sides: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut told: Vec<&str> = sides.filter(|side| is_told(said, side)).collect();
    told.sort_unstable();
    told.dedup();
    let all = told.clone();
    told.retain(|side| {
        let within = |other: &&str| {
            other != side && (other.contains(*side) || said.contains(&format!("{side}{other}")))
        };
        !all.iter().any(within)
    });
    if let [one] = told.as_slice() { Some(*one) } else { None }
}

/// Whether a sentence names a side; a body also by its level alone: 是|区教育局.
fn is_told(said: &str, side: &str) -> bool {
    if side.chars().count() < TELLING || said.contains(side) {
        return side.chars().count() >= TELLING;
    }
    let Some((place, rest)) = placed(side) else { return false };
    let level = place.chars().next_back().unwrap_or_default();
    let short = format!("{level}{rest}");
    let led = |at: usize| said[..at].is_empty() || said[..at].ends_with(LEADS);
    short.chars().count() >= TELLING && said.match_indices(&short).any(|(at, _)| led(at))
}

/// A name after the places that it begins with: 长沙市望城区|教育局.
fn placed(side: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    while let Some((_, length)) = region::leading(&side[at..]) {
        at += length;
    }
    (at > 0 && at < side.len()).then(|| side.split_at(at))
}

fn differing(
    statement: &Statement<'_>,
    passage: &PassageEntry,
    (pair, given): (&Sides, &Sides),
) -> Finding {
    let ((name, other), (_, own)) = (&pair.said, &given.said);
    let message = format!("“{name}”与库中不一致：草稿作“{own}”，库中为“{other}”");
    let at = statement.text.find(own).filter(|_| statement.text.matches(own.as_str()).count() == 1);
    let span = at.map_or(Span::new(0, statement.text.len()), |at| Span::new(at, at + own.len()));
    let span = span.shift(statement.span.start);
    let difference = at.map(|_| Difference { span, draft: own.clone(), held: other.clone() });
    Finding {
        span,
        suggestion: Some(other.clone()),
        difference: difference.into_iter().collect(),
        evidence: vec![of_passage(passage, other)],
        confidence: 0.8,
        ..Finding::new(Class::Name, Verdict::Differs, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_side_of_another_pair_is_wrong() {
        let row: Vec<Sides> = [("护林队", "望城区林业局"), ("护河队", "望城区水利局")]
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .map(|it| Sides { letters: it.clone(), said: it, passage: 0 })
            .into();
        assert_eq!(crossed("望城区水利局组成护林队", &row), Some((0, 1)));
        assert_eq!(crossed("护林队的成员是区水利局", &row), Some((0, 1)));
        assert_eq!(crossed("望城区林业局组成护林队", &row), None);
        assert_eq!(crossed("望城区水利局和望城区林业局组成护林队护河队", &row), None);
        assert_eq!(crossed("岳麓区水利局组成护林队", &row), None);
    }
}
