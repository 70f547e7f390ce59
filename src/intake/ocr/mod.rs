//! Scans: text recognised in pictures of pages by tesseract, a program of the machine.
//!
//! It takes seconds a page, so nothing waits for it: what was recognised is kept by the hash of the
//! file ([`crate::library::Recognized`]), and whoever reads the file later finds it there.

mod tsv;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::extract::{Page, Picture, laid_out};
use super::layout::Layout;
use super::sandbox::converse;
use super::unreadable::listed;

/// The language data that must be there.
const LANGUAGE: &str = "chi_sim";
/// Time until the reading of one page is given up.
const PATIENCE: Duration = Duration::from_secs(180);
/// The most bytes that one page may answer.
const MOST_OUTPUT: u64 = 16 * 1024 * 1024;

/// A program that recognises text in pictures.
#[derive(Debug, Clone)]
pub struct Recognizer {
    program: PathBuf,
}

/// Why no text can be recognised, in Chinese, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRecognizer {
    /// The program does not start.
    #[error(
        "识别程序 {0} 启动不了；请安装 tesseract（Debian：tesseract-ocr 和 tesseract-ocr-chi-sim），或改 dianan.toml 里的 ocr"
    )]
    Missing(String),
    /// It has no Chinese.
    #[error("识别程序 {0} 没有简体中文数据 chi_sim；请安装 tesseract-ocr-chi-sim")]
    NoChinese(String),
}

impl Recognizer {
    /// The program at `program`, which must be tesseract with Chinese.
    ///
    /// # Errors
    /// [`NoRecognizer`].
    pub fn new(program: &Path) -> Result<Self, NoRecognizer> {
        let name = program.display().to_string();
        let asked = Command::new(program).arg("--list-langs").stdin(Stdio::null()).output();
        let Ok(asked) = asked else { return Err(NoRecognizer::Missing(name)) };
        let told = [asked.stdout, asked.stderr].concat();
        let told = String::from_utf8_lossy(&told);
        if !told.lines().any(|line| line.trim() == LANGUAGE) {
            return Err(NoRecognizer::NoChinese(name));
        }
        Ok(Self { program: program.to_owned() })
    }

    /// The layout of pages, as far as text is recognised in their pictures; `None` where there is
    /// none. `progress` is told how many of how many pictures are done.
    #[must_use]
    pub fn read(&self, pictures: &[Picture], progress: &dyn Fn(usize, usize)) -> Option<Layout> {
        let (mut pages, mut unread, mut certainty) = (Vec::new(), Vec::new(), Vec::new());
        for (done, picture) in pictures.iter().enumerate() {
            progress(done, pictures.len());
            let read = self.asked(&picture.bytes).and_then(|told| tsv::page(&told, picture));
            match read {
                Some(read) if !read.page.runs.is_empty() => {
                    certainty.push((read.certainty, read.characters));
                    pages.push(read.page);
                }
                _ => unread.push(picture.page),
            }
        }
        progress(pictures.len(), pictures.len());
        let read: Vec<u32> = pages.iter().map(|page: &Page| page.number).collect();
        unread.retain(|page| !read.contains(page));
        let mut layout = laid_out(pages);
        if layout.blocks.is_empty() {
            return None;
        }
        let characters: usize = certainty.iter().map(|(_, of)| of).sum();
        let weighed: usize =
            certainty.iter().map(|(certainty, of)| usize::from(*certainty) * of).sum();
        let mean = weighed / characters.max(1);
        let note = format!("扫描件，文字由机器识别，平均置信度 {mean}%，引用前请对照原件");
        layout.remarks.push(note.clone());
        layout.machine_read = Some(note);
        if !unread.is_empty() {
            layout.remarks.push(format!("第 {} 页没有识别出文字；请对照原件", listed(&unread)));
        }
        Some(layout)
    }

    /// What the program answers of a picture.
    fn asked(&self, picture: &[u8]) -> Option<String> {
        let mut child = Command::new(&self.program)
            .args(["stdin", "stdout", "-l", LANGUAGE, "--psm", "3", "tsv"])
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let answer = converse(&mut child, picture, PATIENCE, MOST_OUTPUT);
        if answer.is_none() {
            // It may have ended already.
            let _ = child.kill();
        }
        let ended = child.wait().ok()?;
        let answer = answer.filter(|_| ended.success())?;
        Some(String::from_utf8_lossy(&answer).into_owned())
    }
}
