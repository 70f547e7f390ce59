//! A long document in portions, so that one of any length opens.

use crate::document::DocumentId;
use crate::document::outline::Heading;
use crate::http::pages::address::{portion_of, portion_url};
use crate::http::pages::paging::{Pages, pages};
use crate::http::query::SearchQuery;
use crate::index::entry::PassageEntry;
use crate::text::Span;

/// The portion of a document that is shown.
pub(super) struct Portion {
    /// Its passages.
    pub(super) passages: Vec<PassageEntry>,
    /// How many passages stand before it.
    pub(super) before: usize,
    /// From 0.
    pub(super) here: usize,
    pub(super) pages: Option<Pages>,
    /// Where each portion begins: its first heading and its URL. Empty where there is one.
    pub(super) contents: Vec<(String, String)>,
}

impl Portion {
    /// The portion that a URL asks for: by number, by a passage, by a cited span; else the first.
    pub(super) fn of(
        all: Vec<PassageEntry>,
        headings: &[Heading],
        id: &DocumentId,
        query: &SearchQuery,
        cited: Option<Span>,
    ) -> Self {
        let count = all.last().map_or(1, |last| portion_of(last.span.start) + 1);
        let named = all.iter().find(|it| !query.at.is_empty() && it.anchor == query.at);
        let asked = query.portion.parse().ok().map(|number: usize| number.saturating_sub(1));
        let here = named.map(|it| it.span.start).or(cited.map(|span| span.start)).map(portion_of);
        let here = here.or(asked).unwrap_or(0).min(count - 1);
        let url = |portion: usize| portion_url(id.as_str(), &query.q, "", portion);
        let first = |portion: usize| {
            let mut inside = all.iter().filter(|it| portion_of(it.span.start) == portion);
            let heading = inside.find_map(|it| headings.iter().find(|h| h.anchor == it.anchor));
            heading.map_or_else(String::new, |heading| heading.text.clone())
        };
        let contents = if count > 1 {
            (0..count).map(|it| (first(it), url(it))).collect()
        } else {
            Vec::new()
        };
        let before = all.iter().filter(|it| portion_of(it.span.start) < here).count();
        let passages = all.into_iter().filter(|it| portion_of(it.span.start) == here);
        Self {
            passages: passages.collect(),
            before,
            here,
            pages: pages(count, here, url),
            contents,
        }
    }

    /// Whether a span of the body stands in it.
    pub(super) fn holds(&self, span: Span) -> bool {
        portion_of(span.start) == self.here || self.pages.is_none()
    }
}
