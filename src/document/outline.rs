//! A body's headings, and its passages: the text under a heading, or a part of it when long.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::text::Span;
use crate::text::blocks::{Block, BlockKind, blocks};
use crate::text::offset_map::OffsetMap;

/// A passage is closed before it grows past this many characters.
pub const PASSAGE_CHARACTERS: usize = 420;

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Without markup.
    pub text: String,
    /// The anchor of the first passage under it.
    pub anchor: String,
}

/// A block, or a part of one, inside a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageBlock {
    /// What it is to a reader.
    pub kind: BlockKind,
    /// Bytes of the passage's text.
    pub span: Span,
    /// Whether the block began in the passage before.
    pub goes_on: bool,
}

/// The unit of search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Stays the same while the passage's heading and text do, whatever changes around it.
    pub anchor: String,
    /// The headings that it stands under, outermost first.
    pub headings: Vec<String>,
    /// The organization whose practice it tells, where it tells one's alone.
    pub organization: Option<String>,
    /// Its blocks' text, a line break between two.
    pub text: String,
    /// What its text is made of, in order.
    pub blocks: Vec<PassageBlock>,
    /// From `text` to the body.
    pub map: OffsetMap,
    /// Its bytes in the body, from its first block to its last.
    pub span: Span,
}

impl Passage {
    /// The headings as one line, `甲 / 乙`.
    #[must_use]
    pub fn heading(&self) -> String {
        self.headings.join(" / ")
    }
}

/// A part of a block that belongs together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the block's text; pieces follow each other without gaps.
    pub span: Span,
    /// The organization whose practice it tells.
    pub organization: Option<String>,
}

/// A body taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// In order; a heading's anchor is that of the first passage after it.
    pub headings: Vec<Heading>,
    /// In order; together they hold all text of the body.
    pub passages: Vec<Passage>,
}

/// Takes `body` (Markdown) apart. A passage holds blocks under one heading and of one
/// organization, up to [`PASSAGE_CHARACTERS`]; a block that alone is longer, or that tells of
/// several organizations, is cut between the pieces that `pieces` gives for its text.
#[must_use]
pub fn outline(body: &str, pieces: &dyn Fn(&str) -> Vec<Piece>) -> Outline {
    let mut builder = Builder::new(pieces);
    for block in blocks(body) {
        builder.block(block);
    }
    builder.finish()
}

/// A map for `text` whose characters came from where `original` says.
fn map_of(text: &str, original: impl Fn(Span) -> Span) -> OffsetMap {
    let mut map = OffsetMap::default();
    for (at, c) in text.char_indices() {
        let from = original(Span::new(at, at + c.len_utf8()));
        map.push(c.len_utf8(), from, from.len() == c.len_utf8());
    }
    map
}

fn anchor(headings: &[String], text: &str) -> String {
    let mut hash = Sha256::new();
    headings.iter().for_each(|heading| hash.update(heading));
    hash.update("\n");
    hash.update(text);
    let hash: String = hash.finalize().iter().take(4).map(|b| format!("{b:02x}")).collect();
    format!("p-{hash}")
}

struct Builder<'a> {
    pieces: &'a dyn Fn(&str) -> Vec<Piece>,
    outline: Outline,
    path: Vec<(u8, String)>,
    open: Option<Passage>,
    /// How many of the outline's headings have their anchor.
    anchored: usize,
    /// Each anchor that is taken, with the last number behind it.
    taken: HashMap<String, usize>,
}

impl<'a> Builder<'a> {
    fn new(pieces: &'a dyn Fn(&str) -> Vec<Piece>) -> Self {
        Self {
            pieces,
            outline: Outline::default(),
            path: Vec::new(),
            open: None,
            anchored: 0,
            taken: HashMap::new(),
        }
    }

    fn block(&mut self, block: Block) {
        if let BlockKind::Heading(level) = block.kind {
            self.close();
            self.bare_heading(level);
            self.path.retain(|(above, _)| *above < level);
            self.path.push((level, block.text.clone()));
            let anchor = String::new();
            self.outline.headings.push(Heading { level, text: block.text, anchor });
            return;
        }
        let mut pieces = (self.pieces)(&block.text);
        let short = block.text.chars().count() <= PASSAGE_CHARACTERS;
        if short && pieces.iter().all(|piece| piece.organization.is_none()) {
            let span = Span::new(0, block.text.len());
            pieces = vec![Piece { span, organization: None }];
        }
        for (index, piece) in pieces.iter().enumerate() {
            self.piece(&block, piece, if index == 0 { "\n" } else { "" });
        }
    }

