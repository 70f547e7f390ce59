//! The text of titles: closed brackets, what stands behind or before the title itself, joined lines.

use crate::intake::shape::numbering::{Form, numbering};
use crate::intake::words;
use crate::knowledge::region;
use crate::text::{Span, fold};

/// Whether brackets and quotation marks of the folded text are closed.
pub(in crate::intake) fn is_balanced(plain: &str) -> bool {
    let pairs = [('《', '》'), ('(', ')')];
    pairs.iter().all(|(open, close)| plain.matches(*open).count() == plain.matches(*close).count())
        && plain.matches('"').count().is_multiple_of(2)
}

/// The folded text without a bracket at its end: (试行), (2023年修订), (国办发(2019)3号).
pub(in crate::intake) fn without_bracket(plain: &str) -> &str {
    let mut text = plain.trim_matches(|c: char| c == ' ');
    while let Some(inner) = text.strip_suffix(')') {
        let mut depth = 1;
        let open = inner.char_indices().rev().find(|(_, c)| {
            depth += i32::from(*c == ')') - i32::from(*c == '(');
            depth == 0
        });
        match open {
            Some((at, _)) if at > 0 => text = inner[..at].trim_end(),
            _ => break,
        }
    }
    // 《某办法》 as a title is 某办法.
    let inner = text.strip_prefix('《').and_then(|it| it.strip_suffix('》'));
    inner.filter(|it| !it.contains(['《', '》'])).unwrap_or(text)
}

/// 第一篇:某某报告, without the mark of a collection.
pub(super) fn without_mark(text: &str) -> String {
    let plain = fold(text).text;
    for end in [
        ".docx",
        ".doc",
        ".pdf",
        ".wps",
        ".txt",
        "[复制链接]",
        "[图]",
        "（图）",
        "(图)",
        "（组图）",
        "(组图)",
        "[推荐]",
        "（附图）",
        "(全文)",
        "（全文）",
    ] {
        if let Some(head) = text.strip_suffix(end) {
            return without_mark(head.trim());
        }
    }
    if let Some(head) = before_site(text) {
        return without_mark(head);
    }
    // (贵州省)2019年某县政府工作报告: under which province a collection keeps it.
    if let Some((place, rest)) = plain.strip_prefix('(').and_then(|it| it.split_once(')'))
        && region::leading(place).is_some_and(|(_, length)| length == place.len())
        && !rest.is_empty()
    {
        let from = fold(text).to_original(Span::new(plain.len() - rest.len(), plain.len()));
        return from.of(text).trim().to_owned();
    }
    let number = numbering(&plain);
    if number.is_some_and(|it| it.form == Form::Bare && it.length == 1)
        && words::genre(without_bracket(&plain)).is_some()
    {
        // Its digit may be a wide one, or stand behind what folding drops.
        let from = fold(text).to_original(Span::new(1, plain.len()));
        return from.of(text).trim().to_owned();
    }
    // 《某办法》 alone is 某办法.
    let inner = plain.strip_prefix('《').and_then(|it| it.strip_suffix('》'));
    if inner.is_some_and(|it| is_balanced(it) && words::genre(it).is_some())
        && text.starts_with(['《', '〈', '【'])
    {
        let inner = text.strip_prefix(['《', '【']).and_then(|it| it.strip_suffix(['》', '】']));
        return inner.unwrap_or(text).trim().to_owned();
    }
    match number.filter(|it| it.form == Form::Part) {
        Some(_) => text.split_once(['：', ':']).map_or(text, |(_, rest)| rest).trim().to_owned(),
        None => text.to_owned(),
    }
}

/// A title that was copied with the name of its site behind it: …的通知|_中国政府采购网.
fn before_site(text: &str) -> Option<&str> {
    const SITES: [&str; 5] = ["网", "网站", "门户", "频道", "融媒体中心"];
    const LONGEST: usize = 14;
    let parted = ["_", " - ", " – ", "－"].iter().find_map(|mark| text.rsplit_once(mark));
    let (head, site) = parted?;
    let plain = fold(site).text;
    let named = SITES.iter().any(|end| plain.trim().ends_with(end));
    let short = plain.chars().count() <= LONGEST && head.chars().count() >= 6;
    (named && short).then(|| head.trim())
}

/// Words by which an official title says what it is about: its lines are one sentence.
const TOPIC: [&str; 2] = ["印发", "转发"];

/// Two lines of one title or heading: with a space between them, unless the sense runs on.
pub(in crate::intake) fn joined(first: &str, second: &str) -> String {
    let runs_on = [
        "推动", "推进", "加强", "促进", "实现", "的", "和", "与", "、", "以", "为", "关于", "及",
        "印发",
    ];
    let plain = fold(first).text;
    let goes_on = plain.ends_with(':')
        || runs_on.iter().any(|word| plain.ends_with(word))
        || ["关于", "關於", "的", "——"].iter().any(|word| second.starts_with(word))
        || !is_balanced(&plain)
        || TOPIC.iter().any(|word| plain.contains(word))
        || words::genre(without_bracket(&fold(second).text)).is_some() && plain.contains("关于");
    if goes_on { format!("{first}{second}") } else { format!("{first} {second}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_before_a_title_goes_whatever_its_width() {
        for text in
            ["4 关于开展自查的通知", "４ 关于开展自查的通知", "\u{fffd}4 关于开展自查的通知"]
        {
            assert_eq!(without_mark(text), "关于开展自查的通知", "{text}");
        }
        for text in ["关于开展自查的通知_青山政务网", "关于开展自查的通知 - 青山县融媒体中心"]
        {
            assert_eq!(without_mark(text), "关于开展自查的通知", "{text}");
        }
    }
}
