//! Changing a document, taking it away and bringing it back, each with who did it.

use std::collections::HashSet;
use std::thread;
use std::time::{Duration, Instant};

use super::{Correction, Desk, DeskError, Hand};
use crate::corpus::edit::{Binned, Changed, Version};
use crate::corpus::{CorpusError, CorpusFile, Writer};
use crate::document::markdown_file::{self, MarkdownFile};
use crate::document::{Access, DocumentId, FrontMatter, Pages};
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
    /// Who may read it.
    pub access: Access,
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
    /// [`DeskError::Missing`] when there is none that `hand` may see, [`DeskError::Typed`] when its
    /// file is broken.
    pub fn on_disk(&self, hand: &Hand, id: &DocumentId) -> Result<OnDisk, DeskError> {
        let missing = || DeskError::Missing(id.to_string());
        let file = self.corpus.file_of(id)?.ok_or_else(missing)?;
        let held = match file.parse() {
            Ok(held) => held,
            Err(_) if !hand.reach.sees(&file.access_when_broken()) => return Err(missing()),
            Err((line, reason)) => {
                return Err(DeskError::Typed(format!("{}:{line} {reason}", file.path)));
            }
        };
        if !hand.reach.sees(&held.access) {
            return Err(missing());
        }
        let (path, fingerprint) = (file.path, file.fingerprint);
        Ok(OnDisk { path, fingerprint, file: held.file, access: held.access })
    }

    /// Keeps what `hand` typed for the document `id`, last seen with the fingerprint `before`.
    ///
    /// # Errors
    /// [`DeskError`]; then the document is as it was.
    pub fn save(
        &self,
        hand: &Hand,
        id: &DocumentId,
        before: &str,
        edit: &Edit,
    ) -> Result<Saved, DeskError> {
        let held = self.on_disk(hand, id)?;
        if held.fingerprint != before {
            return Ok(Saved::Meanwhile(Box::new(held)));
        }
        self.put(hand, id, held, |file| {
            let edited = edit.put(file)?;
            if edited.front_matter.access != file.front_matter.access {
                self.check_groups(edited.front_matter.access.as_ref())?;
            }
            Ok(edited)
        })
    }

    /// Makes the document `id` again what it was in a version.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when there is no such version.
    pub fn go_back(&self, hand: &Hand, id: &DocumentId, version: &str) -> Result<Saved, DeskError> {
        let text = self.version(hand, id, version)?;
        let wanted = markdown_file::parse(&text).map_err(|it| DeskError::Typed(it.to_string()))?;
        let held = self.on_disk(hand, id)?;
        self.put(hand, id, held, |_| Ok(wanted))
    }

    fn put(
        &self,
        hand: &Hand,
        id: &DocumentId,
        held: OnDisk,
        edit: impl FnOnce(&MarkdownFile) -> Result<MarkdownFile, DeskError>,
    ) -> Result<Saved, DeskError> {
        let edited = edit(&held.file)?;
        if edited == held.file {
            return Ok(Saved::Same);
        }
        match self.writer()?.change(&held.path, &held.fingerprint, &edited)? {
            Changed::Meanwhile => return Ok(Saved::Meanwhile(Box::new(self.on_disk(hand, id)?))),
            Changed::Done => {}
        }
        let differs = differs(&held.file, &edited);
        let folder = || self.corpus.said_above(&held.path);
        let after = edited.front_matter.access.clone().or_else(folder).unwrap_or_default();
        // What differs tells of both states.
        let closed = held.access.and(&after);
        self.state.record_of(&hand.person, Act::Edited, (id.as_str(), &closed), &differs)?;
        self.take_up()?;
        Ok(Saved::Done)
    }

    /// Puts the document `id` into the bin.
    ///
    /// # Errors
    /// [`DeskError`]; then it is where it was.
    pub fn discard(&self, hand: &Hand, id: &DocumentId) -> Result<(), DeskError> {
        let held = self.on_disk(hand, id)?;
        self.writer()?.discard(&held.path)?;
        let title = &held.file.front_matter.title;
        let of = (id.as_str(), &held.access);
        self.state.record_of(&hand.person, Act::Removed, of, &format!("《{title}》"))?;
        self.take_up()
    }

    /// What lies in the bin and `hand` may see, the last first, each with its title.
    #[must_use]
    pub fn bin(&self, hand: &Hand) -> Vec<(Binned, String)> {
        let titled = |binned: Binned| {
            let text = self.corpus.text_in_bin(&binned)?;
            let file = CorpusFile::new(binned.path.clone(), text.into_bytes());
            let file = file.under(self.corpus.said_above(&binned.path));
            let (access, title) = match file.parse() {
                Ok(held) => (held.access, held.file.front_matter.title),
                Err(_) => (file.access_when_broken(), binned.id.to_string()),
            };
            hand.reach.sees(&access).then_some((binned, title))
        };
        self.corpus.binned().into_iter().filter_map(titled).collect()
    }

    /// The documents in the bin that `hand` may not see.
    #[must_use]
    pub fn binned_out_of_sight(&self, hand: &Hand) -> HashSet<String> {
        let seen: HashSet<String> = self.bin(hand).into_iter().map(|(it, _)| it.name).collect();
        let all = self.corpus.binned().into_iter();
        all.filter(|it| !seen.contains(&it.name)).map(|it| it.id.to_string()).collect()
    }

    /// Brings a document back out of the bin; gives its name.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when it is not there any more.
    pub fn bring_back(&self, hand: &Hand, name: &str) -> Result<DocumentId, DeskError> {
        let binned = self.bin(hand).into_iter().find(|(it, _)| it.name == name);
        let (binned, _) = binned.ok_or_else(|| DeskError::Missing(name.to_owned()))?;
        let id = self.writer()?.bring_back(&binned)?;
        let access = self.on_disk(hand, &id).map_or_else(|_| Access::nobody(), |it| it.access);
        self.state.record_of(&hand.person, Act::Restored, (id.as_str(), &access), "")?;
        self.take_up()?;
        Ok(id)
    }

    /// What was done to the document `id`, and what it was before each change, the last first; as
    /// far as `hand` may see it.
    ///
    /// # Errors
    /// [`DeskError::Missing`] where `hand` may not see the document, [`DeskError::State`].
    pub fn history(
        &self,
        hand: &Hand,
        id: &DocumentId,
    ) -> Result<(Vec<Entry>, Vec<Version>), DeskError> {
        let held = self.on_disk(hand, id)?;
        let mut entries = self.state.entries_of(id.as_str())?;
        entries.retain(|entry| hand.reach.sees(&entry.access));
        let mut versions = self.corpus.versions(id);
        versions.retain(|it| self.version_at(hand, id, &it.name, &held.path).is_some());
        Ok((entries, versions))
    }

    /// The text of a version of the document `id`.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when there is none that `hand` may see.
    pub fn version(&self, hand: &Hand, id: &DocumentId, name: &str) -> Result<String, DeskError> {
        let held = self.on_disk(hand, id)?;
        let text = self.version_at(hand, id, name, &held.path);
        text.ok_or_else(|| DeskError::Missing(format!("{id} {name}")))
    }

    /// The text of a version of the document `id`, which lies at `path`, where `hand` may see it.
    fn version_at(&self, hand: &Hand, id: &DocumentId, name: &str, path: &str) -> Option<String> {
        let text = self.corpus.version(id, name)?;
        let file = CorpusFile::new(path.to_owned(), text.clone().into_bytes());
        let file = file.under(self.corpus.said_above(path));
        let access = file.parse().map_or_else(|_| file.access_when_broken(), |it| it.access);
        hand.reach.sees(&access).then_some(text)
    }

    /// Who may read the document `id`; nobody where it cannot be read.
    #[must_use]
    pub fn access_of(&self, id: &str) -> Access {
        let file = DocumentId::parse(id).and_then(|id| self.corpus.file_of(&id).ok().flatten());
        let held = file.and_then(|file| file.parse().ok());
        held.map_or_else(Access::nobody, |held| held.access)
    }

    /// Refuses groups that there are not, in which nobody is.
    ///
    /// # Errors
    /// [`DeskError::Typed`] names those that there are.
    pub fn check_groups(&self, access: Option<&Access>) -> Result<(), DeskError> {
        let Some(Access::Groups(names)) = access else { return Ok(()) };
        let known: Vec<String> = self.state.groups()?.into_iter().map(|it| it.name).collect();
        let Some(other) = names.iter().find(|name| !known.contains(name)) else { return Ok(()) };
        let known = match known.is_empty() {
            true => "还没有设组，请管理员先在管理页设".to_owned(),
            false => format!("已有的组：{}", known.join("、")),
        };
        Err(DeskError::Typed(format!("可见范围里没有“{other}”这个组；{known}")))
    }

    /// Takes out of the bin for good what has lain there long enough.
    ///
    /// # Errors
    /// When somebody else writes to the corpus all the time.
    pub fn empty_bin(&self) -> Result<(), DeskError> {
        self.writer()?.empty_bin();
        Ok(())
    }

    /// The one who writes, after whoever writes now.
    pub(super) fn writer(&self) -> Result<Writer, CorpusError> {
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
    let fields: [Stated; 9] = [
        ("题目", |it| it.title.clone()),
        ("类型", |it| it.kind.label().to_owned()),
        ("地区", |it| it.region.clone().unwrap_or_default()),
        ("机构", |it| it.organization.clone().unwrap_or_default()),
        ("日期", |it| it.published.map_or_else(String::new, |it| it.to_string())),
        ("文号", |it| it.number.clone().unwrap_or_default()),
        ("来源", |it| it.source.name.clone().unwrap_or_default()),
        ("主题", |it| it.themes.join("、")),
        ("可见范围", |it| it.access.as_ref().map_or_else(String::new, ToString::to_string)),
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
