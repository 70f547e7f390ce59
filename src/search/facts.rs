//! Asking for facts: from named conditions to a question to the engine, and facts as a table.

use std::collections::BTreeMap;

use serde::Serialize;

use super::request::{RequestError, filter};
use crate::document::DocumentId;
use crate::index::engine::EngineError;
use crate::index::query::{FacetField, FactField, FactQuery};
use crate::knowledge::{Fact, FactType};
use crate::library::Snapshot;

/// The most facts that one answer gives.
pub const MAX_FACTS: usize = 100_000;

/// Facts that are read for one list of names.
const LISTED_FACTS: usize = 20_000;

/// A list of names, each made from its facts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed<T> {
    /// Made from the facts that were read.
    pub entries: Vec<T>,
    /// Facts that were not read, because there are too many for one list.
    pub unread: usize,
}

/// The facts of a type whose name holds `part` (all where it is empty), by name, those of the
/// latest documents first, and how many more there are than one list can hold.
pub(super) fn by_name(
    snapshot: &Snapshot,
    kind: FactType,
    part: &str,
) -> Result<(BTreeMap<String, Vec<Fact>>, usize), EngineError> {
    let part = part.trim();
    let found = snapshot.engine.facts(&FactQuery {
        types: vec![kind],
        holding: (!part.is_empty()).then(|| part.to_owned()).into_iter().collect(),
        limit: LISTED_FACTS,
        ..FactQuery::default()
    })?;
    let unread = found.total.saturating_sub(found.facts.len());
    let mut facts: BTreeMap<String, Vec<Fact>> = BTreeMap::new();
    for fact in found.facts {
        facts.entry(fact.name.clone()).or_default().push(fact);
    }
    Ok((facts, unread))
}

/// The columns of [`row`].
pub const COLUMNS: [&str; 22] = [
    "类型",
    "名称",
    "原文",
    "数值",
    "上限",
    "单位",
    "修饰",
    "度量对象",
    "动词",
    "基数",
    "内容",
    "级别",
    "等次",
    "类别",
    "发文机关",
    "文号",
    "地区",
    "机构",
    "年份",
    "文档",
    "段落",
    "句子",
];

/// Adds the condition `name=value`: `type`, `name`, `q`, `region`, `organization`, `year`,
/// `document` or `passage`, in English or Chinese. An empty value asks for nothing.
///
/// # Errors
/// [`RequestError::UnknownFactField`] or [`RequestError::BadValue`].
pub fn add_condition(query: &mut FactQuery, name: &str, value: &str) -> Result<(), RequestError> {
    let value = value.trim();
    let bad = |field, hint| RequestError::BadValue { field, value: value.to_owned(), hint };
    let place = match name.trim().to_lowercase().as_str() {
        _ if value.is_empty() => None,
        "type" | "类型" => {
            let hint = "可用：instrument、brand、honour、indicator、shorthand、organization、\
                        region、theme，或其中文名";
            query.types.push(FactType::parse(value).ok_or_else(|| bad("类型", hint))?);
            None
        }
        "name" | "名称" => {
            query.names.push(value.to_owned());
            None
        }
        "q" | "holding" | "含" => {
            query.holding.push(value.to_owned());
            None
        }
        "passage" | "段落" => {
            query.passages.push(value.to_owned());
            None
        }
        "document" | "文档" => {
            let hint = "应为文档编号，如检索结果所列";
            query.document = Some(DocumentId::parse(value).ok_or_else(|| bad("文档", hint))?);
            None
        }
        "region" | "地区" => Some(FacetField::Region),
        "organization" | "机构" => Some(FacetField::Organization),
        "year" | "年份" => Some(FacetField::Year),
        _ => return Err(RequestError::UnknownFactField(name.to_owned())),
    };
    query.filters.extend(place.map(|field| filter(field, value)).transpose()?);
    Ok(())
}

/// The field of this name by which facts are counted.
///
/// # Errors
/// [`RequestError::BadValue`].
pub fn counted(name: &str) -> Result<FactField, RequestError> {
    let hint = "可用：type、name、document、passage、region、organization、year";
    Ok(match name.trim() {
        "type" => FactField::Type,
        "name" => FactField::Name,
        "document" => FactField::Document,
        "passage" => FactField::Passage,
        "region" => FactField::Region,
        "organization" => FactField::Organization,
        "year" => FactField::Year,
        _ => return Err(RequestError::BadValue { field: "计数", value: name.to_owned(), hint }),
    })
}

/// A number of facts to give that is in bounds.
///
/// # Errors
/// [`RequestError::OutOfRange`].
pub fn limited(limit: usize) -> Result<usize, RequestError> {
    let error = RequestError::OutOfRange {
        name: "limit",
        value: limit.to_string(),
        least: 1,
        most: MAX_FACTS,
    };
    if (1..=MAX_FACTS).contains(&limit) { Ok(limit) } else { Err(error) }
}

/// A fact as one row of text, in the order of [`COLUMNS`].
#[must_use]
pub fn row(fact: &Fact) -> Vec<String> {
    let number = |value: Option<f64>| value.map(|it| it.to_string()).unwrap_or_default();
    let stated = |value: &Option<String>| value.clone().unwrap_or_default();
    let details = &fact.details;
    vec![
        fact.kind.label().to_owned(),
        fact.name.clone(),
        fact.text.clone(),
        number(details.value),
        number(details.upper),
        details.unit.clone(),
        details.qualifier.clone(),
        details.measure.clone(),
        details.verb.clone(),
        details.base.clone(),
        details.items.join("、"),
        details.level.clone(),
        details.rank.clone(),
        details.class.clone(),
        details.issuer.clone(),
        details.number.clone(),
        stated(&fact.region),
        stated(&fact.organization),
        stated(&fact.year),
        fact.document.to_string(),
        fact.passage.clone(),
        fact.sentence.clone(),
    ]
}

/// Facts as CSV for a spreadsheet: see [`crate::document::table::csv`].
#[must_use]
pub fn csv(facts: &[Fact]) -> Vec<u8> {
    let rows: Vec<Vec<String>> = facts.iter().map(row).collect();
    crate::document::table::csv(&COLUMNS, rows.iter().map(Vec::as_slice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_in_both_languages_and_refused_with_what_can_be() {
        let mut query = FactQuery::default();
        for (name, value) in
            [("type", "指标"), ("类型", "honour"), ("region", "广东"), ("year", ""), ("q", "四强")]
        {
            add_condition(&mut query, name, value).unwrap();
        }
        assert_eq!(query.types, [FactType::Indicator, FactType::Honour]);
        assert_eq!((query.filters.len(), query.holding.len()), (1, 1));
        let refused =
            |name, value| add_condition(&mut FactQuery::default(), name, value).unwrap_err();
        assert!(refused("colour", "red").to_string().contains("region"));
        assert!(refused("type", "novel").to_string().contains("indicator"));
        assert!(refused("year", "去年").to_string().contains("2020..2024"));
        assert!(limited(0).is_err() && counted("kind").is_err());
    }

    #[test]
    fn a_row_has_a_cell_for_every_column() {
        let fact: Fact = serde_json::from_value(serde_json::json!({
            "type": "indicator", "name": "四强党支部", "text": "评定539个", "value": 539.0,
            "region": "广东省", "organization": null, "year": "2024", "document": "甲",
            "passage": "甲#s1", "span": [0, 3], "sentence": "评定539个。", "sentence_span": [0, 3],
        }))
        .unwrap();
        let row = row(&fact);
        assert_eq!(row.len(), COLUMNS.len());
        assert_eq!(row[3], "539");
    }
}
