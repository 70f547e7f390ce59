//! Cleaning: what is no part of the article goes, and is named. One rule a file.

mod breadcrumb;
mod footer;
mod navigation;
mod page_number;
mod repeated;
mod residue;

use super::convert::Removed;
use super::rough::Line;

/// A rule takes lines away, or parts of them, and says which.
type Rule = fn(&mut Vec<Line>, &mut Vec<Removed>);

/// All rules in the order in which they work. Page numbers first, since they stand inside what
/// the others look at; the footer last, since it is known by what the others leave.
const RULES: [Rule; 6] = [
    page_number::apply,
    breadcrumb::apply,
    navigation::apply,
    residue::apply,
    repeated::apply,
    footer::apply,
];

/// Cleans `lines`; what goes is added to `removed`.
pub(super) fn clean(lines: &mut Vec<Line>, removed: &mut Vec<Removed>) {
    for rule in RULES {
        rule(lines, removed);
    }
}

/// The site that a removed breadcrumb names.
pub(super) fn site_of(removed: &[Removed]) -> Option<String> {
    let breadcrumb = removed.iter().find(|removed| removed.rule == breadcrumb::RULE)?;
    breadcrumb::site(&breadcrumb.text)
}

/// Moves the lines for which `goes` holds to `removed`.
fn take(
    lines: &mut Vec<Line>,
    removed: &mut Vec<Removed>,
    rule: &'static str,
    goes: impl Fn(&Line) -> bool,
) {
    let taken = lines.extract_if(.., |line| goes(line));
    removed.extend(taken.map(|line| Removed { rule, text: line.text }));
}

#[cfg(test)]
pub(super) fn lines_of(text: &str) -> Vec<Line> {
    let decoded = super::format::decode("t.txt", text.as_bytes()).unwrap();
    super::extract::extract(&decoded).lines
}

#[cfg(test)]
pub(super) fn texts(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|line| line.text.as_str()).collect()
}
