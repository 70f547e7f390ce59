//! Verifying a pack: what each passage has become since.

use std::collections::HashMap;

use serde::Serialize;

use super::{Evidence, Pack, markdown};
use crate::corpus::walk::fingerprint;
use crate::index::engine::EngineError;
use crate::index::entry::PassageEntry;
use crate::index::query::Query;
use crate::library::Snapshot;
use crate::text::difference::{Stretch, difference, likeness};
use crate::text::fold;

/// A passage that has at least this much in common with the old one is the old one, changed.
const LIKE: f64 = 0.5;
/// So many passages are compared character by character, those with most characters in common.
const COMPARED: usize = 6;
/// A text is looked for elsewhere by this many of its first characters.
const LOOKED_FOR: usize = 60;
/// So many documents that hold these are looked at.
const LOOKED_AT: usize = 20;

/// What has become of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// The same text at the same place.
    Unchanged,
    /// The same text at another place.
    Moved,
    /// Another text at this place.
    Changed,
    /// No longer held.
    Gone,
}

impl State {
    /// As readers see it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Unchanged => "未变",
            Self::Moved => "已移动",
            Self::Changed => "已改动",
            Self::Gone => "库中未见",
        }
    }
}

/// A passage of a pack and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// `document#anchor`, as the pack names it.
    pub anchor: String,
    /// What has become of it.
    pub state: State,
    /// Where it stands now, where that is somewhere.
    pub now: Option<String>,
    /// From the pack's text to the text that is held, where it has changed.
    pub difference: Vec<Stretch>,
    /// What else has changed, in Chinese: the raw file, the rest of the document, the pack itself.
    pub remarks: Vec<String>,
}

/// Verifies every passage of a pack, in its order.
///
/// # Errors
/// [`EngineError`] when the index cannot be read.
pub fn verify(snapshot: &Snapshot, pack: &Pack) -> Result<Vec<Verified>, EngineError> {
    let files = snapshot.engine.files()?.into_iter();
    let files: HashMap<String, String> = files.map(|it| (it.path, it.fingerprint)).collect();
    pack.items.iter().map(|item| verified(snapshot, item, &files)).collect()
}

fn verified(
    snapshot: &Snapshot,
    item: &Evidence,
    files: &HashMap<String, String>,
) -> Result<Verified, EngineError> {
    let document = snapshot.engine.document(&item.document)?;
    let passages = match &document {
        Some(_) => snapshot.engine.passages(&item.document)?,
        None => Vec::new(),
    };
    let body = document.as_ref().map_or("", |it| it.body.as_str());
    let (state, now, difference) = match found(item, &passages, body) {
        Some(found) => found,
        None => match elsewhere(snapshot, item)? {
            Some(now) => (State::Moved, Some(now), Vec::new()),
            None => alike(item, &passages).unwrap_or((State::Gone, None, Vec::new())),
        },
    };
    let anchor = format!("{}#{}", item.document, item.passage);
    let mut remarks = remarks(snapshot, item, files)?;
    if state == State::Changed && difference.is_empty() {
        remarks.insert(0, "文字未变，编号等标记有改动".to_owned());
    }
    Ok(Verified { anchor, state, now, difference, remarks })
}

type Found = (State, Option<String>, Vec<Stretch>);

/// The text, where it stands in its document as it was.
fn found(item: &Evidence, passages: &[PassageEntry], body: &str) -> Option<Found> {
    if fingerprint(item.text.as_bytes()) != item.sha256 {
        return None;
    }
    let same = |it: &&PassageEntry| it.text == item.text;
    let in_place =
        |it: &&PassageEntry| same(it) && it.anchor == item.passage && it.span == item.span;
    if let Some(passage) = passages.iter().find(in_place) {
        let marks = fingerprint(markdown(body, passage.span).as_bytes());
        let same_marks = marks == item.markdown_sha256;
        let state = if same_marks { State::Unchanged } else { State::Changed };
        return Some((state, Some(passage.id()), Vec::new()));
    }
    let moved = |it: &PassageEntry| (State::Moved, Some(it.id()), Vec::new());
    let parts: Vec<&str> = passages.iter().map(|it| it.text.as_str()).collect();
    passages.iter().find(same).map(moved).or_else(|| {
        // Passages may have been divided anew around the same text.
        let at = parts.join("\n").find(&item.text)?;
        let ends = parts.iter().scan(0, |end, part| {
            *end += part.len() + 1;
            Some(*end)
        });
        ends.zip(passages).find(|(end, _)| at < *end).map(|(_, passage)| moved(passage))
    })
}

/// Where else in the library the whole text stands.
fn elsewhere(snapshot: &Snapshot, item: &Evidence) -> Result<Option<String>, EngineError> {
    if fingerprint(item.text.as_bytes()) != item.sha256 {
        return Ok(None);
    }
    let beginning: String =
        item.text.lines().next().unwrap_or_default().chars().take(LOOKED_FOR).collect();
    let exact = vec![fold(&beginning).text];
    let query = Query { exact, limit: LOOKED_AT, ..Query::default() };
    let hits = snapshot.engine.search(&query)?.hits;
    let holds = |it: &PassageEntry| it.text.contains(&item.text);
    for hit in hits {
        if holds(&hit.passage) {
            return Ok(Some(hit.passage.id()));
        }
        let passages = snapshot.engine.passages(&hit.passage.document.id)?;
        if let Some(passage) = passages.iter().find(|it| holds(it)) {
            return Ok(Some(passage.id()));
        }
    }
    Ok(None)
}

/// The passage that the text has become.
fn alike(item: &Evidence, passages: &[PassageEntry]) -> Option<Found> {
    let counts = counted(&item.text);
    let mut ranked: Vec<(usize, &PassageEntry)> =
        passages.iter().map(|it| (in_common(&counts, &it.text), it)).collect();
    ranked.sort_by_key(|(common, _)| std::cmp::Reverse(*common));
    let compared = ranked.into_iter().take(COMPARED);
    let scored = compared.map(|(_, passage)| (likeness(&item.text, &passage.text), passage));
    let best = scored.max_by(|(a, _), (b, _)| a.total_cmp(b));
    let (_, passage) = best.filter(|(likeness, _)| *likeness >= LIKE)?;
    let difference = difference(&item.text, &passage.text);
    Some((State::Changed, Some(passage.id()), difference))
}

fn counted(text: &str) -> HashMap<char, usize> {
    let mut counts = HashMap::new();
    text.chars().for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

/// How many characters of `text` are among the counted ones.
fn in_common(counts: &HashMap<char, usize>, text: &str) -> usize {
    let others = counted(text);
    counts.iter().map(|(c, count)| others.get(c).map_or(0, |other| *count.min(other))).sum()
}

fn remarks(
    snapshot: &Snapshot,
    item: &Evidence,
    files: &HashMap<String, String>,
) -> Result<Vec<String>, EngineError> {
    let mut remarks = Vec::new();
    if fingerprint(item.text.as_bytes()) != item.sha256 {
        remarks.push("引证包里的文字与它自己的 SHA-256 不符：引证包被改动过".to_owned());
    }
    let document = snapshot.engine.document(&item.document)?;
    let source = document.and_then(|it| it.front_matter.source.sha256);
    if source.is_some() && item.source.sha256.is_some() && source != item.source.sha256 {
        remarks.push("文档现在出自另一个原文件".to_owned());
    }
    let path = item.corpus.file.as_ref().and_then(|path| files.get(path));
    if path.is_some() && item.corpus.sha256.is_some() && path != item.corpus.sha256.as_ref() {
        remarks.push("语料文件有改动".to_owned());
    }
    Ok(remarks)
}
