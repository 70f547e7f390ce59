//! The closed-class words and the verbs of official prose by which noun phrases around a figure
//! are cut, and where a text holds them.

use crate::knowledge::rules::{File, Rules};
use crate::text::Span;

/// What a word does to the noun phrase beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A verb right before a figure and at the start of a phrase of things (整改|隐患), a part of a
    /// noun elsewhere.
    Object,
    /// Comes between right before a figure (总体), a part of a noun elsewhere.
    Modifier,
    /// Governs a noun phrase: 评定, 建成.
    Verb,
    /// A verb right before a figure (培训1.4万人次), a part of a noun elsewhere (培训班).
    Soft,
    /// Ties a figure to its subject: 达, 为, 有.
    Link,
    /// Says how a figure changed: 增长, 下降, 提高到.
    Change,
    /// Comes between, and belongs to no noun phrase: 累计, 已, 均.
    Adverb,
    /// Opens a phrase that the figure is not about: 在, 对, 与.
    Preposition,
    /// Holds the characters of another word and is a part of a noun: 党组织, 作为.
    Noun,
}

/// A word of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) span: Span,
    pub(super) role: Role,
}

/// Characters that turn the verb before them into a noun: 覆盖|率, 培训|班.
const NOMINAL: &str =
    "税库率数量额值度员者站点岗法费金班类型式性会人队团组院所厂处局部厅科室力权书卡";

/// Words that do the same: 评选|环节, 整治|等活动.
const NOMINAL_WORDS: [&str; 25] = [
    "贡献率",
    "目标",
    "等",
    "环节",
    "过程",
    "阶段",
    "情况",
    "方式",
    "标准",
    "时间",
    "时限",
    "面积",
    "规模",
    "周期",
    "总量",
    "总额",
    "业务",
    "收入",
    "支出",
    "产值",
    "成本",
    "能力",
    "水平",
    "合格率",
    "覆盖率",
];

/// What follows such a character and makes it the beginning of another word: 办理|人大代表建议.
const BEGINS: [&str; 10] =
    ["人大", "人民", "人才", "员工", "会员", "队员", "机关", "组织", "科技", "型号"];

/// The words of the text, in order, without overlap, leftmost and longest.
pub(super) fn words(text: &str, rules: &Rules) -> Vec<Word> {
    let found = rules.table(File::Phrases).find(text).filter_map(|hit| {
        let role = role(&hit.rule.class)?;
        let rest = &text[hit.span.end..];
        let begins = BEGINS.iter().any(|word| rest.starts_with(word));
        let nominal = (rest.starts_with(|c| NOMINAL.contains(c)) && !begins)
            || NOMINAL_WORDS.iter().any(|word| rest.starts_with(word));
        let verb = matches!(role, Role::Verb | Role::Soft | Role::Object | Role::Change);
        let role = if nominal && verb && hit.span.len() > 3 { Role::Noun } else { role };
        (role != Role::Noun).then_some(Word { span: hit.span, role })
    });
    found.collect()
}

fn role(class: &str) -> Option<Role> {
    Some(match class {
        "verb" => Role::Verb,
        "soft" => Role::Soft,
        "object" => Role::Object,
        "modifier" => Role::Modifier,
        "link" => Role::Link,
        "change" => Role::Change,
        "adverb" => Role::Adverb,
        "preposition" => Role::Preposition,
        "noun" => Role::Noun,
        _ => return None,
    })
}
