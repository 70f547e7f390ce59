//! Words by which a question is asked, and which say little of what is asked for.

use crate::text::Span;
use crate::text::segment::Cut;

/// What a term inside one of these words is worth, beside 1 for the others. Not nothing: a query
/// of function words alone must still find.
pub(super) const FUNCTION_WEIGHT: f32 = 0.3;

/// Question words, particles, pronouns, auxiliaries, prepositions and conjunctions, simplified.
const FUNCTION_WORDS: [&str; 96] = [
    "什么",
    "如何",
    "怎么",
    "怎样",
    "怎么办",
    "咋",
    "咋办",
    "为什么",
    "是否",
    "能否",
    "可否",
    "是不是",
    "有没有",
    "能不能",
    "可不可以",
    "哪",
    "哪些",
    "哪个",
    "谁",
    "多少",
    "几",
    "多久",
    "请问",
    "吗",
    "呢",
    "吧",
    "啊",
    "么",
    "的",
    "了",
    "之",
    "着",
    "过",
    "我",
    "你",
    "他",
    "她",
    "我们",
    "你们",
    "他们",
    "这",
    "那",
    "这些",
    "那些",
    "其",
    "该",
    "些",
    "是",
    "有",
    "没有",
    "没",
    "不",
    "可以",
    "应该",
    "应当",
    "需要",
    "会",
    "能",
    "要",
    "在",
    "为",
    "对",
    "被",
    "把",
    "将",
    "由",
    "于",
    "以",
    "从",
    "到",
    "向",
    "用",
    "给",
    "让",
    "和",
    "与",
    "及",
    "或",
    "等",
    "并",
    "且",
    "而",
    "但",
    "但是",
    "如果",
    "因",
    "因为",
    "所以",
    "就",
    "都",
    "也",
    "还",
    "关于",
    "有关",
    "上",
    "中",
];

/// The places of function words among `words`.
pub(super) fn function_spans(words: &[Cut]) -> Vec<Span> {
    let function = words.iter().filter(|cut| FUNCTION_WORDS.contains(&cut.term.as_str()));
    function.map(|cut| cut.span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lexicon::Lexicon;
    use crate::text::segment::Analyzer;

    #[test]
    fn the_frame_of_a_question_is_told_from_its_matter() {
        let analyzer = Analyzer::new(&Lexicon::built_in());
        let question = "如何起诉已注销的个体工商户";
        let words = analyzer.plain_words(question);
        let spans = function_spans(&words);
        let framed: Vec<&str> = spans.iter().map(|span| span.of(question)).collect();
        assert_eq!(framed, ["如何", "的"]);
    }
}
