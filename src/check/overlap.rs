//! How much of a draft stands in the corpus: quoted, formulaic, its author's own, copied.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use super::finding::Evidence;
use super::sheet::Sheet;
use super::shelf::{Held, Looked, Shelf, likely};
use crate::index::engine::EngineError;
use crate::index::entry::DocumentCard;
use crate::text::{Span, fold};

/// A run of so many letters that stands in a passage does not stand there by chance.
const RUN: usize = 13;
/// What stands in so many documents is a formula.
const FORMULA: usize = 3;
/// Stretches shorter than this, in letters, are counted and not shown.
const SHOWN: usize = 20;

/// Letters of a draft by where they stand. All counts are of letters and figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All of them.
    pub letters: usize,
    /// Within quote marks, whether held or not.
    pub in_quotes: usize,
    /// Held, within quote marks.
    pub quoted: usize,
    /// Held in three documents or more.
    pub formulaic: usize,
    /// Held in a document of the draft's author.
    pub own: usize,
    /// Held otherwise.
    pub copied: usize,
}

impl Counts {
    /// The share that stands in the corpus, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        ratio(self.quoted + self.formulaic + self.own + self.copied, self.letters)
    }

    /// The share that stands in the corpus of what is not in quote marks, 0 to 1.
    #[must_use]
    pub fn share_without_quotations(&self) -> f64 {
        ratio(self.formulaic + self.own + self.copied, self.letters - self.in_quotes)
    }

    /// These and those.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            letters: self.letters + other.letters,
            in_quotes: self.in_quotes + other.in_quotes,
            quoted: self.quoted + other.quoted,
            formulaic: self.formulaic + other.formulaic,
            own: self.own + other.own,
            copied: self.copied + other.copied,
        }
    }
}

/// The part of `all` that `part` is; 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "a draft is far shorter than 2^52 letters")]
fn ratio(part: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 }
}

/// How a letter of the draft stands to the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Held, within quote marks.
    Quoted,
    /// Held in many documents.
    Formulaic,
    /// Held in the author's own documents.
    Own,
    /// Held elsewhere.
    Copied,
}

impl Standing {
    /// The name on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Quoted => "引用",
            Self::Formulaic => "套语",
            Self::Own => "本单位旧文",
            Self::Copied => "雷同",
        }
    }
}

/// A stretch of the draft that stands in the corpus, word for word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stretch {
    /// How it stands.
    pub standing: Standing,
    /// Bytes of the draft.
    pub span: Span,
    /// Letters.
    pub letters: usize,
    /// In how many documents it was seen; more may hold it.
    pub documents: usize,
    /// Where it is held.
    pub evidence: Evidence,
}

/// The overlap of one paragraph.
pub(super) struct Overlap {
    pub(super) counts: Counts,
    pub(super) stretches: Vec<Stretch>,
}

/// A run of letters that a passage holds too.
struct Run {
    letters: Range<usize>,
    held: Arc<Held>,
    at: usize,
}

/// How much of a paragraph stands in the corpus.
pub(super) fn overlap(
    shelf: &Shelf<'_>,
    sheet: &Sheet<'_>,
    looked: &[Looked],
    author: Option<&str>,
) -> Result<Overlap, EngineError> {
    let runs = runs(shelf, sheet, looked)?;
    let quotes: Vec<Range<usize>> =
        sheet.quotations.iter().map(|span| sheet.letters.within(*span)).collect();
    let in_quotes = |at: usize| quotes.iter().any(|range| range.contains(&at));
    let author = author.map(|name| fold(name).text);
    let mut standings: Vec<Option<(Standing, usize)>> = vec![None; sheet.letters.len()];
    for (documents, run) in counted(&runs) {
        let own = author.as_deref().is_some_and(|author| is_by(&run.held, author));
        let standing = if documents >= FORMULA {
            Standing::Formulaic
        } else if own {
            Standing::Own
        } else {
            Standing::Copied
        };
        for at in run.letters.clone() {
            let standing = if in_quotes(at) { Standing::Quoted } else { standing };
            let better = standings[at].is_none_or(|(other, _)| standing < other);
            if better {
                standings[at] = Some((standing, documents));
            }
        }
    }
    let mut counts = Counts { letters: standings.len(), ..Counts::default() };
    counts.in_quotes = (0..standings.len()).filter(|at| in_quotes(*at)).count();
    for standing in standings.iter().flatten().map(|(standing, _)| standing) {
        *match standing {
            Standing::Quoted => &mut counts.quoted,
            Standing::Formulaic => &mut counts.formulaic,
            Standing::Own => &mut counts.own,
            Standing::Copied => &mut counts.copied,
        } += 1;
    }
    Ok(Overlap { counts, stretches: stretches(sheet, &standings, &runs) })
}

