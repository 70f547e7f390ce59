//! The noun phrases and verbs around a figure, found by the borders of its clause and by
//! closed-class words.

use super::counting::is_border;
use super::figure::Figure;
use super::words::{Role, Word};
use crate::knowledge::region::Region;
use crate::knowledge::rules::{File, Rules, Words, list};
use crate::text::Span;
use crate::text::numerals::{Numeral, NumeralKind};
use crate::text::segment::is_han;

/// A passage with what has been read in it.
pub(super) struct Scene<'a> {
    pub(super) text: &'a str,
    pub(super) words: Vec<Word>,
    pub(super) figures: Vec<Figure>,
    pub(super) numbers: &'a [Numeral],
    /// Brackets that only explain: （GDP）, [2].
    pub(super) asides: Vec<Span>,
    /// The document's place.
    pub(super) home: Option<&'static Region>,
    pub(super) rules: &'a Rules,
}

/// What stands before a figure in its clause.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    /// The noun phrase; empty when there is none.
    pub(super) phrase: Span,
    /// The verb that governs.
    pub(super) verb: Option<Span>,
    /// The verb stands right before the figure.
    pub(super) touching: bool,
    /// 达, 为, 增长 and their like stand between the phrase and the figure.
    pub(super) linked: Option<Word>,
}

/// Ends of the names of those who act.
const BODIES: [&str; 12] =
    ["街道", "镇", "乡", "村", "社区", "县", "市", "区", "局", "委", "省", "公司"];

/// What follows a number of years or a date: 5年来, 2023年以来, 2024年底.
static AFTER_TIME: Words = Words::new(|| list(File::Counting, "after_time"));

