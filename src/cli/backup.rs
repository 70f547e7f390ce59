//! `dianan backup` and `dianan restore`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::terminal::{note, say};
use crate::corpus::CorpusFolder;
use crate::settings::Settings;
use crate::state::State;
use crate::state::backup::{Target, back_up, restore};

/// The settings, in the folder that the program runs in.
const SETTINGS: &str = "dianan.toml";

#[derive(Args)]
pub(super) struct Arguments {
    /// 备份文件（zip） / the backup
    file: PathBuf,
}

pub(super) fn make(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let corpus = CorpusFolder::open(&settings.corpus)?;
    let state = State::open(&settings.state)?;
    let made = back_up(&corpus, &state, Path::new(SETTINGS), &arguments.file)?;
    let (files, megabytes) = (made.files, made.bytes.div_ceil(1024 * 1024));
    say(&format!(
        "已备份到 {}：语料 {files} 个文件，连同账号和设置共 {megabytes} MB",
        arguments.file.display()
    ));
    Ok(Outcome::Done)
}

pub(super) fn bring_back(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let (corpus, state) = (&settings.corpus, &settings.state);
    let target = Target { corpus, state, settings: Path::new(SETTINGS) };
    let brought = restore(&arguments.file, target)?;
    say(&format!("已恢复 {} 个文件到 {}", brought.files, corpus.display()));
    note("再运行 dianan index 建索引，即可检索");
    Ok(Outcome::Done)
}
