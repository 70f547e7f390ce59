//! The desk: what a bureau does with its library, in the pages.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use dianan::corpus::CorpusFolder;
use dianan::desk::Desk;
use dianan::state::State;

use crate::http::{Field, Reply, Service, url};
use crate::test_library::TestLibrary;

const FIXTURE: &str = "\
//- cases/yejian.md region=广东省/珠海市
# 夜间服务窗口
青山县开设夜间服务窗口，方便群众办事，半年办理业务三千余件，群众评价很好。
";

const NOTICE: &str = "首页 > 政务公开 > 通知公告\n珠海市财政局关于开展上门服务的通知\n珠财〔2024〕12号\n\n\
    各区财政局：\n\n请组织代办员开展上门服务，把服务送到村头，办成一件登记一件。\n\n\
    珠海市财政局\n2024年3月5日\n\n打印本页 关闭窗口\n";

/// The service over a library of the fixture, with a desk.
pub(crate) fn service() -> Service {
    over(TestLibrary::new(FIXTURE))
}

pub(crate) fn over(library: TestLibrary) -> Service {
    let state = State::open(&library.corpus().with_file_name("state.sqlite"));
    let corpus = CorpusFolder::at(&library.corpus());
    let desk = Desk::new(state.expect("a state"), corpus.clone(), library.generations());
    Service::serving(library, |served| served.over(corpus).with_desk(desk))
}

/// Asks until the answer is so.
fn until(service: &Service, path: &str, is_so: impl Fn(&Reply) -> bool) -> Reply {
    let start = Instant::now();
    loop {
        let reply = service.get(path);
        if is_so(&reply) {
            return reply;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{path}: {}", reply.body);
        thread::sleep(Duration::from_millis(30));
    }
}

/// Hands in files and waits until they are read; gives the tray's address and page.
fn handed_in(service: &Service, files: &[(&str, &[u8])]) -> (String, Reply) {
    let form: Vec<_> = files.iter().map(|(name, bytes)| ("files", *name, *bytes)).collect();
    let reply = service.post("/import", &form);
    assert_eq!(reply.status, 303, "{}", reply.body);
    let tray = reply.header("location").to_owned();
    let page = until(service, &tray, |page| page.header("refresh").is_empty());
    (tray, page)
}

/// The first address in a page that begins so and goes on.
fn link(page: &Reply, start: &str) -> String {
    let from = page.body.find(&format!("href=\"{start}/")).expect("there is a link") + 6;
    page.body[from..].split('"').next().expect("it ends").to_owned()
}

/// The form of a preview of one document, filled in.
fn correction<'a>(text: &'a str, date: &'a str, act: &'a str) -> [Field<'a>; 10] {
    [
        ("taken-0", "", b"1"),
        ("title-0", "", "上门服务通知".as_bytes()),
        ("kind-0", "", b"guide"),
        ("region-0", "", "珠海市".as_bytes()),
        ("organization-0", "", "珠海市财政局".as_bytes()),
        ("published-0", "", date.as_bytes()),
        ("number-0", "", "珠财〔2024〕12号".as_bytes()),
        ("source-0", "", b""),
        ("text-0", "", text.as_bytes()),
        ("act", "", act.as_bytes()),
    ]
}

