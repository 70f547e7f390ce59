//! Bytes of the index that flip and files that are cut: an error or the true answer, never another.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use dianan::library::verify::{self, Pace};
use dianan::library::{Generations, How, Snapshot};

use super::{Dice, content, copy, said};
use crate::server::Server;
use crate::test_library::{TestLibrary, size};

const QUESTIONS: [&str; 6] =
    ["", "四强党支部", "“评定四强党支部”", "地区:广东 党建", "915个", "《发展党员工作细则》"];

/// A library whose index has files of every sort: several parts, and one with deletions.
fn library() -> TestLibrary {
    let library = TestLibrary::new("");
    for n in 0..12 {
        add(&library, n, "评定四强党支部915个");
        if n % 4 == 3 {
            library.refresh();
        }
    }
    add(&library, 2, "评定四强党支部612个");
    library.remove("reports/r5.md");
    library.refresh();
    library
}

fn add(library: &TestLibrary, n: usize, fact: &str) {
    let filler = format!("坚持党建引领，推动第{n}号机关党建和业务融合。").repeat(5);
    library.add(&format!(
        "//- reports/r{n}.md published=20{} region=广东省\n# 第{n}份报告\n## 做法\n\n{filler}\n\n## 成效\n\n{fact}，落实《发展党员工作细则》。\n",
        10 + n
    ));
}

/// The files of the generation that answers, and the one that names it.
fn files(index: &Path) -> Vec<PathBuf> {
    let generations = Generations::new(index);
    let number = generations.current().expect("there is one").number;
    let inside = fs::read_dir(generations.folder(number)).expect("it can be read");
    let mut files: Vec<PathBuf> = inside.map(|it| it.expect("it can be read").path()).collect();
    // A lock holds nothing.
    files.retain(|path| !path.to_string_lossy().contains(".tantivy"));
    files.push(index.join("CURRENT"));
    files.sort();
    files
}

/// What a reader gets of the index in `index`: what is held and found, or an error.
fn read(index: &Path) -> Result<String, String> {
    let generations = Generations::new(index);
    let snapshot = Snapshot::open(&generations).map_err(|error| error.to_string())?;
    let held = content(&snapshot).map_err(|error| error.to_string())?;
    Ok(format!("{held:?}\n{}", said(&snapshot, &QUESTIONS)?))
}

/// Does `harm` to a copy of the index file by file, and looks at what is read then; how often that
/// was an error.
fn harmed(rounds: usize, harm: impl Fn(&mut Vec<u8>, &mut Dice)) -> usize {
    let library = library();
    let sound = library.generations().root().to_owned();
    let truth = read(&sound).expect("it is sound");
    assert!(truth.contains("915"));
    let at = library.folder().join("harmed");
    copy(&sound, &at);
    let files = files(&at);
    assert!(files.len() > 12, "{files:?}");
    let mut dice = Dice(1310);
    let mut errors = 0;
    for round in 0..rounds {
        let path = &files[round % files.len()];
        let bytes = fs::read(path).expect("the machine is sound");
        let mut other = bytes.clone();
        harm(&mut other, &mut dice);
        assert_ne!(bytes, other);
        fs::write(path, &other).expect("the machine is sound");
        let faults = verify::index(&Generations::new(&at), &mut Pace::full());
        let found = faults.map(|faults| faults.len()).unwrap_or(1);
        assert!(found > 0, "{} is not found to be harmed", path.display());
        let answer = catch_unwind(AssertUnwindSafe(|| read(&at)));
        match answer.unwrap_or_else(|_| panic!("{} makes it panic", path.display())) {
            Ok(answer) => assert_eq!(answer, truth, "{} is silently wrong", path.display()),
            Err(reason) => {
                assert!(reason.contains("损坏") || reason.contains("没有索引"), "{reason}");
                errors += 1;
            }
        }
        fs::write(path, &bytes).expect("the machine is sound");
    }
    assert_eq!(read(&at).as_ref(), Ok(&truth), "it is whole again");
    errors
}

#[test]
fn a_flipped_bit_of_any_file_is_an_error_and_never_another_answer() {
    let rounds = size(60, 120, 1_000);
    let errors = harmed(rounds, |bytes, dice| {
        let at = dice.below(bytes.len());
        bytes[at] ^= 1 << dice.below(8);
    });
    println!("{rounds} flips: {errors} errors, {} true answers", rounds - errors);
}

#[test]
fn a_file_that_is_cut_is_an_error_and_does_not_end_the_process() {
    harmed(size(30, 60, 300), |bytes, dice| {
        let end = dice.below(bytes.len());
        bytes.truncate(end);
    });
}

