//! How well facts are read: the scorecards against the gold set.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use dianan::corpus::CorpusFolder;
use dianan::document::DocumentId;
use dianan::index::engine::Engine;
use dianan::index::query::FactQuery;
use dianan::knowledge::{Fact, FactType};
use dianan::library::{Generations, How, Snapshot, refresh};
use dianan::text::{Span, fold};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::test_library::{ImportedSeeds, folder, imported_seeds};

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
    /// Whether organizations, regions and themes are labelled too.
    #[serde(default)]
    names: bool,
}

/// A document's body with the facts that were read in it.
pub(crate) struct Read {
    pub(crate) body: String,
    pub(crate) facts: Vec<Fact>,
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

/// So is what the indicators that were found measure: one name contains the other.
const MEASURED: &str = "indicator, measure";

/// A row of a scorecard with the least precision and recall.
type Bar = (&'static str, f64, f64);
type Tallies = BTreeMap<&'static str, Tally>;

const BARS: [Bar; 6] = [
    ("instrument", 0.95, 0.90),
    ("indicator", 0.95, 0.90),
    (MEASURED, 1.0, 0.92),
    (EXPANDED, 0.95, 0.90),
    ("brand", 0.90, 0.85),
    ("honour", 0.90, 0.85),
];
const BARS_OF_NAMES: [Bar; 3] =
    [("organization", 0.95, 0.90), ("region", 0.95, 0.90), ("theme", 0.70, 0.75)];

fn lines<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge").join(name);
    let text = fs::read_to_string(&path).expect("the gold set is there");
    let parse = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{name}: {e}: {line}"));
    text.lines().map(parse).collect()
}

/// Every document of an index, with its facts.
pub(crate) fn read(engine: &dyn Engine) -> BTreeMap<DocumentId, Read> {
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
pub(crate) fn shipped() -> Snapshot {
    let folder = folder();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let corpus = CorpusFolder::open(&root).expect("the corpus is shipped");
    let generations = Generations::new(&folder.path().join("i"));
    refresh(&corpus, &generations, How::default(), &|_, _| {}).expect("the index is made");
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
    if gold.kind == FactType::Region {
        return fact.name == gold.name;
    }
    // An organization is known by its full name; what stands in the text is compared.
    let own = if gold.kind == FactType::Organization { &fact.text } else { &fact.name };
    let (name, own) = (letters(&gold.name), letters(own));
    let items: Vec<String> = fact.details.items.iter().map(|item| letters(item)).collect();
    let held = |item: &String| items.iter().any(|own| own.contains(&letters(item)));
    (name.contains(&own) || own.contains(&name)) && gold.items.iter().all(held)
}

/// Whether a figure measures what was labelled, by one name in the other.
fn measures(fact: &Fact, gold: &Gold) -> bool {
    let wanted = letters(&gold.name);
    let read = [&fact.name, &fact.details.measure].map(|name| letters(name));
    let within = |own: &String| own.contains(&wanted) || wanted.contains(own.as_str());
    read.iter().any(|own| !own.is_empty() && within(own))
}

/// Compares what was read in a stretch with what was labelled there.
fn compare(
    gold: &[&Gold],
    (placed, facts): (&Placed<'_>, &[Fact]),
    tallies: &mut Tallies,
    faults: &mut String,
) {
    let Placed { read, span: stretch, .. } = placed;
    let inside: Vec<&Fact> = facts.iter().filter(|fact| stretch.contains(fact.span)).collect();
    let mut used = vec![false; inside.len()];
    let mut optional = Vec::new();
    let (demanded, free): (Vec<&&Gold>, Vec<&&Gold>) = gold.iter().partition(|it| !it.optional);
    for gold in demanded.into_iter().chain(free) {
        let place = place(gold, &read.body, *stretch);
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
        if let Some(fact) = found.map(|at| inside[at]).filter(|it| it.kind == FactType::Indicator) {
            let tally = tallies.entry(MEASURED).or_default();
            if measures(fact, gold) { tally.right += 1 } else { tally.missed += 1 }
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

/// A stretch where it stands in an indexed document.
struct Placed<'a> {
    stretch: Stretch,
    read: &'a Read,
    span: Span,
    /// The passages of the document, by identifier.
    passages: BTreeMap<String, Span>,
}

/// The seeds and the shipped corpus, read.
struct Libraries {
    seeds: &'static ImportedSeeds,
    of_seeds: BTreeMap<DocumentId, Read>,
    shipped: Snapshot,
    of_shipped: BTreeMap<DocumentId, Read>,
}

impl Libraries {
    fn open() -> Option<Self> {
        let (seeds, shipped) = (imported_seeds()?, shipped());
        let of_seeds = read(&*seeds.snapshot.engine);
        let of_shipped = read(&*shipped.engine);
        Some(Self { seeds, of_seeds, shipped, of_shipped })
    }

    fn stretches(&self) -> impl Iterator<Item = Placed<'_>> {
        lines::<Stretch>("stretches.jsonl").into_iter().map(|stretch| self.placed(stretch))
    }

    fn placed(&self, stretch: Stretch) -> Placed<'_> {
        let of_seed = stretch.source == "seed";
        let ids: Vec<DocumentId> = if of_seed {
            let documents = self.seeds.outcome(&stretch.file[..3]).documents.iter();
            documents.map(|document| document.id.clone()).collect()
        } else {
            let name = Path::new(&stretch.file).file_stem().expect("a file").to_string_lossy();
            vec![DocumentId::parse(&name).expect("the corpus's names are sound")]
        };
        let all = if of_seed { &self.of_seeds } else { &self.of_shipped };
        let mut held = ids.iter().filter_map(|id| Some((id, all.get(id)?)));
        let found = held.find_map(|(id, read)| Some((id, read, within(&stretch, &read.body)?)));
        let (id, read, span) = found.unwrap_or_else(|| panic!("{} is found", stretch.stretch));
        let snapshot = if of_seed { &self.seeds.snapshot } else { &self.shipped };
        let passages = snapshot.engine.passages(id).expect("the index can be read");
        let passages = passages.into_iter().map(|passage| (passage.id(), passage.span)).collect();
        Placed { stretch, read, span, passages }
    }
}

#[test]
fn facts_agree_with_the_gold_set() {
    let Some(libraries) = Libraries::open() else { return };
    let gold: Vec<Gold> = lines("gold.jsonl");
    let (mut tallies, mut faults) = (Tallies::new(), String::new());
    for placed in libraries.stretches() {
        let measured = |gold: &&Gold| gold.stretch == placed.stretch.stretch;
        let gold: Vec<&Gold> = gold.iter().filter(measured).collect();
        let facts = measured_facts(&placed.read.facts);
        compare(&gold, (&placed, &facts), &mut tallies, &mut faults);
    }
    report(&tallies, &faults, &BARS);
}

#[test]
fn names_and_themes_agree_with_the_gold_set() {
    let Some(libraries) = Libraries::open() else { return };
    let names: Vec<Gold> = lines("names.jsonl");
    let themes: Vec<Gold> = lines("themes.jsonl");
    let (mut tallies, mut faults) = (Tallies::new(), String::new());
    for placed in libraries.stretches().filter(|placed| placed.stretch.names) {
        let own = |gold: &&Gold| gold.stretch == placed.stretch.stretch;
        let is_name =
            |fact: &&Fact| [FactType::Organization, FactType::Region].contains(&fact.kind);
        let facts: Vec<Fact> = placed.read.facts.iter().filter(is_name).cloned().collect();
        let names: Vec<&Gold> = names.iter().filter(own).collect();
        compare(&names, (&placed, &facts), &mut tallies, &mut faults);
        let themes: Vec<&Gold> = themes.iter().filter(own).collect();
        compare_themes(&themes, &placed, tallies.entry("theme").or_default(), &mut faults);
    }
    report(&tallies, &faults, &BARS_OF_NAMES);
}

/// Compares the themes of each passage with those of the paragraphs that begin in it.
fn compare_themes(gold: &[&Gold], placed: &Placed<'_>, tally: &mut Tally, faults: &mut String) {
    let body = &placed.read.body;
    for (passage, span) in &placed.passages {
        let begins_here = |gold: &&&Gold| {
            let at = place(gold, body, placed.span).map(|place| place.start);
            let at = at.unwrap_or_else(|| panic!("{} is found", gold.text));
            span.start <= at && at < span.end
        };
        let labelled: Vec<&&Gold> = gold.iter().filter(begins_here).collect();
        if labelled.is_empty() {
            continue;
        }
        let named = |optional: bool| -> BTreeSet<&str> {
            let themes = labelled.iter().filter(|gold| gold.optional == optional);
            themes.map(|gold| gold.name.as_str()).collect()
        };
        let (demanded, free) = (named(false), named(true));
        let is_theme = |fact: &&Fact| fact.kind == FactType::Theme && fact.passage == *passage;
        let facts = placed.read.facts.iter().filter(is_theme);
        let found: BTreeSet<&str> = facts.map(|fact| fact.name.as_str()).collect();
        let wrong = found.iter().filter(|it| !demanded.contains(*it) && !free.contains(*it));
        let wrong: Vec<&&str> = wrong.collect();
        let missed: Vec<&&str> = demanded.difference(&found).collect();
        tally.right += demanded.intersection(&found).count();
        tally.wrong += wrong.len();
        tally.missed += missed.len();
        let _ = writeln!(faults, "theme {passage}: false {wrong:?}, missed {missed:?}");
    }
}

/// The facts of the types that the gold set labels.
fn measured_facts(facts: &[Fact]) -> Vec<Fact> {
    use FactType::{Brand, Honour, Indicator, Instrument, Shorthand};
    let measured = [Instrument, Brand, Honour, Indicator, Shorthand];
    facts.iter().filter(|fact| measured.contains(&fact.kind)).cloned().collect()
}

/// Prints the scorecard, and fails where a type falls short of its bar.
fn report(tallies: &Tallies, faults: &str, bars: &[Bar]) {
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
    let short = bars.iter().filter(|(row, precision, recall)| {
        tallies.get(row).is_none_or(|it| it.precision() < *precision || it.recall() < *recall)
    });
    let short: Vec<&str> = short.map(|(row, _, _)| *row).collect();
    assert!(short.is_empty(), "below the bar: {short:?}\n{table}");
}
