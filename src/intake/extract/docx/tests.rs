//! Reading Word documents: what is text, and what is refused.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;
use crate::document::report::{Block, Inline, Record, Report, Table, docx};

pub(super) const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A zip file of these parts.
pub(super) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).expect("memory can be written to");
        zip.write_all(bytes).expect("memory can be written to");
    }
    zip.finish().expect("memory can be written to").into_inner()
}

/// A DOCX file whose body is this XML.
pub(super) fn with_body(body: &str) -> Vec<u8> {
    let xml = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"{NAMESPACE}\" xmlns:mc=\"urn:mc\" \
         xmlns:a=\"urn:a\"><w:body>{body}</w:body></w:document>"
    );
    zipped(&[("word/document.xml", xml.as_bytes())])
}

fn check(body: &str, expected: &[DocxBlock]) {
    assert_eq!(read(&with_body(body)).as_deref(), Ok(expected), "{body}");
}

fn table(rows: &[&[&str]]) -> DocxBlock {
    let cell = |text: &&str| DocxCell { text: (*text).to_owned(), columns: 1, goes_on: false };
    DocxBlock::Table(rows.iter().map(|row| row.iter().map(cell).collect()).collect())
}

fn paragraph(text: &str) -> DocxBlock {
    DocxBlock::Paragraph(text.to_owned())
}

#[test]
fn the_text_is_what_stands_after_all_changes() {
    check(
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>共</w:t><w:tab/>\
         <w:t xml:space=\"preserve\"> 539 个 &amp; &#x4E00;</w:t><w:br/><w:t>下一行</w:t></w:r></w:p>",
        &[paragraph("共\t 539 个 & 一\n下一行")],
    );
    check(
        "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText>\
         <w:t>删</w:t></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p><w:p/>",
        &[paragraph("增")],
    );
    check(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>框</w:t></mc:Choice><mc:Fallback>\
         <w:t>框</w:t></mc:Fallback></mc:AlternateContent><a:t>图</a:t></w:r></w:p>",
        &[paragraph("框")],
    );
}

#[test]
fn tables_are_rows_of_cells() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("内"));
    let body = format!(
        "<w:tbl><w:tr>{}<w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p>{inner}<w:p/></w:tc></w:tr>\
         <w:tr>{}{}</w:tr></w:tbl>",
        cell("甲"),
        cell(""),
        cell("丁")
    );
    check(&body, &[table(&[&["甲", "乙\n内"], &["", "丁"]])]);
}

#[test]
fn headings_are_known_by_the_name_of_their_style() {
    let styles = "<w:styles xmlns:w=\"x\"><w:style w:styleId=\"3\"><w:name w:val=\"heading 2\"/></w:style>\
        <w:style w:styleId=\"a\"><w:name w:val=\"我的\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>\
        </w:styles>";
    let body = ["3", "a", "b"].map(|style| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{style}</w:t></w:r></w:p>"
        )
    });
    let xml = format!("<w:document xmlns:w=\"{NAMESPACE}\">{}</w:document>", body.concat());
    let bytes =
        zipped(&[("word/styles.xml", styles.as_bytes()), ("word/document.xml", xml.as_bytes())]);
    let heading = |level, text: &str| DocxBlock::Heading(level, text.to_owned());
    assert_eq!(read(&bytes), Ok(vec![heading(2, "3"), heading(1, "a"), paragraph("b")]));
}

/// A document of these paragraphs (style, list, level, text) with three lists of two definitions.
fn numbered(paragraphs: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let level = |at: u8, format: &str, text: &str, more: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}\
             <w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let lists = format!(
        "<w:numbering xmlns:w=\"{NAMESPACE}\"><w:abstractNum w:abstractNumId=\"0\">{}{}{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\">{}{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\">\
         <w:startOverride w:val=\"1\"/></w:lvlOverride></w:num></w:numbering>",
        level(0, "chineseCountingThousand", "第%1条", ""),
        level(1, "japaneseCounting", "（%2）", ""),
        level(2, "decimal", "%1.%3", "<w:isLgl/>"),
        level(0, "decimal", "%1、", ""),
        level(1, "bullet", "·", ""),
    );
    let styles = "<w:styles xmlns:w=\"x\"><w:style w:styleId=\"A\"><w:pPr><w:numPr>\
        <w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style><w:style w:styleId=\"B\">\
        <w:basedOn w:val=\"A\"/></w:style><w:style w:styleId=\"C\"><w:basedOn w:val=\"C\"/>\
        </w:style></w:styles>";
    let body = paragraphs.iter().map(|(style, list, level, text)| {
        let list = match *list {
            "" => String::new(),
            list => format!(
                "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"
            ),
        };
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{list}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    });
    let body = body.collect::<String>();
    let xml = format!("<w:document xmlns:w=\"{NAMESPACE}\"><w:body>{body}</w:body></w:document>");
    zipped(&[
        ("word/numbering.xml", lists.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/document.xml", xml.as_bytes()),
    ])
}

