//! The page and the API over HTTP.

mod versions;
mod error;
mod doors;
mod bearer;
mod counted;
mod state;
mod query;
mod comparison;
mod draft;
mod upload;
mod assets;
mod originals;
mod api;
mod openapi;
mod calls;
mod pages;
mod desk;
pub mod mcp;
mod lanes;
mod trials;
mod guard;
mod numbered;
mod vouched;
mod access;
mod router;
mod serving;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;

pub use doors::Doors;
pub use router::router;
pub use state::Library;
pub use vouched::Proxy;

/// How often the library is looked at for a refresh that another process made.
const LOOK: Duration = Duration::from_millis(500);
/// What was looked for is written down every so many looks.
const KEEP: u32 = 4;

/// Serves `library` at `listen` until it is told to stop; requests under way are answered first, if
/// they end in a few seconds.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(
    library: Arc<Library>,
    listen: SocketAddr,
    started: Instant,
) -> std::io::Result<()> {
    let listener = TcpListener::bind(listen).await?;
    let address = listener.local_addr()?;
    let first = library.first_answer();
    tracing::info!(
        "已就绪：http://{address} 启动用时 {:.0} 毫秒，其中首次检索 {:.1} 毫秒",
        started.elapsed().as_secs_f64() * 1e3,
        first.as_secs_f64() * 1e3
    );
    let last = Arc::clone(&library);
    let looking = tokio::spawn(look(Arc::clone(&library)));
    serving::serve(listener, router(library), told_to_stop()).await;
    looking.abort();
    tokio::task::spawn_blocking(move || last.keep_log()).await.map_err(std::io::Error::other)?;
    tracing::info!("已停止");
    Ok(())
}

/// Takes up refreshes and writes down what was looked for, for as long as the server runs.
async fn look(library: Arc<Library>) {
    let mut told = String::new();
    for round in 0_u32.. {
        let at_hand = Arc::clone(&library);
        let library = Arc::clone(&library);
        let looked = tokio::task::spawn_blocking(move || {
            library.prepare();
            if round.is_multiple_of(KEEP) {
                library.keep_log();
            }
            library.renew()
        });
        match looked.await {
            Ok(Err(error)) => {
                if error.is_damage() {
                    let number = at_hand.whole().generation.number;
                    at_hand.note_damage(number, error.to_string());
                }
                // A fault that stays is said once.
                if told != error.to_string() {
                    told = error.to_string();
                    tracing::warn!("索引已更新，但无法打开，仍用原来的：{told}");
                }
            }
            _ => told.clear(),
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn told_to_stop() {
    let interrupted = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!("无法接收中断信号：{error}");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! { () = interrupted => {}, _ = terminated.recv() => {} }
            }
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
