//! The fields of two figures, and which difference is one that a careful reader would name.

use super::change::{direction, is_growth, other_base, other_whole};
use super::held::Held;
use super::{Agreement, Statement, measures, places};
use crate::check::amounts::Amount;
use crate::knowledge::Fact;
use crate::knowledge::region::Region;

/// Measures that are less alike are other measures.
pub(super) const ALIKE_LEAST: f32 = 0.4;
/// From this likeness on another value is one of the same measure.
const ALIKE_VALUE: f32 = 0.75;
/// The same for another unit.
const ALIKE_UNIT: f32 = 0.55;
/// The same for another year, place, direction, base or status of the same value.
const ALIKE_REST: f32 = 0.6;
/// The same for a value of the same digits in another order, in a clause of some length.
const ALIKE_SLIP: f32 = 0.62;
/// Letters of a clause of some length.
const CLAUSE_LONG: usize = 12;
/// So many digits make a share that is told of another place more than chance.
const TELLING_SHARE: usize = 4;
/// The same for other figures.
const TELLING: usize = 3;
/// A measure of fewer letters (党员, 项目) is counted of too many things.
pub(super) const MEASURE_LEAST: usize = 3;
/// A shorter measure than this is compared only with values that are near.
const MEASURE_TELLING: usize = 4;

/// The likeness of a measure with the same of somebody whom the held sentence or title names.
pub(super) const ALIKE_NEAR: f32 = 0.9;

/// Words that say in a draft that something has been reached.
const REACHED: [&str; 8] = ["已", "达到了", "完成了", "实现了", "实际", "建成了", "如期", "超额"];
/// Words that say in a draft that something is meant, beside those that the reader of facts knows.
const MEANT: [&str; 12] = [
    "要求",
    "力争",
    "目标",
    "预期",
    "计划",
    "争取",
    "确保",
    "预计",
    "规划",
    "建议",
    "下一步",
    "明年",
];

/// A field in which two figures may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Value,
    Unit,
    Year,
    Place,
    Direction,
    Base,
    Target,
}

/// How two places stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Same,
    /// One lies in the other.
    Around,
    Other,
}

/// A figure of the draft, as it is compared.
pub(super) struct Own<'a> {
    pub(super) statement: &'a Statement<'a>,
    pub(super) claim: &'a Fact,
    amount: Amount,
    pub(super) measure: String,
    clause: String,
    is_growth: bool,
    is_meant: bool,
    pub(super) place: Option<&'static Region>,
}

/// A held figure beside one of the draft.
pub(super) struct Beside<'a> {
    pub(super) fact: &'a Fact,
    amount: &'a Amount,
    pub(super) likeness: f32,
    /// The same by all words of the clause.
    clause: f32,
    /// How well it fits; only the order counts.
    pub(super) score: f32,
    pub(super) differs: Vec<Field>,
    place: Option<Where>,
    pub(super) same_year: bool,
    /// Whether the draft's digits look like the held ones mistyped.
    pub(super) is_slip: bool,
    /// Whether the draft names no place and whose measure it is, as the held sentence does.
    pub(super) of_subject: bool,
}

impl<'a> Own<'a> {
    /// `None` where there is nothing to compare by.
    pub(super) fn of(statement: &'a Statement<'a>, claim: &'a Fact) -> Option<Self> {
        let amount = Amount::of(claim)?;
        let at = claim.span.start.saturating_sub(statement.span.start);
        let clause = measures::told_in(statement.text, at.min(statement.text.len()));
        let named = [&claim.details.measure, &claim.name].map(|it| measures::normal(it));
        let measure = named.into_iter().max_by_key(String::len).unwrap_or_default();
        let measure = if measure.chars().count() < 2 { String::new() } else { measure };
        let place = statement.place_of(claim);
        let is_growth = is_growth(claim);
        let is_meant = is_meant(statement.text, claim);
        Some(Self { statement, claim, amount, measure, clause, is_growth, is_meant, place })
    }

    /// A held figure with the fields in which it differs; `None` where it is another measure or a
    /// figure of another sort.
    pub(super) fn beside<'h>(&self, held: &'h Held<'_>) -> Option<Beside<'h>> {
        let elsewhere = places(self.place, held.place) == Some(Where::Other);
        let of_subject = self.is_of_its_subject(held) || held.is_of_named && !elsewhere;
        let of_subject = of_subject || self.is_told_alike(held);
        let Held { fact, amount, source, .. } = held;
        if self.is_growth != held.is_growth {
            return None;
        }
        let mut differs = Vec::new();
        let agreement = self.amount.against(amount);
        match agreement {
            Agreement::Same => {}
            Agreement::Unit => differs.push(Field::Unit),
            Agreement::Value => differs.push(Field::Value),
            Agreement::Apart => return None,
        }
        let named = held.measures.iter().map(|it| measures::likeness(&self.measure, it, source));
        let clause = measures::clause_likeness(&self.measure, &self.clause, (source, &held.pairs));
        let likeness = named.fold(clause.max(self.near_likeness(held)), f32::max);
        if likeness < ALIKE_LEAST {
            return None;
        }
        let place = places(self.place, held.place);
        if place == Some(Where::Other) {
            differs.push(Field::Place);
        }
        let year = self.claim.year.as_ref().zip(fact.year.as_ref()).map(|(a, b)| a == b);
        if year == Some(false) {
            differs.push(Field::Year);
        }
        let (own, held) = (direction(self.claim), direction(fact));
        let turned = !own.is_empty() && !held.is_empty() && own != held;
        if turned {
            differs.push(Field::Direction);
        }
        if other_base(self.claim, fact) || other_whole(self.claim, fact) {
            differs.push(Field::Base);
        }
        match (self.is_meant, fact.details.status == "target") {
            // What somebody means to do says nothing of what was done.
            (true, false) if agreement != Agreement::Same && !self.is_estimate(fact, year) => {
                return None;
            }
            (false, true) => differs.push(Field::Target),
            _ => {}
        }
        let turn = if turned { -0.5 } else { 0.0 };
        let score = 3.0 * likeness + self.agreeing(agreement) + placed(place) + dated(year) + turn;
        let is_slip = self.amount.is_slip(amount);
        let same_year = year == Some(true);
        Some(Beside {
            fact,
            amount,
            likeness,
            clause,
            score,
            differs,
            place,
            same_year,
            is_slip,
            of_subject,
        })
    }

