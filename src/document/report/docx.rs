//! A report as a Word document, set the way official papers are: A4, 宋体 and 黑体, two characters
//! of indent, page numbers between dashes.

mod styles;

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, Footer, Hyperlink, HyperlinkType, Paragraph, Run, Shading,
    Table as DocxTable, TableAlignmentType, TableBorder, TableBorderPosition, TableBorders,
    TableCell, TableCellMargins, TableLayoutType, TableRow, VertAlignType, WidthType, XMLDocx,
};

use super::markdown::REFERENCES;
use super::record::part;
use super::{Block, Inline, Report, Table, lines, printable};

/// The width of the text on the page, in twentieths of a point: A4 less the margins.
const TEXT_WIDTH: usize = 11906 - 2 * 1588;

/// The report as the bytes of a DOCX file.
#[must_use]
pub fn write(report: &Report) -> Vec<u8> {
    let mut docx = styles::page(Docx::new()).footer(footer());
    docx = docx.add_paragraph(styled(styles::TITLE, &[Inline::text(one_line(&report.title))]));
    for line in &report.about {
        docx = docx.add_paragraph(styled(styles::ABOUT, &[Inline::text(one_line(line))]));
    }
    for block in &report.blocks {
        docx = add(docx, block);
    }
    if !report.references.is_empty() {
        docx = docx.add_paragraph(styled(&styles::heading(1), &[Inline::text(REFERENCES)]));
    }
    for (index, text) in report.references.iter().enumerate() {
        docx = docx.add_paragraph(reference(index + 1, text));
    }
    // An empty record keeps the parts that name it in the package; its bytes are set below.
    if report.record.is_some() {
        docx = docx.add_custom_item(styles::RECORD_ID, "<record/>");
    }
    packed(finished(docx.build(), report))
}

/// What the library cannot say is set in the finished parts: heads of tables that are repeated on
/// every page, the language, fonts to fall back on, whose work it is, and the record.
fn finished(mut parts: XMLDocx, report: &Report) -> XMLDocx {
    // Head rows alone are marked as not to be split; see `row`.
    let document = String::from_utf8_lossy(&parts.document);
    parts.document =
        document.replace("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />").into_bytes();
    let styles = String::from_utf8_lossy(&parts.styles);
    let language = format!("{}</w:rPr></w:rPrDefault>", styles::LANGUAGE);
    parts.styles = styles.replacen("</w:rPr></w:rPrDefault>", &language, 1).into_bytes();
    parts.font_table = styles::FONT_TABLE.as_bytes().to_vec();
    parts.doc_props.core = styles::properties(&one_line(&report.title)).into_bytes();
    if let (Some(record), Some(item)) = (&report.record, parts.custom_items.first_mut()) {
        *item = part(record).into_bytes();
    }
    parts
}

fn packed(parts: XMLDocx) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).expect("memory can be written to");
    bytes.into_inner()
}

fn footer() -> Footer {
    let run = |text: &str| Run::new().add_text(text).size(28);
    let number = Paragraph::new().align(AlignmentType::Center).add_run(run("— "));
    let number = number.add_page_num(docx_rs::PageNum::new()).add_run(run(" —"));
    Footer::new().add_paragraph(number)
}

fn add(docx: Docx, block: &Block) -> Docx {
    let paragraphs = |docx: Docx, style: &str, text: &[Inline]| {
        lines(text).iter().fold(docx, |docx, line| docx.add_paragraph(styled(style, line)))
    };
    match block {
        Block::Heading(level, text) => {
            let text = [Inline::text(one_line(text))];
            let heading = styled(&styles::heading(usize::from(*level)), &text);
            docx.add_paragraph(heading.keep_next(true))
        }
        Block::Paragraph(text) => paragraphs(docx, styles::BODY, text),
        Block::Quotation(text) => paragraphs(docx, styles::QUOTATION, text),
        Block::Note(text) => paragraphs(docx, styles::NOTE, text),
        Block::Item(text) => lines(text).iter().enumerate().fold(docx, |docx, (index, line)| {
            let lead = if index == 0 { "•\u{2002}" } else { "" };
            let line: Vec<Inline> = [Inline::text(lead)].iter().chain(line).cloned().collect();
            docx.add_paragraph(styled(styles::ITEM, &line))
        }),
        Block::Table(table) => add_table(docx, table),
    }
}

/// A paragraph of a style.
fn styled(style: &str, line: &[Inline]) -> Paragraph {
    line.iter().fold(Paragraph::new().style(style), with)
}

