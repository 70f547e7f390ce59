//! Whether a text is held already: the same, or a reprint with small changes.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::document::FrontMatter;
use crate::text::fold;
use crate::text::segment::is_han;

/// Another number wherever [`Sketch::of`] gives other hashes than before.
pub const SKETCH_VERSION: u32 = 1;
/// Characters in a shingle.
const SHINGLE: usize = 6;
/// Hashes kept of a text.
const SKETCH_SIZE: usize = 256;
/// Texts that share this much are reprints.
const REPRINT: f64 = 0.75;
/// A body of fewer letters says too little by itself (原则同意，请按程序办理): its title must agree
/// too.
const SHORT: u32 = 60;
/// Hashes by which a text is found, the smallest of its sketch. Of two texts that share .75, all
/// eight differ once in 65,000 times.
const LEADS: usize = 8;
/// Of the texts that have a lead, this many are looked at, the first that came.
const TEXTS_OF_A_LEAD: usize = 256;
/// Of the texts that share leads, this many are compared, those first that share most.
const COMPARED: usize = 32;

/// The smallest hashes of a text's shingles (a bottom-k sketch, Broder 1997): two sketches give an
/// estimate of how much two texts share, within about .06 at k = 256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// Rising.
    pub(super) smallest: Vec<u32>,
    /// Of the whole text.
    pub(super) whole: u128,
    /// How many there are in the text.
    pub(super) letters: u32,
}

/// What a document is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Of its body.
    pub sketch: Sketch,
    /// A hash of its title's letters.
    pub title: u64,
    /// A hash of its source's name and date: the same text elsewhere is a reprint, not a second
    /// import.
    pub origin: u64,
}

/// Texts that are known, each by its number in the order in which they came.
#[derive(Debug, Default)]
pub struct KnownTexts {
    texts: Vec<Text>,
    /// The first text of each body and origin, and title when it is short.
    same: HashMap<u128, u32>,
    /// The first text of each short body and title.
    short: HashMap<u128, u32>,
    /// Leads of the texts that were known from the beginning, each with its text, in order.
    first_leads: Vec<(u32, u32)>,
    /// Leads of the texts that came later.
    later_leads: HashMap<u32, Vec<u32>>,
}

/// How a text stands to those that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing like it is known.
    New,
    /// The text of this number is the same.
    Same(usize),
    /// The text of this number is another printing of it.
    Reprint(usize),
}

impl Text {
    /// What a document with this front matter and body is compared by.
    #[must_use]
    pub fn of(front_matter: &FrontMatter, body: &str) -> Self {
        let letters: String = letters(&front_matter.title).into_iter().collect();
        let source = front_matter.source.name.as_deref().map(|name| fold(name).text);
        let date = front_matter.published.map(|date| date.to_string());
        let origin = format!("{}\n{}", source.unwrap_or_default(), date.unwrap_or_default());
        let (title, origin) = (hash(&letters) as u64, hash(&origin) as u64);
        Self { sketch: Sketch::of(body), title, origin }
    }

    /// Whether there is nothing but a title.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sketch.letters == 0
    }

    fn is_short(&self) -> bool {
        self.sketch.letters < SHORT
    }

    /// The same for texts that are the same.
    fn identity(&self) -> u128 {
        let title = if self.is_short() { self.title } else { 0 };
        self.sketch.whole ^ (u128::from(title) << 64) ^ u128::from(self.origin)
    }

    /// The same for short texts that differ in their origin at most.
    fn body_and_title(&self) -> u128 {
        self.sketch.whole ^ (u128::from(self.title) << 64)
    }

    fn leads(&self) -> &[u32] {
        let leads = if self.is_short() { 0 } else { LEADS.min(self.sketch.smallest.len()) };
        &self.sketch.smallest[..leads]
    }
}

impl Sketch {
    /// The sketch of `text`, of its Chinese characters, letters and digits alone.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let letters = letters(text);
        let mut smallest: Vec<u32> = letters.windows(SHINGLE).map(shingle_hash).collect();
        if smallest.len() > 2 * SKETCH_SIZE {
            // Most hashes are far from the smallest; those that stand twice are few.
            let (kept, ..) = smallest.select_nth_unstable(2 * SKETCH_SIZE);
            let mut kept = kept.to_vec();
            kept.sort_unstable();
            kept.dedup();
            if kept.len() >= SKETCH_SIZE {
                smallest = kept;
            }
        }
        smallest.sort_unstable();
        smallest.dedup();
        smallest.truncate(SKETCH_SIZE);
        let whole = hash(&letters.iter().collect::<String>());
        Self { smallest, whole, letters: u32::try_from(letters.len()).unwrap_or(u32::MAX) }
    }

    /// The share of shingles that both texts have, 0 to 1: of the smallest hashes of both together,
    /// those that stand in both.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        let (own, others) = (&self.smallest, &other.smallest);
        let (mut at_own, mut at_other, mut seen, mut shared) = (0, 0, 0_u32, 0_u32);
        while (seen as usize) < SKETCH_SIZE {
            let (step_own, step_other) = match (own.get(at_own), others.get(at_other)) {
                (Some(a), Some(b)) => (a <= b, b <= a),
                (Some(_), None) => (true, false),
                (None, Some(_)) => (false, true),
                (None, None) => break,
            };
            at_own += usize::from(step_own);
            at_other += usize::from(step_other);
            seen += 1;
            shared += u32::from(step_own && step_other);
        }
        f64::from(shared) / f64::from(seen.max(1))
    }
}

