//! `/batch`: a list of queries in, a table of hits out.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::frame::Frame;
use super::rendered;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::state::Library;
use crate::intake::format::decode;
use crate::search::batch::{answers, read, table};

/// The most queries that the page takes at once; the command line takes more.
const MOST: usize = 500;
/// Documents for each query.
const LIMITS: [usize; 4] = [1, 3, 10, 20];
/// The choice that is made already.
const USUAL: usize = 3;

/// The table is a file to save: `hits.csv`, 批量检索.csv where Chinese names are understood.
const HEADERS: [(HeaderName, &str); 2] = [
    (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
    (
        header::CONTENT_DISPOSITION,
        "attachment; filename=\"hits.csv\"; \
         filename*=UTF-8''%E6%89%B9%E9%87%8F%E6%A3%80%E7%B4%A2.csv",
    ),
];

#[derive(Template)]
#[template(path = "batch.html")]
struct BatchPage {
    frame: Frame,
    most: usize,
    limits: [usize; 4],
    usual: usize,
}

/// The form.
pub(in crate::http) async fn page(State(library): State<Arc<Library>>) -> Response {
    let page = on_snapshot(&library, |snapshot| {
        let frame = Frame::new(snapshot, "batch");
        rendered(&BatchPage { frame, most: MOST, limits: LIMITS, usual: USUAL })
    });
    answered("/batch", page.await)
}

/// The table of hits, as a file to save.
pub(in crate::http) async fn hits(
    State(library): State<Arc<Library>>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let table = match sent(form).await {
        Ok(sent) => {
            let table = on_snapshot(&library, move |snapshot| {
                let listed = read(&sent.list()?, sent.limit()?, MOST).map_err(refused)?;
                Ok(table(&answers(snapshot, listed, &|| ())?))
            });
            table.await
        }
        Err(error) => Err(error),
    };
    answered("/batch", table.map(|table| (HEADERS, table).into_response()))
}

/// What the form holds.
#[derive(Default)]
struct Sent {
    typed: String,
    limit: String,
    /// Name and bytes of the file that was chosen.
    file: Option<(String, Bytes)>,
}

async fn sent(form: Result<Multipart, MultipartRejection>) -> Result<Sent, HttpError> {
    let mut form = form.map_err(|error| HttpError::Form(error.body_text()))?;
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => HttpError::TooLarge(guard::BODY_BYTES),
        _ => HttpError::Form(error.body_text()),
    };
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(broken)?;
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            "list" => sent.typed = text(),
            "limit" => sent.limit = text(),
            "file" if !bytes.is_empty() => sent.file = Some((file, bytes)),
            _ => {}
        }
    }
    Ok(sent)
}

impl Sent {
    /// The list, from the file where one was chosen, else as it was pasted.
    fn list(&self) -> Result<String, HttpError> {
        let Some((name, bytes)) = &self.file else { return Ok(self.typed.clone()) };
        let list = decode("list.txt", bytes);
        let reason = |error| refused(format!("{name}：{error}；表格请先另存为 CSV"));
        Ok(list.map_err(reason)?.text)
    }

    /// The documents that each query asks for.
    fn limit(&self) -> Result<usize, HttpError> {
        if self.limit.is_empty() {
            return Ok(USUAL);
        }
        let not_a_number = |_| HttpError::NotANumber { name: "limit", value: self.limit.clone() };
        self.limit.parse().map_err(not_a_number)
    }
}

fn refused(reason: impl std::fmt::Display) -> HttpError {
    HttpError::List(reason.to_string())
}
