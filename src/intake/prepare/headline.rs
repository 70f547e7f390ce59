//! Headlines that stand on one line with their text.

use std::sync::LazyLock;

use regex::Regex;

use crate::intake::shape::{opening, pattern};
use crate::text::fold;

/// A headline is looked for in so many characters.
const LONGEST: usize = 80;
/// So many letters of a headline at the beginning of its text take it up.
const TAKEN_UP: usize = 6;

/// How news tell when, where no paper is named before.
static DAY: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(([0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日[,至上下晚]|近日|日前)"));

/// The end of a headline that a blank parts from its text, which begins as news do or takes the
/// headline's first words up.
pub(super) fn headline(text: &str) -> Option<usize> {
    let blanks = text.char_indices().take(LONGEST).filter(|(_, c)| c.is_whitespace());
    let mut found = None;
    for (at, _) in blanks {
        let (head, rest) = (text[..at].trim(), text[at..].trim_start());
        if head.contains(['。', '，', '；', '：', ':', '！', '？', ',']) {
            break;
        }
        let whole = head.matches(['（', '(']).count() == head.matches(['）', ')']).count();
        if !whole || head.chars().count() < 8 {
            continue;
        }
        let opening: String = rest.chars().take(LONGEST).collect();
        let opening = fold(&opening).text;
        if opening::is_dateline(&opening) || DAY.is_match(&opening) {
            return Some(at);
        }
        let first: String = head.chars().take(TAKEN_UP).collect();
        if rest.starts_with(&first) {
            found = Some(at);
        }
    }
    found
}