impl Scene<'_> {
    /// Where what figure `at` measures may begin: after the last border, figure, date or period.
    pub(super) fn floor(&self, at: usize) -> usize {
        self.past_times(self.clause_start(at), self.figures[at].span.start)
    }

    /// Where the clause of figure `at` begins: after the last border or figure.
    fn clause_start(&self, at: usize) -> usize {
        let start = self.figures[at].span.start;
        let head = &self.text[..start];
        let border = head.char_indices().rev().take(80).find(|(at, c)| self.borders(*at, *c));
        let border = border.map_or(0, |(found, c)| found + c.len_utf8());
        let previous = at.checked_sub(1).map_or(0, |it| self.figures[it].span.end);
        self.past_rows(border.max(previous), start)
    }

    /// The noun phrase before the year that parts it from its figure: 综合解决率|2024年|为92.38%.
    fn phrase_before_year(&self, at: usize, floor: usize) -> Span {
        let start = self.clause_start(at);
        let from = self.numbers.partition_point(|it| it.span.start < start);
        let years = self.numbers[from..].iter().take_while(|it| it.span.end <= floor);
        let year = years.filter(|it| it.kind == NumeralKind::Year).last();
        let parts = |it: &&Numeral| {
            let gap = self.text.get(it.unit.end.max(it.span.end)..floor);
            gap.is_some_and(|gap| matches!(gap, "" | "末" | "底" | "初"))
        };
        let parting = year.filter(parts);
        parting.map_or_else(Span::default, |year| {
            let phrase = self.no_locative(self.phrase_before(start, year.span.start).1);
            // 昌硕街道|2022年|完成265家: who did it is no measure.
            let body = BODIES.iter().any(|end| phrase.of(self.text).ends_with(end));
            if body { Span::default() } else { phrase }
        })
    }

    /// `floor`, moved past the last 、 before `end` where a number stands before that mark: what it
    /// counts ends there (迈上5万亿台阶、|增量).
    fn past_rows(&self, floor: usize, end: usize) -> usize {
        let between = &self.text[floor..end];
        let Some(at) = between.rfind('、').map(|at| floor + at) else { return floor };
        let from = self.numbers.partition_point(|it| it.span.start < floor);
        let counts = self.numbers[from..].iter().take_while(|it| it.span.end <= at);
        let counted = counts.into_iter().any(|it| it.kind == NumeralKind::Cardinal);
        if counted { at + '、'.len_utf8() } else { floor }
    }

    /// Whether `c` at byte `at` ends a clause: brackets that only explain do not.
    fn borders(&self, at: usize, c: char) -> bool {
        let inside = || self.asides.iter().any(|it| it.start <= at && at < it.end);
        is_border(c) && !inside()
    }

    /// `floor`, moved past the dates and periods up to `end`.
    fn past_times(&self, mut floor: usize, end: usize) -> usize {
        let from = self.numbers.partition_point(|it| it.span.start < floor);
        for number in self.numbers[from..].iter().take_while(|it| it.span.start < end) {
            let unit = number.unit.of(self.text);
            let time = number.kind == NumeralKind::Year
                || matches!(
                    unit,
                    "年" | "月" | "日" | "个月" | "个多月" | "天" | "周年" | "年度" | "季度" | "届"
                );
            let past = number.unit.end.max(number.span.end);
            // 较2020年增长: what is compared with does not part a measure from its figure.
            let than = self.text[..number.span.start].ends_with(['比', '较']);
            if time && past <= end && !than {
                let rest = &self.text[past..end];
                let tail = AFTER_TIME.iter().find(|word| rest.starts_with(**word));
                // 学前三年幼儿入园率, 九年一贯制学校: a length that is part of a noun.
                let noun = number.kind != NumeralKind::Year
                    && tail.is_none()
                    && unit != "月"
                    && unit != "日"
                    && self.within_noun(number.span.start, past);
                if !noun {
                    floor = floor.max(past + tail.map_or(0, |word| word.len()));
                }
            }
        }
        floor
    }

    /// The word that ends at `end` and does not begin before `floor`.
    fn word_ending(&self, end: usize, floor: usize) -> Option<Word> {
        let index = self.words.partition_point(|word| word.span.end < end);
        let word = *self.words.get(index)?;
        (word.span.end == end && word.span.start >= floor).then_some(word)
    }

    /// What stands before figure `at`.
    pub(super) fn before(&self, at: usize) -> Before {
        let floor = self.floor(at);
        let figure = &self.figures[at];
        let (end, linked) = self.strip(floor, self.figures[at].span.start);
        let touching = self
            .word_ending(end, floor)
            .filter(|word| {
                matches!(word.role, Role::Verb | Role::Soft | Role::Object) && linked.is_none()
            })
            .filter(|word| word.role == Role::Verb || self.opens(*word, floor));
        let mut end = touching.map_or(end, |word| self.chain_start(word, floor));
        if touching.is_some() {
            // 案件已审结16件: what the verb is told of stands before its adverbs.
            end = self.strip(floor, end).0;
        }
        let (stop, phrase) = self.phrase_before(floor, end);
        let (stop, phrase) = self.of_subject(floor, stop, phrase);
        let phrase = match touching {
            Some(verb) => {
                let row = self.chain_start(verb, floor);
                self.with_noun(self.no_locative(phrase), (row, verb), figure, stop)
            }
            None => self.no_locative(phrase),
        };
        // 比“六五”期间增长49%: what is compared with is not what is measured.
        let compared = stop.is_some_and(|word| matches!(word.span.of(self.text), "比" | "较"));
        // 死亡人数较“十三五”同期下降: what is measured stands before what it is compared with.
        let (stop, phrase) = match stop {
            Some(word) if compared => self.phrase_before(floor, word.span.start),
            _ => (stop, phrase),
        };
        let parted = phrase.is_empty() && touching.is_none() && linked.is_some();
        let phrase = if parted { self.phrase_before_year(at, floor) } else { phrase };
        let governing =
            stop.filter(|word| word.role != Role::Preposition && word.role != Role::Adverb);
        let verb = touching.or(governing).map(|word| word.span);
        Before { phrase, verb, touching: touching.is_some(), linked }
    }

    /// Moves back from `end` over adverbs and links.
    fn strip(&self, floor: usize, mut end: usize) -> (usize, Option<Word>) {
        let mut linked: Option<Word> = None;
        loop {
            let head = &self.text[floor..end];
            let trimmed = floor + head.trim_end_matches([' ', '\u{3000}', '了', '着', '、']).len();
            let foreign = |it: &&Span| {
                let noted = self.word_ending(it.start, floor).is_some_and(|word| {
                    matches!(word.role, Role::Adverb | Role::Link | Role::Change)
                });
                let within = it.start >= floor && it.end == trimmed;
                within && (noted || !it.of(self.text).contains(is_han))
            };
            if let Some(aside) = self.asides.iter().find(foreign) {
                end = aside.start;
                continue;
            }
            let word = self.word_ending(trimmed, floor);
            // 市场主体|实现|增长60%: the verb carries nothing out.
            let empty = |word: &Word| {
                let changes = linked.is_some_and(|link| link.role == Role::Change);
                changes && matches!(word.span.of(self.text), "实现" | "保持" | "呈现" | "取得")
            };
            if let Some(word) = word.filter(empty) {
                end = word.span.start;
                continue;
            }
            let Some(word) =
                word.filter(|word| !matches!(word.role, Role::Verb | Role::Soft | Role::Object))
            else {
                return (trimmed, linked);
            };
            if matches!(word.role, Role::Link | Role::Change) {
                // The verb of change says more than 达 or 为 after it.
                linked = match linked {
                    Some(link) if link.role == Role::Change || word.role == Role::Link => {
                        Some(link)
                    }
                    _ => Some(word),
                };
            }
            end = word.span.start;
        }
    }

    /// The start of the verbs that stand in a row up to `word`: 推动|解决.
    fn chain_start(&self, word: Word, floor: usize) -> usize {
        let mut start = word.span.start;
        while let Some(before) = self.word_ending(start, floor).filter(|it| it.role == Role::Verb) {
            start = before.span.start;
        }
        start
    }

    /// The noun phrase that ends at `end`, and the word that it begins after.
    pub(super) fn phrase_before(&self, floor: usize, end: usize) -> (Option<Word>, Span) {
        let index = self.words.partition_point(|word| word.span.end <= end);
        let before = self.words[..index].iter().rev();
        let stop = before
            .take_while(|word| word.span.start >= floor)
            .find(|word| self.stops(**word) || self.serves(**word, end))
            .copied();
        let start = stop.map_or(floor, |word| word.span.end);
        (stop, self.scoped(self.trimmed(Span::new(start.min(end), end))))
    }

    /// Whether a word ends a noun phrase wherever it stands.
    pub(super) fn stops(&self, word: Word) -> bool {
        let single = word.span.len() <= 3;
        match word.role {
            Role::Soft | Role::Noun => false,
            Role::Change => !single,
            Role::Link => !single || matches!(word.span.of(self.text), "有" | "为" | "是" | "占"),
            Role::Modifier | Role::Object => false,
            Role::Verb | Role::Adverb | Role::Preposition => true,
        }
    }

    /// The noun phrase right after figure `at`; empty when there is none.
    pub(super) fn after(&self, at: usize) -> Span {
        let mut start = self.figures[at].span.end;
        let rest = &self.text[start..];
        // 突破90万|大关: what was passed is nothing counted.
        if ["/", "大关", "关口", "大台阶", "台阶", "门槛"].iter().any(|word| rest.starts_with(word))
        {
            return Span::new(start, start);
        }
        start += rest.strip_prefix('的').map_or(0, |_| '的'.len_utf8());
        let ceiling = self.ceiling(at, start);
        let first = self.words.partition_point(|word| word.span.start < start);
        let mut end = ceiling;
        for word in self.words[first..].iter().take_while(|word| word.span.start < ceiling) {
            let next = self.figures.get(at + 1).map(|it| it.span.start);
            let before_next =
                next.is_some_and(|it| self.text[word.span.end.min(it)..it].len() <= 3);
            let soft = word.role == Role::Soft && before_next && word.span.start > start;
            // 警力较多的派出所: the adverb belongs to an attribute.
            let mut rest = self.text[word.span.end.min(ceiling)..ceiling].chars().take(5);
            let attribute =
                word.role == Role::Adverb && word.span.start > start && rest.any(|c| c == '的');
            let inside = word.span.start > start && self.names_a_scheme(at, start, *word, ceiling);
            if (self.stops(*word) && !attribute && !inside) || soft {
                end = word.span.start;
                break;
            }
        }
        let phrase = self.before_deed(self.trimmed(Span::new(start, end.max(start))));
        match self.figures.get(at + 1) {
            Some(next) if next.span.start == phrase.end && next.unit == "%" => {
                self.before_rate(phrase)
            }
            _ => phrase,
        }
    }

    /// Where what follows figure `at` must end: a border, another number, or a row of nouns that
    /// goes on to another figure.
    pub(super) fn ceiling(&self, at: usize, start: usize) -> usize {
        let rest = &self.text[start..];
        let border = rest.char_indices().take(40);
        let border = border.into_iter().find(|(at, c)| self.borders(start + at, *c));
        let far = || rest.char_indices().nth(40).map_or(rest.len(), |(at, _)| at);
        let border = start + border.map_or_else(far, |(found, _)| found);
        let next = self.figures.get(at + 1).map_or(border, |it| it.span.start.max(start));
        let row_goes_on = next < border;
        let end = border.min(next);
        let text = &self.text[start..end];
        let mut cut = text.len();
        for (found, c) in text.char_indices() {
            let ends_row = match c {
                '、' => row_goes_on || !text[found..].contains('等'),
                '和' | '及' => row_goes_on,
                _ => false,
            };
            if ends_row {
                cut = found;
                break;
            }
        }
        start + cut
    }
}
