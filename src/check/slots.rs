//! Slots: a sentence that the library holds in other words but for one thing in it: a quoted name,
//! an item of a list, a year, a place, a body.
//!
//! Only where nearly all other words of the sentence stand in one held passage is the one thing laid
//! beside what stands there in its stead. A name that any passage holds as the draft writes it is
//! quiet, and so is a list that one of the passages near the sentence holds.

mod parts;

use std::sync::Arc;

use super::claims::letters;
use super::finding::{Class, Difference, Finding, Verdict};
use super::measures;
use super::shelf::{Held, Shelf};
use super::statements::Statement;
use crate::index::engine::EngineError;
use crate::index::query::Reading;
use crate::knowledge::region::{self, Region};
use crate::text::segment::{is_han, pairs};
use crate::text::sentences::sentences;
use crate::text::{Span, fold};
use parts::{Part, Sort, parts};

/// How much of the other words of the sentence the held passage with its title has.
const WORDS_HELD: f32 = 0.62;
/// The same, of the one held sentence, for a year and a place, which any sentence may have.
const SENTENCE_HELD: f32 = 0.72;
/// The name of a town with what it is has so many letters at most.
const TOWN: usize = 5;
/// A sentence with fewer other letters says too little.
const LETTERS: usize = 8;

/// What one thing of a sentence is found to be, where all else agrees.
pub(super) fn findings(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Vec<Finding>, EngineError> {
    if statement.is_own {
        return Ok(Vec::new());
    }
    let own = parts(statement.text);
    let mut lists_held = false;
    let mut found: Option<(f32, Sort, Finding)> = None;
    for place in &statement.near {
        let held = shelf.passage(*place)?;
        let beside = Beside::new(statement, &held);
        let lists = |part: &Part| beside.theirs.iter().any(|theirs| part.has_the_list_of(theirs));
        lists_held |= own.iter().any(lists);
        for part in &own {
            let Some((likeness, theirs)) = beside.other(&own, part) else { continue };
            if stands_somewhere(shelf, part)? {
                continue;
            }
            if found.as_ref().is_none_or(|(best, ..)| likeness > *best) {
                let told = differing(statement, &held, part, &theirs);
                found = Some((likeness, part.sort, told));
            }
        }
    }
    let found = found.filter(|(_, sort, _)| *sort != Sort::Item || !lists_held);
    Ok(found.map(|(.., finding)| finding).into_iter().collect())
}

/// A held passage as a sentence of the draft is laid beside it.
struct Beside<'a> {
    text: &'a str,
    /// The letters of the passage, its title and the headings that it stands under.
    whole: String,
    held: &'a Held,
    theirs: Vec<Part>,
}

impl<'a> Beside<'a> {
    fn new(statement: &'a Statement<'_>, held: &'a Arc<Held>) -> Self {
        let entry = &held.entry;
        let passage = letters(&entry.text);
        let region = entry.document.region.as_deref().unwrap_or_default();
        let above = [entry.document.title.as_str(), &entry.heading, region];
        let whole = format!("{}{passage}", above.map(letters).concat());
        Self { text: statement.text, whole, held, theirs: parts(&entry.text) }
    }

    /// What the passage has in the stead of a part that it does not have; how much of the other
    /// words it has.
    fn other(&self, own: &[Part], part: &Part) -> Option<(f32, Part)> {
        let free = matches!(part.sort, Sort::Item | Sort::Body);
        let held = !free && self.whole.contains(&part.letters) || self.acts_so(part);
        if held || part.sort == Sort::Place && self.is_around(part) {
            return None;
        }
        // No pair of letters is made of both sides.
        let sides = [&self.text[..part.span.start], &self.text[part.span.end..]];
        let rest = sides.map(letters).join("\u{0}");
        if rest.chars().count() < LETTERS {
            return None;
        }
        let share = measures::share(&rest, &self.whole);
        if share < WORDS_HELD {
            return None;
        }
        let alike = |theirs: &&Part| {
            theirs.sort == part.sort
                && !own.iter().any(|it| it.letters == theirs.letters)
                && part.may_stand_for(theirs)
        };
        let alike: Vec<&Part> = self.theirs.iter().filter(alike).collect();
        let mut nearest = alike.iter().filter(|theirs| self.stands_so(part, theirs, &rest));
        let one = nearest.next()?;
        // Where several may be meant, none is.
        let several = nearest.any(|it| it.letters != one.letters);
        (!several).then(|| (share, (**one).clone()))
    }

