//! Text that lost its line breaks gets them back: after the title, and where its own numbering
//! shows them.

use std::sync::LazyLock;

use regex::Regex;

use super::headline::headline;
use crate::intake::layout::{Block, BlockKind};
use crate::intake::shape::{number, opening, pattern};
use crate::intake::words;
use crate::text::sentences::sentences;
use crate::text::{Span, fold};

/// A line of running text longer than this has lost its breaks, in characters.
const FLAT: usize = 500;
/// A first line longer than this may hold the title too, in characters.
const LONG_FIRST: usize = 40;
/// A paragraph longer than this is broken before 一是, 二是 …
const LONG_PARAGRAPH: usize = 350;
/// A first sentence up to this length can be the heading of its part, in characters.
const HEADING: usize = 45;
/// A title is looked for in so many characters.
const TITLE: usize = 80;
/// Chinese numbers of parts.
const NUMBERS: [&str; 20] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四",
    "十五", "十六", "十七", "十八", "十九", "二十",
];

/// What may follow a title that ran into its text.
static AFTER_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^[\s\x{3000}]*([\p{Han}]{1,10}[〔\[(（【][12][0-9]{3}|各[^。，]{2,60}[:：]|[^。，\s]{2,20}(政府|厅|局|委|办|部|院)[，、：:]|",
        r"[(（]?[12][0-9]{3}\s*年|二[〇○零]|[一1][、.．]|第一[章条部]|为(了|进一步|深入|全面|贯彻|加强|规范|认真|切实)?|",
        r"根据|按照|近年|今年|去年|近日|日前|各位|同志们|[(（][一12])"
    ))
});

/// Breaks every flat line of `blocks`.
pub(super) fn apply(blocks: &mut Vec<Block>) {
    let lines = std::mem::take(blocks);
    let few = lines.len() <= 12;
    for (at, block) in lines.into_iter().enumerate() {
        if block.kind != BlockKind::Text {
            blocks.push(block);
            continue;
        }
        let characters = block.characters();
        if characters > 100 && wide_gaps(&block.text) >= 2 {
            let parts = block.text.split(WIDE).filter(|part| !part.trim().is_empty());
            let mut parts: Vec<Block> = parts.map(|part| block.with_text(part)).collect();
            apply(&mut parts);
            blocks.extend(parts);
            continue;
        }
        let mut rest = block;
        if at < 2 && characters > LONG_FIRST || few && characters > LONG_FIRST * 5 {
            rest = heads(rest, blocks);
        }
        if characters > FLAT || few && characters > 180 {
            blocks.extend(broken(&rest));
        } else {
            blocks.push(rest);
        }
    }
}

/// White space that once was a line end and an indent.
const WIDE: &str = "\u{3000}\u{3000}";

/// How often a line holds such white space.
fn wide_gaps(text: &str) -> usize {
    text.trim().split(WIDE).filter(|part| !part.trim().is_empty()).count().saturating_sub(1)
}

/// Cuts title, number, salutation or addressee off the beginning of a long first line.
fn heads(block: Block, blocks: &mut Vec<Block>) -> Block {
    let mut text = block.text.clone();
    let mut cut = false;
    if let Some(at) = spoken(&text) {
        blocks.extend(opening_lines(&text[..at]).into_iter().map(|line| block.with_text(&line)));
        text = text[at..].to_owned();
        cut = true;
    }
    if !cut && let Some(end) = headline(&text) {
        blocks.push(block.with_text(text[..end].trim()));
        text = text[end..].trim_start().to_owned();
        cut = true;
    }
    let mut titled = cut;
    while let Some((end, is_title)) = salutation(&text)
        .map(|end| (end, false))
        .or_else(|| head(&text, titled).map(|end| (end, true)))
    {
        let line = text[..end].trim();
        if line.is_empty() || text[end..].trim().is_empty() {
            break;
        }
        blocks.push(block.with_text(line));
        text = text[end..].trim_start().to_owned();
        cut = true;
        titled |= is_title;
    }
    if cut { block.with_text(&text) } else { block }
}

/// Where the salutation of a report stands that ran into its title, its session and its speaker.
fn spoken(text: &str) -> Option<usize> {
    let found = ["各位代表", "各位领导", "同志们", "各位委员"]
        .iter()
        .filter_map(|word| text.find(word))
        .min()?;
    let near = text[..found].chars().count();
    let ends = text[found..].chars().take(12).any(|c| matches!(c, '：' | ':' | '！' | '!'));
    (ends && (4..=150).contains(&near) && !text[..found].contains('。')).then_some(found)
}

