//! Before anything is kept: what a file would give, and how that stands to what is held; and keeping
//! what a person has looked through.

use super::packed::{self, Read, unread};
use super::{Batch, Raw};
use crate::corpus::walk::fingerprint;
use crate::document::DocumentId;
use crate::intake::convert::Converted;
use crate::intake::duplicate::{Standing, Text};
use crate::intake::outcome::{Outcome, Verdict};

/// What a file would give.
pub enum Previewed {
    /// Documents, each with how it stands to what is held.
    Documents(Box<Converted>, Vec<Known>),
    /// None, and why.
    Nothing(Outcome),
}

/// How a document stands to what is held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The document that is the same.
    pub same: Option<DocumentId>,
    /// The document that it reprints.
    pub original: Option<DocumentId>,
}

impl Batch<'_> {
    /// What a file that is no archive would give. Nothing is kept, on the disk or here.
    #[must_use]
    pub fn preview(&self, raw: Raw<'_>) -> Previewed {
        let nothing = |verdict, reason: &str| {
            Previewed::Nothing(Outcome::without_documents(raw.name, verdict, reason.to_owned()))
        };
        if self.is_held_whole(&fingerprint(raw.bytes)) {
            return nothing(Verdict::Duplicate, "这个文件已经导入过，没有改动");
        }
        match packed::read(raw, &self.reader) {
            Read::Converted(converted) => {
                let known = converted.documents.iter().map(|file| {
                    let text = Text::of(&file.front_matter, &file.body);
                    let name = |number: usize| Some(self.held[number].id.clone());
                    match self.standing(&text, file) {
                        Standing::Same(number) => Known { same: name(number), original: None },
                        Standing::Reprint(number) => Known { same: None, original: name(number) },
                        Standing::New => Known::default(),
                    }
                });
                let known = known.collect();
                Previewed::Documents(converted, known)
            }
            Read::Unreadable(error) => Previewed::Nothing(unread(raw.name, &error)),
            Read::Held | Read::Fault => {
                nothing(Verdict::Failed, "程序处理这个文件时出错；其他文件不受影响")
            }
        }
    }

    /// Keeps what a person has looked through and perhaps corrected of a file, as
    /// [`Batch::import`] keeps what it reads itself.
    pub fn import_read(&mut self, raw: Raw<'_>, read: Converted) -> Outcome {
        self.take(raw, &fingerprint(raw.bytes), Read::Converted(Box::new(read)))
    }
}

/// The files that a file holds, and those in them, each with its name and its bytes, or why they
/// cannot be read; the file itself where it holds none.
#[must_use]
pub fn unpacked(raw: Raw<'_>) -> Vec<(String, Result<Vec<u8>, String>)> {
    packed::pieces(raw)
        .into_iter()
        .map(|(name, bytes)| (name, bytes.map_err(|error| error.to_string())))
        .collect()
}
