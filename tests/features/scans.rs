//! Scans: their pictures reach a program that recognises text, and what it reads is a document that
//! says so. The program of most tests stands in for tesseract: it says what kind of picture it got.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use crate::server::Server;
use crate::test_library::{folder, program, run};

/// Answers as tesseract does: a notice with the kind of the picture in it.
const STAND_IN: &str = r#"#!/bin/sh
if [ "$1" = --list-langs ]; then echo chi_sim; exit 0; fi
kind=$(head -c 2 | tr '*' '+')
cat > /dev/null
word() { printf '4\t1\t%s\t1\t1\t0\t%s\t%s\t%s\t40\t-1\t\n5\t1\t%s\t1\t1\t1\t%s\t%s\t%s\t40\t%s\t%s\n' "$1" "$2" "$3" "$4" "$1" "$2" "$3" "$4" "$5" "$6"; }
printf 'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n'
printf '1\t1\t0\t0\t0\t0\t0\t0\t1000\t1400\t-1\t\n'
word 1 350 200 300 95 '关于开展上门服务的通知'
word 2 140 300 760 85 "图片种类$kind，各乡镇要组织代办员把服务送到村头，办成一件登记一件，并且"
word 3 100 360 800 85 '每季度把办理的情况报送一次，报送的情况由办公室汇总以后向全县通报。'
"#;

fn stand_in(folder: &Path, script: &str) -> PathBuf {
    let path = folder.join("reads.sh");
    fs::write(&path, script).expect("it is written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be run");
    path
}

/// A PDF whose pages show one picture each.
fn scanned(pictures: &[Stream]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages_id = document.new_object_id();
    let kids: Vec<Object> = pictures
        .iter()
        .map(|picture| {
            let picture = document.add_object(picture.clone());
            let content = document.add_object(Stream::new(
                Dictionary::new(),
                b"q 595 0 0 842 0 0 cm /Im0 Do Q".to_vec(),
            ));
            let page = dictionary! {
                "Type" => "Page", "Parent" => pages_id, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                "Resources" => dictionary! { "XObject" => dictionary! { "Im0" => picture } },
            };
            document.add_object(page).into()
        })
        .collect();
    let count = i64::try_from(pictures.len()).expect("few");
    let pages = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(pages_id, Object::Dictionary(pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages_id });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("it is written");
    bytes
}

fn picture(space: Object, bits: i64, filter: Option<&str>, samples: &[u8]) -> Stream {
    let mut dictionary = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 8, "Height" => 4,
        "ColorSpace" => space, "BitsPerComponent" => bits,
    };
    if let Some(filter) = filter {
        dictionary.set("Filter", Object::Name(filter.as_bytes().to_vec()));
    }
    Stream::new(dictionary, samples.to_vec()).with_compression(false)
}

fn grey() -> Object {
    Object::Name(b"DeviceGray".to_vec())
}

#[test]
fn every_packing_of_a_scanned_page_reaches_the_program_as_a_picture_it_reads() {
    let palette = Object::Array(vec![
        Object::Name(b"Indexed".to_vec()),
        Object::Name(b"DeviceRGB".to_vec()),
        1.into(),
        Object::string_literal("abcdef"),
    ]);
    let packed = |samples: &[u8]| {
        let mut stream = picture(grey(), 8, None, samples);
        stream.compress().expect("it is packed");
        stream
    };
    let pictures = [
        (picture(grey(), 8, Some("DCTDecode"), b"\xff\xd8\xff\xe0"), "JPEG", "\u{fffd}\u{fffd}"),
        (picture(grey(), 1, Some("CCITTFaxDecode"), b"\x00\x01"), "fax", "II"),
        (picture(grey(), 1, None, &[0; 4]), "black and white", "P4"),
        (picture(grey(), 8, None, &[0; 32]), "grey", "P5"),
        (packed(&[0; 3200]), "packed", "P5"),
        (picture(Object::Name(b"DeviceRGB".to_vec()), 8, None, &[0; 96]), "colours", "P6"),
        (picture(Object::Name(b"DeviceCMYK".to_vec()), 8, None, &[0; 128]), "inks", "P6"),
        (picture(palette, 1, None, &[0; 4]), "a palette", "P6"),
    ];
    for (stream, what, expected) in pictures {
        let folder = folder();
        let script = stand_in(folder.path(), STAND_IN);
        fs::write(folder.path().join("扫描.pdf"), scanned(&[stream])).expect("it is written");
        let mut command = program(folder.path());
        command.args(["import", "扫描.pdf", "--json"]).env("DIANAN_OCR", &script);
        let ran = run(command);
        assert_eq!(ran.code, Some(0), "{what}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains("关于开展上门服务的通知"), "{what}: {}", ran.out);
        let path = fs::read_dir(folder.path().join("corpus")).expect("a corpus");
        let text: String = walk(path).iter().map(|it| fs::read_to_string(it).unwrap()).collect();
        if !expected.contains('\u{fffd}') {
            assert!(text.contains(&format!("图片种类{expected}")), "{what}: {text}");
        }
        assert!(text.contains("文字由机器识别，平均置信度 8"), "{what}: {text}");
    }
}

/// The Markdown files under a folder.
fn walk(entries: fs::ReadDir) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(walk(fs::read_dir(path).expect("a folder")));
        } else if path.extension().is_some_and(|it| it == "md") {
            files.push(path);
        }
    }
    files
}

