//! `/documents/{id}/original`: the raw file that a document was read from.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::api::{held, on_snapshot};
use super::error::{HttpError, answered};
use super::state::Library;
use crate::corpus::CorpusFolder;
use crate::corpus::originals::NoOriginal;
use crate::document::{DocumentId, Source};
use crate::library::Snapshot;

/// Formats that a browser shows without running anything of the file.
const SHOWN: [(&str, &str); 3] = [
    ("pdf", "application/pdf"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/plain; charset=utf-8"),
];
/// Viewers inside browsers set their own style around a file.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// Where the raw file of a document is given, opened at a page where it has pages.
pub(super) fn url(id: &DocumentId, page: Option<u32>) -> String {
    let id = utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC);
    let page = page.map_or_else(String::new, |page| format!("#page={page}"));
    format!("/documents/{id}/original{page}")
}

/// The other raw files of a document, with where each is given.
pub(super) fn others(
    library: &Library,
    snapshot: &Snapshot,
    id: &DocumentId,
) -> Vec<(String, String)> {
    let others = library.corpus.as_ref().map(|corpus| corpus.other_originals(id));
    let address = |sha256: &str| format!("{}?of={sha256}", url(id, None));
    let others = others.unwrap_or_default().into_iter();
    let others = others.filter(|other| !snapshot.hidden.originals.contains(&other.sha256));
    others.map(|other| (other.file, address(&other.sha256))).collect()
}

/// Whether the library keeps the raw file of a document.
pub(super) fn is_kept(library: &Library, snapshot: &Snapshot, source: &Source) -> bool {
    if is_hidden(snapshot, source) {
        return false;
    }
    let kept = library.corpus.as_ref().zip(source.sha256.as_deref()).zip(source.file.as_deref());
    kept.is_some_and(|((corpus, sha256), name)| corpus.keeps_original(sha256, name))
}

/// Whether a document that is not in sight was read from the same raw file, which holds it too.
fn is_hidden(snapshot: &Snapshot, source: &Source) -> bool {
    source.sha256.as_ref().is_some_and(|it| snapshot.hidden.originals.contains(it))
}

/// Where a page of an OFD file is shown, with the passage `anchor` marked.
pub(super) fn page_url(id: &DocumentId, page: u32, anchor: &str) -> String {
    let id = utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC);
    let anchor = utf8_percent_encode(anchor, NON_ALPHANUMERIC).to_string();
    let passage = if anchor.is_empty() { anchor } else { format!("?passage={anchor}#passage") };
    format!("/documents/{id}/pages/{page}{passage}")
}

/// Where a raw file is shown, at a page where it has pages; `None` for formats that neither a
/// browser nor this program shows. The passage `anchor` is marked where this program shows it.
pub(super) fn shown_at(
    id: &DocumentId,
    name: &str,
    page: Option<u32>,
    anchor: &str,
) -> Option<String> {
    if ending(name) == "ofd" {
        return Some(page_url(id, page.unwrap_or(1), anchor));
    }
    is_shown(name).then(|| url(id, page))
}

/// Whether a browser shows files of this name.
fn is_shown(name: &str) -> bool {
    SHOWN.iter().any(|(it, _)| *it == ending(name))
}

/// The name and the bytes of a raw file.
pub(super) fn bytes(
    corpus: Option<&CorpusFolder>,
    snapshot: &Snapshot,
    source: &Source,
) -> Result<(String, Vec<u8>), HttpError> {
    if is_hidden(snapshot, source) {
        return Err(HttpError::NoOriginal);
    }
    let kept = corpus.zip(source.sha256.as_deref()).zip(source.file.as_deref());
    let ((corpus, sha256), name) = kept.ok_or(HttpError::NoOriginal)?;
    match corpus.original(sha256, name) {
        Ok(bytes) => Ok((name.to_owned(), bytes)),
        Err(NoOriginal::NotKept) => Err(HttpError::NoOriginal),
        Err(error) => Err(HttpError::Original(error.to_string())),
    }
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase())
}

/// Leads from a passage to its place in the raw file: the page where that has pages and can be
/// shown, else the file.
pub(super) async fn place(
    State(library): State<Arc<Library>>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Response {
    let led = on_snapshot(&library, move |snapshot| {
        let Ok(Path((id, anchor))) = path else { return Err(HttpError::NoPage) };
        let document = held(snapshot, Ok(Path(id)))?;
        let passages = snapshot.engine.passages(&document.id)?;
        let passage = passages.iter().find(|it| it.anchor == anchor).ok_or(HttpError::NoPage)?;
        let source = &document.front_matter.source;
        let name = source.file.as_deref().ok_or(HttpError::NoOriginal)?;
        let page = source.page_at(passage.span.start);
        let shown = shown_at(&document.id, name, page, &anchor);
        let to = shown.unwrap_or_else(|| url(&document.id, None));
        Ok(Redirect::to(&to).into_response())
    });
    answered("/documents", led.await)
}

/// The raw file, or with `?of=SHA256` another that gives the same; with `?download` it is saved, else shown where a browser can show it.
pub(super) async fn file(
    State(library): State<Arc<Library>>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Response {
    let corpus = library.corpus.clone();
    let given = on_snapshot(&library, move |snapshot| {
        let document = held(snapshot, id)?;
        let query = query.unwrap_or_default();
        let mut source = document.front_matter.source;
        if let Some(wanted) = query.strip_prefix("of=") {
            let others = corpus.as_ref().map(|it| it.other_originals(&document.id));
            let mut others = others.unwrap_or_default().into_iter();
            let other = others.find(|it| it.sha256 == wanted).ok_or(HttpError::NoOriginal)?;
            (source.file, source.sha256) = (Some(other.file), Some(other.sha256));
        }
        let (name, bytes) = bytes(corpus.as_ref(), snapshot, &source)?;
        let saved = query == "download" || !is_shown(&name);
        Ok(response(&name, saved, bytes))
    });
    answered("/documents", given.await)
}

fn response(name: &str, saved: bool, bytes: Vec<u8>) -> Response {
    let ending = ending(name);
    let shown = SHOWN.iter().find(|(it, _)| *it == ending).map(|(_, kind)| (*kind).to_owned());
    let kind =
        shown.unwrap_or_else(|| mime_guess::from_ext(&ending).first_or_octet_stream().to_string());
    let name = name.rsplit('/').next().unwrap_or(name);
    let way = if saved { "attachment" } else { "inline" };
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let headers = [
        (header::CONTENT_TYPE, kind),
        // RFC 6266 with RFC 8187: the name is Chinese.
        (header::CONTENT_DISPOSITION, format!("{way}; filename*=UTF-8''{name}")),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    (headers, bytes).into_response()
}
