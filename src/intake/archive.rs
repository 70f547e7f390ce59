//! Files that hold files: archives, and mails with attachments.

use std::io::{Cursor, Read};

use encoding_rs::GB18030;
use zip::ZipArchive;
use zip::result::ZipError;

use super::extract::mail;
use super::format::{Format, MAX_BYTES, Unreadable, is_picture};

/// The most files of an archive.
const MOST_FILES: usize = 20_000;
/// The most bytes that an archive gives, with all archives in it.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// How many times its packed size a file may have, once it is larger than a megabyte.
const TIGHTEST: u64 = 200;
/// Archives in archives are opened to this depth.
pub(super) const DEEPEST: usize = 3;

/// A file inside another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// With its folders in the archive.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file, or its name and why it is not read.
type Found = Result<Member, (String, Unreadable)>;

/// What a file holds besides its own text.
pub(super) struct Opened {
    pub(super) members: Vec<Found>,
    /// Whether the file has a text of its own.
    pub(super) has_text: bool,
}

/// The files inside a file; `None` where it is of a kind that holds none.
///
/// # Errors
/// [`Unreadable`]: a broken archive, one with a password, one past the bounds.
pub(super) fn open(name: &str, bytes: &[u8]) -> Result<Option<Opened>, Unreadable> {
    if is_picture(bytes) {
        return Ok(None);
    }
    match Format::of(name, bytes)? {
        Format::Archive => Ok(Some(Opened { members: unpacked(bytes)?, has_text: false })),
        Format::Mail => {
            let members = mail::attachments(bytes)?.into_iter().map(Ok).collect();
            Ok(Some(Opened { members, has_text: true }))
        }
        _ => Ok(None),
    }
}

fn unpacked(bytes: &[u8]) -> Result<Vec<Found>, Unreadable> {
    let broken = |error: ZipError| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Locked,
        _ => Unreadable::Broken {
            what: "压缩包", reason: "压缩目录损坏或文件不完整".to_owned()
        },
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MOST_FILES {
        let detail = format!("里面有 {} 个文件，上限 {MOST_FILES} 个", archive.len());
        return Err(Unreadable::PastBounds { what: "压缩包", detail });
    }
    let names: Vec<String> = (0..archive.len())
        .map(|at| archive.name_for_index(at).unwrap_or_default().to_owned())
        .collect();
    let mut left = MOST_BYTES;
    let mut members = Vec::new();
    for at in 0..archive.len() {
        let file = match archive.by_index(at) {
            Ok(file) => file,
            Err(error) => {
                let name = names.get(at).cloned();
                let name = name.unwrap_or_else(|| format!("第 {} 个文件", at + 1));
                members.push(Err((name, broken(error))));
                continue;
            }
        };
        let name = named(file.name_raw(), file.name());
        if file.is_dir() || name.split('/').any(is_left_behind) || is_of_page(&name) {
            continue;
        }
        let packed = file.compressed_size();
        let mut bytes = Vec::new();
        let read = file.take(MAX_BYTES.min(left) + 1).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        let fault = match read {
            Err(_) => Some(Unreadable::Broken {
                what: "压缩包",
                reason: "压缩内容损坏".to_owned(),
            }),
            Ok(_) if size > 1024 * 1024 && size / TIGHTEST > packed => {
                let detail = "压缩比异常，为安全起见不读取".to_owned();
                Some(Unreadable::PastBounds { what: "压缩包", detail })
            }
            Ok(_) if size > MAX_BYTES => Some(Unreadable::TooLarge(size)),
            Ok(_) if size > left => {
                let detail = format!("解压后超过 {MOST_BYTES} 字节，请分批导入");
                Some(Unreadable::PastBounds { what: "压缩包", detail })
            }
            Ok(_) => None,
        };
        left = left.saturating_sub(size);
        members.push(match fault {
            Some(fault) => Err((name, fault)),
            None => Ok(Member { name, bytes }),
        });
    }
    Ok(members)
}

/// Whether a file is what a saved web page draws itself with.
fn is_of_page(name: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["css", "js", "mjs", "json", "map", "svg", "ico", "woff", "woff2", "ttf", "eot", "gif"];
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    ENDINGS.contains(&ending.as_str())
}

/// The name of a file in an archive. Without the mark of UTF-8 it is in the encoding of the machine
/// that wrote it, in China GBK; `read` is the archive's reading of it.
fn named(raw: &[u8], read: &str) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => match GB18030.decode_without_bom_handling(raw) {
            (name, false) => name.into_owned(),
            _ => read.to_owned(),
        },
    };
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.collect::<Vec<_>>().join("/")
}

/// Whether a file or folder of this name is what programs leave beside the files that people keep:
/// locks and temporary files of office programs, notes of file managers.
#[must_use]
pub fn is_left_behind(name: &str) -> bool {
    let name = name.to_lowercase();
    let begins = ["~$", "~wrl", ".~", "._"].iter().any(|start| name.starts_with(start));
    let ends = [".tmp", ".temp", ".crdownload", ".part", ".partial", ".swp", ".lnk"];
    let named = [
        ".ds_store",
        ".git",
        "desktop.ini",
        "thumbs.db",
        "ehthumbs.db",
        "__macosx",
        "$recycle.bin",
    ];
    begins || ends.iter().any(|end| name.ends_with(end)) || named.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_gbk_are_read_and_lead_nowhere() {
        let (raw, _, _) = GB18030.encode("通知/关于\u{5f00}展.txt");
        assert_eq!(named(&raw, "?"), "通知/关于开展.txt");
        assert_eq!(named("../../etc/a.txt".as_bytes(), "?"), "etc/a.txt");
        assert_eq!(named("a\\b.txt".as_bytes(), "?"), "a/b.txt");
    }
}
