//! An import that is cut short, met by another, or given what it cannot read loses nothing and says
//! what happened.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use dianan::corpus::CorpusFolder;
use dianan::intake::Batch;
use encoding_rs::GB18030;
use serde_json::Value;
use tempfile::TempDir;

use crate::test_library::{Ran, TestLibrary, folder, program, raw, run, size};

/// Words to make texts of.
const WORDS: &str = "推进 落实 完善 机制 窗口 群众 企业 审批 事项 流程 改革 服务 平台 数据 监督 考核 培训 支部 \
    党员 干部 基层 社区 项目 投资 环境 治理 安全 应急 教育 医疗 养老 就业 农村 产业 创新 人才 财政 审计 税务 司法";

/// A paragraph that is like no other of another seed.
fn paragraph(seed: u64) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut word = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        words[(state >> 33) as usize % words.len()]
    };
    let mut text = String::new();
    for _ in 0..6 {
        let clause: String = (0..5).map(|_| word()).collect();
        text.push_str(&clause);
        text.push('，');
    }
    text.trim_end_matches('，').to_owned() + "。"
}

/// A report with three cases behind it.
fn compilation(number: u64) -> String {
    let report: String = (0..4).map(|part| paragraph(number * 100 + part) + "\n").collect();
    let mut text = format!("第{number}号机关党建工作报告\n\n{report}典型案例\n");
    for (case, office) in
        (2..).zip(["市公安局直属机关党委", "市司法局机关党委", "市财政局机关党委"])
    {
        let (head, body) =
            (paragraph(number * 100 + 10 + case), paragraph(number * 100 + 20 + case));
        let head: String = head.chars().take(10).collect();
        text.push_str(&format!("{office}:\n{head}第{number}号\n{body}\n"));
    }
    text
}

/// A folder with `count` raw files that divide, under `raw/`.
fn raw_files(count: u64) -> TempDir {
    let folder = folder();
    fs::create_dir(folder.path().join("raw")).expect("a new folder");
    for number in 1..=count {
        let name = format!("raw/{number:03}.txt");
        fs::write(folder.path().join(name), compilation(number)).expect("it can be written");
    }
    folder
}

/// What a corpus holds: bodies, each with how often.
fn bodies(corpus: &Path) -> BTreeMap<String, usize> {
    let mut bodies = BTreeMap::new();
    if corpus.is_dir() {
        for file in CorpusFolder::open(corpus).and_then(|it| it.files()).expect("it can be read") {
            *bodies.entry(file.parse().expect("it is a document").file.body).or_default() += 1;
        }
    }
    bodies
}

fn import(folder: &TempDir, corpus: &str, arguments: &[&str]) -> Ran {
    let mut command = program(folder.path());
    command.args(["import", "--json", "--corpus", corpus, "--index", "i"]).args(arguments);
    run(command)
}

fn started(folder: &TempDir, corpus: &str, arguments: &[&str]) -> Child {
    let mut command = program(folder.path());
    command.args(["import", "--json", "--corpus", corpus, "--index", "i"]).args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().expect("the program starts")
}

/// The paths of documents in what an import printed, which may be cut short.
fn acknowledged(printed: &str) -> Vec<String> {
    let path =
        |line: &str| Some(line.trim().strip_prefix("\"path\": \"")?.split('"').next()?.to_owned());
    printed.lines().filter_map(path).collect()
}

