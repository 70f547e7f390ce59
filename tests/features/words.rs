//! Help with words: completions, corrections, likeness, lists of queries, trials of a word, and
//! what was looked for.

use std::collections::BTreeSet;
use std::fs;

use dianan::document::{DocumentId, Kind};
use dianan::index::query::Reading;
use dianan::library::trial::Trial;
use dianan::library::{QueryLog, Snapshot};
use dianan::search::relax::{missing_words, relaxed};
use dianan::search::similar::{Like, Sample, similar};
use dianan::search::suggest::{Suggestions, complete};
use dianan::search::word_check::{Candidate, cuts, rankings};
use dianan::search::{Request, search};
use dianan::text::fold;

use crate::http::{Reply, Service, url};
use crate::test_library::TestLibrary;

const LIBRARY: &str = "
//- cases/caizheng.md region=广东省/珠海市 organization=珠海市财政局 themes=业务融合
# 打造“让我先来”党建品牌
## 机关党建怎样抓
机关党建要抓在日常。落实三会一课，推动营商环境优化。机关党建和业务融合。

## 支部建设
四强党支部创建带动高质量发展。
//- cases/shenji.md region=广东省/珠海市 organization=珠海市审计局 themes=业务融合
# 审计先锋
机关党建与审计业务融合，落实三会一课，四强党支部作表率，营商环境持续优化。
//- reports/quansheng.md region=广东省
# 全省机关党建报告
各地落实三会一课，开展四强党支部创建，优化营商环境，推进业务融合。机关党建先行。
";

fn corrected(library: &TestLibrary, text: &str) -> Option<String> {
    library.search(text).query.corrected
}

fn completions(snapshot: &Snapshot, typed: &str) -> Vec<(String, &'static str)> {
    let suggestions =
        Suggestions::of(snapshot).expect("the index can be read").complete(typed, &[], 20);
    suggestions.into_iter().map(|it| (it.text, it.source)).collect()
}

#[test]
fn completions_come_from_every_source_of_the_snapshot() {
    let library = TestLibrary::new(LIBRARY);
    let snapshot = library.snapshot();
    for (typed, text, source) in [
        ("shyk", "三会一课", "word"),
        ("siqiang", "四强党支部", "word"),
        ("珠海市审", "珠海市审计局", "organization"),
        ("zhshi", "珠海市", "region"),
        ("ywrh", "业务融合", "theme"),
        ("rangwoxianlai", "打造“让我先来”党建品牌", "title"),
        ("怎样抓", "机关党建怎样抓", "heading"),
    ] {
        let found = completions(&snapshot, typed);
        assert!(found.contains(&(text.to_owned(), source)), "{typed}: {found:?}");
    }
    assert!(completions(&snapshot, "新质生产力").is_empty(), "no passage holds it");
}

#[test]
fn where_nothing_has_a_name_words_of_the_corpus_complete() {
    let library = TestLibrary::new(LIBRARY);
    let found = complete(&library.snapshot(), "zlsyke", &[], 5).unwrap();
    assert!(found.is_empty(), "{found:?}");
    let found = complete(&library.snapshot(), "ruchang", &[], 5).unwrap();
    assert!(found.is_empty(), "{found:?}");
    for (typed, text) in [("shenjiyewu", "审计业务"), ("cjdd", "创建带动"), ("gedi", "各地")]
    {
        let found = complete(&library.snapshot(), typed, &[], 5).unwrap();
        assert!(
            found.iter().any(|it| it.text == text && it.source == "phrase"),
            "{typed}: {found:?}"
        );
    }
}

#[test]
fn a_refresh_renews_the_completions() {
    let library = TestLibrary::new(LIBRARY);
    let before = library.snapshot();
    assert!(completions(&before, "yitihua").is_empty());
    library.add("//- cases/new.md\n# 一体化服务站\n正文在此。\n");
    library.refresh();
    assert!(completions(&before, "yitihua").is_empty());
    let found = completions(&library.snapshot(), "yitihua");
    assert!(found.iter().any(|(text, _)| text == "一体化服务站"), "{found:?}");
}

