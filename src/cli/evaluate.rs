//! `dianan evaluate`: judged questions over the corpus or a test collection.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::Outcome;
use super::opened;
use super::terminal::{bar, say, say_json};
use crate::corpus::walk::fingerprint;
use crate::corpus::{CorpusFile, CorpusFolder};
use crate::document::markdown_file;
use crate::evaluate::judgments::documents;
use crate::evaluate::{Judgments, evaluate, known_items};
use crate::library::meaning::Pace;
use crate::library::refresh::refresh_files;
use crate::library::{Generations, How, Snapshot};
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 含 queries.jsonl 与 qrels.tsv 的文件夹 / folder with the judged questions
    #[arg(required_unless_present = "known_items")]
    folder: Option<PathBuf>,
    /// 不用评判文件，从现有索引里抽取几个已知答案的问题 / questions drawn from the index itself
    #[arg(long, value_name = "N", conflicts_with = "folder")]
    known_items: Option<usize>,
    /// 抽取的种子，同一种子抽出同样的问题 / the seed of what is drawn
    #[arg(long, value_name = "S", default_value_t = 1310)]
    seed: u64,
    /// 测试文档(docs.jsonl 或 .gz),默认用文件夹里的 docs.jsonl[.gz],没有则用现有索引 / test documents
    #[arg(long, value_name = "FILE")]
    documents: Option<PathBuf>,
    /// 问题文件，默认 queries.jsonl / the questions' file
    #[arg(long, value_name = "FILE", default_value = "queries.jsonl")]
    queries: PathBuf,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let (snapshot, judgments) = match (&arguments.folder, arguments.known_items) {
        (Some(folder), _) => judged(folder, arguments, settings)?,
        (None, count) => {
            let snapshot = ready(&opened::generations(settings)?)?;
            let judgments = known_items(&snapshot, count.unwrap_or_default(), arguments.seed)?;
            (snapshot, judgments)
        }
    };
    let bar = bar(judgments.questions.len(), "提问");
    let scorecard = evaluate(&snapshot, &judgments, &|| bar.inc(1))?;
    bar.finish_and_clear();
    if arguments.json {
        say_json(&scorecard)?;
        return Ok(Outcome::Done);
    }
    say(&format!("问题 {}", scorecard.questions));
    say(&format!("nDCG@10    {:.4}", scorecard.ndcg_10));
    say(&format!("MRR@10     {:.4}", scorecard.mrr_10));
    say(&format!("recall@100 {:.4}", scorecard.recall_100));
    say(&format!("用时 p50 {:.1} 毫秒，p99 {:.1} 毫秒", scorecard.p50_ms, scorecard.p99_ms));
    Ok(Outcome::Done)
}

/// The judged questions of a folder, and what they are asked of.
fn judged(
    folder: &Path,
    arguments: &Arguments,
    settings: &Settings,
) -> anyhow::Result<(Snapshot, Judgments)> {
    let queries = read(&folder.join(&arguments.queries))?;
    let judgments = Judgments::parse(&queries, &read(&folder.join("qrels.tsv"))?)?;
    let beside = ["docs.jsonl", "docs.jsonl.gz"].map(|name| folder.join(name));
    let beside = || beside.into_iter().find(|path| path.exists());
    let snapshot = match arguments.documents.clone().or_else(beside) {
        Some(path) => indexed_aside(&path, settings)?,
        None => ready(&opened::generations(settings)?)?,
    };
    Ok((snapshot, judgments))
}

/// Indexes a collection in a folder of its own inside the index folder, where it is found again
/// the next time.
fn indexed_aside(path: &Path, settings: &Settings) -> anyhow::Result<Snapshot> {
    let text = read(path)?;
    let name = format!("evaluation-{}", &fingerprint(text.as_bytes())[..12]);
    let generations = Generations::new(&settings.index.join(name));
    let generations = match opened::model(settings)? {
        Some(model) => generations.understood_by(model)?,
        None => generations,
    };
    let files: Vec<CorpusFile> = documents(&text)?
        .into_iter()
        .map(|(id, file)| {
            let path = format!("{}/{id}.md", file.front_matter.kind.folder());
            CorpusFile::new(path, markdown_file::print(&file).into_bytes())
        })
        .collect();
    let corpus = CorpusFolder::open(&settings.corpus)?;
    let bar = bar(files.len(), "建索引");
    refresh_files(&corpus, &files, &generations, How::default(), &|done, total| {
        bar.set(done, total);
    })?;
    bar.finish_and_clear();
    ready(&generations)
}

/// The present state, with all vectors where there is a model: what is measured should not depend
/// on how far they have got.
fn ready(generations: &Generations) -> anyhow::Result<Snapshot> {
    if !opened::make_vectors(generations, Pace::Waiting)? {
        bail!("另一个进程正在为这个索引算向量；请等它结束再试");
    }
    Ok(Snapshot::open(generations)?)
}

/// A text file, unpacked when it is gzipped.
fn read(path: &Path) -> anyhow::Result<String> {
    let named = || path.display().to_string();
    if path.extension().is_some_and(|ending| ending == "gz") {
        let mut text = String::new();
        let file = File::open(path).with_context(named)?;
        flate2::read::GzDecoder::new(file).read_to_string(&mut text).with_context(named)?;
        return Ok(text);
    }
    fs::read_to_string(path).with_context(named)
}
