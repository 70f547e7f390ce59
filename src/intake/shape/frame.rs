//! Lines of the page around a text: breadcrumbs, navigation, words of the site.

use super::numbering::{self, Form};
use crate::intake::layout::Block;
use crate::intake::words::{self, Match};
use crate::text::segment::is_han;

/// A line of the page is no longer than this, in characters, unless it is a list of links.
const LONGEST: usize = 120;
/// A sentence of the page is no longer than this, in characters …
const SAYS: usize = 160;
/// … and the foot of a page on one line no longer than this …
const FOOT: usize = 400;
/// … and one that holds a single word of the page, in clauses, no longer than this.
const LONGEST_FOOT: usize = 40;
/// Ends of the names of columns.
const COLUMNS: [&str; 34] = [
    "公开", "服务", "之窗", "网", "动态", "要闻", "新闻", "中心", "指南", "互动", "交流", "办事",
    "概况", "信息", "公告", "频道", "专栏", "首页", "门户", "导航", "平台", "文件", "解读", "数据",
    "旅游", "投资", "专题", "社区", "论坛", "视频", "图片", "网站", "机构", "版",
];

/// Why a line is the page's and not the text's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::intake) struct Frame {
    /// The name of the rule.
    pub(in crate::intake) rule: &'static str,
    /// Whether it is so wherever it stands; otherwise only before or after the text.
    pub(in crate::intake) anywhere: bool,
}

/// The rule that tells this line to be the page's.
pub(in crate::intake) fn frame(block: &Block) -> Option<Frame> {
    let plain = block.plain.as_str();
    let core = plain
        .trim_matches(['《', '》', '(', ')', '·', '-', '*', '|', '>', '<', ':', ' ', '.', '"']);
    if let Some(rule) = words::whole_frame(core) {
        return Some(Frame { rule, anywhere: core.chars().count() > 2 });
    }
    if core.is_empty() {
        return Some(Frame { rule: "page_residue", anywhere: true });
    }
    // #公告 #招聘: the tags of a page.
    if block.text.split_whitespace().all(|word| word.starts_with('#') && word.len() > 1) {
        return Some(Frame { rule: "page_residue", anywhere: false });
    }
    if let Some(rule) = crumb(block) {
        return Some(Frame { rule, anywhere: false });
    }
    let numbered = numbering::numbering(plain).is_some();
    if !numbered && is_link_row(&block.text) {
        return Some(Frame { rule: "navigation", anywhere: false });
    }
    if let Some(frame) = by_words(block, core) {
        return Some(frame);
    }
    let links = block.style.linked && block.text.split_whitespace().count() >= 3;
    (!numbered && is_navigation(&block.text) || links)
        .then_some(Frame { rule: "navigation", anywhere: false })
}

/// The words of the page that a line holds.
fn by_words(block: &Block, core: &str) -> Option<Frame> {
    let plain = block.plain.as_str();
    if is_size(core) || is_list_of_frames(core) || is_count(core) {
        return Some(Frame { rule: "page_residue", anywhere: false });
    }
    let characters = block.characters();
    // Items of a rule speak of licences and the like too.
    let item = numbering::numbering(plain).is_some_and(|it| it.form != Form::Bare)
        || block.ends_sentence() && plain.contains(',');
    let sentence = is_sentence(plain) || item || plain.ends_with(['。', ';']);
    let holds = |word: &&words::FrameWord| match word.how {
        Match::Says => characters <= SAYS && plain.contains(&word.word),
        Match::Begins => characters <= LONGEST && !sentence && core.starts_with(&word.word),
        _ => !sentence && plain.contains(&word.word),
    };
    // A long line of the foot says several such words.
    let needed = if characters > LONGEST { 2 } else { 1 };
    let found: Vec<&words::FrameWord> = words::frame().filter(|word| holds(word)).collect();
    let first = found.iter().find(|word| word.rule != "page_residue").or(found.first())?;
    // 公众号 stands in 微信公众号 and is no second word.
    let longest = found.iter().max_by_key(|word| word.word.len()).unwrap_or(first);
    let single = found.iter().all(|word| longest.word.contains(&word.word));
    let has = found.iter().all(|word| word.how == Match::Has);
    if single && has && (is_told(plain) || is_titled(core, &longest.word)) {
        return None;
    }
    if needed == 2 && first.how != Match::Says && (characters > FOOT || found.len() < 2) {
        return None;
    }
    let sure = first.how == Match::Says
        || characters <= 40 && first.how == Match::Has && first.word.chars().count() > 3;
    // A code to scan stands in lines of other links too: what they begin with tells what they are.
    let begins = |word: &&&words::FrameWord| first.rule == "share" && core.starts_with(&word.word);
    let named = found.iter().find(begins).unwrap_or(first);
    Some(Frame { rule: named.rule, anywhere: sure })
}

/// Clauses one after another tell something; a page's foot does so with several of its words.
fn is_told(plain: &str) -> bool {
    plain.chars().count() > LONGEST_FOOT && plain.matches(',').count() >= 2
}

/// 跨境二维码统一网关接口技术规范: the name of a document about a thing that pages have.
fn is_titled(core: &str, word: &str) -> bool {
    const ASKS: [&str; 9] = ["扫", "长按", "点击", "关注", "分享", "搜索", "打开", "识别", "欢迎"];
    let asks = ASKS.iter().any(|ask| core.starts_with(ask));
    let named = core.split_once('(').map_or(core, |(named, _)| named);
    let genre = words::genre(named).map_or(0, |(_, length)| length);
    let about = named.contains(word) && named.len() >= word.len() + genre + 6;
    !asks && genre > 0 && about && !named.starts_with(word)
}

