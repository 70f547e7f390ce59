//! Lines that say who made a text, when and where, and nothing else.

use crate::document::Date;
use crate::knowledge::organization::{self, Named};
use crate::text::{Folded, Span, fold};

/// What such a line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Byline {
    pub(super) published: Option<Date>,
    pub(super) source: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) editor: Option<String>,
    pub(super) organization: Option<String>,
}

/// What the words before a colon introduce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Source,
    Author,
    Editor,
    Date,
    /// Known, and of no use: 审核, 字号, 浏览次数.
    Other,
}

/// Folded words before a colon.
const KEYS: [(&str, Key); 26] = [
    ("来源", Key::Source),
    ("信息来源", Key::Source),
    ("文章来源", Key::Source),
    ("稿件来源", Key::Source),
    ("出处", Key::Source),
    ("作者", Key::Author),
    ("记者", Key::Author),
    ("通讯员", Key::Author),
    ("撰稿", Key::Author),
    ("文", Key::Author),
    ("供稿", Key::Author),
    ("编辑", Key::Editor),
    ("责任编辑", Key::Editor),
    ("责编", Key::Editor),
    ("实习编辑", Key::Editor),
    ("日期", Key::Date),
    ("时间", Key::Date),
    ("发布时间", Key::Date),
    ("发布日期", Key::Date),
    ("成文日期", Key::Date),
    ("发文日期", Key::Date),
    ("审核", Key::Other),
    ("校对", Key::Other),
    ("初审", Key::Other),
    ("浏览次数", Key::Other),
    ("字号", Key::Other),
];

/// What a reporter is called before the name.
const REPORTERS: [&str; 4] = ["记者", "通讯员", "特约记者", "见习记者"];
/// Offices that a person may hold behind an organization's name.
const OFFICES: [&str; 22] = [
    "常务副书记",
    "专职副书记",
    "副书记",
    "书记",
    "常务副主任",
    "副主任",
    "主任",
    "副局长",
    "局长",
    "副厅长",
    "厅长",
    "副部长",
    "部长",
    "副处长",
    "处长",
    "秘书长",
    "会长",
    "院长",
    "校长",
    "党组成员",
    "党委委员",
    "委员",
];
/// A longer line says more than who made it, in characters.
const LONGEST: usize = 90;

/// The byline that `line` is, when it is nothing else.
#[must_use]
pub(super) fn parse(line: &str) -> Option<Byline> {
    let line = line.trim_matches(['(', ')', '\u{ff08}', '\u{ff09}', '[', ']', ' ']);
    let folded = fold(line).text;
    if line.chars().count() > LONGEST || folded.ends_with('。') || folded.is_empty() {
        return None;
    }
    fields(line).or_else(|| reporters(line)).or_else(|| dated(line))
}

/// The organization, office and person that `line` names, when it names nothing else.
#[must_use]
pub(super) fn of_organization(line: &str) -> Option<Byline> {
    let folded = fold(line);
    let text = folded.text.as_str();
    if text.chars().count() > 40 {
        return None;
    }
    if let Some(named) = organization::whole(text, None) {
        return Some(organization_byline(line, &folded, &named, Vec::new()));
    }
    let (at, office) = OFFICES
        .iter()
        .filter_map(|office| text.rfind(office).map(|at| (at, *office)))
        .min_by_key(|(at, office)| (*at, std::cmp::Reverse(office.len())))?;
    let named = organization::whole(&text[..at], None)?;
    let person = original(line, &folded, at + office.len(), text.len());
    let person = name(&person)?;
    Some(organization_byline(line, &folded, &named, vec![person]))
}

fn organization_byline(line: &str, folded: &Folded, named: &Named, authors: Vec<String>) -> Byline {
    let organization = Some(original(line, folded, 0, named.length));
    Byline { organization, authors, ..Byline::default() }
}

/// The original characters of a stretch of the folded line.
fn original(line: &str, folded: &Folded, from: usize, to: usize) -> String {
    folded.to_original(Span::new(from, to)).of(line).trim().to_owned()
}

