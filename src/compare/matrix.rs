//! The matrix: a column a place, with what it did, in what figures, under which instruments.

use std::time::Instant;

use serde::Serialize;

use super::evidence::{Item, Quote, quotes};
use super::figures::{self, FigureRow};
use super::findings::Findings;
use super::near::near;
use super::question::{Place, Places, Question};
use super::topic::{Topic, TopicReading};
use crate::index::engine::{Engine, EngineError};
use crate::index::hits::{Group, Spread};
use crate::index::query::{FacetField, FactField, FactQuery, GroupQuery, SpreadQuery};
use crate::knowledge::{FactType, theme};
use crate::library::Snapshot;

/// Quotes in a cell.
const QUOTES: usize = 3;
/// Passages that are read for a place: its quotes come from them, and facts of the topic.
const PASSAGES: usize = 12;

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matrix {
    /// The topic as typed.
    pub topic: String,
    /// As what it is understood.
    pub reading: TopicReading,
    /// What it was looked for by, beside itself: words of the same meaning and the theme's cues.
    pub looked_for: Vec<String>,
    /// From and to.
    pub years: Option<(u64, u64)>,
    /// One for each place.
    pub columns: Vec<Column>,
    /// Figures side by side.
    pub figures: Vec<FigureRow>,
    /// At least so many facts that hold the topic's words were too many to be read.
    pub unread_facts: usize,
    /// The generation of the index.
    pub generation: u64,
    /// The day of its last refresh, RFC 3339.
    pub refreshed: String,
    /// Milliseconds from question to answer.
    pub took_ms: f64,
}

/// What was found of one place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// The place.
    pub place: Place,
    /// What the corpus holds of it, in the years asked for.
    pub held: Held,
    /// Passages and documents that match the topic's words.
    pub found: (usize, usize),
    /// What it did.
    pub practices: Vec<Quote>,
    /// What is near the topic in meaning and does not hold its words; nothing without a model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<Quote>,
    /// Figures of the topic.
    pub indicators: Vec<Item>,
    /// Instruments.
    pub instruments: Vec<Item>,
    /// Named practices.
    pub brands: Vec<Item>,
    /// What was won.
    pub honours: Vec<Item>,
}

/// The rows of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// What it did, in the words of its documents.
    Practices,
    /// Figures.
    Indicators,
    /// Instruments.
    Instruments,
    /// Named practices.
    Brands,
    /// What was won.
    Honours,
}

impl Row {
    /// The name on the page and in files.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Practices => "做法",
            Self::Indicators => "指标",
            Self::Instruments => "制度文件",
            Self::Brands => "品牌与机制",
            Self::Honours => "荣誉",
        }
    }
}

/// How much the corpus holds of a place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Documents.
    pub documents: usize,
    /// Passages.
    pub passages: usize,
    /// Years of publication with their numbers of documents; documents without a date are in none.
    pub years: Vec<(String, usize)>,
}

/// Compares the places of `question` on its topic.
///
/// # Errors
/// When the index cannot be read.
pub fn compare(snapshot: &Snapshot, question: &Question) -> Result<Matrix, EngineError> {
    let start = Instant::now();
    let engine = &*snapshot.engine;
    // A generation's themes were read when it was made.
    let themes = theme::stated(&snapshot.generation.themes).unwrap_or_default();
    let mut topic = Topic::new(&question.topic, &snapshot.analyzer, &themes);
    let (places, spreads) = held(engine, question, &[FacetField::Year])?;
    let paths: Vec<String> = places.iter().map(|place| place.path.clone()).collect();
    let groups = engine.groups(&GroupQuery {
        ways: topic.ways(),
        filters: question.year_filter(),
        by: FacetField::Region,
        values: paths.clone(),
        each: PASSAGES,
    })?;
    let findings = Findings::gather(engine, question, &topic, &paths, &groups)?;
    if topic.reading == TopicReading::Words {
        topic.reading = entity(engine, &topic)?.map_or(TopicReading::Words, TopicReading::Entity);
    }
    let near = near(snapshot, question, &topic, &places, &groups)?;
    let columns = places.into_iter().zip(spreads).zip(&groups).zip(near);
    let columns = columns.map(|(((place, spread), group), near)| {
        column(place, spread, group, &topic, &findings).beside(near)
    });
    let columns: Vec<Column> = columns.collect();
    Ok(Matrix {
        topic: question.topic.clone(),
        looked_for: topic.names.iter().skip(1).chain(&topic.cues).cloned().collect(),
        reading: topic.reading,
        years: question.years,
        figures: figures::rows(&columns),
        unread_facts: findings.unread,
        columns,
        generation: snapshot.generation.number,
        refreshed: snapshot.generation.refreshed.clone(),
        took_ms: (start.elapsed().as_secs_f64() * 1e5).round() / 100.0,
    })
}

