//! Writing: bundles in, one commit.

use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};
use tantivy::directory::error::OpenReadError;
use tantivy::indexer::UserOperation;
use tantivy::schema::{Schema, Term};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyError};

use super::entry::{Entry, Gate};
use super::guarded::Guarded;
use super::schema::{field, schema};
use super::storage;
use super::terms::{self, compared, said};
use crate::document::article::opened;
use crate::document::{Access, DocumentId};
use crate::index::engine::{Bundle, EngineError, Writer};
use crate::index::entry::{DocumentCard, DocumentEntry, FileEntry, PassageEntry};
use crate::index::fields::{
    ACCESS, ARTICLE, CLOSED, CONTENT, DOCUMENT, ENTRY, EXACT, KEY, NAME, NAMED, ORDINAL, ORIGINAL,
    PART_OF, PASSAGE, PATH, PUBLISHED, SAID, TYPE, of_group,
};
use crate::index::storage::{Storage, checksum};
use crate::knowledge::Fact;
use crate::text::fold;
use crate::text::segment::Analyzer;
use crate::text::variants::simplified;

/// Memory for postings before they go to disk, over all threads, in bytes.
const BUFFER_BYTES: usize = 128_000_000;

/// Entries that wait to be indexed take no more than this, in bytes.
const WAITING_BYTES: usize = 48_000_000;

/// Writes to the index in one folder.
pub struct EmbeddedWriter {
    writer: IndexWriter<Entry>,
    waiting: Arc<Gate>,
    schema: Schema,
    analyzer: Arc<Analyzer>,
}

impl EmbeddedWriter {
    /// Opens the index in `files`, or makes one there.
    ///
    /// # Errors
    /// [`EngineError::Busy`] while another process writes; [`EngineError::Damaged`] where there is
    /// an index that cannot be gone on with; [`EngineError::Storage`] when the files cannot be
    /// used.
    pub fn open(files: Arc<dyn Storage>, analyzer: Arc<Analyzer>) -> Result<Self, EngineError> {
        let directory = Guarded::new(files);
        let index = match Index::open(directory.clone()) {
            Ok(index) => index,
            Err(TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_))) => {
                Index::create(directory, schema(), IndexSettings::default()).map_err(storage)?
            }
            Err(error) => return Err(storage(error)),
        };
        let writer = index.writer(BUFFER_BYTES).map_err(|error| match error {
            TantivyError::LockFailure(..) => EngineError::Busy,
            error => storage(error),
        })?;
        // What a writer that was killed has left would be in the way of files of the same name.
        writer.garbage_collect_files().wait().map_err(storage)?;
        Ok(Self { writer, waiting: Arc::default(), schema: schema(), analyzer })
    }

    fn file(&self, file: &FileEntry) -> Entry {
        self.entry("file", &file.path, file.document.as_ref(), file)
    }

    fn document(&self, path: &str, document: &DocumentEntry) -> Entry {
        let mut entry = self.entry("document", path, Some(&document.id), document);
        if let Some(whole) = &document.front_matter.part_of {
            entry.add_text(field(&self.schema, PART_OF), whole);
        }
        let front_matter = &document.front_matter;
        for name in [Some(&front_matter.title), front_matter.number.as_ref()].into_iter().flatten()
        {
            entry.add_text(field(&self.schema, NAMED), compared(name));
        }
        entry
    }

    /// A passage of the document with this folded title.
    fn passage(&self, path: &str, title: &Arc<str>, passage: &PassageEntry) -> Entry {
        let card = &passage.document;
        let mut entry = self.entry("passage", path, Some(&card.id), passage);
        let folded = Arc::new(terms::Passage::new(title, passage));
        let named = |name| field(&self.schema, name);
        let (words, analyzer) = (Arc::clone(&folded), Arc::clone(&self.analyzer));
        entry.add_cut(named("words"), move || words.words(&analyzer));
        let pairs = Arc::clone(&folded);
        entry.add_cut(named("pairs"), move || pairs.pairs());
        let characters = Arc::clone(&folded);
        entry.add_cut(named("characters"), move || characters.characters());
        let (title, analyzer) = (Arc::clone(&folded), Arc::clone(&self.analyzer));
        entry.add_cut(named("title"), move || title.title(&analyzer));
        entry.add_cut(named(EXACT), move || folded.exact());
        for (name, value) in values(passage) {
            entry.add_text(field(&self.schema, name), value);
        }
        for article in opened(&card.title, &passage.heading, &passage.text) {
            entry.add_text(field(&self.schema, ARTICLE), article.to_string());
        }
        let original = card.reprint_of.as_deref().and_then(DocumentId::parse);
        entry.add_u64(field(&self.schema, KEY), key(&card.id));
        entry.add_u64(field(&self.schema, ORIGINAL), key(original.as_ref().unwrap_or(&card.id)));
        if let Some(date) = card.published {
            entry.add_u64(field(&self.schema, PUBLISHED), date.sortable());
            entry.add_u64(field(&self.schema, "year"), u64::from(date.year));
        }
        entry
    }

    /// A fact of `document`, the `ordinal`-th of its file.
    fn fact(&self, path: &str, document: &DocumentEntry, (ordinal, fact): (usize, &Fact)) -> Entry {
        let mut entry = self.entry("fact", path, Some(&fact.document), fact);
        let card = DocumentCard::new(&document.id, &document.front_matter);
        let mut text = |name, value: &str| entry.add_text(field(&self.schema, name), value);
        text(TYPE, fact.kind.name());
        text(NAME, &fact.name);
        text(NAMED, &compared(&fact.name));
        text(PASSAGE, &fact.passage);
        text("kind", card.kind.name());
        fact.region.iter().flat_map(|it| paths(it)).for_each(|path| text("region", path));
        fact.organization.iter().for_each(|name| text("organization", &simple(name)));
        card.source.iter().for_each(|name| text("source", &simple(name)));
        let said = said(fact);
        entry.add_cut(field(&self.schema, SAID), move || terms::said_tokens(&said));
        let mut number = |name, value| entry.add_u64(field(&self.schema, name), value);
        number(KEY, key(&card.id));
        number(ORDINAL, ordinal as u64);
        card.published.iter().for_each(|date| number(PUBLISHED, date.sortable()));
        let year = fact.year.as_deref().and_then(|year| year.parse().ok());
        year.iter().for_each(|year| number("year", *year));
        entry
    }

    fn entry(
        &self,
        kind: &str,
        path: &str,
        id: Option<&DocumentId>,
        content: &impl Serialize,
    ) -> Entry {
        let mut entry = Entry::default();
        let mut content = serde_json::to_vec(content).expect("entries are plain data");
        content.extend(checksum(&[&content]).to_le_bytes());
        entry.add_text(field(&self.schema, ENTRY), kind);
        entry.add_text(field(&self.schema, PATH), path);
        if let Some(id) = id {
            entry.add_text(field(&self.schema, DOCUMENT), id.as_str());
        }
        entry.add_bytes(field(&self.schema, CONTENT), content);
        entry
    }
}

