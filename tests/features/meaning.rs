//! Searching by meaning: what a model changes, what it never changes, and how its vectors are kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use dianan::check::{Draft, check};
use dianan::compare::{Asked, Question, compare};
use dianan::document::DocumentId;
use dianan::index::query::Sort;
use dianan::library::meaning::{Pace, read_model};
use dianan::library::{Generations, Meaning, Snapshot};
use dianan::search::similar::{Sample, similar};
use dianan::search::{Answer, Basis, Request, search};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::http::Service;
use crate::test_library::{TestLibrary, folder, program, run, shared};
use crate::tiny_model;

/// What means the same to the model of these tests.
const GROUPS: [&str; 4] = ["外埠省市机动", "车号牌", "通行准进", "小麦病虫防治"];

const FIXTURE: &str = "\
//- policies/paizhao.md region=北京市 published=2021
# 牌照管理
号牌号码由车主自行选定。外埠的号牌,由发证机关核发。
//- policies/jinjing.md region=北京市 published=2020
# 关于部分载客车辆限行的通告
外省市机动车进京,应当办理通行证;号牌以登记为准。
//- guides/xiaomai.md published=2023
# 小麦赤霉病防治指引
号牌齐全的植保机械方可下田。小麦病虫害防治在抽穗期进行。
//- reports/gongzuo.md published=2022
# 年度工作报告
各部门号牌统一制作。
";

/// A library with vectors of a model for all its passages.
struct Understood {
    library: TestLibrary,
    generations: Generations,
    model: PathBuf,
}

impl Understood {
    fn new(fixture: &str) -> Self {
        let library = TestLibrary::new(fixture);
        let root = library.generations().root().to_owned();
        let model = root.with_file_name("model");
        tiny_model::write(&model, &GROUPS);
        let it = Self { generations: understood(&root, &model), library, model };
        assert!(it.make());
        it
    }

    /// Makes the vectors that are lacking.
    fn make(&self) -> bool {
        let stop = AtomicBool::new(false);
        self.meaning()
            .make(&self.snapshot(), &self.generations, Pace::Waiting, &stop, &|_| {})
            .expect("vectors can be made")
    }

    fn meaning(&self) -> &Arc<Meaning> {
        self.generations.meaning().expect("there is a model")
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot::open(&self.generations).expect("there is an index")
    }

    fn ask(&self, request: Request) -> Answer {
        search(&self.snapshot(), request).expect("it is answered")
    }

    fn ids(&self, text: &str) -> Vec<String> {
        ids(&self.ask(asking(text)))
    }

    /// The file of vectors.
    fn file(&self) -> PathBuf {
        let root = self.generations.root();
        let entries = fs::read_dir(root).expect("it is there").flatten().map(|entry| entry.path());
        let is_vectors = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "bin");
        entries.into_iter().find(is_vectors).expect("vectors were made")
    }

    /// The same folder, opened as another process would.
    fn reopened(&self) -> Generations {
        understood(self.generations.root(), &self.model)
    }
}

fn understood(root: &Path, model: &Path) -> Generations {
    let model = Arc::new(read_model(model).expect("the model is sound"));
    Generations::new(root).understood_by(model).expect("the vectors can be read")
}

fn asking(text: &str) -> Request {
    Request { text: text.to_owned(), limit: 100, explained: true, ..Request::default() }
}

fn ids(answer: &Answer) -> Vec<String> {
    answer.hits.iter().map(|hit| hit.document.id.to_string()).collect()
}

/// An answer without what differs from one run to the next.
fn written(answer: Answer) -> String {
    serde_json::to_string(&Answer { took_ms: 0.0, ..answer }).expect("plain data")
}

const QUESTIONS: [&str; 6] =
    ["外埠号牌", "“号牌”", "号牌 地区:北京", "号牌 -小麦", "《牌照管理》", "年度工作报告"];

