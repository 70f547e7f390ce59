//! What must hold of the facts of any text.

use dianan::document::outline::{Piece, outline};
use dianan::document::{DocumentId, FrontMatter, Kind};
use dianan::knowledge::theme::Themes;
use dianan::knowledge::{Corrections, FactType, Knowledge, Reading, Rules};
use dianan::text::Span;

/// A theme for the extractor to find.
const THEMES: &str = "[[theme]]\nname = '业务融合'\ncues = ['业务', '党']\n";

/// Reads `body` (Markdown).
///
/// # Panics
/// When an extractor panics, or a fact of this sort is not the characters of its span.
pub fn hold(kind: FactType, body: &str) {
    let themes = Themes::parse(THEMES).expect("it is TOML");
    let knowledge = Knowledge::new(themes, Corrections::default(), Rules::built_in());
    let id = DocumentId::parse("text").expect("a name");
    let front_matter = FrontMatter::new("题", Kind::Report);
    let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
    let passages = outline(body, &whole).passages;
    let facts = knowledge.facts(&Reading::new(&id, &front_matter, None, &passages), body);
    for fact in facts.iter().filter(|fact| fact.kind == kind) {
        assert_eq!(body.get(fact.span.start..fact.span.end), Some(fact.text.as_str()));
    }
}
