//! Rows of brands under a line that says what they are: 十佳党建品牌, then 先锋港湾 青山县港口局.

use crate::knowledge::honour::numbered;
use crate::knowledge::reading::Prose;
use crate::knowledge::region;
use crate::knowledge::rules::{File, Rules};
use crate::text::Span;
use crate::text::segment::is_han;

/// A brand with the one whose it is.
pub(super) struct Row {
    pub(super) name: Span,
    pub(super) owner: Span,
    /// What the head calls them.
    pub(super) class: &'static str,
}

/// So many rows make a list.
const LEAST: usize = 3;
/// A head is no longer than this, in characters.
const HEAD: usize = 40;
/// What heads call the practices that they list.
const CLASSES: [&str; 2] = ["品牌", "工作法"];
/// What stands behind that word in a head.
const LISTED: [&str; 5] = ["", "名单", "一览", "一览表", "名录"];
/// What parts the cells of a row.
const BETWEEN: [&str; 5] = ["——", "|", "\t", "\u{3000}", " "];

/// The rows of a passage, in the order of the text. Linear in its length.
pub(super) fn rows(prose: &Prose<'_>, rules: &Rules) -> Vec<Row> {
    let heading = prose.passage.headings.last().map_or("", String::as_str);
    let mut class = head(heading);
    let mut found = Vec::new();
    let mut open: Vec<Row> = Vec::new();
    let mut start = 0;
    for line in prose.plain.split('\n') {
        let row = class.and_then(|class| row(line, start, class, rules));
        let blank = line.trim().is_empty();
        match row {
            Some(row) => open.push(row),
            None if blank => {}
            None => {
                close(&mut open, &mut found);
                class = head(line);
            }
        }
        start += line.len() + 1;
    }
    close(&mut open, &mut found);
    found
}

fn close(open: &mut Vec<Row>, found: &mut Vec<Row>) {
    if open.len() >= LEAST {
        found.append(open);
    }
    open.clear();
}

/// What a line says that the lines under it are.
fn head(line: &str) -> Option<&'static str> {
    let line = line.trim().trim_end_matches(['：', ':']);
    let line = match line.rfind('（') {
        Some(at) if line.ends_with('）') => &line[..at],
        _ => line,
    };
    if line.chars().count() > HEAD || line.contains(['，', '。', '；']) {
        return None;
    }
    CLASSES.into_iter().find(|class| {
        LISTED.iter().any(|word| line.strip_suffix(word).is_some_and(|it| it.ends_with(class)))
    })
}

/// A line of two cells, one of which is a body and the other a name.
fn row(line: &str, start: usize, class: &'static str, rules: &Rules) -> Option<Row> {
    let at = |part: &str| {
        let from = start + (part.as_ptr() as usize - line.as_ptr() as usize);
        Span::new(from, from + part.len())
    };
    let told = line.trim().trim_matches('|').trim().trim_end_matches(['；', '。']);
    let told = told[numbered(told)..].trim_start();
    let (first, second) = BETWEEN.iter().find_map(|mark| told.split_once(mark))?;
    let (first, second) = (first.trim(), second.trim_matches([' ', '\u{3000}', '\t', '|', '—']));
    let (name, owner) = match (is_body(first, rules), is_body(second, rules)) {
        (false, true) => (first, second),
        (true, false) => (second, first),
        // 秦雨工作室 某市检察院: the one that opens with a place is whose it is.
        (true, true) if region::leading(second).is_some() => (first, second),
        (true, true) if region::leading(first).is_some() => (second, first),
        _ => return None,
    };
    let bare = unquoted(name);
    is_name(bare).then(|| Row { name: at(bare), owner: at(owner), class })
}

/// A name without the marks around it.
fn unquoted(name: &str) -> &str {
    let inner = name.strip_prefix(['“', '「']).and_then(|it| it.strip_suffix(['”', '」']));
    inner.filter(|it| !it.contains(['“', '「'])).unwrap_or(name)
}

/// Whether a cell is called as bodies are.
fn is_body(cell: &str, rules: &Rules) -> bool {
    rules.table(File::HonourWords).ending(cell, "holder").is_some()
        && cell.chars().all(|c| is_han(c) || "（）·".contains(c))
        && (5..=32).contains(&cell.chars().count())
}

fn is_name(cell: &str) -> bool {
    (2..=24).contains(&cell.chars().count())
        && cell.chars().any(is_han)
        && !cell.contains(['，', '。', '；', '：', ' ', '|'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline::{Piece, outline};

    fn check(text: &str, expected: &[(&str, &str)]) {
        let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
        let passages = outline(text, &whole).passages;
        let found: Vec<(String, String)> = passages
            .iter()
            .flat_map(|passage| {
                let prose = Prose::new(passage);
                let said = |span: Span| span.of(&prose.plain).to_owned();
                rows(&prose, &Rules::built_in())
                    .iter()
                    .map(|it| (said(it.name), said(it.owner)))
                    .collect::<Vec<_>>()
            })
            .collect();
        let told: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn lines_under_what_they_are_called_name_brands_and_whose_they_are() {
        check(
            "第二届全市机关党建品牌名单（3个）\n\n先锋港湾　青山县港口局\n\n2.“山城暖阳” 青山县民政局\n\n青山县税务局——税月先锋\n\n各单位要学习。",
            &[
                ("先锋港湾", "青山县港口局"),
                ("山城暖阳", "青山县民政局"),
                ("税月先锋", "青山县税务局"),
            ],
        );
        check("十佳品牌\n\n先锋港湾 青山县港口局\n\n山城暖阳 青山县民政局", &[]);
        check("参加单位\n\n甲 青山县港口局\n\n乙 青山县民政局\n\n丙 青山县税务局", &[]);
    }
}
