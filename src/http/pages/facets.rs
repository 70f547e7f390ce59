//! The lists of values beside the results.

use super::frame::kind_label;
use crate::http::query::SearchQuery;
use crate::index::query::FacetField;
use crate::search::answer::{Answer, FacetValue};

/// Values that are shown before the rest is folded away.
const SHOWN: usize = 6;
/// Values that are listed at all.
const LISTED: usize = 60;

/// The values of one field.
pub(super) struct Facet {
    pub(super) title: &'static str,
    /// The first ones.
    pub(super) shown: Vec<Value>,
    /// The others.
    pub(super) folded: Vec<Value>,
    pub(super) wide: bool,
}

/// A value with its link.
#[derive(Clone)]
pub(super) struct Value {
    pub(super) label: String,
    pub(super) count: usize,
    pub(super) url: String,
    /// Whether it is a filter now; then the link takes it back.
    pub(super) current: bool,
    /// The values inside it.
    pub(super) inner: Vec<Value>,
}

/// The facets of an answer, each value linked to the search with it.
pub(super) fn facets(answer: &Answer, query: &SearchQuery, fields: &[FacetField]) -> Vec<Facet> {
    let facet = |&field: &FacetField| {
        let values = answer.facets.get(field.name())?;
        let values = match field {
            FacetField::Region => tree(values, "", query),
            FacetField::Year => {
                let mut years: Vec<&FacetValue> = values.iter().collect();
                years.sort_by(|a, b| b.value.cmp(&a.value));
                years.into_iter().map(|year| value(field, year, query)).collect()
            }
            _ => values.iter().map(|it| value(field, it, query)).collect(),
        };
        let mut shown: Vec<Value> = values.into_iter().take(LISTED).collect();
        let folded = shown.split_off(shown.len().min(SHOWN));
        let wide = field == FacetField::Region;
        (!shown.is_empty()).then_some(Facet { title: field.label(), shown, folded, wide })
    };
    fields.iter().filter_map(facet).collect()
}

fn value(field: FacetField, value: &FacetValue, query: &SearchQuery) -> Value {
    let current = query.filters.iter().any(|(f, v)| *f == field && *v == value.value);
    let to = if current { query.without(field) } else { query.with(field, &value.value) };
    let label = match field {
        FacetField::Kind => kind_label(&value.value),
        FacetField::Region => value.value.rsplit('/').next().unwrap_or_default().to_owned(),
        _ => value.value.clone(),
    };
    Value { label, count: value.count, url: to.url(), current, inner: Vec::new() }
}

/// The regions right under `above`, each with those inside it. Inner ones open with their region,
/// so that a long list stays short.
fn tree(values: &[FacetValue], above: &str, query: &SearchQuery) -> Vec<Value> {
    let prefix = if above.is_empty() { String::new() } else { format!("{above}/") };
    let inside = |it: &&FacetValue| {
        it.value.strip_prefix(&prefix).is_some_and(|rest| !rest.is_empty() && !rest.contains('/'))
    };
    let chosen = |path: &str| {
        let within = |v: &String| v == path || v.starts_with(&format!("{path}/"));
        query.filters.iter().any(|(f, v)| *f == FacetField::Region && within(v))
    };
    let provinces = values.iter().filter(|it| !it.value.contains('/')).count();
    values
        .iter()
        .filter(inside)
        .map(|it| {
            let open = chosen(&it.value) || (above.is_empty() && provinces <= 2);
            let inner = if open { tree(values, &it.value, query) } else { Vec::new() };
            Value { inner, ..value(FacetField::Region, it, query) }
        })
        .collect()
}