/// The places to compare, each with what the corpus holds of it.
pub(super) fn held(
    engine: &dyn Engine,
    question: &Question,
    count: &[FacetField],
) -> Result<(Vec<Place>, Vec<Spread>), EngineError> {
    let places = question.places.all();
    let spreads = engine.spread(&SpreadQuery {
        filters: question.year_filter(),
        by: FacetField::Region,
        values: places.iter().map(|place| place.path.clone()).collect(),
        count: count.to_vec(),
    })?;
    let chosen = matches!(question.places, Places::Chosen(_));
    let all = places.iter().cloned().zip(spreads);
    Ok(all.filter(|(_, spread)| chosen || spread.passages > 0).unzip())
}

/// What facts there are by the topic's name, when there are any.
fn entity(engine: &dyn Engine, topic: &Topic) -> Result<Option<FactType>, EngineError> {
    let query = FactQuery {
        names: vec![topic.text.clone(), topic.names[0].clone()],
        count: vec![FactField::Type],
        ..FactQuery::default()
    };
    let counts = engine.facts(&query)?.counts.into_iter().next();
    let most = counts.and_then(|(_, values)| values.into_iter().next());
    Ok(most.and_then(|(name, _)| FactType::parse(&name)))
}

fn column(
    place: Place,
    spread: Spread,
    group: &Group,
    topic: &Topic,
    findings: &Findings,
) -> Column {
    let of = |kind| findings.of(&place, kind);
    Column {
        held: Held::of(spread),
        found: (group.documents, group.passages),
        practices: quotes(topic, &place, &group.best, QUOTES),
        near: Vec::new(),
        indicators: of(FactType::Indicator),
        instruments: of(FactType::Instrument),
        brands: of(FactType::Brand),
        honours: of(FactType::Honour),
        place,
    }
}

impl Held {
    /// What a spread with counts by year says.
    fn of(spread: Spread) -> Self {
        let years = spread.counts.into_iter().find(|(field, _)| *field == FacetField::Year);
        let years = years.map_or_else(Vec::new, |(_, years)| years);
        Self {
            documents: spread.documents,
            passages: spread.passages,
            years: years.into_iter().map(|year| (year.value, year.documents)).collect(),
        }
    }

    /// From what years, as one reads it: `2022—2024`, empty where no document has a date.
    #[must_use]
    pub fn span(&self) -> String {
        match (self.years.first(), self.years.last()) {
            (Some((first, _)), Some((last, _))) if first == last => first.clone(),
            (Some((first, _)), Some((last, _))) => format!("{first}—{last}"),
            _ => String::new(),
        }
    }
}

impl Column {
    fn beside(self, near: Vec<Quote>) -> Self {
        Self { near, ..self }
    }

    /// The sorts of facts with the names of their rows, in the order of the matrix.
    #[must_use]
    pub fn facts(&self) -> [(Row, &[Item]); 4] {
        [
            (Row::Indicators, &self.indicators),
            (Row::Instruments, &self.instruments),
            (Row::Brands, &self.brands),
            (Row::Honours, &self.honours),
        ]
    }

    /// What an empty cell says: absence of evidence, and how much was looked through.
    #[must_use]
    pub fn nothing(&self) -> String {
        match self.held.documents {
            0 => "库中没有该地的文档".to_owned(),
            documents => format!("库中未见，已查该地 {documents} 份文档"),
        }
    }
}
