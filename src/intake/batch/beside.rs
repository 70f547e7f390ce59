//! Raw files that give nothing new: other originals of documents that are held.

use super::Batch;
use crate::corpus::CorpusError;
use crate::corpus::originals::OtherOriginal;
use crate::document::DocumentId;
use crate::intake::convert::Raw;

impl Batch<'_> {
    /// Keeps a raw file that gives nothing but documents that are held, as another original of them.
    pub(super) fn keep_beside(
        &self,
        raw: Raw<'_>,
        sha256: &str,
        held: &[String],
    ) -> Result<(), CorpusError> {
        let Some(writer) = self.writer.as_ref().filter(|_| self.keeps_originals) else {
            return Ok(());
        };
        writer.keep_original(sha256, raw.name, raw.bytes)?;
        for id in held.iter().filter_map(|id| DocumentId::parse(id)) {
            let other = OtherOriginal { file: raw.name.to_owned(), sha256: sha256.to_owned() };
            writer.add_original(&id, other)?;
        }
        Ok(())
    }
}
