//! Office files made for the purpose, each with one thing that goes wrong elsewhere.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write};

use dianan::intake::extract::read;
use dianan::intake::layout::{BlockKind, Layout};
use encoding_rs::GBK;
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, StringFormat, dictionary};
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::test_library::{folder, program, run};

const PARAGRAPHS: [&str; 3] = [
    "全县新建便民服务站一百二十六个，培训代办员四百八十名，累计办理事项十二万件。",
    "各乡镇把服务送到田间地头，群众满意度稳步提高，按时办结率达到九成九。",
    "下一步，将继续巩固提升工作成效，进一步完善长效机制。",
];

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("memory can be written to");
        zip.write_all(bytes).expect("memory can be written to");
    }
    zip.finish().expect("memory can be written to").into_inner()
}

fn texts(layout: &Layout) -> Vec<&str> {
    layout.blocks.iter().map(|block| block.text.as_str()).collect()
}

fn layout(name: &str, bytes: &[u8]) -> Layout {
    read(name, bytes).unwrap_or_else(|error| panic!("{name}: {error}")).1
}

fn refused(name: &str, bytes: &[u8]) -> String {
    read(name, bytes).expect_err("it cannot be read").to_string()
}

/// An OFD file after GB/T 33190: pages of content, with a template under each if there is one.
fn ofd(pages: &[String], template: Option<&str>) -> Vec<u8> {
    const NAMESPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    let root = format!(
        "<ofd:OFD {NAMESPACE} Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo>\
         <ofd:CustomDatas><ofd:CustomData Name=\"发文字号\">青府〔2024〕5号</ofd:CustomData>\
         </ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    );
    let listed: String = (0..pages.len())
        .map(|at| format!("<ofd:Page ID=\"{at}\" BaseLoc=\"./pages/Page_{at}/Content.xml\"/>"))
        .collect();
    let document = format!(
        "<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>\
         <ofd:TemplatePage ID=\"900\" BaseLoc=\"Tpls/T.xml\"/></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    );
    let page = |content: &str, under: &str| {
        format!(
            "<ofd:Page {NAMESPACE}>{under}<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    };
    let under = if template.is_some() { "<ofd:Template TemplateID=\"900\"/>" } else { "" };
    let mut parts = vec![
        ("OFD.xml".to_owned(), root),
        ("Doc_0/Document.xml".to_owned(), document),
        ("Doc_0/Tpls/T.xml".to_owned(), page(template.unwrap_or_default(), "")),
    ];
    for (at, content) in pages.iter().enumerate() {
        // The name is written in another case than the document says.
        parts.push((format!("Doc_0/Pages/Page_{at}/Content.xml"), page(content, under)));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zipped(&parts)
}

fn ofd_text(x: f32, y: f32, size: f32, text: &str) -> String {
    format!(
        "<ofd:TextObject Boundary=\"{x} {y} 170 {size}\" Size=\"{size}\"><ofd:TextCode X=\"0\" Y=\"{size}\" \
         DeltaX=\"g {} {size}\">{text}</ofd:TextCode></ofd:TextObject>",
        text.chars().count().saturating_sub(1)
    )
}

/// Lines of 30 characters, the first set in by two.
fn ofd_paragraph(top: f32, text: &str) -> (String, f32) {
    let letters: Vec<char> = text.chars().collect();
    let (first, rest) = letters.split_at(28.min(letters.len()));
    let mut lines = vec![(20.0 + 2.0 * 5.6, first.iter().collect::<String>())];
    lines.extend(rest.chunks(30).map(|line| (20.0, line.iter().collect())));
    let mut content = String::new();
    let mut y = top;
    for (x, line) in lines {
        content.push_str(&ofd_text(x, y, 5.6, &line));
        y += 9.8;
    }
    (content, y)
}

#[test]
fn an_ofd_page_has_its_template_its_paragraphs_and_its_properties() {
    let mut content = ofd_text(60.0, 40.0, 7.7, "关于便民服务的通知");
    let mut y = 60.0;
    for paragraph in PARAGRAPHS {
        let (lines, end) = ofd_paragraph(y, paragraph);
        content.push_str(&lines);
        y = end;
    }
    content.push_str(&ofd_text(100.0, 283.0, 4.2, "— 1 —"));
    content.push_str("<ofd:TextObject Boundary=\"30 60 90 90\" Size=\"20\" CTM=\"0.7 0.7 -0.7 0.7 0 0\"><ofd:TextCode X=\"0\" Y=\"20\">内部资料</ofd:TextCode></ofd:TextObject>");
    content.push_str("<ofd:TextObject Boundary=\"30 60 90 90\" Size=\"5\" Visible=\"false\"><ofd:TextCode X=\"0\" Y=\"5\">不可见</ofd:TextCode></ofd:TextObject>");
    let bytes = ofd(&[content], Some(&ofd_text(40.0, 20.0, 12.0, "青山县人民政府文件")));
    let layout = layout("a.ofd", &bytes);
    let read = texts(&layout);
    assert_eq!(read[..2], ["青山县人民政府文件", "关于便民服务的通知"]);
    assert_eq!(read[2..], PARAGRAPHS);
    assert!(layout.removed.iter().any(|it| it.rule == "page_number"), "{:?}", layout.removed);
    assert!(layout.pairs.iter().any(|pair| pair.value == "青府〔2024〕5号"));
    assert!(layout.blocks.iter().all(|block| block.page == Some(1)));
}

#[test]
fn a_ruled_table_keeps_merged_cells_and_goes_on_over_the_page() {
    let cell = |x: f32, y: f32, width: f32, height: f32, text: &str| {
        format!(
            "<ofd:PathObject Boundary=\"{x} {y} {width} {height}\"><ofd:AbbreviatedData>M 0 0 L {width} 0 L {width} {height} L 0 {height} C</ofd:AbbreviatedData></ofd:PathObject>{}",
            ofd_text(x + 1.0, y + 1.0, 4.2, text)
        )
    };
    let first = [
        cell(30.0, 200.0, 40.0, 8.0, "县区"),
        cell(70.0, 200.0, 80.0, 8.0, "人口"),
        cell(30.0, 208.0, 40.0, 16.0, "青山县"),
        cell(70.0, 208.0, 40.0, 8.0, "城镇"),
        cell(110.0, 208.0, 40.0, 8.0, "3万"),
        cell(70.0, 216.0, 40.0, 8.0, "乡村"),
        cell(110.0, 216.0, 40.0, 8.0, "5万"),
    ];
    let second = [
        cell(30.0, 30.0, 40.0, 8.0, "白水县"),
        cell(70.0, 30.0, 40.0, 8.0, "城镇"),
        cell(110.0, 30.0, 40.0, 8.0, "2万"),
        cell(30.0, 38.0, 40.0, 8.0, "合计"),
        cell(70.0, 38.0, 40.0, 8.0, "全部"),
        cell(110.0, 38.0, 40.0, 8.0, "10万"),
    ];
    let bytes = ofd(&[first.concat(), second.concat()], None);
    let layout = layout("a.ofd", &bytes);
    let [table] = &layout.blocks[..] else { panic!("{:?}", texts(&layout)) };
    let BlockKind::Markup(source) = &table.kind else { panic!("{table:?}") };
    let rows: Vec<&str> = source.lines().collect();
    assert_eq!(rows[0], "| 县区 | 人口 | 人口 |");
    assert_eq!(
        rows[2..],
        [
            "| 青山县 | 城镇 | 3万 |",
            "| 青山县 | 乡村 | 5万 |",
            "| 白水县 | 城镇 | 2万 |",
            "| 合计 | 全部 | 10万 |"
        ]
    );
}

#[test]
fn an_ofd_without_text_or_that_is_broken_says_so() {
    let picture = "<ofd:ImageObject Boundary=\"0 0 210 297\" ResourceID=\"1\"/>".to_owned();
    assert!(refused("a.ofd", &ofd(&[picture], None)).starts_with("待识别"));
    let whole = ofd(&[ofd_text(20.0, 20.0, 5.0, "正文。")], None);
    assert!(refused("a.ofd", &whole[..whole.len() / 2]).contains("不是完好的"));
    let no_root = zipped(&[("OFD.xml", b"<ofd:OFD xmlns:ofd='x'><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>")]);
    assert!(refused("a.ofd", &no_root).contains("Doc_0/Document.xml"));
    let deep = format!("{}{}", "<a>".repeat(500), "</a>".repeat(500));
    assert!(refused("a.ofd", &zipped(&[("OFD.xml", deep.as_bytes())])).contains("套叠"));
    let xxe = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><ofd:OFD xmlns:ofd='x'>&x;</ofd:OFD>";
    assert!(!refused("a.ofd", &zipped(&[("OFD.xml", xxe.as_bytes())])).contains("root:"));
}

/// How a made PDF states its characters.
#[derive(Clone, Copy, PartialEq)]
enum Font {
    /// Not embedded, in GBK, as older office programs write.
    Gbk,
    /// Numbers of glyphs, and nothing that says which characters they show.
    Glyphs,
}

/// A PDF of pages of lines: x, y from the bottom, size, text.
fn pdf(font: Font, pages: &[Vec<(f32, f32, f32, String)>]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let (encoding, registry) = match font {
        Font::Gbk => ("GBK-EUC-H", "GB1"),
        Font::Glyphs => ("Identity-H", "Identity"),
    };
    let descendant = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "SimSun", "DW" => 1000,
        "CIDSystemInfo" => dictionary! { "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal(registry), "Supplement" => 2 },
    });
    let font_id = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => encoding,
        "DescendantFonts" => vec![descendant.into()],
    });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font_id } });
    let mut kids: Vec<Object> = Vec::new();
    for lines in pages {
        let mut operations = vec![Operation::new("BT", vec![])];
        for (x, y, size, text) in lines {
            let bytes = match font {
                Font::Gbk => GBK.encode(text).0.into_owned(),
                Font::Glyphs => {
                    text.chars().flat_map(|c| [1, (u32::from(c) % 200) as u8]).collect()
                }
            };
            operations.push(Operation::new("Tf", vec!["F1".into(), (*size).into()]));
            let matrix = [1.0, 0.0, 0.0, 1.0, *x, *y];
            operations.push(Operation::new("Tm", matrix.map(Object::from).to_vec()));
            operations
                .push(Operation::new("Tj", vec![Object::String(bytes, StringFormat::Hexadecimal)]));
        }
        operations.push(Operation::new("ET", vec![]));
        let content = Content { operations }.encode().expect("it can be written");
        let content = document.add_object(Stream::new(dictionary! {}, content));
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        };
        kids.push(document.add_object(page).into());
    }
    let count = i64::try_from(kids.len()).expect("few");
    document
        .objects
        .insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory can be written to");
    bytes
}

