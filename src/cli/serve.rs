//! `dianan serve`: the page and the API.

use std::net::SocketAddr;

use clap::Args;

use super::Outcome;
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 监听地址,默认 127.0.0.1:7878 / address to listen on
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<SocketAddr>,
}

pub(super) fn run(_arguments: &Arguments, _settings: &Settings) -> anyhow::Result<Outcome> {
    Ok(Outcome::Done)
}
