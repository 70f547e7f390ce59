//! Documents, sheets and slides of office programs, read by `anydoc` into its model.

mod dates;

use anydoc::model::{self, CellSlot, Inline, inlines_to_plain_text};
use anydoc::{ConvertError, Format};

use super::grid::{Cell, Grid};
use crate::intake::format::Unreadable;
use crate::intake::layout::{Block, BlockKind, Layout};
use crate::text::Span;

/// The layout of an office file of this format. A block's place in the file is not known: its span
/// is empty.
///
/// # Errors
/// [`Unreadable`] with what to do: a password, a broken file, one past the library's bounds, one
/// that holds nothing but pictures.
pub(super) fn extract(bytes: &[u8], format: Format) -> Result<Layout, Unreadable> {
    let dated = if format == Format::Excel { dates::plain(bytes) } else { None };
    let document = anydoc::to_document(dated.as_deref().unwrap_or(bytes), format);
    let document = document.map_err(|error| unreadable(error, format))?;
    let mut reading = Reading::default();
    reading.blocks(&document.blocks);
    reading.notes(&document.notes);
    let mut layout = reading.layout;
    layout.blocks.retain(|block| !block.text.is_empty());
    if matches!(format, Format::Excel | Format::Ods) {
        name_sheets(&mut layout.blocks);
    }
    if format == Format::Rtf && is_cut(bytes) {
        layout.remarks.push("文件没有写完，后面的内容可能缺失；请找到完整的原件".to_owned());
    }
    if layout.blocks.is_empty() && layout.pairs.is_empty() && reading.pictures > 0 {
        return Err(Unreadable::Pictures { pages: Vec::new(), of: 0 });
    }
    Ok(layout)
}

/// The name of a sheet says nothing where it is the program's own, or where the title of its table
/// says the same and more.
fn name_sheets(blocks: &mut Vec<Block>) {
    let says_nothing = |at: usize| {
        let name = &blocks[at].plain;
        let counted = ["sheet", "工作表"].iter().any(|it| {
            let number = name.to_lowercase();
            number.strip_prefix(it).is_some_and(|it| it.chars().all(|c| c.is_ascii_digit()))
        });
        let title = blocks.get(at + 1).filter(|next| next.kind == BlockKind::Text);
        counted || title.is_some_and(|title| title.plain.contains(name))
    };
    let names = (0..blocks.len()).filter(|at| matches!(blocks[*at].kind, BlockKind::Heading(_)));
    let idle: Vec<usize> = names.filter(|at| says_nothing(*at)).collect();
    for at in idle.into_iter().rev() {
        blocks.remove(at);
    }
}

/// What the library's bounds are about.
const BOUNDS: [(&str, &str); 4] = [
    ("max_grid_slots", "表格的行列太多，可能有一个格子写在很远的地方"),
    ("max_xml_depth", "标记套叠太深"),
    ("max_expansion", "重复的行列太多"),
    ("max_xml_nodes", "内容太多"),
];

/// Whether groups of an RTF file are still open at its end.
fn is_cut(bytes: &[u8]) -> bool {
    let (mut depth, mut escaped) = (0_i64, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    depth > 0
}

/// What the format is called in an office.
fn name(format: Format) -> &'static str {
    match format {
        Format::Doc => "doc、wps",
        Format::Docx => "docx",
        Format::Odt => "odt",
        Format::Rtf => "rtf",
        Format::Epub => "epub",
        Format::Excel => "xlsx、xls、et",
        Format::Ods => "ods",
        Format::Ppt => "ppt、dps",
        Format::Pptx => "pptx",
        Format::Odp => "odp",
        Format::Pdf => "PDF",
        Format::Csv => "csv",
    }
}

fn unreadable(error: ConvertError, format: Format) -> Unreadable {
    let what = name(format);
    let broken = |reason| Unreadable::Broken { what, reason };
    match error {
        ConvertError::Encrypted => Unreadable::Locked,
        ConvertError::NeedsOcr { pages, page_count } => {
            Unreadable::Pictures { pages, of: page_count }
        }
        ConvertError::ResourceLimit { limit, .. } => {
            let known = BOUNDS.iter().find(|(name, _)| *name == limit);
            let detail = known.map_or("展开后太大", |(_, detail)| detail).to_owned();
            Unreadable::PastBounds { what, detail }
        }
        ConvertError::MissingPart { part } => broken(format!("缺少 {part}")),
        ConvertError::Malformed { part: Some(part), .. } => broken(format!("{part} 有误")),
        _ => broken("内容有误或文件不完整".to_owned()),
    }
}

