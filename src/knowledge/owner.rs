//! Whose practice a brand is: the organization that the text names for it.

use super::facts::{Claim, FactType};
use super::reading::Reading;
use super::rules::{File, Rules, Words, list};
use super::{normal, organization, region, subject};
use crate::text::Span;
use crate::text::segment::is_han;

/// A body's name is no longer than this, in characters.
const LONGEST: usize = 24;

/// Endings of what is done, and of nobody who does it.
const PRACTICES: [&str; 8] = ["项目", "案例", "品牌", "做法", "经验", "模式", "”", "会"];

/// What stands before an organization that is only dealt with: 向省财政厅学习.
const DEALT_WITH: [char; 16] = [
    '在', '与', '向', '对', '从', '据', '照', '和', '及', '同', '给', '到', '至', '赴', '把', '被',
];

/// Letters before a name that may be whose it is.
const INTRODUCED: usize = 10;

/// What stands between a name and 是 has so many bytes at most: “五彩”|志愿服务队|是….
const SORT: usize = 24;

/// An organization that a passage names.
type Body = (Span, String);

/// What an organization that stands in a row, or whose officer is meant, is followed by.
const NOT_ALONE: [&str; 7] = ["、", "和", "与", "及", "书记", "主任", "局长"];

/// Gives the brands of passage `at` that have no owner yet to the organization that the text names
/// for them; `claims` are those of the passage by their place.
pub(super) fn own(reading: &Reading<'_>, at: usize, claims: &mut [Claim]) {
    let prose = &reading.prose[at];
    let text = prose.plain.as_str();
    let bodies: Vec<Body> = claims
        .iter()
        .filter(|claim| claim.kind == FactType::Organization)
        .map(|claim| (claim.span, as_told(text, claim)))
        .collect();
    let title = title(reading);
    for claim in claims.iter_mut().filter(|claim| claim.kind == FactType::Brand) {
        // A row names it beside the name.
        if let Some(owner) = std::mem::take(&mut claim.details.holders).pop() {
            claim.region = region::leading(&owner).map(|(place, _)| place).or(claim.region);
            claim.organization = Some(owner);
            continue;
        }
        let sentence = prose.sentence_at(claim.span.start);
        let touching = bracketed(text, claim.span.start, &reading.rules)
            .or_else(|| touching(text, claim.span.start, &bodies, &reading.rules))
            .or_else(|| introduced(reading, text, claim.span.start))
            .or_else(|| said_to_be(text, claim.span.end, &bodies));
        // Who acts in the clause goes before all but whoever stands right before the name.
        let told = claim.organization.take();
        let made = maker(text, claim.span.start, &reading.rules);
        let made = || made.map(|it| it.of(text).to_owned());
        let acting = acting(reading, Span::new(sentence.start, claim.span.start), at);
        let subject = || body_before(text, sentence, claim.span.start, &bodies);
        let later = || later(text, sentence, claim.span.end, &bodies);
        claim.organization = touching
            .or_else(made)
            .or(acting)
            .or(told)
            .or_else(subject)
            .or_else(later)
            .or_else(|| elsewhere(reading, &claim.name))
            .or_else(|| topic(reading, sentence.start, at))
            .or_else(|| title.clone());
    }
}

/// A body as the text writes it, where it writes the place too; else by its full name.
fn as_told(text: &str, claim: &Claim) -> String {
    let said = claim.span.of(text);
    if region::leading(said).is_some() { said.to_owned() } else { claim.name.clone() }
}

/// The body that acts before a name in `head`, the part of its sentence before it; several that act
/// together are named together.
fn acting(reading: &Reading<'_>, head: Span, at: usize) -> Option<String> {
    let text = head.of(&reading.prose[at].plain);
    let bodies = subject::acting(text, &reading.rules, |body| {
        let dealt = body.starts_with(DEALT_WITH) || body.contains('等');
        !dealt && is_body(body, &reading.rules)
    });
    (1..=TOGETHER).contains(&bodies.len()).then(|| bodies.join("、"))
}

/// So many bodies act together at most.
const TOGETHER: usize = 3;

