//! Exact means exact: quoted text is found where a plain scan finds it, none missed, none extra.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use aho_corasick::AhoCorasick;
use dianan::corpus::CorpusFolder;
use dianan::document::markdown_file::{self, MarkdownFile};
use dianan::document::{FrontMatter, Kind};
use dianan::library::{Generations, How, Snapshot, refresh};
use dianan::search::{Request, search};
use dianan::text::fold;

use crate::test_library::{TestLibrary, folder, imported_seeds, seeds, shared, size};

/// Questions about the seeds.
const QUESTIONS: usize = 2_000;
/// Documents that are compared one by one; of more only their number is.
const COMPARED: usize = 100;
/// Failures that are shown before the rest is counted only.
const SHOWN: usize = 20;

/// Marsaglia's xorshift64: the same questions in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).expect("it fits")).expect("it is below a usize")
    }
}

/// A document as a plain scan reads it: folded texts, each whole in itself.
struct Scanned {
    id: String,
    texts: Vec<String>,
}

/// Everything that the index holds, read plainly.
fn scanned(snapshot: &Snapshot) -> (Vec<Scanned>, Vec<Vec<char>>) {
    let (mut documents, mut originals) = (Vec::new(), Vec::new());
    for file in snapshot.engine.files().expect("the index can be read") {
        let id = file.document.expect("no file is broken");
        let mut texts = BTreeSet::new();
        for passage in snapshot.engine.passages(&id).expect("the index can be read") {
            texts.extend([passage.document.title, passage.heading, passage.text]);
        }
        originals.extend(texts.iter().map(|text| text.chars().collect::<Vec<char>>()));
        let texts = texts.iter().map(|text| fold(text).text).collect();
        documents.push(Scanned { id: id.to_string(), texts });
    }
    originals.retain(|text| !text.is_empty());
    (documents, originals)
}

/// A question: mostly a piece of a text, one in eight of two texts put together, of 1 to 8
/// characters or, one in ten, up to 40.
fn question(random: &mut Random, originals: &[Vec<char>]) -> String {
    if random.below(10) == 0 {
        return across_a_sentence_end(random, originals);
    }
    let length = if random.below(10) == 0 { 9 + random.below(32) } else { 1 + random.below(8) };
    let mut piece = |length: usize| -> String {
        let text = &originals[random.below(originals.len())];
        let start = random.below(text.len());
        text[start..text.len().min(start + length)].iter().collect()
    };
    if length % 8 == 5 { piece(length / 2 + 1) + &piece(length / 2) } else { piece(length) }
}

/// A piece of 2 to 8 characters with the end of a sentence inside it.
fn across_a_sentence_end(random: &mut Random, originals: &[Vec<char>]) -> String {
    let is_end = |c: &char| matches!(c, '。' | '；' | '！' | '？' | '，');
    for _ in 0..100 {
        let text = &originals[random.below(originals.len())];
        let start = random.below(text.len());
        let Some(end) = text[start..].iter().position(is_end) else { continue };
        let (before, after) = (random.below(4).min(start + end), 1 + random.below(4));
        let at = start + end;
        return text[at - before..text.len().min(at + 1 + after)].iter().collect();
    }
    "。".to_owned()
}

/// Where a plain scan finds a text.
#[derive(Clone, Default)]
struct Expected {
    /// The first documents.
    documents: BTreeSet<usize>,
    count: usize,
}

/// Scans all documents once for all `needles` (folded), overlapping.
fn scan(documents: &[Scanned], needles: &[String]) -> Vec<Expected> {
    let automaton = AhoCorasick::new(needles).expect("the questions are no more than the limits");
    let mut expected = vec![Expected::default(); needles.len()];
    let mut last = vec![usize::MAX; needles.len()];
    for (number, document) in documents.iter().enumerate() {
        for text in &document.texts {
            for found in automaton.find_overlapping_iter(text) {
                let needle = found.pattern().as_usize();
                if std::mem::replace(&mut last[needle], number) != number {
                    expected[needle].count += 1;
                    if expected[needle].count <= COMPARED {
                        expected[needle].documents.insert(number);
                    }
                }
            }
        }
    }
    expected
}

