//! A draft against a small library: what is found, what is not, and how much stands there already.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::TcpStream;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use dianan::check::overlap::Standing;
use dianan::check::{Class, Draft, Report, Verdict, check};
use dianan::document::report::{Block, Inline, Report as Paper, docx};
use dianan::http::{Library, router};

use crate::test_library::TestLibrary;

const FIXTURE: &str = "\
//- reports/guangxi.md region=广西壮族自治区 organization=广西壮族自治区党委区直机关工委 published=2024
# 广西区直机关工委工作情况
区直机关工委评定「四强」党支部539个,7172个党支部全部通过达标验收。产业园区共建118个,帮扶车间建立371个。

工委印发《关于加强区直机关党的建设的实施意见》,推动「三问」活动落实到每个支部。
//- reports/zhuhai.md region=广东省/珠海市 organization=珠海市财政局 published=2023
# 珠海市财政局品牌建设情况
机关党委坚持让党员先学一步、先行一步、先干一步,把品牌建在项目上,把服务送到企业门口。
//- policies/gongwen.md number=粤财发〔2023〕12号
# 机关党建品牌管理办法
## 第一条

机关党建品牌应当有明确的名称、目标和负责人,每年评议一次。
";

fn checked(library: &TestLibrary, text: &str) -> Report {
    check(&library.snapshot(), &Draft::pasted(text).expect("a draft")).expect("it is checked")
}

/// Class, verdict and words of every finding.
fn found(report: &Report) -> Vec<(Class, Verdict, &str)> {
    report.findings.iter().map(|it| (it.class, it.verdict, it.text.as_str())).collect()
}

#[test]
fn words_taken_from_a_passage_agree_or_differ_to_the_character() {
    let library = TestLibrary::new(FIXTURE);
    let held =
        "机关党委坚持让党员先学一步、先行一步、先干一步,把品牌建在项目上,把服务送到企业门口。";
    let report = checked(&library, held);
    assert_eq!(found(&report), []);
    assert_eq!(report.agreeing[0].evidence[0].document.id.as_str(), "zhuhai");
    let traditional =
        "機關黨委堅持讓黨員先學一步,先行一步,先幹一步,把品牌建在項目上,把服務送到企業門口";
    assert_eq!(found(&checked(&library, traditional)), []);

    let report = checked(&library, &held.replace("企业门口", "企业窗口"));
    let [finding] = &report.findings[..] else { panic!("{:?}", report.findings) };
    assert_eq!((finding.class, finding.verdict), (Class::Quotation, Verdict::Differs));
    let [difference] = &finding.difference[..] else { panic!("{finding:?}") };
    assert_eq!((difference.draft.as_str(), difference.held.as_str()), ("窗", "门"));
    assert!(finding.suggestion.as_ref().is_some_and(|it| it.ends_with("企业门口")), "{finding:?}");
    assert!(finding.message.contains("草稿作“窗”，库中为“门”"), "{}", finding.message);
    let passage = library.snapshot().engine.document(&finding.evidence[0].document.id);
    let body = passage.expect("it can be read").expect("it is held").body;
    assert!(finding.evidence[0].span.of(&body).contains("企业门口"));
}

#[test]
fn what_a_draft_adds_before_and_after_is_its_own() {
    let library = TestLibrary::new(FIXTURE);
    let report = checked(&library, "据统计,产业园区共建118个,帮扶车间建立371个,群众普遍欢迎。");
    assert_eq!(found(&report), []);
}

