//! One file with several documents: where each begins.

use super::byline::{self, Byline};
use super::headings::joined;
use super::rough::{Line, LineKind};
use crate::knowledge::organization;
use crate::text::fold;

/// A title stands on at most this many lines.
const TITLE_LINES: usize = 4;

/// A document inside a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Its title, where it has one.
    pub(super) title: Option<String>,
    /// What its head says of who made it, when and where.
    pub(super) byline: Byline,
    /// Its lines after title and head.
    pub(super) lines: Vec<Line>,
    /// The lines of its title and head.
    pub(super) head: Vec<Line>,
    /// Whether it is one organization's practice inside a report.
    pub(super) is_case: bool,
}

/// A file taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Divided {
    /// What stands before the parts: the document itself where there are none.
    pub(super) main: Part,
    /// Documents of their own.
    pub(super) parts: Vec<Part>,
}

/// Takes the cleaned lines of a file apart. `title` is one that is known from the markup.
pub(super) fn divide(lines: Vec<Line>, title: Option<String>) -> Divided {
    let heads = colon_heads(&lines);
    if heads.len() >= 2 {
        return divided(lines, title, &heads, true);
    }
    let heads = office_heads(&lines);
    if heads.len() >= 2 {
        return divided(lines, title, &heads, false);
    }
    Divided { main: headed(lines, title, false), parts: Vec::new() }
}

/// Cuts the lines before each head.
fn divided(lines: Vec<Line>, title: Option<String>, heads: &[usize], is_case: bool) -> Divided {
    let mut rest = lines;
    let mut parts = Vec::new();
    for &head in heads.iter().rev() {
        let lines = rest.split_off(head);
        parts.push(headed(lines, None, is_case));
    }
    parts.reverse();
    Divided { main: headed(rest, title, false), parts }
}

/// Heads of the form `机构:` with a headline on the next line.
fn colon_heads(lines: &[Line]) -> Vec<usize> {
    let starts = (0..lines.len().saturating_sub(2)).filter(|&at| {
        colon_office(&lines[at]).is_some()
            && lines[at + 1].is_short()
            && lines[at + 2..].iter().take(2).any(Line::is_running)
    });
    starts.collect()
}

/// The organization that a line `机构:` names, in original characters.
fn colon_office(line: &Line) -> Option<String> {
    let name = line.text.strip_suffix([':', '\u{ff1a}'])?.trim();
    organization::whole(&fold(name).text, None).map(|_| name.to_owned())
}

/// Heads of the form title lines, then a line with the organization that speaks, then its text.
fn office_heads(lines: &[Line]) -> Vec<usize> {
    let mut heads = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let office = line.is_short() && byline::of_organization(&line.text).is_some();
        let text_follows = lines.get(at + 1).is_some_and(Line::is_running);
        let title = title_start(lines, at);
        if office && text_follows && title < at {
            heads.push(title);
        }
    }
    heads
}

/// The first of the title lines that end before `end`.
fn title_start(lines: &[Line], end: usize) -> usize {
    let titles = |line: &&Line| {
        line.kind == LineKind::Text && line.is_short() && byline::parse(&line.text).is_none()
    };
    let count = lines[..end].iter().rev().take(TITLE_LINES).take_while(titles).count();
    // Only the first of them may stand apart from what is before it.
    let run = &lines[end - count..end];
    let apart = run.iter().rposition(|line| line.apart).unwrap_or(0);
    end - count + apart
}

/// Reads the head of an article: title, bylines, organization; the rest is its text.
fn headed(lines: Vec<Line>, title: Option<String>, is_case: bool) -> Part {
    let mut part =
        Part { title, byline: Byline::default(), lines: Vec::new(), head: Vec::new(), is_case };
    let mut lines = lines.into_iter().peekable();
    if let Some(office) = lines.peek().and_then(colon_office) {
        part.byline.organization = Some(office);
        part.head.extend(lines.next());
    }
    let mut rest: Vec<Line> = lines.collect();
    part.take_head(&mut rest);
    part.take_bylines(&mut rest);
    part.lines = rest;
    part
}

