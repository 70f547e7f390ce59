//! `/import/{tray}`: the files that were handed in together, how far each is, and what to do.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::HeaderValue;
use axum::http::header::REFRESH;
use axum::response::Response;

use super::{at, desk, numbered, see, typed};
use crate::desk::{Desk, Kept, Preview};
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::Frame;
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::fields;
use crate::index::hidden::Hidden;
use crate::state::{Stage, Tray, TrayFile};

/// Seconds after which a page asks again, while files are being read or kept.
const AGAIN: &str = "1";

#[derive(Template)]
#[template(path = "desk/tray.html")]
struct TrayPage {
    frame: Frame,
    id: i64,
    state: String,
    /// Whether files are being read or kept.
    busy: bool,
    /// Files that can be kept.
    ready: usize,
    done: bool,
    files: Vec<ShownFile>,
}

/// A file of a tray.
struct ShownFile {
    id: i64,
    name: String,
    /// How far it is, in a word.
    badge: &'static str,
    /// Whether it can be looked through.
    readable: bool,
    /// Whether it can be let go.
    open: bool,
    /// What to say of it.
    said: String,
    /// Titles with their links.
    links: Vec<(String, String)>,
    remarks: Vec<String>,
}

/// How far a tray is, in words.
pub(super) fn state(tray: &Tray) -> String {
    let count = |stage: Stage| tray.files.iter().filter(|file| file.stage == stage).count();
    let words = [
        (count(Stage::Waiting), "个在读"),
        (count(Stage::Read), "个已读好，待查看"),
        (count(Stage::Wanted), "个正在收进库"),
        (count(Stage::Done), "个已处理"),
    ];
    let words = words.iter().filter(|(count, _)| *count > 0);
    words.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join("，")
}

/// Reads and keeps what waits in a tray, behind the requests.
pub(super) fn work(library: &Arc<Library>, tray: i64) -> Result<(), HttpError> {
    let (desk, library) = (desk(library)?, Arc::clone(library));
    tokio::task::spawn_blocking(move || {
        let worked = desk.work_on(tray).map_err(|error| error.to_string());
        let worked = worked.and_then(|()| library.renew().map_err(|error| error.to_string()));
        if let Err(reason) = worked {
            tracing::warn!("导入：{reason}");
        }
    });
    Ok(())
}

/// The files and how far each is.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    path: Result<Path<i64>, PathRejection>,
    visitor: Visitor,
) -> Response {
    answered("/import", shown(&library, path, visitor).await)
}

async fn shown(
    library: &Arc<Library>,
    path: Result<Path<i64>, PathRejection>,
    visitor: Visitor,
) -> Result<Response, HttpError> {
    let id = numbered(path)?;
    let (tray, waits, at_work) = at(library, move |desk| {
        let tray = own(desk, &visitor, id)?;
        let waits = desk.waits(&tray);
        Ok((tray, waits, desk.is_at_work()))
    })
    .await?;
    if waits {
        // The program was stopped while it worked.
        work(library, id)?;
    }
    let busy = tray.files.iter().any(|it| matches!(it.stage, Stage::Waiting | Stage::Wanted));
    // What was kept can be found when the index has taken it up.
    let kept = tray.files.iter().any(|it| it.stage == Stage::Done);
    let busy = busy || (kept && at_work);
    let page = on_snapshot(library, move |snapshot| {
        let mut files: Vec<ShownFile> =
            tray.files.iter().map(|file| shown_file(&snapshot.hidden, file)).collect();
        if at_work {
            files.iter_mut().for_each(|file| file.links.clear());
        }
        let ready = tray.files.iter().filter(|it| it.stage == Stage::Read);
        let ready = ready.filter(|it| !preview(it).parts.is_empty() && !preview(it).is_held);
        rendered(&TrayPage {
            frame: Frame::new(snapshot, "import"),
            id,
            state: state(&tray),
            busy,
            ready: ready.count(),
            done: super::import::is_done(&tray),
            files,
        })
    });
    let mut page = page.await?;
    if busy {
        page.headers_mut().insert(REFRESH, HeaderValue::from_static(AGAIN));
    }
    Ok(page)
}

