//! A document as the extractors read it: every passage in one plain form, cut into sentences once.

use std::sync::{Arc, OnceLock};

use super::actor::{Actor, Actors};
use super::normal::normal;
use super::region::Region;
use super::rules::Rules;
use crate::document::outline::Passage;
use crate::document::{Date, DocumentId, FrontMatter};
use crate::text::Span;
use crate::text::numerals::{Numeral, numerals};
use crate::text::offset_map::OffsetMap;
use crate::text::segment::is_han;
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
    /// How the clauses begin, in order; made when it is first asked for.
    heads: OnceLock<Vec<String>>,
}

/// So much of a clause is kept as its head, in characters.
const HEAD: usize = 12;

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
        Self {
            id,
            front_matter,
            home,
            prose,
            rules: Rules::built_in(),
            actors,
            heads: OnceLock::new(),
        }
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

    /// Whether a clause of the document begins with `name`, of up to [`HEAD`] Chinese characters.
    pub(super) fn opens_with(&self, name: &str) -> bool {
        let heads = self.heads.get_or_init(|| {
            let mut heads: Vec<String> =
                self.prose.iter().flat_map(|prose| heads(&prose.plain)).collect();
            heads.sort_unstable();
            heads
        });
        let at = heads.partition_point(|head| head.as_str() < name);
        heads.get(at).is_some_and(|head| head.starts_with(name))
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

/// The beginning of each run of Chinese characters that no quotation mark opens.
fn heads(text: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut before = '\n';
    for (at, c) in text.char_indices() {
        if is_han(c) && !is_han(before) && before != '“' {
            heads.push(text[at..].chars().take_while(|c| is_han(*c)).take(HEAD).collect());
        }
        before = c;
    }
    heads
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
