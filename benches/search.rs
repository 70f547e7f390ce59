//! How long a search takes over the shipped corpus: exact texts by length, words, a question.

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use dianan::corpus::CorpusFolder;
use dianan::library::{Generations, How, Snapshot, refresh};
use dianan::search::{Request, search};

/// The shipped corpus, indexed in a folder of its own.
fn shipped(folder: &Path) -> Snapshot {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = CorpusFolder::open(&root.join("corpus")).expect("the corpus is shipped");
    let generations = Generations::new(folder);
    refresh(&corpus, &generations, How::default(), &|_, _| {}).expect("the index is made");
    Snapshot::open(&generations).expect("the index is made")
}

fn ask(snapshot: &Snapshot, text: &str) -> usize {
    let request = Request { text: text.to_owned(), ..Request::default() };
    search(snapshot, request).expect("the index can be read").total
}

/// Quoted texts of 1 to 16 characters.
fn exact(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let snapshot = shipped(folder.path());
    let mut group = criterion.benchmark_group("exact");
    for text in
        ["党", "党建", "党支部", "营商环境", "四强党支部建设", "机关党建与业务工作深度融合发展"]
    {
        let quoted = format!("\"{text}\"");
        let length = text.chars().count();
        group.bench_with_input(BenchmarkId::new("characters", length), &quoted, |bench, quoted| {
            bench.iter(|| black_box(ask(&snapshot, quoted)));
        });
    }
    group.finish();
}

/// Words, a question with everyday words, and a search that says why.
fn words(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let snapshot = shipped(folder.path());
    let mut group = criterion.benchmark_group("words");
    let question = "老党员办事跑断腿,机关怎么帮企业少跑腿?";
    for (name, text) in [("two words", "营商环境 办不成事"), ("question", question)] {
        group.bench_function(name, |bench| bench.iter(|| black_box(ask(&snapshot, text))));
    }
    group.bench_function("explained", |bench| {
        bench.iter(|| {
            let text = "营商环境 办不成事".to_owned();
            let request = Request { text, explained: true, ..Request::default() };
            black_box(search(&snapshot, request).expect("the index can be read").total)
        });
    });
    group.finish();
}

criterion_group!(benches, exact, words);
criterion_main!(benches);
