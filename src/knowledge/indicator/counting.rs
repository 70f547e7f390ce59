//! Which numbers count or measure, and which only name, date or order.

use crate::knowledge::region;
use crate::knowledge::rules::{File, Words, list};
use crate::text::numerals::{Numeral, NumeralKind, Qualifier};

/// Units of time that are a date's or a period's.
static TIME: Words = Words::new(|| list(File::Counting, "time"));

/// Units of time that measure where the text speaks of a length of time.
static LENGTH_OF_TIME: Words = Words::new(|| list(File::Counting, "length"));

/// What shows that a length of time is measured.
static TIMED: Words = Words::new(|| list(File::Counting, "timed"));

/// Nouns that, counted by a small Chinese numeral, make a scheme and no figure: 四个方面.
static SCHEMES: Words = Words::new(|| list(File::Counting, "scheme"));

/// Whether a number counts or measures something.
pub(super) fn is_figure(text: &str, all: &[Numeral], at: usize) -> bool {
    let numeral = &all[at];
    // 数万名 says no number.
    let vague = numeral.qualifier == Some(Qualifier::Several);
    if numeral.kind != NumeralKind::Cardinal || !numeral.value.is_finite() || vague {
        return false;
    }
    let head = clause_head(text, numeral.span.start);
    let unit = numeral.unit.of(text);
    let rest = &text[numeral.unit.end.max(numeral.span.end)..];
    if numeral.percent {
        // 进入前1%: a place in an order.
        return !head.ends_with('前')
            || ["底前", "年前", "月前", "日前", "以前", "之前", "目前", "末前"]
                .iter()
                .any(|it| head.ends_with(it));
    }
    // 七台河市: the numeral begins a place's name.
    let digits = numeral.span.of(text).starts_with(|c: char| c.is_ascii_digit());
    if !digits && region::leading(&text[numeral.span.start..]).is_some() {
        return false;
    }
    if named_by_size(text, numeral) || (unit == "国" && rest.starts_with("集团")) {
        return false;
    }
    if is_time(unit, rest) {
        let timed = LENGTH_OF_TIME.contains(&unit) || unit == "个";
        return timed && TIMED.iter().any(|word| head.contains(word)) && !head.ends_with('近');
    }
    if (numeral.value < 100.0 && distributive(head))
        || required(text, numeral)
        || clock(unit, head, rest)
    {
        return false;
    }
    // 加1-5分: a rule of scoring.
    if unit == "分" && head.ends_with(['加', '扣', '减', '计', '记']) {
        return false;
    }
    if unit.is_empty() {
        return bare(text, numeral, head, rest);
    }
    if unit == "届" {
        let congress = ["中央", "全会", "历次", "全国", "人大", "政协"];
        return numeral.value < 10.0 && !congress.iter().any(|word| rest.starts_with(word));
    }
    !small_hanzi(text, numeral) || plainly_counted(text, numeral, head, rest)
}

fn is_time(unit: &str, rest: &str) -> bool {
    TIME.contains(&unit)
        || (unit == "个"
            && ["月", "星期", "季度", "年头", "世纪", "昼夜", "周末"]
                .iter()
                .any(|word| rest.starts_with(word)))
}

/// Clock times, and the pages and chapters of a book.
fn clock(unit: &str, head: &str, rest: &str) -> bool {
    let minutes =
        head.ends_with(['点', '时']) || rest.starts_with(|c: char| c.is_ascii_digit() || c == '许');
    (unit == "分" && minutes) || (unit == "页" || unit == "章" || unit == "节" || unit == "版")
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
    let rate = ["了", "均", "共", "都", "新增", "超", "达", "投入", "培训", "办理", "接待", "服务"];
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
    let asked = ["字", "学时", "课时", "人", "名", "次", "年"].contains(&numeral.unit.of(text));
    let limit = numeral.span.of(text).starts_with(['不', '至']);
    if bounded && asked && limit {
        return true;
    }
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

/// 一届, and 千亿斤 or 百万吨 without a qualifier: a size in a name, no count.
fn named_by_size(text: &str, numeral: &Numeral) -> bool {
    let span = numeral.span.of(text);
    let magnitude = span.starts_with(['百', '千', '万', '亿']) && numeral.qualifier.is_none();
    span == "一" || magnitude
}

/// A Chinese numeral below twenty without scale.
fn small_hanzi(text: &str, numeral: &Numeral) -> bool {
    let span = numeral.span.of(text);
    numeral.value < 20.0 && !span.contains(|c: char| c.is_ascii_digit())
}

/// Whether a small Chinese numeral counts things: 组建八支攻坚队, and not 四个方面 or 一批.
fn plainly_counted(text: &str, numeral: &Numeral, head: &str, rest: &str) -> bool {
    let one = numeral.span.of(text).ends_with('一') && numeral.value < 2.0;
    // 合作社一家（…）: what is counted stands before it.
    let listed = ["家", "所", "座", "处", "台", "辆"].contains(&numeral.unit.of(text));
    let ends = rest.chars().next().is_none_or(is_border);
    if one
        && listed
        && ends
        && head.ends_with(['社', '司', '厂', '校', '院', '馆', '站', '中', '地'])
    {
        return true;
    }
    let unit = numeral.unit.of(text);
    let general = [
        "大", "种", "大类", "级", "点", "面", "线", "方", "位", "部", "步", "手", "倍", "次", "段",
        "重", "分", "轮", "边", "股", "层",
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
        "取", "奖", "拔", "制", "”", "」",
    ];
    let governed = verb.iter().any(|word| head.ends_with(word));
    let thing = ["支", "名", "家", "场", "台", "辆", "座", "所"].contains(&unit);
    (governed || thing) && !scheme && !following.is_empty()
}
