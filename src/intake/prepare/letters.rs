//! Letters that are none of the text: private use, marks of the page's program, letters set at line
//! ends against copying.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::intake::layout::Block;
use crate::intake::removed::Removed;
use crate::intake::shape::pattern;

/// Letters against copying end at least this many lines …
const LINES: usize = 4;
/// … and this share of all lines.
const SHARE: f64 = 0.25;
/// Where so many lines end in them, each paragraph does.
const MOST: f64 = 0.6;

/// Takes such letters away.
pub(super) fn apply(blocks: &mut Vec<Block>, removed: &mut Vec<Removed>) {
    for block in blocks.iter_mut() {
        private_use(block, removed);
        debris(block, removed);
    }
    readings(blocks, removed);
    against_copying(blocks, removed);
    blocks.retain(|block| !block.text.is_empty());
}

/// Symbols of fonts that other machines do not have: bullets of Word and the like.
fn private_use(block: &mut Block, removed: &mut Vec<Removed>) {
    let private =
        |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}' | '\u{fffc}');
    if !block.text.contains(private) {
        return;
    }
    let symbols: String = block.text.chars().filter(|c| private(*c)).collect();
    removed.push(Removed::by("private_use", &symbols));
    let text: String = block.text.chars().filter(|c| !private(*c)).collect();
    block.set_text(&text);
}

/// Marks that a page's program left: `@@` before a line, arrows behind it, half an entity.
fn debris(block: &mut Block, removed: &mut Vec<Removed>) {
    for mark in ["【正文】", "【标题】", "[正文]", "[标题]"] {
        if let Some(rest) = block.text.strip_prefix(mark).filter(|rest| !rest.trim().is_empty()) {
            removed.push(Removed::by("debris", mark));
            let rest = rest.to_owned();
            block.set_text(&rest);
        }
    }
    if block.text.contains("@@") {
        removed.push(Removed::by("debris", "@@"));
        let text = block.text.replace("@@", " ");
        block.set_text(&text);
    }
    let before = block.text.trim_start_matches(['|', '｜']).trim_start();
    let before = before.trim_end_matches(|c: char| c == '|' || c == '｜' || c.is_whitespace());
    let after = before.trim_end_matches(['←', '↔', '↵', '→', '¶', '\u{240d}']).trim_end();
    let after = ["&nbsp;", "&ensp;", "&emsp;", "&nbsp", "&ensp", "&ens"]
        .iter()
        .fold(after, |text, end| text.strip_suffix(end).map_or(text, str::trim_end));
    if after.len() == block.text.len() {
        return;
    }
    let gone = block.text.replacen(after, "", 1);
    removed.push(Removed::by("debris", gone.trim()));
    let after = after.to_owned();
    block.set_text(&after);
}

/// 發(fā): the reading of a character in brackets behind it.
static READING: LazyLock<Regex> =
    LazyLock::new(|| pattern("(\\p{Han})[(（]([a-zàáǎāèéěēìíǐīòóǒōùúǔūüǜǘǚǖ]{1,6})[)）]"));
/// Readings stand in a text so often at least.
const READINGS: usize = 3;

/// Takes readings in brackets away where a text has several, one with a tone at least.
fn readings(blocks: &mut [Block], removed: &mut Vec<Removed>) {
    let mut found = Vec::new();
    for block in blocks.iter() {
        found.extend(
            READING
                .captures_iter(&block.text)
                .filter_map(|it| it.get(2))
                .map(|it| it.as_str().to_owned()),
        );
    }
    let toned = found.iter().any(|reading| !reading.is_ascii());
    if found.len() < READINGS || !toned {
        return;
    }
    for block in blocks.iter_mut() {
        if READING.is_match(&block.text) {
            let text = READING.replace_all(&block.text, "$1").into_owned();
            block.set_text(&text);
        }
    }
    removed.push(Removed::by("ruby", &found.join(" ")));
}

