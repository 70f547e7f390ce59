//! What services work out of a snapshot once and keep for as long as it lives.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::snapshot::Snapshot;

/// A value that is made at most once; while it is made, others wait for it.
type Slot = Arc<Mutex<Option<Arc<dyn Any + Send + Sync>>>>;

/// One value of a type each.
#[derive(Default)]
pub struct Derived {
    slots: Mutex<HashMap<TypeId, Slot>>,
}

impl Snapshot {
    /// The `T` of this snapshot: `make` makes it the first time that it is asked for, and it is
    /// gone with the snapshot. A failure is not kept: the next to ask tries again.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn derived<T: Any + Send + Sync, E>(
        &self,
        make: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let slot = {
            let mut slots = self.derived.slots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(slots.entry(TypeId::of::<T>()).or_default())
        };
        // A `make` that panicked has left nothing in the slot.
        let mut held = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = held.as_ref() {
            return Ok(Arc::clone(known).downcast().expect("a slot holds the type that it is for"));
        }
        let made = Arc::new(make(self)?);
        *held = Some(Arc::clone(&made) as Arc<dyn Any + Send + Sync>);
        Ok(made)
    }
}
