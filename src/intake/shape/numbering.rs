//! The number that a line begins with: 第一章, 一、, (一), 1., 1.1, 一是.

/// The form of a number, which tells its level to others of the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::intake) enum Form {
    /// 第一编, 第一部分, 第一篇.
    Part,
    /// 第一章.
    Chapter,
    /// 第一节.
    Section,
    /// 第一条: the number of an article, no heading.
    Article,
    /// 一、
    Han,
    /// (一)
    HanBracket,
    /// 1. or 1、
    Arabic,
    /// (1) or 1)
    ArabicBracket,
    /// 1.1, 1.1.1: with this many numbers.
    Dotted(u8),
    /// 1 总则: a bare number before Chinese, or 01.
    Bare,
    /// 一是, 其一, ①: an item inside running text.
    Item,
}

/// A number at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::intake) struct Numbering {
    pub(in crate::intake) form: Form,
    /// Its value; of a dotted number, its last part.
    pub(in crate::intake) value: u32,
    /// Bytes of the folded line that it takes.
    pub(in crate::intake) length: usize,
}

/// The number that the folded line `plain` begins with.
pub(in crate::intake) fn numbering(plain: &str) -> Option<Numbering> {
    ordinal(plain).or_else(|| han(plain)).or_else(|| bracketed(plain)).or_else(|| arabic(plain))
}

/// 第三章, 第十二条, 第一部分.
fn ordinal(plain: &str) -> Option<Numbering> {
    let rest = plain.strip_prefix('第')?;
    let digits = digits(rest);
    let value = value(&rest[..digits])?;
    let unit = &rest[digits..];
    let (form, word) = [
        (Form::Part, "编"),
        (Form::Part, "篇"),
        (Form::Part, "部分"),
        (Form::Part, "单元"),
        (Form::Chapter, "章"),
        (Form::Section, "节"),
        (Form::Article, "条"),
    ]
    .into_iter()
    .find(|(_, word)| unit.starts_with(word))?;
    let mut length = "第".len() + digits + word.len();
    if plain[length..].starts_with(['、', ':', '.', ' ']) {
        length += plain[length..].chars().next().map_or(0, char::len_utf8);
    }
    Some(Numbering { form, value, length })
}

/// 一、 十二. 一是
fn han(plain: &str) -> Option<Numbering> {
    let digits = plain.chars().take_while(|c| is_han_digit(*c)).map(char::len_utf8).sum::<usize>();
    let value = value(&plain[..digits])?;
    let rest = &plain[digits..];
    if let Some(mark) = rest.chars().next().filter(|c| matches!(c, '、' | '.' | ',' | ':')) {
        // 一,二,三 are no headings.
        let alone = mark == '、' || !rest[1..].starts_with(|c: char| is_han_digit(c));
        return alone.then_some(Numbering {
            form: Form::Han,
            value,
            length: digits + mark.len_utf8(),
        });
    }
    let item = rest.starts_with('是') || rest.starts_with("要");
    item.then_some(Numbering { form: Form::Item, value, length: digits + "是".len() })
}

/// (一) (1) 1)
fn bracketed(plain: &str) -> Option<Numbering> {
    let inner = plain.strip_prefix('(').unwrap_or(plain);
    let open = plain.len() - inner.len();
    let digits = digits(inner);
    let close = inner[digits..].starts_with(')').then_some(open + digits + 1)?;
    let number = &inner[..digits];
    let value = value(number)?;
    let han = number.chars().all(is_han_digit);
    if (open == 0 && han) || number.len() > 9 {
        return None;
    }
    let form = if han { Form::HanBracket } else { Form::ArabicBracket };
    let mark = plain[close..].starts_with(['、', '.', ':', ',']);
    let length =
        close + if mark { plain[close..].chars().next().map_or(0, char::len_utf8) } else { 0 };
    Some(Numbering { form, value, length })
}

