//! Honours: what was won, on which level, in which rank, by whom.

mod award;
mod standing;

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::actor::Actor;
use super::facts::{Claim, Details, FactType};
use super::reading::Reading;
use crate::text::Span;
use crate::text::numerals::{NumeralKind, numerals};
use award::{Award, awards};

/// How sure a verb is that an honour follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// 荣获, 获评: whatever follows was won.
    Alone,
    /// 获得, 评为: only where what follows is named like an honour.
    Named,
    /// 成为, 进入: only where it is named like an honour of a whole country, province or city.
    Scoped,
    /// 位列, 排名: a place in an order.
    Standing,
    /// 获得感, 获批: none, but they begin like one.
    Nothing,
}

const VERBS: [(&str, Trust); 78] = [
    ("成为", Trust::Scoped),
    ("进入", Trust::Scoped),
    ("列为", Trust::Scoped),
    ("获评为", Trust::Alone),
    ("获评", Trust::Alone),
    ("荣获", Trust::Alone),
    ("喜获", Trust::Alone),
    ("荣膺", Trust::Alone),
    ("荣立", Trust::Alone),
    ("荣登", Trust::Named),
    ("获颁", Trust::Alone),
    ("获授", Trust::Alone),
    ("获选", Trust::Alone),
    ("当选", Trust::Named),
    ("入选", Trust::Alone),
    ("入选为", Trust::Alone),
    ("成功入选", Trust::Alone),
    ("被评为", Trust::Alone),
    ("被评选为", Trust::Alone),
    ("被授予", Trust::Alone),
    ("被命名为", Trust::Alone),
    ("被表彰为", Trust::Alone),
    ("被确定为", Trust::Named),
    ("被认定为", Trust::Named),
    ("被列为", Trust::Named),
    ("评为", Trust::Named),
    ("授予", Trust::Named),
    ("获得", Trust::Named),
    ("获取", Trust::Named),
    ("取得", Trust::Named),
    ("赢得", Trust::Named),
    ("斩获", Trust::Named),
    ("摘得", Trust::Named),
    ("夺得", Trust::Named),
    ("捧回", Trust::Named),
    ("捧得", Trust::Named),
    ("拿下", Trust::Named),
    ("入围", Trust::Named),
    ("列入", Trust::Named),
    ("跻身", Trust::Named),
    ("获", Trust::Named),
    ("立", Trust::Nothing),
    ("位居", Trust::Standing),
    ("位列", Trust::Standing),
    ("名列", Trust::Standing),
    ("排名", Trust::Standing),
    ("排在", Trust::Standing),
    ("排全", Trust::Nothing),
    ("获得感", Trust::Nothing),
    ("获得者", Trust::Nothing),
    ("获得率", Trust::Nothing),
    ("获批", Trust::Nothing),
    ("获取信息", Trust::Nothing),
    ("获悉", Trust::Nothing),
    ("获知", Trust::Nothing),
    ("获益", Trust::Nothing),
    ("获利", Trust::Nothing),
    ("获准", Trust::Nothing),
    ("获救", Trust::Nothing),
    ("获赠", Trust::Nothing),
    ("获奖", Trust::Nothing),
    ("获胜", Trust::Nothing),
    ("获证", Trust::Nothing),
    ("获刑", Trust::Nothing),
    ("抓获", Trust::Nothing),
    ("查获", Trust::Nothing),
    ("捕获", Trust::Nothing),
    ("收获", Trust::Nothing),
    ("缴获", Trust::Nothing),
    ("破获", Trust::Nothing),
    ("俘获", Trust::Nothing),
    ("截获", Trust::Nothing),
    ("拿获", Trust::Nothing),
    ("擒获", Trust::Nothing),
    ("入选者", Trust::Nothing),
    ("争取得", Trust::Nothing),
    ("评为目", Trust::Nothing),
    ("排名表", Trust::Nothing),
];

/// Before a verb these say that nothing has been won yet, or that it is not told as a fact.
const NOT_YET: [&str; 12] =
    ["未", "力争", "争取", "有望", "拟", "将", "可", "能", "不得", "没有", "申报", "方可"];

static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let built = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(VERBS.iter().map(|(verb, _)| verb));
    built.expect("a few dozen words fit an automaton")
});

/// A verb of winning with the clause around it.
struct Won {
    verb: Span,
    trust: Trust,
    /// From the clause's border to the verb.
    head: Span,
    /// From the verb to the border, or to the next such verb.
    object: Span,
}

