//! What must hold of any input. The targets of this crate run it with inputs that libFuzzer finds;
//! `tests/features/torture/mutations.rs` runs it over `corpus/` changed at random, in every `cargo test`.
//!
//! Each function panics when what it calls panics, or when what must hold does not.

use std::io::{Cursor, Write};
use std::sync::OnceLock;

use dianan::check::{Draft, check};
use dianan::corpus::CorpusFolder;
use dianan::document::citation::{citation, exchange};
use dianan::document::markdown_file::{parse, print};
use dianan::document::outline::{Piece, outline};
use dianan::document::{Date, DocumentId, FrontMatter, Kind};
use dianan::intake::convert::convert;
use dianan::intake::{Raw, extract};
use dianan::knowledge::theme::Themes;
use dianan::knowledge::{Corrections, Knowledge, Reading, Rules};
use dianan::library::{Generations, How, Snapshot, refresh};
use dianan::search::suggest::complete;
use dianan::search::{Request, search, snippet};
use dianan::text::lexicon::Lexicon;
use dianan::text::numerals::numerals;
use dianan::text::sentences::{clauses, sentences};
use dianan::text::{Span, fold};
use zip::write::{SimpleFileOptions, ZipWriter};

/// The longest input that is read, in bytes: what is slow by its length alone is another test's.
const LONGEST: usize = 64 * 1024;
/// A theme for the extractor to find.
const THEMES: &str = "[[theme]]\nname = '业务融合'\ncues = ['业务', '党']\n";
/// The documents of the small library that questions and drafts are put to.
const HELD: [&str; 2] = [
    "---\nkind: case\ntitle: 四强党支部\nregion: 广东省\npublished: 2023-05-04\n---\n\n\
     评定“四强”党支部915个，办结率99.2%，落实《支部工作条例》（粤机发〔2023〕5号）。\n",
    "---\nkind: report\ntitle: 县政府工作报告\nregion: 广西壮族自治区\n---\n\n\
     # 一、回顾\n\n2022年生产总值105.6亿元，增长4.5%，获评“全国文明城市”。\n",
];

fn whole(text: &str) -> Vec<Piece> {
    vec![Piece { span: Span::new(0, text.len()), organization: None }]
}

/// A text folds to one that stays as it is, is cut without loss, and is marked within itself.
pub fn text(text: &str) {
    let folded = fold(text);
    assert_eq!(fold(&folded.text).text, folded.text);
    for cut in [sentences(text), clauses(text)] {
        assert_eq!(cut.iter().map(|it| it.of(text)).collect::<String>(), text);
    }
    for numeral in numerals(text) {
        assert!(text.get(numeral.span.start..numeral.span.end).is_some());
    }
    let passages = outline(text, &whole).passages;
    assert!(passages.iter().all(|it| text.get(it.span.start..it.span.end).is_some()));
    let analyzer = &snapshot().analyzer;
    let wanted: Vec<String> = text.split_whitespace().take(4).map(str::to_owned).collect();
    let needles = snippet::Needles::new(&wanted, &wanted, analyzer);
    let pieces = snippet::marked(text, &needles);
    assert_eq!(pieces.iter().map(|it| it.text.as_str()).collect::<String>(), text);
    let _ = snippet::snippet(text, &needles);
}

/// Every fact of a text is the characters of its span.
pub fn facts(body: &str) {
    let themes = Themes::parse(THEMES).expect("it is TOML");
    let knowledge = Knowledge::new(themes, Corrections::default(), Rules::built_in());
    let id = DocumentId::parse("text").expect("a name");
    let front_matter = FrontMatter::new("题", Kind::Report);
    let passages = outline(body, &whole).passages;
    for fact in knowledge.facts(&Reading::new(&id, &front_matter, None, &passages), body) {
        assert_eq!(body.get(fact.span.start..fact.span.end), Some(fact.text.as_str()));
    }
}

