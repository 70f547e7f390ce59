//! The pages: server-rendered, links and forms first.

pub(super) mod address;
pub(super) mod advanced;
pub(super) mod ask;
pub(super) mod compare;
mod coverage;
mod matrix;
pub(super) mod check;
mod citing;
pub(super) mod clips;
pub(super) mod batch;
pub(super) mod document;
pub(super) mod facsimile;
mod facets;
mod facts;
pub(super) mod frame;
pub(super) mod help;
mod hit;
pub(super) mod trial;
pub(super) mod lexicon;
pub(super) mod ink;
mod paging;
mod panel;
pub(super) mod entity;
pub(super) mod glossary;
pub(super) mod instruments;
pub(super) mod search;
pub(super) mod similar;
pub(super) mod status;
pub(super) mod programs;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use frame::Frame;

use super::error::HttpError;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    frame: Frame,
    status: u16,
    message: &'a str,
    hint: &'a str,
}

/// The page that says what went wrong and what to do.
pub(super) fn error_page(status: u16, message: &str, hint: &str) -> Html<String> {
    let page = ErrorPage { frame: Frame::bare(), status, message, hint };
    // When even this page cannot be made, its words alone must do; they hold no markup.
    Html(page.render().unwrap_or_else(|_| hint.to_owned()))
}

pub(super) fn rendered(page: &impl Template) -> Result<Response, HttpError> {
    let html = page.render().map_err(|error| HttpError::Internal(error.to_string()))?;
    Ok(Html(html).into_response())
}
