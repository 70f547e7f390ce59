//! The names of honours in what follows a verb of winning.

mod given;
mod level;

use crate::knowledge::region;
use crate::knowledge::rules::{File, Rules};
use crate::text::Span;
use crate::text::segment::is_han;
use given::given;
pub(super) use given::receiver;
pub(super) use level::{level, level_word};

/// An honour as the text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Award {
    /// The canonical name.
    pub(super) name: String,
    /// 一等奖, 第一名; empty without one.
    pub(super) rank: String,
    /// The characters that name it.
    pub(super) span: Span,
    /// The year that its name begins with.
    pub(super) year: Option<u16>,
    /// To whom the verb gives it: 授予|松阳县|“…”称号.
    pub(super) given: Option<String>,
}

/// The longest that follows a verb of winning, in characters.
const REACH: usize = 200;

/// Marks at which a clause ends.
pub(super) fn is_border(c: char) -> bool {
    matches!(
        c,
        '，' | '。' | '；' | '！' | '？' | '：' | ',' | ';' | '!' | '?' | ':' | '\n' | '（' | '('
    )
}

/// Where the object that begins at `start` ends: at a border outside quote marks, or at `ceiling`.
pub(super) fn object_end(text: &str, start: usize, ceiling: usize) -> usize {
    let mut depth = 0_i32;
    let mut aside = start;
    for (taken, (at, c)) in text[start..].char_indices().enumerate() {
        depth += nesting(c);
        let here = start + at;
        if here < aside {
            continue;
        }
        if let Some(end) = bracket(&text[here..]) {
            aside = here + end;
            continue;
        }
        let rest = &text[here + c.len_utf8()..];
        if depth <= 0 && c == '，' && goes_on(&text[start..here], rest) {
            continue;
        }
        let ended = depth <= 0 && (is_border(c) || here >= ceiling || c == '、' && depth < 0);
        if ended || taken >= REACH || c == '\n' {
            return here;
        }
    }
    text.len()
}

/// Whether a row of quoted honours goes on behind a comma: …“甲”，福建省“乙”、….
fn goes_on(so_far: &str, rest: &str) -> bool {
    let place = region::leading(rest).map_or(0, |(_, length)| length);
    let scope = scope_length(rest).max(place);
    let quoted = rest[scope..].starts_with(['“', '「', '『']);
    if so_far.ends_with(['”', '」', '』']) && scope > 0 && quoted {
        return true;
    }
    // …先进基层党组织，全省气象部门“…”首批党建示范点，: a clause that is another name.
    let end = rest.find(is_border).unwrap_or(rest.len());
    let clause = rest[..end].trim_end_matches(['等', '。']);
    let rules = Rules::shipped();
    let ends = |text: &str| rules.table(File::HonourWords).ending(text, "ending").is_some();
    let verbs = rules.table(File::HonourVerbs);
    scope_length(clause) > 0
        && clause.chars().count() <= NAME
        && ends(clause.trim_end_matches(['”', '」']))
        && verbs.find(clause).next().is_none()
}

/// A clause that is the name of an honour is no longer than this, in characters.
const NAME: usize = 30;

/// The bytes of a short bracket inside a name: 建设（“双争双创”工程）|考核优秀单位.
fn bracket(text: &str) -> Option<usize> {
    let end = text.strip_prefix('（')?.find('）').filter(|end| *end <= 60)?;
    let end = end + '（'.len_utf8() + '）'.len_utf8();
    let inside = &text[..end];
    let plain = !inside.contains(['，', '。', '；']) && text[end..].starts_with(is_han);
    plain.then_some(end)
}

fn nesting(c: char) -> i32 {
    match c {
        '“' | '「' | '『' | '《' | '【' | '‘' => 1,
        '”' | '」' | '』' | '》' | '】' | '’' => -1,
        _ => 0,
    }
}

/// The honours in `object`; without `sure` only those that are named like one.
pub(super) fn awards(text: &str, object: Span, sure: bool, rules: &Rules) -> Vec<Award> {
    let object = stopped(text, object, rules);
    let parts = parts(text, object, rules);
    parts.into_iter().filter_map(|part| award(text, part, sure, rules)).collect()
}

