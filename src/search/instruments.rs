//! Instruments: what the texts name, by issuer and year, held or not, and who cites it.

use serde::Serialize;

use super::facts::{Listed, by_name};
use crate::document::DocumentId;
use crate::index::engine::EngineError;
use crate::knowledge::{Fact, FactType};
use crate::library::Snapshot;

/// Documents that are named as citing one instrument.
const CITING: usize = 5;

/// An instrument that texts of the library name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Instrument {
    /// Its title, or its number where it has no title.
    pub name: String,
    /// Who issued it, where some text says so; empty otherwise.
    pub issuer: String,
    /// The year of its number, where some text gives one; empty otherwise.
    pub year: String,
    /// Its number, where some text gives it.
    pub number: String,
    /// The document of this title, where the library holds it.
    pub held: Option<DocumentId>,
    /// Mentions.
    pub mentions: usize,
    /// One mention in each of the first documents that name it.
    pub citing: Vec<Fact>,
    /// Documents that name it.
    pub documents: usize,
}

/// Every instrument whose title holds `part` (all where it is empty): by issuer, then the latest
/// first, then by name; those without issuer last.
///
/// # Errors
/// When the index cannot be read.
pub fn instruments(snapshot: &Snapshot, part: &str) -> Result<Listed<Instrument>, EngineError> {
    let (facts, unread) = by_name(snapshot, FactType::Instrument, part)?;
    let all = facts.into_iter().map(|(name, facts)| {
        let held = snapshot.engine.named(&name)?.first().map(|document| document.id.clone());
        Ok(instrument(name, held, facts))
    });
    let mut all = all.collect::<Result<Vec<Instrument>, EngineError>>()?;
    all.sort_by(|a, b| {
        let key = |it: &Instrument| (it.issuer.is_empty(), it.issuer.clone());
        key(a).cmp(&key(b)).then_with(|| b.year.cmp(&a.year)).then_with(|| a.name.cmp(&b.name))
    });
    Ok(Listed { entries: all, unread })
}

fn instrument(name: String, held: Option<DocumentId>, facts: Vec<Fact>) -> Instrument {
    let said = |say: &dyn Fn(&Fact) -> &String| {
        let said = facts.iter().map(say).find(|text| !text.is_empty());
        said.cloned().unwrap_or_default()
    };
    let mut citing: Vec<Fact> = Vec::new();
    for fact in &facts {
        if citing.iter().all(|other| other.document != fact.document) {
            citing.push(fact.clone());
        }
    }
    let documents = citing.len();
    citing.truncate(CITING);
    let number = said(&|fact| &fact.details.number);
    Instrument {
        issuer: said(&|fact| &fact.details.issuer),
        year: year_of(&number),
        number,
        mentions: facts.len(),
        held,
        documents,
        citing,
        name,
    }
}

/// The year in the brackets of a document number, `粤发〔2023〕12号`; empty where there is none.
fn year_of(number: &str) -> String {
    let digits = number.split(|c: char| !c.is_ascii_digit());
    digits.into_iter().find(|part| part.len() == 4).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_number_is_the_one_in_its_brackets() {
        assert_eq!(year_of("粤发〔2023〕12号"), "2023");
        assert_eq!(year_of("国发[2024]1234号"), "2024");
        assert_eq!(year_of("第12号"), "");
        assert_eq!(year_of(""), "");
    }
}