#[test]
fn the_numbers_of_lists_stand_in_the_text() {
    let bytes = numbered(&[
        ("", "1", "0", "总则"),
        ("", "1", "1", "甲"),
        ("", "1", "1", "乙"),
        ("", "1", "0", ""),
        ("", "1", "0", "职责"),
        ("", "1", "1", "丙"),
        ("", "1", "2", "丁"),
        ("", "3", "0", "重来"),
        ("", "1", "0", "接着"),
        ("A", "", "", "按样式"),
        ("B", "", "", "按上级样式"),
        ("A", "0", "0", "不编号"),
        ("A", "2", "1", "圆点"),
        ("C", "", "", "自指"),
        ("", "9", "0", "没有定义"),
        ("", "1", "99", "层级过大"),
    ]);
    let expected = [
        "第一条 总则",
        "（一）甲",
        "（二）乙",
        "第二条 职责",
        "（一）丙",
        "2.1 丁",
        "第一条 重来",
        "第二条 接着",
        "1、按样式",
        "2、按上级样式",
        "不编号",
        "圆点",
        "自指",
        "没有定义",
        "层级过大",
    ];
    assert_eq!(read(&bytes), Ok(expected.map(paragraph).to_vec()));
}

#[test]
fn broken_lists_leave_the_text_as_it_is() {
    let xml = format!(
        "<w:document xmlns:w=\"{NAMESPACE}\"><w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr>\
         </w:pPr><w:r><w:t>正文</w:t></w:r></w:p></w:document>"
    );
    for lists in ["", "<w:numbering><w:num w:numId=\"1\"><w:abstr", "<w:num w:numId=\"1\"/>"] {
        let parts =
            [("word/numbering.xml", lists.as_bytes()), ("word/document.xml", xml.as_bytes())];
        assert_eq!(read(&zipped(&parts)), Ok(vec![paragraph("正文")]));
    }
    let many = "<w:num w:numId=\"1\"/>".repeat(2_000_000);
    let parts = [("word/numbering.xml", many.as_bytes()), ("word/document.xml", xml.as_bytes())];
    assert!(matches!(read(&zipped(&parts)), Err(BrokenDocx::Bomb(..))));
}