#[test]
fn files_are_looked_through_corrected_and_kept() {
    let service = service();
    let held = "夜间服务窗口\n\n青山县开设夜间服务窗口，方便群众办事，半年办理业务三千余件，群众评价很好。";
    let files: [(&str, &[u8]); 3] = [
        ("通知.txt", NOTICE.as_bytes()),
        ("已有.txt", held.as_bytes()),
        ("坏.docx", b"PK\x03\x04broken"),
    ];
    let (tray, page) = handed_in(&service, &files);
    for part in ["通知.txt", "《珠海市财政局关于开展上门服务的通知》", "已有", "yejian", "读不出"]
    {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert!(service.get("/import").body.contains(&tray), "it can be taken up again");
    let nothing = service.get(&format!("/api/search?q={}", url("“代办员”"))).json();
    assert_eq!(nothing["total"], 0, "nothing is kept yet");

    // Each field with the line that it was read from, and what was removed.
    let file = link(&page, &tray);
    let preview = service.get(&file);
    for part in [
        "value=\"珠海市财政局关于开展上门服务的通知\"",
        "<mark>珠财〔2024〕12号</mark>",
        "<mark>2024年3月5日</mark>",
        "value=\"广东省/珠海市\"",
        "打印本页",
        "value=\"restore-0\"",
    ] {
        assert!(preview.body.contains(part), "{part}: {}", preview.body);
    }
    let text = preview.body.split("<textarea").nth(1).and_then(|it| it.split('>').nth(1));
    let text = text.and_then(|it| it.split('<').next()).expect("a text").trim_start().to_owned();
    let form = |date, act| correction(&text, date, act);
    let refused = service.post(&file, &form("去年", "save"));
    assert!(refused.status == 200 && refused.body.contains("不是日期"), "{}", refused.body);
    assert!(refused.body.contains("value=\"上门服务通知\""), "what was typed is still there");
    let restored = service.post(&file, &form("2024-03-06", "restore-0"));
    assert_eq!((restored.status, restored.header("location")), (303, file.as_str()));
    assert!(service.get(&file).body.contains("已放回"));

    let kept = service.post(&tray, &[("act", "", b"keep")]);
    assert_eq!(kept.status, 303);
    let done = until(&service, &tray, |page| page.header("refresh").is_empty());
    assert!(done.body.contains("已收进"), "{}", done.body);
    let query = format!("/api/search?q={}&kind=guide", url("“代办员”"));
    let found = until(&service, &query, |reply| reply.json()["total"] == 1).json();
    let document = &found["hits"][0]["document"];
    assert_eq!(document["title"], "上门服务通知");
    assert_eq!(document["published"], "2024-03-06");
    let path = service.library.corpus().join("guides/上门服务通知.md");
    let text = fs::read_to_string(path).expect("it lies in the corpus");
    assert!(text.contains("珠财〔2024〕12号") && text.contains("file: 通知.txt"), "{text}");
    let original = service.get(&format!("/documents/{}/original", url("上门服务通知")));
    assert!(original.body.contains("打印本页"), "the raw file is kept");
    // What was handed in again is known.
    let (_, page) = handed_in(&service, &files[..1]);
    assert!(page.body.contains("已经导入过"), "{}", page.body);
}

#[test]
fn a_preview_survives_the_program_and_files_in_archives_come_one_by_one() {
    let service = service();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("甲.txt", NOTICE),
        ("乙.txt", "关于值班的通知\n\n各科室：\n\n请按时值班，做好交接记录，遇事及时报告。\n"),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("it is written");
    }
    let zip = zip.finish().expect("an archive").into_inner();
    let (tray, page) = handed_in(&service, &[("一批.zip", &zip)]);
    assert!(page.body.contains("一批.zip/甲.txt") && page.body.contains("一批.zip/乙.txt"));
    // The state is opened anew, as after a stop.
    let state = State::open(&service.library.corpus().with_file_name("state.sqlite"));
    let trays = state.expect("a state").trays().expect("it can be read");
    assert!(trays.len() == 1 && trays[0].files.iter().all(|it| it.preview.contains("通知")));
    let dropped = service.post(&tray, &[("act", "", b"drop")]);
    assert_eq!(dropped.header("location"), "/import");
    assert_eq!(service.get(&tray).status, 404);
    assert!(service.get("/import").body.contains("没有。预览可以放下"));
}

#[test]
fn without_a_desk_nothing_can_be_changed() {
    let service = Service::new();
    assert_eq!(service.get("/import").status, 403);
    assert_eq!(service.post("/import", &[("files", "a.txt", b"a")]).status, 403);
}

#[test]
fn help_shows_forms_whose_examples_find_something_here() {
    let service = Service::new();
    let page = service.get("/help");
    assert_eq!(page.status, 200);
    for part in ["怎样查", "地区：广东省", "机构：珠海市财政局", "类型：案例", "来源：旗帜", "键盘"]
    {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    // Each example is a link that finds what the page says.
    let found = service.get(&format!("/api/search?q={}", url("机构：珠海市财政局"))).json();
    assert_eq!(found["total"], 1);
    let link = format!("/?q={}", url("机构：珠海市财政局"));
    assert!(page.body.contains(&link), "{link}: {}", page.body);
    assert!(service.get("/").body.contains("href=\"/help\""));
}

/// The form of the edit page of the fixture's document, filled in.
fn edit<'a>(before: &'a str, text: &'a str, act: &'a str) -> [Field<'a>; 11] {
    [
        ("before", "", before.as_bytes()),
        ("title", "", "夜间服务窗口".as_bytes()),
        ("kind", "", b"case"),
        ("region", "", "广东省/珠海市".as_bytes()),
        ("organization", "", "青山县政务服务中心".as_bytes()),
        ("published", "", b"2024-05-06"),
        ("number", "", b""),
        ("source", "", b""),
        ("themes", "", "便民服务".as_bytes()),
        ("text", "", text.as_bytes()),
        ("act", "", act.as_bytes()),
    ]
}

