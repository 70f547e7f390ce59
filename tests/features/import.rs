//! Raw files in, documents out: the seeds by what stands in them, and input of every bad sort.

use std::fs;

use dianan::corpus::CorpusFolder;
use dianan::document::{Date, Kind};
use dianan::intake::batch::Imported;
use dianan::intake::{Batch, Outcome, Verdict, convert};
use dianan::search::{Request, search};
use dianan::text::blocks::BlockKind;
use dianan::text::fold;
use encoding_rs::GB18030;
use serde_json::Value;
use tempfile::TempDir;

use crate::test_library::{
    ImportedSeeds, Ran, files, folder, imported_seeds, program, raw, run, seeds, shared, size,
};

/// Numbers with which the seeds' names begin.
const SEEDS: [&str; 5] = ["000", "001", "002", "003", "004"];

/// The six cases of 000: headline, organization.
const CASES: [(&str, &str); 6] = [
    ("以构建“四融四同”机制引领珠海公安工作现代化", "珠海市公安局直属机关党委"),
    ("以“法先锋”品牌助推党建业务融合穿透", "珠海市司法局机关党委"),
    ("打造“让我先来”党建品牌推动财政工作迈上新台阶", "珠海市财政局机关党委"),
    ("以党建与业务工作全面融合服务珠海发展大局", "珠海市生态环境局机关党委"),
    ("以高质量审计护航经济高质量发展", "珠海市审计局机关党委"),
    ("依托基层党建实训筑牢国门安全屏障", "拱北海关直属机关党委"),
];

/// The five reports of 001: title, organization, region, author.
const REPORTS: [(&str, &str, &str, &[&str]); 5] = [
    ("牢牢把握使命任务 推动实现「六个新提升」", "黑龙江省直机关工委", "黑龙江省", &[]),
    (
        "深入学习贯彻习近平总书记关于机关党建的重要讲话和重要指示精神 全面提高机关党建质量",
        "安徽省直机关工委",
        "安徽省",
        &["朱斌"],
    ),
    (
        "立足中国式现代化湖北实践 以高质量机关党建赋能高质量发展",
        "湖北省委直属机关工委",
        "湖北省",
        &["陈正祥"],
    ),
    ("以「五个强化」推动机关党建高质量发展", "广东省直机关工委", "广东省", &[]),
    (
        "与时俱进 改革创新 提高机关党建工作质量和活力",
        "广西壮族自治区党委区直机关工委",
        "广西壮族自治区",
        &[],
    ),
];

/// Lines of the seeds that are no part of an article's body: the page's own words, and heads and
/// bylines that become metadata. All other lines are body. Seed and line.
const NOT_BODY: [(&str, &str); 27] = [
    ("000", "-我已经到底线啦-"),
    ("000", "暂时没有评论"),
    ("000", "市公安局直属机关党委:"),
    ("000", "市司法局机关党委:"),
    ("000", "市财政局机关党委:"),
    ("000", "市生态环境局机关党委:"),
    ("000", "市审计局机关党委:"),
    ("000", "拱北海关直属机关党委:"),
    ("001", "当前位置: 华文星空 > 新闻"),
    ("001", "黑龙江、安徽、湖北、广东、广西党建信息集萃"),
    ("001", "2024-10-17新闻"),
    ("001", "黑龙江省直机关工委"),
    ("001", "安徽省直机关工委书记朱斌"),
    ("001", "湖北省委直属机关工委常务副书记 陈正祥"),
    ("001", "广东省直机关工委"),
    ("001", "广西壮族自治区党委区直机关工委"),
    ("002", "2022-01-17 07:58 来源:南方日报 崔璨 戴兵威 肖淑娥"),
    ("002", "编辑:刘帅"),
    ("002", "回到首页 南方网二维码 回到顶部"),
    (
        "002",
        "南方报业传媒集团简介- 网站简介- 广告服务- 招标投标- 物资采购- 联系我们- 法律声明- 友情链接",
    ),
    (
        "002",
        "本网站由南方新闻网版权所有,未经授权禁止复制或建立镜像 广东南方网络信息科技有限公司负责制作维护",
    ),
    ("002", "违法和不良信息举报电话:020-87373397 18122015068"),
    ("002", "ICP备案号:粤B-20050235"),
    ("003", "xx市直机关工委"),
    ("003", "第8页 共8页"),
    ("004", "南方日報記者 鄭琦"),
    ("004", "通訊員 陳國禎 李慧瑜"),
];

