//! `dianan index`: brings the index in step with the corpus.

use std::time::Instant;

use clap::Args;
use serde_json::json;

use super::Outcome;
use super::terminal::{bar, note, say, say_json};
use crate::corpus::CorpusFolder;
use crate::library::{Generations, Refreshed, refresh};
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 重建整个索引 / build anew
    #[arg(long)]
    full: bool,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let refreshed = refreshed(settings, arguments.full)?;
    let seconds = (start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    if arguments.json {
        let mut report = serde_json::to_value(&refreshed)?;
        report["seconds"] = json!(seconds);
        say_json(&report)?;
    } else {
        let Refreshed { generation, added, changed, removed, .. } = &refreshed;
        let how = if refreshed.rebuilt { "重建" } else { "更新" };
        say(&format!(
            "索引已{how}（第 {generation} 代）：新增 {added}、变更 {changed}、删除 {removed}，用时 {seconds} 秒"
        ));
    }
    Ok(if refreshed.broken.is_empty() { Outcome::Done } else { Outcome::Wrong })
}

/// Refreshes with a bar, and names the files that are broken.
pub(super) fn refreshed(settings: &Settings, full: bool) -> anyhow::Result<Refreshed> {
    let corpus = CorpusFolder::open(&settings.corpus)?;
    let generations = Generations::new(&settings.index);
    let bar = bar(0, "建索引");
    let refreshed = refresh(&corpus, &generations, full, &|done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    for file in &refreshed.broken {
        if let Some(problem) = &file.problem {
            note(&format!("略过 {}:{} {}", file.path, problem.line, problem.reason));
        }
    }
    Ok(refreshed)
}
