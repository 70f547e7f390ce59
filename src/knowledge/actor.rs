//! Who acts in a clause, and where: the one piece by which facts get their place and organization.

use super::marks::marked;
use super::organization;
use super::region::{self, Region};
use crate::knowledge::rules::{File, Words, list};
use crate::text::Span;

/// Who acts. Both fields are empty where nobody is named: then it is the document's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Actor {
    /// Where.
    pub(super) region: Option<&'static Region>,
    /// By the name that the text gives, with its place.
    pub(super) organization: Option<String>,
    /// Where the name of a place that acts itself ends; bytes of the passage.
    pub(super) place_ends: Option<usize>,
    /// The text speaks of the whole country, of a place that it does not name, or of places that
    /// have nothing in common.
    pub(super) nowhere: bool,
}

impl Actor {
    /// The place that the text tells, `Some(None)` where it tells that there is none.
    pub(super) fn told(&self) -> Option<Option<&'static Region>> {
        self.region.map(Some).or_else(|| self.nowhere.then_some(None))
    }
}

/// The actors of a passage: each from where its clause begins to where the next one's does.
#[derive(Debug, Clone, Default)]
pub(super) struct Actors(Vec<(usize, Actor)>);

/// What may stand before the one who acts.
static LEADS: Words = Words::new(|| list(File::Actors, "lead"));

/// Those who act in them are many, or anyone: what was said of the one before ends.
static ANYONE: Words = Words::new(|| list(File::Actors, "anyone"));

/// The same, of the whole country or more.
const WHOLE: [&str; 6] = ["全国", "我国", "中国", "各省", "世界", "国际"];

/// What follows a place that is one of several.
static IN_ROW: Words = Words::new(|| list(File::Actors, "row"));

/// What follows the name of a national organization when it is another name: 国务院各部门, 公安部|门.
const OF_IT: [&str; 7] = ["门", "各", "部门", "组成", "直属", "办事", "认"];

/// Letters by which a text leaves a place unnamed.
const NAMELESS: [char; 6] = ['x', 'X', '某', '×', '○', '*'];

/// What follows 全省 and its like when it tells how far something reaches.
static REACHES: Words = Words::new(|| list(File::Actors, "reaches"));

/// A clause is looked at no further, in bytes.
const REACH: usize = 120;

impl Actors {
    /// Reads a passage in plain form with its sentences, of a document about `home`.
    pub(super) fn of(text: &str, sentences: &[Span], home: Option<&'static Region>) -> Self {
        let mut turns = Vec::new();
        let hidden: Vec<Span> = marked(text).iter().map(|name| name.outer).collect();
        for sentence in sentences {
            turns.push((sentence.start, Actor::default()));
            let mut subjects = 0;
            let mut before = None;
            for clause in clauses(text, *sentence, &hidden) {
                if let Some(actor) = actor(text, clause, home.or(before)) {
                    subjects += 1;
                    before = actor.region;
                    turns.push((clause.start, actor));
                } else if clause.opens && subjects > 1 {
                    // Where several have been told of in turn, nobody says whose this is.
                    turns.push((clause.start, Actor::default()));
                }
            }
        }
        turns.dedup_by(|later, earlier| later.1 == earlier.1);
        Self(turns)
    }

    /// The places that act between `start` and `end` of the passage, the last first.
    pub(super) fn places(
        &self,
        start: usize,
        end: usize,
    ) -> impl Iterator<Item = &'static Region> + '_ {
        let turns = self.0.iter().rev().filter(move |(at, _)| (start..end).contains(at));
        turns.filter_map(|(_, actor)| actor.region)
    }

    /// Who acts at the byte `at` of the passage.
    pub(super) fn at(&self, at: usize) -> Option<&Actor> {
        let after = self.0.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).map(|index| &self.0[index].1)
    }
}

/// Where a clause begins.
#[derive(Debug, Clone, Copy)]
struct Clause {
    start: usize,
    /// It comes after a semicolon.
    opens: bool,
    /// It comes after a mark that parts the members of a list: only a place can begin another.
    listed: bool,
}

