//! `dianan index`: brings the index in step with the corpus.

use std::time::Instant;

use anyhow::bail;
use clap::Args;
use serde_json::json;

use super::Outcome;
use super::opened;
use super::terminal::{bar, note, say, say_json};
use crate::corpus::CorpusFolder;
use crate::library::meaning::Pace;
use crate::library::{Generations, Refreshed, Snapshot, refresh};
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 重建整个索引 / build anew
    #[arg(long)]
    full: bool,
    /// 语料是空的也照做，清空索引 / let an empty corpus empty the index
    #[arg(long)]
    allow_empty: bool,
    /// 不算向量，留给 serve 去算（有模型时）/ leave the vectors to serve
    #[arg(long)]
    no_vectors: bool,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    // A model that cannot be used is said before anything is done.
    let generations = opened::generations(settings)?;
    if !arguments.allow_empty {
        refuse_empty(settings)?;
    }
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
    if !arguments.no_vectors && !opened::make_vectors(&generations, Pace::Background)? {
        note("另一个进程正在算向量，由它算完");
    }
    Ok(if refreshed.broken.is_empty() { Outcome::Done } else { Outcome::Wrong })
}

/// An empty corpus is more often a disk that is not there than one that somebody has emptied.
fn refuse_empty(settings: &Settings) -> anyhow::Result<()> {
    if !CorpusFolder::open(&settings.corpus)?.list()?.is_empty() {
        return Ok(());
    }
    let held = Snapshot::open(&Generations::new(&settings.index));
    let documents =
        held.map_or(Ok(0), |held| Ok::<_, anyhow::Error>(held.engine.statistics()?.documents))?;
    if documents > 0 {
        bail!(
            "语料文件夹 {} 里没有文档，而索引里有 {documents} 份；若是磁盘没有挂上，请先挂上；确实要清空索引，请加 --allow-empty",
            settings.corpus.display()
        );
    }
    Ok(())
}

/// Refreshes with a bar, and names the files that are broken.
pub(super) fn refreshed(settings: &Settings, full: bool) -> anyhow::Result<Refreshed> {
    let corpus = CorpusFolder::open(&settings.corpus)?;
    let generations = Generations::new(&settings.index);
    let bar = bar(0, "建索引");
    let refreshed = refresh(&corpus, &generations, full, &|done, total| {
        bar.set(done, total);
    })?;
    bar.finish_and_clear();
    for file in &refreshed.broken {
        if let Some(problem) = &file.problem {
            note(&format!("略过 {}:{} {}", file.path, problem.line, problem.reason));
        }
    }
    Ok(refreshed)
}
