//! `/teach`: a word is taught to be or not to be the name of something, with what would change.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::response::Response;

use super::corrections::renew;
use super::{at, desk, see, typed};
use crate::desk::DeskError;
use crate::desk::lessons::{Sort, Taught, lesson, sorts};
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::Frame;
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::fields;
use crate::library::lesson::Turn;

/// Changes that are shown.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "desk/teach.html")]
struct TeachPage {
    frame: Frame,
    fault: String,
    sorts: Vec<Sort>,
    /// What was typed: the place of the sort, the word, the sentence.
    typed: [String; 3],
    tried: Option<Tried>,
    taught: Vec<Taught>,
}

impl TeachPage {
    fn is_chosen(&self, sort: &usize) -> bool {
        self.typed[0] == sort.to_string()
    }
}

/// What would change.
struct Tried {
    turns: Vec<(Turn, String)>,
    more: usize,
    documents: usize,
    read: usize,
}

/// The form.
pub(in crate::http) async fn page(State(library): State<Arc<Library>>) -> Response {
    answered("/teach", shown(&library, Default::default(), String::new(), None).await)
}

async fn shown(
    library: &Arc<Library>,
    typed: [String; 3],
    fault: String,
    tried: Option<Tried>,
) -> Result<Response, HttpError> {
    let taught = at(library, |desk| Ok(desk.taught()?)).await?;
    on_snapshot(library, move |snapshot| {
        let frame = Frame::new(snapshot, "");
        rendered(&TeachPage { frame, fault, sorts: sorts().collect(), typed, tried, taught })
    })
    .await
}

/// Shows what would change, or keeps the line.
pub(in crate::http) async fn act(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let done = async {
        let form = fields(request, guard::BODY_BYTES).await?;
        if typed(&form, "act")? == "undo" {
            let (hand, line) = (visitor.hand(), typed(&form, "line")?);
            at(&library, move |desk| Ok(desk.unteach(&hand, &line)?)).await?;
            renew(&library)?;
            return Ok(see("/corrections?done=1"));
        }
        let said = [typed(&form, "sort")?, typed(&form, "word")?, typed(&form, "example")?];
        let lesson = match lesson(&said[0], &said[1], &said[2]) {
            Ok(lesson) => lesson,
            Err(error) => return shown(&library, said, error.to_string(), None).await,
        };
        if typed(&form, "act")? == "teach" {
            let hand = visitor.hand();
            let taught = at(&library, move |desk| Ok(desk.teach(&hand, &lesson))).await?;
            return match taught {
                Ok(()) => {
                    renew(&library)?;
                    Ok(see("/corrections?done=1"))
                }
                Err(DeskError::Typed(fault)) => shown(&library, said, fault, None).await,
                Err(error) => Err(error.into()),
            };
        }
        let desk = desk(&library)?;
        let tried = on_snapshot(&library, move |snapshot| Ok(desk.tried(snapshot, &lesson)));
        match tried.await? {
            Ok((turns, documents, read)) => {
                let more = turns.len().saturating_sub(SHOWN);
                let linked = |turn: Turn| {
                    let url = document_url(&turn.document.0, "", "");
                    (turn, url)
                };
                let turns = turns.into_iter().take(SHOWN).map(linked).collect();
                let tried = Some(Tried { turns, more, documents, read });
                shown(&library, said, String::new(), tried).await
            }
            Err(DeskError::Typed(fault)) => shown(&library, said, fault, None).await,
            Err(error) => Err(error.into()),
        }
    };
    answered("/teach", done.await)
}