/// The clauses of a sentence, cut outside marked names; a list of figures is cut too (甲750个、乙539个).
fn clauses(text: &str, sentence: Span, hidden: &[Span]) -> Vec<Clause> {
    let mut found = vec![Clause { start: sentence.start, opens: false, listed: false }];
    let mut figure = false;
    let mut inside = 0;
    for (at, c) in sentence.of(text).char_indices() {
        let at = sentence.start + at;
        while hidden.get(inside).is_some_and(|span| span.end <= at) {
            inside += 1;
        }
        if hidden.get(inside).is_some_and(|span| span.start <= at) {
            continue;
        }
        figure |= c.is_ascii_digit();
        let opens = matches!(c, '；' | ';');
        if opens || matches!(c, '，' | ',' | '：' | ':') || (c == '、' && figure) {
            found.push(Clause { start: at + c.len_utf8(), opens, listed: c == '、' });
            figure = false;
        }
    }
    found
}

/// The one who acts in the clause that begins at `start`, when the clause names one.
fn actor(text: &str, clause: Clause, home: Option<&'static Region>) -> Option<Actor> {
    let Clause { start, listed, .. } = clause;
    let end = (start + REACH).min(text.len());
    let end = (end..=text.len()).find(|end| text.is_char_boundary(*end))?;
    let clause = without_leads(&text[start..end]);
    let skipped = (end - start) - clause.len();
    let named = organization::leading(clause, home).filter(|named| !listed && is_name(&named.name));
    if let Some(named) = named {
        return Some(Actor {
            region: named.region,
            organization: Some(named.name),
            ..Actor::default()
        });
    }
    let row = organization::begins(clause, home) && organization::leading(clause, home).is_none();
    let nowhere = clause.starts_with(NAMELESS) || WHOLE.iter().any(|word| clause.starts_with(word));
    if (row && !listed) || nowhere || ANYONE.iter().any(|word| clause.starts_with(word)) {
        let anyone = national(clause).unwrap_or_default();
        return Some(Actor { nowhere: nowhere && anyone.organization.is_none(), ..anyone });
    }
    national(clause).filter(|_| !listed).or_else(|| {
        let (region, length) = place(clause, home)?;
        let rest = &clause[length..];
        // 会议在浙江省湖州市安吉县召开: where people met, and not whose work is told.
        let said = rest.split(['，', '。', '；', ',', ';', '\n']).next().unwrap_or(rest);
        let meets = ["召开", "举行", "举办"].iter().any(|word| said.trim_end().ends_with(word));
        if meets && text[start..start + skipped].trim_end().ends_with('在') {
            return None;
        }
        let row = IN_ROW.iter().any(|word| rest.starts_with(word));
        let alone = Actor {
            region: Some(region),
            organization: None,
            place_ends: Some(start + skipped + length),
            nowhere: false,
        };
        Some(if row { together(region, rest, home) } else { alone })
    })
}

/// Several places in a row: where they lie together.
fn together(first: &'static Region, rest: &str, home: Option<&'static Region>) -> Actor {
    let mut common = Some(first);
    let mut rest = rest;
    while let Some(after) = IN_ROW.iter().find_map(|word| rest.strip_prefix(word)) {
        let Some((next, length)) = place(after, home) else { break };
        while let Some(outer) = common.filter(|outer| !region::is_within(next, outer)) {
            common = outer.parent.and_then(region::by_code);
        }
        rest = &after[length..];
    }
    Actor { region: common, nowhere: common.is_none(), ..Actor::default() }
}

/// Whether an organization's name holds no part of a clause: 市直单位1100多个党支部, 广西领导干部.
fn is_name(name: &str) -> bool {
    let clause = ["实现", "多个", "全部", "各部"].iter().any(|word| name.contains(word));
    !clause && !name.ends_with("干部") && !name.contains(|c: char| c.is_ascii_digit())
}

/// 国务院, 财政部: an organization of the whole country acts nowhere else than the document tells.
fn national(clause: &str) -> Option<Actor> {
    let (span, name) = organization::national(clause).into_iter().next()?;
    let after = &clause[span.end..];
    let other = IN_ROW.iter().chain(OF_IT.iter()).any(|word| after.starts_with(word));
    let alone = span.start == 0 && !other;
    alone.then(|| Actor { organization: Some(name.to_owned()), ..Actor::default() })
}

