//! Places and years among plain words: soft conditions that a person can take back.

use serde::Serialize;

use super::parse::Parsed;
use super::request::years;
use crate::index::query::{FacetField, Filter, Test};
use crate::knowledge::region;
use crate::text::segment::Analyzer;

/// Passages of the understood place gain this share of the best score.
const REGION_SHARE: f32 = 0.3;
/// Passages of the understood year gain this share.
const YEAR_SHARE: f32 = 0.2;

/// A word that was understood as a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Understood {
    /// `region` or `year`.
    pub field: &'static str,
    /// The place's path, or the year.
    pub value: String,
    /// The word.
    pub from: String,
}

/// What was understood, and what it is worth.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Understanding {
    /// For the chips.
    pub understood: Vec<Understood>,
    /// For the engine.
    pub preferred: Vec<(Filter, f32)>,
}

/// Reads places and years among the plain words, but for those in `ignored`.
#[must_use]
pub fn understand(parsed: &Parsed, analyzer: &Analyzer, ignored: &[String]) -> Understanding {
    let mut understanding = Understanding::default();
    for part in &parsed.words {
        for (span, region) in region::mentions(part) {
            let from = span.of(part);
            if !ignored.iter().any(|word| word == from) {
                let path = region::path(region);
                let test = Test::Is(path.clone());
                understanding.add(FacetField::Region, path, from, test, REGION_SHARE);
            }
        }
        for word in analyzer.plain_words(part) {
            let Some((from, to)) = year_word(&word.term) else { continue };
            if !ignored.contains(&word.term) {
                let test = Test::Years(from, to);
                let value = from.to_string();
                understanding.add(FacetField::Year, value, &word.term, test, YEAR_SHARE);
            }
        }
    }
    understanding
}

impl Understanding {
    fn add(&mut self, field: FacetField, value: String, from: &str, test: Test, share: f32) {
        if self.understood.iter().any(|known| known.value == value) {
            return;
        }
        self.understood.push(Understood { field: field.name(), value, from: from.to_owned() });
        self.preferred.push((Filter { field, test }, share));
    }
}

/// A word that is a year of our time.
fn year_word(word: &str) -> Option<(u64, u64)> {
    years(word).filter(|(from, to)| from == to && (1949..=2100).contains(from))
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;
    use crate::text::lexicon::Lexicon;

    #[test]
    fn places_and_years_are_understood_and_can_be_taken_back() {
        let analyzer = Analyzer::new(&Lexicon::built_in());
        let read = |text: &str, ignored: &[String]| {
            let understanding = understand(&parse(text), &analyzer, ignored);
            understanding.understood.into_iter().map(|u| u.value).collect::<Vec<_>>()
        };
        assert_eq!(read("珠海 审计 2023", &[]), ["广东省/珠海市", "2023"]);
        assert_eq!(read("廣東2024年四强党支部", &[]), ["广东省", "2024"]);
        assert_eq!(read("珠海 审计", &["珠海".to_owned()]), Vec::<String>::new());
        assert_eq!(read("审计 1310", &[]), Vec::<String>::new());
    }
}
