//! `dianan serve`: the page and the API.

use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::anyhow;
use clap::Args;
use tracing_subscriber::EnvFilter;

use super::index::refreshed;
use super::ocr::{self, Scans, reader};
use super::opened::generations;
use super::terminal::note;
use super::upkeep;
use super::vectors;
use super::watch;
use super::{Misuse, Outcome};
use crate::corpus::CorpusFolder;
use crate::corpus::error::in_chinese;
use crate::desk::{Accounts, Desk};
use crate::http;
use crate::library::{Generations, How, LibraryError, QueryLog};
use crate::settings::{Settings, SignIn};
use crate::state::State;

#[derive(Args)]
pub(super) struct Arguments {
    /// 监听地址，默认 127.0.0.1:7878 / address to listen on
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<SocketAddr>,
    /// 自动导入放进这个文件夹的文件，并随时更新索引 / import what is dropped into this folder
    #[arg(long, value_name = "DIR")]
    watch: Option<PathBuf>,
    /// 没有设用户也让别的电脑查阅 / let others read without signing in
    #[arg(long)]
    without_sign_in: bool,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let level = std::env::var("DIANAN_LOG").unwrap_or_else(|_| "info".to_owned());
    // Libraries write down what they are given, and that is what people look for.
    let is_level = level.chars().all(|c| c.is_ascii_alphanumeric());
    let level = if is_level { format!("warn,dianan={level},tower_http={level}") } else { level };
    let filter = EnvFilter::try_new(level).unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let recognizer = ocr::recognizer(settings)?;
    CorpusFolder::at(&settings.corpus).settle();
    let generations = generations(settings)?;
    let library = opened(settings, &generations)?;
    let state = State::open(&settings.state)?;
    let beyond = !settings.listen.ip().is_loopback();
    let alone = is_alone(&state, settings)?;
    if beyond && alone && !arguments.without_sign_in {
        return Err(Misuse(format!(
            "{} 不是本机地址，别的电脑也能访问，而还没有设用户。请先设管理员：dianan user add 姓名 --role 管理员；\
            确实要让所有人不登录就能查阅（不能改动），请加 --without-sign-in",
            settings.listen
        ))
        .into());
    }
    if beyond && alone {
        note(&format!("注意：{} 不是本机地址，网络上的人不登录就能查阅全部文档", settings.listen));
    }
    let corpus = CorpusFolder::at(&settings.corpus);
    let mut library = library
        .over(corpus)
        .reading(reader(settings))
        .behind(http::Doors::new(settings.listen.ip(), &settings.names));
    if let Some(token) = &settings.api_token {
        library = library.admitting(token);
    }
    if settings.log_queries {
        library = library.counting(QueryLog::open(&settings.index));
    }
    // Where others come in without a name, the library is only read.
    if !(beyond && alone) {
        library = at_work(library, state, settings)?;
    }
    let library = Arc::new(library);
    let scans = Arc::new(Scans::default());
    if let Some(folder) = arguments.watch.clone().or_else(|| settings.watch.clone()) {
        watch::start(folder, settings.clone(), Arc::clone(&scans), Arc::clone(&library))?;
    }
    if let Some(recognizer) = recognizer {
        ocr::start(settings, recognizer, scans, Arc::clone(&library))?;
    }
    vectors::start(Arc::clone(&library))?;
    upkeep::start(settings.clone(), Arc::clone(&library))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(http::serve(library, settings.listen, started));
    // Work whose answer nobody waits for ends with the process.
    runtime.shutdown_background();
    served.map_err(|error| not_listening(&error, settings.listen))?;
    Ok(Outcome::Done)
}

/// Whether one person works here, without signing in: nobody is set, and no proxy and no directory
/// knows anybody.
fn is_alone(state: &State, settings: &Settings) -> anyhow::Result<bool> {
    let elsewhere = settings.sign_in.proxy.is_some() || settings.sign_in.directory.is_some();
    let nobody = !state.has_people()?;
    if elsewhere && nobody {
        note("还没有管理员；请先设一个：dianan user add 姓名 --role 管理员 --no-password");
    }
    Ok(nobody && !elsewhere)
}

/// The library as it is worked on, by those who may come in.
fn at_work(
    library: http::Library,
    state: State,
    settings: &Settings,
) -> anyhow::Result<http::Library> {
    let SignIn { proxy, newcomers, directory } = settings.sign_in.clone();
    let accounts = Accounts { directory, vouched: proxy.is_some(), newcomers };
    let corpus = CorpusFolder::at(&settings.corpus);
    let desk = Desk::new(state, corpus, Generations::new(&settings.index))
        .reading(reader(settings))
        .keeping_originals(settings.keep_originals)
        .knowing(accounts);
    let library = library.with_desk(desk);
    let Some((header, addresses)) = proxy else { return Ok(library) };
    let proxy = http::Proxy::new(&header, &addresses)
        .ok_or_else(|| anyhow!("设置文件：[sign_in] header 不能是“{header}”，应是请求头的名称"))?;
    Ok(library.trusting(proxy))
}

/// The library, whose index is built first where there is none that can be opened.
fn opened(settings: &Settings, generations: &Generations) -> anyhow::Result<http::Library> {
    match http::Library::open(generations.clone()) {
        Ok(library) => return Ok(library),
        Err(LibraryError::NoIndex(_)) => note("还没有索引，先建索引"),
        Err(error) if error.is_damage() => note(&error.to_string()),
        Err(error) => return Err(error.into()),
    }
    refreshed(settings, How::default())?;
    Ok(http::Library::open(generations.clone())?)
}

/// Why nothing listens, and which setting to change.
fn not_listening(error: &io::Error, listen: SocketAddr) -> anyhow::Error {
    let other = SocketAddr::new(listen.ip(), listen.port().wrapping_add(1).max(1024));
    let change = format!("请换一个：dianan serve --listen {other}，或改 dianan.toml 里的 listen");
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            anyhow!(
                "无法监听 {listen}：端口 {} 已被占用，多半是另一个典案正在运行；{change}",
                listen.port()
            )
        }
        io::ErrorKind::AddrNotAvailable => {
            anyhow!("无法监听 {listen}：这台电脑没有地址 {}；只在本机用请写 127.0.0.1", listen.ip())
        }
        io::ErrorKind::PermissionDenied => {
            anyhow!("无法监听 {listen}：没有权限使用端口 {}；{change}", listen.port())
        }
        _ => anyhow!("无法监听 {listen}：{}", in_chinese(error)),
    }
}
