//! The noun phrases and verbs around a figure, found by the borders of its clause and by
//! closed-class words.

use super::counting::is_border;
use super::figure::Figure;
use super::words::{Role, Word};
use crate::knowledge::region::{self, Region};
use crate::knowledge::rules::{File, Rules};
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

/// Marks and words at the edges of a phrase that do not belong to it.
const EDGES: [char; 6] = [' ', '\u{3000}', '、', '的', '了', '着'];

/// What follows a place and makes the name of an office of it.
const OFFICES: [char; 8] = ['委', '政', '局', '厅', '人', '级', '直', '属'];

/// Whom a soft verb at the beginning of a clause is done for: 服务|企业.
const SERVED: [&str; 22] = [
    "群众",
    "企业",
    "党员",
    "干部",
    "居民",
    "市民",
    "职工",
    "学员",
    "学生",
    "人才",
    "农户",
    "农民",
    "老人",
    "村民",
    "人员",
    "对象",
    "教师",
    "工人",
    "妇女",
    "青年",
    "劳动力",
    "书记",
];

/// What follows a number of years or a date: 5年来, 2023年以来, 2024年底.
const AFTER_TIME: [&str; 16] = [
    "以来",
    "来",
    "上半年",
    "下半年",
    "年底",
    "年末",
    "度",
    "底",
    "末",
    "起",
    "间",
    "内",
    "前",
    "后",
    "全年",
    "初",
];