/// The value of a hidden field.
fn hidden(page: &Reply, name: &str) -> String {
    let from = format!("name=\"{name}\" value=\"");
    let after = page.body.split(&from).nth(1).expect("there is such a field");
    after.split('"').next().expect("it ends").to_owned()
}

#[test]
fn a_document_is_changed_and_found_at_once_and_the_second_to_save_sees_the_difference() {
    let service = service();
    let url_of = "/documents/yejian/edit";
    assert!(service.get("/documents/yejian").body.contains(url_of));
    let page = service.get(url_of);
    let before = hidden(&page, "before");
    let first = "## 做法\n\n青山县开设夜间服务窗口，组建流动服务队，半年办理业务三千余件。\n";
    let preview = service.post(url_of, &edit(&before, first, "preview"));
    assert!(preview.body.contains("<h2>做法</h2>") && preview.body.contains("还没有保存"));
    let start = Instant::now();
    let saved = service.post(url_of, &edit(&before, first, "save"));
    assert_eq!(
        (saved.status, saved.header("location")),
        (303, "/documents/yejian"),
        "{}",
        saved.body
    );
    let found = service.get(&format!("/api/search?q={}", url("“流动服务队”"))).json();
    println!("changed and found after {:.2} s", start.elapsed().as_secs_f64());
    assert_eq!(found["hits"][0]["document"]["organization"], "青山县政务服务中心", "{found}");

    // Another has had the form open meanwhile.
    let late = "青山县开设夜间服务窗口，另派联络员，半年办理业务三千余件。\n";
    let refused = service.post(url_of, &edit(&before, late, "save"));
    assert_eq!(refused.status, 200);
    for part in ["另有人保存了这份文档", "<del>", "流动服务队", "<ins>"] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
    let none = service.get(&format!("/api/search?q={}", url("“联络员”"))).json();
    assert_eq!(none["total"], 0);
    let saved = service.post(url_of, &edit(&hidden(&refused, "before"), late, "save"));
    assert_eq!(saved.status, 303);
    let mut bad = edit(&before, late, "save");
    bad[5].2 = "去年".as_bytes();
    let current = hidden(&service.get(url_of), "before");
    bad[0].2 = current.as_bytes();
    assert!(service.post(url_of, &bad).body.contains("不是日期"));

    // What was done is there with what differed, and an earlier state can be had again.
    let history = service.get("/documents/yejian/history");
    for part in ["本机", "修改", "机构填为“青山县政务服务中心”", "正文增"] {
        assert!(history.body.contains(part), "{part}: {}", history.body);
    }
    let versions: Vec<&str> = history.body.split("history?version=").skip(1).collect();
    assert_eq!(versions.len(), 2);
    let oldest = versions[1].split('"').next().expect("it ends");
    let beside = service.get(&format!("/documents/yejian/history?version={oldest}"));
    assert!(beside.body.contains("<ins>") && beside.body.contains("群众评价很好"));
    let back = service.post("/documents/yejian/history", &[("version", "", oldest.as_bytes())]);
    assert_eq!(back.status, 303);
    let found = service.get(&format!("/api/search?q={}", url("“群众评价很好”"))).json();
    assert_eq!(found["total"], 1);
}

