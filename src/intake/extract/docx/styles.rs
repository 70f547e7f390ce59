//! What the styles of a Word document say of its paragraphs: headings, and numbered lists.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{attribute, value};

/// A style may rest on another, that on a third, and so on; not deeper.
const DEEPEST: usize = 12;

/// The styles by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

#[derive(Debug, Default)]
struct Style {
    /// The level of heading, from 1.
    level: Option<u8>,
    /// The list, and the level there, from 0.
    list: Option<String>,
    depth: Option<usize>,
    /// Whether it hides its text.
    hidden: bool,
    /// The style that it rests on.
    base: Option<String>,
}

impl Styles {
    /// The styles of `word/styles.xml`. A heading is known by its style's name (`heading 2`, in
    /// whatever language the program speaks) or by its outline level. Broken XML gives what was
    /// read before the fault: styles are an ornament.
    pub(super) fn read(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let mut styles = HashMap::new();
        let mut open: Option<(String, Style)> = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) if start.local_name().as_ref() == b"style" => {
                    let id = attribute(&start, "styleId");
                    open = (!id.is_empty()).then(|| (id, Style::default()));
                }
                Ok(Event::Start(start) | Event::Empty(start)) => {
                    let Some((_, style)) = &mut open else { continue };
                    let value = value(&start);
                    match start.local_name().as_ref() {
                        b"name" => style.level = style.level.or_else(|| named(&value)),
                        b"outlineLvl" => style.level = style.level.or_else(|| outlined(&value)),
                        b"numId" => style.list = Some(value),
                        b"ilvl" => style.depth = value.parse().ok(),
                        b"vanish" => style.hidden = super::is_on(&start),
                        b"basedOn" => style.base = Some(value),
                        _ => {}
                    }
                }
                Ok(Event::End(end)) if end.local_name().as_ref() == b"style" => {
                    styles.extend(open.take());
                }
                Ok(Event::Eof) | Err(_) => return Self(styles),
                Ok(_) => {}
            }
        }
    }

    /// The level of heading, from 1, that a style stands for.
    pub(super) fn level(&self, id: &str) -> Option<u8> {
        self.0.get(id)?.level
    }

    /// Whether text of a style is not shown.
    pub(super) fn is_hidden(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|style| style.hidden)
    }

    /// The list that paragraphs of a style belong to, and the level there, from 0.
    pub(super) fn list(&self, id: &str) -> Option<(&str, usize)> {
        let mut style = self.0.get(id)?;
        let mut depth = None;
        for _ in 0..DEEPEST {
            depth = depth.or(style.depth);
            if let Some(list) = &style.list {
                return Some((list, depth.unwrap_or_default()));
            }
            style = self.0.get(style.base.as_deref()?)?;
        }
        None
    }
}

fn named(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name == "title" {
        return Some(1);
    }
    let level = name.strip_prefix("heading ").or_else(|| name.strip_prefix("标题 "))?;
    level.trim().parse().ok().filter(|level| (1..=9).contains(level))
}

fn outlined(level: &str) -> Option<u8> {
    level.parse::<u8>().ok().filter(|level| *level < 9).map(|level| level + 1)
}
