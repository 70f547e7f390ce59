//! `dianan extract`: what is read from one file, without an import.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::terminal::{note, say, say_json, visible};
use super::{Misuse, Outcome};
use crate::intake::extract;
use crate::intake::format::{MAX_BYTES, Unreadable};
use crate::intake::sandbox::{self, Reply};

#[derive(Args)]
pub(super) struct Arguments {
    /// 文件；- 为标准输入 / the file, - for standard input
    file: PathBuf,
    /// 以 JSON 输出：每一段的文字、页码、样式 / print JSON
    #[arg(long)]
    json: bool,
    /// 文件名，从标准输入读时用 / its name, where it comes from standard input
    #[arg(long, hide = true)]
    name: Option<String>,
    /// 在限定的内存和时间内读，供导入时调用 / within bounds, as imports call it
    #[arg(long, hide = true)]
    confined: bool,
    /// 给出各页的图片，供识别时调用 / the pictures of its pages
    #[arg(long, hide = true, requires = "confined")]
    pictures: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    if arguments.confined {
        sandbox::confine();
    }
    let file = &arguments.file;
    let name = arguments
        .name
        .clone()
        .or_else(|| file.file_name().map(|name| name.to_string_lossy().into_owned()));
    let name = name.unwrap_or_default();
    let bytes = bytes(file)?;
    let reply = |reply: &Reply| -> anyhow::Result<()> {
        let mut out = io::stdout().lock();
        serde_json::to_writer(&mut out, reply).context("写不出结果")?;
        out.flush().context("写不出结果")
    };
    if arguments.pictures {
        reply(&Reply::from(extract::pictures(&name, &bytes)))?;
        return Ok(Outcome::Done);
    }
    let read = extract::read(&name, &bytes).map(|(_, layout)| layout);
    if arguments.confined {
        reply(&Reply::from(read))?;
        return Ok(Outcome::Done);
    }
    match read {
        Ok(layout) if layout.blocks.is_empty() && layout.pairs.is_empty() => {
            note(&format!("{name}：{}", Unreadable::Empty));
            return Ok(Outcome::Wrong);
        }
        Ok(layout) if arguments.json => say_json(&layout)?,
        Ok(layout) => {
            for pair in &layout.pairs {
                say(&visible(&format!("{}：{}", pair.label, pair.value)));
            }
            for block in &layout.blocks {
                say(&visible_lines(&block.text));
            }
            layout.remarks.iter().for_each(|remark| note(remark));
        }
        Err(error) => {
            note(&format!("{name}：{error}"));
            return Ok(Outcome::Wrong);
        }
    }
    Ok(Outcome::Done)
}

/// The text with its line ends, and no codes for the terminal.
fn visible_lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes).context("读不到标准输入")?;
    } else {
        let about =
            fs::metadata(file).map_err(|_| Misuse(format!("没有文件 {}", file.display())))?;
        if !about.is_file() {
            return Err(Misuse(format!("{} 不是文件", file.display())).into());
        }
        let opened = fs::File::open(file).with_context(|| format!("读不到 {}", file.display()))?;
        opened.take(MAX_BYTES + 1).read_to_end(&mut bytes).context("读不到文件")?;
    }
    Ok(bytes)
}
