//! `/clips`: what the reader has gathered, which the browser alone knows.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::Frame;
use super::rendered;
use crate::document::clip::MAX_CLIPS;
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::answered;
use crate::http::state::Library;
use crate::state::folders::Folder;

#[derive(Template)]
#[template(path = "clips.html")]
struct ClipsPage {
    frame: Frame,
    most: usize,
    /// Folders on the server, number and name; none where nobody works there.
    folders: Option<Vec<(i64, String)>>,
}

/// The page that the script fills.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
) -> Response {
    let desk = library.desk.clone();
    let page = on_snapshot(&library, move |snapshot| {
        let folders = desk.map(|desk| desk.state.folders(&visitor.name, &visitor.groups()));
        let folders = folders.transpose()?;
        let named = |all: Vec<Folder>| all.into_iter().map(|it| (it.id, it.name)).collect();
        let folders = folders.map(named);
        rendered(&ClipsPage { frame: Frame::new(snapshot, "clips"), most: MAX_CLIPS, folders })
    });
    answered("/clips", page.await)
}
