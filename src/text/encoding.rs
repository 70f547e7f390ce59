//! From bytes to text: which encoding they are in, which of them are bad, and the way back.

mod bad;
mod detect;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::span::Span;

/// Stands in the text for bytes that cannot be read.
pub const REPLACEMENT: char = '\u{fffd}';
/// Text of other encodings than UTF-8 has an anchor about every so many bytes.
const STRIDE: usize = 4096;

/// Text that was read from bytes.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// As UTF-8, with [`REPLACEMENT`] for each place in [`Decoded::bad`].
    pub text: String,
    /// Places whose bytes cannot be read, in order; few, or the bytes would have been refused.
    pub bad: Vec<BadPlace>,
    encoding: &'static Encoding,
    /// Pairs of a byte of the text and the byte of the source that it was read from, rising.
    anchors: Vec<(usize, usize)>,
    /// The source, where its characters have other lengths than those of the text.
    source: Vec<u8>,
}

/// Bytes that cannot be read in the encoding of the text around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPlace {
    /// Counted from 1.
    pub line: usize,
    /// Characters from the start of the line, counted from 1.
    pub column: usize,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Whether nothing follows: the source may have been cut short.
    pub at_end: bool,
}

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotText {
    /// There are none.
    Empty,
    /// Zero bytes stand among them.
    Binary,
    /// They are in no encoding that is known here.
    Unknown,
    /// They are nearest to `encoding`, and too many of them are bad.
    Damaged {
        /// Its name.
        encoding: &'static str,
        /// The first bad place.
        first: BadPlace,
    },
}

impl BadPlace {
    /// In Chinese: where, and which bytes, `第 3 行第 12 个字处的字节 0xFF`.
    #[must_use]
    pub fn describe(&self) -> String {
        let bytes: Vec<String> = self.bytes.iter().map(|byte| format!("0x{byte:02X}")).collect();
        format!("第 {} 行第 {} 个字处的字节 {}", self.line, self.column, bytes.join(" "))
    }
}

/// Reads `bytes`: UTF-8, GB18030 with GBK, Big5 and UTF-16, with or without byte order mark. A few
/// bad bytes (one, and about one in a hundred Chinese characters) are replaced and listed.
///
/// # Errors
/// [`NotText`].
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    let found = detect::encoding_of(bytes)?;
    Ok(Decoded::new(bytes, found))
}

impl Decoded {
    fn new(bytes: &[u8], found: detect::Found) -> Self {
        let detect::Found { encoding, lead, bad } = found;
        let mut decoded = Self {
            text: String::with_capacity(bytes.len()),
            bad: Vec::new(),
            encoding,
            anchors: Vec::new(),
            source: Vec::new(),
        };
        let (mut at, mut replaced) = (lead, Vec::new());
        for range in bad {
            decoded.read(bytes, Span::new(at, range.start));
            decoded.anchors.push((decoded.text.len(), range.start));
            replaced.push((decoded.text.len(), range));
            decoded.text.push(REPLACEMENT);
            at = range.end;
        }
        decoded.read(bytes, Span::new(at, bytes.len()));
        decoded.anchors.push((decoded.text.len(), bytes.len()));
        decoded.bad = places(&decoded.text, bytes, &replaced);
        if encoding != UTF_8 {
            decoded.source = bytes.to_vec();
        }
        decoded
    }

    /// The name of the encoding, `UTF-8`.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        detect::name(self.encoding)
    }

    /// The bytes of the source that this span of the text was read from.
    ///
    /// # Panics
    /// When the span does not lie in the text.
    #[must_use]
    pub fn raw(&self, span: Span) -> Span {
        Span::new(self.raw_offset(span.start), self.raw_offset(span.end))
    }

    fn raw_offset(&self, at: usize) -> usize {
        let after = self.anchors.partition_point(|(text, _)| *text <= at);
        let (text, raw) = self.anchors[after.saturating_sub(1)];
        let wanted = at - text;
        if self.encoding == UTF_8 {
            let next = self.anchors.get(after).map_or(usize::MAX, |(_, raw)| *raw);
            return (raw + wanted).min(next);
        }
        raw + length_read(self.encoding, &self.source[raw..], wanted)
    }

    /// Reads a stretch without bad bytes.
    fn read(&mut self, bytes: &[u8], span: Span) {
        let mut at = span.start;
        while at < span.end {
            let end = stretch_end(self.encoding, bytes, Span::new(at, span.end));
            self.anchors.push((self.text.len(), at));
            self.text.push_str(&self.encoding.decode_without_bom_handling(&bytes[at..end]).0);
            at = end;
        }
    }
}

/// Where a stretch that begins with `span` can end: behind a line end, which never is a part of
/// another character; the whole of it in UTF-8, whose characters need no further anchors.
fn stretch_end(encoding: &'static Encoding, bytes: &[u8], span: Span) -> usize {
    let from = span.start + STRIDE;
    if encoding == UTF_8 || from >= span.end {
        return span.end;
    }
    let rest = &bytes[from..span.end];
    if encoding == UTF_16LE || encoding == UTF_16BE {
        let line_end = if encoding == UTF_16LE { [b'\n', 0] } else { [0, b'\n'] };
        let found = rest.chunks_exact(2).position(|unit| unit == line_end);
        return found.map_or(span.end, |unit| from + unit * 2 + 2);
    }
    rest.iter().position(|&byte| byte == b'\n').map_or(span.end, |line_end| from + line_end + 1)
}

/// How many bytes give the first `wanted` bytes of text.
fn length_read(encoding: &'static Encoding, bytes: &[u8], wanted: usize) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut characters = [0_u8; 16];
    let (mut given, mut at) = (0, 0);
    while given < wanted && at < bytes.len() {
        let byte = &bytes[at..=at];
        let (_, _, written) =
            decoder.decode_to_utf8_without_replacement(byte, &mut characters, false);
        given += written;
        at += 1;
    }
    at
}

/// The place of each range of `bad`, whose [`REPLACEMENT`] stands in `text` at the offset given with
/// it.
fn places(text: &str, bytes: &[u8], bad: &[(usize, Span)]) -> Vec<BadPlace> {
    let (mut line, mut column, mut before) = (1, 1, 0);
    let place = |(at, range): &(usize, Span)| {
        for c in text[before..*at].chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        before = *at;
        let at_end = range.end == bytes.len();
        BadPlace { line, column, bytes: bytes[range.start..range.end].to_vec(), at_end }
    };
    bad.iter().map(place).collect()
}

#[cfg(test)]
mod tests;
