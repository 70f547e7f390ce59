//! The library as JSON Lines, and back: the same files, the same facts, or nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::test_library::{Ran, TestLibrary, folder, program, run};

const FIXTURE: &str = "\
//- cases/caizheng.md region=广东省/珠海市 organization=珠海市财政局 published=2024-10-17 source=南方日报
# 财政局的品牌
## 做法

珠海市财政局打造「先锋班组」党建品牌，组建服务队39个，办结率达99.5%。
//- reports/guangdong.md region=广东省 published=2023
# 广东的报告
开展“三会一课”（支部党员大会、支部委员会、党小组会、党课）。
";

fn library() -> TestLibrary {
    let library = TestLibrary::new(FIXTURE);
    // What a person writes: other order of keys, comments, line ends of Windows, unknown keys.
    library.write(
        "guides/内部/zhiyin.md",
        "---\r\n# 手写的\r\nkind: guide\r\ntitle: 指引\r\n自定: [1, 2]\r\n---\r\n\r\n服务826人次。\r\n",
    );
    library.write("guides/内部/access.toml", "access = [\"纪检组\"]\n");
    library.write(
        "lexicon/corrections.toml",
        "# 看过了\n[[confirm]]\ntype = \"brand\"\nname = \"先锋班组\"\n\n[[merge]]\ntype = \"brand\"\n\
         into = \"先锋班组\"\nnames = [\"先锋组\"]\n",
    );
    library.write("lexicon/words.txt", "先锋班组\n");
    library.refresh();
    library
}

/// The files of a corpus, but for what its writers leave.
fn files(corpus: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(corpus).into_iter().map(|it| it.expect("it can be read"));
    let files = entries.filter(|it| it.file_type().is_file()).filter_map(|it| {
        let path = it.path().strip_prefix(corpus).expect("inside").display().to_string();
        let text = fs::read_to_string(it.path()).expect("it can be read");
        (!path.starts_with('.')).then_some((path, text))
    });
    files.collect()
}

/// The facts that the program lists for a corpus and its index.
fn facts(folder: &Path, corpus: &str, index: &str) -> Value {
    let mut command = program(folder);
    command.args(["facts", "--format", "json", "--corpus", corpus, "--index", index]);
    run(command).json()
}

fn import(folder: &Path, file: &str, corpus: &str) -> Ran {
    let mut command = program(folder);
    command.args(["import", file, "--corpus", corpus, "--index", "i2"]);
    run(command)
}

#[test]
fn an_export_brought_back_gives_the_same_files_and_the_same_facts() {
    let library = library();
    let ran = library.dianan(&["export", "all.jsonl"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("1 份只给组里的人看"), "{}", ran.err);
    let text = fs::read_to_string(library.folder().join("all.jsonl")).expect("it is there");
    let lines: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((&lines[0]["type"], &lines[0]["version"]), (&"export".into(), &1.into()));
    let count = |kind: &str| lines.iter().filter(|it| it["type"] == kind).count();
    assert_eq!(count("document"), 3);
    assert_eq!(count("judgment"), 2);
    assert!(count("fact") >= 4, "{}", count("fact"));
    let end = lines.last().expect("an end");
    assert_eq!((&end["type"], &end["documents"]), (&"end".into(), &3.into()));
    let fact = lines.iter().find(|it| it["fact"]["type"] == "indicator").expect("a figure");
    let of_document =
        |it: &&Value| it["type"] == "document" && it["id"] == fact["fact"]["document"];
    let document = lines.iter().find(of_document).expect("its document");
    let span = fact["fact"]["span"].as_array().expect("a span");
    let at = |at: usize| usize::try_from(span[at].as_u64().expect("a byte")).expect("a place");
    let body = document["body"].as_str().expect("a body");
    assert_eq!(&body[at(0)..at(1)], fact["fact"]["text"].as_str().expect("text"));

    assert_eq!(import(library.folder(), "all.jsonl", "c2").code, Some(0));
    assert_eq!(files(&library.folder().join("c2")), files(&library.corpus()));
    let mut index = program(library.folder());
    index.args(["index", "--corpus", "c2", "--index", "i2"]);
    assert_eq!(run(index).code, Some(0));
    assert_eq!(facts(library.folder(), "c2", "i2"), facts(library.folder(), "c", "i"));
    // Again from there: but for time and generation the same lines.
    let mut export = program(library.folder());
    export.args(["export", "again.jsonl", "--corpus", "c2", "--index", "i2"]);
    assert_eq!(run(export).code, Some(0));
    let again = fs::read_to_string(library.folder().join("again.jsonl")).expect("it is there");
    assert!(text.lines().skip(1).eq(again.lines().skip(1)));
}

#[test]
fn what_is_not_as_it_was_written_brings_nothing() {
    let library = library();
    let ran = library.dianan(&["export", "all.jsonl"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let text = fs::read_to_string(library.folder().join("all.jsonl")).expect("it is there");
    let check = |name: &str, text: &str, told: &str| {
        fs::write(library.folder().join("bad.jsonl"), text).expect("it can be written");
        for dry in [true, false] {
            let mut command = program(library.folder());
            command.args(["import", "bad.jsonl", "--corpus", "c3", "--index", "i3"]);
            command.args(dry.then_some("--dry-run"));
            let ran = run(command);
            assert_eq!(ran.code, Some(1), "{name}: {}", ran.out);
            assert!(ran.err.contains(told), "{name}: {}", ran.err);
        }
        assert!(!library.folder().join("c3").exists(), "{name}");
        assert!(!library.folder().join("c3.importing").exists(), "{name}");
    };
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.len() - 1;
    check("no end", &lines[..last].join("\n"), "没有写完");
    let cut = text.floor_char_boundary(text.len() / 2);
    check("cut", &text[..cut], "第 ");
    let without = [&lines[..1], &lines[2..]].concat().join("\n");
    check("a line is missing", &without, "缺少一些行");
    check("changed", &text.replacen("99.5%", "99.6%", 1), "与校验值不符");
    check("outside", &text.replacen("cases/caizheng.md", "cases/../../caizheng.md", 1), "路径");
    check("hidden", &text.replacen("lexicon/words.txt", "lexicon/.words", 1), "该在的地方");
    check("twice", &[&lines[..2], &lines[1..]].concat().join("\n"), "出现了两次");
    check("later", &text.replacen("\"version\":1", "\"version\":2", 1), "第 2 版");
    check("more", &format!("{text}{}\n", lines[1]), "末行之后");
    // Where something is, nothing is brought.
    let ran = import(library.folder(), "all.jsonl", "c");
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("已有内容"), "{}", ran.err);
    // It comes alone.
    let mut command = library.command(&["import", "all.jsonl", "bad.jsonl"]);
    command.env_remove("DIANAN_LOG");
    let ran = run(command);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
}

#[test]
fn an_export_into_a_folder_is_named_for_its_day_and_replaces_whole() {
    let library = library();
    let out = folder();
    let to = out.path().display().to_string();
    for _ in 0..2 {
        let ran = library.dianan(&["export", &to, "--json"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(ran.json()["documents"], 3);
    }
    let names: Vec<String> = fs::read_dir(out.path())
        .expect("it can be read")
        .map(|it| it.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert!(names[0].starts_with("dianan-20") && names[0].ends_with(".jsonl"), "{names:?}");
    let ran = library.dianan(&["export", "none/all.jsonl"]);
    assert_eq!(ran.code, Some(1));
}
