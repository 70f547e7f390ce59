//! The topic: how it is understood, and whether a text is about it.

use serde::Serialize;

use super::acts::{Beside, act};
use crate::index::query::Way;
use crate::knowledge::theme::Theme;
use crate::knowledge::{Fact, FactType};
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
/// Between two words that one topic was cut into stand at most this many characters where they say
/// it: 业务工作的深度融合 says 业务融合, while words at both ends of a long sentence do not.
const REACH: usize = 10;

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
    /// Sets of words that say the topic where a sentence holds all of one, parts as typed anywhere
    /// in it, words that the dictionary cut near each other.
    pub words: Vec<Vec<String>>,
    /// How many of the sets, from the first, are parts as typed.
    typed: usize,
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
        let (words, typed) = words(text, analyzer);
        let is_a_cue = theme.is_some_and(|theme| plain(&theme.name) != name);
        Self { text: text.to_owned(), reading, names, words, typed, cues, is_a_cue }
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
        self.bearing_of(text).or_else(|| self.headed(last).map(|_| Bearing::Heading))
    }

    /// How surely a heading is about the topic. It sums up what follows, so that one cue is enough
    /// when it is a cue of the topic's own words: 深度融合 for 业务融合.
    fn headed(&self, heading: &str) -> Option<Bearing> {
        let sure = self.bearing_of(heading).filter(|it| *it > Bearing::Alone);
        let own = || self.cues_in(&plain(heading)).into_iter().any(|cue| self.shares_a_word(cue));
        sure.or_else(|| own().then_some(Bearing::WordAndCue))
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
        if any(&|sentence| self.holds_word_and_cue(sentence)) {
            return Some(Bearing::WordAndCue);
        }
        (cues.len() >= CUES).then_some(Bearing::Cues)
    }

    /// Whether a heading or name speaks of the topic: by name, by all its words, or by a cue of
    /// its theme.
    #[must_use]
    pub fn is_said(&self, text: &str) -> bool {
        let text = plain(text);
        self.says(&text) || !self.cues_in(&text).is_empty()
    }

    /// Whether `fact` under `heading` belongs to the topic, when it does not say so itself: where
    /// the heading names the topic; where it speaks of it otherwise, when the sentence or the name
    /// does too; under any other heading, where the sentence speaks of it and the act that the fact
    /// is part of does.
    #[must_use]
    pub fn is_told_of(&self, fact: &Fact, heading: &str) -> bool {
        let told = self.bearing_of(&fact.sentence).filter(|it| *it > Bearing::Alone);
        match (self.headed(heading), told) {
            (Some(Bearing::Name), _) | (Some(_), Some(_)) => true,
            (Some(_), None) => self.shares_a_word(&fact.name),
            (None, Some(told)) => self.is_told_beside(fact, told),
            (None, None) => false,
        }
    }

    /// Whether the own clause of a fact touches the topic, or its act says it: of the act only the
    /// clause before counts where cues speak for the topic, or where an honour was won by it.
    fn is_told_beside(&self, fact: &Fact, told: Bearing) -> bool {
        let start = fact.sentence_span.start;
        let at = Span::new(fact.span.start - start, fact.span.end - start);
        let is_it = |name: &str| {
            let name = plain(name);
            self.cues.contains(&name) || self.names.contains(&name) || !self.is_said(&name)
        };
        let act = |before, after| act(&fact.sentence, at, Beside { before, after }, is_it);
        let own = plain(&act(0, 0));
        let beside = plain(&act(1, 0));
        self.shares_a_word(&own)
            || !self.cues_in(&own).is_empty()
            || self.cues_in(&beside).len() >= CUES
            || match (told >= Bearing::Words, fact.kind) {
                (false, _) => false,
                (true, FactType::Honour) => self.says(&beside),
                (true, _) => self.is_named_in(&act(usize::MAX, usize::MAX)),
            }
    }

    /// Whether a text says the topic by name or by all its words.
    #[must_use]
    pub fn is_named_in(&self, text: &str) -> bool {
        self.says(&plain(text))
    }

    /// Whether a plain text says the topic by name or by all its words.
    fn says(&self, plain: &str) -> bool {
        self.names.iter().any(|name| plain.contains(name)) || self.holds_words(plain)
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

    /// Whether a plain sentence holds a cue and, outside it, a word of the topic: the 考核 of
    /// 绩效考核 is not a second sign beside it.
    fn holds_word_and_cue(&self, plain: &str) -> bool {
        let cues = self.cues_in(plain);
        let rest = cues.iter().fold(plain.to_owned(), |rest, cue| rest.replace(cue, "\n"));
        !cues.is_empty() && self.words.iter().flatten().any(|word| rest.contains(word))
    }

    /// Where the topic stands in `text`, as bytes of it, in order.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Span> {
        let told = plain(text);
        // Where the topic is named, single words of it would only be noise.
        let named = self.names.iter().any(|name| told.contains(name));
        let says = |sentence: &Span| !named && self.holds_words(&plain(sentence.of(text)));
        let saying: Vec<Span> = sentences(text).into_iter().filter(says).collect();
        let surely: Vec<String> = self.names.iter().chain(&self.cues).cloned().collect();
        let words: Vec<String> = self.words.iter().flatten().cloned().collect();
        let folded = fold(text);
        let all = occurrences(&folded.text, &[surely.clone(), words].concat());
        let found = all.into_iter().map(|span| folded.to_original(span));
        let stands = |span: &Span| {
            surely.contains(&plain(span.of(text))) || saying.iter().any(|it| it.contains(*span))
        };
        found.filter(stands).collect()
    }

    fn holds_words(&self, plain: &str) -> bool {
        let (typed, cut) = self.words.split_at(self.typed);
        typed.iter().any(|set| holds_all(plain, set))
            || cut.iter().any(|set| holds_near(plain, set))
    }
}