impl KnownTexts {
    /// Those of a library, in its order.
    #[must_use]
    pub fn new(texts: Vec<Text>) -> Self {
        let mut known = Self::default();
        for text in texts {
            let number = known.add(text);
            let leads = known.texts[number as usize].leads();
            known.first_leads.extend(leads.iter().map(|lead| (*lead, number)));
        }
        known.first_leads.sort_unstable();
        known
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Adds a text.
    pub fn push(&mut self, text: Text) {
        let number = self.add(text);
        for lead in self.texts[number as usize].leads() {
            let texts = self.later_leads.entry(*lead).or_default();
            if texts.len() < TEXTS_OF_A_LEAD {
                texts.push(number);
            }
        }
    }

    /// Forgets the texts from number `length` on, which were pushed.
    pub fn truncate(&mut self, length: usize) {
        for text in self.texts.drain(length..) {
            let is_kept = |number: &u32| (*number as usize) < length;
            if self.same.get(&text.identity()).is_some_and(|number| !is_kept(number)) {
                self.same.remove(&text.identity());
            }
            if self.short.get(&text.body_and_title()).is_some_and(|number| !is_kept(number)) {
                self.short.remove(&text.body_and_title());
            }
            for lead in text.leads() {
                self.later_leads.entry(*lead).and_modify(|texts| texts.retain(is_kept));
            }
        }
    }

    fn add(&mut self, text: Text) -> u32 {
        let number = u32::try_from(self.texts.len()).expect("texts are fewer than four billion");
        if !text.is_empty() {
            self.same.entry(text.identity()).or_insert(number);
            if text.is_short() {
                self.short.entry(text.body_and_title()).or_insert(number);
            }
        }
        self.texts.push(text);
        number
    }

    /// How `text` stands to those that are known. A text that is empty is like none. What this
    /// costs does not grow with how many are known.
    #[must_use]
    pub fn standing(&self, text: &Text) -> Standing {
        if text.is_empty() {
            return Standing::New;
        }
        if let Some(number) = self.same.get(&text.identity()) {
            return Standing::Same(*number as usize);
        }
        if text.is_short() {
            let number = self.short.get(&text.body_and_title());
            return number.map_or(Standing::New, |number| Standing::Reprint(*number as usize));
        }
        let likeness = |number: usize| self.texts[number].sketch.likeness(&text.sketch);
        let candidates = self.candidates(text).into_iter();
        let nearest = candidates
            .map(|number| (likeness(number), number))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        match nearest {
            Some((likeness, number)) if likeness >= REPRINT => Standing::Reprint(number),
            _ => Standing::New,
        }
    }

    /// The texts that share most leads with `text`.
    fn candidates(&self, text: &Text) -> Vec<usize> {
        let mut found: Vec<u32> = Vec::new();
        for lead in text.leads() {
            let from = self.first_leads.partition_point(|(other, _)| other < lead);
            let first = self.first_leads[from..].iter().take_while(|(other, _)| other == lead);
            let later = self.later_leads.get(lead).into_iter().flatten();
            let all = first.map(|(_, number)| number).chain(later);
            found.extend(all.take(TEXTS_OF_A_LEAD));
        }
        found.sort_unstable();
        let runs = found.chunk_by(|a, b| a == b);
        let mut counted: Vec<(usize, u32)> = runs.map(|run| (run.len(), run[0])).collect();
        counted.sort_by_key(|(count, number)| (std::cmp::Reverse(*count), *number));
        counted.into_iter().take(COMPARED).map(|(_, number)| number as usize).collect()
    }
}

/// The Chinese characters, letters and digits of a text, folded.
fn letters(text: &str) -> Vec<char> {
    fold(text).text.chars().filter(|c| is_han(*c) || c.is_ascii_alphanumeric()).collect()
}

/// The first half of the SHA-256: it stays the same from version to version.
fn hash(text: &str) -> u128 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(16).fold(0, |hash, byte| hash << 8 | u128::from(*byte))
}

