//! Bringing a backup back: all of it lies ready beside its place before any of it is put there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Component, Path, PathBuf};

use zip::ZipArchive;

use super::{BackedUp, BackupError, CORPUS, LIST, SETTINGS, STATE};
use super::{at, beside, copied, sync_folder_of};
use crate::corpus::failpoint;

/// The ending of what lies ready and is not yet in its place.
const STAGED: &str = "restoring";

/// Where a backup is brought back to.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The corpus folder; empty or not there.
    pub corpus: &'a Path,
    /// The file of the state; not there.
    pub state: &'a Path,
    /// The file of the settings; one that is there stays as it is.
    pub settings: &'a Path,
}

/// Brings a backup back, after all of it was found as it was written.
///
/// # Errors
/// [`BackupError::Occupied`] when something is in its place, [`BackupError::Damaged`] when it is not
/// whole; nothing has been written then.
pub fn restore(from: &Path, target: Target<'_>) -> Result<BackedUp, BackupError> {
    let occupied = fs::read_dir(target.corpus).is_ok_and(|mut it| it.next().is_some());
    // Where a restore was cut short, the state is its own.
    let begun = beside(target.corpus, STAGED).exists();
    let state = target.state.exists() && !begun;
    for (taken, path) in [(occupied, target.corpus), (state, target.state)] {
        if taken {
            return Err(BackupError::Occupied(path.to_owned()));
        }
    }
    let mut zip = opened(from)?;
    let list = checked(from, &mut zip)?;
    let staged = Target {
        corpus: &beside(target.corpus, STAGED),
        state: &beside(target.state, STAGED),
        settings: &beside(target.settings, STAGED),
    };
    staged.clear()?;
    let mut brought = BackedUp::default();
    fs::create_dir_all(staged.corpus).map_err(at(staged.corpus))?;
    for name in list.keys() {
        let Some(path) = place(name, staged) else { continue };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        let mut entry = zip.by_name(name).map_err(|error| damaged(from, &error))?;
        failpoint::passed();
        let mut file = File::create(&path).map_err(at(&path))?;
        brought.bytes += io::copy(&mut entry, &mut file).map_err(at(&path))?;
        failpoint::passed();
        file.sync_all().map_err(at(&path))?;
        brought.files += usize::from(name.starts_with(CORPUS));
    }
    put_in_place(staged, target)?;
    Ok(brought)
}

/// Gives what lies ready its names, the corpus last: until then a restore is not done, and can be
/// begun again.
fn put_in_place(staged: Target<'_>, target: Target<'_>) -> Result<(), BackupError> {
    for (from, to) in [(staged.state, target.state), (staged.settings, target.settings)] {
        let keeps = to == target.settings && to.exists();
        if from.exists() && !keeps {
            failpoint::passed();
            fs::rename(from, to).map_err(at(to))?;
            sync_folder_of(to)?;
        }
    }
    if target.corpus.exists() {
        failpoint::passed();
        fs::remove_dir(target.corpus).map_err(at(target.corpus))?;
    }
    failpoint::passed();
    fs::rename(staged.corpus, target.corpus).map_err(at(target.corpus))?;
    failpoint::passed();
    sync_folder_of(target.corpus)?;
    let _ = fs::remove_file(staged.settings);
    Ok(())
}

impl Target<'_> {
    /// Removes what a restore left that was cut short; the folder itself stays, by which it is known
    /// that one was begun.
    fn clear(&self) -> Result<(), BackupError> {
        for entry in fs::read_dir(self.corpus).into_iter().flatten().flatten() {
            let path = entry.path();
            let removed =
                if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(at(&path))?;
        }
        for file in [self.state, self.settings].into_iter().filter(|it| it.exists()) {
            fs::remove_file(file).map_err(at(file))?;
        }
        Ok(())
    }
}

/// Where a file of a backup goes.
fn place(name: &str, target: Target<'_>) -> Option<PathBuf> {
    match name {
        STATE => Some(target.state.to_owned()),
        SETTINGS => Some(target.settings.to_owned()),
        name => name.strip_prefix(CORPUS).map(|it| target.corpus.join(it)),
    }
}

/// Reads all of a backup and gives its list, when every file is as it was written.
fn checked(
    from: &Path,
    zip: &mut ZipArchive<BufReader<File>>,
) -> Result<BTreeMap<String, String>, BackupError> {
    let mut text = String::new();
    let list = zip.by_name(LIST).map_err(|error| damaged(from, &error))?;
    { list }.read_to_string(&mut text).map_err(|error| damaged(from, &error))?;
    let rows = text.lines().filter_map(|line| line.split_once("  "));
    let list: BTreeMap<String, String> =
        rows.map(|(hash, name)| (name.to_owned(), hash.to_owned())).collect();
    for (name, hash) in &list {
        let plain = Path::new(name).components().all(|it| matches!(it, Component::Normal(_)));
        let known = name == STATE || name == SETTINGS || name.starts_with(CORPUS);
        if !plain || !known {
            return Err(damaged(from, &format!("里有不该有的文件 {name}")));
        }
        let mut entry = zip.by_name(name).map_err(|error| damaged(from, &error))?;
        let (found, _) =
            copied(&mut entry, &mut io::sink()).map_err(|error| damaged(from, &error))?;
        if found != *hash {
            return Err(damaged(from, &format!("已损坏：{name} 与校验值不符")));
        }
    }
    Ok(list)
}

fn opened(from: &Path) -> Result<ZipArchive<BufReader<File>>, BackupError> {
    let file = File::open(from).map_err(at(from))?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(from, &error))
}

fn damaged(path: &Path, reason: &dyn std::fmt::Display) -> BackupError {
    BackupError::Damaged { path: path.to_owned(), reason: format!("不能用：{reason}") }
}
