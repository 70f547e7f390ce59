//! To whom a verb gives an honour: what stands between it and the honour's name.

use super::scope_length;
use crate::text::Span;

/// Some of many, before what they are called: 授予|山东省济南市等69个城市|全国文明城市称号.
fn given_to_many(said: &str) -> Option<(usize, &str)> {
    let at = said.find('等')?;
    let rest = &said[at + '等'.len_utf8()..];
    let counted = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let kinds = [
        "个城市",
        "个城区",
        "个县",
        "个村",
        "个镇",
        "个村镇",
        "个单位",
        "个社区",
        "所学校",
        "个集体",
        "家企业",
        "家单位",
    ];
    let kind = kinds.iter().filter(|kind| counted.starts_with(**kind)).max_by_key(|it| it.len())?;
    let end = said.len() - counted.len() + kind.len();
    let named = counted.len() < rest.len() && at > 0 && scope_length(&said[end..]) > 0;
    named.then_some((end, &said[..at]))
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
    let quote = said.find('“').filter(|at| *at > 0);
    let holder =
        quote.map(|at| &said[..at]).filter(|it| names.iter().any(|word| it.ends_with(word)));
    let holder = holder.filter(|_| text[..span.start].ends_with("授予"));
    match holder {
        Some(holder) => (Span::new(span.start + holder.len(), span.end), Some(holder.to_owned())),
        None => (span, None),
    }
}