/// 1. 1、 1.1 1.1.1 01 and 1 before Chinese.
fn arabic(plain: &str) -> Option<Numbering> {
    let first = plain.bytes().take_while(u8::is_ascii_digit).count();
    if first == 0 || first > 2 {
        return None;
    }
    let mut end = first;
    let mut parts = 1;
    let mut last = 0;
    loop {
        let after = plain[end..].strip_prefix('.').unwrap_or_default();
        let more = after.bytes().take_while(u8::is_ascii_digit).count();
        if more == 0 || more > 2 || parts == 4 {
            break;
        }
        last = end + 1;
        end += 1 + more;
        parts += 1;
    }
    let value = plain[last..end].parse().ok()?;
    let rest = &plain[end..];
    let next = rest.chars().next()?;
    if parts > 1 {
        // 3.5% and 12.6万 are quantities, 2.3 a number of a heading.
        let mark = matches!(next, '.' | '、' | ' ');
        let word = crate::text::segment::is_han(next) && !is_measured(rest);
        let length = end + if mark { next.len_utf8() } else { 0 };
        return (mark || word).then_some(Numbering { form: Form::Dotted(parts), value, length });
    }
    if matches!(next, '.' | '、' | ':')
        && !rest[next.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
    {
        return Some(Numbering { form: Form::Arabic, value, length: end + next.len_utf8() });
    }
    let padded = plain.starts_with('0') && first == 2;
    let bare = crate::text::segment::is_han(next) && !is_measured(rest) && (padded || first <= 2);
    bare.then_some(Numbering { form: Form::Bare, value, length: end })
}

/// Whether what follows a figure measures it: 12万件, 3月, 5%.
fn is_measured(rest: &str) -> bool {
    const MEASURES: &str = "年月日号时分秒个项件次名人户家亿万千百元米吨亩只台套条款点岁天周届位倍成公里种类级所座间处批期第余多几";
    rest.chars().next().is_some_and(|c| MEASURES.contains(c))
}

/// Bytes of the digits, Chinese or Arabic, that `text` begins with.
fn digits(text: &str) -> usize {
    let count = |is: fn(char) -> bool| {
        text.chars().take_while(|c| is(*c)).map(char::len_utf8).sum::<usize>()
    };
    count(is_han_digit).max(count(|c| c.is_ascii_digit()))
}

fn is_han_digit(c: char) -> bool {
    "〇零一二三四五六七八九十百两".contains(c)
}

/// The value of a short number in Chinese or Arabic digits.
pub(in crate::intake) fn value(digits: &str) -> Option<u32> {
    if digits.is_empty() || digits.chars().count() > 5 {
        return None;
    }
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits.parse().ok();
    }
    let (mut total, mut digit) = (0_u32, None);
    for c in digits.chars() {
        match c {
            '百' => total += digit.take().unwrap_or(1) * 100,
            '十' => total += digit.take().unwrap_or(1) * 10,
            '〇' | '零' => digit = None,
            other => {
                let at = "一二三四五六七八九".chars().position(|it| it == other);
                let two = (other == '两').then_some(1);
                digit = Some(u32::try_from(at.or(two)? + 1).ok()?);
            }
        }
    }
    Some(total + digit.unwrap_or(0)).filter(|value| *value > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn check(line: &str, form: Option<Form>, value: u32, rest: &str) {
        let plain = fold(line).text;
        let read = numbering(&plain);
        assert_eq!(read.map(|it| it.form), form, "{line}");
        if let Some(read) = read {
            assert_eq!((read.value, &plain[read.length..]), (value, rest), "{line}");
        }
    }

    #[test]
    fn numbers_of_headings_are_read() {
        check("第三章 附则", Some(Form::Chapter), 3, "附则");
        check("第十二条 本办法", Some(Form::Article), 12, "本办法");
        check("第一部分 回顾", Some(Form::Part), 1, "回顾");
        check("二十一、保障", Some(Form::Han), 21, "保障");
        check("（十）其他", Some(Form::HanBracket), 10, "其他");
        check("3．做法", Some(Form::Arabic), 3, "做法");
        check("（2）做法", Some(Form::ArabicBracket), 2, "做法");
        check("1.2 目的", Some(Form::Dotted(2)), 2, "目的");
        check("1 总则", Some(Form::Bare), 1, "总则");
        check("01综合", Some(Form::Bare), 1, "综合");
        check("一是抓学习", Some(Form::Item), 1, "抓学习");
    }

    #[test]
    fn quantities_and_words_are_no_numbers() {
        for line in
            ["12.6万件", "3月5日", "2024年工作", "3.5%", "一些做法", "十分重要", "5G网络", ""]
        {
            check(line, None, 0, "");
        }
    }
}