#[test]
fn a_quotation_is_held_elsewhere_or_not_at_all() {
    let library = TestLibrary::new(FIXTURE);
    let quoted = "把品牌建在项目上,把服务送到企业门口";
    let report = checked(&library, &format!("据《广西区直机关工委工作情况》所载:“{quoted}”。"));
    assert_eq!(found(&report), [(Class::Quotation, Verdict::Elsewhere, quoted)]);
    assert!(report.findings[0].message.contains("珠海市财政局品牌建设情况"));
    let report = checked(&library, &format!("广西的经验讲得很实在:“{quoted}”。"));
    assert_eq!(found(&report), [(Class::Quotation, Verdict::Elsewhere, quoted)]);
    let report = checked(&library, &format!("珠海的经验讲得很实在:“{quoted}”。"));
    assert_eq!(found(&report), []);
    let report = checked(&library, "有人说:“山里的果树要等三年才肯结果”。");
    let unseen = [(Class::Quotation, Verdict::Unseen, "山里的果树要等三年才肯结果")];
    assert_eq!(found(&report), unseen);
    assert!(report.findings[0].message.contains("库中未见"));
}

#[test]
fn titles_and_numbers_are_held_mentioned_near_or_not_held() {
    let library = TestLibrary::new(FIXTURE);
    let of = |text: &str| {
        let report = checked(&library, text);
        let all =
            report.findings.iter().chain(&report.agreeing).filter(|it| it.class == Class::Title);
        let all = all.map(|it| (it.verdict, it.suggestion.clone().unwrap_or_default()));
        all.collect::<Vec<_>>()
    };
    let none = String::new;
    assert_eq!(of("按《机关党建品牌管理办法》办。"), [(Verdict::Agrees, none())]);
    assert_eq!(of("按《关于加强区直机关党的建设的实施意见》办。"), [(Verdict::Agrees, none())]);
    let near = (Verdict::Differs, "机关党建品牌管理办法".to_owned());
    assert_eq!(of("按《机关党建品牌管理力法》办。"), [near]);
    assert_eq!(of("按《山区果树嫁接手册》办。"), [(Verdict::Unseen, none())]);
    assert_eq!(of("按粤财发〔2023〕12号文办。"), [(Verdict::Agrees, none())]);
    assert_eq!(of("按粤财发〔2022〕7号文办。"), [(Verdict::Unseen, none())]);
    let other = of("按《机关党建品牌管理办法》（粤财发〔2023〕13号）办。");
    assert_eq!(other[0], (Verdict::Differs, "粤财发〔2023〕12号".to_owned()));
}

#[test]
fn figures_are_compared_with_those_of_their_place() {
    let library = TestLibrary::new(FIXTURE);
    let report = checked(&library, "广西壮族自治区成效明显,评定“四强”党支部593个。");
    let [finding] = &report.findings[..] else { panic!("{:?}", report.findings) };
    assert_eq!((finding.class, finding.verdict), (Class::Figure, Verdict::Differs));
    assert_eq!(finding.suggestion.as_deref(), Some("539个"));
    let report = checked(&library, "广西壮族自治区成效明显,评定“四强”党支部539个。");
    assert_eq!(found(&report), []);
    // Of this place nothing is held.
    let report = checked(&library, "黑龙江省成效明显,评定“四强”党支部12个。");
    assert_eq!(found(&report), []);
}

