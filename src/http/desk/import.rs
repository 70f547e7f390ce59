//! `/import`: files are handed in, several at once, and those under way are taken up again.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::response::Response;

use super::{at, see};
use crate::desk::MOST_BYTES;
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::pages::frame::{Frame, minute};
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::fields;
use crate::state::{Stage, Tray};

/// The longest body that hands in files, in bytes.
pub(in crate::http) const BODY_BYTES: usize = MOST_BYTES + 1024 * 1024;
/// Names of files that are shown of a tray.
const NAMED: usize = 3;

#[derive(Template)]
#[template(path = "desk/import.html")]
struct ImportPage {
    frame: Frame,
    most: usize,
    trays: Vec<Under>,
}

/// A tray that is under way.
struct Under {
    id: i64,
    opened: String,
    names: String,
    files: usize,
    /// How far it is, in words.
    state: String,
}

/// The form, and what the visitor has under way.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
) -> Response {
    let trays = at(&library, |desk| Ok(desk.state.trays()?)).await;
    let page = match trays {
        Ok(trays) => {
            on_snapshot(&library, move |snapshot| {
                let frame = Frame::new(snapshot, "import");
                let own = trays.into_iter().filter(|tray| visitor.owns_tray_of(&tray.person));
                let trays = own.map(under).collect();
                rendered(&ImportPage { frame, most: MOST_BYTES / 1024 / 1024, trays })
            })
            .await
        }
        Err(error) => Err(error),
    };
    answered("/import", page)
}

fn under(tray: Tray) -> Under {
    let names: Vec<&str> = tray.files.iter().take(NAMED).map(|it| it.name.as_str()).collect();
    let more = if tray.files.len() > NAMED { " 等" } else { "" };
    Under {
        id: tray.id,
        names: format!("{}{more}", names.join("、")),
        state: super::tray::state(&tray),
        opened: minute(&tray.opened),
        files: tray.files.len(),
    }
}

/// Takes files in, to be looked through.
pub(in crate::http) async fn hand_in(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    request: Request,
) -> Response {
    answered("/import", handed_in(&library, visitor, request).await)
}

async fn handed_in(
    library: &Arc<Library>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, HttpError> {
    super::desk(library)?;
    let form = fields(request, BODY_BYTES).await?;
    let files: Vec<(String, Vec<u8>)> = form
        .into_iter()
        .filter(|field| field.name == "files" && !field.file.is_empty())
        .map(|field| (name(&field.file), field.bytes))
        .collect();
    if files.is_empty() {
        return Err(HttpError::Typed("没有选文件；请先选一个或几个文件".to_owned()));
    }
    let tray = at(library, move |desk| Ok(desk.state.open_tray(&visitor.name, &files)?)).await?;
    super::tray::work(library, tray)?;
    Ok(see(&format!("/import/{tray}")))
}

/// A file's name without the folders that some browsers send.
fn name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

/// Whether all of a tray is done.
pub(super) fn is_done(tray: &Tray) -> bool {
    tray.files.iter().all(|file| file.stage == Stage::Done)
}
