//! Connections: taken in, watched, and let go.
//!
//! Every connection has a bound of time for the head of a request, and for doing nothing; when too
//! many are open, the one that has done nothing for longest makes room.

mod connection;
mod table;

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use connection::{Connection, Watched};
use table::Table;

/// The most connections that are open at once; fewer where the system allows fewer files.
const CONNECTIONS: usize = 1_024;
/// Files that a server needs besides its connections.
const OTHER_FILES: u64 = 512;
/// Time for the head of a request, from the connection or from the answer before it.
const HEAD: Duration = Duration::from_secs(15);
/// A connection on which no byte moves is closed after this long.
const STILL: Duration = Duration::from_secs(30);
/// Requests under way have so long to end when the server is told to stop.
const GRACE: Duration = Duration::from_secs(5);
/// An answer that is ready has so long to be taken then.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// How long nobody is taken in after the system has refused a connection.
const BREATH: Duration = Duration::from_millis(50);

/// The address that a request comes from, among its extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Client(pub(super) IpAddr);

/// Serves `router` on `listener` until `stop`; then requests under way are answered, up to
/// [`GRACE`].
pub(super) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let table = Arc::new(Table::new(most_connections()));
    let (tell, told) = watch::channel(false);
    tokio::pin!(stop);
    loop {
        let taken = tokio::select! {
            () = &mut stop => break,
            taken = next(&listener, &table) => taken,
        };
        match taken {
            Ok((stream, from)) => {
                let connection = table.enter();
                let answering = answer(stream, from, connection, router.clone(), told.clone());
                tokio::spawn(answering);
            }
            Err(error) => {
                // The other side may have gone, or no file is left for it.
                tracing::debug!("连接没有接成：{error}");
                table.make_room();
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    let _ = tell.send(true);
    // What has not ended by then ends with the process.
    let _ = tokio::time::timeout(GRACE + LAST_WORDS, table.emptied()).await;
}

/// The next connection, when there is room for it.
async fn next(listener: &TcpListener, table: &Table) -> std::io::Result<(TcpStream, IpAddr)> {
    let (stream, from) = listener.accept().await?;
    table.room().await;
    Ok((stream, from.ip()))
}

async fn answer(
    stream: TcpStream,
    from: IpAddr,
    connection: Arc<Connection>,
    router: Router,
    mut told: watch::Receiver<bool>,
) {
    // Answers are written at once; where that cannot be set they come a little later.
    let _ = stream.set_nodelay(true);
    let io = TokioIo::new(Watched::new(stream, Arc::clone(&connection)));
    let router = TowerToHyperService::new(router);
    let at_work = Arc::clone(&connection);
    let service = service_fn(move |request: Request<Incoming>| {
        let busy = at_work.busy();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Client(from));
        let answer = router.call(request);
        async move {
            let answer = answer.await;
            drop(busy);
            answer
        }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let served = http.serve_connection(io, service);
    tokio::pin!(served);
    tokio::select! {
        // What goes wrong on a connection is the other side's affair.
        _ = served.as_mut() => return,
        () = connection.given_up(STILL) => return,
        _ = told.wait_for(|stopping| *stopping) => {}
    }
    served.as_mut().graceful_shutdown();
    let _ = tokio::time::timeout(GRACE, async {
        tokio::select! {
            _ = served.as_mut() => {}
            () = connection.done(LAST_WORDS) => {}
        }
    })
    .await;
}

/// As many as the system lets this process open, up to [`CONNECTIONS`].
fn most_connections() -> usize {
    let files = most_files().unwrap_or(u64::MAX);
    let left = files.saturating_sub(OTHER_FILES).max(files / 4);
    usize::try_from(left).unwrap_or(CONNECTIONS).clamp(1, CONNECTIONS)
}

/// How many files this process may open, after asking for all that it may have.
#[cfg(unix)]
fn most_files() -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.unwrap_or(65_536).min(65_536);
    let raised = Rlimit { current: Some(wanted), maximum: limit.maximum };
    if limit.current.is_some_and(|now| now < wanted) && setrlimit(Resource::Nofile, raised).is_ok()
    {
        return Some(wanted);
    }
    limit.current
}

#[cfg(not(unix))]
fn most_files() -> Option<u64> {
    None
}
