//! Who may read what lies in a folder of the corpus: its `access.toml` holds for every document in it
//! and below it that says nothing of itself; the nearest counts.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;

use serde::Deserialize;
use walkdir::WalkDir;

use super::error::in_chinese;
use super::layout::CorpusFolder;
use super::walk::Listed;
use crate::document::{Access, Kind};

/// The file that says it.
pub const FILE: &str = "access.toml";

/// What [`FILE`] holds: `access = "人事组"` or a list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    access: Access,
}

/// What folders say, by their paths; those that were asked for.
#[derive(Debug, Default)]
pub(super) struct Folders(BTreeMap<String, Option<Access>>);

impl Folders {
    /// What the folders of `listed` say.
    pub(super) fn of(corpus: &CorpusFolder, listed: &[Listed]) -> Self {
        let mut folders = Self::default();
        for file in listed {
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if !folders.0.contains_key(folder) {
                folders.0.insert(folder.to_owned(), corpus.said_above(&file.path));
            }
        }
        folders
    }

    /// What holds for the file at `path` by its folder.
    pub(super) fn above(&self, path: &str) -> Option<Access> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.0.get(folder).cloned().flatten()
    }
}

impl CorpusFolder {
    /// Who may read the file at `path`, relative to the corpus, by what its folder says; `None`
    /// where no folder above it says anything. A file that cannot be read lets nobody in.
    #[must_use]
    pub fn said_above(&self, path: &str) -> Option<Access> {
        let mut folder = path;
        loop {
            folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
            match fs::read_to_string(self.root().join(folder).join(FILE)) {
                Ok(text) => {
                    let rule = toml::from_str::<Rule>(&text);
                    return Some(rule.map_or_else(|_| Access::nobody(), |rule| rule.access));
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(_) => return Some(Access::nobody()),
            }
            if folder.is_empty() {
                return None;
            }
        }
    }

    /// The [`FILE`]s that cannot be read, relative to the corpus, with why: nobody sees what lies
    /// there.
    #[must_use]
    pub fn broken_rules(&self) -> Vec<(String, String)> {
        let folders = Kind::ALL.into_iter().map(|kind| self.root().join(kind.folder()));
        let entries = folders.flat_map(|folder| WalkDir::new(folder).into_iter().flatten());
        let files = entries.filter(|entry| entry.file_name() == FILE);
        let broken = files.filter_map(|entry| {
            let text = fs::read_to_string(entry.path());
            let reason = match text.map(|text| toml::from_str::<Rule>(&text)) {
                Ok(Ok(_)) => return None,
                Ok(Err(_)) => "应写作 access = \"组名\" 或 access = [\"组名\", …]".to_owned(),
                Err(error) => in_chinese(&error),
            };
            let path = entry.path().strip_prefix(self.root()).unwrap_or(entry.path());
            Some((path.display().to_string(), reason))
        });
        broken.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_folder_that_says_something_counts_and_a_broken_file_lets_nobody_in() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = CorpusFolder::open(folder.path()).unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        assert_eq!(corpus.said_above("cases/甲/乙.md"), None);
        write("cases/access.toml", "access = \"人事组、纪检组\"\n");
        write("cases/公开的/access.toml", "access = \"公开\"\n");
        write("cases/坏/access.toml", "acess = \"人事组\"\n");
        write("guides/access.toml", "access = []\n");
        let check = |path: &str, expected: Option<Access>| {
            assert_eq!(corpus.said_above(path), expected, "{path}");
        };
        let both = Access::parse("人事组、纪检组");
        check("cases/甲.md", Some(both.clone()));
        check("cases/内部/深/甲.md", Some(both));
        check("cases/公开的/甲.md", Some(Access::Public));
        check("cases/坏/甲.md", Some(Access::nobody()));
        check("guides/甲.md", Some(Access::nobody()));
        check("reports/甲.md", None);
        let broken = corpus.broken_rules();
        assert_eq!(broken.len(), 1);
        assert_eq!(broken[0].0, "cases/坏/access.toml");
    }
}
