//! Comparing places: every cell holds what its sources say, under the place that they say it of.

use std::collections::BTreeSet;

use dianan::compare::evidence::{Quote, Source};
use dianan::compare::export::{Format, References, lines, write};
use dianan::compare::matrix::Column;
use dianan::compare::topic::Topic;
use dianan::compare::{Asked, Matrix, Question, compare, coverage};
use dianan::document::DocumentId;
use dianan::knowledge::theme;
use dianan::library::Snapshot;

use crate::test_library::{ImportedSeeds, TestLibrary, imported_seeds};

const TOPICS: [&str; 5] = ["四强党支部", "业务融合", "减负", "考核评价", "理论学习"];
const PLACES: &str = "黑龙江、安徽、湖北、广东、广西";

fn question(topic: &str, regions: &str, years: &str) -> Question {
    let asked = Asked {
        topic: topic.to_owned(),
        regions: vec![regions.to_owned()],
        years: years.to_owned(),
        ..Asked::default()
    };
    Question::new(&asked).expect("it can be asked")
}

fn compared(snapshot: &Snapshot, topic: &str, regions: &str) -> Matrix {
    compare(snapshot, &question(topic, regions, "")).expect("the index can be read")
}

fn body(snapshot: &Snapshot, id: &DocumentId) -> String {
    let document = snapshot.engine.document(id).expect("the index can be read");
    document.expect("a cell cites what is held").body
}

/// What `source` cites, in its document, without the marks of Markdown.
fn cited(seeds: &ImportedSeeds, source: &Source) -> String {
    let body = seeds.body(&source.document.id);
    source.span.of(&body).replace(['*', '\\'], "")
}

fn column<'a>(matrix: &'a Matrix, place: &str) -> &'a Column {
    matrix.columns.iter().find(|it| it.place.path == place).expect("the place was asked for")
}

#[test]
fn every_quote_is_the_text_at_its_span_and_of_its_place() {
    let Some(seeds) = imported_seeds() else { return };
    let mut quotes = 0;
    for topic in TOPICS {
        let matrix = compared(&seeds.snapshot, topic, PLACES);
        assert_eq!(matrix.columns.len(), 5);
        for column in &matrix.columns {
            for quote in &column.practices {
                let source = &quote.source;
                assert_eq!(cited(seeds, source), quote.text, "{topic} {}", column.place.name);
                let passages = seeds.passages(&source.document.id);
                let passage = passages.iter().find(|it| it.anchor == source.anchor);
                let passage = passage.expect("a quote stands in a passage");
                assert_eq!(quote.within.of(&passage.text), quote.text);
                let region = source.document.region.as_deref().expect("it has a place");
                assert!(
                    column.place.holds(region),
                    "{topic}: {region} under {}",
                    column.place.name
                );
                quotes += 1;
            }
        }
    }
    assert!(quotes >= 30, "{quotes} quotes");
}

#[test]
fn every_fact_stands_under_its_own_place_with_its_sentence() {
    let Some(seeds) = imported_seeds() else { return };
    let mut facts = 0;
    for topic in TOPICS {
        let matrix = compared(&seeds.snapshot, topic, PLACES);
        for column in &matrix.columns {
            for (row, items) in column.facts() {
                for item in items {
                    let (fact, place) = (&item.fact, &column.place);
                    let region = fact.region.as_deref().expect("it has a place");
                    assert!(place.holds(region), "{topic} {}: {region}", row.label());
                    let body = seeds.body(&fact.document);
                    assert_eq!(fact.span.of(&body), fact.text);
                    assert_eq!(fact.sentence_span.of(&body), fact.sentence);
                    let marked = fact.sentence_span;
                    let span = format!("span={}-{}#", marked.start, marked.end);
                    assert!(item.address().contains(&span), "{}", item.address());
                    assert!(fact.sentence_span.contains(fact.span), "{}", fact.sentence);
                    facts += 1;
                }
            }
        }
    }
    assert!(facts >= 20, "{facts} facts");
}

#[test]
fn no_quote_is_off_its_topic() {
    let Some(seeds) = imported_seeds() else { return };
    let themes = theme::stated(&seeds.snapshot.generation.themes).expect("they were read before");
    for topic in TOPICS {
        let known = Topic::new(topic, &seeds.snapshot.analyzer, &themes);
        for column in compared(&seeds.snapshot, topic, PLACES).columns {
            for quote in column.practices {
                let said = |quote: &Quote| known.is_said(&quote.text);
                let heading = quote.source.heading.rsplit(" / ").next().unwrap_or_default();
                assert!(said(&quote) || known.is_said(heading), "{topic}: {}", quote.text);
            }
        }
    }
}

