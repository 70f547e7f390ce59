//! `dianan index`: brings the index in step with the corpus.

use std::time::Instant;

use clap::Args;
use serde_json::json;

use super::Outcome;
use super::opened;
use super::terminal::{bar, note, say, say_json};
use crate::corpus::CorpusFolder;
use crate::library::meaning::Pace;
use crate::library::{Generations, How, Refreshed, refresh};
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 重建整个索引 / build anew
    #[arg(long)]
    full: bool,
    /// 语料是空的也照做，清空索引 / let an empty corpus empty the index
    #[arg(long)]
    allow_empty: bool,
    /// 语料文件全部重读，大小和时间没变的也读 / read every file, unchanged ones too
    #[arg(long)]
    verify: bool,
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
    let how = How {
        full: arguments.full,
        allow_empty: arguments.allow_empty,
        read_all: arguments.verify,
        checked: true,
    };
    let refreshed = refreshed(settings, how)?;
    let seconds = (start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    if arguments.json {
        let mut report = serde_json::to_value(&refreshed)?;
        report["seconds"] = json!(seconds);
        say_json(&report)?;
    } else {
        let Refreshed { generation, added, changed, removed, .. } = &refreshed;
        let how = if refreshed.rebuilt { "重建" } else { "更新" };
        say(&format!(
            "索引已{how}（语料第 {generation} 版）：新增 {added}、变更 {changed}、删除 {removed}，用时 {seconds} 秒"
        ));
    }
    if !arguments.no_vectors && !opened::make_vectors(&generations, Pace::Background)? {
        note("另一个进程正在算向量，由它算完");
    }
    Ok(if refreshed.broken.is_empty() { Outcome::Done } else { Outcome::Wrong })
}

/// Refreshes with a bar, and names the files that are broken.
pub(super) fn refreshed(settings: &Settings, how: How) -> anyhow::Result<Refreshed> {
    let corpus = CorpusFolder::open(&settings.corpus)?;
    let generations = Generations::new(&settings.index);
    let bar = bar(0, "建索引");
    let refreshed = refresh(&corpus, &generations, how, &|done, total| {
        bar.set(done, total);
    })?;
    bar.finish_and_clear();
    if let Some(damage) = &refreshed.damage {
        note(&format!("{damage}；已从语料重建为第 {} 版", refreshed.generation));
    }
    for (path, reason) in corpus.broken_rules() {
        note(&format!("{path} 读不懂，它管的文档登录的人都看不到；{reason}"));
    }
    for file in &refreshed.broken {
        if let Some(problem) = &file.problem {
            note(&format!("略过 {}:{} {}", file.path, problem.line, problem.reason));
        }
    }
    Ok(refreshed)
}
