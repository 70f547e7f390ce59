//! Folders of clips: a person's own, and those that a group shares.

use std::collections::BTreeSet;

use rusqlite::{Row, params};

use super::{State, StateError, now};

/// Folders that a person may have.
pub const MOST_FOLDERS: usize = 100;
/// Clips in one folder.
pub const MOST_CLIPS: usize = 500;

/// A folder of clips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub person: String,
    /// Its name.
    pub name: String,
    /// The group whose members see it too; empty where nobody else does.
    pub group: String,
    /// How many clips are in it.
    pub clips: usize,
}

/// A clip in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptClip {
    /// Its number.
    pub id: i64,
    /// Who put it there.
    pub person: String,
    /// The clip, as JSON.
    pub clip: String,
}

const FOLDERS: &str = "SELECT id, person, name, \"group\", \
    (SELECT count(*) FROM clips WHERE folder = folders.id) FROM folders";

impl State {
    /// The folders of a person and of these groups, by name.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn folders(
        &self,
        person: &str,
        groups: &BTreeSet<String>,
    ) -> Result<Vec<Folder>, StateError> {
        let mut all: Vec<Folder> = self.read(|it| {
            let mut found = it.prepare(&format!("{FOLDERS} ORDER BY name, id"))?;
            found.query_map([], folder)?.collect()
        })?;
        all.retain(|it| it.person == person || groups.contains(&it.group));
        Ok(all)
    }

    /// Makes a folder; gives its number.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn add_folder(&self, person: &str, name: &str, group: &str) -> Result<i64, StateError> {
        let sql = "INSERT INTO folders (person, name, \"group\", made) VALUES (?, ?, ?, ?)";
        self.change(|it| {
            it.execute(sql, params![person, name, group, now()])?;
            Ok(it.last_insert_rowid())
        })
    }

    /// Gives a folder another group; `""` makes it its owner's alone again.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn share_folder(&self, id: i64, group: &str) -> Result<(), StateError> {
        let sql = "UPDATE folders SET \"group\" = ? WHERE id = ?";
        self.change(|it| it.execute(sql, params![group, id])).map(|_| ())
    }

    /// Takes a folder away with what is in it.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn remove_folder(&self, id: i64) -> Result<(), StateError> {
        self.change(|it| it.execute("DELETE FROM folders WHERE id = ?", [id])).map(|_| ())
    }

    /// The clips of a folder, in the order in which they came.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn clips(&self, folder: i64) -> Result<Vec<KeptClip>, StateError> {
        self.read(|it| {
            let sql = "SELECT id, person, clip FROM clips WHERE folder = ? ORDER BY id";
            let clip = |row: &Row<'_>| {
                Ok(KeptClip { id: row.get(0)?, person: row.get(1)?, clip: row.get(2)? })
            };
            it.prepare(sql)?.query_map([folder], clip)?.collect()
        })
    }

    /// Puts clips into a folder, those that are not there yet, as long as there is room; how many
    /// were put there.
    ///
    /// # Errors
    /// [`StateError::Storage`]; then none is.
    pub fn add_clips(
        &self,
        folder: i64,
        person: &str,
        clips: &[String],
    ) -> Result<usize, StateError> {
        let sql = "INSERT INTO clips (folder, person, clip) SELECT ?1, ?2, ?3 WHERE NOT EXISTS \
            (SELECT 1 FROM clips WHERE folder = ?1 AND clip = ?3) AND \
            (SELECT count(*) FROM clips WHERE folder = ?1) < ?4";
        self.change(|it| {
            let put = |clip: &String| it.execute(sql, params![folder, person, clip, MOST_CLIPS]);
            clips.iter().map(put).sum()
        })
    }

    /// Takes a clip out of a folder.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn remove_clip(&self, folder: i64, clip: i64) -> Result<(), StateError> {
        let sql = "DELETE FROM clips WHERE folder = ? AND id = ?";
        self.change(|it| it.execute(sql, [folder, clip])).map(|_| ())
    }
}

fn folder(row: &Row<'_>) -> rusqlite::Result<Folder> {
    Ok(Folder {
        id: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        group: row.get(3)?,
        clips: row.get(4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_seen_by_its_owner_and_by_the_group_that_it_is_shared_with() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&folder.path().join("state.sqlite")).unwrap();
        let id = state.add_folder("li", "品牌", "").unwrap();
        let clips = ["{\"text\":\"甲\"}".to_owned(), "{\"text\":\"乙\"}".to_owned()];
        assert_eq!(state.add_clips(id, "li", &clips).unwrap(), 2);
        assert_eq!(state.add_clips(id, "li", &clips).unwrap(), 0, "they are there");
        let groups = BTreeSet::from(["人事组".to_owned()]);
        assert_eq!(state.folders("li", &BTreeSet::new()).unwrap()[0].clips, 2);
        assert!(state.folders("wang", &groups).unwrap().is_empty());
        state.share_folder(id, "人事组").unwrap();
        assert_eq!(state.folders("wang", &groups).unwrap().len(), 1);
        assert!(state.folders("wang", &BTreeSet::from([String::new()])).unwrap().is_empty());
        let first = state.clips(id).unwrap()[0].id;
        state.remove_clip(id + 1, first).unwrap();
        state.remove_clip(id, first).unwrap();
        assert_eq!(state.clips(id).unwrap().len(), 1);
        state.remove_folder(id).unwrap();
        assert!(state.clips(id).unwrap().is_empty());
    }
}