#[test]
fn unofficial_names_are_found_by_the_lexicon_and_the_corpus() {
    let library = TestLibrary::new(
        "\
//- reports/a.md region=广东省/珠海市
# 珠海市工作情况
珠海市发展和改革局牵头推进,党工委与区直机关工委同步落实各项任务。
",
    );
    let groups = "发改局,发展改革局,发展和改革局\n中央纪委,中纪委\n区直机关工委,自治区直属机关工委\n\
                  卫健局,卫生健康局\n";
    library.write("lexicon/synonyms.txt", groups);
    library.refresh();
    let of = |text: &str| -> Vec<(String, String, bool)> {
        let names =
            checked(&library, text).findings.into_iter().filter(|it| it.class == Class::Name);
        let names = names.map(|it| {
            assert!(it.confidence <= 0.5, "{it:?}");
            (it.text, it.suggestion.unwrap_or_default(), it.evidence.is_empty())
        });
        names.collect()
    };
    let named = |draft: &str, held: &str, alone: bool| (draft.to_owned(), held.to_owned(), alone);
    // The corpus writes it in full; the lexicon alone knows the other.
    let found = of("市发改局落实中纪委部署,发改局再次调度。");
    assert_eq!(found, [named("发改局", "发展和改革局", false), named("中纪委", "中央纪委", true),]);
    let found = checked(&library, "市發改局再次調度,市发改局落实。");
    assert!(found.findings[0].message.contains("全文 2 处"), "{:?}", found.findings);
    // A form that the draft introduces, that stands in a title or a quotation, that the corpus uses,
    // the fullest form, and one of which the lexicon says nothing.
    for text in [
        "市发展和改革局(以下简称市发改局)牵头,发改局落实。",
        "《中纪委关于某项工作的通知》要求,“中纪委的同志都来参加了会议”。",
        "区直机关工委和自治区直属机关工委一起调研。",
        "中央纪委、市卫健局和发展和改革局。",
    ] {
        assert_eq!(of(text), [], "{text}");
    }
}

#[test]
fn a_fault_is_told_once_however_many_checks_find_it() {
    let library = TestLibrary::new(FIXTURE);
    let held = "区直机关工委评定「四强」党支部539个,7172个党支部全部通过达标验收。";
    let lead = "广西壮族自治区:";
    // The figure that stands in a sentence of the passage, and is a measure of the place.
    let report = checked(&library, &format!("{lead}{}", held.replace("539", "593")));
    let [finding] = &report.findings[..] else { panic!("{:?}", report.findings) };
    assert_eq!((finding.class, finding.verdict), (Class::Figure, Verdict::Differs));
    assert_eq!(finding.suggestion.as_deref(), Some("539个"));
    assert!(finding.message.contains("广西") && finding.message.contains("党支部"), "{finding:?}");
    assert!(finding.confidence > 0.8 && finding.evidence.len() == 1, "{finding:?}");
    // What else differs is told too, and once.
    let other = held.replace("539", "593").replace("通过达标", "通过合格");
    let report = checked(&library, &format!("{lead}{other}"));
    let mut classes: Vec<Class> = report.findings.iter().map(|it| it.class).collect();
    classes.sort();
    assert_eq!(classes, [Class::Quotation, Class::Figure]);
    let mut differences: Vec<&str> =
        report.findings.iter().flat_map(|it| &it.difference).map(|it| it.held.as_str()).collect();
    differences.sort_unstable();
    assert_eq!(differences, ["539个", "达标"]);
    // A figure that is right is not held against another.
    let report = checked(&library, &format!("黑龙江省:{}", held.replace("通过达标", "通过合格")));
    assert_eq!(found(&report).len(), 1, "{:?}", report.findings);
}

#[test]
fn every_span_is_of_the_draft_and_the_report_is_always_the_same() {
    let library = TestLibrary::new(FIXTURE);
    let text = "\u{feff}题目\r\n\r\n湖北省张家界市评定「四強」党支部547个,按《机关党建品牌管理力法》办。\r\n";
    let draft = Draft::from_file("a.txt", text.as_bytes()).expect("a draft");
    let snapshot = library.snapshot();
    let first = check(&snapshot, &draft).expect("it is checked");
    assert!(!first.findings.is_empty());
    for finding in &first.findings {
        assert_eq!(finding.span.of(&draft.text), finding.text);
        for difference in &finding.difference {
            assert_eq!(difference.span.of(&draft.text), difference.draft);
        }
    }
    let again = check(&snapshot, &draft).expect("it is checked");
    assert_eq!(first.findings, again.findings);
}

/// Sentences that stand nowhere else: characters as if thrown (xorshift), the same in every run.
fn own_words(from: usize, sentences: usize) -> String {
    let mut text = String::new();
    for n in from..from + sentences {
        let mut state = 0x9E37_79B9_u32.wrapping_mul(u32::try_from(n).expect("small") + 1);
        for _ in 0..24 {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            text.extend(char::from_u32(0x4E00 + state % 0x4000));
        }
        text.push('。');
    }
    text
}

