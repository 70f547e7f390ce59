//! Conditions on what a record says of itself, by Dify's contract.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::text::fold;

/// Conditions, all or one of which must hold.
#[derive(Debug, Deserialize)]
pub(super) struct Conditions {
    #[serde(default)]
    logical_operator: Junction,
    conditions: Vec<Condition>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Junction {
    #[default]
    And,
    Or,
}

#[derive(Debug, Deserialize)]
struct Condition {
    name: Names,
    comparison_operator: Operator,
    #[serde(default)]
    value: Value,
}

/// Older versions of the contract give a list of names.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Clone, Copy, Deserialize)]
enum Operator {
    #[serde(rename = "contains")]
    Contains,
    #[serde(rename = "not contains")]
    ContainsNot,
    #[serde(rename = "start with")]
    StartsWith,
    #[serde(rename = "end with")]
    EndsWith,
    #[serde(rename = "is", alias = "=")]
    Is,
    #[serde(rename = "is not", alias = "≠")]
    IsNot,
    #[serde(rename = "in")]
    In,
    #[serde(rename = "not in")]
    NotIn,
    #[serde(rename = "empty", alias = "null")]
    Empty,
    #[serde(rename = "not empty", alias = "not null")]
    NotEmpty,
    #[serde(rename = ">", alias = "after")]
    Above,
    #[serde(rename = "<", alias = "before")]
    Below,
    #[serde(rename = "≥")]
    AtLeast,
    #[serde(rename = "≤")]
    AtMost,
}

impl Conditions {
    /// Whether a record that says this of itself meets them. A name that it does not have is empty.
    pub(super) fn hold(&self, metadata: &Map<String, Value>) -> bool {
        let mut each = self.conditions.iter();
        match self.logical_operator {
            Junction::And => each.all(|it| it.holds(metadata)),
            Junction::Or => each.any(|it| it.holds(metadata)),
        }
    }
}

impl Condition {
    fn holds(&self, metadata: &Map<String, Value>) -> bool {
        let names = match &self.name {
            Names::One(name) => std::slice::from_ref(name),
            Names::Several(names) => names,
        };
        let mut values =
            names.iter().map(|name| metadata.get(name).map(written).unwrap_or_default());
        values.all(|value| self.holds_of(&value))
    }

    fn holds_of(&self, held: &str) -> bool {
        let wanted: Vec<String> = match &self.value {
            Value::Array(values) => values.iter().map(written).collect(),
            value => vec![written(value)],
        };
        let any = |test: &dyn Fn(&str) -> bool| wanted.iter().any(|it| test(it));
        match self.comparison_operator {
            Operator::Contains => any(&|it| held.contains(it)),
            Operator::ContainsNot => !any(&|it| held.contains(it)),
            Operator::StartsWith => any(&|it| held.starts_with(it)),
            Operator::EndsWith => any(&|it| held.ends_with(it)),
            Operator::Is | Operator::In => any(&|it| held == it),
            Operator::IsNot | Operator::NotIn => !any(&|it| held == it),
            Operator::Empty => held.is_empty(),
            Operator::NotEmpty => !held.is_empty(),
            Operator::Above => !held.is_empty() && any(&|it| held > it),
            Operator::Below => !held.is_empty() && any(&|it| held < it),
            Operator::AtLeast => !held.is_empty() && any(&|it| held >= it),
            Operator::AtMost => !held.is_empty() && any(&|it| held <= it),
        }
    }
}

/// A value as it is compared. Years and days (2024-10-17) are in order as text.
fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => fold(text.trim()).text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn conditions_are_read_as_the_contract_words_them() {
        let about = json!({ "region": "广东省/珠海市", "year": "2024", "published": "2024-10-17" });
        let about = about.as_object().unwrap();
        let check = |name: Value, operator: &str, value: Value, expected: bool| {
            let condition =
                json!({ "name": name, "comparison_operator": operator, "value": value });
            let conditions: Conditions =
                serde_json::from_value(json!({ "conditions": [condition] })).unwrap();
            assert_eq!(conditions.hold(about), expected, "{conditions:?}");
        };
        check(json!("region"), "contains", json!("廣東"), true);
        check(json!(["region"]), "start with", json!("广西"), false);
        check(json!("region"), "not contains", json!("广西"), true);
        check(json!("year"), "=", json!(2024), true);
        check(json!("year"), "≥", json!("2025"), false);
        check(json!("year"), "in", json!(["2023", "2024"]), true);
        check(json!("published"), "before", json!("2024-11"), true);
        check(json!("published"), "after", json!("2024-11"), false);
        check(json!("organization"), "empty", Value::Null, true);
        check(json!("organization"), "before", json!("2024"), false);
        let either = json!({ "logical_operator": "or", "conditions": [
            { "name": "year", "comparison_operator": "is", "value": "2020" },
            { "name": "year", "comparison_operator": "is", "value": "2024" } ] });
        assert!(serde_json::from_value::<Conditions>(either).unwrap().hold(about));
        let unknown = json!({ "conditions": [{ "name": "year", "comparison_operator": "like" }] });
        assert!(serde_json::from_value::<Conditions>(unknown).is_err());
    }
}
