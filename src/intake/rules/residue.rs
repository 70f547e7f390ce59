//! Words of the page and not of the article: comments, sharing, licences, contact.

use super::take;
use crate::intake::convert::Removed;
use crate::intake::rough::{Line, LineKind};
use crate::text::fold;

/// A line outside the article that is no sentence and holds one of these goes under the rule's
/// name. Inside the article only unmistakable ones go: a law on accessibility says 无障碍 too.
const HOLDS: [(&str, &[&str]); 3] = [
    (
        "page_residue",
        &[
            "到底线",
            "没有评论",
            "没有更多",
            "加载更多",
            "展开全文",
            "点击阅读",
            "阅读原文",
            "回到顶部",
            "返回顶部",
            "回到首页",
            "返回首页",
            "返回列表",
            "打印本页",
            "打印此页",
            "关闭窗口",
            "关闭本页",
            "加入收藏",
            "设为首页",
            "上一篇",
            "下一篇",
            "相关阅读",
            "相关新闻",
            "相关链接",
            "热门推荐",
            "猜你喜欢",
            "为你推荐",
            "发表评论",
            "全部评论",
            "浏览次数",
            "点击数",
            "点击量",
            "阅读量",
            "无障碍",
            "网站地图",
            "字体大小",
            "客户端下载",
            "下载客户端",
        ],
    ),
    (
        "share",
        &["分享到", "分享至", "扫一扫", "二维码", "微信公众号", "关注我们", "转发到", "微信扫码"],
    ),
    (
        "licence",
        &[
            "版权所有",
            "icp备",
            "公网安备",
            "未经授权",
            "禁止复制",
            "转载请注明",
            "举报电话",
            "举报邮箱",
            "违法和不良信息",
            "不良信息举报",
            "免责声明",
            "版权声明",
            "法律声明",
            "许可证编号",
            "网站标识码",
            "技术支持:",
            "增值电信业务",
            "信息网络传播视听节目",
        ],
    ),
];

/// Words that no article says, so that a short line with one goes wherever it stands.
const UNMISTAKABLE: [&str; 10] = [
    "到底线啦",
    "暂时没有评论",
    "加载更多",
    "展开全文",
    "打印本页",
    "分享到",
    "扫一扫",
    "微信扫码",
    "返回顶部",
    "回到顶部",
];
/// A line inside the article that goes is no longer than this, in characters.
const SHORT: usize = 20;

/// A line that is nothing but one of these goes too.
const IS: [&str; 14] = [
    "评论",
    "登录",
    "注册",
    "分享",
    "收藏",
    "点赞",
    "举报",
    "打印",
    "关闭",
    "搜索",
    "更多",
    "更多>>",
    "大中小",
    "字号",
];

/// Longer lines are not looked at, in characters.
const LONGEST: usize = 120;

/// Takes the page's own words away.
pub(super) fn apply(lines: &mut Vec<Line>, removed: &mut Vec<Removed>) {
    let first = lines.iter().position(Line::is_running).unwrap_or(lines.len());
    let last = lines.iter().rposition(Line::is_running).unwrap_or(0);
    let inside: Vec<_> = lines.iter().take(last + 1).skip(first).map(|line| line.span).collect();
    for (rule, words) in HOLDS {
        take(lines, removed, rule, |line| {
            let plain = fold(&line.text).text;
            let unmistakable = plain.chars().count() <= SHORT
                && UNMISTAKABLE.iter().any(|word| plain.contains(word));
            let outside = inside.binary_search(&line.span).is_err();
            let holds = words.iter().any(|word| plain.contains(word));
            looked_at(line, &plain) && holds && (outside || unmistakable)
        });
    }
    take(lines, removed, "page_residue", |line| {
        line.kind == LineKind::Text && IS.contains(&line.text.trim_matches(['-', ' ', '[', ']']))
    });
}

/// Lines that could be the page's: no sentences, no beginnings of lists, no articles of a law.
fn looked_at(line: &Line, plain: &str) -> bool {
    let open = plain.ends_with([':', ',', '、']) || plain.starts_with('第');
    line.kind == LineKind::Text && !line.ends_sentence() && !open && line.characters() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::super::{lines_of, texts};
    use super::*;

    #[test]
    fn the_pages_words_go_and_sentences_stay() {
        let text = "第一段说明情况。\n分享到\n无障碍环境\n第十二条 推进无障碍设施改造\n-我已经到底线啦-\n暂时没有评论\n本网站由某网版权所有,未经授权禁止复制\n粤ICP备0000号\n\
            分享到微信\n评论\n";
        let text = &format!(
            "各单位要在评论区回应,关注我们身边的困难。\n{}",
            text.replacen("-我", "加强版权所有者保护。\n-我", 1)
        );
        let mut lines = lines_of(text);
        let mut removed = Vec::new();
        apply(&mut lines, &mut removed);
        let kept = texts(&lines);
        assert_eq!(kept.len(), 5, "{kept:?}");
        assert!(kept.contains(&"无障碍环境"));
        let rules: Vec<_> = removed.iter().map(|it| it.rule).collect();
        assert_eq!(rules.iter().filter(|rule| **rule == "licence").count(), 2);
    }
}
