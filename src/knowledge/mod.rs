//! What official prose says, read by rules: places, organizations, themes, and facts with the
//! characters that say them.

pub mod region;
pub mod organization;
pub mod theme;
pub mod facts;
pub mod rules;
mod marks;
mod normal;
mod actor;
pub mod reading;
mod subject;
pub(crate) mod instrument;
mod brand;
mod honour;
mod indicator;
mod shorthand;
mod mention;
mod track;
pub(crate) mod owner;
mod settle;
pub mod corrections;
pub mod extract;

pub use corrections::Corrections;
pub use extract::Knowledge;
pub use facts::{Details, Fact, FactType};
pub use reading::Reading;
pub use rules::Rules;
