//! The command line: one file a command, help in Chinese and English.

mod terminal;
mod misuse;
mod headings;
mod import;
mod extract;
mod index;
mod search;
mod show;
mod compare;
mod facts;
mod status;
mod verify;
mod check;
mod evidence;
mod export;
mod evaluate;
mod lexicon;
mod serve;
mod user;
mod group;
mod backup;
mod mcp;
mod shell;
mod watch;
mod model;
mod opened;
mod vectors;
mod ocr;
mod upkeep;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::compare::QuestionError;
use crate::search::RequestError;
use crate::settings::{Settings, Stated, StatedMeaning};

/// 典案：政策文件、工作报告、品牌案例与工作指引的全文检索和知识库。
///
/// Full-text search over Chinese policy documents, work reports, case studies and guides.
#[derive(Parser)]
#[command(name = "dianan", version, about, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    folders: Folders,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Folders {
    /// 语料文件夹，默认 corpus / corpus folder
    #[arg(long, global = true, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// 索引文件夹，默认 index / index folder
    #[arg(long, global = true, value_name = "DIR")]
    index: Option<PathBuf>,
    /// 模型文件夹，给了就也按意思检索；写作 "" 则不用 / folder of a model, to search by meaning too
    #[arg(long, global = true, value_name = "DIR")]
    model: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// 导入原始文件：清洗、拆分、著录，写成语料 / raw files into the corpus
    Import(import::Arguments),
    /// 显示从一个文件里读出的文字，不导入 / what is read from a file, without an import
    Extract(extract::Arguments),
    /// 更新索引，只处理有变化的文件 / bring the index in step with the corpus
    Index(index::Arguments),
    /// 检索 / search
    Search(search::Arguments),
    /// 显示一份文档 / show a document
    Show(show::Arguments),
    /// 把选定的段落做成引证包，或核验引证包 / an evidence pack, made or verified
    Evidence(evidence::Arguments),
    /// 词库 / the lexicon
    Lexicon(lexicon::Arguments),
    /// 按主题比较各地 / compare places on a topic
    Compare(compare::Arguments),
    /// 列出、筛选、导出事实：指标、荣誉、文件、品牌、说法…… / facts with evidence
    Facts(facts::Arguments),
    /// 检查草稿：引文、文件名、数字、说法、名称，与库中的重合 / a draft against the corpus
    Check(check::Arguments),
    /// 用评测集衡量检索质量 / judged questions: nDCG, MRR, recall
    Evaluate(evaluate::Arguments),
    /// 备份：语料、原件、词库、账号、设置，存成一个文件 / everything into one file
    Backup(backup::Arguments),
    /// 导出语料、事实、更正为 JSON Lines，用 dianan import 导回 / the library as JSON Lines
    Export(export::Arguments),
    /// 从备份恢复到空的位置 / bring a backup back
    Restore(backup::Arguments),
    /// 用户：谁能进来，能做什么 / people who may come in
    User(user::Users),
    /// 组：文档可以只给组里的人看 / groups to whom documents are reserved
    Group(group::Arguments),
    /// 程序用的口令 / tokens for programs
    Token(user::Tokens),
    /// 启动网页与接口 / serve the page and the API
    Serve(serve::Arguments),
    /// 给对话程序用的只读工具（MCP，标准输入输出）/ read-only tools for a chat client
    Mcp(mcp::Arguments),
    /// 语料与索引的状况 / state of corpus and index
    Status(status::Arguments),
    /// 核对索引（和语料、原件）有没有在磁盘上损坏 / find what has rotted on the disk
    Verify(verify::Arguments),
    /// 查验一个模型文件夹 / a model's folder
    Model(model::Arguments),
    /// 打印现在用的设置 / settings in force
    Config,
    /// 打印命令补全脚本 / shell completions
    Completions(shell::Completions),
    /// 打印手册页（roff）/ man page
    Man,
}

/// What a command that ran has to say through its exit code.
enum Outcome {
    Done,
    /// Something was found wrong, and has been said.
    Wrong,
}

/// The command was called wrongly; says what is right.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Misuse(String);

/// Runs the program. Exit codes: 0 done, 1 something found wrong or failed, 2 misuse.
#[must_use]
pub fn run() -> ExitCode {
    let read = command().try_get_matches().and_then(|read| Cli::from_arg_matches(&read));
    let cli = match read {
        Ok(cli) => cli,
        Err(error) => return misuse::answered(&error),
    };
    match carry_out(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Wrong) => ExitCode::from(1),
        Err(error) => {
            terminal::note(&format!("dianan: {error:#}"));
            let misuse =
                error.is::<RequestError>() || error.is::<QuestionError>() || error.is::<Misuse>();
            ExitCode::from(if misuse { 2 } else { 1 })
        }
    }
}

/// The command line, with its help in Chinese.
fn command() -> clap::Command {
    headings::chinese(Cli::command())
}

fn carry_out(cli: Cli) -> anyhow::Result<Outcome> {
    let listen = match &cli.command {
        Command::Serve(arguments) => arguments.listen,
        _ => None,
    };
    let settings = settings(cli.folders, listen)?;
    match cli.command {
        Command::Import(arguments) => import::run(&arguments, &settings),
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Index(arguments) => index::run(&arguments, &settings),
        Command::Search(arguments) => search::run(arguments, &settings),
        Command::Show(arguments) => show::run(&arguments, &settings),
        Command::Evidence(arguments) => evidence::run(&arguments, &settings),
        Command::Lexicon(arguments) => lexicon::run(&arguments, &settings),
        Command::Compare(arguments) => compare::run(&arguments, &settings),
        Command::Facts(arguments) => facts::run(&arguments, &settings),
        Command::Check(arguments) => check::run(&arguments, &settings),
        Command::Evaluate(arguments) => evaluate::run(&arguments, &settings),
        Command::Backup(arguments) => backup::make(&arguments, &settings),
        Command::Export(arguments) => export::run(&arguments, &settings),
        Command::Restore(arguments) => backup::bring_back(&arguments, &settings),
        Command::User(arguments) => user::users(&arguments, &settings),
        Command::Group(arguments) => group::run(&arguments, &settings),
        Command::Token(arguments) => user::tokens(&arguments, &settings),
        Command::Serve(arguments) => serve::run(&arguments, &settings),
        Command::Config => Ok(shell::config(&settings)),
        Command::Completions(arguments) => Ok(shell::completions(&arguments, command())),
        Command::Man => shell::man(command()),
        Command::Mcp(arguments) => mcp::run(&arguments, &settings),
        Command::Status(arguments) => status::run(&arguments, &settings),
        Command::Verify(arguments) => verify::run(&arguments, &settings),
        Command::Model(arguments) => model::run(&arguments),
    }
}

fn settings(folders: Folders, listen: Option<SocketAddr>) -> anyhow::Result<Settings> {
    let stated = Stated {
        corpus: folders.corpus,
        index: folders.index,
        listen,
        meaning: StatedMeaning { model: folders.model },
        ..Stated::default()
    };
    Ok(Settings::load(stated, &std::env::vars().collect(), Path::new("."))?)
}
