//! Correcting what was read: facts that are wrong, right or otherwise named, and the files of the
//! lexicon, each with who did it.

use super::{Desk, DeskError, Hand};
use crate::corpus::edit::Changed;
use crate::document::Access;
use crate::knowledge::Corrections;
use crate::knowledge::corrections::{Change, Merge};
use crate::knowledge::theme::Themes;
use crate::library::Generation;
use crate::state::Act;
use crate::text::lexicon::Lexicon;

/// The file of corrections.
const FILE: &str = "corrections.toml";

/// Files of the lexicon that are edited as a whole: name in an address, file, what it holds.
pub const FILES: [(&str, &str, &str); 3] = [
    ("words", "words.txt", "词"),
    ("synonyms", "synonyms.txt", "同义词"),
    ("themes", "themes.toml", "主题"),
];

impl Desk {
    /// The corrections that `hand` may see.
    ///
    /// # Errors
    /// [`DeskError::Typed`] when the file of corrections is broken.
    pub fn corrections(&self, hand: &Hand) -> Result<Vec<Change>, DeskError> {
        let held = parsed(&self.corpus.lexicon_file(FILE)?)?;
        let in_sight = |change: &Change| {
            let (access, document) = change.about();
            let document = document.is_none_or(|id| hand.reach.sees(&self.access_of(id)));
            hand.reach.sees(access) && document
        };
        Ok(held.changes().into_iter().filter(in_sight).collect())
    }

    /// Writes down a correction; [`Desk::bring_in_step`] makes it count.
    ///
    /// # Errors
    /// [`DeskError`]; then nothing has changed.
    pub fn correct(&self, hand: &Hand, change: Change) -> Result<(), DeskError> {
        let before = self.corpus.lexicon_file(FILE)?;
        let held = parsed(&before)?.changes();
        if held.contains(&change) {
            return Ok(());
        }
        let (mut text, mut change) = (before.clone(), change);
        if let Change::Merge(new) = &mut change {
            // What was written as the name that is changed now is changed with it.
            for old in held {
                let Change::Merge(Merge { r#type, into, names, .. }) = &old else { continue };
                if *r#type == new.r#type && new.names.contains(into) {
                    text = Corrections::without(&text, &old).unwrap_or(text);
                    let more = names.iter().filter(|it| **it != new.into).cloned();
                    new.names.extend(more);
                }
            }
        }
        if !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        text.push_str(&change.printed());
        self.put_corrections(hand, (&before, &text), &change, &change.told())
    }

    /// Takes the correction that is printed so out again.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when there is none that `hand` may see.
    pub fn take_back(&self, hand: &Hand, printed: &str) -> Result<(), DeskError> {
        let missing = || DeskError::Missing("这一条更正已经不在了".to_owned());
        let mut held = self.corrections(hand)?.into_iter();
        let change = held.find(|it| it.printed() == printed).ok_or_else(missing)?;
        let before = self.corpus.lexicon_file(FILE)?;
        let text = Corrections::without(&before, &change).ok_or_else(missing)?;
        self.put_corrections(hand, (&before, &text), &change, &format!("撤销：{}", change.told()))
    }

    fn put_corrections(
        &self,
        hand: &Hand,
        (before, text): (&str, &str),
        change: &Change,
        told: &str,
    ) -> Result<(), DeskError> {
        parsed(text)?;
        self.put_lexicon(FILE, before, text)?;
        let (access, document) = change.about();
        let access = document.map_or(Access::Public, |id| self.access_of(id)).and(access);
        let of = (document.unwrap_or(FILE), &access);
        self.state.record_of(&hand.person, Act::Corrected, of, told)?;
        Ok(())
    }

    pub(super) fn put_lexicon(
        &self,
        name: &str,
        before: &str,
        text: &str,
    ) -> Result<(), DeskError> {
        match self.writer()?.change_lexicon(name, before, text)? {
            Changed::Done => Ok(()),
            Changed::Meanwhile => {
                Err(DeskError::Typed("刚刚有人改过，请重新打开这一页再改".to_owned()))
            }
        }
    }

    /// The text of a file of the lexicon.
    ///
    /// # Errors
    /// [`DeskError::Corpus`].
    pub fn lexicon_text(&self, file: &str) -> Result<String, DeskError> {
        Ok(self.corpus.lexicon_file(file)?)
    }

    /// Puts `text` in place of a file of [`FILES`], last seen as `before`;
    /// [`Desk::bring_in_step`] makes it count.
    ///
    /// # Errors
    /// [`DeskError::Typed`] names the line that cannot be read; then nothing has changed.
    pub fn save_lexicon(
        &self,
        hand: &Hand,
        file: &str,
        (before, text): (&str, &str),
    ) -> Result<(), DeskError> {
        self.check_lexicon(file, text)?;
        if before == text {
            return Ok(());
        }
        self.put_lexicon(file, before, text)?;
        let lines = |text: &str| text.lines().filter(|it| !it.trim().is_empty()).count();
        let (old, new) = (lines(before), lines(text));
        self.state.record(&hand.person, Act::Corrected, file, &format!("{old} 行改为 {new} 行"))?;
        Ok(())
    }

    /// Whether a file of the lexicon can be read so.
    ///
    /// # Errors
    /// [`DeskError::Typed`] names the line that cannot.
    pub fn check_lexicon(&self, file: &str, text: &str) -> Result<(), DeskError> {
        let other = |name: &str| match name == file {
            true => Ok(text.to_owned()),
            false => self.corpus.lexicon_file(name),
        };
        if file == "themes.toml" {
            let read = Themes::parse(text).map(|_| ());
            return read.map_err(|reason| DeskError::Typed(Generation::toml_fault(&reason)));
        }
        let read = Lexicon::with(&other("words.txt")?, &other("synonyms.txt")?);
        read.map(|_| ()).map_err(|(_, error)| DeskError::Typed(error.to_string()))
    }

    /// Takes up in the index what was corrected: all documents are read again.
    ///
    /// # Errors
    /// [`DeskError::Library`]; then the index is as it was.
    pub fn bring_in_step(&self) -> Result<(), DeskError> {
        self.take_up()
    }
}

fn parsed(text: &str) -> Result<Corrections, DeskError> {
    let read = Corrections::parse(text);
    let named = |reason: String| format!("{FILE} {}", Generation::toml_fault(&reason));
    read.map_err(|reason| DeskError::Typed(named(reason)))
}
