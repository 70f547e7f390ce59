//! Files that hold files: each of them has its own outcome.

use super::Batch;
use crate::intake::archive::{self, Member};
use crate::intake::convert::Raw;
use crate::intake::format::Unreadable;
use crate::intake::outcome::{Outcome, Verdict};

impl Batch<'_> {
    /// Imports a file and the files that it holds, each with its outcome, told one by one.
    ///
    /// # Errors
    /// What `tell` gives: nothing more is imported.
    pub fn import_all<E>(
        &mut self,
        raw: Raw<'_>,
        tell: &mut dyn FnMut(Outcome) -> Result<(), E>,
    ) -> Result<(), E> {
        self.import_inside(raw, 0, tell)
    }

    fn import_inside<E>(
        &mut self,
        raw: Raw<'_>,
        depth: usize,
        tell: &mut dyn FnMut(Outcome) -> Result<(), E>,
    ) -> Result<(), E> {
        let opened = match archive::open(raw.name, raw.bytes) {
            Ok(opened) => opened,
            Err(error) => return tell(unread(raw.name, &error)),
        };
        let Some(opened) = opened else { return tell(self.import(raw)) };
        if opened.has_text {
            tell(self.import(raw))?;
        }
        if depth == archive::DEEPEST {
            let error = Unreadable::Unsupported("压缩包套压缩包，层数太多");
            return tell(unread(raw.name, &error));
        }
        if opened.members.is_empty() && !opened.has_text {
            return tell(unread(raw.name, &Unreadable::Empty));
        }
        for member in opened.members {
            let named = |name: &str| format!("{}/{name}", raw.name);
            match member {
                Ok(Member { name, bytes }) => {
                    let raw = Raw { name: &named(&name), bytes: &bytes, ..raw };
                    self.import_inside(raw, depth + 1, tell)?;
                }
                Err((name, error)) => tell(unread(&named(&name), &error))?,
            }
        }
        Ok(())
    }
}

/// The outcome of a file that cannot be read.
pub(super) fn unread(name: &str, error: &Unreadable) -> Outcome {
    let verdict = if error.needs_ocr() { Verdict::NeedsOcr } else { Verdict::Failed };
    Outcome::without_documents(name, verdict, error.to_string())
}
