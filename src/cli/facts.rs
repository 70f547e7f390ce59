//! `dianan facts`: what the documents say, as a table, CSV or JSON.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::Outcome;
use super::terminal::{note, say, say_json};
use crate::compare::figures::written;
use crate::index::hits::FactsFound;
use crate::index::query::FactQuery;
use crate::knowledge::Fact;
use crate::library::{Generations, Snapshot};
use crate::search::RequestError;
use crate::search::facts::{add_condition, csv, limited};
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 类型，可重复：indicator 指标、honour 荣誉、instrument 文件、brand 品牌、shorthand 说法、organization 机构、region 地区、theme 主题 / the type
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// 规范名称，可重复，如 四强党支部 / the canonical name
    #[arg(long, value_name = "NAME")]
    name: Vec<String>,
    /// 名称、度量对象或原文含有，可重复 / a text that it holds
    #[arg(long, value_name = "TEXT")]
    holding: Vec<String>,
    /// 筛选，可重复，如 region=广东 organization=财政 year=2020..2024 document=编号 / a filter
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    filters: Vec<String>,
    /// 最多给出几条 / how many facts
    #[arg(long, default_value_t = 1_000)]
    limit: usize,
    /// 输出格式 / how it is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let query = query(arguments)?;
    let snapshot = Snapshot::open(&Generations::new(&settings.index))?;
    let found = snapshot.engine.facts(&query)?;
    match arguments.format {
        Format::Table => print(&found),
        Format::Json => say_json(&found.facts)?,
        Format::Csv => io::stdout().lock().write_all(&csv(&found.facts))?,
    }
    if found.facts.len() < found.total {
        note(&format!("共 {} 条，只给出 {} 条；可用 --limit 增加", found.total, found.facts.len()));
    }
    Ok(Outcome::Done)
}

fn query(arguments: &Arguments) -> Result<FactQuery, RequestError> {
    let mut query = FactQuery { limit: limited(arguments.limit)?, ..FactQuery::default() };
    let named = [("type", &arguments.types), ("name", &arguments.name), ("q", &arguments.holding)];
    for (name, values) in named {
        values.iter().try_for_each(|value| add_condition(&mut query, name, value))?;
    }
    for text in &arguments.filters {
        let unnamed = || RequestError::UnknownFactField(text.clone());
        let (name, value) = text.split_once('=').ok_or_else(unnamed)?;
        add_condition(&mut query, name, value)?;
    }
    Ok(query)
}

fn print(found: &FactsFound) {
    if found.facts.is_empty() {
        note("库中未见相符的事实。可减少条件再试。");
        return;
    }
    for fact in &found.facts {
        say(&line(fact));
    }
    note(&format!("共 {} 条", found.total));
}

/// Type, name, what it says and where it stands, in one line.
fn line(fact: &Fact) -> String {
    let details = &fact.details;
    let said = [
        written(details),
        details.verb.clone(),
        details.base.clone(),
        details.items.join("、"),
        details.level.clone(),
        details.rank.clone(),
        details.issuer.clone(),
        details.number.clone(),
    ];
    let said: Vec<String> = said.into_iter().filter(|it| !it.is_empty()).collect();
    let about = [fact.region.clone(), fact.organization.clone(), fact.year.clone()];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let text = fact.text.replace('\n', " ");
    format!(
        "[{}] {}  {}  「{text}」  {}  {}",
        fact.kind.label(),
        fact.name,
        said.join(" "),
        about.join(" · "),
        fact.passage
    )
}
