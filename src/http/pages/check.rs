//! `/check`: a draft on the left, what was found beside it.

mod marks;
mod shown;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use super::frame::Frame;
use super::rendered;
use crate::check::export::export;
use crate::check::{Draft, DraftError, check};
use crate::document::report::docx;
use crate::http::api::on_snapshot;
use crate::http::draft::Sent;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::library::Snapshot;
use shown::Shown;

/// What an office program calls its files.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    frame: Frame,
    text: String,
    author: String,
    /// Why the draft was not checked.
    refused: Option<String>,
    shown: Option<Shown>,
}

/// The form.
pub(in crate::http) async fn page(State(library): State<Arc<Library>>) -> Response {
    let page = on_snapshot(&library, |snapshot| {
        let frame = Frame::new(snapshot, "check");
        rendered(&CheckPage {
            frame,
            text: String::new(),
            author: String::new(),
            refused: None,
            shown: None,
        })
    });
    answered("/check", page.await)
}

/// The report on a draft, which is forgotten with the answer.
pub(in crate::http) async fn report(
    State(library): State<Arc<Library>>,
    request: Request,
) -> Response {
    answered("/check", reported(&library, request).await)
}

async fn reported(library: &Arc<Library>, request: Request) -> Result<Response, HttpError> {
    let sent = Sent::read(request, &library.reader).await?;
    let work = move |snapshot: &Snapshot| match draft(&sent) {
        Ok(draft) => checked(snapshot, draft, sent.author),
        Err(error) => refused(snapshot, sent, error),
    };
    let mut answer = on_snapshot(library, work).await?;
    // A draft does not stay in the browser's store either.
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

fn checked(snapshot: &Snapshot, draft: Draft, author: String) -> Result<Response, HttpError> {
    let report = check(snapshot, &draft)?;
    let shown = Some(Shown::new(&draft, report));
    let frame = Frame::new(snapshot, "check");
    rendered(&CheckPage { frame, text: draft.text, author, refused: None, shown })
}

/// The form again, with the reason, and with what was pasted unless it is too long for a page.
fn refused(snapshot: &Snapshot, sent: Sent, error: DraftError) -> Result<Response, HttpError> {
    let keeps = !matches!(error, DraftError::TooLarge { .. }) && sent.file.is_none();
    let page = CheckPage {
        frame: Frame::new(snapshot, "check"),
        text: if keeps { sent.text } else { String::new() },
        author: sent.author,
        refused: Some(error.to_string()),
        shown: None,
    };
    let html = page.render().map_err(|error| HttpError::Internal(error.to_string()))?;
    Ok((HttpError::Draft(error).status(), Html(html)).into_response())
}

/// The list of findings as a Word file.
pub(in crate::http) async fn list(
    State(library): State<Arc<Library>>,
    request: Request,
) -> Response {
    answered("/check", listed(&library, request).await)
}

async fn listed(library: &Arc<Library>, request: Request) -> Result<Response, HttpError> {
    let sent = Sent::read(request, &library.reader).await?;
    let work = move |snapshot: &Snapshot| {
        let report = check(snapshot, &draft(&sent)?)?;
        Ok(docx::write(&export(snapshot, &report, &sent.decisions())?))
    };
    let bytes = on_snapshot(library, work).await?;
    let name = "attachment; filename=\"check.docx\"; filename*=UTF-8''%E8%8D%89%E7%A8%BF%E6%A3%80%E6%9F%A5%E6%84%8F%E8%A7%81.docx";
    let headers = [
        (header::CONTENT_TYPE, DOCX),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}

/// The draft that was sent, with line breaks as a text field of a page has them.
fn draft(sent: &Sent) -> Result<Draft, DraftError> {
    let draft = sent.draft()?;
    if !draft.text.contains('\r') {
        return Ok(draft);
    }
    let text = draft.text.replace("\r\n", "\n").replace('\r', "\n");
    let name = sent.file.as_ref().map_or("draft.txt", |(name, _)| name.as_str());
    Ok(Draft::from_file(name, text.as_bytes())?.by(&sent.author))
}
