//! What official prose says, read by rules: places, organizations, themes, and facts with the
//! characters that say them.

pub mod region;
pub mod organization;
pub mod theme;
pub mod facts;
mod marks;
mod actor;
pub mod reading;
mod instrument;
mod brand;
mod honour;
mod indicator;
mod shorthand;
mod mention;
pub mod corrections;
pub mod extract;

pub use corrections::Corrections;
pub use extract::Knowledge;
pub use facts::{Details, Fact, FactType};
pub use reading::Reading;