    /// Adds a piece of a block to the open passage, or opens another.
    fn piece(&mut self, block: &Block, piece: &Piece, joint: &str) {
        let text = piece.span.of(&block.text);
        let grown = |open: &Passage| open.text.chars().count() + text.chars().count();
        if self.open.as_ref().is_some_and(|open| {
            open.organization != piece.organization || grown(open) > PASSAGE_CHARACTERS
        }) {
            self.close();
        }
        let goes_on = piece.span.start > 0;
        let map = map_of(text, |at| block.map.to_original(at.shift(piece.span.start)));
        let span = block.map.to_original(piece.span);
        let mut passage = self.open.take().unwrap_or_else(|| {
            let organization = piece.organization.clone();
            Passage { organization, ..self.passage(span) }
        });
        if !passage.text.is_empty() {
            passage.text.push_str(joint);
            passage.map.push(joint.len(), Span::new(span.start, span.start), false);
        }
        let start = passage.text.len();
        passage.text.push_str(text);
        passage.map.append(&map);
        let within = Span::new(start, passage.text.len());
        match passage.blocks.last_mut().filter(|_| goes_on && start > 0) {
            Some(last) => last.span.end = within.end,
            None => passage.blocks.push(PassageBlock { kind: block.kind, span: within, goes_on }),
        }
        passage.span.end = span.end;
        self.open = Some(passage);
    }

    /// An empty passage at this place.
    fn passage(&self, span: Span) -> Passage {
        Passage {
            anchor: String::new(),
            headings: self.path.iter().map(|(_, heading)| heading.clone()).collect(),
            organization: None,
            text: String::new(),
            blocks: Vec::new(),
            map: OffsetMap::default(),
            span,
        }
    }

    fn close(&mut self) {
        let Some(mut passage) = self.open.take() else { return };
        passage.anchor = self.free(anchor(&passage.headings, &passage.text));
        for heading in &mut self.outline.headings[self.anchored..] {
            heading.anchor.clone_from(&passage.anchor);
        }
        self.anchored = self.outline.headings.len();
        self.outline.passages.push(passage);
    }

    /// A heading with nothing under it before a heading of its own level or above would be lost to
    /// search: it becomes a passage whose text is empty.
    fn bare_heading(&mut self, next: u8) {
        let bare = self.outline.headings.len() > self.anchored;
        if bare && self.path.last().is_some_and(|(level, _)| *level >= next) {
            self.open = Some(self.passage(Span::default()));
            self.close();
        }
    }

    fn free(&mut self, anchor: String) -> String {
        let last = self.taken.entry(anchor.clone()).or_insert(0);
        *last += 1;
        // An anchor is `p-` and digits without a dash, so that a number makes no other's name.
        if *last == 1 { anchor } else { format!("{anchor}-{last}") }
    }

    fn finish(mut self) -> Outline {
        self.close();
        self.bare_heading(1);
        self.outline
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn at_stops(text: &str) -> Vec<Piece> {
        let ends: Vec<usize> = text.match_indices('。').map(|(at, c)| at + c.len()).collect();
        let starts = [0].into_iter().chain(ends.clone());
        let spans = starts.zip(ends).map(|(start, end)| Span::new(start, end));
        let owner = |text: &str| text.starts_with('乙').then(|| "乙局".to_owned());
        spans.map(|span| Piece { span, organization: owner(span.of(text)) }).collect()
    }

    #[test]
    fn passages_follow_headings_and_map_to_the_body() {
        let body = "## 做法\n\n第一**段**。\n\n第二段。\n\n### 细处\n\n第三段。\n\n## 空\n";
        let outline = outline(body, &at_stops);
        let read: Vec<_> =
            outline.passages.iter().map(|p| (p.heading(), p.text.as_str())).collect();
        assert_eq!(
            read,
            [
                ("做法".to_owned(), "第一段。\n第二段。"),
                ("做法 / 细处".to_owned(), "第三段。"),
                ("空".to_owned(), "")
            ]
        );
        let passage = &outline.passages[0];
        let at = passage.text.find("段。\n第二").unwrap();
        let span = passage.map.to_original(Span::new(at, at + "段。\n第二".len()));
        assert_eq!(span.of(body), "段**。\n\n第二");
        assert_eq!(outline.headings[1].anchor, outline.passages[1].anchor);
        assert_eq!(outline.headings[2].anchor, outline.passages[2].anchor);
    }

    #[test]
    fn a_long_paragraph_is_cut_at_sentences_and_nothing_is_lost() {
        let sentence = format!("{}。", "长".repeat(99));
        let body = sentence.repeat(12);
        let outline = outline(&body, &at_stops);
        assert_eq!(outline.passages.len(), 3);
        let joined: String = outline.passages.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(joined, body);
        let anchors: HashSet<_> = outline.passages.iter().map(|p| &p.anchor).collect();
        assert_eq!(anchors.len(), 3, "equal passages have anchors of their own");
    }

    #[test]
    fn anchors_do_not_change_when_other_passages_do() {
        let before = outline("## 甲\n\n一。\n\n## 乙\n\n二。\n", &at_stops);
        let after = outline("## 甲\n\n一改。\n\n## 新\n\n三。\n\n## 乙\n\n二。\n", &at_stops);
        assert_eq!(before.passages[1].anchor, after.passages[2].anchor);
    }

    #[test]
    fn each_organization_has_a_passage_of_its_own() {
        let body = "## 题\n\n甲局做事。乙局**做**事。\n";
        let parts = outline(body, &at_stops).passages;
        assert_eq!(parts[0].text, "甲局做事。");
        assert_eq!(parts[1].text, "乙局做事。");
        assert_eq!(parts[1].organization.as_deref(), Some("乙局"));
        assert_eq!(parts[1].span.of(body), "乙局**做**事。");
    }
}
