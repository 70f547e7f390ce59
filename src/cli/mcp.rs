//! `dianan mcp`: the library as tools of a chat client that starts this program and speaks the
//! Model Context Protocol over its standard input and output.

use std::io::{self, BufRead};

use clap::Args;

use super::Outcome;
use super::index::refreshed;
use super::opened;
use super::terminal::{note, say};
use crate::http;
use crate::library::How;
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {}

/// Answers message by message, a line each, until the client closes; a refresh that another process
/// makes shows in the next answer.
pub(super) fn run(_: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let generations = opened::generations(settings)?;
    if generations.current().is_none() {
        note("还没有索引，先建索引");
        refreshed(settings, How::default())?;
    }
    let library = http::Library::open(generations)?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        if let Err(error) = library.renew() {
            note(&format!("索引已更新，但无法打开，仍用原来的：{error}"));
        }
        if let Some(reply) = http::mcp::reply(&library.whole(), &line) {
            say(&reply.to_string());
        }
    }
    Ok(Outcome::Done)
}
