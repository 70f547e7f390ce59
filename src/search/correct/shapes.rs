//! Characters that look alike, by hand: those that share a component or differ by a stroke, chosen
//! among the characters of official prose. Our own list, drawn up for this project.

/// Groups of characters that are taken for each other, simplified.
const GROUPS: [&str; 126] = [
    // by a stroke
    "己已巳",
    "未末",
    "土士",
    "人入八",
    "日曰",
    "天夭",
    "千干于",
    "戊戌戍",
    "今令",
    "斤斥",
    "大太犬",
    "王玉主",
    "木本术",
    "车东",
    "历厉",
    "免兔",
    "鸟乌",
    "刀力",
    "丸九",
    "田由甲申",
    "问间",
    "住往",
    "侯候",
    "拆折析",
    "拔拨",
    "爪瓜",
    "白自百",
    "目且",
    "史吏",
    "午牛",
    "几凡",
    "儿几",
    "右石",
    "旦但",
    "买卖",
    "兵乒",
    "书节",
    "仓仑",
    "办为",
    "万方",
    "比北",
    "广厂",
    "户尸",
    "夫失",
    "开井",
    // by a component on the left
    "建健键",
    "支技枝肢",
    "部倍陪培",
    "课棵颗果",
    "责债绩积",
    "治冶始抬",
    "理埋厘",
    "牌碑脾",
    "群郡裙",
    "员圆损",
    "党堂赏常",
    "委季秀",
    "强疆",
    "体休",
    "联连",
    "领邻",
    "导异",
    "组祖阻租",
    "织职识",
    "记纪计",
    "检捡验险",
    "察擦",
    "监蓝篮",
    "督叔",
    "政攻改",
    "整正",
    "作昨",
    "经径轻",
    "济挤",
    "设没",
    "项顷",
    "标际",
    "准淮谁",
    "推椎堆",
    "指脂",
    "核该孩刻",
    "孝考老",
    "评坪",
    "优忧",
    "扰忧",
    "环坏怀",
    "境镜竟竞",
    "营管宫",
    "商尚",
    "服报",
    "务备",
    "便使",
    "民氏",
    "生主",
    "活话括",
    "法去",
    "规观现",
    "制刺",
    "度席",
    "措错借",
    "施拖",
    "落洛络",
    "实买",
    "效郊",
    "率卒",
    "动劝",
    "运远",
    "传转",
    "统充",
    "筹畴",
    "防访仿坊",
    "控空",
    "险捡",
    "贷货贪贫",
    "券卷",
    "遣遗",
    "籍藉",
    "幕墓慕募暮",
    "徽微",
    "辨辩辫瓣",
    "陕狭挟",
    "密蜜",
    "复覆",
    "震振",
    "帐账胀",
    "摩磨魔",
];

/// The characters that look like `c`.
pub(super) fn like(c: char) -> impl Iterator<Item = char> {
    let groups = GROUPS.iter().filter(move |group| group.contains(c));
    groups.flat_map(|group| group.chars()).filter(move |&other| other != c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_holds_simplified_characters_once() {
        let pairs: usize =
            GROUPS.iter().map(|group| group.chars().count()).map(|n| n * (n - 1) / 2).sum();
        assert!(pairs > 100, "{pairs}");
        for group in GROUPS {
            let characters: Vec<char> = group.chars().collect();
            assert!(characters.len() > 1, "{group}");
            for (at, &c) in characters.iter().enumerate() {
                assert_eq!(crate::text::variants::simplified(c), c, "{group}");
                assert!(!characters[..at].contains(&c), "{group}");
            }
        }
    }

    #[test]
    fn likeness_goes_both_ways() {
        assert!(like('己').any(|c| c == '已') && like('已').any(|c| c == '己'));
        assert_eq!(like('龘').count(), 0);
    }
}
