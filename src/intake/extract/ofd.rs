//! OFD, the page format of Chinese offices (GB/T 33190): placed text and lines of its pages.
//!
//! Lengths in the file are millimetres from the upper left corner.

mod content;
mod package;

use std::collections::BTreeMap;

use super::fixed::{self, Page};
use crate::intake::format::Unreadable;
use crate::intake::layout::{Layout, Origin, Pair};
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
    let (pages, pairs) = pages(bytes)?;
    let mut layout = fixed::layout(pages);
    layout.pairs.extend(pairs);
    Ok(layout)
}

/// The pages, and what the file's properties state.
///
/// # Errors
/// As [`extract`].
pub(super) fn pages(bytes: &[u8]) -> Result<(Vec<Page>, Vec<Pair>), Unreadable> {
    let mut package = Package::open(bytes)?;
    let root = package.xml("OFD.xml")?;
    if package.has("Encryptions.xml") || root.find("Encryptions").is_some() {
        return Err(Unreadable::Locked);
    }
    let mut pages = Vec::new();
    let mut pairs = Vec::new();
    let mut shown = false;
    for body in root.children("DocBody") {
        pairs.extend(stated(body));
        let Some(path) = body.find("DocRoot") else { continue };
        let reader = Reader::open(&mut package, &path.text)?;
        shown |= reader.read(&mut package, &mut pages)?;
    }
    let of = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    if pages.iter().any(|page: &Page| !page.runs.is_empty()) {
        Ok((pages, pairs))
    } else if shown {
        Err(Unreadable::Pictures { pages: (1..=of).collect(), of })
    } else {
        Err(Unreadable::Empty)
    }
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
                    resources.add(&node);
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

    /// Reads the pages; whether they show anything at all.
    fn read(&self, package: &mut Package<'_>, pages: &mut Vec<Page>) -> Result<bool, Unreadable> {
        let mut shown = false;
        let Some(list) = self.root.find("Pages") else { return Ok(false) };
        for node in list.children("Page").take(MOST_PAGES) {
            let Some(path) = node.attribute("BaseLoc") else { continue };
            let path = package::resolved(&self.folder, path);
            let Some(content) = package.optional_xml(&path)? else { continue };
            let number = u32::try_from(pages.len() + 1).unwrap_or(u32::MAX);
            let (width, height) = content.find("Area").and_then(size).unwrap_or(self.size);
            let (width, height) = (width * POINTS, height * POINTS);
            let mut page = Page { number, width, height, ..Page::default() };
            for template in content.children("Template") {
                let path = template.attribute("TemplateID").and_then(|id| self.templates.get(id));
                if let Some(path) = path
                    && let Some(template) = package.optional_xml(path)?
                {
                    shown |= self.resources.draw(&template, &mut page);
                }
            }
            shown |= self.resources.draw(&content, &mut page);
            pages.push(page);
        }
        Ok(shown)
    }
}

/// Width and height of an area, in millimetres.
fn size(area: &Node) -> Option<(f32, f32)> {
    let [_, _, width, height] = content::numbers(&area.find("PhysicalBox")?.text)[..] else {
        return None;
    };
    (width > 0.0 && height > 0.0).then_some((width, height))
}
