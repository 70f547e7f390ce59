//! The open connections, and room for one more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::Notify;

use super::connection::Connection;

/// How often room is looked for while all connections are at work.
const LOOK: Duration = Duration::from_millis(100);

/// The open connections.
pub(super) struct Table {
    most: usize,
    open: Mutex<Open>,
    left: Notify,
}

#[derive(Default)]
struct Open {
    next: u64,
    connections: HashMap<u64, Weak<Connection>>,
}

impl Table {
    /// A table for `most` connections.
    pub(super) fn new(most: usize) -> Self {
        Self { most, open: Mutex::default(), left: Notify::new() }
    }

    /// A new connection; whoever asks has waited for [`Table::room`].
    pub(super) fn enter(self: &Arc<Self>) -> Arc<Connection> {
        let mut open = self.open();
        open.next += 1;
        let connection = Arc::new(Connection::new(open.next, Arc::downgrade(self)));
        open.connections.insert(connection.number, Arc::downgrade(&connection));
        connection
    }

    pub(super) fn leave(&self, number: u64) {
        self.open().connections.remove(&number);
        self.left.notify_waiters();
    }

    /// Waits until there is room for one more.
    pub(super) async fn room(&self) {
        while self.open().connections.len() >= self.most {
            // Somebody may leave before this waits.
            let left = self.left.notified();
            self.make_room();
            // All may be at work: then somebody has to end first.
            let _ = tokio::time::timeout(LOOK, left).await;
        }
    }

    /// Waits until no connection is open.
    pub(super) async fn emptied(&self) {
        while !self.open().connections.is_empty() {
            let _ = tokio::time::timeout(LOOK, self.left.notified()).await;
        }
    }

    /// Closes the connection that has been idle for longest, if any is idle.
    pub(super) fn make_room(&self) {
        let open: Vec<Arc<Connection>> =
            self.open().connections.values().filter_map(Weak::upgrade).collect();
        let idle = open.iter().filter_map(|it| Some((it.idle()?, it)));
        if let Some((_, longest)) = idle.max_by_key(|(idle, _)| *idle) {
            longest.closing.notify_one();
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        // Numbers and names cannot be left half changed.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_connection_that_is_idle_for_longest_makes_room_and_busy_ones_stay() {
        let table = Arc::new(Table::new(3));
        let first = table.enter();
        tokio::time::sleep(Duration::from_millis(5)).await;
        let (second, third) = (table.enter(), table.enter());
        let busy = first.busy();
        tokio::time::sleep(Duration::from_millis(5)).await;
        drop(third.busy());
        table.make_room();
        let told = |it: Arc<Connection>| async move {
            let notified = it.closing.notified();
            tokio::time::timeout(Duration::from_millis(20), notified).await.is_ok()
        };
        assert!(told(Arc::clone(&second)).await, "neither the busy one nor the last to move");
        assert!(!told(Arc::clone(&first)).await);
        drop(second);
        table.room().await;
        drop((busy, first, third));
        table.emptied().await;
    }
}
