//! The zip file that an OFD file is, and its XML as a tree.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::intake::format::Unreadable;

/// The most bytes that a part may have when it is unpacked, and all that are read together.
const MAX_PART: u64 = 64 * 1024 * 1024;
const MAX_ALL: u64 = 256 * 1024 * 1024;
/// What is said of a zip file that cannot be unpacked.
const DAMAGED: &str = "压缩内容损坏或文件不完整";
/// The deepest nesting of elements.
const DEEPEST: usize = 128;

/// An open OFD file.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unpacked.
    left: u64,
    /// The folder that all of it lies in, where somebody packed it so.
    folder: String,
}

/// An element.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    /// Without its prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) nodes: Vec<Node>,
    /// Its own characters.
    pub(super) text: String,
}

impl Node {
    /// The first child of this name.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        self.nodes.iter().find(|node| node.name == name)
    }

    pub(super) fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.nodes.iter().filter(move |node| node.name == name)
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes));
        let archive = archive.map_err(|_| broken(DAMAGED.to_owned()))?;
        let ends = |name: &&str| name.to_lowercase().ends_with("/ofd.xml");
        let root = archive.file_names().find(ends).map(|name| name[..name.len() - 7].to_owned());
        let whole = archive.file_names().any(|name| name.eq_ignore_ascii_case("OFD.xml"));
        let folder = root.filter(|_| !whole).unwrap_or_default();
        Ok(Self { archive, left: MAX_ALL, folder })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.name(name).is_some()
    }

    /// The name of a part as the package writes it: case differs between programs.
    fn name(&self, path: &str) -> Option<String> {
        let path = format!("{}{}", self.folder, path.trim_start_matches('/'));
        let mut names = self.archive.file_names();
        names
            .find(|name| name.trim_start_matches('/').eq_ignore_ascii_case(&path))
            .map(str::to_owned)
    }

    pub(super) fn xml(&mut self, path: &str) -> Result<Node, Unreadable> {
        self.optional_xml(path)?.ok_or_else(|| broken(format!("缺少 {path}")))
    }

    /// The root of a part; `None` where the package has none of this name.
    pub(super) fn optional_xml(&mut self, path: &str) -> Result<Option<Node>, Unreadable> {
        self.part(path)?.map(|bytes| parse(path, &bytes)).transpose()
    }

    /// The bytes of a part; `None` where the package has none of this name.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(name) = self.name(path) else { return Ok(None) };
        let part = self.archive.by_name(&name).map_err(|_| broken(DAMAGED.to_owned()))?;
        let most = MAX_PART.min(self.left);
        let mut bytes = Vec::new();
        let read = part.take(most + 1).read_to_end(&mut bytes);
        read.map_err(|_| broken(DAMAGED.to_owned()))?;
        let size = bytes.len() as u64;
        if size > most {
            let detail = format!("{name} 解压后超过 {most} 字节");
            return Err(Unreadable::PastBounds { what: "OFD", detail });
        }
        self.left -= size;
        Ok(Some(bytes))
    }
}

fn broken(reason: String) -> Unreadable {
    Unreadable::Broken { what: "OFD", reason }
}

fn parse(part: &str, bytes: &[u8]) -> Result<Node, Unreadable> {
    let text = decoded(bytes);
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<Node> = vec![Node::default()];
    loop {
        let at = reader.buffer_position();
        let bad = |reason: String| broken(format!("{part} 第 {at} 字节处的 XML 有误：{reason}"));
        match reader.read_event().map_err(|error| bad(error.to_string()))? {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err(bad("套叠太深".to_owned()));
                }
                open.push(node(&start));
            }
            Event::Empty(start) => {
                let node = node(&start);
                if let Some(parent) = open.last_mut() {
                    parent.nodes.push(node);
                }
            }
            Event::End(_) if open.len() > 1 => {
                let node = open.pop().unwrap_or_default();
                if let Some(parent) = open.last_mut() {
                    parent.nodes.push(node);
                }
            }
            Event::Text(text) => say(&mut open, &text.xml10_content().unwrap_or_default()),
            Event::CData(text) => say(&mut open, &text.decode().unwrap_or_default()),
            Event::GeneralRef(name) => {
                let name = name.decode().unwrap_or_default();
                let text = quick_xml::escape::unescape(&format!("&{name};")).map(String::from);
                say(&mut open, &text.unwrap_or_default());
            }
            Event::Eof if open.len() > 1 => return Err(bad("没有写完".to_owned())),
            Event::Eof => break,
            _ => {}
        }
    }
    open.pop()
        .and_then(|root| root.nodes.into_iter().next())
        .ok_or_else(|| broken(format!("{part} 是空的")))
}

/// The text of an XML file in the encoding that it states (XML 1.0, 4.3.3).
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let label = head
        .split_once("encoding=")
        .map_or("utf-8", |(_, rest)| rest.split(['"', '\'']).nth(1).unwrap_or("utf-8"));
    let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(UTF_8);
    // A mark at the beginning says more than the statement.
    encoding.decode(bytes).0
}

fn say(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

fn node(start: &BytesStart<'_>) -> Node {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let attributes = start.attributes().flatten().map(|it| {
        let raw = text(&it.value);
        let value = quick_xml::escape::unescape(&raw).map(String::from).unwrap_or(raw.clone());
        (text(it.key.local_name().as_ref()), value)
    });
    let name = text(start.local_name().as_ref());
    Node { name, attributes: attributes.collect(), ..Node::default() }
}

/// The folder of a path, with a stroke behind it.
pub(super) fn folder_of(path: &str) -> String {
    path.rfind('/').map_or_else(String::new, |at| path[..=at].to_owned())
}

/// A path as it is stated in a file of `folder`.
pub(super) fn resolved(folder: &str, path: &str) -> String {
    let path = path.trim();
    if path.starts_with('/') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
