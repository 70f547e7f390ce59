//! The topic: how it is understood, and whether a text is about it.

use serde::Serialize;

use crate::index::query::Way;
use crate::knowledge::FactType;
use crate::knowledge::theme::Theme;
use crate::text::segment::{Analyzer, occurrences};
use crate::text::sentences::sentences;
use crate::text::synonyms::Kinship;
use crate::text::{Span, fold};

/// What the topic's own name counts in ranking, beside 1 for a cue of its theme.
const NAME_WEIGHT: f32 = 3.0;
/// What all its words count.
const WORDS_WEIGHT: f32 = 1.5;
/// A text that holds only cues of the theme is about it when it holds this many different ones.
const CUES: usize = 2;

/// As what the topic is understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TopicReading {
    /// A theme of the lexicon.
    Theme(String),
    /// Something that facts are about.
    Entity(FactType),
    /// Words.
    Words,
}

/// A topic that can be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// As typed.
    pub text: String,
    /// As what it is understood.
    pub reading: TopicReading,
    /// The topic itself and what means the same, folded and without quote marks.
    pub names: Vec<String>,
    /// Sets of words that say the topic where a sentence holds all of one.
    pub words: Vec<Vec<String>>,
    /// Words that speak for the theme, but for the topic itself.
    pub cues: Vec<String>,
    /// Whether the topic is a cue of its theme, and not its name.
    is_a_cue: bool,
}

/// How surely a text is about the topic, the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearing {
    /// It holds a cue by which the topic is understood as a theme, and nothing else of the theme.
    Alone,
    /// Its heading says so.
    Heading,
    /// Several cues of the theme.
    Cues,
    /// A cue of the theme together with a word of the topic.
    WordAndCue,
    /// A sentence holds all its words.
    Words,
    /// It is named.
    Name,
}

impl Topic {
    /// Understands `text`, a topic that holds something to look for. `themes` are the library's.
    #[must_use]
    pub fn new(text: &str, analyzer: &Analyzer, themes: &[Theme]) -> Self {
        let name = plain(text);
        let mut names = vec![name.clone()];
        names.extend(equals(&name, analyzer));
        let theme = themes.iter().find(|theme| is_of(theme, &name));
        let cues = theme.map_or_else(Vec::new, |theme| {
            let cues = theme.cues.iter().map(|cue| plain(cue));
            cues.filter(|cue| !names.contains(cue)).collect()
        });
        let reading = theme.map_or(TopicReading::Words, |it| TopicReading::Theme(it.name.clone()));
        let words = words(text, analyzer);
        let is_a_cue = theme.is_some_and(|theme| plain(&theme.name) != name);
        Self { text: text.to_owned(), reading, names, words, cues, is_a_cue }
    }

    /// The ways in which a passage may be about the topic, for the engine.
    #[must_use]
    pub fn ways(&self) -> Vec<Way> {
        let one = |text: &String, weight| Way { texts: vec![text.clone()], weight };
        let names = self.names.iter().map(|name| one(name, NAME_WEIGHT));
        let words = self.words.iter();
        let words = words.map(|set| Way { texts: set.clone(), weight: WORDS_WEIGHT });
        names.chain(words).chain(self.cues.iter().map(|cue| one(cue, 1.0))).collect()
    }

    /// How a passage is about the topic; `None` where it is not, whatever the engine found.
    #[must_use]
    pub fn bearing(&self, heading: &str, text: &str) -> Option<Bearing> {
        let last = heading.rsplit(" / ").next().unwrap_or_default();
        let headed = || self.bearing_of(last).is_some_and(|it| it > Bearing::Alone);
        self.bearing_of(text).or_else(|| headed().then_some(Bearing::Heading))
    }

    /// How a text by itself is about the topic.
    #[must_use]
    pub fn bearing_of(&self, text: &str) -> Option<Bearing> {
        let text = plain(text);
        let cues = self.cues_in(&text);
        if self.names.iter().any(|name| text.contains(name)) {
            let alone = self.is_a_cue && cues.is_empty();
            return Some(if alone { Bearing::Alone } else { Bearing::Name });
        }
        let sentences = sentences(&text);
        let any = |test: &dyn Fn(&str) -> bool| sentences.iter().any(|it| test(it.of(&text)));
        if any(&|sentence| self.holds_words(sentence)) {
            return Some(Bearing::Words);
        }
        let word = |text: &str| self.words.iter().flatten().any(|word| text.contains(word));
        if any(&|sentence| !self.cues_in(sentence).is_empty() && word(sentence)) {
            return Some(Bearing::WordAndCue);
        }
        (cues.len() >= CUES).then_some(Bearing::Cues)
    }