/// The lines of a paragraph between two edges.
fn set(text: &str, left: f32, letters: usize, top: f32) -> Vec<(f32, f32, f32, String)> {
    let all: Vec<char> = text.chars().collect();
    let (first, rest) = all.split_at((letters - 2).min(all.len()));
    let mut lines = vec![(left + 32.0, top, 16.0, first.iter().collect::<String>())];
    for (at, line) in (1_u8..).zip(rest.chunks(letters)) {
        lines.push((left, top - 28.0 * f32::from(at), 16.0, line.iter().collect()));
    }
    lines
}

#[test]
fn a_pdf_in_gbk_without_embedded_fonts_is_read_by_paragraphs() {
    let mut page = vec![(200.0, 750.0, 22.0, "关于便民服务的通知".to_owned())];
    let mut y = 700.0;
    for paragraph in PARAGRAPHS {
        let lines = set(paragraph, 80.0, 27, y);
        y = lines[lines.len() - 1].1 - 28.0;
        page.extend(lines);
    }
    page.push((280.0, 40.0, 14.0, "- 1 -".to_owned()));
    let layout = layout("通知.pdf", &pdf(Font::Gbk, &[page]));
    let read = texts(&layout);
    assert_eq!(read[0], "关于便民服务的通知");
    assert_eq!(read[1..], PARAGRAPHS);
}

