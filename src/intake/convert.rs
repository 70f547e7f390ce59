//! From a raw file's bytes to documents, with what was removed and what should be checked. Pure.

use serde::Serialize;

use super::compose::compose;
use super::describe::{Description, Whole, describe};
use super::divide::{Divided, Part, divide};
use super::extract::docx::{self, BrokenDocx};
use super::extract::{Extracted, extract};
use super::format::{Decoded, Unreadable, decode};
use super::headings;
use super::reflow::reflow;
use super::rules;
use super::rules::site_of;
use crate::corpus::walk::fingerprint;
use crate::document::markdown_file::MarkdownFile;
use crate::document::{Date, FrontMatter, Kind, Source};
use crate::knowledge::region;
use crate::text::Span;

/// What stands before the parts of a compilation is a document of its own when it has this much
/// text, in characters.
const OWN_TEXT: usize = 200;

/// A piece of the raw text that is no part of a document, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Removed {
    /// The rule's name.
    pub rule: &'static str,
    /// What went.
    pub text: String,
}

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
    /// Whether the first is the whole that the others were divided out of.
    pub first_is_whole: bool,
    /// The title of the compilation, when the file is one.
    pub compilation: Option<String>,
    /// What went.
    pub removed: Vec<Removed>,
    /// In Chinese, what a person should know or check.
    pub remarks: Vec<String>,
}

/// Converts a raw file. The same bytes give the same documents.
///
/// # Errors
/// [`Unreadable`] when it is no text.
pub fn convert(raw: Raw<'_>) -> Result<Converted, Unreadable> {
    let (decoded, mut extracted) = read(raw)?;
    let mut removed = std::mem::take(&mut extracted.removed);
    let mut lines = extracted.lines;
    rules::clean(&mut lines, &mut removed);
    if lines.is_empty() {
        return Err(Unreadable::Empty);
    }
    let divided = divide(reflow(lines), extracted.title);
    let site = site_of(&removed);
    let remarks = decoded.remarks.clone();
    let mut converter = Converter { raw, decoded: &decoded, site, removed, remarks };
    Ok(converter.documents(divided))
}

fn read(raw: Raw<'_>) -> Result<(Decoded, Extracted), Unreadable> {
    if !docx::looks_zipped(raw.bytes) {
        let decoded = decode(raw.name, raw.bytes)?;
        let extracted = extract(&decoded);
        return Ok((decoded, extracted));
    }
    let extracted = docx::extract(raw.bytes).map_err(|error| match error {
        BrokenDocx::NoPart(_) => Unreadable::Binary("xlsx、pptx 或压缩包"),
        other => Unreadable::Docx(other),
    })?;
    Ok((Decoded::packed(raw.bytes.len()), extracted))
}

struct Converter<'a> {
    raw: Raw<'a>,
    decoded: &'a Decoded,
    site: Option<String>,
    removed: Vec<Removed>,
    remarks: Vec<String>,
}

impl Converter<'_> {
    fn documents(&mut self, divided: Divided) -> Converted {
        let Divided { main, parts } = divided;
        let own: usize = main.lines.iter().map(super::rough::Line::characters).sum();
        let stands = parts.is_empty() || own >= OWN_TEXT;
        let above = Source { name: self.site.clone(), ..Source::default() };
        let whole = Whole { source: Some(&above), ..Whole::default() };
        let main = marked(main);
        let about = describe(&main, &whole, self.raw.kind);
        let compilation = main.title.clone().filter(|_| !parts.is_empty());
        let mut documents = Vec::new();
        if stands {
            documents.push(self.document(&main, about.front_matter.clone()));
            self.remarks.extend(about.remarks.iter().cloned());
        } else {
            self.take_head(&main);
            let kept = main.lines.iter().map(|line| line.text.clone());
            self.removed.extend(kept.map(|text| Removed { rule: "compilation_head", text }));
        }
        for part in parts {
            let part = marked(part);
            let file = self.part(&part, &about, compilation.as_deref(), stands);
            documents.push(file);
        }
        Converted {
            documents,
            first_is_whole: stands,
            compilation,
            removed: std::mem::take(&mut self.removed),
            remarks: std::mem::take(&mut self.remarks),
        }
    }

    fn part(
        &mut self,
        part: &Part,
        about: &Description,
        compilation: Option<&str>,
        inherits_place: bool,
    ) -> MarkdownFile {
        let above = &about.front_matter;
        let home = above.region.as_deref().and_then(region::parse_path);
        let whole = Whole {
            region: home.filter(|_| inherits_place),
            source: Some(&above.source),
            front_matter: Some(above),
        };
        let own = describe(part, &whole, self.raw.kind);
        let named = |remark| format!("《{}》:{remark}", own.front_matter.title);
        self.remarks.extend(own.remarks.into_iter().map(named));
        let mut front_matter = own.front_matter;
        front_matter.source.compilation = compilation.map(str::to_owned);
        self.document(part, front_matter)
    }

    /// Completes the front matter with where the document stood in the file.
    fn document(&mut self, part: &Part, mut front_matter: FrontMatter) -> MarkdownFile {
        self.take_head(part);
        let lines = part.head.iter().chain(&part.lines);
        let spans: Vec<Span> = lines.map(|line| line.span).collect();
        let start = spans.iter().map(|span| span.start).min().unwrap_or(0);
        let end = spans.iter().map(|span| span.end).max().unwrap_or(0);
        let source = &mut front_matter.source;
        source.file = Some(self.raw.name.to_owned());
        source.sha256 = Some(fingerprint(self.raw.bytes));
        source.span = Some(self.decoded.raw(Span::new(start, end)));
        source.imported = Some(self.raw.today);
        MarkdownFile { front_matter, body: compose(&part.lines) }
    }

    /// What the head said is in the front matter now; its lines are shown as removed.
    fn take_head(&mut self, part: &Part) {
        let title = part.title.as_deref().unwrap_or_default();
        let lines = part.head.iter().filter(|line| !title.contains(&line.text));
        self.removed.extend(lines.map(|line| Removed { rule: "byline", text: line.text.clone() }));
    }
}

fn marked(part: Part) -> Part {
    Part { lines: headings::mark(part.lines), ..part }
}
