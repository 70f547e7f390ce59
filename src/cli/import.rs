//! `dianan import`: raw files into the corpus.

mod files;

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;

pub(super) use self::files::Found;
use self::files::files;
use super::terminal::{Bar, bar, note, say, say_list, visible};
use super::{Misuse, Outcome as Ran};
use crate::corpus::{CorpusError, CorpusFolder};
use crate::document::{Date, Kind};
use crate::intake::sandbox::Reader;
use crate::intake::{Batch, Memory, Opening, Outcome, Raw, Verdict};
use crate::library::Generations;
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
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Ran> {
    let kind = kind(arguments)?;
    let corpus = if arguments.dry_run {
        CorpusFolder::at(&settings.corpus)
    } else {
        CorpusFolder::open_or_create(&settings.corpus)?
    };
    let mut batch = opened(&corpus, arguments, settings)?;
    let files = files(&arguments.paths);
    let bar = bar(files.found.len(), "导入");
    let today = today()?;
    let mut told = Told::new(arguments.json);
    let mut rest = &files.found[..];
    while !rest.is_empty() {
        let (read, after) = read_together(rest);
        rest = after;
        let names: Vec<String> = read.iter().map(|(file, _)| file.name()).collect();
        let mut raws = Vec::with_capacity(read.len());
        // At once: what is said is on the disk, whatever happens to the rest.
        let mut tell = |outcome: Outcome| told.tell(&outcome, &bar);
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
    told.close(arguments.dry_run)?;
    say_passed_over(&files.passed_over);
    Ok(if told.failed() { Ran::Wrong } else { Ran::Done })
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
            reader: reader(),
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

/// Files of other programs are read by this program, once more.
pub(super) fn reader() -> Reader {
    std::env::current_exe().map_or(Reader::Here, Reader::Child)
}

/// What has been told of an import.
struct Told {
    json: bool,
    outcomes: usize,
    /// Files by verdict, in the order of [`VERDICTS`], and the documents that they gave.
    counts: [(usize, usize); 5],
}

/// The classes of the table, in its order.
const VERDICTS: [(Verdict, &str); 5] = [
    (Verdict::Imported, "已导入"),
    (Verdict::Divided, "已拆分"),
    (Verdict::Duplicate, "已有"),
    (Verdict::NeedsOcr, "待识别"),
    (Verdict::Failed, "失败"),
];

/// What a verdict is called.
pub(super) fn label(verdict: Verdict) -> &'static str {
    VERDICTS.iter().find(|(known, _)| *known == verdict).map_or("", |(_, label)| label)
}

impl Told {
    fn new(json: bool) -> Self {
        Self { json, outcomes: 0, counts: [(0, 0); 5] }
    }

    fn tell(&mut self, outcome: &Outcome, bar: &Bar) -> anyhow::Result<()> {
        let class = VERDICTS.iter().position(|(verdict, _)| *verdict == outcome.outcome);
        let (files, documents) = &mut self.counts[class.context("每种结果都在表里")?];
        (*files, *documents) = (*files + 1, *documents + outcome.documents.len());
        let first = self.outcomes == 0;
        self.outcomes += 1;
        bar.aside(|| if self.json { say_list(outcome, first) } else { print(outcome) })
    }

    /// Ends the list, or gives the table.
    fn close(&self, dry_run: bool) -> anyhow::Result<()> {
        if self.json {
            say(if self.outcomes == 0 { "[]" } else { "]" });
            return Ok(());
        }
        let all: usize = self.counts.iter().map(|(files, _)| files).sum();
        let written = if dry_run { "；只看结果，没有写入" } else { "" };
        say(&format!("共 {all} 个文件{written}"));
        for ((_, label), (files, documents)) in VERDICTS.iter().zip(self.counts) {
            if files > 0 {
                let gave = if documents > 0 {
                    format!("，得文档 {documents} 份")
                } else {
                    String::new()
                };
                say(&format!("  {label}\t{files} 个文件{gave}"));
            }
        }
        Ok(())
    }

    fn failed(&self) -> bool {
        self.counts[3].0 + self.counts[4].0 > 0
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

fn print(outcome: &Outcome) -> anyhow::Result<()> {
    let say = |line: &str| say(&visible(line));
    let verdict = label(outcome.outcome);
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
    Ok(())
}
