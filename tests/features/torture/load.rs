//! Heavy and light requests at once: light ones are answered, heavy ones are answered or refused, and
//! what is given up ends.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use crate::server::Server;
use crate::test_library::{TestLibrary, size};

/// A library of some size.
fn library() -> TestLibrary {
    let library = TestLibrary::new("");
    for n in 0..120 {
        let body =
            format!("坚持党建引领，推动第{n}号机关党建和业务融合，评定四强党支部{n}个。\n\n")
                .repeat(20);
        library.add(&format!(
            "//- reports/r{n}.md published=2023 region=广东省\n# 第{n}份报告\n{body}"
        ));
    }
    library.refresh();
    library
}

/// A draft that takes longer than a request may.
fn heavy_draft() -> String {
    (0..4_000)
        .map(|n| format!("第{n}项共{n}个，其中3个，评定四强党支部{n}个，增长{n}.5%。\n"))
        .collect()
}

/// Seconds that a process has worked.
fn worked(server: &Server) -> f64 {
    let told = fs::read_to_string(format!("/proc/{}/stat", server.child.id()))
        .expect("the machine is sound");
    let fields: Vec<&str> =
        told.rsplit(')').next().expect("the machine is sound").split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<f64>().expect("the machine is sound");
    (ticks(11) + ticks(12)) / 100.0
}

/// Megabytes that a process holds.
fn held(server: &Server) -> f64 {
    let told = fs::read_to_string(format!("/proc/{}/status", server.child.id()))
        .expect("the machine is sound");
    let line = told.lines().find(|it| it.starts_with("VmRSS")).expect("the machine is sound");
    line.split_whitespace()
        .nth(1)
        .expect("the machine is sound")
        .parse::<f64>()
        .expect("the machine is sound")
        / 1024.0
}

/// How much of what a server held before a load it holds a minute after it at most.
const GIVEN_BACK: f64 = 1.2;
/// Heavy requests that are worked on at once, and those that wait.
const AT_ONCE: usize = 8;

const PLAIN: &str = "Host: 127.0.0.1\r\nContent-Type: text/plain\r\n";

#[cfg(target_os = "linux")]
#[test]
fn work_ends_soon_after_the_one_who_waits_has_gone() {
    use std::io::Write;
    let library = library();
    let server = Server::start(library.command(&["serve"]));
    let draft = heavy_draft();
    let mut gone = Vec::new();
    for _ in 0..3 {
        let mut stream = server.connect();
        let head =
            format!("POST /api/check HTTP/1.1\r\n{PLAIN}Content-Length: {}\r\n\r\n", draft.len());
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(draft.as_bytes()).unwrap();
        gone.push(stream);
    }
    thread::sleep(Duration::from_millis(700));
    assert!(worked(&server) > 0.2, "it is at work");
    drop(gone);
    thread::sleep(Duration::from_millis(1_000));
    let before = worked(&server);
    thread::sleep(Duration::from_millis(2_000));
    let after = worked(&server);
    // It still looks for refreshes.
    assert!(after - before < 0.5, "{:.2} s of work for nobody", after - before);
}

/// Checks `draft` again and again; the status of each answer.
fn checked(server: &Server, draft: &str, until: Instant) -> Vec<String> {
    let mut said = Vec::new();
    while Instant::now() < until {
        let reply = server.send("POST", "/api/check", PLAIN, draft);
        let status = reply.split(' ').nth(1).unwrap_or_default().to_owned();
        if status != "200" {
            assert!(matches!(&*status, "503" | "429"), "{reply}");
            assert!(reply.to_ascii_lowercase().contains("retry-after:"), "{reply}");
            thread::sleep(Duration::from_millis(100));
        }
        said.push(status);
    }
    said
}

#[cfg(target_os = "linux")]
#[test]
fn light_searches_are_answered_while_heavy_work_is_refused_or_waits() {
    let library = library();
    let server = Server::start(library.command(&["serve"]));
    let draft = heavy_draft();
    // What is read once, when it is first needed, stays, and so does what every thread of the heavy
    // lane keeps for itself: as many heavy requests beforehand as it works on at once.
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| server.send("POST", "/api/check", PLAIN, &draft));
        }
    });
    let start_memory = held(&server);
    let until = Instant::now() + Duration::from_secs(size(6, 12, 60));
    let light = || {
        let start = Instant::now();
        let found = server.get("/api/search?q=%E5%85%9A%E5%BB%BA").is_some();
        assert!(found, "a light search is always answered");
        start.elapsed()
    };
    let mut alone: Vec<Duration> = (0..50).map(|_| light()).collect();
    alone.sort();
    let (times, outcomes) = thread::scope(|scope| {
        let heavy: Vec<_> = (0..size(16, 24, 48))
            .map(|_| scope.spawn(|| checked(&server, &draft, until)))
            .collect();
        let searching: Vec<_> = (0..size(4, 8, 16))
            .map(|_| {
                scope.spawn(|| {
                    let mut times = Vec::new();
                    while Instant::now() < until {
                        times.push(light());
                        thread::sleep(Duration::from_millis(20));
                    }
                    times
                })
            })
            .collect();
        let times = searching.into_iter().flat_map(|it| it.join().unwrap()).collect::<Vec<_>>();
        let outcomes = heavy.into_iter().flat_map(|it| it.join().unwrap()).collect::<Vec<_>>();
        (times, outcomes)
    });
    let mut times = times;
    times.sort();
    let p99 = times[times.len() * 99 / 100];
    let refused = outcomes.iter().filter(|it| *it != "200").count();
    let under_load = held(&server);
    // A minute later.
    let later = Instant::now() + Duration::from_secs(60);
    while held(&server) > start_memory * GIVEN_BACK && Instant::now() < later {
        thread::sleep(Duration::from_millis(500));
    }
    println!(
        "{} light, p99 {p99:?} (alone {:?}); {} heavy, {refused} refused; \
         {start_memory:.0} MB, {under_load:.0} under load, {:.0} after",
        times.len(),
        alone[alone.len() * 99 / 100],
        outcomes.len(),
        held(&server)
    );
    assert!(refused > 0, "so many are too many");
    // Builds for tests are slow; the machine is shared with the clients and with other tests.
    assert!(p99 < Duration::from_millis(2_000), "{p99:?}");
    assert!(held(&server) <= start_memory * GIVEN_BACK, "{:.0} MB are kept", held(&server));
}