#[test]
fn bombs_and_broken_files_are_refused_with_a_reason() {
    let large = "甲".repeat(8 * 1024 * 1024);
    let bomb = with_body(&format!("<w:p><w:r><w:t>{large}</w:t></w:r></w:p>"));
    assert!(bomb.len() < 200_000, "it is packed tightly: {}", bomb.len());
    assert!(matches!(read(&bomb), Err(BrokenDocx::Bomb(..))));
    let tight = with_body(&" ".repeat(4 * 1024 * 1024));
    assert!(matches!(read(&tight), Err(BrokenDocx::Bomb(..))));

    let deep = format!("{}{}", "<w:p>".repeat(5000), "</w:p>".repeat(5000));
    assert_eq!(read(&with_body(&deep)), Err(BrokenDocx::TooDeep("word/document.xml")));
    let names: Vec<String> = (0..5000).map(|n| format!("{n}")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(read(&zipped(&many)), Err(BrokenDocx::TooManyEntries(5000)));

    assert!(matches!(read(&with_body("<w:p></w:q>")), Err(BrokenDocx::BrokenXml { .. })));
    let unfinished = zipped(&[("word/document.xml", b"<w:document><w:p>")]);
    assert!(matches!(read(&unfinished), Err(BrokenDocx::BrokenXml { .. })));
    assert_eq!(read(&zipped(&[("a", b"")])), Err(BrokenDocx::NoPart("word/document.xml")));
    assert_eq!(read(b"\xd0\xcf\x11\xe0rest"), Err(BrokenDocx::OldOrLocked));
    assert!(matches!(read(b"PK\x03\x04 and no more"), Err(BrokenDocx::BrokenZip(_))));
    assert!(matches!(read(b""), Err(BrokenDocx::BrokenZip(_))));
    let whole = with_body("<w:p/>");
    assert!(matches!(read(&whole[..whole.len() / 2]), Err(BrokenDocx::BrokenZip(_))));
}

#[test]
fn entities_do_not_grow() {
    let xml = format!(
        "<!DOCTYPE d [<!ENTITY a \"哈哈\"><!ENTITY b \"&a;&a;\">]>\
         <w:document xmlns:w=\"{NAMESPACE}\"><w:p><w:r><w:t>甲&b;乙</w:t></w:r></w:p></w:document>"
    );
    let read = read(&zipped(&[("word/document.xml", xml.as_bytes())]));
    assert_eq!(read, Ok(vec![paragraph("甲乙")]));
}

#[test]
fn a_report_is_read_back_with_what_it_hides() {
    let mut report = Report { title: "报告".to_owned(), ..Report::default() };
    let number = report.cite("甲[N]. 某报, 2024.");
    report.blocks = vec![
        Block::Heading(2, "一、做法".to_owned()),
        Block::Quotation(vec![Inline::text("“四强”<支部>\n第二段"), Inline::Reference(number)]),
        Block::Table(Table {
            head: vec!["省".to_owned(), "数".to_owned()],
            rows: vec![vec![vec![Inline::text("广东")], vec![Inline::Strong("3".to_owned())]]],
            ..Table::default()
        }),
    ];
    let json = "{\"text\": \"<&>“”\"}".to_owned();
    report.record = Some(Record { kind: "clips", json: json.clone() });
    let bytes = docx::write(&report);
    let expected = [
        DocxBlock::Heading(1, "报告".to_owned()),
        DocxBlock::Heading(2, "一、做法".to_owned()),
        paragraph("“四强”<支部>"),
        paragraph("第二段[1]"),
        table(&[&["省", "数"], &["广东", "3"]]),
        DocxBlock::Heading(1, "参考文献".to_owned()),
        paragraph("[1]\u{2002}甲[N]. 某报, 2024."),
    ];
    assert_eq!(read(&bytes).as_deref(), Ok(&expected[..]));
    assert_eq!(hidden_record(&bytes, "clips"), Ok(Some(json)));
    assert_eq!(hidden_record(&bytes, "evidence"), Ok(None));
}

#[test]
fn a_word_document_is_imported_with_its_headings_and_tables() {
    let report = Report {
        title: "关于某项工作的情况报告".to_owned(),
        blocks: vec![
            Block::Heading(2, "一、主要做法".to_owned()),
            Block::Paragraph(vec![Inline::text("组建先锋班组7个，评定支部539个，做法得到推广。")]),
            Block::Table(Table {
                head: vec!["省".to_owned(), "数".to_owned()],
                rows: vec![vec![vec![Inline::text("广东")], vec![Inline::text("3")]]],
                ..Table::default()
            }),
        ],
        ..Report::default()
    };
    let bytes = docx::write(&report);
    let today = crate::document::Date::parse("2026-11-25").expect("a day");
    let raw = |bytes| crate::intake::Raw { name: "a.docx", bytes, kind: None, today };
    let converted = crate::intake::convert(raw(&bytes)).expect("it is read");
    let [file] = &converted.documents[..] else { panic!("one document: {converted:?}") };
    assert_eq!(file.front_matter.title, "关于某项工作的情况报告");
    assert_eq!(file.front_matter.source.span.map(|it| it.len()), Some(bytes.len()));
    for part in ["主要做法", "评定支部539个", "| 省 | 数 |", "| 广东 | 3 |"] {
        assert!(file.body.contains(part), "{part}: {}", file.body);
    }
    let workbook = zipped(&[("xl/workbook.xml", b"")]);
    let refused = crate::intake::convert(raw(&workbook)).expect_err("it is no document");
    assert!(refused.to_string().contains("xlsx"), "{refused}");
    let broken = crate::intake::convert(raw(b"PK\x03\x04")).expect_err("it is broken");
    assert!(broken.to_string().contains("docx"), "{broken}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn damage_anywhere_is_an_error_or_text_and_never_a_panic(
        at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
    ) {
        let mut bytes = with_body("<w:p><w:r><w:t>正文</w:t></w:r></w:p>");
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        let _ = (read(&bytes), hidden_record(&bytes, "clips"));
    }

    #[test]
    fn any_bytes_and_any_xml_are_looked_through_without_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200), xml in "[<>/wptr:=\"&;! -甲]{0,60}",
    ) {
        let _ = (read(&bytes), read(&with_body(&xml)));
    }

    #[test]
    fn whatever_text_a_report_holds_is_read_back(text in any::<String>()) {
        let blocks = vec![Block::Paragraph(vec![Inline::text(text.clone())])];
        let report = Report { title: "题".to_owned(), blocks, ..Report::default() };
        let read: String =
            read(&docx::write(&report)).expect("our own file").iter().skip(1).map(DocxBlock::text).collect();
        let visible = |text: &str| {
            text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c < '\u{fffe}' || *c > '\u{ffff}').collect::<String>()
        };
        prop_assert_eq!(visible(&read), visible(&text));
    }
}
