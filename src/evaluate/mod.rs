//! How well the library finds: judged questions asked on the path that users take.

pub mod judgments;
pub mod known_items;
pub mod metrics;
pub mod scorecard;

pub use judgments::{Judgments, JudgmentsError};
pub use known_items::known_items;
pub use scorecard::{Scorecard, evaluate};
