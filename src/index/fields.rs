//! The one table of fields; engines derive their schema from it.

use super::query::{FacetField, FactField, Reading};

/// Raised by hand with every change of this table or of what is written into it.
pub const SCHEMA_VERSION: u32 = 5;

/// How a field is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Terms with their frequencies.
    Terms,
    /// Terms with their positions.
    Positions,
    /// One or more whole values that are counted, filtered and looked up.
    Values,
    /// One number that is compared and sorted by.
    Number,
    /// Bytes that are given back.
    Stored,
}

/// What an entry is: `passage`, `document`, `file` or `fact`.
pub const ENTRY: &str = "entry";
/// The path of the file that an entry was made from.
pub const PATH: &str = "path";
/// The document's identifier.
pub const DOCUMENT: &str = "document";
/// The identifier of the document that it was divided out of.
pub const PART_OF: &str = "part_of";
/// A number for the document, the same for all its passages.
pub const KEY: &str = "key";
/// A number for the text: that of the document, or of the one that it reprints.
pub const ORIGINAL: &str = "original";
/// The articles of a law that a passage opens.
pub const ARTICLE: &str = "article";
/// The date of publication as a number that sorts.
pub const PUBLISHED: &str = "published";
/// Title, heading and text, each character with its follower.
pub const EXACT: &str = "exact";
/// A document's title and number, or a fact's name, in the form in which names are compared.
pub const NAMED: &str = "named";
/// The type of a fact.
pub const TYPE: &str = "type";
/// The canonical name of a fact.
pub const NAME: &str = "name";
/// The passage of a fact.
pub const PASSAGE: &str = "passage";
/// The place of a fact among its document's facts.
pub const ORDINAL: &str = "ordinal";
/// A fact's name, measure and characters, each character with its follower.
pub const SAID: &str = "said";
/// Who may read the document: nothing where everybody may; else [`CLOSED`], and each group.
pub const ACCESS: &str = "access";
/// The value of [`ACCESS`] of every document that is not everybody's.
pub const CLOSED: &str = "!";
/// The entry itself, as JSON.
pub const CONTENT: &str = "content";

/// Every field with how it is kept.
pub const FIELDS: [(&str, Keeping); 27] = [
    (ENTRY, Keeping::Values),
    (PATH, Keeping::Values),
    (DOCUMENT, Keeping::Values),
    (PART_OF, Keeping::Values),
    (KEY, Keeping::Number),
    (ORIGINAL, Keeping::Number),
    (ARTICLE, Keeping::Values),
    (PUBLISHED, Keeping::Number),
    ("words", Keeping::Terms),
    ("pairs", Keeping::Positions),
    ("characters", Keeping::Terms),
    ("title", Keeping::Terms),
    (EXACT, Keeping::Positions),
    ("kind", Keeping::Values),
    ("region", Keeping::Values),
    ("organization", Keeping::Values),
    ("theme", Keeping::Values),
    ("year", Keeping::Number),
    ("source", Keeping::Values),
    (NAMED, Keeping::Values),
    (TYPE, Keeping::Values),
    (NAME, Keeping::Values),
    (PASSAGE, Keeping::Values),
    (ORDINAL, Keeping::Number),
    (SAID, Keeping::Positions),
    (ACCESS, Keeping::Values),
    (CONTENT, Keeping::Stored),
];

/// The value of [`ACCESS`] for a group.
#[must_use]
pub fn of_group(name: &str) -> String {
    format!("={name}")
}

/// The field that a reading is kept in.
#[must_use]
pub fn of_reading(reading: Reading) -> &'static str {
    match reading {
        Reading::Words => "words",
        Reading::Pairs => "pairs",
        Reading::Characters => "characters",
        Reading::Title => "title",
    }
}

/// The field that a facet is counted in.
#[must_use]
pub fn of_facet(facet: FacetField) -> &'static str {
    facet.name()
}

/// The field that facts are counted in.
#[must_use]
pub fn of_fact(field: FactField) -> &'static str {
    match field {
        FactField::Type => TYPE,
        FactField::Name => NAME,
        FactField::Document => DOCUMENT,
        FactField::Passage => PASSAGE,
        FactField::Region => "region",
        FactField::Organization => "organization",
        FactField::Year => "year",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_and_facet_has_its_field() {
        let readings = [Reading::Words, Reading::Pairs, Reading::Characters, Reading::Title];
        let names: Vec<&str> =
            readings.map(of_reading).into_iter().chain(FacetField::ALL.map(of_facet)).collect();
        for name in names {
            assert!(FIELDS.iter().any(|(field, _)| *field == name), "{name}");
        }
    }
}
