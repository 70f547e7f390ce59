//! `GET /api/search.xlsx`, `.docx`, `.ris`, `.net`, `.enw`: the list of results as a file.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::{DOCX, FileForm, XLSX, file, on_snapshot, site};
use crate::document::citation::exchange::Manager;
use crate::http::error::answered;
use crate::http::pages::address::passage_url;
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::index::entry::PassageEntry;
use crate::search::export::{Format, export};

/// The list as a file, in each form.
pub(in crate::http) fn forms() -> Vec<FileForm> {
    let form = |format: Format| {
        let answer = move |library: State<Arc<Library>>, query: RawQuery, headers: HeaderMap| {
            list(library, query, headers, format)
        };
        let path = format!("/search.{}", format.suffix());
        FileForm { path, media: kind(format), handler: get(answer) }
    };
    Format::ALL.into_iter().map(form).collect()
}

/// The path of a form.
pub(in crate::http) fn path(format: Format) -> String {
    format!("/api/search.{}", format.suffix())
}

async fn list(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    format: Format,
) -> Response {
    let site = site(&headers);
    let written = on_snapshot(&library, move |snapshot| {
        let request = SearchQuery::parse(&query.unwrap_or_default()).strict()?.request()?;
        let address = |passage: &PassageEntry| format!("{site}{}", passage_url(passage));
        Ok(export(snapshot, &request, format, &address)?)
    });
    let name = format!("检索结果.{}", format.suffix());
    answered("/api/search", written.await.map(|bytes| file(&name, kind(format), bytes)))
}

fn kind(format: Format) -> &'static str {
    match format {
        Format::Xlsx => XLSX,
        Format::Docx => DOCX,
        Format::Entries(Manager::Ris) => "application/x-research-info-systems; charset=utf-8",
        Format::Entries(Manager::NoteExpress) => "text/plain; charset=utf-8",
        Format::Entries(Manager::EndNote) => "application/x-endnote-refer; charset=utf-8",
    }
}
