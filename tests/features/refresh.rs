//! The index follows the corpus: after a refresh and not before, whole or not at all.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use dianan::library::Snapshot;
use dianan::search::{Answer, Request, search};

use crate::test_library::{TestLibrary, run};

const TWO: &str = "\
//- cases/caizheng.md region=广东省/珠海市
# 财政局的案例
打造党建品牌,组建先锋班组。
//- reports/guangxi.md region=广西壮族自治区
# 广西的报告
评定四强党支部,开展主题党日。
";

const THIRD: &str = "//- guides/fazhan.md\n# 发展党员工作指引\n申请入党,递交入党申请书。\n";

#[test]
fn a_new_document_is_found_after_refresh_and_not_before() {
    let library = TestLibrary::new(TWO);
    library.add(THIRD);
    assert_eq!(library.search("\"入党申请书\"").total, 0);
    let refreshed = library.refresh();
    assert_eq!((refreshed.added, refreshed.changed, refreshed.removed), (1, 0, 0));
    assert_eq!(library.titles("\"入党申请书\""), ["发展党员工作指引"]);
    assert_eq!(library.titles("\"主题党日\""), ["广西的报告"]);
}

#[test]
fn a_changed_document_is_found_by_its_new_text_after_refresh_and_not_before() {
    let library = TestLibrary::new(TWO);
    library.add("//- reports/guangxi.md\n# 广西的新报告\n召开座谈会。\n");
    assert_eq!(library.titles("\"主题党日\""), ["广西的报告"]);
    let refreshed = library.refresh();
    assert_eq!((refreshed.added, refreshed.changed, refreshed.removed), (0, 1, 0));
    assert_eq!(library.search("\"主题党日\"").total, 0);
    assert_eq!(library.titles("\"座谈会\""), ["广西的新报告"]);
    assert_eq!(library.search("").total, 2);
}

#[test]
fn a_deleted_document_is_gone_after_refresh_and_not_before() {
    let library = TestLibrary::new(TWO);
    library.remove("reports/guangxi.md");
    assert_eq!(library.titles("\"主题党日\""), ["广西的报告"]);
    let refreshed = library.refresh();
    assert_eq!((refreshed.added, refreshed.changed, refreshed.removed), (0, 0, 1));
    assert_eq!(library.search("\"主题党日\"").total, 0);
    assert_eq!(library.titles(""), ["财政局的案例"]);
    let snapshot = library.snapshot();
    assert_eq!(snapshot.engine.statistics().unwrap().documents, 1);
    assert_eq!(snapshot.engine.files().unwrap().len(), 1);
}

#[test]
fn a_renamed_document_has_its_new_name_after_refresh_and_not_before() {
    let library = TestLibrary::new(TWO);
    let ids = |library: &TestLibrary| -> Vec<String> {
        let hits = library.search("\"主题党日\"").hits;
        hits.into_iter().map(|hit| hit.document.id.to_string()).collect()
    };
    let corpus = library.corpus();
    fs::rename(corpus.join("reports/guangxi.md"), corpus.join("reports/gx.md")).unwrap();
    assert_eq!(ids(&library), ["guangxi"]);
    let refreshed = library.refresh();
    assert_eq!((refreshed.added, refreshed.changed, refreshed.removed), (1, 0, 1));
    assert_eq!(ids(&library), ["gx"]);
}

#[test]
fn a_document_moved_to_another_folder_keeps_its_name() {
    let library = TestLibrary::new(TWO);
    let corpus = library.corpus();
    fs::rename(corpus.join("reports/guangxi.md"), corpus.join("cases/guangxi.md")).unwrap();
    let refreshed = library.refresh();
    assert_eq!(refreshed.broken, []);
    assert_eq!(library.search("").total, 2);
    assert_eq!(library.titles("\"主题党日\""), ["广西的报告"]);
}

