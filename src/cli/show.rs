//! `dianan show`: a document with its passages.

use clap::Args;
use serde::Serialize;

use super::Outcome;
use super::terminal::{note, say, say_json};
use crate::document::{DocumentId, FrontMatter};
use crate::library::{Generations, Snapshot};
use crate::search::answer::AnswerPassage;
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 文档编号 / the document's identifier
    id: String,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Shown {
    id: DocumentId,
    #[serde(flatten)]
    front_matter: FrontMatter,
    body: String,
    passages: Vec<AnswerPassage>,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let snapshot = Snapshot::open(&Generations::new(&settings.index))?;
    let id = DocumentId::parse(&arguments.id);
    let document = match &id {
        Some(id) => snapshot.engine.document(id)?,
        None => None,
    };
    let Some(document) = document else {
        note(&format!("库中没有编号为“{}”的文档；用 dianan search 查找", arguments.id));
        return Ok(Outcome::Wrong);
    };
    if arguments.json {
        let passages = snapshot.engine.passages(&document.id)?;
        say_json(&Shown {
            id: document.id,
            front_matter: document.front_matter,
            body: document.body,
            passages: passages.into_iter().map(AnswerPassage::from).collect(),
        })?;
    } else {
        say(&document.front_matter.title);
        say("");
        say(&document.body);
    }
    Ok(Outcome::Done)
}
