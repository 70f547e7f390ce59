//! Text that lost its line breaks gets them back, where its own numbering shows them.

use super::rough::{Line, LineKind};
use crate::text::sentences::sentences;

/// A line of running text longer than this has lost its breaks, in characters.
const FLAT: usize = 1_000;
/// A paragraph longer than this is broken before 一是, 二是 …
const LONG_PARAGRAPH: usize = 350;
/// A first sentence up to this length can be the heading of its part, in characters.
const HEADING: usize = 45;
/// Chinese numbers of parts.
const NUMBERS: [&str; 12] =
    ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

/// Breaks every flat line of `lines`.
pub(super) fn reflow(lines: Vec<Line>) -> Vec<Line> {
    lines
        .into_iter()
        .flat_map(|line| {
            let flat = line.kind == LineKind::Text && line.characters() > FLAT;
            if flat { broken(&line) } else { vec![line] }
        })
        .collect()
}

/// The parts of a flat line. All of them stand for the whole line in the raw file.
fn broken(line: &Line) -> Vec<Line> {
    let text = line.text.as_str();
    let starts = numbered(text, &|number| format!("{number}、"));
    if starts.len() < 2 {
        return paragraphs(text).into_iter().map(|part| piece(line, &part, None)).collect();
    }
    let mut pieces = Vec::new();
    for (index, lead) in leads(text[..starts[0]].trim()).into_iter().enumerate() {
        pieces.push(Line { apart: index > 1, ..piece(line, &lead, None) });
    }
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let part = text[*start..end].trim();
        let (heading, rest) = headed(part);
        pieces.extend(heading.map(|heading| piece(line, heading, Some(2))));
        pieces.extend(paragraphs(rest).into_iter().map(|part| piece(line, &part, None)));
    }
    pieces
}

fn piece(line: &Line, text: &str, heading: Option<u8>) -> Line {
    let kind = heading.map_or(LineKind::Text, LineKind::Heading);
    Line { kind, apart: true, ..Line::new(text, line.span) }
}

/// Where 一、二、三、… stand one after the other, each after a space or a sentence.
fn numbered(text: &str, mark: &dyn Fn(&str) -> String) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut from = 0;
    for number in NUMBERS {
        let mark = mark(number);
        let found = text[from..].match_indices(&mark).map(|(at, _)| from + at).find(|&at| {
            let before = text[..at].chars().next_back();
            before.is_none_or(|c| {
                c.is_whitespace() || "。!?;\u{ff01}\u{ff1f}\u{ff1b}:\u{ff1a}".contains(c)
            })
        });
        let Some(at) = found else { break };
        starts.push(at);
        from = at + mark.len();
    }
    starts
}

/// The short pieces that spaces set apart at the beginning (title, office), then the rest.
fn leads(text: &str) -> Vec<String> {
    let mut leads = Vec::new();
    let mut rest = text;
    while leads.len() < 4 {
        let Some((lead, after)) = rest.split_once(char::is_whitespace) else { break };
        let line = Line::new(lead, crate::text::Span::default());
        if !line.is_short() || after.trim().is_empty() {
            break;
        }
        leads.push(lead.to_owned());
        rest = after.trim_start();
    }
    leads.extend(paragraphs(rest));
    leads
}

/// The heading of a numbered part: its first sentence, or what a space sets apart, when short.
fn headed(part: &str) -> (Option<&str>, &str) {
    let sentence = sentences(part).first().map_or(part.len(), |span| span.end);
    let space = part.find(char::is_whitespace).unwrap_or(part.len());
    let end = sentence.min(space);
    let short = part[..end].chars().count() <= HEADING && end < part.len();
    if short { (Some(part[..end].trim()), part[end..].trim()) } else { (None, part) }
}

/// The paragraphs of a text, broken before 一是, 二是 … when it is long.
fn paragraphs(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut starts = vec![0];
    if text.chars().count() > LONG_PARAGRAPH {
        let ordinals = numbered(text, &|number| format!("{number}是"));
        if ordinals.len() >= 2 {
            starts.extend(ordinals);
            starts.dedup();
        }
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts = starts.iter().zip(ends).map(|(start, end)| text[*start..end].trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn a_flat_text_gets_its_parts_back_and_loses_nothing() {
        let filler = "各单位抓好落实取得实效".repeat(20);
        let text = format!(
            "探索“XX样式” xx市直机关工委 近年来,{filler}。 一、再造三大模式,抓得更深。一是碰撞思想。{filler}。\
             二是互促互进。{filler}。 二、聚焦三大重点。一是关注点。{filler}。二是需求点。{filler}。"
        );
        let line = Line::new(&text, Span::new(0, text.len()));
        let lines = reflow(vec![line]);
        let read: Vec<_> = lines
            .iter()
            .map(|l| (l.kind != LineKind::Text, l.text.chars().take(6).collect::<String>()))
            .collect();
        let expected = [
            (false, "探索“XX样"),
            (false, "xx市直机关"),
            (false, "近年来,各单"),
            (true, "一、再造三大"),
            (false, "一是碰撞思想"),
            (false, "二是互促互进"),
            (true, "二、聚焦三大"),
            (false, "一是关注点。"),
            (false, "二是需求点。"),
        ];
        assert_eq!(read, expected.map(|(heading, text)| (heading, text.to_owned())));
        let joined: String = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(joined, text.replace(' ', ""));
    }
}
