//! The program as a server, in a process of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// The longest that anything may take here.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that ends with the test.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) port: u16,
    log: Arc<Mutex<String>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts `command`, a `dianan serve`, on a free port, and waits until it listens.
    pub(crate) fn start(mut command: Command) -> Self {
        command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let lines = BufReader::new(child.stderr.take().expect("it is piped"));
        let log = Arc::new(Mutex::new(String::new()));
        let (told, port) = mpsc::channel();
        let kept = Arc::clone(&log);
        thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                let port = line.split("http://127.0.0.1:").nth(1).and_then(|it| {
                    it.split(|c: char| !c.is_ascii_digit()).next()?.parse::<u16>().ok()
                });
                if let Some(port) = port {
                    // After the first nobody listens.
                    let _ = told.send(port);
                }
                kept.lock().expect("nobody panics with it").push_str(&format!("{line}\n"));
            }
        });
        let port = port.recv_timeout(PATIENCE);
        let said = log.lock().expect("nobody panics with it").clone();
        Self { child, port: port.unwrap_or_else(|_| panic!("it does not get ready: {said}")), log }
    }

    /// What it has said so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("nobody panics with it").clone()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time is set");
        stream
    }

    /// The whole answer to a request with these further headers.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let mut stream = self.connect();
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).expect("it listens");
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).expect("it answers and closes");
        String::from_utf8_lossy(&reply).into_owned()
    }

    /// The answer, where it is 200.
    pub(crate) fn get(&self, path: &str) -> Option<String> {
        let reply = self.send("GET", path, "Host: 127.0.0.1\r\n", "");
        reply.starts_with("HTTP/1.1 200 ").then_some(reply)
    }

    /// Asks until the answer is so.
    pub(crate) fn until(&self, path: &str, is_so: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            match self.get(path) {
                Some(reply) if is_so(&reply) => return reply,
                _ if start.elapsed() > PATIENCE => panic!("{path} is not so after a minute"),
                _ => thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    /// Tells it to stop, and waits; how it ended and how long it took.
    #[cfg(unix)]
    pub(crate) fn stop(&mut self) -> (Option<i32>, Duration) {
        let start = Instant::now();
        let process = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(process, rustix::process::Signal::TERM).expect("it runs");
        loop {
            match self.child.try_wait().expect("it is our child") {
                Some(status) => return (status.code(), start.elapsed()),
                None if start.elapsed() > PATIENCE => panic!("it does not stop"),
                None => thread::sleep(Duration::from_millis(10)),
            }
        }
    }
}
