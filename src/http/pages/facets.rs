//! The lists of values beside the results.

use super::frame::kind_label;
use crate::http::query::SearchQuery;
use crate::index::query::FacetField;
use crate::search::answer::{Answer, FacetValue};
use crate::search::request::years;

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
    /// Where years from one to another can be asked for.
    pub(super) range: Option<Range>,
}

/// A value with its link.
pub(super) struct Value {
    pub(super) label: String,
    /// Documents that hold it; unknown of a value that was given and is none of the list's.
    pub(super) count: Option<usize>,
    pub(super) url: String,
    /// Whether it is a filter now; then the link takes it back, else it adds it.
    pub(super) current: bool,
    /// How many of the values above it hold it.
    pub(super) level: usize,
}

/// A form for the years from one to another.
pub(super) struct Range {
    /// What else is asked: hidden fields.
    pub(super) kept: Vec<(&'static str, String)>,
    pub(super) from: String,
    pub(super) to: String,
}

/// A value with those inside it, itself first.
type Branch = Vec<Value>;

/// The facets of an answer, each value linked to the search with it.
pub(super) fn facets(answer: &Answer, query: &SearchQuery, fields: &[FacetField]) -> Vec<Facet> {
    fields.iter().filter_map(|field| facet(answer, query, *field)).collect()
}

/// The values of a field, those that are chosen on top.
fn facet(answer: &Answer, query: &SearchQuery, field: FacetField) -> Option<Facet> {
    let values = answer.facets.get(field.name())?;
    let mut branches = match field {
        FacetField::Region => tree(values, "", 0, query),
        FacetField::Year => {
            let mut years: Vec<&FacetValue> = values.iter().collect();
            years.sort_by(|a, b| b.value.cmp(&a.value));
            years.into_iter().map(|year| vec![value(field, year, query)]).collect()
        }
        _ => values.iter().map(|it| vec![value(field, it, query)]).collect(),
    };
    let unlisted = query.chosen(field).filter(|name| values.iter().all(|it| it.value != *name));
    branches.extend(unlisted.filter(|name| !is_range(field, name)).map(|name| {
        let link = value(field, &FacetValue { value: name, count: 0 }, query);
        vec![Value { count: None, ..link }]
    }));
    let is_chosen = |branch: &Branch| branch.iter().any(|value| value.current);
    branches.sort_by_key(|branch| !is_chosen(branch));
    let chosen = branches.iter().filter(|branch| is_chosen(branch)).count();
    branches.truncate(LISTED.max(chosen));
    let folded = branches.split_off(branches.len().min(SHOWN.max(chosen)));
    let flat = |branches: Vec<Branch>| branches.into_iter().flatten().collect::<Vec<_>>();
    let range = (field == FacetField::Year).then(|| range(query));
    (!branches.is_empty()).then(|| Facet {
        title: field.label(),
        shown: flat(branches),
        folded: flat(folded),
        wide: field == FacetField::Region,
        range,
    })
}

fn value(field: FacetField, value: &FacetValue, query: &SearchQuery) -> Value {
    let current = query.chooses(field, &value.value);
    let to = match current {
        true => query.without(field, &value.value),
        false => query.with(field, &value.value),
    };
    let label = match field {
        FacetField::Kind => kind_label(&value.value),
        FacetField::Region => value.value.rsplit('/').next().unwrap_or_default().to_owned(),
        _ => value.value.clone(),
    };
    Value { label, count: Some(value.count), url: to.url(), current, level: 0 }
}

/// The regions right under `above`, each with those inside it. Inner ones open with their region,
/// so that a long list stays short.
fn tree(values: &[FacetValue], above: &str, level: usize, query: &SearchQuery) -> Vec<Branch> {
    let prefix = if above.is_empty() { String::new() } else { format!("{above}/") };
    let inside = |it: &&FacetValue| {
        it.value.strip_prefix(&prefix).is_some_and(|rest| !rest.is_empty() && !rest.contains('/'))
    };
    let chosen = |path: &str| {
        let within = |v: String| v == path || v.starts_with(&format!("{path}/"));
        query.chosen(FacetField::Region).any(within)
    };
    let provinces = values.iter().filter(|it| !it.value.contains('/')).count();
    let branch = |it: &FacetValue| {
        let open = chosen(&it.value) || (above.is_empty() && provinces <= 2);
        let inner = if open { tree(values, &it.value, level + 1, query) } else { Vec::new() };
        let itself = Value { level, ..value(FacetField::Region, it, query) };
        std::iter::once(itself).chain(inner.into_iter().flatten()).collect()
    };
    values.iter().filter(inside).map(branch).collect()
}

/// Whether a chosen year is a range of years, which stands in its form.
fn is_range(field: FacetField, value: &str) -> bool {
    field == FacetField::Year && years(value).is_some_and(|(from, to)| from != to)
}

fn range(query: &SearchQuery) -> Range {
    let chosen = query.chosen(FacetField::Year).find(|value| is_range(FacetField::Year, value));
    let chosen = chosen.as_deref().and_then(years);
    let written = |year: Option<u64>| {
        year.filter(|year| (1..9999).contains(year)).map_or_else(String::new, |it| it.to_string())
    };
    Range {
        kept: query.without_field(FacetField::Year).pairs(),
        from: written(chosen.map(|(from, _)| from)),
        to: written(chosen.map(|(_, to)| to)),
    }
}
