//! `dianan import`: raw files into the corpus.

mod files;
mod told;

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;

pub(super) use self::files::Found;
use self::files::files;
use self::told::Told;
pub(super) use self::told::label;
use super::export::bring_back;
use super::ocr::{reader, recognize, recognizer};
use super::terminal::{bar, note};
use super::{Misuse, Outcome as Ran};
use crate::corpus::{CorpusError, CorpusFolder};
use crate::document::{Date, Kind};
use crate::intake::ocr::Recognizer;
use crate::intake::{Batch, Memory, Opening, Outcome, Raw, Verdict};
use crate::library::Generations;
use crate::library::exchange::is_export;
use crate::settings::Settings;

/// How often it is looked whether another process has ended.
const PAUSE: Duration = Duration::from_millis(50);
/// So many files, of so many bytes, are read at once.
const TOGETHER: usize = 32;
const TOGETHER_BYTES: usize = 32 * 1024 * 1024;
/// Names of files that are passed over and said, at most.
const NAMED: usize = 5;

#[derive(Args)]
pub(super) struct Arguments {
    /// 原始文件或文件夹：docx、wps、pdf、ofd、xlsx、html、txt、zip 等 / raw files or folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// 指定类型：报告 案例 指引 政策，默认自动判断 / report, case, guide, policy
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// 只看结果，不写入 / write nothing
    #[arg(long)]
    dry_run: bool,
    /// 另一个进程正在写语料时最多等几秒 / seconds to wait for another import
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    wait: u64,
    /// 把每个文件的结果写进这个 CSV 文件 / write the outcome of every file to a CSV file
    #[arg(long, value_name = "FILE")]
    outcomes: Option<PathBuf>,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Ran> {
    match export_among(&arguments.paths)? {
        Some(export) => bring_back(export, arguments.dry_run, arguments.json, settings),
        None => import(arguments, settings),
    }
}

fn import(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Ran> {
    let kind = kind(arguments)?;
    let corpus = if arguments.dry_run {
        CorpusFolder::at(&settings.corpus)
    } else {
        CorpusFolder::open_or_create(&settings.corpus)?
    };
    let recognizer = recognizer(settings)?;
    let mut told = Told::new(arguments.json, arguments.outcomes.as_deref())?;
    let mut batch = opened(&corpus, arguments, settings)?;
    let files = files(&arguments.paths);
    let bar = bar(files.found.len(), "导入");
    let today = today()?;
    let mut scans = Vec::new();
    let mut rest = &files.found[..];
    while !rest.is_empty() {
        let (read, after) = read_together(rest);
        rest = after;
        let names: Vec<String> = read.iter().map(|(file, _)| file.name()).collect();
        let mut raws = Vec::with_capacity(read.len());
        // At once: what is said is on the disk, whatever happens to the rest.
        let mut tell = |outcome: Outcome| match outcome.outcome {
            // Recognising takes long: after the others.
            Verdict::NeedsOcr if recognizer.is_some() => {
                scans.push(outcome.file);
                Ok(())
            }
            _ => told.tell(&outcome, &bar),
        };
        for (name, (_, bytes)) in names.iter().zip(&read) {
            match bytes {
                Ok(bytes) => raws.push(Raw { name, bytes, kind, today }),
                Err(reason) => {
                    // In their order: those before it first.
                    batch.import_all(&std::mem::take(&mut raws), &mut tell)?;
                    tell(Outcome::without_documents(name, Verdict::Failed, reason.clone()))?;
                }
            }
        }
        batch.import_all(&raws, &mut tell)?;
        bar.inc(read.len() as u64);
    }
    bar.finish_and_clear();
    drop(batch);
    if let Some(recognizer) = recognizer.filter(|_| !scans.is_empty()) {
        let whole = |file: &&Found| {
            let name = file.name();
            scans.iter().any(|scan| *scan == name || scan.starts_with(&format!("{name}/")))
        };
        let files: Vec<&Found> = files.found.iter().filter(whole).collect();
        recognize_all(&files, &recognizer, settings)?;
        let mut batch = opened(&corpus, arguments, settings)?;
        for file in files {
            let Ok(bytes) = file.read() else { continue };
            let raw = Raw { name: &file.name(), bytes: &bytes, kind, today };
            batch.import_all(&[raw], &mut |outcome: Outcome| {
                let was_scan = scans.contains(&outcome.file);
                if was_scan { told.tell(&outcome, &bar) } else { Ok(()) }
            })?;
        }
    }
    told.close(arguments.dry_run)?;
    say_passed_over(&files.passed_over);
    Ok(if told.failed() { Ran::Wrong } else { Ran::Done })
}

/// The export of a library that is to be brought back, which comes alone.
fn export_among(paths: &[PathBuf]) -> Result<Option<&PathBuf>, Misuse> {
    match (paths.iter().find(|it| is_export(it)), paths) {
        (Some(export), [_, _, ..]) => {
            Err(Misuse(format!("{} 是 dianan export 的文件，要单独导入", export.display())))
        }
        (found, _) => Ok(found),
    }
}

/// Recognises the text of scans; nobody waits for it but who called the command.
fn recognize_all(
    files: &[&Found],
    recognizer: &Recognizer,
    settings: &Settings,
) -> anyhow::Result<()> {
    let reader = reader(settings);
    for (done, file) in files.iter().enumerate() {
        let Ok(bytes) = file.read() else { continue };
        let name = file.name();
        note(&format!("识别扫描件（{}/{}）：{name}", done + 1, files.len()));
        let raw = Raw { name: &name, bytes: &bytes, kind: None, today: today()? };
        let bar = bar(0, "识别");
        recognize(raw, &reader, recognizer, &|done, total| bar.set(done, total))?;
        bar.finish_and_clear();
    }
    Ok(())
}

/// A file with its bytes, or why they cannot be read.
type ReadFile<'a> = (&'a Found, Result<Vec<u8>, String>);

/// The bytes of the next files, as many as are read together, and the files after them.
fn read_together(files: &[Found]) -> (Vec<ReadFile<'_>>, &[Found]) {
    let (mut read, mut bytes) = (Vec::new(), 0);
    for file in files.iter().take(TOGETHER) {
        if bytes > TOGETHER_BYTES {
            break;
        }
        let of_file = file.read();
        bytes += of_file.as_ref().map_or(0, Vec::len);
        read.push((file, of_file));
    }
    let after = &files[read.len()..];
    (read, after)
}

fn kind(arguments: &Arguments) -> Result<Option<Kind>, Misuse> {
    let Some(name) = arguments.kind.as_deref() else { return Ok(None) };
    let wrong = || {
        Misuse(format!(
            "没有“{name}”这种类型；可用：报告 report、案例 case、指引 guide、政策 policy"
        ))
    };
    Kind::parse(name).map(Some).ok_or_else(wrong)
}

/// Opens the import, after others have written: who they are is said at once.
fn opened<'a>(
    corpus: &'a CorpusFolder,
    arguments: &Arguments,
    settings: &Settings,
) -> Result<Batch<'a>, CorpusError> {
    let generations = Generations::new(&settings.index);
    let start = Instant::now();
    let mut said = false;
    loop {
        let bar = bar(0, "读取语料");
        let opening = Opening {
            dry_run: arguments.dry_run,
            memory: Some(Memory::new(&generations, corpus.root())),
            keeps_originals: settings.keep_originals,
            reader: reader(settings),
            progress: &|done, total| bar.set(done, total),
        };
        let batch = Batch::open_with(corpus, opening);
        bar.finish_and_clear();
        match batch {
            Err(CorpusError::Busy { root, holder })
                if start.elapsed() < Duration::from_secs(arguments.wait) =>
            {
                if !said {
                    let root = root.display();
                    note(&format!("语料文件夹 {root} 正由另一个进程写入（{holder}），等它结束……"));
                    said = true;
                }
                thread::sleep(PAUSE);
            }
            batch => return batch,
        }
    }
}

/// Says what was passed over, beside the answer.
fn say_passed_over(passed_over: &[PathBuf]) {
    if passed_over.is_empty() {
        return;
    }
    let name = |path: &PathBuf| path.file_name().map(|it| it.to_string_lossy().into_owned());
    let names: Vec<String> = passed_over.iter().filter_map(name).take(NAMED).collect();
    let more = if passed_over.len() > NAMED { " 等" } else { "" };
    note(&format!(
        "略过 {} 个程序留下的或隐藏的文件：{}{more}",
        passed_over.len(),
        names.join("、")
    ));
}

/// The day in China, where the readers are.
pub(super) fn today() -> anyhow::Result<Date> {
    Date::in_china(jiff::Timestamp::now()).context("时钟给出的日期有误")
}
