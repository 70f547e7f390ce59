//! `/import/{tray}/{file}`: what a file was read as, with reasons, to be corrected.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::tray::{own, preview};
use super::{at, correction, numbered, see, typed};
use crate::desk::preview::Line;
use crate::desk::{Correction, DeskError, Part, Preview, Reason, Taken};
use crate::document::Kind;
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::Frame;
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::{Field, fields};
use crate::state::{Stage, TrayFile};

#[derive(Template)]
#[template(path = "desk/tray_file.html")]
struct FilePage {
    frame: Frame,
    tray: i64,
    name: String,
    file: i64,
    /// What was typed and cannot be taken.
    fault: String,
    kinds: [Kind; 4],
    parts: Vec<ShownPart>,
    removed: Vec<Line>,
    remarks: Vec<String>,
}

/// A document with what its form shows.
struct ShownPart {
    /// Behind the names of its fields: `-0`.
    suffix: String,
    taken: bool,
    about: Correction,
    text: String,
    /// The held document that is the same, or that it reprints: what is said, its link.
    held: Option<(String, String)>,
    reasons: Vec<Reason>,
}

impl ShownPart {
    fn of(number: usize, part: &Part, typed: Option<Taken>) -> Option<Self> {
        let file = part.file()?;
        let usual = || {
            let about = Correction::of(&file.front_matter);
            Taken { taken: part.taken, about, text: file.body.clone() }
        };
        let Taken { taken, about, text } = typed.unwrap_or_else(usual);
        let same = part.same.as_ref().map(|id| (format!("库中已有同一篇：{id}"), id));
        let original = part.original.as_ref().map(|id| (format!("与已有的 {id} 大体相同"), id));
        let held = same.or(original).map(|(said, id)| (said, document_url(id, "", "")));
        Some(Self {
            suffix: format!("-{number}"),
            taken,
            about,
            text,
            held,
            reasons: part.reasons.clone(),
        })
    }

    /// Why a field has its value.
    fn reason(&self, field: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.field == field)
    }
}

/// The form.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    path: Result<Path<(i64, i64)>, PathRejection>,
    visitor: Visitor,
) -> Response {
    let page = async {
        let (tray, file) = numbered(path)?;
        let held = at(&library, move |desk| {
            let tray = own(desk, &visitor, tray)?;
            tray.files.into_iter().find(|it| it.id == file).ok_or(HttpError::NoTray)
        });
        let held = held.await?;
        if held.stage != Stage::Read {
            return Ok(see(&format!("/import/{tray}")));
        }
        let preview = preview(&held);
        shown(&library, tray, held, preview, Vec::new(), String::new()).await
    };
    answered("/import", page.await)
}

async fn shown(
    library: &Arc<Library>,
    tray: i64,
    held: TrayFile,
    preview: Preview,
    typed: Vec<Taken>,
    fault: String,
) -> Result<Response, HttpError> {
    on_snapshot(library, move |snapshot| {
        let preview = preview.in_sight(&snapshot.hidden);
        let mut typed = typed.into_iter();
        let parts = (0..).zip(&preview.parts);
        let parts = parts.filter_map(|(at, it)| ShownPart::of(at, it, typed.next()));
        rendered(&FilePage {
            frame: Frame::new(snapshot, "import"),
            tray,
            file: held.id,
            name: held.name,
            fault,
            kinds: Kind::ALL,
            parts: parts.collect(),
            removed: preview.removed,
            remarks: preview.remarks,
        })
    })
    .await
}

/// Takes in what was typed, and does what a button says.
pub(in crate::http) async fn correct(
    State(library): State<Arc<Library>>,
    path: Result<Path<(i64, i64)>, PathRejection>,
    visitor: Visitor,
    request: Request,
) -> Response {
    answered("/import", corrected(&library, path, visitor, request).await)
}

async fn corrected(
    library: &Arc<Library>,
    path: Result<Path<(i64, i64)>, PathRejection>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, HttpError> {
    let (tray, file) = numbered(path)?;
    let form = fields(request, guard::FILE_BYTES).await?;
    let taken = all_taken(&form)?;
    let act = typed(&form, "act")?;
    let done = at(library, move |desk| {
        let held = own(desk, &visitor, tray)?;
        let held = held.files.into_iter().find(|it| it.id == file).ok_or(HttpError::NoTray)?;
        let mut corrected = preview(&held);
        if taken.len() != corrected.parts.len() {
            return Err(HttpError::Typed("这个文件的拆分刚刚变过；请回到预览重新修改".to_owned()));
        }
        let known = taken.iter().try_for_each(|it| desk.check_groups(it.about.access().as_ref()));
        if let Err(error) = known.and_then(|()| corrected.correct(&taken)) {
            return Ok(Err((held, corrected, taken, error)));
        }
        match act.split_once('-') {
            Some(("join", part)) => corrected.join(part.parse().unwrap_or(0)),
            Some(("restore", line)) => corrected.restore(line.parse().unwrap_or(usize::MAX)),
            _ => {}
        }
        let kept = serde_json::to_string(&corrected).unwrap_or_default();
        let kept = desk.state.set_preview(file, Stage::Read, &kept)?;
        Ok(Ok(kept && !act.contains('-')))
    });
    match done.await? {
        Ok(true) => Ok(see(&format!("/import/{tray}"))),
        Ok(false) => Ok(see(&format!("/import/{tray}/{file}"))),
        Err((held, preview, typed, error)) => {
            let DeskError::Typed(fault) = error else { return Err(error.into()) };
            shown(library, tray, held, preview, typed, fault).await
        }
    }
}

/// What was typed for each document, in their order.
fn all_taken(form: &[Field]) -> Result<Vec<Taken>, HttpError> {
    let has = |name: &str| form.iter().any(|field| field.name == name);
    let count = (0..).take_while(|number| has(&format!("title-{number}"))).count();
    let taken = |number: usize| {
        let suffix = format!("-{number}");
        Ok(Taken {
            taken: has(&format!("taken{suffix}")),
            about: correction(form, &suffix)?,
            text: typed(form, &format!("text{suffix}"))?,
        })
    };
    (0..count).map(taken).collect()
}
