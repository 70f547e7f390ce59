//! Title, kind, place, organization, date, source: what the text states, and nothing else.

use std::collections::BTreeMap;

use super::divide::Part;
use super::rough::{Line, LineKind};
use crate::document::{FrontMatter, Kind, Source};
use crate::knowledge::organization::{self, Named};
use crate::knowledge::region::{self, Level, Region};
use crate::text::sentences::sentences;
use crate::text::{Span, fold};

/// A place that is the subject is named this often at least …
const MENTIONS: usize = 3;
/// … and is this share of all places of its level that are named.
const SHARE: f64 = 0.7;
/// An organization that speaks begins this many sentences at least.
const SPEAKS: usize = 3;
/// A title made of the first sentence is no longer than this, in characters.
const TITLE: usize = 32;

/// A document's description.
pub(super) struct Description {
    pub(super) front_matter: FrontMatter,
    /// In Chinese, what a person should know or check.
    pub(super) remarks: Vec<String>,
}

/// What a part of a file takes from the whole.
#[derive(Default)]
pub(super) struct Whole<'a> {
    pub(super) region: Option<&'static Region>,
    pub(super) source: Option<&'a Source>,
    pub(super) front_matter: Option<&'a FrontMatter>,
}

/// Describes a document by its head and text.
pub(super) fn describe(part: &Part, whole: &Whole<'_>, kind: Option<Kind>) -> Description {
    let mut remarks = Vec::new();
    let stated = part.byline.organization.clone();
    let named = stated.as_deref().and_then(|name| full(name, whole.region));
    let alias = defined(part);
    let title_region = part.title.as_deref().and_then(sole_mention);
    let region = named
        .as_ref()
        .or(alias.as_ref().map(|(_, named)| named))
        .and_then(|named| named.region)
        .or(title_region)
        .or_else(|| subject_region(&part.lines))
        .or(whole.region);
    let organization = match (stated, alias) {
        (Some(name), _) => Some(named.map_or(name, |named| named.name)),
        (None, Some((name, _))) => Some(name),
        (None, None) => speaker(&part.lines, region),
    };
    let title = part.title.clone().unwrap_or_else(|| {
        remarks.push("原文没有题目，题目取自机构与首个小标题，请核对".to_owned());
        made_title(&part.lines, organization.as_deref())
    });
    let kind = kind.unwrap_or_else(|| kind_of(&title, part));
    let mut front_matter = FrontMatter::new(&title, kind);
    front_matter.region = region.map(region::path);
    front_matter.organization = organization;
    let from_whole = whole.front_matter.and_then(|whole| whole.published);
    front_matter.published = part.byline.published.or(from_whole);
    front_matter.source = source(part, whole);
    Description { front_matter, remarks }
}

fn source(part: &Part, whole: &Whole<'_>) -> Source {
    let above = whole.source.cloned().unwrap_or_default();
    let author =
        if part.byline.authors.is_empty() { above.author } else { part.byline.authors.clone() };
    Source {
        name: part.byline.source.clone().or(above.name),
        author,
        editor: part.byline.editor.clone().or(above.editor),
        url: above.url,
        ..Source::default()
    }
}

/// The full name and place of a stated organization: 市财政局 in a report on 珠海市.
fn full(name: &str, home: Option<&'static Region>) -> Option<Named> {
    let folded = fold(name).text;
    let named = organization::whole(&folded, home)?;
    // Original characters, unless a place was put before them.
    let name = if named.name == folded { name.to_owned() } else { named.name.clone() };
    Some(Named { name, ..named })
}

/// `某机构(下称“某”)` in the first sentences: the document is its own.
fn defined(part: &Part) -> Option<(String, Named)> {
    let first = part.lines.iter().find(|line| line.is_running())?;
    let folded = fold(&first.text);
    let text = folded.text.as_str();
    let marks = ["(下称", "(以下简称", "(简称"];
    let open = marks.iter().filter_map(|mark| text.find(mark)).min()?;
    let before = &text[..open];
    let start = before
        .rfind([',', '。', '、', ';'])
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let named = organization::whole(&before[start..], None)?;
    let name = folded.to_original(Span::new(start, open)).of(&first.text).to_owned();
    Some((name, named))
}

