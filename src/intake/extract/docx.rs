//! Word documents (DOCX): their text, read within bounds.

mod broken;
mod markup;
mod package;
mod styles;
mod numbering;
mod rough;
#[cfg(test)]
mod tests;

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};

use crate::document::report::record;
use markup::{attribute, is_on, is_word, referred, spaced, value};
use numbering::Numbering;
use package::Package;
use styles::Styles;

pub use broken::BrokenDocx;
pub(in crate::intake) use rough::extract;

/// The deepest nesting of elements in a document that people made; those with nested tables and
/// drawings stay below 100.
const DEEPEST: usize = 256;

/// The most columns of a table; Word makes 63.
const MOST_COLUMNS: usize = 64;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = package::MAX_BYTES;

/// A part of a document, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocxBlock {
    /// A heading of this level, from 1.
    Heading(u8, String),
    /// A paragraph; lines inside it are parted by line breaks.
    Paragraph(String),
    /// A table: rows of cells.
    Table(Vec<Vec<DocxCell>>),
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocxCell {
    /// A line break between its paragraphs.
    pub text: String,
    /// The columns that it takes, from 1.
    pub columns: usize,
    /// Whether it is the same cell as the one above.
    pub goes_on: bool,
}

impl DocxBlock {
    /// The text as one reads it: cells parted by tabs, rows by line breaks.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Heading(_, text) | Self::Paragraph(text) => text.clone(),
            Self::Table(rows) => {
                let row = |row: &Vec<DocxCell>| {
                    row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("\t")
                };
                rows.iter().map(row).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// What a document holds and does not show, each piece under the name of the reason.
pub type Hidden = Vec<(&'static str, String)>;

/// Whether the bytes begin like a zip file, as every DOCX file does.
#[must_use]
pub fn looks_zipped(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The text of a DOCX file, as it stands after all changes are accepted: inserted text counts,
/// deleted text does not; field codes, heads, feet and comments are left out. Notes stand at the
/// end, each behind its number. Empty paragraphs are left out too. The numbers that Word gives to lists stand before their paragraphs.
///
/// # Errors
/// [`BrokenDocx`], for everything that is no document that people made.
pub fn read(bytes: &[u8]) -> Result<Vec<DocxBlock>, BrokenDocx> {
    read_with_hidden(bytes).map(|(blocks, _)| blocks)
}

/// As [`read`], with what Word does not show or sets above a character: `hidden` text and readings
/// (`ruby`), each under its name.
///
/// # Errors
/// As [`read`].
pub fn read_with_hidden(bytes: &[u8]) -> Result<(Vec<DocxBlock>, Hidden), BrokenDocx> {
    const DOCUMENT: &str = "word/document.xml";
    let mut package = Package::open(bytes)?;
    let styles = package.text("word/styles.xml")?;
    let styles = styles.map(|xml| Styles::read(&xml)).unwrap_or_default();
    let numbering = package.text("word/numbering.xml")?;
    let numbering = numbering.map(|xml| Numbering::read(&xml)).unwrap_or_default();
    let rels = package.text("_rels/.rels")?.unwrap_or_default();
    let main = markup::main_part(&rels).unwrap_or_else(|| DOCUMENT.to_owned());
    let xml = package.text(&main)?.ok_or(BrokenDocx::NoPart(DOCUMENT))?;
    let mut reading = Reading { styles, numbering, ..Reading::default() };
    read_part(DOCUMENT, &xml, &mut reading)?;
    let Reading { mut blocks, hidden, .. } = reading;
    for part in ["word/footnotes.xml", "word/endnotes.xml"] {
        let Some(xml) = package.text(part)? else { continue };
        let mut notes = Reading::default();
        read_part(part, &xml, &mut notes)?;
        let texts = notes.blocks.iter().map(|block| block.text().replace('\n', ""));
        let noted = (1..).zip(texts).map(|(at, text)| format!("注{at}：{text}"));
        blocks.extend(noted.map(DocxBlock::Paragraph));
    }
    Ok((blocks, hidden))
}

/// Reads a part of the package.
fn read_part(part: &'static str, xml: &str, reading: &mut Reading) -> Result<(), BrokenDocx> {
    let mut reader = NsReader::from_str(xml);
    let mut depth = 0_usize;
    loop {
        let broken = |at, reason: String| BrokenDocx::BrokenXml { part, at, reason };
        let (namespace, event) = match reader.read_resolved_event() {
            Ok(read) => read,
            Err(error) => return Err(broken(reader.error_position(), error.to_string())),
        };
        let ours = is_word(&namespace);
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(BrokenDocx::TooDeep(part));
                }
                reading.open(&start, ours, depth);
            }
            Event::Empty(empty) => {
                reading.open(&empty, ours, depth + 1);
                reading.close(empty.local_name().as_ref(), ours, depth + 1);
            }
            Event::End(end) => {
                reading.close(end.local_name().as_ref(), ours, depth);
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) => reading.say(&text.xml10_content().unwrap_or_default()),
            Event::CData(text) => reading.say(&text.decode().unwrap_or_default()),
            Event::GeneralRef(name) => reading.say(&referred(&name)),
            Event::Eof if depth > 0 => return Err(broken(xml.len() as u64, "没有写完".to_owned())),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The data of this kind that this program hid in a DOCX file of its own, if it is there.
///
/// # Errors
/// [`BrokenDocx`], as [`read`] does.
pub fn hidden_record(bytes: &[u8], kind: &str) -> Result<Option<String>, BrokenDocx> {
    let mut package = Package::open(bytes)?;
    for name in package.custom_parts() {
        let xml = package.text(&name)?.unwrap_or_default();
        if let Some(json) = record::in_part(&xml, kind) {
            return Ok(Some(json));
        }
    }
    Ok(None)
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    styles: Styles,
    numbering: Numbering,
    blocks: Vec<DocxBlock>,
    /// The open paragraph and the level that it states.
    text: String,
    level: Option<u8>,
    /// The list that it states, and the level there, from 0.
    list: Option<String>,
    depth_in_list: Option<usize>,
    /// Its style.
    style: String,
    /// Whether characters here are text of the document.
    in_text: bool,
    /// Open runs; a text box has runs inside a run.
    runs: usize,
    /// The depth of an element that is passed over with all in it.
    skipped: Option<usize>,
    /// Text that is not shown, with why; its last part is still open while `aside` says so.
    hidden: Hidden,
    /// Why the text here is not of the document, and the depth of the element that says so.
    aside: Option<(&'static str, usize)>,
    /// Whether the style of the open paragraph hides it.
    hides: bool,
    /// Open tables, the outermost first; inner ones are read as text of their cell.
    tables: usize,
    rows: Vec<Vec<DocxCell>>,
}

impl Reading {
    fn open(&mut self, start: &BytesStart<'_>, ours: bool, depth: usize) {
        let name = start.local_name();
        // What is drawn stands in the file twice: once for new programs, once for old ones.
        let twice = name.as_ref() == b"Fallback" && !ours;
        let skipped = ours && matches!(name.as_ref(), b"del" | b"moveFrom" | b"instrText");
        if self.skipped.is_none() && (twice || skipped) {
            self.skipped = Some(depth);
        }
        if self.skipped.is_some() || !ours {
            return;
        }
        match name.as_ref() {
            b"t" => self.in_text = true,
            b"r" => self.runs += 1,
            b"rt" => self.set_aside("ruby", depth),
            b"vanish" if self.runs > 0 && is_on(start) => self.set_aside("hidden", depth - 2),
            b"rStyle" if self.styles.is_hidden(&value(start)) => {
                self.set_aside("hidden", depth - 2);
            }
            // Outside runs they are stops of tabs.
            b"tab" if self.runs > 0 => self.text.push('\t'),
            b"br" | b"cr" if self.runs > 0 => self.text.push('\n'),
            b"noBreakHyphen" => self.text.push('-'),
            b"pStyle" => {
                self.style = value(start);
                self.level = self.level.or_else(|| self.styles.level(&self.style));
                self.hides = self.styles.is_hidden(&self.style);
            }
            b"numId" => self.list = Some(value(start)),
            b"ilvl" => self.depth_in_list = value(start).parse().ok(),
            b"outlineLvl" => {
                let level = value(start).parse::<u8>().ok().filter(|level| *level < 9);
                self.level = level.map(|level| level + 1).or(self.level);
            }
            b"tbl" => self.tables += 1,
            b"gridSpan" | b"vMerge" if self.tables == 1 => self.span(name.as_ref(), &value(start)),
            b"tr" if self.tables == 1 => self.rows.push(Vec::new()),
            b"tc" if self.tables == 1 => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(DocxCell { columns: 1, ..DocxCell::default() });
                }
            }
            _ => {}
        }
    }

    /// Takes how many columns the open cell takes, or that it belongs to the one above.
    fn span(&mut self, name: &[u8], value: &str) {
        let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) else { return };
        if name == b"gridSpan" {
            cell.columns = value.parse().unwrap_or(1).clamp(1, MOST_COLUMNS);
        } else {
            cell.goes_on = value != "restart";
        }
    }

    fn close(&mut self, name: &[u8], ours: bool, depth: usize) {
        if let Some(at) = self.skipped {
            if at == depth {
                self.skipped = None;
            }
            return;
        }
        if self.aside.is_some_and(|(_, at)| at == depth) {
            self.aside = None;
        }
        match name {
            b"t" if ours => self.in_text = false,
            b"r" if ours => self.runs = self.runs.saturating_sub(1),
            b"p" if ours => self.end_paragraph(),
            b"tbl" if ours => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 && !self.rows.is_empty() {
                    self.blocks.push(DocxBlock::Table(std::mem::take(&mut self.rows)));
                }
            }
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        if !self.in_text || self.skipped.is_some() {
            return;
        }
        match self.hidden.last_mut() {
            Some((_, hidden)) if self.aside.is_some() => hidden.push_str(text),
            _ if self.hides => self.hidden.push(("hidden", text.to_owned())),
            _ => self.text.push_str(text),
        }
    }

    /// From here to the end of the element at `depth` text is set aside.
    fn set_aside(&mut self, why: &'static str, depth: usize) {
        if self.aside.is_none() {
            self.aside = Some((why, depth));
            self.hidden.push((why, String::new()));
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim().to_owned();
        self.hides = false;
        let level = self.level.take();
        let text = match self.number(!text.is_empty()) {
            Some(number) => format!("{}{text}", spaced(number)),
            None => text,
        };
        let cell = self.rows.last_mut().and_then(|row| row.last_mut());
        match (cell.filter(|_| self.tables > 0), level) {
            _ if text.is_empty() => {}
            (Some(cell), _) => {
                if !cell.text.is_empty() {
                    cell.text.push('\n');
                }
                cell.text.push_str(&text);
            }
            (None, Some(level)) => self.blocks.push(DocxBlock::Heading(level, text)),
            (None, None) => self.blocks.push(DocxBlock::Paragraph(text)),
        }
    }

    /// The number that Word gives the paragraph that ends here; an empty one is not counted.
    fn number(&mut self, counts: bool) -> Option<String> {
        let style = std::mem::take(&mut self.style);
        let styled = self.styles.list(&style);
        let own = self.list.take();
        let depth = self.depth_in_list.take();
        let list = own.or_else(|| styled.map(|(list, _)| list.to_owned()))?;
        let level = depth.or_else(|| styled.map(|(_, level)| level)).unwrap_or_default();
        if counts { self.numbering.next(&list, level) } else { None }
    }
}