/// So many sentences before a name are looked through for whoever it is that they tell of.
const BEFORE: usize = 6;

/// The body that acts in the sentences of passage `at` before byte `end`, or that the headline is of:
/// 丹阳街道打造…。在28个社区实施“红色头雁”工程.
fn topic(reading: &Reading<'_>, end: usize, at: usize) -> Option<String> {
    acting_before(reading, end, at).or_else(|| headline(reading))
}

/// The body that acts in the last sentences before byte `end` of passage `at`, under its heading.
pub(super) fn acting_before(reading: &Reading<'_>, end: usize, at: usize) -> Option<String> {
    let prose = &reading.prose[at];
    let before = prose.sentences.partition_point(|it| it.end <= end);
    let own = prose.sentences[..before].iter().rev().map(|sentence| (at, *sentence));
    let last = at
        .checked_sub(1)
        .filter(|last| reading.prose[*last].passage.headings == prose.passage.headings);
    let earlier = last.into_iter().flat_map(|last| {
        reading.prose[last].sentences.iter().rev().map(move |sentence| (last, *sentence))
    });
    own.chain(earlier).take(BEFORE).find_map(|(at, sentence)| acting(reading, sentence, at))
}

/// The body that the headline is of: 瑶海区明光路街道：….
fn headline(reading: &Reading<'_>) -> Option<String> {
    let title = normal::plain(&reading.front_matter.title);
    let head = title.split_once([':', '：', ' ', '，']).map(|(head, _)| head);
    let body = head.filter(|head| is_body(head, &reading.rules));
    body.or_else(|| subject::opening(&title, &reading.rules)).map(str::to_owned)
}

/// Who makes a practice of this name where the document tells of it again: a list of names says of
/// none whose it is.
fn elsewhere(reading: &Reading<'_>, name: &str) -> Option<String> {
    let quoted = format!("“{name}”");
    let told = |text: &str| {
        let mut places = text.match_indices(&quoted).map(|(at, _)| at);
        places.find_map(|at| {
            let body = maker(text, at, &reading.rules);
            body.or_else(|| before(text, at, &reading.rules)).map(|it| it.of(text).to_owned())
        })
    };
    reading.prose.iter().find_map(|prose| told(&prose.plain))
}

/// The body in a bracket behind a name that is quoted from `start` on: “小螺号”工作室（|某检察院|）.
fn bracketed(text: &str, start: usize, rules: &Rules) -> Option<String> {
    let rest = &text[start..];
    let close = rest.find('”')? + '”'.len_utf8();
    let behind = &rest[close..];
    let open = behind.find('（').filter(|at| behind[..*at].chars().all(is_han) && *at <= 24)?;
    let inside = &behind[open + '（'.len_utf8()..];
    let body = &inside[..inside.find('）')?];
    is_body(body, rules).then(|| body.to_owned())
}

/// The village or body right before a name, where a clause runs on to it, by its name as the
/// document has it at the head of a clause: 参观完|龙竹村“枫叶红”; 龙竹村是….
fn introduced(reading: &Reading<'_>, text: &str, start: usize) -> Option<String> {
    let head = text[..start].strip_suffix('的').unwrap_or(&text[..start]);
    let run = head.char_indices().rev().take_while(|(_, c)| is_han(*c)).take(INTRODUCED);
    let names = run.map(|(at, _)| &head[at..]);
    let long = names.filter(|name| name.chars().count() >= 3);
    // The longest: 七级镇|七级村 is more than 七级村.
    let known = long.filter(|name| is_body(name, &reading.rules) && reading.opens_with(name));
    known.last().map(str::to_owned)
}

/// The body right before a name.
fn touching(text: &str, start: usize, bodies: &[Body], rules: &Rules) -> Option<String> {
    let last = bodies.iter().rev().find(|(span, _)| span.end <= start);
    let adjoins = last.filter(|(span, _)| {
        matches!(
            &text[span.end..start],
            "" | "的" | "‘" | "“" | "党支部" | "党委" | "党组" | "党总支"
        )
    });
    let named = adjoins.map(|(_, name)| name.clone());
    named.or_else(|| before(text, start, rules).map(|it| it.of(text).to_owned()))
}