/// The lines of a seed's body, without page numbers: the pages of 003 are put together, and its
/// head is set apart from its text as the spaces in it say.
fn body_lines(seeds: &ImportedSeeds, number: &str) -> Vec<String> {
    let mut text = seeds.raw(number).to_owned();
    if number == "003" {
        let page = |line: &str| line.split_once('、').expect("a page's number").1.to_owned();
        text = text.lines().map(page).collect();
        text = text.replace("第8页 共8页", "\n第8页 共8页").replacen(' ', "\n", 2);
    }
    let not_body =
        |line: &str| line.is_empty() || line.starts_with('•') || NOT_BODY.contains(&(number, line));
    text.lines().map(str::trim).filter(|line| !not_body(line)).map(str::to_owned).collect()
}

/// The sentences of a line, with their closing marks.
fn sentences(line: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    let mut closed = false;
    for c in line.chars() {
        if closed && !matches!(c, '”' | '」' | '』' | ')' | '\u{ff09}') {
            sentences.push(String::new());
            closed = false;
        }
        sentences.last_mut().expect("there is one").push(c);
        closed = closed || matches!(c, '。' | '!' | '?' | '\u{ff01}' | '\u{ff1f}');
    }
    sentences.retain(|sentence| !sentence.trim().is_empty());
    sentences
}

/// Eight characters at the beginning, at a third, in the middle, at two thirds and at the end of a
/// sentence; every third place in the long run, all in the torture run.
fn quotes(sentence: &str) -> Vec<String> {
    let characters: Vec<char> = sentence.trim().chars().collect();
    let last = characters.len().saturating_sub(8);
    let mut starts = match size(None, Some(3), Some(1)) {
        Some(step) => (0..last).step_by(step).chain([last]).collect(),
        None => vec![0, last / 3, last / 2, last * 2 / 3, last],
    };
    starts.dedup();
    starts.iter().map(|&start| characters[start..].iter().take(8).collect()).collect()
}

#[test]
fn every_sentence_is_found_by_any_eight_characters_of_it() {
    let Some(seeds) = imported_seeds() else { return };
    let mut missed = Vec::new();
    for number in SEEDS {
        let own: Vec<_> = seeds.outcome(number).documents.iter().map(|it| &it.id).collect();
        for sentence in body_lines(seeds, number).iter().flat_map(|line| sentences(line)) {
            for quote in quotes(&sentence).iter().filter(|quote| !quote.contains('"')) {
                let request =
                    Request { text: format!("\"{quote}\""), limit: 100, ..Request::default() };
                let found = search(&seeds.snapshot, request).unwrap().hits;
                if !found.iter().any(|hit| own.contains(&&hit.document.id)) {
                    missed.push(format!("{number}: {quote}"));
                }
            }
        }
    }
    assert!(
        missed.is_empty(),
        "{} are missed: {:#?}",
        missed.len(),
        &missed[..missed.len().min(30)]
    );
}