#[test]
fn drafts_mixed_in_known_proportions_are_reported_within_two_points() {
    let formula = "会议强调要提高站位凝聚共识以钉钉子精神抓好各项任务落地见效。".to_owned();
    let (ours, theirs, cited) = (own_words(1000, 60), own_words(2000, 60), own_words(3000, 60));
    let mut fixture = String::new();
    let documents =
        [("ours", "县渡口站", &ours), ("theirs", "县船队", &theirs), ("cited", "县港务处", &cited)];
    for (name, organization, words) in documents {
        writeln!(
            fixture,
            "//- reports/{name}.md organization={organization}\n# {name}\n{words}\n{formula}\n"
        )
        .expect("a string");
    }
    let library = TestLibrary::new(&fixture);
    let part = |text: &str, from: usize, sentences: usize| -> String {
        text.split_inclusive('。').skip(from).take(sentences).collect()
    };
    for (own, copied, quoted, formulas, fresh) in [
        (10, 10, 10, 4, 10),
        (0, 30, 0, 0, 10),
        (20, 0, 20, 2, 5),
        (3, 3, 3, 1, 40),
        (0, 0, 0, 0, 20),
    ] {
        let mut draft = String::new();
        let quoted_text = part(&cited, 7, quoted);
        writeln!(draft, "{}{}", part(&ours, 5, own), part(&theirs, 9, copied)).expect("a string");
        if quoted > 0 {
            writeln!(draft, "“{quoted_text}”").expect("a string");
        }
        for n in 0..formulas {
            writeln!(draft, "{formula}{}", own_words(5000 + n, 1)).expect("a string");
        }
        let fresh_text = own_words(7000, fresh);
        writeln!(draft, "{fresh_text}").expect("a string");
        let report =
            check(&library.snapshot(), &Draft::pasted(&draft).expect("a draft").by("县渡口站"));
        let counts = report.expect("it is checked").overlap.counts;
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let all = letters(&draft);
        assert_eq!(counts.letters, all);
        let expected = [
            ("own", counts.own, letters(&part(&ours, 5, own))),
            ("copied", counts.copied, letters(&part(&theirs, 9, copied))),
            ("quoted", counts.quoted, letters(&quoted_text)),
            ("formulaic", counts.formulaic, formulas * letters(&formula)),
        ];
        for (name, counted, mixed) in expected {
            let points = 100.0 * (counted as f64 - mixed as f64).abs() / all as f64;
            println!("{name}: {counted} of {all}, mixed {mixed}: {points:.2} points off");
            assert!(points <= 2.0, "{name}: {counted} of {all}, mixed {mixed}");
        }
    }
}

#[test]
fn long_stretches_are_shown_with_where_they_stand() {
    let library = TestLibrary::new(FIXTURE);
    let words = "把品牌建在项目上,把服务送到企业门口,让党员先学一步、先行一步、先干一步,把品牌建在项目上,把服务送到企业门口。";
    let report = checked(&library, words);
    let stretches: Vec<_> = report.paragraphs.iter().flat_map(|it| &it.stretches).collect();
    assert!(stretches.iter().any(|it| it.standing == Standing::Copied && it.letters >= 20));
    assert_eq!(stretches[0].evidence.document.id.as_str(), "zhuhai");
    let own =
        check(&library.snapshot(), &Draft::pasted(words).expect("a draft").by("珠海市財政局"));
    assert!(own.expect("it is checked").overlap.counts.own > 30);
}

