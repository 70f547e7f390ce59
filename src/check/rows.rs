//! Rows of pairs: the forms in which a text sets things beside each other.

use super::claims::letters;
use crate::index::entry::PassageEntry;
use crate::knowledge::region::{self, Level};
use crate::text::Span;
use crate::text::segment::is_han;

/// Pairs that make a row.
const ROW: usize = 2;
/// Lines that make a table, and the columns of it that are looked at.
const TABLE: usize = 3;
const COLUMNS: usize = 4;
/// Letters of each side.
const SIDE: std::ops::RangeInclusive<usize> = 2..=40;
/// A quoted word of fewer letters is a part of the name around it.
const TELLING: usize = 3;

/// Two things that a text sets beside each other, as bytes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pair {
    one: Span,
    other: Span,
}

/// A row of a document: its pairs by their letters and as the text writes them, each with the
/// number of its passage.
pub(super) type Row = Vec<Sides>;

/// A pair apart from its text.
pub(super) struct Sides {
    pub(super) letters: (String, String),
    pub(super) said: (String, String),
    pub(super) passage: usize,
}

/// The rows of a document by its passages in order: a list goes on from one to the next.
pub(super) fn of_document(passages: &[PassageEntry]) -> Vec<Row> {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(passages.len());
    for passage in passages {
        starts.push(text.len());
        text.push_str(&passage.text);
        text.push('\n');
    }
    let sides = |pair: Pair| {
        let (one, other) = (pair.one.of(&text), pair.other.of(&text));
        Sides {
            letters: (letters(one), letters(other)),
            said: (one.to_owned(), other.to_owned()),
            passage: starts.partition_point(|start| *start <= pair.other.start) - 1,
        }
    };
    let rows = rows(&text).into_iter().filter(|row| !row.is_empty());
    rows.map(|row| row.into_iter().map(sides).collect()).collect()
}

/// The rows of a text in each form: at least two pairs follow each other; what parts two rows of
/// one form (获得一等奖) does not part what they say.
fn rows(text: &str) -> Vec<Vec<Pair>> {
    let mut forms = cells(text);
    forms.push(counties(text));
    for form in [bracketed, dashed, owned] {
        let mut rows: Vec<Pair> = Vec::new();
        let mut row: Vec<Pair> = Vec::new();
        let mut start = 0;
        let mut depth = 0_i32;
        let ends = text.char_indices().chain([(text.len(), '。')]);
        for (at, c) in ends {
            match c {
                '“' | '（' | '《' | '‘' => depth += 1,
                '”' | '）' | '》' | '’' => depth -= 1,
                _ => {}
            }
            let parts = matches!(c, '、' | '，' | '；' | '。' | '\n');
            if !parts || depth > 0 && c != '\n' && at < text.len() {
                continue;
            }
            depth = 0;
            if let Some(pair) = text.get(start..at).and_then(|item| form(item, start)) {
                row.push(pair);
            } else if row.len() >= ROW {
                rows.append(&mut row);
            } else {
                row.clear();
            }
            start = at + c.len_utf8().min(text.len() - at);
        }
        if row.len() >= ROW {
            rows.append(&mut row);
        }
        forms.push(rows);
    }
    forms
}

/// “小螺号”未检工作室（万宁市检察院）: the quoted name, or all before the bracket, and whose it is.
fn bracketed(item: &str, start: usize) -> Option<Pair> {
    let open = item.find('（')?;
    let close = open + item[open..].find('）')?;
    let before = &item[..open];
    let name = match (before.find('“'), before.rfind('”')) {
        (Some(from), Some(to)) if from < to => {
            let inside = Span::new(from + '“'.len_utf8(), to);
            // 检察“陵”距离 is one name.
            let short = letters(inside.of(before)).chars().count() < TELLING;
            let goes_on = !before[to + '”'.len_utf8()..].is_empty() && from > 0;
            if short && goes_on { Span::new(0, open) } else { inside }
        }
        (None, None) => Span::new(0, open),
        _ => return None,
    };
    let whose = Span::new(open + '（'.len_utf8(), close);
    // （同比）, （GDP）: an aside, and nobody's name.
    let named = whose.of(item).chars().filter(|c| is_han(*c)).count() >= TELLING;
    pair(item, start, name, whose).filter(|_| named)
}

/// 通达芯——区交通运输局.
fn dashed(item: &str, start: usize) -> Option<Pair> {
    let at = item.find("——")?;
    let from = item[..at].rfind('：').map_or(0, |colon| colon + '：'.len_utf8());
    let rest = &item[at + "——".len()..];
    let to: usize = rest.chars().take_while(|c| is_han(*c)).map(char::len_utf8).sum();
    // Words behind the last one are not told from its name, which is then found in no sentence.
    let to = if to == rest.len() { to } else { 0 };
    pair(item, start, Span::new(from, at), Span::new(at + "——".len(), at + "——".len() + to))
}

/// 铜官区“我爱铜官乐”: a name behind whose it is.
fn owned(item: &str, start: usize) -> Option<Pair> {
    let open = item.find('“')?;
    let from = open + '“'.len_utf8();
    let close = from + item[from..].find('”')?;
    let whose = &item[..open];
    let place = region::leading(whose).is_some_and(|(_, length)| length == whose.len());
    pair(item, start, Span::new(from, close), Span::new(0, open)).filter(|_| place)
}

