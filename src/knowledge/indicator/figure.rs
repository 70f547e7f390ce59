//! Which numbers of a text are figures: counted or measured, with value in base units, unit and
//! qualifier.

use crate::text::Span;
use crate::text::numerals::{Numeral, NumeralKind, Qualifier, numerals};

/// A counted or measured number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// From its qualifier to the end of its unit.
    pub(super) span: Span,
    pub(super) value: f64,
    pub(super) upper: Option<f64>,
    pub(super) unit: String,
    /// As written; empty without one.
    pub(super) qualifier: String,
    /// The unit is no classifier: 元, 亩, %.
    pub(super) measured: bool,
}

/// Units of time that are a date's or a period's.
const TIME: [&str; 27] = [
    "年",
    "月",
    "日",
    "号",
    "周年",
    "年代",
    "世纪",
    "年级",
    "季度",
    "个月",
    "天",
    "周",
    "岁",
    "周岁",
    "年度",
    "月份",
    "学年",
    "财年",
    "个多月",
    "点",
    "秒",
    "分钟",
    "级",
    "号线",
    "首",
    "角",
    "代",
];

/// Units of time that measure where the text speaks of a length of time.
const LENGTH_OF_TIME: [&str; 8] = ["年", "个月", "天", "分钟", "日", "岁", "周", "秒"];

/// What shows that a length of time is measured.
const TIMED: [&str; 16] = [
    "时间",
    "时长",
    "时限",
    "周期",
    "寿命",
    "用时",
    "耗时",
    "缩短",
    "压缩",
    "压减",
    "减少",
    "降至",
    "提速",
    "提前",
    "办理时",
    "年龄",
];

/// Units that measure; every other unit counts.
const MEASURES: &str = " 元 美元 欧元 港元 日元 英镑 卢布 元人民币 亩 公顷 公里 平方公里 平方米 平方千米 平方 \
    立方米 立方 吨 公吨 公斤 千克 斤 担 米 千米 厘米 毫米 海里 英里 升 毫升 千瓦 千瓦时 千瓦小时 兆瓦 千伏 千伏安 标准箱 \
    标箱 摄氏度 度 % ‰ ℃ 个百分点 百分点 倍 番 成 小时 个小时 学时 课时 人次 人天 人日 家次 件次 户次 班次 分 年 \
    个月 天 分钟 日 岁 周 秒 km km2 kg cm mm m m2 m3 GB MB TB PB kW KW kWh MW GW kV KV ha ㎡ 克 瓦 块钱 ";

/// Nouns that, counted by a small Chinese numeral, make a scheme and no figure: 四个方面.
const SCHEMES: [&str; 54] = [
    "方面",
    "层面",
    "维度",
    "环节",
    "重点",
    "责任",
    "目标",
    "原则",
    "要求",
    "关系",
    "坚持",
    "确立",
    "维护",
    "阶段",
    "步骤",
    "意识",
    "自信",
    "主题",
    "路径",
    "模式",
    "机制",
    "专项行动",
    "攻坚战",
    "文明",
    "统筹",
    "融合",
    "结合",
    "关键",
    "抓手",
    "主线",
    "核心",
    "动作",
    "提升",
    "强化",
    "创新",
    "工程",
    "行动",
    "体系",
    "能力",
    "建设",
    "层次",
    "角度",
    "字",
    "优先",
    "走在",
    "全面",
    "更加",
    "聚焦",
    "突出",
    "转变",
    "新提升",
    "务必",
    "必由之路",
    "规矩",
];

/// The figures of a text in order, without those inside `hidden` spans, and the spans of all its
/// numbers with their units.
pub(super) fn figures(text: &str, hidden: &[Span]) -> (Vec<Figure>, Vec<Numeral>) {
    let all = numerals(text);
    let mut figures: Vec<Figure> = Vec::new();
    for (at, numeral) in all.iter().enumerate() {
        let concealed = hidden.iter().any(|it| it.contains(numeral.span));
        if concealed || !is_figure(text, &all, at) {
            continue;
        }
        figures.push(figure(text, numeral));
    }
    (figures, all)
}

