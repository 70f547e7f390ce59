//! Tags with more attributes than any page has, cut down before they are parsed: the parser compares
//! each attribute with all before it.

use std::borrow::Cow;

/// The most attributes of a tag that are read.
const MOST: usize = 200;

/// `text` without the attributes of a tag past the first [`MOST`].
pub(super) fn bounded(text: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut from = 0;
    let mut rest = 0;
    while let Some(open) = text[rest..].find('<').map(|at| rest + at) {
        rest = open + 1;
        if !text[rest..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let tag = Tag::read(&text[rest..]);
        if let Some(cut) = tag.cut {
            kept.push_str(&text[from..rest + cut]);
            from = rest + tag.end;
        }
        rest += tag.end;
    }
    if kept.is_empty() {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[from..]);
    Cow::Owned(kept)
}

/// A tag behind its `<`, in bytes.
struct Tag {
    /// Where its `>` stands, or the text ends.
    end: usize,
    /// Where the first attribute too many begins.
    cut: Option<usize>,
}

impl Tag {
    fn read(text: &str) -> Self {
        let (mut attributes, mut cut) = (0, None);
        let (mut quote, mut before) = (None, b' ');
        for (at, byte) in text.bytes().enumerate() {
            match quote {
                Some(open) if byte == open => quote = None,
                Some(_) => {}
                None if byte == b'>' => return Self { end: at, cut },
                None => {
                    // A quote mark opens a value only behind an equals sign.
                    if matches!(byte, b'"' | b'\'') && before == b'=' {
                        quote = Some(byte);
                    }
                    let begins = before.is_ascii_whitespace() || before == b'/';
                    if at > 0 && begins && !byte.is_ascii_whitespace() && byte != b'=' {
                        attributes += 1;
                        if attributes > MOST && cut.is_none() {
                            cut = Some(at);
                        }
                    }
                }
            }
            if !byte.is_ascii_whitespace() || before != b'=' {
                before = byte;
            }
        }
        Self { end: text.len(), cut }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stay_as_they_are_and_a_tag_of_countless_attributes_is_cut() {
        let page =
            "<p class=\"a > b\" title='1 < 2'>甲 < 乙</p><img src = \"data:x y z\"/><!-- <a b> -->";
        assert!(matches!(bounded(page), Cow::Borrowed(_)));
        let many: String = (0..5_000).map(|n| format!(" a{n}=\"1 2\"")).collect();
        let text = format!("<p>甲</p><p{many}>乙</p><p>丙</p>");
        let cut = bounded(&text);
        assert!(cut.len() < 5_000 && cut.ends_with(">乙</p><p>丙</p>"), "{cut}");
        assert!(cut.starts_with("<p>甲</p><p a0=\"1 2\" a1="), "{cut}");
        assert_eq!(cut.matches("=\"1 2\"").count(), MOST);
        // A tag without end goes to the end of the text.
        assert!(bounded(&format!("<p{many}")).len() < 5_000);
    }
}