fn holds_all(plain: &str, set: &[String]) -> bool {
    !set.is_empty() && set.iter().all(|word| plain.contains(word))
}

/// Whether all words of a set stand near each other, in any order.
fn holds_near(plain: &str, set: &[String]) -> bool {
    let words: usize = set.iter().map(|word| word.chars().count()).sum();
    let longest = words + REACH * set.len().saturating_sub(1);
    let from = |start: usize| {
        let rest = &plain[start..];
        let ends = set.iter().map(|word| rest.find(word).map(|at| at + word.len()));
        let end: Option<usize> = ends.collect::<Option<Vec<_>>>()?.into_iter().max();
        end.map(|end| rest[..end].chars().count())
    };
    let starts = set.iter().flat_map(|word| plain.match_indices(word)).map(|(at, _)| at);
    starts.filter_map(from).any(|length| length <= longest)
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
/// the dictionary cuts it; with how many of the sets are parts as typed.
fn words(text: &str, analyzer: &Analyzer) -> (Vec<Vec<String>>, usize) {
    let parts: Vec<String> =
        text.split_whitespace().map(plain).filter(|it| !it.is_empty()).collect();
    let cut: Vec<String> = parts.iter().flat_map(|part| shortest_words(part, analyzer)).collect();
    let typed = usize::from(parts.len() > 1);
    let mut sets: Vec<Vec<String>> = Vec::new();
    for set in [parts, cut] {
        if set.len() > 1 && !sets.contains(&set) {
            sets.push(set);
        }
    }
    (sets, typed)
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
    use crate::document::DocumentId;
    use crate::knowledge::Details;
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
            theme("考核评价", &["绩效考核", "民主测评", "考核评价"]),
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
    fn a_word_inside_a_cue_is_no_second_sign_but_a_heading_needs_none() {
        let review = topic("考核评价");
        for (heading, text, bearing) in [
            ("", "8家医院进入绩效考核百强", None),
            ("", "绩效考核时,专家、同行、下属、服务对象都来作评价", Some(Bearing::WordAndCue)),
            ("", "绩效考核与民主测评并用", Some(Bearing::Cues)),
            ("抓实绩效考核", "一季一评。", Some(Bearing::Heading)),
            ("抓实民主测评", "一季一评。", None),
        ] {
            assert_eq!(review.bearing(heading, text), bearing, "{heading} {text}");
        }
    }

    #[test]
    fn words_that_a_topic_was_cut_into_say_it_near_each_other_and_typed_ones_anywhere() {
        let far = "学习要学在前面、想在前面、干在前面、走在前面,再来抓好全年的党务。";
        assert_eq!(topic("党务学习").bearing("", far), None);
        assert_eq!(topic("党务 学习").bearing("", far), Some(Bearing::Words));
        assert_eq!(topic("党务学习").marks(far), []);
        assert_eq!(topic("党务学习").marks("学习好,党务也好。").len(), 2);
    }

    /// Whether a fact that says `text` in `sentence` belongs to the topic.
    fn told(about: &str, heading: &str, sentence: &str, text: &str, kind: FactType) -> bool {
        let start = sentence.find(text).expect("it stands in the sentence");
        let fact = Fact {
            kind,
            name: text.to_owned(),
            text: text.to_owned(),
            details: Details::default(),
            region: None,
            organization: None,
            year: None,
            document: DocumentId::parse("d").expect("it is an id"),
            passage: "d#p".to_owned(),
            span: Span::new(100 + start, 100 + start + text.len()),
            sentence: sentence.to_owned(),
            sentence_span: Span::new(100, 100 + sentence.len()),
        };
        topic(about).is_told_of(&fact, heading)
    }

    #[test]
    fn a_fact_belongs_to_the_topic_of_its_own_act_and_not_to_all_of_its_sentence() {
        let chain = "创建四强党支部,办好论坛2场,以“能力工程”为抓手,培训党员7人";
        let relief = "整治文山会海,出台《通则》,减少层层加码,建好“丙平台”,获“丁奖”";
        let names = "推行“甲法”“四强党支部先锋行”等活动,持续深化认识";
        let reason = "推行“甲法”,引导干部推动四强党支部建设,获“丁奖”,评上“戊奖”";
        use FactType::{Brand, Honour, Indicator, Instrument};
        for (about, heading, sentence, text, kind, expected) in [
            ("四强党支部", "", chain, "论坛2场", Indicator, true),
            ("四强党支部", "", chain, "能力工程", Brand, false),
            ("四强党支部", "", chain, "党员7人", Indicator, false),
            ("四强党支部", "四强党支部", chain, "党员7人", Indicator, true),
            ("四强党支部", "", names, "甲法", Brand, false),
            ("四强党支部", "", reason, "甲法", Brand, true),
            ("四强党支部", "", reason, "丁奖", Honour, true),
            ("四强党支部", "", reason, "戊奖", Honour, false),
            ("减负", "", relief, "《通则》", Instrument, false),
            ("减负", "", relief, "丁奖", Honour, false),
            ("减负", "减负,整治文山会海", relief, "《通则》", Instrument, true),
        ] {
            assert_eq!(told(about, heading, sentence, text, kind), expected, "{text} {heading}");
        }
    }

    #[test]
    fn marks_stand_on_the_original() {
        let text = "推進「四強」黨支部建設";
        let marks = topic("四强党支部").marks(text);
        assert_eq!(marks.iter().map(|it| it.of(text)).collect::<Vec<_>>(), ["四強」黨支部"]);
    }
}
