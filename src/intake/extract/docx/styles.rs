//! Which styles of a Word document are headings, and of which level.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::value;

/// Style identifiers with the level of heading that they stand for, from 1. A style is known by
/// its name (`heading 2`, in whatever language the program speaks) or by its outline level.
/// Broken XML gives what was read before the fault: styles are an ornament.
pub(super) fn heading_levels(xml: &str) -> Vec<(String, u8)> {
    let mut reader = Reader::from_str(xml);
    let mut levels = Vec::new();
    let mut style: Option<(String, Option<u8>)> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if start.local_name().as_ref() == b"style" => {
                let ids = start.attributes().flatten();
                let mut ids = ids.filter(|it| it.key.local_name().as_ref() == b"styleId");
                let id = ids.next().map(|it| String::from_utf8_lossy(&it.value).into_owned());
                style = id.map(|id| (id, None));
            }
            Ok(Event::Start(start) | Event::Empty(start)) => {
                let Some((_, level)) = &mut style else { continue };
                match start.local_name().as_ref() {
                    b"name" => *level = level.or_else(|| named(&value(&start))),
                    b"outlineLvl" => *level = level.or_else(|| outlined(&value(&start))),
                    _ => {}
                }
            }
            Ok(Event::End(end)) if end.local_name().as_ref() == b"style" => {
                levels.extend(style.take().and_then(|(id, level)| Some((id, level?))));
            }
            Ok(Event::Eof) | Err(_) => return levels,
            Ok(_) => {}
        }
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