#[test]
fn an_unchanged_corpus_refreshes_to_nothing() {
    let library = TestLibrary::new(TWO);
    library.write("cases/broken.md", "no front matter\n");
    library.refresh();
    let before = library.snapshot().generation;
    let refreshed = library.refresh();
    assert_eq!((refreshed.added, refreshed.changed, refreshed.removed), (0, 0, 0));
    assert!(!refreshed.rebuilt);
    assert_eq!(refreshed.generation, before.number);
    assert_eq!(library.snapshot().generation, before);
}

#[test]
fn an_edit_of_the_lexicon_makes_a_new_generation() {
    let library = TestLibrary::new(TWO);
    let mut last = library.snapshot().generation;
    for (file, text) in [
        ("lexicon/words.txt", "先锋班组 5000 nz\n"),
        ("lexicon/themes.toml", "[[theme]]\nname = '品牌'\ncues = ['党建品牌']\n"),
        ("lexicon/words.txt", "先锋班组 6000 nz\n"),
    ] {
        library.write(file, text);
        let refreshed = library.refresh();
        assert!(refreshed.rebuilt, "{file}");
        assert_eq!(refreshed.generation, last.number + 1, "{file}");
        let now = library.snapshot().generation;
        assert_ne!(now.identity, last.identity, "{file}");
        assert_eq!(library.titles("\"先锋班组\""), ["财政局的案例"], "{file}");
        last = now;
    }
    let themes = &library.search("").facets["theme"];
    assert_eq!(themes.iter().map(|it| it.value.as_str()).collect::<Vec<_>>(), ["品牌"]);
    assert!(!library.refresh().rebuilt, "without an edit the generation stays");
}

#[test]
fn a_broken_lexicon_stops_the_refresh_and_names_the_line() {
    let library = TestLibrary::new(TWO);
    library.write("lexicon/synonyms.txt", "# 注\n考核, 考评\n只有一个\n");
    let ran = library.dianan(&["index"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("synonyms.txt") && ran.err.contains('3'), "{}", ran.err);
    assert_eq!(library.titles("\"主题党日\""), ["广西的报告"], "the old state answers");
}

/// What an answer says that does not hang on the time or the generation.
fn said(answer: &Answer) -> Vec<(String, String, usize)> {
    let hits = answer.hits.iter();
    hits.map(|it| (it.document.id.to_string(), it.passage.id.clone(), it.more_passages)).collect()
}

#[test]
fn a_rebuilt_index_answers_as_one_that_grew() {
    let library = TestLibrary::new(TWO);
    let filler = "坚持党建引领,推动机关党建和业务融合。".repeat(6);
    for n in 0..12 {
        library.add(&format!(
            "//- reports/r{n}.md published=20{:02} region=广东省\n# 第{n}份报告\n## 做法\n\n{filler}打造品牌{n}。\n\n## 成效\n\n评定四强党支部{n}个。\n",
            10 + n
        ));
        library.refresh();
    }
    library.remove("reports/r3.md");
    library.add("//- reports/r4.md published=2024\n# 改过的报告\n主题党日有了新做法。\n");
    library.add(THIRD);
    library.refresh();
    let queries = [
        "",
        "党建",
        "四强党支部",
        "“四强党支部”",
        "品牌 -案例",
        "广东 党建",
        "2015 成效",
        "地区:广东 年份:2012..2020",
        "\"主题\"",
        "《发展党员工作指引》",
        "做法 成效",
    ];
    let grown: Vec<Answer> = queries.iter().map(|query| library.search(query)).collect();
    assert!(library.rebuild().rebuilt);
    for (query, before) in queries.iter().zip(grown) {
        let after = library.search(query);
        assert_eq!(after.generation, before.generation + 1);
        assert_eq!(after.total, before.total, "{query}");
        assert_eq!(after.facets, before.facets, "{query}");
        let (mut before, mut after) = (said(&before), said(&after));
        // Documents of the same score stand in no promised order.
        before.sort();
        after.sort();
        assert_eq!(after, before, "{query}");
    }
}

#[test]
fn a_broken_file_is_reported_with_its_line_and_stops_no_other() {
    let library = TestLibrary::new(TWO);
    let broken = [
        ("cases/a.md", "# 没有说明\n", 1, "---"),
        ("cases/b.md", "---\ntitle: 甲\nkind: novel\n---\n正文\n", 3, "novel"),
        ("cases/c.md", "---\ntitle: 甲\nkind: case\npublished: 去年\n---\n正文\n", 4, "去年"),
        ("cases/d.md", "---\nkind: case\n---\n正文\n", 2, "title"),
        ("cases/e e.md", "---\ntitle: 甲\nkind: case\n---\n正文\n", 1, "文件名"),
    ];
    for (path, text, ..) in broken {
        library.write(path, text);
    }
    fs::write(library.corpus().join("cases/f.md"), b"---\ntitle: a\nkind: case\n---\n\xff\xfe\n")
        .unwrap();
    let refreshed = library.refresh();
    assert_eq!(refreshed.broken.len(), broken.len() + 1);
    for (path, _, line, part) in broken.into_iter().chain([("cases/f.md", "", 5, "UTF-8")]) {
        let file = refreshed.broken.iter().find(|file| file.path == path).unwrap();
        let problem = file.problem.as_ref().unwrap();
        assert_eq!(problem.line, line, "{path}: {}", problem.reason);
        assert!(problem.reason.contains(part), "{path}: {}", problem.reason);
    }
    assert_eq!(library.search("").total, 2);
    assert_eq!(library.titles("\"主题党日\""), ["广西的报告"]);
    let listed = library.snapshot().engine.files().unwrap();
    assert_eq!(listed.iter().filter(|file| file.problem.is_some()).count(), broken.len() + 1);
}

#[test]
fn a_fault_of_ours_in_one_document_costs_no_other() {
    if std::env::var_os("DIANAN_BINARY").is_some() {
        return println!("skipped: builds for users have no points to fail at");
    }
    let library = TestLibrary::new(TWO);
    library.add(THIRD);
    library.add("//- reports/guangxi.md\n# 广西的新报告\n召开座谈会。\n");
    let mut command = library.command(&["index"]);
    command.env("DIANAN_FAULT_IN", "reports/guangxi.md");
    let ran = run(command);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("reports/guangxi.md"), "{}", ran.err);
    assert!(ran.err.contains("程序读这份文档时出错"), "{}", ran.err);
    let mut found = library.titles("");
    found.sort();
    assert_eq!(found, ["发展党员工作指引", "财政局的案例"]);
    assert_eq!(library.dianan(&["index"]).code, Some(0), "read again when it can be");
    assert_eq!(library.titles("\"座谈会\""), ["广西的新报告"]);
}

