//! Slots: a sentence that the library holds in other words but for one thing in it: a quoted name,
//! an item of a list, a year, a place, a body.
//!
//! Only where nearly all other words of the sentence stand in one held passage is the one thing laid
//! beside what stands there in its stead. A name that any passage holds as the draft writes it is
//! quiet, and so is a list that one of the passages near the sentence holds.

mod datelines;
mod around;
mod meant;
mod parts;

use std::sync::Arc;

use super::claims::letters;
use super::finding::{Class, Difference, Finding, Verdict};
use super::measures;
use super::shelf::{Held, Shelf};
use super::statements::Statement;
use super::titles;
use crate::index::engine::EngineError;
use crate::index::query::Reading;
use crate::knowledge::region::{self, Region};
use crate::text::segment::{is_han, pairs};
use crate::text::sentences::sentences;
use crate::text::{Span, fold};
use around::{around, figures, is_town, neighbours};
use parts::{Part, Sort, parts};

/// The same where a quoted name of at least [`NEARLY`] letters differs by one letter.
const NEARLY_HELD: f32 = 0.45;
/// Letters of a name that one letter does not make another's.
const NEARLY: usize = 4;
/// The same, where the words on both sides of a place are the same.
const FRAME_HELD: f32 = 0.58;
/// Letters before and behind a year that are the same where the same is told.
const FRAME: (usize, usize) = (3, 4);
/// Letters behind a year of an honour, a plan or the like that say what it is: 年度|特色名村.
const NAMED: usize = 5;
/// How much of the other words of the sentence the held passage with its title has.
const WORDS_HELD: f32 = 0.62;
/// The same, of the one held sentence, for a year and a place, which any sentence may have.
const SENTENCE_HELD: f32 = 0.72;
/// The same, of the held sentence that names one document where the draft names another.
const TITLE_HELD: f32 = 0.6;
/// What a verb gives, in quotes behind it, has so many characters at most.
const NAME_BEHIND: usize = 30;
/// The same of a line that no mark ends.
const LETTERS_OF_A_HEADING: usize = 24;
/// A sentence with fewer other letters says too little.
const LETTERS: usize = 8;

