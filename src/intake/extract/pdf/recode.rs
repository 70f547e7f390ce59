//! Fonts that are not embedded and state their characters in GBK, as office programs wrote them:
//! their strings are put into UTF-16, which every reader of PDF knows.
//!
//! The names of the encodings are those of Adobe-GB1 (ISO 32000-2, table 116).

use std::collections::BTreeSet;

use encoding_rs::GBK;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};

/// Encodings whose codes are GBK.
const IN_GBK: [&[u8]; 8] = [
    b"GBK-EUC-H",
    b"GBK-EUC-V",
    b"GBKp-EUC-H",
    b"GBKp-EUC-V",
    b"GBK2K-H",
    b"GBK2K-V",
    b"GB-EUC-H",
    b"GB-EUC-V",
];
/// Says that codes of two bytes are UTF-16.
const IDENTITY: &[u8] = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap \
/CMapName /Adobe-Identity-UCS def /CMapType 2 def \
1 begincodespacerange <0000> <FFFF> endcodespacerange \
1 beginbfrange <0000> <FFFF> <0000> endbfrange \
endcmap CMapName currentdict /CMap defineresource pop end end";

/// The file with its strings in UTF-16, where it has fonts that need it.
pub(super) fn to_unicode(document: &mut Document) -> Option<Vec<u8>> {
    let fonts: BTreeSet<ObjectId> = document
        .objects
        .iter()
        .filter(|(_, object)| object.as_dict().is_ok_and(is_in_gbk))
        .map(|(id, _)| *id)
        .collect();
    if fonts.is_empty() {
        return None;
    }
    for page in document.get_pages().into_values() {
        let named = names(document, page, &fonts);
        if named.is_empty() {
            continue;
        }
        let content = Content::decode(&document.get_page_content(page)).ok()?;
        let content = recoded(content, &named).encode().ok()?;
        document.change_page_content(page, content).ok()?;
    }
    let map = document.add_object(Stream::new(Dictionary::new(), IDENTITY.to_vec()));
    for font in fonts {
        let font = document.get_dictionary_mut(font).ok()?;
        font.set("Encoding", Object::Name(b"UniGB-UCS2-H".to_vec()));
        font.set("ToUnicode", Object::Reference(map));
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).ok()?;
    Some(bytes)
}

fn is_in_gbk(font: &Dictionary) -> bool {
    let encoding = font.get(b"Encoding").ok().and_then(|it| it.as_name().ok());
    encoding.is_some_and(|name| IN_GBK.contains(&name)) && font.get(b"ToUnicode").is_err()
}

/// By which names a page calls the fonts.
fn names(document: &Document, page: ObjectId, fonts: &BTreeSet<ObjectId>) -> BTreeSet<Vec<u8>> {
    let Ok((own, inherited)) = document.get_page_resources(page) else { return BTreeSet::new() };
    let inherited = inherited.into_iter().filter_map(|id| document.get_dictionary(id).ok());
    let all = own.into_iter().chain(inherited);
    let dictionaries = all.filter_map(|it| document.get_dict_in_dict(it, b"Font").ok());
    dictionaries
        .flat_map(Dictionary::iter)
        .filter(|(_, font)| font.as_reference().is_ok_and(|id| fonts.contains(&id)))
        .map(|(name, _)| name.clone())
        .collect()
}

/// The drawing with the strings of the named fonts in UTF-16.
fn recoded(mut content: Content, named: &BTreeSet<Vec<u8>>) -> Content {
    let mut is_named = false;
    let mut before = Vec::new();
    for operation in &mut content.operations {
        match operation.operator.as_str() {
            "q" => before.push(is_named),
            "Q" => is_named = before.pop().unwrap_or(is_named),
            "Tf" => {
                let name = operation.operands.first().and_then(|it| it.as_name().ok());
                is_named = name.is_some_and(|name| named.contains(name));
            }
            "Tj" | "'" | "\"" | "TJ" if is_named => {
                operation.operands.iter_mut().for_each(recode);
            }
            _ => {}
        }
    }
    content
}

fn recode(operand: &mut Object) {
    match operand {
        Object::String(bytes, format) => {
            let (text, _) = GBK.decode_without_bom_handling(bytes);
            *bytes = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            *format = StringFormat::Hexadecimal;
        }
        Object::Array(parts) => parts.iter_mut().for_each(recode),
        _ => {}
    }
}