fn figure(text: &str, numeral: &Numeral) -> Figure {
    let mut end = numeral.unit.end.max(numeral.span.end);
    let mut unit = if numeral.percent { "%".to_owned() } else { numeral.unit.of(text).to_owned() };
    if let Some(length) = alternative(&text[end..]) {
        unit.push_str(&text[end..end + length]);
        end += length;
    }
    let trailing = ["及以上", "以上", "左右", "上下", "以内", "以下"];
    let after = trailing.iter().find(|word| text[end..].starts_with(**word));
    let qualifier = qualifier(text, numeral, after.copied());
    end += after.map_or(0, |word| word.len());
    let hundredths = |value: f64| if numeral.percent { hundredth(value) } else { value };
    Figure {
        span: Span::new(numeral.span.start, end),
        value: hundredths(numeral.value),
        upper: numeral.upper.map(hundredths),
        measured: !unit.is_empty() && MEASURES.contains(&format!(" {unit} ")),
        unit,
        qualifier,
    }
}

/// `value` hundredths, to the float that its decimal form names: 61.36 is .6136.
fn hundredth(value: f64) -> f64 {
    format!("{value}e-2").parse().unwrap_or(value / 100.0)
}

/// A second unit in brackets after the first: 50余万本(套), 41轮(次).
fn alternative(rest: &str) -> Option<usize> {
    let open = rest.chars().next().filter(|c| matches!(c, '(' | '（'))?;
    let close = rest.char_indices().take(5).find(|(_, c)| matches!(c, ')' | '）'))?;
    let inner = &rest[open.len_utf8()..close.0];
    let units = "次套册个家户名人场期批件项只台辆";
    let fits = !inner.is_empty() && inner.chars().all(|c| units.contains(c));
    fits.then_some(close.0 + close.1.len_utf8())
}

/// The words that bound the number, as written.
fn qualifier(text: &str, numeral: &Numeral, after: Option<&str>) -> String {
    let span = numeral.span.of(text);
    let digits = |c: char| c.is_ascii_digit() || "零〇一二两三四五六七八九十百千万亿".contains(c);
    let before = &span[..span.find(digits).unwrap_or(0)];
    let before = before.trim_matches(|c: char| !c.is_alphabetic() || "百分之第负".contains(c));
    if !before.is_empty() && numeral.qualifier.is_some() {
        return before.to_owned();
    }
    if let Some(word) = after {
        return word.to_owned();
    }
    let tail = numeral.unit.of(text).chars();
    let within = span.chars().chain(tail).find(|c| "余多几".contains(*c));
    if let Some(mark) = within.filter(|_| numeral.qualifier == Some(Qualifier::More)) {
        return mark.to_string();
    }
    let head = &text[..numeral.span.start];
    let head = head.strip_suffix("达到").or_else(|| head.strip_suffix('达')).unwrap_or(head);
    let words = ["累计", "共计", "总计", "合计", "总共", "一共", "共"];
    words.iter().find(|word| head.ends_with(**word)).map_or_else(String::new, |it| (*it).to_owned())
}

/// Whether a number counts or measures something.
fn is_figure(text: &str, all: &[Numeral], at: usize) -> bool {
    let numeral = &all[at];
    if numeral.kind != NumeralKind::Cardinal || !numeral.value.is_finite() {
        return false;
    }
    let head = clause_head(text, numeral.span.start);
    let unit = numeral.unit.of(text);
    let rest = &text[numeral.unit.end.max(numeral.span.end)..];
    if numeral.percent {
        return true;
    }
    if is_time(unit, rest) {
        let timed = LENGTH_OF_TIME.contains(&unit) || unit == "个";
        return timed && TIMED.iter().any(|word| head.contains(word)) && !head.ends_with('近');
    }
    if distributive(head) || required(text, numeral) || clock(unit, rest) {
        return false;
    }
    if unit.is_empty() {
        return bare(text, numeral, head, rest);
    }
    if unit == "届" {
        let congress = ["中央", "全国", "人大", "政协", "党", "历次", "全会"];
        return !congress.iter().any(|word| rest.starts_with(word) || head.ends_with(word))
            && !rest.chars().next().is_some_and(|c| "一二三四五六七".contains(c));
    }
    !small_hanzi(text, numeral) || plainly_counted(text, numeral, head, rest)
}

fn is_time(unit: &str, rest: &str) -> bool {
    TIME.contains(&unit)
        || (unit == "个"
            && ["工作日", "月", "星期", "季度", "年头", "世纪", "昼夜", "周末"]
                .iter()
                .any(|word| rest.starts_with(word)))
}