#[test]
fn a_slip_by_sound_or_by_shape_is_corrected_and_nothing_else() {
    let library = TestLibrary::new(LIBRARY);
    for (typed, meant) in [
        ("机关当建", "机关党建"),
        ("三会一刻", "三会一课"),
        ("三汇一课 财政", "三会一课 财政"),
        ("营商坏境", "营商环境"),
        ("營商寰境", "营商环境"),
        ("機關當建", "机关党建"),
        ("e\u{301}㈠𠮷 机\u{200b}关当建\u{fe00}。", "e\u{301}㈠𠮷 机关党建\u{fe00}。"),
        ("四墙党支部", "四强党支部"),
        ("“机关当建”", "“机关党建”"),
        ("sanhuiyike", "三会一课"),
        ("机关当建 地区:广东", "机关党建 地区:广东"),
    ] {
        assert_eq!(corrected(&library, typed).as_deref(), Some(meant), "{typed}");
    }
    for right in
        ["机关党建", "三会一课", "营商环境 业务融合", "审计", "珠海 财政局", "如何落实三会一课", ""]
    {
        assert_eq!(corrected(&library, right), None, "{right}");
    }
}

#[test]
fn a_correction_is_offered_and_never_forced() {
    let library = TestLibrary::new(LIBRARY);
    let answer = library.search("“机关当建”");
    assert_eq!((answer.total, answer.query.text.as_str()), (0, "“机关当建”"));
    assert!(library.search(&answer.query.corrected.unwrap()).total > 0);
}

#[test]
fn what_the_corpus_lacks_is_named_and_a_way_without_it_is_offered() {
    let library = TestLibrary::new(LIBRARY);
    let snapshot = library.snapshot();
    let ask = |text: &str| {
        let request = Request { text: text.to_owned(), ..Request::default() };
        (request.clone(), search(&snapshot, request).unwrap())
    };
    let (_, answer) = ask("审计 量子计算机");
    assert!(answer.total > 0);
    assert!(missing_words(&snapshot, &answer).unwrap().contains(&"量子".to_owned()));
    let (request, answer) = ask("“四强党支部” “量子计算机” 地区:广东 -试点");
    assert_eq!(answer.total, 0);
    let ways = relaxed(&snapshot, &request, &answer).unwrap();
    let way = ways.iter().find(|way| way.what.contains("量子计算机")).expect("it is offered");
    assert_eq!(way.request.text, "“四强党支部” 地区:广东 -“试点”");
    assert!(way.total > 0);
    // Characters that no word of the corpus covers stand in it all the same.
    let (_, answer) = ask("一课推");
    assert_eq!(missing_words(&snapshot, &answer).unwrap(), Vec::<String>::new());
}

const ALIKE: &str = "
//- reports/whole.md
# 全市机关党建汇编
财政局党委打造让我先来品牌，推动预算绩效管理。审计局党支部打造审计先锋品牌。
//- cases/own.md part_of=whole
# 财政局让我先来品牌
财政局党委打造让我先来品牌，推动预算绩效管理。

## 做法
预算绩效管理全面铺开。

## 党员先锋岗
设立党员先锋岗，党员带头服务群众。
//- cases/reprint.md reprint_of=own
# 财政局让我先来品牌(转载)
财政局党委打造让我先来品牌，推动预算绩效管理。
//- cases/other.md
# 税务局预算绩效品牌
税务局党委打造品牌，推动预算绩效管理，党委书记带头。
//- cases/other-again.md reprint_of=other
# 税务局预算绩效品牌(转载)
税务局党委打造品牌，推动预算绩效管理，党委书记带头。
//- cases/post.md
# 窗口服务
窗口设立党员先锋岗，党员带头服务群众，群众满意。
//- reports/year.md
# 预算绩效管理年度报告
预算绩效管理全面推开，财政局党委牵头打造品牌。
";

