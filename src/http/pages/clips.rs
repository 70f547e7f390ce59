//! `/clips`: what the reader has gathered, which the browser alone knows.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::Frame;
use super::rendered;
use crate::document::clip::MAX_CLIPS;
use crate::http::api::on_snapshot;
use crate::http::error::answered;
use crate::http::state::Library;

#[derive(Template)]
#[template(path = "clips.html")]
struct ClipsPage {
    frame: Frame,
    most: usize,
}

/// The page that the script fills.
pub(in crate::http) async fn page(State(library): State<Arc<Library>>) -> Response {
    let page = on_snapshot(&library, |snapshot| {
        rendered(&ClipsPage { frame: Frame::new(snapshot, "clips"), most: MAX_CLIPS })
    });
    answered("/clips", page.await)
}
