//! From a file's text to lines: one file a markup.

pub mod docx;
mod html;
mod markdown;
mod plain;

use super::convert::Removed;
use super::format::{Decoded, Markup};
use super::rough::Line;

/// A file's lines, and what the markup itself showed to be no part of the article.
#[derive(Debug, Clone, Default)]
pub struct Extracted {
    /// In order.
    pub lines: Vec<Line>,
    /// The page's title, from outside the article.
    pub title: Option<String>,
    /// Parts of the page around the article.
    pub removed: Vec<Removed>,
}

/// The lines of `decoded`.
#[must_use]
pub fn extract(decoded: &Decoded) -> Extracted {
    match decoded.markup {
        Markup::Plain => plain::extract(&decoded.text),
        Markup::Markdown => markdown::extract(&decoded.text),
        Markup::Html => html::extract(&decoded.text),
    }
}
