//! Our own judged questions over the shipped corpus: the search must not get worse.

use std::fs;
use std::path::Path;

use dianan::corpus::CorpusFolder;
use dianan::evaluate::{Judgments, evaluate};
use dianan::library::{Generations, How, Snapshot, refresh};

/// What the set scored when it was first asked, less the .01 that a change may cost.
const LEAST_NDCG: f64 = 0.9535 - 0.01;
/// As above.
const LEAST_MRR: f64 = 0.9899 - 0.01;

#[test]
fn the_search_finds_what_it_found_before() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let questions = root.join("tests/evaluation");
    let read = |name: &str| fs::read_to_string(questions.join(name)).unwrap();
    let judgments = Judgments::parse(&read("queries.jsonl"), &read("qrels.tsv")).unwrap();
    assert!(judgments.questions.len() >= 120, "{} questions", judgments.questions.len());

    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::new(folder.path());
    let corpus = CorpusFolder::open(&root.join("corpus")).unwrap();
    let refreshed = refresh(&corpus, &generations, How::default(), &|_, _| {}).unwrap();
    assert_eq!(refreshed.broken, [], "every shipped document is sound");

    let snapshot = Snapshot::open(&generations).unwrap();
    let card = evaluate(&snapshot, &judgments, &|| {}).unwrap();
    println!("{card:#?}");
    assert!(card.ndcg_10 >= LEAST_NDCG, "nDCG@10 fell to {:.4}: {:#?}", card.ndcg_10, card.worst);
    assert!(card.mrr_10 >= LEAST_MRR, "MRR@10 fell to {:.4}: {:#?}", card.mrr_10, card.worst);
}
