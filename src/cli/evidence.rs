//! `dianan evidence`: chosen passages as a pack, and what has become of them since.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};

use super::import::today;
use super::terminal::{note, say, say_json};
use super::{Misuse, Outcome};
use crate::check::evidence::{EvidenceError, Pack, State, Verified, gather, verify};
use crate::document::report::{docx, markdown};
use crate::library::{Generations, Snapshot};
use crate::settings::Settings;
use crate::text::difference::{Change, Stretch};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    verify: Option<Verify>,
    /// 段落，写作 文档编号#段落编号；只写文档编号则取全文 / passages, ID#ANCHOR
    #[arg(value_name = "ID#ANCHOR")]
    anchors: Vec<String>,
    /// 格式：docx、markdown，默认看文件名 / the report's format
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// 写到这个文件，旁边另写一个 .json / the file to write, with a .json beside it
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Verify {
    /// 核验引证包：每段未变、已移动、已改动还是库中未见 / verify a pack
    Verify {
        /// 引证包的 json、docx 或 md 文件 / the pack
        file: PathBuf,
        /// 以 JSON 输出 / print JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    match &arguments.verify {
        Some(Verify::Verify { file, json }) => verified(file, *json, settings),
        None => made(arguments, settings),
    }
}

fn made(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let misuse = |words: &str| Misuse(words.to_owned());
    let output = arguments.output.as_deref();
    let output = output.ok_or_else(|| misuse("请用 --output 指明写到哪个文件"))?;
    let ending = output.extension().map(|it| it.to_string_lossy().to_lowercase());
    let format = arguments.format.as_deref().or(ending.as_deref()).unwrap_or("docx");
    if arguments.anchors.is_empty() {
        return Err(Misuse(EvidenceError::Nothing.to_string()).into());
    }
    let snapshot = Snapshot::open(&Generations::new(&settings.index))?;
    let pack = gather(&snapshot, &arguments.anchors, today()?)?;
    let report = pack.report();
    let bytes = match format {
        "docx" => docx::write(&report),
        "markdown" | "md" => markdown::write(&report).into_bytes(),
        other => {
            return Err(Misuse(format!("没有“{other}”这种格式；可用：docx、markdown")).into());
        }
    };
    let sidecar = output.with_extension("json");
    for (path, bytes) in [(output, &bytes[..]), (&sidecar, pack.json().as_bytes())] {
        fs::write(path, bytes).with_context(|| format!("无法写入 {}", path.display()))?;
    }
    say(&format!("已写出 {} 段：{}、{}", pack.items.len(), output.display(), sidecar.display()));
    Ok(Outcome::Done)
}

fn verified(file: &Path, json: bool, settings: &Settings) -> anyhow::Result<Outcome> {
    let named = || format!("无法读取 {}", file.display());
    let bytes = fs::read(file).with_context(named)?;
    let pack = Pack::in_file(&bytes).with_context(named)?;
    let snapshot = Snapshot::open(&Generations::new(&settings.index))?;
    let results = verify(&snapshot, &pack)?;
    if json {
        say_json(&results)?;
    } else {
        results.iter().for_each(print);
        let unchanged = results.iter().filter(|it| it.state == State::Unchanged).count();
        note(&format!("共 {} 段，{unchanged} 段未变", results.len()));
    }
    let wrong = results.iter().any(|it| it.state != State::Unchanged);
    Ok(if wrong { Outcome::Wrong } else { Outcome::Done })
}

fn print(result: &Verified) {
    let elsewhere = result.now.as_ref().filter(|now| **now != result.anchor);
    let now = elsewhere.map_or_else(String::new, |now| format!("  现为 {now}"));
    say(&format!("{}  {}{now}", result.state.label(), result.anchor));
    if !result.difference.is_empty() {
        say(&format!("    {}", marked(&result.difference)));
    }
    for remark in &result.remarks {
        say(&format!("    {remark}"));
    }
}

/// A difference in one line: `评定5[-3-]9{+3+}个`.
fn marked(difference: &[Stretch]) -> String {
    let shown = difference.iter().map(|it| match it.change {
        Change::Same => it.text.clone(),
        Change::Deleted => format!("[-{}-]", it.text),
        Change::Inserted => format!("{{+{}+}}", it.text),
    });
    shown.collect::<String>().replace('\n', " ")
}