/// A document file is refused with its line, or printed so that it reads the same, and cited.
pub fn corpus_file(text: &str) {
    let file = match parse(text) {
        Ok(file) => file,
        Err(error) => return assert!(error.line > 0 && !error.reason.is_empty()),
    };
    // White space around a value is dropped once.
    let again = parse(&print(&file)).expect("what is printed is read");
    assert_eq!(again.body, file.body);
    assert_eq!(parse(&print(&again)).ok(), Some(again));
    let heading: String = file.body.lines().take(1).collect();
    assert!(!citation(&file.front_matter, &heading).full().is_empty());
    for manager in
        [exchange::Manager::Ris, exchange::Manager::NoteExpress, exchange::Manager::EndNote]
    {
        assert!(!exchange::entry(&file.front_matter, &heading, manager).is_empty());
    }
}

/// A file of the lexicon is taken, or refused with its line.
pub fn lexicon(text: &str) {
    if let Err((name, _)) = Rules::with(|_| text.to_owned()) {
        assert!(!name.is_empty());
    }
    let _ = Lexicon::with(text, "");
    let _ = Lexicon::with("", text);
    let _ = Themes::parse(text);
    let _ = Corrections::parse(text);
}

/// A question is answered from what is held, or refused; what is typed is completed.
pub fn question(text: &str) {
    let snapshot = snapshot();
    if let Ok(answer) = search(snapshot, Request { text: text.to_owned(), ..Request::default() }) {
        assert!(answer.total <= HELD.len());
    }
    let _ = complete(snapshot, text, &[], 8).expect("the index can be read");
}

/// A draft is checked; what is found stands in it.
pub fn draft(text: &str) {
    if let Ok(draft) = Draft::pasted(text) {
        let report = check(snapshot(), &draft).expect("the index can be read");
        let mut spans = report.findings.iter().map(|it| it.span);
        assert!(spans.all(|it| draft.text.get(it.start..it.end).is_some()));
    }
}

/// A raw file of this name is read, its parts named, divided and described, or refused.
pub fn raw(name: &str, bytes: &[u8]) {
    let today = Date::parse("2026-11-30").expect("a day");
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    // A refusal is an answer too.
    let _ = convert(Raw { name, bytes, kind: None, today });
}

/// Formats that are packages: the target, the name of a file, the part that is changed.
pub const PACKED: [(&str, &str, &str); 2] =
    [("docx", "a.docx", "word/document.xml"), ("ofd", "a.ofd", "Doc_0/Pages/Page_0/Content.xml")];

/// As [`raw`], of a package in which `part` is this text.
pub fn packed(name: &str, part: &str, text: &[u8]) {
    let bytes = match name.rsplit('.').next() {
        Some("docx") => package(&[("[Content_Types].xml", DOCX_TYPES), (part, text)]),
        Some("ofd") => package(&[
            ("OFD.xml", OFD),
            ("Doc_0/Document.xml", OFD_DOCUMENT),
            (part, &text[..text.len().min(LONGEST)]),
        ]),
        _ => package(&[(part, text)]),
    };
    raw(name, &bytes);
    let _ = extract::pages(name, &bytes);
}

const DOCX_TYPES: &[u8] = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const OFD: &[u8] = br#"<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"#;
const OFD_DOCUMENT: &[u8] = br#"<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>"#;

/// A zip file of these parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("it is in memory");
        zip.write_all(bytes).expect("it is in memory");
    }
    zip.finish().expect("it is in memory").into_inner()
}

/// A library of [`HELD`], made once.
fn snapshot() -> &'static Snapshot {
    static LIBRARY: OnceLock<(tempfile::TempDir, Snapshot)> = OnceLock::new();
    let (_, snapshot) = LIBRARY.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let corpus = folder.path().join("corpus");
        std::fs::create_dir_all(corpus.join("lexicon")).expect("a folder can be made");
        std::fs::write(corpus.join("lexicon/themes.toml"), "# none\n").expect("it can be written");
        for (number, text) in HELD.iter().enumerate() {
            std::fs::write(corpus.join(format!("{number}.md")), text).expect("it can be written");
        }
        let generations = Generations::new(&folder.path().join("index"));
        let corpus = CorpusFolder::open(&corpus).expect("it is there");
        refresh(&corpus, &generations, How::default(), &|_, _| {}).expect("it is indexed");
        let snapshot = Snapshot::open(&generations).expect("it was built");
        (folder, snapshot)
    });
    snapshot
}
