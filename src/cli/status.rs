//! `dianan status`: how much is held, and what is broken.

use clap::Args;
use serde_json::json;

use super::Outcome;
use super::opened;
use super::terminal::{say, say_json, visible};
use crate::library::QueryLog;
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let snapshot = opened::snapshot(settings)?;
    let statistics = snapshot.engine.statistics()?;
    let files = snapshot.engine.files()?;
    let broken: Vec<_> = files.into_iter().filter(|file| file.problem.is_some()).collect();
    let log = settings.log_queries.then(|| QueryLog::open(&settings.index).looked_for());
    if arguments.json {
        let mut status = json!({
            "documents": statistics.documents,
            "passages": statistics.passages,
            "bytes": statistics.bytes,
            "generation": snapshot.generation.number,
            "identity": snapshot.generation.identity,
            "broken": broken,
            "queries": log.map(|it| json!({ "asked": it.asked, "without_hits": it.without_hits })),
        });
        if let Some(meaning) = &snapshot.meaning {
            status["meaning"] = json!(meaning.progress());
        }
        say_json(&status)?;
    } else {
        say(&format!("文档 {} 份，段落 {} 段", statistics.documents, statistics.passages));
        say(&format!(
            "索引第 {} 代，{} 字节，标识 {}",
            snapshot.generation.number, statistics.bytes, snapshot.generation.identity
        ));
        if let Some(meaning) = &snapshot.meaning {
            say(&meaning.progress().told());
        }
        if let Some(log) = log {
            say(&format!("查过 {} 次，其中 {} 次库中未见", log.asked, log.without_hits));
        }
        for file in &broken {
            if let Some(problem) = &file.problem {
                let line = format!("略过 {}:{} {}", file.path, problem.line, problem.reason);
                say(&visible(&line));
            }
        }
    }
    Ok(if broken.is_empty() { Outcome::Done } else { Outcome::Wrong })
}