/// Runs with the number of documents in which all of each is seen.
fn counted(runs: &[Run]) -> Vec<(usize, &Run)> {
    // Runs that begin at the same letters are counted once: a formula has as many as documents.
    let mut borders: BTreeMap<usize, Vec<&Run>> = BTreeMap::new();
    for run in runs {
        borders.entry(run.letters.start).or_default().push(run);
    }
    let documents = |run: &Run| {
        let around = borders.range(..=run.letters.start).flat_map(|(_, runs)| runs);
        let around = around.filter(|it| it.letters.end >= run.letters.end);
        around.map(|it| text_of(&it.held.entry.document)).collect::<HashSet<&str>>().len()
    };
    runs.iter().map(|run| (documents(run), run)).collect()
}

/// A document divided out of another, or a reprint, is no document of its own here.
fn text_of(card: &DocumentCard) -> &str {
    card.part_of.as_deref().or(card.reprint_of.as_deref()).unwrap_or(card.id.as_str())
}

/// Whether a passage is the author's: its document's organization or its own is the same, in any
/// script and marks.
fn is_by(held: &Held, author: &str) -> bool {
    let names = [&held.entry.document.organization, &held.entry.organization];
    names.into_iter().flatten().any(|name| fold(name).text == author)
}

/// Every run of the paragraph that one of the likely passages holds.
fn runs(shelf: &Shelf<'_>, sheet: &Sheet<'_>, looked: &[Looked]) -> Result<Vec<Run>, EngineError> {
    let chars = &sheet.letters.chars;
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let mut grams: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, gram) in chars.windows(RUN).enumerate() {
        grams.entry(hasher.hash_one(gram)).or_default().push(at);
    }
    let mut runs = Vec::new();
    for (place, _) in likely(looked, &(0..chars.len())) {
        let held = shelf.passage(place)?;
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (at, gram) in held.letters.chars.windows(RUN).enumerate() {
            let here = grams.get(&hasher.hash_one(gram)).into_iter().flatten();
            found.extend(here.map(|own| (*own, at)));
        }
        found.sort_unstable();
        let mut open: Vec<Run> = Vec::new();
        for (own, at) in found {
            let goes_on = |run: &&mut Run| {
                run.letters.end - RUN + 1 == own && run.at + (own - run.letters.start) == at
            };
            match open.iter_mut().find(goes_on) {
                Some(run) => run.letters.end = own + RUN,
                None => open.push(Run { letters: own..own + RUN, held: Arc::clone(&held), at }),
            }
        }
        runs.extend(open);
    }
    Ok(runs)
}

/// Neighbouring letters of one standing, long ones alone.
fn stretches(
    sheet: &Sheet<'_>,
    standings: &[Option<(Standing, usize)>],
    runs: &[Run],
) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut start = 0;
    for at in 1..=standings.len() {
        let kind = |at: usize| standings.get(at).copied().flatten().map(|(standing, _)| standing);
        if at < standings.len() && kind(at) == kind(start) {
            continue;
        }
        if let Some((standing, documents)) = standings[start].filter(|_| at - start >= SHOWN) {
            let shared =
                |run: &&Run| run.letters.end.min(at).saturating_sub(run.letters.start.max(start));
            if let Some(run) = runs.iter().max_by_key(shared) {
                let evidence = run.held.evidence(run.at..run.at + run.letters.len());
                let span = sheet.to_draft(sheet.letters.span(start..at));
                stretches.push(Stretch {
                    standing,
                    span,
                    letters: at - start,
                    documents,
                    evidence,
                });
            }
        }
        start = at;
    }
    stretches
}