#[derive(Default)]
struct Reading {
    layout: Layout,
    pictures: usize,
    group: u32,
}

impl Reading {
    fn blocks(&mut self, blocks: &[model::Block]) {
        for block in blocks {
            self.group += 1;
            match block {
                model::Block::Heading { level, content, .. } => self.heading(*level, content),
                model::Block::Paragraph(content) => self.paragraph("", content),
                model::Block::List(list) => self.list(list),
                model::Block::Table(table) => self.table(table),
                model::Block::BlockQuote(blocks) => self.blocks(blocks),
                model::Block::CodeBlock { text, .. } => self.lines("", text, false),
                model::Block::Math(formula) => self.lines("", formula, false),
                model::Block::Rule => {}
            }
        }
    }

    fn heading(&mut self, level: u8, content: &[Inline]) {
        self.count_pictures(content);
        let text = inlines_to_plain_text(content).replace('\n', "");
        let block = Block { apart: true, group: self.group, ..Block::new(&text, Span::default()) };
        self.layout.blocks.push(Block { kind: BlockKind::Heading(level.max(1)), ..block });
    }

    fn paragraph(&mut self, mark: &str, content: &[Inline]) {
        self.count_pictures(content);
        let bold = is_bold(content);
        self.lines(mark, &inlines_to_plain_text(content), bold);
    }

    /// Every line of a text is a block; `mark` stands before the first.
    fn lines(&mut self, mark: &str, text: &str, bold: bool) {
        let mut mark = mark;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let mut block = Block::new(&format!("{mark}{line}"), Span::default());
            block.group = self.group;
            block.style.bold = bold;
            self.layout.blocks.push(block);
            mark = "";
        }
    }

    fn list(&mut self, list: &model::List) {
        for (at, item) in (list.start..).zip(&list.items) {
            let own = item.marker_label.clone();
            let mark = match own {
                Some(mark) => mark,
                None if list.ordered() => list.marker.label(at),
                None => String::new(),
            };
            // 1. 目标, but 第三条　and 一、.
            let spaced = mark.ends_with(|c: char| c.is_alphanumeric() || c == '.');
            let mut mark = if spaced { mark + " " } else { mark };
            for block in &item.blocks {
                match block {
                    model::Block::Paragraph(content) => self.paragraph(&mark, content),
                    other => self.blocks(std::slice::from_ref(other)),
                }
                mark.clear();
            }
        }
    }

    fn table(&mut self, table: &model::Table) {
        // A frame around text is no table.
        if table.is_single_cell()
            && let Some(CellSlot::Origin(cell)) = table.grid.first().and_then(|row| row.first())
        {
            return self.blocks(&cell.blocks);
        }
        let cell = |slot: &CellSlot| match slot {
            CellSlot::Origin(cell) => Some(Cell {
                text: text_of(&cell.blocks),
                rows: usize::try_from(cell.row_span).unwrap_or(1),
                columns: usize::try_from(cell.col_span).unwrap_or(1),
            }),
            CellSlot::Covered { .. } => None,
        };
        let rows = table.grid.iter().map(|row| row.iter().filter_map(cell).collect()).collect();
        self.layout.add_table(&Grid(rows), self.group, None);
    }

    /// Notes at the foot stand at the end, after their number.
    fn notes(&mut self, notes: &[model::Note]) {
        for (at, note) in notes.iter().enumerate() {
            self.group += 1;
            let text = text_of(&note.blocks);
            self.lines(&format!("注{}：", at + 1), &text.replace('\n', " "), false);
        }
    }

    fn count_pictures(&mut self, content: &[Inline]) {
        self.pictures +=
            content.iter().filter(|inline| matches!(inline, Inline::Image { .. })).count();
    }
}

/// Whether most letters are bold.
fn is_bold(content: &[Inline]) -> bool {
    let length = |bold: bool| -> usize {
        let of = |inline: &Inline| match inline {
            Inline::Text { text, style } if style.bold == bold => text.chars().count(),
            _ => 0,
        };
        content.iter().map(of).sum()
    };
    length(true) > length(false)
}

/// The text of blocks within a cell or note, one a line.
fn text_of(blocks: &[model::Block]) -> String {
    let mut reading = Reading::default();
    reading.blocks(blocks);
    let lines: Vec<String> = reading.layout.blocks.into_iter().map(|block| block.text).collect();
    lines.join("\n")
}
