//! A document as the extractors read it: every passage in one plain form, cut into sentences once.

use super::actor::{Actor, Actors};
use super::region::Region;
use crate::document::outline::Passage;
use crate::document::{Date, DocumentId, FrontMatter};
use crate::text::Span;
use crate::text::offset_map::OffsetMap;
use crate::text::sentences::sentences;
use crate::text::variants::simplified;

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
    /// Who acts in each passage.
    actors: Vec<Actors>,
}

/// A passage in plain form.
pub struct Prose<'a> {
    /// As the outline gives it.
    pub passage: &'a Passage,
    /// The passage's text in simplified characters, letters and digits in half width; quote marks
    /// and punctuation stay as they are, so that opening and closing marks can be told apart.
    pub plain: String,
    /// The sentences of `plain`, in order; together they are all of it.
    pub sentences: Vec<Span>,
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
        Self { id, front_matter, home, prose, actors }
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

    /// Whose practice passage `at` tells: the passage's own organization, or the document's.
    #[must_use]
    pub fn organization(&self, at: usize) -> Option<&str> {
        let own = self.prose[at].passage.organization.as_deref();
        own.or(self.front_matter.organization.as_deref())
    }
}

impl<'a> Prose<'a> {
    /// Makes the plain form of a passage.
    #[must_use]
    pub fn new(passage: &'a Passage) -> Self {
        let mut plain = String::with_capacity(passage.text.len());
        let mut map = OffsetMap::default();
        for (at, c) in passage.text.char_indices() {
            let form = half_width(simplified(c));
            let original = Span::new(at, at + c.len_utf8());
            plain.push(form);
            map.push(form.len_utf8(), original, form.len_utf8() == c.len_utf8());
        }
        let sentences = sentences(&plain);
        Self { passage, plain, sentences, map }
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

/// `text` in the form of [`Prose::plain`].
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| half_width(simplified(c))).collect()
}

/// Letters, digits and the percent sign in half width; everything else as it is.
fn half_width(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff19}'
        | '\u{ff21}'..='\u{ff3a}'
        | '\u{ff41}'..='\u{ff5a}'
        | '\u{ff05}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
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
