//! OFD, the page format of Chinese offices (GB/T 33190): placed text and lines of its pages.
//!
//! Lengths in the file are millimetres from the upper left corner.

mod content;
mod package;

use std::collections::{BTreeMap, BTreeSet};

use super::fixed::{self, Page};
use super::pictures::Picture;
use crate::intake::format::Unreadable;
use crate::intake::layout::{Layout, Origin, Pair};
use crate::intake::unreadable::listed;
use content::Resources;
use package::{Node, Package};

/// Points in a millimetre.
const POINTS: f32 = 72.0 / 25.4;
/// The most pages that are read.
const MOST_PAGES: usize = 10_000;

/// The layout of an OFD file.
///
/// # Errors
/// [`Unreadable`]: broken, locked, past the bounds, or nothing but pictures and outlines.
pub(super) fn extract(bytes: &[u8]) -> Result<Layout, Unreadable> {
    let read = read(bytes)?;
    let empty = |page: &&Page| page.runs.is_empty();
    let empty: Vec<u32> = read.pages.iter().filter(empty).map(|page| page.number).collect();
    let of = u32::try_from(read.pages.len()).unwrap_or(u32::MAX);
    let shown = !read.shown.is_empty();
    let mut layout = fixed::layout(read.pages);
    if layout.blocks.is_empty() {
        // Page numbers alone are no text.
        let pages = (1..=of).collect();
        return Err(if shown { Unreadable::Pictures { pages, of } } else { Unreadable::Empty });
    }
    layout.pairs.extend(read.pairs);
    let told = |pages: &dyn Fn(&u32) -> bool, what: &str| {
        let pages: Vec<u32> = empty.iter().copied().filter(|page| pages(page)).collect();
        (!pages.is_empty()).then(|| format!("第 {} 页{what}；请对照原件", listed(&pages)))
    };
    let lost = |page: &u32| read.lost.contains(page);
    layout.remarks.extend(told(&lost, "在文件里缺失"));
    let seen = |page: &u32| read.shown.contains(page) && !lost(page);
    layout.remarks.extend(told(&seen, "是图片、轮廓或转了方向的文字，没有读出"));
    Ok(layout)
}

/// The pages.
///
/// # Errors
/// As [`extract`].
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<Page>, Unreadable> {
    read(bytes).map(|read| read.pages)
}

/// The pictures that the pages show.
///
/// # Errors
/// As [`extract`].
pub(super) fn pictures(bytes: &[u8]) -> Result<Vec<Picture>, Unreadable> {
    let mut package = Package::open(bytes)?;
    let read = read(bytes)?;
    let mut pictures = Vec::new();
    for (page, path) in read.pictures {
        let size = read.pages.iter().find(|it| it.number == page).map(|it| (it.width, it.height));
        if let Some(bytes) = package.part(&path)? {
            pictures.push(Picture { page, size, bytes });
        }
    }
    Ok(pictures)
}

/// What a file holds.
#[derive(Default)]
struct Read {
    pages: Vec<Page>,
    pairs: Vec<Pair>,
    /// Pages that draw something.
    shown: BTreeSet<u32>,
    /// Pages that the file names and does not have.
    lost: BTreeSet<u32>,
    /// Pages with the parts that hold the pictures they show.
    pictures: Vec<(u32, String)>,
}

fn read(bytes: &[u8]) -> Result<Read, Unreadable> {
    let mut package = Package::open(bytes)?;
    let root = package.xml("OFD.xml")?;
    if package.has("Encryptions.xml") || root.find("Encryptions").is_some() {
        return Err(Unreadable::Locked);
    }
    let mut read = Read::default();
    for body in root.children("DocBody") {
        read.pairs.extend(stated(body));
        let Some(path) = body.find("DocRoot") else { continue };
        Reader::open(&mut package, &path.text)?.read(&mut package, &mut read)?;
    }
    Ok(read)
}

/// What the file's properties state: its title, and the properties that office systems add.
fn stated(body: &Node) -> Vec<Pair> {
    let Some(info) = body.find("DocInfo") else { return Vec::new() };
    let mut pairs = Vec::new();
    if let Some(title) = info.find("Title").filter(|it| !it.text.trim().is_empty()) {
        pairs.push(Pair::new("title", &title.text, Origin::TitleElement));
    }
    for data in info.find("CustomDatas").into_iter().flat_map(|it| it.children("CustomData")) {
        if let Some(name) = data.attribute("Name") {
            pairs.push(Pair::new(name, &data.text, Origin::Table));
        }
    }
    pairs
}

/// A document of the package.
struct Reader {
    root: Node,
    /// The folder that its paths begin from.
    folder: String,
    size: (f32, f32),
    resources: Resources,
    /// Pages that lie under others, by their number.
    templates: BTreeMap<String, String>,
}

impl Reader {
    fn open(package: &mut Package<'_>, path: &str) -> Result<Self, Unreadable> {
        let root = package.xml(path)?;
        let folder = package::folder_of(path);
        let common = root.find("CommonData");
        let mut resources = Resources::default();
        for list in ["PublicRes", "DocumentRes"] {
            for node in common.into_iter().flat_map(|common| common.children(list)) {
                let path = package::resolved(&folder, &node.text);
                if let Some(node) = package.optional_xml(&path)? {
                    let base = node.attribute("BaseLoc").unwrap_or_default();
                    let base = package::resolved(&package::folder_of(&path), base);
                    resources.add(&node, &base);
                }
            }
        }
        let templates = common.into_iter().flat_map(|common| common.children("TemplatePage"));
        let templates = templates
            .filter_map(|it| {
                let path = package::resolved(&folder, it.attribute("BaseLoc")?);
                Some((it.attribute("ID")?.to_owned(), path))
            })
            .collect();
        let area = common.and_then(|common| common.find("PageArea"));
        let size = area.and_then(size).unwrap_or((210.0, 297.0));
        Ok(Self { root, folder, size, resources, templates })
    }

    /// Reads the pages.
    fn read(&self, package: &mut Package<'_>, read: &mut Read) -> Result<(), Unreadable> {
        let Some(list) = self.root.find("Pages") else { return Ok(()) };
        for node in list.children("Page").take(MOST_PAGES) {
            let number = u32::try_from(read.pages.len() + 1).unwrap_or(u32::MAX);
            let path = node.attribute("BaseLoc").unwrap_or_default();
            let path = package::resolved(&self.folder, path);
            let Some(content) = package.optional_xml(&path)? else {
                read.lost.insert(number);
                read.pages.push(Page { number, ..Page::default() });
                continue;
            };
            let (width, height) = content.find("Area").and_then(size).unwrap_or(self.size);
            let (width, height) = (width * POINTS, height * POINTS);
            let mut page = Page { number, width, height, ..Page::default() };
            let mut shown = false;
            for template in content.children("Template") {
                let path = template.attribute("TemplateID").and_then(|id| self.templates.get(id));
                if let Some(path) = path
                    && let Some(template) = package.optional_xml(path)?
                {
                    shown |= self.resources.draw(&template, &mut page);
                }
            }
            shown |= self.resources.draw(&content, &mut page);
            let pictures = self.resources.pictures(&content).into_iter();
            read.pictures.extend(pictures.map(|path| (number, path.to_owned())));
            if shown {
                read.shown.insert(number);
            }
            read.pages.push(page);
        }
        Ok(())
    }
}

/// Width and height of an area, in millimetres.
fn size(area: &Node) -> Option<(f32, f32)> {
    let [_, _, width, height] = content::numbers(&area.find("PhysicalBox")?.text)[..] else {
        return None;
    };
    (width > 0.0 && height > 0.0).then_some((width, height))
}