/// The honours of passage `at`. Linear in the passage's length.
pub(super) fn claims(reading: &Reading<'_>, at: usize) -> Vec<Claim> {
    let prose = &reading.prose[at];
    let mut claims = Vec::new();
    for won in won(&prose.plain) {
        let text = prose.plain.as_str();
        if NOT_YET.iter().any(|word| won.head.of(text).ends_with(word)) {
            continue;
        }
        let found = match won.trust {
            Trust::Standing => standing::standing(text, won.head, won.object),
            trust => awards(text, won.object, trust == Trust::Alone),
        };
        let found = found
            .into_iter()
            .filter(|award| won.trust != Trust::Scoped || award::level(&award.name).is_some());
        claims.extend(found.map(|award| claim(reading, at, &won, award)));
    }
    claims
}

fn won(text: &str) -> Vec<Won> {
    let matches = AUTOMATON.find_iter(text);
    let verbs =
        matches.map(|it| (Span::new(it.start(), it.end()), VERBS[it.pattern().as_usize()].1));
    let verbs: Vec<(Span, Trust)> = verbs.filter(|(_, trust)| *trust != Trust::Nothing).collect();
    let mut all = Vec::with_capacity(verbs.len());
    for (index, &(verb, trust)) in verbs.iter().enumerate() {
        let floor = index.checked_sub(1).map_or(0, |before| verbs[before].0.end);
        let ceiling = verbs.get(index + 1).map_or(text.len(), |next| next.0.start);
        let head = Span::new(clause_start(text, floor, verb.start), verb.start);
        let object = Span::new(verb.end, award::object_end(text, verb.end, ceiling));
        all.push(Won { verb, trust, head, object });
    }
    all
}

/// The last border before `end`, no earlier than `floor`.
fn clause_start(text: &str, floor: usize, end: usize) -> usize {
    let found = text[floor..end].char_indices().rev().take(60).find(|(_, c)| award::is_border(*c));
    found.map_or(floor, |(at, c)| floor + at + c.len_utf8())
}

fn claim(reading: &Reading<'_>, at: usize, won: &Won, award: Award) -> Claim {
    let prose = &reading.prose[at];
    let text = prose.plain.as_str();
    let sentence = prose.sentence_at(won.verb.start);
    let before = Span::new(sentence.start.min(won.verb.start), won.verb.start);
    // A place in an order begins before its verb, with what was judged.
    let gap = text.get(won.verb.end..award.span.start);
    let adjoins = gap.is_some_and(|gap| gap.chars().all(|c| "了为".contains(c)));
    let start = if adjoins { won.verb.start.min(award.span.start) } else { award.span.start };
    let level = award::level(&award.rank)
        .or_else(|| award::level(&award.name))
        .or_else(|| award::level(won.head.of(text)));
    let details = Details {
        verb: won.verb.of(text).to_owned(),
        level: level.unwrap_or_default().to_owned(),
        rank: award.rank,
        ..Details::default()
    };
    let actor = reading.actor(at, won.verb.start);
    Claim {
        details,
        organization: actor.and_then(|actor| holder(actor, text, won.verb)),
        region: actor.and_then(|actor| actor.region),
        year: year(before.of(text)),
        ..Claim::new(FactType::Honour, award.name, Span::new(start, award.span.end))
    }
}

/// Who won: the organization that acts, or the place that itself does.
fn holder(actor: &Actor, text: &str, verb: Span) -> Option<String> {
    let place = actor.place_ends.filter(|end| *end <= verb.start);
    let wins = place.is_some_and(|end| wins(&text[end..verb.start]));
    let place = || actor.region.filter(|_| wins).map(|region| region.name.to_owned());
    actor.organization.clone().or_else(place)
}

/// Whether what follows a place leaves the place itself as the one who wins.
fn wins(rest: &str) -> bool {
    let adverbs = [
        "", "先后", "连续", "成功", "多次", "再次", "首次", "累计", "两次", "在", "也", "还", "，",
        ",",
    ];
    let rest = rest.trim();
    rest.is_empty() || adverbs.iter().skip(1).any(|word| rest.starts_with(word))
}

/// The last year that the sentence names before the verb.
fn year(before: &str) -> Option<u16> {
    if !before.contains('年') {
        return None;
    }
    let years = numerals(before).into_iter().filter(|it| it.kind == NumeralKind::Year);
    let own = years.filter(|it| it.upper.is_none() && !before[it.unit.end..].starts_with("以来"));
    own.max_by_key(|it| it.span).and_then(|it| it.value.to_string().parse().ok())
}

#[cfg(test)]
mod tests;
