//! `/lexicon/{file}`: the words, synonyms and themes of the corpus, changed by form, with what
//! differs before it is kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::corrections::renew;
use super::edit::shortened;
use super::{at, see, typed};
use crate::desk::DeskError;
use crate::desk::corrections::FILES;
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered, named};
use crate::http::guard;
use crate::http::pages::frame::Frame;
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::fields;
use crate::text::difference::{Change, Stretch, difference};

#[derive(Template)]
#[template(path = "desk/lexicon_file.html")]
struct LexiconFilePage {
    frame: Frame,
    name: &'static str,
    file: &'static str,
    label: &'static str,
    files: [(&'static str, &'static str, &'static str); 3],
    /// The text that the form was made from, and the text that stands in it.
    before: String,
    text: String,
    fault: String,
    /// What differs, when that was asked for.
    preview: Option<Vec<Stretch>>,
}

/// The file that a path names.
fn file(
    path: Result<Path<String>, PathRejection>,
) -> Result<(&'static str, &'static str, &'static str), HttpError> {
    let name = named(path)?;
    FILES.into_iter().find(|(it, ..)| *it == name).ok_or(HttpError::NoPage)
}

/// The form.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    let page = async {
        let of = file(path)?;
        let text = at(&library, move |desk| Ok(desk.lexicon_text(of.1)?)).await?;
        shown(&library, of, (text.clone(), text), String::new(), None).await
    };
    answered("/lexicon", page.await)
}

async fn shown(
    library: &Arc<Library>,
    (name, file, label): (&'static str, &'static str, &'static str),
    (before, text): (String, String),
    fault: String,
    preview: Option<Vec<Stretch>>,
) -> Result<Response, HttpError> {
    on_snapshot(library, move |snapshot| {
        let frame = Frame::new(snapshot, "lexicon");
        let files = FILES;
        rendered(&LexiconFilePage { frame, name, file, label, files, before, text, fault, preview })
    })
    .await
}

/// Keeps what was typed, or shows what differs.
pub(in crate::http) async fn act(
    State(library): State<Arc<Library>>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let done = async {
        let of = file(path)?;
        let form = fields(request, guard::FILE_BYTES).await?;
        let (before, text, act) =
            (typed(&form, "before")?, typed(&form, "text")?, typed(&form, "act")?);
        let texts = (before.clone(), text.clone());
        let hand = visitor.hand();
        let saved = at(&library, move |desk| match act.as_str() {
            "save" => Ok(desk.save_lexicon(&hand, of.1, (&before, &text)).map(|()| true)),
            _ => Ok(desk.check_lexicon(of.1, &text).map(|()| false)),
        });
        match saved.await? {
            Ok(true) => {
                renew(&library)?;
                Ok(see("/corrections?done=1"))
            }
            Ok(false) => {
                let preview = Some(shortened(difference(&texts.0, &texts.1)));
                shown(&library, of, texts, String::new(), preview).await
            }
            Err(DeskError::Typed(fault)) => shown(&library, of, texts, fault, None).await,
            Err(error) => Err(error.into()),
        }
    };
    answered("/lexicon", done.await)
}