#[test]
fn a_pdf_that_does_not_say_its_characters_is_to_be_recognised() {
    let page = set(PARAGRAPHS[0], 80.0, 27, 700.0);
    let message = refused("a.pdf", &pdf(Font::Glyphs, &[page]));
    assert!(message.starts_with("待识别") || message.contains("空"), "{message}");
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut page = vec![(150.0, 790.0, 22.0, "便民服务简报".to_owned())];
    let (mut left, mut right) = (740.0, 740.0);
    for _ in 0..3 {
        let lines = set(PARAGRAPHS[0], 50.0, 14, left);
        left = lines[lines.len() - 1].1 - 28.0;
        let others = set(PARAGRAPHS[1], 320.0, 14, right);
        right = others[others.len() - 1].1 - 28.0;
        page.extend(lines);
        page.extend(others);
    }
    // Written in the order of the lines, as printers of newspapers do.
    page.sort_by(|one, other| other.1.total_cmp(&one.1));
    let layout = layout("a.pdf", &pdf(Font::Gbk, &[page]));
    let read = texts(&layout);
    assert_eq!(read[0], "便民服务简报");
    assert_eq!(read[1..4], [PARAGRAPHS[0]; 3], "{read:?}");
    assert_eq!(read[4..], [PARAGRAPHS[1]; 3]);
}

