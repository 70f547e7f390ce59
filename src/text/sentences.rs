//! Where sentences and clauses end in Chinese prose.

use std::collections::HashMap;

use crate::text::span::Span;

/// The sentences of a text, in order: joined they give the text back.
///
/// A sentence ends at `。！？……` (half width too) and at line breaks, with the closing quotes and
/// brackets that follow; blanks belong to the sentence before them, blanks at the very beginning
/// to the first. No cut is made inside 《》, inside brackets or quotes that stand within a sentence
/// (“谁来抓？怎么抓？”机制), before what goes on with a quotation (“……。”他说), or in `http://a?b`.
/// A quotation after a colon, or one that begins a sentence, is cut like other text, so that
/// speeches of many sentences stay searchable sentence by sentence. A full stop in Latin script
/// does not end a sentence. What goes on for 1,200 characters is cut at the next comma. An empty
/// text has none.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    cut(text, |_, _| false)
}

/// The clauses of a text: [`sentences`] cut also after `；` and `，`, except between digits (1,234).
#[must_use]
pub fn clauses(text: &str) -> Vec<Span> {
    cut(text, |text, at| {
        let comma = text[at..].starts_with([',', '\u{ff0c}']);
        let between_digits = beside(text, at, char::is_numeric);
        text[at..].starts_with([';', '\u{ff1b}']) || (comma && !between_digits)
    })
}

