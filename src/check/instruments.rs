//! Documents that a draft names with who issued them, their number or day, against what is held.

use super::bodies::{Kinship, kinship};
use super::claims::{self, evidence, letters};
use super::finding::{Class, Difference, Evidence, Finding, Verdict};
use super::shelf::Shelf;
use super::statements::{Statement, place, words_held};
use super::titles::{self, of_document, short};
use crate::index::engine::EngineError;
use crate::index::entry::DocumentEntry;
use crate::knowledge::region::{self, Region};
use crate::knowledge::{Fact, FactType};
use crate::text::Span;

/// How much of the draft's words a held sentence has that tells the same.
const WORDS_HELD: f32 = 0.6;
/// The same, where the number is the held one with its digits in another order.
const WORDS_HELD_OF_SLIP: f32 = 0.25;
/// A title of so many letters is one document's, whatever mark its number has.
const TITLE_TELLING: usize = 12;

/// What is held of a document: where, and what is told there.
struct Held<'a> {
    fact: Option<&'a Fact>,
    document: Option<&'a DocumentEntry>,
}

/// What the documents that a sentence names are found to be.
pub(super) fn findings(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Vec<Finding>, EngineError> {
    let mut findings = Vec::new();
    for claim in statement.of(FactType::Instrument) {
        findings.extend(number_alone(shelf, statement, claim)?);
        if !claims_more(claim) {
            continue;
        }
        let mut facts = claims::held(shelf, FactType::Instrument, &[&claim.name], None)?;
        if facts.is_empty() {
            facts = with_their_office(shelf, claim)?;
        }
        let documents = titles::documents(shelf, &claim.name)?;
        let mentioned = facts.iter().map(|fact| Held { fact: Some(fact), document: None });
        let issuing = issuing(shelf, claim, &facts)?;
        let documents = documents.iter().chain(&issuing);
        let documents = documents.map(|it| Held { fact: None, document: Some(it) });
        let held: Vec<Held<'_>> = documents.chain(mentioned).collect();
        findings.extend(issuer(shelf, statement, claim, &held)?);
        findings.extend(number(shelf, statement, claim, &held)?);
        findings.extend(day(shelf, statement, claim, &held)?);
    }
    Ok(findings)
}

/// The held documents of the same title behind the office that issued them
/// (岳阳市人民政府办公室|关于…的通知), where a number or a place in it says that it is the same one.
fn with_their_office(shelf: &Shelf<'_>, claim: &Fact) -> Result<Vec<Fact>, EngineError> {
    let own = short(&claim.name);
    if own.chars().count() < TITLE_TELLING {
        return Ok(Vec::new());
    }
    let number = letters(&claim.details.number);
    let placed = !region::mentions(&own).is_empty();
    let is_it = |fact: &Fact| {
        let numbered = !number.is_empty() && letters(&fact.details.number) == number;
        let issued = letters(&fact.name).contains(&format!("印发{own}的通知"));
        short(&fact.name) == own && (numbered || placed) || issued && placed
    };
    let facts = claims::holding(shelf, FactType::Instrument, &own)?;
    Ok(facts.into_iter().filter(is_it).collect())
}

/// The office that a title begins with: 花垣县人民政府办公室|关于印发….
fn office_of(title: &str) -> Option<String> {
    let name = letters(title);
    let office = name.strip_suffix(&short(title)).filter(|it| !it.is_empty())?;
    Some(office.to_owned())
}

/// The held documents that issue the one that is named, whose number and issuer are its own:
/// 某市人民政府办公室关于印发《…》的通知.
fn issuing(
    shelf: &Shelf<'_>,
    claim: &Fact,
    facts: &[Fact],
) -> Result<Vec<DocumentEntry>, EngineError> {
    let named = letters(&claim.name);
    let mut found: Vec<DocumentEntry> = Vec::new();
    for fact in facts {
        if found.iter().any(|it| it.id == fact.document) {
            continue;
        }
        let document = shelf.snapshot.engine.document(&fact.document)?;
        let issues = |it: &DocumentEntry| {
            let title = letters(&it.front_matter.title);
            title.split_once("印发").is_some_and(|(_, issued)| issued.starts_with(&named))
        };
        found.extend(document.filter(issues));
    }
    Ok(found)
}

/// Whether there is more to a claim than a title.
fn claims_more(claim: &Fact) -> bool {
    !claim.details.issuer.is_empty() || !claim.details.number.is_empty() || claim.year.is_some()
}

impl Held<'_> {
    fn issuer(&self) -> Option<String> {
        let told = self.fact.map(|it| it.details.issuer.clone());
        let own = self.document.and_then(|it| it.front_matter.organization.clone());
        let titled = || office_of(&self.fact?.name);
        told.or(own).filter(|it| !it.is_empty()).or_else(titled)
    }

    fn number(&self) -> Option<&str> {
        let told = self.fact.map(|it| it.details.number.as_str());
        let own = self.document.and_then(|it| it.front_matter.number.as_deref());
        told.or(own).filter(|it| !it.is_empty())
    }

    fn place(&self) -> Option<&'static Region> {
        let own = || self.document?.front_matter.region.as_deref().and_then(region::parse_path);
        self.fact.and_then(place).or_else(own)
    }

    fn evidence(&self, shelf: &Shelf<'_>) -> Result<Vec<Evidence>, EngineError> {
        Ok(match (self.document, self.fact) {
            (Some(document), _) => vec![of_document(document)],
            (None, Some(fact)) => evidence(shelf, fact)?.into_iter().collect(),
            (None, None) => Vec::new(),
        })
    }
}

