//! What a document is, on paper: its metadata, its file, its passages. Pure.

pub mod access;
pub mod citation;
pub mod article;
pub mod clip;
pub mod date;
pub mod front_matter;
pub mod id;
pub mod kind;
pub mod linked_data;
pub mod markdown_file;
pub mod outline;
pub mod report;
pub mod table;
pub mod validity;

pub use access::{Access, Reach};
pub use article::Article;
pub use date::Date;
pub use front_matter::{FrontMatter, Pages, Source};
pub use id::DocumentId;
pub use kind::Kind;
pub use validity::{Status, Validity};
