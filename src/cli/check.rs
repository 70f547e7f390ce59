//! `dianan check`: a draft against the corpus.

use std::io::Read;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::terminal::{note, say, say_json};
use super::{Misuse, Outcome, opened};
use crate::check::draft::MAX_OFFICE_BYTES;
use crate::check::{Draft, Finding, Report, check};
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Arguments {
    /// 草稿文件：txt、md 或 docx；- 表示从标准输入读取 / the draft; - for standard input
    file: PathBuf,
    /// 起草单位全称，其旧文另计 / whose draft it is
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// 以 JSON 输出 / print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let draft = draft(arguments)?;
    let snapshot = opened::snapshot(settings)?;
    let report = check(&snapshot, &draft)?;
    if arguments.json {
        say_json(&report)?;
    } else {
        print(&report, &draft);
    }
    // What is only worth a look is no error.
    Ok(if report.findings.iter().any(Finding::is_error) { Outcome::Wrong } else { Outcome::Done })
}

fn draft(arguments: &Arguments) -> anyhow::Result<Draft> {
    let path = &arguments.file;
    // One byte more than is taken is enough to see that it is too large.
    let most = MAX_OFFICE_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().take(most).read_to_end(&mut bytes).context("无法读取标准输入")?;
    } else {
        let file = std::fs::File::open(path)
            .map_err(|error| Misuse(format!("无法打开草稿 {}：{error}", path.display())))?;
        let read = file.take(most).read_to_end(&mut bytes);
        read.with_context(|| format!("无法读取草稿 {}", path.display()))?;
    }
    let name = path.file_name().map_or_else(|| "-".into(), |name| name.to_string_lossy());
    let draft = Draft::from_file(&name, &bytes).map_err(|error| Misuse(error.to_string()))?;
    Ok(draft.by(arguments.author.as_deref().unwrap_or_default()))
}

fn print(report: &Report, draft: &Draft) {
    for (index, finding) in report.findings.iter().enumerate() {
        let line = 1 + draft.text[..finding.span.start].matches('\n').count();
        say(&format!("{:>3}. {}", index + 1, headline(finding, line)));
        say(&format!("     {}", finding.message));
        if let Some(suggestion) = &finding.suggestion {
            say(&format!("     建议：{}", suggestion.replace('\n', " ")));
        }
        for evidence in &finding.evidence {
            say(&format!("     见 {}  {}", evidence.passage, evidence.sentence.replace('\n', " ")));
        }
    }
    let overlap = &report.overlap;
    note(&format!(
        "意见 {} 条（其中请核 {} 条），相符 {} 处；与库中重合 {:.1}%，引文之外 {:.1}%；{} 毫秒",
        report.findings.len(),
        report.findings.iter().filter(|it| !it.is_error()).count(),
        report.agreeing.len(),
        overlap.share * 100.0,
        overlap.share_without_quotations * 100.0,
        report.took_ms
    ));
}

/// Line, class, verdict, the words, and how sure.
fn headline(finding: &Finding, line: usize) -> String {
    format!(
        "第 {line} 行 [{}·{}·{}] {}",
        finding.class.label(),
        finding.verdict.label(),
        finding.certainty.label(),
        finding.text.replace('\n', " ")
    )
}
