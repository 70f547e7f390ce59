//! Which bytes cannot be read in an encoding, and how much of the text around them they take.

use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030};

use crate::text::span::Span;

/// Bytes for each bad place beyond the first: about a hundred Chinese characters.
const BYTES_PER_PLACE: usize = 300;
/// How far around a bad byte its line is looked at, in bytes.
const WINDOW: usize = 4096;
/// The lowest second byte of a pair; a lower byte is a character of its own.
const FIRST_TRAIL: u8 = 0x40;
/// An earlier place is chosen where it gives this many more common characters.
const MARGIN: usize = 2;

/// How many bad places are read in so many bytes.
pub(super) fn tolerated(bytes: usize) -> usize {
    1 + bytes / BYTES_PER_PLACE
}

/// The ranges from `lead` on that cannot be read in `encoding`, apart from each other; `None` where
/// there are more than are tolerated.
pub(super) fn bad_ranges(
    encoding: &'static Encoding,
    bytes: &[u8],
    lead: usize,
) -> Option<Vec<Span>> {
    let most = tolerated(bytes.len());
    let (mut bad, mut at): (Vec<Span>, usize) = (Vec::new(), lead);
    while let Some(range) = first_bad(encoding, bytes, at) {
        match bad.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => bad.push(range),
        }
        if bad.len() > most {
            return None;
        }
        at = range.end;
    }
    Some(bad)
}

/// The first range from `from` on that cannot be read.
pub(super) fn first_bad(encoding: &'static Encoding, bytes: &[u8], from: usize) -> Option<Span> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = [0_u8; 8192];
    let mut at = from;
    loop {
        let (result, read, _) =
            decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut text, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return None,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                let end = at - usize::from(after);
                let range = Span::new(end - usize::from(length), end);
                let two_bytes = encoding == GB18030 || encoding == BIG5;
                return Some(if two_bytes { resync(encoding, bytes, from, range) } else { range });
            }
        }
    }
}

/// What to leave out so that the characters after it are read from their own first byte. A bad byte
/// in a text of byte pairs may be one of a pair, or one that was put in; where one was lost, the
/// pairs after it are read askew, and it shows only where the line ends. The place is chosen where
/// most pairs around it are common characters; the last such place.
fn resync(encoding: &'static Encoding, bytes: &[u8], from: usize, found: Span) -> Span {
    let line = around(bytes, from, found.start);
    let is_common = |at: usize| {
        let trail = bytes[..line.end].get(at + 1);
        is_common_lead(encoding, bytes[at]) && trail.is_some_and(|&byte| byte >= FIRST_TRAIL)
    };
    // Common characters from each byte to the end of the line, when one begins there.
    let mut behind = vec![0_usize; line.len() + 3];
    for at in line.start..line.end {
        let at = line.end - 1 - (at - line.start);
        let place = at - line.start;
        behind[place] = match bytes[at] {
            0x80.. => usize::from(is_common(at)) + behind[place + 2],
            _ => behind[place + 1],
        };
    }
    let score = |at: usize| behind[at - line.start];
    let pair = found.start + 2 <= line.end && score(found.start + 2) > score(found.start + 1);
    let length = if pair { 2 } else { 1 };
    let mut chosen = Span::new(found.start, found.start + length);
    let mut best = score(chosen.end);
    // Backwards, character by character as they were read: those that are given up must be made
    // good by those behind.
    let mut given_up = 0;
    for at in read_before(bytes, line.start, found.start).into_iter().rev() {
        given_up += usize::from(bytes[at] >= 0x80 && is_common(at));
        if score(at + 1) >= best + given_up + MARGIN {
            best = score(at + 1) - given_up;
            chosen = Span::new(at, at + 1);
        }
    }
    chosen
}

/// The line around a byte, or the part of it between bytes that are no part of a pair.
fn around(bytes: &[u8], from: usize, at: usize) -> Span {
    let parts = |byte: &u8| *byte < FIRST_TRAIL;
    let first = at.saturating_sub(WINDOW).max(from);
    let start = bytes[first..at].iter().rposition(parts).map_or(first, |place| first + place + 1);
    let last = bytes.len().min(at + WINDOW);
    let end = bytes[at..last].iter().position(parts).map_or(last, |place| at + place);
    Span::new(start, end)
}

/// Where the characters between two bytes begin; none when they do not end there.
fn read_before(bytes: &[u8], start: usize, end: usize) -> Vec<usize> {
    let (mut at, mut begun) = (start, Vec::new());
    while at < end {
        begun.push(at);
        at += if bytes[at] >= 0x80 { 2 } else { 1 };
    }
    if at == end { begun } else { Vec::new() }
}

/// Whether a byte leads to the common characters or the punctuation of a two-byte encoding: the
/// first level of GB 2312 and rows 1 and 3, the first level of Big5.
fn is_common_lead(encoding: &'static Encoding, byte: u8) -> bool {
    if encoding == BIG5 {
        matches!(byte, 0xa1..=0xc6)
    } else {
        matches!(byte, 0xb0..=0xd7 | 0xa1 | 0xa3)
    }
}
