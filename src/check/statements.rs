//! The sentences of a draft with what they claim, each beside the held facts that may be about the
//! same.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::claims::letters;
use super::draft::{Draft, Paragraph};
use super::measures;
use super::sheet::Sheet;
use super::shelf::{Looked, Shelf, likely};
use crate::budget::carried;
use crate::index::engine::EngineError;
use crate::index::hits::Place;
use crate::knowledge::region::{self, Region};
use crate::knowledge::{Fact, FactType};
use crate::text::Span;

/// How many passages that are like a sentence are read for facts.
const PASSAGES: usize = 6;
/// How many paragraphs before a sentence may tell its place.
const PARAGRAPHS: usize = 6;

/// Words by which a writer speaks of his own place or office, of which the library may not know.
const OWN: [&str; 24] = [
    "我省",
    "我市",
    "我县",
    "我区",
    "我州",
    "我局",
    "我委",
    "我办",
    "我校",
    "我院",
    "我镇",
    "我乡",
    "我街道",
    "我单位",
    "我部门",
    "我公司",
    "我中心",
    "本省",
    "本市",
    "本县",
    "本区",
    "本局",
    "本单位",
    "本部门",
];

/// Types of claims that are laid beside held ones of the passages that are like their sentence.
pub(super) const COMPARED: [FactType; 4] =
    [FactType::Indicator, FactType::Honour, FactType::Brand, FactType::Instrument];

/// A sentence of the draft with its claims.
pub(super) struct Statement<'a> {
    /// Bytes of the draft.
    pub(super) span: Span,
    /// As the draft writes it.
    pub(super) text: &'a str,
    pub(super) claims: Vec<&'a Fact>,
    /// The place that it speaks of: the last that is named before a claim, here or a little before.
    pub(super) place: Option<&'static Region>,
    /// Whether it speaks of the writer's own place or office.
    pub(super) is_own: bool,
    /// What the passages that are like it state.
    pub(super) beside: Vec<Arc<Vec<Fact>>>,
    /// The passages that are like it, the likest first.
    pub(super) near: Vec<Place>,
}

/// The sentences that claim something, in order.
pub(super) fn statements<'a>(
    shelf: &Shelf<'_>,
    draft: &'a Draft,
    (sheets, looked): (&[Sheet<'_>], &[Vec<Looked>]),
    claims: &'a [Fact],
) -> Result<Vec<Statement<'a>>, EngineError> {
    let mut sentences: BTreeMap<(usize, Span), Vec<&Fact>> = BTreeMap::new();
    for claim in claims {
        let number = claim.passage.rsplit_once("#p-").and_then(|(_, at)| at.parse().ok());
        if let Some(at) = number {
            sentences.entry((at, claim.sentence_span)).or_default().push(claim);
        }
    }
    // A sentence that only quotes claims something too.
    for (at, sheet) in sheets.iter().enumerate() {
        let quotes = |it: &&Span| sheet.quotations.iter().any(|quotation| it.contains(*quotation));
        for sentence in sheet.sentences.iter().filter(quotes) {
            let span = sheet.to_draft(*sentence);
            let known = |(_, of): &(usize, Span)| of.start < span.end && span.start < of.end;
            if !sentences
                .range((at, Span::new(0, 0))..=(at, Span::new(usize::MAX, usize::MAX)))
                .any(|(key, _)| known(key))
            {
                sentences.insert((at, span), Vec::new());
            }
        }
    }
    let named = named(draft);
    let near = |((at, span), claims): ((usize, Span), Vec<&'a Fact>)| {
        let (Some(sheet), Some(looked)) = (sheets.get(at), looked.get(at)) else { return Ok(None) };
        let inside = sheet.sentences.iter().find(|it| {
            let it = sheet.to_draft(**it);
            it.start < span.end && span.start < it.end
        });
        let Some(inside) = inside else { return Ok(None) };
        let compared = claims.iter().any(|it| COMPARED.contains(&it.kind));
        let near = likely(looked, &sheet.letters.within(*inside));
        let places: Vec<Place> = near.iter().take(PASSAGES).map(|(place, _)| *place).collect();
        let near = places.iter().take(if compared { PASSAGES } else { 0 });
        let near = near.map(|place| Ok(shelf.passage(*place)?.entry.id()));
        let text = span.of(&draft.text);
        let statement = Statement {
            span,
            text,
            place: bare(text).or_else(|| place_before(&named, at, span)),
            is_own: OWN.iter().any(|word| text.contains(word)),
            beside: Vec::new(),
            near: places.clone(),
            claims,
        };
        Ok(Some((statement, near.collect::<Result<Vec<String>, EngineError>>()?)))
    };
    let sentences = sentences.into_par_iter().filter_map(carried(|it| near(it).transpose()));
    let sentences = sentences.collect::<Result<Vec<_>, EngineError>>()?;
    let mut passages: Vec<String> = sentences.iter().flat_map(|(_, near)| near.clone()).collect();
    passages.sort_unstable();
    passages.dedup();
    shelf.read_facts(&passages)?;
    let with_facts = |(statement, near): (Statement<'a>, Vec<String>)| {
        let beside = near.iter().map(|passage| shelf.facts_of(passage));
        Ok(Statement { beside: beside.collect::<Result<_, EngineError>>()?, ..statement })
    };
    sentences.into_iter().map(with_facts).collect()
}

