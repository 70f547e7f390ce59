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
/// Encodings whose codes are UTF-16 already; where the font is not embedded and has no table, readers
/// must know that.
const IN_UTF16: [&[u8]; 4] = [b"UniGB-UCS2-H", b"UniGB-UCS2-V", b"UniGB-UTF16-H", b"UniGB-UTF16-V"];
/// Says that codes of two bytes are UTF-16.
const IDENTITY: &[u8] = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap \
/CMapName /Adobe-Identity-UCS def /CMapType 2 def \
1 begincodespacerange <0000> <FFFF> endcodespacerange \
1 beginbfrange <0000> <FFFF> <0000> endbfrange \
endcmap CMapName currentdict /CMap defineresource pop end end";

/// The file with its strings in UTF-16, where it has fonts that need it.
pub(super) fn to_unicode(document: &mut Document) -> Option<Vec<u8>> {
    let with = |encodings: &[&[u8]]| -> BTreeSet<ObjectId> {
        let fonts = document
            .objects
            .iter()
            .filter(|(_, object)| object.as_dict().is_ok_and(|font| is_in(font, encodings)));
        fonts.map(|(id, _)| *id).collect()
    };
    let (in_gbk, in_utf16) = (with(&IN_GBK), with(&IN_UTF16));
    if in_gbk.is_empty() && in_utf16.is_empty() {
        return None;
    }
    for page in document.get_pages().into_values() {
        let named = names(document, page, &in_gbk);
        if named.is_empty() {
            continue;
        }
        let content = Content::decode(&document.get_page_content(page)).ok()?;
        let content = recoded(content, &named).encode().ok()?;
        document.change_page_content(page, content).ok()?;
    }
    for (id, content) in forms(document, &in_gbk) {
        let stream = document.get_object_mut(id).ok()?.as_stream_mut().ok()?;
        stream.set_plain_content(content);
    }
    let map = document.add_object(Stream::new(Dictionary::new(), IDENTITY.to_vec()));
    for id in in_gbk.iter().chain(&in_utf16) {
        let font = document.get_dictionary_mut(*id).ok()?;
        if in_gbk.contains(id) {
            font.set("Encoding", Object::Name(b"UniGB-UCS2-H".to_vec()));
        }
        font.set("ToUnicode", Object::Reference(map));
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).ok()?;
    Some(bytes)
}

fn is_in(font: &Dictionary, encodings: &[&[u8]]) -> bool {
    let encoding = font.get(b"Encoding").ok().and_then(|it| it.as_name().ok());
    encoding.is_some_and(|name| encodings.contains(&name)) && font.get(b"ToUnicode").is_err()
}

/// The drawings that pages draw as a whole (form `XObjects`) and that use the fonts, recoded. One
/// without resources of its own uses its page's: there every font of a name that is used is meant.
fn forms(document: &Document, fonts: &BTreeSet<ObjectId>) -> Vec<(ObjectId, Vec<u8>)> {
    let mut pages = BTreeSet::new();
    for page in document.get_pages().into_values() {
        pages.extend(names(document, page, fonts));
    }
    let recode = |(id, object): (&ObjectId, &Object)| {
        let stream = object.as_stream().ok()?;
        let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name);
        let is_form = subtype.is_ok_and(|it| it == b"Form");
        if !is_form {
            return None;
        }
        let own = stream.dict.get(b"Resources").ok();
        let own = own.and_then(|it| document.dereference(it).ok()?.1.as_dict().ok());
        let named = match own {
            Some(own) => named_in(document, own, fonts).collect(),
            None => pages.clone(),
        };
        let content = Content::decode(&stream.get_plain_content().ok()?).ok()?;
        (!named.is_empty()).then(|| recoded(content, &named).encode().ok().map(|it| (*id, it)))?
    };
    document.objects.iter().filter_map(recode).collect()
}

/// By which names a page calls the fonts.
fn names(document: &Document, page: ObjectId, fonts: &BTreeSet<ObjectId>) -> BTreeSet<Vec<u8>> {
    let Ok((own, inherited)) = document.get_page_resources(page) else { return BTreeSet::new() };
    let inherited = inherited.into_iter().filter_map(|id| document.get_dictionary(id).ok());
    own.into_iter().chain(inherited).flat_map(|it| named_in(document, it, fonts)).collect()
}

/// By which names resources call the fonts.
fn named_in<'a>(
    document: &'a Document,
    resources: &'a Dictionary,
    fonts: &'a BTreeSet<ObjectId>,
) -> impl Iterator<Item = Vec<u8>> + 'a {
    let named =
        document.get_dict_in_dict(resources, b"Font").into_iter().flat_map(Dictionary::iter);
    named
        .filter(|(_, font)| font.as_reference().is_ok_and(|id| fonts.contains(&id)))
        .map(|(name, _)| name.clone())
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
