//! What has changed in a corpus since an index was made from it.

use std::collections::BTreeMap;

/// Paths, each with its file's fingerprint.
pub type Manifest = BTreeMap<String, String>;

/// The difference between two manifests. A renamed file is removed under one path and added under
/// the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// New paths.
    pub added: Vec<String>,
    /// Paths whose file is another.
    pub changed: Vec<String>,
    /// Paths that are gone.
    pub removed: Vec<String>,
}

impl Changes {
    /// What leads from `before` to `after`.
    #[must_use]
    pub fn between(before: &Manifest, after: &Manifest) -> Self {
        let mut changes = Self::default();
        for (path, fingerprint) in after {
            match before.get(path) {
                None => changes.added.push(path.clone()),
                Some(old) if old != fingerprint => changes.changed.push(path.clone()),
                Some(_) => {}
            }
        }
        let gone = before.keys().filter(|path| !after.contains_key(*path));
        changes.removed = gone.cloned().collect();
        changes
    }

    /// Whether nothing has changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        files.iter().map(|(path, print)| ((*path).to_owned(), (*print).to_owned())).collect()
    }

    #[test]
    fn additions_changes_and_removals_are_told_apart() {
        let before = manifest(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let after = manifest(&[("a", "1"), ("b", "2"), ("d", "1")]);
        let changes = Changes::between(&before, &after);
        assert_eq!(changes.added, ["d"]);
        assert_eq!(changes.changed, ["b"]);
        assert_eq!(changes.removed, ["c"]);
        assert!(Changes::between(&after, &after).is_empty());
    }
}
