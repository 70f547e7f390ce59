//! Figures of tables: measured by the row's head and the column's, in the unit of the cell, of one
//! of the heads, or of the table.

use crate::knowledge::facts::{Claim, Details, FactType};
use crate::knowledge::reading::{Prose, Reading};
use crate::knowledge::region;
use crate::text::Span;
use crate::text::blocks::BlockKind;
use crate::text::numerals::{Numeral, NumeralKind, numerals};

/// Heads of columns that say only that a figure stands below.
const PLAIN: [&str; 14] = [
    "数值",
    "数量",
    "绝对数",
    "绝对值",
    "总量",
    "指标值",
    "完成",
    "完成数",
    "实绩",
    "数",
    "值",
    "合计",
    "本年",
    "实际完成",
];

/// Heads of columns that hold changes.
const CHANGES: [&str; 8] = ["增长", "增速", "增幅", "同比", "比上年", "较上年", "增减", "±"];

/// Heads of columns that name or number the rows.
const NAMING: [&str; 8] = ["序号", "编号", "指标", "名称", "单位", "项目", "计量单位", "备注"];

/// A row of a table with what stands above it.
struct Row<'a> {
    cells: Vec<Span>,
    heads: &'a [Span],
    /// The unit that the table gives for all.
    unit: Option<String>,
}