/// The paragraph with one more part.
fn with(paragraph: Paragraph, inline: &Inline) -> Paragraph {
    let run = |text: &str| Run::new().add_text(text);
    match inline {
        Inline::Text(text) => paragraph.add_run(run(text)),
        Inline::Strong(text) => paragraph.add_run(run(text).bold()),
        Inline::Inserted(text) => {
            paragraph.add_run(run(text).underline("single").color(styles::ACCENT))
        }
        Inline::Deleted(text) => paragraph.add_run(run(text).strike().color(styles::FAINT)),
        Inline::Link(text, address) => {
            let run = run(text).underline("single");
            let link = Hyperlink::new(printable(address), HyperlinkType::External);
            paragraph.add_hyperlink(link.add_run(run))
        }
        Inline::Reference(number) => {
            let mut raised = run(&format!("[{number}]"));
            raised.run_property = raised.run_property.vert_align(VertAlignType::SuperScript);
            let link = Hyperlink::new(bookmark(*number), HyperlinkType::Anchor);
            paragraph.add_hyperlink(link.add_run(raised))
        }
    }
}

fn reference(number: usize, text: &str) -> Paragraph {
    let paragraph = Paragraph::new().style(styles::REFERENCE);
    let paragraph = paragraph.add_bookmark_start(number, bookmark(number));
    let text = format!("[{number}]\u{2002}{}", one_line(text));
    paragraph.add_run(Run::new().add_text(text)).add_bookmark_end(number)
}

fn bookmark(number: usize) -> String {
    format!("reference-{number}")
}

fn one_line(text: &str) -> String {
    printable(&text.replace(['\n', '\r'], " ")).trim().to_owned()
}

fn add_table(docx: Docx, table: &Table) -> Docx {
    if table.head.is_empty() {
        return docx;
    }
    let docx = match &table.caption {
        Some(caption) => {
            let caption = [Inline::text(one_line(caption))];
            docx.add_paragraph(styled(styles::CAPTION, &caption).keep_next(true))
        }
        None => docx,
    };
    let widths = widths(table);
    let head: Vec<Vec<Inline>> =
        table.head.iter().map(|cell| vec![Inline::Strong(one_line(cell))]).collect();
    let head = row(&head.iter().map(Vec::as_slice).collect::<Vec<_>>(), &widths, Some("F2F2F2"));
    let rows = table.rows.iter().map(|cells| row(&table.cells(cells), &widths, None));
    let rows = [head.cant_split()].into_iter().chain(rows).collect();
    let made = DocxTable::without_borders(rows)
        .set_borders(borders())
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .margins(TableCellMargins::new().margin(40, 100, 40, 100))
        .width(TEXT_WIDTH, WidthType::Dxa);
    // A table that ends the page's text needs a paragraph behind it.
    docx.add_table(made).add_paragraph(Paragraph::new().style(styles::AFTER_TABLE))
}

fn row(cells: &[&[Inline]], widths: &[usize], fill: Option<&str>) -> TableRow {
    let cell = |(text, width): (&&[Inline], &usize)| {
        let mut cell = TableCell::new().width(*width, WidthType::Dxa);
        if let Some(fill) = fill {
            cell = cell.shading(Shading::new().fill(fill));
        }
        let mut lines = lines(text);
        if lines.is_empty() {
            lines.push(Vec::new());
        }
        let paragraphs = lines.iter().map(|line| styled(styles::CELL, line));
        paragraphs.fold(cell, TableCell::add_paragraph)
    };
    TableRow::new(cells.iter().zip(widths).map(cell).collect())
}

/// The columns' widths, in twentieths of a point.
fn widths(table: &Table) -> Vec<usize> {
    let count = table.head.len();
    let stated = table.widths.len() == count && table.widths.iter().any(|share| *share > 0);
    let shares: Vec<usize> = if stated {
        table.widths.iter().map(|share| *share as usize).collect()
    } else {
        vec![1; count]
    };
    let total: usize = shares.iter().sum();
    shares.into_iter().map(|share| TEXT_WIDTH * share / total).collect()
}

/// Rules above, below and between the rows.
fn borders() -> TableBorders {
    let rule = |position, size| TableBorder::new(position).size(size).color("000000");
    TableBorders::with_empty()
        .set(rule(TableBorderPosition::Top, 8))
        .set(rule(TableBorderPosition::Bottom, 8))
        .set(rule(TableBorderPosition::InsideH, 4))
        .set(rule(TableBorderPosition::InsideV, 4))
}
