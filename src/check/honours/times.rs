//! How often an honour was won, as the words before its verb say: 第13次获评, 连续三年荣获.

use crate::knowledge::Fact;
use crate::text::numerals::{NumeralKind, numerals};

/// Characters between the number and the honour.
const NEAR: usize = 12;

/// How often: the number with what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Times {
    /// 第…次 or 连续…年.
    counts: &'static str,
    number: String,
}

/// The words in which two honours say otherwise how often they were won, the draft's first.
pub(super) fn otherwise(claim: &Fact, fact: &Fact) -> Option<(String, String)> {
    let told = |fact: &Fact| of(&fact.sentence, fact.text.trim());
    let (own, held) = (told(claim)?, told(fact)?);
    let other = own.counts == held.counts && own.number != held.number;
    other.then(|| (own.told(), held.told()))
}

impl Times {
    fn told(&self) -> String {
        let (before, after) = self.counts.split_once('…').unwrap_or_default();
        format!("{before}{}{after}", self.number)
    }
}

/// How often the honour was won, where its clause says it right before.
fn of(sentence: &str, honour: &str) -> Option<Times> {
    let head = &sentence[..sentence.find(honour)?];
    let clause = head.rsplit(['，', '；', '。', '：', '、']).next().unwrap_or(head);
    let last = numerals(clause).into_iter().rfind(|it| it.kind != NumeralKind::Year)?;
    let (before, after) = (&clause[..last.span.start], &clause[last.span.end..]);
    let counts = match () {
        () if last.kind == NumeralKind::Ordinal && after.starts_with('次') => "第…次",
        () if before.ends_with("连续") && after.starts_with('年') => "连续…年",
        () if before.ends_with("连续") && after.starts_with('次') => "连续…次",
        () => return None,
    };
    let near = after.chars().count() <= NEAR;
    near.then(|| Times { counts, number: last.value.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_often_is_said_right_before_the_honour() {
        let text = "获评先进县";
        for (sentence, expected) in [
            ("青山县第13次获评先进县。", Some("第13次")),
            ("青山县连续三年获评先进县。", Some("连续3年")),
            ("2023年获评先进县。", None),
            ("开展第3次培训，获评先进县。", None),
        ] {
            let told = of(sentence, text).map(|it| it.told());
            assert_eq!(told.as_deref(), expected, "{sentence}");
        }
    }
}
