//! What a raw file is, and its text.

use super::extract::{docx, mail};
pub use super::unreadable::Unreadable;
use crate::text::Span;
use crate::text::encoding::{self, REPLACEMENT};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// Of the places that cannot be read, this many are named one by one.
const NAMED_PLACES: usize = 5;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text in some encoding: plain, Markdown or HTML.
    Text,
    /// A Word document.
    Docx,
    /// Another file of an office program.
    Office(anydoc::Format),
    /// A table as text.
    Csv,
    /// Pages.
    Pdf,
    /// Pages.
    Ofd,
    /// A mail or a saved page.
    Mail,
    /// Files in one.
    Archive,
}

/// How a file's text is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Lines.
    Plain,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}

/// The text of a raw file.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// As UTF-8.
    pub text: String,
    /// How it is marked up.
    pub markup: Markup,
    /// In Chinese: which bytes could not be read.
    pub remarks: Vec<String>,
    way: Way,
}

/// From the text to the raw file.
#[derive(Debug, Clone)]
enum Way {
    /// The text was read from the file's bytes.
    Bytes(Box<encoding::Decoded>),
    /// The text does not stand byte by byte in a file of this length.
    Packed(usize),
}

/// Endings of formats that are zip files.
const ZIPPED: [&str; 11] =
    ["docx", "xlsx", "pptx", "ofd", "odt", "ods", "odp", "epub", "zip", "wps", "et"];

/// Beginnings of files that are of no kind that is read.
const SIGNATURES: [(&[u8], &str); 8] = [
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\0", "图片"),
    (b"Rar!", "rar 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gz 压缩包"),
];

impl Format {
    /// The format of the file `name`: by its content first, then by its name.
    ///
    /// # Errors
    /// [`Unreadable::Unsupported`], [`Unreadable::Locked`] and [`Unreadable::Empty`].
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, Unreadable> {
        use anydoc::Format as Office;
        if bytes.is_empty() {
            return Err(Unreadable::Empty);
        }
        let is_bmp = |signature: &[u8]| signature != b"BM" || bytes.contains(&0);
        let known = SIGNATURES.iter().find(|(it, _)| bytes.starts_with(it) && is_bmp(it));
        if let Some((_, what)) = known {
            return Err(match *what {
                "图片" => Unreadable::Pictures { pages: Vec::new(), of: 0 },
                what => Unreadable::Unsupported(what),
            });
        }
        if docx::looks_zipped(bytes) {
            return zipped(name, bytes);
        }
        match Office::from_bytes(bytes) {
            Some(Office::Pdf) => return Ok(Self::Pdf),
            Some(format) => return Ok(Self::Office(format)),
            None if bytes.starts_with(b"\xd0\xcf\x11\xe0") => {
                let names: Vec<u8> =
                    "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
                let is_locked = bytes.windows(names.len()).any(|it| it == names);
                return Err(if is_locked {
                    Unreadable::Locked
                } else {
                    Unreadable::Broken {
                        what: "doc、xls、ppt 或 wps",
                        reason: "里面没有正文".to_owned(),
                    }
                });
            }
            None => {}
        }
        if mail::looks_like_mail(name, bytes) {
            return Ok(Self::Mail);
        }
        if is_office_xml(bytes) {
            return Err(Unreadable::Unsupported("XML 格式的 Word 或 Excel 文件"));
        }
        Ok(if name.to_lowercase().ends_with(".csv") { Self::Csv } else { Self::Text })
    }
}

/// Whether a file is a picture.
#[must_use]
pub fn is_picture(bytes: &[u8]) -> bool {
    matches!(Format::of("", bytes), Err(Unreadable::Pictures { of: 0, .. }))
}

/// Which of the formats that are zip files.
fn zipped(name: &str, bytes: &[u8]) -> Result<Format, Unreadable> {
    use anydoc::Format as Office;
    let broken = |reason: &str| {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        let what = ZIPPED.into_iter().find(|it| *it == ending).unwrap_or("docx、xlsx 或压缩包");
        Unreadable::Broken { what, reason: reason.to_owned() }
    };
    let Ok(archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return Err(broken("压缩目录损坏或文件不完整"));
    };
    let names: Vec<String> =
        archive.file_names().map(|name| name.replace('\\', "/").to_lowercase()).collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has("ofd.xml") || names.iter().any(|name| name.ends_with("/ofd.xml")) {
        return Ok(Format::Ofd);
    }
    match Office::from_bytes(bytes) {
        Some(Office::Docx) => Ok(Format::Docx),
        Some(format) => Ok(Format::Office(format)),
        None if has("word/document.xml") => Ok(Format::Docx),
        // Packages of programs that are not read: drawings, mind maps, prints.
        None if has("[content_types].xml") || has("mimetype") || has("content.json") => {
            Err(broken("里面没有可读的正文"))
        }
        None => Ok(Format::Archive),
    }
}

/// Whether a text is XML of an office program, which is no text to a reader.
fn is_office_xml(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with("<?xml")
        && ["mso-application", "office:document", "schemas-microsoft-com:office", "pkg:package"]
            .iter()
            .any(|mark| head.contains(mark))
}