#[test]
fn without_a_model_and_by_words_alone_answers_are_the_same_byte_for_byte() {
    let with = Understood::new(FIXTURE);
    for text in QUESTIONS {
        let by_words = Request { by: Basis::Words, ..asking(text) };
        let plain = written(with.library.ask(asking(text)));
        assert_eq!(written(with.ask(by_words)), plain, "{text}");
        assert!(!plain.contains("意思"), "{plain}");
    }
    let out = |arguments: &[&str]| with.library.dianan(arguments).json();
    let mut plain = out(&["search", "外埠号牌", "--json", "--explain"]);
    let model = with.model.display().to_string();
    let by_words =
        ["search", "外埠号牌", "--json", "--explain", "--model", &model, "--by", "words"];
    let mut by_words = out(&by_words);
    (plain["took_ms"], by_words["took_ms"]) = (0.into(), 0.into());
    assert_eq!(plain, by_words);
    assert!(out(&["status", "--json"]).get("meaning").is_none());
}

#[test]
fn what_is_near_in_meaning_rises_and_says_so_and_nothing_comes_or_goes() {
    let with = Understood::new(FIXTURE);
    let [plain, near] = [with.library.ask(asking("外埠号牌")), with.ask(asking("外埠号牌"))];
    assert_eq!(ids(&plain)[0], "paizhao");
    let place = |answer: &Answer, id: &str| ids(answer).iter().position(|it| it == id).unwrap();
    assert!(place(&near, "jinjing") < place(&near, "xiaomai"), "{:?}", ids(&near));
    let hit = near.hits.iter().find(|hit| hit.document.id.as_str() == "jinjing").unwrap();
    let share = hit.explanation.iter().find(|it| it.what == "意思相近").unwrap();
    assert!(share.percent > 0 && share.text.contains("用词可以不同"), "{share:?}");
    for hit in &near.hits {
        let sum: f32 = hit.explanation.iter().map(|it| it.score).sum();
        assert!((sum - hit.score).abs() < 1e-3, "{sum} is not {}", hit.score);
    }
    for text in QUESTIONS {
        let [plain, near] = [with.library.ask(asking(text)), with.ask(asking(text))];
        assert_eq!(&plain.facets, &near.facets, "{text}");
        let [held, all] = [&plain, &near].map(|it| ids(it).into_iter().collect::<BTreeSet<_>>());
        assert!(all.is_superset(&held) && all.len() == near.total, "{text}: {all:?}");
        let plain_words = text.chars().all(|c| c.is_alphanumeric());
        assert!(plain_words || all == held, "{text}: {all:?} is not {held:?}");
        let newest = || Request { sort: Sort::Newest, ..asking(text) };
        assert_eq!(written(with.ask(newest())), written(with.library.ask(newest())), "{text}");
    }
    let article = || asking("牌照管理第3条号牌");
    assert_eq!(written(with.ask(article())), written(with.library.ask(article())));
}

#[test]
fn what_is_near_in_meaning_alone_comes_in_where_words_have_found_something() {
    let fixture = "\
//- policies/a.md
# 甲
外埠车辆按月登记。
//- policies/b.md
# 乙
车辆年检。
//- policies/c.md
# 丙
省市机动。
//- policies/d.md
# 丁
小麦防治。
";
    let with = Understood::new(fixture);
    let [plain, near] = [with.library.ask(asking("外埠")), with.ask(asking("外埠"))];
    assert_eq!((ids(&plain), plain.total), (vec!["a".to_owned()], 1));
    assert_eq!((ids(&near), near.total), (vec!["c".to_owned(), "a".to_owned()], 2));
    let came = &near.hits[0].explanation[..];
    assert!(matches!(came, [only] if only.what == "意思相近" && only.percent == 100), "{came:?}");
    // What stands nowhere is said to stand nowhere.
    assert_eq!(with.ask(asking("埠机省")).total, with.library.ask(asking("埠机省")).total);
    for strict in ["“外埠”", "外埠 类型:政策", "外埠 -小麦"] {
        assert_eq!(with.ids(strict), ["a"], "{strict}");
    }
}

