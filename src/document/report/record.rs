//! Data hidden in a report, by which a program reads its own file back.
//!
//! In Markdown it stands in an HTML comment at the end, in DOCX in a part of its own
//! (`customXml/item1.xml`), which office programs keep when they save the file again.

/// Data of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it is, in small letters: `clips`, `evidence`.
    pub kind: &'static str,
    /// The data.
    pub json: String,
}

/// The XML namespace of the part that holds a record.
pub(super) const NAMESPACE: &str = "urn:dianan:record";

/// What a record's comment in Markdown begins with.
const OPENING: &str = "<!-- dianan:";
/// What it ends with.
const CLOSING: &str = " -->";

/// `record` as a comment of one line. JSON holds `--` in strings alone, where the second one can
/// be written as an escape; so the comment cannot end too early.
#[must_use]
pub(super) fn comment(record: &Record) -> String {
    let json = record.json.replace("--", "-\\u002d").replace(['\n', '\r'], " ");
    format!("{OPENING}{} {json}{CLOSING}", record.kind)
}

/// The JSON of the record of this kind in a Markdown text; the last one, where several stand.
#[must_use]
pub fn in_markdown<'a>(text: &'a str, kind: &str) -> Option<&'a str> {
    text.lines().rev().find_map(|line| {
        let inside = line.trim().strip_prefix(OPENING)?.strip_suffix(CLOSING.trim_start())?;
        inside.trim_end().strip_prefix(kind)?.strip_prefix(' ')
    })
}

/// `record` as the XML of a part.
#[must_use]
pub(super) fn part(record: &Record) -> String {
    let json = record.json.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // XML 1.0 (2.2) forbids these two; JSON can name them.
    let json = json.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <record xmlns=\"{NAMESPACE}\" kind=\"{}\">{json}</record>",
        record.kind
    )
}

/// The JSON of the record of this kind in the XML of a part.
#[must_use]
pub fn in_part(xml: &str, kind: &str) -> Option<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut json: Option<String> = None;
    loop {
        let said = match reader.read_event().ok()? {
            Event::Start(start) if start.local_name().as_ref() == b"record" => {
                json = is_of(&start, kind).then(String::new);
                continue;
            }
            Event::Text(text) => text.decode().ok()?.into_owned(),
            Event::CData(text) => text.decode().ok()?.into_owned(),
            Event::GeneralRef(name) => {
                let name = name.decode().ok()?;
                quick_xml::escape::unescape(&format!("&{name};")).ok()?.into_owned()
            }
            Event::End(_) if json.is_some() => return json,
            Event::Eof => return None,
            _ => continue,
        };
        if let Some(json) = &mut json {
            json.push_str(&said);
        }
    }
}

/// Whether an element is a record of ours and of this kind.
fn is_of(start: &quick_xml::events::BytesStart<'_>, kind: &str) -> bool {
    let states = |name: &str, wanted: &str| {
        let value = start.try_get_attribute(name).ok().flatten();
        value.is_some_and(|it| it.value.as_ref() == wanted.as_bytes())
    };
    states("xmlns", NAMESPACE) && states("kind", kind)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_record_is_read_back_out_of_markdown_and_out_of_xml(text in any::<String>()) {
            let json = serde_json::to_string(&text).expect("a string is JSON");
            let record = Record { kind: "clips", json };
            let markdown = format!("# 题\n\n{}\n", comment(&record));
            let read = in_markdown(&markdown, "clips").expect("it stands there");
            prop_assert_eq!(serde_json::from_str::<String>(read).expect("JSON"), text.clone());
            prop_assert!(in_markdown(&markdown, "evidence").is_none());
            let read = in_part(&part(&record), "clips").expect("it stands there");
            prop_assert_eq!(serde_json::from_str::<String>(&read).expect("JSON"), text);
        }

        #[test]
        fn any_text_is_looked_through_without_a_panic(text in any::<String>()) {
            let _ = (in_markdown(&text, "clips"), in_part(&text, "clips"));
        }
    }

    #[test]
    fn a_part_that_another_program_has_written_anew_is_read() {
        let xml = "<?xml version=\"1.0\"?>\n<record xmlns='urn:dianan:record' kind='clips'>\
            {&quot;a&quot;:&#x22;&lt;&quot;}</record>\n";
        assert_eq!(in_part(xml, "clips").as_deref(), Some("{\"a\":\"<\"}"));
    }

    #[test]
    fn only_our_own_part_counts() {
        assert_eq!(in_part("<record kind='clips'>[]</record>", "clips"), None);
        assert_eq!(in_part("<b:Sources xmlns:b='x'>[]</b:Sources>", "clips"), None);
        assert_eq!(in_part("<record", "clips"), None);
    }
}