/// What is wrong with the answer to `needle` in quotation marks, if anything is.
fn fault(
    snapshot: &Snapshot,
    documents: &[Scanned],
    (needle, expected): (&str, &Expected),
) -> Option<String> {
    let all_compared = expected.count <= COMPARED;
    let limit = if all_compared { COMPARED } else { 1 };
    let request = Request { text: format!("\"{needle}\""), limit, ..Request::default() };
    let answer = match search(snapshot, request) {
        Ok(answer) => answer,
        Err(error) => return Some(format!("{needle:?}: {error}")),
    };
    let found: BTreeSet<&str> = answer.hits.iter().map(|hit| hit.document.id.as_str()).collect();
    let wanted: BTreeSet<&str> =
        expected.documents.iter().map(|number| documents[*number].id.as_str()).collect();
    let same = answer.total == expected.count && (!all_compared || found == wanted);
    (!same).then(|| {
        let missed = wanted.difference(&found).count();
        let (scanned, total) = (expected.count, answer.total);
        format!("{needle:?}: a scan finds {scanned}, search {total}, missed {missed}")
    })
}

/// Asks `count` questions, on all cores.
fn check(snapshot: &Snapshot, count: usize) {
    let (documents, originals) = scanned(snapshot);
    let mut random = Random(0x5eed_1310_0709_2024);
    let mut questions = Vec::new();
    while questions.len() < count {
        let needle = question(&mut random, &originals);
        if !needle.contains('"') && !fold(&needle).text.is_empty() {
            questions.push(needle);
        }
    }
    let needles: Vec<String> = questions.iter().map(|needle| fold(needle).text).collect();
    let expected = scan(&documents, &needles);
    // What was drawn twice is asked once.
    let asked: BTreeMap<&str, &Expected> =
        questions.iter().map(String::as_str).zip(&expected).collect();
    let asked: Vec<(&str, &Expected)> = asked.into_iter().collect();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let faults: BTreeSet<String> = thread::scope(|scope| {
        let ask = |part: &[(&str, &Expected)]| -> Vec<String> {
            part.iter().filter_map(|asked| fault(snapshot, &documents, *asked)).collect()
        };
        let parts = asked.chunks(asked.len().div_ceil(cores));
        let asked: Vec<_> = parts.map(|part| scope.spawn(move || ask(part))).collect();
        asked.into_iter().flat_map(|part| part.join().expect("it asks to its end")).collect()
    });
    let shown: Vec<&String> = faults.iter().take(SHOWN).collect();
    assert!(faults.is_empty(), "{} different ones of {count} are wrong: {shown:#?}", faults.len());
}

// DEFECT: signs that are no letters are escaped for the regex and refused by it, and the floor on the
// score drops documents that hold the text.
#[test]
fn quoted_text_is_found_where_a_plain_scan_finds_it() {
    let Some(seeds) = imported_seeds() else { return };
    check(&seeds.snapshot, QUESTIONS);
}

#[test]
fn quoted_text_is_found_among_laws_too() {
    // Questions, and the step by which laws are taken.
    let Some((questions, step)) = size(None, Some((20_000, 2)), Some((100_000, 1))) else { return };
    let (Some(seeds), Some(laws)) = (seeds(), shared("data/laws.tar.gz")) else { return };
    let folder = folder();
    let corpus = CorpusFolder::open_or_create(&folder.path().join("c")).unwrap();
    import(&corpus, &seeds);
    for (number, file) in laws_in(&laws, folder.path()).iter().step_by(step).enumerate() {
        put_law(&folder.path().join("c/policies"), number, file);
    }
    let generations = Generations::new(&folder.path().join("i"));
    let refreshed = refresh(&corpus, &generations, How::anew(), &|_, _| {}).unwrap();
    assert!(refreshed.broken.is_empty(), "{:?}", refreshed.broken);
    check(&Snapshot::open(&generations).unwrap(), questions);
}