#[test]
fn files_that_are_cut_under_a_reader_do_not_end_it() {
    let library = library();
    let snapshot = library.snapshot();
    let truth = said(&snapshot, &QUESTIONS).unwrap();
    let number = library.generations().current().unwrap().number;
    for entry in fs::read_dir(library.generations().folder(number)).unwrap() {
        fs::File::options().write(true).open(entry.unwrap().path()).unwrap().set_len(0).unwrap();
    }
    if let Ok(answer) = said(&snapshot, &QUESTIONS) {
        assert_eq!(answer, truth);
    }
    assert!(read(library.generations().root()).is_err());
}

#[test]
fn a_damaged_index_is_named_by_every_command_and_made_again_from_the_corpus() {
    let library = library();
    let generations = library.generations();
    let number = generations.current().unwrap().number;
    let truth = read(generations.root()).unwrap();
    let store = files(generations.root())
        .into_iter()
        .find(|path| path.extension().is_some_and(|it| it == "store"))
        .unwrap();
    let mut bytes = fs::read(&store).unwrap();
    bytes[20] ^= 1;
    fs::write(&store, bytes).unwrap();
    let named = format!("generation-{number}/");
    let ran = library.dianan(&["verify"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains(&named) && ran.out.contains("dianan index"), "{}", ran.out);
    for arguments in [&["search", "四强党支部"][..], &["show", "r1"]] {
        let ran = library.dianan(arguments);
        assert_eq!(ran.code, Some(1), "{}", ran.out);
        assert!(ran.err.contains("索引") && ran.err.contains("损坏"), "{}", ran.err);
        assert!(ran.err.contains("dianan index"), "{}", ran.err);
    }
    let ran = library.dianan(&["index", "--json"]);
    assert_eq!((ran.code, ran.json()["rebuilt"].as_bool()), (Some(0), Some(true)), "{}", ran.err);
    assert!(ran.err.contains("损坏") && ran.err.contains("重建"), "{}", ran.err);
    assert_eq!(read(generations.root()).unwrap(), truth);
    assert_eq!(library.dianan(&["verify"]).code, Some(0));
}

#[test]
fn what_says_how_a_generation_was_made_cannot_be_changed_unseen() {
    let library = library();
    let folder = library.generations().folder(library.generations().current().unwrap().number);
    let meta = folder.join("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    assert!(text.contains("words"), "the generation is told with the engine's state");
    assert!(!folder.join("generation.json").exists());
    fs::write(&meta, text.replacen("words", "wards", 1)).unwrap();
    for arguments in [["search", "党建"], ["status", "--json"]] {
        let ran = library.dianan(&arguments);
        assert_eq!(ran.code, Some(1));
        assert!(ran.err.contains("meta.json") && !ran.err.contains("panicked"), "{}", ran.err);
    }
    let ran = library.dianan(&["index", "--json"]);
    assert_eq!((ran.code, ran.json()["rebuilt"].as_bool()), (Some(0), Some(true)), "{}", ran.err);
}

#[test]
fn a_server_that_starts_on_a_damaged_index_builds_it_anew() {
    let library = library();
    let number = library.generations().current().unwrap().number;
    let server = Server::start(library.command(&["serve"]));
    assert!(server.get("/api/status").unwrap().contains("\"damage\":null"));
    // Damage beneath a running server: the next start must not take it for sound.
    for path in files(library.generations().root()) {
        if path.extension().is_some_and(|it| it == "store") {
            let mut bytes = fs::read(&path).unwrap();
            bytes[20] ^= 1;
            fs::write(&path, bytes).unwrap();
        }
    }
    drop(server);
    let server = Server::start(library.command(&["serve"]));
    assert!(server.log().contains("损坏"), "{}", server.log());
    let status = server.get("/api/status").unwrap();
    assert!(status.contains(&format!("\"generation\":{}", number + 1)), "{status}");
    assert!(server.get("/api/search?q=915").unwrap().contains("915"));
}

#[cfg(unix)]
#[test]
fn an_index_that_cannot_be_written_to_is_served_and_its_files_obey_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    let library = library();
    let number = library.generations().current().unwrap().number;
    let folder = library.generations().folder(number);
    let modes = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let expected = modes(&folder.join("meta.json"));
    assert_ne!(expected & 0o044, 0, "others may read it as the umask says");
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(modes(&path), expected, "{}", path.display());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    }
    let locks = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path());
    for path in locks.filter(|it| it.to_string_lossy().contains(".lock")).collect::<Vec<_>>() {
        fs::remove_file(path).unwrap();
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    assert_eq!(library.dianan(&["search", "四强党支部"]).code, Some(0));
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn originals_are_verified_by_their_hash() {
    let library = TestLibrary::new("");
    let text =
        "关于加强机关党建工作的通知\n\n各单位：\n坚持党建引领，推动机关党建和业务工作深度融合。\n";
    fs::write(library.folder().join("通知.txt"), text).unwrap();
    assert_eq!(library.dianan(&["import", "通知.txt"]).code, Some(0));
    assert_eq!(library.dianan(&["index"]).code, Some(0));
    let verified = || library.dianan(&["verify", "--originals", "--json"]);
    let ran = verified();
    assert_eq!((ran.code, ran.json()["originals"].as_u64()), (Some(0), Some(1)), "{}", ran.out);
    let kept = walkdir::WalkDir::new(library.corpus().join("originals")).into_iter();
    let kept = kept.map(|it| it.unwrap()).find(|it| it.file_type().is_file()).unwrap();
    fs::write(kept.path(), "改过").unwrap();
    let ran = verified();
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.json()["corpus"][0]["reason"].as_str().unwrap().contains("已被改动"),
        "{}",
        ran.out
    );
}

