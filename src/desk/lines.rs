//! Which line of a raw file a value was read from.

use std::ops::Range;

use crate::document::{Date, FrontMatter};
use crate::text::{Span, fold};

/// Characters of a line that are shown around a value.
const AROUND: usize = 40;
/// The least of a title that is looked for, in bytes: four Chinese characters.
const LEAST: usize = 12;

/// A raw file's lines, folded once.
pub(super) struct Lines(Vec<(String, String)>);

/// A line with the value in it marked: what stands before it, it, what stands after it.
pub(super) type Marked = [String; 3];

impl Lines {
    /// The lines of these texts.
    pub(super) fn new(texts: impl Iterator<Item = String>) -> Self {
        Self(texts.map(|text| (fold(&text).text, text)).collect())
    }

    /// The line that a field of front matter was read from; `None` where no line states its value.
    pub(super) fn of(&self, field: &str, front_matter: &FrontMatter) -> Option<Marked> {
        self.first(&written(field, front_matter))
    }

    /// The first line that holds one of `texts`, the first of them that any line holds.
    fn first(&self, texts: &[String]) -> Option<Marked> {
        texts.iter().filter(|text| !text.is_empty()).find_map(|text| {
            let text = fold(text).text;
            let mut found = self.0.iter().filter_map(|(plain, line)| {
                let start = plain.find(&text)?;
                let folded = fold(line);
                let span = folded.to_original(Span::new(start, start + text.len()));
                Some(marked(line, span.start..span.end))
            });
            found.next()
        })
    }

    /// The line that stands in the file right before the line `text` and of which `is_held` is so.
    pub(super) fn before(&self, text: &str, is_held: impl Fn(&str) -> bool) -> Option<String> {
        let plain = fold(text).text;
        let at = self.0.iter().position(|(line, _)| *line == plain)?;
        let before = self.0[..at].iter().rev().map(|(_, line)| line);
        before.filter(|line| line.chars().count() > 1).find(|line| is_held(line)).cloned()
    }
}

/// A value as a raw file may write it, the surest form first.
fn written(field: &str, front_matter: &FrontMatter) -> Vec<String> {
    let plain = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
    match field {
        "title" => {
            let title = &front_matter.title;
            // A long title stands on several lines: its beginning is looked for.
            let ends = title.char_indices().map(|(at, _)| at).filter(|at| *at >= LEAST);
            let mut beginnings: Vec<String> = ends.map(|at| title[..at].to_owned()).collect();
            beginnings.push(title.clone());
            beginnings.reverse();
            beginnings
        }
        "region" => {
            let name = front_matter.region.as_deref().and_then(|it| it.rsplit('/').next());
            let short = |name: &str| name.trim_end_matches(['省', '市', '县', '区']).to_owned();
            let long = |it: &String| it.chars().count() > 1;
            let names = name.map(|name| vec![name.to_owned(), short(name)]).unwrap_or_default();
            names.into_iter().filter(long).collect()
        }
        "organization" => plain(&front_matter.organization),
        "number" => plain(&front_matter.number),
        "source" => plain(&front_matter.source.name),
        "published" => front_matter.published.map(of_date).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// A date as documents write it.
fn of_date(date: Date) -> Vec<String> {
    let Date { year, month, day } = date;
    let han = |number: u16| number.to_string().chars().map(digit).collect::<String>();
    let Some(month) = month else {
        return vec![format!("{year}年"), format!("{}年", han(year)), year.to_string()];
    };
    let small = |number: u8| spelled(number);
    let Some(day) = day else {
        return vec![
            format!("{year}年{month}月"),
            format!("{year}-{month:02}"),
            format!("{}年{}月", han(year), small(month)),
        ];
    };
    let mut forms =
        vec![format!("{year}年{month}月{day}日"), format!("{year}年{month:02}月{day:02}日")];
    forms.extend(['-', '/', '.'].map(|mark| format!("{year}{mark}{month:02}{mark}{day:02}")));
    forms.extend(['-', '/', '.'].map(|mark| format!("{year}{mark}{month}{mark}{day}")));
    forms.extend(["〇", "○", "零"].map(|zero| {
        let year = han(year).replace('〇', zero);
        format!("{year}年{}月{}日", small(month), small(day))
    }));
    forms
}

fn digit(c: char) -> char {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    c.to_digit(10).and_then(|it| DIGITS.get(usize::try_from(it).ok()?).copied()).unwrap_or(c)
}

/// 1 to 31 in Chinese: 二十一.
fn spelled(number: u8) -> String {
    let one = |number: u8| digit(char::from(b'0' + number)).to_string();
    match (number / 10, number % 10) {
        (0, ones) => one(ones),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", one(ones)),
        (tens, 0) => format!("{}十", one(tens)),
        (tens, ones) => format!("{}十{}", one(tens), one(ones)),
    }
}

fn marked(line: &str, found: Range<usize>) -> Marked {
    let (before, after) = (&line[..found.start], &line[found.end..]);
    let from = before.char_indices().rev().nth(AROUND).map(|(at, _)| at);
    let to = after.char_indices().nth(AROUND).map(|(at, _)| at);
    let before = from.map_or_else(|| before.to_owned(), |from| format!("…{}", &before[from..]));
    let after = to.map_or_else(|| after.to_owned(), |to| format!("{}…", &after[..to]));
    [before, line[found].to_owned(), after]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;

    #[test]
    fn each_field_names_the_line_that_states_it() {
        let texts = [
            "索引号：007",
            "珠海市财政局关于打造",
            "党建品牌的通知",
            "来源： 南方日報 时间:2024/10/7",
            "二〇二四年十月二十一日",
        ];
        let lines = Lines::new(texts.into_iter().map(str::to_owned));
        let mut about = FrontMatter::new("珠海市财政局关于打造党建品牌的通知", Kind::Policy);
        about.region = Some("广东省/珠海市".to_owned());
        about.source.name = Some("南方日报".to_owned());
        about.published = Date::parse("2024-10-07");
        let mark =
            |field: &str, about: &FrontMatter| lines.of(field, about).map(|it| it[1].clone());
        assert_eq!(mark("title", &about).as_deref(), Some("珠海市财政局关于打造"));
        assert_eq!(mark("region", &about).as_deref(), Some("珠海市"));
        assert_eq!(mark("source", &about).as_deref(), Some("南方日報"));
        assert_eq!(mark("published", &about).as_deref(), Some("2024/10/7"));
        assert_eq!(mark("number", &about), None);
        about.published = Date::parse("2024-10-21");
        assert_eq!(mark("published", &about).as_deref(), Some("二〇二四年十月二十一日"));
        let held =
            lines.before("二〇二四年十月二十一日", |line| line.starts_with("党建"));
        assert_eq!(held.as_deref(), Some("党建品牌的通知"));
    }
}
