//! `dianan compare`: one topic, several places, with sources.

use clap::Args;

use super::Outcome;
use super::terminal::say_json;
use crate::compare::{Asked, Question, compare};
use crate::library::{Generations, Snapshot};
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 主题：词语、名称或主题名，如 四强党支部 / words, a name or a theme
    topic: String,
    /// 地区，用逗号隔开，如 广东,广西；不写则比较库中各省 / places
    #[arg(long, value_name = "A,B")]
    regions: Vec<String>,
    /// 比较这个省的各市 / compare the cities of this province
    #[arg(long, value_name = "PROVINCE", default_value = "")]
    within: String,
    /// 年份，如 2020..2024 / years
    #[arg(long, value_name = "A..B", default_value = "")]
    years: String,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let asked = Asked {
        topic: arguments.topic.clone(),
        regions: arguments.regions.clone(),
        within: arguments.within.clone(),
        years: arguments.years.clone(),
    };
    let question = Question::new(&asked)?.with_topic()?;
    let snapshot = Snapshot::open(&Generations::new(&settings.index))?;
    say_json(&compare(&snapshot, &question)?)?;
    Ok(Outcome::Done)
}