#[test]
fn the_command_line_says_what_it_found_through_its_exit_code() {
    let library = TestLibrary::new(FIXTURE);
    library.write("../right.txt", "机关党委坚持让党员先学一步、先行一步、先干一步。\n");
    library.write("../wrong.txt", "机关党委坚持让党员先学一步、先跑一步、先干一步。\n");
    library.write("../large.txt", &"长".repeat(700_000));
    library.write("../empty.txt", "\n\n");
    assert_eq!(library.dianan(&["check", "right.txt"]).code, Some(0));
    let ran = library.dianan(&["check", "wrong.txt"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("草稿作“跑”，库中为“行”"), "{}", ran.out);
    let ran = library.dianan(&["check", "wrong.txt", "--json"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.json()["findings"][0]["difference"][0]["held"], "行");
    for (file, said) in [("large.txt", "上限 1 MB"), ("empty.txt", "空"), ("none.txt", "无法打开")]
    {
        let ran = library.dianan(&["check", file]);
        assert_eq!(ran.code, Some(2), "{file}: {}", ran.err);
        assert!(ran.err.contains(said), "{file}: {}", ran.err);
    }
}

#[test]
fn a_word_file_is_read_and_a_bomb_or_a_broken_one_is_refused() {
    let library = TestLibrary::new(FIXTURE);
    let words = "机关党委坚持让党员先学一步、先跑一步、先干一步,把品牌建在项目上。";
    let paper = Paper {
        title: "材料".to_owned(),
        blocks: vec![Block::Paragraph(vec![Inline::text(words)])],
        ..Paper::default()
    };
    let bytes = docx::write(&paper);
    let draft = Draft::from_file("a.docx", &bytes).expect("it is a draft");
    let report = check(&library.snapshot(), &draft).expect("it is checked");
    assert_eq!(report.findings[0].difference[0].held, "行");
    let broken = Draft::from_file("a.docx", &bytes[..bytes.len() / 2]).expect_err("half a file");
    assert!(broken.to_string().contains("docx"), "{broken}");
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    bomb.start_file("word/document.xml", options).expect("it can be written");
    bomb.write_all(&vec![b' '; 30 * 1024 * 1024]).expect("it can be written");
    let bomb = bomb.finish().expect("it can be written").into_inner();
    assert!(bomb.len() < 1024 * 1024);
    let refused = Draft::from_file("a.docx", &bomb).expect_err("a bomb");
    assert!(refused.to_string().contains("解压"), "{refused}");
}

/// The service over a library.
struct Service(std::net::SocketAddr, TestLibrary);

impl Service {
    fn new() -> Self {
        let library = TestLibrary::new(FIXTURE);
        let served = Arc::new(Library::open(library.generations()).expect("there is an index"));
        let (told, address) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
                told.send(listener.local_addr().expect("an address")).expect("somebody waits");
                axum::serve(listener, router(served)).await.expect("it serves");
            });
        });
        Self(address.recv().expect("it starts"), library)
    }

    /// Status line and headers, and body, of a POST.
    fn post(&self, path: &str, headers: &str, body: &[u8]) -> (String, String) {
        let mut stream = TcpStream::connect(self.0).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n",
            self.0
        );
        stream.write_all(head.as_bytes()).expect("it reads");
        // A body that is refused may be cut off.
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
        (head.to_owned(), body.to_owned())
    }
}

const FORM: &str = "Content-Type: multipart/form-data; boundary=B\r\n";

fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in fields {
        write!(body, "--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            .expect("a string");
    }
    body.push_str("--B--\r\n");
    body.into_bytes()
}

