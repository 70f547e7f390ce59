//! A draft as it comes over HTTP: pasted, as a file, as JSON or as plain text.

use std::collections::BTreeSet;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde::Deserialize;

use super::error::HttpError;
use super::upload::{Field, content_type, fields};
use crate::check::draft::MAX_OFFICE_BYTES;
use crate::check::export::Decisions;
use crate::check::{Draft, DraftError};
use crate::intake::sandbox::Reader;
use crate::text::json_fault::json_fault;

/// The longest body that holds a draft, in bytes.
pub(super) const BODY_BYTES: usize = MAX_OFFICE_BYTES + 64 * 1024;

/// What was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Sent {
    /// The text, when it was pasted.
    pub(super) text: String,
    /// The organization that writes.
    pub(super) author: String,
    /// Name and bytes, when a file was chosen.
    #[serde(skip)]
    pub(super) file: Option<(String, Vec<u8>)>,
    #[serde(skip)]
    reader: Reader,
    /// Places of findings that are followed, from 1, set apart by commas.
    #[serde(skip)]
    pub(super) accepted: String,
    /// Places of findings that are not.
    #[serde(skip)]
    pub(super) dismissed: String,
}

impl Sent {
    /// Reads a request's body by what it says it is; files of other programs are read by `reader`.
    pub(super) async fn read(request: Request, reader: &Reader) -> Result<Self, HttpError> {
        let sent = Self::body(request).await?;
        Ok(Self { reader: reader.clone(), ..sent })
    }

    async fn body(request: Request) -> Result<Self, HttpError> {
        let kind = content_type(&request);
        if kind == "multipart/form-data" {
            let form = fields(request, BODY_BYTES).await.map_err(|error| match error {
                HttpError::TooLarge(_) => HttpError::Draft(too_large()),
                error => error,
            })?;
            return Self::form(form);
        }
        let body = Bytes::from_request(request, &()).await;
        let body = body.map_err(|_| HttpError::Draft(too_large()))?;
        if kind == "application/json" {
            return serde_json::from_slice(&body)
                .map_err(|error| HttpError::Form(json_fault(&error)));
        }
        let name = if kind == "text/markdown" { "draft.md" } else { "draft.txt" };
        Ok(Self { file: Some((name.to_owned(), body.to_vec())), ..Self::default() })
    }

    fn form(form: Vec<Field>) -> Result<Self, HttpError> {
        let mut sent = Self::default();
        for field in form {
            match field.name.as_str() {
                // A browser sends line breaks as CR LF, and shows them as LF again.
                "text" => sent.text = field.text()?.replace("\r\n", "\n"),
                "author" => sent.author = field.text()?,
                "accepted" => sent.accepted = field.text()?,
                "dismissed" => sent.dismissed = field.text()?,
                "file" if !field.file.is_empty() => sent.file = Some((field.file, field.bytes)),
                _ => {}
            }
        }
        Ok(sent)
    }

    /// The draft: the file where one was chosen, else the text.
    pub(super) fn draft(&self) -> Result<Draft, DraftError> {
        let draft = match &self.file {
            Some((name, bytes)) => Draft::read_by(&self.reader, name, bytes)?,
            None => Draft::pasted(&self.text)?,
        };
        Ok(draft.by(&self.author))
    }

    /// What was decided on the findings.
    pub(super) fn decisions(&self) -> Decisions {
        let places = |list: &str| -> BTreeSet<usize> {
            let numbers = list.split(',').filter_map(|it| it.trim().parse::<usize>().ok());
            numbers.filter_map(|number| number.checked_sub(1)).collect()
        };
        Decisions { accepted: places(&self.accepted), dismissed: places(&self.dismissed) }
    }
}

fn too_large() -> DraftError {
    DraftError::TooLarge { size: BODY_BYTES, unit: "字节以上" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_places_from_one() {
        let sent = Sent { accepted: "1, 3,x,0".to_owned(), ..Sent::default() };
        assert_eq!(sent.decisions().accepted, BTreeSet::from([0, 2]));
    }
}
