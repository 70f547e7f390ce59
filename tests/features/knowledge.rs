//! How well facts are read: the scorecard against the gold set, and what holds for every fact.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use dianan::corpus::CorpusFolder;
use dianan::document::outline::{Piece, outline};
use dianan::document::{DocumentId, FrontMatter, Kind};
use dianan::index::engine::Engine;
use dianan::index::query::FactQuery;
use dianan::knowledge::theme::Themes;
use dianan::knowledge::{Corrections, Fact, FactType, Knowledge, Reading};
use dianan::library::{Generations, Snapshot, refresh};
use dianan::text::{Span, fold};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::test_library::{folder, imported_seeds};

/// What tests/knowledge/README.md describes.
#[derive(Debug, Deserialize)]
struct Gold {
    stretch: String,
    #[serde(rename = "type")]
    kind: FactType,
    text: String,
    occurrence: usize,
    name: String,
    #[serde(default)]
    value: Option<f64>,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    items: Vec<String>,
    #[serde(default)]
    optional: bool,
}

/// A contiguous text in which every fact is labelled.
#[derive(Debug, Deserialize)]
struct Stretch {
    stretch: String,
    source: String,
    file: String,
    first: String,
    last: String,
}

/// A document's body with the facts that were read in it.
struct Read {
    body: String,
    facts: Vec<Fact>,
}

/// Right, false and missed facts of a type.
#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Tally {
    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }
}

/// Shorthands with an expansion are measured apart.
const EXPANDED: &str = "shorthand, expanded";

/// The least precision and recall of each type.
const BARS: [(&str, f64, f64); 5] = [
    ("instrument", 0.95, 0.90),
    ("indicator", 0.95, 0.90),
    (EXPANDED, 0.95, 0.90),
    ("brand", 0.90, 0.85),
    ("honour", 0.90, 0.85),
];

fn lines<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge").join(name);
    let text = fs::read_to_string(&path).expect("the gold set is there");
    let parse = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{name}: {e}: {line}"));
    text.lines().map(parse).collect()
}

/// Every document of an index, with its facts.
fn read(engine: &dyn Engine) -> BTreeMap<DocumentId, Read> {
    let query = FactQuery { types: FactType::ALL.to_vec(), limit: 100_000, ..FactQuery::default() };
    let found = engine.facts(&query).expect("the index can be read");
    assert_eq!(found.total, found.facts.len(), "all facts are given");
    let mut read: BTreeMap<DocumentId, Read> = BTreeMap::new();
    for fact in found.facts {
        let body = || {
            let document = engine.document(&fact.document).expect("the index can be read");
            document.expect("a fact's document is in the index").body
        };
        let entry = read.entry(fact.document.clone());
        entry.or_insert_with(|| Read { body: body(), facts: Vec::new() }).facts.push(fact);
    }
    read
}

/// The shipped corpus, indexed.
fn shipped() -> Snapshot {
    let folder = folder();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let corpus = CorpusFolder::open(&root).expect("the corpus is shipped");
    let generations = Generations::new(&folder.path().join("i"));
    refresh(&corpus, &generations, false, &|_, _| {}).expect("the index is made");
    Snapshot::open(&generations).expect("the index is made")
}

/// The bytes of a stretch in a body, when it stands there.
fn within(stretch: &Stretch, body: &str) -> Option<Span> {
    let start = body.find(&stretch.first)?;
    let end = start + body[start..].find(&stretch.last)? + stretch.last.len();
    Some(Span::new(start, end))
}