#[test]
fn a_corpus_that_is_gone_empties_no_index_unless_that_is_meant() {
    let library = library();
    let aside = library.folder().join("aside");
    fs::rename(library.corpus().join("reports"), &aside).unwrap();
    let ran = library.dianan(&["index"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("--allow-empty"), "{}", ran.err);
    assert_eq!(library.search("").total, 11);
    let ran = library.dianan(&["index", "--allow-empty"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(library.search("").total, 0);
    fs::rename(&aside, library.corpus().join("reports")).unwrap();
    assert_eq!(library.refreshed(How::default()).added, 11);
}

#[test]
fn a_running_server_that_meets_damage_says_so_and_builds_the_index_anew() {
    meets_damage(|path| {
        let mut bytes = fs::read(path).unwrap();
        for at in (0..bytes.len().saturating_sub(4_096)).step_by(4_096) {
            bytes[at] ^= 1;
        }
        fs::write(path, bytes).unwrap();
    });
}

#[test]
fn a_running_server_whose_files_are_cut_goes_on_and_builds_the_index_anew() {
    meets_damage(|path| {
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_len(file.metadata().unwrap().len() / 3).unwrap();
    });
}

/// Harms the stored text of a running server.
fn meets_damage(harm: impl Fn(&Path)) {
    // Small files are held in memory: the stored text has to be larger than what is.
    let library = TestLibrary::new("//- cases/a.md\n# 甲\n党建引领。\n");
    let mut state = 7_u32;
    let mut letter = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x4e00 + (state >> 8) % 5_000).expect("a Chinese character")
    };
    for number in 0..24 {
        let text: String =
            (0..1_400).map(|_| (0..15).map(|_| letter()).collect::<String>() + "。").collect();
        library.write(
            &format!("cases/{number}.md"),
            &format!("---\ntitle: 第{number}份\nkind: case\n---\n\n{text}\n"),
        );
    }
    library.refresh();
    let number = library.generations().current().expect("a generation").number;
    let server = Server::start(library.command(&["serve"]));
    for path in files(library.generations().root()) {
        if path.extension().is_some_and(|it| it == "store") {
            harm(&path);
        }
    }
    let host = "Host: 127.0.0.1\r\n";
    let mut met =
        (0..24).map(|number| server.send("GET", &format!("/api/documents/{number}"), host, ""));
    let refused =
        |reply: String| reply.starts_with("HTTP/1.1 503") && reply.contains("damaged_index");
    assert!(met.any(refused), "no request met damage");
    let wanted = format!("\"generation\":{}", number + 1);
    server
        .until("/api/status", |reply| reply.contains(&wanted) && reply.contains("\"damage\":null"));
    assert!(server.get("/api/documents/23").expect("a reply").contains("第23份"));
}

#[test]
fn a_damaged_index_is_not_emptied_when_the_corpus_is_away() {
    let library = library();
    let number = library.generations().current().unwrap().number;
    let meta = library.generations().folder(number).join("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    fs::write(&meta, text.replacen("words", "wards", 1)).unwrap();
    fs::remove_dir_all(library.corpus()).unwrap();
    fs::create_dir_all(library.corpus()).unwrap();
    let ran = library.dianan(&["index"]);
    assert_ne!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(meta.is_file(), "what is there stays");
}
