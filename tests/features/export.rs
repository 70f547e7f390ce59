//! The list of results as a file: every document with its citation, in each form.

use dianan::document::citation::exchange::Manager;
use dianan::index::entry::PassageEntry;
use dianan::search::export::{Format, export};
use dianan::search::request::filter_named;
use dianan::search::{Request, search};

use crate::compare::unzipped;
use crate::http::{Service, url};
use crate::test_library::TestLibrary;

const FIXTURE: &str = "
//- cases/caizheng.md region=广东省/珠海市 organization=珠海市财政局 published=2024-10-17 source=南方日报
# 财政局的品牌
## 做法

党建引领财政业务，组建先锋班组。
//- reports/guangdong.md region=广东省 published=2023
# 广东的报告
党建与业务融合，推进审计整改。
//- guides/huanjie.md
# 换届选举指引
支部换届选举的程序。
";

const TITLES: [&str; 2] = ["财政局的品牌", "广东的报告"];

fn written(library: &TestLibrary, request: &Request, format: Format) -> Vec<u8> {
    let address = |passage: &PassageEntry| format!("http://localhost/{}", passage.document.id);
    export(&library.snapshot(), request, format, &address).expect("it is written")
}

fn asking(text: &str) -> Request {
    Request { text: text.to_owned(), ..Request::default() }
}

#[test]
fn every_form_holds_every_document_that_the_search_finds_and_no_other() {
    let library = TestLibrary::new(FIXTURE);
    let request = asking("“党建”");
    assert_eq!(search(&library.snapshot(), request.clone()).expect("an answer").total, 2);
    for format in Format::ALL {
        let bytes = written(&library, &request, format);
        let file = match format {
            Format::Xlsx => unzipped(&bytes, "xl/sharedStrings.xml"),
            Format::Docx => unzipped(&bytes, "word/document.xml"),
            Format::Entries(_) => String::from_utf8(bytes).expect("it is text"),
        };
        for title in TITLES {
            assert!(file.contains(title), "{format:?} lacks {title}: {file}");
            let cited = file.contains(&format!("{title}["));
            assert!(cited, "{format:?} lacks the citation of {title}: {file}");
        }
        assert!(!file.contains("换届选举"), "{format:?}");
        assert!(file.contains("先锋班组"), "{format:?} lacks the passage");
    }
}

#[test]
fn a_list_is_longer_than_a_page_and_keeps_filters_and_order() {
    let many = (0..130).map(|n| {
        let (kind, folder) = if n % 2 == 0 { ("case", "cases") } else { ("report", "reports") };
        let year = 1900 + n;
        format!("//- {folder}/d{n}.md kind={kind} published={year}\n# 第{n}号文档\n党建工作第{n}次会议。\n")
    });
    let library = TestLibrary::new(&many.collect::<String>());
    let filters = vec![filter_named("kind", "case").expect("a kind")];
    let sort = dianan::index::query::Sort::Newest;
    let request = Request { filters, sort, offset: 20, limit: 5, ..asking("党建") };
    let ris = written(&library, &request, Format::Entries(Manager::Ris));
    let ris = String::from_utf8(ris).expect("it is text");
    let years: Vec<&str> = ris.lines().filter_map(|line| line.strip_prefix("PY  - ")).collect();
    assert_eq!(years.len(), 65, "all cases, whatever page was asked for");
    assert!(years.is_sorted_by(|a, b| a >= b), "{years:?}");
}

#[test]
fn files_are_named_typed_and_lead_back() {
    let service = Service::over(FIXTURE);
    let q = url("党建");
    for (suffix, kind, begins) in [
        ("ris", "application/x-research-info-systems", "TY  - "),
        ("net", "text/plain", "{Reference Type}: "),
        ("enw", "application/x-endnote-refer", "%0 "),
    ] {
        let reply = service.get(&format!("/api/search.{suffix}?q={q}&region={}", url("珠海")));
        assert_eq!(reply.status, 200, "{suffix}");
        assert!(reply.header("content-type").starts_with(kind), "{suffix}");
        assert!(reply.header("content-disposition").ends_with(&format!("%2E{suffix}")));
        assert!(reply.body.starts_with(begins), "{suffix}: {}", reply.body);
        assert!(reply.body.contains(TITLES[0]) && !reply.body.contains(TITLES[1]), "{suffix}");
    }
    assert_eq!(service.get("/api/search.ris?colour=red").status, 400);
    let page = service.get(&format!("/?q={q}&kind=case")).body;
    for suffix in Format::ALL.map(Format::suffix) {
        let link = format!("href=\"/api/search.{suffix}?q=%E5%85%9A%E5%BB%BA&#38;kind=case\"");
        assert!(page.contains(&link), "no {link}");
    }
}
