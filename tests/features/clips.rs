//! What is carried away and brought back over HTTP: clips and evidence; who may send it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use dianan::document::clip::MAX_CLIPS;
use dianan::http::{Library, router};
use dianan::intake::extract::docx;
use serde_json::{Value, json};

use crate::test_library::TestLibrary;

const FIXTURE: &str = "\
//- cases/caizheng.md organization=珠海市财政局 published=2024 source=南方日报
# 财政局的品牌
## 做法

党建引领财政业务，组建先锋班组。
";

struct Service {
    address: SocketAddr,
    /// Keeps its folder.
    _library: TestLibrary,
}

struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Service {
    fn new() -> Self {
        let library = TestLibrary::new(FIXTURE);
        let served = Arc::new(Library::open(library.generations()).expect("there is an index"));
        let (told, address) = mpsc::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
                let listener = listener.expect("a free port");
                told.send(listener.local_addr().expect("it listens")).expect("the test waits");
                axum::serve(listener, router(served)).await.expect("it serves");
            });
        });
        Self { address: address.recv().expect("it listens"), _library: library }
    }

    fn post(&self, path: &str, headers: &str, body: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time is set");
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.0\r\nHost: localhost\r\nContent-Length: {length}\r\n{headers}\r\n"
        );
        stream.write_all(head.as_bytes()).expect("it listens");
        // A body that is refused unread may meet a closed door.
        let _ = stream.write_all(body);
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply);
        let at = reply.windows(4).position(|it| it == b"\r\n\r\n").expect("a head and a body");
        let head = String::from_utf8_lossy(&reply[..at]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
        Reply { status, head, body: reply[at + 4..].to_vec() }
    }
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the answer is JSON")
    }
}

/// Clips as the page sends them.
fn clips() -> Value {
    let clip = |text: &str, note: &str| {
        json!({ "kind": "passage", "text": text, "document": "caizheng", "passage": "p-1",
            "span": [3, 9], "title": "财政局的品牌", "citation": "财政局的品牌[N]. 南方日报, 2024.",
            "url": "http://127.0.0.1/documents/caizheng#p-1", "note": note })
    };
    let clips = [clip("组建先锋班组。\n第二段 <b> & “引号”", "--> 用在开头"), clip("评定", "")];
    json!({ "format": "dianan-clips/1", "clips": clips })
}

#[test]
fn clips_go_into_a_file_and_come_back_out_of_it() {
    let service = Service::new();
    let sent = clips().to_string();
    for (path, kind) in
        [("/api/clips.docx", "wordprocessingml"), ("/api/clips.md", "text/markdown")]
    {
        let written = service.post(path, "", sent.as_bytes());
        assert_eq!(written.status, 200, "{path}");
        assert!(written.head.contains(kind), "{}", written.head);
        assert!(written.head.contains("attachment; filename*=utf-8''"), "{}", written.head);
        assert!(written.head.contains("cache-control: no-store"), "{}", written.head);
        let read = service.post("/api/clips/read", "", &written.body);
        assert_eq!(read.status, 200, "{path}");
        assert_eq!(read.json(), clips(), "{path}");
    }
    let written = service.post("/api/clips.docx", "", sent.as_bytes());
    let text: Vec<String> =
        docx::read(&written.body).expect("a Word document").iter().map(|it| it.text()).collect();
    let references = text.iter().filter(|it| it.starts_with("[1]")).count();
    assert_eq!(references, 1, "one source, one number: {text:?}");
}

#[test]
fn what_cannot_be_taken_is_refused_in_words() {
    let service = Service::new();
    let refused = |path: &str, body: &[u8], status: u16| {
        let reply = service.post(path, "", body);
        assert_eq!(reply.status, status, "{path}");
        reply.json()["error"]["message"].as_str().expect("it says why").to_owned()
    };
    assert!(refused("/api/clips.docx", b"[", 422).contains("写法有误"));
    assert!(refused("/api/clips.md", b"\xff", 422).contains("UTF-8"));
    let many = vec![json!({ "text": "甲" }); MAX_CLIPS + 1];
    let many = json!({ "format": "dianan-clips/1", "clips": many }).to_string();
    assert!(refused("/api/clips.md", many.as_bytes(), 422).contains("501"));
    let large = vec![b' '; 2 * 1024 * 1024];
    assert!(refused("/api/clips.docx", &large, 413).contains("上限"));
    assert!(
        refused("/api/clips/read", &large, 422).contains("没有可以读回的摘录"),
        "files may be larger"
    );
    assert!(refused("/api/clips/read", &vec![b' '; 9 * 1024 * 1024], 413).contains("上限"));
    assert!(refused("/api/clips/read", b"PK\x03\x04 broken", 422).contains("docx"));
    assert!(
        refused("/api/clips/read", "# 别的文件".as_bytes(), 422).contains("没有可以读回的摘录")
    );
    assert!(refused("/api/evidence", b"{}", 422).contains("anchors"));
    assert!(refused("/api/evidence", br#"{"anchors":[]}"#, 422).contains("没有选定段落"));
    assert!(refused("/api/evidence", br#"{"anchors":["nobody#p-1"]}"#, 404).contains("nobody"));
    assert!(refused("/api/evidence/verify", b"{}", 422).contains("不是引证包"));
}

#[test]
fn pages_of_other_sites_may_send_nothing() {
    let service = Service::new();
    let sent = clips().to_string();
    let status = |headers: &str| service.post("/api/clips.md", headers, sent.as_bytes()).status;
    assert_eq!(status("Sec-Fetch-Site: same-origin\r\n"), 200);
    assert_eq!(status("Origin: http://localhost\r\n"), 200);
    for elsewhere in
        ["Sec-Fetch-Site: cross-site\r\n", "Origin: http://evil.example\r\n", "Origin: null\r\n"]
    {
        assert_eq!(status(elsewhere), 403, "{elsewhere}");
    }
}

#[test]
fn evidence_is_made_and_verified_over_http() {
    let service = Service::new();
    let make = |format: &str| {
        let wanted = json!({ "anchors": ["caizheng"], "format": format }).to_string();
        let reply = service.post("/api/evidence", "", wanted.as_bytes());
        assert_eq!(reply.status, 200, "{format}");
        reply
    };
    let sidecar = make("json");
    let verified = service.post("/api/evidence/verify", "", &sidecar.body).json();
    assert_eq!(verified["unchanged"], true);
    assert_eq!(verified["passages"][0]["state"], "unchanged");
    for format in ["docx", "markdown"] {
        let packed = make(format);
        let archive = zip::ZipArchive::new(std::io::Cursor::new(packed.body)).expect("a zip file");
        assert_eq!(archive.len(), 2, "{format}");
    }
}
