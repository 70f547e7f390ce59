//! What an engine does not show because it is not in sight, and what other entries say of it.

use std::collections::HashSet;

use super::entry::{DocumentCard, DocumentEntry, FileEntry, PassageEntry};
use crate::knowledge::Fact;

/// Documents that are not in sight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Their identifiers.
    pub documents: HashSet<String>,
    /// SHA-256 of the raw files that they were read from.
    pub originals: HashSet<String>,
}

/// An entry that may name other documents.
pub trait Names {
    /// Names no document of `hidden` any more.
    fn forget(&mut self, hidden: &Hidden);
}

fn forget(name: &mut Option<String>, hidden: &Hidden) {
    name.take_if(|it| hidden.documents.contains(it));
}

impl Names for DocumentCard {
    fn forget(&mut self, hidden: &Hidden) {
        forget(&mut self.part_of, hidden);
        forget(&mut self.reprint_of, hidden);
    }
}

impl Names for PassageEntry {
    fn forget(&mut self, hidden: &Hidden) {
        self.document.forget(hidden);
    }
}

impl Names for DocumentEntry {
    fn forget(&mut self, hidden: &Hidden) {
        forget(&mut self.front_matter.part_of, hidden);
        forget(&mut self.front_matter.reprint_of, hidden);
    }
}

impl Names for FileEntry {
    fn forget(&mut self, _: &Hidden) {}
}

impl Names for Fact {
    fn forget(&mut self, _: &Hidden) {}
}