/// The object up to a word that its name does not hold, to a figure after a closing quote mark or
/// after its last word, or to 的 behind it.
fn stopped(text: &str, object: Span, rules: &Rules) -> Span {
    let words = rules.table(File::HonourWords);
    let ends = |text: &str| words.ending(text, "ending").or(words.ending(text, "plain")).is_some();
    // 推动高质量发展典型案例: a verb inside a name that ends as one does.
    let whole = ends(object.of(text).trim_end_matches(['”', '」']));
    let mut depth = 0_i32;
    let mut closed = false;
    for (at, c) in object.of(text).char_indices() {
        let here = object.start + at;
        let (so_far, rest) = (&text[object.start..here], &text[here..object.end]);
        let named = closed || ends(so_far.trim_end());
        // 授予滁州市等|40个市: to whom it is given.
        let many = so_far.ends_with('等') && text[..object.start].ends_with("授予");
        let counted = c.is_ascii_digit() && !many && (named || is_count(so_far, rest));
        let ended = counted || (named && c == '的');
        let inside = |word: &str| whole && INSIDE.contains(&word);
        let stop = || words.words("stop").any(|word| rest.starts_with(word) && !inside(word));
        if depth == 0 && at > 0 && (ended || stop()) {
            return Span::new(object.start, here);
        }
        depth += nesting(c);
        closed = nesting(c) < 0;
    }
    object
}

/// Words that stand inside names too.
const INSIDE: [&str; 5] = ["推动", "实现", "经验", "作为", "相关"];

/// Whether a number counts what stands before it: 企业195家, and not 第3届 or 2023年.
fn is_count(head: &str, rest: &str) -> bool {
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let counter = after.starts_with(['家', '个', '项', '名', '人', '件', '枚', '所', '篇', '次']);
    counter && head.ends_with(is_han) && !head.ends_with(['第', '十', '前', '百'])
}

/// The honours of a row: 获得“甲”一等奖和“乙”; 一、二、三等奖 is one.
fn parts(text: &str, object: Span, rules: &Rules) -> Vec<Span> {
    let words = rules.table(File::HonourWords);
    let ends = |text: &str| words.ending(text, "ending").or(words.ending(text, "plain")).is_some();
    let holds = |text: &str| {
        ["ending", "plain"].iter().any(|class| words.words(class).any(|it| text.contains(it)))
    };
    let mut parts = Vec::new();
    let mut depth = 0_i32;
    let mut start = object.start;
    for (at, c) in object.of(text).char_indices() {
        let here = object.start + at;
        // “甲”“乙”: quoted names that touch.
        if depth == 0 && nesting(c) > 0 && text[start..here].ends_with(['”', '」', '』']) {
            parts.push(Span::new(start, here));
            start = here;
        }
        depth += nesting(c);
        let so_far = &text[start..here];
        let rest = &text[here + c.len_utf8()..object.end];
        let joint = matches!(c, '、' | '和' | '及' | '与' | '，') && depth <= 0;
        if !joint {
            continue;
        }
        let marked = so_far.ends_with(['”', '」', '』', '》']) || ends(so_far);
        let quoted = rest.starts_with(['“', '「', '『']);
        let begins = quoted || holds(rest);
        let whole = so_far.contains(['”', '」', '』']) || level(so_far).is_some();
        // 全国甲重点县、全国乙优秀单位: each says how wide it counts.
        let nation = ["国家", "中国"].iter().any(|it| rest.starts_with(it));
        let own = level::opening(rest).is_some();
        let scope = nation || own || scope_length(rest) > 0 || region::leading(rest).is_some();
        // 全省先进队站、先进基层党组织.
        let praised = |text: &str| words.words("praise").any(|word| text.contains(word));
        let again = words.words("praise").any(|word| rest.starts_with(word)) && praised(so_far);
        // 授予甲公司、乙公司“…”: those to whom it is given.
        let given = text[..object.start].ends_with("授予")
            && (so_far.contains('等') || !so_far.contains(['“', '”']) && rest.contains('“'));
        let scoped = c == '、' && !given && (whole && scope || again);
        let marked = (marked || (quoted && whole) || scoped || c == '，') && !given;
        if marked && (begins || matches!(c, '、' | '，')) {
            parts.push(Span::new(start, here));
            start = here + c.len_utf8();
        }
    }
    parts.push(Span::new(start, object.end));
    parts
}

fn award(text: &str, part: Span, sure: bool, rules: &Rules) -> Option<Award> {
    let span = trimmed(text, part);
    let (span, year) = dated(text, span);
    let (span, given) = given(text, span);
    let (span, year) = if given.is_some() { dated(text, span) } else { (span, year) };
    let said = span.of(text);
    let letters = said.chars().filter(|c| is_han(*c)).count();
    if !(2..=48).contains(&letters) || !balanced(said) || !(sure || named_like_one(said, rules)) {
        return None;
    }
    if said.starts_with(|c: char| c.is_ascii_digit()) && !said.contains(['“', '「']) {
        return None;
    }
    // 奖牌, 国家奖项: a sort of honours, and none by name.
    // 获此殊荣: which one has been told.
    if said.starts_with(['此', '该', '这']) {
        return None;
    }
    let generic = [
        "奖牌",
        "奖项",
        "奖",
        "荣誉",
        "称号",
        "国家奖项",
        "荣誉称号",
        "各类奖项",
        "表彰",
        "通报表彰",
    ];
    if generic.contains(&said) {
        return None;
    }
    // 获评充分展示了…: what follows tells more and names nothing.
    let first = rules.table(File::Phrases).leading(said).map(|hit| hit.rule.class.as_str());
    if matches!(first, Some("adverb" | "verb")) {
        return None;
    }
    let rank = rank(said, rules);
    Some(Award { name: name(said, &rank, rules), rank, span, year, given })
}