/// Title, session and speaker of a report on one line.
fn opening_lines(text: &str) -> Vec<String> {
    let Some((title, rest)) = text.split_once("——") else {
        return vec![text.trim().to_owned()];
    };
    let mut lines = vec![title.trim().to_owned()];
    match rest.find("会议上").map(|at| at + "会议上".len()) {
        Some(end) => {
            lines.push(format!("——{}", &rest[..end]));
            lines.push(rest[end..].trim().to_owned());
        }
        None => lines.push(format!("——{rest}")),
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// 各位代表: at the beginning of a long line.
fn salutation(text: &str) -> Option<usize> {
    let end = text.char_indices().take(24).find(|(_, c)| matches!(c, '：' | ':' | '！' | '!'));
    let (at, mark) = end?;
    let end = at + mark.len_utf8();
    opening::is_salutation(&fold(&text[..end]).text).then_some(end)
}

/// The end of a title, or behind one of a number or an addressee, that the text begins with.
fn head(text: &str, behind_title: bool) -> Option<usize> {
    if behind_title {
        let line = text.split(['：', ':', '。']).next().unwrap_or_default();
        let end = line.len() + text[line.len()..].chars().next().map_or(0, char::len_utf8);
        if let Some(found) = number_end(text) {
            return Some(found);
        }
        let addressee = opening::is_addressee(&fold(&text[..end]).text);
        return (addressee && line.chars().count() <= 120).then_some(end);
    }
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(TITLE);
    let ends: Vec<usize> = ends.collect();
    ends.into_iter().find(|&end| {
        let title = fold(&text[..end]).text;
        let balanced = title.matches('《').count() == title.matches('》').count()
            && title.matches('(').count() == title.matches(')').count();
        let open = title.contains(['。', ':', ';', '!', '?']) || title.chars().count() < 6;
        let bracket =
            title.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')).map(|(head, _)| head);
        let genre = words::genre(bracket.unwrap_or(&title)).is_some();
        balanced
            && !open
            && genre
            && !title
                .starts_with(['各', '为', '近', '根', '以', '按', '把', '将', '从', '坚', '通'])
            && AFTER_TITLE.is_match(&text[end..])
            && !title.ends_with("工作")
            && !text[end..].starts_with(['和', '与', '的'])
    })
}

/// The end of a document number that the text begins with.
fn number_end(text: &str) -> Option<usize> {
    let head: String = text.chars().take(36).collect();
    let folded = fold(&head);
    let number = number::first(&folded.text)?;
    if number.start > 1 {
        return None;
    }
    let mut end = folded.to_original(number).end;
    if text[end..].starts_with([')', '）']) {
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    Some(end)
}

/// The parts of a flat line. All of them stand for the whole line in the raw file.
fn broken(block: &Block) -> Vec<Block> {
    let text = block.text.as_str();
    for (mark, level) in [
        (&(|number: &str| format!("{number}、")) as &dyn Fn(&str) -> String, Some(2)),
        (&|number: &str| format!("第{number}章"), Some(2)),
        (&|number: &str| format!("（{number}）"), Some(3)),
        (&|number: &str| format!("第{number}条"), None),
    ] {
        let starts = numbered(text, mark);
        if starts.len() >= 2 {
            return parted(block, &starts, level);
        }
    }
    paragraphs(text).into_iter().map(|part| piece(block, &part, None)).collect()
}

fn parted(block: &Block, starts: &[usize], level: Option<u8>) -> Vec<Block> {
    let text = block.text.as_str();
    let mut pieces = Vec::new();
    for (index, lead) in leads(text[..starts[0]].trim()).into_iter().enumerate() {
        pieces.push(Block { apart: index > 1, ..piece(block, &lead, None) });
    }
    let parts = starts.iter().enumerate().map(|(index, start)| {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        text[*start..end].trim()
    });
    let parts: Vec<&str> = parts.collect();
    // A first sentence heads its part only where it does so in every part.
    let sentences = parts.iter().all(|part| {
        let (heading, rest) = headed(part);
        heading.is_some_and(|heading| {
            !rest.is_empty() && heading.chars().count() < rest.chars().count()
        })
    });
    for part in parts {
        let (heading, rest) = match headed(part) {
            (Some(heading), rest) if level.is_some() && (sentences || !heading.ends_with('。')) => {
                (Some(heading), rest)
            }
            _ => (None, part),
        };
        pieces.extend(heading.map(|heading| piece(block, heading, level)));
        let rest = piece(block, rest, None);
        if level == Some(2) && rest.characters() > LONG_PARAGRAPH {
            pieces.extend(broken(&rest));
        } else {
            pieces.extend(paragraphs(&rest.text).into_iter().map(|part| piece(block, &part, None)));
        }
    }
    pieces
}

fn piece(block: &Block, text: &str, heading: Option<u8>) -> Block {
    let kind = heading.map_or(BlockKind::Text, BlockKind::Heading);
    Block { kind, apart: true, ..block.with_text(text) }
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
                c.is_whitespace() || "。!?;\u{ff01}\u{ff1f}\u{ff1b}:\u{ff1a}）)”".contains(c)
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
        let line = Block::new(lead, Span::default());
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

    #[test]
    fn a_flat_text_gets_its_parts_back_and_loses_nothing() {
        let filler = "各单位抓好落实取得实效".repeat(20);
        let text = format!(
            "探索“XX样式” xx市直机关工委 近年来,{filler}。 一、再造三大模式,抓得更深。一是碰撞思想。{filler}。\
             二是互促互进。{filler}。 二、聚焦三大重点。一是关注点。{filler}。二是需求点。{filler}。"
        );
        let line = Block::new(&text, Span::new(0, text.len()));
        let mut lines = vec![line];
        apply(&mut lines);
        let read: Vec<_> = lines
            .iter()
            .map(|l| (l.kind != BlockKind::Text, l.text.chars().take(6).collect::<String>()))
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