#[test]
fn scans_wait_where_no_program_is_named_and_a_wrong_one_is_said() {
    let folder = folder();
    fs::write(folder.path().join("a.pdf"), scanned(&[picture(grey(), 8, None, &[0; 32])])).unwrap();
    let mut command = program(folder.path());
    command.args(["import", "a.pdf"]).env_remove("DIANAN_OCR");
    let ran = run(command);
    assert!(ran.out.contains("待识别") && ran.out.contains("dianan.toml"), "{}", ran.out);

    let mut command = program(folder.path());
    command.args(["import", "a.pdf"]).env("DIANAN_OCR", "/no/such/program");
    let ran = run(command);
    assert_ne!(ran.code, Some(0));
    assert!(ran.err.contains("tesseract-ocr-chi-sim"), "{}", ran.err);

    let script = stand_in(folder.path(), "#!/bin/sh\necho eng\n");
    let mut command = program(folder.path());
    command.args(["import", "a.pdf"]).env("DIANAN_OCR", &script);
    assert!(run(command).err.contains("chi_sim"), "no Chinese");
}

#[test]
fn a_scan_in_which_nothing_is_recognised_fails_with_a_reason_and_is_not_tried_again() {
    let folder = folder();
    let empty = "#!/bin/sh\n[ \"$1\" = --list-langs ] && echo chi_sim && exit 0\ncat >/dev/null\necho tried >> tries\n";
    let script = stand_in(folder.path(), empty);
    fs::write(folder.path().join("a.pdf"), scanned(&[picture(grey(), 8, None, &[0; 32])])).unwrap();
    for _ in 0..2 {
        let mut command = program(folder.path());
        command.args(["import", "a.pdf", "--outcomes", "结果.csv"]).env("DIANAN_OCR", &script);
        let ran = run(command);
        assert!(ran.out.contains("没有识别出文字"), "{}{}", ran.out, ran.err);
    }
    let tries = fs::read_to_string(folder.path().join("tries")).expect("it was tried");
    assert_eq!(tries.lines().count(), 1, "what cannot be read is remembered");
    let table = fs::read_to_string(folder.path().join("结果.csv")).expect("a table");
    assert!(table.starts_with("\u{feff}文件,结果,说明"), "{table}");
    assert!(table.contains("a.pdf,失败,扫描件里没有识别出文字"), "{table}");
}

#[test]
fn a_server_recognises_what_is_dropped_in_behind_the_others() {
    let folder = folder();
    let script = stand_in(folder.path(), STAND_IN);
    let corpus = folder.path().join("corpus/cases");
    fs::create_dir_all(&corpus).expect("a folder");
    fs::write(corpus.join("甲.md"), "---\ntitle: 夜间窗口\nkind: case\n---\n\n夜间窗口开放。\n")
        .unwrap();
    let mut command = program(folder.path());
    command.args(["serve", "--watch", "收件"]).env("DIANAN_OCR", &script);
    let server = Server::start(command);
    let inbox = folder.path().join("收件");
    let scan = scanned(&[picture(grey(), 8, None, &[0; 32]), picture(grey(), 1, None, &[0; 4])]);
    fs::write(inbox.join("扫描.pdf"), scan).expect("it is written");
    server.until("/api/search?q=%E4%BB%A3%E5%8A%9E%E5%91%98", |reply| reply.contains("上门服务"));
    let start = Instant::now();
    while !inbox.join("done/扫描.pdf").is_file() {
        assert!(start.elapsed() < Duration::from_secs(30), "{}", server.log());
        thread::sleep(Duration::from_millis(50));
    }
}

/// With the real program, where the machine has it: a page that Chromium draws.
#[test]
fn tesseract_reads_a_picture_of_a_page() {
    let has = |name: &str| Command::new(name).arg("--version").output().is_ok();
    if !has("tesseract") || !has("chromium") {
        assert!(std::env::var_os("CI").is_none(), "CI has tesseract and Chromium");
        println!("skipped: tesseract or chromium is not installed");
        return;
    }
    let folder = folder();
    let page = "<meta charset=utf-8><body style='margin:60px;font:22px/2 serif'><h2 style='text-align:center'>\
        关于开展上门服务的通知</h2><p>各乡镇人民政府：</p><p>今年以来共办理业务3265件，办结率98.6%，\
        请组织代办员开展上门服务，把服务送到村头。</p><p style='text-align:right'>青山县人民政府办公室</p>";
    fs::write(folder.path().join("a.html"), page).expect("it is written");
    let drawn = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"])
        .args(["--force-device-scale-factor=2", "--window-size=900,600", "--screenshot=扫描.png"])
        .arg("a.html")
        .current_dir(folder.path())
        .output()
        .expect("it starts");
    assert!(folder.path().join("扫描.png").is_file(), "{}", String::from_utf8_lossy(&drawn.stderr));
    let mut command = program(folder.path());
    command.args(["import", "扫描.png", "--json"]).env("DIANAN_OCR", "tesseract");
    let ran = run(command);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("关于开展上门服务的通知"), "{}", ran.out);
    let files = walk(fs::read_dir(folder.path().join("corpus")).expect("a corpus"));
    let text: String = files.iter().map(|it| fs::read_to_string(it).unwrap()).collect();
    for told in ["3265件", "98.6%", "上门服务", "平均置信度"] {
        assert!(text.contains(told), "{told}: {text}");
    }
}
