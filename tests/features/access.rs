//! What is reserved to groups: nobody else finds anything of it, by any route of the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::io::{Cursor, Read};
use std::sync::Arc;

use dianan::corpus::CorpusFolder;
use dianan::desk::edit::Edit;
use dianan::desk::{Desk, Hand};
use dianan::document::{DocumentId, Reach};
use dianan::index::query::Reading;
use dianan::library::Sight;
use dianan::state::State;
use dianan::state::people::Role;
use percent_encoding::percent_decode_str;
use serde_json::json;

use crate::desk::over;
use crate::http::{Reply, Service, url};
use crate::test_library::{TestLibrary, folder, program, run};

const PASSWORD: &str = "tong-yi-2026";
/// The SHA-256 of the raw file that a secret and a public document were read from.
const RAW: &str = "璇玑阁的原始文件，全文都在这里。";

/// Reserved by itself: its words stand nowhere else.
const OF_STAFF: [&str; 12] = [
    "璇玑阁",
    "栖霞先锋",
    "739184",
    "青萍县",
    "玄圃日报",
    "沧溟整治",
    "玉衡管理办法",
    "昆冈红旗",
    "瑶光会",
    "miwen",
    "扶摇工作法",
    "紫垣小节",
];
/// Reserved by its folder.
const OF_FOLDER: [&str; 5] = ["琅嬛台", "鸿蒙先锋", "826471", "neibu", "广陵局"];
/// Nobody's.
const OF_NOBODY: [&str; 4] = ["太素殿", "315728", "wuren", "碧落先锋"];
/// Of a file that is broken, of the bin, and of a document's earlier state.
const OF_OTHERS: [&str; 5] = ["归墟录", "huaide", "扶桑记", "若木谣", "huishou"];

const PUBLIC: &str = "\
//- cases/gongkai.md region=广东省/珠海市 organization=珠海市财政局 published=2024 source=旗帜 themes=品牌 part_of=miwen reprint_of=miwen
# 财政局的党建品牌
## 做法

珠海市财政局打造「先锋班组」党建品牌，组建服务队39个，评为优秀。
//- reports/baogao.md region=广东省 published=2024-10-17
# 广东的党建报告
党建与业务融合，出台《工作要点》，建立党支部120个，开展“三会一课”（支部党员大会、支部委员会、党小组会、党课）。
//- cases/jiechu.md region=广西壮族自治区
# 曾经保密的做法
党建品牌建设情况介绍，若木谣三章，评为优秀。
";

fn library() -> TestLibrary {
    let library = TestLibrary::new(PUBLIC);
    let sha256 = dianan::corpus::walk::fingerprint(RAW.as_bytes());
    library.write(
        "cases/miwen.md",
        &format!(
            "---\ntitle: 璇玑阁专项纪实\nkind: case\naccess: 人事组\nregion: 广东省/青萍县\n\
            organization: 青萍县委组织部\npublished: 2023-05\nthemes: [沧溟整治]\n\
            source: {{name: 玄圃日报, file: 原始.txt, sha256: {sha256}}}\n---\n\n## 紫垣小节\n\n\
            党建璇玑阁打造「栖霞先锋」党建品牌，推行“扶摇工作法”，发放补助739184万元，\
            印发《玉衡管理办法》，荣获“昆冈红旗单位”称号，落实“瑶光会”（瑶党会、光小组会）制度。\n"
        ),
    );
    library.write("guides/内部/access.toml", "access = [\"纪检组\"]\n");
    library.write(
        "guides/内部/neibu.md",
        "---\ntitle: 琅嬛台指引\nkind: guide\norganization: 广陵局\n---\n\n党建琅嬛台打造「鸿蒙先锋」党建品牌，服务826471人次。\n",
    );
    library.write(
        "reports/wuren.md",
        "---\ntitle: 太素殿报告\nkind: report\naccess:\n---\n\n党建太素殿打造「碧落先锋」党建品牌，慰问315728人。\n",
    );
    library.write("cases/huaide.md", "---\ntitle: [归墟录\naccess: 人事组\n---\n\n归墟录。\n");
    library.write(
        "cases/huishou.md",
        "---\ntitle: 扶桑记\nkind: case\naccess: 人事组\n---\n\n党建扶桑记。\n",
    );
    let text = fs::read_to_string(library.corpus().join("cases/gongkai.md")).expect("it is there");
    let source = format!("source: {{name: 旗帜, file: 原始.txt, sha256: {sha256}}}\n");
    let kept = text.lines().filter(|line| !line.starts_with("source"));
    let text = kept.collect::<Vec<_>>().join("\n").replacen("---\n", &format!("---\n{source}"), 1);
    library.write("cases/gongkai.md", &format!("{text}\n"));
    let corpus = CorpusFolder::at(&library.corpus());
    let writer = corpus.writer("test").expect("a writer");
    writer.keep_original(&sha256, "原始.txt", RAW.as_bytes()).expect("it is kept");
    drop(writer);
    library.refresh();
    library
}

