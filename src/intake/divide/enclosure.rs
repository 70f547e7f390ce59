//! What an opening is not: the attachment of the document before it, a line inside a sentence.

use super::kind::Kind;
use super::openings::Opening;
use crate::intake::describe::without_bracket;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::office;
use crate::intake::structure::attached_names;
use crate::intake::words;
use crate::knowledge::region;
use crate::text::fold;

/// Whether two titles end in the same word for a kind of document and both open with a body or a
/// place.
pub(super) fn is_sibling(one: &str, other: &str) -> bool {
    let genre = |title: &str| {
        let bare = without_bracket(title).to_owned();
        words::genre(&bare).map(|(_, length)| bare[bare.len() - length..].to_owned())
    };
    let opens = |title: &str| {
        title.starts_with("关于")
            || region::leading(title).is_some()
            || office::leading(title).is_some()
    };
    let same = genre(one)
        .zip(genre(other))
        .is_some_and(|(one, other)| one == other && one.chars().count() >= 2);
    // Long common ends: 某街道2025年政府信息公开工作年度报告.
    let ends = one.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b).count();
    same && one != other && (opens(one) && opens(other) || ends >= 8)
}

/// Whether the lines stand in the middle of a sentence that a line end cut.
pub(super) fn is_inside_sentence(lines: &[Line], opening: &Opening, body: usize) -> bool {
    let before = lines[..opening.line].iter().rfind(|line| line.role == Role::Paragraph);
    let torn = before
        .is_some_and(|line| !line.block.ends_sentence() && !line.plain().ends_with([':', ')']));
    let heads = |kind: &Kind| {
        matches!(kind, Kind::Number | Kind::Session | Kind::Close | Kind::LabelledDay | Kind::Rule)
    };
    let goes_on = lines
        .get(body)
        .is_some_and(|line| line.plain().starts_with(['》', ',', '。', '、', ';', ')', '和']));
    torn && !opening.kinds.iter().any(heads) || goes_on
}

/// Whether an opening is of something that the text before attaches: named there, or behind 附件, or
/// without a head of its own behind a notice.
pub(super) fn is_enclosure(lines: &[Line], opening: &Opening) -> bool {
    let before = &lines[..opening.line];
    let marked = before.iter().rev().take(3).any(|line| matches!(line.role, Role::AttachmentMark))
        || before.iter().rev().take(2).any(|line| line.role == Role::AttachmentNote);
    let key: String =
        without_bracket(&opening.title).chars().filter(|c| c.is_alphanumeric()).collect();
    let title: String = lines.iter().take(4).map(|line| line.plain()).collect();
    let named = attached_names(before, &fold(&title).text).iter().any(|name| {
        *name == key
            || name.chars().count() >= 8
                && (key.contains(name.as_str()) || name.contains(&key) && key.chars().count() >= 6)
    });
    let mentioned = key.chars().count() >= 8
        && before
            .iter()
            .any(|line| line.is_text() && line.plain().contains(without_bracket(&opening.title)));
    let own = opening.kinds.iter().any(|kind| {
        matches!(
            kind,
            Kind::Number
                | Kind::Session
                | Kind::Rule
                | Kind::Addressee
                | Kind::Mark
                | Kind::Heading
                | Kind::Byline
                | Kind::LabelledDay
                | Kind::Dateline
        )
    });
    let notice = before.iter().filter(|line| line.is_text()).any(|line| {
        [
            "印发给你们",
            "印发你们",
            "转发给你们",
            "现予公布",
            "现予印发",
            "请遵照执行",
            "见附件",
            "特此公告",
        ]
        .iter()
        .any(|cue| line.plain().contains(cue))
    });
    marked || named && !opening.kinds.contains(&Kind::Session) || mentioned || notice && !own
}
