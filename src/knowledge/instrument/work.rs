//! What stands in title marks and is no instrument: magazines, books, programmes, films, courses.

use crate::knowledge::marks::first;

/// What a title in marks is called when it is no document: right after the closing mark, or right
/// before the opening one.
const KINDS: [&str; 62] = [
    "杂志",
    "期刊",
    "月刊",
    "周刊",
    "半月刊",
    "季刊",
    "学报",
    "报纸",
    "日报",
    "报社",
    "节目",
    "栏目",
    "专栏",
    "频道",
    "专题片",
    "电视片",
    "电视剧",
    "电影",
    "影片",
    "纪录片",
    "宣传片",
    "教育片",
    "微电影",
    "动画",
    "短片",
    "短视频",
    "微视频",
    "视频",
    "话剧",
    "舞台剧",
    "情景剧",
    "音乐剧",
    "戏曲",
    "舞蹈",
    "歌舞",
    "歌曲",
    "合唱",
    "组歌",
    "小品",
    "朗诵",
    "诗歌",
    "诗朗诵",
    "微党课",
    "党课",
    "课程",
    "公开课",
    "一课",
    "一书",
    "图书",
    "书籍",
    "专著",
    "丛书",
    "系列用书",
    "教材",
    "小说",
    "散文",
    "绘本",
    "画册",
    "一文",
    "文章",
    "论文",
    "征文",
];

/// What follows a title that was written to be read, shown or judged, within a few characters.
const SHOWN: [&str; 14] = [
    "经验做法",
    "经验材料",
    "案例",
    "刊登",
    "刊发",
    "播出",
    "播放",
    "上映",
    "连载",
    "展播",
    "演出",
    "获奖",
    "剧组",
    "编辑部",
];

/// The reach of such words, in characters.
const REACH: usize = 12;

/// Endings of the titles of papers, books, programmes and films.
const ENDINGS: [&str; 42] = [
    "日报",
    "晚报",
    "早报",
    "晨报",
    "时报",
    "周报",
    "周刊",
    "月刊",
    "学报",
    "画报",
    "杂志",
    "文摘",
    "新闻联播",
    "焦点访谈",
    "蓝皮书",
    "绿皮书",
    "皮书",
    "年鉴",
    "丛书",
    "全书",
    "选编",
    "文选",
    "选读",
    "文集",
    "选集",
    "全集",
    "诗集",
    "汇编本",
    "教程",
    "读本",
    "概论",
    "导论",
    "问答",
    "百问",
    "纪实",
    "之歌",
    "故事",
    "简史",
    "史话",
    "热线",
    "访谈",
    "讲话",
];

/// Verbs of which a title is the object when it is read, shown or sung.
const VERBS: [&str; 26] = [
    "观看",
    "收看",
    "收听",
    "播放",
    "播出",
    "放映",
    "排演",
    "表演",
    "演唱",
    "合唱",
    "高唱",
    "唱响",
    "朗诵",
    "诵读",
    "阅读",
    "研读",
    "品读",
    "拍摄",
    "摄制",
    "刊登于",
    "刊发于",
    "刊于",
    "登上",
    "刊登",
    "订阅",
    "主演",
];

/// Whether the title between `before` and `after`, the text around its marks within the sentence,
/// is something to read, watch or hear.
pub(super) fn is_work(title: &str, before: &str, after: &str) -> bool {
    let after = after.trim_start();
    let before = before.trim_end();
    let after_start = first(after, REACH);
    let clause =
        &after_start[..after_start.find(['。', '；', '，', ',']).unwrap_or(after_start.len())];
    ENDINGS.iter().any(|word| title.ends_with(word))
        || KINDS.iter().any(|word| after.starts_with(word) || before.ends_with(word))
        || VERBS.iter().any(|word| before.trim_end_matches('了').ends_with(word))
        || SHOWN.iter().any(|word| clause.contains(word))
}
