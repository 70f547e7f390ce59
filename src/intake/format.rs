//! What a raw file is, and its text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::extract::docx::BrokenDocx;
use crate::text::Span;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

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
    encoding: &'static Encoding,
    /// Bytes before the text: the byte order mark.
    lead: usize,
    /// The length of a file whose text does not stand in it byte by byte.
    packed: Option<usize>,
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
    let (encoding, lead) = encoding_of(bytes)?;
    let (text, faulty) = encoding.decode_without_bom_handling(&bytes[lead..]);
    if faulty {
        return Err(Unreadable::UnknownEncoding);
    }
    let text = text.into_owned();
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(Unreadable::Empty);
    }
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if controls * 50 > text.chars().count() {
        return Err(Unreadable::Binary("内容多为控制字符"));
    }
    let markup = markup(name, &text);
    Ok(Decoded { text, markup, encoding, lead, packed: None })
}

impl Decoded {
    /// A file of this many bytes whose text was read out of its package: every span of it leads
    /// back to the whole file.
    #[must_use]
    pub fn packed(bytes: usize) -> Self {
        let (text, markup) = (String::new(), Markup::Plain);
        Self { text, markup, encoding: UTF_8, lead: 0, packed: Some(bytes) }
    }

    /// The bytes of the raw file that the span of [`Decoded::text`] came from.
    #[must_use]
    pub fn raw(&self, span: Span) -> Span {
        if let Some(bytes) = self.packed {
            return Span::new(0, bytes);
        }
        let start = self.lead + self.raw_length(&self.text[..span.start]);
        Span::new(start, start + self.raw_length(span.of(&self.text)))
    }

    fn raw_length(&self, text: &str) -> usize {
        if self.encoding == UTF_8 {
            text.len()
        } else if self.encoding == UTF_16LE || self.encoding == UTF_16BE {
            text.chars().map(char::len_utf16).sum::<usize>() * 2
        } else {
            self.encoding.encode(text).0.len()
        }
    }
}

/// The encoding of `bytes` and the length of its byte order mark.
fn encoding_of(bytes: &[u8]) -> Result<(&'static Encoding, usize), Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if let Some((encoding, lead)) = Encoding::for_bom(bytes) {
        return Ok((encoding, lead));
    }
    if let Some(encoding) = bare_utf16(bytes) {
        return Ok((encoding, 0));
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok((UTF_8, 0));
    }
    if bytes.contains(&0) {
        return Err(Unreadable::Binary("含有空字节"));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    let candidates = if guess == BIG5 { [BIG5, GB18030] } else { [GB18030, BIG5] };
    if guess != BIG5 && guess != GBK && guess != GB18030 && !mostly_high(bytes) {
        return Err(Unreadable::UnknownEncoding);
    }
    let fits = |encoding: &&&'static Encoding| reads_as_chinese(encoding, bytes);
    candidates.iter().find(fits).map(|encoding| (*encoding, 0)).ok_or(Unreadable::UnknownEncoding)
}

/// UTF-16 without its mark: the byte order in which it reads as Chinese. Only bytes with a zero
/// among them are tried, which every line end gives.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.len().is_multiple_of(2) || !bytes.contains(&0) {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| reads_as_chinese(encoding, bytes))
}

/// Whether `bytes` decode without a fault, to text that is Chinese or plain ASCII.
fn reads_as_chinese(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    let known = |c: char| {
        c.is_ascii_graphic()
            || c.is_whitespace()
            || matches!(c, '\u{2000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
    };
    let all = text.chars().count();
    !faulty && text.chars().filter(|&c| known(c)).count() * 10 >= all * 9
}

/// Whether most bytes are outside ASCII, as in Chinese text of two-byte encodings.
fn mostly_high(bytes: &[u8]) -> bool {
    bytes.iter().filter(|&&byte| byte >= 0x80).count() * 2 > bytes.len()
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
    use super::*;

    const TEXT: &str = "关于进一步加强机关党建工作的意见\n第一条 为了贯彻落实,制定本意见。\n";

    fn check(bytes: &[u8], expected: &str) {
        let decoded = decode("a.txt", bytes).unwrap();
        assert_eq!(decoded.text, expected);
        let at = expected.find("第一条").unwrap_or(0);
        let raw = decoded.raw(Span::new(at, expected.len()));
        assert_eq!(raw.end, bytes.len(), "the raw span ends where the file ends");
        let again = decode("a.txt", &bytes[raw.start..raw.end]).unwrap();
        assert_eq!(again.text, expected[at..]);
    }

    #[test]
    fn encodings_are_told_apart_and_spans_are_of_the_raw_bytes() {
        check(TEXT.as_bytes(), TEXT);
        check(&[b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), TEXT);
        check(&GB18030.encode(TEXT).0, TEXT);
        let traditional = "關於進一步加強機關黨建工作的意見\n第一條 為了貫徹落實\n";
        check(&BIG5.encode(traditional).0, traditional);
        let units: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&units, TEXT);
        check(&[b"\xff\xfe".as_slice(), &units].concat(), TEXT);
    }

    #[test]
    fn what_is_no_text_is_refused_with_a_reason() {
        let refused = |bytes: &[u8]| decode("a.txt", bytes).unwrap_err();
        assert_eq!(refused(b""), Unreadable::Empty);
        assert_eq!(refused(b" \n\t"), Unreadable::Empty);
        assert!(matches!(refused(b"%PDF-1.7 ..."), Unreadable::Binary("PDF")));
        assert!(matches!(refused(b"abc\0def\x01\x02"), Unreadable::Binary(_)));
        let noise: Vec<u8> = (0..2000_u32).map(|n| (n * 7919 % 251) as u8 | 1).collect();
        assert!(matches!(refused(&noise), Unreadable::UnknownEncoding | Unreadable::Binary(_)));
    }
}
