//! Kills before every change on the disk: afterwards all is as before or as after, and the next run
//! makes it whole.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use dianan::corpus::CorpusFolder;
use dianan::library::Snapshot;

use super::{Content, content, copy};
use crate::test_library::{Ran, TestLibrary, run, size};

/// What a killed process was about.
struct Case {
    name: &'static str,
    /// Changes the corpus before it.
    change: fn(&TestLibrary),
    arguments: &'static [&'static str],
}

const CASES: [Case; 4] = [
    Case { name: "refresh", change: edit, arguments: &["index"] },
    Case { name: "rebuild", change: edit, arguments: &["index", "--full"] },
    Case { name: "lexicon", change: words, arguments: &["index"] },
    Case { name: "import", change: raw, arguments: &["import", "raw"] },
];

fn edit(library: &TestLibrary) {
    for n in 0..6 {
        library.add(&report(n, "新文"));
    }
    library.add(&report(20, "新文"));
    library.remove("reports/r7.md");
}

fn words(library: &TestLibrary) {
    library.write("lexicon/words.txt", "先锋班组 5000 nz\n");
}

fn raw(library: &TestLibrary) {
    let folder = library.folder().join("raw");
    fs::create_dir_all(&folder).expect("the machine is sound");
    for n in 0..4 {
        let text = format!(
            "第{n}号机关党建工作报告\n\n{}\n",
            format!("坚持党建引领，推动第{n}号机关党建和业务融合，取得第{n}项成效。\n").repeat(3)
        );
        fs::write(folder.join(format!("{n}.txt")), text).expect("the machine is sound");
    }
}

fn report(n: usize, word: &str) -> String {
    format!("//- reports/r{n}.md\n# 第{n}份报告\n坚持党建引领，{word}第{n}号，打造先锋班组。\n")
}

/// What the documents of a corpus are, by path.
fn files(library: &TestLibrary) -> Content {
    let files = CorpusFolder::open(&library.corpus())
        .expect("the machine is sound")
        .files()
        .expect("the machine is sound");
    files.into_iter().map(|file| (file.path, file.fingerprint)).collect()
}

fn held(library: &TestLibrary) -> Content {
    content(&Snapshot::open(&library.generations()).expect("the machine is sound"))
        .expect("the machine is sound")
}

fn killed(library: &TestLibrary, arguments: &[&str], at: usize) -> Ran {
    let mut command = library.command(arguments);
    command.env("DIANAN_DIE_AT", at.to_string());
    run(command)
}

/// Files that stay when nobody writes any more.
fn leftovers(folder: &Path) -> Vec<String> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(|it| it.expect("the machine is sound"));
    let names = all.map(|it| it.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".tmp") && name.starts_with('.')).collect()
}

/// Kills a case before its `at`-th change; `false` when it has not so many.
fn survives(library: &TestLibrary, case: &Case, before: &Path, at: usize) -> bool {
    for (from, to) in [("c", library.corpus()), ("i", library.generations().root().to_owned())] {
        copy(&before.join(from), &to);
    }
    let old = (files(library), held(library));
    (case.change)(library);
    let changed = files(library);
    let ran = killed(library, case.arguments, at);
    let was_killed = ran.code.is_none();
    assert!(was_killed || ran.code == Some(0), "{} at {at}: {}", case.name, ran.err);
    let told = format!("{} before change {at}", case.name);
    let now = held(library);
    if case.arguments[0] == "import" {
        assert_eq!(now, old.1, "{told}: an import does not touch the index");
        let acknowledged = ran
            .out
            .lines()
            .filter_map(|line| line.trim().split(' ').find(|it| it.ends_with(".md")));
        for path in acknowledged {
            assert!(library.corpus().join(path).is_file(), "{told}: {path} was acknowledged");
        }
        for (path, fingerprint) in &changed {
            assert_eq!(files(library).get(path), Some(fingerprint), "{told}: {path}");
        }
    }
    let again = library.dianan(case.arguments);
    assert_eq!(again.code, Some(0), "{told}: {}", again.err);
    if case.arguments[0] == "import" {
        assert_eq!(library.dianan(&["index"]).code, Some(0), "{told}");
    }
    let whole = held(library);
    assert_eq!(whole.len(), files(library).len(), "{told}: every document once");
    if case.arguments[0] == "index" {
        assert!(now == old.1 || now == whole, "{told}: neither as before nor as after");
    } else {
        assert_eq!(whole.len(), old.1.len() + 4, "{told}: four files, each imported once");
    }
    assert_eq!(leftovers(library.folder()), Vec::<String>::new(), "{told}");
    was_killed
}

#[test]
fn a_kill_before_any_change_on_the_disk_loses_nothing_and_doubles_nothing() {
    let kills = size(52, 100, 1_000);
    let library = TestLibrary::new("");
    for n in 0..10 {
        library.add(&report(n, "旧文"));
    }
    library.refresh();
    let before = library.folder().join("before");
    for (from, to) in [(library.corpus(), "c"), (library.generations().root().to_owned(), "i")] {
        copy(&from, &before.join(to));
    }
    // How many changes each case makes: the first at which it is not killed.
    let mut done = 0;
    for (round, case) in CASES.iter().enumerate() {
        let wanted = kills * (round + 1) / CASES.len() - done;
        let last = (1..).map(|power| 1 << power).find(|at| !survives(&library, case, &before, *at));
        let bound = last.expect("a process ends");
        // Each within is killed, from the first on; past the end it begins again
        // from another change on.
        let step = (bound / wanted.max(1)).max(1);
        let mut at = 1;
        let mut here = 0;
        while here < wanted {
            if survives(&library, case, &before, at) {
                here += 1;
                at += step;
            } else {
                assert!(at > 1, "{} makes no change", case.name);
                at = 1 + (at + here) % step.max(2);
            }
        }
        done += here;
        println!("{}: {here} kills, fewer than {bound} changes", case.name);
    }
    assert_eq!(done, kills);
}

#[test]
fn a_refresh_that_read_the_corpus_before_another_does_not_undo_it() {
    let library = TestLibrary::new("//- cases/a.md\n# 甲\n党建引领。\n");
    let rounds = size(3, 6, 30);
    for round in 0..rounds {
        library.add(&format!("//- cases/b{round}.md\n# 乙{round}\n先锋班组。\n"));
        let mut children: Vec<_> = (0..2)
            .map(|_| {
                let mut command = library.command(&["index"]);
                command.stdout(Stdio::null()).stderr(Stdio::null());
                command.spawn().unwrap()
            })
            .collect();
        library.add(&format!("//- cases/c{round}.md\n# 丙{round}\n先锋班组。\n"));
        for child in &mut children {
            child.wait().unwrap();
        }
        assert_eq!(library.dianan(&["index"]).code, Some(0));
        assert_eq!(held(&library).len(), files(&library).len());
    }
    assert_eq!(held(&library).len(), 1 + 2 * rounds);
}
