//! Opening an index, what its writer noted, and reading it whole to find damage.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tantivy::directory::Directory;
use tantivy::directory::error::OpenReadError;
use tantivy::index::SegmentComponent as Part;
use tantivy::schema::Value;
use tantivy::{DocAddress, Index, ReloadPolicy, TantivyDocument};

use super::facets::Known;
use super::guarded::{Guarded, Opened};
use super::read::EmbeddedEngine;
use super::schema::field;
use super::storage;
use crate::budget;
use crate::index::engine::EngineError;
use crate::index::fields::CONTENT;
use crate::index::hidden::Names;
use crate::index::storage::{Storage, checksum};

/// The file that names all others of a state of the index, replaced in one rename.
const META: &str = "meta.json";

/// The files of a part of an index, beside the one that says what of it is deleted.
const PARTS: [Part; 6] =
    [Part::Postings, Part::Positions, Part::Terms, Part::Store, Part::FastFields, Part::FieldNorms];

/// What is read of [`META`].
#[derive(Deserialize)]
struct Meta {
    payload: Option<String>,
}

impl EmbeddedEngine {
    /// Opens the index in `files`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] when there is none whole; [`EngineError::Storage`] when it cannot
    /// be read.
    pub fn open(files: Arc<dyn Storage>) -> Result<Self, EngineError> {
        let opened = Opened::default();
        let directory = Guarded::new(files).noting(opened.clone());
        let place = directory.place();
        let index = Index::open(directory).map_err(storage)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let searcher = reader.try_into().map_err(storage)?.searcher();
        // It opens the files by name again; where a refresh was quicker, nobody misses the sum.
        let bytes = searcher.space_usage().map_or(0, |space| space.total().get_bytes());
        let (schema, known) = (index.schema(), Known::default());
        Ok(Self { searcher, schema, known, place, bytes, opened, hidden: None })
    }

    /// What was noted when the present state of the index in `files` was sealed; `None` where
    /// there is no index.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] when it is not what was written.
    pub fn note(files: Arc<dyn Storage>) -> Result<Option<String>, EngineError> {
        match Guarded::new(files).atomic_read(Path::new(META)) {
            Ok(bytes) => {
                let meta: Meta = serde_json::from_slice(&bytes).map_err(storage)?;
                Ok(meta.payload)
            }
            Err(OpenReadError::FileDoesNotExist(_)) => Ok(None),
            Err(error) => Err(storage(error)),
        }
    }

    /// Reads every byte of the present state of the index in `files`; `paused` is told how many
    /// were read each time. Gives the name of each file that is not as it was written, with what
    /// is wrong; what a refresh takes away meanwhile is passed over.
    ///
    /// # Errors
    /// As [`EmbeddedEngine::open`], where the list of files itself cannot be read.
    pub fn check(
        files: &Arc<dyn Storage>,
        paused: &mut dyn FnMut(usize),
    ) -> Result<Vec<(String, String)>, EngineError> {
        let directory = Guarded::new(Arc::clone(files));
        let mut faults = Vec::new();
        for name in listed(&directory)? {
            if let Err(error) = directory.check(&name, paused)
                && listed(&directory)?.contains(&name)
            {
                faults.push((name, error.to_string()));
            }
        }
        Ok(faults)
    }

    pub(super) fn read<T: DeserializeOwned + Names>(
        &self,
        address: DocAddress,
    ) -> Result<T, EngineError> {
        budget::look();
        let entry: TantivyDocument = self.searcher.doc(address).map_err(storage)?;
        let content = entry.get_first(field(&self.schema, CONTENT));
        let content = content.and_then(|value| value.as_bytes()).unwrap_or_default();
        let (content, sum) = content.split_last_chunk::<4>().unwrap_or((content, &[0; 4]));
        if checksum(&[content]).to_le_bytes() != *sum {
            return Err(EngineError::Damaged(format!("{} 所存的原文与写入时不同", self.place)));
        }
        let mut entry: T = serde_json::from_slice(content).map_err(storage)?;
        if let Some(hidden) = &self.hidden {
            entry.forget(hidden);
        }
        Ok(entry)
    }
}

/// The files of the present state, but for [`META`] itself, which is read for it.
fn listed(directory: &Guarded) -> Result<BTreeSet<String>, EngineError> {
    let index = Index::open(directory.clone()).map_err(storage)?;
    let mut names = BTreeSet::new();
    for segment in index.searchable_segment_metas().map_err(storage)? {
        let kinds = PARTS.into_iter().chain(segment.has_deletes().then_some(Part::Delete));
        let paths = kinds.map(|kind| segment.relative_path(kind));
        names.extend(paths.map(|path| path.to_string_lossy().into_owned()));
    }
    Ok(names)
}
