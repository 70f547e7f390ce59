//! The text that a scanner's software lays invisibly over the picture of a page.

use lopdf::content::Content;
use lopdf::{Document, Object, ObjectId};

/// Draws text without showing it (ISO 32000-2, table 104).
const INVISIBLE: i64 = 3;

/// The file with its invisible text made visible, where it has any.
pub(super) fn shown(document: &mut Document) -> Option<Vec<u8>> {
    let mut found = false;
    for page in document.get_pages().into_values() {
        if let Some(content) = revealed(&document.get_page_content(page)) {
            document.change_page_content(page, content).ok()?;
            found = true;
        }
    }
    let forms: Vec<(ObjectId, Vec<u8>)> = document
        .objects
        .iter()
        .filter_map(|(id, object)| {
            let stream = object.as_stream().ok()?;
            let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name).ok()?;
            let content = (subtype == b"Form").then(|| stream.get_plain_content().ok())??;
            Some((*id, revealed(&content)?))
        })
        .collect();
    for (id, content) in forms {
        document.get_object_mut(id).ok()?.as_stream_mut().ok()?.set_plain_content(content);
        found = true;
    }
    if !found {
        return None;
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).ok()?;
    Some(bytes)
}

/// The drawing with its text shown; `None` where all of it is.
fn revealed(content: &[u8]) -> Option<Vec<u8>> {
    let mut content = Content::decode(content).ok()?;
    let mut found = false;
    for operation in content.operations.iter_mut().filter(|it| it.operator == "Tr") {
        if operation.operands.first().is_some_and(|it| it.as_i64().is_ok_and(|it| it == INVISIBLE))
        {
            operation.operands = vec![Object::Integer(0)];
            found = true;
        }
    }
    found.then(|| content.encode().ok())?
}
