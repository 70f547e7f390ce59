//! Honours: what was won, on which level, in which rank, by whom.

mod award;
mod holder;
mod roll;
mod standing;

use std::collections::BTreeMap;

use super::actor::Actor;
use super::facts::{Claim, Details, FactType};
use super::reading::{Prose, Reading};
use super::rules::{File, Rules};
use super::track::is_founding;
use crate::text::Span;
use crate::text::numerals::{NumeralKind, numerals};
use award::{Award, awards};
use holder::holders;
pub(super) use roll::numbered;

/// How sure a verb is that an honour follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// 荣获, 获评: whatever follows was won.
    Alone,
    /// 获得, 评为: only where what follows is named like an honour.
    Named,
    /// 成为, 进入: only where it is named like an honour of a whole country, province or city.
    Scoped,
}

/// A verb of winning with the clause around it.
struct Won {
    verb: Span,
    trust: Trust,
    /// From the clause's border to the verb.
    head: Span,
    /// From the verb to the border, or to the next such verb.
    object: Span,
}

/// The name by which somebody is called is no longer than this, in characters.
const CALLED: usize = 30;

impl Won {
    /// Whether somebody is called by a name that says how wide it counts: 被命名为|全国税务系统….
    fn calls(&self, text: &str) -> bool {
        let verb = self.verb.of(text);
        let object = self.object.of(text);
        let named =
            ["命名为", "认定为", "评定为", "表彰为"].iter().any(|word| verb.ends_with(word));
        let plain = !object.contains("给予") && object.chars().count() <= CALLED;
        named && plain && award::level(object).is_some()
    }

    /// Whether somebody is called by a name in marks: 被国家发改委|评为“…”.
    fn is_told_of(&self, text: &str) -> bool {
        let passive = ["被", "经", "由"].iter().any(|word| self.head.of(text).contains(word));
        let calls = self.verb.of(text).ends_with('为');
        passive && calls && self.object.of(text).starts_with('“')
    }
}

/// The honours of passage `at`. Linear in the passage's length.
pub(super) fn claims(reading: &Reading<'_>, at: usize) -> Vec<Claim> {
    let prose = &reading.prose[at];
    let text = prose.plain.as_str();
    let rules: &Rules = &reading.rules;
    let words = rules.table(File::HonourWords);
    let mut claims = Vec::new();
    for won in won(text, rules) {
        if words.ending(won.head.of(text), "not_yet").is_some() {
            continue;
        }
        let sure = won.trust == Trust::Alone || won.is_told_of(text) || won.calls(text);
        let found = awards(text, won.object, sure, rules)
            .into_iter()
            .filter(|award| won.trust != Trust::Scoped || award::level(&award.name).is_some())
            .filter(|award| is_won(won.verb.of(text), &award.name));
        let won_here: Vec<Claim> = found.map(|award| claim(reading, at, &won, award)).collect();
        claims.extend(respectively(won.head.of(text), won_here));
    }
    let told = |span: Span| {
        claims
            .iter()
            .any(|claim: &Claim| claim.span.start < span.end && span.start < claim.span.end)
    };
    let standings = standing::standings(text).into_iter().filter(|it| !told(it.span));
    let standings: Vec<Claim> =
        standings.filter_map(|it| standing_claim(reading, at, it, words)).collect();
    claims.extend(standings);
    claims
}

/// The honours that rolls give, by their passage. Linear in the document's length.
pub(super) fn rolls(reading: &Reading<'_>) -> BTreeMap<usize, Vec<Claim>> {
    let rules: &Rules = &reading.rules;
    let mut rolls = roll::Rolls::default();
    let mut above = None;
    for (at, prose) in reading.prose.iter().enumerate() {
        let heading = prose.passage.headings.last();
        if heading != above {
            rolls.heading(heading.map_or("", String::as_str), rules);
            above = heading;
        }
        rolls.passage(at, &prose.plain, rules);
    }
    rolls.close();
    let mut claims: BTreeMap<usize, Vec<Claim>> = BTreeMap::new();
    for (at, roll) in rolls.found {
        let (name, level) = roll::named(&roll.name, rules);
        let details =
            Details { level: level.to_owned(), holders: roll.holders, ..Details::default() };
        let year = numerals(&roll.name).into_iter().find(|it| it.kind == NumeralKind::Year);
        let year = year.and_then(|it| it.value.to_string().parse().ok());
        let claim = Claim { details, year, ..Claim::new(FactType::Honour, name, roll.span) };
        claims.entry(at).or_default().push(claim);
    }
    claims
}

