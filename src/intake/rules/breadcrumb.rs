//! 当前位置: 某网 > 新闻.

use super::take;
use crate::intake::convert::Removed;
use crate::intake::rough::Line;

/// The name under which breadcrumbs are removed; the description reads the site from them.
pub(in crate::intake) const RULE: &str = "breadcrumb";

/// How a breadcrumb begins.
const OPENINGS: [&str; 6] =
    ["当前位置", "您的位置", "您现在的位置", "您当前的位置", "當前位置", "所在位置"];

/// Takes breadcrumbs away.
pub(super) fn apply(lines: &mut Vec<Line>, removed: &mut Vec<Removed>) {
    take(lines, removed, RULE, |line| {
        let steps = line.text.matches(['>', '»', '›']).count();
        let opens = OPENINGS.iter().any(|opening| line.text.starts_with(opening));
        let short = line.characters() <= 80 && !line.ends_sentence();
        short && (opens || (steps >= 1 && line.text.starts_with("首页")) || steps >= 3)
    });
}

/// The site that a breadcrumb names: its first step that is not 首页.
#[must_use]
pub(in crate::intake) fn site(breadcrumb: &str) -> Option<String> {
    let path = breadcrumb.split_once([':', '\u{ff1a}']).map_or(breadcrumb, |(_, path)| path);
    let mut steps = path.split(['>', '»', '›', '/']).map(str::trim);
    let site = steps.find(|step| !step.is_empty() && *step != "首页" && !step.contains("位置"))?;
    Some(site.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{lines_of, texts};
    use super::*;

    #[test]
    fn breadcrumbs_go_and_name_the_site() {
        let mut lines = lines_of("当前位置: 某某网 > 新闻\n首页 > 党建\n正文大于号 5 > 3。\n");
        let mut removed = Vec::new();
        apply(&mut lines, &mut removed);
        assert_eq!(texts(&lines), ["正文大于号 5 > 3。"]);
        assert_eq!(site(&removed[0].text).as_deref(), Some("某某网"));
        assert_eq!(site("首页 > 党建").as_deref(), Some("党建"));
    }
}