    /// Whether a body of the draft may be one that the passage says did the same.
    fn acts_so(&self, part: &Part) -> bool {
        let mut bodies = self.theirs.iter().filter(|it| it.sort == Sort::Body);
        let same = |it: &Part| it.verb == part.verb && !part.may_stand_for(it);
        part.sort == Sort::Body && bodies.any(same)
    }

    /// Whether a place of the draft lies around or within one that the passage names.
    fn is_around(&self, part: &Part) -> bool {
        let own = part.place;
        let near = |other: &'static Region| {
            own.is_some_and(|own| region::is_within(own, other) || region::is_within(other, own))
        };
        let named = region::mentions(&self.held.entry.text);
        let home = self.held.entry.document.region.as_deref().and_then(region::parse_path);
        named.into_iter().any(|(_, place)| near(place)) || home.is_some_and(near)
    }

    /// Whether the sentence of `theirs` is the one that the draft tells.
    fn stands_so(&self, part: &Part, theirs: &Part, rest: &str) -> bool {
        let text = &self.held.entry.text;
        let sentence = sentences(text).into_iter().find(|it| it.contains(theirs.span));
        let Some(sentence) = sentence else { return false };
        let said = letters(sentence.of(text));
        match part.sort {
            Sort::Quoted | Sort::Item => true,
            Sort::Year => {
                let years = self
                    .theirs
                    .iter()
                    .filter(|it| it.sort == Sort::Year && sentence.contains(it.span));
                years.count() == 1 && measures::share(rest, &said) >= SENTENCE_HELD
            }
            Sort::Place => {
                let neighbours = |text: &str, span: Span| {
                    let before = text[..span.start].chars().next_back();
                    let after: String = text[span.end..].chars().take(2).collect();
                    (before, after)
                };
                let (own, other) =
                    (neighbours(self.text, part.span), neighbours(text, theirs.span));
                let same = own == other && own.0.is_some()
                    || own.1 == other.1 && is_town(&self.text[part.span.end..]);
                same && measures::share(rest, &said) >= SENTENCE_HELD
            }
            Sort::Body => measures::share(rest, &said) >= SENTENCE_HELD,
        }
    }
}

/// Whether a text begins with the name of a town, district or the like: 格尔木市|宗加镇.
fn is_town(text: &str) -> bool {
    const ENDS: [&str; 8] = ["镇", "乡", "街道", "区", "县", "社区", "局", "站"];
    let name: String = text.chars().take_while(|c| is_han(*c)).take(TOWN).collect();
    ENDS.iter().any(|end| name.contains(end))
}

/// Whether a passage of the library has the part as the draft writes it.
fn stands_somewhere(shelf: &Shelf<'_>, part: &Part) -> Result<bool, EngineError> {
    if !matches!(part.sort, Sort::Quoted) {
        return Ok(false);
    }
    let terms: Vec<String> =
        pairs(&fold(&part.letters).text).into_iter().map(|cut| cut.term).collect();
    if terms.is_empty() {
        return Ok(true);
    }
    let holding = shelf.snapshot.engine.holding(Reading::Pairs, &terms, terms.len(), 8)?;
    for held in holding {
        let passage = shelf.passage(held.place)?;
        if letters(&passage.entry.text).contains(&part.letters) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn differing(statement: &Statement<'_>, held: &Held, part: &Part, theirs: &Part) -> Finding {
    let text = &held.entry.text;
    let (own, other) = (part.span.of(statement.text), theirs.span.of(text));
    let what = match part.sort {
        Sort::Quoted => "名称",
        Sort::Item => "所列",
        Sort::Year => "年份",
        Sort::Place => "地点",
        Sort::Body => "单位",
    };
    let message = format!("此句的{what}与库中不一致：草稿作“{own}”，库中为“{other}”");
    let span = part.span.shift(statement.span.start);
    let difference = Difference { span, draft: own.to_owned(), held: other.to_owned() };
    let within = held.letters.within(theirs.span);
    Finding {
        span,
        suggestion: Some(other.to_owned()),
        difference: vec![difference],
        evidence: vec![held.evidence(within)],
        confidence: if part.sort == Sort::Place { 0.65 } else { 0.75 },
        ..Finding::new(Class::Name, Verdict::Differs, message)
    }
}
