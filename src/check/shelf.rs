//! What a draft is compared with: passages that share its rarest pairs of characters, each read once.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::claims::letters;
use super::finding::Evidence;
use super::letters::Letters;
use super::rows::{self, Row};
use super::sheet::{Sheet, closed, titles};
use super::statements::COMPARED;
use crate::budget::carried;
use crate::document::DocumentId;
use crate::index::engine::EngineError;
use crate::index::entry::{DocumentCard, PassageEntry};
use crate::index::hits::{Holding, Place};
use crate::index::query::{FactQuery, Reading};
use crate::knowledge::{Fact, FactType};
use crate::library::Snapshot;
use crate::text::segment::pairs;
use crate::text::sentences::sentences;
use crate::text::{Span, fold};

/// By how many of its rarest pairs a window is looked up.
const PAIRS_ASKED: usize = 10;
/// A passage is looked at when it holds this many of them.
const PAIRS_HELD: usize = 4;
/// Fewer suffice where fewer are asked for than this.
const PAIRS_FEW: usize = 9;
/// What suffices then (all where there are fewer still).
const FEW_HELD: usize = 3;
/// Once the pairs asked for stand in this many passages together, no commoner one is added.
const POSTINGS: u64 = 60_000;
/// So many pairs are asked for, however common.
const PAIRS_LEAST: usize = 5;
/// How many passages are looked at for a title.
const TITLED: usize = 24;
/// How many facts of a passage are read.
const FACTS: usize = 400;
/// How many passages are looked at for a window.
const PASSAGES: usize = 8;

/// A held passage as it is compared.
pub(super) struct Held {
    pub(super) entry: PassageEntry,
    pub(super) letters: Letters,
}

/// The passages that may hold a window of the draft.
pub(super) struct Looked {
    /// Letters of the paragraph.
    pub(super) window: Range<usize>,
    /// How many pairs were asked for.
    asked: usize,
    /// Most pairs first.
    holding: Vec<Holding>,
}

/// A passage with the share of the pairs asked for that it holds, 0 to 1.
pub(super) type Likely = (Place, f32);

/// The library, seen from one draft.
pub(super) struct Shelf<'a> {
    pub(super) snapshot: &'a Snapshot,
    frequencies: HashMap<String, u64>,
    held: Mutex<HashMap<Place, Arc<Held>>>,
    cards: Mutex<HashMap<DocumentId, DocumentCard>>,
    facts: Mutex<HashMap<String, Arc<Vec<Fact>>>>,
    titled: Mutex<HashMap<String, Arc<Vec<Holding>>>>,
    texts: Mutex<HashMap<DocumentId, Arc<String>>>,
    rows: Mutex<HashMap<DocumentId, Arc<Rows>>>,
}

/// A document's passages with the rows of pairs in them.
pub(super) type Rows = (Vec<PassageEntry>, Vec<Row>);

/// Rows are looked for in documents of up to so many passages.
const LONG: usize = 400;