/// The same few Latin letters at the end of many lines of Chinese.
fn against_copying(blocks: &mut Vec<Block>, removed: &mut Vec<Removed>) {
    let mut ends: HashMap<String, usize> = HashMap::new();
    for block in blocks.iter() {
        if let Some(end) = latin_end(&block.text) {
            *ends.entry(end.to_owned()).or_default() += 1;
        }
    }
    let Some((letters, count)) = ends.into_iter().max_by_key(|(_, count)| *count) else { return };
    #[expect(clippy::cast_precision_loss, reason = "lines of a file are far below 2^52")]
    let share = count as f64 / blocks.len().max(1) as f64;
    if count < LINES || share < SHARE {
        return;
    }
    if share >= MOST {
        broken_off(blocks, &letters);
    }
    for block in blocks.iter_mut() {
        if latin_end(&block.text) == Some(letters.as_str()) {
            let text = block.text[..block.text.len() - letters.len()].to_owned();
            block.set_text(&text);
            removed.push(Removed::by("against_copying", &letters));
        }
        // Lines that the page joined have them inside, before a blank.
        let inside = format!("{letters} ");
        if block.text.contains(&inside) {
            let text = block.text.replace(&inside, "");
            block.set_text(&text);
            removed.push(Removed::by("against_copying", &letters));
        }
    }
}

/// Where nearly every line ends in the letters, one between such lines that does not is broken off:
/// it goes on with the next.
fn broken_off(blocks: &mut Vec<Block>, letters: &str) {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut open = false;
    let mut seen = false;
    for block in blocks.drain(..) {
        let ends = latin_end(&block.text) == Some(letters);
        match joined.last_mut().filter(|_| open && ends) {
            Some(last) => last.append(&block),
            None => joined.push(block),
        }
        open = seen && !ends && joined.last().is_some_and(|last| !last.ends_sentence());
        seen = ends;
    }
    *blocks = joined;
}

/// Two to six Latin letters or digits after Chinese or a mark, one letter at least.
fn latin_end(text: &str) -> Option<&str> {
    let start = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let end = &text[start..];
    let before = text[..start].chars().next_back()?;
    let chinese = u32::from(before) >= 0x2e80 || before.is_ascii_punctuation();
    let letters = end.bytes().any(|b| b.is_ascii_alphabetic());
    (chinese && letters && (2..=6).contains(&end.len())).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::super::{blocks_of, texts};
    use super::*;

    #[test]
    fn stray_letters_go_and_are_listed() {
        let text = "某县工作报告zQk\n去年各项工作取得新的进zQk\n展，群众得到实惠。zQk\n一、回顾zQk\n推广WiFi\n@@二、安排\n\u{f0d8}重点任务&ens\n";
        let mut blocks = blocks_of(text);
        let mut removed = Vec::new();
        apply(&mut blocks, &mut removed);
        let expected = [
            "某县工作报告",
            "去年各项工作取得新的进",
            "展，群众得到实惠。",
            "一、回顾",
            "推广WiFi",
            "二、安排",
            "重点任务",
        ];
        assert_eq!(texts(&blocks), expected);
        let count = |rule| removed.iter().filter(|it| it.rule == rule).count();
        assert_eq!((count("against_copying"), count("private_use"), count("debris")), (4, 1, 2));
    }

    #[test]
    fn a_line_without_the_letters_of_all_others_goes_on_with_the_next() {
        let text = "（某省）工作报告\n工作报告zQk\n各位代表:zQk\n新建便民站三个,群众满意度居全\n省第二。zQk\n办结率提高。zQk\n";
        let mut blocks = blocks_of(text);
        apply(&mut blocks, &mut Vec::new());
        let expected = [
            "（某省）工作报告",
            "工作报告",
            "各位代表:",
            "新建便民站三个,群众满意度居全省第二。",
            "办结率提高。",
        ];
        assert_eq!(texts(&blocks), expected);
    }
}