impl Scene<'_> {
    /// Where the clause of figure `at` begins: after the last border, figure, date or period.
    pub(super) fn floor(&self, at: usize) -> usize {
        let start = self.figures[at].span.start;
        let head = &self.text[..start];
        let border = head.char_indices().rev().take(80).find(|(at, c)| self.borders(*at, *c));
        let border = border.map_or(0, |(found, c)| found + c.len_utf8());
        let previous = at.checked_sub(1).map_or(0, |it| self.figures[it].span.end);
        let floor = border.max(previous);
        self.past_times(floor, start)
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
            if time && past <= end {
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

    /// Whether what stands from `start` to `end` goes on as a noun without a word between.
    fn within_noun(&self, start: usize, end: usize) -> bool {
        let led = [
            "近", "过去", "连续", "未来", "今后", "这", "之后", "此后", "为期", "历时", "用", "满",
        ];
        let head = &self.text[..start];
        let next = self.words.get(self.words.partition_point(|word| word.span.start < end));
        let word = next.is_some_and(|word| word.span.start == end);
        let han = self.text[end..].chars().next().is_some_and(crate::text::segment::is_han);
        han && !word && !led.iter().any(|word| head.ends_with(word))
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
            Some(verb) => self.with_noun(phrase, verb, figure),
            None => self.no_locative(phrase),
        };
        // 比“六五”期间增长49%: what is compared with is not what is measured.
        let compared = stop.is_some_and(|word| matches!(word.span.of(self.text), "比" | "较"));
        let phrase = if compared { Span::new(end, end) } else { phrase };
        let governing =
            stop.filter(|word| word.role != Role::Preposition && word.role != Role::Adverb);
        let verb = touching.or(governing).map(|word| word.span);
        Before { phrase, verb, touching: touching.is_some(), linked }
    }

    /// 第二产业|完成增加值, 工业|实现产值: the one that carries it out is part of what is measured.
    fn of_subject(&self, floor: usize, stop: Option<Word>, phrase: Span) -> (Option<Word>, Span) {
        let amounts = ["值", "额", "量", "投资", "收入", "产量", "销售", "利润", "税收"];
        let carries = |word: &Word| matches!(word.span.of(self.text), "完成" | "实现");
        let Some(verb) = stop.filter(carries) else { return (stop, phrase) };
        let subject = self.phrase_before(floor, verb.span.start).1;
        let said = subject.of(self.text);
        let fits = subject.end == verb.span.start
            && said.ends_with(['业', '品', '域', '资', '口', '外'])
            && !said.ends_with(['企'])
            && amounts.iter().any(|word| phrase.of(self.text).ends_with(word));
        if fits { (None, Span::new(subject.start, phrase.end)) } else { (stop, phrase) }
    }

    /// 总|投入, 媒体|报道2次: a verb right behind a noun that it makes one word with.
    fn with_noun(&self, phrase: Span, verb: Word, figure: &Figure) -> Span {
        const PREFIXES: [&str; 6] = ["总", "年", "月", "日", "净", "毛"];
        const DOERS: [char; 12] =
            ['委', '局', '厅', '院', '队', '们', '会', '司', '县', '市', '区', '部'];
        let said = phrase.of(self.text);
        let adjoins = phrase.end == verb.span.start && verb.span.of(self.text).chars().count() == 2;
        let deeds =
            matches!(figure.unit.as_str(), "次" | "场" | "期" | "起" | "人" | "场次" | "篇");
        let noun = deeds && said.chars().count() >= 2 && !said.ends_with(DOERS);
        let joins = adjoins && (PREFIXES.contains(&said) || noun);
        if joins { Span::new(phrase.start, verb.span.end) } else { phrase }
    }

    /// Whether a phrase only says of which places: 市区, 县（市）, 农村.
    pub(super) fn only_where(&self, phrase: Span) -> bool {
        const WHERE: [&str; 16] = [
            "市区",
            "县（市）",
            "县市",
            "县（市、区）",
            "县区",
            "区县",
            "城区",
            "农村",
            "城镇",
            "城市",
            "乡镇",
            "乡村",
            "山区",
            "平原",
            "全市",
            "全县",
        ];
        WHERE.contains(&phrase.of(self.text))
    }

    /// Nothing where a phrase only says where or when: 处于办结时限|内.
    fn no_locative(&self, phrase: Span) -> Span {
        let said = phrase.of(self.text);
        let words = ["国内", "市内", "省内", "县内", "室内", "海内", "期间"];
        let located = said.ends_with(['内', '后']) && !words.iter().any(|it| said.ends_with(it));
        if located { Span::new(phrase.end, phrase.end) } else { phrase }
    }

    /// Moves back from `end` over adverbs and links.
    fn strip(&self, floor: usize, mut end: usize) -> (usize, Option<Word>) {
        let mut linked: Option<Word> = None;
        loop {
            let head = &self.text[floor..end];
            let trimmed = floor + head.trim_end_matches([' ', '\u{3000}', '了', '着', '、']).len();
            let foreign = |it: &&Span| it.end == trimmed && !it.of(self.text).contains(is_han);
            if let Some(aside) = self.asides.iter().find(foreign) {
                end = aside.start;
                continue;
            }
            let word = self.word_ending(trimmed, floor);
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

    /// A phrase without what it begins with and that only says which ones: 全村, 我市, 陵川县.
    fn scoped(&self, phrase: Span) -> Span {
        let mut phrase = phrase;
        loop {
            let said = phrase.of(self.text);
            let scope = self.rules.table(File::Scopes).leading(said);
            let scope = scope.filter(|hit| hit.rule.class == "scope").map(|hit| hit.span.end);
            let place = || region::leading_from(said, self.home).map(|(_, length)| length);
            let length = scope.or_else(place).unwrap_or(0);
            let rest = said[length..].trim_start_matches(['、', '的', '了']);
            if length == 0 || rest.chars().count() < 2 || rest.starts_with(OFFICES) {
                return phrase;
            }
            phrase = Span::new(phrase.end - rest.len(), phrase.end);
        }
    }

    /// Whether a word ends a noun phrase wherever it stands.
    fn stops(&self, word: Word) -> bool {
        let single = word.span.len() <= 3;
        match word.role {
            Role::Soft | Role::Noun => false,
            Role::Change => !single,
            Role::Link => !single || matches!(word.span.of(self.text), "有" | "为" | "是" | "占"),
            Role::Modifier | Role::Object => false,
            Role::Verb | Role::Adverb | Role::Preposition => true,
        }
    }

    /// Whether nothing that a soft verb could belong to stands before it in its clause: 累计|培训,
    /// but 新增|就业 is a verb with its noun.
    fn opens(&self, word: Word, floor: usize) -> bool {
        let (stop, phrase) = self.phrase_before(floor, word.span.start);
        let governed = stop.is_some_and(|stop| {
            stop.span.end == word.span.start && matches!(stop.role, Role::Verb | Role::Change)
        });
        phrase.is_empty() && !governed
    }

    /// Whether what follows a soft verb up to `end` names whom it is done for: 培训|党务干部.
    fn serves(&self, word: Word, end: usize) -> bool {
        let rest = self.text.get(word.span.end..end).unwrap_or_default();
        let things = word.role == Role::Object && rest.chars().count() >= 2;
        things || (word.role == Role::Soft && SERVED.iter().any(|it| rest.ends_with(it)))
    }

    /// The noun phrase right after figure `at`; empty when there is none.
    pub(super) fn after(&self, at: usize) -> Span {
        let mut start = self.figures[at].span.end;
        let rest = &self.text[start..];
        start += rest.strip_prefix('的').map_or(0, |_| '的'.len_utf8());
        let ceiling = self.ceiling(at, start);
        let first = self.words.partition_point(|word| word.span.start < start);
        let mut end = ceiling;
        for word in self.words[first..].iter().take_while(|word| word.span.start < ceiling) {
            let next = self.figures.get(at + 1).map(|it| it.span.start);
            let before_next =
                next.is_some_and(|it| self.text[word.span.end.min(it)..it].len() <= 3);
            let soft = word.role == Role::Soft && before_next && word.span.start > start;
            if self.stops(*word) || soft {
                end = word.span.start;
                break;
            }
        }
        self.trimmed(Span::new(start, end.max(start)))
    }

    /// A phrase with the verb that follows it, where the clause ends with that verb.
    pub(super) fn with_deed(&self, phrase: Span) -> Span {
        let first = self.words.partition_point(|word| word.span.start < phrase.end);
        let deed = self.words.get(first).filter(|word| {
            let ends = self.text[word.span.end..].chars().next().is_none_or(is_border);
            word.role == Role::Verb && word.span.start == phrase.end && ends
        });
        deed.map_or(phrase, |word| Span::new(phrase.start, word.span.end))
    }

    /// The noun phrase that the verb at `start` governs, up to a border: 4次降低|存款准备金率.
    pub(super) fn object(&self, at: usize, start: usize) -> Span {
        let end = self.ceiling(at, start).max(start);
        let first = self.words.partition_point(|word| word.span.start < start);
        let stop = self.words[first..].iter().find(|word| self.stops(**word));
        let stop = stop.map_or(end, |word| word.span.start.min(end));
        self.trimmed(Span::new(start, stop))
    }

    /// Where what follows figure `at` must end: a border, another number, or a row of nouns that
    /// goes on to another figure.
    fn ceiling(&self, at: usize, start: usize) -> usize {
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

    /// A span without what does not belong to a phrase at its edges, and without quote marks that
    /// have no partner in it.
    pub(super) fn trimmed(&self, span: Span) -> Span {
        let mut span = span;
        loop {
            let text = span.of(self.text);
            let lead = text.len() - text.trim_start_matches(EDGES).len();
            let lead = lead + joining(&text[lead..]);
            let inner = &text[lead..];
            let keep = inner
                .trim_end_matches([' ', '\u{3000}', '、', '和', '及', '与', '并', '也', '时'])
                .len();
            let keep = keep - locative(&inner[..keep]);
            let next = Span::new(span.start + lead, span.start + lead + keep);
            let next = unpaired(self.text, next);
            if next == span {
                return span;
            }
            span = next;
        }
    }
}

/// The bytes of 和, 及, 与, 并 or 其 that a phrase begins with and that is a word of its own.
fn joining(text: &str) -> usize {
    let longer = ["和谐", "和平", "和美", "和睦", "并联", "并网", "与会", "其他", "其它"];
    let word = text.chars().next().filter(|c| "和及与并其".contains(*c));
    word.filter(|_| !longer.iter().any(|it| text.starts_with(it))).map_or(0, char::len_utf8)
}

/// The bytes by which a phrase ends in 中 or 等问题: 品牌|中, 安全饮水|等问题.
fn locative(phrase: &str) -> usize {
    if let Some(rest) = phrase.strip_suffix("等问题") {
        return phrase.len() - rest.len();
    }
    let words = ["初中", "高中", "集中", "空中", "其中", "中中", "水中", "之中"];
    let inside = phrase.ends_with('中') && phrase.chars().count() > 3;
    let word = words.iter().any(|word| phrase.ends_with(word));
    if inside && !word { '中'.len_utf8() } else { 0 }
}

/// Cuts a phrase at a quote mark that has no partner in it.
fn unpaired(text: &str, span: Span) -> Span {
    const PAIRS: [(char, char); 7] = [
        ('“', '”'),
        ('「', '」'),
        ('『', '』'),
        ('《', '》'),
        ('【', '】'),
        ('‘', '’'),
        ('〈', '〉'),
    ];
    let inner = span.of(text);
    for (open, close) in PAIRS {
        let opened = inner.matches(open).count();
        let closed = inner.matches(close).count();
        if closed > opened {
            let at = inner.find(close).map_or(0, |at| at + close.len_utf8());
            return Span::new(span.start + at, span.end);
        }
        if opened > closed {
            let at = inner.rfind(open).unwrap_or(inner.len());
            let after = Span::new(span.start + at + open.len_utf8(), span.end);
            let head = Span::new(span.start, span.start + at);
            return if head.is_empty() { after } else { head };
        }
    }
    span
}
