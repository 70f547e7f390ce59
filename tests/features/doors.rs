//! The server's doors: who may come in, what leaves a trace, and nobody shut out by others.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::server::Server;
use crate::test_library::TestLibrary;

const ONE: &str = "//- cases/a.md\n# 题目\n琥珀流萤试金石。\n";
const SEARCH: &str = "/api/search?q=%E7%90%A5%E7%8F%80%E6%B5%81%E8%90%A4";

fn served(library: &TestLibrary) -> Server {
    Server::start(library.command(&["serve"]))
}

fn status(reply: &str) -> &str {
    reply.get(9..12).unwrap_or_default()
}

#[test]
fn a_server_answers_to_its_own_names_alone() {
    let library = TestLibrary::new(ONE);
    std::fs::write(library.folder().join("dianan.toml"), "names = ['dianan.example.cn']\n")
        .expect("it is written");
    let server = served(&library);
    let get = |host: &str| server.send("GET", SEARCH, &format!("Host: {host}\r\n"), "");
    for host in ["127.0.0.1", "localhost:80", "dianan.example.cn"] {
        let reply = get(host);
        assert!(status(&reply) == "200" && reply.contains("题目"), "{host}: {reply}");
    }
    for host in ["evil.example", "10.0.0.8", "127.0.0.1.evil.example"] {
        let reply = get(host);
        assert_eq!(status(&reply), "421", "{host}");
        assert!(reply.contains("unknown_host") && !reply.contains("题目"), "{host}: {reply}");
        assert!(reply.to_lowercase().contains("x-content-type-options: nosniff"), "{reply}");
    }
    assert_eq!(status(&server.send("GET", SEARCH, "", "")), "421", "none at all");
}

#[test]
fn another_sites_page_changes_nothing_and_leaves_no_trace() {
    let library = TestLibrary::new(ONE);
    let server = served(&library);
    let post = |headers: &str| {
        let headers = format!("Host: 127.0.0.1\r\nContent-Type: text/plain\r\n{headers}");
        status(&server.send("POST", "/api/check", &headers, "琥珀流萤。")).to_owned()
    };
    assert_eq!(post(""), "200");
    assert_eq!(post("Sec-Fetch-Site: same-origin\r\n"), "200");
    for page in ["Sec-Fetch-Site: cross-site\r\n", "Origin: http://evil.example\r\n"] {
        assert_eq!(post(page), "403", "{page}");
    }
    let asked = || {
        let status = server.get("/api/status").expect("it answers");
        let json = status.split("\r\n\r\n").nth(1).expect("a body");
        serde_json::from_str::<serde_json::Value>(json).expect("JSON")["queries"]["asked"].clone()
    };
    let by = |page: &str| server.send("GET", SEARCH, &format!("Host: 127.0.0.1\r\n{page}"), "");
    assert_eq!(status(&by("Sec-Fetch-Site: cross-site\r\n")), "200", "a link may lead here");
    by("Referer: http://evil.example/\r\n");
    by("Sec-Fetch-Site: same-site\r\n");
    assert_eq!(asked(), 0);
    by("Sec-Fetch-Site: same-origin\r\n");
    by("");
    assert_eq!(asked(), 2);
}

#[test]
fn the_log_names_no_query_even_at_its_loudest() {
    let library = TestLibrary::new(ONE);
    let mut command = library.command(&["serve"]);
    command.env("DIANAN_LOG", "debug");
    let server = Server::start(command);
    server.get(SEARCH).expect("it answers");
    server.until("/healthz", |_| server.log().contains("/api/search"));
    let log = server.log();
    assert!(!log.contains("%E7%90") && !log.contains("琥珀"), "{log}");
}

/// Lets this process open as many files as it may; whether that is enough for `count`.
#[cfg(unix)]
fn may_open(count: u64) -> bool {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.unwrap_or(65_536).min(65_536);
    let raised = Rlimit { current: Some(most), maximum: limit.maximum };
    setrlimit(Resource::Nofile, raised).is_ok() && most > count
}

#[cfg(unix)]
#[test]
fn fifteen_hundred_idle_connections_shut_nobody_out() {
    if !may_open(1_800) {
        println!("SKIPPED: the system allows too few files");
        return;
    }
    let library = TestLibrary::new(ONE);
    let mut server = served(&library);
    let mut idle: Vec<TcpStream> = Vec::new();
    for number in 0..1_500 {
        let mut stream = server.connect();
        if number % 2 == 0 {
            // Half of them have begun to say something. They may have been closed by now.
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ");
        }
        idle.push(stream);
    }
    for _ in 0..20 {
        let start = Instant::now();
        assert!(server.get(SEARCH).is_some_and(|reply| reply.contains("题目")));
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }
    let (code, took) = server.stop();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(4), "half-sent requests do not hold it: {took:?}");
}

#[test]
fn the_head_of_a_request_is_not_waited_for_forever() {
    let library = TestLibrary::new(ONE);
    let server = served(&library);
    let mut slow = server.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n").expect("it listens");
    let start = Instant::now();
    let mut reply = Vec::new();
    // A reset is as good an end as any.
    let _ = slow.read_to_end(&mut reply);
    assert!(!String::from_utf8_lossy(&reply).contains(" 200 "));
    let took = start.elapsed();
    assert!((Duration::from_secs(10)..Duration::from_secs(20)).contains(&took), "{took:?}");
}

#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_stop_answers_what_is_asked_and_waits_for_nobody() {
    let library = TestLibrary::new(ONE);
    let mut server = served(&library);
    let mut half = server.connect();
    half.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n").expect("it listens");
    let mut body = server.connect();
    let head = "POST /api/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n半";
    body.write_all(head.as_bytes()).expect("it listens");
    server.get("/healthz").expect("it has taken them in");
    let (code, took) = server.stop();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(8), "{took:?}");
}
