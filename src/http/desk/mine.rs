//! `/mine`: a person's own: folders of clips, searches that are watched, what was asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::{at, see, typed};
use crate::http::access::Visitor;
use crate::http::api::{on_snapshot, site};
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::{Frame, minute};
use crate::http::pages::rendered;
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::http::upload::{Field, fields};
use crate::index::entry::DocumentCard;
use crate::index::query::Sort;
use crate::library::Snapshot;
use crate::search::request::MAX_LIMIT;
use crate::search::{Request as Asked, search};
use crate::state::folders::{Folder, MOST_FOLDERS};
use crate::state::watched::{MOST_WATCHED, Watched};

/// Documents of a watched search that are looked through, the latest first.
const LOOKED_THROUGH: usize = 500;
/// Questions that are shown.
const SHOWN: usize = 50;
/// The longest name, in characters.
const LONGEST: usize = 60;

#[derive(Template)]
#[template(path = "desk/mine.html")]
struct MinePage {
    frame: Frame,
    fault: String,
    /// The address of a feed that was made just now.
    feed: Option<String>,
    person: String,
    folders: Vec<Folder>,
    watched: Vec<ShownWatched>,
    /// What was asked, its address, when; none where nobody signs in.
    asked: Option<Vec<(String, String, String)>>,
}

/// A watched search with what came since it was looked at.
struct ShownWatched {
    id: i64,
    name: String,
    url: String,
    has_feed: bool,
    total: usize,
    /// Titles with their addresses.
    new: Vec<(String, String)>,
}

/// What a watched search finds in a snapshot, and how much in all.
pub(super) fn found(
    snapshot: &Snapshot,
    query: &str,
) -> Result<(Vec<DocumentCard>, usize), HttpError> {
    let request = SearchQuery::parse(query).request()?;
    let (mut cards, mut total) = (Vec::new(), 0);
    for offset in (0..LOOKED_THROUGH).step_by(MAX_LIMIT) {
        let sort = Sort::Newest;
        let asked = Asked { sort, offset, limit: MAX_LIMIT, explained: false, ..request.clone() };
        let answer = search(snapshot, asked)?;
        total = answer.total;
        let is_last = answer.hits.len() < MAX_LIMIT;
        cards.extend(answer.hits.into_iter().map(|hit| hit.document));
        if is_last {
            break;
        }
    }
    Ok((cards, total))
}

/// All of it.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
) -> Response {
    answered("/mine", shown(&library, visitor, String::new(), None).await)
}

async fn shown(
    library: &Arc<Library>,
    visitor: Visitor,
    fault: String,
    feed: Option<String>,
) -> Result<Response, HttpError> {
    let (name, own_groups) = (visitor.name.clone(), visitor.groups());
    let (folders, watched, asked) = at(library, move |desk| {
        let folders = desk.state.folders(&name, &own_groups)?;
        Ok((folders, desk.state.watched(&name)?, desk.state.asked(&name)?))
    })
    .await?;
    let watched = looked_at(library, watched).await?;
    on_snapshot(library, move |snapshot| {
        let line = |(text, at): (String, String)| {
            let url = SearchQuery::default().asking(&text).url();
            (text, url, minute(&at))
        };
        let asked = asked.into_iter().take(SHOWN).map(line).collect();
        rendered(&MinePage {
            frame: Frame::new(snapshot, "mine"),
            fault,
            feed,
            person: visitor.name,
            folders,
            watched,
            asked: visitor.signed_in.then_some(asked),
        })
    })
    .await
}

/// What has come to each watched search since it was looked at.
async fn looked_at(
    library: &Arc<Library>,
    watched: Vec<Watched>,
) -> Result<Vec<ShownWatched>, HttpError> {
    let searched = on_snapshot(library, move |snapshot| {
        let found = |it: Watched| {
            // A search that is refused by now finds nothing.
            let found = found(snapshot, &it.query).unwrap_or_default();
            (it, found)
        };
        Ok(watched.into_iter().map(found).collect::<Vec<_>>())
    })
    .await?;
    at(library, move |desk| {
        let shown = searched.into_iter().map(|(it, (cards, total))| {
            let names: Vec<String> = cards.iter().map(|card| card.id.to_string()).collect();
            desk.state.meet(it.id, &names)?;
            let met = desk.state.met(it.id)?;
            let is_new = |card: &DocumentCard| met.get(card.id.as_str()).is_some_and(|it| !it.seen);
            let new = cards.into_iter().filter(is_new);
            let new = new.map(|card| (card.title, document_url(card.id.as_str(), "", "")));
            let url = SearchQuery::parse(&it.query).url();
            let Watched { id, name, has_feed, .. } = it;
            Ok(ShownWatched { id, name, url, has_feed, total, new: new.collect() })
        });
        shown.collect()
    })
    .await
}

