//! Days and times in workbooks made in China: formats that are built in there and that readers take
//! for plain numbers are replaced by those that every reader knows.
//!
//! The numbers are those of ECMA-376, part 1, 18.8.30, for zh-cn.

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use regex::{Captures, Regex};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The part of a workbook that says how cells are shown.
const STYLES: &str = "xl/styles.xml";
/// The most bytes of it.
const MOST: u64 = 16 * 1024 * 1024;

/// Formats of days (27–31, 36, 50–54, 57, 58) and times (32–35, 55, 56), and numerals in Chinese.
static BUILT_IN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(<xf [^>]*?numFmtId=")(2[7-9]|3[0-6]|5[0-8])""#).expect("the pattern is one")
});
static NUMERALS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[DBNum[0-9]\]").expect("the pattern is one"));

/// The workbook with formats that every reader knows; `None` where nothing is to be replaced.
pub(super) fn plain(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut styles = String::new();
    archive.by_name(STYLES).ok()?.take(MOST).read_to_string(&mut styles).ok()?;
    let known = BUILT_IN.replace_all(&styles, |found: &Captures<'_>| {
        let is_time = matches!(&found[2], "32" | "33" | "34" | "35" | "55" | "56");
        format!("{}{}\"", &found[1], if is_time { 21 } else { 14 })
    });
    let known = NUMERALS.replace_all(&known, "");
    if known == styles {
        return None;
    }
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).ok()?;
        if part.name() != STYLES {
            changed.raw_copy_file(part).ok()?;
        }
    }
    changed.start_file(STYLES, SimpleFileOptions::default()).ok()?;
    changed.write_all(known.as_bytes()).ok()?;
    Some(changed.finish().ok()?.into_inner())
}
