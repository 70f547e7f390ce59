//! Files of other programs are read in a child process: a hostile or broken one ends the child and
//! one outcome, and nothing else.
//!
//! The child is this program itself (`dianan extract --confined`). It reads the file from its input
//! and writes what it read to its output; it opens no file and no connection. On Unix the system
//! holds it to bounds of memory, computing time, open files and written files, at low priority.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::extract::{self, Picture};
use super::format::{Decoded, Format, Unreadable, is_picture};
use super::layout::Layout;
use super::ocr::Recognizer;
use crate::corpus::walk::fingerprint;
use crate::library::Recognized;

/// Memory that a child may ask for, in bytes.
#[cfg(unix)]
const MEMORY: u64 = 3 * 1024 * 1024 * 1024;
/// Computing time that a child may take, in seconds.
#[cfg(unix)]
const SECONDS: u64 = 60;
/// Time until a child is ended.
const PATIENCE: Duration = Duration::from_secs(90);
/// The most bytes that a child may answer.
const MOST_OUTPUT: u64 = 512 * 1024 * 1024;

/// Who reads the files of an import.
#[derive(Debug, Clone, Default)]
pub enum Reader {
    /// This process: for tests, and for texts.
    #[default]
    Here,
    /// A child process, the program at this path.
    Child(PathBuf),
    /// A child process; for scans, what was recognised in them.
    Recalling(PathBuf, Arc<Recognized>),
}

/// What a child answers.
#[derive(Debug, Serialize, Deserialize)]
pub enum Reply {
    /// What it read.
    Layout(Box<Layout>),
    /// The pictures of its pages.
    Pictures(Vec<Picture>),
    /// Why the file cannot be read.
    Unreadable {
        /// In Chinese.
        reason: String,
        /// Whether it holds pictures of text.
        needs_ocr: bool,
    },
}

impl From<Result<Vec<Picture>, Unreadable>> for Reply {
    fn from(read: Result<Vec<Picture>, Unreadable>) -> Self {
        match read {
            Ok(pictures) => Self::Pictures(pictures),
            Err(error) => Self::unreadable(&error),
        }
    }
}

impl From<Result<Layout, Unreadable>> for Reply {
    fn from(read: Result<Layout, Unreadable>) -> Self {
        match read {
            Ok(layout) => Self::Layout(Box::new(layout)),
            Err(error) => Self::unreadable(&error),
        }
    }
}

impl Reply {
    fn unreadable(error: &Unreadable) -> Self {
        Self::Unreadable { needs_ocr: error.needs_ocr(), reason: error.to_string() }
    }
}

