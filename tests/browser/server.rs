//! The site under test: an index of the shipped corpus in a temporary folder, and its server.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use tempfile::TempDir;

/// The longest that a program may take to say that it is ready.
const START: Duration = Duration::from_secs(60);

/// The name of the watched folder.
const INBOX: &str = "inbox";

/// A program that is ended when this is dropped.
pub(crate) struct Running(Child);

impl Running {
    /// Starts `command` and waits for the line of its output (`source`) in which `find` sees what
    /// it looks for. The rest of the output is read and let go, so that the program never waits.
    pub(crate) fn start<R: Read + Send + 'static>(
        command: &mut Command,
        source: impl FnOnce(&mut Child) -> Option<R>,
        find: fn(&str) -> Option<String>,
    ) -> (Self, String) {
        let mut running = Self(command.spawn().expect("the program can be started"));
        let output = source(&mut running.0).expect("the output is piped");
        let found = watched(output, find).recv_timeout(START);
        let found = found.unwrap_or_else(|error| panic!("{command:?} does not get ready: {error}"));
        (running, found)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn watched(
    output: impl Read + Send + 'static,
    find: fn(&str) -> Option<String>,
) -> Receiver<String> {
    let (found, watched) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some(text) = find(&line) {
                // After the first line that is found nobody listens any more.
                let _ = found.send(text);
            }
        }
    });
    watched
}

/// The binary, serving the shipped corpus.
pub(crate) struct Server {
    /// `http://` and the address.
    pub(crate) site: String,
    _process: Running,
    folder: TempDir,
}

impl Server {
    /// Indexes the shipped corpus and serves it on a free port.
    pub(crate) fn start() -> Self {
        Self::serving(&[])
    }

    /// The same, taking in what is dropped into [`Self::inbox`].
    pub(crate) fn watching() -> Self {
        Self::serving(&["--watch", INBOX])
    }

    /// The watched folder.
    pub(crate) fn inbox(&self) -> PathBuf {
        self.folder.path().join(INBOX)
    }

    fn serving(how: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::create_dir(folder.path().join(INBOX)).expect("a folder can be made");
        copied(folder.path());
        let indexed = dianan(folder.path()).arg("index").output().expect("the binary runs");
        assert!(indexed.status.success(), "{}", String::from_utf8_lossy(&indexed.stderr));
        let mut serve = dianan(folder.path());
        serve.args(["serve", "--listen", "127.0.0.1:0"]).args(how).stderr(Stdio::piped());
        let (process, site) = Running::start(&mut serve, |child| child.stderr.take(), address);
        Self { site, _process: process, folder }
    }
}

/// Copies the shipped corpus into `folder`: tests change documents.
fn copied(folder: &Path) {
    let shipped = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let copied = Command::new("cp").arg("-r").arg(shipped).arg(folder.join("corpus")).status();
    assert!(copied.is_ok_and(|it| it.success()), "the corpus is copied");
}

/// The binary with the corpus and the index in `folder`, deaf to the settings of whoever runs the
/// tests.
fn dianan(folder: &Path) -> Command {
    let corpus = folder.join("corpus");
    let mut command = Command::new(env!("CARGO_BIN_EXE_dianan"));
    command.current_dir(folder).env_remove("DIANAN_LISTEN").env("DIANAN_LOG", "info");
    command.arg("--corpus").arg(corpus).arg("--index").arg(folder.join("index"));
    command
}

/// The site's address, in the line of the log that says that it is ready.
fn address(line: &str) -> Option<String> {
    let from = line.find("http://")?;
    line[from..].split_whitespace().next().map(str::to_owned)
}