/// `2022-01-17 07:58 来源:南方日报 崔璨 戴兵威`, `编辑:刘帅`, `发布时间:2024-03-01 来源:某网`.
fn fields(line: &str) -> Option<Byline> {
    let mut byline = Byline::default();
    let mut key = None;
    let mut seen_key = false;
    for token in tokens(line) {
        let folded = fold(&token).text;
        if let Some((word, value)) =
            folded.split_once(':').filter(|(word, _)| key_named(word).is_some())
        {
            key = key_named(word);
            seen_key = true;
            let value = value.chars().count();
            let value: String = token.chars().skip(token.chars().count() - value).collect();
            if !value.is_empty() && !byline.take(key, &value) {
                return None;
            }
        } else if let Some(date) = date_with_time(&folded) {
            byline.published = byline.published.or(date);
        } else if seen_key {
            // After its first value a source is followed by the names of those who wrote it.
            let as_key = match key {
                Some(Key::Source) if byline.source.is_some() => Some(Key::Author),
                other => other,
            };
            if !byline.take(as_key, &token) {
                return None;
            }
        } else {
            return None;
        }
    }
    seen_key.then_some(byline)
}

impl Byline {
    /// Takes a value under its key; `false` when it cannot be one.
    fn take(&mut self, key: Option<Key>, value: &str) -> bool {
        match key {
            Some(Key::Source) => self.source = Some(value.to_owned()),
            Some(Key::Author) => match name(value) {
                Some(person) => self.authors.push(person),
                None => return false,
            },
            Some(Key::Editor) => self.editor = Some(value.to_owned()),
            Some(Key::Date) => match date_with_time(&fold(value).text) {
                Some(date) => self.published = self.published.or(date),
                None => return false,
            },
            Some(Key::Other) => {}
            None => return false,
        }
        true
    }

    /// What this line says and `other` adds.
    pub(super) fn merge(&mut self, other: Self) {
        self.published = self.published.or(other.published);
        self.source = self.source.take().or(other.source);
        self.editor = self.editor.take().or(other.editor);
        self.organization = self.organization.take().or(other.organization);
        self.authors.extend(other.authors);
    }
}

/// `南方日報記者 鄭琦`, `本报记者 张三 李四 通讯员 王五`.
fn reporters(line: &str) -> Option<Byline> {
    let mut byline = Byline::default();
    let mut seen = false;
    for token in tokens(line) {
        let folded = fold(&token).text;
        let before = REPORTERS.iter().find_map(|word| folded.strip_suffix(word));
        if let Some(before) = before {
            seen = true;
            let letters = before.chars().count();
            let outlet: String = token.chars().take(letters).collect();
            let outlet = outlet.trim_end_matches(['特', '约', '见', '习']).to_owned();
            if letters > 1 && !before.starts_with("本报") && !before.starts_with("本刊") {
                byline.source = byline.source.take().or(Some(outlet));
            }
        } else if seen {
            byline.authors.push(name(&token)?);
        } else {
            return None;
        }
    }
    (!byline.authors.is_empty()).then_some(byline)
}

/// `2024-10-17新闻`: a date and at most a word of category.
fn dated(line: &str) -> Option<Byline> {
    let mut published = None;
    let mut others = 0;
    for token in tokens(line) {
        let folded = fold(&token).text;
        let (date, rest) = leading_date(&folded);
        match date_with_time(&folded) {
            Some(date) => published = published.or(date),
            None if date.is_some() && rest.chars().count() <= 4 && !is_event(rest) => {
                published = published.or(date);
            }
            // 施行, 通过, 公布: the history of a law is its text.
            None if token.chars().count() <= 6 && !is_event(&folded) => others += 1,
            None => return None,
        }
    }
    let byline = Byline { published, ..Byline::default() };
    (published.is_some() && others <= 2).then_some(byline)
}

/// What happens to a law on a day.
fn is_event(word: &str) -> bool {
    ["施行", "通过", "公布", "修订", "修正", "批准", "发布", "实施", "废止"]
        .iter()
        .any(|it| word.ends_with(it))
}

/// A date, or a time of day (`Some(None)`).
fn date_with_time(folded: &str) -> Option<Option<Date>> {
    let time = folded.split(':').all(|part| part.len() <= 2 && part.parse::<u8>().is_ok());
    if folded.contains(':') && time {
        return Some(None);
    }
    let (date, rest) = leading_date(folded);
    let rest_is_time =
        rest.trim_start_matches('t').split(':').all(|part| part.parse::<u8>().is_ok());
    date.filter(|_| rest.is_empty() || rest_is_time).map(Some)
}

