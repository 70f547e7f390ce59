//! Lines with a set form at the head and foot of official texts.

use std::sync::LazyLock;

use regex::Regex;

use super::{numbering, pattern};

/// （2021年2月3日在凤凰县第十七届人民代表大会第六次会议上）
static SESSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[(《·-]*((19|20)[0-9xX*]{2}年|二〇|二○|一九)?.{0,60}(在|于).{2,50}(会议|大会|全会|代表大会|常委会|推进会|座谈会|述职会|例会|仪式|会)(第[^,。]{1,12}(次|届)[^,。]{0,12}(会议|大会|全会))?(上|通过|批准|修订|修正|议定)?.{0,10}[)》]?$",
    )
});
/// （2010年12月1日…通过 根据…修正）
static HISTORY: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^[(《]?.{0,4}(19|20)[0-9]{2}年?.{4,}(通过|修正|修订|公布|批准|施行|发布|议定|起施行)")
});
/// 本报海口11月2日讯 (记者 …), 12月15日消息:, (记者 …)
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[(]?(本[站报网台]|新华社)[^,。]{0,16}(讯|电)|^[(]?[^,。]{0,24}((讯|电)[ ]?([(,:]|通讯员|记者)|消息:|获悉,)|^[(]?(记者|通讯员)",
    )
});
static ATTACHMENT: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(附件|附录|附表|附图|附)([0-9一二三四五六七八九十]{0,3})[:.、]?$"));
static ATTACHED: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(附件|附录|附)([0-9一二三四五六七八九十]{0,3})[:.、]"));
static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(图为|图片说明|图:|▲|△|\(图|图[0-9一二三四五六七八九十]+[:、 ])|(摄|供图|图/.{2,4}|资料图片?)[)]?$",
    )
});

/// 各位代表: 同志们!
pub(in crate::intake) fn is_salutation(plain: &str) -> bool {
    let short = plain.chars().count() <= 40;
    let to = [
        "各位代表",
        "各位委员",
        "同志们",
        "各位领导",
        "各位同志",
        "尊敬的",
        "主任、",
        "主席、",
        "女士们",
        "各位来宾",
        "各位嘉宾",
        "大家好",
        "朋友们",
    ];
    let ends = plain.ends_with([':', '!', ',']);
    short
        && (ends && to.iter().any(|word| plain.contains(word))
            || ["各位代表", "同志们", "各位委员"].contains(&plain))
}

/// Whether the folded line opens as news do.
pub(in crate::intake) fn is_dateline(plain: &str) -> bool {
    DATELINE.is_match(plain)
}

/// 各县(市、区)人民政府,市政府各部门:
pub(in crate::intake) fn is_addressee(plain: &str) -> bool {
    const TO: [&str; 26] = [
        "各",
        "单位",
        "局",
        "政府",
        "厅",
        "委",
        "公司",
        "代表",
        "委员",
        "办",
        "部门",
        "院",
        "中心",
        "协会",
        "银行",
        "部",
        "大学",
        "学校",
        "企业",
        "集团",
        "代表团",
        "先生",
        "女士",
        "同志",
        "社",
        "会",
    ];
    let colon = plain.strip_suffix(':').unwrap_or_default();
    let characters = colon.chars().count();
    (2..=400).contains(&characters)
        && !colon.contains(['。', ';', '?'])
        && ![
            "如下", "通知", "决定", "意见", "批复", "答复", "说", "指出", "强调", "要求", "认为",
            "提出", "报告",
        ]
        .iter()
        .any(|end| colon.ends_with(end))
        && numbering::numbering(plain).is_none()
        && TO
            .iter()
            .any(|word| if *word == "各" { colon.starts_with("各") } else { colon.ends_with(word) })
}

/// A line that says in which session a report was given or a rule adopted.
pub(in crate::intake) fn is_session(plain: &str) -> bool {
    let bracket = plain.starts_with('(') || plain.starts_with('-');
    let day = super::day::first(plain).is_some() || plain.contains("年") && plain.contains("月");
    let fits = plain.chars().count() <= 110 && !plain.contains('。') && SESSION.is_match(plain);
    // 在某县第十七届人民代表大会第一次会议上
    let spoken = plain.starts_with('在') && plain.ends_with("会议上");
    fits && (day || bracket || spoken) && !plain.contains("召开")
}

/// A line that tells how a rule came to be: adopted, amended, in force.
pub(in crate::intake) fn is_history(plain: &str) -> bool {
    plain.chars().count() <= 400
        && HISTORY.is_match(plain)
        && (plain.starts_with('(') || !plain.ends_with('。'))
}

/// 附件: 附件1 alone on its line.
pub(in crate::intake) fn is_attachment_mark(plain: &str) -> bool {
    ATTACHMENT.is_match(plain)
}

/// 附件:1.某某方案
pub(in crate::intake) fn names_attachment(plain: &str) -> bool {
    ATTACHED.is_match(plain) && !is_attachment_mark(plain)
}

/// (此件公开发布) and other remarks in brackets that are a line.
pub(in crate::intake) fn is_bracket(plain: &str) -> bool {
    plain.starts_with('(')
        && plain.ends_with(')')
        && plain.chars().count() <= 40
        && plain.matches('(').count() == 1
}

/// 图为活动现场, 张三 摄.
pub(in crate::intake) fn is_caption(plain: &str) -> bool {
    plain.chars().count() <= 90 && CAPTION.is_match(plain)
}

/// 抄送: 主题词: 印发 lines under the body of a red-head document.
pub(in crate::intake) fn is_imprint(plain: &str) -> bool {
    let short = plain.chars().count() <= 120;
    short
        && (["抄送:", "抄报:", "主送:", "分送:", "主题词:", "报送:"]
            .iter()
            .any(|open| plain.starts_with(open))
            || plain.ends_with("印发") && super::day::first(plain).is_some())
}

/// 目录
pub(in crate::intake) fn is_contents_mark(plain: &str) -> bool {
    matches!(
        plain.trim_matches(['《', '》', '-', ':']),
        "目录"
            | "目次"
            | "contents"
            | "本期要目"
            | "要目"
            | "本期目录"
            | "本期内容"
            | "本期导读"
            | "内容目录"
            | "本期主要内容"
    )
}

/// 珠海市人民政府文件: the red head of an official document.
pub(in crate::intake) fn red_head(plain: &str) -> Option<&str> {
    let name = plain
        .strip_suffix("文件")
        .or_else(|| plain.strip_suffix("令"))
        .or_else(|| plain.strip_suffix("公告"))?;
    (super::office::list(name) == Some(super::office::Sureness::Sure)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn set_forms_are_known() {
        let plain = |text: &str| fold(text).text;
        assert!(is_salutation(&plain("各位代表：")));
        assert!(is_salutation(&plain("同志们！")));
        assert!(is_addressee(&plain("各县（市、区）人民政府，市政府各部门：")));
        assert!(is_addressee(&plain("刘某某等15位代表：")));
        assert!(!is_addressee(&plain("现将有关事项通知如下：")));
        assert!(is_session(&plain("——2021年2月3日在某县第十七届人民代表大会第六次会议上")));
        assert!(!is_session(&plain("2021年2月3日，在县城召开会议")));
        assert!(is_history(&plain(
            "（2010年12月1日某省第十一届人民代表大会常务委员会第二十二次会议通过）"
        )));
        assert!(is_attachment_mark(&plain("附件2")));
        assert!(names_attachment(&plain("附件：1.实施方案")));
        assert!(is_bracket(&plain("（此件公开发布）")));
        assert_eq!(red_head(&plain("珠海市人民政府文件")), Some("珠海市人民政府"));
    }
}