#[test]
fn an_import_that_is_killed_at_any_time_is_made_whole_by_the_next() {
    let folder = raw_files(24);
    let whole = import(&folder, "whole", &["raw"]);
    assert_eq!(whole.code, Some(0), "{}", whole.err);
    let outcomes = whole.json();
    assert!(outcomes.as_array().unwrap().iter().all(|it| it["outcome"] == "divided"));
    let expected = bodies(&folder.path().join("whole"));
    let rounds = size(8, 20, 60);
    let mut cut_short = 0;
    for round in 0..rounds {
        let name = format!("c{round}");
        let mut child = started(&folder, &name, &["raw"]);
        std::thread::sleep(Duration::from_millis(15 + round * 29 % 400));
        // It may have ended by itself.
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let corpus = folder.path().join(&name);
        for path in acknowledged(&printed) {
            assert!(corpus.join(&path).is_file(), "{path} was said to be imported");
        }
        let held: usize = bodies(&corpus).values().sum();
        assert_eq!(held % 4, 0, "files of four documents each, {held} are held");
        cut_short += usize::from(held < 24 * 4);
        let again = import(&folder, &name, &["raw"]);
        assert_eq!(again.code, Some(0), "{}", again.err);
        assert_eq!(bodies(&corpus), expected, "round {round}: all, and none twice");
    }
    assert!(cut_short > 0, "some were cut short");
}

#[test]
fn two_imports_at_once_lose_nothing_and_double_nothing() {
    let folder = raw_files(20);
    let expected = {
        assert_eq!(import(&folder, "whole", &["raw"]).code, Some(0));
        bodies(&folder.path().join("whole"))
    };
    // Each is read at once: one that waits for its reader would keep the lock from the others.
    let readers = [0, 1, 2].map(|_| {
        let child = started(&folder, "c", &["raw"]);
        std::thread::spawn(move || child.wait_with_output().unwrap())
    });
    let mut said = Vec::new();
    for reader in readers {
        let output = reader.join().unwrap();
        assert_eq!(output.status.code(), Some(0));
        said.extend(acknowledged(&String::from_utf8(output.stdout).unwrap()));
    }
    let corpus = folder.path().join("c");
    assert_eq!(bodies(&corpus), expected);
    said.sort();
    let all = said.len();
    said.dedup();
    assert_eq!((said.len(), all), (80, 80), "each document was imported by one of them");
    assert!(said.iter().all(|path| corpus.join(path).is_file()));
}

