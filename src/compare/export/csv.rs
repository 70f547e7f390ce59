//! The comparison as CSV: one row a piece of evidence, opened right by spreadsheets.

use super::Line;
use crate::document::table;

/// The heads of the columns.
pub const HEAD: [&str; 15] = [
    "地区",
    "行",
    "内容",
    "数值",
    "上限",
    "单位",
    "限定",
    "对象",
    "动词",
    "所属地区",
    "机构",
    "年份",
    "原文",
    "出处",
    "链接",
];

/// The lines as CSV.
#[must_use]
pub fn write(lines: &[Line]) -> Vec<u8> {
    let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    table::csv(&HEAD, rows.iter().map(Vec::as_slice))
}

fn row(line: &Line) -> Vec<String> {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    [
        line.place.clone(),
        line.row.label().to_owned(),
        line.content.clone(),
        number(line.value),
        number(line.upper),
        line.unit.clone(),
        line.qualifier.clone(),
        line.measure.clone(),
        line.verb.clone(),
        line.region.clone(),
        line.organization.clone(),
        line.year.clone(),
        line.sentence.clone(),
        line.document.clone(),
        line.address.clone(),
    ]
    .to_vec()
}
