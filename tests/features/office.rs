//! Office files: what each format gives of the same texts, and what of a file that is broken.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dianan::document::{Date, Kind};
use dianan::intake::extract::read;
use dianan::intake::layout::{BlockKind, Layout};
use dianan::intake::{Raw, convert};
use unicode_normalization::UnicodeNormalization;

use crate::test_library::shared;

/// Formats with the highest error rate that is allowed on average, in characters.
const FORMATS: [(&str, f64); 6] =
    [("docx", 0.005), ("doc", 0.005), ("odt", 0.005), ("rtf", 0.005), ("pdf", 0.01), ("ofd", 0.01)];

fn layout(path: &Path) -> Layout {
    let bytes = fs::read(path).expect("the file is there");
    let name = path.file_name().expect("it has a name").to_string_lossy();
    read(&name, &bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display())).1
}

/// Letters and figures alone; a cell that is repeated for each column that it takes counts once.
fn letters(layout: &Layout) -> Vec<char> {
    let mut text = String::new();
    for block in &layout.blocks {
        let mut cells: Vec<&str> = block.text.lines().collect();
        cells.dedup();
        text.extend(cells);
    }
    text.nfkc().filter(|c| c.is_alphanumeric()).collect()
}

/// The number of letters to put in, take out or change (Levenshtein, within a band).
fn distance(one: &[char], other: &[char]) -> usize {
    const BAND: usize = 600;
    let far = usize::MAX / 2;
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut next = vec![far; other.len() + 1];
        if at < BAND {
            next[0] = at + 1;
        }
        let from = (at + 1).saturating_sub(BAND).max(1);
        for to in from..=other.len().min(at + BAND) {
            let change = last[to - 1] + usize::from(other[to - 1] != *letter);
            next[to] = change.min(last[to] + 1).min(next[to - 1] + 1);
        }
        last = next;
    }
    last[other.len()]
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "counts of characters are small")]
fn error_rates_by_format() {
    let Some(office) = shared("data/office") else { return };
    let mut rates: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for entry in fs::read_dir(office.join("src")).expect("the sources are there") {
        let source = entry.expect("an entry").path();
        if source.extension().is_none_or(|it| it != "html") {
            continue;
        }
        let stem = source.file_stem().expect("a name").to_string_lossy().into_owned();
        let expected = letters(&layout(&source));
        for (format, _) in FORMATS {
            let path = office.join(format).join(&stem).with_extension(format);
            let rate = distance(&expected, &letters(&layout(&path))) as f64 / expected.len() as f64;
            rates.entry(format).or_default().push(rate);
        }
    }
    for (format, most) in FORMATS {
        let rates = &rates[format];
        let mean = rates.iter().sum::<f64>() / rates.len() as f64;
        let worst = rates.iter().copied().fold(0.0, f64::max);
        println!("{format}: mean {mean:.4}, worst {worst:.4} over {} texts", rates.len());
        assert_eq!(rates.len(), 14, "{format}");
        assert!(mean <= most, "{format}: {mean:.4} is more than {most}");
    }
}

#[test]
fn every_format_of_one_text_has_its_title_and_its_tables() {
    let Some(office) = shared("data/office") else { return };
    let today = Date::parse("2026-11-30").expect("a day");
    let about = |path: &Path| {
        let bytes = fs::read(path).expect("the file is there");
        let name = path.file_name().expect("a name").to_string_lossy();
        let raw = Raw { name: &name, bytes: &bytes, kind: Some(Kind::Policy), today };
        let converted = convert(raw).unwrap_or_else(|error| panic!("{name}: {error}"));
        let file = &converted.documents[0];
        let rows = |body: &str| body.lines().filter(|line| line.starts_with('|')).count();
        (file.front_matter.title.clone(), rows(&file.body), converted.documents.len())
    };
    let (mut same, mut differs) = (0, Vec::new());
    for stem in ["d01", "d02", "d03", "d04", "d05", "d06", "d07", "d08", "t00", "t01", "t02"] {
        let expected = about(&office.join("src").join(stem).with_extension("html"));
        for (format, _) in FORMATS {
            let read = about(&office.join(format).join(stem).with_extension(format));
            if read == expected {
                same += 1;
            } else {
                differs.push(format!("{stem}.{format}: {read:?}, not {expected:?}"));
            }
        }
    }
    println!("{same} of {} are read alike\n{}", same + differs.len(), differs.join("\n"));
    assert!(differs.len() <= ALIKE_BUT, "{}", differs.join("\n"));
}

/// Files of the set that are not read as the web page of the same text is.
const ALIKE_BUT: usize = 3;

#[test]
fn outlines_and_scans_are_never_imported_empty() {
    let Some(office) = shared("data/office") else { return };
    let path = office.join("ofd/d04-outlines.ofd");
    let error = read("d04-outlines.ofd", &fs::read(path).expect("it is there")).unwrap_err();
    assert!(error.needs_ocr(), "{error}");
}

#[test]
fn tables_are_tables_in_every_format() {
    let Some(office) = shared("data/office") else { return };
    let tables = |path: &Path| -> Vec<String> {
        let blocks = layout(path).blocks.into_iter();
        let sources = blocks.filter_map(|block| match block.kind {
            BlockKind::Markup(source) => Some(source.replace(' ', "")),
            _ => None,
        });
        sources.collect()
    };
    for (stem, format) in [
        ("t02", "docx"),
        ("t02", "doc"),
        ("t02", "odt"),
        ("t02", "rtf"),
        ("t02", "ofd"),
        ("t00", "ofd"),
    ] {
        let expected = tables(&office.join("src").join(stem).with_extension("html"));
        let read = tables(&office.join(format).join(stem).with_extension(format));
        assert_eq!(read, expected, "{stem}.{format}");
    }
}
