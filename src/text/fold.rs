//! One form for what a reader takes as the same text: script, width, case, quote marks, dashes,
//! and the spaces that typesetting leaves between Chinese characters.
//!
//! Folding is context-free but for spaces and runs of dots, and for these too the fold of a part is
//! a part of the fold of the whole.
//! Exact search stands on this.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::offset_map::OffsetMap;
use super::span::Span;
use super::variants;
use crate::budget;

/// The longest run of dots: an ellipsis is typed with one to six characters, a range (2020..2024)
/// with two.
const DOTS: usize = 2;

/// A text in its folded form, with the way back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    map: OffsetMap,
}

impl Folded {
    /// The span of the original text that `folded`, a span of [`Folded::text`], came from.
    #[must_use]
    pub fn to_original(&self, folded: Span) -> Span {
        self.map.to_original(folded)
    }
}

/// Folds `text`:
/// - traditional characters, older forms and radicals become simplified characters, one by one, and
///   characters that are written for each other become one ([`variants::searched`]);
/// - NFKC, so that full width becomes half width, `㈠` becomes `(一)`; letters become lower case;
/// - every double quote mark (`“”„「」『』"`) becomes `"`, every single one `'`;
/// - `【】〈〉` become `《》`, `〔〕[]` become `()`, dashes become `-`, middle dots `·`;
/// - `○` and `〇` become `零`, an ellipsis (`……`, `⋯⋯`, `...`) becomes `..`;
/// - white space is one space between two Latin letters or digits and nothing elsewhere; control
///   and zero-width characters go, and those of private use, which mean nothing without their font.
///
/// `fold(fold(t).text).text == fold(t).text` for every text.
#[must_use]
pub fn fold(text: &str) -> Folded {
    budget::look();
    let mut folder = Folder::default();
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let mut end = start + c.len_utf8();
        while let Some(&(at, mark)) = rest.peek() {
            if canonical_combining_class(mark) == 0 || is_dropped(mark) {
                break;
            }
            end = at + mark.len_utf8();
            rest.next();
        }
        folder.cluster(&text[start..end], c, Span::new(start, end));
    }
    folder.folded
}

#[derive(Default)]
struct Folder {
    folded: Folded,
    /// The white space seen since the last character that was kept.
    gap: Option<Span>,
}

impl Folder {
    fn cluster(&mut self, cluster: &str, c: char, span: Span) {
        if c.is_whitespace() {
            let start = self.gap.map_or(span.start, |gap| gap.start);
            self.gap = Some(Span::new(start, span.end));
        } else if cluster.len() == c.len_utf8() && c.is_ascii_graphic() {
            self.put_char(bracket(c.to_ascii_lowercase()), span);
        } else if cluster.len() == c.len_utf8() && is_common_han(c) {
            self.put_char(variants::searched(c), span);
        } else if !is_dropped(c) {
            let form = normal_form(cluster);
            let mut each = form.chars();
            match (each.next(), each.next()) {
                (Some(only), None) => self.put_char(only, span),
                _ => self.put(&form, span, false),
            }
        }
    }

    fn put_char(&mut self, c: char, span: Span) {
        let linear = c.len_utf8() == span.len();
        self.put(c.encode_utf8(&mut [0; 4]), span, linear);
    }

    fn put(&mut self, form: &str, span: Span, linear: bool) {
        let Some(first) = form.chars().next() else { return };
        if let Some(gap) = self.gap.take() {
            let before = self.folded.text.chars().next_back();
            if before.is_some_and(is_spaced) && is_spaced(first) {
                self.folded.text.push(' ');
                self.folded.map.push(1, gap, gap.len() == 1);
            }
        }
        let rest = form.trim_start_matches('.');
        let dots = form.len() - rest.len();
        let kept = dots.min(self.room_for_dots());
        if kept < dots {
            self.folded.text.push_str(&"..."[..kept]);
            match kept {
                0 => self.folded.map.stretch(1, span.end),
                _ => self.folded.map.push(kept, span, false),
            }
            self.folded.text.push_str(rest);
            self.folded.map.push(rest.len(), span, false);
        } else {
            self.folded.text.push_str(form);
            self.folded.map.push(form.len(), span, linear);
        }
    }

    /// How many dots may follow: three and more are an ellipsis and written as two.
    fn room_for_dots(&self) -> usize {
        let text = &self.folded.text;
        DOTS - (text.len() - text.trim_end_matches('.').len()).min(DOTS)
    }
}

/// NFKC, simplified, lower case, our marks. Lower case may open the way to another composition,
/// so the chain runs until nothing changes (twice at most in Unicode 16).
fn normal_form(cluster: &str) -> String {
    let once = |text: &str| -> String {
        text.nfkc()
            .flat_map(|c| variants::searched(c).to_lowercase())
            .nfkc()
            .filter(|&c| !c.is_whitespace() && !is_dropped(c))
            // A mark without its letter (¨ is a space and a mark) would join the letter before it.
            .skip_while(|&c| canonical_combining_class(c) != 0)
            .map(mark)
            .collect()
    };
    let mut form = once(cluster);
    for _ in 0..4 {
        let next = once(&form);
        if next == form {
            break;
        }
        form = next;
    }
    while form.contains("...") {
        form = form.replace("...", "..");
    }
    form
}