#[test]
fn a_document_that_breaks_is_gone_and_comes_back_when_it_is_repaired() {
    let library = TestLibrary::new(TWO);
    let path = "reports/guangxi.md";
    let sound = fs::read_to_string(library.corpus().join(path)).unwrap();
    library.write(path, &sound.replacen("---", "", 1));
    assert_eq!(library.refresh().broken.len(), 1);
    assert_eq!(library.titles(""), ["财政局的案例"]);
    library.write(path, &sound);
    let refreshed = library.refresh();
    assert_eq!(refreshed.broken, []);
    assert_eq!(library.titles("\"主题党日\""), ["广西的报告"]);
}

#[test]
fn of_two_files_with_one_name_one_is_broken_until_the_other_goes() {
    let library = TestLibrary::new(TWO);
    library.add("//- cases/guangxi.md\n# 同名的案例\n同名的正文。\n");
    let refreshed = library.refresh();
    let [broken] = &refreshed.broken[..] else { panic!("{:?}", refreshed.broken) };
    assert_eq!(broken.path, "cases/guangxi.md");
    assert!(broken.problem.as_ref().unwrap().reason.contains("reports/guangxi.md"));
    assert_eq!(library.search("\"同名\"").total, 0);
    assert_eq!(library.titles("\"主题党日\""), ["广西的报告"], "the one that was there stays");
    library.remove("reports/guangxi.md");
    assert_eq!(library.refresh().broken, []);
    assert_eq!(library.titles("\"同名\""), ["同名的案例"]);
    assert_eq!(library.search("").total, 2);
}