#[test]
fn an_article_that_stands_twice_gives_one_report_and_six_cases() {
    let Some(seeds) = imported_seeds() else { return };
    let outcome = seeds.outcome("000");
    assert_eq!(outcome.outcome, Verdict::Divided);
    let (report, cases) = outcome.documents.split_first().unwrap();
    assert_eq!((report.kind, report.part_of.as_deref()), (Kind::Report, None));
    let read: Vec<(&str, &str)> = cases
        .iter()
        .map(|case| (case.title.as_str(), case.organization.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(read, CASES);
    for case in cases {
        assert_eq!(case.kind, Kind::Case, "{}", case.title);
        assert_eq!(case.part_of.as_deref(), Some(report.id.as_str()), "{}", case.title);
    }
    for document in &outcome.documents {
        assert_eq!(document.region.as_deref(), Some("广东省/珠海市"), "{}", document.title);
        assert_eq!(document.published, None, "{}", document.title);
    }
}

#[test]
fn a_compilation_gives_the_reports_of_five_provinces() {
    let Some(seeds) = imported_seeds() else { return };
    let outcome = seeds.outcome("001");
    assert_eq!(outcome.outcome, Verdict::Divided);
    let read: Vec<_> = outcome.documents.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(read, REPORTS.map(|(title, ..)| title));
    for (document, (title, organization, region, authors)) in outcome.documents.iter().zip(REPORTS)
    {
        assert_eq!(document.kind, Kind::Report, "{title}");
        assert_eq!(document.organization.as_deref(), Some(organization), "{title}");
        assert_eq!(document.region.as_deref(), Some(region), "{title}");
        assert_eq!(document.author, authors, "{title}");
        assert_eq!(document.published, Date::parse("2024-10-17"), "{title}");
        assert_eq!(document.source.as_deref(), Some("华文星空"), "{title}");
    }
}

#[test]
fn a_newspaper_article_stays_one_report() {
    let Some(seeds) = imported_seeds() else { return };
    assert_eq!(seeds.outcome("002").outcome, Verdict::Imported);
    let report = seeds.only("002");
    assert_eq!(report.title, "以先行示范标准打造机关党建“深圳标杆”");
    assert_eq!(report.kind, Kind::Report);
    assert_eq!(report.source.as_deref(), Some("南方日报"));
    assert_eq!(report.author, ["崔璨", "戴兵威", "肖淑娥"]);
    assert_eq!(report.editor.as_deref(), Some("刘帅"));
    assert_eq!(report.published, Date::parse("2022-01-17"));
    assert_eq!(report.region.as_deref(), Some("广东省/深圳市"));
}

#[test]
fn each_bureaus_practice_is_a_passage_with_its_organization() {
    let Some(seeds) = imported_seeds() else { return };
    let passages = seeds.passages(&seeds.only("002").id);
    // Organization, the beginning and the end of its practice.
    let practices = [
        ("深圳市委办公厅", "深圳市委办公厅充分", "前置审核范围。"),
        ("深圳市政府办公厅", "市政府办公厅围绕", "共3531项。"),
        ("深圳市纪委监委", "市纪委监委部署", "廉洁治理高地。"),
        ("深圳市委宣传部", "市委宣传部高标准", "高度评价。"),
        ("深圳市委外办", "市委外办坚持", "国际交流合作。"),
        ("深圳市人大常委会机关", "深圳市人大常委会机关聚焦", "作用的法规。"),
        ("深圳市政协机关", "市政协机关围绕", "贡献制度经验。"),
        ("深圳市委统战部", "市委统战部围绕", "改革创新发展。"),
        ("深圳市税务局", "深圳市税务局通过", "在全国推广。"),
        ("光明区", "光明区建立", "全面提质。"),
        ("深圳市委组织部", "深圳市委组织部牵头", "强大动力。"),
        ("深圳市生态环境局", "市生态环境局实施", "建设试点。"),
        ("深圳市建筑工务署", "市建筑工务署深化", "项目全覆盖。"),
        ("龙岗区", "龙岗区出台", "开工建设。"),
        ("深圳市委政法委", "市委政法委组织", "实践活动4109场。"),
        ("坪山区", "坪山区建成", "一网统管”。"),
        ("深圳市卫生健康委", "深圳市卫生健康委有序", "全国十强。"),
        ("深圳市市场监管局", "市市场监管局构建", "最佳组织奖。"),
        ("深圳市水务局", "市水务局编列", "示范城市称号。"),
        ("深圳市城管和综合执法局", "深圳市城管和综合执法局强化", "城中村综合治理。"),
        ("罗湖区", "罗湖区推出", "示范应用。"),
        ("大鹏新区", "大鹏新区针对", "群众出行安全。"),
    ];
    for (organization, begins, ends) in practices {
        let own = |name: &Option<String>| name.as_deref() == Some(organization);
        let of: Vec<&str> =
            passages.iter().filter(|it| own(&it.organization)).map(|it| it.text.as_str()).collect();
        let [text] = of[..] else { panic!("{organization} has one passage: {of:#?}") };
        assert!(text.starts_with(begins) && text.ends_with(ends), "{organization}: {text}");
    }
}

#[test]
fn an_anonymised_text_has_no_place_and_its_pages_are_joined() {
    let Some(seeds) = imported_seeds() else { return };
    let report = seeds.only("003");
    assert_eq!(report.region, None);
    assert_eq!(report.organization.as_deref(), Some("xx市直机关工委"));
    assert_eq!((report.published, &report.source), (None, &None));
    assert_eq!(report.title, "机关党建工作研讨会发言材料:探索实践机关党建“XX样式”");
    let body = seeds.body(&report.id);
    // Each stood on two pages, in the middle of a sentence or of a word.
    for joined in [
        "“学习联盟”新载体。重构学习组织",
        "宣传思想、文化xx、智能司法",
        "聘请为市直机关理论宣讲骨干",
        "1000家文明单位",
        "为加强和改进相关领域的党建工作",
        "党总支建制的单位按部门中层",
        "慰问救济;市县两级",
        "活动,切实将作风好坏",
        "取信于民。群众",
        "“公共服务体验式查访”",
        "牢固树立“一切工作到支部”",
        "久久为功将基层支部建得更实",
    ] {
        assert!(fold(&body).text.contains(&fold(joined).text), "{joined}");
    }
    assert!(!body.contains("共8页") && !body.contains("第8页"));
    let page_begins = |line: &&str| {
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        digits.len() < line.len() && digits.starts_with(['、', '\\'])
    };
    assert_eq!(body.lines().find(page_begins), None);
}

#[test]
fn traditional_text_is_kept_as_it_is() {
    let Some(seeds) = imported_seeds() else { return };
    let report = seeds.only("004");
    assert_eq!(report.organization.as_deref(), Some("江門市人民政府辦公室"));
    assert_eq!(report.region.as_deref(), Some("广东省/江门市"));
    assert_eq!(report.source.as_deref(), Some("南方日報"));
    assert_eq!(report.author, ["鄭琦", "陳國禎", "李慧瑜"]);
    let body = seeds.body(&report.id);
    for kept in ["推動黨建與業務深度融合、同向並進", "「", "羣眾", "温暖", "着力解決"]
    {
        assert_eq!(body.contains(kept), seeds.raw("004").contains(kept), "{kept}");
    }
}

#[test]
fn the_span_of_a_document_covers_its_title_and_text() {
    let Some(seeds) = imported_seeds() else { return };
    for number in SEEDS {
        let text = seeds.raw(number);
        let mut end = 0;
        for document in &seeds.outcome(number).documents {
            let span = document.span.unwrap();
            let covered = fold(text.get(span.start..span.end).unwrap()).text;
            assert!(span.start >= end, "{} begins after the one before", document.title);
            end = span.end;
            // A title that the text does not state was made of its organization and a heading.
            let stated = document.title.rsplit(':').next().unwrap_or_default();
            assert!(covered.contains(&fold(stated).text), "{}", document.title);
            for line in seeds.body(&document.id).lines().filter(|_| number != "003") {
                let line = line.trim_start_matches("> 〔图注〕").trim_start_matches(['#', ' ']);
                let line = fold(&line.replace('\\', "")).text;
                assert!(covered.contains(&line), "{}: {line}", document.title);
            }
        }
    }
}

#[test]
fn what_belongs_to_the_page_goes_and_is_listed() {
    let Some(seeds) = imported_seeds() else { return };
    let gone = [
        ("000", "page_residue", "我已经到底线啦"),
        ("000", "page_residue", "暂时没有评论"),
        ("000", "repeated", "历经四十多年风雨路"),
        ("001", "breadcrumb", "当前位置"),
        ("001", "byline", "2024-10-17新闻"),
        ("001", "byline", "常务副书记 陈正祥"),
        ("002", "navigation", "南方都市报"),
        ("002", "navigation", "南方杂志"),
        ("002", "navigation", "广告服务"),
        ("002", "page_residue", "回到首页"),
        ("002", "licence", "版权所有"),
        ("002", "licence", "举报电话"),
        ("002", "licence", "ICP备案号"),
        ("002", "byline", "编辑:刘帅"),
        ("003", "page_number", "第8页 共8页"),
        ("004", "byline", "南方日報記者"),
    ];
    for (number, rule, text) in gone {
        let outcome = seeds.outcome(number);
        let listed = outcome.removed.iter().find(|it| it.text.contains(text));
        assert_eq!(listed.map(|it| it.rule), Some(rule), "{number}: {text}");
        let bodies = outcome.documents.iter().map(|it| seeds.body(&it.id));
        let times = bodies.map(|body| body.matches(text).count()).sum::<usize>();
        assert_eq!(times, usize::from(rule == "repeated"), "{number}: {text}");
    }
    let pages = seeds.outcome("003").removed.iter().filter(|it| it.rule == "page_number");
    assert_eq!(pages.count(), 14, "thirteen pages and the last line's number");
}

#[test]
fn every_raw_line_is_kept_or_listed_as_removed() {
    let Some(seeds) = imported_seeds() else { return };
    for number in SEEDS.into_iter().filter(|number| *number != "003") {
        let outcome = seeds.outcome(number);
        let mut kept: String = outcome.removed.iter().map(|it| fold(&it.text).text).collect();
        for document in &outcome.documents {
            let body = seeds.body(&document.id).replace('\\', "");
            kept.push_str(&fold(&(body + &document.title)).text);
            // The office before a headline is the document's organization.
            kept.push_str(document.organization.as_deref().unwrap_or_default());
            kept.push(':');
            let held = seeds.snapshot.engine.document(&document.id).unwrap().unwrap();
            kept.push_str(held.front_matter.source.compilation.as_deref().unwrap_or_default());
        }
        for line in seeds.raw(number).lines() {
            assert!(kept.contains(&fold(line).text), "{number}: {line}");
        }
    }
}

#[test]
fn captions_of_photos_are_marked() {
    let Some(seeds) = imported_seeds() else { return };
    let captions = [
        "黑龙江省消防救援总队在漠河北极广场开展",
        "安徽省直机关学习贯彻党的二十届三中全会精神、推动机关党建高质量发展座谈会召开",
        "生命健康产业学习交流活动在湖北省图书馆举行",
        "推出绿美广东生态建设系列专题节目",
        "在南宁召开学习贯彻习近平总书记「7·9」重要讲话精神座谈会",
    ];
    for (document, caption) in seeds.outcome("001").documents.iter().zip(captions) {
        let body = seeds.body(&document.id);
        let marked: Vec<&str> =
            body.lines().filter(|line| line.starts_with("> 〔图注〕")).collect();
        assert_eq!(marked.len(), 1, "{}: {marked:?}", document.title);
        assert!(marked[0].contains(caption), "{marked:?}");
        let passages = seeds.passages(&document.id);
        let blocks = passages.iter().flat_map(|passage| &passage.blocks);
        assert_eq!(blocks.filter(|block| block.kind == BlockKind::Caption).count(), 1);
    }
    for number in ["000", "002", "003", "004"] {
        for document in &seeds.outcome(number).documents {
            assert!(!seeds.body(&document.id).contains("〔图注〕"), "{}", document.title);
        }
    }
}

#[test]
fn headings_become_headings() {
    let Some(seeds) = imported_seeds() else { return };
    let check = |document: &Imported, expected: &[&str]| {
        let headings: Vec<String> =
            seeds.headings(&document.id).iter().map(|it| fold(it).text).collect();
        let expected: Vec<String> = expected.iter().map(|it| fold(it).text).collect();
        assert_eq!(headings, expected, "{}", document.title);
    };
    check(
        &seeds.outcome("000").documents[0],
        &[
            "着力增强机关基层党组织政治功能和组织功能 建设党的坚强战斗堡垒",
            "充分发挥党员先锋模范作用 争当服务高质量发展排头兵",
            "压实机关党建主体责任 不断提升机关党建质量和水平",
        ],
    );
    check(
        &seeds.outcome("001").documents[2],
        &[
            "提高政治站位,自觉加强政治引领",
            "找准职责定位,坚定以深度融合服务中心大局",
            "奋楫争先进位,始终以严管厚爱增强内生动能",
        ],
    );
    check(
        seeds.only("003"),
        &[
            "一、再造“大学习”三大模式,把理论武装抓得更深。",
            "二、聚焦“大调研”三大重点,把成果转化做得更实。",
            "三、锻造“大督查”三大利器,把责任链条拧得更紧。",
            "四、紧扣“大提升”三大目标,把党建质量提得更高。",
        ],
    );
    check(
        seeds.only("004"),
        &[
            "突出一個重點 強化政治建設引領",
            "落實兩個責任 推進黨風廉政建設",
            "聚焦三項創新 黨建業務同頻共振",
            "整合四個維度 促進工作提質增效",
        ],
    );
    check(
        seeds.only("002"),
        &[
            "努力在新时代走在前列、新征程勇当尖兵",
            "1 高标谋划 系统推进",
            "2 围绕中心 服务大局",
            "3 践行初心 服务群众",
        ],
    );
}

/// An empty corpus to import into.
fn empty_corpus() -> (TempDir, CorpusFolder) {
    let folder = folder();
    let corpus = CorpusFolder::open_or_create(&folder.path().join("c")).expect("a new folder");
    (folder, corpus)
}

fn import(corpus: &CorpusFolder, name: &str, bytes: &[u8]) -> Outcome {
    Batch::open(corpus, false).expect("the corpus can be read").import(raw(name, bytes))
}

#[test]
fn a_file_imported_again_makes_no_second_document() {
    let Some(seeds) = seeds() else { return };
    for (name, bytes) in files(&seeds) {
        let (_folder, corpus) = empty_corpus();
        let first = import(&corpus, &name, &bytes);
        assert!(!first.documents.is_empty(), "{name}");
        let held = corpus.files().unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let (encoded, _, lost) = GB18030.encode(&text);
        assert!(!lost, "{name}");
        let windows = text.replace('\n', "\r\n");
        for (again, bytes) in [
            (name.as_str(), bytes.as_slice()),
            ("另一个名字.txt", bytes.as_slice()),
            ("gb18030.txt", encoded.as_ref()),
            ("crlf.txt", windows.as_bytes()),
        ] {
            let outcome = import(&corpus, again, bytes);
            assert_eq!(outcome.outcome, Verdict::Duplicate, "{name} as {again}");
            assert!(outcome.reason.is_some() && outcome.documents.is_empty(), "{again}");
            assert_eq!(corpus.files().unwrap(), held, "{name} as {again}");
        }
        // Within one batch too.
        let (_folder, corpus) = empty_corpus();
        let mut batch = Batch::open(&corpus, false).unwrap();
        batch.import(raw("a.txt", &bytes));
        assert_eq!(batch.import(raw("b.txt", &encoded)).outcome, Verdict::Duplicate, "{name}");
    }
}

#[test]
fn a_reprint_is_recorded_as_one() {
    let Some(seeds) = imported_seeds() else { return };
    let (_folder, corpus) = empty_corpus();
    let original = seeds.raw("002");
    let first = import(&corpus, "002.txt", original.as_bytes());
    let reprint = original
        .replace("以先行示范标准打造机关党建“深圳标杆”\n\n", "深圳打造机关党建标杆\n\n")
        .replace("来源:南方日报 崔璨 戴兵威 肖淑娥", "来源:旗帜网");
    let second = import(&corpus, "reprint.txt", reprint.as_bytes());
    assert_eq!(second.outcome, Verdict::Imported);
    let [document] = &second.documents[..] else { panic!("one document") };
    assert_eq!(document.title, "深圳打造机关党建标杆");
    assert_eq!(document.source.as_deref(), Some("旗帜网"));
    assert_eq!(document.reprint_of.as_deref(), Some(first.documents[0].id.as_str()));
    assert!(!second.remarks.is_empty(), "it is not dropped in silence");
    let held = corpus.files().unwrap();
    assert_eq!(held.len(), 2);
    let recorded = held.iter().filter_map(|file| file.parse().ok()?.file.front_matter.reprint_of);
    assert_eq!(recorded.count(), 1);
}

/// Imports `paths` of `folder` with the program.
fn imported(folder: &TempDir, paths: &[&str]) -> (Ran, Vec<Value>) {
    let mut command = program(folder.path());
    command.args(["import", "--json", "--corpus", "c"]).args(paths);
    let ran = run(command);
    let outcomes = ran.json().as_array().expect("a list of outcomes").clone();
    (ran, outcomes)
}

#[test]
fn a_bad_file_is_one_failed_outcome_and_the_rest_go_on() {
    let folder = folder();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let article = "关于机关党建的经验\n坚持以党的政治建设为统领,推动机关党建和业务工作深度融合。\n";
    write("empty.txt", b"");
    write("blank.txt", b" \n\t\r\n");
    write("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x01\x00\x08\x06");
    write("noise.txt", &b"\xff\x80\xfe\x81".repeat(500)[1..]);
    write("good-1.txt", article.as_bytes());
    fs::create_dir(folder.path().join("directory.txt")).unwrap();
    fs::File::create(folder.path().join("large.txt")).unwrap().set_len(200 << 20).unwrap();
    let second = article.replace("机关党建", "学校党建").replace("深度融合", "一起谋划一起部署");
    write("good-2.txt", second.as_bytes());
    let paths = [
        "good-1.txt",
        "empty.txt",
        "blank.txt",
        "picture.txt",
        "noise.txt",
        "directory.txt",
        "large.txt",
        "missing.txt",
        "good-2.txt",
    ];
    let (ran, outcomes) = imported(&folder, &paths);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert_eq!(outcomes.len(), paths.len(), "one outcome a file");
    for (outcome, path) in outcomes.iter().zip(paths) {
        assert_eq!(outcome["file"], path);
        let good = path.starts_with("good");
        let expected = match path {
            path if path.starts_with("good") => "imported",
            // It may show a text.
            "picture.txt" => "needs_ocr",
            _ => "failed",
        };
        assert_eq!(outcome["outcome"], expected, "{outcome}");
        assert_eq!(outcome["reason"].as_str().is_some_and(|why| !why.is_empty()), !good, "{path}");
    }
    let reason = |at: usize| outcomes[at]["reason"].as_str().unwrap_or_default().to_owned();
    assert!(reason(6).contains("200") || reason(6).contains('大'), "{}", reason(6));
    assert!(reason(4).contains("编码"), "{}", reason(4));
    let (again, _) = imported(&folder, &["good-1.txt"]);
    assert_eq!(again.code, Some(0), "a duplicate is no failure: {}", again.out);
}

// DEFECT: the corpus folder is made.
#[test]
fn a_dry_run_writes_nothing() {
    let Some(seeds) = seeds() else { return };
    let folder = folder();
    for (name, bytes) in files(&seeds) {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let names: Vec<String> = files(folder.path()).into_iter().map(|(name, _)| name).collect();
    let paths: Vec<&str> = names.iter().map(String::as_str).collect();
    let dry = [&["--dry-run"], &paths[..]].concat();
    let (ran, said) = imported(&folder, &dry);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(!folder.path().join("c").exists(), "not even the folder is made");
    let (_, done) = imported(&folder, &paths);
    assert_eq!(said, done, "it says what an import does");
}

#[test]
fn raw_files_are_never_changed() {
    let Some(seeds) = seeds() else { return };
    let before = files(&seeds);
    let folder = folder();
    let mut command = program(folder.path());
    command.args(["import", "--corpus", "c"]).arg(seeds.canonicalize().unwrap());
    assert_eq!(run(command).code, Some(0));
    assert_eq!(files(&seeds), before);
    assert!(folder.path().join("c/reports").is_dir());
}

const PAGE: &str = r#"<!doctype html><html><head><meta charset="utf-8">
<title>珠海打造“让我先来”党建品牌 - 某市机关党建网</title>
<style>.a{color:red}</style><script>var counted = "统计代码";</script></head><body>
<nav><ul><li><a href="/">网站首页</a></li><li><a href="/n">新闻动态栏目</a></li><li><a href="/z">政策法规栏目</a></li></ul></nav>
<div id="content" class="article"><h1>珠海打造“让我先来”党建品牌</h1>
<p class="meta">发布时间:2024-03-01 来源:珠海市财政局</p>
<p>珠海市财政局机关党委着力推动基层党组织建设与财政业务深度融合,强化党员在基层党建中的主体作用,搭建党员践行先进性的实践载体。</p>
<h2>明确实施路径</h2>
<p>发挥党员领导干部头雁作用、先锋班组骨干作用、党务干部活力作用、广大党员合力作用,组建33个先锋班组,让党员在岗位上亮身份、作贡献、树形象。</p>
<table><tr><th>年份</th><th>先锋班组</th></tr><tr><td>2023</td><td>33个</td></tr></table>
<p>2022年,党建工作法经验做法在杂志刊登,全局有1名党员获评广东省三八红旗手,1名党务干部获得全省财政系统优秀个人称号,成效明显。</p></div>
<aside><h3>热门推荐</h3><ul><li><a href="/1">别处的一条新闻标题</a></li></ul></aside>
<footer><p>版权所有:某市机关党建网 粤ICP备12345678号</p><p>技术支持:某某公司</p></footer></body></html>"#;

#[test]
fn the_article_of_a_web_page_is_kept_and_the_page_around_it_is_listed() {
    let converted = convert(raw("page.html", PAGE.as_bytes())).unwrap();
    let [document] = &converted.documents[..] else { panic!("{converted:#?}") };
    assert_eq!(document.front_matter.title, "珠海打造“让我先来”党建品牌");
    assert_eq!(document.front_matter.published, Date::parse("2024-03-01"));
    assert_eq!(document.front_matter.source.name.as_deref(), Some("珠海市财政局"));
    let body = &document.body;
    for kept in
        ["着力推动基层党组织建设", "## 明确实施路径", "组建33个先锋班组", "33个", "优秀个人称号"]
    {
        assert!(body.contains(kept), "{kept} in {body}");
    }
    let removed: String = converted.removed.iter().map(|it| it.text.clone() + "\n").collect();
    for gone in ["新闻动态栏目", "别处的一条新闻标题", "粤ICP备", "技术支持"] {
        assert!(!body.contains(gone), "{gone} in {body}");
        assert!(removed.contains(gone), "{gone} is not listed: {removed}");
    }
    for never in ["统计代码", "color:red"] {
        assert!(!body.contains(never) && !document.front_matter.title.contains(never));
    }
}

#[test]
fn a_page_in_gb18030_is_read_too() {
    let (bytes, _, lost) = GB18030.encode(PAGE);
    assert!(!lost);
    let twin = convert(raw("page.html", PAGE.as_bytes())).unwrap();
    let read = convert(raw("page.html", &bytes)).unwrap();
    assert_eq!(read.documents[0].body, twin.documents[0].body);
    assert_eq!(read.documents[0].front_matter.title, twin.documents[0].front_matter.title);
}

#[test]
fn a_text_is_the_same_in_every_encoding() {
    let Some(encodings) = shared("data/encodings") else { return };
    let read = |encoding: &str, name: &str| {
        let bytes = fs::read(encodings.join(encoding).join(name)).expect("it is there");
        let converted = convert(raw(name, &bytes));
        let converted = converted.unwrap_or_else(|error| panic!("{encoding}/{name}: {error}"));
        let texts = converted.documents.into_iter().map(|it| (it.front_matter.title, it.body));
        texts.collect::<Vec<_>>()
    };
    for name in ["d00.txt", "d01.txt", "d02.txt"] {
        let twin = read("utf-8-sig", name);
        assert!(!twin.is_empty(), "{name}");
        for encoding in ["gbk", "gb18030", "utf-16"] {
            assert_eq!(read(encoding, name), twin, "{encoding}/{name}");
        }
    }
    for (name, title) in
        [("d55.txt", "金門國家公園管理處辦事細則"), ("d57.txt", "內政部專業獎章頒給辦法")]
    {
        let documents = read("big5", name);
        assert_eq!(documents.len(), 1, "{name}");
        assert!(documents[0].0.contains(title), "{name}: {}", documents[0].0);
        assert!(fold(&documents[0].1).text.contains("第1条"), "{name}: {}", documents[0].1);
    }
}

#[test]
fn a_corpus_without_a_lexicon_is_read_with_the_built_in_themes() {
    let Some(seeds) = imported_seeds() else { return };
    let answer = search(&seeds.snapshot, Request::default()).unwrap();
    let themes: Vec<&str> = answer.facets["theme"].iter().map(|it| it.value.as_str()).collect();
    assert!(themes.contains(&"基层组织") && themes.contains(&"考核评价"), "{themes:?}");
}