impl<'a> Shelf<'a> {
    /// Learns how rare every pair of the draft is.
    pub(super) fn new(snapshot: &'a Snapshot, sheets: &[Sheet<'_>]) -> Result<Self, EngineError> {
        let mut terms: Vec<&str> = Vec::new();
        for sheet in sheets {
            terms.extend(sheet.terms(&(0..sheet.letters.len())));
        }
        terms.sort_unstable();
        terms.dedup();
        let frequency = |term: &&str| {
            let held = snapshot.engine.frequency(Reading::Pairs, term)?;
            Ok(((*term).to_owned(), held))
        };
        let frequencies =
            terms.par_iter().map(carried(frequency)).collect::<Result<_, EngineError>>()?;
        Ok(Self {
            snapshot,
            frequencies,
            held: Mutex::default(),
            cards: Mutex::default(),
            facts: Mutex::default(),
            titled: Mutex::default(),
            texts: Mutex::default(),
            rows: Mutex::default(),
        })
    }

    /// Looks every window of a paragraph up.
    pub(super) fn look(&self, sheet: &Sheet<'_>) -> Result<Vec<Looked>, EngineError> {
        sheet.windows.iter().map(|window| self.look_up(sheet, window.clone())).collect()
    }

    fn look_up(&self, sheet: &Sheet<'_>, window: Range<usize>) -> Result<Looked, EngineError> {
        let mut terms: Vec<(u64, &str)> =
            sheet.terms(&window).map(|term| (self.frequency(term), term)).collect();
        terms.retain(|(held, _)| *held > 0);
        terms.sort_unstable();
        terms.dedup();
        let mut postings = 0;
        let chosen =
            terms.into_iter().take(PAIRS_ASKED).enumerate().take_while(|(at, (held, _))| {
                postings += held;
                *at < PAIRS_LEAST || postings <= POSTINGS
            });
        let terms: Vec<String> = chosen.map(|(_, (_, term))| term.to_owned()).collect();
        let least = if terms.len() < PAIRS_FEW { FEW_HELD.min(terms.len()) } else { PAIRS_HELD };
        let engine = &self.snapshot.engine;
        let holding = engine.holding(Reading::Pairs, &terms, least, PASSAGES)?;
        Ok(Looked { window, asked: terms.len(), holding })
    }

    fn frequency(&self, term: &str) -> u64 {
        self.frequencies.get(term).copied().unwrap_or(0)
    }

    /// The passage at `place`.
    pub(super) fn passage(&self, place: Place) -> Result<Arc<Held>, EngineError> {
        if let Some(held) = self.read().get(&place) {
            return Ok(Arc::clone(held));
        }
        // Two threads may read the same passage; one of the two readings is kept.
        let entry = self.snapshot.engine.passage(place)?;
        let letters = Letters::of(&entry.text);
        let held = Arc::new(Held { entry, letters });
        Ok(Arc::clone(self.read().entry(place).or_insert(held)))
    }

    /// The passages that hold most of the pairs of a title, looked up once; the index reads the
    /// title of a document with its text.
    pub(super) fn titled(&self, title: &str) -> Result<Arc<Vec<Holding>>, EngineError> {
        let titled = || self.titled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = titled().get(title) {
            return Ok(Arc::clone(held));
        }
        let terms: Vec<String> = pairs(&fold(title).text).into_iter().map(|cut| cut.term).collect();
        let least = (terms.len() / 2).max(1);
        let held = self.snapshot.engine.holding(Reading::Pairs, &terms, least, TITLED)?;
        Ok(Arc::clone(titled().entry(title.to_owned()).or_insert(Arc::new(held))))
    }

    /// The facts of a passage, `document#anchor`, read once.
    pub(super) fn facts_of(&self, passage: &str) -> Result<Arc<Vec<Fact>>, EngineError> {
        self.read_facts(&[passage.to_owned()])?;
        let facts = self.facts.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(facts.get(passage).cloned().unwrap_or_default())
    }

    /// Reads the facts of passages that have not been read, all in one question.
    pub(super) fn read_facts(&self, passages: &[String]) -> Result<(), EngineError> {
        let facts = || self.facts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut new: HashMap<String, Vec<Fact>> = {
            let known = facts();
            let new = passages.iter().filter(|it| !known.contains_key(*it));
            new.map(|it| (it.clone(), Vec::new())).collect()
        };
        if new.is_empty() {
            return Ok(());
        }
        let query = FactQuery {
            types: [&COMPARED[..], &[FactType::Shorthand]].concat(),
            passages: new.keys().cloned().collect(),
            limit: FACTS * new.len(),
            ..FactQuery::default()
        };
        for fact in self.snapshot.engine.facts(&query)?.facts {
            if let Some(held) = new.get_mut(&fact.passage) {
                held.push(fact);
            }
        }
        facts().extend(new.into_iter().map(|(passage, held)| (passage, Arc::new(held))));
        Ok(())
    }

    /// What is said of a document, read once.
    pub(super) fn card(&self, id: &DocumentId) -> Result<Option<DocumentCard>, EngineError> {
        let cards = || self.cards.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(card) = cards().get(id) {
            return Ok(Some(card.clone()));
        }
        let Some(document) = self.snapshot.engine.document(id)? else { return Ok(None) };
        let card = DocumentCard::new(&document.id, &document.front_matter);
        cards().insert(id.clone(), card.clone());
        Ok(Some(card))
    }

    /// The letters of a document with its title, read once.
    pub(super) fn text_of(&self, id: &DocumentId) -> Result<Arc<String>, EngineError> {
        let texts = || self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = texts().get(id) {
            return Ok(Arc::clone(held));
        }
        let passages = self.snapshot.engine.passages(id)?;
        let title = passages.first().map(|it| letters(&it.document.title)).unwrap_or_default();
        let text = title + &passages.iter().map(|it| letters(&it.text)).collect::<String>();
        Ok(Arc::clone(texts().entry(id.clone()).or_insert(Arc::new(text))))
    }

    /// The rows of pairs of a document, read once.
    pub(super) fn rows_of(&self, id: &DocumentId) -> Result<Arc<Rows>, EngineError> {
        let all = || self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = all().get(id) {
            return Ok(Arc::clone(held));
        }
        let mut passages = self.snapshot.engine.passages(id)?;
        if passages.len() > LONG {
            passages.clear();
        }
        let rows = rows::of_document(&passages);
        Ok(Arc::clone(all().entry(id.clone()).or_insert(Arc::new((passages, rows)))))
    }

    fn read(&self) -> std::sync::MutexGuard<'_, HashMap<Place, Arc<Held>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The passages that may hold `letters` of the paragraph, the likeliest first.