/// Somebody who asks: name, header, the secrets that are open to them.
struct Asking {
    name: String,
    headers: String,
    open: Vec<&'static str>,
}

/// The service with people of every role, with and without groups; and who asks.
fn service() -> (Service, Vec<Asking>, String) {
    let library = library();
    let state = State::open(&library.corpus().with_file_name("state.sqlite")).expect("a state");
    for group in ["人事组", "纪检组", "其他组"] {
        state.add_group(group).expect("a group");
    }
    let mut asking =
        vec![Asking { name: "nobody".to_owned(), headers: String::new(), open: vec![] }];
    let mut add = |name: &str, role: Role, group: &str, open: &[&'static str]| {
        state.add_person(name, role, PASSWORD).expect("a person");
        if !group.is_empty() {
            state.add_member(group, name).expect("a member");
        }
        let token = state.add_token(name, name, role).expect("a token");
        let headers = format!("Authorization: Bearer {token}\r\n");
        asking.push(Asking { name: name.to_owned(), headers, open: open.to_vec() });
    };
    for role in Role::ALL {
        add(role.name(), role, "", &[]);
    }
    add("other", Role::Administrator, "其他组", &[]);
    add("folder", Role::Administrator, "纪检组", &OF_FOLDER);
    add("staff", Role::Administrator, "人事组", &[OF_STAFF.as_slice(), &OF_OTHERS].concat());
    let feed = worked_on(&library, state);
    (over(library), asking, feed)
}

/// A member changes documents, hands in a file and takes one away: what is noted of it tells nobody.
fn worked_on(library: &TestLibrary, state: State) -> String {
    let files = [("璇玑阁.txt".to_owned(), "璇玑阁坏了".as_bytes().to_vec())];
    let tray = state.open_tray("staff", &files).expect("a tray");
    // A folder that is shared with others holds clips of what they may not read.
    let shared = state.add_folder("staff", "共用", "其他组").expect("a folder");
    let clip = json!({ "text": "璇玑阁", "document": "miwen", "title": "璇玑阁专项纪实" });
    state.add_clips(shared, "staff", &[clip.to_string()]).expect("a clip");
    let watched = state.watch("reader", ("党建", "q=党建"), &[]).expect("a search is watched");
    let feed = state.add_feed("reader", watched).expect("a feed");
    let corpus = CorpusFolder::at(&library.corpus());
    let desk = Desk::new(state, corpus, library.generations());
    desk.work_on(tray).expect("it is read");
    let groups = ["人事组".to_owned()];
    let hand = Hand { person: "staff".to_owned(), reach: Reach::Groups(BTreeSet::from(groups)) };
    let id = DocumentId::parse("jiechu").expect("a name");
    let change = |access: &str, title: &str, text: &str| {
        let held = desk.on_disk(&hand, &id).expect("it is there");
        let mut edit = Edit::of(&held.file);
        edit.about.access = access.to_owned();
        edit.about.title = title.to_owned();
        edit.text = text.to_owned();
        desk.save(&hand, &id, &held.fingerprint, &edit).expect("it is saved");
    };
    change("人事组", "若木谣", "党建若木谣。");
    change("公开", "解除保密的做法", "党建品牌建设情况介绍。");
    let gone = DocumentId::parse("huishou").expect("a name");
    desk.discard(&hand, &gone).expect("it is away");
    feed
}

