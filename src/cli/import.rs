//! `dianan import`: raw files into the corpus.

use clap::Args;

use super::Outcome;
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments, _settings: &Settings) -> anyhow::Result<Outcome> {
    Ok(Outcome::Done)
}