/// The tray of this number, which is there for nobody but the one who handed it in.
pub(super) fn own(desk: &Desk, visitor: &Visitor, id: i64) -> Result<Tray, HttpError> {
    let tray = desk.state.tray(id)?.filter(|tray| visitor.owns_tray_of(&tray.person));
    tray.ok_or(HttpError::NoTray)
}

pub(super) fn preview(file: &TrayFile) -> Preview {
    serde_json::from_str(&file.preview).unwrap_or_default()
}

fn shown_file(hidden: &Hidden, file: &TrayFile) -> ShownFile {
    let mut shown = ShownFile {
        id: file.id,
        name: file.name.clone(),
        badge: "在读",
        readable: false,
        open: matches!(file.stage, Stage::Waiting | Stage::Read),
        said: String::new(),
        links: Vec::new(),
        remarks: Vec::new(),
    };
    match file.stage {
        Stage::Waiting => {}
        Stage::Wanted => shown.badge = "收进库",
        Stage::Read => read(&mut shown, preview(file).in_sight(hidden)),
        Stage::Done => {
            let kept: Kept = serde_json::from_str(&file.outcome).unwrap_or_default();
            let link = |(id, title): (String, String)| (title, document_url(&id, "", ""));
            shown.badge = if kept.documents.is_empty() { "没有收" } else { "已收进" };
            shown.said = kept.reason;
            shown.links = kept.documents.into_iter().map(link).collect();
            shown.remarks = kept.remarks;
        }
    }
    shown
}

fn read(shown: &mut ShownFile, preview: Preview) {
    shown.readable = !preview.parts.is_empty();
    let taken = preview.parts.iter().filter(|part| part.taken);
    let titles: Vec<String> =
        taken.filter_map(|it| it.file()).map(|it| it.front_matter.title).collect();
    let held = preview.parts.iter().filter_map(|part| {
        let same = part.same.as_ref().map(|id| (format!("与已有的 {id} 相同"), id));
        same.or(part.original.as_ref().map(|id| (format!("与已有的 {id} 大体相同"), id)))
    });
    shown.links = held.map(|(said, id)| (said, document_url(id, "", ""))).collect();
    shown.badge = match () {
        () if preview.needs_ocr => "待识别",
        () if preview.is_held => "已有",
        () if preview.parts.is_empty() => "读不出",
        () => "读好",
    };
    shown.said = match &titles[..] {
        _ if preview.is_held && !preview.parts.is_empty() => "库中已有同一篇".to_owned(),
        [] => preview.reason,
        [title] => format!("《{title}》"),
        [first, .., last] => format!("分成 {} 篇：《{first}》……《{last}》", titles.len()),
    };
    shown.remarks = preview.remarks;
}

/// Keeps a tray, or lets go of it or of one of its files.
pub(in crate::http) async fn act(
    State(library): State<Arc<Library>>,
    path: Result<Path<i64>, PathRejection>,
    visitor: Visitor,
    request: Request,
) -> Response {
    answered("/import", acted(&library, path, visitor, request).await)
}

async fn acted(
    library: &Arc<Library>,
    path: Result<Path<i64>, PathRejection>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, HttpError> {
    let id = numbered(path)?;
    at(library, move |desk| own(desk, &visitor, id).map(|_| ())).await?;
    let form = fields(request, guard::BODY_BYTES).await?;
    let (act, file) = (typed(&form, "act")?, typed(&form, "file")?.parse().ok());
    let here = format!("/import/{id}");
    match (act.as_str(), file) {
        ("keep", _) => {
            at(library, move |desk| Ok(desk.state.want_tray(id)?)).await?;
            work(library, id)?;
            Ok(see(&here))
        }
        ("drop", Some(file)) => {
            let left = at(library, move |desk| {
                desk.state.drop_tray_file(id, file)?;
                let left = desk.state.tray(id)?.is_some_and(|it| !it.files.is_empty());
                if !left {
                    desk.state.drop_tray(id)?;
                }
                Ok(left)
            });
            Ok(see(if left.await? { &here } else { "/import" }))
        }
        ("drop", None) => {
            at(library, move |desk| Ok(desk.state.drop_tray(id)?)).await?;
            Ok(see("/import"))
        }
        _ => Err(HttpError::Form("没有这种操作".to_owned())),
    }
}
