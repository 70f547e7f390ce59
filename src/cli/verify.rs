//! `dianan verify`: reads every byte of the index, and of the corpus too, to find what has changed
//! on the disk.

use anyhow::Context;
use clap::Args;
use serde_json::json;

use super::Outcome;
use super::terminal::{say, say_json, visible};
use crate::corpus::CorpusFolder;
use crate::library::Generations;
use crate::library::verify::{self, Fault, Pace};
use crate::settings::Settings;

/// Bytes in a megabyte, as disks are sold.
const MEGABYTE: u64 = 1_000_000;

#[derive(Args)]
pub(super) struct Arguments {
    /// 连同语料能不能读、保存的原件（按哈希）一起核对 / the corpus and, by their hash, its originals too
    #[arg(long)]
    originals: bool,
    /// 索引每秒最多读多少 MB，默认不限 / read no more of the index than this a second
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    budget: Option<u64>,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let generations = Generations::new(&settings.index);
    let mut pace = arguments.budget.map_or_else(Pace::full, |it| Pace::of(it * MEGABYTE));
    let index = verify::index(&generations, &mut pace).context("无法核对索引")?;
    let (originals, corpus) = if arguments.originals {
        verify::corpus(&CorpusFolder::open(&settings.corpus)?)?
    } else {
        (0, Vec::new())
    };
    if arguments.json {
        say_json(&json!({
            "bytes": pace.read(), "originals": originals, "index": index, "corpus": corpus,
        }))?;
    } else {
        say(&format!("索引：读过 {} 字节，{}", pace.read(), counted(&index)));
        tell(&index);
        if !index.is_empty() {
            say("索引由语料生成，语料不受影响；运行 dianan index 重建");
        }
        if arguments.originals {
            say(&format!("语料：核对原件 {originals} 份，{}", counted(&corpus)));
            tell(&corpus);
        }
    }
    let sound = index.is_empty() && corpus.is_empty();
    Ok(if sound { Outcome::Done } else { Outcome::Wrong })
}

fn counted(faults: &[Fault]) -> String {
    match faults.len() {
        0 => "没有损坏".to_owned(),
        count => format!("{count} 处有问题"),
    }
}

fn tell(faults: &[Fault]) {
    for fault in faults {
        say(&visible(&format!("  {}：{}", fault.path, fault.reason)));
    }
}