/// The full date that `folded` begins with, and what follows.
fn leading_date(folded: &str) -> (Option<Date>, &str) {
    let date_letter = |c: char| c.is_ascii_digit() || "-/.年月日".contains(c);
    let end = folded.find(|c| !date_letter(c)).unwrap_or(folded.len());
    let date = Date::parse(folded[..end].trim_end_matches(['-', '/', '.']));
    match date.filter(|date| date.day.is_some()) {
        Some(date) => (Some(date), &folded[end..]),
        None => (None, folded),
    }
}

/// A person's name of two to four characters, or a foreign one with a dot.
fn name(text: &str) -> Option<String> {
    let text = text.trim();
    let letters = text.chars().count();
    let han = text.chars().all(|c| crate::text::segment::is_han(c) || c == '·');
    (han && (2..=if text.contains('·') { 12 } else { 4 }).contains(&letters))
        .then(|| text.to_owned())
}

fn key_named(word: &str) -> Option<Key> {
    KEYS.iter().find(|(name, _)| *name == word).map(|(_, key)| *key)
}

/// What spaces and bars part. A space behind a colon does not.
fn tokens(line: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for part in line.split([' ', '\u{3000}', '\t', '|', '丨', '\u{a0}']).filter(|p| !p.is_empty())
    {
        match tokens.last_mut().filter(|last| last.ends_with([':', '\u{ff1a}'])) {
            Some(last) => last.push_str(part),
            None => tokens.push(part.to_owned()),
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, source: &str, authors: &[&str], date: &str) {
        let byline = parse(line).unwrap_or_else(|| panic!("{line} is a byline"));
        assert_eq!(byline.source.as_deref().unwrap_or(""), source, "{line}");
        assert_eq!(byline.authors, authors, "{line}");
        assert_eq!(byline.published.map(|d| d.to_string()).unwrap_or_default(), date, "{line}");
    }

    #[test]
    fn bylines_are_read() {
        let three = ["崔璨", "戴兵威", "肖淑娥"];
        check(
            "2022-01-17 07:58 来源:南方日报 崔璨 戴兵威 肖淑娥",
            "南方日报",
            &three,
            "2022-01-17",
        );
        check("2024-10-17新闻", "", &[], "2024-10-17");
        check("南方日報記者 鄭琦", "南方日報", &["鄭琦"], "");
        check("通訊員 陳國禎 李慧瑜", "", &["陳國禎", "李慧瑜"], "");
        check("发布时间: 2024年3月1日 来源: 某某网", "某某网", &[], "2024-03-01");
        check("(本报记者 张三)", "", &["张三"], "");
        assert_eq!(parse("编辑:刘帅").unwrap().editor.as_deref(), Some("刘帅"));
    }

    #[test]
    fn what_says_more_is_no_byline() {
        for line in [
            "记者从会议上获悉,今年将推进改革。",
            "来源于群众的意见建议得到落实",
            "2024年6月30日,黑龙江省消防救援总队开展教育。",
            "努力在新时代走在前列、新征程勇当尖兵",
            "时间:上午",
            "2021年1月1日 施行",
            "",
        ] {
            assert_eq!(parse(line), None, "{line}");
        }
    }

    #[test]
    fn organizations_with_offices_and_persons_are_read() {
        let read = |line: &str| {
            of_organization(line)
                .map(|it| (it.organization.unwrap_or_default(), it.authors.concat()))
        };
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(read("黑龙江省直机关工委"), pair("黑龙江省直机关工委", ""));
        assert_eq!(read("安徽省直机关工委书记朱斌"), pair("安徽省直机关工委", "朱斌"));
        let hubei = "湖北省委直属机关工委常务副书记 陈正祥";
        assert_eq!(read(hubei), pair("湖北省委直属机关工委", "陈正祥"));
        assert_eq!(read("xx市直机关工委"), pair("xx市直机关工委", ""));
        assert_eq!(read("推动实现「六个新提升」"), None);
        assert_eq!(read("提高机关党建工作质量和活力"), None);
    }
}
