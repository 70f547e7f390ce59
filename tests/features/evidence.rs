//! Evidence packs: made, carried away, and verified after the corpus has changed.

use std::fs;

use dianan::check::evidence::{Pack, State, gather, verify};
use dianan::document::Date;
use dianan::document::report::{docx, markdown};
use dianan::library::Snapshot;
use dianan::text::difference::{Change, Stretch};

use crate::test_library::TestLibrary;

const FIXTURE: &str = "\
//- cases/caizheng.md region=广东省/珠海市 organization=珠海市财政局 published=2024 source=南方日报
# 财政局的品牌
## 做法

党建引领财政业务，组建先锋班组7个，评定“四强”党支部539个。

## 成效

党建品牌获评优秀，群众满意度达到98.82%，比上年提高2.1个百分点。
//- cases/shenji.md organization=珠海市审计局
# 审计局的品牌
## 做法

审计先锋队进驻项目现场，查出问题线索三十余条，全部移交办理。
";

fn made(library: &TestLibrary, anchors: &[&str]) -> Pack {
    let anchors: Vec<String> = anchors.iter().map(|it| (*it).to_owned()).collect();
    let today = Date::parse("2026-11-25").expect("a day");
    gather(&library.snapshot(), &anchors, today).expect("the passages are held")
}

fn states(snapshot: &Snapshot, pack: &Pack) -> Vec<State> {
    let results = verify(snapshot, pack).expect("the index can be read");
    results.into_iter().map(|it| it.state).collect()
}

/// Writes a document anew with a change in it, and refreshes.
fn change(library: &TestLibrary, path: &str, from: &str, to: &str) {
    let file = library.corpus().join(path);
    let text = fs::read_to_string(&file).expect("it is there");
    assert!(text.contains(from), "{from} is not there to be changed");
    fs::write(&file, text.replace(from, to)).expect("it can be written");
    library.refresh();
}

#[test]
fn right_after_it_is_made_every_passage_is_unchanged_in_every_form() {
    let library = TestLibrary::new(FIXTURE);
    let pack = made(&library, &["caizheng", "shenji"]);
    assert_eq!(pack.items.len(), 3);
    let report = pack.report();
    let forms =
        [pack.json().into_bytes(), docx::write(&report), markdown::write(&report).into_bytes()];
    for form in forms {
        let read = Pack::in_file(&form).expect("our own file");
        assert_eq!(read, pack);
        assert_eq!(states(&library.snapshot(), &read), [State::Unchanged; 3]);
    }
}

#[test]
fn one_character_that_changes_is_found_and_shown() {
    let library = TestLibrary::new(FIXTURE);
    let pack = made(&library, &["caizheng"]);
    change(&library, "cases/caizheng.md", "539", "538");
    let results = verify(&library.snapshot(), &pack).expect("the index can be read");
    assert_eq!(results[0].state, State::Changed);
    let changed: Vec<(&str, Change)> = results[0]
        .difference
        .iter()
        .filter(|it| it.change != Change::Same)
        .map(|Stretch { text, change }| (text.as_str(), *change))
        .collect();
    assert_eq!(changed, [("9", Change::Deleted), ("8", Change::Inserted)]);
    assert_eq!(results[1].state, State::Unchanged, "its length and place are the same");
    assert!(results[1].remarks.iter().any(|it| it.contains("语料文件有改动")));
}

#[test]
fn no_change_of_a_single_character_goes_unnoticed() {
    let library = TestLibrary::new(FIXTURE);
    let pack = made(&library, &["caizheng"]);
    let file = library.corpus().join("cases/caizheng.md");
    let whole = fs::read_to_string(&file).expect("it is there");
    for (index, item) in pack.items.iter().enumerate() {
        let start = whole.find(&item.text).expect("the passage stands in the file");
        for (at, old) in item.text.char_indices().step_by(3) {
            let new = if old.is_ascii() { "0" } else { "囍" };
            if old.to_string() == new {
                continue;
            }
            let mut changed = whole.clone();
            changed.replace_range(start + at..start + at + old.len_utf8(), new);
            fs::write(&file, changed).expect("it can be written");
            library.refresh();
            let results = verify(&library.snapshot(), &pack).expect("the index can be read");
            assert_eq!(results[index].state, State::Changed, "{old} at {at}");
            let others = results.iter().enumerate().filter(|(other, _)| *other != index);
            assert!(
                others.into_iter().all(|(_, it)| it.state == State::Unchanged),
                "{old} at {at}"
            );
        }
    }
}

