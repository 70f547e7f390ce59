//! The words by which an organization's name ends, and what shows that they mean something else.

use crate::knowledge::rules::{File, Rules};

/// How far from the place a department's name may reach, in characters.
const REACH: usize = 14;

/// Endings, longer ones first, each with what may not follow it.
const ENDINGS: [(&str, &[&str]); 60] = [
    ("人民代表大会常务委员会", &[]),
    ("人大常委会", &[]),
    ("人大", &["代表"]),
    ("领导小组", &[]),
    ("指挥部", &[]),
    ("合作社", &[]),
    ("协会", &["员"]),
    ("商会", &["员"]),
    ("学会", &["员"]),
    ("研究会", &[]),
    ("红十字会", &[]),
    ("人民代表大会", &[]),
    ("纪委监委", &[]),
    ("人民政府", &[]),
    ("人民法院", &[]),
    ("委员会", &["议"]),
    ("办公厅", &[]),
    ("办公室", &[]),
    ("常委会", &["议"]),
    ("检察院", &[]),
    ("研究院", &[]),
    ("党支部", &["书记", "建设", "工作", "创建"]),
    ("党总支", &["书记"]),
    ("杂志社", &[]),
    ("总工会", &[]),
    ("政府", &["规章", "职能", "工作部门", "工作人员", "投资", "采购", "部门", "系统"]),
    ("政协", &["委员", "系统"]),
    ("纪委", &["监委", "工作", "建设"]),
    ("监委", &[]),
    ("工委", &["系统", "领导", "学", "党校"]),
    ("党委", &["班子", "中心组"]),
    ("党组", &["织", "班子"]),
    ("海关", &["系统", "业务"]),
    ("总队", &[]),
    ("支队", &[]),
    ("集团有限公司", &[]),
    ("集团公司", &[]),
    ("有限公司", &[]),
    ("公司", &[]),
    ("集团", &[]),
    ("大学", &["习", "生"]),
    ("学院", &[]),
    ("医院", &[]),
    ("中心", &["体系", "工作", "任务", "大局", "城", "组", "区"]),
    ("联合会", &[]),
    ("妇联", &[]),
    ("残联", &[]),
    ("工商联", &[]),
    ("团委", &[]),
    ("科协", &[]),
    ("侨联", &[]),
    ("管委会", &[]),
    ("局", &["面", "部", "势", "限", "长"]),
    ("厅", &["级", "局", "长"]),
    ("部", &["署", "分", "门", "队", "件", "落", "位", "属", "长", "级", "委"]),
    ("委", &["托", "派", "任", "员", "改革", "综合", "主要"]),
    ("办", &["过", "起", "了", "件", "理", "好", "结", "事", "学", "案", "法", "成", "公", "实"]),
    ("院", &["校", "士", "线", "子", "长"]),
    ("署", &["名"]),
    ("馆", &["长"]),
];

/// Words that a department's name does not hold: what they stand in is a clause.
const CLAUSE: [&str; 46] = [
    "荣获",
    "获评",
    "获得",
    "取得",
    "不仅",
    "提请",
    "按照",
    "根据",
    "首次",
    "授予",
    "办理",
    "依法办",
    "的",
    "在",
    "对",
    "将",
    "把",
    "被",
    "从",
    "向",
    "通过",
    "开展",
    "推动",
    "加强",
    "出台",
    "制定",
    "实施",
    "建立",
    "围绕",
    "聚焦",
    "坚持",
    "召开",
    "举办",
    "落实",
    "推进",
    "了",
    "市委",
    "省委",
    "融入",
    "打造",
    "代表",
    "议案",
    "和市",
    "和省",
    "与市",
    "与省",
];

/// Whether words tell what somebody does: 先进市|由|省农业厅, but not 自由贸易试验区.
fn tells(words: &str) -> bool {
    let by = words.match_indices('由').any(|(at, _)| !words[..at].ends_with(['自', '理', '缘']));
    by || CLAUSE.iter().any(|word| words.contains(word))
}

/// What a name goes on with after its first ending.
const GOES_ON: [&str; 27] = [
    "教育工委",
    "两新工委",
    "机关",
    "直属",
    "直机关",
    "区直",
    "办公",
    "组织部",
    "宣传部",
    "统战部",
    "政法委",
    "外办",
    "编办",
    "网信办",
    "台办",
    "改革办",
    "社会工作部",
    "老干部局",
    "巡察",
    "党委",
    "党组",
    "党支部",
    "党总支",
    "纪委",
    "监委",
    "研究室",
    "党校",
];

/// Words that begin with the character for a level.
const WORDS: [&str; 20] = [
    "县市", "县区", "区县", "市场", "市民", "市区", "市级", "市内", "市域", "市属", "区域", "区分",
    "区别", "省级", "省内", "省份", "县域", "县级", "省市", "市县",
];

/// Whether `text` begins with a word that only looks like a level (市场, 区域).
pub(super) fn is_word(text: &str) -> bool {
    let doubled = text.starts_with("市市");
    !doubled && WORDS.iter().any(|word| text.starts_with(word))
}

