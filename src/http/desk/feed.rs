//! `/feeds/{secret}`: what has come to a watched search, as an Atom feed (RFC 4287). Who knows the
//! address reads what its owner may.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::at;
use super::mine::found;
use crate::document::Reach;
use crate::http::api::{on_snapshot, site};
use crate::http::error::{HttpError, answered, named};
use crate::http::pages::address::document_url;
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::state::people::Role;

/// Entries of a feed.
const ENTRIES: usize = 50;

#[derive(Template)]
#[template(path = "desk/feed.xml")]
struct Feed {
    name: String,
    /// The address of the search.
    url: String,
    /// The latest change, as RFC 3339.
    updated: String,
    entries: Vec<Entry>,
}

struct Entry {
    title: String,
    url: String,
    updated: String,
    about: String,
}

/// The feed.
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    answered("/feeds", feed(&library, path, &headers).await)
}

async fn feed(
    library: &Arc<Library>,
    path: Result<Path<String>, PathRejection>,
    headers: &HeaderMap,
) -> Result<Response, HttpError> {
    let secret = named(path)?;
    let (watched, reach) = at(library, move |desk| {
        let watched = desk.state.watched_by_feed(&secret)?.ok_or(HttpError::NoPage)?;
        if !desk.state.has_people()? {
            return Ok((watched, Reach::Everything));
        }
        let mut people = desk.state.people()?.into_iter();
        let may = |role: Role| role >= Role::Reader;
        let owner = people.find(|it| it.name == watched.person && may(it.role));
        let owner = owner.ok_or(HttpError::NoPage)?;
        Ok((watched, Reach::Groups(desk.state.groups_of(&owner.name)?)))
    })
    .await?;
    let (query, sight) = (watched.query.clone(), library.sight());
    let (cards, _) = on_snapshot(library, move |_| found(&*sight.of(&reach)?, &query)).await?;
    let names: Vec<String> = cards.iter().map(|card| card.id.to_string()).collect();
    let id = watched.id;
    let met = at(library, move |desk| {
        desk.state.meet(id, &names)?;
        Ok(desk.state.met(id)?)
    })
    .await?;
    let site = site(headers);
    let mut entries: Vec<Entry> = cards
        .into_iter()
        .filter_map(|card| {
            let met = met.get(card.id.as_str())?;
            let published = card.published.map(|it| it.to_string());
            let about = [card.organization.or(card.region), published].into_iter().flatten();
            Some(Entry {
                url: format!("{site}{}", document_url(card.id.as_str(), "", "")),
                title: card.title,
                updated: met.at.clone(),
                about: about.collect::<Vec<_>>().join("，"),
            })
        })
        .collect();
    entries.sort_by(|a, b| b.updated.cmp(&a.updated));
    entries.truncate(ENTRIES);
    let updated = entries.first().map(|it| it.updated.clone());
    let url = format!("{site}{}", SearchQuery::parse(&watched.query).url());
    let updated = updated.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned());
    let feed = Feed { name: watched.name, url, updated, entries };
    let text = feed.render().map_err(|error| HttpError::Internal(error.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, "application/atom+xml; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}
