//! One connection: whether a request of it is at work, and when a byte last moved.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;

use super::table::Table;

/// How often a connection is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// What is known of an open connection. It leaves its table when it is dropped.
pub(super) struct Connection {
    pub(super) number: u64,
    table: Weak<Table>,
    opened: Instant,
    /// Milliseconds from the opening to the last byte that moved.
    moved: AtomicU64,
    /// Requests that are worked on.
    requests: AtomicUsize,
    /// Told when the connection is to make room.
    pub(super) closing: Notify,
}

/// Held while a request is worked on.
pub(super) struct Busy(Arc<Connection>);

impl Connection {
    pub(super) fn new(number: u64, table: Weak<Table>) -> Self {
        Self {
            number,
            table,
            opened: Instant::now(),
            moved: AtomicU64::new(0),
            requests: AtomicUsize::new(0),
            closing: Notify::new(),
        }
    }

    pub(super) fn busy(self: &Arc<Self>) -> Busy {
        self.requests.fetch_add(1, Ordering::SeqCst);
        Busy(Arc::clone(self))
    }

    /// For how long no byte has moved; `None` while a request is worked on.
    pub(super) fn idle(&self) -> Option<Duration> {
        let moved = Duration::from_millis(self.moved.load(Ordering::SeqCst));
        let idle = || self.opened.elapsed().saturating_sub(moved);
        (self.requests.load(Ordering::SeqCst) == 0).then(idle)
    }

    /// Waits until the connection is to make room, or has been idle for `long`.
    pub(super) async fn given_up(&self, long: Duration) {
        tokio::select! {
            () = self.closing.notified() => {}
            () = self.done(long) => {}
        }
    }

    /// Waits until the connection has been idle for `long`.
    pub(super) async fn done(&self, long: Duration) {
        while self.idle().is_none_or(|idle| idle < long) {
            tokio::time::sleep(LOOK.min(long / 4)).await;
        }
    }

    fn moves(&self) {
        let now = u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.moved.store(now, Ordering::SeqCst);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(table) = self.table.upgrade() {
            table.leave(self.number);
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.moves();
        self.0.requests.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A stream whose bytes are seen moving.
pub(super) struct Watched {
    stream: TcpStream,
    connection: Arc<Connection>,
}

impl Watched {
    pub(super) fn new(stream: TcpStream, connection: Arc<Connection>) -> Self {
        Self { stream, connection }
    }

    fn stream(&mut self) -> Pin<&mut TcpStream> {
        Pin::new(&mut self.stream)
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.stream().poll_read(context, buffer))?;
        self.connection.moves();
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(self.stream().poll_write(context, bytes))?;
        self.connection.moves();
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(self.stream().poll_write_vectored(context, bytes))?;
        self.connection.moves();
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_shutdown(context)
    }
}