#[test]
fn likeness_leaves_out_the_same_text_and_folds_reprints() {
    let library = TestLibrary::new(ALIKE);
    let snapshot = library.snapshot();
    let own = DocumentId::parse("own").unwrap();
    let like = |sample: &Sample| -> Vec<Like> { similar(&snapshot, sample, 10).unwrap() };
    let ids = |found: &[Like]| -> Vec<String> {
        found.iter().map(|it| it.document.id.to_string()).collect()
    };
    let found = like(&Sample::of(&own));
    let all: BTreeSet<String> = ids(&found).into_iter().collect();
    assert_eq!(all.len(), found.len());
    for absent in ["own", "whole", "reprint"] {
        assert!(!all.contains(absent), "{absent} holds the same text: {all:?}");
    }
    assert!(!(all.contains("other") && all.contains("other-again")), "{all:?}");
    let other = found.iter().find(|it| it.document.id.as_str().starts_with("other")).unwrap();
    assert_eq!(other.reprints.len(), 1);
    assert!(all.contains("year"));
    let cases = like(&Sample { kind: Some(Kind::Case), ..Sample::of(&own) });
    assert!(!cases.is_empty() && cases.iter().all(|it| it.document.kind == Kind::Case));
    let passages = snapshot.engine.passages(&own).unwrap();
    let post = passages.iter().find(|it| it.text.contains("先锋岗")).unwrap();
    let found = like(&Sample { passage: Some(&post.anchor), ..Sample::of(&own) });
    assert_eq!(ids(&found)[0], "post", "{found:?}");
    let none = like(&Sample { passage: Some("nowhere"), ..Sample::of(&own) });
    assert!(none.is_empty());
}