/// Reads the bytes of the text file `name`.
///
/// # Errors
/// [`Unreadable`].
pub fn decode(name: &str, bytes: &[u8]) -> Result<Decoded, Unreadable> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Unreadable::TooLarge(bytes.len() as u64));
    }
    let mut decoded = encoding::decode(bytes)?;
    let text = std::mem::take(&mut decoded.text);
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(Unreadable::Empty);
    }
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if controls * 50 > text.chars().count() {
        return Err(Unreadable::Unsupported("内容多为控制字符"));
    }
    let markup = markup(name, &text);
    let remarks = remarks(&decoded);
    Ok(Decoded { text, markup, remarks, way: Way::Bytes(Box::new(decoded)) })
}

impl Decoded {
    /// A file of this many bytes whose text was read out of its package: every span of it leads
    /// back to the whole file.
    #[must_use]
    pub fn packed(bytes: usize) -> Self {
        let (text, markup) = (String::new(), Markup::Plain);
        Self { text, markup, remarks: Vec::new(), way: Way::Packed(bytes) }
    }

    /// The bytes of the raw file that the span of [`Decoded::text`] came from.
    #[must_use]
    pub fn raw(&self, span: Span) -> Span {
        match &self.way {
            Way::Bytes(decoded) => decoded.raw(span),
            Way::Packed(bytes) => Span::new(0, *bytes),
        }
    }
}

/// What a person should know of bytes that could not be read.
fn remarks(decoded: &encoding::Decoded) -> Vec<String> {
    let encoding = decoded.encoding();
    let mut remarks: Vec<String> = decoded
        .bad
        .iter()
        .take(NAMED_PLACES)
        .map(|place| {
            let cut = if place.at_end {
                "文件在一个字的中间断开，可能不完整；"
            } else {
                ""
            };
            let place = place.describe();
            format!("{place} 按 {encoding} 读不出，已用“{REPLACEMENT}”代替；{cut}请对照原件核对")
        })
        .collect();
    let more = decoded.bad.len().saturating_sub(NAMED_PLACES);
    if more > 0 {
        remarks.push(format!("另有 {more} 处字节读不出，也已用“{REPLACEMENT}”代替"));
    }
    remarks
}

fn markup(name: &str, text: &str) -> Markup {
    let name = name.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let head: String = text.trim_start().chars().take(512).collect::<String>().to_lowercase();
    if ends(&[".html", ".htm", ".xhtml", ".shtml"])
        || head.starts_with("<!doctype html")
        || head.contains("<html")
    {
        Markup::Html
    } else if ends(&[".md", ".markdown"]) {
        Markup::Markdown
    } else {
        Markup::Plain
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    const TEXT: &str = "关于进一步加强机关党建工作的意见\n第一条 为了贯彻落实,制定本意见。\n";

    #[test]
    fn spans_are_of_the_raw_bytes() {
        for bytes in [
            TEXT.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", TEXT.as_bytes()].concat(),
            GB18030.encode(TEXT).0.into_owned(),
        ] {
            let decoded = decode("a.txt", &bytes).unwrap();
            assert_eq!(decoded.text, TEXT);
            let at = TEXT.find("第一条").unwrap_or(0);
            let raw = decoded.raw(Span::new(at, TEXT.len()));
            assert_eq!(raw.end, bytes.len(), "the raw span ends where the file ends");
            let again = decode("a.txt", &bytes[raw.start..raw.end]).unwrap();
            assert_eq!(again.text, TEXT[at..]);
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_a_reason() {
        let refused = |bytes: &[u8]| decode("a.txt", bytes).unwrap_err();
        assert_eq!(refused(b""), Unreadable::Empty);
        assert_eq!(refused(b" \n\t"), Unreadable::Empty);
        assert!(matches!(refused(b"abc\0def\x01\x02"), Unreadable::Unsupported(_)));
        let format = |bytes: &[u8]| Format::of("a.txt", bytes);
        assert!(matches!(format(b"\x89PNG\r\n"), Err(Unreadable::Pictures { .. })));
        assert_eq!(format(b"%PDF-1.7 ..."), Ok(Format::Pdf));
        assert_eq!(format(b"BMW"), Ok(Format::Text));
        assert_eq!(refused(b"na\xefve caf\xe9"), Unreadable::UnknownEncoding);
        let often: Vec<u8> =
            TEXT.split_inclusive('，').map(str::as_bytes).collect::<Vec<_>>().concat();
        let often: Vec<u8> = often.chunks(20).flat_map(|it| [it, b"\xff"].concat()).collect();
        let reason = refused(&often).to_string();
        assert!(reason.contains("UTF-8") && reason.contains("第 1 行"), "{reason}");
    }

    #[test]
    fn a_byte_that_cannot_be_read_is_named_in_a_remark() {
        let bytes = [TEXT.as_bytes(), b"\xff"].concat();
        let remarks = decode("a.txt", &bytes).unwrap().remarks;
        assert_eq!(remarks.len(), 1);
        assert!(remarks[0].contains("第 3 行第 1 个字处的字节 0xFF"), "{}", remarks[0]);
    }
}
