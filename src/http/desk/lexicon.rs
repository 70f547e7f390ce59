//! `/lexicon/{file}`: the words, synonyms and themes of the corpus, changed in a table or as text,
//! with what differs and a trial before it is kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::corrections::renew;
use super::edit::shortened;
use super::sheet::{SHOWN, Sheet};
use super::{at, see, typed};
use crate::desk::DeskError;
use crate::desk::corrections::FILES;
use crate::desk::tables::{Row, rows};
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered, named};
use crate::http::guard;
use crate::http::pages::frame::Frame;
use crate::http::pages::lexicon::queries;
use crate::http::pages::rendered;
use crate::http::pages::trial::Shown;
use crate::http::state::Library;
use crate::http::trials::Proposal;
use crate::http::upload::fields;
use crate::library::Snapshot;
use crate::text::difference::{Change, Stretch, difference};

/// Empty rows below the table.
const EMPTY: usize = 3;

/// Name in the address, file, what it holds.
type Of = (&'static str, &'static str, &'static str);

#[derive(Template)]
#[template(path = "desk/lexicon_file.html")]
struct LexiconFilePage {
    frame: Frame,
    name: &'static str,
    file: &'static str,
    label: &'static str,
    files: [Of; 3],
    /// What the columns hold.
    heads: [&'static str; 3],
    sheet: Sheet,
    rows: Vec<Row>,
    /// How many rows there are of those that are looked for.
    found: usize,
    fault: String,
    /// What differs, when something does.
    preview: Option<Vec<Stretch>>,
    trial: Shown,
}

impl LexiconFilePage {
    /// The first row of the stretch before, and of that after this one.
    fn turns(&self) -> (Option<usize>, Option<usize>) {
        let from = self.sheet.from;
        let after = Some(from + SHOWN).filter(|it| *it < self.found);
        ((from > 0).then(|| from.saturating_sub(SHOWN)), after)
    }
}

/// The file that a path names.
fn file(path: Result<Path<String>, PathRejection>) -> Result<Of, HttpError> {
    let name = named(path)?;
    FILES.into_iter().find(|(it, ..)| *it == name).ok_or(HttpError::NoPage)
}

/// The form.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
) -> Response {
    let page = async {
        let of = file(path)?;
        let text = at(&library, move |desk| Ok(desk.lexicon_text(of.1)?)).await?;
        let sheet = Sheet { before: text.clone(), text, ..Sheet::default() };
        shown(&library, &visitor, of, sheet, String::new()).await
    };
    answered("/lexicon", page.await)
}

async fn shown(
    library: &Arc<Library>,
    visitor: &Visitor,
    of: Of,
    sheet: Sheet,
    fault: String,
) -> Result<Response, HttpError> {
    let (at, person) = (Arc::clone(library), visitor.name.clone());
    let (name, file, label) = of;
    on_snapshot(library, move |snapshot| {
        let all = rows(file, &sheet.text).into_iter();
        let found: Vec<Row> = all.filter(|row| sheet.looks_for(row)).collect();
        let differs = sheet.before != sheet.text;
        let preview = differs.then(|| shortened(difference(&sheet.before, &sheet.text)));
        let stage = at.trials.stage(&person, &proposal(file, &sheet.text, snapshot));
        rendered(&LexiconFilePage {
            frame: Frame::new(snapshot, "lexicon"),
            name,
            file,
            label,
            files: FILES,
            heads: heads(name),
            found: found.len(),
            rows: found.into_iter().skip(sheet.from).take(SHOWN).collect(),
            sheet,
            fault,
            preview,
            trial: Shown::of(stage),
        })
    })
    .await
}

fn heads(name: &str) -> [&'static str; 3] {
    match name {
        "words" => ["词", "权重", "词性"],
        "synonyms" => ["标准写法", "同义的写法", "单向"],
        _ => ["主题", "说明", "线索词"],
    }
}

/// What would be read if `text` stood in the file.
fn proposal(file: &str, text: &str, snapshot: &Snapshot) -> Proposal {
    let (held, text) = (&snapshot.generation, text.to_owned());
    match file {
        "words.txt" => Proposal::Words { words: text, synonyms: held.synonyms.clone() },
        "synonyms.txt" => Proposal::Words { words: held.words.clone(), synonyms: text },
        _ => Proposal::Themes(text),
    }
}

/// Keeps what was typed, tries it, or shows what differs.
pub(in crate::http) async fn act(
    State(library): State<Arc<Library>>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let done = async {
        let of = file(path)?;
        let form = fields(request, guard::FILE_BYTES).await?;
        let (sheet, act) = (Sheet::of(of.1, &form)?, typed(&form, "act")?);
        if act == "stop" {
            library.trials.stop(&visitor.name);
        }
        let (hand, texts) = (visitor.hand(), (sheet.before.clone(), sheet.text.clone()));
        let saves = act == "save";
        let saved = at(&library, move |desk| match saves {
            true => Ok(desk.save_lexicon(&hand, of.1, (&texts.0, &texts.1))),
            false => Ok(desk.check_lexicon(of.1, &texts.1)),
        });
        match saved.await? {
            Ok(()) if saves => {
                renew(&library)?;
                Ok(see("/corrections?done=1"))
            }
            Ok(()) => {
                if act == "try" {
                    begin(&library, &visitor, of.1, &sheet.text)?;
                }
                shown(&library, &visitor, of, sheet, String::new()).await
            }
            Err(DeskError::Typed(fault)) => shown(&library, &visitor, of, sheet, fault).await,
            Err(error) => Err(error.into()),
        }
    };
    answered("/lexicon", done.await)
}

/// Begins a trial, unless another is under way: the page says so.
fn begin(
    library: &Arc<Library>,
    visitor: &Visitor,
    file: &str,
    text: &str,
) -> Result<(), HttpError> {
    let snapshot = library.sight().of(&visitor.reach)?;
    let proposal = proposal(file, text, &snapshot);
    let held = (library.generations().clone(), snapshot);
    match library.trials.begin(&visitor.name, proposal, held, queries(library, None)) {
        Ok(()) | Err(HttpError::Busy) => Ok(()),
        Err(error) => Err(error),
    }
}
