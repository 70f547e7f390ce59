//! What a raw file is, and its text.

use super::extract::docx::BrokenDocx;
use crate::text::Span;
use crate::text::encoding::{self, NotText, REPLACEMENT};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// Of the places that cannot be read, this many are named one by one.
const NAMED_PLACES: usize = 5;

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

/// Why a file cannot be imported, in Chinese, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No bytes, or nothing but white space.
    #[error("文件是空的")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("文件太大：{0} 字节；上限 {MAX_BYTES} 字节，请先拆分")]
    TooLarge(u64),
    /// A picture, an archive, an office file.
    #[error("不是文本文件（{0}）；目前支持 txt、md、html、docx，请先另存为其中一种")]
    Binary(&'static str),
    /// A Word document that is broken or past the bounds.
    #[error(transparent)]
    Docx(#[from] BrokenDocx),
    /// In no encoding that is known.
    #[error("无法识别文字编码；支持 UTF-8、GB18030、GBK、Big5、UTF-16，请先转换")]
    UnknownEncoding,
    /// In an encoding that is known, but for too many bytes.
    #[error(
        "文字编码像是 {encoding}，但读不出的字节太多，第一处是{first}；\
         文件可能已损坏或混用了几种编码，请找到完好的原件，或用原来的软件另存为 UTF-8 再导入"
    )]
    Damaged {
        /// Its name.
        encoding: &'static str,
        /// Line, column and bytes of the first bad place.
        first: String,
    },
}

/// Beginnings of files that are not text.
const SIGNATURES: [(&[u8], &str); 9] = [
    (b"PK\x03\x04", "docx、xlsx 或压缩包"),
    (b"\xd0\xcf\x11\xe0", "doc、xls 或 wps"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
];

/// Reads the bytes of the file `name`.
///
/// # Errors
/// [`Unreadable`].
pub fn decode(name: &str, bytes: &[u8]) -> Result<Decoded, Unreadable> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Unreadable::TooLarge(bytes.len() as u64));
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(Unreadable::Binary(what));
    }
    let mut decoded = encoding::decode(bytes)?;
    let text = std::mem::take(&mut decoded.text);
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(Unreadable::Empty);
    }
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if controls * 50 > text.chars().count() {
        return Err(Unreadable::Binary("内容多为控制字符"));
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

impl From<NotText> for Unreadable {
    fn from(fault: NotText) -> Self {
        match fault {
            NotText::Empty => Self::Empty,
            NotText::Binary => Self::Binary("含有空字节"),
            NotText::Unknown => Self::UnknownEncoding,
            NotText::Damaged { encoding, first } => {
                Self::Damaged { encoding, first: first.describe() }
            }
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
        assert!(matches!(refused(b"%PDF-1.7 ..."), Unreadable::Binary("PDF")));
        assert!(matches!(refused(b"abc\0def\x01\x02"), Unreadable::Binary(_)));
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