/// What became of a form.
enum Done {
    Changed,
    Refused(String),
    Feed(String),
    Folder(i64),
}

/// Does what a form says.
pub(in crate::http) async fn act(
    State(library): State<Arc<Library>>,
    headers: HeaderMap,
    visitor: Visitor,
    request: Request,
) -> Response {
    let done = async {
        let form = fields(request, guard::BODY_BYTES).await?;
        match acted(&library, &visitor, &form).await? {
            Done::Changed => Ok(see("/mine")),
            Done::Folder(id) => Ok(see(&format!("/mine/folders/{id}"))),
            Done::Refused(fault) => shown(&library, visitor, fault, None).await,
            Done::Feed(secret) => {
                let url = format!("{}/feeds/{secret}", site(&headers));
                shown(&library, visitor, String::new(), Some(url)).await
            }
        }
    };
    answered("/mine", done.await)
}

async fn acted(
    library: &Arc<Library>,
    visitor: &Visitor,
    form: &[Field],
) -> Result<Done, HttpError> {
    let act = typed(form, "act")?;
    let name = typed(form, "name")?.trim().to_owned();
    let person = visitor.name.clone();
    let number = typed(form, "id")?.parse().unwrap_or(0);
    match act.as_str() {
        "watch" => watch(library, person, name, typed(form, "query")?).await,
        "folder" if name.is_empty() || name.chars().count() > LONGEST => {
            Ok(Done::Refused(format!("夹子要有名字，{LONGEST} 字以内")))
        }
        "folder" => {
            at(library, move |desk| {
                if desk.state.folders(&person, &BTreeSet::new())?.len() >= MOST_FOLDERS {
                    return Ok(Done::Refused(format!("夹子最多 {MOST_FOLDERS} 个")));
                }
                Ok(Done::Folder(desk.state.add_folder(&person, &name, "")?))
            })
            .await
        }
        "unwatch" | "seen" | "feed" | "forget" => {
            at(library, move |desk| {
                let own = desk.state.watched(&person)?.iter().any(|it| it.id == number);
                match act.as_str() {
                    "forget" => desk.state.forget_asked(&person)?,
                    _ if !own => return Err(HttpError::NoPage),
                    "unwatch" => desk.state.unwatch(&person, number)?,
                    "seen" => desk.state.see(number)?,
                    _ => return Ok(Done::Feed(desk.state.add_feed(&person, number)?)),
                }
                Ok(Done::Changed)
            })
            .await
        }
        _ => Err(HttpError::Form("没有这种操作".to_owned())),
    }
}

async fn watch(
    library: &Arc<Library>,
    person: String,
    name: String,
    query: String,
) -> Result<Done, HttpError> {
    let search = SearchQuery { offset: None, limit: None, ..SearchQuery::parse(&query) };
    if search.q.trim().is_empty() && search.filters.is_empty() {
        return Ok(Done::Refused("没有写要关注的检索".to_owned()));
    }
    let query = search.to("").trim_start_matches('?').to_owned();
    let asked = query.clone();
    let (cards, _) = on_snapshot(library, move |snapshot| found(snapshot, &asked)).await?;
    let usual = || {
        let values = search.filters.iter().map(|(_, value)| value.as_str());
        std::iter::once(search.q.as_str()).chain(values).collect::<Vec<_>>().join(" ")
    };
    let name = if name.is_empty() { usual() } else { name };
    let name: String = name.trim().chars().take(LONGEST).collect();
    at(library, move |desk| {
        let held = desk.state.watched(&person)?;
        if held.iter().any(|it| it.query == query) {
            return Ok(Done::Changed);
        }
        if held.len() >= MOST_WATCHED {
            return Ok(Done::Refused(format!("关注的检索最多 {MOST_WATCHED} 个")));
        }
        let names: Vec<String> = cards.iter().map(|card| card.id.to_string()).collect();
        desk.state.watch(&person, (&name, &query), &names)?;
        Ok(Done::Changed)
    })
    .await
}