#[test]
fn a_document_taken_away_is_gone_and_can_be_brought_back() {
    let service = service();
    let query = format!("/api/search?q={}", url("“夜间服务窗口”"));
    assert_eq!(service.get(&query).json()["total"], 1);
    let gone = service.post("/documents/yejian/edit", &[("act", "", b"discard")]);
    assert_eq!((gone.status, gone.header("location")), (303, "/bin"), "{}", gone.body);
    assert_eq!(service.get(&query).json()["total"], 0);
    assert_eq!(service.get("/documents/yejian").status, 404);
    assert_eq!(service.get("/documents/yejian/edit").status, 404);
    let bin = service.get("/bin");
    assert!(bin.body.contains("夜间服务窗口"), "{}", bin.body);
    let name = hidden(&bin, "name");
    let back = service.post("/bin", &[("name", "", name.as_bytes())]);
    assert_eq!(back.header("location"), "/documents/yejian", "{}", back.body);
    assert_eq!(service.get(&query).json()["total"], 1);
    assert!(service.get("/documents/yejian/history").body.contains("移回"));
    // Without a desk the document cannot be changed, and does not say that it could.
    let reading = Service::over(FIXTURE);
    assert!(!reading.get("/documents/yejian").body.contains("/edit"));
    for act in ["save", "discard", "preview"] {
        let reply = reading.post("/documents/yejian/edit", &edit("", "x", act));
        assert_eq!(reply.status, 403, "{act}");
    }
}

const BRANDS: &str = "\
//- cases/yi.md region=广东省/珠海市
# 一
珠海市财政局打造「先锋班组」党建品牌。推行“三诊”（接诊、巡诊、会诊）工作法。
//- cases/er.md region=广东省/中山市
# 二
中山市财政局打造「先锋班组」党建品牌，打造「先锋班」党建品牌。
";

/// Whether the library holds a brand of this name, and in how many documents.
fn brand(reply: &Reply) -> usize {
    match reply.status {
        404 => 0,
        _ => usize::try_from(reply.json()["documents"].as_u64().unwrap_or(0)).expect("few"),
    }
}

/// Sends a correction, and waits until the brand `name` stands in so many documents.
fn corrected(service: &Service, form: &[(&str, &str)], (name, documents): (&str, usize)) {
    let form: Vec<Field<'_>> = form.iter().map(|(key, it)| (*key, "", it.as_bytes())).collect();
    let done = service.post("/corrections", &form);
    assert_eq!(done.header("location"), "/corrections?done=1", "{}", done.body);
    let path = format!("/api/entities/brand/{}", url(name));
    until(service, &path, |reply| brand(reply) == documents);
}

#[test]
fn a_fact_is_forgotten_renamed_confirmed_and_taken_back() {
    let service = over(TestLibrary::new(BRANDS));
    let page = service.get(&format!("/entities/brand/{}", url("先锋班组")));
    assert!(page.body.contains("/corrections?type=brand"), "{}", page.body);
    let of = |document| [("type", "brand"), ("name", "先锋班组"), ("document", document)];
    let query = format!("type=brand&name={}&document=yi", url("先锋班组"));
    let form = service.get(&format!("/corrections?{query}"));
    for part in ["<mark>", "全库（2 份文档，2 处）", "这份文档里的全部（1 处）", "这不是品牌"]
    {
        assert!(form.body.contains(part), "{part}: {}", form.body);
    }
    let forget = [&of("yi")[..], &[("act", "forget"), ("scope", "document")]].concat();
    corrected(&service, &forget, ("先锋班组", 1));
    let list = service.get("/corrections");
    assert!(list.body.contains("品牌“先锋班组”不算") && list.body.contains("/documents/yi"));
    let merge = [
        ("type", "brand"),
        ("name", "先锋班"),
        ("document", "er"),
        ("act", "merge"),
        ("into", "先锋班组"),
    ];
    corrected(&service, &merge, ("先锋班", 0));
    let confirm = [&of("er")[..], &[("act", "confirm"), ("scope", "all")]].concat();
    corrected(&service, &confirm, ("先锋班组", 1));
    let page = format!("/entities/brand/{}", url("先锋班组"));
    until(&service, &page, |reply| reply.body.contains("已核实"));
    let expand = [
        ("type", "shorthand"),
        ("name", "三诊"),
        ("document", "yi"),
        ("act", "expand"),
        ("items", "接诊\n会诊"),
        ("scope", "all"),
    ];
    corrected(&service, &expand, ("先锋班组", 1));
    let page = format!("/api/entities/shorthand/{}", url("三诊"));
    until(&service, &page, |reply| {
        reply.json()["expansions"][0]["items"] == serde_json::json!(["接诊", "会诊"])
    });
    let refused = [&merge[..4], &[("into", " ")]].concat();
    let form: Vec<Field<'_>> = refused.iter().map(|(key, it)| (*key, "", it.as_bytes())).collect();
    let refused = service.post("/corrections", &form);
    assert!(refused.status == 200 && refused.body.contains("请写上正确的名称"));
    // In the file, in the form in which people write it; and taken back from there.
    let path = service.library.corpus().join("lexicon/corrections.toml");
    let text = fs::read_to_string(&path).expect("it is there");
    assert_eq!(text.matches("[[").count(), 4, "{text}");
    let printed = text.split("[[confirm]]").next().expect("the first block").trim_start();
    let printed = format!("{}\n", printed.split("\n\n").next().expect("a block").trim_end());
    corrected(&service, &[("act", "undo"), ("change", &printed)], ("先锋班组", 2));
    assert!(service.get("/documents/yi/history").body.contains("撤销：品牌“先锋班组”不算"));
}