fn import(corpus: &CorpusFolder, seeds: &Path) {
    let mut batch = dianan::intake::Batch::open(corpus, false).expect("an empty corpus");
    for (name, bytes) in crate::test_library::files(seeds) {
        batch.import(crate::test_library::raw(&name, &bytes));
    }
}

/// The Markdown files of the archive, unpacked into `folder`, by path.
fn laws_in(archive: &Path, folder: &Path) -> Vec<PathBuf> {
    let mut tar = Command::new("tar");
    let status = tar.arg("xzf").arg(archive).arg("-C").arg(folder).status();
    assert!(status.expect("there is a tar").success(), "the archive is unpacked");
    let mut files = Vec::new();
    let mut folders = vec![folder.join("cn-laws")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("it was unpacked") {
            let path = entry.expect("it was unpacked").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    files.sort();
    files
}

fn put_law(policies: &Path, number: usize, file: &Path) {
    let text = fs::read_to_string(file).expect("laws are UTF-8");
    let title = file.file_stem().expect("a file has a name").to_string_lossy();
    let front_matter = FrontMatter::new(&title, Kind::Policy);
    let law = markdown_file::print(&MarkdownFile { front_matter, body: text });
    fs::create_dir_all(policies).expect("it can be written");
    fs::write(policies.join(format!("law-{number}.md")), law).expect("it can be written");
}

// DEFECT: as above: `、`, `·`, `《`, `》`, `<` and `>` are escaped and refused by the regex.
#[test]
fn every_single_character_and_sign_is_found() {
    let text =
        "党建—业务“四强”,『三会』;(一)7·9 98.82% 5G《条例》、a+b*c?[2023]〔1〕^$.|\\{x}/&#~<y>=@";
    let library = TestLibrary::new(&format!(
        "//- cases/a.md\n# 题目\n```\n{text}\n```\n//- cases/b.md\n# 另\n无\n"
    ));
    let snapshot = library.snapshot();
    let found = |c: char| -> Result<Vec<String>, String> {
        let request = Request { text: format!("\"{c}\""), ..Request::default() };
        let answer = search(&snapshot, request).map_err(|error| error.to_string())?;
        Ok(answer.hits.into_iter().map(|hit| hit.document.id.to_string()).collect())
    };
    let characters = text.chars().filter(|c| !c.is_whitespace() && *c != '"');
    let faults: String = characters.filter(|&c| found(c) != Ok(vec!["a".to_owned()])).collect();
    assert_eq!(faults, "", "these are not found");
}

#[test]
fn quoted_text_does_not_cross_from_one_part_into_another() {
    let library = TestLibrary::new("//- cases/a.md\n# 甲乙\n## 丙丁\n\n戊己\n\n## 庚辛\n\n壬癸\n");
    for crossing in ["乙丙", "丁戊", "己庚", "辛壬", "乙戊", "己壬"] {
        assert_eq!(library.search(&format!("\"{crossing}\"")).total, 0, "{crossing}");
    }
    for held in ["甲乙", "丙丁", "戊己", "庚辛", "壬癸"] {
        assert_eq!(library.search(&format!("\"{held}\"")).total, 1, "{held}");
    }
}

#[test]
fn a_weak_match_of_quoted_text_is_not_dropped() {
    // One document is nothing but the text; the others hold it once, far apart, among much else.
    let filler = "坚持以政治建设为统领推动各项工作走深走实。".repeat(17);
    let others: String = (0..30)
        .map(|n| format!("//- reports/r{n}.md\n# 报告{n}\n{filler}述职评议{filler}\n"))
        .collect();
    let strong = "//- cases/a.md\n# 述职评议 述职评议\n述职评议 述职评议 述职评议\n";
    let library = TestLibrary::new(&format!("{strong}{others}"));
    assert_eq!(library.search("\"述职评议\"").total, 31);
    assert_eq!(library.search("\"评\"").total, 31);
    assert_eq!(library.search("述职评议 \"评议\"").total, 31);
}
