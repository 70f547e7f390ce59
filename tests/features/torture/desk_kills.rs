//! Kills before every change that the desk makes on the disk: a document is as it was or as it was
//! saved, in its place or in the bin, once; what was acknowledged stays.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use dianan::corpus::CorpusFolder;
use dianan::desk::edit::Edit;
use dianan::desk::{Desk, Hand};
use dianan::document::{DocumentId, Reach};
use dianan::library::{Generations, Snapshot};
use dianan::state::State;
use dianan::state::people::Role;

use super::{content, copy};
use crate::test_library::{TestLibrary, files, folder, program, run, size};

/// Names the folder of the library, and what is done there, for the process that is killed.
const FOLDER: &str = "DIANAN_TEST_DESK_FOLDER";
const ACT: &str = "DIANAN_TEST_DESK_ACT";
/// What a process says once its work is acknowledged.
const DONE: &str = "acknowledged";

const FIXTURE: &str = "\
//- cases/yejian.md region=广东省/珠海市
# 夜间服务窗口
青山县开设夜间服务窗口，方便群众办事，半年办理业务三千余件。
//- cases/other.md
# 流动服务队
青山县组建流动服务队，走村入户办理业务。
";
const TEXT: &str = "青山县开设夜间服务窗口，另派联络员，全年办理业务六千余件。\n";

fn desk(folder: &Path) -> Desk {
    let state = State::open(&folder.join("state.sqlite")).expect("a state");
    let corpus = CorpusFolder::at(&folder.join("c"));
    Desk::new(state, corpus, Generations::new(&folder.join("i")))
}

fn hand() -> Hand {
    Hand { person: "li".to_owned(), reach: Reach::Everything }
}

fn id() -> DocumentId {
    DocumentId::parse("yejian").expect("a name")
}

fn act(folder: &Path, act: &str) {
    let (desk, hand) = (desk(folder), hand());
    match act {
        "save" => {
            let held = desk.on_disk(&hand, &id()).expect("it lies there");
            let edit = Edit { text: TEXT.to_owned(), ..Edit::of(&held.file) };
            desk.save(&hand, &id(), &held.fingerprint, &edit).expect("it is saved");
        }
        "discard" => desk.discard(&hand, &id()).expect("it goes"),
        _ => {
            let name = desk.bin(&hand).first().expect("it lies in the bin").0.name.clone();
            desk.bring_back(&hand, &name).expect("it comes back");
        }
    }
}

/// Not a test by itself: does one thing at the desk, and says so when it is done.
#[test]
fn does_one_thing_at_the_desk() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    act(Path::new(&folder), &std::env::var(ACT).expect("it is named"));
    println!("{DONE}");
}

/// Whether the document lies in its place, with which text, and how often it lies in the bin.
fn lies(folder: &Path) -> (Option<String>, usize) {
    let text = fs::read_to_string(folder.join("c/cases/yejian.md")).ok();
    let binned = desk(folder).bin(&hand()).into_iter().filter(|(it, _)| it.id == id()).count();
    (text, binned)
}

/// Kills an act before its `at`-th change; `false` when it has not so many.
fn survives(library: &TestLibrary, before: &Path, name: &str, at: usize) -> bool {
    let folder = library.folder();
    copy(&before.join("corpus"), &library.corpus());
    copy(&before.join("index"), library.generations().root());
    let (old, _) = lies(folder);
    let ran = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "torture::desk_kills::does_one_thing_at_the_desk", "--nocapture"])
        .env(FOLDER, folder)
        .env(ACT, name)
        .env("DIANAN_DIE_AT", at.to_string())
        .stderr(Stdio::null())
        .output()
        .expect("it starts");
    let acknowledged = String::from_utf8_lossy(&ran.stdout).contains(DONE);
    assert!(acknowledged || ran.status.code().is_none(), "{name} at {at}");
    let told = format!("{name} before change {at}");
    let (text, binned) = lies(folder);
    assert_eq!(usize::from(text.is_some()) + binned, 1, "{told}: it lies in one place");
    let is_new = text.as_deref().is_some_and(|it| it.contains("六千余件"));
    match name {
        "save" => assert!(is_new || !acknowledged && text == old, "{told}: {text:?}"),
        "discard" => assert!(binned == 1 || !acknowledged && text == old, "{told}"),
        _ => assert!(binned == 0 || !acknowledged, "{told}"),
    }
    // The next start takes up what lies there, and leaves nothing behind.
    let again = library.dianan(&["index"]);
    assert_eq!(again.code, Some(0), "{told}: {}", again.err);
    let held = content(&Snapshot::open(&library.generations()).expect("it opens"));
    assert_eq!(held.expect("it is sound").len(), 1 + usize::from(text.is_some()), "{told}");
    let found = library.titles("“六千余件”").len();
    assert_eq!(found, usize::from(is_new), "{told}: the index has what lies on the disk");
    !acknowledged
}

