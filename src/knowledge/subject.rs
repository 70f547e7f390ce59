//! Of whom a verb is told: the names before it in its sentence, or those behind what was won.

use crate::knowledge::actor::without_leads;
use crate::knowledge::marks::{Mark, marked};
use crate::knowledge::rules::{File, Rules};
use crate::text::Span;

/// A holder's name is no longer than this, in characters.
const LONGEST: usize = 32;

/// A clause of so many characters may be a name and nothing else.
const WHOLE: usize = 14;

/// A row of names is no longer than this.
const LONGEST_ROW: usize = 120;

/// Who gives is named in so many characters: 被|省委组织部|授予.
const GIVER: usize = 16;

/// Verbs of giving an honour.
const CALLED: [&str; 6] = ["评为", "授予", "命名为", "认定为", "表彰为", "列为"];

/// What holders are called that nobody names.
const GENERIC: [&str; 10] =
    ["单位", "企业", "个人", "集体", "同志", "学校", "项目", "案例", "品牌", "干部"];

/// Everyone of whom a verb is told. `head` reaches from the start of the verb's clause to the verb,
/// `sentence` from the start of the sentence; nothing where the text names nobody.
pub(super) fn before(text: &str, sentence: Span, head: Span, rules: &Rules) -> Vec<String> {
    let own = subject(head.of(text), rules);
    if !own.is_empty() {
        return parts(own);
    }
    let earlier = Span::new(sentence.start, head.start.max(sentence.start));
    let said = clauses(earlier.of(text)).into_iter().rev().find_map(|it| opening_clause(it, rules));
    said.map(parts).unwrap_or_default()
}

/// Who acts in `text`, the part of a sentence before a name: the names at the head of the last
/// clause that begins with some that all are one.
pub(super) fn acting(text: &str, rules: &Rules, is_one: impl Fn(&str) -> bool) -> Vec<String> {
    let about = |clause: &str| without_leads(clause).starts_with(ABOUT);
    let mut clauses = clauses(text).into_iter().rev().filter(|it| !about(it));
    let named = |clause| {
        let names = parts(opening_clause(clause, rules)?);
        (!names.is_empty() && names.iter().all(|it| is_one(it))).then_some(names)
    };
    clauses.find_map(named).unwrap_or_default()
}

/// How a clause begins that says where, how or of what something is done: 在28个社区实施.
const ABOUT: [char; 11] = ['在', '从', '以', '按', '为', '对', '将', '把', '向', '与', '据'];

/// The names that a clause begins with, up to its first verb, where they are called as holders are.
fn opening_clause<'a>(clause: &'a str, rules: &Rules) -> Option<&'a str> {
    let said = subject(clause, rules);
    let cut = first_word(said, rules).map_or(said, |at| &said[..at]);
    let cut = without_count(cut);
    // 投资33亿元的|赛车小镇: what is said of it.
    let told =
        cut.rsplit_once('的').filter(|(said, _)| said.contains(|c: char| c.is_ascii_digit()));
    let cut = told.map_or(cut, |(_, name)| name);
    let figure = cut.contains(|c: char| c.is_ascii_digit()) && !cut.ends_with('”');
    let named = rules.table(File::HonourWords).ending(cut, "holder").is_some();
    (named && !figure && cut.chars().count() <= LONGEST).then_some(cut)
}

/// The one whom a headline tells of: what stands before its first verb, where it is called as
/// holders are.
pub(super) fn opening<'a>(headline: &'a str, rules: &Rules) -> Option<&'a str> {
    let clause = clauses(headline).into_iter().next().unwrap_or_default();
    let said = trimmed(&clause[..first_word(clause, rules)?], rules);
    let named = rules.table(File::HonourWords).ending(said, "holder").is_some();
    let length = said.chars().count();
    let generic = GENERIC.iter().any(|word| said.ends_with(word)) || said.contains(['“', '、']);
    (named && !generic && (4..=LONGEST).contains(&length)).then_some(said)
}

