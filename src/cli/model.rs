//! `dianan model check`: whether the model in a folder works, and how fast.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};

use super::Outcome;
use super::terminal::{say, say_json};
use crate::library::meaning::read_model;
use crate::meaning::{Model, Thread};

/// A question, a passage that answers it in other words, and one that does not.
const KNOWN: [[&str; 3]; 3] = [
    [
        "外埠号牌的车能不能进城",
        "外省市机动车在限行区域内应当办理进京通行证。",
        "小麦赤霉病的防治应当在抽穗期进行。",
    ],
    [
        "老旧小区装电梯谁出钱",
        "既有住宅加装电梯所需资金由业主按比例分摊，政府给予补贴。",
        "机关公文的密级分为绝密、机密、秘密。",
    ],
    [
        "老板拖欠工资怎么办",
        "用人单位未及时足额支付劳动报酬的，由劳动行政部门责令限期支付。",
        "森林防火期内禁止野外用火。",
    ],
];
/// How far a component may be from what `check.jsonl` states.
const TOLERANCE: f32 = 0.01;
/// How often speed is measured.
const ROUNDS: u32 = 10;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 读模型文件夹，报告维数、速度，核对已知句子的向量 / dimension, speed, known sentences
    Check(Check),
}

#[derive(Args)]
struct Check {
    /// 模型文件夹，内有 config.json、tokenizer.json、model.onnx / the folder
    folder: PathBuf,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

/// A line of `check.jsonl`: a text with the tokens and the first components that it should have.
#[derive(Deserialize)]
struct Expected {
    kind: String,
    text: String,
    tokens: usize,
    ids: Vec<u32>,
    first: Vec<f32>,
}

#[derive(Serialize)]
struct Report {
    dimension: usize,
    identity: String,
    question_ms: f64,
    passages_a_second: f64,
    /// Texts of `check.jsonl`, and those of them that came out otherwise.
    expected: Option<(usize, Vec<String>)>,
    known: Vec<Known>,
}

/// How near a question is to its answer and to another passage, with the beginning of its vector.
#[derive(Serialize)]
struct Known {
    question: &'static str,
    answer: f32,
    other: f32,
    vector: Vec<f32>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Command::Check(check) = &arguments.command;
    let model = read_model(&check.folder)?;
    let thread = Thread::new();
    let known = KNOWN.map(|known| compared(&model, &thread, known));
    let known = known.into_iter().collect::<anyhow::Result<Vec<Known>>>()?;
    let question_ms = each_ms(|| model.query(KNOWN[0][0]).map(|_| ()))?;
    let passage = KNOWN[1][1].repeat(4);
    let report = Report {
        dimension: model.dimension(),
        identity: model.identity().to_owned(),
        question_ms,
        passages_a_second: 1e3 / each_ms(|| model.passage(&passage, &thread).map(|_| ()))?,
        expected: expected(&check.folder, &model)?,
        known,
    };
    if check.json {
        say_json(&report)?
    } else {
        print(&report)
    }
    let wrong = report.expected.as_ref().is_some_and(|(_, wrong)| !wrong.is_empty());
    let confused = report.known.iter().any(|known| known.answer <= known.other);
    Ok(if wrong || confused { Outcome::Wrong } else { Outcome::Done })
}

fn compared(
    model: &Model,
    thread: &Thread,
    [question, answer, other]: [&'static str; 3],
) -> anyhow::Result<Known> {
    let vector = model.query(question)?;
    let near = |passage: &str| -> anyhow::Result<f32> {
        let passage = model.passage(passage, thread)?;
        Ok(vector.cosine(&passage.components, passage.scale))
    };
    let first = vector.components.iter().take(8);
    let first = first.map(|it| (f32::from(*it) * vector.scale * 1e4).round() / 1e4).collect();
    Ok(Known { question, answer: near(answer)?, other: near(other)?, vector: first })
}

/// Milliseconds of one run, over several.
fn each_ms<E>(mut once: impl FnMut() -> Result<(), E>) -> Result<f64, E> {
    once()?;
    let start = Instant::now();
    for _ in 0..ROUNDS {
        once()?;
    }
    Ok((start.elapsed().as_secs_f64() * 1e4 / f64::from(ROUNDS)).round() / 10.0)
}

/// How many texts of the folder's `check.jsonl` there are, and which of them come out otherwise;
/// `None` where there is no such file.
fn expected(folder: &Path, model: &Model) -> anyhow::Result<Option<(usize, Vec<String>)>> {
    let path = folder.join("check.jsonl");
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let (mut count, mut wrong) = (0, Vec::new());
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let expected: Expected = serde_json::from_str(line)
            .with_context(|| format!("{} 第 {number} 行", path.display()))?;
        let (ids, values) = model.raw(expected.kind == "query", &expected.text)?;
        let same = ids.len() == expected.tokens && ids.starts_with(&expected.ids);
        let near = values.iter().zip(&expected.first).all(|(a, b)| (a - b).abs() <= TOLERANCE);
        if !(same && near) {
            wrong.push(expected.text);
        }
        count += 1;
    }
    Ok(Some((count, wrong)))
}

fn print(report: &Report) {
    say(&format!("维数 {}，标识 {}", report.dimension, report.identity));
    say(&format!(
        "速度：一个问题 {} 毫秒；百字段落每秒 {:.0} 段（一个线程）",
        report.question_ms, report.passages_a_second
    ));
    match &report.expected {
        Some((count, wrong)) => {
            say(&format!("check.jsonl：{count} 段文字，{} 段与所列的词元或向量不符", wrong.len()));
            wrong.iter().for_each(|text| say(&format!("  不符：{text}")));
        }
        None => say("没有 check.jsonl，只用内置的句子核对"),
    }
    for known in &report.known {
        let verdict = if known.answer > known.other { "对" } else { "错" };
        say(&format!(
            "{verdict}：“{}”与换词作答的段落 {:.3}，与无关段落 {:.3}；向量 {:?}…",
            known.question, known.answer, known.other, known.vector
        ));
    }
}
