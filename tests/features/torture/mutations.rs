//! Texts of every sort, changed at random: nothing panics, and what must hold of any text holds.
//! The seeds are those of `fuzz/corpus/`; the targets in `fuzz/` run on from them.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::Dice;
use crate::test_library::size;

/// What must hold of any input, as the targets of libFuzzer hold it.
#[expect(unreachable_pub, reason = "another crate for the fuzzer")]
#[path = "../../../fuzz/src/lib.rs"]
mod hold;

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

/// As [`run`], of inputs that are text.
fn run_texts(target: &str, rounds: usize, hold: &dyn Fn(&str)) {
    run(target, rounds, &|bytes| hold(&String::from_utf8_lossy(bytes)));
}

#[test]
fn any_text_folds_and_is_cut_without_loss() {
    run_texts("text", size(2_000, 4_000, 40_000), &hold::text);
    run_texts("text", size(200, 400, 4_000), &hold::facts);
}

#[test]
fn any_file_of_the_corpus_is_read_or_refused_and_printed_as_it_was_read() {
    run_texts("markdown", size(1_000, 2_000, 20_000), &hold::corpus_file);
    run_texts("lexicon", size(20, 40, 1_000), &hold::lexicon);
}

#[test]
fn any_raw_file_is_converted_or_refused() {
    for (target, name) in [
        ("text", "a.txt"),
        ("html", "a.html"),
        ("markdown", "a.md"),
        ("csv", "a.csv"),
        ("mail", "a.eml"),
        ("pdf", "a.pdf"),
        ("rtf", "a.rtf"),
    ] {
        run(target, size(100, 200, 4_000), &|bytes| hold::raw(name, bytes));
    }
    for (target, name, part) in hold::PACKED {
        run(target, size(100, 200, 4_000), &|bytes| hold::packed(name, part, bytes));
    }
}

#[test]
fn any_question_and_any_draft_is_answered_or_refused() {
    run_texts("query", size(800, 1_600, 20_000), &hold::question);
    run_texts("text", size(100, 200, 3_000), &hold::draft);
}