#[test]
fn a_word_is_taught_after_what_it_changes_was_seen() {
    let fixture = "//- cases/yi.md\n# 一\n青山乡村工坊（青山向阳工坊）举办培训12期。\n";
    let service = over(TestLibrary::new(fixture));
    let form = |word: &'static str, act: &'static str| -> Vec<Field<'static>> {
        let (word, act) = (word.as_bytes(), act.as_bytes());
        vec![("sort", "", b"0"), ("word", "", word), ("example", "", b""), ("act", "", act)]
    };
    let tried = service.post("/teach", &form("向阳工坊", "try"));
    assert!(tried.body.contains("1 份文档里有这个词"), "{}", tried.body);
    assert!(tried.body.contains("多出") && tried.body.contains("青山向阳工坊"), "{}", tried.body);
    assert!(service.post("/teach", &form(" ", "try")).body.contains("请写一个词"));
    let taught = service.post("/teach", &form("向阳工坊", "teach"));
    assert_eq!(taught.header("location"), "/corrections?done=1", "{}", taught.body);
    let path = format!("/api/entities/organization/{}", url("青山向阳工坊"));
    until(&service, &path, |reply| reply.status == 200);
    let file = service.library.corpus().join("lexicon/rules/bodies.tsv");
    let text = fs::read_to_string(file).expect("it is there");
    assert_eq!(text, "向阳工坊\tname\t\t\t向阳工坊\n");

    // It is listed, and taken back.
    let page = service.get("/teach");
    assert!(page.body.contains("撤销：向阳工坊"), "{}", page.body);
    let undo = [("act", "", "undo".as_bytes()), ("line", "", text.as_bytes().trim_ascii_end())];
    assert_eq!(service.post("/teach", &undo).status, 303);
    until(&service, &path, |reply| reply.status == 404);
    assert!(!service.get("/teach").body.contains("撤销："));
    assert_eq!(service.post("/teach", &undo).status, 404);
}

#[test]
fn what_a_document_does_not_state_is_filled_in_on_the_work_list() {
    let fixture = "//- cases/yi.md\n# 一份没有日期的文档\n青山县开设夜间服务窗口，方便群众办事。\n\
        //- cases/er.md published=2024 region=广东省 reprint_of=yi\n# 转载的一份\n青山县开设夜间服务窗口。\n";
    let service = over(TestLibrary::new(fixture));
    let page = service.get("/admin");
    for part in ["没有日期的文档 1 份", "没有地区的文档 1 份", "转载别的文档的文档 1 份"]
    {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let form = |field: &'static str, value: &'static str| -> Vec<Field<'static>> {
        let (field, value) = (field.as_bytes(), value.as_bytes());
        vec![
            ("act", "", b"repair"),
            ("name", "", b"yi"),
            ("field", "", field),
            ("value", "", value),
        ]
    };
    let refused = service.post("/admin", &form("published", "去年"));
    assert!(refused.body.contains("不是日期"), "{}", refused.body);
    assert!(service.post("/admin", &form("published", " ")).body.contains("请先填上"));
    let done = service.post("/admin", &form("published", "2024-03-05"));
    assert_eq!(done.header("location"), "/admin#work", "{}", done.body);
    assert_eq!(service.post("/admin", &form("region", "珠海市")).status, 303);
    let twice = service.post("/admin", &form("published", "2023"));
    assert!(twice.body.contains("已有人补上：2024-03-05"), "{}", twice.body);
    let text = fs::read_to_string(service.library.corpus().join("cases/yi.md"));
    let text = text.expect("it is there");
    assert!(text.contains("2024-03-05") && text.contains("广东省/珠海市"), "{text}");
    assert!(!service.get("/admin").body.contains("没有日期的文档"));
}

