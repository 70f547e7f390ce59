//! To whom a verb gives an honour: what stands between it and the honour's name.

use super::scope_length;
use crate::text::Span;

/// Some of many, before what they are called: 授予|山东省济南市等69个城市|全国文明城市称号,
/// 授予|滁州市等40个市、县|“…”称号.
fn given_to_many(said: &str) -> Option<(usize, &str)> {
    let at = said.find('等')?;
    let rest = &said[at + '等'.len_utf8()..];
    let counted = rest.trim_start_matches(|c: char| c.is_ascii_digit() || HAN_DIGITS.contains(c));
    let kind = counted.strip_prefix(['个', '所', '家', '名', '位'])?;
    let named = counted.len() < rest.len() && at > 0;
    let starts = kind.char_indices().take(KIND).map(|(at, _)| &kind[at..]).skip(1);
    let begins = |it: &&str| it.starts_with('“') || scope_length(it) > 0 || occasion(it) == Some(0);
    let award = starts.into_iter().find(begins)?;
    named.then_some((said.len() - award.len(), &said[..at]))
}

/// What many are called is no longer than this, in characters.
const KIND: usize = 10;
const HAN_DIGITS: &str = "一二三四五六七八九十百两";

/// Where the year or the session of an award begins: 长岭县人民政府|2011年度第九届“丰源杯”….
fn occasion(said: &str) -> Option<usize> {
    let digits = |it: &str| it.len() - it.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let begins = |at: usize| {
        let rest = &said[at..];
        let year = digits(rest) == 4 && rest[4..].starts_with('年');
        let number = rest.strip_prefix('第').map(|it| {
            it.trim_start_matches(|c: char| c.is_ascii_digit() || HAN_DIGITS.contains(c))
        });
        year || number.is_some_and(|it| it.starts_with('届')) || rest.starts_with("首届")
    };
    said.char_indices().map(|(at, _)| at).find(|at| begins(*at))
}

/// Who stands between the verb and a quoted name: 授予|青山学校|“文明校园”.
pub(super) fn given(text: &str, span: Span) -> (Span, Option<String>) {
    let said = span.of(text);
    if let Some((end, holder)) =
        given_to_many(said).filter(|_| text[..span.start].ends_with("授予"))
    {
        return (Span::new(span.start + end, span.end), Some(holder.to_owned()));
    }
    let names = [
        "局", "委", "学校", "医院", "公司", "镇", "县", "市", "区", "村", "社区", "同志", "支部",
        "院",
    ];
    let start = said.find('“').into_iter().chain(occasion(said)).min();
    let quote = start.filter(|at| *at > 0);
    let bare = |it: &&str| {
        let it = it.strip_suffix('为').unwrap_or(it);
        names.iter().any(|word| it.ends_with(word))
    };
    let holder = quote.map(|at| &said[..at]).filter(bare);
    let holder = holder.filter(|_| text[..span.start].ends_with("授予"));
    let given = text[..span.start].ends_with("授予");
    let row = quote.map(|at| &said[..at]).filter(|it| given && it.contains('、'));
    let row = row
        .filter(|it| it.chars().all(|c| crate::text::segment::is_han(c) || "、（）".contains(c)));
    match holder.or(row) {
        Some(row) => {
            let given = row.strip_suffix('为').unwrap_or(row);
            (Span::new(span.start + row.len(), span.end), Some(given.to_owned()))
        }
        None => (span, None),
    }
}

/// Verbs that call somebody something: 命名|其|为.
const CALLING: [&str; 8] = ["命名", "评定", "认定", "确定", "表彰", "评选", "授予", "评"];
/// Who is called so is named in so many characters.
const RECEIVER: usize = 24;

/// Who stands between a verb that calls somebody something and the 为 that `head` ends before:
/// 公安部命名|青山派出所|为“…”.
pub(in crate::knowledge::honour) fn receiver(head: &str) -> Option<&str> {
    let clause = head.rsplit(super::is_border).next().unwrap_or(head);
    let (at, verb) = CALLING.iter().filter_map(|verb| Some((clause.rfind(verb)?, verb))).max()?;
    let named = &clause[at + verb.len()..];
    let letters = named.chars().all(|c| crate::text::segment::is_han(c) || "、“”（）".contains(c));
    // 评为 has its 为 already; 评|其|为.
    let meant = *verb != "评" || named.starts_with(['其', '该', '它']);
    let passive = clause[..at].contains('被');
    (letters && meant && !passive && (1..=RECEIVER).contains(&named.chars().count()))
        .then_some(named)
}