/// What is asked: method, path, type and body, and the secrets that the question itself holds.
#[derive(Clone)]
struct Ask {
    method: String,
    path: String,
    kind: &'static str,
    body: String,
    said: Vec<String>,
}

/// Questions for which a secret would answer: by what it shares with public documents, and by its
/// beginning.
const QUESTIONS: [&str; 10] = [
    "党建",
    "“党建”",
    "品牌 先锋",
    "璇玑",
    "栖霞",
    "739",
    "-广东",
    "年份:2023",
    "琅嬛",
    "机构:组织部",
];
/// What is typed into the box.
const TYPED: [&str; 11] =
    ["璇", "栖霞", "xuanji", "qx", "7", "玉", "玉衡", "瑶", "鸿", "先锋", "党建"];
/// The documents that nobody else may know of, and those that all do.
const IDS: [&str; 8] =
    ["miwen", "neibu", "wuren", "huaide", "huishou", "gongkai", "baogao", "jiechu"];
/// How many of them are secret.
const SECRET: usize = 5;
/// A draft that says what the secrets say, a little otherwise.
const DRAFT: &str = "党建打造「栖霞先」党建品牌，发放补助7390万元，印发《玉衡管理》。\
    党建琅嬛打造品牌，服务8200人次。据《玉衡办法》规定，“瑶光”制度已经落实。";

/// What each route is asked.
fn asked(feed: &str) -> BTreeMap<String, Vec<Ask>> {
    let mut asked: BTreeMap<String, Vec<Ask>> = BTreeMap::new();
    let rows = include_str!("access/asked.tsv").lines().filter(|row| !row.starts_with('#'));
    for row in rows {
        let mut cells = row.split('\t').map(str::to_owned);
        let mut cell = || cells.next().unwrap_or_default();
        let (method, route, path, kind, body, said) =
            (cell(), cell(), cell(), cell(), cell(), cell());
        let kind = match kind.as_str() {
            "json" => "application/json",
            "form" => "application/x-www-form-urlencoded",
            _ => "text/plain",
        };
        let raw = dianan::corpus::walk::fingerprint(RAW.as_bytes());
        let path = path.replace("<raw>", &raw).replace("<feed>", feed);
        let body = body.replace("<draft>", DRAFT).replace("<all q>", &QUESTIONS.join("%0A"));
        for (name, value) in meant(&format!("{path} {body}")) {
            let said = said.split(',').map(str::to_owned).chain([value.clone()]);
            let said = said.filter(|it| !it.is_empty()).collect();
            let path = encoded(&path.replace(name, &value));
            let (method, body) = (method.clone(), body.replace(name, &value));
            let ask = Ask { method, path, kind, body, said };
            asked.entry(route.clone()).or_default().push(ask);
        }
    }
    asked
}

/// What the name in a row stands for, each with the name.
fn meant(row: &str) -> Vec<(&'static str, String)> {
    let lists: [(&str, &[&str]); 4] =
        [("<id>", &IDS), ("<secret>", &IDS[..SECRET]), ("<q>", &QUESTIONS), ("<typed>", &TYPED)];
    let found = lists.into_iter().find(|(name, _)| row.contains(name));
    let (name, values) = found.unwrap_or(("<id>", &[""]));
    values.iter().map(|value| (name, (*value).to_owned())).collect()
}

/// A path as a browser sends it.
fn encoded(path: &str) -> String {
    let plain = |c: char| c.is_ascii() && !"“”\" ".contains(c);
    path.chars().map(|c| if plain(c) { c.to_string() } else { url(&c.to_string()) }).collect()
}

