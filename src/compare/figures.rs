//! Figures side by side: only those that measure the same thing stand in one row.

use serde::Serialize;

use super::evidence::Item;
use super::matrix::Column;
use crate::knowledge::Details;
use crate::text::fold;

/// Words by which a figure says how much something changed, and not how much there is.
const CHANGES: [&str; 17] = [
    "增长", "增加", "增至", "新增", "提高", "提升", "上升", "下降", "减少", "减低", "降低", "压减",
    "压降", "缩短", "精简", "缩减", "同比",
];

/// What a row of figures measures. Figures that differ in any of this are not comparable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Measured {
    /// The canonical name.
    pub name: String,
    /// The unit.
    pub unit: String,
    /// What a percentage is of, where the text says so.
    pub base: String,
    /// Whether it is a change, and not a level.
    pub change: bool,
    /// Whether it is what somebody means to reach, and not what was reached.
    pub target: bool,
}

/// A row of the figures table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureRow {
    /// What is measured.
    pub measured: Measured,
    /// For each column of the matrix, its figures: those of the place itself first, then the
    /// latest.
    pub cells: Vec<Vec<Item>>,
}

impl Measured {
    /// What an indicator measures.
    #[must_use]
    pub fn of(item: &Item) -> Self {
        let details = &item.fact.details;
        Self {
            name: item.fact.name.clone(),
            unit: details.unit.clone(),
            base: details.base.clone(),
            change: CHANGES.iter().any(|word| details.verb.contains(word)),
            target: details.status == "target",
        }
    }

    /// As one reads it: `四强党支部（个）`.
    #[must_use]
    pub fn label(&self) -> String {
        let of = if self.base.is_empty() { String::new() } else { format!("占{}", self.base) };
        let change = if self.change { "变化" } else { "" };
        let target = if self.target { "目标" } else { "" };
        let about: Vec<&str> = [self.unit.as_str(), &of, change, target]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        if about.is_empty() {
            return self.name.clone();
        }
        format!("{}（{}）", self.name, about.join("，"))
    }
}

impl FigureRow {
    /// In how many places there is a figure.
    #[must_use]
    pub fn places(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }

    /// For each column, the figure of the place itself (not of a place within it), the latest:
    /// only these may stand side by side in a chart.
    #[must_use]
    pub fn comparable<'a>(&'a self, columns: &'a [Column]) -> Vec<(&'a Column, &'a Item)> {
        let cells = columns.iter().zip(&self.cells);
        let own =
            |column: &Column, item: &Item| item.fact.region.as_ref() == Some(&column.place.path);
        let found = cells.filter_map(|(column, cell)| {
            let first =
                cell.iter().find(|item| own(column, item) && item.fact.details.value.is_some());
            Some((column, first?))
        });
        found.collect()
    }
}

/// The rows that the indicators of the columns make: those of most places first, then those whose
/// name was asked for before others.
#[must_use]
pub fn rows(columns: &[Column]) -> Vec<FigureRow> {
    let mut rows: Vec<FigureRow> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        for item in &column.indicators {
            let measured = measured(item, &column.indicators);
            let known = rows.iter().position(|row| row.measured == measured);
            let row = known.unwrap_or_else(|| {
                rows.push(FigureRow { measured, cells: vec![Vec::new(); columns.len()] });
                rows.len() - 1
            });
            rows[row].cells[at].push(item.clone());
        }
    }
    for row in &mut rows {
        for (cell, column) in row.cells.iter_mut().zip(columns) {
            let inner = |item: &Item| item.fact.region.as_ref() != Some(&column.place.path);
            cell.sort_by_key(|item| (inner(item), std::cmp::Reverse(item.fact.year.clone())));
        }
    }
    // The sort is stable: the items that name the topic stand first in their columns.
    rows.sort_by_key(|row| std::cmp::Reverse(row.places()));
    rows
}

/// What an item measures. Two figures of one sentence under one name (`甲、乙的压减率分别为……`)
/// measure different things, so that each of them stands by its own words.
fn measured(item: &Item, others: &[Item]) -> Measured {
    let measured = Measured::of(item);
    let beside = |other: &&Item| {
        other.fact.document == item.fact.document
            && other.fact.sentence_span == item.fact.sentence_span
            && other.fact.span != item.fact.span
            && Measured::of(other) == measured
    };
    if others.iter().any(|other| beside(&other)) {
        Measured { name: format!("{}：{}", measured.name, item.fact.text), ..measured }
    } else {
        measured
    }
}

/// The figure of an indicator as one reads it: `近 16,700 家`, `61.36%`, `3—5 个`, `1.2 亿元`.
#[must_use]
pub fn written(details: &Details) -> String {
    let Some(value) = details.value else { return String::new() };
    let upper = details.upper.map(|upper| format!("—{}", number(upper, &details.unit)));
    let before = if is_after(&details.qualifier) { "" } else { &details.qualifier };
    let after = if is_after(&details.qualifier) { details.qualifier.as_str() } else { "" };
    let number = number(value, &details.unit);
    let upper = upper.unwrap_or_default();
    if details.unit == "%" {
        format!("{before}{number}{upper}%{after}")
    } else {
        format!("{before} {number}{upper}{after} {}", details.unit).trim().to_owned()
    }
}

/// Words that stand behind the number: 余, 多, 以上.
fn is_after(qualifier: &str) -> bool {
    let folded = fold(qualifier).text;
    ["余", "多", "以上", "以下", "以内", "左右", "上下"].contains(&folded.as_str())
}

/// A number in the unit's usual size: percentages by hundred, from 亿 on in 亿.
fn number(value: f64, unit: &str) -> String {
    if unit == "%" {
        return plain(value * 100.0);
    }
    if value.abs() >= 1e8 { format!("{} 亿", plain(value / 1e8)) } else { plain(value) }
}

/// A number with at most four decimals and a comma before every three digits.
#[must_use]
pub fn plain(value: f64) -> String {
    let text = format!("{value:.4}");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let decimals = decimals.trim_end_matches('0');
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let lead = digits.len() % 3;
    let mut groups: Vec<&str> = Vec::new();
    if lead > 0 {
        groups.push(&digits[..lead]);
    }
    groups.extend((lead..digits.len()).step_by(3).map(|at| &digits[at..at + 3]));
    let point = if decimals.is_empty() { String::new() } else { format!(".{decimals}") };
    format!("{sign}{}{point}", groups.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(value: f64, unit: &str, qualifier: &str) -> Details {
        Details {
            value: Some(value),
            unit: unit.to_owned(),
            qualifier: qualifier.to_owned(),
            ..Details::default()
        }
    }

    #[test]
    fn figures_are_written_as_one_reads_them() {
        for (value, unit, qualifier, expected) in [
            (750.0, "个", "", "750 个"),
            (16_700.0, "家", "近", "近 16,700 家"),
            (0.6136, "%", "", "61.36%"),
            (0.07, "%", "超", "超7%"),
            (9_000.0, "名", "余", "9,000余 名"),
            (120_000_000.0, "元", "约", "约 1.2 亿 元"),
            (2.5, "天", "", "2.5 天"),
        ] {
            assert_eq!(written(&details(value, unit, qualifier)), expected);
        }
        let range = Details { upper: Some(5.0), ..details(3.0, "个", "") };
        assert_eq!(written(&range), "3—5 个");
        assert_eq!(written(&Details::default()), "");
        assert_eq!(plain(-1234.5), "-1,234.5");
    }
}
