//! What the markup of a Word document says: names, references, the values of properties.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

/// The character that `&name;` stands for; nothing where there is none.
pub(super) fn referred(name: &quick_xml::events::BytesRef<'_>) -> String {
    let name = name.decode().unwrap_or_default();
    quick_xml::escape::unescape(&format!("&{name};")).map(Into::into).unwrap_or_default()
}

/// Whether a name is of the vocabulary of Word documents, transitional or strict.
pub(super) fn is_word(namespace: &ResolveResult<'_>) -> bool {
    let ResolveResult::Bound(name) = namespace else { return false };
    let name = String::from_utf8_lossy(name.as_ref());
    name.contains("/wordprocessingml/") && name.ends_with("/main")
}

/// A number with a space after it where it would run into the text: 1.2 目标, but 第三条　and 一、.
pub(super) fn spaced(number: String) -> String {
    let apart = number.ends_with(|c: char| c.is_alphanumeric()) || number.ends_with('.');
    if apart { number + " " } else { number }
}

/// Whether a property is switched on: by its presence, unless it says otherwise.
pub(super) fn is_on(start: &BytesStart<'_>) -> bool {
    !matches!(value(start).as_str(), "0" | "false" | "off")
}

/// The value (`w:val`) of an element; empty where it has none.
pub(super) fn value(start: &BytesStart<'_>) -> String {
    attribute(start, "val")
}

/// The attribute of this name, references resolved; empty where there is none.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    let named = |key: &[u8]| key == name.as_bytes();
    let mut values = start.attributes().flatten().filter(|it| named(it.key.local_name().as_ref()));
    let raw = values.next().map(|it| String::from_utf8_lossy(&it.value).into_owned());
    let raw = raw.unwrap_or_default();
    quick_xml::escape::unescape(&raw).map(Into::into).unwrap_or(raw.clone())
}

/// The part that holds the document, as the relationships of the package name it.
pub(super) fn main_part(relationships: &str) -> Option<String> {
    let mut reader = quick_xml::Reader::from_str(relationships);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start)
                if attribute(&start, "Type").ends_with("/officeDocument") =>
            {
                return Some(attribute(&start, "Target").trim_start_matches('/').to_owned());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}
