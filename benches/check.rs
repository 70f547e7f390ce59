//! How long it takes to check a draft of 20,000 characters on 100,000 passages.
//!
//! The corpus is made up in the manner of the shipped one: sentences of it are cut into clauses, and
//! new documents are put together from clauses, names and figures, so that words and pairs of
//! characters are about as common as in real official prose. A third of the draft is taken from the
//! corpus as it is, a third with a character changed, a third is put together anew.

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use dianan::check::{Draft, check};
use dianan::corpus::{CorpusFile, CorpusFolder};
use dianan::library::refresh::refresh_files;
use dianan::library::{Generations, How, Snapshot};
use dianan::text::sentences::clauses;

/// Passages of the corpus; `DIANAN_BENCH_PASSAGES` says otherwise.
const PASSAGES: usize = 100_000;
/// Passages in a document.
const IN_A_DOCUMENT: usize = 10;
/// Letters of a passage, about.
const PASSAGE: usize = 300;
/// Characters of the draft.
const DRAFT: usize = 20_000;

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).expect("64 bits") % bound.max(1)
    }

    /// The early ones often, the late ones seldom, about as words are (Zipf).
    fn seldom(&mut self, bound: usize) -> usize {
        let share = 1.0 - self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((bound as f64).powf(share) as usize).min(bound) - 1
    }
}

/// What documents are made of.
struct Stock {
    clauses: Vec<String>,
    /// Characters of the corpus, the commonest first, for clauses that nobody has written.
    characters: Vec<char>,
}

impl Stock {
    fn new(corpus: &CorpusFolder) -> Self {
        let mut clauses_held = Vec::new();
        let mut counts = std::collections::BTreeMap::<char, usize>::new();
        for file in corpus.files().expect("the corpus can be read") {
            let Ok(held) = file.parse() else { continue };
            for line in held.file.body.lines().filter(|line| !line.starts_with('#')) {
                let spans = clauses(line).into_iter();
                clauses_held.extend(
                    spans.map(|it| it.of(line).trim().to_owned()).filter(|it| it.len() > 12),
                );
                line.chars()
                    .filter(|c| !c.is_ascii())
                    .for_each(|c| *counts.entry(c).or_default() += 1);
            }
        }
        let mut characters: Vec<(usize, char)> = counts.into_iter().map(|(c, n)| (n, c)).collect();
        characters.sort_unstable_by(|a, b| b.cmp(a));
        Self { clauses: clauses_held, characters: characters.into_iter().map(|(_, c)| c).collect() }
    }

    /// A clause: half of one that is held and half of another, or words put together anew.
    fn clause(&self, dice: &mut Dice, text: &mut String) {
        let half = |dice: &mut Dice| -> String {
            let clause: Vec<char> = self.clauses[dice.below(self.clauses.len())].chars().collect();
            let part = clause.len() / 2;
            let from = if dice.below(2) == 0 { 0 } else { part };
            clause[from..from + part].iter().filter(|c| c.is_alphanumeric()).collect()
        };
        text.push_str(&half(dice));
        for _ in 0..dice.below(5) {
            text.push(self.characters[dice.seldom(self.characters.len())]);
        }
        text.push_str(&half(dice));
        if dice.below(4) == 0 {
            write!(text, "{}个", 2 + dice.below(5_000)).expect("a string can be written to");
        }
    }

    fn paragraph(&self, dice: &mut Dice, characters: usize) -> String {
        let mut text = String::new();
        while text.chars().count() < characters {
            self.clause(dice, &mut text);
            text.push(if dice.below(3) == 0 { '。' } else { '\u{ff0c}' });
        }
        text.push('。');
        text
    }
}

fn library(folder: &Path) -> (Snapshot, Draft) {
    let corpus = CorpusFolder::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"));
    let corpus = corpus.expect("the shipped corpus is there");
    let stock = Stock::new(&corpus);
    let wanted = std::env::var("DIANAN_BENCH_PASSAGES").ok().and_then(|it| it.parse().ok());
    let documents = wanted.unwrap_or(PASSAGES) / IN_A_DOCUMENT;
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut kept = Vec::new();
    let files: Vec<CorpusFile> = (0..documents)
        .map(|number| {
            let mut text = format!(
                "---\ntitle: 第{number}份材料\nkind: report\nregion: 广东省/珠海市\n---\n\n"
            );
            for part in 0..IN_A_DOCUMENT {
                let paragraph = stock.paragraph(&mut dice, PASSAGE);
                writeln!(text, "## 之{part}\n\n{paragraph}\n").expect("a string can be written to");
                if number % (documents / 60).max(1) == 0 && part == 0 {
                    kept.push(paragraph);
                }
            }
            CorpusFile::new(format!("reports/r{number}.md"), text.into_bytes())
        })
        .collect();
    let generations = Generations::new(&folder.join("i"));
    refresh_files(&corpus, &files, &generations, How::default(), &|_, _| {})
        .expect("the index is made");
    let snapshot = Snapshot::open(&generations).expect("the index is made");
    (snapshot, draft(&stock, &mut dice, &kept))
}

fn draft(stock: &Stock, dice: &mut Dice, kept: &[String]) -> Draft {
    let mut text = String::new();
    let mut number = 0;
    while text.chars().count() < DRAFT {
        let held = &kept[number % kept.len()];
        let paragraph = match number % 3 {
            0 => held.clone(),
            1 => changed(held),
            _ => stock.paragraph(dice, PASSAGE),
        };
        writeln!(text, "{paragraph}").expect("a string can be written to");
        number += 1;
    }
    let text: String = text.chars().take(DRAFT).collect();
    Draft::pasted(&text).expect("there is a text")
}

/// In every sentence one character becomes another.
fn changed(text: &str) -> String {
    let sentences = text.split_inclusive('。');
    sentences
        .map(|it| {
            it.chars().enumerate().map(|(at, c)| if at == 5 { '鹿' } else { c }).collect::<String>()
        })
        .collect()
}

fn checking(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (snapshot, draft) = library(folder.path());
    let held = snapshot.engine.statistics().expect("the index can be read");
    let report = check(&snapshot, &draft).expect("the index can be read");
    println!(
        "{} passages, {} facts; {} findings, {} agreeing, overlap {:?}, {} ms the first time",
        held.passages,
        held.facts,
        report.findings.len(),
        report.agreeing.len(),
        report.overlap,
        report.took_ms
    );
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10);
    group.bench_function("a draft of 20,000 characters", |bencher| {
        bencher.iter(|| check(&snapshot, black_box(&draft)).expect("the index can be read"));
    });
    group.finish();
}

criterion_group!(benches, checking);
criterion_main!(benches);
