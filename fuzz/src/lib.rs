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

/// Cuts and folds any text; what is cut joins to the text again.
///
/// # Panics
/// When something panics or is lost.
pub fn cut(text: &str) {
    use dianan::text::fold;
    use dianan::text::numerals::numerals;
    use dianan::text::sentences::{clauses, sentences};
    let folded = fold(text);
    assert_eq!(fold(&folded.text).text, folded.text);
    for spans in [sentences(text), clauses(text)] {
        assert_eq!(spans.iter().map(|it| it.of(text)).collect::<String>(), text);
    }
    for numeral in numerals(text) {
        assert!(text.get(numeral.span.start..numeral.span.end).is_some());
    }
}

/// Reads a document file; one that is read is printed so that it reads the same.
///
/// # Panics
/// When something panics or reads otherwise.
pub fn print(text: &str) {
    use dianan::document::markdown_file::{parse, print};
    if let Ok(file) = parse(text) {
        // White space around a value is dropped once.
        let again = parse(&print(&file)).expect("what is printed is read");
        assert_eq!(parse(&print(&again)).ok(), Some(again));
    }
}

/// Converts a raw file of this name.
///
/// # Panics
/// When something panics.
pub fn convert(name: &str, bytes: &[u8]) {
    use dianan::document::Date;
    use dianan::intake::{Raw, convert::convert};
    let today = Date::parse("2026-11-30").expect("a day");
    let _ = convert(Raw { name, bytes, kind: None, today });
}
