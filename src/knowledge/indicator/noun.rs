//! What a noun phrase beside a figure keeps: verbs that are part of it, and no places or times.

use super::counting::is_border;
use super::figure::Figure;
use super::phrase::Scene;
use super::words::{Role, Word};
use crate::knowledge::region;
use crate::knowledge::rules::{File, Words, list};
use crate::text::Span;

/// What follows a place and makes the name of an office of it.
const OFFICES: [char; 8] = ['委', '政', '局', '厅', '人', '级', '直', '属'];

/// Verbs whose object is a deed: 完成|线路改造, 收到|公开申请.
static GOVERNING: Words = Words::new(|| list(File::Counting, "governing"));

/// Whom a soft verb at the beginning of a clause is done for: 服务|企业.
static SERVED: Words = Words::new(|| list(File::Counting, "served"));

impl Scene<'_> {
    /// Whether what stands from `start` to `end` goes on as a noun without a word between.
    pub(super) fn within_noun(&self, start: usize, end: usize) -> bool {
        let led = [
            "近", "过去", "连续", "未来", "今后", "这", "之后", "此后", "为期", "历时", "用", "满",
        ];
        let head = &self.text[..start];
        let next = self.words.get(self.words.partition_point(|word| word.span.start < end));
        let word = next.is_some_and(|word| word.span.start == end);
        let han = self.text[end..].chars().next().is_some_and(crate::text::segment::is_han);
        han && !word && !led.iter().any(|word| head.ends_with(word))
    }

    /// A phrase without what it begins with and that only says which ones: 全村, 我市, 陵川县.
    pub(super) fn scoped(&self, phrase: Span) -> Span {
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

    /// 第二产业|完成增加值, 工业|实现产值: the one that carries it out is part of what is measured.
    pub(super) fn of_subject(
        &self,
        floor: usize,
        stop: Option<Word>,
        phrase: Span,
    ) -> (Option<Word>, Span) {
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

    /// 总|投入, 媒体|报道2次: a verb right behind a noun that it makes one word with; the verbs of a
    /// row begin at `row`. So it is where the whole is what another verb governs: 完成|耕地修复.
    pub(super) fn with_noun(
        &self,
        phrase: Span,
        (row, verb): (usize, Word),
        figure: &Figure,
        governor: Option<Word>,
    ) -> Span {
        const PREFIXES: [&str; 6] = ["总", "年", "月", "日", "净", "毛"];
        const DOERS: [char; 12] =
            ['委', '局', '厅', '院', '队', '们', '会', '司', '县', '市', '区', '部'];
        let said = phrase.of(self.text);
        let adjoins = phrase.end == row && verb.span.of(self.text).chars().count() == 2;
        let deeds = matches!(
            figure.unit.as_str(),
            "次" | "场" | "期" | "起" | "人" | "人次" | "场次" | "篇"
        );
        let governed = governor.is_some_and(|word| {
            word.span.end <= phrase.start && GOVERNING.contains(&word.span.of(self.text))
        });
        let noun = deeds && said.chars().count() >= 2 && !said.ends_with(DOERS);
        let most = said.ends_with("最高") || said.ends_with("最低");
        let object = governed && said.chars().count() >= 2;
        let joins = adjoins && (PREFIXES.contains(&said) || noun || most || object);
        if joins { Span::new(phrase.start, verb.span.end) } else { phrase }
    }

    /// Whether a phrase only says of which places: 市区, 县（市）, 农村.
    pub(super) fn only_where(&self, phrase: Span) -> bool {
        let scopes = self.rules.table(File::Scopes);
        let mut parts = phrase.of(self.text).split(['、', '和', '及']);
        let place = |part: &str| scopes.words("where").any(|word| word == part);
        !phrase.is_empty() && (parts.all(place) || self.is_place(phrase))
    }

    /// Whether a phrase is the name of a division: 海南州|95%的乡镇卫生院.
    pub(super) fn is_place(&self, phrase: Span) -> bool {
        let named = phrase.of(self.text);
        region::leading_from(named, self.home).is_some_and(|(_, length)| length == named.len())
    }

    /// 216名正处以上干部|“揭榜挂帅”: what persons do stands in quotes behind them.
    pub(super) fn before_deed(&self, phrase: Span) -> Span {
        const PERSONS: [&str; 9] =
            ["干部", "同志", "党员", "书记", "人员", "职工", "群众", "代表", "委员"];
        let said = phrase.of(self.text);
        let quote = said.find(['“', '「']).filter(|at| *at > 0);
        let deed = quote.filter(|at| PERSONS.iter().any(|word| said[..*at].ends_with(word)));
        deed.map_or(phrase, |at| Span::new(phrase.start, phrase.start + at))
    }

    /// 836个基层党组织|达标率100%: what is counted ends where the name of the next figure begins.
    pub(super) fn before_rate(&self, phrase: Span) -> Span {
        let said = phrase.of(self.text);
        if !said.ends_with('率') {
            return phrase;
        }
        let hits = self.rules.table(File::Phrases).find(said);
        let rate = |end: usize| said.len() - end <= '率'.len_utf8();
        let last = hits.filter(|hit| rate(hit.span.end) && hit.span.start > 0).last();
        last.map_or(phrase, |hit| Span::new(phrase.start, phrase.start + hit.span.start))
    }

    /// Whether a phrase is a word of scope and nothing else: 全市.
    pub(super) fn only_scope(&self, phrase: Span) -> bool {
        let said = phrase.of(self.text);
        let hit = self.rules.table(File::Scopes).leading(said);
        hit.is_some_and(|hit| hit.span.end == said.len() && hit.rule.class == "scope")
    }

    /// 6项河道|保护|重点工程: a verb inside the name of a scheme that is counted.
    pub(super) fn names_a_scheme(
        &self,
        at: usize,
        start: usize,
        verb: Word,
        ceiling: usize,
    ) -> bool {
        const SCHEMES: [&str; 14] = [
            "工程", "行动", "措施", "机制", "制度", "政策", "任务", "试点", "事项", "举措", "指引",
            "清单", "方案", "标准",
        ];
        let said = &self.text[start..ceiling];
        let counter = matches!(self.figures[at].unit.as_str(), "项" | "个" | "条" | "类" | "大");
        let scheme = SCHEMES.iter().any(|word| said.ends_with(word));
        let short = said.chars().count() <= 14 && !said.contains(['的', '、']);
        verb.role == Role::Verb && counter && scheme && short
    }

    /// Nothing where a phrase only says where or when: 处于办结时限|内.
    pub(super) fn no_locative(&self, phrase: Span) -> Span {
        let said = phrase.of(self.text);
        let words = ["国内", "市内", "省内", "县内", "室内", "海内", "期间"];
        let located = said.ends_with(['内', '后']) && !words.iter().any(|it| said.ends_with(it));
        if located { Span::new(phrase.end, phrase.end) } else { phrase }
    }

    /// Whether nothing that a soft verb could belong to stands before it in its clause: 累计|培训,
    /// but 新增|就业 is a verb with its noun.
    pub(super) fn opens(&self, word: Word, floor: usize) -> bool {
        let (stop, phrase) = self.phrase_before(floor, word.span.start);
        let governed = stop.is_some_and(|stop| {
            stop.span.end == word.span.start && matches!(stop.role, Role::Verb | Role::Change)
        });
        phrase.is_empty() && !governed
    }

    /// Whether what follows a soft verb up to `end` names whom it is done for: 培训|党务干部.
    pub(super) fn serves(&self, word: Word, end: usize) -> bool {
        let rest = self.text.get(word.span.end..end).unwrap_or_default();
        let things = word.role == Role::Object && rest.chars().count() >= 2;
        let serves = ["服务", "培训", "管理", "帮扶", "宣传", "教育", "调研", "志愿服务"];
        let serves = serves.contains(&word.span.of(self.text));
        things || (word.role == Role::Soft && serves && SERVED.iter().any(|it| rest.ends_with(it)))
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
}

/// The bytes by which a phrase ends in 中 or 等问题: 品牌|中, 安全饮水|等问题.
pub(super) fn locative(phrase: &str) -> usize {
    if let Some(rest) = phrase.strip_suffix("等问题") {
        return phrase.len() - rest.len();
    }
    let words = ["初中", "高中", "集中", "空中", "其中", "中中", "水中", "之中"];
    let inside = phrase.ends_with('中') && phrase.chars().count() >= 3;
    let word = words.iter().any(|word| phrase.ends_with(word));
    if inside && !word { '中'.len_utf8() } else { 0 }
}
