//! What kind of document a text is: the genre of its title, else how it speaks.

use super::candidate::Candidate;
use super::title::{is_notice, without_bracket};
use crate::document::Kind;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::numbering::Form;
use crate::intake::shape::opening;
use crate::intake::words;
use crate::text::fold;

/// Articles that make a text a rule.
const ARTICLES: usize = 3;

/// So many lines are read for words of a service …
const SERVED: usize = 40;
/// … and so many different ones make a text a guide for those who ask for it.
const SERVICES: usize = 5;

/// The kind of a text; `title` is the one that it states, if it does.
pub(super) fn kind(title: Option<&str>, made: &str, lines: &[Line]) -> Candidate<Kind> {
    let told = tells_case(lines) && title.is_none_or(|title| !title.contains("报告"));
    if let Some(kind) = title.and_then(|title| of_title(&fold(title).text)) {
        // 某案办案流程, told under 案情简介 and 典型意义, is a case.
        let case = told && kind.value == Kind::Guide;
        return if case { Candidate::new(Kind::Case, 4.0, "headings") } else { kind };
    }
    let articles =
        lines.iter().filter(|line| line.numbering().is_some_and(|it| it.form == Form::Article));
    if articles.count() >= ARTICLES {
        return Candidate::new(Kind::Policy, 4.0, "articles");
    }
    let numbered = lines.iter().any(|line| line.role == Role::Number || line.role == Role::RedHead);
    let plans = title.is_none()
        && words::genre(without_bracket(&fold(made).text)).is_some_and(|it| it.0 == Kind::Policy);
    let spoken = lines.iter().take(8).any(|line| line.role == Role::Salutation);
    let news = title.is_none()
        && lines
            .iter()
            .find(|line| line.is_text())
            .is_some_and(|line| opening::is_dateline(line.plain()));
    if numbered || title.is_none() && !spoken && !news && (is_notice(lines) || plans) {
        return Candidate::new(Kind::Policy, 3.0, "notice");
    }
    if told {
        return Candidate::new(Kind::Case, 2.0, "headings");
    }
    let speeches = spoken || news || lines.iter().any(|line| opening::is_dateline(line.plain()));
    if !speeches && words::services(lines.iter().take(SERVED).map(Line::plain)) >= SERVICES {
        return Candidate::new(Kind::Guide, 2.0, "service");
    }
    Candidate::new(Kind::Report, 1.0, "default")
}

/// A case is told by its heads: background, practice, effect, lesson; two of them at least.
fn tells_case(lines: &[Line]) -> bool {
    let parts = ["背景", "做法", "成效", "启示", "起因", "经验", "案情", "典型意义"];
    let told = parts.iter().filter(|word| {
        lines.iter().any(|line| {
            matches!(line.role, Role::Numbered(_) | Role::Short | Role::Bracket)
                && line.block.characters() < 20
                && line.plain().contains(**word)
        })
    });
    told.count() >= 2
}

/// The kind that the folded title names.
fn of_title(plain: &str) -> Option<Candidate<Kind>> {
    let bare = without_bracket(plain);
    if ["范文", "精选", "模板", "篇"].iter().any(|word| bare.contains(word)) {
        return Some(Candidate::new(Kind::Report, 2.0, "collection"));
    }
    let head = bare.split("--").next().unwrap_or(bare);
    if ["总结和", "总结及", "总结暨"].iter().any(|word| bare.contains(word)) {
        return Some(Candidate::new(Kind::Report, 5.0, "genre"));
    }
    if let Some((kind, _)) = words::genre(bare).or_else(|| words::genre(head)) {
        return Some(Candidate::new(kind, 5.0, "genre"));
    }
    let says = |words: &[&str]| words.iter().any(|word| bare.contains(word));
    if says(&["案例", "经验做法", "工作法", "典型经验"]) {
        return Some(Candidate::new(Kind::Case, 4.0, "title"));
    }
    if says(&["指南", "指引", "手册", "须知"]) {
        return Some(Candidate::new(Kind::Guide, 4.0, "title"));
    }
    if says(&[
        "工作报告",
        "情况报告",
        "总结",
        "述职",
        "讲话",
        "公报",
        "解读",
        "答记者问",
        "召开",
        "举行",
        "开展",
    ]) {
        return Some(Candidate::new(Kind::Report, 4.0, "title"));
    }
    None
}