#[test]
fn a_comparison_shows_what_is_near_in_meaning_apart() {
    let fixture = "\
//- reports/guangdong.md region=广东省 published=2023
# 广东
外埠号牌管理办法由公安部门制定,通行另行规定。
//- reports/guangxi.md region=广西壮族自治区 published=2023
# 广西
省市车牌一律登记造册。
//- reports/hunan.md region=湖南省 published=2023
# 湖南
小麦病虫防治。
";
    let with = Understood::new(fixture);
    let asked = Asked { topic: "外埠号牌".to_owned(), ..Asked::default() };
    let question = Question::new(&asked).unwrap();
    let plain = compare(&with.library.snapshot(), &question).unwrap();
    assert!(!serde_json::to_string(&plain).unwrap().contains("\"near\""));
    let matrix = compare(&with.snapshot(), &question).unwrap();
    for column in &matrix.columns {
        let near: Vec<&str> = column.near.iter().map(|it| it.text.as_str()).collect();
        let expected: &[&str] = match column.place.name.as_str() {
            "广西壮族自治区" => &["省市车牌一律登记造册。"],
            _ => &[],
        };
        assert_eq!(near, expected, "{}", column.place.name);
        assert_eq!(column.practices.is_empty(), column.place.name != "广东省");
    }
    let Understood { library, generations, model } = with;
    let service = Service::of(library, understood(generations.root(), &model));
    let page = service.get("/compare?topic=%E5%A4%96%E5%9F%A0%E5%8F%B7%E7%89%8C").body;
    assert!(page.contains("相近做法") && page.contains("一律登记造册"), "{page}");
}

#[test]
fn pages_of_a_result_are_parts_of_the_whole() {
    let fixture: String = (0..130)
        .map(|i| {
            let text = ["外省市", "小麦", "通行", "防治"][i % 4].repeat(1 + i % 3);
            format!("//- reports/r{i}.md\n# 报告{i}\n{text}外埠号牌。\n")
        })
        .collect();
    let with = Understood::new(&fixture);
    let page = |offset, limit| Request { offset, limit, ..asking("外埠号牌") };
    let whole: Vec<String> = [page(0, 100), page(100, 100)].map(|it| ids(&with.ask(it))).concat();
    let pages: Vec<String> = (0..13).flat_map(|at| ids(&with.ask(page(at * 10, 10)))).collect();
    assert_eq!(pages, whole);
    assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), 130);
}

#[test]
fn a_rebuilt_index_takes_its_vectors_over_and_only_what_is_new_is_made() {
    let with = Understood::new(FIXTURE);
    let size = || fs::metadata(with.file()).unwrap().len();
    let first = size();
    with.library.rebuild();
    assert!(with.meaning().is_behind(&with.snapshot()));
    assert!(with.make());
    assert_eq!(size(), first, "nothing is new");
    assert!(!with.meaning().is_behind(&with.snapshot()));
    assert_eq!(with.meaning().progress().done, with.meaning().progress().all);

    let other = with.reopened();
    with.library.add("//- reports/new.md\n# 新的\n外省市机动车号牌。\n");
    with.library.refresh();
    assert!(with.make());
    let each = 16 + 4 + tiny_model::DIMENSION as u64;
    assert_eq!(size(), first + 4 + each + 8, "one vector in a block of its own");
    let progress = with.meaning().progress();
    assert_eq!((progress.done, progress.all), (5, 5));
    // Another process takes it up.
    other.meaning().unwrap().catch_up(&other).unwrap();
    assert_eq!(other.meaning().unwrap().progress(), progress);
}

#[test]
fn vectors_that_are_torn_or_changed_on_the_disk_are_made_again() {
    let with = Understood::new(FIXTURE);
    let (file, ranking) = (with.file(), with.ids("外埠号牌"));
    let whole = fs::read(&file).unwrap();
    let mut changed = whole.clone();
    let middle = whole.len() / 2;
    changed[middle] ^= 1;
    for bytes in [&whole[..whole.len() - 3], &whole[..10], &[], &changed] {
        fs::write(&file, bytes).unwrap();
        let again = with.reopened();
        let meaning = again.meaning().unwrap();
        assert_eq!(meaning.progress().done, 0, "one block holds them all");
        let snapshot = Snapshot::open(&again).unwrap();
        // Until they are there, words decide.
        let answer = search(&snapshot, asking("外埠号牌")).unwrap();
        assert_eq!(ids(&answer), ids(&with.library.ask(asking("外埠号牌"))));
        assert!(
            meaning
                .make(&snapshot, &again, Pace::Background, &AtomicBool::new(false), &|_| {})
                .unwrap()
        );
        assert_eq!(ids(&search(&snapshot, asking("外埠号牌")).unwrap()), ranking);
        assert_eq!(fs::metadata(&file).unwrap().len(), whole.len() as u64);
    }
}

