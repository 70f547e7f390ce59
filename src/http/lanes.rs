//! How much is worked on at once: quick requests and heavy ones in lanes of their own, each with so
//! many seats and so many who may wait, so that neither memory nor time of the many goes to a few.
//!
//! A heavy request is let in before its body is read. A seat is given back when the work ends, not
//! when its answer is given up.

use std::collections::HashMap;
use std::future::Future;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::HttpError;
use super::serving::Client;
use super::versions::unversioned;

/// Quick requests that are worked on at once, for each processor.
const LIGHT_SEATS: usize = 4;
/// Quick requests that are worked on or wait.
const LIGHT_ROOM: usize = 512;
/// Heavy requests that wait, for each one that is worked on.
const WAITING: usize = 8;
/// Of the heavy room one client may take this part, so that there is some for others; a proxy on
/// this machine asks for many.
const SHARE: usize = 2;

/// What is asked by GET and takes long; beside them all that is sent by POST to [`HEAVY_POST`].
const HEAVY_GET: [&str; 5] =
    ["/compare", "/api/compare", "/api/coverage", "/api/search.", "/documents/{id}/pages"];
/// What takes long among forms and calls.
const HEAVY_POST: [&str; 8] = [
    "/check",
    "/api/check",
    "/api/clips",
    "/api/evidence",
    "/batch",
    "/import",
    "/documents/{id}/edit",
    "/mcp",
];

tokio::task_local! {
    /// Set while a heavy request is answered.
    static TICKET: Arc<Ticket>;
}

/// The lanes of a server.
#[derive(Debug)]
pub(super) struct Lanes {
    heavy: Arc<Lane>,
    light: Arc<Lane>,
}

#[derive(Debug)]
struct Lane {
    seats: Arc<Semaphore>,
    /// The most that are worked on or wait, of all clients and of one.
    room: usize,
    share: usize,
    inside: Mutex<HashMap<Option<IpAddr>, usize>>,
}

/// Held by who is inside a lane; given back when it goes.
#[derive(Debug)]
struct Ticket {
    lane: Arc<Lane>,
    client: Option<IpAddr>,
}

/// Held while work is done.
#[derive(Debug)]
pub(super) struct Seat {
    _permit: OwnedSemaphorePermit,
    _ticket: Arc<Ticket>,
}

impl Default for Lanes {
    /// Lanes for the processors of this machine: half of them for heavy work.
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let heavy = processors.div_ceil(2);
        let room = heavy * (1 + WAITING);
        let light = processors * LIGHT_SEATS;
        Self {
            heavy: Lane::new(heavy, room, room / SHARE),
            light: Lane::new(light, LIGHT_ROOM, LIGHT_ROOM),
        }
    }
}

impl Lanes {
    /// Lets a request in and answers it by `next`; a heavy one waits its turn.
    ///
    /// # Errors
    /// [`HttpError::Overloaded`] when too many wait, [`HttpError::TooMany`] when too many of this
    /// client's do.
    pub(super) async fn answering<T>(
        &self,
        request: Request,
        next: impl AsyncFnOnce(Request) -> T,
    ) -> Result<T, HttpError> {
        if !is_heavy(&request) {
            return Ok(next(request).await);
        }
        let client = request.extensions().get::<Client>().map(|client| client.0);
        let ticket = Arc::new(self.heavy.enter(client)?);
        Ok(TICKET.scope(ticket, next(request)).await)
    }

    /// A seat for the work of the present request, when one is free.
    ///
    /// # Errors
    /// [`HttpError::Overloaded`] when too many wait.
    pub(super) fn seat(&self) -> impl Future<Output = Result<Seat, HttpError>> + use<> {
        let ticket = TICKET.try_with(Arc::clone);
        let ticket = ticket.or_else(|_| self.light.enter(None).map(Arc::new));
        async move {
            let ticket = ticket?;
            let seats = Arc::clone(&ticket.lane.seats);
            let permit = seats.acquire_owned().await;
            let permit = permit.map_err(|error| HttpError::Internal(error.to_string()))?;
            Ok(Seat { _permit: permit, _ticket: ticket })
        }
    }
}

impl Lane {
    fn new(seats: usize, room: usize, share: usize) -> Arc<Self> {
        let seats = Arc::new(Semaphore::new(seats));
        Arc::new(Self { seats, room, share: share.max(1), inside: Mutex::default() })
    }

    fn enter(self: &Arc<Self>, client: Option<IpAddr>) -> Result<Ticket, HttpError> {
        // A proxy on this machine speaks for many.
        let client = client.filter(|it| !it.is_loopback());
        let mut inside = self.inside();
        if inside.values().sum::<usize>() >= self.room {
            return Err(HttpError::Overloaded);
        }
        let own = inside.entry(client).or_default();
        if client.is_some() && *own >= self.share {
            return Err(HttpError::TooMany);
        }
        *own += 1;
        Ok(Ticket { lane: Arc::clone(self), client })
    }

    fn inside(&self) -> MutexGuard<'_, HashMap<Option<IpAddr>, usize>> {
        // Counts cannot be left half changed.
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut inside = self.lane.inside();
        if let Some(own) = inside.get_mut(&self.client) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                inside.remove(&self.client);
            }
        }
    }
}

fn is_heavy(request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let route = unversioned(route);
    let heavy: &[&str] = match *request.method() {
        Method::GET => &HEAVY_GET,
        Method::POST => &HEAVY_POST,
        _ => &[],
    };
    // A form that nobody has filled in is no work.
    let asks = request.method() != Method::GET || request.uri().query().is_some();
    let is_page = route.starts_with("/documents/{id}/pages");
    (asks || is_page) && heavy.iter().any(|it| route.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_client_leaves_room_for_others_and_a_full_lane_refuses_at_once() {
        let lane = Lane::new(1, 4, 2);
        let client = |last| Some(IpAddr::from([10, 0, 0, last]));
        let first = lane.enter(client(1)).unwrap();
        let second = lane.enter(client(1)).unwrap();
        assert!(matches!(lane.enter(client(1)), Err(HttpError::TooMany)));
        let others = [lane.enter(client(2)).unwrap(), lane.enter(client(3)).unwrap()];
        assert!(matches!(lane.enter(client(4)), Err(HttpError::Overloaded)));
        drop((first, second, others));
        assert!(lane.inside().is_empty());
        let proxied: Vec<Ticket> =
            (0..4).map(|_| lane.enter(Some(IpAddr::from([127, 0, 0, 1]))).unwrap()).collect();
        assert!(matches!(lane.enter(None), Err(HttpError::Overloaded)));
        drop(proxied);
    }

    #[tokio::test]
    async fn a_seat_is_free_again_when_the_work_ends_and_not_before() {
        let lane = Lane::new(1, 2, 2);
        let lanes = Lanes { heavy: Arc::clone(&lane), light: Lane::new(1, 2, 2) };
        let ticket = || Arc::new(lane.enter(None).unwrap());
        let seat = TICKET.scope(ticket(), async { lanes.seat().await.unwrap() }).await;
        let waiting = TICKET.scope(ticket(), async { lanes.seat().await.unwrap() });
        tokio::pin!(waiting);
        let moment = std::time::Duration::from_millis(20);
        assert!(tokio::time::timeout(moment, waiting.as_mut()).await.is_err());
        assert!(lanes.seat().await.is_ok(), "quick work does not wait for heavy work");
        drop(seat);
        assert!(tokio::time::timeout(moment, waiting).await.is_ok());
    }
}
