//! How an import is opened.

use crate::intake::known::Memory;
use crate::intake::sandbox::Reader;

/// How an import is opened.
pub struct Opening<'a> {
    /// Whether nothing is to be written.
    pub dry_run: bool,
    /// Keeps what is known of the corpus from one import to the next.
    pub memory: Option<Memory>,
    /// Whether raw files are kept beside the documents that they gave.
    pub keeps_originals: bool,
    /// Who reads files of other programs.
    pub reader: Reader,
    /// Told how many documents have been read, and of how many, while the import is opened; from
    /// any thread.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}