#[test]
fn who_writes_is_said_to_those_who_come_meanwhile_and_the_index_goes_on() {
    let library = TestLibrary::new("//- cases/a.md\n# 甲\n党建引领。\n");
    let corpus = CorpusFolder::open(&library.corpus()).unwrap();
    fs::write(library.corpus().join("raw.txt"), compilation(1)).unwrap();
    let mut batch = Batch::open(&corpus, false).unwrap();
    let start = Instant::now();
    let ran = library.dianan(&["import", "c/raw.txt", "--wait", "0"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    let process = format!("进程 {}", std::process::id());
    assert!(ran.err.contains(&process) && ran.err.contains("请等它结束"), "{}", ran.err);
    assert!(start.elapsed() < Duration::from_secs(20));
    let outcome = batch.import(raw("b.txt", compilation(2).as_bytes()));
    assert_eq!(outcome.documents.len(), 4, "{outcome:?}");
    assert_eq!(library.dianan(&["index", "--json"]).json()["added"], 4);
    let dry = library.dianan(&["import", "c/raw.txt", "--dry-run", "--json"]);
    assert_eq!(dry.json()[0]["outcome"], "divided", "{}", dry.err);
    drop(batch);
    assert_eq!(library.dianan(&["import", "c/raw.txt", "--wait", "0"]).code, Some(0));
}

#[test]
fn a_file_of_which_a_document_is_missing_is_imported_again_for_that_one() {
    let folder = raw_files(2);
    let first = import(&folder, "c", &["raw"]).json();
    let corpus = folder.path().join("c");
    let expected = bodies(&corpus);
    let path = |file: usize, document: usize| {
        corpus.join(first[file]["documents"][document]["path"].as_str().unwrap())
    };
    for lost in 0..4 {
        fs::remove_file(path(1, lost)).unwrap();
        let again = import(&folder, "c", &["raw"]).json();
        assert_eq!(again[0]["outcome"], "duplicate");
        assert_eq!(again[1]["documents"].as_array().unwrap().len(), 1, "{again}");
        assert_eq!(bodies(&corpus), expected);
    }
    let again = import(&folder, "c", &["raw"]).json();
    assert!(again.as_array().unwrap().iter().all(|it| it["outcome"] == "duplicate"), "{again}");
}

#[test]
fn what_is_remembered_of_the_corpus_is_never_older_than_the_corpus() {
    let folder = raw_files(3);
    assert_eq!(import(&folder, "c", &["raw"]).code, Some(0));
    let memory = folder.path().join("i/known.records");
    let verdicts = |ran: Ran| -> Vec<String> {
        let outcomes = ran.json();
        let verdict = |it: &Value| it["outcome"].as_str().unwrap().to_owned();
        outcomes.as_array().unwrap().iter().map(verdict).collect()
    };
    let damage: [(&str, &dyn Fn()); 4] = [
        ("as it is", &|| {}),
        ("cut", &|| {
            let bytes = fs::read(&memory).unwrap();
            fs::write(&memory, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("changed", &|| {
            let mut bytes = fs::read(&memory).unwrap();
            let at = bytes.len() / 3;
            bytes[at] ^= 0x55;
            fs::write(&memory, &bytes).unwrap();
        }),
        ("gone", &|| fs::remove_file(&memory).unwrap()),
    ];
    for (how, damage) in damage {
        damage();
        assert_eq!(verdicts(import(&folder, "c", &["raw"])), ["duplicate"; 3], "{how}");
        assert!(memory.is_file(), "{how}");
    }
    // People change and remove documents.
    let corpus = folder.path().join("c");
    let files = CorpusFolder::open(&corpus).unwrap().files().unwrap();
    for file in &files {
        fs::remove_file(corpus.join(&file.path)).unwrap();
    }
    assert_eq!(verdicts(import(&folder, "c", &["raw"])), ["divided"; 3]);
    assert_eq!(CorpusFolder::open(&corpus).unwrap().files().unwrap().len(), files.len());
}

#[test]
fn a_place_that_cannot_be_written_fails_its_files_and_no_others() {
    let folder = folder();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.txt", &format!("关于一件事的工作报告\n\n{}\n", paragraph(1)));
    write("b.txt", &format!("关于另一件事的工作报告\n\n{}\n", paragraph(2)));
    fs::create_dir(folder.path().join("c")).unwrap();
    // No folder can be made where a file is.
    write("c/cases", "");
    let ran = import(&folder, "c", &["--kind", "case", "a.txt"]);
    assert_eq!((ran.code, ran.json()[0]["outcome"].as_str()), (Some(1), Some("failed")));
    let reason = ran.json()[0]["reason"].as_str().unwrap().to_owned();
    assert!(reason.contains("cases"), "{reason}");
    let ran = import(&folder, "c", &["--kind", "report", "a.txt", "missing.txt", "b.txt"]);
    let outcomes = ran.json();
    assert_eq!(outcomes[0]["outcome"], "imported");
    assert!(outcomes[1]["reason"].as_str().unwrap().contains("没有这个文件"));
    assert_eq!(outcomes[2]["outcome"], "imported");
    // A corpus that is a file is no corpus.
    let ran = import(&folder, "a.txt", &["b.txt"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("a.txt"), "{}", ran.err);
}

#[test]
fn files_that_programs_leave_behind_are_passed_over_and_counted() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("raw/.git")).unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join("raw").join(name), bytes);
    let left =
        ["~$报告.docx", ".~lock.报告.docx#", "desktop.ini", "a.tmp", "Thumbs.db", ".DS_Store"];
    for name in left.into_iter().chain(["._报告.docx", ".git/HEAD"]) {
        write(name, "[.ShellClassInfo]\nIconIndex=1\n".as_bytes()).unwrap();
    }
    write("报告.txt", format!("机关党建工作报告\n\n{}\n", paragraph(3)).as_bytes()).unwrap();
    let ran = import(&folder, "c", &["raw", "raw/~$报告.docx"]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert_eq!(ran.json().as_array().unwrap().len(), 1);
    assert!(ran.err.contains("略过 9 个"), "{}", ran.err);
    let mut command = program(folder.path());
    command.args(["import", "--corpus", "c2", "--index", "i2", "raw"]);
    let ran = run(command);
    assert!(ran.out.contains("共 1 个文件") && ran.out.contains("已导入"), "{}", ran.out);
}

#[test]
fn files_with_a_title_alone_are_refused_and_never_called_duplicates() {
    let folder = folder();
    let titles = ["落实首问负责制", "推进一网通办", "关于表彰先进集体的决定"];
    for title in titles {
        fs::write(folder.path().join(format!("{title}.txt")), format!("{title}\n")).unwrap();
    }
    let names = titles.map(|title| format!("{title}.txt"));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ran = import(&folder, "c", &names);
    let outcomes = ran.json();
    for outcome in outcomes.as_array().unwrap() {
        let refused = outcome["outcome"] == "failed"
            && outcome["reason"].as_str().unwrap().contains("只有题目");
        let imported = outcome["outcome"] == "imported";
        assert!(refused || imported, "{outcome}");
    }
}

#[test]
fn a_file_with_a_bad_byte_is_imported_with_a_remark_that_names_the_place() {
    let folder = folder();
    let text = format!("关于加强机关党建工作的通知\n\n{}\n{}\n", paragraph(4), paragraph(5));
    let (gbk, _, lost) = GB18030.encode(&text);
    assert!(!lost);
    for (name, bytes) in [("utf8.txt", text.as_bytes().to_vec()), ("gbk.txt", gbk.into_owned())] {
        let mut bytes = bytes;
        let at = bytes.iter().rposition(|&byte| byte == b'\n').unwrap();
        let second_last = bytes[..at].iter().rposition(|&byte| byte == b'\n').unwrap();
        bytes.insert(second_last + 1, 0xff);
        fs::write(folder.path().join(name), &bytes).unwrap();
        let ran = import(&folder, &format!("c-{name}"), &[name]);
        let outcome = &ran.json()[0];
        assert_eq!(
            (ran.code, outcome["outcome"].as_str()),
            (Some(0), Some("imported")),
            "{outcome}"
        );
        let remarks = outcome["remarks"].to_string();
        assert!(remarks.contains("第 4 行第 1 个字处的字节 0xFF"), "{remarks}");
        let span = &outcome["documents"][0]["span"];
        let end = usize::try_from(span[1].as_u64().unwrap()).unwrap();
        assert!(end + 1 >= bytes.len() - 1 && end <= bytes.len(), "{name}: {span}");
    }
    let damaged: Vec<u8> =
        text.as_bytes().chunks(12).flat_map(|it| [it, b"\xff"].concat()).collect();
    fs::write(folder.path().join("damaged.txt"), damaged).unwrap();
    let ran = import(&folder, "c", &["damaged.txt"]);
    let reason = ran.json()[0]["reason"].as_str().unwrap().to_owned();
    assert!(reason.contains("编码") && reason.contains("第 1 行第 5 个字"), "{reason}");
}

#[test]
fn many_files_of_one_title_have_names_of_their_own() {
    let folder = folder();
    fs::create_dir(folder.path().join("raw")).unwrap();
    for number in 0..60 {
        let text =
            format!("机关党建工作报告\n\n{}\n{}\n", paragraph(number), paragraph(number + 500));
        fs::write(folder.path().join(format!("raw/{number}.txt")), text).unwrap();
    }
    let ran = import(&folder, "c", &["raw"]);
    assert_eq!(ran.code, Some(0));
    assert_eq!(bodies(&folder.path().join("c")).len(), 60);
    let names = acknowledged(&ran.out);
    assert!(names.contains(&"reports/机关党建工作报告-60.md".to_owned()), "{names:?}");
}

#[cfg(unix)]
#[test]
fn a_file_name_does_not_steer_the_terminal() {
    let folder = folder();
    let name = "a\u{1b}[2J\u{7}.txt";
    fs::write(folder.path().join(name), b"").unwrap();
    for json in [true, false] {
        let mut command = program(folder.path());
        command.args(["import", "--corpus", "c", "--index", "i", name]);
        command.args(json.then_some("--json"));
        let ran = run(command);
        assert_eq!(ran.code, Some(1));
        assert!(!(ran.out + &ran.err).contains(['\u{1b}', '\u{7}']), "json: {json}");
    }
    let library = TestLibrary::new("//- cases/a.md\n# 甲\n党建引领。\n");
    library.write("cases/b\u{1b}[2J.md", "---\ntitle: 乙\nkind: case\n---\n");
    for arguments in [["index"], ["status"]] {
        let ran = library.dianan(&arguments);
        assert!(!(ran.out + &ran.err).contains('\u{1b}'), "{arguments:?}");
    }
}

#[test]
fn a_file_of_the_corpus_that_cannot_be_read_stops_no_other() {
    let library = TestLibrary::new("//- cases/a.md\n# 甲\n党建引领。\n");
    library.write("cases/b.md", "---\n标题: 乙\n类型: 案例\nthemes: 业务融合\n---\n\n正文一句。\n");
    fs::write(library.corpus().join("cases/c.md"), b"---\ntitle: \xff\n---\n").unwrap();
    let ran = library.dianan(&["index", "--json"]);
    assert_eq!((ran.code, ran.json()["added"].as_u64()), (Some(1), Some(2)), "{}", ran.err);
    assert_eq!(library.titles("“正文一句”"), ["乙"]);
}

#[test]
fn lexicon_files_are_read_as_office_editors_save_them_or_refused_with_the_place() {
    let library = TestLibrary::new("//- cases/a.md\n# 甲\n组建先锋班组，开展考核。\n");
    let write = |name: &str, bytes: &[u8]| {
        fs::write(library.corpus().join("lexicon").join(name), bytes).unwrap();
    };
    write("words.txt", &GB18030.encode("# 单位的词\n先锋班组 5000 nz\n").0);
    write("synonyms.txt", &GB18030.encode("考核，考评，测评\n").0);
    let ran = library.dianan(&["index", "--json"]);
    assert_eq!((ran.code, ran.json()["rebuilt"].as_bool()), (Some(0), Some(true)), "{}", ran.err);
    assert_eq!(library.titles("考评"), ["甲"]);
    for (name, bytes, parts) in [
        (
            "words.txt",
            [&b"\xff"[..], "先锋班组 5000 nz\n".as_bytes()].concat(),
            ["第 1 行", "UTF-8"],
        ),
        ("words.txt", "先锋班组 重！\n".as_bytes().to_vec(), ["第 1 行", "词 权重 词性"]),
        ("synonyms.txt", "考核，考评\n测评\n".as_bytes().to_vec(), ["第 2 行", "两个词"]),
        ("themes.toml", "[[theme]]\nname = 减负\n".as_bytes().to_vec(), ["第 2 行", "引号"]),
    ] {
        let before = fs::read(library.corpus().join("lexicon").join(name)).unwrap();
        write(name, &bytes);
        let ran = library.dianan(&["index"]);
        assert_eq!(ran.code, Some(1), "{name}");
        for part in parts.into_iter().chain([name]) {
            assert!(ran.err.contains(part), "{name}: {}", ran.err);
        }
        write(name, &before);
    }
}

#[test]
fn an_empty_corpus_does_not_empty_the_index_unless_it_is_told_to() {
    let library = TestLibrary::new("//- cases/a.md\n# 甲\n党建引领。\n");
    library.remove("cases/a.md");
    let ran = library.dianan(&["index"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("--allow-empty"), "{}", ran.err);
    assert_eq!(library.titles(""), ["甲"]);
    assert_eq!(library.dianan(&["index", "--allow-empty"]).code, Some(0));
    assert_eq!(library.search("").total, 0);
}