/// A hash of a few characters: multiplied and mixed as in `SplitMix64` (Steele, Lea, Flood 2014).
fn shingle_hash(characters: &[char]) -> u32 {
    let mix = |hash: u64, c: &char| {
        let hash = (hash ^ u64::from(*c)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        hash ^ (hash >> 31)
    };
    let hash = characters.iter().fold(0x9e37_79b9_7f4a_7c15, mix);
    (hash.wrapping_mul(0x94d0_49bb_1331_11eb) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Date, Kind};

    fn prose(seed: u32) -> String {
        (0..400).filter_map(|n| char::from_u32(0x4e00 + (n * 37 + seed * 7919) % 5000)).collect()
    }

    fn text(title: &str, source: Option<&str>, body: &str) -> Text {
        let mut front_matter = FrontMatter::new(title, Kind::Report);
        front_matter.source.name = source.map(str::to_owned);
        Text::of(&front_matter, body)
    }

    /// Known from the beginning, and pushed later.
    fn both_ways(texts: &[Text]) -> [KnownTexts; 2] {
        let mut later = KnownTexts::default();
        texts.iter().for_each(|text| later.push(text.clone()));
        [KnownTexts::new(texts.to_vec()), later]
    }

    #[test]
    fn the_same_a_reprint_and_another_text_are_told_apart() {
        let paper = Some("南方日报");
        for known in both_ways(&[text("题", paper, &prose(7)), text("题", paper, &prose(1))]) {
            let stand = |body: &str, source| known.standing(&text("题", source, body));
            let spaced: String = prose(1).chars().flat_map(|c| [c, ' ']).collect();
            assert_eq!(stand(&spaced, paper), Standing::Same(1));
            assert_eq!(stand(&prose(1), None), Standing::Reprint(1));
            let changed = format!("本报讯{}完", &prose(1)[..1140]);
            assert_eq!(stand(&changed, paper), Standing::Reprint(1));
            assert_eq!(stand(&prose(2), paper), Standing::New);
        }
    }

    #[test]
    fn an_empty_body_is_like_none() {
        let titles = ["落实首问负责制", "推进一网通办", "推进一网通办"];
        let known = KnownTexts::new(titles.map(|title| text(title, None, "")).to_vec());
        for title in titles {
            assert_eq!(known.standing(&text(title, None, " 。\n")), Standing::New, "{title}");
        }
    }

    #[test]
    fn a_few_words_are_the_same_only_under_the_same_title() {
        let reply = "原则同意，请按程序办理。";
        for known in both_ways(&[text("关于甲县方案的批复", None, reply)]) {
            let stand = |title, source| known.standing(&text(title, source, reply));
            assert_eq!(stand("关于乙县方案的批复", None), Standing::New);
            assert_eq!(stand("关于甲县方案的批复", None), Standing::Same(0));
            assert_eq!(stand("关于甲县方案的批复", Some("公报")), Standing::Reprint(0));
        }
    }

    #[test]
    fn what_is_forgotten_is_not_known() {
        let mut known = KnownTexts::new(vec![text("一", None, &prose(1))]);
        for body in [prose(1), prose(2), "很短。".to_owned()] {
            known.push(text("二", Some("报"), &body));
        }
        known.truncate(1);
        for body in [prose(2), "很短。".to_owned()] {
            assert_eq!(known.standing(&text("二", Some("报"), &body)), Standing::New);
        }
        assert_eq!(known.standing(&text("二", Some("报"), &prose(1))), Standing::Reprint(0));
        known.push(text("二", None, &prose(2)));
        assert_eq!(known.standing(&text("二", None, &prose(2))), Standing::Same(1));
    }

    #[test]
    fn an_origin_is_name_and_date() {
        let mut front_matter = FrontMatter::new("题", Kind::Report);
        let without = Text::of(&front_matter, &prose(1));
        front_matter.published = Date::parse("2024");
        assert_ne!(Text::of(&front_matter, &prose(1)).origin, without.origin);
    }

    /// Every text is found among the known ones by what it shares with one, as a comparison with
    /// all would find it.
    #[test]
    fn a_reprint_is_found_among_many_as_by_comparing_with_all() {
        let bodies: Vec<String> = (0..300).map(prose).collect();
        let texts: Vec<Text> = bodies.iter().map(|body| text("题", None, body)).collect();
        let known = KnownTexts::new(texts.clone());
        for (number, body) in bodies.iter().enumerate() {
            let cut = body.char_indices().nth(40 + number % 50).map_or(0, |(at, _)| at);
            let changed = text("题", None, &format!("{}。另据报道", &body[cut..]));
            let likeness = texts.iter().map(|it| it.sketch.likeness(&changed.sketch));
            let expected = likeness.clone().any(|it| it >= REPRINT);
            let found = matches!(known.standing(&changed), Standing::Reprint(_));
            assert_eq!(found, expected, "{number}");
        }
    }

    /// Texts that share most of what they say, as forms do, are not compared with each other all.
    #[test]
    fn forms_are_reprints_of_an_early_one() {
        let mut known = KnownTexts::default();
        for number in 0..2_000_u32 {
            let body = format!("{}第{number}号", prose(1));
            let standing = known.standing(&text("表", None, &body));
            assert_eq!(standing == Standing::New, number == 0, "{number}");
            known.push(text("表", None, &body));
        }
    }
}
