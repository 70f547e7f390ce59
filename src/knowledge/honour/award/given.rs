//! To whom a verb gives an honour: what stands between it and the honour's name.

use super::scope_length;
use crate::text::Span;

/// Some of many, before what they are called: 授予|山东省济南市等69个城市|全国文明城市称号,
/// 授予|滁州市等40个市、县|“…”称号.
fn given_to_many(said: &str) -> Option<(usize, &str)> {
    let at = said.find('等')?;
    let rest = &said[at + '等'.len_utf8()..];
    let counted = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let kind = counted.strip_prefix(['个', '所', '家', '名', '位'])?;
    let named = counted.len() < rest.len() && at > 0;
    let starts = kind.char_indices().take(KIND).map(|(at, _)| &kind[at..]).skip(1);
    let award = starts.into_iter().find(|it| it.starts_with('“') || scope_length(it) > 0)?;
    named.then_some((said.len() - award.len(), &said[..at]))
}

/// What many are called is no longer than this, in characters.
const KIND: usize = 10;

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
    let quote = said.find('“').filter(|at| *at > 0);
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
