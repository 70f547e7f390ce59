//! From a file to its layout: one file a format.

pub mod docx;
mod fixed;
mod grid;
mod html;
pub(super) mod mail;
mod markdown;
mod office;
mod ofd;
mod pdf;
mod pictures;
mod plain;

use super::format::{Decoded, Format, Markup, Unreadable, decode};
use super::layout::Layout;
pub use fixed::{Page, Rule, Run, layout as laid_out};
pub use pictures::{Picture, pictures};

/// The text and the layout of the file `name`, whatever its format.
///
/// # Errors
/// [`Unreadable`].
pub fn read(name: &str, bytes: &[u8]) -> Result<(Decoded, Layout), Unreadable> {
    let layout = match Format::of(name, bytes)? {
        Format::Text => {
            let decoded = decode(name, bytes)?;
            let layout = extract(&decoded);
            return Ok((decoded, layout));
        }
        Format::Csv => {
            let decoded = decode(name, bytes)?;
            let layout = office::extract(decoded.text.as_bytes(), anydoc::Format::Csv)?;
            return Ok((decoded, layout));
        }
        Format::Docx => docx::extract(bytes)?,
        Format::Office(format) => office::extract(bytes, format)?,
        Format::Pdf => pdf::extract(bytes)?,
        Format::Ofd => ofd::extract(bytes)?,
        Format::Mail => mail::extract(bytes)?,
        Format::Archive => {
            return Err(Unreadable::Unsupported("压缩包；请用导入命令，会逐个读里面的文件"));
        }
    };
    Ok((Decoded::packed(bytes.len()), layout))
}

/// The pages of an OFD file, with text and lines where they stand.
///
/// # Errors
/// [`Unreadable`], for files of other formats too.
pub fn pages(name: &str, bytes: &[u8]) -> Result<Vec<Page>, Unreadable> {
    match Format::of(name, bytes)? {
        Format::Ofd => ofd::pages(bytes),
        _ => Err(Unreadable::Unsupported("不是 OFD")),
    }
}

/// The layout of a text.
#[must_use]
pub fn extract(decoded: &Decoded) -> Layout {
    match decoded.markup {
        Markup::Plain => plain::extract(&decoded.text),
        Markup::Markdown => markdown::extract(&decoded.text),
        Markup::Html => html::extract(&decoded.text),
    }
}