#[test]
fn an_old_snapshot_goes_on_answering_as_before() {
    let library = TestLibrary::new(TWO);
    let old = library.snapshot();
    let ask = |snapshot: &Snapshot, text: &str| {
        let request = Request { text: text.to_owned(), ..Request::default() };
        search(snapshot, request).unwrap().total
    };
    library.remove("reports/guangxi.md");
    library.add(THIRD);
    library.refresh();
    library.rebuild();
    assert_eq!((ask(&old, "\"主题党日\""), ask(&old, "\"入党申请书\"")), (1, 0));
    assert!(old.is_outdated(&library.generations()));
    let new = library.snapshot();
    assert_eq!((ask(&new, "\"主题党日\""), ask(&new, "\"入党申请书\"")), (0, 1));
    assert!(!new.is_outdated(&library.generations()));
}

/// A corpus whose index takes a while to make; every document holds `word`.
fn large(library: &TestLibrary, word: &str) {
    let filler = "坚持以党的政治建设为统领,推动机关党建和业务工作深度融合。".repeat(40);
    for n in 0..LARGE {
        library.add(&format!("//- reports/r{n}.md\n# 报告{n}\n{filler}\n\n{word}第{n}号。\n"));
    }
}

/// Documents of the larger corpus.
const LARGE: usize = 300;

fn started(library: &TestLibrary, arguments: &[&str]) -> Child {
    let mut command = library.command(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the program starts")
}

#[test]
fn a_rebuild_that_is_killed_leaves_the_old_generation_answering() {
    let library = TestLibrary::new("");
    large(&library, "旧文");
    let old = library.refresh().generation;
    large(&library, "新文");
    let mut child = started(&library, &["index", "--full"]);
    let next = library.generations().folder(old + 1);
    let start = Instant::now();
    while !next.exists() && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success(), "it was killed before it was done");
    assert!(next.exists(), "it had begun");
    let answer = library.search("\"旧文\"");
    assert_eq!((answer.generation, answer.total), (old, LARGE));
    assert_eq!(library.search("\"新文\"").total, 0);
    let refreshed = library.rebuild();
    assert_eq!((refreshed.generation, refreshed.broken.len()), (old + 1, 0));
    assert_eq!(library.search("\"新文\"").total, LARGE);
    assert_eq!(library.search("\"旧文\"").total, 0);
}

#[test]
fn a_refresh_that_is_killed_at_any_time_has_happened_whole_or_not_at_all() {
    let library = TestLibrary::new("");
    let mut word = String::from("文零");
    large(&library, &word);
    library.refresh();
    for (round, delay) in [20, 120, 300, 600].into_iter().enumerate() {
        let new = format!("文{}", ["甲", "乙", "丙", "丁"][round]);
        large(&library, &new);
        let mut child = started(&library, &["index"]);
        std::thread::sleep(Duration::from_millis(delay));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().unwrap();
        let totals = [&word, &new].map(|word| library.search(&format!("\"{word}第\"")).total);
        assert!(totals == [LARGE, 0] || totals == [0, LARGE], "after {delay} ms: {totals:?}");
        let refreshed = library.refresh();
        assert_eq!(refreshed.broken, [], "after {delay} ms");
        assert_eq!(library.search(&format!("\"{new}第\"")).total, LARGE, "after {delay} ms");
        assert_eq!(library.search("").total, LARGE, "after {delay} ms");
        word = new;
    }
}

#[test]
fn two_refreshes_at_once_do_not_harm_each_other() {
    let library = TestLibrary::new(TWO);
    let lock = library.generations().lock().unwrap();
    let ran = library.dianan(&["index"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("另一个进程"), "{}", ran.err);
    drop(lock);
    assert_eq!(library.dianan(&["index"]).code, Some(0));
}

#[test]
fn without_its_folder_the_index_is_made_again_from_the_corpus() {
    let library = TestLibrary::new(TWO);
    let before = said(&library.search("党"));
    fs::remove_dir_all(library.generations().root()).unwrap();
    let refreshed = library.refresh();
    assert_eq!((refreshed.generation, refreshed.added), (1, 2));
    assert_eq!(said(&library.search("党")), before);
}