/// The routes with their methods: those of the API as the service describes them, which is made of
/// the router's own table, at their versioned paths; the others as the sources of the router name
/// them.
fn routes(service: &Service, headers: &str) -> BTreeSet<(String, String)> {
    let described = service.send("GET", "/api/openapi.json", headers).json();
    let paths = described["paths"].as_object().expect("paths").iter();
    let mut routes: BTreeSet<(String, String)> = paths
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("methods").keys();
            methods.map(|method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    for entry in walkdir::WalkDir::new(root) {
        let entry = entry.expect("it can be read");
        let named = entry.path().file_name().is_some_and(|it| it == "calls.rs");
        if named || entry.path().extension().is_none_or(|it| it != "rs") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("it can be read");
        for part in text.split(".route(").skip(1) {
            let path = part.split('"').nth(1).expect("a route has a path");
            let methods = [("GET", "get("), ("POST", "post(")];
            let handled = methods.into_iter().filter(|(_, handler)| part.contains(handler));
            routes.extend(handled.map(|(method, _)| (method.to_owned(), path.to_owned())));
        }
    }
    routes
}

/// What an answer says, archives opened and escapes undone.
fn told(reply: &Reply) -> String {
    let mut told = reply.body.clone();
    if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&reply.bytes)) {
        for at in 0..archive.len() {
            let mut bytes = Vec::new();
            archive.by_index(at).expect("a file").read_to_end(&mut bytes).expect("it is whole");
            let _ = write!(told, "{}", String::from_utf8_lossy(&bytes));
            if let Ok(mut inner) = zip::ZipArchive::new(Cursor::new(&bytes)) {
                for at in 0..inner.len() {
                    let mut bytes = Vec::new();
                    inner.by_index(at).expect("a file").read_to_end(&mut bytes).expect("whole");
                    let _ = write!(told, "{}", String::from_utf8_lossy(&bytes));
                }
            }
        }
    }
    // A word of a docx may be cut by marks; a link is percent-encoded.
    let plain: String =
        told.split('<').map(|it| it.split_once('>').map_or(it, |(_, it)| it)).collect();
    let decoded = percent_decode_str(&told).decode_utf8_lossy().into_owned();
    let marks = told.replace("<mark>", "").replace("</mark>", "");
    format!("{told}\n{plain}\n{decoded}\n{marks}")
}

/// The secrets that an answer tells; it tells none that is not open to who asks.
fn learned<'a>(who: &Asking, ask: &Ask, reply: &Reply, secrets: &[&'a str]) -> Vec<&'a str> {
    let told = told(reply);
    let is_said = |secret: &str| ask.said.iter().any(|it| it == secret);
    let found = secrets.iter().filter(|it| !is_said(it) && told.contains(**it));
    let found: Vec<&str> = found.copied().collect();
    for secret in &found {
        let at = told.find(secret).expect("it is there");
        let from = told.floor_char_boundary(at.saturating_sub(200));
        let to = told.ceil_char_boundary((at + 200).min(told.len()));
        let (name, around) = (&who.name, &told[from..to]);
        let is_open = who.open.contains(secret);
        assert!(is_open, "{name} learns {secret} by {} {}: {around}", ask.method, ask.path);
    }
    found
}

#[test]
fn no_route_tells_anything_of_what_is_reserved_to_others() {
    let (service, everybody, feed) = service();
    // What a member looks for is nobody else's to read.
    let staff = everybody.iter().find(|it| it.name == "staff").expect("staff");
    let found = service.send("GET", &format!("/api/search?q={}", url("璇玑阁")), &staff.headers);
    assert_eq!(found.json()["total"], 1, "{}", found.body);
    // Nor is what a member corrects.
    let form = [
        ("act", "merge"),
        ("type", "brand"),
        ("name", "栖霞先锋"),
        ("into", "栖霞先锋号"),
        ("document", "miwen"),
    ];
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    let headers = format!("{}{kind}", staff.headers);
    let done = service.ask("POST", "/corrections", &headers, form.as_bytes());
    assert_eq!(done.header("location"), "/corrections?done=1", "{}", done.body);
    let secrets: Vec<&str> = [&OF_STAFF[..], &OF_FOLDER, &OF_NOBODY, &OF_OTHERS].concat();
    let mut seen: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let asked = asked(&feed);
    for (method, route) in routes(&service, &staff.headers) {
        let asks = asked.get(&route).into_iter().flatten().filter(|ask| ask.method == method);
        let mut asks: Vec<Ask> = asks.cloned().collect();
        assert!(!asks.is_empty(), "say in asked.tsv what {method} {route} is asked");
        // Today's path is an alias: one question tells whether it is another call.
        let today = asks[0].path.strip_prefix("/api/v1").map(|rest| format!("/api{rest}"));
        asks.extend(today.map(|path| Ask { path, ..asks[0].clone() }));
        for ask in &asks {
            for who in &everybody {
                let headers = format!("{}Content-Type: {}\r\n", who.headers, ask.kind);
                let reply = service.ask(&ask.method, &ask.path, &headers, ask.body.as_bytes());
                // A text has no pages to show.
                let fails = reply.status == 500 && !ask.path.ends_with("/pages/1");
                assert!(!fails, "{} {}: {}", ask.method, ask.path, reply.body);
                seen.entry(&who.name).or_default().extend(learned(who, ask, &reply, &secrets));
            }
        }
    }
    // The test can fail: who may know learns all of it.
    let staff: BTreeSet<&str> =
        [&OF_STAFF[..], &["扶桑记", "若木谣"]].concat().into_iter().collect();
    let missed: Vec<&&str> = staff.difference(&seen["staff"]).collect();
    assert!(missed.is_empty(), "staff does not find {missed:?}");
    let folder = BTreeSet::from(OF_FOLDER);
    let missed: Vec<&&str> = folder.difference(&seen["folder"]).collect();
    assert!(missed.is_empty(), "folder does not find {missed:?}");
}