/// The lines of a passage that are rows of tables, heads included.
pub(super) fn rows(prose: &Prose<'_>) -> Vec<(Span, bool)> {
    let tables = |kind: BlockKind| matches!(kind, BlockKind::HeadRow | BlockKind::Row);
    if !prose.passage.blocks.iter().any(|block| tables(block.kind)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    for line in prose.plain.split('\n') {
        let span = Span::new(start, start + line.len());
        start = span.end + 1;
        let at = prose.to_text(span).start;
        let block = prose.passage.blocks.iter().find(|it| it.span.start <= at && at < it.span.end);
        if let Some(block) = block.filter(|block| tables(block.kind)) {
            found.push((span, block.kind == BlockKind::HeadRow));
        }
    }
    found
}

/// The indicators of the tables of passage `at`, whose rows are `rows`.
pub(super) fn claims(reading: &Reading<'_>, at: usize, rows: &[(Span, bool)]) -> Vec<Claim> {
    let prose = &reading.prose[at];
    let text = prose.plain.as_str();
    let mut heads: Vec<Span> = Vec::new();
    let mut unit = None;
    let mut found = Vec::new();
    for &(line, head) in rows {
        if head {
            heads = cells(text, line);
            unit = table_unit(&text[..line.start]);
            continue;
        }
        let row = Row { cells: cells(text, line), heads: &heads, unit: unit.clone() };
        found.extend(row_claims(reading, prose, &row));
    }
    found
}

fn row_claims(reading: &Reading<'_>, prose: &Prose<'_>, row: &Row<'_>) -> Vec<Claim> {
    let text = prose.plain.as_str();
    let number = |cell: Span| {
        let mut within = prose.numbers.iter().filter(|it| cell.contains(it.span));
        within.next().filter(|it| {
            let rest = cell.of(text).replace(it.span.of(text), "").replace(it.unit.of(text), "");
            matches!(it.kind, NumeralKind::Cardinal | NumeralKind::Code) && rest.trim().is_empty()
        })
    };
    // The row's head is its first cell that is no number of a list.
    let label = row.cells.iter().find(|cell| {
        let said = cell.of(text).trim();
        said.chars().any(crate::text::segment::is_han) && number(**cell).is_none()
    });
    let Some(label) = label else { return Vec::new() };
    let cells = row.cells.iter().enumerate().filter(|(_, cell)| cell.start > label.start);
    let claims = cells.filter_map(|(index, cell)| {
        let head = row.heads.get(index).map_or("", |head| head.of(text).trim());
        let number = number(*cell)?;
        claim(reading, text, (label.of(text).trim(), head), number, row)
    });
    claims.collect()
}

fn claim(
    reading: &Reading<'_>,
    text: &str,
    (label, head): (&str, &str),
    number: &Numeral,
    row: &Row<'_>,
) -> Option<Claim> {
    if NAMING.contains(&head) {
        return None;
    }
    let (label, own) = bracketed(label);
    let (head, below) = bracketed(head);
    let change = CHANGES.iter().any(|word| head.contains(word));
    let percent = number.percent || (change && number.unit.is_empty());
    let unit = match number.unit.of(text) {
        _ if percent => "%".to_owned(),
        "" => below.or(own).map(str::to_owned).or_else(|| row.unit.clone()).unwrap_or_default(),
        unit => unit.to_owned(),
    };
    let (scale, unit) = scaled(&unit);
    let value =
        if percent { format!("{}e-2", number.value).parse().ok()? } else { number.value * scale };
    let year = numerals(head).into_iter().find(|it| it.kind == NumeralKind::Year);
    let place = region::leading_from(label, reading.home).filter(|it| it.1 == label.len());
    let named = change || year.is_some() || head.is_empty() || PLAIN.contains(&head);
    let measure = match place {
        Some(_) => head.to_owned(),
        None if named => label.to_owned(),
        None => format!("{label}{head}"),
    };
    if measure.is_empty() {
        return None;
    }
    let direction = if change && value < 0.0 {
        "down"
    } else if change {
        "up"
    } else {
        ""
    };
    let target = ["目标", "计划", "预期"].iter().any(|word| head.contains(word));
    let details = Details {
        value: Some(value),
        unit,
        measure: measure.clone(),
        direction: direction.to_owned(),
        compared_with: if change { "上年".to_owned() } else { String::new() },
        status: if target { "target" } else { "achieved" }.to_owned(),
        year_scope: if year.is_some() { "table" } else { "" }.to_owned(),
        ..Details::default()
    };
    let year = year.and_then(|it| format!("{}", it.value).parse().ok());
    let span = Span::new(number.span.start, number.span.end.max(number.unit.end));
    let region = place.map(|it| it.0);
    Some(Claim { details, year, region, ..Claim::new(FactType::Indicator, measure, span) })
}

/// The cells of a row, without blanks around them.
fn cells(text: &str, line: Span) -> Vec<Span> {
    let mut start = line.start;
    let cut = |cell: &str, start: usize| {
        let lead = cell.len() - cell.trim_start().len();
        Span::new(start + lead, start + lead + cell.trim().len())
    };
    let mut found = Vec::new();
    for cell in line.of(text).split('|') {
        found.push(cut(cell, start));
        start += cell.len() + 1;
    }
    found
}

/// A head without its unit in brackets, and the unit: 产量（万吨）.
fn bracketed(head: &str) -> (&str, Option<&str>) {
    let inner = head.strip_suffix('）').and_then(|it| it.rsplit_once('（'));
    match inner {
        Some((name, unit)) if unit.chars().count() <= 6 && !name.is_empty() => {
            (name.trim(), Some(unit))
        }
        _ => (head, None),
    }
}

/// 万元 as ten thousand and 元.
fn scaled(unit: &str) -> (f64, String) {
    let read = format!("1{unit}");
    match numerals(&read).first() {
        Some(it) if it.unit.end == read.len() && !it.unit.is_empty() => {
            (it.value, it.unit.of(&read).to_owned())
        }
        _ => (1.0, unit.to_owned()),
    }
}

/// The unit that the line above a table gives: 单位：万元.
fn table_unit(above: &str) -> Option<String> {
    let line = above.trim_end().rsplit('\n').next()?;
    let at = line.find("单位：")? + "单位：".len();
    let unit = line[at..].trim().trim_end_matches('）');
    (unit.chars().count() <= 6 && !unit.contains(['、', '，'])).then(|| unit.to_owned())
}