#[test]
fn the_api_takes_a_draft_in_three_ways_and_from_this_site_alone() {
    let service = Service::new();
    let wrong = "机关党委坚持让党员先学一步、先跑一步、先干一步。";
    let json = serde_json::json!({ "text": wrong }).to_string();
    let ways = [
        ("Content-Type: application/json\r\n", json.clone().into_bytes()),
        ("Content-Type: text/plain\r\n", wrong.as_bytes().to_vec()),
        (FORM, form(&[("text", wrong)])),
    ];
    for (headers, body) in ways {
        let (head, body) = service.post("/api/check", headers, &body);
        assert!(head.starts_with("HTTP/1.1 200"), "{headers}: {head}\n{body}");
        assert!(body.contains("\"held\":\"行\""), "{headers}: {body}");
    }
    let other = "Content-Type: application/json\r\nOrigin: http://elsewhere\r\n";
    // It is not even read.
    let (head, _) = service.post("/api/check", other, json.as_bytes());
    assert!(head.starts_with("HTTP/1.1 403"), "{head}");
    let large = "长".repeat(700_000);
    let (head, body) = service.post("/api/check", "Content-Type: text/plain\r\n", large.as_bytes());
    assert!(head.starts_with("HTTP/1.1 413") && body.contains("draft_too_large"), "{head}\n{body}");
    let (head, body) =
        service.post("/api/check", "Content-Type: application/json\r\n", b"{\"txt\": 1}");
    assert!(head.starts_with("HTTP/1.1 400") && body.contains("bad_form"), "{head}\n{body}");
}

#[test]
fn the_page_shows_the_draft_with_its_findings_and_gives_the_list_as_a_word_file() {
    let service = Service::new();
    let wrong = "<b>机关</b>\r\n机关党委坚持让党员先学一步、先跑一步、先干一步。";
    let (head, body) = service.post("/check", FORM, &form(&[("text", wrong), ("author", "甲局")]));
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("no-store"), "{head}");
    assert!(body.contains("&#60;b&#62;机关") && !body.contains("<b>机关"), "{body}");
    assert!(
        body.contains("id=\"m1\"") && body.contains("href=\"#f1\"") && body.contains("id=\"f1\"")
    );
    let (head, body) = service.post("/check", FORM, &form(&[("text", "  ")]));
    assert!(head.starts_with("HTTP/1.1 400") && body.contains("草稿是空的"), "{head}");
    let (head, _) = service.post("/check/list.docx", FORM, &form(&[("text", wrong)]));
    assert!(head.contains("wordprocessingml"), "{head}");
    assert!(service.1.titles("“先跑一步”").is_empty(), "a draft is not kept");
}