impl Writer for EmbeddedWriter {
    fn put(&self, bundle: Bundle) -> Result<(), EngineError> {
        let path = &bundle.file.path;
        let title = bundle.document.as_ref().map(|it| fold(&it.front_matter.title).text);
        let title: Arc<str> = title.unwrap_or_default().into();
        let mut entries = vec![self.file(&bundle.file)];
        entries.extend(bundle.document.iter().map(|document| self.document(path, document)));
        entries.extend(bundle.passages.iter().map(|passage| self.passage(path, &title, passage)));
        if let Some(document) = &bundle.document {
            let facts = bundle.facts.iter().enumerate();
            entries.extend(facts.map(|fact| self.fact(path, document, fact)));
        }
        for value in closed_to(&bundle.file.access) {
            let access = field(&self.schema, ACCESS);
            entries.iter_mut().for_each(|entry| entry.add_text(access, value.clone()));
        }
        // What is cut later is as long as what is stored.
        let bytes: usize = entries.iter().map(|entry| 2 * entry.bytes()).sum();
        let share = self.waiting.enter(bytes, WAITING_BYTES);
        if let Some(last) = entries.pop() {
            entries.push(last.holding(share));
        }
        // One group of operations goes into one segment, so that a document's passages are
        // neighbours and are counted as one document.
        self.writer.run(entries.into_iter().map(UserOperation::Add)).map_err(storage)?;
        Ok(())
    }

    fn remove(&mut self, path: &str) -> Result<(), EngineError> {
        self.writer.delete_term(Term::from_field_text(field(&self.schema, PATH), path));
        Ok(())
    }

    fn seal(mut self: Box<Self>, note: &str) -> Result<(), EngineError> {
        let mut commit = self.writer.prepare_commit().map_err(storage)?;
        commit.set_payload(note);
        commit.commit().map_err(storage)?;
        self.writer.wait_merging_threads().map_err(storage)
    }
}

/// The values of [`ACCESS`].
fn closed_to(access: &Access) -> Vec<String> {
    match access {
        Access::Public => Vec::new(),
        Access::Groups(names) => {
            let groups = names.iter().map(|name| of_group(name));
            std::iter::once(CLOSED.to_owned()).chain(groups).collect()
        }
    }
}

/// A name in simplified characters: names are counted so, and 南方日報 and 南方日报 are one.
fn simple(name: &str) -> String {
    name.chars().map(simplified).collect()
}

/// A region's path with those above it, the largest first.
fn paths(region: &str) -> impl Iterator<Item = &str> {
    let ends = region.match_indices('/').map(|(at, _)| at).chain([region.len()]);
    ends.map(|end| &region[..end])
}

/// The values of a passage that are counted and filtered.
fn values(passage: &PassageEntry) -> Vec<(&'static str, String)> {
    let card = &passage.document;
    let mut values = vec![("kind", card.kind.name().to_owned())];
    let region = card.region.iter().flat_map(|region| paths(region));
    values.extend(region.map(|path| ("region", path.to_owned())));
    let organizations = [&card.organization, &passage.organization].into_iter().flatten();
    let mut organizations: Vec<String> = organizations.map(|name| simple(name)).collect();
    organizations.dedup();
    values.extend(organizations.into_iter().map(|name| ("organization", name)));
    values.extend(passage.themes.iter().map(|theme| ("theme", theme.clone())));
    values.extend(card.source.iter().map(|name| ("source", simple(name))));
    values
}

/// A number for a document: the first eight bytes of its identifier's SHA-256. Among a million
/// documents two share one with a chance of 3 in 100 million.
pub(super) fn key(id: &DocumentId) -> u64 {
    let hash = Sha256::digest(id.as_str());
    hash.iter().take(8).fold(0, |key, &byte| key << 8 | u64::from(byte))
}
