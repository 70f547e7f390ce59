//! Twice the input costs about twice the time, whatever it is made of.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use dianan::check::{Draft, check};
use dianan::corpus::CorpusFolder;
use dianan::intake::Batch;
use dianan::library::{Generations, How, Snapshot, refresh};

use crate::server::Server;
use crate::test_library::{TestLibrary, folder, raw, size};

/// What a doubled input may cost.
const MOST: f64 = 2.3;
/// Less than this is noise, in seconds.
const NOISE: f64 = 0.02;

/// An input that is as long as its number says.
type Made = fn(usize) -> String;

const SENTENCE: &str = "某市财政局推进党建与业务融合，设立党员示范岗12个，办结率达98.5%。";

const RAW: [(&str, usize, Made); 7] = [
    ("heads.txt", 1_500, |n| (0..n).map(|i| format!("某市第{i}局：推进工作\n")).collect()),
    ("ordinals.txt", 2_000, |n| (0..n).map(|i| format!("{i}.\n")).collect()),
    ("headings.md", 1_500, |n| (0..n).map(|i| format!("# 标题{i}\n\n正文{i}。\n\n")).collect()),
    ("attributes.html", 4_000, |n| {
        let all: String = (0..n).map(|i| format!("a{i}=\"1\" ")).collect();
        format!("<html><body><p {all}>{SENTENCE}</p></body></html>")
    }),
    ("nested-div.html", 500, |n| format!("<html><body>{}{SENTENCE}", "<div>".repeat(n))),
    ("paragraphs.txt", 1_000, |n| {
        (0..n).map(|i| format!("第{i}项工作由第{i}支部负责，年内完成{i}件。\n")).collect()
    }),
    ("table.html", 1_000, |n| {
        let rows: String =
            (0..n).map(|i| format!("<tr><td>{i}</td><td>第{i}项</td></tr>")).collect();
        format!("<html><body><p>{SENTENCE}</p><table>{rows}</table></body></html>")
    }),
];

const DOCUMENTS: [(&str, usize, Made); 4] = [
    ("shorthand", 300, |n| "“三会一课”（指支部党员大会、支部委员会、党小组会和党课）、".repeat(n)),
    ("percent", 1_500, |n| "增长12.5%，".repeat(n)),
    ("headings", 1_500, |n| (0..n).map(|i| format!("## 题{i}\n\n文{i}。\n\n")).collect()),
    ("titles", 1_500, |n| "《党支部工作条例》".repeat(n)),
];

const DRAFTS: [(&str, usize, Made); 3] = [
    ("sums", 1_000, |n| "共12个，其中3个，9个。".repeat(n)),
    ("percent", 2_000, |n| "增长12.5%，".repeat(n)),
    ("titles", 1_500, |n| "《党支部工作条例》".repeat(n)),
];

/// Seconds that the threads with these notes of the scheduler have worked, where the system keeps
/// them; else those that have passed.
fn worked(notes: impl Iterator<Item = PathBuf>) -> f64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let seconds = notes.filter_map(|note| {
        let told = fs::read_to_string(note).ok()?;
        Some(told.split(' ').next()?.parse::<f64>().ok()? / 1e9)
    });
    seconds
        .reduce(|all, it| all + it)
        .unwrap_or_else(|| START.get_or_init(Instant::now).elapsed().as_secs_f64())
}

/// What `work` costs a single thread, in seconds.
fn cost(work: impl FnOnce() + Send) -> f64 {
    let alone =
        rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("the machine is sound");
    let worked = || worked(std::iter::once("/proc/thread-self/schedstat".into()));
    alone.install(|| {
        let start = worked();
        work();
        worked() - start
    })
}

/// That the dearer of two works costs at most [`MOST`] times as much, in the best of some tries.
fn holds(name: &str, once: &dyn Fn() -> f64, twice: &dyn Fn() -> f64) {
    let mut least = (f64::MAX, f64::MAX);
    let mut ratio = f64::MAX;
    for _ in 0..10 {
        least.0 = least.0.min(once());
        least.1 = least.1.min(twice());
        ratio = (least.1 - NOISE).max(0.0) / least.0.max(NOISE);
        if ratio <= MOST {
            break;
        }
    }
    println!("{name}: {:.0} and {:.0} ms, {ratio:.2} times", least.0 * 1e3, least.1 * 1e3);
    assert!(ratio <= MOST, "{name}: {:.3} s, twice as many {:.3} s", least.0, least.1);
}

/// That `work` on twice the input costs at most [`MOST`] times as much.
fn doubles(name: &str, length: usize, made: Made, work: &(dyn Fn(&str) + Sync)) {
    let length = length * size(1, 1, 4);
    let (once, twice) = (made(length), made(2 * length));
    let name = format!("{name}, {length}");
    holds(&name, &|| cost(|| work(&once)), &|| cost(|| work(&twice)));
}

#[test]
fn an_import_takes_twice_as_long_for_twice_as_much() {
    for (name, length, made) in RAW {
        doubles(name, length, made, &|text| {
            let folder = folder();
            let corpus = CorpusFolder::open(folder.path()).unwrap();
            let mut batch = Batch::open(&corpus, true).unwrap();
            batch.import(raw(name, text.as_bytes()));
        });
    }
}

#[test]
fn indexing_takes_twice_as_long_for_twice_as_much() {
    for (name, length, made) in DOCUMENTS {
        doubles(name, length, made, &|text| {
            let folder = folder();
            fs::create_dir_all(folder.path().join("c/cases")).unwrap();
            let document = format!("---\ntitle: {name}\nkind: case\n---\n\n{text}\n");
            fs::write(folder.path().join("c/cases/a.md"), document).unwrap();
            let corpus = CorpusFolder::open(&folder.path().join("c")).unwrap();
            let generations = Generations::new(&folder.path().join("i"));
            let refreshed = refresh(&corpus, &generations, How::default(), &|_, _| {}).unwrap();
            assert_eq!((refreshed.added, refreshed.broken.len()), (1, 0));
        });
    }
}

#[test]
fn a_check_takes_twice_as_long_for_twice_as_much() {
    let library = TestLibrary::new(
        "//- policies/a.md\n# 中国共产党支部工作条例\n党支部每月召开一次会议，增长12.5%，共12个。\n",
    );
    let snapshot: Snapshot = library.snapshot();
    for (name, length, made) in DRAFTS {
        doubles(name, length, made, &|text| {
            let draft = Draft::pasted(text).unwrap();
            assert!(check(&snapshot, &draft).is_ok());
        });
    }
}

#[test]
fn a_page_takes_twice_as_long_for_twice_as_many_headings() {
    let headings = |count: usize| -> String {
        (0..count).map(|n| format!("## 题{n}\n\n文{n}。\n\n")).collect()
    };
    let library = TestLibrary::new("");
    for (name, count) in [("once", 2_000), ("twice", 4_000)] {
        library.add(&format!("//- cases/{name}.md\n# {name}\n{}", headings(count)));
    }
    library.refresh();
    let server = Server::start(library.command(&["serve"]));
    // The threads that answer are the server's own.
    let worked = || {
        let threads = fs::read_dir(format!("/proc/{}/task", server.child.id()));
        worked(threads.into_iter().flatten().flatten().map(|it| it.path().join("schedstat")))
    };
    let cost = |name: &str| {
        let start = worked();
        assert!(server.get(&format!("/documents/{name}")).is_some(), "{name}");
        worked() - start
    };
    holds("page", &|| cost("once"), &|| cost("twice"));
}
