//! An export brought back into an empty corpus: all of it lies ready beside its place before any of
//! it is put there.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Component, Path, PathBuf};

use super::{
    DocumentLine, ExchangeError, Exported, LEXICON, Line, RULE, VERSION, at, beside, sync_folder_of,
};
use crate::corpus::walk::{fingerprint, id_of};
use crate::document::Kind;
use crate::document::markdown_file::{self, MarkdownFile};

/// The ending of what lies ready and is not yet in its place.
const STAGED: &str = "importing";

/// Whether `path` is a file that begins as an export does.
#[must_use]
pub fn is_export(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let mut first = String::new();
    // An export's first line is short; other files may have none.
    let read = BufReader::new(std::io::Read::take(file, 4096)).read_line(&mut first);
    read.is_ok() && matches!(serde_json::from_str(&first), Ok(Line::Export { .. }))
}

/// Brings the export at `from` back into the folder `corpus`, which is empty or not there; with
/// `corpus` `None` it is read through and nothing is written. Facts and judgments are counted: the
/// facts are read from the documents again, the judgments stand in the lexicon.
///
/// # Errors
/// [`ExchangeError::Occupied`] when something is in its place, [`ExchangeError::Unfit`] when a line
/// is not as it was written or lines are missing; nothing has been written then.
pub fn restore(from: &Path, corpus: Option<&Path>) -> Result<Exported, ExchangeError> {
    let Some(corpus) = corpus else { return read(from, &mut |_, _| Ok(())) };
    if fs::read_dir(corpus).is_ok_and(|mut it| it.next().is_some()) {
        return Err(ExchangeError::Occupied(corpus.to_owned()));
    }
    let staged = beside(corpus, STAGED);
    if staged.exists() {
        fs::remove_dir_all(&staged).map_err(at(&staged))?;
    }
    fs::create_dir_all(&staged).map_err(at(&staged))?;
    let brought = read(from, &mut |path, text| put(&staged.join(path), text));
    let brought = brought.and_then(|brought| {
        if corpus.exists() {
            fs::remove_dir(corpus).map_err(at(corpus))?;
        }
        fs::rename(&staged, corpus).map_err(at(corpus))?;
        sync_folder_of(corpus)?;
        Ok(brought)
    });
    if brought.is_err() {
        let _ = fs::remove_dir_all(&staged);
    }
    brought
}

fn put(path: &Path, text: &str) -> Result<(), ExchangeError> {
    let folder = path.parent().expect("a file of the corpus lies in a folder");
    fs::create_dir_all(folder).map_err(at(folder))?;
    let mut file = File::create_new(path).map_err(at(path))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(at(path))?;
    sync_folder_of(path)
}

/// Reads an export to its end and gives each file of it to `keep`.
fn read(
    from: &Path,
    keep: &mut dyn FnMut(&str, &str) -> Result<(), ExchangeError>,
) -> Result<Exported, ExchangeError> {
    let mut counted = Exported::default();
    let mut paths = BTreeSet::new();
    let mut last = 0;
    let mut ended = false;
    for (index, line) in BufReader::new(File::open(from).map_err(at(from))?).lines().enumerate() {
        last = index + 1;
        let unfit = |reason: String| unfit(from, last, reason);
        let line = line.map_err(at(from))?;
        if ended {
            return Err(unfit("末行之后还有内容".to_owned()));
        }
        let line: Line = serde_json::from_str(&line).map_err(|error| unfit(error.to_string()))?;
        counted.count(&line);
        match (index, line) {
            (0, Line::Export { version, .. }) if version <= VERSION => {}
            (0, Line::Export { version, .. }) => {
                return Err(unfit(format!(
                    "是第 {version} 版的格式，这个程序只认到第 {VERSION} 版"
                )));
            }
            (0, _) | (_, Line::Export { .. }) => {
                return Err(unfit("不是 dianan export 的首行".to_owned()));
            }
            (_, Line::Document(document)) => {
                let (path, text) = file_of(*document).map_err(&unfit)?;
                taken(&mut paths, &path).map_err(&unfit)?;
                keep(&path, &text)?;
            }
            (_, Line::File { path, sha256, text }) => {
                if !is_beside(&path) || fingerprint(text.as_bytes()) != sha256 {
                    return Err(unfit(format!("{path} 不在该在的地方，或与校验值不符")));
                }
                taken(&mut paths, &path).map_err(&unfit)?;
                keep(&path, &text)?;
            }
            (_, Line::Fact { .. } | Line::Judgment { .. }) => {}
            (_, Line::End(stated)) if stated == counted => ended = true,
            (_, Line::End(_)) => return Err(unfit("缺少一些行".to_owned())),
        }
    }
    if ended {
        Ok(counted)
    } else {
        Err(unfit(from, last, "没有末行：文件没有写完".to_owned()))
    }
}

fn unfit(path: &Path, line: usize, reason: String) -> ExchangeError {
    ExchangeError::Unfit { path: PathBuf::from(path), line, reason }
}

/// Notes that a path is given; refuses one that was before.
fn taken(paths: &mut BTreeSet<String>, path: &str) -> Result<(), String> {
    if paths.insert(path.to_owned()) { Ok(()) } else { Err(format!("{path} 出现了两次")) }
}

/// Path and text of a document's file, as it was.
fn file_of(line: DocumentLine) -> Result<(String, String), String> {
    let DocumentLine { id, path, sha256, front_matter, body, file, .. } = line;
    let kinds = Kind::ALL.map(Kind::folder);
    if !is_plain(&path, &kinds) || id_of(&path).as_ref() != Some(&id) {
        return Err(format!("{path} 不是文档 {id} 的路径"));
    }
    let stated = MarkdownFile { front_matter, body };
    let text = file.unwrap_or_else(|| markdown_file::print(&stated));
    let agrees = markdown_file::parse(&text).is_ok_and(|it| it == stated);
    if fingerprint(text.as_bytes()) != sha256 || !agrees {
        return Err(format!("文档 {id} 与校验值不符"));
    }
    Ok((path, text))
}

/// Whether a file that is no document may lie there.
fn is_beside(path: &str) -> bool {
    let rule = path.rsplit('/').next() == Some(RULE);
    is_plain(path, &[LEXICON]) || (rule && is_plain(path, &Kind::ALL.map(Kind::folder)))
}

/// Whether the path stays inside one of these folders.
fn is_plain(path: &str, folders: &[&str]) -> bool {
    let plain = Path::new(path).components().all(|it| matches!(it, Component::Normal(_)));
    let steps: Vec<&str> = path.split('/').collect();
    let visible = steps.iter().all(|it| !it.is_empty() && !it.starts_with('.'));
    plain && visible && !path.contains('\\') && steps.len() > 1 && folders.contains(&steps[0])
}
