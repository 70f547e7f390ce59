//! PDF: placed text by `pdf-inspector`, ruled lines from the pages' own drawing, and what is a
//! picture of text and no text.

mod layer;
mod order;
mod recode;
mod rules;
mod scans;

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document, Object};
use pdf_inspector::types::ItemType;
use pdf_inspector::{PdfError, TextItem, extract_text_with_positions_mem};

use super::fixed::{self, Page, Run};
use super::pictures::Picture;
use crate::intake::format::Unreadable;
use crate::intake::layout::{Layout, Origin, Pair};
use crate::intake::unreadable::listed;

/// A page with less drawing, in bytes, is blank.
const LEAST_DRAWING: usize = 64;
/// The most pieces of text of a file.
const MOST_PIECES: usize = 2_000_000;
/// A page with fewer characters than this has no text of its own.
const FEW: usize = 8;
/// Of the characters in fonts without a table to Unicode, so many hundredths must be Chinese.
const OF_HUNDRED: usize = 20;

/// The layout of a PDF file.
///
/// # Errors
/// [`Unreadable`]: a password, a broken file, nothing but pictures, or fonts that do not say which
/// characters they show.
pub(super) fn extract(bytes: &[u8]) -> Result<Layout, Unreadable> {
    let mut document = Document::load_mem(bytes).map_err(|error| unreadable(error.into()))?;
    if document.is_encrypted() {
        return Err(Unreadable::Locked);
    }
    let recoded = recode::to_unicode(&mut document);
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    let mut items = items_of(recoded.as_deref().unwrap_or(bytes))?;
    let unmapped = fonts_without_unicode(&document);
    let (mut texts, mut pictures) = told_apart(&items, &numbers, &unmapped);
    let mut is_layer = false;
    if texts.is_empty()
        && let Some(shown) = layer::shown(&mut document)
    {
        items = items_of(&shown)?;
        (texts, pictures) = told_apart(&items, &numbers, &unmapped);
        is_layer = true;
    }
    if texts.is_empty() {
        let of = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        return Err(Unreadable::Pictures { pages: pictures, of });
    }
    let mut pages: BTreeMap<u32, Page> = rules::pages(&document);
    for item in items.into_iter().filter(|item| texts.contains(&item.page)) {
        if let Some(page) = pages.get_mut(&item.page) {
            page.runs.extend(run(item, page.height));
        }
    }
    for page in pages.values_mut() {
        let written = document.extract_text(&[page.number]).unwrap_or_default();
        if let Some(runs) = order::as_written(&page.runs, &written) {
            page.runs = runs;
            page.is_ordered = true;
        }
        page.runs.iter_mut().for_each(|run| run.text = without_set_in_spaces(&run.text));
    }
    let (of, lost) = (pages.len(), lost(&document, &texts, &pictures));
    let mut layout = fixed::layout(pages.into_values().collect());
    if layout.blocks.is_empty() {
        // Heads and page numbers alone are no text.
        let of = u32::try_from(of).unwrap_or(u32::MAX);
        return Err(Unreadable::Pictures { pages: (1..=of).collect(), of });
    }
    layout.pairs.extend(title(&document));
    if is_layer {
        layout.remarks.push("文字取自扫描件的识别层，可能有错字；引用前请对照原件".to_owned());
    }
    if !pictures.is_empty() {
        layout.remarks.push(format!("第 {} 页是图片，没有读出文字；请对照原件", listed(&pictures)));
    }
    if !lost.is_empty() {
        let lost = listed(&lost);
        layout.remarks.push(format!("第 {lost} 页没有读出文字，可能已损坏；请对照原件"));
    }
    Ok(layout)
}

/// The pictures of the pages.
///
/// # Errors
/// [`Unreadable`]: a password, a broken file.
pub(super) fn pictures(bytes: &[u8]) -> Result<Vec<Picture>, Unreadable> {
    let document = Document::load_mem(bytes).map_err(|error| unreadable(error.into()))?;
    if document.is_encrypted() {
        return Err(Unreadable::Locked);
    }
    Ok(scans::pictures(&document))
}

/// The pieces of text of a file, with their places.
fn items_of(bytes: &[u8]) -> Result<Vec<TextItem>, Unreadable> {
    let items = extract_text_with_positions_mem(bytes).map_err(unreadable)?;
    if items.len() > MOST_PIECES {
        let detail = format!("文字有 {} 处，上限 {MOST_PIECES} 处", items.len());
        return Err(Unreadable::PastBounds { what: "PDF", detail });
    }
    Ok(items)
}

fn unreadable(error: PdfError) -> Unreadable {
    let reason = match error {
        PdfError::Encrypted => return Unreadable::Locked,
        PdfError::InvalidStructure => "目录损坏或文件不完整",
        PdfError::NotAPdf(_) => "开头不是 PDF 的标记",
        PdfError::Parse(_) | PdfError::Io(_) => "内容有误或文件不完整",
    };
    Unreadable::Broken { what: "PDF", reason: reason.to_owned() }
}

