//! Rows of links: three or more short marked lines, or many short segments on one line.

use std::collections::HashSet;

use super::take;
use crate::intake::convert::Removed;
use crate::intake::rough::{Line, LineKind};

/// Marks before the items of a menu.
const BULLETS: [char; 7] = ['•', '▪', '■', '◆', '▶', '»', '|'];
/// An item of a menu is no longer than this, in characters.
const ITEM: usize = 16;
/// This many items in a row are a menu.
const MENU: usize = 3;

/// Takes menus away.
pub(super) fn apply(lines: &mut Vec<Line>, removed: &mut Vec<Removed>) {
    let item = |line: &Line| {
        line.text.starts_with(BULLETS) && line.characters() <= ITEM && !line.ends_sentence()
    };
    let mut menu = HashSet::new();
    let mut run = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if item(line) {
            run.push(index);
        }
        if !item(line) || index + 1 == lines.len() {
            if run.len() >= MENU {
                menu.extend(run.iter().map(|&at: &usize| lines[at].span));
            }
            run.clear();
        }
    }
    take(lines, removed, "navigation", |line| menu.contains(&line.span) || is_row(line));
}

/// 简介- 网站地图- 广告服务- 联系我们: many short segments and no sentence.
fn is_row(line: &Line) -> bool {
    if line.kind != LineKind::Text
        || line.ends_sentence()
        || line.text.contains(['。', ',', '\u{ff0c}'])
    {
        return false;
    }
    let segments: Vec<&str> = line
        .text
        .split(['|', '-', '丨', '┊', '│'])
        .map(str::trim)
        .filter(|s| !s.is_empty())
        .collect();
    let short = segments.iter().all(|segment| segment.chars().count() <= ITEM);
    segments.len() > MENU
        && short
        && segments.iter().all(|s| !s.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::super::{lines_of, texts};
    use super::*;

    #[test]
    fn menus_go_and_lists_stay() {
        let text = "• 首页\n\n• 要闻\n\n• 专题\n\n题目\n• 一项较长的、属于文章的内容说明了一件事情\n简介- 网站地图- 广告服务- 招标- 联系我们\n2018-2020年-计划\n";
        let mut lines = lines_of(text);
        let mut removed = Vec::new();
        apply(&mut lines, &mut removed);
        assert_eq!(texts(&lines).len(), 3, "{:?}", texts(&lines));
        assert_eq!(removed.len(), 4);
    }
}
