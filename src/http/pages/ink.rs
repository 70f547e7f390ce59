//! What is marked in a text to read: hits, the sentence that a link cites, facts.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::address::document_url;
use crate::index::entry::PassageEntry;
use crate::knowledge::{Fact, FactType};
use crate::search::snippet::{Needles, Piece};
use crate::text::Span;

/// What to mark in a document.
pub(super) struct Ink<'a> {
    /// What was asked.
    pub(super) needles: &'a Needles,
    /// Bytes of the body that a link cites.
    pub(super) cited: Option<Span>,
    /// Facts that are marked, by their place in the body.
    pub(super) facts: Vec<&'a Fact>,
}

/// A stretch of text that is one thing to a reader: a fact, a cited stretch, or plain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) fact: Option<FactLink>,
    pub(super) cited: bool,
    pub(super) pieces: Vec<Piece>,
}

/// What a marked fact leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FactLink {
    pub(super) kind: FactType,
    pub(super) url: String,
    pub(super) about: String,
}

impl Ink<'_> {
    /// The stretches of `part`, bytes of the passage's text, in order; together they are all of it.
    pub(super) fn runs(&self, passage: &PassageEntry, part: Span) -> Vec<Run> {
        let text = part.of(&passage.text);
        let here = |body: Span| {
            let within = passage.map.to_derived(body)?;
            let (start, end) = (within.start.max(part.start), within.end.min(part.end));
            (start < end).then(|| Span::new(start - part.start, end - part.start))
        };
        let hits = self.needles.marks(text);
        let cited = self.cited.and_then(here);
        let mut facts: Vec<(Span, &Fact)> = Vec::new();
        for fact in &self.facts {
            let Some(span) = here(fact.span) else { continue };
            if facts.last().is_none_or(|(last, _)| last.end <= span.start) {
                facts.push((span, fact));
            }
        }
        let mut borders: Vec<usize> = facts.iter().flat_map(|(s, _)| [s.start, s.end]).collect();
        borders.extend(cited.iter().flat_map(|s| [s.start, s.end]));
        borders.extend([0, text.len()]);
        borders.sort_unstable();
        borders.dedup();
        let stretches = borders.windows(2).map(|pair| Span::new(pair[0], pair[1]));
        let runs = stretches.map(|stretch| Run {
            fact: facts.iter().find(|(s, _)| s.contains(stretch)).map(|(_, f)| FactLink::new(f)),
            cited: cited.is_some_and(|it| it.contains(stretch)),
            pieces: pieces(text, stretch, &hits),
        });
        runs.collect()
    }
}

/// The pieces of a stretch, hits apart.
fn pieces(text: &str, stretch: Span, hits: &[Span]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |span: Span, hit| {
        if !span.is_empty() {
            pieces.push(Piece { text: span.of(text).to_owned(), hit });
        }
    };
    let mut at = stretch.start;
    for hit in hits.iter().filter(|hit| hit.start < stretch.end && hit.end > stretch.start) {
        let (start, end) = (hit.start.max(stretch.start), hit.end.min(stretch.end));
        push(Span::new(at, start), false);
        push(Span::new(start, end), true);
        at = end;
    }
    push(Span::new(at, stretch.end), false);
    pieces
}

impl FactLink {
    fn new(fact: &Fact) -> Self {
        let url = entity_url(fact.kind, &fact.name);
        Self { kind: fact.kind, url, about: format!("{}：{}", fact.kind.label(), fact.name) }
    }
}

/// The URL of a name's page.
pub(in crate::http) fn entity_url(kind: FactType, name: &str) -> String {
    format!("/entities/{}/{}", kind.name(), utf8_percent_encode(name, NON_ALPHANUMERIC))
}

/// The URL of the sentence that a fact stands in, with the fact's characters marked.
pub(in crate::http) fn fact_url(fact: &Fact) -> String {
    let anchor = fact.passage.rsplit_once('#').map_or("", |(_, anchor)| anchor);
    cited_url(fact.document.as_str(), anchor, fact.span)
}

/// The address at which a fact is corrected.
pub(super) fn correction_url(fact: &Fact) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("type", fact.kind.name())
        .append_pair("name", &fact.name)
        .append_pair("document", fact.document.as_str())
        .append_pair("text", &fact.text)
        .finish();
    format!("/corrections?{query}")
}

/// The URL of a passage with `span`, bytes of the document's body, marked in it.
pub(super) fn cited_url(id: &str, anchor: &str, span: Span) -> String {
    let page = document_url(id, "", "");
    format!("{page}?span={}-{}#{anchor}", span.start, span.end)
}

/// The span that a URL cites, `120-152`.
pub(super) fn cited(text: &str) -> Option<Span> {
    let (start, end) = text.split_once('-')?;
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end).then(|| Span::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cited_span_is_read_or_passed_over() {
        assert_eq!(cited("120-152"), Some(Span::new(120, 152)));
        for text in ["", "120", "152-120", "-1-2", "a-b", "1-99999999999999999999999"] {
            assert_eq!(cited(text), None, "{text}");
        }
    }

    #[test]
    fn hits_stay_hits_inside_a_stretch() {
        let text = "甲乙丙丁";
        let found = pieces(text, Span::new(3, 12), &[Span::new(0, 6)]);
        let read: Vec<(&str, bool)> = found.iter().map(|p| (p.text.as_str(), p.hit)).collect();
        assert_eq!(read, [("乙", true), ("丙丁", false)]);
    }
}
