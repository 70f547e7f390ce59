//! The styles of a Word report, and what else every such file holds.

use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, PageMargin, RunFonts, SpecialIndentType,
    Style, StyleType,
};

pub(super) const TITLE: &str = "Title";
pub(super) const ABOUT: &str = "About";
pub(super) const BODY: &str = "Body";
pub(super) const QUOTATION: &str = "Quotation";
pub(super) const NOTE: &str = "Note";
pub(super) const ITEM: &str = "Item";
pub(super) const CAPTION: &str = "TableCaption";
pub(super) const CELL: &str = "Cell";
pub(super) const AFTER_TABLE: &str = "AfterTable";
pub(super) const REFERENCE: &str = "Reference";

/// 宋体, 黑体 and 楷体 by the names that programs outside China know too; see [`FONT_TABLE`].
const SONG: &str = "SimSun";
const HEI: &str = "SimHei";
const KAI: &str = "KaiTi";

/// The colour of what was added.
pub(super) const ACCENT: &str = "A0281B";
/// The colour of what is missing.
pub(super) const FAINT: &str = "7F7F7F";

/// The name of the package's part for a record.
pub(super) const RECORD_ID: &str = "6F1C2F0E-9D0B-4B53-8C39-5D1A4E0C7A21";

/// The fonts of the document, and what to take where they are missing.
pub(super) const FONT_TABLE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
<w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
<w:font w:name=\"SimSun\"><w:altName w:val=\"宋体\"/><w:charset w:val=\"86\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font>\
<w:font w:name=\"SimHei\"><w:altName w:val=\"黑体\"/><w:charset w:val=\"86\"/><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font>\
<w:font w:name=\"KaiTi\"><w:altName w:val=\"楷体\"/><w:charset w:val=\"86\"/><w:family w:val=\"script\"/><w:pitch w:val=\"variable\"/></w:font>\
<w:font w:name=\"Times New Roman\"><w:charset w:val=\"00\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font>\
</w:fonts>";

/// The language of the text, by which programs choose the shapes of characters.
pub(super) const LANGUAGE: &str = "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" />";

/// The file's properties. No time is stated: the same report gives the same file.
pub(super) fn properties(title: &str) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title>\
         <dc:creator>典案</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
}

/// The style of a heading of this level; levels past the third count as it.
pub(super) fn heading(level: usize) -> String {
    format!("Heading{}", level.clamp(1, 3))
}

/// Page and styles: A4 with 28 mm at the sides, as wide as the margins of official papers.
pub(super) fn page(docx: Docx) -> Docx {
    let margin = PageMargin {
        top: 1814,
        left: 1588,
        bottom: 1701,
        right: 1588,
        header: 851,
        footer: 992,
        gutter: 0,
    };
    let docx = docx.page_size(11906, 16838).page_margin(margin);
    let docx = docx.default_fonts(fonts(SONG)).default_size(24);
    all().into_iter().fold(docx, Docx::add_style)
}

/// Chinese in this font, all else in Times.
fn fonts(chinese: &str) -> RunFonts {
    let latin = "Times New Roman";
    RunFonts::new().ascii(latin).hi_ansi(latin).cs(latin).east_asia(chinese)
}

fn all() -> Vec<Style> {
    let body = || style(BODY, "正文段落").align(AlignmentType::Both).line_spacing(lines(360));
    let small = |id, name| style(id, name).size(21).line_spacing(lines(300));
    let title = lines(320).before(240).after(240);
    vec![
        style(TITLE, "Title")
            .fonts(fonts(HEI))
            .size(40)
            .align(AlignmentType::Center)
            .line_spacing(title),
        small(ABOUT, "说明行").align(AlignmentType::Center).color("595959"),
        head(1, HEI, 30),
        head(2, KAI, 28).bold(),
        head(3, SONG, 24).bold(),
        body().first_line_chars(200).indent(
            None,
            Some(SpecialIndentType::FirstLine(480)),
            None,
            None,
        ),
        style(QUOTATION, "引文")
            .align(AlignmentType::Both)
            .line_spacing(lines(360))
            .first_line_chars(200)
            .indent(Some(480), Some(SpecialIndentType::FirstLine(480)), Some(480), None),
        style(NOTE, "附注")
            .size(18)
            .color("595959")
            .indent(Some(480), None, Some(480), None)
            .line_spacing(lines(280).after(20)),
        style(ITEM, "条目").line_spacing(lines(360)).indent(
            Some(840),
            Some(SpecialIndentType::Hanging(360)),
            None,
            None,
        ),
        small(CAPTION, "表题")
            .fonts(fonts(HEI))
            .align(AlignmentType::Center)
            .line_spacing(lines(300).before(160).after(60)),
        small(CELL, "表格文字").line_spacing(lines(280)),
        style(AFTER_TABLE, "表后").size(12).line_spacing(lines(240)),
        small(REFERENCE, "文献条目").indent(
            Some(480),
            Some(SpecialIndentType::Hanging(480)),
            None,
            None,
        ),
    ]
}

fn style(id: &str, name: &str) -> Style {
    Style::new(id, StyleType::Paragraph).name(name).q_format(true)
}

fn head(level: usize, font: &str, half_points: usize) -> Style {
    style(&heading(level), &format!("heading {level}"))
        .fonts(fonts(font))
        .size(half_points)
        .outline_lvl(level - 1)
        .next(BODY)
        .line_spacing(lines(320).before(280).after(120))
}

/// Lines of this height, in 240ths of a line.
fn lines(height: i32) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Auto).line(height)
}
