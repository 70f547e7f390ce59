//! What a text is about: the words that it comes back to.

use std::collections::HashMap;

use crate::intake::roles::{Line, Role};
use crate::knowledge::region;
use crate::text::segment::is_han;

/// Characters of running text that are looked at.
const LOOKED: usize = 6_000;
/// A word that tells the topic stands so often at least.
const TIMES: usize = 3;
/// Its length in characters.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=8;
/// Letters that begin or end no such word.
const EDGES: &str = "的了和与在对为等及以是不要我各其本这有一大从到由被把将并也都更最上下中内前后年月日个名次项元万亿时地得";
/// Words that every official text comes back to.
const GENERIC: [&str; 64] = [
    "工作",
    "开展",
    "建设",
    "发展",
    "进行",
    "会议",
    "领导",
    "部门",
    "单位",
    "人民",
    "政府",
    "全市",
    "全县",
    "全省",
    "全区",
    "我市",
    "我县",
    "我省",
    "我区",
    "群众",
    "干部",
    "党员",
    "组织",
    "管理",
    "服务",
    "推进",
    "加强",
    "提高",
    "实施",
    "落实",
    "相关",
    "重点",
    "问题",
    "情况",
    "活动",
    "要求",
    "指出",
    "强调",
    "通过",
    "进一步",
    "坚持",
    "完善",
    "积极",
    "社会",
    "经济",
    "国家",
    "全国",
    "同志",
    "负责",
    "制度",
    "机制",
    "措施",
    "精神",
    "思想",
    "基层",
    "全面",
    "方面",
    "企业",
    "项目",
    "中央",
    "责任",
    "标准",
    "规定",
    "人员",
];

/// The words that the running text comes back to, the most telling first.
pub(super) fn topics(lines: &[Line]) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut left = LOOKED;
    for line in lines.iter().filter(|line| matches!(line.role, Role::Paragraph)) {
        let plain: String = line.plain().chars().take(left).collect();
        left -= plain.chars().count();
        for run in plain.split(|c: char| !is_han(c) && !c.is_ascii_alphanumeric()) {
            count(run, &mut counts);
        }
    }
    let mut words: Vec<(String, usize, usize)> = counts
        .into_iter()
        .filter(|(word, times)| *times >= TIMES && tells(word))
        .map(|(word, times)| {
            let worth = (times - 1) * word.chars().count().min(5);
            (word, times, worth)
        })
        .collect();
    words.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    let mut topics: Vec<String> = Vec::new();
    for (word, ..) in words {
        if !topics.iter().any(|it| it.contains(&word) || word.contains(it.as_str())) {
            topics.push(word);
        }
        if topics.len() == 3 {
            break;
        }
    }
    topics
}

fn count(run: &str, counts: &mut HashMap<String, usize>) {
    let letters: Vec<char> = run.chars().collect();
    for start in 0..letters.len() {
        for length in LENGTH {
            let Some(word) = letters.get(start..start + length) else { break };
            *counts.entry(word.iter().collect()).or_default() += 1;
        }
    }
}

fn tells(word: &str) -> bool {
    let ends = [word.chars().next(), word.chars().next_back()];
    let edge = ends.into_iter().flatten().any(|c| EDGES.contains(c));
    let mut rest = word.to_owned();
    for generic in GENERIC {
        rest = rest.replace(generic, "");
    }
    let place = region::leading(word).is_some_and(|(_, length)| length == word.len());
    !edge && !place && rest.chars().count() >= 2 && word.chars().any(is_han)
}