impl Reader {
    /// The text and the layout of a file.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn read(&self, name: &str, bytes: &[u8]) -> Result<(Decoded, Layout), Unreadable> {
        let packed = |layout| (Decoded::packed(bytes.len()), layout);
        match self {
            Self::Recalling(..) if is_picture(bytes) => self.recalled(bytes).map(packed),
            Self::Child(program) | Self::Recalling(program, _)
                if !matches!(Format::of(name, bytes)?, Format::Text) =>
            {
                let read = answer(apart(program, &[], name, bytes)?);
                let is_scan = read.as_ref().is_err_and(Unreadable::needs_ocr);
                let recalls = matches!(self, Self::Recalling(..)) && is_scan;
                let read = if recalls { self.recalled(bytes) } else { read };
                read.map(packed)
            }
            _ => extract::read(name, bytes),
        }
    }

    /// What was recognised in a scan.
    fn recalled(&self, bytes: &[u8]) -> Result<Layout, Unreadable> {
        let waits = || Unreadable::Reported {
            reason: "待识别：扫描件或图片，排队等待机器识别".to_owned(),
            needs_ocr: true,
        };
        let Self::Recalling(_, recognized) = self else { return Err(waits()) };
        let kept = recognized.get(&fingerprint(bytes)).ok_or_else(waits)?;
        answer(serde_json::from_slice(&kept).map_err(|_| waits())?)
    }

    /// Recognises the text in a scan and keeps it for [`Reader::read`]; what cannot be recognised is
    /// kept as that. `progress` is told how many of how many pictures are done.
    ///
    /// # Errors
    /// When it cannot be kept, or this reader keeps nothing.
    pub fn recognize(
        &self,
        name: &str,
        bytes: &[u8],
        recognizer: &Recognizer,
        progress: &dyn Fn(usize, usize),
    ) -> std::io::Result<()> {
        let Self::Recalling(program, recognized) = self else {
            return Err(std::io::ErrorKind::Unsupported.into());
        };
        let pictures = match apart(program, &["--pictures"], name, bytes) {
            Ok(Reply::Pictures(pictures)) => Ok(pictures),
            Ok(Reply::Unreadable { reason, .. }) => Err(reason),
            Ok(Reply::Layout(_)) => Err("没有图片".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        let nothing = |reason: String| Reply::Unreadable { reason, needs_ocr: false };
        let reply = match pictures {
            Err(reason) => nothing(format!("扫描件识别不了：{reason}")),
            Ok(pictures) if pictures.is_empty() => nothing(
                "扫描件识别不了：取不出页面的图片；请用扫描软件另存为普通的 PDF 或图片再导入"
                    .to_owned(),
            ),
            Ok(pictures) => match recognizer.read(&pictures, progress) {
                Some(layout) => Reply::Layout(Box::new(layout)),
                None => nothing("扫描件里没有识别出文字；请对照原件".to_owned()),
            },
        };
        let record = serde_json::to_vec(&reply).map_err(std::io::Error::other)?;
        recognized.put(&fingerprint(bytes), &record)
    }
}

/// The layout that a reply gives.
fn answer(reply: Reply) -> Result<Layout, Unreadable> {
    match reply {
        Reply::Layout(layout) => Ok(*layout),
        Reply::Unreadable { reason, needs_ocr } => Err(Unreadable::Reported { reason, needs_ocr }),
        Reply::Pictures(_) => {
            Err(Unreadable::Reported { reason: "只有图片".to_owned(), needs_ocr: true })
        }
    }
}

/// Reads a file in a child process.
fn apart(
    program: &PathBuf,
    wanted: &[&str],
    name: &str,
    bytes: &[u8],
) -> Result<Reply, Unreadable> {
    let ended = |reason: &str| Unreadable::Reported { reason: reason.to_owned(), needs_ocr: false };
    let child = Command::new(program)
        .args(["extract", "--confined"])
        .args(wanted)
        .args(["--name", name, "-"])
        .env_remove("RUST_BACKTRACE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.map_err(|error| ended(&format!("启动读取进程失败：{error}")))?;
    let answer = converse(&mut child, bytes, PATIENCE, MOST_OUTPUT);
    if answer.is_none() {
        // It may have ended already.
        let _ = child.kill();
    }
    let _ = child.wait();
    let Some(answer) = answer else {
        return Err(ended("读取超时，已停止；请把文件拆小，或用原来的软件另存后再导入"));
    };
    serde_json::from_slice(&answer).map_err(|_| {
        ended(
            "读取这个文件的进程中途停止（内存超过上限，或文件有误）；请用原来的软件打开后另存，其他文件不受影响",
        )
    })
}

/// Gives a child what it reads and takes its answer, at most so many bytes; `None` when it takes
/// longer than `patience`.
pub(super) fn converse(
    child: &mut Child,
    bytes: &[u8],
    patience: Duration,
    most: u64,
) -> Option<Vec<u8>> {
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut answer = Vec::new();
            // A child that was ended has said what it has said.
            let _ = output.take(most).read_to_end(&mut answer);
            let _ = sender.send(answer);
        });
        scope.spawn(move || {
            // A child that ends early does not read all.
            let _ = input.write_all(bytes);
        });
        let answer = receiver.recv_timeout(patience).ok();
        if answer.is_none() {
            // The threads wait for the child's ends of the pipes.
            let _ = child.kill();
        }
        answer
    })
}

/// Holds this process to the bounds of a child; where the system knows none, nothing is done.
pub fn confine() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, nice, setrlimit};
        let bounds = [
            (Resource::As, MEMORY),
            (Resource::Cpu, SECONDS),
            (Resource::Nofile, 64),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
        ];
        for (resource, most) in bounds {
            let limit = Rlimit { current: Some(most), maximum: Some(most) };
            // A bound that the system refuses is stricter already.
            let _ = setrlimit(resource, limit);
        }
        let _ = nice(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_comes_back_as_it_was_sent() {
        let (_, layout) = extract::read("a.html", "<p>正文。<br><b>粗</b></p>".as_bytes()).unwrap();
        let sent = serde_json::to_vec(&Reply::from(Ok(layout.clone()))).unwrap();
        let Reply::Layout(back) = serde_json::from_slice(&sent).unwrap() else { panic!() };
        assert_eq!(back.blocks, layout.blocks);
        let locked: Result<Layout, Unreadable> = Err(Unreadable::Locked);
        let sent = serde_json::to_vec(&Reply::from(locked)).unwrap();
        let Reply::Unreadable { reason, .. } = serde_json::from_slice(&sent).unwrap() else {
            panic!()
        };
        assert!(reason.contains("密码"), "{reason}");
    }

    #[test]
    fn a_child_that_answers_nothing_is_one_clear_outcome() {
        let reader = Reader::Child(PathBuf::from("/bin/true"));
        let error = reader.read("a.pdf", b"%PDF-1.4 x").unwrap_err().to_string();
        assert!(error.contains("其他文件不受影响"), "{error}");
        let reader = Reader::Child(PathBuf::from("/no/such/program"));
        assert!(reader.read("a.pdf", b"%PDF-1.4 x").unwrap_err().to_string().contains("启动"));
        assert!(reader.read("a.txt", "正文。".as_bytes()).is_ok(), "texts need no child");
    }
}