impl Part {
    /// Takes title lines and bylines off the beginning. A second line that stands apart is a
    /// subtitle, and part of the text.
    fn take_head(&mut self, rest: &mut Vec<Line>) {
        let running = rest.iter().position(Line::is_running).unwrap_or(rest.len());
        let mut kept = Vec::new();
        let mut titled = false;
        for (at, line) in rest.drain(..running).enumerate() {
            let office = || byline::of_organization(&line.text).filter(|_| at > 0 || titled);
            if let Some(byline) = byline::parse(&line.text).or_else(office) {
                self.byline.merge(byline);
                self.head.push(line);
            } else if self.is_title(&line, titled) {
                let title = self.title.take().filter(|_| titled);
                let title = title.map_or_else(|| line.text.clone(), |t| joined(&t, &line.text));
                self.title = Some(title);
                self.head.push(line);
                titled = true;
            } else {
                kept.push(line);
            }
        }
        kept.append(rest);
        *rest = kept;
    }

    /// Whether a line of the head is the title, or goes on with it.
    fn is_title(&self, line: &Line, titled: bool) -> bool {
        let plain = |text: &str| fold(text).text;
        let head = matches!(line.kind, LineKind::Text | LineKind::Heading(1)) && line.is_short();
        match &self.title {
            // The markup knew the title: its line on the page is the same again.
            Some(known) if !titled => plain(known) == plain(&line.text),
            Some(_) => head && !line.apart,
            None => head && self.head.len() < TITLE_LINES,
        }
    }

    /// Takes bylines that stand early in the text, and at its end.
    fn take_bylines(&mut self, rest: &mut Vec<Line>) {
        let count = rest.len();
        let mut at = 0;
        let taken: Vec<Line> = rest
            .extract_if(.., |line| {
                at += 1;
                let edge = at <= 4 || at + 4 > count;
                edge && line.kind == LineKind::Text && byline::parse(&line.text).is_some()
            })
            .collect();
        for line in taken {
            self.byline.merge(byline::parse(&line.text).unwrap_or_default());
            self.head.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::lines_of;
    use super::*;

    const LONG: &str =
        "坚持以党的政治建设为统领,推动机关党建和业务工作深度融合,为高质量发展提供坚强保障。";

    #[test]
    fn reports_one_after_the_other_are_told_apart_by_their_offices() {
        let text = format!(
            "三省信息集萃\n\n2024-10-17新闻\n把握使命\n推动「六个提升」\n黑龙江省直机关工委\n{LONG}\n抓基层\n{LONG}\n\
             关于机关党建\n安徽省直机关工委书记朱斌\n{LONG}\n"
        );
        let divided = divide(lines_of(&text), None);
        assert_eq!(divided.parts.len(), 2);
        assert_eq!(divided.main.title.as_deref(), Some("三省信息集萃"));
        assert_eq!(
            divided.main.byline.published.map(|d| d.to_string()).as_deref(),
            Some("2024-10-17")
        );
        assert!(divided.main.lines.is_empty());
        let [first, second] = &divided.parts[..] else { panic!("two parts") };
        assert_eq!(first.title.as_deref(), Some("把握使命 推动「六个提升」"));
        assert_eq!(first.lines.len(), 3);
        assert_eq!(second.byline.authors, ["朱斌"]);
    }

    #[test]
    fn cases_with_a_colon_are_cut_out_of_their_report() {
        let text = format!(
            "{LONG}\n做法\n{LONG}\n典型案例\n市公安局直属机关党委:\n以机制引领\n{LONG}\n市司法局机关党委:\n以品牌助推\n{LONG}\n"
        );
        let divided = divide(lines_of(&text), None);
        let titles: Vec<_> = divided.parts.iter().map(|part| part.title.clone().unwrap()).collect();
        assert_eq!(titles, ["以机制引领", "以品牌助推"]);
        assert!(divided.parts.iter().all(|part| part.is_case && part.lines.len() == 1));
        assert_eq!(divided.main.title, None);
        assert_eq!(divided.main.lines.len(), 4);
    }

    #[test]
    fn one_article_with_sections_stays_whole() {
        let text = format!(
            "以标准打造“标杆”\n\n努力走在前列\n\n2022-01-17 07:58 来源:南方日报 崔璨\n\n{LONG}\n\n1 高标谋划\n\n{LONG}\n\n编辑:刘帅\n"
        );
        let divided = divide(lines_of(&text), None);
        assert!(divided.parts.is_empty());
        let main = divided.main;
        assert_eq!(main.title.as_deref(), Some("以标准打造“标杆”"));
        assert_eq!(main.byline.editor.as_deref(), Some("刘帅"));
        assert_eq!(main.byline.authors, ["崔璨"]);
        let texts: Vec<_> = main.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["努力走在前列", LONG, "1 高标谋划", LONG]);
    }
}