/// What one thing of a sentence is found to be, where all else agrees.
pub(super) fn findings(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Vec<Finding>, EngineError> {
    for special in [meant::finding, datelines::finding] {
        if let Some(finding) = special(shelf, statement)? {
            return Ok(vec![finding]);
        }
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
    /// The letters of its title, the headings that it stands under and its place.
    above: String,
    /// The same, and of the passage.
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
        let above = above.map(letters).concat();
        let whole = format!("{above}{passage}");
        Self { text: statement.text, above, whole, held, theirs: parts(&entry.text) }
    }

    /// What the passage has in the stead of a part that it does not have; how much of the other
    /// words it has.
    fn other(&self, own: &[Part], part: &Part) -> Option<(f32, Part)> {
        let free = matches!(part.sort, Sort::Item | Sort::Body);
        let held = !free && self.whole.contains(&part.letters) || self.acts_so(part);
        if held || part.sort == Sort::Place && self.is_around(part) && !self.is_framed(part) {
            return None;
        }
        if matches!(part.sort, Sort::Place | Sort::Body) && self.names_another_title() {
            return None;
        }
        // No pair of letters is made of both sides.
        let sides = [&self.text[..part.span.start], &self.text[part.span.end..]];
        let rest = sides.map(letters).join("\u{0}");
        // 中共某省委办公厅 某省人民政府办公厅: a heading, which tells nothing.
        let heads = part.sort == Sort::Place && !self.text.contains(['。', '，', '；']);
        if rest.chars().count() < if heads { LETTERS_OF_A_HEADING } else { LETTERS } {
            return None;
        }
        let share = measures::share(&rest, &self.whole);
        let nearly = part.sort == Sort::Quoted && part.letters.chars().count() >= NEARLY;
        if share < if nearly { NEARLY_HELD } else { WORDS_HELD } {
            return None;
        }
        let alike = |theirs: &&Part| {
            theirs.sort == part.sort
                && !own.iter().any(|it| it.letters == theirs.letters)
                && part.may_stand_for(theirs)
                && (share >= WORDS_HELD
                    || part.is_a_letter_from(theirs)
                    || self.is_called_as(part, theirs))
        };
        let alike: Vec<&Part> = self.theirs.iter().filter(alike).collect();
        let mut nearest = alike.iter().filter(|theirs| self.stands_so(part, theirs, &rest));
        let one = nearest.next()?;
        // Where several may be meant, none is.
        let several = nearest.any(|it| it.letters != one.letters);
        (!several).then(|| (share, (**one).clone()))
    }

    /// Whether the sentence names a document that the passage does not: it is another's of one form.
    fn names_another_title(&self) -> bool {
        let titles = self.text.split('《').skip(1).filter_map(|it| it.split_once('》'));
        titles.map(|(title, _)| letters(title)).any(|title| !self.whole.contains(&title))
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

    /// Whether another place of the same level stands between the same letters: 连云港市|海州区|新南街道.
    fn is_framed(&self, part: &Part) -> bool {
        let own = neighbours(self.text, part.span);
        let same = |it: &&Part| {
            it.sort == Sort::Place
                && it.letters != part.letters
                && part.may_stand_for(it)
                && neighbours(&self.held.entry.text, it.span) == own
        };
        own.0.is_some() && own.1.chars().count() == 2 && self.theirs.iter().any(|it| same(&it))
    }

    /// Whether the same word behind two quoted names says what they are: “…”品牌.
    fn is_called_as(&self, part: &Part, theirs: &Part) -> bool {
        let word = |text: &str, span: Span| -> String {
            text[span.end..].trim_start_matches(['”', '’']).chars().take(2).collect()
        };
        let own = word(self.text, part.span);
        part.sort == Sort::Quoted
            && own.chars().count() == 2
            && own.chars().all(is_han)
            && own == word(&self.held.entry.text, theirs.span)
    }

    /// Whether two years are told of the same thing: words around both are the same.
    fn is_about_the_same(&self, part: &Part, theirs: &Part) -> bool {
        let words = |(before, after): (String, String)| -> Vec<String> {
            let of = |side: String| pairs(&side).into_iter().map(|it| it.term);
            of(before).chain(of(after)).filter(|it| !it.contains(['年', '月', '日'])).collect()
        };
        let own = words(around(self.text, part.span));
        words(around(&self.held.entry.text, theirs.span)).iter().any(|it| own.contains(it))
    }

    /// Whether the words on both sides of two years are the same, and of no other year there:
    /// 实施期限至|2022|年12月31日.
    fn stands_in_the_frame(&self, part: &Part, theirs: &Part) -> bool {
        let text = &self.held.entry.text;
        let frame = |text: &str, span: Span| {
            let before: Vec<char> = text[..span.start].chars().rev().take(FRAME.0).collect();
            let after: Vec<char> = text[span.end..].chars().take(FRAME.1).collect();
            (before, after)
        };
        let own = frame(self.text, part.span);
        let whole = own.0.len() == FRAME.0 && own.0.iter().all(|c| is_han(*c));
        let mut years = self.theirs.iter().filter(|it| it.sort == Sort::Year);
        let others = years.any(|it| frame(text, it.span) == own && it.letters != theirs.letters);
        whole && frame(text, theirs.span) == own && !others
    }

    /// Whether the same name stands behind two years, and behind no other: 2017年度特色名村.
    fn names_the_same(&self, part: &Part, theirs: &Part) -> bool {
        let text = &self.held.entry.text;
        let name = |text: &str, span: Span| -> Option<String> {
            let rest = text[span.end..].strip_prefix('年')?;
            let rest = rest.strip_prefix('度').unwrap_or(rest);
            let name: String = rest.chars().take_while(|c| is_han(*c)).take(NAMED).collect();
            (name.chars().count() == NAMED && !name.starts_with(['来', '以', '底', '末', '全']))
                .then_some(name)
        };
        let own = name(self.text, part.span);
        let same = |it: &&Part| it.sort == Sort::Year && name(text, it.span) == own;
        let mut years = self.theirs.iter().filter(same);
        own.is_some()
            && name(text, theirs.span) == own
            && years.all(|it| it.letters == theirs.letters)
    }

    /// Whether what a body of the passage gives, where it is quoted behind the verb, is what the draft
    /// tells of: 被省总工会授予|“海南省五一劳动奖状”.
    fn is_done_to_the_same(&self, text: &str, theirs: &Part) -> bool {
        let rest = text[theirs.span.end..].chars().skip(theirs.verb.chars().count());
        let rest: String = rest.take(NAME_BEHIND).collect();
        let name = rest.strip_prefix('“').and_then(|it| it.split_once('”'));
        name.is_none_or(|(name, _)| letters(self.text).contains(&letters(name)))
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
                let alone = years.count() == 1;
                let named = self.names_the_same(part, theirs);
                let about = self.is_about_the_same(part, theirs);
                let framed = self.stands_in_the_frame(part, theirs);
                named || framed || alone && about && measures::share(rest, &said) >= SENTENCE_HELD
            }
            Sort::Place => {
                let own = neighbours(self.text, part.span);
                let other = neighbours(text, theirs.span);
                let framed = own == other && own.0.is_some();
                let same = framed || own.1 == other.1 && is_town(&self.text[part.span.end..]);
                let least = if framed { FRAME_HELD } else { SENTENCE_HELD };
                // 2023年1月9日在遂昌县…, 2022年1月18日在松阳县…: two of one pattern.
                let numbered = figures(rest).iter().all(|it| figures(&said).contains(it));
                same && numbered && measures::share(rest, &said) >= least
            }
            Sort::Body => {
                let framed = neighbours(self.text, part.span).1 == neighbours(text, theirs.span).1;
                let least = if framed { FRAME_HELD } else { SENTENCE_HELD };
                self.is_done_to_the_same(text, theirs)
                    && measures::share(rest, &(self.above.clone() + &said)) >= least
            }
            Sort::Title => {
                let named = self.theirs.iter();
                let named = named.filter(|it| it.sort == part.sort && sentence.contains(it.span));
                named.count() == 1 && measures::share(rest, &said) >= TITLE_HELD
            }
        }
    }
}

/// Whether a passage of the library has the part as the draft writes it.
fn stands_somewhere(shelf: &Shelf<'_>, part: &Part) -> Result<bool, EngineError> {
    if part.sort == Sort::Title {
        return titles::is_known(shelf, &part.letters);
    }
    if part.sort != Sort::Quoted {
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
        Sort::Title => "文件",
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
