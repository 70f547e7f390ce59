//! Every encoding, whole and damaged, and the way back to the bytes.

use encoding_rs::{BIG5, Encoding, GB18030};
use proptest::prelude::*;

use super::*;

const TEXT: &str = "关于进一步加强机关党建工作的意见\n第一条 为了贯彻落实上级要求，制定本意见。\n\
    第二条 各单位应当结合实际，抓好落实。\n";
const TRADITIONAL: &str =
    "關於進一步加強機關黨建工作的意見\n第一條 為了貫徹落實上級要求，制定本意見。\n";

fn units(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{text}");
    bytes.into_owned()
}

/// Every encoding with a text in it.
fn samples() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    vec![
        ("UTF-8", TEXT.as_bytes().to_vec(), TEXT),
        ("GB18030", encoded(GB18030, TEXT), TEXT),
        ("Big5", encoded(BIG5, TRADITIONAL), TRADITIONAL),
        ("UTF-16", units(TEXT), TEXT),
    ]
}

#[test]
fn encodings_are_told_apart_and_every_character_leads_back_to_its_bytes() {
    for (name, bytes, text) in samples() {
        let decoded = decode(&bytes).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding()), (text, name));
        assert!(decoded.bad.is_empty());
        for (at, c) in text.char_indices() {
            let raw = decoded.raw(Span::new(at, at + c.len_utf8()));
            let (read, faulty) =
                decoded.encoding.decode_without_bom_handling(&bytes[raw.start..raw.end]);
            assert!(!faulty && read == c.to_string(), "{name} at {at}: {read} for {c}");
        }
    }
}

#[test]
fn one_bad_byte_is_read_wherever_it_stands_and_its_place_is_named() {
    for (name, bytes, text) in samples() {
        let first_line = text.find('\n').unwrap();
        let start = decode(&bytes).unwrap().raw(Span::new(0, first_line)).end;
        for at in 0..start {
            // No byte of a character, in no encoding.
            let mut changed = bytes.clone();
            changed[at] = 0xff;
            if name == "UTF-16" && decode(&changed).is_ok_and(|it| it.bad.is_empty()) {
                continue; // Half of a code unit: another character.
            }
            let decoded = decode(&changed).unwrap_or_else(|error| panic!("{name} {at}: {error:?}"));
            assert_eq!(decoded.encoding(), name, "at {at}");
            let [bad] = &decoded.bad[..] else { panic!("{name} {at}: {:?}", decoded.bad) };
            assert_eq!(bad.line, 1, "{name} {at}");
            assert!(bad.bytes.contains(&0xff), "{name} {at}: {bad:?}");
            let rest = &text[first_line..];
            let place = decoded.text.len() - rest.len();
            assert_eq!(&decoded.text[place..], rest, "{name} {at}: the rest is as it was");
            let raw = decoded.raw(Span::new(place, decoded.text.len()));
            assert_eq!((raw.start, raw.end), (start, bytes.len()), "{name} {at}");
            let lost = text.chars().filter(|c| !decoded.text.contains(*c)).count();
            assert!(lost <= 1, "{name} {at}: {}", decoded.text);
        }
    }
}

#[test]
fn a_file_cut_in_a_character_is_read_to_there() {
    for (name, bytes, text) in samples() {
        let decoded = decode(&bytes[..bytes.len() - 3]).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        let [bad] = &decoded.bad[..] else { continue };
        assert!(bad.at_end, "{name}");
        let kept = decoded.text.trim_end_matches(REPLACEMENT);
        assert!(text.starts_with(kept) && kept.len() + 8 > text.len(), "{name}: {kept}");
    }
    let whole = "一二三四五六七八";
    let cut = &whole.as_bytes()[..whole.len() - 1];
    assert_eq!(decode(cut).unwrap().bad[0].column, 8);
    let cut = encoded(GB18030, TEXT.trim_end());
    let decoded = decode(&cut[..cut.len() - 1]).unwrap();
    assert!(decoded.bad[0].at_end && decoded.text.ends_with("抓好落实\u{fffd}"), "{decoded:?}");
}

#[test]
fn a_lost_byte_costs_the_characters_near_it_and_not_the_line() {
    let line = "为深入贯彻落实上级关于加强机关作风建设的决策部署，推动各项工作任务落到实处";
    let text = format!("{TEXT}{line}\n{TEXT}");
    let bytes = encoded(GB18030, &text);
    let at = encoded(GB18030, TEXT).len() + 2 * 8;
    for lost in [at, at + 1] {
        let mut changed = bytes.clone();
        changed.remove(lost);
        let decoded = decode(&changed).unwrap();
        assert_eq!(decoded.bad.len(), 1);
        assert_eq!(decoded.bad[0].line, 4);
        assert!(
            decoded.text.contains("作风建设的决策部署，推动各项工作任务落到实处"),
            "{}",
            decoded.text
        );
    }
}

#[test]
fn a_few_bad_places_are_read_and_many_are_refused_with_the_first_of_them() {
    let text = TEXT.repeat(40);
    for encoding in [UTF_8, GB18030] {
        let bytes = encoded(encoding, &text);
        let with_bad = |every: usize| {
            let mut changed = bytes.clone();
            let ends = (0..bytes.len()).filter(|at| bytes[*at] == b'\n').skip(1).step_by(every);
            let ends: Vec<usize> = ends.collect();
            ends.iter().for_each(|at| changed[*at] = 0xff);
            (changed, ends.len())
        };
        let (few, places) = with_bad(12);
        assert_eq!(decode(&few).unwrap().bad.len(), places);
        let many = bytes.iter().enumerate();
        let many: Vec<u8> =
            many.map(|(at, byte)| if at % 40 == 39 { 0xff } else { *byte }).collect();
        match decode(&many) {
            Err(NotText::Damaged { first, .. }) => assert!(first.line <= 2, "{first:?}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_is_no_text_is_refused() {
    assert_eq!(decode(b"").unwrap_err(), NotText::Empty);
    assert_eq!(decode(b"abc\0def\xff\x01").unwrap_err(), NotText::Binary);
    assert_eq!(decode(b"caf\xe9 au lait").unwrap_err(), NotText::Unknown);
    let noise: Vec<u8> = (0..2000_u32).map(|n| (n * 7919 % 251) as u8 | 1).collect();
    assert!(decode(&noise).is_err());
}

#[test]
fn a_replacement_that_the_text_has_of_its_own_is_no_bad_place() {
    let own = format!("{TEXT}\u{fffd}");
    let mut bytes = own.into_bytes();
    assert!(decode(&bytes).unwrap().bad.is_empty());
    bytes.extend(b"\n\xff");
    let bad = decode(&bytes).unwrap().bad;
    assert_eq!((bad.len(), bad[0].line, bad[0].column), (1, 5, 1));
}

proptest! {
    #[test]
    fn no_bytes_panic_and_spans_lead_into_the_source(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0..100_usize) {
        for bytes in [bytes.clone(), [TEXT.as_bytes(), &bytes[..]].concat(), [&encoded(GB18030, TEXT)[..], &bytes[..]].concat()] {
            let Ok(decoded) = decode(&bytes) else { continue };
            let start = decoded.text.char_indices().map(|(at, _)| at).nth(at).unwrap_or(0);
            let raw = decoded.raw(Span::new(start, decoded.text.len()));
            prop_assert!(raw.end <= bytes.len());
        }
    }
}
