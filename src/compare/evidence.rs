//! Evidence: what a cell holds, each piece with the place in its document where it stands.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::figures::written;
use super::question::Place;
use super::topic::{Bearing, Topic};
use crate::document::DocumentId;
use crate::index::entry::{DocumentCard, PassageEntry};
use crate::knowledge::{Fact, FactType};
use crate::text::blocks::BlockKind;
use crate::text::sentences::{clauses, sentences};
use crate::text::{Span, fold};

/// About how long a quote is, in characters.
const QUOTE_CHARACTERS: usize = 150;
/// A single sentence may be this long before it is cut at a clause.
const LONGEST_SENTENCE: usize = 240;
/// A sentence without the topic may open a quote when it is no longer than this, like a title:
/// `支部建设标准化。`
const LEAD: usize = 16;
/// Up to this many quotes of one document stand in a cell that has others.
const OF_ONE_DOCUMENT: usize = 2;

/// Where a piece of evidence stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Source {
    /// The document.
    pub document: DocumentCard,
    /// The passage's anchor on the document's page.
    pub anchor: String,
    /// The headings that it stands under.
    pub heading: String,
    /// Bytes of the document's body.
    pub span: Span,
}

/// What a document says, in its own characters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quote {
    /// Whole sentences of one passage, or whole clauses of a long one.
    pub text: String,
    /// Where they stand in the passage's text, in bytes.
    pub within: Span,
    /// The places in `text` that name the topic, in bytes.
    pub marks: Vec<Span>,
    /// Whether a sentence goes on before or after.
    pub cut: (bool, bool),
    /// The organization whose practice it tells, where the passage is one's own.
    pub organization: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// A fact in a cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// The fact.
    pub fact: Fact,
    /// Further facts of the place that say the same.
    pub more: usize,
}

impl Item {
    /// The fact in one line: a figure with what it measures, an instrument in its title marks, a
    /// name.
    #[must_use]
    pub fn told(&self) -> String {
        let fact = &self.fact;
        match fact.kind {
            FactType::Indicator => format!("{} {}", fact.name, written(&fact.details)),
            FactType::Instrument => instrument(fact),
            FactType::Honour => honour(fact),
            _ => fact.name.clone(),
        }
    }

    /// The address of its sentence on the document's page.
    #[must_use]
    pub fn address(&self) -> String {
        address(&self.fact.document, self.fact.sentence_span, anchor(&self.fact))
    }
}

impl Source {
    /// The address on the document's page.
    #[must_use]
    pub fn address(&self) -> String {
        address(&self.document.id, self.span, &self.anchor)
    }
}

/// An instrument in its title marks, with its number.
fn instrument(fact: &Fact) -> String {
    let marked =
        if fact.name.contains('《') { fact.name.clone() } else { format!("《{}》", fact.name) };
    let number = &fact.details.number;
    if number.is_empty() { marked } else { format!("{marked}（{number}）") }
}

/// An honour with its rank, where the name does not say it.
fn honour(fact: &Fact) -> String {
    let rank = &fact.details.rank;
    if rank.is_empty() || fact.name.contains(rank.as_str()) {
        fact.name.clone()
    } else {
        format!("{}（{rank}）", fact.name)
    }
}

/// The best quotes of `place` among passages that the engine found, best first: those that bear on
/// the topic more surely, then those of documents of the place itself and not of a place within
/// it, then those that match better. None says the same twice, and none that is less sure stands
/// beside surer ones unless it speaks of the topic in two ways.
#[must_use]
pub fn quotes(
    topic: &Topic,
    place: &Place,
    found: &[(PassageEntry, f32)],
    limit: usize,
) -> Vec<Quote> {
    let mut chosen: Vec<Quote> = Vec::new();
    let mut kept_back: Vec<Quote> = Vec::new();
    let mut surely = false;
    for (bearing, passage) in ranked(topic, place, found) {
        if chosen.len() == limit {
            break;
        }
        let Some(quote) = quote(topic, passage) else { continue };
        let ways = quote.ways();
        let is_thin = match bearing {
            Bearing::Alone => !chosen.is_empty(),
            Bearing::Heading => false,
            Bearing::Cues => ways < 2,
            Bearing::WordAndCue => surely && ways < 2,
            Bearing::Words | Bearing::Name => false,
        };
        let repeats = |other: &Quote| said(&other.text) == said(&quote.text);
        if is_thin || chosen.iter().chain(&kept_back).any(repeats) {
            continue;
        }
        surely |= bearing >= Bearing::Words || ways >= 2;
        let of_it = chosen.iter().filter(|it| it.source.document.id == passage.document.id);
        if of_it.count() < OF_ONE_DOCUMENT {
            chosen.push(quote);
        } else {
            kept_back.push(quote);
        }
    }
    chosen.extend(kept_back);
    chosen.truncate(limit);
    chosen
}