/// 请示5.66K, 62.00 KB: the size of a file.
fn is_size(core: &str) -> bool {
    let end = core.trim_end_matches('b').strip_suffix(['k', 'm']).map(str::trim_end);
    end.is_some_and(|head| {
        head.ends_with(|c: char| c.is_ascii_digit()) && core.chars().count() < 30
    })
}

/// 16阅读, 0回复, 共3条评论.
fn is_count(core: &str) -> bool {
    let rest = core.trim_start_matches('共').trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < core.len()
        && ["阅读", "回复", "评论", "条评论", "人气", "点赞", "次浏览", "次阅读", "人浏览", "浏览"]
            .contains(&rest)
}

/// 发布信息,内容全文: names of columns in a row.
fn is_list_of_frames(core: &str) -> bool {
    let parts: Vec<&str> = core.split([',', '、']).filter(|part| !part.is_empty()).collect();
    let frame = |part: &&str| {
        words::whole_frame(part).is_some()
            || ["全文", "信息", "介绍", "概况", "简介"].iter().any(|end| part.ends_with(end))
                && part.chars().count() <= 5
    };
    parts.len() >= 2 && parts.iter().all(frame)
}

/// Whether the line holds a whole sentence.
fn is_sentence(plain: &str) -> bool {
    plain.contains('。') && plain.chars().count() > 30
}

/// 当前位置: 首页 > 政务公开 > 正文.
fn crumb(block: &Block) -> Option<&'static str> {
    let plain = block.plain.as_str();
    let opens = [
        "当前位置",
        "您的位置",
        "您所在",
        "你所在",
        "您现在的位置",
        "您当前",
        "你的位置",
        "当前所在",
        "所在位置",
        "位置:",
    ];
    let named = opens.iter().any(|open| plain.starts_with(open));
    let steps = block.text.matches(['>', '＞', '»', '›', '→']).count();
    let short = block.characters() <= 90 && !is_sentence(plain);
    let home = plain.starts_with("首页") || plain.contains("首页>");
    let quoted = block.text.contains('《');
    (short && (named || (steps >= 1 && home) || steps >= 2 && !quoted)).then_some("breadcrumb")
}

/// 简介- 网站地图- 广告服务- 联系我们: more than three short parts between dashes or bars.
fn is_link_row(text: &str) -> bool {
    if text.contains(['。', '，', '；', ',']) {
        return false;
    }
    let parts = text.split(['-', '|', '丨', '┊']).map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let figures = parts.iter().any(|part| part.chars().all(|c| c.is_ascii_digit()));
    parts.len() > 3 && !figures && parts.iter().all(|part| part.chars().count() <= 16)
}

/// Three or more short words in a row, half of which end like the name of a column.
pub(in crate::intake) fn is_navigation(text: &str) -> bool {
    if text.contains(['。', '，', '；', ',']) {
        return false;
    }
    let letters: Vec<&str> = text.split_whitespace().collect();
    let spaced = letters.iter().filter(|token| token.chars().count() == 1).count();
    if spaced >= 6 && spaced * 3 >= letters.len() * 2 {
        let whole = letters.concat();
        return COLUMNS.iter().filter(|column| whole.contains(*column)).count() >= 3;
    }
    let tokens: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || "|｜丨·/│┃".contains(c))
        .filter(|token| !token.is_empty())
        .collect();
    let short = tokens.iter().all(|token| token.chars().count() <= 10);
    let columns = tokens.iter().filter(|token| {
        COLUMNS.iter().any(|end| token.ends_with(end))
            || words::whole_frame(&token.to_lowercase()).is_some()
    });
    let columns = columns.count();
    let single = tokens.iter().filter(|token| token.chars().count() == 1).count();
    let letters = tokens.iter().any(|token| token.chars().any(|c| is_han(c) || c.is_alphabetic()));
    if tokens.len() >= 6 && tokens.iter().all(|token| (2..=6).contains(&token.chars().count())) {
        return true;
    }
    let enough = columns * 2 >= tokens.len() - single
        || tokens.len() >= 5 && columns * 5 >= tokens.len() * 2;
    tokens.len() >= 3 && letters && short && enough && columns >= 2 && single < tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn rule(text: &str) -> Option<&'static str> {
        frame(&Block::new(text, Span::default())).map(|frame| frame.rule)
    }

    #[test]
    fn lines_of_the_page_are_told_from_the_text() {
        assert_eq!(rule("当前位置：首页 > 政务公开 > 正文"), Some("breadcrumb"));
        assert_eq!(rule("首页 » 法律法规 »"), Some("breadcrumb"));
        assert_eq!(rule("政务公开 政务服务 互动交流"), Some("navigation"));
        assert_eq!(rule("打印"), Some("page_residue"));
        assert_eq!(rule("粤ICP备05000000号"), Some("licence"));
        assert_eq!(rule("分享到微信"), Some("share"));
        for text in [
            "跨境二维码统一网关接口技术规范",
            "据某县发布微信公众号9月17日消息，在防汛工作中，该县水务局主要领导履职不力，现将有关情况通报如下：",
            "第十二条 推进无障碍环境建设和设施改造。",
            "一、总体要求",
            "各县（市、区）人民政府，市政府各部门：",
            "各单位要在评论区及时回应群众，关注我们身边的困难，认真解决群众反映的问题，不断提高服务水平和质量。",
        ] {
            assert_eq!(rule(text), None, "{text}");
        }
    }
}
