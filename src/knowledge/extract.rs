//! From a document to its facts: every extractor over every passage, in one fixed order.

use std::sync::Arc;

use super::corrections::Corrections;
use super::facts::{Claim, Details, Fact, FactType};
use super::owner::own;
use super::reading::Reading;
use super::region;
use super::rules::Rules;
use super::settle::settle;
use super::theme::Themes;
use super::track::Track;
use super::{brand, honour, indicator, instrument, mention, shorthand};
use crate::text::Span;

/// Raised by hand with every change of what the extractors read, so that facts made by another
/// version are read again.
pub const KNOWLEDGE_VERSION: u32 = 8;

/// What reading needs beside the text: themes, and what people have corrected.
pub struct Knowledge {
    /// The themes with their cues.
    pub themes: Themes,
    /// What people have corrected.
    pub corrections: Corrections,
    /// The words of the field.
    pub rules: Arc<Rules>,
}

impl Knowledge {
    /// What is read by these themes, corrections and rules.
    #[must_use]
    pub fn new(themes: Themes, corrections: Corrections, rules: Arc<Rules>) -> Self {
        Self { themes, corrections, rules }
    }

    /// The facts of a document, by their place in it, then by type and name. The same text always
    /// gives the same facts.
    #[must_use]
    pub fn facts(&self, reading: &Reading<'_>, body: &str) -> Vec<Fact> {
        let track = Track::new(reading);
        let mut rolls = honour::rolls(reading);
        let mut facts = Vec::new();
        for at in 0..reading.prose.len() {
            let mut claims = self.claims(reading, at);
            claims.extend(rolls.remove(&at).unwrap_or_default());
            claims.iter_mut().for_each(|claim| give_actor(reading, at, claim));
            without_awards(&mut claims);
            settle(&track, at, &mut claims);
            own(reading, at, &mut claims);
            claims.sort_by(|a, b| (a.span, a.kind, &a.name).cmp(&(b.span, b.kind, &b.name)));
            claims.dedup_by(|a, b| (a.span, a.kind, &a.name) == (b.span, b.kind, &b.name));
            facts.extend(claims.into_iter().map(|claim| fact(reading, at, claim, body)));
        }
        self.corrections.apply(facts)
    }

    /// What every extractor reads out of passage `at`.
    fn claims(&self, reading: &Reading<'_>, at: usize) -> Vec<Claim> {
        let mut claims = instrument::claims(reading, at);
        claims.extend(brand::claims(reading, at));
        claims.extend(honour::claims(reading, at));
        claims.extend(indicator::claims(reading, at));
        claims.extend(shorthand::claims(reading, at));
        claims.extend(mention::claims(reading, at));
        claims.extend(self.theme_claims(reading, at));
        claims
    }

    /// The themes of a passage, each at the first cue that speaks for it.
    fn theme_claims(&self, reading: &Reading<'_>, at: usize) -> Vec<Claim> {
        let prose = &reading.prose[at];
        let cued = self.themes.cues(&prose.plain).into_iter();
        let claims = cued.map(|(theme, cue)| {
            let details = Details { class: cue.of(&prose.plain).to_owned(), ..Details::default() };
            Claim { details, ..Claim::new(FactType::Theme, theme, cue) }
        });
        claims.collect()
    }
}

/// Leaves out brands that are the name of an honour or the end of it: 获评全市“示范品牌”.
fn without_awards(claims: &mut Vec<Claim>) {
    let honours: Vec<Span> =
        claims.iter().filter(|it| it.kind == FactType::Honour).map(|it| it.span).collect();
    let named = |it: &Claim| {
        honours.iter().any(|honour| honour.start < it.span.start && honour.end == it.span.end)
    };
    claims.retain(|it| it.kind != FactType::Brand || !named(it));
}

/// Gives a claim that does not say whose it is to the one who acts in its clause.
fn give_actor(reading: &Reading<'_>, at: usize, claim: &mut Claim) {
    let told = !matches!(claim.kind, FactType::Organization | FactType::Region | FactType::Theme);
    let Some(actor) = reading.actor(at, claim.span.start).filter(|_| told) else { return };
    if claim.organization.is_none() {
        claim.organization.clone_from(&actor.organization);
    }
}

/// Ties a claim to its document.
fn fact(reading: &Reading<'_>, at: usize, claim: Claim, body: &str) -> Fact {
    let prose = &reading.prose[at];
    let span = prose.to_body(claim.span);
    let sentence = prose.sentence_at(claim.span.start);
    let sentence = prose.to_body(trimmed(&prose.plain, sentence));
    // What another place did is not the work of the document's organization.
    let elsewhere = claim.kind != FactType::Region
        && claim.region.is_some_and(|region| Some(region.code) != reading.home.map(|it| it.code));
    let owner = || reading.organization(at).filter(|_| !elsewhere).map(str::to_owned);
    Fact {
        kind: claim.kind,
        name: claim.name,
        text: span.of(body).to_owned(),
        details: claim.details,
        region: claim.region.map(region::path),
        organization: claim.organization.or_else(owner),
        year: claim.year.map(|year| year.to_string()),
        document: reading.id.clone(),
        passage: format!("{}#{}", reading.id, prose.passage.anchor),
        span,
        sentence: sentence.of(body).to_owned(),
        sentence_span: sentence,
    }
}

/// A sentence without the blanks around it.
fn trimmed(plain: &str, sentence: crate::text::Span) -> crate::text::Span {
    let text = sentence.of(plain);
    let start = sentence.start + (text.len() - text.trim_start().len());
    crate::text::Span::new(start, start + text.trim().len())
}
