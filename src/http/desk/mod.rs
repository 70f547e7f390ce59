//! The pages of the desk: what people do with the library.

pub(super) mod import;
pub(super) mod tray;
pub(super) mod tray_file;
mod markdown;
pub(super) mod edit;
pub(super) mod history;
pub(super) mod bin;
pub(super) mod login;
pub(super) mod audit;
pub(super) mod corrections;
mod sheet;
pub(super) mod lexicon;
pub(super) mod teach;
pub(super) mod mine;
pub(super) mod folder;
pub(super) mod feed;
mod groups;
mod tokens;
mod repair;
pub(super) mod admin;

use std::sync::Arc;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, LOCATION};
use axum::response::{IntoResponse, Response};

use super::error::HttpError;
use super::state::Library;
use super::upload::Field;
use crate::desk::{Correction, Desk};

/// The desk of the library.
fn desk(library: &Arc<Library>) -> Result<Arc<Desk>, HttpError> {
    library.desk.clone().ok_or(HttpError::NoDesk)
}

/// Runs `work` at the desk, off the threads that serve connections, when a seat is free. What is
/// written is written to its end, whoever waits for the answer.
async fn at<T: Send + 'static>(
    library: &Arc<Library>,
    work: impl FnOnce(&Desk) -> Result<T, HttpError> + Send + 'static,
) -> Result<T, HttpError> {
    let desk = desk(library)?;
    let seat = library.lanes.seat().await?;
    let done = tokio::task::spawn_blocking(move || {
        let done = work(&desk);
        drop(seat);
        done
    })
    .await;
    done.map_err(|error| HttpError::Internal(error.to_string()))?
}

/// The numbers that a path names.
fn numbered<T>(path: Result<Path<T>, PathRejection>) -> Result<T, HttpError> {
    path.map(|it| it.0).map_err(|_| HttpError::NoPage)
}

/// Sends a browser on to `url` after a form.
pub(in crate::http) fn see(url: &str) -> Response {
    let mut answer = StatusCode::SEE_OTHER.into_response();
    if let Ok(url) = HeaderValue::from_str(url) {
        answer.headers_mut().insert(LOCATION, url);
    }
    answer
}

/// What was typed into a form's field, as a browser shows it; empty where there is no such field.
pub(in crate::http) fn typed(form: &[Field], name: &str) -> Result<String, HttpError> {
    let field = form.iter().find(|field| field.name == name);
    let text = field.map(Field::text).transpose()?.unwrap_or_default();
    Ok(text.replace("\r\n", "\n"))
}

/// Front matter as it was typed into the fields `title`, `kind` and so on with `suffix` behind.
fn correction(form: &[Field], suffix: &str) -> Result<Correction, HttpError> {
    let typed = |name: &str| typed(form, &format!("{name}{suffix}"));
    Ok(Correction {
        title: typed("title")?,
        kind: typed("kind")?,
        region: typed("region")?,
        organization: typed("organization")?,
        published: typed("published")?,
        number: typed("number")?,
        source: typed("source")?,
        access: typed("access")?,
    })
}