/// The passages that bear on the topic, best first.
fn ranked<'a>(
    topic: &Topic,
    place: &Place,
    found: &'a [(PassageEntry, f32)],
) -> Vec<(Bearing, &'a PassageEntry)> {
    let mut ranked: Vec<(Bearing, bool, f32, &PassageEntry)> = found
        .iter()
        .filter_map(|(passage, score)| {
            let bearing = topic.bearing(&passage.heading, &passage.text)?;
            let own = passage.document.region.as_ref() == Some(&place.path);
            Some((bearing, own, *score, passage))
        })
        .collect();
    // The sort is stable: equal ones stay in the engine's order.
    ranked.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then(b.2.total_cmp(&a.2)));
    ranked.into_iter().map(|(bearing, _, _, passage)| (bearing, passage)).collect()
}

impl Quote {
    /// In how many different ways it speaks of the topic.
    fn ways(&self) -> usize {
        let mut ways: Vec<String> = self.marks.iter().map(|it| said(it.of(&self.text))).collect();
        ways.sort_unstable();
        ways.dedup();
        ways.len()
    }
}

fn said(text: &str) -> String {
    fold(text).text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The part of a passage that says most about the topic; its beginning where only the heading
/// names it. `None` where there is nothing but captions.
#[must_use]
pub fn quote(topic: &Topic, passage: &PassageEntry) -> Option<Quote> {
    let text = &passage.text;
    let marks = topic.marks(text);
    let units = units(passage);
    let windows = (0..units.len()).map(|first| (first, window(text, &units[first..])));
    // Of equal windows the first.
    let (_, best) = windows.rev().max_by_key(|(first, window)| {
        let mut held: Vec<&str> = inside(&marks, *window).map(|mark| mark.of(text)).collect();
        let all = held.len();
        held.sort_unstable();
        held.dedup();
        let lead = units[*first];
        let is_short = lead.of(text).trim().chars().count() <= LEAD;
        (held.len(), all, is_short || inside(&marks, lead).next().is_some())
    })?;
    let within = trimmed(text, best);
    let starts = sentences(text);
    let whole = |at: usize| starts.iter().any(|it| trimmed(text, *it).start == at);
    let ends = |at: usize| starts.iter().any(|it| trimmed(text, *it).end == at);
    Some(Quote {
        text: within.of(text).to_owned(),
        marks: inside(&marks, within)
            .map(|mark| Span::new(mark.start - within.start, mark.end - within.start))
            .collect(),
        cut: (!whole(within.start), !ends(within.end)),
        organization: passage.organization.clone(),
        source: Source {
            document: passage.document.clone(),
            anchor: passage.anchor.clone(),
            heading: passage.heading.clone(),
            span: passage.map.to_original(within),
        },
        within,
    })
}

fn inside(marks: &[Span], window: Span) -> impl Iterator<Item = &Span> {
    marks.iter().filter(move |mark| window.contains(**mark))
}

/// The sentences of a passage outside captions; those that are much too long as their clauses.
fn units(passage: &PassageEntry) -> Vec<Span> {
    let text = &passage.text;
    let captions = passage.blocks.iter().filter(|block| block.kind == BlockKind::Caption);
    let captions: Vec<Span> = captions.map(|block| block.span).collect();
    let outside =
        |span: &Span| !captions.iter().any(|it| it.start <= span.start && span.start < it.end);
    let stands = |span: &Span| !span.of(text).trim().is_empty();
    let all = sentences(text).into_iter().filter(outside).filter(stands);
    let cut = all.flat_map(|sentence| {
        let long = sentence.of(text).chars().count() > LONGEST_SENTENCE;
        let inner = if long { clauses(sentence.of(text)) } else { Vec::new() };
        let inner: Vec<Span> = inner.into_iter().map(|it| it.shift(sentence.start)).collect();
        if inner.is_empty() { vec![sentence] } else { inner }
    });
    cut.collect()
}

/// As many neighbouring units as a quote holds, within one paragraph; one at least.
fn window(text: &str, units: &[Span]) -> Span {
    let mut window = units[0];
    for unit in &units[1..] {
        let joined = Span::new(window.start, unit.end);
        let broken = unit.start != window.end || window.of(text).ends_with('\n');
        if broken || joined.of(text).trim().chars().count() > QUOTE_CHARACTERS {
            break;
        }
        window = joined;
    }
    window
}

fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// The parts of a text, each with whether it is marked.
#[must_use]
pub fn pieces<'a>(text: &'a str, marks: &[Span]) -> Vec<(&'a str, bool)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for mark in marks.iter().filter(|mark| mark.end <= text.len()) {
        if mark.start < at {
            continue;
        }
        pieces.push((&text[at..mark.start], false));
        pieces.push((mark.of(text), true));
        at = mark.end;
    }
    pieces.push((&text[at..], false));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

/// The anchor of the passage that a fact stands in.
fn anchor(fact: &Fact) -> &str {
    fact.passage.split_once('#').map_or("", |(_, anchor)| anchor)
}

/// The address of a document's page, at a span of its body and the passage that holds it.
fn address(id: &DocumentId, span: Span, anchor: &str) -> String {
    let id = utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC);
    format!("/documents/{id}?span={}-{}#{anchor}", span.start, span.end)
}
