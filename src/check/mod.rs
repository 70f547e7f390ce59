//! What a writer stands on: evidence that can be verified again.

pub mod evidence;
