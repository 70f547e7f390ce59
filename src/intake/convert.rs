//! From a raw file's bytes to documents, with what was removed and what should be checked. Pure.

use super::article::{self, Article};
use super::describe::{Evidence, Stated, Whole};
use super::divide::{Divided, Part, divide};
use super::format::{Decoded, Unreadable};
use super::frames;
use super::prepare::prepare;
use super::removed::Removed;
use super::roles;
use super::sandbox::Reader;
use crate::corpus::walk::fingerprint;
use crate::document::markdown_file::MarkdownFile;
use crate::document::{Date, Kind, Source};
use crate::knowledge::region;

/// What stands before the parts of a compilation is a document of its own when it has this much
/// text, in characters.
const OWN_TEXT: usize = 200;

/// The title of a text that states none and of which none can be made.
const UNTITLED: &str = "无题";
/// A file's name is a title when it has so many Chinese characters.
const NAME: usize = 4;

/// A raw file.
#[derive(Debug, Clone, Copy)]
pub struct Raw<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The kind that the person who imports it gives.
    pub kind: Option<Kind>,
    /// Today.
    pub today: Date,
}

/// What a raw file became.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted {
    /// The documents: the whole first where there is one, then what was divided out.
    pub documents: Vec<MarkdownFile>,
    /// Why the fields of each document have their values, in the order of `documents`.
    pub evidence: Vec<Vec<Evidence>>,
    /// Whether the first is the whole that the others were divided out of.
    pub first_is_whole: bool,
    /// The title of the compilation, when the file is one.
    pub compilation: Option<String>,
    /// What was removed.
    pub removed: Vec<Removed>,
    /// In Chinese, what a person should know or check.
    pub remarks: Vec<String>,
}

/// Converts a raw file. The same bytes give the same documents.
///
/// # Errors
/// [`Unreadable`] when it is no text.
pub fn convert(raw: Raw<'_>) -> Result<Converted, Unreadable> {
    convert_with(raw, &Reader::Here)
}

/// As [`convert`], with the file read by `reader`.
///
/// # Errors
/// As [`convert`].
pub fn convert_with(raw: Raw<'_>, reader: &Reader) -> Result<Converted, Unreadable> {
    let (decoded, mut layout) = reader.read(raw.name, raw.bytes)?;
    prepare(&mut layout);
    let mut lines = roles::lines(layout.blocks);
    let stated = article::stated(&layout.pairs, &lines);
    let mut removed = layout.removed;
    frames::strip(&mut lines, &mut removed);
    if lines.is_empty() {
        return Err(Unreadable::Empty);
    }
    let divided = divide(lines);
    let remarks = [decoded.remarks.clone(), layout.remarks].concat();
    let note = layout.machine_read;
    let mut converter = Converter { raw, decoded: &decoded, stated, removed, remarks, note };
    Ok(converter.documents(divided))
}

/// What a person called a file, where it says what is in it.
fn name_as_title(name: &str) -> Option<String> {
    let name = name.rsplit('/').next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim();
    let chinese = stem.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    let says = chinese >= NAME && !["新建", "未命名", "副本"].iter().any(|it| stem.starts_with(it));
    says.then(|| stem.to_owned())
}

struct Converter<'a> {
    raw: Raw<'a>,
    decoded: &'a Decoded,
    stated: Stated,
    removed: Vec<Removed>,
    remarks: Vec<String>,
    /// What is to be said of the text wherever it is cited.
    note: Option<String>,
}

impl Converter<'_> {
    fn documents(&mut self, divided: Divided) -> Converted {
        let Divided { main, parts } = divided;
        let own: usize = main.lines.iter().map(|line| line.block.characters()).sum();
        let divides = !parts.is_empty();
        let stands = !divides || own >= OWN_TEXT;
        let mut documents = Vec::new();
        let mut evidence = Vec::new();
        // What a page says of itself is said of the compilation, not of its parts.
        let whole = article::read(main, &self.stated, &Whole::default(), self.raw.kind);
        let compilation =
            Some(whole.front_matter.title.clone()).filter(|title| divides && title != UNTITLED);
        let above = whole.front_matter.clone();
        if stands {
            evidence.push(whole.evidence.clone());
            documents.push(self.document(whole, None, false));
        } else {
            self.removed.extend(whole.removed);
            self.removed.extend(
                whole.body.lines().filter(|line| !line.is_empty()).map(|line| {
                    Removed::by("compilation_head", line.trim_start_matches(['#', ' ']))
                }),
            );
            self.removed
                .extend(compilation.iter().map(|title| Removed::by("compilation_head", title)));
        }
        let home = above.region.as_deref().and_then(region::parse_path).filter(|_| stands);
        let source = Source {
            name: above.source.name.clone(),
            author: above.source.author.clone(),
            editor: above.source.editor.clone(),
            ..Source::default()
        };
        let whole =
            Whole { region: home, source: Some(&source), published: above.published, kind: None };
        for part in parts {
            let part = self.part(part, &whole);
            evidence.push(part.evidence.clone());
            documents.push(self.document(part, compilation.as_deref(), true));
        }
        Converted {
            documents,
            evidence,
            first_is_whole: stands,
            compilation,
            removed: std::mem::take(&mut self.removed),
            remarks: std::mem::take(&mut self.remarks),
        }
    }

    fn part(&self, part: Part, whole: &Whole<'_>) -> Article {
        let stated = Stated { is_store: self.stated.is_store, ..Stated::default() };
        article::read(part, &stated, whole, self.raw.kind)
    }

    /// Completes the front matter with where the document stood in the file.
    fn document(
        &mut self,
        article: Article,
        compilation: Option<&str>,
        names: bool,
    ) -> MarkdownFile {
        let Article { mut front_matter, body, pages, span, removed, remarks, .. } = article;
        if front_matter.title == UNTITLED
            && !names
            && let Some(name) = name_as_title(self.raw.name)
        {
            front_matter.title = name;
            self.remarks.push("原文没有题目，题目取自文件名，请核对".to_owned());
        }
        self.removed.extend(removed);
        let named = |remark: String| {
            if names { format!("《{}》:{remark}", front_matter.title) } else { remark }
        };
        self.remarks.extend(remarks.into_iter().map(named));
        let source = &mut front_matter.source;
        source.compilation = compilation.map(str::to_owned);
        source.file = Some(self.raw.name.to_owned());
        source.sha256 = Some(fingerprint(self.raw.bytes));
        source.span = Some(self.decoded.raw(span));
        source.pages = pages;
        source.note = self.note.clone().or_else(|| source.note.take());
        source.imported = Some(self.raw.today);
        MarkdownFile { front_matter, body }
    }
}
