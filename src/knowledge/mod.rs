//! What official prose says, read by rules: places, organizations, themes.

pub mod region;
pub mod organization;
pub mod theme;