#[test]
fn making_stops_when_it_is_told_and_goes_on_from_there() {
    let with = Understood::new(FIXTURE);
    fs::remove_file(with.file()).unwrap();
    let again = with.reopened();
    let (meaning, snapshot) = (again.meaning().unwrap(), Snapshot::open(&again).unwrap());
    assert!(
        meaning.make(&snapshot, &again, Pace::Background, &AtomicBool::new(true), &|_| {}).unwrap()
    );
    assert_eq!(meaning.progress().done, 0);
    assert!(meaning.is_behind(&snapshot));
    assert!(
        meaning
            .make(&snapshot, &again, Pace::Background, &AtomicBool::new(false), &|_| {})
            .unwrap()
    );
    assert_eq!(meaning.progress().done, 4);
}

#[test]
fn many_questions_at_once_are_answered_without_nesting_in_each_other() {
    let with = Understood::new(FIXTURE);
    let snapshot = with.snapshot();
    let questions: Vec<usize> = (0..2_000).collect();
    let first = with.ids("外埠号牌");
    let same = questions.par_iter().filter(|_| {
        let request = Request { explained: false, ..asking("外埠号牌") };
        ids(&search(&snapshot, request).unwrap()) == first
    });
    assert_eq!(same.count(), questions.len());
}

#[test]
fn similar_documents_and_precedents_follow_meaning_too() {
    let fixture = "\
//- cases/own.md
# 外埠车辆
外埠号牌车辆进城办理准行手续,窗口服务窗口服务,提升办事效率,优化营商环境,落实责任分工,加强监督检查。
//- cases/far.md
# 小麦
小麦病虫防治,窗口服务,提升办事效率,优化营商环境,落实责任分工,加强监督检查。
//- cases/near.md
# 机动车
外省市机动车通行,窗口服务,提升办事效率,优化营商环境,落实责任分工。
//- cases/mid.md
# 小麦
小麦病虫防治,窗口服务。
";
    let with = Understood::new(fixture);
    let id = DocumentId::parse("own").unwrap();
    let like = |snapshot: &Snapshot| -> Vec<String> {
        let found = similar(snapshot, &Sample::of(&id), 10).unwrap();
        found.iter().map(|like| like.document.id.to_string()).collect()
    };
    assert_eq!(like(&with.library.snapshot()), ["far", "near", "mid"]);
    assert_eq!(like(&with.snapshot()), ["near", "far", "mid"]);

    let draft = "外埠号牌车准进,窗口服务,提升办事效率,优化营商环境,落实责任分工,加强监督检查。";
    let draft = Draft::pasted(draft).unwrap();
    let precedents = |snapshot: &Snapshot| -> Vec<String> {
        let report = check(snapshot, &draft).unwrap();
        report.paragraphs[0].precedents.iter().map(|it| it.document.id.to_string()).collect()
    };
    let place = |ids: &[String], id: &str| ids.iter().position(|it| it == id).unwrap();
    let plain = precedents(&with.library.snapshot());
    assert!(place(&plain, "far") < place(&plain, "near"), "{plain:?}");
    let near = precedents(&with.snapshot());
    assert!(place(&near, "near") < place(&near, "far"), "{near:?}");
}