/// 甲、乙|分别|获评“A”“B”: of as many honours as there are holders each is one's.
fn respectively(head: &str, mut claims: Vec<Claim>) -> Vec<Claim> {
    let holders = claims.first().map_or(0, |it| it.details.holders.len());
    if head.ends_with("分别") && holders > 1 && holders == claims.len() {
        for (at, claim) in claims.iter_mut().enumerate() {
            let own = claim.details.holders.get(at).cloned();
            claim.details.holders = own.into_iter().collect();
        }
    }
    claims
}

/// A place in an order that was reached.
fn standing_claim(
    reading: &Reading<'_>,
    at: usize,
    standing: standing::Standing,
    words: &super::rules::Table,
) -> Option<Claim> {
    let text = reading.prose[at].plain.as_str();
    let start = clause_start(text, 0, standing.span.start);
    let head = &text[start..standing.span.start];
    if words.ending(head, "not_yet").is_some() {
        return None;
    }
    let won = Won {
        verb: Span::new(standing.span.start, standing.award.span.start),
        trust: Trust::Alone,
        head: Span::new(start, standing.span.start),
        object: standing.award.span,
    };
    let mut claim = claim(reading, at, &won, standing.award);
    claim.span = standing.span;
    claim.details.verb = won.verb.of(text).chars().take(2).collect();
    // What is ranked is no holder.
    claim.details.holders.clear();
    Some(claim)
}

fn won(text: &str, rules: &Rules) -> Vec<Won> {
    let hits = rules.table(File::HonourVerbs).find(text);
    let verbs: Vec<(Span, Trust)> = hits
        .filter_map(|hit| {
            let trust = match hit.rule.class.as_str() {
                "alone" => Trust::Alone,
                "named" => Trust::Named,
                "scoped" => Trust::Scoped,
                _ => return None,
            };
            Some((hit.span, trust))
        })
        .collect();
    let verbs = with_named(text, verbs);
    let mut all: Vec<Won> = Vec::with_capacity(verbs.len());
    for (index, &(verb, trust)) in verbs.iter().enumerate() {
        let floor = index.checked_sub(1).map_or(0, |before| verbs[before].0.end);
        let mut start = clause_start(text, floor, verb.start);
        if start == floor && index > 0 {
            // 获评甲、18所学校被评为乙: the holder of the second stands behind the last 、.
            start = listed(text, floor, verb.start).map_or(floor, |at| at + '、'.len_utf8());
        }
        let next = verbs.get(index + 1).map_or(text.len(), |next| next.0.start);
        let ceiling = listed(text, verb.end, next).unwrap_or(next);
        let head = Span::new(start, verb.start);
        let object = Span::new(verb.end, award::object_end(text, verb.end, ceiling));
        all.push(Won { verb, trust, head, object });
    }
    all
}

/// The verbs, with the 为 of a decision that names who is honoured: 某县人民政府|为|2009年度…先进单位.
fn with_named(text: &str, mut verbs: Vec<(Span, Trust)>) -> Vec<(Span, Trust)> {
    let named = text.match_indices('为').filter(|(at, word)| {
        let rest = &text[at + word.len()..];
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        digits == 4 && rest[digits..].starts_with("年度")
    });
    let named = named.map(|(at, word)| Span::new(at, at + word.len()));
    // 被省高院|记|集体二等功.
    let merits = text.match_indices("等功").filter_map(|(at, _)| {
        let head = text[..at].strip_suffix(['一', '二', '三'])?;
        let head = head.strip_suffix("集体").or_else(|| head.strip_suffix("个人")).unwrap_or(head);
        head.ends_with('记').then(|| Span::new(head.len() - '记'.len_utf8(), head.len()))
    });
    // 公安部命名|青山派出所|为“…”.
    let as_what = text.match_indices('为').filter_map(|(at, word)| {
        let rest = &text[at + word.len()..];
        let scoped = rest.starts_with('“') || award::level_word(rest).is_some();
        (scoped && award::receiver(&text[..at]).is_some()).then(|| Span::new(at, at + word.len()))
    });
    let named = named.chain(merits).chain(as_what);
    let known =
        |span: &Span| verbs.iter().any(|(verb, _)| verb.start < span.end && span.start < verb.end);
    let new: Vec<_> = named.filter(|it| !known(it)).map(|it| (it, Trust::Named)).collect();
    let more: Vec<_> = called(text).into_iter().filter(|(span, _)| !known(span)).collect();
    verbs.extend(new);
    // 被评为“…”: the verb has its 为 already.
    verbs.extend(more);
    verbs.sort_by_key(|(span, _)| *span);
    verbs.dedup_by(|next, last| next.0.start < last.0.end);
    verbs.sort_by_key(|(span, _)| *span);
    verbs
}