/// The place that a clause begins with, also as 全省 or 全市.
fn place(clause: &str, home: Option<&'static Region>) -> Option<(&'static Region, usize)> {
    if let Some(level) = clause.strip_prefix('全').and_then(|rest| rest.chars().next()) {
        let length = '全'.len_utf8() + level.len_utf8();
        let reaches = REACHES.iter().any(|word| clause[length..].starts_with(word));
        let around = home.filter(|_| !reaches).and_then(|it| organization::at_level(it, level));
        return around.map(|region| (region, length));
    }
    region::leading_from(clause, home)
}

/// A clause without blanks, dates and words that only lead up to the one who acts.
pub(super) fn without_leads(clause: &str) -> &str {
    let mut rest = clause;
    loop {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !"“「《【‘『".contains(c));
        let dated = date(rest);
        let lead = LEADS.iter().find_map(|word| rest.strip_prefix(word));
        match dated.or(lead) {
            Some(shorter) => rest = shorter,
            None => return rest,
        }
    }
}

/// What follows a date or the number of a list: 2023年|, 3月底|, 1.|.
fn date(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let counted = rest.len() < text.len();
    let rest = counted.then(|| rest.trim_start())?;
    rest.strip_prefix(['年', '月', '日', '.', '．', ')', '）'])
        .map(|rest| rest.trim_start_matches(['底', '末', '初', '度', '来', '起', '内']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentences::sentences;

    /// Place and organization of who acts where `at` stands in `text`, in a document about `home`.
    fn check(text: &str, home: &str, at: &str, expected: (&str, &str)) {
        let actors = Actors::of(text, &sentences(text), region::parse_path(home));
        let actor = actors.at(text.find(at).expect("it is there")).cloned().unwrap_or_default();
        let region = actor.region.map(region::path).unwrap_or_default();
        let organization = actor.organization.unwrap_or_default();
        assert_eq!((region.as_str(), organization.as_str()), expected, "{at} in {text}");
    }

    #[test]
    fn each_clause_has_the_actor_that_begins_it() {
        let text = "黑龙江省直机关把两者合为一体；广东省直机关出台办法，命名750个；广西区直机关评定539个；珠海市直机关印发方案。";
        check(text, "", "把两者", ("黑龙江省", ""));
        check(text, "", "命名750", ("广东省", ""));
        check(text, "", "539", ("广西壮族自治区", ""));
        check(text, "", "方案", ("广东省/珠海市", ""));
        let text = "截至2023年底，广东省评定750个，广西评定539个，全国共评定9000个。";
        check(text, "", "750", ("广东省", ""));
        check(text, "", "539", ("广西壮族自治区", ""));
        check(text, "", "9000", ("", ""));
        check("广东750个、广西539个。", "", "539", ("广西壮族自治区", ""));
    }

    #[test]
    fn an_organization_acts_until_the_next_one() {
        let text = "市财政局建立“三张清单”；开展活动12场，市审计局印发《办法》。全年办件9件。";
        let home = "广东省/珠海市";
        check(text, home, "12", (home, "珠海市财政局"));
        check(text, home, "《办法》", (home, "珠海市审计局"));
        check(text, home, "9件", ("", ""));
        check("2019年，国务院印发《意见》。", home, "《意见》", ("", "国务院"));
        check("广西领导干部讲座已办129期。", home, "129", ("广西壮族自治区", ""));
        check("全省命名750个，全市命名20个。", home, "750", ("广东省", ""));
        check("全省命名750个，全市命名20个。", home, "20", (home, ""));
    }

    #[test]
    fn where_nobody_alone_acts_it_is_the_documents_own() {
        for (text, at) in [
            ("广东、广西、湖北共命名750个。", "750"),
            ("市委、市政府印发《办法》。", "《办法》"),
            ("由公安部门依照《办法》处理。", "《办法》"),
            ("国务院各部门取消事项12项。", "12"),
            ("广西验收100个；xx 市直机关纳入12个。", "12"),
            ("五年来10项工作、省委全会精神共学习12次。", "12"),
            ("市直单位1100多个党支部评定12个。", "12"),
            ("学习“广东，广西”的750个做法。", "750"),
            ("工作位居前列，全省第一，命名750个。", "750"),
            ("广东印发《甲》；广西印发《乙》；有关单位评定12个。", "12"),
        ] {
            check(text, "广东省/珠海市", at, ("", ""));
        }
    }
}