    /// Whether a heading or name speaks of the topic: by name, by all its words, or by a cue of
    /// its theme.
    #[must_use]
    pub fn is_said(&self, text: &str) -> bool {
        let text = plain(text);
        let named = self.names.iter().any(|name| text.contains(name));
        named || self.holds_words(&text) || !self.cues_in(&text).is_empty()
    }

    /// Whether what `sentence` says of `name` belongs to the topic: where the sentence holds the
    /// topic by name, by all its words, or by several cues of its theme; where it holds a cue and a
    /// word of the topic, when the name does too.
    #[must_use]
    pub fn is_told_in(&self, sentence: &str, name: &str) -> bool {
        match self.bearing_of(sentence) {
            Some(Bearing::Name | Bearing::Words | Bearing::Cues) => true,
            Some(Bearing::WordAndCue) => {
                self.shares_a_word(name) || self.cues_in(&plain(sentence)).len() >= CUES
            }
            Some(Bearing::Alone | Bearing::Heading) | None => false,
        }
    }

    /// Whether what the text under a heading says of `name` belongs to the topic: where the heading
    /// names the topic; where it speaks of it otherwise, when the name holds a word of the topic.
    #[must_use]
    pub fn is_headed_by(&self, heading: &str, name: &str) -> bool {
        match self.bearing_of(heading) {
            Some(Bearing::Name) => true,
            Some(bearing) => bearing > Bearing::Alone && self.shares_a_word(name),
            None => false,
        }
    }

    fn shares_a_word(&self, name: &str) -> bool {
        let name = plain(name);
        self.words.iter().flatten().any(|word| name.contains(word))
    }

    /// The cues that a plain text holds, those inside other ones left out.
    fn cues_in(&self, plain: &str) -> Vec<&str> {
        let held = self.cues.iter().map(String::as_str).filter(|cue| plain.contains(cue));
        let held: Vec<&str> = held.collect();
        let inner = |cue: &str| held.iter().any(|other| *other != cue && other.contains(cue));
        held.iter().copied().filter(|cue| !inner(cue)).collect()
    }

    /// Where the topic stands in `text`, as bytes of it, in order.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Span> {
        let folded = fold(text);
        let told = plain(text);
        let mut needles = self.names.clone();
        // Where the topic is named, single words of it would only be noise.
        let named = self.names.iter().any(|name| told.contains(name));
        let held = self.words.iter().filter(|set| !named && holds_all(&told, set));
        needles.extend(held.flatten().cloned());
        needles.extend(self.cues.iter().cloned());
        let found = occurrences(&folded.text, &needles);
        found.into_iter().map(|span| folded.to_original(span)).collect()
    }

    fn holds_words(&self, plain: &str) -> bool {
        self.words.iter().any(|set| holds_all(plain, set))
    }
}

fn holds_all(plain: &str, set: &[String]) -> bool {
    !set.is_empty() && set.iter().all(|word| plain.contains(word))
}

/// A topic is a theme when it is its name, or a cue that the name spells out: 减负 is 减负增效,
/// while 四强 is a part of 基层组织 and must not bring in the rest of it.
fn is_of(theme: &Theme, topic: &str) -> bool {
    let name = plain(&theme.name);
    let cued = || theme.cues.iter().any(|cue| plain(cue) == topic);
    name == topic || (name.contains(topic) && cued())
}

/// Other writings of a whole name.
fn equals(name: &str, analyzer: &Analyzer) -> Vec<String> {
    let whole = Span::new(0, name.len());
    let found = analyzer.replaceable(name).into_iter().filter(|it| it.span == whole);
    let equal = found.flat_map(|it| it.synonyms).filter(|it| it.kinship == Kinship::Equal);
    equal.map(|it| it.word.clone()).collect()
}

