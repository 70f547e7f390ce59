//! Words that must come out whole, and what every cut promises.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::new(&Lexicon::built_in()));

fn terms(text: &str) -> Vec<String> {
    ANALYZER.words(&fold(text).text).into_iter().map(|cut| cut.term).collect()
}

#[test]
fn domain_words_come_out_whole() {
    let words = [
        "新质生产力",
        "高质量发展",
        "三会一课",
        "双报到",
        "四强党支部",
        "一支部一品牌",
        "粤港澳大湾区",
        "长三角",
    ];
    for word in words {
        let terms = terms(&format!("推动{word}的工作"));
        assert!(terms.iter().any(|term| term == word), "{word}: {terms:?}");
    }
}

#[test]
fn codes_are_kept_whole_beside_their_parts() {
    let cases = [
        ("习近平总书记“7·9”重要讲话", "7·9"),
        ("省委“1310”具体部署", "1310"),
        ("按照国办发〔2023〕41号文", "国办发(2023)41号"),
        ("占支部总数的50%", "50%"),
        ("满意率达到98.82%。", "98.82%"),
        ("推进5G+工业互联网应用", "5g+工业互联网"),
    ];
    for (text, code) in cases {
        let terms = terms(text);
        assert!(terms.iter().any(|term| term == code), "{code}: {terms:?}");
    }
}

#[test]
fn quote_marks_do_not_part_words() {
    assert_eq!(terms("“四强”党支部"), terms("四强党支部"));
    assert_eq!(terms("「四強」黨支部"), terms("四强党支部"));
    let folded = fold("评定“四强”党支部").text;
    let whole = ANALYZER.words(&folded).into_iter().find(|cut| cut.term == "四强党支部").unwrap();
    assert_eq!(whole.span.of(&folded), "四强\"党支部");
}

#[test]
fn pairs_and_characters_read_past_quotes_and_stop_at_punctuation() {
    let list = |cuts: Vec<Cut>| cuts.into_iter().map(|cut| cut.term).collect::<Vec<_>>();
    assert_eq!(list(pairs("\"四强\"党,支部app2")), ["四强", "强党", "支部", "app2"]);
    assert_eq!(list(characters("四强,a1部")), ["四", "强", "a1", "部"]);
    assert_eq!(list(exact_pairs("四强。")), ["四强", "强。", "。"]);
    assert!(exact_pairs("").is_empty());
}

proptest! {
    #[test]
    fn cuts_are_sorted_and_stand_where_they_say(text in "[一-龥“”「」·a-zA-Z0-9%.,。()号\\n ]{0,40}") {
        let folded = fold(&text).text;
        for cuts in [ANALYZER.words(&folded), pairs(&folded), characters(&folded)] {
            let mut before = 0;
            for cut in cuts {
                let plain: String = cut.span.of(&folded).replace(['"', '\''], "");
                prop_assert_eq!(plain, cut.term);
                prop_assert!(cut.position >= before);
                before = cut.position;
            }
        }
    }

    #[test]
    fn every_character_of_a_text_is_the_start_of_one_exact_pair(text in any::<String>()) {
        let folded = fold(&text).text;
        let read: String = exact_pairs(&folded).iter().filter_map(|cut| cut.term.chars().next()).collect();
        prop_assert_eq!(read, folded);
    }
}