/// The one form of quote marks, brackets, dashes and dots.
fn mark(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '﹁' | '﹂' | '﹃' | '﹄' | '〝'
        | '〞' | '«' | '»' => '"',
        '‘' | '’' | '‚' | '‛' | '′' => '\'',
        '【' | '〈' | '〖' => '《',
        '】' | '〉' | '〗' => '》',
        '—' | '–' | '−' | '―' | '─' | '‐' | '‑' | '‒' | '━' => '-',
        '•' | '・' | '‧' | '∙' | '⋅' | '●' => '·',
        '〔' => '(',
        '〕' => ')',
        '〜' | '∼' => '~',
        // Years: 二○二四, 二〇二四, 二零二四.
        '○' | '◯' | '〇' => '零',
        '⋯' => '.',
        other => bracket(other),
    }
}

/// `[2023]` and `(2023)` are both written for `〔2023〕` in document numbers.
fn bracket(c: char) -> char {
    match c {
        '[' => '(',
        ']' => ')',
        other => other,
    }
}

/// The unified block: NFKC leaves it alone, so the common case is a table look-up.
fn is_common_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Whether `c` is of private use: what a symbol font draws for it no other font does.
#[must_use]
pub fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// Whether a space beside `c` parts words (Latin letters, digits and their signs).
fn is_spaced(c: char) -> bool {
    c < '\u{2E80}' && c != '"' && c != '\''
}

/// Characters that carry nothing for a reader: control, zero width, soft hyphen, variation
/// selectors, byte order mark, private use.
fn is_dropped(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || is_private_use(c)
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFFD}'
            | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text).text, expected, "{text:?}");
    }

    #[test]
    fn readers_forms_become_one() {
        check("市府辦公室推動黨建", "市府办公室推动党建");
        check("「四强」“四强”『四强』\"四强\"", "\"四强\"\"四强\"\"四强\"\"四强\"");
        check("【意见】《意见》〈意见〉", "《意见》《意见》《意见》");
        check("国办发〔2023〕41号 国办发[2023]41号", "国办发(2023)41号国办发(2023)41号");
        check("\u{ff21}\u{ff22}C 12\u{ff13}\u{ff05}\u{ff0c}", "abc 123%,");
        check("高 质 量\u{3000}发展\n报告", "高质量发展报告");
        check("work report  2024", "work report 2024");
        check("5G 网络", "5g网络");
        check("7•9 7·9", "7·9 7·9");
        check("党建—业务", "党建-业务");
        check("㈠㎡", "(一)m2");
        check("a\u{0}b\u{feff}c", "abc");
        check("甲……乙⋯⋯丙...丁…戊", "甲..乙..丙..丁..戊");
        check("2020..2024 3.5%", "2020..2024 3.5%");
        check("\u{f0d8}措施\u{f06c}", "措施");
        check("", "");
    }

    #[test]
    fn one_sign_with_several_code_points_is_one() {
        for same in [
            "二○二五年 二〇二五年 二零二五年 二◯二五年",
            "朝著目標 朝着目标",
            "著眼民生 着眼民生",
            "一目瞭然 一目了然",
            "憑藉優勢 凭借优势",
            "衞生 衛生 卫生",
            "靑海 青海",
            "⻘⻄⻢⻋ 青西马车",
            "⾏政⼯作 行政工作",
            "答覆意見 答复意见",
            "敎硏室 教研室",
            "乾縣 乾县",
            "餘額 馀额 余额",
        ] {
            let forms: Vec<String> = same.split(' ').map(|form| fold(form).text).collect();
            assert!(forms.windows(2).all(|two| two[0] == two[1]), "{forms:?}");
        }
    }

    #[test]
    fn the_way_back_gives_the_original_characters() {
        let original = "江門市「四強」黨支部,共 100 個㈠";
        let folded = fold(original);
        let back = |needle: &str| {
            let start = folded.text.find(needle).unwrap();
            folded.to_original(Span::new(start, start + needle.len())).of(original)
        };
        assert_eq!(back("四强"), "四強");
        assert_eq!(back("\"四强\"党"), "「四強」黨");
        assert_eq!(back("共100个"), "共 100 個");
        assert_eq!(back("一"), "㈠");
        let original = "已發……\u{f0d8}⋯各單位.";
        let folded = fold(original);
        assert_eq!(folded.text, "已发..各单位.");
        let back =
            |start: usize, end: usize| folded.to_original(Span::new(start, end)).of(original);
        assert_eq!(back(3, 8), "發……\u{f0d8}⋯");
        assert_eq!(back(6, 11), "……\u{f0d8}⋯各");
        assert_eq!(back(17, 18), ".");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = fold(&text).text;
            prop_assert_eq!(fold(&once).text, once);
        }

        #[test]
        fn the_way_back_lands_on_character_boundaries(text in any::<String>()) {
            let folded = fold(&text);
            let mut before = 0;
            for (at, c) in folded.text.char_indices() {
                let span = folded.to_original(Span::new(at, at + c.len_utf8()));
                prop_assert!(text.get(span.start..span.end).is_some_and(|t| !t.is_empty()));
                prop_assert!(span.start >= before);
                before = span.start;
            }
        }

        #[test]
        fn a_part_folds_to_a_part(text in "[一-龥⺀-⿕「」“”a-z0-9 ,。·.…⋯○〇\\u{e000}-\\u{e010}\\n]{1,40}", from in 0usize..40, len in 1usize..9) {
            let part: String = text.chars().skip(from).take(len).collect();
            prop_assert!(fold(&text).text.contains(&fold(&part).text));
        }
    }
}
