//! Documents that a document's page leads to.

use crate::document::DocumentId;
use crate::http::error::HttpError;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::{date, place};
use crate::index::entry::{DocumentCard, DocumentEntry};
use crate::library::Snapshot;

/// A document that has to do with the one that is read.
pub(super) struct Link {
    pub(super) url: String,
    pub(super) title: String,
    pub(super) about: Vec<String>,
}

/// What was divided out of the document, or with it out of the same whole.
pub(super) fn parts(
    snapshot: &Snapshot,
    document: &DocumentEntry,
) -> Result<(&'static str, Vec<Link>), HttpError> {
    let own = snapshot.engine.parts(&document.id)?;
    if !own.is_empty() {
        return Ok(("文中的案例", own.iter().map(part).collect()));
    }
    let whole = document.front_matter.part_of.as_deref().and_then(DocumentId::parse);
    let Some(whole) = whole else { return Ok(("", Vec::new())) };
    let others = snapshot.engine.parts(&whole)?;
    let others = others.iter().filter(|other| other.id != document.id);
    Ok(("同出一处", others.map(part).collect()))
}

fn part(document: &DocumentEntry) -> Link {
    link(&DocumentCard::new(&document.id, &document.front_matter))
}

/// The link to a document of this card.
pub(super) fn link(card: &DocumentCard) -> Link {
    let about = [
        Some(card.kind.label().to_owned()),
        card.organization.clone(),
        card.region.as_deref().map(place),
        card.published.map(|published| date(Some(published))),
    ];
    Link {
        url: document_url(card.id.as_str(), "", ""),
        title: card.title.clone(),
        about: about.into_iter().flatten().collect(),
    }
}
