//! `/corrections`: a fact that was read wrongly is forgotten, named otherwise, spelled out or found
//! right; and what was corrected so far.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, Request, State};
use axum::response::Response;

use super::{at, desk, see, typed};
use crate::document::{Access, Reach};
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::Frame;
use crate::http::pages::ink::{entity_url, fact_url};
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::{Field, fields};
use crate::index::query::{FactField, FactQuery};
use crate::knowledge::corrections::{Change, Expansion, Merge, Which};
use crate::knowledge::{Fact, FactType};
use crate::library::Snapshot;

/// Facts of a name that are looked through for one place.
const LOOKED_THROUGH: usize = 500;
/// The longest name or item that is taken, in characters.
const LONGEST: usize = 100;

#[derive(Template)]
#[template(path = "desk/corrections.html")]
struct CorrectionsPage {
    frame: Frame,
    fault: String,
    /// Whether something was written down just now.
    done: bool,
    asked: Option<Shown>,
    changes: Vec<Made>,
}

/// What was corrected.
struct Made {
    told: String,
    /// The document that it is about alone, and its address.
    document: Option<(String, String)>,
    /// As it stands in the file.
    printed: String,
}

/// A fact that is to be corrected.
struct Shown {
    asked: Asked,
    kind: FactType,
    page: String,
    /// One place of it: before, it, after; the address.
    sentence: Option<([String; 3], String)>,
    title: String,
    items: String,
    /// How many places and documents each scope means.
    here: usize,
    in_document: usize,
    in_all: (usize, usize),
}

/// Which fact is meant.
#[derive(Debug, Clone, Default)]
struct Asked {
    kind: String,
    name: String,
    document: String,
    text: String,
}

impl Asked {
    fn of(value: impl Fn(&str) -> Result<String, HttpError>) -> Result<Self, HttpError> {
        let (kind, name) = (value("type")?, value("name")?);
        Ok(Self { kind, name, document: value("document")?, text: value("text")? })
    }
}

/// The list, and the fact that the address names.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
    visitor: Visitor,
) -> Response {
    let query = query.unwrap_or_default();
    let value = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let found = pairs.find(|(name, _)| name == wanted);
        Ok(found.map(|(_, value)| value.into_owned()).unwrap_or_default())
    };
    let page = async {
        let done = !value("done")?.is_empty();
        shown(&library, &visitor, Asked::of(value)?, done, String::new()).await
    };
    answered("/corrections", page.await)
}

async fn shown(
    library: &Arc<Library>,
    visitor: &Visitor,
    asked: Asked,
    done: bool,
    fault: String,
) -> Result<Response, HttpError> {
    let hand = visitor.hand();
    let held = at(library, move |desk| Ok(desk.corrections(&hand)?)).await?;
    on_snapshot(library, move |snapshot| {
        let changes = held.into_iter().rev().map(|change| {
            let document = change.about().1.map(|id| (id.to_owned(), document_url(id, "", "")));
            Made { told: change.told(), document, printed: change.printed() }
        });
        let changes = changes.collect();
        let asked = if asked.name.is_empty() { None } else { fact(snapshot, asked)? };
        let frame = Frame::new(snapshot, "");
        rendered(&CorrectionsPage { frame, fault, done, asked, changes })
    })
    .await
}

/// What the library holds of the fact; `None` where it holds none.
fn fact(snapshot: &Snapshot, asked: Asked) -> Result<Option<Shown>, HttpError> {
    let kind = FactType::parse(&asked.kind).ok_or(HttpError::NoPage)?;
    let query = FactQuery {
        types: vec![kind],
        names: vec![asked.name.clone()],
        limit: LOOKED_THROUGH,
        count: vec![FactField::Document],
        ..FactQuery::default()
    };
    let found = snapshot.engine.facts(&query)?;
    let documents = found.counts.first().map(|(_, values)| values.as_slice()).unwrap_or_default();
    let in_document = documents.iter().find(|(id, _)| *id == asked.document);
    let in_document = in_document.map_or(0, |(_, count)| *count);
    let is_here = |it: &&Fact| it.document.as_str() == asked.document && it.text == asked.text;
    let here = found.facts.iter().filter(is_here).count();
    let Some(fact) = found.facts.iter().find(is_here).or(found.facts.first()) else {
        return Ok(None);
    };
    let document = snapshot.engine.document(&fact.document)?;
    let at = fact.span.start.saturating_sub(fact.sentence_span.start);
    let end = at + fact.text.len();
    let part = |range| fact.sentence.get(range).map(str::to_owned);
    let around = part(0..at).zip(part(at..end)).zip(part(end..fact.sentence.len()));
    let sentence = around.map(|((before, it), after)| ([before, it, after], fact_url(fact)));
    Ok(Some(Shown {
        kind,
        page: entity_url(kind, &asked.name),
        sentence,
        title: document.map(|it| it.front_matter.title).unwrap_or_default(),
        items: fact.details.items.join("\n"),
        here,
        in_document,
        in_all: (found.total, documents.len()),
        asked,
    }))
}

