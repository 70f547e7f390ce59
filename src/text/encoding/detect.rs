//! Which encoding bytes are in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::bad::{bad_ranges, tolerated};
use super::{BadPlace, Decoded, NotText};
use crate::text::span::Span;

/// Characters beside each bad place that must read as Chinese for the encoding to be certain.
const WITNESSES: usize = 5;

/// An encoding that bytes are in.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) encoding: &'static Encoding,
    /// The length of the byte order mark.
    pub(super) lead: usize,
    /// What cannot be read, in order, apart from each other.
    pub(super) bad: Vec<Span>,
}

/// The encoding of `bytes`.
pub(super) fn encoding_of(bytes: &[u8]) -> Result<Found, NotText> {
    if bytes.is_empty() {
        return Err(NotText::Empty);
    }
    if let Some((encoding, lead)) = Encoding::for_bom(bytes) {
        let bad = bad_ranges(encoding, bytes, lead);
        return bad
            .map(|bad| Found { encoding, lead, bad })
            .ok_or_else(|| damaged(encoding, lead, bytes));
    }
    if let Some(found) = bare_utf16(bytes) {
        return Ok(found);
    }
    if let Some(bad) = bad_ranges(UTF_8, bytes, 0)
        && (bad.is_empty() || is_certain(UTF_8, bytes, &bad))
    {
        return Ok(Found { encoding: UTF_8, lead: 0, bad });
    }
    if bytes.contains(&0) {
        return Err(NotText::Binary);
    }
    of_two_bytes(bytes)
}

/// GB18030 or Big5, by what the detector says of the bytes that are good in both.
fn of_two_bytes(bytes: &[u8]) -> Result<Found, NotText> {
    let read = |encoding| Some((encoding, bad_ranges(encoding, bytes, 0)?));
    let read: Vec<(&'static Encoding, Vec<Span>)> =
        [GB18030, BIG5].into_iter().filter_map(read).collect();
    let good = without(bytes, read.iter().flat_map(|(_, bad)| bad));
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&good, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    let likely = if guess == BIG5 { BIG5 } else { GB18030 };
    if guess != BIG5 && guess != GBK && guess != GB18030 && !mostly_high(bytes) {
        return Err(nearest(bytes));
    }
    let mut candidates = read;
    candidates.sort_by_key(|(encoding, _)| *encoding != likely);
    let fits = |(encoding, bad): &(&'static Encoding, Vec<Span>)| {
        reads_as_chinese(encoding, &without(bytes, bad.iter()))
            && (bad.is_empty() || is_certain(encoding, bytes, bad))
    };
    let found = candidates.into_iter().find(fits);
    found.map(|(encoding, bad)| Found { encoding, lead: 0, bad }).ok_or_else(|| nearest(bytes))
}

/// What to say of bytes that are in no encoding: where the one they are nearest to breaks.
fn nearest(bytes: &[u8]) -> NotText {
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    // Characters of UTF-8 do not come about by chance, pairs do.
    let mostly = [(UTF_8, 1), (GB18030, 3)].into_iter().find(|(encoding, weight)| {
        let text = encoding.decode_without_bom_handling(sample).0;
        let (mut good, mut bad) = (0, 0);
        for c in text.chars().filter(|c| !c.is_ascii()) {
            *(if is_known(c) { &mut good } else { &mut bad }) += 1;
        }
        good > weight * bad
    });
    mostly.map_or(NotText::Unknown, |(encoding, _)| damaged(encoding, 0, bytes))
}

/// The refusal of bytes that are in `encoding` but for too many.
fn damaged(encoding: &'static Encoding, lead: usize, bytes: &[u8]) -> NotText {
    let Some(first) = super::bad::first_bad(encoding, bytes, lead) else {
        return NotText::Unknown;
    };
    let end = (first.end + 1).min(bytes.len());
    let found = Found { encoding, lead, bad: vec![first] };
    let place: Option<BadPlace> = Decoded::new(&bytes[..end], found).bad.pop();
    place.map_or(NotText::Unknown, |first| NotText::Damaged { encoding: name(encoding), first })
}

/// UTF-16 without its mark: the byte order in which it reads as Chinese. Only bytes with a zero
/// among them are tried, which every line end gives.
fn bare_utf16(bytes: &[u8]) -> Option<Found> {
    if !bytes.contains(&0) {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find_map(|encoding| {
        let bad = bad_ranges(encoding, bytes, 0)?;
        let fits = reads_as_chinese(encoding, &without(bytes, bad.iter()))
            && (bad.is_empty() || is_certain(encoding, bytes, &bad));
        fits.then_some(Found { encoding, lead: 0, bad })
    })
}

/// Whether the good bytes leave no doubt: enough characters beside ASCII that read as Chinese for
/// each bad place.
fn is_certain(encoding: &'static Encoding, bytes: &[u8], bad: &[Span]) -> bool {
    let good = without(bytes, bad.iter());
    let text = encoding.decode_without_bom_handling(&good).0;
    let mut witnesses = text.chars().filter(|&c| !c.is_ascii() && is_known(c));
    bad.len() <= tolerated(bytes.len())
        && witnesses.nth((bad.len() * WITNESSES).saturating_sub(1)).is_some()
}

/// Whether `bytes` decode to text that is Chinese or plain ASCII.
fn reads_as_chinese(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    let (mut all, mut known) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        known += usize::from(is_known(c));
    }
    !faulty && known * 10 >= all * 9
}

fn is_known(c: char) -> bool {
    c.is_ascii_graphic()
        || c.is_whitespace()
        || matches!(c, '\u{2000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Whether most bytes are outside ASCII, as in Chinese text of two-byte encodings.
fn mostly_high(bytes: &[u8]) -> bool {
    bytes.iter().filter(|&&byte| byte >= 0x80).count() * 2 > bytes.len()
}

/// `bytes` without the ranges of `bad`, which may be those of several readings.
fn without<'a>(bytes: &[u8], bad: impl Iterator<Item = &'a Span>) -> Vec<u8> {
    let mut bad: Vec<Span> = bad.copied().collect();
    bad.sort();
    let (mut good, mut at) = (Vec::with_capacity(bytes.len()), 0);
    for range in bad {
        good.extend_from_slice(&bytes[at..range.start.max(at)]);
        at = range.end.max(at);
    }
    good.extend_from_slice(&bytes[at..]);
    good
}

/// The name of an encoding for people.
pub(super) fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == UTF_16LE || encoding == UTF_16BE {
        "UTF-16"
    } else if encoding == GB18030 {
        "GB18030"
    } else {
        encoding.name()
    }
}
