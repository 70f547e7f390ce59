//! Page numbers: on lines of their own, inside lines, and before each page of a text that was cut
//! into pages. What they cut, also inside a word, is joined again; numbering that belongs to the
//! text stays.

use crate::intake::layout::{Block, BlockKind};
use crate::intake::removed::Removed;
use crate::text::Span;

/// The name of the rule.
const RULE: &str = "page_number";

/// Takes page numbers away and joins what they cut.
pub(super) fn apply(lines: &mut Vec<Block>, removed: &mut Vec<Removed>) {
    for line in lines.iter_mut().filter(|line| line.kind == BlockKind::Text) {
        while let Some(span) = stated(&line.text) {
            removed.push(Removed { rule: RULE, text: span.of(&line.text).to_owned() });
            let mut text = line.text.clone();
            text.replace_range(span.start..span.end, "");
            line.set_text(&text);
        }
    }
    lines.retain(|line| !line.text.is_empty());
    if is_paged(lines) {
        join_pages(lines, removed);
    } else {
        take_alone(lines, removed);
    }
}

/// `第8页 共8页`, `第 3 页`, in a line.
fn stated(text: &str) -> Option<Span> {
    for (start, _) in text.match_indices('第') {
        let Some(page) = counted(&text[start..], "第", "页") else { continue };
        let after = &text[start + page..];
        let gap =
            after.len() - after.trim_start_matches([' ', ',', '\u{ff0c}', '/', '\u{3000}']).len();
        let all = counted(&after[gap..], "共", "页");
        // Without a total it may be a reference (见第3页), unless it is the whole line.
        if let Some(all) = all {
            return Some(Span::new(start, start + page + gap + all));
        }
        if start == 0 && after.trim().is_empty() {
            return Some(Span::new(0, text.len()));
        }
    }
    None
}

/// The length of `open`, digits, `close` at the start of `text`, spaces between them allowed.
fn counted(text: &str, open: &str, close: &str) -> Option<usize> {
    let after = text.strip_prefix(open)?;
    let number = after.trim_start();
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let end = rest.trim_start().strip_prefix(close)?;
    (rest.len() < number.len()).then_some(text.len() - end.len())
}

/// Whether the lines are pages, each with its number before it: the numbers run 1, 2, 3 … over
/// all lines, and most lines break off in the middle of a sentence. A list counts the same way, but
/// its items end where sentences end.
fn is_paged(lines: &[Block]) -> bool {
    let numbers: Vec<usize> =
        lines.iter().filter_map(|line| leading_number(&line.text)).map(|(n, _)| n).collect();
    let runs = numbers.iter().enumerate().all(|(index, number)| *number == index + 1);
    let broken = lines.iter().rev().skip(1).filter(|line| !line.ends_sentence()).count();
    let long = lines.iter().filter(|line| line.characters() > 60).count();
    numbers.len() == lines.len()
        && lines.len() >= 3
        && runs
        && long * 2 > lines.len()
        && broken * 2 > lines.len() - 1
}

/// A number at the start of a line with the mark after it, and the bytes of both.
fn leading_number(text: &str) -> Option<(usize, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..digits].parse().ok()?;
    let after = &text[digits..];
    let mark = after.chars().next().filter(|c| matches!(c, '、' | '.' | '\u{ff0e}' | ' ' | ')'))?;
    Some((number, digits + mark.len_utf8()))
}

/// The pages as one line.
fn join_pages(lines: &mut Vec<Block>, removed: &mut Vec<Removed>) {
    let mut whole = lines[0].clone();
    let mut text = String::new();
    for line in lines.iter() {
        let mark = leading_number(&line.text).map_or(0, |(_, bytes)| bytes);
        removed.push(Removed { rule: RULE, text: line.text[..mark].to_owned() });
        text.push_str(line.text[mark..].trim());
        whole.span.end = line.span.end;
    }
    whole.set_text(&text);
    *lines = vec![whole];
}

