//! Who holds an honour: those to whom it is given, those of whom the verb is told, or whoever the
//! text speaks of.

use super::Won;
use super::award::{self, Award};
use crate::knowledge::reading::Reading;
use crate::knowledge::region::{Level, Region};
use crate::knowledge::{normal, owner, subject};
use crate::text::segment::is_han;

/// The holders of an honour that passage `at` tells; nobody where the text names nobody.
pub(super) fn holders(reading: &Reading<'_>, at: usize, won: &Won, award: &Award) -> Vec<String> {
    let prose = &reading.prose[at];
    let text = prose.plain.as_str();
    let sentence = prose.sentence_at(won.verb.start);
    let given = award.given.iter().flat_map(|given| given.split('、'));
    let mut holders: Vec<String> = given.map(str::to_owned).collect();
    if holders.is_empty() {
        holders = subject::behind(text, award.span.end, &reading.rules);
    }
    let receiver = award::receiver(won.head.of(text)).filter(|_| won.verb.of(text) == "为");
    if let Some(named) = receiver.filter(|it| !it.starts_with(['其', '它'])) {
        holders = named.split('、').map(str::to_owned).collect();
    }
    if holders.is_empty() && receiver.is_none() {
        holders = subject::before(text, sentence, won.head, &reading.rules);
        if gives(won, text) {
            holders.retain(|it| !is_giver(it));
        }
    }
    for holder in &mut holders {
        holder.truncate(without_time(holder).len());
    }
    // 某市有12个单位获评…: how many, and not who.
    let counted = holders.iter().any(|it| is_count(it));
    holders.retain(|it| !is_count(it) && !points(it));
    if counted || receiver.is_some_and(points) {
        return holders;
    }
    if holders.is_empty() {
        holders.extend(titled(reading, text));
    }
    if is_of_a_place(&award.name) && !holders.iter().any(|it| is_place(it)) {
        // 获评示范县 behind what was told of a 模式: the place of the document won.
        holders.clear();
        let county = award.name.ends_with('县') || award.name.ends_with("县城");
        let fits = |home: &&Region| county == home.name.ends_with('县');
        let home = reading.home.filter(|home| home.level != Level::Province).filter(fits);
        holders.extend(home.map(|home| home.name.to_owned()));
    }
    let actor = reading.actor(at, won.verb.start);
    if holders.is_empty() && actor.is_none_or(|actor| actor.organization.is_none()) {
        holders.extend(owner::acting_before(reading, sentence.start, at));
    }
    let count = holders.len();
    if let Some(last) = holders.last_mut() {
        last.truncate(without_sum(last, count).len());
    }
    for holder in &mut holders {
        if let Some(meant) = meant(&text[..won.head.start], holder) {
            *holder = meant;
        }
    }
    holders
}

/// Whether words count holders and name none: 4所, 某市有12个单位.
fn is_count(name: &str) -> bool {
    let counts = |it: &str| {
        let rest = it.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < it.len() && rest.starts_with(['个', '家', '所', '户', '名', '人', '位', '项'])
    };
    let after = name.split_once('有').map_or("", |(_, rest)| rest);
    counts(name) && name.chars().filter(|c| is_han(*c)).count() <= 1 || counts(after)
}

/// Whether words point at somebody who is named elsewhere: 每个单位, 此次某委.
fn points(name: &str) -> bool {
    ["此次", "本次", "这次", "每", "其中", "下列", "以下", "上述"]
        .iter()
        .any(|word| name.starts_with(word))
}

/// The last name of a row without how many there are: 静宁、泾川|两县.
fn without_sum(name: &str, count: usize) -> &str {
    const NUMBERS: [&str; 6] = ["两", "三", "四", "五", "六", "七"];
    let number = count.checked_sub(2).and_then(|at| NUMBERS.get(at));
    let kinds = ["县", "市", "区", "地", "家", "家单位"];
    let bare = number.and_then(|number| {
        kinds.iter().find_map(|kind| name.strip_suffix(kind)?.strip_suffix(number))
    });
    bare.filter(|it| it.chars().count() >= 2).unwrap_or(name)
}

/// A name without the day that stands behind it: 东城派出所|2009年8月.
fn without_time(name: &str) -> &str {
    let units = |c: char| c.is_ascii_digit() || "年月日底初".contains(c);
    let bare = name.trim_end_matches(units);
    let time = &name[bare.len()..];
    let dated = time.starts_with(|c: char| c.is_ascii_digit()) && time.contains('年');
    if dated && !bare.is_empty() { bare } else { name }
}

/// Whether the verb is one of giving whose subject gives: 公安部再度|授予|“…”称号, but not 被授予.
fn gives(won: &Won, text: &str) -> bool {
    let verb = won.verb.of(text);
    let passive = won.head.of(text).contains(['被', '由', '获']) || verb.contains(['被', '获']);
    !passive && ["授予", "表彰", "命名"].iter().any(|word| verb.starts_with(word))
}

/// Whether a name is that of a body that gives honours.
fn is_giver(name: &str) -> bool {
    ["部", "委", "政府", "国务院", "总工会", "委员会", "组织"].iter().any(|end| name.ends_with(end))
}

/// Whether an honour is one of whole counties or cities: 国家生态文明建设示范县.
fn is_of_a_place(name: &str) -> bool {
    ["县", "县城", "文明城市", "卫生城市", "森林城市", "园林城市", "示范城市"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// Whether a holder is a place, or a body that may be called by it.
fn is_place(name: &str) -> bool {
    name.ends_with(['县', '市', '区', '旗', '州', '省']) || name.ends_with("县城")
}

/// So many characters before 该支部 are looked through for what it means.
const MEANT: usize = 200;

/// The body that 该支部 means: the longest name before it in its sentence that ends so.
fn meant(before: &str, holder: &str) -> Option<String> {
    let kind = holder.strip_prefix('该').filter(|kind| kind.chars().count() >= 2)?;
    let from = before.char_indices().rev().nth(MEANT).map_or(0, |(at, _)| at);
    let sentence = before[from..].rsplit('。').next().unwrap_or_default();
    let names = sentence.match_indices(kind).filter_map(|(at, _)| {
        let end = at + kind.len();
        let from = sentence[..end].char_indices().rev().take_while(|(_, c)| is_han(*c)).last()?.0;
        let name = &sentence[from..end];
        (kind.chars().count() + 2..=24).contains(&name.chars().count()).then_some(name)
    });
    names.max_by_key(|name| name.len()).map(str::to_owned)
}

/// The one whom the title tells of, where the passage speaks of it: 关东车村|再获“国”字号殊荣.
fn titled(reading: &Reading<'_>, text: &str) -> Option<String> {
    let title = normal::plain(&reading.front_matter.title);
    let named = subject::opening(&title, &reading.rules)?;
    let last = named.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    text.contains(&named[last..]).then(|| named.to_owned())
}