#[test]
fn a_place_with_many_late_facts_leaves_room_for_the_others_and_says_what_was_not_read() {
    let many: Vec<String> =
        (1..=1_200).map(|number| format!("评定四强党支部{number}个。")).collect();
    let library = TestLibrary::new(&format!(
        "//- reports/many.md kind=report region=黑龙江省 published=2025\n# 多\n{}\n\
         //- reports/few.md kind=report region=广东省 published=2019\n# 少\n命名四强党支部750个。\n",
        many.join("\n\n")
    ));
    let matrix = compared(&library.snapshot(), "四强党支部", "黑龙江、广东");
    assert_eq!(column(&matrix, "广东省").indicators.len(), 1);
    assert!(column(&matrix, "黑龙江省").indicators.len() > 900);
    assert!(matrix.unread_facts >= 201, "{}", matrix.unread_facts);
    library.refresh();
    let ran = library.dianan(&["compare", "四强党支部", "--regions", "黑龙江,广东"]);
    let said = format!("至少有 {} 条没有读入", matrix.unread_facts);
    assert!(ran.err.contains(&said) && ran.out.contains(&said), "{}", ran.err);
}

#[test]
fn figures_of_the_same_measure_stand_in_one_row() {
    let Some(seeds) = imported_seeds() else { return };
    let matrix = compared(&seeds.snapshot, "四强党支部", PLACES);
    let row = &matrix.figures[0];
    assert_eq!((row.measured.name.as_str(), row.measured.unit.as_str()), ("四强党支部", "个"));
    let found: Vec<(&str, Option<f64>)> = matrix
        .columns
        .iter()
        .zip(&row.cells)
        .flat_map(|(column, cell)| {
            cell.iter().map(|it| (&*column.place.path, it.fact.details.value))
        })
        .collect();
    assert_eq!(found, [("广东省", Some(750.0)), ("广西壮族自治区", Some(539.0))]);
    let drawn = row.comparable(&matrix.columns);
    assert_eq!(drawn.len(), 2);
    let svg = dianan::compare::chart::chart(&matrix, "", "").expect("it can be drawn").svg();
    for text in ["750 个", "539 个", "黑龙江省", "安徽省", "湖北省", "库中未见"] {
        assert!(svg.contains(text), "{text}");
    }
    assert_eq!(column(&matrix, "湖北省").nothing(), "库中未见，已查该地 1 份文档");
}

#[test]
fn a_compilation_gives_each_place_its_own() {
    let Some(seeds) = imported_seeds() else { return };
    let matrix = compared(&seeds.snapshot, "理论学习", PLACES);
    let documents = |column: &Column| {
        let ids = column.practices.iter().map(|quote| quote.source.document.id.clone());
        ids.collect::<BTreeSet<DocumentId>>()
    };
    let all: Vec<BTreeSet<DocumentId>> = matrix.columns.iter().map(documents).collect();
    for (at, one) in all.iter().enumerate() {
        assert!(!one.is_empty(), "{}", matrix.columns[at].place.name);
        assert!(all[at + 1..].iter().all(|other| one.is_disjoint(other)));
    }
}

#[test]
fn every_export_holds_the_same_numbers() {
    let Some(seeds) = imported_seeds() else { return };
    let snapshot = &seeds.snapshot;
    let matrix = compared(snapshot, "理论学习", PLACES);
    let engine = &*snapshot.engine;
    let references = References::of(&matrix, engine).expect("the index can be read");
    let lines = lines(&matrix, &references, "http://localhost");
    let told: Vec<&str> = lines.iter().map(|line| line.content.as_str()).collect();
    assert!(told.len() > 10 && lines.iter().all(|line| line.reference.is_some()));
    let file = |format| write(&matrix, engine, format, "http://localhost").expect("it is written");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is text");
    let docx = unzipped(&file(Format::Docx), "word/document.xml");
    let xlsx = unzipped(&file(Format::Xlsx), "xl/sharedStrings.xml");
    let (csv, markdown) = (text(file(Format::Csv)), text(file(Format::Markdown)));
    let plain = |file: &str| file.replace("\"\"", "\"").replace("&amp;", "&").replace('\\', "");
    for (name, file) in [("csv", &csv), ("xlsx", &xlsx), ("docx", &docx), ("md", &markdown)] {
        let file = plain(file);
        for told in &told {
            assert!(file.contains(told), "{name} lacks {told}");
        }
    }
    assert!(csv.starts_with('\u{feff}') && csv.lines().count() > lines.len());
    assert!(plain(&markdown).contains("[1]"));
    assert!(references.entries.iter().all(|it| docx.contains(&**it)));
}

/// A part of an office file.
pub(crate) fn unzipped(bytes: &[u8], part: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("it is a zip");
    let mut part = archive.by_name(part).expect("it has that part");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut part, &mut text).expect("it is XML");
    text
}

