//! From a file's text to its layout: one file a markup.

pub mod docx;
mod grid;
mod html;
mod markdown;
mod plain;

use super::format::{Decoded, Markup};
use super::layout::Layout;

/// The layout of `decoded`.
#[must_use]
pub fn extract(decoded: &Decoded) -> Layout {
    match decoded.markup {
        Markup::Plain => plain::extract(&decoded.text),
        Markup::Markdown => markdown::extract(&decoded.text),
        Markup::Html => html::extract(&decoded.text),
    }
}
