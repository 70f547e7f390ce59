//! `dianan import`: raw files into the corpus.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use walkdir::WalkDir;

use super::terminal::{bar, say, say_json};
use super::{Misuse, Outcome as Ran};
use crate::corpus::CorpusFolder;
use crate::document::{Date, Kind};
use crate::intake::format::{MAX_BYTES, Unreadable};
use crate::intake::{Batch, Outcome, Raw, Verdict};
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 原始文件或文件夹(txt、md、html、docx)/ raw files or folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// 指定类型：报告 案例 指引 政策，默认自动判断 / report, case, guide, policy
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// 只看结果，不写入 / write nothing
    #[arg(long)]
    dry_run: bool,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Ran> {
    let kind =
        match arguments.kind.as_deref() {
            None => None,
            Some(name) => match Kind::parse(name) {
                Some(kind) => Some(kind),
                None => return Err(Misuse(format!(
                    "没有“{name}”这种类型；可用：报告 report、案例 case、指引 guide、政策 policy"
                ))
                .into()),
            },
        };
    let corpus = if arguments.dry_run {
        CorpusFolder::at(&settings.corpus)
    } else {
        CorpusFolder::open_or_create(&settings.corpus)?
    };
    let mut batch = Batch::open(&corpus, arguments.dry_run)?;
    let files = files(&arguments.paths);
    let bar = bar(files.len(), "导入");
    let today = today()?;
    let mut outcomes = Vec::new();
    for file in &files {
        outcomes.push(match read(file) {
            Ok(bytes) => batch.import(Raw { name: &name(file), bytes: &bytes, kind, today }),
            Err(reason) => Outcome::without_documents(&name(file), Verdict::Failed, reason),
        });
        bar.inc(1);
    }
    bar.finish_and_clear();
    if arguments.json {
        say_json(&outcomes)?;
    } else {
        outcomes.iter().for_each(print);
    }
    let failed = outcomes.iter().any(|outcome| outcome.outcome == Verdict::Failed);
    Ok(if failed { Ran::Wrong } else { Ran::Done })
}

/// The files that the paths name; a folder names all files in it. What is not there is kept, so
/// that it has an outcome too.
fn files(paths: &[PathBuf]) -> Vec<PathBuf> {
    let inside = |path: &PathBuf| -> Vec<PathBuf> {
        let entries = WalkDir::new(path).sort_by_file_name().into_iter().filter_map(Result::ok);
        let files = entries.filter(|entry| entry.file_type().is_file());
        let visible = files.filter(|it| !it.file_name().to_string_lossy().starts_with('.'));
        visible.map(walkdir::DirEntry::into_path).collect()
    };
    let empty_stays = |path: &PathBuf, files: Vec<PathBuf>| {
        if files.is_empty() { vec![path.clone()] } else { files }
    };
    paths
        .iter()
        .flat_map(
            |path| if path.is_dir() { empty_stays(path, inside(path)) } else { vec![path.clone()] },
        )
        .collect()
}

/// A file's name without folders.
fn name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| path.display().to_string())
}

/// A file's bytes, or why it fails.
fn read(path: &Path) -> Result<Vec<u8>, String> {
    let unreadable = |error: std::io::Error| format!("无法读取：{error}");
    let about = fs::metadata(path).map_err(unreadable)?;
    if about.is_dir() {
        return Err("是一个空文件夹".to_owned());
    }
    if !about.is_file() {
        return Err("不是普通文件".to_owned());
    }
    if about.len() > MAX_BYTES {
        return Err(Unreadable::TooLarge(about.len()).to_string());
    }
    fs::read(path).map_err(unreadable)
}

/// The day in China, where the readers are.
pub(super) fn today() -> anyhow::Result<Date> {
    Date::in_china(jiff::Timestamp::now()).context("时钟给出的日期有误")
}

fn print(outcome: &Outcome) {
    let verdict = match outcome.outcome {
        Verdict::Imported => "已导入",
        Verdict::Divided => "已拆分",
        Verdict::Duplicate => "已有",
        Verdict::Failed => "失败",
    };
    say(&format!("{verdict}  {}  {}", outcome.file, outcome.reason.as_deref().unwrap_or_default()));
    for document in &outcome.documents {
        let about = [document.region.clone(), document.organization.clone()];
        let about: Vec<String> = about.into_iter().flatten().collect();
        say(&format!("  [{}] {}  {}", document.kind.label(), document.title, about.join(" · ")));
        say(&format!("       {}", document.path));
    }
    for removed in &outcome.removed {
        let text: String = removed.text.chars().take(60).collect();
        say(&format!("  去除 {}:{text}", removed.rule));
    }
    for remark in &outcome.remarks {
        say(&format!("  提示 {remark}"));
    }
}
