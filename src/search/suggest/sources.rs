//! Where completions come from. A further source is a variant, its row in the table of names, and
//! a function in [`GATHERERS`].

use std::collections::HashMap;

use super::Entry;
use crate::index::engine::EngineError;
use crate::index::query::{FacetField, FactField, FactQuery, Query, Reading};
use crate::knowledge::FactType;
use crate::library::Snapshot;
use crate::text::fold;
use crate::text::lexicon::Lexicon;

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// A query that found something.
    Query,
    /// A word of the lexicon.
    Word,
    /// A theme.
    Theme,
    /// A named practice.
    Brand,
    /// A short form.
    Shorthand,
    /// A policy, rule or plan that documents name.
    Instrument,
    /// What was won.
    Honour,
    /// An organization.
    Organization,
    /// A place.
    Region,
    /// A document.
    Title,
    /// A heading inside documents.
    Heading,
    /// Words of the corpus.
    Phrase,
}

impl Source {
    /// Name in the API, name on the page, and what it is worth beside the others.
    fn row(self) -> (&'static str, &'static str, f32) {
        match self {
            Self::Query => ("query", "查过", 16.0),
            Self::Word => ("word", "词语", 15.0),
            Self::Theme => ("theme", "主题", 15.0),
            Self::Brand => ("brand", "品牌", 13.0),
            Self::Shorthand => ("shorthand", "说法", 14.0),
            Self::Instrument => ("instrument", "文件", 9.0),
            Self::Honour => ("honour", "荣誉", 9.0),
            Self::Organization => ("organization", "机构", 12.0),
            Self::Region => ("region", "地区", 12.0),
            Self::Title => ("title", "文档", 8.0),
            Self::Heading => ("heading", "标题", 4.0),
            Self::Phrase => ("phrase", "文中", 2.0),
        }
    }

    /// The name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// The name on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.row().1
    }

    pub(super) fn weight(self) -> f32 {
        self.row().2
    }
}

/// Reads one source of a snapshot.
type Gatherer = fn(&Snapshot, &mut Gathered) -> Result<(), EngineError>;

/// Every source, the more telling first: of two that hold the same text the first gives it, and
/// the last go when there are too many.
const GATHERERS: [Gatherer; 4] = [words, values, entities, titles_and_headings];

/// The texts of all sources, each once.
#[derive(Default)]
pub(super) struct Gathered {
    entries: Vec<Entry>,
    known: HashMap<String, usize>,
}

impl Gathered {
    /// Adds a text that stands in `count` passages or documents; one that is there already counts
    /// more.
    fn add(&mut self, text: &str, source: Source, count: u64) {
        let Some(entry) = Entry::new(text, source, count) else { return };
        let form: String = entry.form.iter().collect();
        match self.known.get(&form) {
            Some(&at) if self.entries[at].source == source => self.entries[at].count += count,
            Some(_) => {}
            None => {
                self.known.insert(form, self.entries.len());
                self.entries.push(entry);
            }
        }
    }
}

/// Everything in `snapshot` that completes what is typed.
pub(super) fn gathered(snapshot: &Snapshot) -> Result<Vec<Entry>, EngineError> {
    let mut gathered = Gathered::default();
    for gather in GATHERERS {
        gather(snapshot, &mut gathered)?;
    }
    Ok(gathered.entries)
}

/// Words and synonyms of the lexicon that stand in some passage.
fn words(snapshot: &Snapshot, gathered: &mut Gathered) -> Result<(), EngineError> {
    let generation = &snapshot.generation;
    let lexicon = Lexicon::with(&generation.words, &generation.synonyms).unwrap_or_default();
    let words = lexicon.words.iter().map(|word| &word.word);
    for word in words.chain(lexicon.synonyms.iter().flatten()) {
        let folded = fold(word).text.replace(['"', '\''], "");
        let passages = snapshot.engine.frequency(Reading::Words, &folded)?;
        if passages > 0 {
            gathered.add(word, Source::Word, passages);
        }
    }
    Ok(())
}

/// Themes, organizations and places that documents have.
fn values(snapshot: &Snapshot, gathered: &mut Gathered) -> Result<(), EngineError> {
    let all = snapshot.engine.search(&Query { facets: true, ..Query::default() })?;
    for counts in &all.facets {
        let source = match counts.field {
            FacetField::Theme => Source::Theme,
            FacetField::Organization => Source::Organization,
            FacetField::Region => Source::Region,
            FacetField::Kind | FacetField::Year | FacetField::Source => continue,
        };
        for (value, count) in &counts.values {
            // A place is typed by its own name, without what it belongs to.
            let text = value.rsplit('/').next().unwrap_or(value);
            gathered.add(text, source, *count as u64);
        }
    }
    Ok(())
}

/// Names that documents tell of.
fn entities(snapshot: &Snapshot, gathered: &mut Gathered) -> Result<(), EngineError> {
    let types = [
        (FactType::Shorthand, Source::Shorthand),
        (FactType::Brand, Source::Brand),
        (FactType::Instrument, Source::Instrument),
        (FactType::Honour, Source::Honour),
    ];
    for (of, source) in types {
        let count = vec![FactField::Name];
        let query = FactQuery { types: vec![of], count, ..FactQuery::default() };
        let names = snapshot.engine.facts(&query)?.counts.into_iter().flat_map(|(_, names)| names);
        names.for_each(|(name, count)| gathered.add(&name, source, count as u64));
    }
    Ok(())
}

/// Titles of documents, and the headings in them.
fn titles_and_headings(snapshot: &Snapshot, gathered: &mut Gathered) -> Result<(), EngineError> {
    let mut headings: HashMap<String, u64> = HashMap::new();
    snapshot.engine.each_document(&mut |document| {
        gathered.add(&document.front_matter.title, Source::Title, 1);
        for heading in document.headings {
            *headings.entry(heading.text).or_default() += 1;
        }
    })?;
    let mut headings: Vec<(String, u64)> = headings.into_iter().collect();
    headings.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    for (heading, count) in headings {
        gathered.add(&heading, Source::Heading, count);
    }
    Ok(())
}
