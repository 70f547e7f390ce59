//! What stands at the edges of a noun phrase and does not belong to it.

use super::noun::locative;
use super::phrase::Scene;
use crate::text::Span;

/// Marks and words at the edges of a phrase that do not belong to it.
const EDGES: [char; 6] = [' ', '\u{3000}', '、', '的', '了', '着'];

impl Scene<'_> {
    /// A span without what does not belong to a phrase at its edges, and without quote marks that
    /// have no partner in it.
    pub(super) fn trimmed(&self, span: Span) -> Span {
        let mut span = span;
        loop {
            let text = span.of(self.text);
            let lead = text.len() - text.trim_start_matches(EDGES).len();
            let lead = lead + joining(&text[lead..]);
            let lead = lead + numbering(&text[lead..]);
            let inner = &text[lead..];
            let hours = [
                "临时", "实时", "平时", "及时", "准时", "用时", "耗时", "工时", "学时", "课时",
                "小时", "历时", "计时",
            ];
            let time = |c: char| c == '时' && !hours.iter().any(|word| inner.ends_with(word));
            let edge = |c: char| " \u{3000}、和及与并也".contains(c) || time(c);
            let keep = inner.trim_end_matches(edge).len();
            let keep = keep - locative(&inner[..keep]);
            let next = Span::new(span.start + lead, span.start + lead + keep);
            let next = unpaired(self.text, next);
            if next == span {
                return span;
            }
            span = next;
        }
    }
}

/// The bytes of the number that a heading begins with: 一、 in 一、规模工业增加值, （三）.
fn numbering(text: &str) -> usize {
    let open = text.len() - text.trim_start_matches(['（', '(']).len();
    let digits = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let number = text[open..].len() - text[open..].trim_start_matches(digits).len();
    let rest = &text[open + number..];
    let close = if open > 0 {
        rest.strip_prefix(['）', ')'])
    } else {
        rest.strip_prefix(['、', '．', '.'])
    };
    match close {
        Some(rest) if number > 0 && number <= 9 => text.len() - rest.len(),
        _ => 0,
    }
}

/// The bytes of 和, 及, 与, 并 or 其 that a phrase begins with and that is a word of its own.
fn joining(text: &str) -> usize {
    let longer = ["和谐", "和平", "和美", "和睦", "并联", "并网", "与会", "其他", "其它"];
    let word = text.chars().next().filter(|c| "和及与并其".contains(*c));
    word.filter(|_| !longer.iter().any(|it| text.starts_with(it))).map_or(0, char::len_utf8)
}

/// Cuts a phrase at a quote mark that has no partner in it.
fn unpaired(text: &str, span: Span) -> Span {
    const PAIRS: [(char, char); 7] = [
        ('“', '”'),
        ('「', '」'),
        ('『', '』'),
        ('《', '》'),
        ('【', '】'),
        ('‘', '’'),
        ('〈', '〉'),
    ];
    let inner = span.of(text);
    for (open, close) in PAIRS {
        let opened = inner.matches(open).count();
        let closed = inner.matches(close).count();
        if closed > opened {
            let at = inner.find(close).map_or(0, |at| at + close.len_utf8());
            return Span::new(span.start + at, span.end);
        }
        if opened > closed {
            let at = inner.rfind(open).unwrap_or(inner.len());
            let after = Span::new(span.start + at + open.len_utf8(), span.end);
            let head = Span::new(span.start, span.start + at);
            return if head.is_empty() { after } else { head };
        }
    }
    span
}