#[test]
fn heads_and_feet_of_many_pages_go_and_five_hundred_pages_are_read() {
    let pages: Vec<_> = (1..=500)
        .map(|number| {
            let mut page = vec![(80.0, 800.0, 10.0, "青山县统计年鉴（内部资料）".to_owned())];
            page.extend(set(&format!("第{number}项。{}", PARAGRAPHS[1]), 80.0, 27, 700.0));
            page.push((280.0, 40.0, 12.0, format!("{number}")));
            page
        })
        .collect();
    let layout = layout("a.pdf", &pdf(Font::Gbk, &pages));
    assert_eq!(layout.blocks.len(), 500);
    assert_eq!(layout.blocks[499].page, Some(500));
    assert_eq!(layout.blocks[499].text, format!("第500项。{}", PARAGRAPHS[1]));
    assert_eq!(layout.removed.len(), 1_000);
}

#[test]
fn broken_empty_and_hostile_files_are_each_one_clear_refusal() {
    let whole = pdf(Font::Gbk, &[set(PARAGRAPHS[0], 80.0, 27, 700.0)]);
    for (name, bytes, says) in [
        ("a.pdf", &b""[..], "空"),
        ("a.docx", b"", "空"),
        ("a.pdf", &whole[..200], "不是完好的 PDF"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1abc", "不是完好的"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "rar"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "待识别"),
        ("a.docx", b"PK\x03\x04broken", "不是完好的 docx"),
    ] {
        let message = refused(name, bytes);
        assert!(message.contains(says), "{name}: {message}");
    }
    let locked: Vec<u8> = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        .iter()
        .copied()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert!(refused("a.docx", &locked).contains("密码"));
    // The name says nothing against the content.
    assert_eq!(texts(&layout("其实是.docx", &whole)), [PARAGRAPHS[0]]);
}

#[test]
fn sheets_and_tables_as_text_are_tables_under_their_names() {
    let mut workbook = Workbook::new();
    for (name, rows) in [
        ("一季度", [["县区", "产值"], ["青山县", "12.5"]]),
        ("二季度", [["县区", "产值"], ["白水县", "13.5"]]),
    ] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).expect("a name");
        for (at, row) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(row) {
                sheet.write(at, column, cell).expect("a cell");
            }
        }
    }
    let layout_of_sheets = layout("a.xlsx", &workbook.save_to_buffer().expect("memory"));
    let read = texts(&layout_of_sheets);
    assert!(read.contains(&"一季度") && read.contains(&"二季度"), "{read:?}");
    let tables =
        layout_of_sheets.blocks.iter().filter(|it| matches!(it.kind, BlockKind::Markup(_)));
    assert_eq!(tables.count(), 2);
    let (csv, _, _) = GBK.encode("县区,产值\n青山县,\"1,200\"\n");
    let layout = layout("a.csv", &csv);
    let [table] = &layout.blocks[..] else { panic!("{:?}", texts(&layout)) };
    let BlockKind::Markup(source) = &table.kind else { panic!("{table:?}") };
    assert!(source.contains("| 青山县 | 1,200 |"), "{source}");
}

#[test]
fn a_saved_page_and_a_mail_give_their_text_and_their_attachments() {
    let (page, _, _) =
        GBK.encode("<html><body><h1>便民服务通知</h1><p>各乡镇要认真落实。</p></body></html>");
    let mut mht = b"From: <Saved>\r\nSubject: page\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=gb2312\r\n\r\n".to_vec();
    mht.extend_from_slice(&page);
    mht.extend_from_slice(b"\r\n--b--\r\n");
    assert_eq!(texts(&layout("a.mht", &mht)), ["便民服务通知", "各乡镇要认真落实。"]);

    let folder = folder();
    let mail = "From: a@b.cn\r\nSubject: =?UTF-8?B?5L6/5rCR5pyN5Yqh?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n请查收附件，并按要求报送本地区便民服务工作情况，谢谢。\r\n\
        --b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: attachment; filename=\"notice.txt\"\r\n\r\n关于报送便民服务情况的通知\r\n\r\n各乡镇人民政府：\r\n\r\n请于月底前报送便民服务工作情况，内容要实。\r\n--b--\r\n";
    fs::write(folder.path().join("来信.eml"), mail).expect("it is written");
    let outcomes = imported(folder.path(), &["来信.eml"]);
    let names: Vec<&str> = outcomes.iter().filter_map(|it| it["file"].as_str()).collect();
    assert_eq!(names, ["来信.eml", "来信.eml/notice.txt"]);
    assert!(outcomes.iter().all(|it| it["outcome"] == "imported"), "{outcomes:?}");
}