/// Quotes and brackets by pairs.
const PAIRS: [(char, char); 13] = [
    ('“', '”'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
    ('〔', '〕'),
    ('(', ')'),
    ('\u{ff08}', '\u{ff09}'),
    ('[', ']'),
    ('\u{ff3b}', '\u{ff3d}'),
    ('"', '"'),
];

/// What stands between longer quotes and brackets, in bytes, is cut like other text: they are
/// speeches, or their closing mark belongs to something else.
const LONGEST_PHRASE: usize = 360;

/// What has no end for so long is a list or no prose; it is cut at the next mark, and without one
/// when it is twice as long, so that what is read sentence by sentence costs no more than its
/// length. In bytes, three to a character.
const LONGEST_SENTENCE: usize = 3_600;

/// Words of saying that tie a short clause to the quotation before it.
const SAYING: [&str; 13] = [
    "说", "道", "表示", "指出", "强调", "介绍", "认为", "坦言", "感慨", "告诉", "說", "強調",
    "介紹",
];

/// A clause of saying is no longer than this, in characters.
const SAYING_REACH: usize = 14;

fn cut(text: &str, also: impl Fn(&str, usize) -> bool) -> Vec<Span> {
    let pairs = Pairs::of(text);
    let mut spans = Vec::new();
    let mut start = 0;
    let mut held_until = 0;
    // Blanks before the first sentence have no sentence before them to belong to.
    let mut at = text.len() - text.trim_start().len();
    while let Some(c) = text[at..].chars().next() {
        held_until = held_until.max(pairs.phrase_end(text, at));
        let end = if is_line_break(c) {
            Some(at + c.len_utf8())
        } else if at < held_until {
            None
        } else {
            sentence_end(text, at, &pairs).or_else(|| also(text, at).then_some(at + c.len_utf8()))
        };
        let end =
            end.or_else(|| endless(at + c.len_utf8() - start, c).then_some(at + c.len_utf8()));
        at = end.map_or(at + c.len_utf8(), |end| skip_blanks(text, end));
        if end.is_some() {
            spans.push(Span::new(start, at));
            start = at;
        }
    }
    if start < text.len() {
        spans.push(Span::new(start, text.len()));
    }
    spans
}

/// Whether a sentence that is `length` bytes long so far ends with `c` though nothing ends it.
fn endless(length: usize, c: char) -> bool {
    length >= LONGEST_SENTENCE
        && (matches!(c, '、' | '，' | ',' | '；' | ';') || length >= 2 * LONGEST_SENTENCE)
}

/// The end of the sentence whose closing mark stands at `at`, with the marks that belong to it.
fn sentence_end(text: &str, at: usize, pairs: &Pairs) -> Option<usize> {
    let mark = terminator(text, at)?;
    let mut end = at + mark;
    let mut closed = None;
    while let Some(c) = text[end..].chars().next() {
        if let Some(more) = terminator(text, end) {
            end += more;
        } else if pairs.closes(end, c) {
            closed = Some(end);
            end += c.len_utf8();
        } else {
            break;
        }
    }
    let ellipsis = text[at..].starts_with('…');
    let full_stop = text[at..].starts_with(['。', '\u{ff61}']);
    let goes_on = match closed {
        Some(close) => {
            punctuated(text, end)
                || text[end..].starts_with(['的', '等', '和', '与', '及', '與'])
                || (pairs.opened_a_sentence(text, close) && says(text, end))
        }
        None => {
            !full_stop && (punctuated(text, end) || (ellipsis && text[end..].starts_with('等')))
        }
    };
    (!goes_on).then_some(end)
}

/// Bytes of the mark at `at` that ends a sentence.
fn terminator(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    match rest.chars().next()? {
        c @ ('。' | '\u{ff61}' | '\u{ff01}' | '\u{ff1f}') => Some(c.len_utf8()),
        '!' | '?' if !beside(text, at, |c| c.is_ascii_alphanumeric()) => Some(1),
        '…' => Some(rest.len() - rest.trim_start_matches('…').len())
            .filter(|length| *length > '…'.len_utf8()),
        _ => None,
    }
}

/// Whether the characters on both sides of the one at `at` fit.
fn beside(text: &str, at: usize, fits: impl Fn(char) -> bool) -> bool {
    let next = text[at..].chars().nth(1);
    text[..at].chars().next_back().is_some_and(&fits) && next.is_some_and(&fits)
}

fn punctuated(text: &str, at: usize) -> bool {
    text[at..].starts_with([',', '\u{ff0c}', '、', ';', '\u{ff1b}', ':', '\u{ff1a}', '—'])
}

/// Whether a short clause of saying stands at `at`: 他说, 市直机关工委书记介绍.
fn says(text: &str, at: usize) -> bool {
    let ends = ['。', ',', '\u{ff0c}', ':', '\u{ff1a}', ';', '\u{ff1b}', '、', '“', '「', '\n'];
    let rest = &text[at..];
    let clause = &rest[..rest.find(ends).unwrap_or(rest.len())];
    clause.chars().nth(SAYING_REACH).is_none() && SAYING.iter().any(|word| clause.contains(word))
}

fn skip_blanks(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The quotes and brackets of a text that have their other half on the same line, by byte offset.
struct Pairs {
    close_of: HashMap<usize, usize>,
    open_of: HashMap<usize, usize>,
}

impl Pairs {
    fn of(text: &str) -> Self {
        let mut close_of = HashMap::new();
        let mut open: Vec<(usize, char)> = Vec::new();
        for (at, c) in text.char_indices() {
            if is_line_break(c) {
                open.clear();
            } else if let Some(depth) = PAIRS
                .iter()
                .find(|(_, close)| *close == c)
                .and_then(|(opening, _)| open.iter().rposition(|(_, waiting)| waiting == opening))
            {
                close_of.insert(open[depth].0, at);
                open.truncate(depth);
            } else if PAIRS.iter().any(|(opening, _)| *opening == c) {
                open.push((at, c));
            }
        }
        let open_of = close_of.iter().map(|(open, close)| (*close, *open)).collect();
        Self { close_of, open_of }
    }

    /// Where the phrase that opens at `at` and must stay whole ends; 0 when none opens there.
    fn phrase_end(&self, text: &str, at: usize) -> usize {
        let Some(&close) = self.close_of.get(&at) else { return 0 };
        let title = text[at..].starts_with(['《', '〈']);
        let speech = begins_sentence(text, at) || introduced(text, at);
        if close - at <= LONGEST_PHRASE && (title || !speech) { close } else { 0 }
    }

    /// A straight quote closes only where its other half stands before it.
    fn closes(&self, at: usize, c: char) -> bool {
        PAIRS.iter().any(|(_, close)| *close == c) && (c != '"' || self.open_of.contains_key(&at))
    }

    fn opened_a_sentence(&self, text: &str, close: usize) -> bool {
        self.open_of.get(&close).is_some_and(|open| begins_sentence(text, *open))
    }
}

/// Whether nothing of the same sentence stands before `at`.
fn begins_sentence(text: &str, at: usize) -> bool {
    let head = text[..at].trim_end_matches([' ', '\t', '\u{3000}', '\u{a0}']);
    let head = head.trim_end_matches(|c| PAIRS.iter().any(|(_, close)| *close == c));
    let last = head.chars().next_back();
    last.is_none_or(|c| {
        is_line_break(c) || matches!(c, '。' | '!' | '?' | '\u{ff01}' | '\u{ff1f}' | '\u{ff61}')
    })
}

/// Whether a colon or a word of saying stands before `at`.
fn introduced(text: &str, at: usize) -> bool {
    let head = text[..at].trim_end();
    head.ends_with([':', '\u{ff1a}', '说', '道', '說'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

    use super::{clauses, sentences};
    use crate::text::span::Span;

    fn check(cut: fn(&str) -> Vec<Span>, expected: &str) {
        let text = expected.replace('|', "");
        let found: Vec<&str> = cut(&text).iter().map(|span| span.of(&text)).collect();
        assert_eq!(found.join("|"), expected);
    }

    #[test]
    fn what_never_ends_is_cut_and_joined_gives_the_text_back() {
        for text in ["增长12.5%，".repeat(2_000), "长".repeat(9_000), "（甲、乙、".repeat(3_000)]
        {
            let spans = sentences(&text);
            assert!(
                spans.iter().all(|it| it.len() <= 2 * super::LONGEST_SENTENCE + 3),
                "{spans:?}"
            );
            assert_eq!(spans.iter().map(|it| it.of(&text)).collect::<String>(), text);
        }
        let long = format!("{}。", "长".repeat(1_100));
        assert_eq!(sentences(&long).len(), 1);
    }

    #[test]
    fn sentences_end_where_readers_end_them() {
        for expected in [
            "党建引领。|业务融合!|怎么办?|好。",
            "标题\n|第一句。 |第二句。\n\n|第三句",
            "\n  第一句。|第二句",
            "降到7.9,PM2.5为3.5。|见U.S.报告",
            "他说:“要努力。|要实干。”|大家鼓掌。",
            "「要努力。」他说。|「要实干。」|会议结束。",
            "建立“谁来抓?怎么抓?”机制。|成效明显",
            "印发《怎么办?》一文。|完",
            "形成“有事找支部。”的氛围。|好",
            "他说:“有事找支部。”的确如此",
            "学习、培训……等活动。|他沉默了……|会议结束",
            "完成任务(见附件。)并上报。|好",
            "真的吗?!|是的!!”|好",
            "见http://a.cn/x?id=1。|完",
            "\u{ff01}|好\u{ff1f}|对",
            "只有半个引号“要努力。|要实干。",
            "\"要努力。\"|\"要实干。\"",
            "",
            "   ",
            "一;二,三",
        ] {
            check(sentences, expected);
        }
    }

    #[test]
    fn clauses_end_at_commas_and_semicolons_too() {
        for expected in [
            "坚持引领,|抓好落实;|投入1,234元。|完",
            "落实“四强,六规范”要求,|好",
            "甲\u{ff0c}|乙\u{ff1b}|丙",
        ] {
            check(clauses, expected);
        }
    }

    fn texts() -> impl Strategy<Value = String> {
        let pieces: Vec<char> =
            "。!?…,;:“”「」《》()\"\n 党建说的1a\u{3000}\u{ff01}\u{ff0c}".chars().collect();
        let dense =
            prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(String::from_iter);
        (any::<bool>(), dense, any::<String>())
            .prop_map(|(which, dense, free)| if which { dense } else { free })
    }

    proptest! {
        #[test]
        fn joining_gives_the_text_back(text in texts()) {
            for cut in [sentences, clauses] {
                let spans = cut(&text);
                let joined: String = spans.iter().map(|span| &text[span.start..span.end]).collect();
                prop_assert_eq!(&joined, &text);
                prop_assert!(spans.iter().all(|span| !span.is_empty()));
                prop_assert!(spans.iter().skip(1).all(|span| !span.of(&text).starts_with(char::is_whitespace)));
            }
        }

        #[test]
        fn clauses_refine_sentences(text in texts()) {
            let ends: Vec<usize> = clauses(&text).iter().map(|span| span.end).collect();
            prop_assert!(sentences(&text).iter().all(|span| ends.contains(&span.end)));
        }
    }
}