    /// Whether it is what a year that the library tells of is expected to have come to.
    fn is_estimate(&self, fact: &Fact, same_year: Option<bool>) -> bool {
        let text = self.statement.text;
        let others = MEANT.iter().filter(|word| **word != "预计");
        let expected = text.contains("预计") && !others.into_iter().any(|it| text.contains(it));
        let same = same_year == Some(true) || same_year.is_none() && fact.sentence.contains("预计");
        expected && same && self.claim.details.status != "target"
    }

    /// Whether a held figure is of the very measure, place and year of the draft's.
    pub(super) fn is_exactly_of(&self, held: &Beside<'_>) -> bool {
        let named = measures::normal(&held.fact.details.measure);
        let same = named == self.measure || measures::normal(&held.fact.name) == self.measure;
        same && held.same_year && held.place == Some(Where::Same)
    }

    /// What the agreement of the values counts, by how many digits tell it.
    fn agreeing(&self, agreement: Agreement) -> f32 {
        let digits = (self.amount.significant().min(3) * 10) / 3;
        let digits = f32::from(u8::try_from(digits).unwrap_or(10)) / 10.0;
        match agreement {
            Agreement::Same => 3.0 * digits,
            Agreement::Unit => 2.0 * digits,
            _ => 0.0,
        }
    }

    /// The one field in which a held figure differs, where that is to be told.
    pub(super) fn blamed(&self, held: &Beside<'_>, all: &[Beside<'_>]) -> Option<Field> {
        let &[field] = held.differs.as_slice() else { return None };
        let here =
            held.place == Some(Where::Same) || self.is_without_places(held) || held.of_subject;
        let like = held.likeness;
        // 17支党员先锋队, told of a whole office where the last place named is a part of it.
        let within = held.place == Some(Where::Around)
            && held.is_slip
            && self.measure.chars().count() >= MEASURE_TELLING
            && held.likeness >= ALIKE_NEAR;
        let told = match field {
            Field::Value => (here || within) && self.is_other_value(held, all),
            Field::Unit => here && like >= ALIKE_UNIT,
            Field::Year => here && like >= ALIKE_REST && self.amount.equals(held.amount),
            Field::Direction | Field::Base | Field::Target => here && like >= ALIKE_REST,
            Field::Place => {
                like >= ALIKE_REST && self.is_telling() && self.amount.equals(held.amount)
            }
        };
        told.then_some(field)
    }

    /// Whether the writer tells it of his own place or office, which the library may not know.
    pub(super) fn is_the_writers(&self) -> bool {
        self.statement.is_own && self.place.is_none()
    }

    /// Whether the figure has so many digits that it is another's only by more than chance.
    pub(super) fn is_telling(&self) -> bool {
        let least = if self.claim.details.unit == "%" { TELLING_SHARE } else { TELLING };
        self.amount.significant() >= least
    }

    /// Whether the library tells this measure otherwise, and one value of it alone.
    fn is_other_value(&self, held: &Beside<'_>, all: &[Beside<'_>]) -> bool {
        let slip_least =
            if self.clause.chars().count() >= CLAUSE_LONG { ALIKE_SLIP } else { ALIKE_VALUE };
        if held.is_slip && (self.amount.digits.len() >= 3 || held.clause >= slip_least) {
            return true;
        }
        let letters = if held.clause >= ALIKE_VALUE {
            self.clause.chars().count()
        } else {
            self.measure.chars().count()
        };
        let near = self.amount.is_near(held.amount);
        let telling = letters >= MEASURE_TELLING || near;
        // 3个案件被评为全国典型案例: little is counted, but by the same body in the same words.
        let same_words = self.is_told_of_the_same_body(held.fact);
        // Where the library itself has several values, only the near one can be meant.
        let several = all.iter().any(|it| {
            it.differs == [Field::Value]
                && it.place == held.place
                && it.likeness >= ALIKE_VALUE
                && held.amount.against(it.amount) != Agreement::Same
        });
        held.likeness >= ALIKE_VALUE
            && (letters >= MEASURE_LEAST && telling || same_words)
            && (near || !several)
            && !self.is_of_another(held.fact)
    }
}

/// What the places count.
fn placed(place: Option<Where>) -> f32 {
    match place {
        Some(Where::Same) => 2.0,
        Some(Where::Around) => -0.5,
        Some(Where::Other) => -1.5,
        None => 0.0,
    }
}

/// What the years count, where both are told.
fn dated(same: Option<bool>) -> f32 {
    same.map_or(0.0, |same| if same { 1.0 } else { -1.0 })
}

/// Whether a sentence of the draft tells what is meant to be reached, and not what was.
fn is_meant(text: &str, claim: &Fact) -> bool {
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    claim.details.status == "target" || says(&MEANT) && !says(&REACHED)
}