#[test]
fn a_list_of_queries_gives_a_table_of_hits() {
    let library = TestLibrary::new(LIBRARY);
    let list = "\u{feff}查询,类型,备注\r\n“三会一课，推动”,案例,甲\r\n机关当建,,\r\n量子计算机,,\r\n四强,小说,\r\n=审计,,\r\n";
    fs::write(library.corpus().join("list.csv"), list).unwrap();
    let ran = library.dianan(&[
        "search",
        "--batch",
        "c/list.csv",
        "--limit",
        "2",
        "--output",
        "hits.csv",
    ]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("第 5 行") && ran.err.contains("案例"), "{}", ran.err);
    let table = fs::read(library.corpus().parent().unwrap().join("hits.csv")).unwrap();
    assert!(table.starts_with("\u{feff}".as_bytes()), "spreadsheets need the mark");
    let mut reader = csv::Reader::from_reader(&table[3..]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let row = |line: &str| rows.iter().filter(|row| &row[0] == line).collect::<Vec<_>>();
    assert_eq!(row("2").len(), 1);
    assert!(row("2")[0][11].starts_with("caizheng#"));
    assert!(row("3").len() <= 2);
    assert!(row("4").iter().all(|row| row[13].contains("库中未见")), "{:?}", row("4"));
    assert!(row("5")[0][13].contains("第 5 行"));
    assert_eq!(&row("6")[0][1], "'=审计");
}

#[test]
fn a_list_that_cannot_be_read_is_refused_with_its_line() {
    let library = TestLibrary::new(LIBRARY);
    fs::write(library.corpus().join("list.csv"), "四强\n\"没有配对\n党费\n").unwrap();
    let ran = library.dianan(&["search", "--batch", "c/list.csv"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("list.csv") && ran.err.contains("第 2 行"), "{}", ran.err);
    fs::write(library.corpus().join("list.csv"), "\n\n").unwrap();
    assert_eq!(library.dianan(&["search", "--batch", "c/list.csv"]).code, Some(1));
    assert_eq!(library.dianan(&["search"]).code, Some(2));
}

const COINED: &str = "
//- cases/one.md
# 三进三出工作法
推行三进三出工作法，落实“三进三出”制度。支部三进三出见成效。
//- cases/two.md
# 走进基层
干部三进社区，三出实招，工作法得到推广。
//- cases/three.md
# 别的
与此无关的一段话。
";

#[test]
fn a_trial_of_a_word_shows_what_keeping_it_then_does() {
    let library = TestLibrary::new(COINED);
    library.write("lexicon/words.txt", "四强党支部\n");
    library.refresh();
    let before = library.snapshot();
    let candidate = Candidate::new("三进三出", Some(5000)).unwrap();
    let cuts = cuts(&before, &candidate).unwrap();
    assert!(!cuts.known && !cuts.more);
    assert_eq!((cuts.passages, cuts.changed), (1, 1));
    let example = &cuts.examples[0];
    assert!(example.after.contains(&"三进三出".to_owned()), "{example:?}");
    assert!(!example.before.contains(&"三进三出".to_owned()), "{example:?}");
    let queries = ["三进三出", "工作法", "无关"].map(str::to_owned);
    let words = candidate.words(&before);
    let trial = Trial::new(
        &library.generations(),
        &before,
        (&words, &before.generation.synonyms),
        &|_, _| {},
    )
    .unwrap();
    let promised = rankings(&before, trial.snapshot(), &queries).unwrap();
    assert_eq!(promised.compared, 3);
    let folder = library.generations().root().join("trial");
    assert!(folder.exists());
    // What is kept is what was shown.
    library.write("lexicon/words.txt", "四强党支部\n三进三出 5000\n");
    assert!(library.refresh().rebuilt);
    let kept = rankings(&before, &library.snapshot(), &queries).unwrap();
    assert_eq!(kept, promised);
    assert_eq!(state(trial.snapshot()), state(&library.snapshot()));
    drop(trial);
    assert!(!folder.exists(), "a trial leaves nothing behind");
}

#[test]
fn a_lexicon_edit_gives_what_a_clean_build_gives() {
    let library = TestLibrary::new(COINED);
    let old = library.snapshot();
    library.write("lexicon/words.txt", "三进三出\n");
    library.refresh();
    let edited = state(&library.snapshot());
    assert_ne!(state(&old), edited);
    let clean = TestLibrary::new(COINED);
    clean.write("lexicon/words.txt", "三进三出\n");
    clean.rebuild();
    assert_eq!(edited, state(&clean.snapshot()));
    // And back again.
    library.remove("lexicon/words.txt");
    library.refresh();
    assert_eq!(state(&library.snapshot()), state(&old));
}

/// Everything that a way of reading decides: terms with their counts, cuts, and answers.
fn state(snapshot: &Snapshot) -> (Vec<Vec<(String, u64)>>, Vec<String>) {
    let readings = [Reading::Words, Reading::Pairs, Reading::Characters, Reading::Title];
    let terms =
        readings.map(|reading| snapshot.engine.terms(reading).expect("the index can be read"));
    let texts = ["三进三出工作法", "“三进三出”制度", "干部三进社区"];
    let cut = |text: &&str| {
        let words = snapshot.analyzer.words(&fold(text).text);
        words.into_iter().map(|cut| cut.term).collect::<Vec<_>>().join("/")
    };
    let mut answers: Vec<String> = texts.iter().map(cut).collect();
    for text in ["三进三出", "工作法", "“三进三出”", "三出实招", "三进 社区"]
    {
        let request = Request { text: text.to_owned(), ..Request::default() };
        let hits = search(snapshot, request).expect("it is answered").hits.into_iter();
        answers.extend(hits.map(|hit| format!("{} {}", hit.passage.id, hit.score)));
    }
    (terms.to_vec(), answers)
}

#[test]
fn the_program_tries_a_word() {
    let library = TestLibrary::new(COINED);
    let ran = library.dianan(&["lexicon", "check", "三进三出", "--weight", "900", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let said = ran.json();
    assert_eq!(said["cuts"]["line"], "三进三出 900");
    assert_eq!(said["cuts"]["changed"], 1);
    assert_eq!(said["rankings"]["compared"], 1);
    let ran = library.dianan(&["lexicon", "check", "三进 三出"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("空格"), "{}", ran.err);
    let ran = library.dianan(&["lexicon", "check", "无此词"]);
    assert!(ran.out.contains("见于 0 段"), "{}", ran.out);
}

#[test]
fn what_was_looked_for_completes_and_survives() {
    let library = TestLibrary::new(LIBRARY);
    let root = library.generations().root().to_owned();
    let log = QueryLog::open(&root);
    log.record("窗口 办不成事", 3, None);
    log.record("没有的东西", 0, None);
    log.keep().unwrap();
    let past = QueryLog::open(&root).successful();
    let suggestions = Suggestions::of(&library.snapshot()).unwrap();
    let found = suggestions.complete("bbcs", &past, 5);
    assert_eq!((found[0].text.as_str(), found[0].source), ("窗口 办不成事", "query"));
    assert!(suggestions.complete("没有的", &past, 5).is_empty());
    // The index and its refreshes do not mind it.
    library.rebuild();
    assert_eq!(QueryLog::open(&root).looked_for().asked, 2);
}

/// Sends a form with these fields and, where it has a name, a file.
fn post(service: &Service, list: &str, file: (&str, &[u8])) -> Reply {
    let mut body = b"--x\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\n".to_vec();
    body.extend(list.as_bytes());
    body.extend(
        format!(
            "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\r\n",
            file.0
        )
        .bytes(),
    );
    body.extend(file.1);
    body.extend(b"\r\n--x--\r\n");
    let head = format!(
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    service.send("POST", "/batch", &(head + &String::from_utf8_lossy(&body)))
}

#[test]
fn completions_are_answered_over_http() {
    let service = Service::over(LIBRARY);
    let answer = service.get("/api/suggest?q=shyk&limit=3").json();
    assert_eq!(answer["query"], "shyk");
    let first = &answer["suggestions"][0];
    assert_eq!((&first["text"], &first["source"]), (&"三会一课".into(), &"word".into()));
    assert_eq!(first["pieces"][0]["hit"], true);
    for (path, code) in [
        ("/api/suggest?q=a&colour=red", "unknown_parameter"),
        ("/api/suggest?q=a&limit=0", "out_of_range"),
        ("/api/suggest?q=a&limit=many", "not_a_number"),
    ] {
        let reply = service.get(path);
        assert_eq!(reply.status, 400, "{path}");
        assert_eq!(reply.json()["error"]["code"], code, "{path}");
    }
    for path in [format!("/api/suggest?q={}", url(&"长".repeat(500))), "/api/suggest".to_owned()] {
        assert_eq!(service.get(&path).json()["suggestions"], serde_json::json!([]));
    }
}

#[test]
fn what_is_asked_over_http_is_counted_once_and_completes() {
    let service = Service::over(LIBRARY);
    let q = url("营商环境 审计");
    service.get(&format!("/?q={q}"));
    service.get(&format!("/?q={q}&kind=case"));
    service.get(&format!("/?q={q}&offset=10"));
    service.get(&format!("/api/search?q={}", url("“绝无此语”")));
    service.get(&format!("/?q={}", url("机关当建")));
    let status = service.get("/api/status").json();
    assert_eq!(status["queries"], serde_json::json!({ "asked": 3, "without_hits": 1 }));
    let page = service.get("/status").body;
    assert!(page.contains("营商环境 审计") && page.contains("“绝无此语”"), "{page}");
    let sources = |q: &str| {
        let found = service.get(&format!("/api/suggest?q={q}")).json();
        let found = found["suggestions"].as_array().expect("a list").clone();
        found.into_iter().map(|it| it["source"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(sources("yshjsj")[0], "\"query\"");
    assert!(!sources(&url("机关当")).contains(&"\"query\"".to_owned()), "a slip completes nothing");
}

#[test]
fn likeness_by_passage_is_answered_over_http() {
    let service = Service::over(ALIKE);
    let document = service.get("/api/documents/own").json();
    let anchor = document["passages"][2]["anchor"].as_str().expect("it has three").to_owned();
    let path = format!("/api/documents/own/similar?passage={anchor}&kind=same");
    let found = service.get(&path).json();
    assert_eq!(found["similar"][0]["id"], "post", "{found:#}");
    assert!(
        found["similar"][0]["passage"].is_string() && found["similar"][0]["reprints"].is_array()
    );
    assert_eq!(service.get("/api/documents/own/similar?passage=none").status, 404);
    assert_eq!(service.get("/api/documents/own/similar?kind=novel").status, 400);
    assert_eq!(service.get("/api/documents/own/similar?colour=red").status, 400);
    let page = service.get("/documents/own").body;
    assert!(page.contains("相近案例") && !page.contains("预算绩效管理年度报告"), "{page}");
}

#[test]
fn what_is_like_a_passage_is_listed_on_a_page_of_its_own() {
    let service = Service::over(ALIKE);
    let document = service.get("/api/documents/own").json();
    let anchor = document["passages"][2]["anchor"].as_str().expect("it has three").to_owned();
    let path = format!("/documents/own/similar?passage={}", url(&anchor));
    let whole = service.get("/documents/own").body;
    assert!(whole.contains(&path), "each passage leads there: {whole}");
    let page = service.get(&path).body;
    assert!(page.contains("与这一段相近") && page.contains("<mark>"), "{page}");
    assert!(page.contains(&format!("/documents/own#{anchor}")), "and back: {page}");
    let whole = service.get("/documents/own/similar").body;
    assert!(whole.contains("相近的文档") && whole.contains("预算绩效管理年度报告"), "{whole}");
    let same = service.get("/documents/own/similar?kind=same").body;
    assert!(!same.contains("预算绩效管理年度报告") && same.contains("税务局"), "{same}");
    assert_eq!(service.get("/documents/own/similar?passage=none").status, 404);
    assert_eq!(service.get("/documents/nobody/similar").status, 404);
}

#[test]
fn a_list_is_sent_over_http_pasted_or_as_a_file() {
    let service = Service::over(LIBRARY);
    let pasted = post(&service, "三会一课\n“绝无此语”", ("", b""));
    assert_eq!((pasted.status, pasted.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert!(pasted.header("content-disposition").starts_with("attachment"));
    assert!(
        pasted.body.starts_with('\u{feff}') && pasted.body.contains("库中未见"),
        "{}",
        pasted.body
    );
    let file = post(&service, "三会一课", ("a.csv", "查询,类型\n机关党建,报告\n".as_bytes()));
    assert!(file.body.contains("quansheng#") && !file.body.contains("caizheng#"), "{}", file.body);
    let unclosed = post(&service, "甲\n\"乙", ("", b""));
    assert!(unclosed.status == 400 && unclosed.body.contains("第 2 行"), "{}", unclosed.body);
    let many = post(&service, &"党建\n".repeat(501), ("", b""));
    assert!(many.status == 400 && many.body.contains("501"), "{}", many.body);
    assert_eq!(post(&service, "", ("", b"")).status, 400);
}

#[test]
fn a_word_is_tried_over_http() {
    let service = Service::over(COINED);
    let page = service.get(&format!("/lexicon?word={}&weight=5000", url("三进三出"))).body;
    assert!(page.contains("1 段的切分会变") && page.contains("三进三出 5000"), "{page}");
    assert_eq!(service.get(&format!("/lexicon?word={}", url("甲 乙"))).status, 400);
    assert_eq!(service.get(&format!("/lexicon?word={}&weight=x", url("甲乙"))).status, 400);
    assert_eq!(service.get("/lexicon").status, 200);
}

/// The page of a trial when it has ended.
fn ended(service: &Service, path: &str) -> String {
    for _ in 0..600 {
        let page = service.get(path).body;
        if !page.contains("data-under-way") {
            return page;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the trial does not end");
}

#[test]
fn top_tens_are_compared_in_the_background_and_only_when_it_is_asked() {
    let service = crate::desk::over(TestLibrary::new(COINED));
    let trial = service.library.generations().root().join("trial");
    let path = format!("/lexicon?word={}&weight=5000", url("三进三出"));
    let page = service.get(&path).body;
    assert!(page.contains("比较前十名") && !page.contains("比较了"), "{page}");
    assert!(!trial.exists(), "looking builds nothing");
    let form = |act: &'static str| {
        let word = "三进三出".as_bytes();
        service.post(
            "/lexicon",
            &[("word", "", word), ("weight", "", b"5000"), ("act", "", act.as_bytes())],
        )
    };
    let begun = form("try");
    assert_eq!(begun.status, 303);
    assert_eq!(begun.header("location"), path);
    let page = ended(&service, &path);
    assert!(page.contains("比较了 1 个查询"), "{page}");
    assert!(!trial.exists(), "nothing is left behind");
    let other = service.get(&format!("/lexicon?word={}", url("夜间窗口"))).body;
    assert!(other.contains("比较前十名") && !other.contains("比较了"), "{other}");
    assert_eq!(form("stop").status, 303, "what has ended is not stopped");
    assert!(service.get(&path).body.contains("比较了"));
    let bad: [crate::http::Field<'_>; 2] = [("word", "", "甲 乙".as_bytes()), ("act", "", b"try")];
    assert_eq!(service.post("/lexicon", &bad).status, 400);
    // Where nobody works on the library, nobody builds beside it.
    let read_only = Service::over(COINED);
    assert_eq!(read_only.post("/lexicon", &bad).status, 403);
}

#[test]
fn a_trial_that_is_given_up_ends_and_leaves_nothing() {
    let documents: String = (0..200)
        .map(|n| format!("//- cases/c{n}.md\n# 第{n}个案例\n推行三进三出工作法，第{n}次走访。\n"))
        .collect();
    let library = TestLibrary::new(&documents);
    let snapshot = library.snapshot();
    let flag = dianan::budget::Flag::default();
    let given_up = dianan::budget::under(&flag, || {
        let progress = |done: usize, total: usize| {
            assert!(done <= total && total == 200);
            if done == 20 {
                flag.raise();
            }
        };
        Trial::new(&library.generations(), &snapshot, ("三进三出", ""), &progress).map(|_| ())
    });
    assert!(given_up.is_err(), "{given_up:?}");
    assert!(!library.generations().root().join("trial").exists());
}
