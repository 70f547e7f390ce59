//! `dianan compare`: one topic, several places, with sources.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::terminal::{note, say_json};
use super::{Misuse, Outcome, opened};
use crate::compare::chart::chart;
use crate::compare::export::report::unread;
use crate::compare::export::{Format, write};
use crate::compare::{Asked, Matrix, Question, compare};
use crate::library::Snapshot;
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
    /// 输出格式 / what is written
    #[arg(long, value_enum, default_value_t = Written::Markdown)]
    format: Written,
    /// 写入文件，不写则打印 / write to a file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// SVG 画什么：bars 条形图、timeline 时间线 / which chart
    #[arg(long, value_name = "KIND", default_value = "")]
    chart: String,
    /// SVG 画哪一行指标 / which indicator
    #[arg(long, value_name = "NAME", default_value = "")]
    indicator: String,
    /// 链接指向的网址，默认是 serve 的地址 / where links lead
    #[arg(long, value_name = "URL")]
    site: Option<String>,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Written {
    Markdown,
    Csv,
    Xlsx,
    Docx,
    Json,
    Svg,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let asked = Asked {
        topic: arguments.topic.clone(),
        regions: arguments.regions.clone(),
        within: arguments.within.clone(),
        years: arguments.years.clone(),
    };
    let question = Question::new(&asked)?.with_topic()?;
    let is_binary = matches!(arguments.format, Written::Xlsx | Written::Docx);
    if is_binary && arguments.output.is_none() {
        let message = "xlsx 和 docx 要写入文件；请加 --output 文件名";
        return Err(Misuse(message.to_owned()).into());
    }
    let snapshot = opened::snapshot(settings)?;
    let matrix = compare(&snapshot, &question)?;
    if matrix.columns.is_empty() {
        note("库中还没有注明地区的文档；先用 dianan import 导入，再用 dianan index 建索引");
    }
    if let Some(words) = unread(&matrix) {
        note(&words);
    }
    if arguments.format == Written::Json && arguments.output.is_none() {
        say_json(&matrix)?;
        return Ok(Outcome::Done);
    }
    let site = arguments.site.clone().unwrap_or_else(|| format!("http://{}", settings.listen));
    let bytes = bytes(arguments, &snapshot, &matrix, site.trim_end_matches('/'))?;
    match &arguments.output {
        Some(path) => {
            std::fs::write(path, bytes).with_context(|| format!("无法写入 {}", path.display()))?;
            note(&format!("已写入 {}", path.display()));
        }
        // A reader who has gone away ends the program quietly.
        None => drop(std::io::stdout().lock().write_all(&bytes)),
    }
    Ok(Outcome::Done)
}

fn bytes(
    arguments: &Arguments,
    snapshot: &Snapshot,
    matrix: &Matrix,
    site: &str,
) -> anyhow::Result<Vec<u8>> {
    let format = match arguments.format {
        Written::Json => return Ok(serde_json::to_vec_pretty(matrix)?),
        Written::Svg => {
            let drawing = chart(matrix, &arguments.chart, &arguments.indicator)?;
            return Ok(drawing.svg().into_bytes());
        }
        Written::Markdown => Format::Markdown,
        Written::Csv => Format::Csv,
        Written::Xlsx => Format::Xlsx,
        Written::Docx => Format::Docx,
    };
    Ok(write(matrix, &*snapshot.engine, format, site)?)
}