/// Takes away numbers on lines of their own: those between dashes, and bare ones when at least
/// three of them rise through the file.
fn take_alone(lines: &mut Vec<Block>, removed: &mut Vec<Removed>) {
    let bare = |line: &Block| line.text.parse::<u32>().ok().filter(|_| line.text.len() <= 4);
    let numbers: Vec<u32> = lines.iter().filter_map(bare).collect();
    let rise = numbers.len() >= 3 && numbers.windows(2).all(|pair| pair[0] < pair[1]);
    let goes = |line: &Block| {
        line.kind == BlockKind::Text
            && (between_dashes(&line.text) || (rise && bare(line).is_some()))
    };
    let mut kept: Vec<Block> = Vec::new();
    let mut cut = false;
    for line in lines.drain(..) {
        if goes(&line) {
            removed.push(Removed { rule: RULE, text: line.text });
            cut = true;
            continue;
        }
        match kept.last_mut() {
            Some(last) if cut && goes_on(last, &line) => {
                last.set_text(&format!("{}{}", last.text, line.text));
                last.span.end = line.span.end;
            }
            _ => kept.push(line),
        }
        cut = false;
    }
    *lines = kept;
}

/// `- 3 -`, `— 12 —`, `3/12`, `Page 3 of 8`.
fn between_dashes(text: &str) -> bool {
    let dashes = ['-', '—', '–', '·', ' '];
    let inner = text.trim_matches(dashes);
    let digits = |text: &str| {
        !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
    };
    let framed = text.starts_with(dashes) && text.ends_with(dashes) && digits(inner);
    let of =
        text.split_once('/').is_some_and(|(page, all)| digits(page.trim()) && digits(all.trim()));
    let page = text.to_lowercase();
    let page = page
        .strip_prefix("page")
        .is_some_and(|rest| rest.split("of").all(|number| digits(number.trim())));
    framed || of || page
}

/// Whether a page number stood in the middle of a sentence.
fn goes_on(before: &Block, after: &Block) -> bool {
    let text = before.kind == BlockKind::Text && after.kind == BlockKind::Text;
    text && !before.ends_sentence() && before.characters() > 15
}

#[cfg(test)]
mod tests {
    use super::super::{blocks_of, texts};
    use super::*;

    fn cleaned(text: &str) -> (Vec<String>, usize) {
        let mut lines = blocks_of(text);
        let mut removed = Vec::new();
        apply(&mut lines, &mut removed);
        (texts(&lines).into_iter().map(str::to_owned).collect(), removed.len())
    }

    #[test]
    fn pages_are_joined_inside_sentences_and_words() {
        let long = "这里是一段足够长的文字用来充当一页的内容".repeat(4);
        let text = format!("1、{long}理\n2、论宣讲{long},\n3、接着写{long}。第3页 共3页\n");
        let (lines, removed) = cleaned(&text);
        assert_eq!(lines, [format!("{long}理论宣讲{long},接着写{long}。")]);
        assert_eq!(removed, 4);
    }

    #[test]
    fn numbering_that_belongs_to_the_text_stays() {
        let item = "把责任落实到每一个岗位,形成一级抓一级、层层抓落实的工作格局,推动各项任务落地见效,让群众得到实实在在的好处,也让干部受到锻炼";
        let text = format!("1、{item}。\n2、{item};\n3、{item}。\n");
        let (lines, removed) = cleaned(&text);
        assert_eq!((lines.len(), removed), (3, 0));
        assert_eq!(cleaned("参见第3页的说明。\n第二条 规定。\n").1, 0);
        assert_eq!(cleaned("2023\n年报\n数据。\n").1, 0);
    }

    #[test]
    fn numbers_on_lines_of_their_own_go_and_the_sentence_is_joined() {
        let text = "全市各级党组织要认真贯彻落实会议精神,把各项工\n- 3 -\n作任务落到实处。\n— 4 —\n另一段。\n第 5 页\n";
        let (lines, removed) = cleaned(text);
        assert_eq!(
            lines,
            ["全市各级党组织要认真贯彻落实会议精神,把各项工作任务落到实处。", "另一段。"]
        );
        assert_eq!(removed, 3);
    }
}