#[test]
fn a_kill_at_the_desk_leaves_a_document_as_it_was_or_as_it_was_saved() {
    let library = TestLibrary::new(FIXTURE);
    library.refresh();
    let placed = library.folder().join("placed");
    copy(&library.corpus(), &placed.join("corpus"));
    copy(library.generations().root(), &placed.join("index"));
    act(library.folder(), "discard");
    let binned = library.folder().join("binned");
    copy(&library.corpus(), &binned.join("corpus"));
    copy(library.generations().root(), &binned.join("index"));
    for (name, before) in [("save", &placed), ("discard", &placed), ("bring back", &binned)] {
        let step = size(23, 11, 1);
        let mut killed = 0;
        while survives(&library, before, name, 1 + killed * step) {
            killed += 1;
        }
        println!("{name}: {killed} kills");
        assert!(killed > 0, "{name} makes changes");
    }
}

/// A process of the program in `folder` that is killed before its `at`-th change; whether it was.
fn is_killed(folder: &Path, arguments: &[&str], at: usize) -> bool {
    let mut command = program(folder);
    command.args(arguments).env("DIANAN_DIE_AT", at.to_string());
    let ran = run(command);
    assert!(ran.code.is_none() || ran.code == Some(0), "{arguments:?} at {at}: {}", ran.err);
    ran.code.is_none()
}

/// What a backup brings back: the documents, by path, and who is known.
fn brought(backup: &Path) -> (Vec<(String, Vec<u8>)>, String) {
    let elsewhere = folder();
    let mut command = program(elsewhere.path());
    command.args(["restore", &backup.to_string_lossy()]);
    let back = run(command);
    assert_eq!(back.code, Some(0), "{}", back.err);
    held_in(elsewhere.path())
}

fn held_in(folder: &Path) -> (Vec<(String, Vec<u8>)>, String) {
    let mut command = program(folder);
    command.args(["user", "list", "--json"]);
    let documents = files(&folder.join("corpus")).into_iter();
    (documents.filter(|(path, _)| path.ends_with(".md")).collect(), run(command).out)
}

#[test]
fn a_kill_of_a_backup_or_a_restore_leaves_none_that_is_half() {
    let library = TestLibrary::new(FIXTURE);
    let base = library.folder();
    copy(&library.corpus(), &base.join("corpus"));
    let state = State::open(&base.join("state.sqlite")).expect("a state");
    state.add_person("li", Role::Editor, "tong-yi-2026").expect("a person");
    drop(state);
    let backup = base.join("b.zip");
    let mut at = 1;
    while is_killed(base, &["backup", "b.zip"], at) {
        if backup.exists() {
            assert_eq!(brought(&backup), held_in(base), "backup at {at}");
        }
        at += 1;
    }
    println!("backup: {} kills", at - 1);
    let whole = brought(&backup);
    assert_eq!(whole, held_in(base));
    let mut at = 1;
    loop {
        let elsewhere = folder();
        let arguments = ["restore", &backup.to_string_lossy()];
        let was_killed = is_killed(elsewhere.path(), &arguments, at);
        // Half a corpus is never in its place; begun again, it comes whole.
        let half = elsewhere.path().join("corpus").exists() && was_killed;
        if half {
            assert_eq!(held_in(elsewhere.path()), whole, "restore at {at}");
        } else if was_killed {
            assert!(!is_killed(elsewhere.path(), &arguments, 0), "restore after {at}");
        }
        assert_eq!(held_in(elsewhere.path()), whole, "restore at {at}");
        if !was_killed {
            break;
        }
        at += 1;
    }
    println!("restore: {} kills", at - 1);
}