/// The 为 of further clauses of a decision: 授予甲、乙为“…”荣誉称号；丙、丁|为|“…”荣誉称号.
fn called(text: &str) -> Vec<(Span, Trust)> {
    let calls = |at: usize| {
        let rest = &text[at + '为'.len_utf8()..];
        let inner = rest.strip_prefix('“').and_then(|it| it.split_once('”'));
        inner.is_some_and(|(name, rest)| {
            let title = rest.starts_with("称号") || rest.starts_with("荣誉称号");
            title && name.chars().count() <= CALLED
        })
    };
    let continues = |at: usize| {
        let sentence = text[..at].rsplit(['。', '\n']).next().unwrap_or_default();
        let clause = sentence.rsplit('；').next().unwrap_or_default();
        sentence.len() > clause.len() && sentence.contains("授予") && !clause.contains("授予")
    };
    let found = text.match_indices('为').filter(|(at, _)| calls(*at) && continues(*at));
    found.map(|(at, word)| (Span::new(at, at + word.len()), Trust::Alone)).collect()
}

/// The last 、 between two verbs of one clause.
fn listed(text: &str, start: usize, end: usize) -> Option<usize> {
    let between =
        text.get(start..end).filter(|it| end < text.len() && !it.contains(award::is_border))?;
    between.rfind('、').map(|at| start + at)
}

/// A row of holders before its verb has so many characters at most.
const ROW: usize = 160;

/// The last border before `end`, no earlier than `floor`; a bracket that closes before `end` is none.
fn clause_start(text: &str, floor: usize, end: usize) -> usize {
    let mut closed = 0_usize;
    for (at, c) in text[floor..end].char_indices().rev().take(ROW) {
        match c {
            '）' => closed += 1,
            '（' if closed > 0 => closed -= 1,
            c if award::is_border(c) && closed == 0 => return floor + at + c.len_utf8(),
            _ => {}
        }
    }
    floor
}

fn claim(reading: &Reading<'_>, at: usize, won: &Won, award: Award) -> Claim {
    let prose = &reading.prose[at];
    let text = prose.plain.as_str();
    let sentence = prose.sentence_at(won.verb.start);
    let before = Span::new(sentence.start.min(won.verb.start), won.verb.start);
    let gap = text.get(won.verb.end..award.span.start);
    let adjoins = gap.is_some_and(|gap| {
        gap.chars().all(|c| "了为".contains(c))
            || (gap.chars().count() <= 8 && !gap.contains(['、', '和', '”']))
    });
    let start = if adjoins { won.verb.start.min(award.span.start) } else { award.span.start };
    let level = award::level(&award.rank)
        .or_else(|| award::level(&award.name))
        .or_else(|| award::level_word(circumstance(won.head.of(text))));
    let holders = holders(reading, at, won, &award);
    let actor = reading.actor(at, won.verb.start);
    let details = Details {
        verb: won.verb.of(text).to_owned(),
        level: level.unwrap_or_default().to_owned(),
        rank: award.rank,
        holders,
        ..Details::default()
    };
    Claim {
        details,
        organization: actor.and_then(|actor| holder(actor, text, won.verb)),
        region: actor.and_then(|actor| actor.region),
        year: award.year.or_else(|| year(prose, before)),
        ..Claim::new(FactType::Honour, award.name, Span::new(start, award.span.end))
    }
}

/// The part of a clause that says who gave an honour or where it was won; the rest names its holder
/// (青岛市委市直机关工委|获评), whose own level is not that of the honour.
fn circumstance(head: &str) -> &str {
    let told = ["被", "由", "经", "在", "从", "全国", "全省", "全市", "全县", "全区"];
    let at = told.iter().filter_map(|word| head.rfind(word)).min();
    at.map_or("", |at| &head[at..])
}

/// Who won: the organization that acts, or the place that itself does.
fn holder(actor: &Actor, text: &str, verb: Span) -> Option<String> {
    let place = actor.place_ends.filter(|end| *end <= verb.start);
    let wins = place.is_some_and(|end| wins(&text[end..verb.start]));
    let place = || actor.region.filter(|_| wins).map(|region| region.name.to_owned());
    actor.organization.clone().or_else(place)
}

/// Whether the object of a verb was won: 取得创新成果 tells what was made, 授予单位或者个人称号 a rule.
fn is_won(verb: &str, name: &str) -> bool {
    let result_of_work = verb == "取得" && name.ends_with("成果");
    // 获评充分展示了…: a clause, and no name.
    !result_of_work && !name.contains("或者") && !name.contains('了')
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
fn year(prose: &Prose<'_>, before: Span) -> Option<u16> {
    let years = prose.numbers.iter().filter(|it| {
        it.kind == NumeralKind::Year
            && before.contains(it.span)
            && it.upper.is_none()
            && !prose.plain[it.unit.end..].starts_with("以来")
            && !is_founding(&prose.plain[..it.span.start])
    });
    years.max_by_key(|it| it.span).and_then(|it| it.value.to_string().parse().ok())
}

#[cfg(test)]
mod tests;
