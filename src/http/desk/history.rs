//! `/documents/{id}/history`: what was done to a document, by whom, and what differed.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, Request, State};
use axum::response::Response;

use super::edit::{document, shortened};
use super::{at, see, typed};
use crate::corpus::edit::Version;
use crate::document::markdown_file;
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::{Frame, minute};
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::fields;
use crate::state::Entry;
use crate::text::difference::{Change, Stretch, difference};

#[derive(Template)]
#[template(path = "desk/history.html")]
struct HistoryPage {
    frame: Frame,
    url: String,
    title: String,
    entries: Vec<Entry>,
    versions: Vec<Version>,
    /// The version that is laid beside the present text: its name, its time, the difference.
    compared: Option<(String, String, Vec<Stretch>)>,
}

impl HistoryPage {
    fn minute(&self, time: &str) -> String {
        minute(time)
    }
}

/// What was done, and one version beside the present one (`?version=`).
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    path: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    visitor: Visitor,
) -> Response {
    let page = async {
        let id = document(path)?;
        let query = query.unwrap_or_default();
        let version = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "version");
        let version = version.map(|(_, name)| name.into_owned());
        let url = document_url(id.as_str(), "", "");
        let hand = visitor.hand();
        let (held, (entries, versions), compared) = at(&library, move |desk| {
            let held = desk.on_disk(&hand, &id)?.file;
            let text =
                version.map(|name| Ok::<_, HttpError>((desk.version(&hand, &id, &name)?, name)));
            let compared = text.transpose()?.map(|(text, name)| {
                (name, shortened(difference(&text, &markdown_file::print(&held))))
            });
            Ok((held, desk.history(&hand, &id)?, compared))
        })
        .await?;
        let compared = compared.map(|(name, stretches)| {
            let at = versions.iter().find(|it| it.name == name);
            (name.clone(), at.map_or_else(String::new, |it| minute(&it.at)), stretches)
        });
        on_snapshot(&library, move |snapshot| {
            let (frame, title) = (Frame::new(snapshot, ""), held.front_matter.title);
            rendered(&HistoryPage { frame, url, title, entries, versions, compared })
        })
        .await
    };
    answered("/documents", page.await)
}

/// Makes a document what it was in a version.
pub(in crate::http) async fn go_back(
    State(library): State<Arc<Library>>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let done = async {
        let id = document(path)?;
        let form = fields(request, guard::BODY_BYTES).await?;
        let version = typed(&form, "version")?;
        let url = document_url(id.as_str(), "", "");
        let shared = Arc::clone(&library);
        at(&library, move |desk| {
            desk.go_back(&visitor.hand(), &id, &version)?;
            Ok(shared.renew()?)
        })
        .await?;
        Ok(see(&url))
    };
    answered("/documents", done.await)
}
