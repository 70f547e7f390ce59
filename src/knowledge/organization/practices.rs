//! Documents that tell of many organizations in turn: which sentences are whose.

use std::collections::BTreeSet;

use super::{begins, leading};
use crate::document::outline::Piece;
use crate::knowledge::region::Region;
use crate::text::blocks::{BlockKind, blocks};
use crate::text::fold;
use crate::text::sentences::sentences;

/// A document tells of organizations in turn when sentences begin with this many different ones.
const ENOUGH: usize = 4;

/// How to give the sentences of one document to organizations.
pub struct Practices {
    home: Option<&'static Region>,
    in_turn: bool,
}

impl Practices {
    /// Reads `body` (Markdown), a document about `home`.
    #[must_use]
    pub fn of(body: &str, home: Option<&'static Region>) -> Self {
        let mut names = BTreeSet::new();
        for block in blocks(body) {
            if matches!(block.kind, BlockKind::Paragraph | BlockKind::Item(_)) {
                let starts = sentences(&block.text).into_iter();
                names.extend(starts.filter_map(|span| actor(span.of(&block.text), home)));
            }
        }
        Self { home, in_turn: names.len() >= ENOUGH }
    }

    /// The sentences of a block, each with the organization that acts in it: the one that it
    /// begins with, or the one before it in the block. Without any when the document does not
    /// tell of organizations in turn.
    #[must_use]
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut organization = None;
        let piece = |span: crate::text::Span| {
            let sentence = span.of(text);
            let own = actor(sentence, self.home).filter(|_| self.in_turn);
            // Several in a row are nobody's alone, and what follows is not the one's before.
            let several = own.is_none() && begins(&fold(sentence).text, self.home);
            organization = if several { None } else { own.or(organization.take()) };
            Piece { span, organization: organization.clone() }
        };
        sentences(text).into_iter().map(piece).collect()
    }
}

fn actor(sentence: &str, home: Option<&'static Region>) -> Option<String> {
    leading(&fold(sentence).text, home).map(|named| named.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::region;

    const BODY: &str = "以高质量党建服务决策。市委办公厅完成保障;有序。市税务局上线平台。该平台好用。\n\n\
        抓落实。龙岗区出台文件。市水务局编列项目。\n";

    #[test]
    fn sentences_go_to_the_organization_before_them() {
        let practices = Practices::of(BODY, region::parse_path("广东省/深圳市"));
        let text = BODY.lines().next().unwrap();
        let owners: Vec<_> = practices
            .pieces(text)
            .into_iter()
            .map(|piece| piece.organization.unwrap_or_default())
            .collect();
        assert_eq!(owners, ["", "深圳市委办公厅", "深圳市税务局", "深圳市税务局"]);
    }

    #[test]
    fn a_report_of_one_organization_is_left_whole() {
        let body = "市水务局编列项目。市水务局再编。市税务局配合。\n";
        let pieces = Practices::of(body, None).pieces(body);
        assert!(pieces.iter().all(|piece| piece.organization.is_none()));
    }
}
