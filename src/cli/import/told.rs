//! What is told of an import: each outcome as it comes, then a table; all of them as a CSV file where
//! one is asked for.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use anyhow::Context;

use crate::cli::terminal::{Bar, say, say_list, visible};
use crate::document::table::harmless;
use crate::intake::{Outcome, Verdict};

/// What has been told of an import.
pub(super) struct Told {
    json: bool,
    outcomes: usize,
    /// Files by verdict, in the order of [`VERDICTS`], and the documents that they gave.
    counts: [(usize, usize); 5],
    /// A row a file.
    table: Option<csv::Writer<File>>,
}

/// The columns of the table.
const COLUMNS: [&str; 6] = ["文件", "结果", "说明", "文档", "保存在", "提示"];

fn opened(path: &Path) -> anyhow::Result<csv::Writer<File>> {
    let shown = path.display();
    let mut file = File::create(path).with_context(|| format!("写不了结果表 {shown}"))?;
    // Excel takes the file for UTF-8 by this mark.
    file.write_all("\u{feff}".as_bytes()).with_context(|| format!("写不了结果表 {shown}"))?;
    let mut table = csv::Writer::from_writer(file);
    table.write_record(COLUMNS).with_context(|| format!("写不了结果表 {shown}"))?;
    Ok(table)
}

/// The row of an outcome.
fn row(outcome: &Outcome) -> [String; 6] {
    let titles: Vec<&str> = outcome.documents.iter().map(|it| it.title.as_str()).collect();
    let paths: Vec<&str> = outcome.documents.iter().map(|it| it.path.as_str()).collect();
    [
        outcome.file.clone(),
        label(outcome.outcome).to_owned(),
        outcome.reason.clone().unwrap_or_default(),
        titles.join("；"),
        paths.join("；"),
        outcome.remarks.join("；"),
    ]
    .map(|cell| harmless(&cell).into_owned())
}

/// The classes of the table, in its order.
const VERDICTS: [(Verdict, &str); 5] = [
    (Verdict::Imported, "已导入"),
    (Verdict::Divided, "已拆分"),
    (Verdict::Duplicate, "已有"),
    (Verdict::NeedsOcr, "待识别"),
    (Verdict::Failed, "失败"),
];

/// What a verdict is called.
pub(in crate::cli) fn label(verdict: Verdict) -> &'static str {
    VERDICTS.iter().find(|(known, _)| *known == verdict).map_or("", |(_, label)| label)
}

impl Told {
    /// Nothing yet; each outcome goes to the CSV file at `table` too.
    pub(super) fn new(json: bool, table: Option<&Path>) -> anyhow::Result<Self> {
        let table = table.map(opened).transpose()?;
        Ok(Self { json, outcomes: 0, counts: [(0, 0); 5], table })
    }

    pub(super) fn tell(&mut self, outcome: &Outcome, bar: &Bar) -> anyhow::Result<()> {
        let class = VERDICTS.iter().position(|(verdict, _)| *verdict == outcome.outcome);
        let (files, documents) = &mut self.counts[class.context("每种结果都在表里")?];
        (*files, *documents) = (*files + 1, *documents + outcome.documents.len());
        let first = self.outcomes == 0;
        self.outcomes += 1;
        if let Some(table) = &mut self.table {
            table.write_record(row(outcome)).context("写不了结果表")?;
        }
        bar.aside(|| if self.json { say_list(outcome, first) } else { print(outcome) })
    }

    /// Ends the list, or gives the table.
    pub(super) fn close(&mut self, dry_run: bool) -> anyhow::Result<()> {
        if let Some(table) = &mut self.table {
            table.flush().context("写不了结果表")?;
        }
        if self.json {
            say(if self.outcomes == 0 { "[]" } else { "]" });
            return Ok(());
        }
        let all: usize = self.counts.iter().map(|(files, _)| files).sum();
        let written = if dry_run { "；只看结果，没有写入" } else { "" };
        say(&format!("共 {all} 个文件{written}"));
        for ((_, label), (files, documents)) in VERDICTS.iter().zip(self.counts) {
            if files > 0 {
                let gave = if documents > 0 {
                    format!("，得文档 {documents} 份")
                } else {
                    String::new()
                };
                say(&format!("  {label}\t{files} 个文件{gave}"));
            }
        }
        Ok(())
    }

    pub(super) fn failed(&self) -> bool {
        self.counts[3].0 + self.counts[4].0 > 0
    }
}

fn print(outcome: &Outcome) -> anyhow::Result<()> {
    let say = |line: &str| say(&visible(line));
    let verdict = label(outcome.outcome);
    say(&format!("{verdict}  {}  {}", outcome.file, outcome.reason.as_deref().unwrap_or_default()));
    for document in &outcome.documents {
        let about = [document.region.clone(), document.organization.clone()];
        let about: Vec<String> = about.into_iter().flatten().collect();
        say(&format!("  [{}] {}  {}", document.kind.label(), document.title, about.join(" · ")));
        say(&format!("       {}", document.path));
    }
    for removed in &outcome.removed {
        let text: String = removed.text.chars().take(60).collect();
        say(&format!("  去除 {}:{text}", removed.rule));
    }
    for remark in &outcome.remarks {
        say(&format!("  提示 {remark}"));
    }
    Ok(())
}