/// The pages that have text, and those that show some without having it.
fn told_apart(
    items: &[TextItem],
    numbers: &[u32],
    unmapped: &BTreeSet<String>,
) -> (BTreeSet<u32>, Vec<u32>) {
    let mut by_page: BTreeMap<u32, Vec<&TextItem>> = BTreeMap::new();
    for item in items {
        by_page.entry(item.page).or_default().push(item);
    }
    let (mut texts, mut pictures) = (BTreeSet::new(), Vec::new());
    for number in numbers {
        let on_page = by_page.get(number).map_or(&[][..], Vec::as_slice);
        let letters = |item: &TextItem| item.text.chars().filter(|c| !c.is_whitespace()).count();
        let of_text =
            || on_page.iter().copied().filter(|item| matches!(item.item_type, ItemType::Text));
        let written: usize = of_text().map(letters).sum();
        let lost: usize = of_text().map(|item| item.text.matches('\u{fffd}').count()).sum();
        let doubtful = || of_text().filter(|item| unmapped.contains(base(&item.font)));
        let doubted: usize = doubtful().map(letters).sum();
        let chinese: usize = doubtful()
            .map(|item| item.text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count())
            .sum();
        let is_rubbish =
            lost * 10 > written || doubted * 3 > written && chinese * 100 < doubted * OF_HUNDRED;
        let has_picture = on_page.iter().any(|item| matches!(item.item_type, ItemType::Image));
        if written >= FEW && !is_rubbish {
            texts.insert(*number);
        } else if is_rubbish && written > 0 || has_picture {
            pictures.push(*number);
        } else if written > 0 {
            texts.insert(*number);
        }
    }
    (texts, pictures)
}

/// Pages that draw something of which nothing was read.
fn lost(document: &Document, texts: &BTreeSet<u32>, pictures: &[u32]) -> Vec<u32> {
    let pages = document.get_pages().into_iter();
    let unread = pages.filter(|(page, _)| !texts.contains(page) && !pictures.contains(page));
    let draws = |id| {
        let parts = document.get_page_contents(id).into_iter();
        let streams = parts.filter_map(|id| document.get_object(id).ok()?.as_stream().ok());
        streams.map(|stream| stream.content.len()).sum::<usize>() > LEAST_DRAWING
    };
    unread.filter(|(_, id)| draws(*id)).map(|(page, _)| page).collect()
}

/// The name of a font without the mark of a subset.
fn base(font: &str) -> &str {
    font.split_once('+').map_or(font, |(_, name)| name)
}

/// Fonts whose codes are numbers of glyphs and that do not say which characters these show.
fn fonts_without_unicode(document: &Document) -> BTreeSet<String> {
    let fonts = document.objects.values().filter_map(|object| object.as_dict().ok());
    let unmapped = fonts.filter(|font| {
        let name = |key: &[u8]| font.get(key).ok().and_then(|it| it.as_name().ok());
        name(b"Type") == Some(b"Font")
            && name(b"Subtype") == Some(b"Type0")
            && name(b"Encoding").is_some_and(|it| it.starts_with(b"Identity"))
            && font.get(b"ToUnicode").is_err()
    });
    let name = |font: &lopdf::Dictionary| {
        let name = font.get(b"BaseFont").ok()?.as_name().ok()?;
        Some(base(&String::from_utf8_lossy(name)).to_owned())
    };
    unmapped.filter_map(name).collect()
}

/// A run of upright text.
fn run(item: TextItem, height: f32) -> Option<Run> {
    let upright = item.is_upright() && item.rotation.rem_euclid(90.0) < 1.0;
    if !matches!(item.item_type, ItemType::Text) || !upright {
        return None;
    }
    let size = item.height.max(item.font_size).max(1.0);
    let y = height - item.line_y() - size * 0.38;
    Some(Run { text: item.text, x: item.x, y, width: item.width, size, bold: item.is_bold })
}

/// The text without the spaces that its reader sets between Chinese characters and figures.
fn without_set_in_spaces(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_wide = |c: char| u32::from(c) >= 0x2e80;
    let parts = |one: char, other: char| {
        is_wide(one) && other.is_ascii_digit() || one.is_ascii_digit() && is_wide(other)
    };
    let keeps = |at: usize| {
        let before = letters[..at].iter().rev().find(|c| **c != ' ');
        let after = letters[at..].iter().find(|c| **c != ' ');
        letters[at] != ' '
            || !before.zip(after).is_some_and(|(before, after)| parts(*before, *after))
    };
    (0..letters.len()).filter(|at| keeps(*at)).map(|at| letters[at]).collect()
}

/// The title that the file's properties state.
fn title(document: &Document) -> Option<Pair> {
    let info = document.trailer.get(b"Info").ok()?;
    let info = match info {
        Object::Reference(id) => document.get_dictionary(*id).ok()?,
        other => other.as_dict().ok()?,
    };
    let title = lopdf::decode_text_string(info.get(b"Title").ok()?).ok()?;
    (!title.trim().is_empty()).then(|| Pair::new("title", &title, Origin::TitleElement))
}
