//! The form of a document by the word that its title ends in: 意见, 办法, 方案.

/// The words by which the titles of official documents end, longer ones before those that they
/// end in. Sources: the fifteen kinds of 《党政机关公文处理工作条例》, the forms of 《立法法》 and
/// 《中国共产党党内法规制定条例》, and the working papers that offices issue beside them.
const FORMS: [&str; 100] = [
    "实施意见",
    "指导意见",
    "若干意见",
    "意见书",
    "意见",
    "管理办法",
    "实施办法",
    "暂行办法",
    "办法",
    "实施方案",
    "工作方案",
    "方案",
    "实施条例",
    "条例",
    "实施细则",
    "细则",
    "若干规定",
    "规定",
    "规则",
    "规程",
    "规范",
    "规划",
    "行动计划",
    "计划",
    "责任清单",
    "清单",
    "手册",
    "工作指引",
    "指引",
    "指南",
    "导则",
    "准则",
    "守则",
    "通知书",
    "通知单",
    "通知",
    "通告",
    "通报",
    "公告",
    "公报",
    "公约",
    "公开信",
    "一封信",
    "决定",
    "决议",
    "命令",
    "议案",
    "提案",
    "批复",
    "复函",
    "函",
    "请示",
    "纪要",
    "报告",
    "若干措施",
    "政策措施",
    "措施",
    "若干政策",
    "政策",
    "制度",
    "章程",
    "纲要",
    "大纲",
    "要点",
    "标准",
    "目录",
    "名录",
    "名册",
    "预案",
    "倡议书",
    "倡议",
    "建议书",
    "建议",
    "提示",
    "安排",
    "要求",
    "备忘录",
    "协议书",
    "框架协议",
    "协议",
    "协定",
    "条约",
    "合同",
    "宣言",
    "声明",
    "承诺书",
    "责任书",
    "责任状",
    "任务书",
    "规章",
    "法典",
    "修正案",
    "解释",
    "释义",
    "答复",
    "参考",
    "机制",
    "宪法",
    "总则",
    "法",
];

/// Words that end like a form and are none.
const NO_FORMS: [&str; 14] = [
    "工作法",
    "方法",
    "做法",
    "想法",
    "说法",
    "看法",
    "手法",
    "书法",
    "心法",
    "兵法",
    "用法",
    "学习法",
    "日报告",
    "魔法",
];

/// Endings that weigh little: they are forms only where a verb of issuing stands before.
const WEAK: [&str; 10] =
    ["机制", "参考", "要求", "解释", "释义", "宣言", "声明", "名录", "名册", "建议"];

/// What a title's end says of its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A form of official documents.
    Sure(&'static str),
    /// A word that other works' titles end in as well.
    Weak(&'static str),
}

impl Form {
    /// The word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Sure(word) | Self::Weak(word) => word,
        }
    }
}

/// The form that a title's end names. Brackets behind it, （试行）, (2021-2023年), do not matter.
pub(super) fn form(title: &str) -> Option<Form> {
    let title = without_brackets(title);
    let title = title.trim_end_matches(['”', '」', '’', '』', '〉', '》']);
    if NO_FORMS.iter().any(|word| title.ends_with(word)) {
        return None;
    }
    if let Some(word) = FORMS.iter().find(|word| title.ends_with(**word)) {
        let weak = WEAK.contains(word);
        return Some(if weak { Form::Weak(word) } else { Form::Sure(word) });
    }
    counted_articles(title).then_some(Form::Sure("条"))
}

/// A title without the brackets, dates and parts that stand behind its form.
fn without_brackets(title: &str) -> &str {
    const BEHIND: [&str; 7] = ["草案", "修订", "试行", "暂行", "征求意见稿", "修订版", "之一"];
    let mut title = title.trim();
    loop {
        let before = title;
        if title.ends_with([')', '）', ']', '〕']) {
            title = title[..title.rfind(['(', '（', '[', '〔']).unwrap_or(title.len())].trim_end();
        }
        for word in BEHIND {
            title = title.strip_suffix(word).unwrap_or(title).trim_end();
        }
        if title == before || title.is_empty() {
            return if title.is_empty() { before } else { title };
        }
    }
}

/// 六条, 若干条, 二十条: a document named after how many articles it has.
fn counted_articles(title: &str) -> bool {
    let Some(before) = title.strip_suffix('条') else { return false };
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百两".contains(c);
    before.ends_with(numeral) || before.ends_with("若干")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, expected: Option<&str>) {
        assert_eq!(form(title).map(Form::word), expected, "{title}");
    }

    #[test]
    fn a_title_names_its_form_at_its_end() {
        check("关于加强和改进机关党建的实施意见", Some("实施意见"));
        check("党支部创建管理办法(试行)", Some("管理办法"));
        check("强基工程行动计划（2024-2026年）", Some("行动计划"));
        check("中华人民共和国公司法（修订草案）", Some("法"));
        check("致全体党员的一封信", Some("一封信"));
        check("促进民营经济发展若干措施", Some("若干措施"));
        check("优化营商环境三十条", Some("条"));
        check("旗帜", None);
        check("一线工作法", None);
        check("(试行)", None);
    }
}
