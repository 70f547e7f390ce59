//! Changing a document, taking it away and bringing it back, each with who did it.

use std::thread;
use std::time::{Duration, Instant};

use super::{Correction, Desk, DeskError};
use crate::corpus::edit::{Binned, Changed, Version};
use crate::corpus::{CorpusError, Writer};
use crate::document::markdown_file::{self, MarkdownFile};
use crate::document::{DocumentId, FrontMatter, Pages};
use crate::state::{Act, Entry};
use crate::text::difference::{Change, difference};

/// How long another who writes to the corpus is waited for, and how often it is looked.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// A document as it lies on the disk.
#[derive(Debug, Clone, PartialEq)]
pub struct OnDisk {
    /// Relative to the corpus.
    pub path: String,
    /// By which it is known whether somebody changes it meanwhile.
    pub fingerprint: String,
    /// The document.
    pub file: MarkdownFile,
}

/// A document as it was typed into a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    /// Its front matter.
    pub about: Correction,
    /// Its themes, set apart by `、`.
    pub themes: String,
    /// Its text, as Markdown.
    pub text: String,
}

/// What became of an edit.
#[derive(Debug, Clone, PartialEq)]
pub enum Saved {
    /// It is kept and can be found.
    Done,
    /// Nothing was changed.
    Same,
    /// Somebody has saved the document meanwhile: what it is now.
    Meanwhile(Box<OnDisk>),
}

impl Edit {
    /// What a form shows of a document.
    #[must_use]
    pub fn of(file: &MarkdownFile) -> Self {
        let themes = file.front_matter.themes.join("、");
        Self { about: Correction::of(&file.front_matter), themes, text: file.body.clone() }
    }

    /// The document with what was typed.
    ///
    /// # Errors
    /// [`DeskError::Typed`] says what can be taken.
    pub fn put(&self, file: &MarkdownFile) -> Result<MarkdownFile, DeskError> {
        let mut edited = file.clone();
        self.about.put(&mut edited.front_matter)?;
        let themes = self.themes.split(['、', ',', '，', ';', '；']).map(str::trim);
        edited.front_matter.themes =
            themes.filter(|it| !it.is_empty()).map(str::to_owned).collect();
        let text = self.text.replace("\r\n", "\n");
        if text.trim() != file.body.trim() {
            edited.body = format!("{}\n", text.trim_matches('\n'));
            let pages = edited.front_matter.source.pages.take();
            edited.front_matter.source.pages = pages.map(|it| moved(&it, file, &edited.body));
        }
        Ok(edited)
    }
}

/// Where the pages of the raw file begin in a text that has been changed in one stretch.
fn moved(pages: &Pages, before: &MarkdownFile, body: &str) -> Pages {
    let (old, new) = (before.body.as_bytes(), body.as_bytes());
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b);
    let tail = tail.count();
    let at = |start: usize| match start {
        start if start <= head => start,
        start if start >= old.len() - tail => start + new.len() - old.len(),
        _ => head,
    };
    Pages { first: pages.first, starts: pages.starts.iter().map(|start| at(*start)).collect() }
}

impl Desk {
    /// The document `id` as it lies on the disk.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when there is none, [`DeskError::Typed`] when its file is broken.
    pub fn on_disk(&self, id: &DocumentId) -> Result<OnDisk, DeskError> {
        let file = self.corpus.file_of(id)?;
        let file = file.ok_or_else(|| DeskError::Missing(id.to_string()))?;
        let held = file
            .parse()
            .map_err(|(line, reason)| DeskError::Typed(format!("{}:{line} {reason}", file.path)))?;
        Ok(OnDisk { path: file.path, fingerprint: file.fingerprint, file: held.file })
    }

    /// Keeps what `person` typed for the document `id`, last seen with the fingerprint `before`.
    ///
    /// # Errors
    /// [`DeskError`]; then the document is as it was.
    pub fn save(
        &self,
        person: &str,
        id: &DocumentId,
        before: &str,
        edit: &Edit,
    ) -> Result<Saved, DeskError> {
        let held = self.on_disk(id)?;
        if held.fingerprint != before {
            return Ok(Saved::Meanwhile(Box::new(held)));
        }
        self.put(person, id, held, |file| edit.put(file))
    }

    /// Makes the document `id` again what it was in a version.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when there is no such version.
    pub fn go_back(
        &self,
        person: &str,
        id: &DocumentId,
        version: &str,
    ) -> Result<Saved, DeskError> {
        let text = self.version(id, version)?;
        let wanted = markdown_file::parse(&text).map_err(|it| DeskError::Typed(it.to_string()))?;
        let held = self.on_disk(id)?;
        self.put(person, id, held, |_| Ok(wanted))
    }

    fn put(
        &self,
        person: &str,
        id: &DocumentId,
        held: OnDisk,
        edit: impl FnOnce(&MarkdownFile) -> Result<MarkdownFile, DeskError>,
    ) -> Result<Saved, DeskError> {
        let edited = edit(&held.file)?;
        if edited == held.file {
            return Ok(Saved::Same);
        }
        match self.writer()?.change(&held.path, &held.fingerprint, &edited)? {
            Changed::Meanwhile => return Ok(Saved::Meanwhile(Box::new(self.on_disk(id)?))),
            Changed::Done => {}
        }
        let differs = differs(&held.file, &edited);
        self.state.record(person, Act::Edited, id.as_str(), &differs)?;
        self.take_up()?;
        Ok(Saved::Done)
    }

