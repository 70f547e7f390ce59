//! A folder beside the server: what is dropped in is found, and put away.

use std::fs::{self, File};
use std::io::Write;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::server::Server;
use crate::test_library::{folder, program};

#[test]
fn what_is_dropped_in_is_found_and_put_away_and_the_corpus_is_followed() {
    let folder = folder();
    let corpus = folder.path().join("corpus");
    fs::create_dir_all(corpus.join("cases")).expect("a folder");
    let held =
        "---\ntitle: 夜间服务窗口\nkind: case\n---\n\n青山县开设夜间服务窗口，方便群众办事。\n";
    fs::write(corpus.join("cases/夜间.md"), held).expect("it is written");
    let mut command = program(folder.path());
    command.args(["serve", "--watch", "收件"]);
    let server = Server::start(command);
    let inbox = folder.path().join("收件");

    let text = "关于开展上门服务的通知\n\n各乡镇人民政府：\n\n请组织代办员开展上门服务，把服务送到村头。\n";
    fs::write(inbox.join("通知.txt"), text).expect("it is written");
    let query = "/api/search?q=%E4%B8%8A%E9%97%A8%E6%9C%8D%E5%8A%A1";
    let start = Instant::now();
    server.until(query, |reply| reply.contains("上门服务的通知"));
    println!("found after {:.1} s", start.elapsed().as_secs_f64());
    assert!(inbox.join("done/通知.txt").is_file() && !inbox.join("通知.txt").exists());
    let note = fs::read_to_string(inbox.join("done/通知.txt.导入结果.txt")).expect("a note");
    assert!(note.contains("已导入") && note.contains("《关于开展上门服务的通知》"), "{note}");

    // Broken, and not just being copied.
    let path = inbox.join("坏.docx");
    let mut file = File::create(&path).expect("it is made");
    file.write_all(b"PK\x03\x04broken").expect("it is written");
    file.set_modified(SystemTime::now() - Duration::from_secs(60)).expect("a time");
    drop(file);
    let start = Instant::now();
    while !inbox.join("failed/坏.docx.导入结果.txt").is_file() {
        assert!(start.elapsed() < Duration::from_secs(60), "it is put away");
        thread::sleep(Duration::from_millis(50));
    }
    assert!(inbox.join("failed/坏.docx").is_file());

    let night = "/api/search?q=%E5%A4%9C%E9%97%B4";
    server.until(night, |reply| reply.contains("夜间服务窗口"));
    fs::remove_file(corpus.join("cases/夜间.md")).expect("it is removed");
    server.until(night, |reply| !reply.contains("夜间服务窗口"));
}