/// Writes down what a form says, and has the library read again behind the request.
pub(in crate::http) async fn act(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let done = async {
        let form = fields(request, guard::BODY_BYTES).await?;
        match acted(&library, &visitor, &form).await? {
            Ok(()) => {
                renew(&library)?;
                Ok(see("/corrections?done=1"))
            }
            Err(fault) => {
                let asked = Asked::of(|name| typed(&form, name))?;
                shown(&library, &visitor, asked, false, fault).await
            }
        }
    };
    answered("/corrections", done.await)
}

/// Brings the index in step with the lexicon, behind the requests.
pub(super) fn renew(library: &Arc<Library>) -> Result<(), HttpError> {
    let (desk, library) = (desk(library)?, Arc::clone(library));
    tokio::task::spawn_blocking(move || {
        let done = desk.bring_in_step().map_err(|error| error.to_string());
        let done = done.and_then(|()| library.renew().map_err(|error| error.to_string()));
        if let Err(reason) = done {
            tracing::warn!("更正：{reason}");
        }
    });
    Ok(())
}

/// Does what a form says, or says why not.
async fn acted(
    library: &Arc<Library>,
    visitor: &Visitor,
    form: &[Field],
) -> Result<Result<(), String>, HttpError> {
    let hand = visitor.hand();
    if typed(form, "act")? == "undo" {
        let printed = typed(form, "change")?;
        let done = at(library, move |desk| Ok(desk.take_back(&hand, &printed))).await?;
        return said(done);
    }
    let asked = Asked::of(|name| typed(form, name))?;
    let public = library.sight();
    let wanted = asked.clone();
    let is_public =
        on_snapshot(library, move |_| Ok(fact(&*public.of(&Reach::public())?, wanted)?.is_some()))
            .await?;
    let change = match change(form, asked.clone())? {
        Ok(change) => change,
        Err(fault) => return Ok(Err(fault)),
    };
    let done = at(library, move |desk| {
        // A name that stands in reserved documents alone is not told to others.
        let access = if is_public { Access::Public } else { desk.access_of(&asked.document) };
        Ok(desk.correct(&hand, reserved(change, access)))
    });
    said(done.await?)
}

fn said(done: Result<(), crate::desk::DeskError>) -> Result<Result<(), String>, HttpError> {
    match done {
        Ok(()) => Ok(Ok(())),
        Err(crate::desk::DeskError::Typed(fault)) => Ok(Err(fault)),
        Err(error) => Err(error.into()),
    }
}

/// The correction that a form means, or what is missing in it.
fn change(form: &[Field], asked: Asked) -> Result<Result<Change, String>, HttpError> {
    let Asked { kind, name, document, text } = asked;
    let r#type = FactType::parse(&kind).ok_or(HttpError::NoPage)?;
    let scope = typed(form, "scope")?;
    let access = Access::Public;
    let own = (scope != "all" && !document.is_empty()).then_some(document);
    let here = (scope == "here" && !text.is_empty()).then_some(text);
    let fits = |text: &str| !text.is_empty() && text.chars().count() <= LONGEST;
    let which = Which { r#type, name: name.clone(), document: own.clone(), text: here, access };
    let change = match typed(form, "act")?.as_str() {
        "forget" => Change::Forget(which),
        "confirm" => Change::Confirm(which),
        "merge" => {
            let into = typed(form, "into")?.trim().to_owned();
            if !fits(&into) || into == name {
                return Ok(Err("请写上正确的名称".to_owned()));
            }
            Change::Merge(Merge { r#type, into, names: vec![name], access: Access::Public })
        }
        "expand" => {
            let items = typed(form, "items")?;
            let items = items.lines().map(str::trim).filter(|it| !it.is_empty());
            let items: Vec<String> = items.map(str::to_owned).collect();
            if items.is_empty() || !items.iter().all(|it| fits(it)) {
                return Ok(Err("请写上它指哪几项，一行一项".to_owned()));
            }
            Change::Expand(Expansion { name, items, document: own, access: Access::Public })
        }
        _ => return Err(HttpError::Form("没有这种操作".to_owned())),
    };
    Ok(Ok(change))
}

/// The same correction, told to nobody else.
fn reserved(change: Change, access: Access) -> Change {
    match change {
        Change::Forget(it) => Change::Forget(Which { access, ..it }),
        Change::Confirm(it) => Change::Confirm(Which { access, ..it }),
        Change::Merge(it) => Change::Merge(Merge { access, ..it }),
        Change::Expand(it) => Change::Expand(Expansion { access, ..it }),
    }
}