#[test]
fn a_number_of_a_list_that_changes_is_found_though_the_text_is_the_same() {
    let fixture = "//- guides/caozuo.md\n# 操作指引\n## 步骤\n\n1. 先核对名册。\n2. 再公示名单。\n";
    let library = TestLibrary::new(fixture);
    let pack = made(&library, &["caozuo"]);
    assert_eq!(states(&library.snapshot(), &pack), [State::Unchanged]);
    change(&library, "guides/caozuo.md", "1. 先", "7. 先");
    let results = verify(&library.snapshot(), &pack).expect("the index can be read");
    assert_eq!(results[0].state, State::Changed, "{results:?}");
    assert!(results[0].remarks[0].contains("编号"), "{:?}", results[0].remarks);
}

#[test]
fn text_that_stands_elsewhere_has_moved() {
    let library = TestLibrary::new(FIXTURE);
    let pack = made(&library, &["caizheng"]);
    change(&library, "cases/caizheng.md", "## 做法\n", "新的开头。\n\n## 做法\n");
    assert_eq!(states(&library.snapshot(), &pack), [State::Moved; 2]);

    let whole = fs::read_to_string(library.corpus().join("cases/caizheng.md")).expect("text");
    fs::write(library.corpus().join("cases/other.md"), whole).expect("it can be written");
    fs::remove_file(library.corpus().join("cases/caizheng.md")).expect("it can be removed");
    library.refresh();
    let results = verify(&library.snapshot(), &pack).expect("the index can be read");
    assert_eq!(results[0].state, State::Moved);
    assert!(results[0].now.as_ref().is_some_and(|it| it.starts_with("other#")), "{results:?}");
}

#[test]
fn text_that_is_no_longer_held_is_gone() {
    let library = TestLibrary::new(FIXTURE);
    let pack = made(&library, &["caizheng", "shenji"]);
    fs::remove_file(library.corpus().join("cases/shenji.md")).expect("it can be removed");
    change(
        &library,
        "cases/caizheng.md",
        "党建品牌获评优秀，群众满意度达到98.82%，比上年提高2.1个百分点。",
        "另写一段毫不相干的内容。",
    );
    let found = states(&library.snapshot(), &pack);
    assert_eq!(found, [State::Unchanged, State::Gone, State::Gone]);
}

#[test]
fn a_pack_that_was_tampered_with_is_not_unchanged() {
    let library = TestLibrary::new(FIXTURE);
    let mut pack = made(&library, &["caizheng"]);
    pack.items[0].text = pack.items[0].text.replace("539", "593");
    let results = verify(&library.snapshot(), &pack).expect("the index can be read");
    assert_eq!(results[0].state, State::Changed);
    assert!(results[0].remarks[0].contains("SHA-256 不符"), "{:?}", results[0].remarks);
}

#[test]
fn what_is_not_held_is_refused_by_name() {
    let library = TestLibrary::new(FIXTURE);
    let today = Date::parse("2026-11-25").expect("a day");
    let refused = |anchors: &[&str]| {
        let anchors: Vec<String> = anchors.iter().map(|it| (*it).to_owned()).collect();
        gather(&library.snapshot(), &anchors, today).expect_err("it is refused").to_string()
    };
    assert!(refused(&[]).contains("没有选定段落"));
    assert!(refused(&["nobody"]).contains("nobody"));
    assert!(refused(&["../x"]).contains("../x"));
    assert!(refused(&["caizheng#p-0"]).contains("p-0"));
    for bad in [&b""[..], b"{}", b"{\"format\":\"x\"}", b"# a\n", b"\xff", b"PK\x03\x04"] {
        assert!(Pack::in_file(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn the_command_makes_a_pack_and_its_exit_code_says_what_became_of_it() {
    let library = TestLibrary::new(FIXTURE);
    let evidence = |arguments: &[&str]| library.dianan(&[&["evidence"], arguments].concat());
    let made = evidence(&["caizheng", "--output", "pack.docx"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    for pack in ["pack.docx", "pack.json"] {
        let verified = evidence(&["verify", pack]);
        assert_eq!(verified.code, Some(0), "{pack}: {}", verified.err);
    }
    change(&library, "cases/caizheng.md", "539", "538");
    let changed = evidence(&["verify", "pack.json"]);
    assert_eq!(changed.code, Some(1), "{}", changed.err);
    assert!(changed.out.contains("[-9-]{+8+}"), "{}", changed.out);
    let json = evidence(&["verify", "pack.json", "--json"]).json();
    assert_eq!(json[0]["state"], "changed");
    assert_eq!(json[1]["state"], "unchanged");

    assert_eq!(evidence(&["caizheng", "--output", "p.md"]).code, Some(0));
    assert_eq!(evidence(&["caizheng"]).code, Some(2), "nowhere to write to");
    assert_eq!(evidence(&["--output", "p.md"]).code, Some(2), "nothing to write");
    assert_eq!(evidence(&["caizheng", "--output", "p.pdf"]).code, Some(2));
    assert_eq!(evidence(&["nobody", "--output", "p.md"]).code, Some(1));
    assert_eq!(evidence(&["verify", "missing.json"]).code, Some(1));
}