/// The bytes up to the end of the department that `rest`, the text after the place, begins with.
pub(super) fn unit_end(rest: &str) -> Option<usize> {
    let reach = reach(rest, REACH);
    let starts = rest[..reach].char_indices().map(|(at, _)| at);
    let end = starts.into_iter().find_map(|at| ending(&rest[at..]).map(|length| at + length))?;
    let congress = ["人大", "人民代表大会"].iter().any(|word| rest[..end].ends_with(word));
    let session = congress && rest[..end].contains('届');
    let clause = session || tells(&rest[..end]);
    (!clause && !is_no_office(&rest[..end])).then_some(end)
}

/// The bytes of another name of an office in brackets: 综合行政执法局|（城市管理局）.
fn bracketed(rest: &str) -> usize {
    let Some(inside) = rest.strip_prefix(['（', '(']) else { return 0 };
    let Some(end) = inside.find(['）', ')']).filter(|end| *end <= 45) else { return 0 };
    let name = &inside[..end];
    let plain = name.chars().count() >= 3 && name.chars().all(crate::text::segment::is_han);
    let office = plain && name.ends_with(['局', '委', '办', '厅', '股', '科']);
    let mark = |text: &str| text.chars().next().map_or(0, char::len_utf8);
    if office { mark(rest) + end + mark(&inside[end..]) } else { 0 }
}

/// The bytes by which a name goes on after its first ending: 办公厅 after 市委.
pub(super) fn extended(rest: &str) -> usize {
    let mut taken = bracketed(rest);
    loop {
        let after = &rest[taken..];
        let Some(word) = GOES_ON.iter().find(|word| after.starts_with(**word)) else {
            taken += inner(after);
            break;
        };
        let within = reach(after, 8);
        let starts = after[..within].char_indices().map(|(at, _)| at);
        // The word may hold the ending itself (组织部), or lead to it (直属机关党委).
        let end = starts.filter_map(|at| ending(&after[at..]).map(|length| at + length));
        let end = end.into_iter().find(|end| *end >= word.len());
        match end {
            Some(end) if !tells(&after[..end]) => taken += end,
            _ if *word == "机关" && !after[word.len()..].starts_with('党') => {
                taken += word.len()
            }
            _ => break,
        }
    }
    taken
}

/// The bytes of a body inside another that `after` begins with: 财务管理股, 一分局, 教育督导委员会.
fn inner(after: &str) -> usize {
    let endings = Rules::shipped().table(File::Bodies);
    let within = reach(after, 10);
    for (at, c) in after[..within].char_indices() {
        let end = at + c.len_utf8();
        let Some(word) = endings.ending(&after[..end], "inner") else { continue };
        let own = &after[..end];
        let goes_on = endings.words("broken").any(|next| after[at..].starts_with(next));
        let verb = Rules::shipped().table(File::Phrases).find(own);
        let clause =
            verb.into_iter().any(|hit| matches!(hit.rule.class.as_str(), "verb" | "adverb"));
        let clause = clause && !word.contains("委员会");
        let joined = own.starts_with(['与', '和', '及', '同', '向', '对', '在', '省', '市', '县']);
        let clause = clause || joined;
        if (own.len() > word.len() || word.contains("委员会")) && !goes_on && !clause && !tells(own)
        {
            return end + extended(&after[end..]);
        }
        if own.len() == word.len() && ["工会", "团支部", "团委", "办税厅"].contains(&word)
        {
            return end;
        }
    }
    0
}

/// Words that end as an organization does and name none: 发展大局, 城市副中心.
const OTHERS: [&str; 22] = [
    "西部",
    "东部",
    "南部",
    "北部",
    "法治政府",
    "服务型政府",
    "数字政府",
    "诚信政府",
    "有限政府",
    "大局",
    "格局",
    "布局",
    "全局",
    "结局",
    "时局",
    "局部",
    "内部",
    "外部",
    "全部",
    "干部",
    "副中心",
    "双中心",
];

/// Verbs that a place does and an office may be named by: 上海|建设科技创新中心 is a clause, 建设局 an
/// office.
const DEEDS: [&str; 5] = ["建设", "创建", "参与", "支持", "成为"];

/// Whether the text after a place tells a deed or ends in another word, and names no office.
fn is_no_office(unit: &str) -> bool {
    let deed = DEEDS.iter().any(|word| unit.strip_prefix(word).is_some_and(|it| it.len() > 12));
    let deed = deed && unit.ends_with("中心");
    deed || OTHERS.iter().any(|word| unit.ends_with(word))
}

/// Whether a line ends like an organization's name.
pub(super) fn ends_as_organization(line: &str) -> bool {
    ENDINGS.iter().any(|(word, _)| line.ends_with(word) && line.len() > word.len()) && !tells(line)
}

/// The length of the ending that `text` begins with.
fn ending(text: &str) -> Option<usize> {
    let (word, not_after) = ENDINGS.iter().find(|(word, _)| text.starts_with(word))?;
    let after = &text[word.len()..];
    (!not_after.iter().any(|next| after.starts_with(next))).then_some(word.len())
}

/// The bytes of up to `characters` letters at the start of `text`.
fn reach(text: &str, characters: usize) -> usize {
    let letters = text.chars().take(characters).take_while(|c| c.is_alphanumeric());
    letters.map(char::len_utf8).sum()
}
