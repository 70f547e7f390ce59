//! `/status`: what is held, which generation answers, which files are broken.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::{Frame, grouped, minute};
use super::rendered;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::index::entry::FileEntry;
use crate::library::Snapshot;
use crate::library::meaning::Progress;
use crate::library::query_log::{Asked, LookedFor as Log};
use crate::text::lexicon::Lexicon;

/// Queries in each list.
const LISTED: usize = 20;

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
    /// What is wrong with the index; none where nothing is known to be.
    damage: Option<String>,
    /// How far the vectors have got; none without a model.
    meaning: Option<String>,
    /// What was looked for; none where it is not counted.
    looked_for: Option<LookedFor>,
}

/// What was looked for.
struct LookedFor {
    since: String,
    asked: String,
    without_hits: String,
    /// The most asked, and the most asked of those that found nothing; each with its URL.
    lists: [(&'static str, Vec<(Asked, String)>); 2],
}

struct Broken {
    path: String,
    line: usize,
    reason: String,
}

/// The state of the library.
pub(in crate::http) async fn page(State(library): State<Arc<Library>>) -> Response {
    let log = library.looked_for();
    let damage = library.damage();
    let page = on_snapshot(&library, move |snapshot| {
        rendered(&StatusPage { damage, ..status(snapshot, log)? })
    });
    answered("/status", page.await)
}

fn status(snapshot: &Snapshot, log: Option<Log>) -> Result<StatusPage, HttpError> {
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
        damage: None,
        meaning: snapshot.progress().map(Progress::told),
        broken: files.into_iter().filter_map(broken).collect(),
        looked_for: log.map(looked_for),
    })
}

fn looked_for(log: Log) -> LookedFor {
    let url = |asked: &Asked| SearchQuery::default().asking(&asked.text).url();
    let listed = |found: bool| {
        let list = log.queries.iter().filter(|asked| (asked.hits > 0) == found).take(LISTED);
        list.map(|asked| (asked.clone(), url(asked))).collect()
    };
    LookedFor {
        asked: grouped(usize::try_from(log.asked).unwrap_or(usize::MAX)),
        without_hits: grouped(usize::try_from(log.without_hits).unwrap_or(usize::MAX)),
        lists: [("查得最多", listed(true)), ("库中未见", listed(false))],
        since: log.since,
    }
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