#[test]
fn words_are_changed_by_form_and_a_line_that_cannot_be_read_is_named() {
    let service = over(TestLibrary::new(BRANDS));
    let page = service.get("/lexicon/words");
    assert!(page.status == 200 && page.body.contains("words.txt"), "{}", page.body);
    let form = |text: &'static str, act: &'static str| -> Vec<Field<'static>> {
        vec![("before", "", b""), ("text", "", text.as_bytes()), ("act", "", act.as_bytes())]
    };
    let preview = service.post("/lexicon/words", &form("先锋班组 5000 nz\n", "preview"));
    assert!(preview.body.contains("<ins>") && preview.body.contains("还没有保存"));
    let refused = service.post("/lexicon/words", &form("先锋班组 很大\n", "save"));
    assert!(refused.status == 200 && refused.body.contains("role=\"alert\""), "{}", refused.body);
    let saved = service.post("/lexicon/words", &form("先锋班组 5000 nz\n", "save"));
    assert_eq!(saved.status, 303, "{}", saved.body);
    let late = service.post("/lexicon/words", &form("别的词\n", "save"));
    assert!(late.body.contains("刚刚有人改过"), "{}", late.body);
    assert_eq!(service.get("/lexicon/other").status, 404);
    let text = fs::read_to_string(service.library.corpus().join("lexicon/words.txt"));
    assert_eq!(text.expect("it is there"), "先锋班组 5000 nz\n");
}

#[test]
fn the_lexicon_is_changed_in_tables_and_tried_before_it_is_kept() {
    let service = over(TestLibrary::new(BRANDS));
    let lexicon = service.library.corpus().join("lexicon");
    fs::create_dir_all(&lexicon).expect("a folder");
    fs::write(lexicon.join("words.txt"), "# 词\n先锋班组 5000 nz\n甲乙\n").expect("it is written");
    let page = service.get("/lexicon/words");
    assert!(page.body.contains("name=\"cell-1-0\" value=\"先锋班组\""), "{}", page.body);
    let text = "# 词\n先锋班组 5000 nz\n甲乙\n";
    let act = |file: &str, text: &str, rows: &[(&str, &str)], act: &str| {
        let mut form: Vec<Field<'_>> = vec![
            ("before", "", text.as_bytes()),
            ("text", "", text.as_bytes()),
            ("act", "", act.as_bytes()),
        ];
        form.extend(rows.iter().map(|(name, value)| (*name, "", value.as_bytes())));
        service.post(&format!("/lexicon/{file}"), &form)
    };
    let rows = [
        ("cell-1-0", "先锋班组"),
        ("cell-1-1", "9000"),
        ("cell-1-2", "nz"),
        ("cell-2-0", "甲乙"),
        ("remove-2", "1"),
        ("new-0-0", "青山"),
    ];
    let preview = act("words", text, &rows, "preview");
    assert!(
        preview.body.contains("还没有保存") && preview.body.contains("试一试"),
        "{}",
        preview.body
    );
    let mut tried = act("words", text, &rows, "try");
    for _ in 0..600 {
        if !tried.body.contains("看看好了没有") {
            break;
        }
        thread::sleep(Duration::from_millis(50));
        tried = act("words", text, &rows, "look");
    }
    assert!(tried.body.contains("比较了 "), "{}", tried.body);
    assert_eq!(act("words", text, &rows, "save").status, 303);
    let kept = fs::read_to_string(lexicon.join("words.txt")).expect("it is there");
    assert_eq!(kept, "# 词\n先锋班组 9000 nz\n青山\n");

    // Themes are tried on what the documents say.
    let theme = [("new-0-0", "新主题"), ("new-0-1", "试"), ("new-0-2", "品牌、班组")];
    let mut tried = act("themes", "", &theme, "try");
    for _ in 0..600 {
        if !tried.body.contains("看看好了没有") {
            break;
        }
        thread::sleep(Duration::from_millis(50));
        tried = act("themes", "", &theme, "look");
    }
    assert!(tried.body.contains("新主题：多 "), "{}", tried.body);
    let found = act("words", &kept, &[("find", "青")], "find");
    assert!(found.body.contains("value=\"青山\"") && !found.body.contains("value=\"先锋班组\""));
    assert!(act("words", &kept, &[], "as-text").body.contains("用表格改"));
}

