//! What stands after the article's last sentence and is neither its date, its office nor its makers.

use super::take;
use crate::document::Date;
use crate::intake::byline;
use crate::intake::convert::Removed;
use crate::intake::rough::{Line, LineKind};
use crate::knowledge::organization;
use crate::text::fold;

/// A file with less running text is not known well enough to say where it ends.
const LEAST_RUNNING: usize = 3;
/// A longer line is text, in characters.
const LONGEST: usize = 50;
/// A longer tail is a part of the article: a list, a table.
const LONGEST_TAIL: usize = 15;

/// Rules that show that a file is a saved page, with something around its article.
const PAGE_RULES: [&str; 5] = ["breadcrumb", "navigation", "page_residue", "share", "licence"];

/// Takes the tail of a saved page away. Where nothing else was the page's, the tail is the
/// article's: the title of a table that follows, a list of those who get a copy.
pub(super) fn apply(lines: &mut Vec<Line>, removed: &mut Vec<Removed>) {
    let running = lines.iter().filter(|line| line.is_running()).count();
    let Some(last) = lines.iter().rposition(|line| line.is_running()) else { return };
    let tail = &lines[last + 1..];
    let is_page = removed.iter().any(|removed| PAGE_RULES.contains(&removed.rule));
    if !is_page || running < LEAST_RUNNING || tail.len() > LONGEST_TAIL {
        return;
    }
    let goes: Vec<_> = tail.iter().filter(|line| !belongs(line)).map(|line| line.span).collect();
    take(lines, removed, "footer", |line| goes.contains(&line.span));
}

/// Whether a line after the last sentence is the article's own.
fn belongs(line: &Line) -> bool {
    let plain = fold(&line.text).text;
    line.kind != LineKind::Text
        || Date::parse(&plain).is_some()
        || byline::parse(&line.text).is_some()
        || organization::whole(&plain, None).is_some()
        || line.characters() > LONGEST
        || plain.contains(['。', ',', ';'])
        || ["附件", "附:", "附表", "注:", "表", "图", "第"].iter().any(|it| plain.starts_with(it))
        || plain.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十(".contains(c))
}

#[cfg(test)]
mod tests {
    use super::super::{lines_of, texts};
    use super::*;

    #[test]
    fn the_tail_goes_but_for_date_office_and_makers() {
        let text = "第一段。\n第二段。\n第三段。\n附件:名单\n珠海市财政局\n2024年3月1日\n编辑:张三\n某集团 某频道\n";
        let mut alone = lines_of(text);
        apply(&mut alone, &mut Vec::new());
        assert_eq!(alone.len(), 8, "a text that is no saved page has no footer");
        let mut lines = lines_of(text);
        let mut removed = vec![Removed { rule: "licence", text: String::new() }];
        apply(&mut lines, &mut removed);
        assert_eq!(texts(&lines).len(), 7, "{:?}", texts(&lines));
        assert_eq!(removed[1].text, "某集团 某频道");
    }
}
