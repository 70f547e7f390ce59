//! The answer of tesseract: one row a page, block, paragraph, line and word, with its place in
//! pixels and how sure it is of a word.

use super::super::extract::{Page, Picture, Run};

/// The width of a page that states no size: A4, in points.
const WIDTH: f32 = 595.0;
/// Words of which the program is less sure than this are specks.
const LEAST: f32 = 10.0;
/// Of the height of a line's box, the size of its letters.
const LETTERS: f32 = 0.95;

/// What was recognised on a page.
pub(super) struct ReadPage {
    pub(super) page: Page,
    /// In hundredths, the mean over characters.
    pub(super) certainty: u8,
    pub(super) characters: usize,
}

/// A row of the answer.
struct Row<'a> {
    level: u8,
    /// Block, paragraph and line.
    line: (u32, u32, u32),
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    certainty: f32,
    text: &'a str,
}

/// The page that an answer tells of.
pub(super) fn page(told: &str, picture: &Picture) -> Option<ReadPage> {
    let rows: Vec<Row<'_>> = told.lines().filter_map(row).collect();
    let whole = rows.iter().find(|row| row.level == 1)?;
    let (width, height) =
        picture.size.unwrap_or_else(|| (WIDTH, WIDTH * whole.height / whole.width.max(1.0)));
    let scale = width / whole.width.max(1.0);
    let mut page = Page { number: picture.page, width, height, ..Page::default() };
    let (mut sum, mut characters) = (0.0, 0_u16);
    let mut line = None;
    let words = rows.iter().filter(|row| row.level == 5 && row.certainty >= LEAST);
    for word in words.filter(|row| !row.text.trim().is_empty()) {
        let letters = u16::try_from(word.text.trim().chars().count()).unwrap_or(u16::MAX);
        sum += word.certainty * f32::from(letters);
        characters = characters.saturating_add(letters);
        if line == Some(word.line)
            && let Some(run) = page.runs.last_mut()
        {
            join(run, word, scale);
            continue;
        }
        line = Some(word.line);
        let above = rows.iter().find(|row| row.level == 4 && row.line == word.line);
        let of_line = above.unwrap_or(word);
        page.runs.push(Run {
            text: word.text.trim().to_owned(),
            x: word.left * scale,
            y: (of_line.top + of_line.height / 2.0) * scale,
            width: word.width * scale,
            size: of_line.height * scale * LETTERS,
            bold: false,
        });
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share in hundredths"
    )]
    let certainty = (sum / f32::from(characters.max(1))).clamp(0.0, 100.0) as u8;
    Some(ReadPage { page, certainty, characters: usize::from(characters) })
}

/// Puts a word behind the words of its line; a space only between Latin words.
fn join(run: &mut Run, word: &Row<'_>, scale: f32) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if latin(run.text.chars().last()) && latin(word.text.trim().chars().next()) {
        run.text.push(' ');
    }
    run.text.push_str(word.text.trim());
    run.width = (word.left + word.width) * scale - run.x;
}

fn row(line: &str) -> Option<Row<'_>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [level, _, block, paragraph, line, _, left, top, width, height, certainty, text @ ..] =
        &cells[..]
    else {
        return None;
    };
    Some(Row {
        level: level.parse().ok()?,
        line: (block.parse().ok()?, paragraph.parse().ok()?, line.parse().ok()?),
        left: left.parse().ok()?,
        top: top.parse().ok()?,
        width: width.parse().ok()?,
        height: height.parse().ok()?,
        certainty: certainty.parse().ok()?,
        text: text.first().copied().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t1000\t1400\t-1\t
4\t1\t1\t1\t1\t0\t100\t90\t300\t40\t-1\t
5\t1\t1\t1\t1\t1\t100\t100\t100\t30\t90\t关于
5\t1\t1\t1\t1\t2\t210\t100\t100\t30\t80\t通知
5\t1\t1\t1\t2\t1\t100\t200\t40\t30\t95\tWPS
5\t1\t1\t1\t2\t2\t150\t200\t40\t30\t95\t2023
5\t1\t1\t1\t3\t1\t100\t300\t5\t5\t3\t、
";

    #[test]
    fn words_of_a_line_are_one_run_at_its_place_in_points() {
        let picture = Picture { page: 7, size: Some((500.0, 700.0)), bytes: Vec::new() };
        let read = page(TOLD, &picture).unwrap();
        let texts: Vec<&str> = read.page.runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(texts, ["关于通知", "WPS 2023"], "specks are no words");
        let first = &read.page.runs[0];
        assert_eq!((read.page.number, first.x, first.y, first.width), (7, 50.0, 55.0, 105.0));
        assert_eq!((read.certainty, read.characters), (91, 11));
    }

    #[test]
    fn a_picture_without_pages_is_a_sheet_of_its_own_shape() {
        let picture = Picture { page: 1, size: None, bytes: Vec::new() };
        let read = page(TOLD, &picture).unwrap();
        assert_eq!((read.page.width, read.page.height), (595.0, 833.0));
        assert!(page("", &picture).is_none());
    }
}