#[test]
fn one_document_in_three_formats_is_one_with_three_originals() {
    let Some(office) = crate::test_library::shared("data/office") else { return };
    let folder = folder();
    let files = ["docx", "pdf", "ofd"].map(|format| {
        let name = format!("通知.{format}");
        fs::copy(office.join(format).join("d01").with_extension(format), folder.path().join(&name))
            .expect("it is copied");
        name
    });
    let outcomes = imported(folder.path(), &files.each_ref().map(String::as_str));
    let said: Vec<&str> = outcomes.iter().filter_map(|it| it["outcome"].as_str()).collect();
    assert_eq!(said, ["imported", "duplicate", "duplicate"]);
    let id = outcomes[0]["documents"][0]["id"].as_str().expect("a name");
    let others = folder.path().join("corpus/originals/of").join(format!("{id}.json"));
    let others: Vec<Value> =
        serde_json::from_str(&fs::read_to_string(others).expect("a list")).expect("JSON");
    let names: Vec<&str> = others.iter().filter_map(|it| it["file"].as_str()).collect();
    assert_eq!(names, ["通知.pdf", "通知.ofd"]);
}

fn imported(folder: &std::path::Path, files: &[&str]) -> Vec<Value> {
    let mut command = program(folder);
    command.args(["import", "--json"]).args(files);
    let ran = run(command);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}{}", ran.out, ran.err))
}

#[test]
fn an_archive_gives_each_of_its_files_and_one_bad_file_stops_none() {
    let mut text = String::new();
    for paragraph in PARAGRAPHS {
        let _ = writeln!(text, "{paragraph}\n");
    }
    let notice = format!("关于便民服务的通知\n\n{text}");
    let inner = zipped(&[(
        "另一份.txt",
        format!("关于夜间服务的通知\n\n{text}再补一句，以示不同。").as_bytes(),
    )]);
    let pages = pdf(
        Font::Gbk,
        &[
            vec![(200.0, 750.0, 22.0, "便民服务工作总结".to_owned())],
            set(PARAGRAPHS[2], 80.0, 27, 700.0),
        ],
    );
    let bytes = zipped(&[
        ("文件夹/通知.txt", notice.as_bytes()),
        ("文件夹/总结.pdf", &pages),
        ("坏.docx", b"PK\x03\x04broken"),
        ("__MACOSX/._a.txt", b"x"),
        ("里面.zip", &inner),
    ]);
    let folder = folder();
    fs::write(folder.path().join("材料.zip"), bytes).expect("it is written");
    let outcomes = imported(folder.path(), &["材料.zip"]);
    let said: Vec<(&str, &str)> = outcomes
        .iter()
        .map(|it| (it["file"].as_str().expect("a name"), it["outcome"].as_str().expect("a word")))
        .collect();
    assert_eq!(
        said,
        [
            ("材料.zip/文件夹/通知.txt", "imported"),
            ("材料.zip/文件夹/总结.pdf", "imported"),
            ("材料.zip/坏.docx", "failed"),
            ("材料.zip/里面.zip/另一份.txt", "imported"),
        ]
    );
    let again = imported(folder.path(), &["材料.zip"]);
    assert!(again.iter().all(|it| it["outcome"] == "duplicate" || it["outcome"] == "failed"));
    // The summary knows where its pages begin, and its original is kept.
    let document = fs::read_to_string(
        folder
            .path()
            .join("corpus")
            .join(outcomes[1]["documents"][0]["path"].as_str().expect("a path")),
    )
    .expect("it is there");
    assert!(document.contains("pages:"), "{document}");
    let originals = walkdir::WalkDir::new(folder.path().join("corpus/originals"));
    assert_eq!(
        originals
            .into_iter()
            .filter(|it| it.as_ref().is_ok_and(|it| it.file_type().is_file()))
            .count(),
        3
    );
}

#[test]
fn a_zip_that_unpacks_without_end_is_refused() {
    let zeros = vec![b'0'; 30 * 1024 * 1024];
    let folder = folder();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(
        "bomb.txt",
        SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated),
    )
    .expect("memory");
    zip.write_all(&zeros).expect("memory");
    fs::write(folder.path().join("a.zip"), zip.finish().expect("memory").into_inner())
        .expect("it is written");
    let outcomes = imported(folder.path(), &["a.zip"]);
    assert_eq!(outcomes[0]["outcome"], "failed");
    assert!(outcomes[0]["reason"].as_str().is_some_and(|it| it.contains("压缩比")), "{outcomes:?}");
}
