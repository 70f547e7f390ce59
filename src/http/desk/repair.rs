//! What a document does not state, filled in on the row of a work list.

use super::typed;
use crate::desk::edit::{Edit, Saved};
use crate::desk::{Desk, DeskError};
use crate::document::DocumentId;
use crate::http::access::Visitor;
use crate::http::error::HttpError;
use crate::http::upload::Field;

/// Writes one value into the front matter of a document that has none there, or says why not.
pub(super) fn acted(
    desk: &Desk,
    visitor: &Visitor,
    form: &[Field],
) -> Result<Result<(), String>, HttpError> {
    let (id, value) = (typed(form, "name")?, typed(form, "value")?.trim().to_owned());
    let id = DocumentId::parse(&id).ok_or(HttpError::NoDocument(id))?;
    if value.is_empty() {
        return Ok(Err("请先填上，再点“补上”".to_owned()));
    }
    let hand = visitor.hand();
    let held = desk.on_disk(&hand, &id)?;
    let mut edit = Edit::of(&held.file);
    let field = match typed(form, "field")?.as_str() {
        "published" => &mut edit.about.published,
        "region" => &mut edit.about.region,
        _ => return Err(HttpError::Form("没有这一栏".to_owned())),
    };
    if !field.is_empty() {
        return Ok(Err(format!("《{}》已有人补上：{field}", edit.about.title)));
    }
    *field = value;
    match desk.save(&hand, &id, &held.fingerprint, &edit) {
        Ok(Saved::Done | Saved::Same) => Ok(Ok(())),
        Ok(Saved::Meanwhile(_)) => Ok(Err("刚刚有人改过这份文档，请再补一次".to_owned())),
        Err(DeskError::Typed(fault)) => Ok(Err(fault)),
        Err(error) => Err(error.into()),
    }
}
