//! `/status`: what is held, which generation answers, which files are broken.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::{Frame, grouped, minute};
use super::rendered;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::index::entry::FileEntry;
use crate::library::Snapshot;
use crate::text::lexicon::Lexicon;

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage {
    frame: Frame,
    documents: String,
    passages: String,
    generation: u64,
    identity: String,
    refreshed: String,
    words: String,
    synonyms: usize,
    size: String,
    broken: Vec<Broken>,
}

struct Broken {
    path: String,
    line: usize,
    reason: String,
}

/// The state of the library.
pub(in crate::http) async fn page(State(library): State<Arc<Library>>) -> Response {
    let page = on_snapshot(&library, |snapshot| rendered(&status(snapshot)?));
    answered("/status", page.await)
}

fn status(snapshot: &Snapshot) -> Result<StatusPage, HttpError> {
    let held = snapshot.engine.statistics()?;
    let generation = &snapshot.generation;
    let lexicon = Lexicon::with(&generation.words, &generation.synonyms).unwrap_or_default();
    let files = snapshot.engine.files()?;
    Ok(StatusPage {
        frame: Frame::new(snapshot, "status"),
        documents: grouped(held.documents),
        passages: grouped(held.passages),
        generation: generation.number,
        identity: generation.identity.clone(),
        refreshed: minute(&generation.refreshed),
        words: grouped(lexicon.words.len()),
        synonyms: lexicon.synonyms.len(),
        size: size(held.bytes),
        broken: files.into_iter().filter_map(broken).collect(),
    })
}

fn broken(file: FileEntry) -> Option<Broken> {
    let problem = file.problem?;
    Some(Broken { path: file.path, line: problem.line, reason: problem.reason })
}

/// Bytes in the unit that suits them.
fn size(bytes: u64) -> String {
    const MEGABYTE: u64 = 1024 * 1024;
    if bytes < MEGABYTE {
        format!("{} KB", bytes.div_ceil(1024))
    } else {
        format!("{}.{} MB", bytes / MEGABYTE, bytes % MEGABYTE * 10 / MEGABYTE)
    }
}