pub(super) fn likely(looked: &[Looked], letters: &Range<usize>) -> Vec<Likely> {
    let mut asked = 0;
    let mut holding: HashMap<Place, usize> = HashMap::new();
    for look in looked {
        if look.window.start < letters.end && letters.start < look.window.end {
            asked += look.asked;
            for held in &look.holding {
                *holding.entry(held.place).or_default() += held.terms;
            }
        }
    }
    let mut places: Vec<(Place, usize)> = holding.into_iter().collect();
    places.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    #[expect(clippy::cast_precision_loss, reason = "counts of pairs are far below 2^24")]
    let share = |terms: usize| terms as f32 / asked.max(1) as f32;
    places.into_iter().map(|(place, terms)| (place, share(terms))).collect()
}

impl Held {
    /// The evidence that these letters of the passage are.
    pub(super) fn evidence(&self, letters: Range<usize>) -> Evidence {
        let within = self.letters.span(letters);
        let text = &self.entry.text;
        let around = sentences(text).into_iter().find(|it| it.end > within.start);
        let around = around.unwrap_or(Span::new(0, text.len()));
        let around = Span::new(around.start, around.end.max(within.end));
        Evidence {
            document: self.entry.document.clone(),
            passage: self.entry.id(),
            anchor: self.entry.anchor.clone(),
            span: self.entry.map.to_original(within),
            sentence: around.of(text).trim().to_owned(),
        }
    }

    /// The original characters of these letters, with the punctuation between them.
    pub(super) fn words(&self, letters: Range<usize>) -> &str {
        closed(&self.entry.text, self.letters.span(letters)).of(&self.entry.text)
    }

    /// The title within whose marks a letter of the passage stands.
    pub(super) fn title_at(&self, letter: usize) -> Option<String> {
        let text = &self.entry.text;
        let span = self.letters.span(letter..letter + 1);
        let title = titles(text).into_iter().find(|title| title.contains(span))?;
        Some(title.of(text).to_owned())
    }
}