/// Verbs by which a body comes to have a practice.
static MAKES: Words = Words::new(|| list(File::Brands, "makes"));

/// Verbs and words of circumstance that no body's name begins with.
static LEADS: Words = Words::new(|| list(File::Brands, "leads"));

/// The body that opens the name's own clause and makes it: 旗文广旅游局党总支|创建了“…”.
pub(super) fn maker(text: &str, start: usize, rules: &Rules) -> Option<Span> {
    let clause = super::marks::clause_before(text, start);
    let whole = clause.rsplit('”').next().unwrap_or(clause);
    let clause = whole.rsplit('、').next().unwrap_or(whole);
    let row = &whole[..whole.len() - clause.len()];
    let clause = super::actor::without_leads(clause);
    let clause = clause.trim_start_matches(['如', '由', '从', '到', ' ']);
    let at = MAKES.iter().filter_map(|verb| clause.find(verb)).min()?;
    let said = &clause[..at];
    // 在和平盛世、鸣香苑等小区打造: where it is done.
    let acts = !said.contains(['在', '对', '与', '将', '以', '等']) && !row.contains('在');
    let from = start - clause.len();
    // 湖北清廉机关建设|办过: a verb.
    let acts = acts && !(said.ends_with('办') && clause[at..].starts_with(['过', '了', '起']));
    (acts && is_body(said, rules)).then(|| Span::new(from, from + at))
}

/// Whether words are called as bodies are, and hold nothing else.
fn is_body(said: &str, rules: &Rules) -> bool {
    let end = rules.table(File::HonourWords).ending(said, "holder");
    let plain = said.chars().all(is_han) && (3..=LONGEST).contains(&said.chars().count());
    // 围绕支部, 银匠合作社的银饰网销大湾区: a clause, and what somebody has.
    let other = said.contains('的') || LEADS.iter().any(|word| said.starts_with(word));
    let other = other || said.contains("负责人") || said.ends_with(['人', '者', '员']);
    let other = other || said.ends_with("干部") || said.contains("面向");
    // 西苑等小区推行: a clause.
    let other = other || said.contains('等') || MAKES.iter().any(|verb| said.ends_with(verb));
    plain && !other && end.is_some_and(|end| !PRACTICES.contains(&end))
}

/// Whose a name in quote marks is said to be, by the words around it: X打造了“…”, “…”是X的品牌.
/// `name` are the bytes inside the marks; gives the bytes of the body.
#[must_use]
pub(crate) fn told_owner(text: &str, name: Span) -> Option<Span> {
    let rules = Rules::built_in();
    let open = text[..name.start].char_indices().next_back().map_or(name.start, |(at, _)| at);
    let told = maker(text, open, &rules).or_else(|| before(text, open, &rules));
    if told.is_some() {
        return told;
    }
    let rest = text[name.end..].strip_prefix(['”', '」', '』', '"'])?;
    let clause = rest.split(['，', '。', '；']).next().unwrap_or(rest);
    let start = text.len() - rest.len();
    // “…”是X的品牌, “…”来自X, “…”服务品牌由X创立.
    // “…”志愿服务队|是X的队伍.
    let sort =
        clause.find(['是', '由']).filter(|at| *at <= SORT && clause[..*at].chars().all(is_han));
    let sort = sort.filter(|at| clause[*at..].starts_with('是')).unwrap_or(0);
    let (start, clause) = (start + sort, &clause[sort..]);
    let (from, to) = match (clause.strip_prefix('是'), clause.strip_prefix("来自")) {
        (Some(said), _) => ('是'.len_utf8(), said.find('的')?),
        (None, Some(said)) => ("来自".len(), said.len()),
        (None, None) => {
            let from = clause.find('由')? + '由'.len_utf8();
            (from, MAKES.iter().filter_map(|verb| clause[from..].find(verb)).min()?)
        }
    };
    let body = Span::new(start + from, start + from + to);
    is_body(body.of(text), &rules).then_some(body)
}

