//! A disk that is full, and clocks that were set back.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use dianan::library::{Generations, Snapshot};

use super::{Content, content, copy};
use crate::test_library::{TestLibrary, program, run, size};

/// What is done on the small disk `d`, of which all but `$1` KB are taken: an import and a refresh
/// that may fail, what is there then, and both again when there is room.
const SCRIPT: &str = r#"
mount -t tmpfs -o size=8m none d || exit 77
cp -a before/. d/
free=$(df --output=avail -k d | tail -1)
dd if=/dev/zero of=d/taken bs=1k count=$((free - $1)) 2>/dev/null
cd d
"$0" import ../raw --corpus c --index i > ../import.out 2> ../import.err; echo $? > ../import.code
"$0" index --corpus c --index i > ../index.out 2> ../index.err; echo $? > ../index.code
cp -a c i ../full/
rm taken
"$0" import ../raw --corpus c --index i > ../again.out 2> ../again.err; echo $? > ../again.code
"$0" index --corpus c --index i >> ../again.out 2>> ../again.err || echo 1 > ../again.code
cp -a c i ../after/
"#;

/// Whether this machine lets a process mount a disk of its own.
fn mounts() -> bool {
    let mut unshare = Command::new("unshare");
    unshare.args(["--user", "--map-root-user", "--mount", "true"]);
    let done = unshare.stdout(Stdio::null()).stderr(Stdio::null()).status();
    done.is_ok_and(|it| it.success())
}

fn held(index: &Path) -> Content {
    let snapshot = Snapshot::open(&Generations::new(index)).expect("there is a generation");
    content(&snapshot).expect("the index can be read")
}

fn documents(corpus: &Path) -> usize {
    let all = walkdir::WalkDir::new(corpus.join("reports")).into_iter().filter_map(Result::ok);
    all.filter(|it| it.path().extension().is_some_and(|it| it == "md")).count()
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing_and_says_so() {
    if !mounts() {
        println!("SKIPPED: this machine lets no process mount a disk of its own");
        return;
    }
    let library = TestLibrary::new("");
    for n in 0..6 {
        library.add(&format!("//- reports/r{n}.md\n# 第{n}份报告\n坚持党建引领，旧文第{n}号。\n"));
    }
    library.refresh();
    let old = held(library.generations().root());
    let before = library.folder().join("before");
    for (from, to) in [(library.corpus(), "c"), (library.generations().root().to_owned(), "i")] {
        copy(&from, &before.join(to));
    }
    let raw = library.folder().join("raw");
    fs::create_dir_all(&raw).expect("the machine is sound");
    for n in 0..3 {
        let line = format!("坚持党建引领，推动第{n}号机关党建和业务融合，取得第{n}项成效。\n");
        let text = format!("第{n}号机关党建工作报告\n\n{}", line.repeat(60));
        fs::write(raw.join(format!("{n}.txt")), text).expect("the machine is sound");
    }
    let built = program(library.folder()).get_program().to_owned();
    let mut failed = 0;
    for step in 0..size(8, 12, 60) {
        for folder in ["d", "full", "after"] {
            let folder = library.folder().join(folder);
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(&folder).expect("the machine is sound");
        }
        let room = step * step * 7;
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", SCRIPT]);
        command.arg(&built).arg(room.to_string()).current_dir(library.folder());
        let ran = run(command);
        if ran.code == Some(77) {
            println!("SKIPPED: this machine lets no process mount a disk of its own");
            return;
        }
        let told = |name: &str| {
            let text = fs::read_to_string(library.folder().join(name));
            text.unwrap_or_else(|_| panic!("{room} KB: no {name}: {}", ran.err))
        };
        // What was there is there, whatever failed; a failure says what to do.
        let full = held(&library.folder().join("full/i"));
        assert!(old.keys().all(|id| full.contains_key(id)), "{room} KB: {full:?}");
        for act in ["import", "index"] {
            let code = told(&format!("{act}.code"));
            let said = told(&format!("{act}.err")) + &told(&format!("{act}.out"));
            assert!(!said.contains("panicked"), "{room} KB, {act}: {said}");
            if code.trim() != "0" {
                failed += 1;
                assert!(said.contains("磁盘已满"), "{room} KB, {act}: {said}");
            }
        }
        assert_eq!(told("again.code").trim(), "0", "{room} KB: {}", told("again.err"));
        let after = library.folder().join("after");
        assert_eq!(documents(&after.join("c")), 9, "{room} KB: {}", told("again.out"));
        assert_eq!(held(&after.join("i")).len(), 9, "{room} KB: every document once");
    }
    println!("{failed} failures");
    assert!(failed > 2, "the disk was never full");
}

#[test]
fn a_clock_that_was_set_back_hides_no_change() {
    let library = TestLibrary::new("//- reports/a.md\n# 甲\n坚持党建引领，办成旧事一件。\n");
    let path = library.corpus().join("reports/a.md");
    let text = fs::read_to_string(&path).expect("it was written");
    for (step, word) in ["甲事", "乙事", "丙事"].into_iter().enumerate() {
        // The same length, and a time before that of the last state, or far ahead.
        fs::write(&path, text.replace("旧事", word)).expect("it can be written");
        let hour = Duration::from_secs(3_600);
        let time =
            [SystemTime::now() - hour, SystemTime::now() + hour * 48, SystemTime::UNIX_EPOCH];
        let file = fs::File::options().write(true).open(&path).expect("it was written");
        file.set_modified(time[step]).expect("the machine is sound");
        assert_eq!(library.refresh().changed, 1, "{word}");
        assert_eq!(library.search(word).total, 1, "{word}");
    }
}
