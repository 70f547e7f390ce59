//! Ranking: what must stand first, synonyms below the word itself, articles by their number,
//! reprints under their original, and what a score is made of.

use std::fmt::Write as _;
use std::fs;

use dianan::evaluate::{evaluate, known_items};
use dianan::index::query::Sort;
use dianan::search::similar::{Sample, similar};
use dianan::search::{Answer, Request, search};
use dianan::text::fold;
use dianan::text::lexicon::Lexicon;

use crate::test_library::{TestLibrary, imported_seeds};

/// Known items drawn in the ordinary run, and their seed.
const KNOWN_ITEMS: usize = 200;
const SEED: u64 = 1310;

fn ids(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.document.id.as_str()).collect()
}

/// A folded text without the signs that writers put around names.
fn bare(text: &str) -> String {
    fold(text).text.replace(['"', '\''], "")
}

#[test]
fn what_was_asked_by_hand_stands_first() {
    let Some(seeds) = imported_seeds() else { return };
    // What is asked, and what the first passage must hold, each of them one of several writings.
    let cases: [(&str, &[&[&str]]); 9] = [
        ("四强党支部", &[&["四强党支部"]]),
        ("7·9", &[&["7·9"]]),
        ("7.9讲话", &[&["7·9重要讲话"]]),
        ("党建+业务", &[&["党建+业务", "党建与业务", "党建和业务", "党建业务"]]),
        ("一支部一品牌", &[&["一支部一品牌"]]),
        // No passage holds both words: the rare one decides.
        ("营商环境 办不成事", &[&["办不成事"]]),
        ("办不成事反映窗口", &[&["办不成事反映窗口"]]),
        ("省直機關為民惠企", &[&["为民惠企"]]),
        ("四強黨支部", &[&["四强党支部"]]),
    ];
    let mut wrong = Vec::new();
    for (text, wanted) in cases {
        let request = Request { text: text.to_owned(), ..Request::default() };
        let answer = search(&seeds.snapshot, request).unwrap();
        let first = &answer.hits[0];
        let held = bare(&format!("{} {}", first.passage.heading, first.passage.text));
        if !wanted.iter().all(|any| any.iter().any(|it| held.contains(it))) {
            wrong.push(format!("{text}: {} {held}", first.document.id));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn known_items_are_found_again_among_the_seeds() {
    let Some(seeds) = imported_seeds() else { return };
    let judgments = known_items(&seeds.snapshot, KNOWN_ITEMS, SEED).unwrap();
    assert!(judgments.questions.len() > KNOWN_ITEMS / 2, "{}", judgments.questions.len());
    assert_eq!(judgments, known_items(&seeds.snapshot, KNOWN_ITEMS, SEED).unwrap());
    let card = evaluate(&seeds.snapshot, &judgments, &|| {}).unwrap();
    assert!(card.mrr_10 >= 0.96, "MRR@10 is {:.4}: {:#?}", card.mrr_10, card.worst);
}

#[test]
fn a_synonym_is_found_and_never_outranks_the_word_itself() {
    // The word itself stands once in a long passage, its synonyms again and again in short ones.
    let filler = "各地各部门要坚持以人民为中心,把各项工作做细做实。".repeat(14);
    let library = TestLibrary::new(&format!(
        "//- cases/said.md\n# 甲\n{filler}老板要守法。\n\
         //- cases/official.md\n# 乙\n用人单位,用人单位,用人单位。\n\
         //- cases/short.md\n# 丙\n雇主。\n\
         //- cases/other.md\n# 丁\n{filler}\n"
    ));
    let found = library.search("老板");
    assert_eq!(ids(&found)[0], "said");
    assert_eq!(found.total, 3, "{:?}", ids(&found));
    let found = library.search("用人单位");
    assert_eq!(ids(&found), ["official"], "everyday words lead one way");
    let marked = |answer: &Answer, id: &str| -> Vec<String> {
        let hit = answer.hits.iter().find(|hit| hit.document.id.as_str() == id).unwrap();
        hit.snippet.iter().filter(|it| it.hit).map(|it| it.text.clone()).collect()
    };
    assert!(marked(&library.search("老板"), "official").contains(&"用人单位".to_owned()));
}

#[test]
fn no_word_of_the_lexicon_is_outranked_by_its_synonym() {
    // The word stands once in a passage that grows from group to group up to the longest, the
    // synonym four times in a short one. Where one holds the other (政法委, 政法委员会) both are the
    // word itself.
    let shipped = fs::read_to_string("corpus/lexicon/synonyms.txt").expect("it is shipped");
    let mut groups = Lexicon::with("", &shipped).expect("it is sound").synonyms;
    groups.retain(|words| !words[0].contains(&words[1]) && !words[1].contains(&words[0]));
    assert!(groups.len() > 50);
    let mut fixture = String::new();
    for (number, words) in groups.iter().enumerate() {
        let [asked, other, ..] = &words[..] else { panic!("a group of one: {words:?}") };
        let filler = "各地都要把好事办好、实事办实。".repeat(number);
        let repeated = format!("{other}。").repeat(4);
        writeln!(fixture, "//- cases/asked-{number}.md\n# 甲\n{filler}{asked}{filler}").unwrap();
        writeln!(fixture, "//- cases/other-{number}.md\n# 乙\n{repeated}").unwrap();
    }
    let library = TestLibrary::new(&fixture);
    library.write("lexicon/synonyms.txt", &shipped);
    library.refresh();
    let snapshot = library.snapshot();
    let mut outranked = Vec::new();
    for (number, words) in groups.iter().enumerate() {
        for text in [words[0].clone(), format!("请问{}是怎么回事", words[0])] {
            let request = Request { text: text.clone(), limit: 100, ..Request::default() };
            let answer = search(&snapshot, request).unwrap();
            let place = |id: String| ids(&answer).iter().position(|it| *it == id);
            let asked = place(format!("asked-{number}"));
            let other = place(format!("other-{number}"));
            if asked.is_none() || other.is_none() || other < asked {
                outranked.push((text, asked, other));
            }
        }
    }
    assert!(outranked.is_empty(), "{} of {}: {outranked:#?}", outranked.len(), 2 * groups.len());
}

#[test]
fn an_edit_of_the_synonyms_holds_after_a_refresh_without_another_index() {
    let library = TestLibrary::new(
        "//- cases/a.md\n# 甲\n机关推行首席代办。\n//- cases/b.md\n# 乙\n另一件事情。\n",
    );
    assert_eq!(library.search("红背心").total, 0);
    let before = library.snapshot();
    library.write("lexicon/synonyms.txt", "红背心 => 首席代办\n");
    let refreshed = library.refresh();
    assert!(!refreshed.rebuilt);
    let after = before.renewed(&library.generations()).unwrap();
    let ask = |text: &str| {
        let request = Request { text: text.to_owned(), ..Request::default() };
        search(&after, request).unwrap().total
    };
    assert_eq!(ask("红背心"), 1);
    assert_eq!(ask("\"红背心\""), 0, "a quoted text means itself");
}

const LAWS: &str = "\
//- policies/minfadian.md
# 中华人民共和国民法典
第一千零三十三条 除法律另有规定外,不得实施下列行为。\n
第一千零三十四条 自然人的个人信息受法律保护。\n
第一千零三十五条 处理个人信息的,应当遵循合法、正当、必要原则。
//- policies/geren.md
# 个人信息案件的规定
依照民法典第一千零三十四条的规定,民法典第一千零三十四条所称个人信息。
//- policies/tiaoli.md
# 机关基层组织工作条例
第十一条 甲。\n
第十二条 支部委员会由党员大会选举产生。\n
第十三条 依照第十二条。
//- policies/xingfa.md
# 中华人民共和国刑法
## 第一百三十三条之一\n\n在道路上驾驶机动车追逐竞驶的,处拘役。\n
## 第一百三十三条\n\n违反交通运输管理法规。
";

#[test]
fn an_article_is_found_by_its_law_and_number_in_either_writing() {
    let library = TestLibrary::new(LAWS);
    for (text, id, held) in [
        ("民法典第1034条", "minfadian", "第一千零三十四条 自然人"),
        ("民法典第一千零三十四条", "minfadian", "第一千零三十四条 自然人"),
        ("《民法典》第1034条", "minfadian", "第一千零三十四条 自然人"),
        ("请问民法典的第1034条是什么", "minfadian", "第一千零三十四条 自然人"),
        ("条例第十二条", "tiaoli", "第十二条 支部委员会"),
        ("条例 第12条", "tiaoli", "第十二条 支部委员会"),
        ("刑法第133条之一", "xingfa", "追逐竞驶"),
        ("刑法第133条", "xingfa", "违反交通运输"),
    ] {
        let answer = library.search(text);
        let first = &answer.hits[0];
        assert_eq!(first.document.id.as_str(), id, "{text}");
        assert!(first.passage.text.contains(held), "{text}: {}", first.passage.text);
    }
}

const REPRINTS: &str = "\
//- cases/original.md published=2023-05-01 source=旗帜
# 一窗受理的做法
推行一窗受理,群众办事只进一扇门。
//- cases/reprint.md published=2024-06-01 source=南方日报 reprint_of=original
# 一窗受理的做法
推行一窗受理,群众办事只进一扇门。转自旗帜。
//- cases/again.md published=2024-07-01 source=华文星空 reprint_of=reprint
# 一窗受理的做法
推行一窗受理,群众办事只进一扇门。转自南方日报。
//- cases/other.md published=2022 source=旗帜
# 另一地
也有一窗受理。
";

#[test]
fn reprints_stand_under_their_original_and_count_once() {
    let library = TestLibrary::new(REPRINTS);
    let answer = library.search("一窗受理 群众");
    assert_eq!(ids(&answer), ["original", "other"]);
    assert_eq!(answer.total, 2);
    let reprints: Vec<&str> = answer.hits[0].reprints.iter().map(|card| card.id.as_str()).collect();
    assert_eq!(reprints.len(), 2, "{reprints:?}");
    assert!(reprints.contains(&"reprint") && reprints.contains(&"again"));
    // Where the original is filtered out, a reprint stands for itself; facets say how many stand.
    let filtered = library.search("一窗受理 来源:南方日报");
    assert_eq!(ids(&filtered), ["reprint"]);
    for facet in ["source", "kind", "year"] {
        for value in &answer.facets[facet] {
            let total = library.search(&format!("一窗受理 群众 {facet}:{}", value.value)).total;
            assert_eq!(total, value.count, "{facet} {}", value.value);
        }
    }
    let snapshot = library.snapshot();
    for id in ["original", "reprint"] {
        let id = dianan::document::DocumentId::parse(id).unwrap();
        let like = similar(&snapshot, &Sample::of(&id), 5).unwrap();
        let like: Vec<String> = like.iter().map(|like| like.document.id.to_string()).collect();
        assert_eq!(like, ["other"], "{id}");
    }
}

#[test]
fn newest_goes_by_date_and_a_date_only_breaks_ties() {
    let library = TestLibrary::new(
        "//- cases/old.md published=2019\n# 述职\n述职评议工作做法。述职评议。\n\
         //- cases/new.md published=2024\n# 综述\n本文说到述职评议,也说到许多别的工作和安排。\n\
         //- cases/b.md published=2020\n# 同\n双报到机制。\n\
         //- cases/a.md published=2023\n# 同\n双报到机制。\n",
    );
    assert_eq!(ids(&library.search("述职评议")), ["old", "new"]);
    assert_eq!(ids(&library.search("双报到机制")), ["a", "b"]);
    let newest =
        Request { text: "述职评议".to_owned(), sort: Sort::Newest, ..Request::default() };
    assert_eq!(ids(&search(&library.snapshot(), newest).unwrap()), ["new", "old"]);
}

#[test]
fn the_shares_of_a_score_are_the_score() {
    let Some(seeds) = imported_seeds() else { return };
    for text in ["珠海 审计 老党员", "“四强” 党支部 2024", "老板 跑断腿 条例第十二条", "品牌"]
    {
        let request = Request { text: text.to_owned(), explained: true, ..Request::default() };
        let answer = search(&seeds.snapshot, request.clone()).unwrap();
        assert!(!answer.hits.is_empty(), "{text}");
        for hit in &answer.hits {
            let sum: f32 = hit.explanation.iter().map(|it| it.score).sum();
            let off = (sum - hit.score).abs() / hit.score;
            assert!(off < 0.001, "{text}: {sum} is not {}: {:?}", hit.score, hit.explanation);
        }
        let plain = Request { explained: false, ..request };
        let plain = search(&seeds.snapshot, plain).unwrap();
        assert_eq!(ids(&plain), ids(&answer), "{text}");
        assert!(plain.hits.iter().all(|hit| hit.explanation.is_empty()));
    }
}
