//! `/advanced`: a search in fields, which make a query of the language.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::frame::Frame;
use super::rendered;
use crate::document::Kind;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::index::query::{FacetField, Sort};
use crate::library::Snapshot;
use crate::search::request::{sort_named, years};
use crate::search::{Request, search};

#[derive(Template)]
#[template(path = "advanced.html")]
struct AdvancedPage {
    frame: Frame,
    /// Name, label, whether it is chosen.
    kinds: Vec<(&'static str, &'static str, bool)>,
    fields: Vec<Field>,
    from: String,
    to: String,
    newest: bool,
}

/// A field of text, with the values that the library holds.
struct Field {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    held: Vec<String>,
}

/// Fields of text: what they are of, and what to write.
const FIELDS: [(FacetField, &str); 4] = [
    (FacetField::Region, "多个地区用顿号隔开，如：广东、广西"),
    (FacetField::Organization, "全称或其中几个字"),
    (FacetField::Theme, "如：业务融合"),
    (FacetField::Source, "报刊、网站或单位"),
];

/// The form, filled in with a search that was made.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let page = on_snapshot(&library, move |snapshot| {
        let query = SearchQuery::parse(&query.unwrap_or_default());
        rendered(&filled(snapshot, &query)?)
    });
    answered("/advanced", page.await)
}

fn filled(snapshot: &Snapshot, query: &SearchQuery) -> Result<AdvancedPage, HttpError> {
    let all = search(snapshot, Request { limit: 1, ..Request::default() })?;
    let field = |(field, hint): (FacetField, &'static str)| Field {
        name: field.name(),
        label: field.label(),
        hint,
        value: query.chosen(field).collect::<Vec<_>>().join("、"),
        held: all.facets.get(field.name()).map_or_else(Vec::new, |values| {
            values.iter().map(|value| value.value.clone()).collect()
        }),
    };
    let range = query.chosen(FacetField::Year).find_map(|value| years(&value));
    let year = |year: Option<u64>| {
        year.filter(|year| (1..9999).contains(year)).map_or_else(String::new, |it| it.to_string())
    };
    let mut frame = Frame::new(snapshot, "search");
    frame.q.clone_from(&query.q);
    Ok(AdvancedPage {
        frame,
        kinds: Kind::ALL
            .map(|kind| (kind.name(), kind.label(), query.chooses(FacetField::Kind, kind.name())))
            .into(),
        fields: FIELDS.map(field).into(),
        from: year(range.map(|(from, _)| from)),
        to: year(range.map(|(_, to)| to)),
        newest: sort_named(&query.sort) == Ok(Sort::Newest),
    })
}
