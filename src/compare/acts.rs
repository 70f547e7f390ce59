//! Acts: official prose strings many of them together in one sentence, and each is about its own.

use crate::text::sentences::clauses;
use crate::text::{Span, fold};

/// What begins a new act within a sentence.
const OPENERS: [&str; 10] =
    ["同时", "此外", "另外", "还", "又", "一方面", "另一方面", "依托", "借助", "其次"];

/// Marks around names and titles.
const MARKS: [(char, char); 6] =
    [('“', '”'), ('「', '」'), ('‘', '’'), ('『', '』'), ('《', '》'), ('【', '】')];
/// What stands in marks before these says what is meant, and is no name.
const MEANINGS: [&str; 6] = ["主题", "要求", "目标", "理念", "原则", "思路"];

/// How many clauses of an act count beside those of the bytes asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    /// Before them.
    pub(super) before: usize,
    /// After them: the purpose stands at the end.
    pub(super) after: usize,
}

/// The clauses of `sentence` in which the bytes at `at` stand, with so many `beside` them as belong
/// to the same act: none from before one that begins something new, none from there on. Of the
/// names in quotes and titles elsewhere in them only those stay that `keeps` takes: what another's
/// name says it says of the other.
#[must_use]
pub(super) fn act(
    sentence: &str,
    at: Span,
    beside: Beside,
    keeps: impl Fn(&str) -> bool,
) -> String {
    let clauses = clauses(sentence);
    let (first, last) = reach(&clauses, at);
    let begins = |index: usize| {
        let before = clauses[index - 1].of(sentence).trim_end();
        before.ends_with([';', '\u{ff1b}']) || opens(clauses[index].of(sentence))
    };
    let before = (1..=first).rev().take(beside.before).take_while(|index| !begins(*index));
    let after = (last + 1..clauses.len()).take(beside.after).take_while(|index| !begins(*index));
    let (first, last) = (first - before.count(), last + after.count());
    let end = clauses[last].end;
    let mut from = clauses[first].start;
    let mut text = String::new();
    while let Some(name) = next_name(&sentence[..end], from) {
        let is_other = name.end <= at.start || at.end <= name.start;
        let stays = !is_other || keeps(name.of(sentence));
        text.push_str(&sentence[from..if stays { name.end } else { name.start }]);
        from = name.end;
    }
    text + &sentence[from..end]
}

/// The next name in marks, without them.
fn next_name(text: &str, from: usize) -> Option<Span> {
    let marked = text[from..].char_indices().filter_map(|(at, c)| {
        let (open, close) = MARKS.iter().find(|(open, _)| *open == c)?;
        let start = from + at + open.len_utf8();
        let length = text[start..].find(*close)?;
        let behind = &text[start + length + close.len_utf8()..];
        let behind: String = behind.chars().take(2).collect();
        let is_name = length > 0 && !MEANINGS.contains(&fold(&behind).text.as_str());
        is_name.then(|| Span::new(start, start + length))
    });
    marked.into_iter().next()
}

/// The first and the last of the clauses that `at` touches.
fn reach(clauses: &[Span], at: Span) -> (usize, usize) {
    let touched = |clause: &&Span| clause.start < at.end && at.start < clause.end;
    let count = clauses.iter().take_while(|clause| !touched(clause)).count();
    let first = count.min(clauses.len().saturating_sub(1));
    let more = clauses[first..].iter().take_while(touched).count();
    (first, first + more.saturating_sub(1))
}

/// Whether a clause begins something new: 同时, 还, 通过……, or 以某事为抓手.
fn opens(clause: &str) -> bool {
    let clause = fold(clause.trim_start()).text;
    OPENERS.iter().any(|word| clause.starts_with(word))
        || (clause.starts_with('以') && clause.contains('为'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Beside = Beside { before: usize::MAX, after: usize::MAX };
    const OWN: Beside = Beside { before: 0, after: 0 };

    fn told(sentence: &str, at: &str, beside: Beside) -> String {
        let start = sentence.find(at).unwrap();
        act(sentence, Span::new(start, start + at.len()), beside, |name| name == "丙")
    }

    #[test]
    fn an_act_ends_where_the_sentence_turns_to_something_new() {
        for (sentence, at, own, whole) in [
            (
                "开展支部创建,评定支部9个,以能力工程为抓手,培训党员5人次,提升质效。",
                "党员5人次",
                "培训党员5人次,",
                "以能力工程为抓手,培训党员5人次,提升质效。",
            ),
            ("完善学习等制度,还出台了办法", "办法", "还出台了办法", "还出台了办法"),
            ("新增医院7家;深化改革,入选试点", "试点", "入选试点", "深化改革,入选试点"),
            ("制定意见,巩固成果,开好会议。", "意见", "制定意见,", "制定意见,巩固成果,开好会议。"),
            ("推进甲,建立乙,见效", "甲,建立", "推进甲,建立乙,", "推进甲,建立乙,见效"),
            ("推進學習,還出臺辦法", "辦法", "還出臺辦法", "還出臺辦法"),
        ] {
            assert_eq!(told(sentence, at, OWN), own);
            assert_eq!(told(sentence, at, WHOLE), whole);
        }
        let one = Beside { before: 1, after: 0 };
        assert_eq!(told("推出甲,创建乙,获奖,见效", "获奖", one), "创建乙,获奖,");
    }

    #[test]
    fn what_another_name_says_is_apart() {
        let own = told("会后,开展「甲讲坛」「乙行动」「丙」等学习活动", "乙行动", OWN);
        assert_eq!(own, "开展「」「乙行动」「丙」等学习活动");
        let meant = "聚焦“提升效能”主题,印发《办法》";
        assert_eq!(told(meant, "《办法》", WHOLE), meant);
    }
}
