//! The pictures that pages without text show, as files that a program for recognising text reads.

use serde::{Deserialize, Serialize};

use super::{ofd, pdf};
use crate::intake::format::{Format, Unreadable, is_picture};

/// The most pages of a file whose text is recognised.
const MOST_PAGES: usize = 1_000;

/// A picture of a page, or of a part of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// The page, from 1.
    pub page: u32,
    /// Width and height of the page in points (1/72 inch); `None` where the file has no pages.
    pub size: Option<(f32, f32)>,
    /// A file of a picture: JPEG, TIFF, PNM and the like.
    #[serde(with = "hexadecimal")]
    pub bytes: Vec<u8>,
}

/// The pictures of the pages of the file `name`, in their order; pages whose picture cannot be
/// taken out are not among them.
///
/// # Errors
/// [`Unreadable`].
pub fn pictures(name: &str, bytes: &[u8]) -> Result<Vec<Picture>, Unreadable> {
    if is_picture(bytes) {
        return Ok(vec![Picture { page: 1, size: None, bytes: bytes.to_vec() }]);
    }
    let mut pictures = match Format::of(name, bytes)? {
        Format::Pdf => pdf::pictures(bytes)?,
        Format::Ofd => ofd::pictures(bytes)?,
        _ => Vec::new(),
    };
    pictures.truncate(MOST_PAGES);
    Ok(pictures)
}

/// Bytes as hexadecimal digits: half as long in JSON as a list of numbers.
mod hexadecimal {
    use std::fmt::Write;

    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        let mut digits = String::with_capacity(bytes.len() * 2);
        for byte in bytes {
            write!(digits, "{byte:02x}").expect("a string can be written to");
        }
        to.serialize_str(&digits)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let digits = String::deserialize(from)?;
        let byte = |pair: &[u8]| {
            std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok())
        };
        let bytes: Option<Vec<u8>> = digits.as_bytes().chunks(2).map(byte).collect();
        bytes.ok_or_else(|| de::Error::custom("no hexadecimal digits"))
    }
}