const FIXTURE: &str = "
//- reports/guangdong.md region=广东省 published=2024-03 themes=减负增效
# 广东报告
全省评定“四强”党支部12个。为基层减负，精文减会。
//- cases/zhuhai.md region=广东省/珠海市 published=2022
# 珠海案例
珠海评定四强党支部3个，基层组织更强。
//- reports/guangxi.md region=广西壮族自治区 themes=减负增效
# 广西报告
=党员人数很多。评定“四强”党支部7个。
//- reports/guangxi-2.md region=广西壮族自治区 published=2020
# 广西旧报告
其他工作。
";

#[test]
fn places_years_and_cities_are_kept_apart() {
    let library = TestLibrary::new(FIXTURE);
    let snapshot = library.snapshot();
    let all = compare(&snapshot, &question("四强党支部", "", "")).expect("it is answered");
    let names: Vec<&str> = all.columns.iter().map(|it| it.place.name.as_str()).collect();
    assert_eq!(names, ["广东省", "广西壮族自治区"]);
    assert_eq!((all.columns[0].held.documents, all.columns[1].held.documents), (2, 2));
    assert_eq!(all.columns[0].held.span(), "2022—2024");
    let years = compare(&snapshot, &question("四强党支部", "广东", "2022")).expect("answered");
    assert_eq!(years.columns[0].held.documents, 1);
    let quotes: Vec<&str> = years.columns[0].practices.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(quotes, ["珠海评定四强党支部3个，基层组织更强。"]);
    let asked =
        Asked { topic: "四强党支部".into(), within: "广东".into(), ..Asked::default() };
    let cities = compare(&snapshot, &Question::new(&asked).expect("it can be asked"));
    let cities = cities.expect("it is answered");
    assert_eq!(cities.columns.len(), 1);
    assert_eq!(cities.columns[0].place.path, "广东省/珠海市");
    let none = compare(&snapshot, &question("四强党支部", "青海", "")).expect("it is answered");
    assert_eq!(none.columns[0].nothing(), "库中没有该地的文档");
    assert!(body(&snapshot, &all.columns[0].practices[0].source.document.id).contains("四强"));
}

#[test]
fn coverage_counts_passages_by_theme_and_documents_by_kind_and_year() {
    let library = TestLibrary::new(FIXTURE);
    let held = coverage(&library.snapshot(), &question("", "", "")).expect("it is answered");
    assert_eq!(held.themes, ["减负增效"]);
    assert_eq!(held.kinds, ["case", "report"]);
    assert_eq!(held.years, ["2020", "2022", "2024"]);
    let rows: Vec<_> = held
        .rows
        .iter()
        .map(|it| {
            (it.place.name.as_str(), &it.themes[..], &it.kinds[..], &it.years[..], it.undated)
        })
        .collect();
    let expected = [
        ("广东省", &[1][..], &[1, 1][..], &[0, 1, 1][..], 0),
        ("广西壮族自治区", &[1][..], &[0, 2][..], &[1, 0, 0][..], 1),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_cell_that_looks_like_a_formula_is_harmless_in_csv() {
    let library = TestLibrary::new(FIXTURE);
    let snapshot = library.snapshot();
    let matrix = compared(&snapshot, "党员人数", "广西");
    assert_eq!(matrix.columns[0].practices.len(), 1);
    let csv = write(&matrix, &*snapshot.engine, Format::Csv, "").expect("it is written");
    let csv = String::from_utf8(csv).expect("it is text");
    assert!(csv.contains("'=党员人数很多") && !csv.contains(",=党员"), "{csv}");
}

#[test]
fn the_program_compares_and_refuses_what_cannot_be_asked() {
    let library = TestLibrary::new(FIXTURE);
    let ran =
        library.dianan(&["compare", "四强党支部", "--regions", "广东,广西", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.json()["columns"][1]["place"]["path"], "广西壮族自治区");
    let output = library.corpus().join("../out.xlsx");
    let path = output.to_str().expect("it is UTF-8");
    let ran = library.dianan(&["compare", "减负", "--format", "xlsx", "--output", path]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(std::fs::read(&output).expect("it was written").starts_with(b"PK"));
    let many = vec!["广东"; 200].join(",");
    for (arguments, fix) in [
        (&["compare", "减负", "--regions", "火星省"][..], "广东省/珠海市"),
        (&["compare", ""], "四强党支部"),
        (&["compare", "减负", "--regions", &many], "减少地区"),
        (&["compare", "减负", "--years", "2024..2020"], "2020..2024"),
        (&["compare", "减负", "--format", "docx"], "--output"),
        (&["compare", "减负", "--format", "svg", "--chart", "pie"], "timeline"),
    ] {
        let ran = library.dianan(arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(fix), "{arguments:?}: {}", ran.err);
    }
}