/// The places that a paragraph names: where it begins in the draft, and each with its bytes from
/// there.
type Named = (usize, Vec<(Span, &'static Region)>);

fn named(draft: &Draft) -> Vec<Named> {
    let named = |paragraph: &Paragraph| {
        let all = paragraph.to_draft(Span::new(0, paragraph.text.len()));
        let text = draft.text.get(all.start..all.end).unwrap_or_default();
        (all.start, region::mentions(text))
    };
    draft.paragraphs.par_iter().map(carried(named)).collect()
}

/// The county of two letters that a sentence names, which the reader of facts passes over.
fn bare(text: &str) -> Option<&'static Region> {
    region::bare_mentions(text).into_iter().next().map(|(_, place)| place)
}

/// The last place that is named before a sentence begins, a few paragraphs back at most.
fn place_before(named: &[Named], at: usize, sentence: Span) -> Option<&'static Region> {
    named[..=at].iter().rev().take(PARAGRAPHS).find_map(|(start, places)| {
        let end = sentence.start.saturating_sub(*start);
        let before = places.partition_point(|(span, _)| span.end <= end);
        places[..before].last().map(|(_, place)| *place)
    })
}

impl Statement<'_> {
    /// The claims of a type.
    pub(super) fn of(&self, kind: FactType) -> impl Iterator<Item = &Fact> {
        self.claims.iter().copied().filter(move |it| it.kind == kind)
    }

    /// The place that a claim of it is about.
    pub(super) fn place_of(&self, claim: &Fact) -> Option<&'static Region> {
        let told = claim.region.as_deref().and_then(region::parse_path);
        told.or_else(|| self.place.filter(|_| !self.is_own))
    }

    /// The facts of a type that the passages beside it state.
    pub(super) fn held(&self, kind: FactType) -> impl Iterator<Item = &Fact> {
        self.beside.iter().flat_map(|facts| facts.iter()).filter(move |it| it.kind == kind)
    }
}

/// The place of a held fact.
pub(super) fn place(fact: &Fact) -> Option<&'static Region> {
    fact.region.as_deref().and_then(region::parse_path)
}

/// The share of the words of `text` that the sentence of a held fact has.
pub(super) fn words_held(text: &str, fact: &Fact) -> f32 {
    measures::share(&letters(text), &letters(&fact.sentence))
}

/// Facts that came in two ways, each once.
pub(super) fn distinct<'f>(facts: impl Iterator<Item = &'f Fact>) -> Vec<&'f Fact> {
    let mut all: Vec<&Fact> = Vec::new();
    for fact in facts {
        let same =
            |it: &&Fact| it.passage == fact.passage && it.span == fact.span && it.name == fact.name;
        if !all.iter().any(same) {
            all.push(fact);
        }
    }
    all
}