/// The one place that a title names.
fn sole_mention(title: &str) -> Option<&'static Region> {
    let folded = fold(title).text;
    let mut regions: Vec<&'static Region> =
        region::mentions(&folded).into_iter().map(|(_, region)| region).collect();
    regions.dedup_by_key(|region| region.code);
    match regions[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The place that a text without a stated one is about: named often, nearly alone of its level,
/// and meant by 全市, 市委, 省直 and the like. A mention in passing is not enough.
fn subject_region(lines: &[Line]) -> Option<&'static Region> {
    let text: String = lines.iter().map(|line| fold(&line.text).text + "\n").collect();
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for (_, region) in region::mentions(&text) {
        *counts.entry(region.code).or_default() += 1;
    }
    let regions = counts.iter().filter_map(|(code, n)| Some((region::by_code(*code)?, *n)));
    let regions: Vec<(&'static Region, usize)> = regions.collect();
    for (level, words) in [
        (Level::County, ["全区", "区委", "区直", "全县", "县委", "县直"].as_slice()),
        (Level::Prefecture, ["全市", "市委", "市直", "市政府"].as_slice()),
        (Level::Province, ["全省", "省委", "省直", "全区", "区直"].as_slice()),
    ] {
        let of_level = || regions.iter().filter(|(region, _)| region.level == level);
        let all: usize = of_level().map(|(_, count)| count).sum();
        let Some((region, count)) = of_level().max_by_key(|(_, count)| count) else { continue };
        let meant: usize = words.iter().map(|word| text.matches(word).count()).sum();
        #[expect(clippy::cast_precision_loss, reason = "counts of mentions are far below 2^52")]
        let share = *count as f64 / all as f64;
        if *count >= MENTIONS && share >= SHARE && meant >= MENTIONS {
            return Some(region);
        }
    }
    None
}

/// The organization that begins most of the sentences that begin with one.
fn speaker(lines: &[Line], home: Option<&'static Region>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.kind == LineKind::Text) {
        for sentence in sentences(&line.text) {
            let named = organization::leading(&fold(sentence.of(&line.text)).text, home);
            if let Some(named) = named.filter(|named| named.region.is_some()) {
                *counts.entry(named.name).or_default() += 1;
            }
        }
    }
    let all: usize = counts.values().sum();
    let (name, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= SPEAKS && count * 3 > all * 2).then_some(name)
}

/// A title for a text that has none, of its own words.
fn made_title(lines: &[Line], organization: Option<&str>) -> String {
    let heading = lines.iter().find(|line| matches!(line.kind, LineKind::Heading(_)));
    match (organization, heading) {
        (Some(organization), Some(heading)) => format!("{organization}:{}", heading.text),
        (None, Some(heading)) => heading.text.clone(),
        (_, None) => {
            let text = lines.first().map_or("无题", |line| line.text.as_str());
            let end = text.find(['。', ',', '\u{ff0c}']).unwrap_or(text.len());
            text[..end].chars().take(TITLE).collect()
        }
    }
}

fn kind_of(title: &str, part: &Part) -> Kind {
    if part.is_case {
        return Kind::Case;
    }
    let title = fold(title).text;
    let ends =
        |words: &[&str]| words.iter().any(|word| title.trim_end_matches(')').ends_with(word));
    let articles = part.lines.iter().filter(|line| begins_article(&line.text)).count();
    if ends(&["指引", "手册", "指南", "操作规程", "工作参考", "实务"]) {
        Kind::Guide
    } else if articles >= 3
        || ends(&[
            "条例",
            "办法",
            "规定",
            "细则",
            "意见",
            "通知",
            "决定",
            "方案",
            "规则",
            "若干措施",
            "法",
            "试行",
        ])
    {
        Kind::Policy
    } else if ["案例", "经验做法"].iter().any(|word| title.contains(word)) {
        Kind::Case
    } else {
        Kind::Report
    }
}

/// 第一条 …
fn begins_article(text: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百零".contains(c);
    let after = text.strip_prefix('第').unwrap_or_default();
    let rest = after.trim_start_matches(number);
    rest.len() < after.len() && rest.starts_with('条')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::divide::divide;
    use crate::intake::rules::lines_of;

    fn described(text: &str) -> FrontMatter {
        let part = divide(lines_of(text), None).main;
        describe(&part, &Whole::default(), None).front_matter
    }

    const LONG: &str =
        "推动党建与业务深度融合,全面创建让党放心、让群众满意的模范机关,各项工作取得新成效。";

    #[test]
    fn an_office_that_is_named_once_for_all_is_the_documents_own() {
        let text = format!(
            "今年以來,江門市人民政府辦公室(下稱“市府辦”){LONG}\n南方日報記者 鄭琦\n{LONG}\n"
        );
        let read = described(&text);
        assert_eq!(read.organization.as_deref(), Some("江門市人民政府辦公室"));
        assert_eq!(read.region.as_deref(), Some("广东省/江门市"));
        assert_eq!(read.source.name.as_deref(), Some("南方日報"));
        assert_eq!(read.source.author, ["鄭琦"]);
    }

    #[test]
    fn a_place_is_never_guessed_from_a_mention_in_passing() {
        let text =
            format!("机关党建经验\n{LONG}\n市委高度重视,市直单位赴上海市学习,全市推广。\n{LONG}\n");
        assert_eq!(described(&text).region, None);
        let often = "珠海市推进工作,市委部署,市直机关落实。珠海市召开会议。珠海市总结经验,市委肯定。全市推广。\n";
        assert_eq!(described(&format!("经验\n{often}")).region.as_deref(), Some("广东省/珠海市"));
    }

    #[test]
    fn kinds_follow_titles_and_articles() {
        let kind = |title: &str| described(&format!("{title}\n{LONG}\n{LONG}\n")).kind;
        assert_eq!(kind("发展党员工作指引"), Kind::Guide);
        assert_eq!(kind("关于加强机关党建的意见(试行)"), Kind::Policy);
        assert_eq!(kind("某市机关党建案例"), Kind::Case);
        assert_eq!(kind("推动机关党建高质量发展"), Kind::Report);
    }
}
