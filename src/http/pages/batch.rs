//! `/batch`: a list of queries in, a table of hits out.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::frame::Frame;
use super::rendered;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::state::Library;
use crate::http::upload::{Field, fields};
use crate::intake::format::decode;
use crate::search::batch::{answers, read, table};

/// The most queries that the page takes at once; the command line takes more.
const MOST: usize = 500;
/// Documents for each query.
const LIMITS: [usize; 4] = [1, 3, 10, 20];
/// The choice that is made already.
const USUAL: usize = 3;

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
    request: Request,
) -> Response {
    let form = fields(request, guard::BODY_BYTES).await;
    let table = on_snapshot(&library, move |snapshot| {
        let (list, limit) = list(&form?)?;
        let listed = read(&list, limit, MOST).map_err(refused)?;
        Ok(table(&answers(snapshot, listed, &|| ())?))
    });
    answered("/batch", table.await.map(|table| {
        let name = "attachment; filename=\"hits.csv\"; filename*=UTF-8''%E6%89%B9%E9%87%8F%E6%A3%80%E7%B4%A2.csv";
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
            (header::CONTENT_DISPOSITION, name),
        ];
        (headers, table).into_response()
    }))
}

/// The list, from the file where one was chosen, else as it was pasted; and the documents that each
/// query asks for.
fn list(form: &[Field]) -> Result<(String, usize), HttpError> {
    let field = |name: &str| form.iter().find(|field| field.name == name);
    let typed = |name: &str| {
        field(name).map(|field| String::from_utf8_lossy(&field.bytes).trim().to_owned())
    };
    let limit = typed("limit").filter(|limit| !limit.is_empty());
    let limit = match limit {
        None => USUAL,
        Some(value) => value
            .parse()
            .map_err(|_| HttpError::NotANumber { name: "limit", value: value.clone() })?,
    };
    let list = match field("file").filter(|file| !file.bytes.is_empty()) {
        Some(file) => {
            decode("list.txt", &file.bytes)
                .map_err(|error| refused(format!("{}：{error}；表格请先另存为 CSV", file.file)))?
                .text
        }
        None => typed("list").unwrap_or_default(),
    };
    Ok((list, limit))
}

fn refused(reason: impl std::fmt::Display) -> HttpError {
    HttpError::List(reason.to_string())
}
