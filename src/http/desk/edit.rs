//! `/documents/{id}/edit`: front matter and text of a document by form, with a preview; and the way
//! into the bin.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::markdown::html;
use super::{at, correction, see, typed};
use crate::desk::edit::{Edit, OnDisk, Saved};
use crate::desk::{Correction, DeskError};
use crate::document::markdown_file::MarkdownFile;
use crate::document::{DocumentId, Kind};
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered, named};
use crate::http::guard;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::Frame;
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::{Field, fields};
use crate::text::difference::{Change, Stretch, difference};

#[derive(Template)]
#[template(path = "desk/edit.html")]
struct EditPage {
    frame: Frame,
    url: String,
    /// The title that is held now.
    title: String,
    /// The fingerprint of what the form was made from.
    before: String,
    about: Correction,
    themes: String,
    text: String,
    kinds: [Kind; 4],
    /// What was typed and cannot be taken.
    fault: String,
    /// From what another has saved meanwhile to what was typed.
    meanwhile: Vec<Stretch>,
    /// The text as it will be read, as HTML that is safe.
    preview: Option<String>,
}

/// What is shown above the form.
#[derive(Default)]
struct Above {
    fault: String,
    meanwhile: Vec<Stretch>,
    preview: Option<String>,
}

/// The document that a path names.
pub(super) fn document(path: Result<Path<String>, PathRejection>) -> Result<DocumentId, HttpError> {
    let id = named(path)?;
    DocumentId::parse(&id).ok_or(HttpError::NoDocument(id))
}

/// The form.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
) -> Response {
    let page = async {
        let id = document(path)?;
        let (named, hand) = (id.clone(), visitor.hand());
        let held = at(&library, move |desk| Ok(desk.on_disk(&hand, &named)?)).await?;
        let edit = Edit::of(&held.file);
        shown(&library, &id, held, edit, Above::default()).await
    };
    answered("/documents", page.await)
}

async fn shown(
    library: &Arc<Library>,
    id: &DocumentId,
    held: OnDisk,
    edit: Edit,
    above: Above,
) -> Result<Response, HttpError> {
    let url = document_url(id.as_str(), "", "");
    on_snapshot(library, move |snapshot| {
        rendered(&EditPage {
            frame: Frame::new(snapshot, ""),
            url,
            title: held.file.front_matter.title,
            before: held.fingerprint,
            about: edit.about,
            themes: edit.themes,
            text: edit.text,
            kinds: Kind::ALL,
            fault: above.fault,
            meanwhile: above.meanwhile,
            preview: above.preview,
        })
    })
    .await
}

/// Keeps what was typed, shows what it would look like, or puts the document into the bin.
pub(in crate::http) async fn act(
    State(library): State<Arc<Library>>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
    request: Request,
) -> Response {
    answered("/documents", acted(&library, path, visitor, request).await)
}

async fn acted(
    library: &Arc<Library>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, HttpError> {
    let id = document(path)?;
    let form = fields(request, guard::FILE_BYTES).await?;
    let shared = Arc::clone(library);
    let (named, hand) = (id.clone(), visitor.hand());
    if typed(&form, "act")? == "discard" {
        at(library, move |desk| {
            desk.discard(&hand, &named)?;
            Ok(shared.renew()?)
        })
        .await?;
        return Ok(see("/bin"));
    }
    let edit = edit(&form)?;
    if typed(&form, "act")? == "preview" {
        let before = typed(&form, "before")?;
        let held = at(library, move |desk| Ok(desk.on_disk(&hand, &named)?)).await?;
        let preview = Some(html(&edit.text));
        let held = OnDisk { fingerprint: before, ..held };
        return shown(library, &id, held, edit, Above { preview, ..Above::default() }).await;
    }
    let (before, wanted) = (typed(&form, "before")?, edit.clone());
    let saved = at(library, move |desk| {
        let saved = desk.save(&hand, &named, &before, &wanted);
        shared.renew()?;
        match saved {
            Err(DeskError::Typed(fault)) => Ok(Err((desk.on_disk(&hand, &named)?, before, fault))),
            saved => Ok(Ok(saved?)),
        }
    });
    match saved.await? {
        Ok(Saved::Done | Saved::Same) => Ok(see(&document_url(id.as_str(), "", ""))),
        Ok(Saved::Meanwhile(held)) => {
            let meanwhile = between(&held.file, &edit);
            shown(library, &id, *held, edit, Above { meanwhile, ..Above::default() }).await
        }
        Err((held, before, fault)) => {
            let held = OnDisk { fingerprint: before, ..held };
            shown(library, &id, held, edit, Above { fault, ..Above::default() }).await
        }
    }
}

fn edit(form: &[Field]) -> Result<Edit, HttpError> {
    let about = correction(form, "")?;
    Ok(Edit { about, themes: typed(form, "themes")?, text: typed(form, "text")? })
}

/// From what is held to what was typed: the fields, a line each, and the text.
fn between(held: &MarkdownFile, typed: &Edit) -> Vec<Stretch> {
    let text = |edit: &Edit| {
        let Edit { about, themes, text } = edit;
        let Correction { title, kind, region, organization, published, number, source, access } =
            about;
        let kind = Kind::parse(kind).map_or_else(|| kind.clone(), |it| it.label().to_owned());
        format!(
            "题目：{title}\n类型：{kind}\n地区：{region}\n机构：{organization}\n日期：{published}\n\
            文号：{number}\n来源：{source}\n主题：{themes}\n可见范围：{access}\n\n{}\n",
            text.trim()
        )
    };
    shortened(difference(&text(&Edit::of(held)), &text(typed)))
}

/// A difference with what is the same left out but for what stands next to a change.
pub(super) fn shortened(difference: Vec<Stretch>) -> Vec<Stretch> {
    /// Characters that stay at either end.
    const AROUND: usize = 40;
    let last = difference.len().saturating_sub(1);
    let short = |(at, stretch): (usize, Stretch)| {
        let length = stretch.text.chars().count();
        if stretch.change != Change::Same || length <= 2 * AROUND {
            return stretch;
        }
        let head: String = stretch.text.chars().take(if at == 0 { 0 } else { AROUND }).collect();
        let tail = if at == last { 0 } else { AROUND };
        let tail: String = stretch.text.chars().skip(length - tail).collect();
        Stretch { text: format!("{head} …… {tail}"), ..stretch }
    };
    difference.into_iter().enumerate().map(short).collect()
}