#[test]
fn a_folder_is_reserved_and_opened_with_the_next_refresh_and_costs_nothing_where_none_is() {
    let library = TestLibrary::new(PUBLIC);
    let sight = || Sight::new(library.snapshot()).expect("it can be read");
    let held = |sight: &Sight, groups: &[&str]| {
        let groups = groups.iter().map(|it| (*it).to_owned()).collect();
        let seen = sight.of(&Reach::Groups(groups)).expect("it can be read");
        let id = DocumentId::parse("baogao").expect("a name");
        let is_there = seen.engine.document(&id).expect("it can be read").is_some();
        let held = seen.engine.statistics().expect("it can be read");
        let word = seen.engine.frequency(Reading::Words, "融合").expect("it can be read");
        let terms = seen.engine.terms(Reading::Words).expect("it can be read");
        let listed = terms.iter().any(|(term, _)| term == "融合");
        assert_eq!((is_there, is_there), (word > 0, listed));
        (is_there, held.documents)
    };
    let open = sight();
    let seen = open.of(&Reach::public()).expect("it can be read");
    assert!(Arc::ptr_eq(&seen, open.whole()), "where nothing is reserved there is one snapshot");
    library.write("reports/access.toml", "access = \"人事组\"\n");
    assert_eq!(library.refresh().changed, 1);
    let closed = sight();
    assert_eq!(held(&closed, &[]), (false, 2));
    assert_eq!(held(&closed, &["其他组"]), (false, 2));
    assert_eq!(held(&closed, &["人事组", "其他组"]), (true, 3));
    // A view stands while a refresh takes away the files that it was made from.
    library.write("reports/access.toml", "access = \"人事\n");
    assert_eq!(library.refresh().changed, 1);
    assert_eq!(held(&closed, &[]), (false, 2));
    assert_eq!(held(&sight(), &["人事组"]), (false, 2), "a rule that cannot be read opens nothing");
    library.remove("reports/access.toml");
    assert_eq!(library.refresh().changed, 1);
    assert_eq!(held(&sight(), &[]), (true, 3));
    assert_eq!(library.refresh().changed, 0);
}

#[test]
fn groups_are_looked_after_on_the_command_line() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("corpus/cases")).expect("a folder");
    let state = State::open(&folder.path().join("index/state.sqlite"));
    let dianan = |arguments: &[&str]| {
        let mut command = program(folder.path());
        command.args(arguments);
        run(command)
    };
    drop(state);
    let ran = dianan(&["group", "add", "人事组"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "人事组：设组\n"), "{}", ran.err);
    assert!(dianan(&["group", "add", "公开"]).err.contains("人人都能看"));
    assert!(dianan(&["group", "add", "人事组", "张三"]).err.contains("没有“张三”这个用户"));
    let list = dianan(&["group", "list", "--json"]).out;
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list, json!([{ "name": "人事组", "members": [] }]));
    assert_eq!(dianan(&["group", "remove", "人事组"]).code, Some(0));
    assert!(dianan(&["group", "list"]).err.contains("还没有组"));
}
