//! `dianan lexicon check`: what a word would change before it is kept.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};
use serde_json::json;

use super::Outcome;
use super::terminal::{bar, note, say, say_json};
use crate::library::trial::Trial;
use crate::library::{Generations, QueryLog, Snapshot};
use crate::search::word_check::{Candidate, Cuts, RankingChange, Rankings, cuts, rankings};
use crate::settings::Settings;

/// The most past queries that are compared.
const PAST: usize = 200;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 试一个词：收进词库之前，看哪些切分和哪些查询的前十名会变 / what a word would change
    Check(Check),
}

#[derive(Args)]
struct Check {
    /// 要试的词 / the word
    word: String,
    /// 权重，与 words.txt 相同，可不写 / its weight
    #[arg(long, value_name = "N")]
    weight: Option<usize>,
    /// 拿这些查询比前十名，一行一个；默认用记下的查询 / queries to compare
    #[arg(long, value_name = "FILE")]
    queries: Option<PathBuf>,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let Command::Check(check) = &arguments.command;
    let candidate = Candidate::new(&check.word, check.weight)
        .map_err(|error| super::Misuse(error.to_string()))?;
    let queries = queries(check, settings, &candidate)?;
    let generations = Generations::new(&settings.index);
    let snapshot = Snapshot::open(&generations)?;
    let cuts = cuts(&snapshot, &candidate)?;
    let bar = bar(0, "试词");
    let words = candidate.words(&snapshot);
    let texts = (words.as_str(), snapshot.generation.synonyms.as_str());
    let trial = Trial::new(&generations, &snapshot, texts, &|done, total| bar.set(done, total))?;
    bar.finish_and_clear();
    let rankings = rankings(&snapshot, trial.snapshot(), &queries)?;
    if check.json {
        say_json(&json!({ "word": candidate, "cuts": cuts, "rankings": rankings }))?;
    } else {
        print(&candidate, &cuts, &rankings);
    }
    Ok(Outcome::Done)
}

/// The word itself, and the queries of the file or of the log.
fn queries(
    check: &Check,
    settings: &Settings,
    candidate: &Candidate,
) -> anyhow::Result<Vec<String>> {
    let given = match &check.queries {
        Some(path) => {
            let text = fs::read_to_string(path);
            let text = text.with_context(|| format!("无法读取 {}", path.display()))?;
            text.lines().map(|line| line.trim().to_owned()).collect()
        }
        None => {
            let asked = QueryLog::open(&settings.index).looked_for().queries.into_iter();
            asked.map(|asked| asked.text).take(PAST).collect::<Vec<_>>()
        }
    };
    let mut queries = vec![candidate.word.clone()];
    queries.extend(given.into_iter().filter(|query| !query.is_empty() && *query != candidate.word));
    Ok(queries)
}

fn print(candidate: &Candidate, cuts: &Cuts, rankings: &Rankings) {
    if cuts.known {
        note(&format!("词库里已有“{}”", candidate.word));
    }
    let more = if cuts.more { "（语料很大，只看了一部分）" } else { "" };
    say(&format!(
        "“{}”见于 {} 段，其中 {} 段的切分会变{more}",
        candidate.word, cuts.passages, cuts.changed
    ));
    for example in &cuts.examples {
        let (before, after) = (example.before.join("/"), example.after.join("/"));
        say(&format!("  {before} → {after}  {}", example.passage));
    }
    say(&format!(
        "比较了 {} 个查询的前十名，有变化的 {} 个",
        rankings.compared,
        rankings.changed.len()
    ));
    rankings.changed.iter().for_each(print_ranking);
    say(&format!(
        "要收进词库，在 corpus/lexicon/words.txt 里加一行“{}”，再运行 dianan index",
        cuts.line
    ));
}

fn print_ranking(change: &RankingChange) {
    say(&format!("  {}", change.query));
    for (place, card) in (1..).zip(&change.after) {
        let was = change.before.iter().position(|other| other.id == card.id);
        let was = was.map_or_else(|| "新进".to_owned(), |at| format!("原第 {}", at + 1));
        say(&format!("    {place:>2}. {was}  {}", card.title));
    }
    let left = change.before.iter().filter(|card| change.after.iter().all(|it| it.id != card.id));
    left.for_each(|card| say(&format!("    退出  {}", card.title)));
}