/// Who got an honour that is told of them: 获得一等奖的|松阳县税务局.
pub(super) fn behind(text: &str, end: usize, rules: &Rules) -> Vec<String> {
    let rest = text[end..].trim_start_matches(['”', '’']);
    // 获评农业产业强镇|的是|乔口镇, “…”的获得者是….
    let Some(rest) = rest.strip_prefix('的') else { return Vec::new() };
    let rest = ["获得者", "单位", "集体", "个人"]
        .iter()
        .find_map(|word| rest.strip_prefix(*word))
        .filter(|it| it.starts_with(['是', '为']))
        .unwrap_or(rest);
    let is = rest.strip_prefix(['是', '为']);
    let rest = is.or_else(|| rest.strip_prefix('有')).unwrap_or(rest);
    let clause = clauses(rest).into_iter().next().unwrap_or_default();
    // …的是|儿牙与公卫党支部: the clause is the name, whatever words it holds.
    let whole = is.is_some()
        && clause.chars().all(crate::text::segment::is_han)
        && clause.chars().count() <= WHOLE
        && rest[clause.len()..].starts_with(['。', '，']);
    let end = if whole { None } else { first_word(clause, rules) };
    let clause = &clause[..end.unwrap_or(clause.len())];
    // 记一等功的|吴小红、…: a person in a row.
    let first = clause.split('、').next().unwrap_or_default();
    if is_person(first) && !rest[first.len()..].starts_with(crate::text::segment::is_han)
        || is_person(first.strip_suffix('等').unwrap_or_default())
    {
        return vec![first.trim_end_matches('等').to_owned()];
    }
    let named = rules.table(File::HonourWords).ending(clause, "holder").is_some();
    let named = named && !GENERIC.contains(&clause);
    if named && (2..=LONGEST).contains(&clause.chars().count()) {
        parts(clause)
    } else {
        Vec::new()
    }
}

/// Common family names, by general knowledge; a person of a rarer one is not read.
const FAMILIES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡\
    余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵\
    万钱严覃武戴莫孔向汤安";

/// Whether a word is built as a person's name: 吴小红, 王某某.
fn is_person(word: &str) -> bool {
    let mut letters = word.chars();
    let family = letters.next().is_some_and(|c| FAMILIES.contains(c));
    family && (1..=2).contains(&letters.count()) && word.chars().all(crate::text::segment::is_han)
}

/// The one of whom a clause up to a verb is told.
fn subject<'a>(clause: &'a str, rules: &Rules) -> &'a str {
    let mut said = clause.trim();
    // 被省委组织部授予, 由省政府授予: who gives.
    for giver in ["被", "由", "经"] {
        let Some(at) = said.rfind(giver) else { continue };
        let rest = &said[at..];
        let given = CALLED.iter().filter_map(|verb| rest.find(verb)).min().unwrap_or(rest.len());
        if rest[..given].chars().count() <= GIVER {
            said = &said[..at];
        }
    }
    // 公安部给|福州车站派出所|记: to whom.
    said = said.rsplit_once('给').map_or(said, |(_, rest)| rest);
    let mut said = trimmed(without_leads(said), rules);
    if let Some(at) = first_circumstance(said, rules) {
        let place = said[at..].find(['中', '上', '里']).map(|inside| at + inside);
        let rest =
            place.map(|it| said[it..].chars().next().map_or("", |c| &said[it + c.len_utf8()..]));
        said = match rest {
            // 在全省竞赛中，X获评 and X在全省竞赛中获评.
            Some(rest) if at == 0 => trimmed(rest, rules),
            _ => trimmed(&said[..at], rules),
        };
    }
    let hits: Vec<_> = rules.table(File::Phrases).find(said).collect();
    let ends_in_verb = hits.last().is_some_and(|hit| {
        hit.span.end == said.len() && matches!(hit.rule.class.as_str(), "verb" | "soft")
    });
    let row = said.contains('、') && said.chars().count() <= LONGEST_ROW;
    let long = said.chars().count() > LONGEST && !row;
    if ends_in_verb || long {
        let cut = first_word(said, rules).unwrap_or(said.len());
        said = trimmed(&said[..cut], rules);
    }
    // 全市|6个村（社区）: how many of a whole.
    let all = ["全市", "全省", "全县", "全区", "全州", "全镇", "我市", "我省", "我县", "我区"];
    let some = all.iter().find_map(|word| said.strip_prefix(word));
    said = some.filter(|it| it.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(said);
    // 全省唯一入选的: nobody is named.
    let nobody = said.ends_with("唯一") || said.starts_with(['全', '对', '将', '向', '把']);
    let row = said.contains('、') && said.chars().count() <= LONGEST_ROW;
    let long = said.chars().count() > LONGEST && !row;
    if nobody || long || said.chars().count() < 2 { "" } else { said }
}

/// Where the first word of circumstance stands outside marks: 在, 从, 凭借.
fn first_circumstance(said: &str, rules: &Rules) -> Option<usize> {
    let names = marked(said);
    let words = rules.table(File::HonourWords);
    let places = words.words("circumstance").flat_map(|word| said.match_indices(word));
    let places = places.map(|(at, _)| at);
    places
        .filter(|at| !names.iter().any(|name| name.outer.start <= *at && *at < name.outer.end))
        .min()
}