/// Villages of a list, each with its county, which is written once: 岳西县菖蒲镇水畈村、冶溪镇|金盆村.
fn counties(text: &str) -> Vec<Pair> {
    let (mut all, mut list): (Vec<Pair>, Vec<Pair>) = (Vec::new(), Vec::new());
    let mut county: Option<Span> = None;
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), '。')]) {
        if !matches!(c, '、' | '，' | '：' | '；' | '。' | '\n') {
            continue;
        }
        let item = text.get(start..at).unwrap_or_default();
        let place = region::leading(item).filter(|(it, _)| it.level == Level::County);
        if let Some((_, length)) = place {
            county = Some(Span::new(start, start + length));
        }
        let village =
            ["镇", "乡", "街道"].iter().filter_map(|end| item.rfind(end).map(|at| at + end.len()));
        let village = village.max().filter(|from| is_village(&item[*from..]));
        match (village, county) {
            (Some(from), Some(county)) => {
                list.push(Pair { one: Span::new(start + from, at), other: county });
            }
            _ => {
                all.append(&mut list);
                county = None;
            }
        }
        start = at + c.len_utf8().min(text.len() - at);
    }
    all.append(&mut list);
    let several = all
        .first()
        .is_some_and(|first| all.iter().any(|it| it.other.of(text) != first.other.of(text)));
    if several { all } else { Vec::new() }
}

fn is_village(name: &str) -> bool {
    let length = name.chars().count();
    (3..=8).contains(&length)
        && name.chars().all(is_han)
        && name.ends_with(['村', '区', '屯', '寨'])
}

/// The columns of rows, two by two: lines of the same number of cells, parted by | or blanks.
fn cells(text: &str) -> Vec<Vec<Pair>> {
    let mut tables: Vec<Vec<Vec<Span>>> = vec![Vec::new()];
    let mut start = 0;
    for line in text.split('\n') {
        let row = row(line, start);
        start += line.len() + 1;
        let width = tables.last().and_then(|it| it.first()).map_or(row.len(), Vec::len);
        if row.len() < 2 || row.len() != width {
            tables.push(Vec::new());
        }
        if row.len() >= 2
            && let Some(table) = tables.last_mut()
        {
            table.push(row);
        }
    }
    let mut columns = Vec::new();
    for table in tables.iter().filter(|it| it.len() >= TABLE) {
        let width = table[0].len().min(COLUMNS);
        for (one, other) in (0..width).flat_map(|one| (one + 1..width).map(move |it| (one, it))) {
            let pairs = table.iter().filter_map(|row| pair(text, 0, row[one], row[other]));
            columns.push(pairs.collect());
        }
    }
    columns
}

/// The cells of a line.
fn row(line: &str, start: usize) -> Vec<Span> {
    let marks: &[char] = if line.contains('|') { &['|'] } else { &[' ', '\u{3000}', '\t'] };
    let mut cells = Vec::new();
    let mut from = 0;
    for (at, c) in line.char_indices().chain([(line.len(), marks[0])]) {
        if marks.contains(&c) {
            let cell = line[from..at].trim();
            if !cell.is_empty() {
                let lead = line[from..at].len() - line[from..at].trim_start().len();
                cells.push(Span::new(start + from + lead, start + from + lead + cell.len()));
            }
            from = at + c.len_utf8().min(line.len() - at);
        }
    }
    // A sentence with blanks in it is no row.
    let sentence = cells.len() < 2 || line.trim_end().ends_with(['。', '；', '：']);
    if sentence { Vec::new() } else { cells }
}

fn pair(item: &str, start: usize, one: Span, other: Span) -> Option<Pair> {
    let is_name = |span: Span| {
        let said = span.of(item);
        let plain = |c: char| is_han(c) || c.is_ascii_alphanumeric() || " “”·+—（）、".contains(c);
        SIDE.contains(&letters(said).chars().count()) && said.chars().all(plain)
    };
    let counts = |span: Span| span.of(item).starts_with(|c: char| c.is_ascii_digit());
    (is_name(one) && is_name(other) && !counts(other))
        .then(|| Pair { one: one.shift(start), other: other.shift(start) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, &str)> {
        let rows = rows(text);
        rows.iter().flatten().map(|it| (it.one.of(text), it.other.of(text))).collect()
    }

    #[test]
    fn rows_of_pairs_are_read_in_each_form() {
        assert_eq!(
            found("仪式上，护林队——县林业局、护河队——县水利局、护苗队——县教育局就此集结成队。"),
            [("护林队", "县林业局"), ("护河队", "县水利局"), ("护苗队", "县教育局就此集结成队")]
        );
        assert_eq!(
            found("最终“清风”（甲县检察院）、“小桔灯”工作室（乙县检察院）2个品牌获奖。"),
            [("清风", "甲县检察院"), ("小桔灯", "乙县检察院")]
        );
        assert_eq!(
            found("发布了全市“益路”、铜官区“暖心坊”、枞阳县“乡邻乐”等品牌。"),
            [("暖心坊", "铜官区"), ("乡邻乐", "枞阳县")]
        );
        assert_eq!(found("生产总值（GDP）90亿元，增长（同比）3%。"), []);
        assert_eq!(found("目标——建成示范县，任务艰巨。"), []);
        assert_eq!(
            found("怀宁县黄墩镇蒋岭村，岳西县菖蒲镇水畈村、冶溪镇金盆村。"),
            [("蒋岭村", "怀宁县"), ("水畈村", "岳西县"), ("金盆村", "岳西县")]
        );
        let rows = "乔口镇 农业强镇 农业部\n区税务局 节约型示范单位 国管局\n雷锋馆 文明单位 文明委";
        assert_eq!(found(rows)[..2], [("乔口镇", "农业强镇"), ("区税务局", "节约型示范单位")]);
        assert_eq!(found(rows).len(), 9);
        assert_eq!(found("甲镇|12|30\n乙镇|13|28\n丙镇|9|7"), []);
    }
}
