//! Texts of every sort, changed at random: nothing panics, and what must hold of any text holds.
//! The seeds are those of `fuzz/corpus/`; the targets in `fuzz/` run on from them.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use dianan::check::{Draft, check};
use dianan::document::outline::{Piece, outline};
use dianan::document::{Date, markdown_file};
use dianan::intake::Raw;
use dianan::intake::convert::convert;
use dianan::library::Snapshot;
use dianan::search::{Request, search};
use dianan::text::numerals::numerals;
use dianan::text::sentences::{clauses, sentences};
use dianan::text::{Span, fold};

use super::Dice;
use crate::test_library::{TestLibrary, size};

/// The saved inputs of a target.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("it is kept")
        .map(|it| it.expect("it is kept").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("it is kept")).collect()
}

/// Marks and bytes that texts are taken apart by.
const TELLING: [&str; 24] = [
    "《",
    "》",
    "“",
    "”",
    "（",
    "）",
    "。",
    "，",
    "：",
    "\n",
    "# ",
    "---\n",
    "|",
    "\u{0}",
    "\u{301}",
    "1.2万",
    "％",
    "〔2023〕",
    "<td>",
    "</p>",
    "&#x",
    "\u{feff}",
    "年",
    "\"",
];

/// One of `seeds`, changed in a few places.
fn changed(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(40)).min(bytes.len());
        match dice.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let piece = bytes[at..end].to_vec();
                let to = dice.below(bytes.len() + 1);
                drop(bytes.splice(to..to, piece));
            }
            2 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            3 => {
                let other = &seeds[dice.below(seeds.len())];
                let from = dice.below(other.len() + 1);
                let piece = other[from..(from + 80).min(other.len())].to_vec();
                drop(bytes.splice(at..at, piece));
            }
            _ => {
                let mark = TELLING[dice.below(TELLING.len())].repeat(1 + dice.below(3));
                drop(bytes.splice(at..at, mark.into_bytes()));
            }
        }
    }
    bytes
}

/// Does `hold` with changed seeds of `target`; an input that panics is told so that it can be kept.
fn run(target: &str, rounds: usize, hold: &dyn Fn(&[u8])) {
    let seeds = seeds(target);
    assert!(!seeds.is_empty(), "{target} has no saved inputs");
    let mut dice = Dice(1310);
    for round in 0..rounds + seeds.len() {
        let input = seeds.get(round).cloned().unwrap_or_else(|| changed(&seeds, &mut dice));
        if catch_unwind(AssertUnwindSafe(|| hold(&input))).is_err() {
            let text = String::from_utf8_lossy(&input).into_owned();
            panic!("{target}, round {round}: {text:?}");
        }
    }
}

fn whole(text: &str) -> Vec<Piece> {
    vec![Piece { span: Span::new(0, text.len()), organization: None }]
}

#[test]
fn any_text_folds_and_is_cut_without_loss() {
    run("text", size(2_000, 4_000, 40_000), &|bytes| {
        let text = String::from_utf8_lossy(bytes);
        let folded = fold(&text);
        assert_eq!(fold(&folded.text).text, folded.text);
        for cut in [sentences(&text), clauses(&text)] {
            assert_eq!(cut.iter().map(|it| it.of(&text)).collect::<String>(), text);
        }
        for numeral in numerals(&text) {
            assert!(text.get(numeral.span.start..numeral.span.end).is_some());
        }
        let passages = outline(&text, &whole).passages;
        assert!(passages.iter().all(|it| text.get(it.span.start..it.span.end).is_some()));
    });
}

#[test]
fn any_file_of_the_corpus_is_read_or_refused_and_printed_as_it_was_read() {
    run("markdown", size(1_000, 2_000, 20_000), &|bytes| {
        let text = String::from_utf8_lossy(bytes);
        match markdown_file::parse(&text) {
            Ok(file) => {
                // White space around a value is dropped once.
                let again = markdown_file::parse(&markdown_file::print(&file));
                let again = again.expect("what is printed is read");
                assert_eq!(again.body, file.body);
                let third = markdown_file::parse(&markdown_file::print(&again));
                assert_eq!(third.ok(), Some(again));
            }
            Err(error) => assert!(error.line > 0 && !error.reason.is_empty()),
        }
    });
}

#[test]
fn any_raw_file_is_converted_or_refused() {
    let today = Date::parse("2026-11-30").expect("a day");
    for (target, name) in [("text", "a.txt"), ("html", "a.html"), ("markdown", "a.md")] {
        run(target, size(150, 300, 4_000), &|bytes| {
            // A refusal is an answer too.
            let _ = convert(Raw { name, bytes, kind: None, today });
        });
    }
}

#[test]
fn any_question_and_any_draft_is_answered_or_refused() {
    let library = TestLibrary::new(
        "//- cases/a.md region=广东省 published=2023\n# 四强党支部\n评定四强党支部915个，落实《支部工作条例》。\n",
    );
    let snapshot: Snapshot = library.snapshot();
    run("query", size(800, 1_600, 20_000), &|bytes| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if let Ok(answer) = search(&snapshot, Request { text, ..Request::default() }) {
            assert!(answer.total <= 1);
        }
    });
    run("text", size(100, 200, 3_000), &|bytes| {
        if let Ok(draft) = Draft::pasted(&String::from_utf8_lossy(bytes)) {
            let report = check(&snapshot, &draft).expect("the index can be read");
            let spans = report.findings.iter().map(|it| it.span);
            assert!(spans.clone().all(|it| draft.text.get(it.start..it.end).is_some()));
        }
    });
}