/// Where a gold fact stands in its stretch.
fn place(gold: &Gold, body: &str, stretch: Span) -> Option<Span> {
    let mut at = stretch.start;
    for nth in 1.. {
        let start = at + body[at..stretch.end].find(&gold.text)?;
        if nth == gold.occurrence {
            return Some(Span::new(start, start + gold.text.len()));
        }
        at = start + body[start..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// The letters and digits of a text in one form.
fn letters(text: &str) -> String {
    fold(text).text.chars().filter(|c| c.is_alphanumeric() || "+%".contains(*c)).collect()
}

/// Whether a fact is the one that was labelled at `place`.
fn agrees(fact: &Fact, gold: &Gold, place: Span) -> bool {
    let apart = fact.span.end <= place.start || place.end <= fact.span.start;
    if fact.kind != gold.kind || apart {
        return false;
    }
    if gold.kind == FactType::Indicator {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs().max(1.0);
        let value = fact.details.value.zip(gold.value).is_some_and(|(a, b)| near(a, b));
        return value
            && (gold.unit.is_empty() || letters(&gold.unit) == letters(&fact.details.unit));
    }
    let (name, own) = (letters(&gold.name), letters(&fact.name));
    let items: Vec<String> = fact.details.items.iter().map(|item| letters(item)).collect();
    let held = |item: &String| items.iter().any(|own| own.contains(&letters(item)));
    (name.contains(&own) || own.contains(&name)) && gold.items.iter().all(held)
}

/// Compares what was read in a stretch with what was labelled there.
fn compare(
    gold: &[&Gold],
    read: &Read,
    stretch: Span,
    tallies: &mut BTreeMap<&'static str, Tally>,
    faults: &mut String,
) {
    let inside: Vec<&Fact> = read.facts.iter().filter(|fact| stretch.contains(fact.span)).collect();
    let mut used = vec![false; inside.len()];
    let mut optional = Vec::new();
    let (demanded, free): (Vec<&&Gold>, Vec<&&Gold>) = gold.iter().partition(|it| !it.optional);
    for gold in demanded.into_iter().chain(free) {
        let place = place(gold, &read.body, stretch);
        let fits = |at: &usize| !used[*at] && place.is_some_and(|it| agrees(inside[*at], gold, it));
        let found = (0..inside.len()).find(fits);
        if let Some(at) = found {
            used[at] = true;
        }
        if gold.optional {
            optional.extend(place.map(|place| (gold.kind, place)));
            continue;
        }
        let rows = [gold.kind.name(), EXPANDED];
        for row in &rows[..if gold.items.is_empty() { 1 } else { 2 }] {
            let tally = tallies.entry(row).or_default();
            if found.is_some() { tally.right += 1 } else { tally.missed += 1 }
        }
        if found.is_none() {
            let _ = writeln!(faults, "missed {} in {}: {}", rows[0], gold.stretch, gold.text);
        }
    }
    for (fact, _) in inside.iter().zip(&used).filter(|(_, used)| !**used) {
        let overlaps = |place: &Span| fact.span.start < place.end && place.start < fact.span.end;
        if optional.iter().any(|(kind, place)| *kind == fact.kind && overlaps(place)) {
            continue;
        }
        let rows = [fact.kind.name(), EXPANDED];
        for row in &rows[..if fact.details.items.is_empty() { 1 } else { 2 }] {
            tallies.entry(row).or_default().wrong += 1;
        }
        let items = fact.details.items.join("|");
        let _ = writeln!(faults, "false {}: {} {items} in {}", rows[0], fact.text, fact.sentence);
    }
}

#[test]
fn facts_agree_with_the_gold_set() {
    let Some(seeds) = imported_seeds() else { return };
    let shipped = shipped();
    let of_seeds = read(&*seeds.snapshot.engine);
    let of_corpus = read(&*shipped.engine);
    let gold: Vec<Gold> = lines("gold.jsonl");
    let mut tallies = BTreeMap::new();
    let mut faults = String::new();
    for stretch in lines::<Stretch>("stretches.jsonl") {
        let place = if stretch.source == "seed" {
            let number = &stretch.file[..3];
            let documents = seeds.outcome(number).documents.iter();
            let mut read = documents.filter_map(|document| of_seeds.get(&document.id));
            read.find_map(|read| Some((read, within(&stretch, &read.body)?)))
        } else {
            let name = Path::new(&stretch.file).file_stem().expect("a file").to_string_lossy();
            let id = DocumentId::parse(&name).expect("the corpus's names are sound");
            of_corpus.get(&id).and_then(|read| Some((read, within(&stretch, &read.body)?)))
        };
        let (read, span) = place.unwrap_or_else(|| panic!("{} is found", stretch.stretch));
        let measured = |gold: &&Gold| gold.stretch == stretch.stretch;
        let gold: Vec<&Gold> = gold.iter().filter(measured).collect();
        let own = Read { body: read.body.clone(), facts: measured_facts(&read.facts) };
        compare(&gold, &own, span, &mut tallies, &mut faults);
    }
    report(&tallies, &faults);
}

/// The facts of the types that the gold set labels.
fn measured_facts(facts: &[Fact]) -> Vec<Fact> {
    use FactType::{Brand, Honour, Indicator, Instrument, Shorthand};
    let measured = [Instrument, Brand, Honour, Indicator, Shorthand];
    facts.iter().filter(|fact| measured.contains(&fact.kind)).cloned().collect()
}

/// Prints the scorecard, and fails where a type falls short of its bar.
fn report(tallies: &BTreeMap<&'static str, Tally>, faults: &str) {
    println!("{faults}");
    let mut table = String::from("type                 right false missed precision recall\n");
    for (row, tally) in tallies {
        let Tally { right, wrong, missed } = tally;
        let (precision, recall) = (tally.precision(), tally.recall());
        let _ = writeln!(
            table,
            "{row:<20} {right:>5} {wrong:>5} {missed:>6} {precision:>9.3} {recall:>6.3}"
        );
    }
    // Past the harness, which keeps what a passing test prints to itself.
    let _ = std::io::stderr().write_all(table.as_bytes());
    let short = BARS.iter().filter(|(row, precision, recall)| {
        tallies.get(row).is_none_or(|it| it.precision() < *precision || it.recall() < *recall)
    });
    let short: Vec<&str> = short.map(|(row, _, _)| *row).collect();
    assert!(short.is_empty(), "below the bar: {short:?}\n{table}");
}

#[test]
fn every_fact_is_the_characters_of_its_span() {
    let Some(seeds) = imported_seeds() else { return };
    for (id, read) in read(&*seeds.snapshot.engine).into_iter().chain(read(&*shipped().engine)) {
        for fact in read.facts {
            check_place(&fact, &read.body, id.as_str());
        }
    }
}

#[test]
fn what_counts_nothing_that_has_a_name_is_no_fact() {
    for body in ["１万粤发》等、", "超过1亿的等"] {
        let named = |fact: &Fact| !fact.name.trim().is_empty();
        assert!(facts(body).iter().all(named), "{body}: {:?}", facts(body));
    }
}

fn check_place(fact: &Fact, body: &str, of: &str) {
    assert_eq!(body.get(fact.span.start..fact.span.end), Some(fact.text.as_str()), "{of}");
    let sentence = fact.sentence_span;
    assert_eq!(body.get(sentence.start..sentence.end), Some(fact.sentence.as_str()), "{of}");
    assert!(!fact.text.trim().is_empty() && !fact.name.trim().is_empty(), "{of}: {fact:?}");
}

#[test]
fn two_readings_give_the_same_bytes() {
    let library = shipped();
    let mut documents = 0;
    for id in read(&*library.engine).into_keys() {
        let document = library.engine.document(&id).expect("it can be read").expect("it is there");
        let facts = || serde_json::to_string(&facts(&document.body)).expect("facts are data");
        assert_eq!(facts(), facts(), "{id}");
        documents += 1;
    }
    assert!(documents > 50, "{documents} documents of the corpus hold facts");
}

/// The facts of a text that nobody has indexed.
fn facts(body: &str) -> Vec<Fact> {
    let themes = Themes::parse("").expect("no themes are themes");
    let knowledge = Knowledge { themes, corrections: Corrections::default() };
    let id = DocumentId::parse("text").expect("a name");
    let front_matter = FrontMatter::new("题", Kind::Report);
    let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
    let passages = outline(body, &whole).passages;
    knowledge.facts(&Reading::new(&id, &front_matter, None, &passages), body)
}

#[test]
fn the_short_forms_of_the_seeds_are_unfolded() {
    let Some(seeds) = imported_seeds() else { return };
    let read = read(&*seeds.snapshot.engine);
    let facts: Vec<&Fact> = read.values().flat_map(|read| &read.facts).collect();
    let unfolds = |name: &str, items: &[&str]| {
        let named = |fact: &&&Fact| fact.kind == FactType::Shorthand && fact.name == name;
        let mut found = facts.iter().filter(named);
        let held = |fact: &Fact| {
            items.iter().all(|item| fact.details.items.iter().any(|own| own.contains(item)))
        };
        assert!(found.any(|fact| held(fact)), "{name}");
    };
    unfolds(
        "四强六规范",
        &[
            "政治功能强",
            "支部班子强",
            "党员队伍强",
            "作用发挥强",
            "组织设置规范",
            "支委会建设规范",
            "组织生活规范",
            "功能作用规范",
            "党员队伍建设规范",
            "制度保障规范",
        ],
    );
    unfolds("三诊", &["接诊", "巡诊", "会诊"]);
    unfolds("一述三评", &["以上看下考核评", "以下看上党员评", "横向交流部门评"]);
    unfolds("四融四同", &["目标同向", "部署同频", "落实同步", "绩效同考"]);
    unfolds("1234", &["突出一个重点", "落实两个责任", "聚焦三项创新", "整合四个维度"]);
    unfolds(
        "五个强化",
        &["强化政治引领", "强化理论武装", "强化基层基础", "强化服务大局", "强化正风肃纪"],
    );
}

/// Pieces of official prose and of what it is never like.
const PIECES: &[&str] = &[
    "印发",
    "《",
    "》",
    "【",
    "】",
    "“",
    "”",
    "「",
    "」",
    "『",
    "』",
    "‘",
    "’",
    "\"",
    "(",
    ")",
    "（",
    "）",
    "〔2023〕12号",
    "粤发",
    "关于",
    "意见",
    "办法",
    "的通知",
    "四强",
    "六规范",
    "一述三评",
    "1234",
    "1+3+3+6",
    "两个维护",
    "十",
    "双",
    "一",
    "、",
    "，",
    "。",
    "；",
    "：",
    "\n",
    "\n\n",
    "## ",
    "- ",
    "> ",
    "| ",
    "即",
    "是指",
    "等",
    "和",
    "的",
    "一是",
    "二是",
    "三是",
    "政治功能强",
    "支部班子强",
    "党建",
    "品牌",
    "机制",
    "工作法",
    "活动",
    "荣获",
    "全省",
    "一等奖",
    "近",
    "4",
    "1.67",
    "万",
    "亿",
    "余",
    "%",
    "家",
    "人次",
    "百分之",
    "2024年",
    "第",
    "珠海市",
    "市财政局",
    "9",
    "0",
    "99999999999999999999",
    "．",
    "\u{ff11}",
    "黨",
    "\u{2028}",
    "é",
    "😀",
    "*",
    "_",
    "`",
    "<b>",
    "\\",
    "&amp;",
    " ",
    "　",
];

/// Pieces put together at random.
fn prose() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..80).prop_map(|all| all.concat())
}

proptest! {
    #[test]
    fn no_text_panics_and_every_span_holds(body in prose()) {
        for fact in facts(&body) {
            check_place(&fact, &body, &body);
        }
    }

    #[test]
    fn no_characters_at_all_panic(body in "\\PC{0,200}") {
        for fact in facts(&body) {
            check_place(&fact, &body, &body);
        }
    }
}
