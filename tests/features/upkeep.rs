//! Looking after a library: what was done, backups, people, and a state that survives being killed.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use dianan::state::people::Role;
use dianan::state::{Act, State};

use crate::desk::{over, service};
use crate::test_library::{TestLibrary, folder, program, run, size};

/// Set for the process that writes until it is killed.
const WRITES: &str = "DIANAN_TEST_WRITES";

#[test]
fn the_page_of_upkeep_shows_what_waits_and_makes_backups() {
    let service = service();
    let page = service.get("/admin");
    for part in ["没有日期的文档 1 份", "夜间服务窗口", "还没有设用户", "还没有在这里备份过"]
    {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert_eq!(service.post("/admin", &[("act", "", b"backup")]).status, 303);
    let folder = service.library.corpus().with_file_name("backups");
    let made: Vec<_> = fs::read_dir(folder).expect("it is there").flatten().collect();
    assert_eq!(made.len(), 1);
    let name = made[0].file_name().to_string_lossy().into_owned();
    assert!(service.get("/admin").body.contains(&name));
    // The first person that is set may look after the rest; from then on everybody signs in.
    let weak = [
        ("act", "", &b"add"[..]),
        ("name", "", b"li"),
        ("role", "", b"administrator"),
        ("password", "", b"short"),
    ];
    assert!(service.post("/admin", &weak).body.contains("太短"));
    let mut add = weak;
    add[3].2 = b"tong-yi-2026";
    assert_eq!(service.post("/admin", &add).status, 303);
    assert_eq!(service.get("/admin").status, 303, "one signs in now");
}

#[test]
fn what_was_done_is_listed_filtered_and_saved_as_a_table() {
    let library = TestLibrary::new("//- cases/a.md\n# 甲\n一二三。\n");
    let state = State::open(&library.corpus().with_file_name("state.sqlite")).expect("a state");
    state.add_person("审计", Role::Auditor, "tong-yi-2026").expect("a person");
    for (person, act, target) in
        [("张三", Act::Edited, "甲"), ("李四", Act::Removed, "乙"), ("张三", Act::Imported, "丙")]
    {
        state.record(person, act, target, "").expect("it is noted");
    }
    let token = state.add_token("审计", "t", Role::Auditor).expect("a token");
    let shown = format!("Authorization: Bearer {token}\r\n");
    let service = over(library);
    let get = |path: &str| service.send("GET", path, &shown);
    let page = get("/audit?person=%E5%BC%A0%E4%B8%89");
    assert!(
        page.body.contains("<td>甲</td>") && !page.body.contains("<td>乙</td>"),
        "{}",
        page.body
    );
    assert!(!get("/audit?act=remove").body.contains("<td>甲</td>"));
    assert!(get("/audit?from=2020-01-01&to=2020-12-31").body.contains("没有这样的记录"));
    let table = get("/audit.csv");
    assert!(table.header("content-type").starts_with("text/csv"));
    assert_eq!(table.body.lines().count(), 4, "{}", table.body);
    let metrics = get("/metrics");
    assert!(metrics.body.contains("\ndianan_documents 1\n"), "{}", metrics.body);
    // An auditor reads what was done, and no documents.
    assert_eq!(get("/documents/a").status, 403);
    assert_eq!(get("/").header("location"), "/audit");
}

#[test]
fn a_backup_brings_a_library_back() {
    let library = TestLibrary::new("//- cases/a.md\n# 甲\n夜间服务窗口很受欢迎。\n");
    let base = library.corpus().parent().expect("a folder").to_owned();
    let state = State::open(&base.join("state.sqlite")).expect("a state");
    state.add_person("li", Role::Editor, "tong-yi-2026").expect("a person");
    let made = library.dianan(&["backup", "b.zip"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let elsewhere = folder();
    let backup = base.join("b.zip").to_string_lossy().into_owned();
    let dianan = |arguments: &[&str]| {
        let mut command = program(elsewhere.path());
        command.args(arguments);
        run(command)
    };
    let back = dianan(&["restore", &backup]);
    assert_eq!(back.code, Some(0), "{}", back.err);
    assert_eq!(dianan(&["index"]).code, Some(0));
    assert_eq!(dianan(&["search", "“夜间服务窗口”", "--json"]).json()["total"], 1);
    assert_eq!(dianan(&["user", "list", "--json"]).json()[0]["name"], "li");
    assert_eq!(dianan(&["restore", &backup]).code, Some(1), "there is something already");
}

/// Not a test by itself: writes until it is killed, and says what is kept.
#[test]
fn writes_until_it_is_killed() {
    let Some(path) = std::env::var_os(WRITES) else { return };
    let state = State::open(path.as_ref()).expect("a state");
    for number in 0.. {
        let bytes = vec![b'x'; 20_000];
        let name = format!("{number}-{}", std::process::id());
        state.open_tray(&name, &[(name.clone(), bytes)]).expect("it is kept");
        state.record(&name, Act::Imported, &name, "").expect("it is kept");
        println!("kept {name}");
    }
}

#[test]
fn a_state_whose_writer_is_killed_holds_what_was_acknowledged() {
    let folder = folder();
    let path = folder.path().join("state.sqlite");
    let mut acknowledged: Vec<String> = Vec::new();
    for turn in 0..size(20, 200, 200) {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args([
                "--exact",
                "upkeep::writes_until_it_is_killed",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(WRITES, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let first = lines.by_ref().map_while(Result::ok).find(|line| line.contains("kept "));
        // Another moment of a write each time.
        std::thread::sleep(Duration::from_micros(137 * (turn % 41)));
        child.kill().expect("it runs");
        child.wait().expect("it ends");
        let said = first.into_iter().chain(lines.map_while(Result::ok));
        let names =
            said.filter_map(|line| line.rsplit_once("kept ").map(|(_, name)| name.to_owned()));
        // The last line may have been cut short.
        acknowledged.extend(names.filter(|name| name.ends_with(&format!("-{}", child.id()))));
    }
    let state = State::open(&path).expect("it opens");
    let done = state.entries(usize::MAX >> 1).expect("it can be read");
    let trays = state.trays().expect("it can be read");
    assert!(acknowledged.len() >= 20);
    for name in &acknowledged {
        assert!(done.iter().any(|it| it.target == *name), "{name} is not noted");
        let tray = trays.iter().find(|it| it.person == *name);
        assert_eq!(tray.map(|it| it.files.len()), Some(1), "{name} has no tray");
    }
    println!("{} changes acknowledged before kills, all there", acknowledged.len());
}

#[test]
fn a_state_whose_bytes_are_changed_opens_or_says_so() {
    let folder = folder();
    let path = folder.path().join("state.sqlite");
    {
        let state = State::open(&path).expect("a state");
        for number in 0..200 {
            let about = format!("第{number}份 {}", "党建引领".repeat(20));
            state.record("li", Act::Imported, &number.to_string(), &about).expect("it is kept");
        }
        state.add_person("li", Role::Editor, "tong-yi-2026").expect("a person");
    }
    let whole = fs::read(&path).expect("it lies there");
    let rounds = size(60, 200, 1_000);
    let mut refused = 0;
    for round in 0..rounds {
        let mut bytes = whole.clone();
        let at = round * whole.len() / rounds;
        bytes[at] ^= 1 << (round % 8);
        fs::write(&path, &bytes).expect("it can be written");
        for beside in ["-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("state.sqlite{beside}")));
        }
        let read = State::open(&path).and_then(|state| {
            state.entries(usize::MAX >> 1)?;
            state.people()
        });
        if let Err(error) = read {
            assert!(error.to_string().contains("state.sqlite"), "{error}");
            refused += 1;
        }
    }
    println!("{refused} of {rounds} flips are named");
    assert!(refused > 0);
}