/// The body that acts before a name in its sentence.
fn body_before(text: &str, sentence: Span, start: usize, bodies: &[Body]) -> Option<String> {
    let before = bodies.iter().rev().filter(|(span, _)| span.end <= start);
    let mut within = before.take_while(|(span, _)| span.start >= sentence.start);
    within.find(|(span, _)| acts(text, sentence, *span)).map(|(_, name)| name.clone())
}

/// “…”品牌是|城市管理局党委|创新打造的: the body that the name is said to be of.
fn said_to_be(text: &str, end: usize, bodies: &[Body]) -> Option<String> {
    let rest = &text[end..];
    let word = ["，是由", "，由", "是由", "由", "是"].iter().find(|it| rest.starts_with(**it))?;
    let named = bodies.iter().find(|(span, _)| span.start == end + word.len());
    // 由省委组织部命名: who gives the name.
    let makes = |span: &Span| {
        let behind = text[span.end..].split(['，', '。', '；']).next().unwrap_or_default();
        MAKES.iter().any(|verb| behind.contains(verb))
    };
    named.filter(|(span, _)| makes(span)).map(|(_, name)| name.clone())
}

/// “百日行动”开展以来，公安部组织…: the one who acts next.
fn later(text: &str, sentence: Span, end: usize, bodies: &[Body]) -> Option<String> {
    let mut after = bodies.iter().filter(|(span, _)| span.start >= end);
    let (span, name) = after.find(|(span, _)| span.end <= sentence.end)?;
    let opens = text[..span.start].ends_with(['，', '：']);
    (opens && acts(text, sentence, *span)).then(|| name.clone())
}

/// The body that stands right before a name in quotes: 、岳林街道|“…”.
pub(super) fn before(text: &str, start: usize, rules: &Rules) -> Option<Span> {
    // 临汾经开区的“优审通”.
    let head = text[..start].strip_suffix('的').unwrap_or(&text[..start]);
    let from =
        head.char_indices().rev().take(LONGEST + 1).take_while(|(_, c)| is_han(*c)).last()?.0;
    let said = &head[from..];
    // 工委推荐的|城市管理局党委.
    let said = said.rsplit_once('的').map_or(said, |(_, rest)| rest);
    let made = MAKES.iter().filter_map(|verb| said.rfind(verb).map(|at| at + verb.len())).max();
    let said = made.map_or(said, |at| &said[at..]).trim_start_matches(['从', '到', '了']);
    // What stands before it must end there: a longer run of characters is a clause.
    let bounded = head[..from].chars().next_back().is_none_or(|c| !is_han(c));
    let mut words = rules.table(File::Phrases).find(said);
    let clause =
        words.any(|hit| matches!(hit.rule.class.as_str(), "verb" | "adverb" | "preposition"));
    let body = bounded && !clause && is_body(said, rules);
    body.then(|| Span::new(head.len() - said.len(), head.len()))
}

/// Whether an organization is the one who acts in its clause: it opens it, or is told more of by a
/// clause that ends in it (获得一等奖的|松阳县税务局).
fn acts(text: &str, sentence: Span, span: Span) -> bool {
    let head = &text[sentence.start..span.start];
    let rest = &text[span.end..];
    let dealt = head.ends_with(DEALT_WITH);
    let row = NOT_ALONE.iter().any(|word| rest.starts_with(word));
    let clause = head.rsplit(['，', '；', '：', '。']).next().unwrap_or(head);
    let opens = super::actor::without_leads(clause).trim().is_empty();
    let told_of = clause.ends_with('的') && rest.starts_with('，');
    !dealt && !row && (opens || told_of)
}

/// The organization that the title begins with.
fn title(reading: &Reading<'_>) -> Option<String> {
    let title = normal::plain(&reading.front_matter.title);
    let named = organization::leading(&title, reading.home).map(|named| named.name);
    let national = || {
        let first = organization::national(&title).into_iter().next();
        first.filter(|(span, _)| span.start == 0).map(|(_, name)| name.to_owned())
    };
    named.or_else(national)
}
