//! A document as the extractors read it: every passage in one plain form, cut into sentences once.

use std::sync::Arc;

use super::actor::{Actor, Actors};
use super::normal::normal;
use super::region::Region;
use super::rules::Rules;
use crate::document::outline::Passage;
use crate::document::{Date, DocumentId, FrontMatter};
use crate::text::Span;
use crate::text::numerals::{Numeral, numerals};
use crate::text::offset_map::OffsetMap;
use crate::text::sentences::sentences;

/// A document with all that its extractors may look at.
pub struct Reading<'a> {
    /// Its name in the house.
    pub id: &'a DocumentId,
    /// What it says of itself.
    pub front_matter: &'a FrontMatter,
    /// Its place.
    pub home: Option<&'static Region>,
    /// In order.
    pub prose: Vec<Prose<'a>>,
    /// The words of the field.
    pub(super) rules: Arc<Rules>,
    /// Who acts in each passage.
    actors: Vec<Actors>,
}

/// A passage in plain form.
pub struct Prose<'a> {
    /// As the outline gives it.
    pub passage: &'a Passage,
    /// The passage's text as [`normal`] writes it.
    pub plain: String,
    /// The sentences of `plain`, in order; together they are all of it.
    pub sentences: Vec<Span>,
    /// The numbers of `plain`, in order.
    pub numbers: Vec<Numeral>,
    map: OffsetMap,
}

impl<'a> Reading<'a> {
    /// Reads a document's passages.
    #[must_use]
    pub fn new(
        id: &'a DocumentId,
        front_matter: &'a FrontMatter,
        home: Option<&'static Region>,
        passages: &'a [Passage],
    ) -> Self {
        let prose: Vec<Prose<'a>> = passages.iter().map(Prose::new).collect();
        let actors = prose.iter().map(|it| Actors::of(&it.plain, &it.sentences, home)).collect();
        Self { id, front_matter, home, prose, rules: Rules::built_in(), actors }
    }

    /// The same, read by `rules`.
    #[must_use]
    pub fn under(self, rules: &Arc<Rules>) -> Self {
        Self { rules: Arc::clone(rules), ..self }
    }

    /// When the document was published.
    #[must_use]
    pub fn published(&self) -> Option<Date> {
        self.front_matter.published
    }

    /// Who acts at `byte` of passage `at`'s plain form, where the text names one.
    pub(super) fn actor(&self, at: usize, byte: usize) -> Option<&Actor> {
        self.actors[at].at(byte)
    }

    /// The places that act between two bytes of passage `at`'s plain form, the last first.
    pub(super) fn places(
        &self,
        at: usize,
        start: usize,
        end: usize,
    ) -> impl Iterator<Item = &'static Region> + '_ {
        self.actors[at].places(start, end)
    }

    /// Whose practice passage `at` tells: the passage's own organization, or the document's.
    #[must_use]
    pub fn organization(&self, at: usize) -> Option<&str> {
        let own = self.prose[at].passage.organization.as_deref();
        own.or(self.front_matter.organization.as_deref())
    }
}

impl<'a> Prose<'a> {
    /// Reads a passage.
    #[must_use]
    pub fn new(passage: &'a Passage) -> Self {
        let (plain, map) = normal(&passage.text);
        let sentences = sentences(&plain);
        let numbers = numerals(&plain);
        Self { passage, plain, sentences, numbers, map }
    }

    /// The span of the passage's text that `plain`, a span of [`Prose::plain`], came from.
    #[must_use]
    pub fn to_text(&self, plain: Span) -> Span {
        self.map.to_original(plain)
    }

    /// The span of the document's body that `plain`, a span of [`Prose::plain`], came from.
    #[must_use]
    pub fn to_body(&self, plain: Span) -> Span {
        self.passage.map.to_original(self.to_text(plain))
    }

    /// The sentence that holds the byte `at` of [`Prose::plain`]; the last one past the end, an
    /// empty span where there is no text.
    #[must_use]
    pub fn sentence_at(&self, at: usize) -> Span {
        let after = self.sentences.partition_point(|sentence| sentence.start <= at);
        after.checked_sub(1).map_or_else(Span::default, |index| self.sentences[index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline::{Piece, outline};

    #[test]
    fn plain_text_leads_back_to_the_body() {
        let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
        let body = "## 題\n\n推進「四強」**黨支部**\u{ff11}\u{ff12}個。全市推開。\n";
        let passages = outline(body, &whole).passages;
        let prose = Prose::new(&passages[0]);
        assert_eq!(prose.plain, "推进「四强」党支部12个。全市推开。");
        let at = prose.plain.find("12个").expect("it is there");
        assert_eq!(prose.to_body(Span::new(at, at + "12个".len())).of(body), "\u{ff11}\u{ff12}個");
        assert_eq!(prose.sentence_at(at).of(&prose.plain), "推进「四强」党支部12个。");
        assert_eq!(prose.sentence_at(9_999).of(&prose.plain), "全市推开。");
    }
}
