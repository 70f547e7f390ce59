//! `dianan export`: the library as JSON Lines; `dianan import` of that file brings it back.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::terminal::{note, say, say_json};
use super::{Outcome, opened};
use crate::corpus::CorpusFolder;
use crate::library::exchange::{Exported, Remarks, export, restore};
use crate::settings::Settings;

/// Names of files that are left out and said, at most.
const NAMED: usize = 5;

#[derive(Args)]
pub(super) struct Arguments {
    /// 写到这个文件；是文件夹时，写成其中的 dianan-日期.jsonl / file or folder to write to
    #[arg(default_value = ".")]
    to: PathBuf,
    /// 格式 / format
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// 以 JSON 输出写了多少 / print JSON
    #[arg(long)]
    json: bool,
}

/// How the library is written.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// 每行一个 JSON，见 docs/export.md / one JSON object a line
    Jsonl,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let corpus = CorpusFolder::open(&settings.corpus)?;
    let snapshot = opened::snapshot(settings)?;
    let to = match arguments.to.is_dir() {
        true => arguments.to.join(format!("dianan-{}.jsonl", super::import::today()?)),
        false => arguments.to.clone(),
    };
    let Format::Jsonl = arguments.format;
    let (exported, remarks) = export(&corpus, &snapshot, &to)?;
    if arguments.json {
        say_json(&exported)?;
    } else {
        say(&format!("已导出到 {}：{}", to.display(), told(exported)));
    }
    remark(&remarks);
    Ok(if remarks.broken.is_empty() { Outcome::Done } else { Outcome::Wrong })
}

/// Brings an export back into the corpus of `settings`; with `dry_run` it is read through alone.
pub(super) fn bring_back(
    from: &std::path::Path,
    dry_run: bool,
    json: bool,
    settings: &Settings,
) -> anyhow::Result<Outcome> {
    let corpus = (!dry_run).then_some(settings.corpus.as_path());
    let brought = restore(from, corpus)?;
    if json {
        say_json(&brought)?;
        return Ok(Outcome::Done);
    }
    let done = if dry_run { "可以导入" } else { "已导入" };
    say(&format!("{done}：{}", told(brought)));
    if !dry_run {
        note("再运行 dianan index 建索引，即可检索；事实由文档重新读出");
    }
    Ok(Outcome::Done)
}

fn told(exported: Exported) -> String {
    let Exported { documents, files, facts, judgments } = exported;
    format!(
        "文档 {documents} 份，词库和可见范围文件 {files} 个，事实 {facts} 条，更正 {judgments} 条"
    )
}

/// Says beside the answer what the export does not hold or should not be handed on with.
fn remark(remarks: &Remarks) {
    if remarks.stale > 0 {
        let stale = remarks.stale;
        note(&format!("有 {stale} 份文档在建索引之后改过，事实可能不符；先运行 dianan index"));
    }
    if remarks.reserved > 0 {
        let reserved = remarks.reserved;
        note(&format!("其中 {reserved} 份只给组里的人看；这个文件谁拿到都能看，请妥善保管"));
    }
    for (path, reason) in remarks.broken.iter().take(NAMED) {
        note(&format!("没有导出 {path}：{reason}"));
    }
    if remarks.broken.len() > NAMED {
        note(&format!("没有导出的共 {} 个", remarks.broken.len()));
    }
}
