//! Which lines of an article are headings, and which are captions of photos.

use super::rough::{Line, LineKind};
use crate::text::fold;
use crate::text::numerals::{NumeralKind, numerals};
use crate::text::sentences::sentences;

/// A caption is no longer than this, in characters.
const CAPTION: usize = 90;
/// Where more than this share of the lines begins with a date, the dates are the text's own.
const CHRONICLE: usize = 3;

/// Marks headings and captions among the lines of one article.
pub(super) fn mark(lines: Vec<Line>) -> Vec<Line> {
    let mut lines = lines;
    mark_captions(&mut lines);
    let running: Vec<bool> = lines.iter().map(|line| !line.is_short()).collect();
    let last = running.iter().rposition(|&running| running);
    let mut marked: Vec<Line> = Vec::new();
    for (index, line) in lines.into_iter().enumerate() {
        let heads = line.kind == LineKind::Text
            && line.is_short()
            && last.is_some_and(|last| index < last)
            && !is_listed(&line.text);
        if !heads {
            marked.push(line);
            continue;
        }
        // A heading set on two lines is one heading.
        let goes_on = marked.last().filter(|last| {
            matches!(last.kind, LineKind::Heading(_)) && !line.apart && !is_numbered(&line.text)
        });
        if goes_on.is_some() {
            let last = marked.last_mut().expect("it was just seen");
            last.text = joined(&last.text, &line.text);
            last.span.end = line.span.end;
        } else {
            let level = level(&line.text);
            marked.push(Line { kind: LineKind::Heading(level), ..line });
        }
    }
    marked
}

/// Two lines of one heading: with a space between them, unless the sense runs on.
pub(super) fn joined(first: &str, second: &str) -> String {
    let runs_on = ["推动", "推进", "加强", "促进", "实现", "的", "和", "与", "、", "以", "为"];
    let plain = fold(first).text;
    let goes_on = runs_on.iter().any(|word| plain.ends_with(word))
        || ["关于", "關於"].iter().any(|word| second.starts_with(word));
    if goes_on { format!("{first}{second}") } else { format!("{first} {second}") }
}

/// 2 for 一、 and unnumbered ones, 3 for (一), 4 for 1.
fn level(text: &str) -> u8 {
    let plain = fold(text).text;
    let number = |c: char| "一二三四五六七八九十".contains(c);
    if plain.starts_with('(') && plain.chars().nth(1).is_some_and(number) {
        return 3;
    }
    let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
    let dotted = digits > 0 && plain[digits..].starts_with(['.', '、']);
    if dotted { 4 } else { 2 }
}

fn is_numbered(text: &str) -> bool {
    let plain = fold(text).text;
    let number = plain.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).count();
    let after = plain.chars().nth(number);
    (number > 0 && after == Some('、')) || plain.starts_with("(一") || plain.starts_with('第')
}

/// A short line that ends in a comma or colon, or begins with a bullet, goes with what follows it.
fn is_listed(text: &str) -> bool {
    let plain = fold(text).text;
    plain.ends_with([',', '、']) || plain.starts_with(['•', '·', '-', '*'])
}

/// Marks captions: one sentence that begins with a date, between paragraphs much longer than it;
/// or one that says 图为, (某某 摄).
fn mark_captions(lines: &mut [Line]) {
    let dated = lines.iter().filter(|line| begins_with_date(&line.text)).count();
    let chronicle = dated * CHRONICLE > lines.len() && dated > 3;
    let mut lengths: Vec<usize> =
        lines.iter().filter(|line| line.is_running()).map(Line::characters).collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    for line in lines.iter_mut().filter(|line| line.kind == LineKind::Text) {
        let short = line.characters() <= CAPTION;
        let one = sentences(&line.text).len() == 1;
        let dated = begins_with_date(&line.text) && !chronicle && usual > line.characters() * 3 / 2;
        if short && one && (dated || says_photo(&line.text)) {
            line.kind = LineKind::Caption;
        }
    }
}

/// 2024年6月30日, … or 2024年3月, …: a year is not enough.
fn begins_with_date(text: &str) -> bool {
    let plain = fold(text).text;
    let year = numerals(&plain).into_iter().next();
    let year = year.filter(|it| it.kind == NumeralKind::Year && it.span.start == 0);
    let Some(year) = year else { return false };
    let after = plain[year.span.end..].trim_start_matches('年');
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let after_month = after[digits..].strip_prefix('月').unwrap_or_default();
    let day = after_month.bytes().take_while(u8::is_ascii_digit).count();
    let rest = after_month[day..].strip_prefix('日').unwrap_or(&after_month[day..]);
    digits > 0 && rest.starts_with(',')
}

fn says_photo(text: &str) -> bool {
    let plain = fold(text).text;
    let begins = ["图为", "图片说明", "图:", "▲", "(图"].iter().any(|word| plain.starts_with(word));
    begins || plain.ends_with("摄)") || plain.ends_with("摄") && plain.contains("图")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn marked(text: &str) -> Vec<(LineKind, String)> {
        let lines = text.lines().map(|line| Line::new(line, Span::default())).collect();
        mark(lines).into_iter().map(|line| (line.kind, line.text)).collect()
    }

    #[test]
    fn headings_captions_and_paragraphs_are_told_apart() {
        let long = "坚持以党的政治建设为统领推动各项工作落地见效".repeat(6);
        let text = format!(
            "{long}。\n突出一个重点\n强化政治建设引领\n{long}。\n2024年6月30日,某总队开展教育。\n2019年5月,启动建设工作,{long}。\n(一)细处\n{long}。\n图为活动现场。\n{long}。"
        );
        let kinds: Vec<LineKind> = marked(&text).into_iter().map(|(kind, _)| kind).collect();
        let expected = [
            LineKind::Text,
            LineKind::Heading(2),
            LineKind::Text,
            LineKind::Caption,
            LineKind::Text,
            LineKind::Heading(3),
            LineKind::Text,
            LineKind::Caption,
            LineKind::Text,
        ];
        assert_eq!(kinds, expected);
        assert_eq!(marked(&text)[1].1, "突出一个重点 强化政治建设引领");
    }

    #[test]
    fn a_chronicle_has_no_captions() {
        let day = |n: usize| format!("2024年{n}月,召开会议部署工作。\n");
        let text: String = (1..9).map(day).collect();
        assert!(marked(&text).iter().all(|(kind, _)| *kind == LineKind::Text));
    }

    #[test]
    fn lines_of_one_heading_are_joined_by_their_sense() {
        assert_eq!(
            joined("以「五个强化」推动", "机关党建高质量发展"),
            "以「五个强化」推动机关党建高质量发展"
        );
        assert_eq!(joined("与时俱进 改革创新", "提高质量"), "与时俱进 改革创新 提高质量");
    }
}