/// The sets of words that say the topic: its parts where it was typed in parts, and its words as
/// the dictionary cuts it.
fn words(text: &str, analyzer: &Analyzer) -> Vec<Vec<String>> {
    let parts: Vec<String> =
        text.split_whitespace().map(plain).filter(|it| !it.is_empty()).collect();
    let cut: Vec<String> = parts.iter().flat_map(|part| shortest_words(part, analyzer)).collect();
    let mut sets: Vec<Vec<String>> = Vec::new();
    for set in [parts, cut] {
        if set.len() > 1 && !sets.contains(&set) {
            sets.push(set);
        }
    }
    sets
}

/// The shortest words that together are all of `part`, single characters and overlaps left out;
/// the part itself where it does not fall into such words.
fn shortest_words(part: &str, analyzer: &Analyzer) -> Vec<String> {
    let cuts = analyzer.words(part);
    let whole = |span: Span| span.len() == part.len();
    let inner: Vec<Span> = cuts.iter().map(|cut| cut.span).filter(|span| !whole(*span)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < part.len() {
        let next = inner.iter().filter(|span| span.start == at && long(span.of(part)));
        let Some(next) = next.min_by_key(|span| span.len()) else {
            return vec![part.to_owned()];
        };
        found.push(next.of(part).to_owned());
        at = next.end;
    }
    found
}

fn long(word: &str) -> bool {
    word.chars().count() > 1
}

/// Folded, without quote marks: what `occurrences` looks for.
fn plain(text: &str) -> String {
    fold(text).text.replace(['"', '\''], "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::text::lexicon::Lexicon;

    static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| {
        Analyzer::new(&Lexicon::with("四强党支部 9000\n四强 3000", "减负,减轻负担").unwrap())
    });

    fn topic(text: &str) -> Topic {
        let theme = |name: &str, cues: &[&str]| Theme {
            name: name.to_owned(),
            about: String::new(),
            cues: cues.iter().map(|cue| (*cue).to_owned()).collect(),
        };
        let themes = [
            theme("减负增效", &["减负", "文山会海", "层层加码"]),
            theme("基层组织", &["四强", "三会一课"]),
        ];
        Topic::new(text, &ANALYZER, &themes)
    }

    #[test]
    fn a_theme_is_known_by_its_name_or_a_cue_that_the_name_spells_out() {
        assert_eq!(topic("減負").reading, TopicReading::Theme("减负增效".to_owned()));
        assert_eq!(topic("减负增效").reading, TopicReading::Theme("减负增效".to_owned()));
        assert_eq!(topic("四强").reading, TopicReading::Words);
        assert!(topic("四强").cues.is_empty());
    }

    #[test]
    fn a_text_is_about_the_topic_by_name_by_all_its_words_or_by_several_cues() {
        let siqiang = topic("四强党支部");
        assert_eq!(siqiang.words, [["四强", "党支部"]]);
        for (text, bearing) in [
            ("評定「四強」黨支部539個", Some(Bearing::Name)),
            ("以“四强”为标准,建好党支部。", Some(Bearing::Words)),
            ("以“四强”为标准。建好党支部。", None),
            ("党支部很强", None),
        ] {
            assert_eq!(siqiang.bearing("", text), bearing, "{text}");
        }
        assert_eq!(
            siqiang.bearing("一、总体 / “四强”党支部", "建好支部。"),
            Some(Bearing::Heading)
        );
        let relief = topic("减负");
        for (text, bearing) in [
            ("减轻负担,不搞层层加码", Some(Bearing::Name)),
            ("助力企业减负", Some(Bearing::Alone)),
            ("整治文山会海、层层加码", Some(Bearing::Cues)),
            ("整治文山会海", None),
        ] {
            assert_eq!(relief.bearing("", text), bearing, "{text}");
        }
        let study = topic("党务学习");
        assert_eq!(study.bearing("", "党务、学习两不误"), Some(Bearing::Words));
        assert_eq!(study.bearing("", "学习两不误"), None);
    }

    #[test]
    fn marks_stand_on_the_original() {
        let text = "推進「四強」黨支部建設";
        let marks = topic("四强党支部").marks(text);
        assert_eq!(marks.iter().map(|it| it.of(text)).collect::<Vec<_>>(), ["四強」黨支部"]);
    }
}
