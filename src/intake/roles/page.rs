//! Lines of the page that their neighbours tell: menus, and what stands above a breadcrumb.

use super::super::shape::frame::Frame;
use super::super::words;
use super::{Line, Role};

/// A breadcrumb stands so far down at most.
const BREADCRUMB: usize = 12;

/// A longer line is no headline, in characters.
const MENU: usize = 45;

/// What stands above a breadcrumb without any mark of a sentence is the page's menu, however long.
pub(super) fn above_breadcrumb(lines: &mut [Line]) {
    let is = |line: &Line| matches!(&line.role, Role::Frame(it) if it.rule == "breadcrumb");
    let Some(end) = lines.iter().take(BREADCRUMB).rposition(is) else { return };
    let long = |it: &&mut Line| it.role == Role::Paragraph || it.block.characters() >= MENU;
    for line in lines[..end].iter_mut().filter(long) {
        let frame = matches!(line.role, Role::Frame(_) | Role::Info(_))
            || words::genre(line.plain()).is_some()
            || line.plain().contains("关于");
        if !frame && !line.plain().contains(['。', ',', ';', ':', '、', '!', '?', '《', '"']) {
            line.role = Role::Frame(Frame { rule: "navigation", anywhere: false });
        }
    }
}

/// Three or more short bulleted lines in a row are a menu of the page.
pub(super) fn menus(lines: &mut [Line]) {
    const BULLETS: [char; 7] = ['•', '▪', '■', '◆', '▶', '»', '|'];
    let item = |line: &Line| {
        line.block.text.starts_with(BULLETS)
            && line.block.characters() <= 16
            && !line.block.ends_sentence()
    };
    let mut from = 0;
    while from < lines.len() {
        let run = lines[from..].iter().take_while(|line| item(line)).count();
        if run >= 3 {
            for line in &mut lines[from..from + run] {
                line.role = Role::Frame(Frame { rule: "navigation", anywhere: true });
            }
        }
        from += run.max(1);
    }
}