#[test]
fn a_search_is_watched_and_what_comes_is_listed_and_fed() {
    let service = service();
    let query = format!("q={}&kind=guide", url("服务"));
    let page = service.get(&format!("/?{query}"));
    assert!(page.body.contains("value=\"watch\""), "{}", page.body);
    let watch = [("act", "", b"watch".as_slice()), ("query", "", query.as_bytes())];
    assert_eq!(service.post("/mine", &watch).status, 303);
    assert_eq!(service.post("/mine", &watch).status, 303, "once more is the same");
    let page = service.get("/mine");
    assert!(page.body.matches("value=\"unwatch\"").count() == 1, "{}", page.body);
    assert!(!page.body.contains("新收录"));
    let id = hidden(&page, "id");
    let feed = service.post("/mine", &[("act", "", b"feed"), ("id", "", id.as_bytes())]);
    let address = feed.body.split("/feeds/").nth(1).expect("an address").split('<').next();
    let address = format!("/feeds/{}", address.expect("it ends"));
    assert!(!service.get(&address).body.contains("<entry>"));
    service.library.add("//- guides/xin.md\n# 新的<指引>\n服务群众的新办法，写得很清楚。\n");
    service.library.refresh();
    // The service takes it up with the next change that it makes.
    let page = service.get("/documents/yejian/edit");
    let before = hidden(&page, "before");
    let saved = service.post(
        "/documents/yejian/edit",
        &edit(&before, "青山县开设夜间服务窗口，方便群众。\n", "save"),
    );
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = service.get("/mine");
    assert!(page.body.contains("新收录 1") && page.body.contains("/documents/xin"));
    let fed = service.get(&address);
    assert!(fed.header("content-type").starts_with("application/atom+xml"));
    for part in ["<feed xmlns", "<entry>", "新的&#60;指引&#62;", "/documents/xin", "<updated>20"]
    {
        assert!(fed.body.contains(part), "{part}: {}", fed.body);
    }
    service.post("/mine", &[("act", "", b"seen"), ("id", "", id.as_bytes())]);
    assert!(!service.get("/mine").body.contains("新收录"));
    service.post("/mine", &[("act", "", b"unwatch"), ("id", "", id.as_bytes())]);
    assert_eq!(service.get(&address).status, 404);
}

#[test]
fn clips_are_kept_in_folders_and_carried_away() {
    let service = service();
    let made = service.post("/mine", &[("act", "", b"folder"), ("name", "", "品牌".as_bytes())]);
    let folder = made.header("location").to_owned();
    assert!(folder.starts_with("/mine/folders/"), "{}", made.body);
    assert!(service.get("/clips").body.contains(&folder));
    let clip = serde_json::json!({
        "text": "夜间服务窗口", "document": "yejian", "title": "夜间服务窗口", "note": "要核对"
    });
    let clips = serde_json::json!({ "format": "dianan-clips/1", "clips": [clip] }).to_string();
    let add = [("act", "", b"add".as_slice()), ("clips", "", clips.as_bytes())];
    assert_eq!(service.post(&folder, &add).status, 303);
    assert_eq!(service.post(&folder, &add).status, 303);
    let page = service.get(&folder);
    for part in ["1 条摘录", "要核对", "href=\"/documents/yejian\""] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let docx = service.get(&format!("{folder}/clips.docx"));
    assert!(docx.bytes.starts_with(b"PK"));
    assert_eq!(service.post(&folder, &[("act", "", b"add"), ("clips", "", b"x")]).status, 422);
    let clip = hidden(&page, "clip");
    let out = [("act", "", b"take-out".as_slice()), ("clip", "", clip.as_bytes())];
    assert_eq!(service.post(&folder, &out).status, 303);
    assert!(service.get(&folder).body.contains("还没有摘录"));
    assert_eq!(service.post(&folder, &[("act", "", b"remove")]).header("location"), "/mine");
    assert_eq!(service.get(&folder).status, 404);
}