/// Where the first verb or adverb stands outside marks, not at the very start.
fn first_word(said: &str, rules: &Rules) -> Option<usize> {
    let names = marked(said);
    let hits = rules.table(File::Phrases).find(said);
    let words = hits.filter(|hit| {
        matches!(hit.rule.class.as_str(), "verb" | "adverb" | "preposition" | "change" | "link")
    });
    let inside = |at: usize| names.iter().any(|name| name.outer.start <= at && at < name.outer.end);
    // 福州车站派出所: no verb.
    let named = |at: usize| said[at..].starts_with("派出所");
    let mut places = words.map(|hit| hit.span.start).filter(|at| !inside(*at) && !named(*at));
    places.next()
}

/// A clause without the adverbs, counts and blanks at its end.
fn trimmed<'a>(said: &'a str, rules: &Rules) -> &'a str {
    let words = rules.table(File::HonourWords);
    let mut said = said.trim();
    loop {
        let bare = said.trim_end_matches(['，', '、', '：', ' ']);
        let counted = bare.strip_suffix(['次', '年', '届']).map_or(bare, |rest| {
            let digits = |c: char| c.is_ascii_digit() || "一二三四五六七八九十两多".contains(c);
            let number = rest.trim_end_matches(digits);
            if number.len() < rest.len() { number.trim_end_matches('第') } else { bare }
        });
        let next = match words.ending(counted, "adverb") {
            Some(word) => &counted[..counted.len() - word.len()],
            None => counted,
        };
        if next.len() == said.len() {
            return next;
        }
        said = next;
    }
}

/// The clauses of a text, cut outside marks.
fn clauses(text: &str) -> Vec<&str> {
    let names = marked(text);
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let hidden = names.iter().any(|name| name.outer.start <= at && at < name.outer.end);
        if !hidden && matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | '\n') {
            found.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    found.push(&text[start..]);
    found
}

/// A name without 等9个品牌 behind it.
fn without_count(name: &str) -> &str {
    let Some(at) = name.rfind('等') else { return name };
    let rest = &name[at + '等'.len_utf8()..];
    let counted = rest.is_empty()
        || rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十两多".contains(c));
    if counted && name[..at].chars().count() >= 2 { &name[..at] } else { name }
}

/// The names of a row: 籍山、许镇、工山司法所.
fn parts(row: &str) -> Vec<String> {
    let row = without_count(row.trim_matches(['、', '，', ' ']));
    let names = marked(row);
    let hidden = |at: usize| names.iter().any(|it| it.outer.start < at && at < it.outer.end);
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for joint in ["、", "和", "及", "与", "以及"] {
        let found = row.match_indices(joint).filter(|(at, _)| !hidden(*at));
        // 和平区, 与: a word that only begins so joins nothing unless 、 stands in the row too.
        let found = found.filter(|(at, _)| joint == "、" || joins(row, *at, joint));
        cuts.extend(found.map(|(at, word)| (at, at + word.len())));
    }
    // “甲”“乙”: quoted names that touch.
    let quotes = names.windows(2).filter(|it| {
        it[0].mark == Mark::Quote && it[0].outer.end == it[1].outer.start && it[0].depth == 0
    });
    cuts.extend(quotes.map(|it| (it[0].outer.end, it[0].outer.end)));
    cuts.sort_unstable();
    let mut found = Vec::new();
    let mut start = 0;
    for (from, to) in cuts {
        if from >= start {
            found.push(&row[start..from]);
            start = to;
        }
    }
    found.push(without_sum(&row[start..], found.is_empty()));
    let names = found
        .into_iter()
        .map(|name| name.trim_matches(['、', ' ', '的']).trim_start_matches('有').to_owned());
    let numbered = |name: &String| name.chars().all(|c| c.is_ascii_digit() || c == '年');
    names.filter(|name| name.chars().count() >= 2 && !numbered(name)).collect()
}

/// The last name of a row without how many they are: “甲”（某院）|两个特色品牌.
fn without_sum(name: &str, alone: bool) -> &str {
    let Some(at) = name.rfind(['”', '）', '》']) else { return name };
    let closed = at + name[at..].chars().next().map_or(0, char::len_utf8);
    let rest = &name[closed..];
    let figure = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(c);
    let counted = rest.trim_start_matches(figure);
    let sums = counted.len() < rest.len() && counted.starts_with(['个', '项', '家', '名']);
    if sums && !alone { &name[..closed] } else { name }
}

/// Whether 和 joins two names: what stands on both sides ends as a name does.
fn joins(row: &str, at: usize, joint: &str) -> bool {
    let after = &row[at + joint.len()..];
    let ends = [
        '局', '委', '办', '县', '区', '市', '镇', '乡', '村', '校', '院', '司', '”', '》', '部',
        '会',
    ];
    row[..at].ends_with(ends) && after.chars().count() >= 3
}
