//! A document in a list of hits.

use super::address::{document_url, hit_anchor, portion_of, portion_url};
use super::citing::Citing;
use super::frame::{date, place};
use crate::document::Kind;
use crate::http::error::HttpError;
use crate::index::entry::DocumentCard;
use crate::library::Snapshot;
use crate::search::answer::AnswerHit;
use crate::search::explain::plainly;
use crate::search::similar::Like;
use crate::search::snippet::Piece;

/// A document in a list, with the passage for which it stands there.
pub(super) struct ShownHit {
    pub(super) citing: Option<Citing>,
    pub(super) kind: Kind,
    pub(super) url: String,
    pub(super) title: String,
    pub(super) about: Vec<String>,
    pub(super) heading: String,
    pub(super) snippet: Vec<Piece>,
    pub(super) more: usize,
    pub(super) reprints: Vec<Reprint>,
    /// Why it is found, in plain words.
    pub(super) why: Vec<String>,
    /// Its place on the page.
    pub(super) anchor: String,
}

/// A document of the same text.
pub(super) struct Reprint {
    pub(super) url: String,
    /// Its source and date, or its title where neither is stated.
    pub(super) name: String,
}

/// A hit of a search for `q`.
pub(super) fn shown(snapshot: &Snapshot, hit: AnswerHit, q: &str) -> Result<ShownHit, HttpError> {
    let card = &hit.document;
    let whole = snapshot.engine.document(&card.id)?;
    let citing = whole.map(|it| {
        let (heading, anchor) = (&hit.passage.heading, &hit.passage.anchor);
        let page = it.front_matter.source.page_at(hit.passage.span.start);
        Citing::new(&it.id, &it.front_matter, heading, anchor, page)
            .at(hit.passage.span)
            .saying(hit.passage.text.clone())
    });
    let organization = hit.passage.organization.clone().or_else(|| card.organization.clone());
    Ok(ShownHit {
        citing,
        kind: card.kind,
        url: portion_url(
            card.id.as_str(),
            q,
            &hit.passage.anchor,
            portion_of(hit.passage.span.start),
        ),
        title: card.title.clone(),
        about: about(card, organization),
        heading: hit.passage.heading,
        snippet: hit.snippet,
        more: hit.more_passages,
        reprints: hit.reprints.iter().map(|card| reprint(card, q)).collect(),
        why: plainly(&hit.explanation),
        anchor: hit_anchor(&card.id),
    })
}

impl From<Like> for ShownHit {
    fn from(like: Like) -> Self {
        let card = &like.document;
        Self {
            citing: None,
            kind: card.kind,
            url: document_url(card.id.as_str(), "", &like.passage),
            title: card.title.clone(),
            about: about(card, card.organization.clone()),
            heading: like.heading,
            snippet: like.snippet,
            more: 0,
            reprints: like.reprints.iter().map(|card| reprint(card, "")).collect(),
            why: Vec::new(),
            anchor: hit_anchor(&card.id),
        }
    }
}

/// Whose, where, when and from what source a document is, so far as it says.
fn about(card: &DocumentCard, organization: Option<String>) -> Vec<String> {
    let place = card.region.as_deref().map(place);
    let published = card.published.map(|published| date(Some(published)));
    [organization, place, published, card.source.clone()].into_iter().flatten().collect()
}

fn reprint(card: &DocumentCard, q: &str) -> Reprint {
    let published = card.published.map(|published| date(Some(published)));
    let about: Vec<String> = [card.source.clone(), published].into_iter().flatten().collect();
    let name = if about.is_empty() { card.title.clone() } else { about.join(" ") };
    Reprint { url: document_url(card.id.as_str(), q, ""), name }
}