    /// Puts the document `id` into the bin.
    ///
    /// # Errors
    /// [`DeskError`]; then it is where it was.
    pub fn discard(&self, person: &str, id: &DocumentId) -> Result<(), DeskError> {
        let held = self.on_disk(id)?;
        self.writer()?.discard(&held.path)?;
        let title = &held.file.front_matter.title;
        self.state.record(person, Act::Removed, id.as_str(), &format!("《{title}》"))?;
        self.take_up()
    }

    /// What lies in the bin, the last first, each with its title.
    #[must_use]
    pub fn bin(&self) -> Vec<(Binned, String)> {
        let titled = |binned: Binned| {
            let text = self.corpus.text_in_bin(&binned)?;
            let title = markdown_file::parse(&text).ok().map(|it| it.front_matter.title);
            Some((binned.clone(), title.unwrap_or_else(|| binned.id.to_string())))
        };
        self.corpus.binned().into_iter().filter_map(titled).collect()
    }

    /// Brings a document back out of the bin; gives its name.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when it is not there any more.
    pub fn bring_back(&self, person: &str, name: &str) -> Result<DocumentId, DeskError> {
        let binned = self.corpus.binned().into_iter().find(|it| it.name == name);
        let binned = binned.ok_or_else(|| DeskError::Missing(name.to_owned()))?;
        let id = self.writer()?.bring_back(&binned)?;
        self.state.record(person, Act::Restored, id.as_str(), "")?;
        self.take_up()?;
        Ok(id)
    }

    /// What was done to the document `id`, and what it was before each change; the last first.
    ///
    /// # Errors
    /// [`DeskError::State`].
    pub fn history(&self, id: &DocumentId) -> Result<(Vec<Entry>, Vec<Version>), DeskError> {
        Ok((self.state.entries_of(id.as_str())?, self.corpus.versions(id)))
    }

    /// The text of a version of the document `id`.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when there is none.
    pub fn version(&self, id: &DocumentId, name: &str) -> Result<String, DeskError> {
        let text = self.corpus.version(id, name);
        text.ok_or_else(|| DeskError::Missing(format!("{id} {name}")))
    }

    /// The one who writes, after whoever writes now.
    fn writer(&self) -> Result<Writer, CorpusError> {
        let start = Instant::now();
        loop {
            match self.corpus.writer("典案网页") {
                Err(CorpusError::Busy { .. }) if start.elapsed() < PATIENCE => {
                    thread::sleep(PAUSE);
                }
                writer => return writer,
            }
        }
    }
}

/// The name of a field for people, and what front matter says there.
type Stated = (&'static str, fn(&FrontMatter) -> String);

/// What differs between two states of a document, in words.
fn differs(before: &MarkdownFile, after: &MarkdownFile) -> String {
    let fields: [Stated; 8] = [
        ("题目", |it| it.title.clone()),
        ("类型", |it| it.kind.label().to_owned()),
        ("地区", |it| it.region.clone().unwrap_or_default()),
        ("机构", |it| it.organization.clone().unwrap_or_default()),
        ("日期", |it| it.published.map_or_else(String::new, |it| it.to_string())),
        ("文号", |it| it.number.clone().unwrap_or_default()),
        ("来源", |it| it.source.name.clone().unwrap_or_default()),
        ("主题", |it| it.themes.join("、")),
    ];
    let changed = fields.iter().filter_map(|(name, value)| {
        let (old, new) = (value(&before.front_matter), value(&after.front_matter));
        (old != new).then(|| match (old.is_empty(), new.is_empty()) {
            (true, _) => format!("{name}填为“{new}”"),
            (_, true) => format!("{name}“{old}”去掉"),
            _ => format!("{name}由“{old}”改为“{new}”"),
        })
    });
    let mut differs: Vec<String> = changed.collect();
    if before.body != after.body {
        let stretches = difference(&before.body, &after.body);
        let count = |change: Change| -> usize {
            let of = stretches.iter().filter(|it| it.change == change);
            of.map(|it| it.text.chars().count()).sum()
        };
        let (more, less) = (count(Change::Inserted), count(Change::Deleted));
        differs.push(format!("正文增 {more} 字、删 {less} 字"));
    }
    if differs.is_empty() { "其他".to_owned() } else { differs.join("；") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;

    #[test]
    fn an_edit_says_what_differs_and_keeps_where_pages_begin() {
        let mut front_matter = FrontMatter::new("甲", Kind::Case);
        front_matter.source.pages = Some(Pages { first: 1, starts: vec![0, 7, 14] });
        let file = MarkdownFile { front_matter, body: "一二\n三四\n五六\n".to_owned() };
        let mut edit = Edit::of(&file);
        assert_eq!(edit.put(&file).unwrap(), file);
        edit.about.published = "2024.3".to_owned();
        edit.themes = "品牌，换届".to_owned();
        edit.text = "一二\r\n三七四\r\n五六".to_owned();
        let edited = edit.put(&file).unwrap();
        assert_eq!(edited.body, "一二\n三七四\n五六\n");
        let pages = edited.front_matter.source.pages.clone().unwrap();
        assert_eq!(pages.starts, [0, 7, 17]);
        assert_eq!(
            differs(&file, &edited),
            "日期填为“2024-03”；主题填为“品牌、换届”；正文增 1 字、删 0 字"
        );
    }
}