fn clock(unit: &str, rest: &str) -> bool {
    (unit == "分" && rest.starts_with(|c: char| c.is_ascii_digit() || c == '许'))
        || (unit == "页" || unit == "章" || unit == "节" || unit == "版")
}

/// The clause before a byte.
pub(super) fn clause_head(text: &str, at: usize) -> &str {
    let start = text[..at]
        .rfind(is_border)
        .map_or(0, |found| found + text[found..].chars().next().map_or(1, char::len_utf8));
    &text[start..at]
}

/// Marks at which a clause ends.
pub(super) fn is_border(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '；'
            | '！'
            | '？'
            | '：'
            | ','
            | ';'
            | '!'
            | '?'
            | ':'
            | '\n'
            | '（'
            | '）'
            | '('
            | ')'
            | '…'
            | '—'
            | '|'
    )
}

/// 每月1次, 每个支部2名: how often or how many each, a rule and no count.
fn distributive(head: &str) -> bool {
    let Some(at) = head.rfind('每') else { return false };
    let after = &head[at + '每'.len_utf8()..];
    let rate = ["均", "共", "都", "新增", "超", "达", "投入", "培训", "办理", "接待", "服务"];
    after.chars().count() <= 12 && !rate.iter().any(|word| after.contains(word))
}

/// 应当有三人以上, 处五万元以下罚款: what a rule asks for.
fn required(text: &str, numeral: &Numeral) -> bool {
    let bounded = matches!(
        numeral.qualifier,
        Some(Qualifier::AtLeast | Qualifier::AtMost | Qualifier::Under)
    );
    let head = &text[..numeral.span.start];
    let from = head.rfind(['。', '；', '\n']).unwrap_or(0);
    let rest = &text[numeral.span.end..];
    let to = rest.find(['。', '；', '\n']).unwrap_or(rest.len());
    let marks = [
        "应当",
        "不得",
        "罚款",
        "处以",
        "应由",
        "一般",
        "原则上",
        "必须",
        "不少于",
        "满足",
        "的，",
    ];
    bounded && {
        let sentence = (&head[from..], &rest[..to]);
        marks.iter().any(|word| sentence.0.contains(word) || sentence.1.contains(word))
    }
}

/// A number without unit counts where it has a scale and something beside it that is counted.
fn bare(text: &str, numeral: &Numeral, head: &str, rest: &str) -> bool {
    let span = numeral.span.of(text);
    let scaled = span.contains(['万', '亿']) && span.contains(|c: char| c.is_ascii_digit());
    let last = head.chars().next_back();
    let said = last.is_some_and(|c| crate::text::segment::is_han(c) && c != '第');
    let next = rest.chars().next().is_some_and(crate::text::segment::is_han);
    let counted =
        ["量达", "数达", "率达", "数为", "量为", "数共", "人数", "总数", "系数为", "指数为"];
    (scaled && (said || next)) || (counted.iter().any(|word| head.ends_with(word)) && !next)
}

/// A Chinese numeral below twenty without scale.
fn small_hanzi(text: &str, numeral: &Numeral) -> bool {
    let span = numeral.span.of(text);
    numeral.value < 20.0 && !span.contains(|c: char| c.is_ascii_digit())
}

/// Whether a small Chinese numeral counts things: 组建八支攻坚队, and not 四个方面 or 一批.
fn plainly_counted(text: &str, numeral: &Numeral, head: &str, rest: &str) -> bool {
    let one = numeral.span.of(text).ends_with('一') && numeral.value < 2.0;
    let unit = numeral.unit.of(text);
    let general = [
        "大", "种", "类", "大类", "级", "点", "面", "线", "方", "位", "部", "步", "手", "倍", "次",
        "段", "重", "分", "轮", "边", "股", "层",
    ];
    if one || general.contains(&unit) || numeral.value < 2.0 {
        return false;
    }
    let scheme_length = rest.find(|c: char| is_border(c) || c == '、').unwrap_or(rest.len());
    let following = &rest[..scheme_length];
    let reach: String = following.chars().take(8).collect();
    let scheme = SCHEMES.iter().any(|word| reach.contains(word));
    let verb = [
        "建", "设", "立", "办", "出", "推", "展", "布", "动", "成", "了", "有", "定", "发", "撑",
        "取", "奖", "拔", "选",
    ];
    let governed = verb.iter().any(|word| head.ends_with(word));
    governed && !scheme && !following.is_empty()
}
