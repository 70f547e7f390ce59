//! What reading facts costs: the shipped corpus indexed with and without them.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use dianan::corpus::{CorpusFile, CorpusFolder};
use dianan::document::outline::{Passage, outline};
use dianan::document::{DocumentId, FrontMatter};
use dianan::index::embedded::EmbeddedWriter;
use dianan::index::engine::{Bundle, Writer};
use dianan::index::entry::{DocumentCard, DocumentEntry, FileEntry, PassageEntry};
use dianan::knowledge::organization::Practices;
use dianan::knowledge::{Fact, Knowledge, Reading, region};
use dianan::library::generations::Generation;
use dianan::library::storage::Folder;
use dianan::text::segment::Analyzer;

/// How the facts of a document are read, or not: of its name, front matter, passages and body.
type Extract<'a> = &'a dyn Fn(&DocumentId, &FrontMatter, &[Passage], &str) -> Vec<Fact>;

/// Makes of a file what the library makes of it, its facts read by `extract`.
fn bundle(file: &CorpusFile, knowledge: &Knowledge, extract: Extract<'_>) -> Option<Bundle> {
    let held = file.parse().ok()?;
    let front_matter = held.file.front_matter;
    let body = held.file.body;
    let home = front_matter.region.as_deref().and_then(region::parse_path);
    let practices = Practices::of(&body, home);
    let outline = outline(&body, &|text| practices.pieces(text));
    let facts = extract(&held.id, &front_matter, &outline.passages, &body);
    let card = DocumentCard::new(&held.id, &front_matter);
    let passages = outline.passages.into_iter().enumerate().map(|(ordinal, passage)| {
        let heading = passage.heading();
        let themes = knowledge.themes.of(&format!("{heading}\n{}", passage.text));
        PassageEntry {
            document: card.clone(),
            ordinal,
            themes: themes.into_iter().map(str::to_owned).collect(),
            anchor: passage.anchor,
            heading,
            organization: passage.organization,
            text: passage.text,
            blocks: passage.blocks,
            map: passage.map,
            span: passage.span,
        }
    });
    let passages = passages.collect();
    let file = FileEntry {
        path: file.path.clone(),
        fingerprint: file.fingerprint.clone(),
        document: Some(held.id.clone()),
        ..FileEntry::default()
    };
    let headings = outline.headings;
    let document = DocumentEntry { id: held.id, front_matter, body, headings, themes: Vec::new() };
    Some(Bundle { file, document: Some(document), passages, facts })
}

/// Indexes `files` into a new folder.
fn index(
    files: &[CorpusFile],
    analyzer: &Arc<Analyzer>,
    knowledge: &Knowledge,
    extract: Extract<'_>,
) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let writer =
        EmbeddedWriter::open(Folder::at(folder.path()), Arc::clone(analyzer)).expect("a new index");
    for bundle in files.iter().filter_map(|file| bundle(file, knowledge, extract)) {
        writer.put(bundle).expect("the index can be written");
    }
    let writer: Box<dyn Writer> = Box::new(writer);
    writer.seal("").expect("the index can be written");
}

fn extraction(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let corpus = CorpusFolder::open(&root).expect("the corpus is shipped");
    let files = corpus.files().expect("the corpus can be read");
    let (_, analyzer, knowledge) = Generation::wanted(&corpus).expect("the lexicon is sound");
    let analyzer = Arc::new(analyzer);
    let mut group = criterion.benchmark_group("index");
    group.sample_size(10);
    group.bench_function("without facts", |bencher| {
        bencher.iter(|| index(black_box(&files), &analyzer, &knowledge, &|_, _, _, _| Vec::new()));
    });
    group.bench_function("with facts", |bencher| {
        let extract = |id: &DocumentId, front: &FrontMatter, passages: &[Passage], body: &str| {
            let home = front.region.as_deref().and_then(region::parse_path);
            let reading = Reading::new(id, front, home, passages).under(&knowledge.rules);
            knowledge.facts(&reading, body)
        };
        bencher.iter(|| index(black_box(&files), &analyzer, &knowledge, &extract));
    });
    group.finish();
}

criterion_group!(benches, extraction);
criterion_main!(benches);