#[test]
fn a_wrong_folder_is_an_error_that_says_what_is_wrong() {
    let library = TestLibrary::new(FIXTURE);
    let at = folder();
    let check = |folder: &Path, expected: &str| {
        let folder = folder.display().to_string();
        for command in [&["search", "号牌"][..], &["index"], &["serve", "--listen", "127.0.0.1:0"]]
        {
            let ran = library.dianan(&[command, &["--model", &folder]].concat());
            assert_eq!(ran.code, Some(1), "{command:?}: {}", ran.out);
            assert!(ran.err.contains(expected), "{command:?}: {}", ran.err);
        }
        let ran = library.dianan(&["model", "check", &folder]);
        assert!(ran.code == Some(1) && ran.err.contains(expected), "{}", ran.err);
    };
    check(&at.path().join("nowhere"), "没有模型文件夹");
    let good = at.path().join("good");
    tiny_model::write(&good, &GROUPS);
    let broken = |name: &str, bytes: Option<&str>| {
        let folder = at.path().join("broken");
        tiny_model::write(&folder, &GROUPS);
        match bytes {
            Some(bytes) => fs::write(folder.join(name), bytes).unwrap(),
            None => fs::remove_file(folder.join(name)).unwrap(),
        }
        folder
    };
    let config = fs::read_to_string(good.join("config.json")).unwrap();
    check(&broken("model.onnx", None), "里没有 model.onnx");
    check(&broken("model.onnx", Some("no net")), "model.onnx 读不出");
    check(&broken("tokenizer.json", Some("{}")), "tokenizer.json 读不出");
    check(&broken("config.json", Some("{}")), "config.json 读不出");
    check(&broken("config.json", Some(&config.replace("16", "17"))), "不相符");
    check(&broken("config.json", Some(&config.replace("sentence_embedding", "logits"))), "logits");
    let named = config.replace("input_ids", "attention_mask");
    check(&broken("config.json", Some(&named)), "attention_mask");
}

#[test]
fn index_makes_vectors_and_status_and_the_page_tell_of_them() {
    let with = Understood::new(FIXTURE);
    let model = with.model.display().to_string();
    fs::remove_file(with.file()).unwrap();
    let status = || with.library.dianan(&["status", "--model", &model]).out;
    assert!(status().contains("4 段中 0 段有向量（0%）"), "{}", status());
    let ran = with.library.dianan(&["index", "--model", &model, "--no-vectors"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(status().contains("0 段有向量"), "{}", status());
    let ran = with.library.dianan(&["index", "--model", &model]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(status().contains("4 段都有向量"), "{}", status());

    let Understood { library, generations, model } = with;
    let service = Service::of(library, understood(generations.root(), &model));
    assert!(service.get("/status").body.contains("4 段都有向量"));
    assert_eq!(service.get("/api/status").json()["meaning"]["done"], 4);
    let page = service.get("/?q=%E5%8F%B7%E7%89%8C").body;
    assert!(page.contains("按字词和意思") && page.contains("意思相近"), "{page}");
    assert!(page.contains("/?q=%E5%8F%B7%E7%89%8C&#38;by=words"), "{page}");
    let page = service.get("/?q=%E5%8F%B7%E7%89%8C&by=words").body;
    assert!(page.contains("按字词和意思") && !page.contains("意思相近"), "{page}");
    assert_eq!(service.get("/api/search?q=a&by=stars").status, 400);
    let plain = Service::over(FIXTURE).get("/?q=%E5%8F%B7%E7%89%8C").body;
    assert!(!plain.contains("意思"), "{plain}");
}

#[test]
fn the_real_model_gives_the_vectors_that_it_is_known_for() {
    let Some(model) = shared("models/e5-small-zh") else { return };
    let at = folder();
    let mut command = program(at.path());
    command.args(["model", "check", "--json"]).arg(model.canonicalize().unwrap());
    let report = run(command);
    assert_eq!(report.code, Some(0), "{} {}", report.out, report.err);
    let report = report.json();
    assert_eq!(
        (&report["dimension"], &report["expected"]),
        (&384.into(), &serde_json::json!([20, []]))
    );

    let library = TestLibrary::new(FIXTURE);
    let generations = understood(library.generations().root(), &model);
    let snapshot = Snapshot::open(&generations).unwrap();
    let meaning = generations.meaning().unwrap();
    meaning.make(&snapshot, &generations, Pace::Waiting, &AtomicBool::new(false), &|_| {}).unwrap();
    let answer = search(&snapshot, asking("外地号牌的汽车怎样进城")).unwrap();
    assert_eq!(ids(&answer)[0], "jinjing", "{:?}", ids(&answer));
}
