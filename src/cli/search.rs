//! `dianan search`: a search from the shell.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::Outcome;
use super::opened;
use super::terminal::{bar, emphasized, note, say, say_json};
use crate::document::Kind;
use crate::intake::format::decode;
use crate::search::answer::{Answer, AnswerHit};
use crate::search::request::{basis_named, filter_named, sort_named};
use crate::search::{Request, RequestError, batch, search};
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 查询，如：四强党支部 地区：广东 “营商环境” / what to look for
    #[arg(required_unless_present = "batch")]
    query: Vec<String>,
    /// 批量检索：查询名单，一行一个，或有“查询”一列的 CSV / a list of queries
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "filters"])]
    batch: Option<PathBuf>,
    /// 命中表写到哪里，默认标准输出 / where the table of hits goes
    #[arg(long, value_name = "FILE", requires = "batch")]
    output: Option<PathBuf>,
    /// 筛选，可重复，如 region=广东 kind=案例 year=2020..2024 / a filter
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    filters: Vec<String>,
    /// 最多给出几份文档 / how many documents
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// 跳过几份文档 / how many to skip
    #[arg(long, default_value_t = 0)]
    offset: usize,
    /// 排序：relevance 相关、newest 最新 / the order
    #[arg(long, default_value = "relevance")]
    sort: String,
    /// 依据：meaning 按字词和意思（有模型时），words 只按字词 / ranked by meaning too, or by words alone
    #[arg(long, default_value = "meaning")]
    by: String,
    /// 说明每份文档为何列出、各项占多少 / say why each document is found
    #[arg(long)]
    explain: bool,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    if let Some(list) = &arguments.batch {
        return batch(list, &arguments, settings);
    }
    let json = arguments.json;
    let request = request(arguments)?;
    let snapshot = opened::snapshot(settings)?;
    let offset = request.offset;
    let answer = search(&snapshot, request)?;
    if json {
        say_json(&answer)?;
    } else {
        print(&answer, offset);
    }
    Ok(Outcome::Done)
}

/// Asks every query of the list at `path` and writes the table of hits.
fn batch(path: &Path, arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let bytes = fs::read(path).with_context(|| format!("无法读取 {}", path.display()))?;
    let list = decode("list.txt", &bytes).with_context(|| path.display().to_string())?.text;
    let listed = batch::read(&list, arguments.limit, batch::MAX_QUERIES)
        .with_context(|| path.display().to_string())?;
    let snapshot = opened::snapshot(settings)?;
    let bar = bar(listed.len(), "检索");
    let outcomes = batch::answers(&snapshot, listed, &|| bar.inc(1))?;
    bar.finish_and_clear();
    let errors: Vec<&String> = outcomes.iter().filter_map(|it| it.error.as_ref()).collect();
    errors.iter().for_each(|error| note(error));
    if arguments.json {
        say_json(&outcomes)?;
    } else {
        write(arguments.output.as_deref(), &batch::table(&outcomes))?;
    }
    let missing = |it: &&batch::Outcome| it.answer.as_ref().is_some_and(|it| it.hits.is_empty());
    let missing = outcomes.iter().filter(missing).count();
    note(&format!("查询 {} 个，库中未见 {missing} 个，查不了 {} 个", outcomes.len(), errors.len()));
    Ok(if errors.is_empty() { Outcome::Done } else { Outcome::Wrong })
}

/// Writes a table to a file or to standard output.
fn write(path: Option<&Path>, table: &[u8]) -> anyhow::Result<()> {
    match path {
        Some(path) => {
            fs::write(path, table).with_context(|| format!("无法写入 {}", path.display()))
        }
        None => Ok(io::stdout().lock().write_all(table)?),
    }
}

fn request(arguments: Arguments) -> Result<Request, RequestError> {
    let filter = |text: &String| {
        let unnamed = || RequestError::UnknownField(text.clone());
        let (name, value) = text.split_once('=').ok_or_else(unnamed)?;
        filter_named(name, value)
    };
    Request {
        text: arguments.query.join(" "),
        filters: arguments.filters.iter().map(filter).collect::<Result<_, _>>()?,
        ignored: Vec::new(),
        sort: sort_named(&arguments.sort)?,
        offset: arguments.offset,
        limit: arguments.limit,
        explained: arguments.explain,
        by: basis_named(&arguments.by)?,
    }
    .checked()
}

fn print(answer: &Answer, offset: usize) {
    for remark in &answer.query.remarks {
        note(remark);
    }
    for understood in &answer.query.understood {
        note(&format!("“{}”理解为 {}，优先列出", understood.from, understood.value));
    }
    if let Some(corrected) = &answer.query.corrected {
        note(&format!("要找的是不是：{corrected}"));
    }
    if answer.hits.is_empty() {
        note(&format!("库中未见与 {} 相符的文档。可减少词语或筛选条件再试。", answer.query.text));
        return;
    }
    for (index, hit) in answer.hits.iter().enumerate() {
        say(&format!("{:>3}. {}", offset + index + 1, headline(hit)));
        say(&format!("     {}#{}  {}", hit.document.id, hit.passage.anchor, hit.passage.heading));
        let snippet = hit.snippet.iter().map(|piece| {
            let text = piece.text.replace('\n', " ");
            if piece.hit { emphasized(&text) } else { text }
        });
        say(&format!("     {}", snippet.collect::<String>()));
        for reason in &hit.explanation {
            say(&format!("     {:>3}% {} {}", reason.percent, reason.what, reason.text));
        }
        for reprint in &hit.reprints {
            let source = reprint.source.clone().unwrap_or_default();
            say(&format!("     转载 {}  {source}", reprint.id));
        }
    }
    let complete = answer.complete.filter(|complete| *complete < answer.total);
    let complete = complete.map(|complete| format!("，其中 {complete} 份有一段含全部词"));
    let complete = complete.unwrap_or_default();
    note(&format!("共 {} 份文档{complete}，{} 毫秒", answer.total, answer.took_ms));
}

/// Kind, title, place, date and source of a hit in one line.
fn headline(hit: &AnswerHit) -> String {
    let card = &hit.document;
    let date = card.published.map(|date| date.to_string());
    let organization = hit.passage.organization.clone().or_else(|| card.organization.clone());
    let about = [card.region.clone(), organization, date, card.source.clone()];
    let about: Vec<String> = about.into_iter().flatten().collect();
    format!("[{}] {}  {}", Kind::label(card.kind), card.title, about.join(" · "))
}
