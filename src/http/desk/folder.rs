//! `/mine/folders/{id}`: a folder of clips, shared with a group or not, and as a Word document.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::{at, numbered, see, typed};
use crate::desk::Desk;
use crate::document::DocumentId;
use crate::document::clip::{Clip, Clips, FORMAT};
use crate::document::report;
use crate::http::access::Visitor;
use crate::http::api::{DOCX, file, on_snapshot};
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::pages::frame::Frame;
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::{Field, fields};
use crate::library::Snapshot;
use crate::state::folders::{Folder, KeptClip};

#[derive(Template)]
#[template(path = "desk/folder.html")]
struct FolderPage {
    frame: Frame,
    folder: Folder,
    /// Whether it is the visitor's own.
    is_own: bool,
    groups: Vec<String>,
    clips: Vec<ShownClip>,
    /// Clips of documents that the visitor may not read.
    hidden: usize,
}

struct ShownClip {
    id: i64,
    /// Who put it there, where that is another.
    person: String,
    /// Whether the visitor may take it out.
    is_own: bool,
    clip: Clip,
    url: String,
}

/// A folder that the visitor sees.
fn seen(desk: &Desk, visitor: &Visitor, id: i64) -> Result<Folder, HttpError> {
    let folders = desk.state.folders(&visitor.name, &visitor.groups())?;
    folders.into_iter().find(|it| it.id == id).ok_or(HttpError::NoPage)
}

/// The clips that may be read: none of a document that is not in sight.
fn in_sight(snapshot: &Snapshot, kept: Vec<KeptClip>) -> Vec<(KeptClip, Clip)> {
    let parsed = kept.into_iter().filter_map(|it| {
        let clip: Clip = serde_json::from_str(&it.clip).ok()?;
        Some((it, clip))
    });
    let is_seen = |(_, clip): &(KeptClip, Clip)| {
        clip.document.is_empty() || !snapshot.hidden.documents.contains(&clip.document)
    };
    parsed.filter(is_seen).collect()
}

/// The folder.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    path: Result<Path<i64>, PathRejection>,
    visitor: Visitor,
) -> Response {
    let page = async {
        let (folder, kept) = held(&library, path, &visitor).await?;
        on_snapshot(&library, move |snapshot| {
            let (all, is_own) = (kept.len(), folder.person == visitor.name);
            let clips = in_sight(snapshot, kept).into_iter().map(|(it, clip)| {
                let is_mine = it.person == visitor.name;
                let person = if is_mine { String::new() } else { it.person };
                let url = DocumentId::parse(&clip.document).map(|id| address(&id, &clip));
                let url = url.unwrap_or_default();
                ShownClip { id: it.id, person, is_own: is_own || is_mine, clip, url }
            });
            let clips: Vec<ShownClip> = clips.collect();
            rendered(&FolderPage {
                frame: Frame::new(snapshot, "mine"),
                hidden: all - clips.len(),
                groups: visitor.groups().into_iter().collect(),
                folder,
                is_own,
                clips,
            })
        })
        .await
    };
    answered("/mine", page.await)
}

fn address(id: &DocumentId, clip: &Clip) -> String {
    crate::http::pages::address::document_url(id.as_str(), "", &clip.passage)
}

async fn held(
    library: &Arc<Library>,
    path: Result<Path<i64>, PathRejection>,
    visitor: &Visitor,
) -> Result<(Folder, Vec<KeptClip>), HttpError> {
    let (id, visitor) = (numbered(path)?, visitor.clone());
    at(library, move |desk| Ok((seen(desk, &visitor, id)?, desk.state.clips(id)?))).await
}

/// The folder as a Word document.
pub(in crate::http) async fn docx(
    State(library): State<Arc<Library>>,
    path: Result<Path<i64>, PathRejection>,
    visitor: Visitor,
) -> Response {
    let written = async {
        let (folder, kept) = held(&library, path, &visitor).await?;
        on_snapshot(&library, move |snapshot| {
            let clips = in_sight(snapshot, kept).into_iter().map(|(_, clip)| clip).collect();
            let clips = Clips { format: FORMAT.to_owned(), clips };
            let bytes = report::docx::write(&clips.report());
            Ok(file(&format!("{}.docx", folder.name), DOCX, bytes))
        })
        .await
    };
    answered("/mine", written.await)
}

/// Puts clips in or takes them out, shares the folder or takes it away.
pub(in crate::http) async fn act(
    State(library): State<Arc<Library>>,
    path: Result<Path<i64>, PathRejection>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let done = async {
        let id = numbered(path)?;
        let form = fields(request, guard::FILE_BYTES).await?;
        at(&library, move |desk| acted(desk, &visitor, id, &form)).await
    };
    answered("/mine", done.await)
}

fn acted(desk: &Desk, visitor: &Visitor, id: i64, form: &[Field]) -> Result<Response, HttpError> {
    let folder = seen(desk, visitor, id)?;
    let is_own = folder.person == visitor.name;
    let here = format!("/mine/folders/{id}");
    match typed(form, "act")?.as_str() {
        "add" => {
            let clips = Clips::parse(&typed(form, "clips")?)?.clips;
            let printed = clips.iter().map(serde_json::to_string);
            let printed: Vec<String> = printed.filter_map(Result::ok).collect();
            desk.state.add_clips(id, &visitor.name, &printed)?;
        }
        "take-out" => {
            let number = typed(form, "clip")?.parse().unwrap_or(0);
            let held = desk.state.clips(id)?.into_iter().find(|it| it.id == number);
            let held = held.ok_or(HttpError::NoPage)?;
            if !(is_own || held.person == visitor.name) {
                return Err(HttpError::Form("别人放进来的摘录，由夹子的主人去掉".to_owned()));
            }
            desk.state.remove_clip(id, number)?;
        }
        "share" if is_own => {
            let group = typed(form, "group")?;
            if !group.is_empty() && !visitor.groups().contains(&group) {
                return Err(HttpError::Form("只能与自己所在的组共用".to_owned()));
            }
            desk.state.share_folder(id, &group)?;
        }
        "remove" if is_own => {
            desk.state.remove_folder(id)?;
            return Ok(see("/mine"));
        }
        _ => return Err(HttpError::Form("没有这种操作".to_owned())),
    }
    Ok(see(&here))
}