/// A name without the year that it begins with: 2022年度|先进单位.
fn dated(text: &str, span: Span) -> (Span, Option<u16>) {
    let said = span.of(text);
    let digits = said.len() - said.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let year = said[..digits].parse().ok().filter(|year| (1949..=2100).contains(year));
    let rest = said[digits..].strip_prefix('年');
    let rest = rest.map(|rest| rest.strip_prefix('度').unwrap_or(rest));
    match (year, rest) {
        (Some(year), Some(rest)) => (Span::new(span.end - rest.len(), span.end), Some(year)),
        _ => (span, None),
    }
}

/// The bytes of the word that says how wide an honour counts and that `text` begins with.
fn scope_length(text: &str) -> usize {
    let scopes = [
        "国家级",
        "全国",
        "省级",
        "全省",
        "市级",
        "全市",
        "县级",
        "全县",
        "全区",
        "自治区",
        "全自治区",
    ];
    scopes.iter().find(|scope| text.starts_with(**scope)).map_or(0, |scope| scope.len())
}

fn trimmed(text: &str, part: Span) -> Span {
    let said = part.of(text);
    let lead = said.len() - said.trim_start_matches(['了', '为', ' ', '过', '、', '的']).len();
    let keep = said[lead..]
        .trim_end_matches([
            ' ', '、', '和', '及', '与', '以', '先', '也', '还', '均', '后', '时', '的',
        ])
        .len();
    Span::new(part.start + lead, part.start + lead + keep)
}

fn balanced(said: &str) -> bool {
    said.chars().map(nesting).sum::<i32>() == 0
}

/// Whether a text ends like the name of an honour.
fn named_like_one(said: &str, rules: &Rules) -> bool {
    let words = rules.table(File::HonourWords);
    // “全国工人先锋号”表彰.
    let said = said.strip_suffix("表彰").filter(|it| it.ends_with('”')).unwrap_or(said);
    let plain: String = said.chars().filter(|c| nesting(*c) == 0).collect();
    let money = ["奖励", "奖金", "奖补", "奖学"].iter().any(|word| plain.contains(word));
    let praised = || words.words("praise").any(|word| plain.contains(word));
    let (sure, plainly) = (words.ending(&plain, "ending"), words.ending(&plain, "plain"));
    let length = |word: Option<&str>| word.map_or(0, str::len);
    let needs_praise = length(plainly) > length(sure);
    (sure.is_some() || plainly.is_some()) && !money && (!needs_praise || praised())
}

/// The rank that an honour's text gives: 一等奖, 第一名, “优秀”等次.
fn rank(said: &str, rules: &Rules) -> String {
    let mut ranks = rules.table(File::HonourWords).words("rank");
    if let Some(rank) = ranks.find(|rank| said.contains(*rank)) {
        return rank.to_owned();
    }
    let Some(before) = said.strip_suffix("等次").or_else(|| said.strip_suffix("等级")) else {
        return String::new();
    };
    let bare = before.trim_end_matches(['”', '」']);
    let from =
        bare.rfind(['“', '「']).map(|at| at + bare[at..].chars().next().map_or(0, char::len_utf8));
    let grades = ["优秀", "良好", "好", "先进", "一类", "优", "A", "A级"];
    let bare = from.map_or(bare, |at| &bare[at..]);
    grades.iter().find(|it| bare.ends_with(**it)).map_or_else(String::new, |it| (*it).to_owned())
}

/// The honour's name: what it is called, with the scope before a quoted name, without the batch
/// before it and 称号 after it. A rank after a quoted name is not part of the name.
pub(super) fn name(said: &str, rank: &str, rules: &Rules) -> String {
    let words = rules.table(File::HonourWords);
    let mut text = said.trim();
    while let Some(word) = words.ending(text, "dropped") {
        let rest = &text[..text.len() - word.len()];
        if rest.chars().count() < 2 {
            break;
        }
        text = rest;
    }
    if let Some(rest) = text.strip_suffix(rank).filter(|rest| rest.ends_with(['”', '」', '』']))
    {
        text = rest;
    }
    for word in ["首批", "首届", "了", "为"] {
        text = text.strip_prefix(word).unwrap_or(text);
    }
    if let Some((number, rest)) = text.strip_prefix('第').and_then(|it| it.split_once('批')) {
        text = if number.chars().count() <= 3 { rest } else { text };
    }
    text.chars().filter(|c| nesting(*c) == 0 && !c.is_whitespace()).collect()
}
