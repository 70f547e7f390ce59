//! `dianan search`: a search from the shell.

use clap::Args;

use super::Outcome;
use super::terminal::{emphasized, note, say, say_json};
use crate::document::Kind;
use crate::library::{Generations, Snapshot};
use crate::search::answer::{Answer, AnswerHit};
use crate::search::request::{filter_named, sort_named};
use crate::search::{Request, RequestError, search};
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 查询，如：四强党支部 地区：广东 “营商环境” / what to look for
    #[arg(required = true)]
    query: Vec<String>,
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
    /// 说明每份文档为何列出、各项占多少 / say why each document is found
    #[arg(long)]
    explain: bool,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let json = arguments.json;
    let request = request(arguments)?;
    let snapshot = Snapshot::open(&Generations::new(&settings.index))?;
    let offset = request.offset;
    let answer = search(&snapshot, request)?;
    if json {
        say_json(&answer)?;
    } else {
        print(&answer, offset);
    }
    Ok(Outcome::Done)
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
    note(&format!("共 {} 份文档，{} 毫秒", answer.total, answer.took_ms));
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
