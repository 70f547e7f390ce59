//! Which files an import reads, and which it passes over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::corpus::error::in_chinese;
use crate::intake::archive;
use crate::intake::format::{MAX_BYTES, Unreadable};

/// The files that the paths of a command name.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// To be read, in order; what is not there is kept, so that it has an outcome too.
    pub(super) found: Vec<Found>,
    /// Left behind by programs, and hidden: passed over.
    pub(super) passed_over: Vec<PathBuf>,
}

/// A file, or why it cannot be read.
#[derive(Debug)]
pub(in crate::cli) struct Found {
    pub(in crate::cli) path: PathBuf,
    pub(in crate::cli) fault: Option<String>,
}

impl Found {
    /// The file's name, without folders.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned());
        name.unwrap_or_else(|| self.path.display().to_string())
    }

    /// The file's bytes, or why it fails.
    pub(in crate::cli) fn read(&self) -> Result<Vec<u8>, String> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let about = fs::metadata(&self.path).map_err(|error| unreadable(&error))?;
        if !about.is_file() {
            return Err("不是普通文件".to_owned());
        }
        if about.len() > MAX_BYTES {
            return Err(Unreadable::TooLarge(about.len()).to_string());
        }
        fs::read(&self.path).map_err(|error| unreadable(&error))
    }
}

/// The files of `paths`; a folder stands for all files in it.
pub(super) fn files(paths: &[PathBuf]) -> Files {
    let mut files = Files::default();
    for path in paths {
        if path.is_dir() {
            let before = files.found.len() + files.passed_over.len();
            inside(path, &mut files);
            if files.found.len() + files.passed_over.len() == before {
                let fault = Some("是一个空文件夹".to_owned());
                files.found.push(Found { path: path.clone(), fault });
            }
        } else if is_left_behind(path) {
            files.passed_over.push(path.clone());
        } else {
            files.found.push(Found { path: path.clone(), fault: None });
        }
    }
    files
}

fn inside(folder: &Path, files: &mut Files) {
    let mut entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if entry.depth() > 0 && is_passed_over(entry.path()) => {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                files.passed_over.push(entry.into_path());
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => files.found.push(Found { path: entry.into_path(), fault: None }),
            // A link that leads back into the folder: what is there is read once.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let fault = Some(unreadable(&io::Error::from(error)));
                files.found.push(Found { path, fault });
            }
        }
    }
}

fn unreadable(error: &io::Error) -> String {
    format!("无法读取：{}", in_chinese(error))
}

/// Whether a folder's files leave this one out: it is hidden, or a program left it behind.
fn is_passed_over(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || is_left_behind(path)
}

fn is_left_behind(path: &Path) -> bool {
    path.file_name().is_some_and(|name| archive::is_left_behind(&name.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_leave_is_passed_over() {
        for name in [
            "~$报告.docx",
            ".~lock.报告.docx#",
            "desktop.ini",
            "Desktop.ini",
            "a.tmp",
            "~WRL0001.tmp",
            "Thumbs.db",
            ".DS_Store",
            "._报告.docx",
            ".git",
            ".报告.txt.swp",
            "下载.crdownload",
        ] {
            assert!(is_left_behind(&Path::new("文件").join(name)), "{name}");
        }
        for name in ["报告.docx", "a.txt", "~报告.txt", "tmp", "desktop.txt", "a.tmp.txt"] {
            assert!(!is_left_behind(&Path::new("文件").join(name)), "{name}");
        }
        assert!(is_passed_over(Path::new("a/.hidden.txt")) && !is_passed_over(Path::new("a/b")));
    }

    #[test]
    fn every_file_of_a_folder_is_found_or_counted() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        };
        ["b.txt", "a/c.md", "~$b.docx", ".git/config", ".git/HEAD", "a/Thumbs.db"]
            .into_iter()
            .for_each(write);
        let files = files(&[folder.path().to_owned(), PathBuf::from("missing.txt")]);
        let names: Vec<String> = files.found.iter().map(Found::name).collect();
        assert_eq!(names, ["c.md", "b.txt", "missing.txt"]);
        assert_eq!(files.passed_over.len(), 3, "a folder counts once");
        assert!(files.found[2].read().unwrap_err().contains("没有这个文件"));
    }
}