/// Another issuer than all that are held of the title.
fn issuer(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    claim: &Fact,
    held: &[Held<'_>],
) -> Result<Option<Finding>, EngineError> {
    let own = claim.details.issuer.as_str();
    // 国务院办公厅关于…: the title itself says it.
    if own.is_empty() || letters(&claim.name).contains(&letters(own)) {
        return Ok(None);
    }
    let home = statement.place_of(claim);
    let told: Vec<(&Held<'_>, String)> =
        held.iter().filter_map(|it| Some((it, it.issuer()?))).collect();
    let blamed = if told.is_empty() {
        // 南昌县…方案 told of in a text about 南昌县 is not another place's.
        let titled = region::leading(&claim.name).map(|(place, _)| place);
        let here =
            held.iter().find(|it| it.place().zip(titled).is_some_and(|(a, b)| a.code == b.code));
        let issues = region::leading(own).map(|(place, _)| place);
        let other = issues.zip(titled).is_some_and(|(own, titled)| own.code != titled.code);
        here.filter(|_| other)
            .zip(titled)
            .map(|(it, place)| (it, region::path(place).replace('/', "")))
    } else {
        let kin = |it: &Held<'_>, issuer: &str| kinship((own, home), (issuer, it.place()));
        let other = told.iter().all(|(it, issuer)| kin(it, issuer) == Kinship::Other);
        told.into_iter().next().filter(|_| other)
    };
    let Some((fact, theirs)) = blamed else {
        return other_office(shelf, statement, claim, held);
    };
    let message = format!("《{}》的发文机关与库中不一致：草稿作{own}，库中为{theirs}", claim.name);
    told_of(shelf, statement, (claim, fact), (own, &theirs), (message, 0.75)).map(Some)
}

/// A department that is said to issue what by its number a government did: 〔晋政办发〕, 省民政厅.
fn other_office(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    claim: &Fact,
    held: &[Held<'_>],
) -> Result<Option<Finding>, EngineError> {
    let own = claim.details.issuer.as_str();
    let department = own.ends_with(['局', '厅', '委', '部']) && !own.ends_with("办公厅");
    let numbered = held.iter().filter_map(|it| {
        let mark: String =
            letters(it.number()?).chars().take_while(|c| !c.is_ascii_digit()).collect();
        // 州政办|函, 岳政办|规.
        let mark = mark.trim_end_matches(['发', '函', '规', '字', '电', '明', '通']);
        let office = match () {
            () if mark.ends_with("政办") => "人民政府办公室（厅）",
            () if mark.ends_with('政') => "人民政府",
            () => return None,
        };
        Some((it, office))
    });
    let Some((it, office)) = numbered.into_iter().next().filter(|_| department) else {
        return Ok(None);
    };
    let number = it.number().unwrap_or_default().to_owned();
    let message = format!(
        "《{}》的发文机关与库中不一致：草稿作{own}，库中文号{number}是{office}的",
        claim.name
    );
    told_of(shelf, statement, (claim, it), (own, office), (message, 0.7)).map(Some)
}

/// Another number than all that are held of the title.
fn number(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    claim: &Fact,
    held: &[Held<'_>],
) -> Result<Option<Finding>, EngineError> {
    let own = claim.details.number.as_str();
    let numbered: Vec<(&Held<'_>, &str)> =
        held.iter().filter_map(|it| Some((it, it.number()?))).collect();
    let same = numbered.iter().any(|(_, number)| letters(number) == letters(own));
    let mark = |number: &str| -> String {
        letters(number).chars().take_while(|c| !c.is_ascii_digit()).collect()
    };
    let telling = letters(&claim.name).chars().count() >= TITLE_TELLING;
    let meant = numbered.iter().find(|(_, number)| telling || mark(number) == mark(own));
    let Some((fact, theirs)) = meant.filter(|_| !own.is_empty() && !same) else { return Ok(None) };
    let message = format!("《{}》的文号与库中不一致：草稿作{own}，库中为{theirs}", claim.name);
    told_of(shelf, statement, (claim, fact), (own, theirs), (message, 0.9)).map(Some)
}

/// A number that is not held, where a sentence of the same words has one of the same mark and year.
fn number_alone(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    claim: &Fact,
) -> Result<Option<Finding>, EngineError> {
    let own = claim.details.number.as_str();
    let series = |number: &str| -> Option<(String, String)> {
        let number = letters(number);
        let (head, order) =
            number.trim_end_matches('号').rsplit_once(|c: char| !c.is_ascii_digit())?;
        (!order.is_empty()).then(|| (head.to_owned(), order.to_owned()))
    };
    let Some((mark, order)) = series(own).filter(|_| letters(&claim.name) == letters(own)) else {
        return Ok(None);
    };
    if !shelf.snapshot.engine.named(own)?.is_empty() {
        return Ok(None);
    }
    let beside = statement.held(FactType::Instrument).find(|fact| {
        let same_series = series(&fact.details.number)
            .is_some_and(|(theirs, other)| theirs == mark && other != order);
        let slipped = same_series && is_slip(&letters(own), &letters(&fact.details.number));
        let least = if slipped { WORDS_HELD_OF_SLIP } else { WORDS_HELD };
        same_series && words_held(statement.text, fact) >= least
    });
    let Some(fact) = beside else { return Ok(None) };
    let theirs = fact.details.number.clone();
    let held = Held { fact: Some(fact), document: None };
    let message = format!("文号{own}库中未见；库中同一件事的文号为{theirs}");
    told_of(shelf, statement, (claim, &held), (own, &theirs), (message, 0.65)).map(Some)
}

/// Whether a number is the other with its digits in another order: 85号, 58号.
fn is_slip(own: &str, held: &str) -> bool {
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    own != held && sorted(own) == sorted(held)
}

/// The same month and day of another year.
fn day(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    claim: &Fact,
    held: &[Held<'_>],
) -> Result<Option<Finding>, EngineError> {
    let Some((year, day)) = claim.year.as_deref().zip(day_in(statement.text)) else {
        return Ok(None);
    };
    let mut told = held.iter().filter_map(|it| {
        let fact = it.fact?;
        let theirs = fact.year.as_deref().filter(|_| day_in(&fact.sentence) == Some(day))?;
        Some((it, theirs))
    });
    let Some((fact, theirs)) = told.next().filter(|(_, theirs)| *theirs != year) else {
        return Ok(None);
    };
    if told.any(|(_, theirs)| theirs == year) {
        return Ok(None);
    }
    let message =
        format!("《{}》此事的年份与库中不一致：草稿作{year}年，库中为{theirs}年", claim.name);
    let (own, theirs) = (format!("{year}年"), format!("{theirs}年"));
    told_of(shelf, statement, (claim, fact), (&own, &theirs), (message, 0.7)).map(Some)
}

/// The first month and day of a sentence: 1月7日.
fn day_in(text: &str) -> Option<&str> {
    let month = text.find('月')?;
    let before = &text[..month];
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &text[month + '月'.len_utf8()..];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_day = digits > 0 && start < month && rest[digits..].starts_with('日');
    is_day.then(|| &text[start..month + '月'.len_utf8() + digits + '日'.len_utf8()])
}

fn told_of(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    (claim, held): (&Fact, &Held<'_>),
    (own, theirs): (&str, &str),
    (message, confidence): (String, f32),
) -> Result<Finding, EngineError> {
    let once = statement.text.matches(own).count() == 1;
    let at = statement.text.find(own).filter(|_| once && !own.is_empty());
    let span = at.map(|at| Span::new(at, at + own.len()).shift(statement.span.start));
    let difference =
        span.map(|span| Difference { span, draft: own.to_owned(), held: theirs.to_owned() });
    Ok(Finding {
        span: span.unwrap_or(claim.span),
        suggestion: Some(theirs.to_owned()),
        difference: difference.into_iter().collect(),
        evidence: held.evidence(shelf)?,
        confidence,
        ..Finding::new(Class::Title, Verdict::Differs, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_month_with_a_day() {
        assert_eq!(day_in("2018年1月7日，审议通过"), Some("1月7日"));
        assert_eq!(day_in("2018年1月，审议通过"), None);
        assert_eq!(day_in("三月七日"), None);
    }
}