#[test]
fn what_is_claimed_is_compared_field_by_field() {
    let library = TestLibrary::new(
        "\
//- reports/county.md region=浙江省/丽水市/松阳县
# 松阳县2022年工作情况
2022年,全县实现地区生产总值136.52亿元,比上年增长4.3%;社会消费品零售总额58.07亿元,增长6.1%。\
松阳县税务局打造“茶香税韵”党建品牌,松阳县法院打造“法润古城”党建品牌。\
松阳县税务局办税厅获评全国青年文明号,松阳县法院立案庭获评全省文明窗口。
//- policies/plan.md region=浙江省/丽水市/松阳县 organization=松阳县人民政府
# 松阳县古村落保护实施方案
2023年,力争修缮老屋120幢以上。
//- reports/other.md region=浙江省/丽水市/遂昌县
# 遂昌县2022年工作情况
2022年,全县实现地区生产总值147.83亿元。小麦种植面积3.37万亩,玉米种植面积2.34万亩。\
全县失业率要控制在5.5%以内。县茶叶局汇总审查各乡镇提出的茶园改造建议后报县政府决定。
//- reports/rules.md region=浙江省/丽水市/遂昌县
# 遂昌县文件清理情况
依据《丽水市人民政府办公室关于开展丽水市古树名木普查工作的通知》(丽政办发〔2021〕12号)清理文件。\
全县认真贯彻《古树名木保护条例》,常态化开展古树名木巡查。
",
    );
    for text in [
        "松阳县2022年GDP为136.52亿元,同比增长4.3%。",
        "2022年,松阳县地区生产总值超过136亿元。",
        "松阳县2022年社会消费品零售总额近60亿元,增幅6.1%。",
        "“茶香税韵”是松阳县税务局的党建品牌。",
        "松阳县税务局办税厅荣获全国青年文明号。",
        "松阳县2023年力争修缮老屋120幢以上。",
        "松阳县建议明年实现地区生产总值150亿元。",
        "我县2022年地区生产总值99.5亿元。",
        "龙泉市2022年地区生产总值182.6亿元,增长5.2%。",
        "“茶香税韵”是我局今年打造的品牌。",
    ] {
        assert_eq!(found(&checked(&library, text)), [], "{text}");
    }
    for (text, field, held) in [
        ("松阳县2022年地区生产总值达到163.52亿元。", "数值", "136.52"),
        ("松阳县2022年地区生产总值136.52万元。", "单位", "136.52亿元"),
        ("松阳县2020年地区生产总值为136.52亿元。", "年份", "2022"),
        ("龙泉市2022年地区生产总值136.52亿元。", "松阳县", "松阳县"),
        ("松阳县2022年社会消费品零售总额下降6.1%。", "增减", "增长"),
        ("松阳县2022年社会消费品零售总额比2019年增长6.1%。", "基期", "上年"),
        ("松阳县2023年已修缮老屋120幢。", "目标", "力争"),
        ("“茶香税韵”是松阳县法院的党建品牌。", "创建单位", "税务局"),
        ("松阳县税务局打造“茶香税风”党建品牌。", "库中为", "茶香税韵"),
        ("松阳县税务局办税厅获评全省青年文明号。", "级别", "全国"),
        ("松阳县法院立案庭获评全国青年文明号。", "获得者", "税务局办税厅"),
        ("松阳县印发《松阳县古村落保护工作方案》。", "相近", "实施方案"),
        ("遂昌县2022年小麦种植面积2.34万亩。", "数值", "3.37万亩"),
        ("遂昌县2022年失业率要控制在5%以内。", "数值", "5.5%"),
        ("各乡镇提出的茶园改造建议由县林业局汇总审查后报县政府决定。", "单位", "县茶叶局"),
        (
            "《关于开展丽水市古树名木普查工作的通知》(丽政办发〔2021〕12号)由丽水市林业局制发。",
            "发文机关",
            "丽水市人民政府办公室",
        ),
    ] {
        let report = checked(&library, text);
        let [finding] = &report.findings[..] else { panic!("{text}: {:?}", report.findings) };
        assert!(matches!(finding.verdict, Verdict::Differs | Verdict::Elsewhere), "{finding:?}");
        let said = format!("{}{:?}", finding.message, finding.suggestion);
        assert!(said.contains(field) && said.contains(held), "{text}: {said}");
        assert_eq!(finding.evidence.len(), 1, "{finding:?}");
        assert!(finding.is_error(), "{finding:?}");
    }
}

#[test]
fn sentences_of_one_pattern_are_no_copies_of_each_other() {
    let library = TestLibrary::new(
        "\
//- reports/a.md region=浙江省/丽水市/松阳县
# 政府工作报告
2022年1月18日在松阳县第十七届人民代表大会第一次会议上,县长作政府工作报告。\
一年来,全县新建农村公路42公里,改造老旧小区16个,惠及群众3.2万人。
//- reports/b.md region=浙江省/宁波市/奉化区
# 机关党建情况
各单位推行“一单位一品牌、一支部一特色”。
",
    );
    for text in [
        "2023年1月9日在遂昌县第十八届人民代表大会第二次会议上,县长作政府工作报告。",
        "遂昌县一年来新建农村公路57公里,改造老旧小区21个,惠及群众4.5万人。",
        "汉中市石门局推行“一机关一品牌、一支部一特色”。",
        "有人说“一年来,全县新建农村公路42公里,改造老旧小区16个”,群众听了高兴。",
    ] {
        let report = checked(&library, text);
        let blamed = report.findings.iter().filter(|it| it.verdict != Verdict::Unseen);
        assert_eq!(blamed.count(), 0, "{text}: {:?}", report.findings);
    }
}
