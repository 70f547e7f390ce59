//! The files of the lexicon as rows of a table: read, changed and written back, every other line
//! left as it is.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::knowledge::theme;

/// What sets the words of a cell apart.
const APART: [char; 4] = ['、', ',', '，', ';'];
/// Opens a theme.
const THEME: &str = "[[theme]]";

/// What stands in a row: word, weight, part of speech; standard form, the others, nothing or `=>`;
/// name, sentence, cues.
pub type Cells = [String; 3];

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its first line, from 0, by which it is named.
    pub line: usize,
    /// How many lines it takes.
    lines: usize,
    /// What stands in it.
    pub cells: Cells,
}

/// The rows of a file of [`super::corrections::FILES`]; none of what cannot be read as a row.
#[must_use]
pub fn rows(file: &str, text: &str) -> Vec<Row> {
    if file == "themes.toml" {
        return themes(text);
    }
    let of = if file == "words.txt" { word } else { group };
    let lines = text.lines().enumerate();
    let row = |(line, text): (usize, &str)| {
        let content = text.trim_start_matches('\u{feff}').split('#').next()?.trim();
        Some(Row { line, lines: 1, cells: of(content)? })
    };
    lines.filter_map(row).collect()
}

/// The text of the file with the cells of `typed` in place of its rows of these lines, without the
/// rows whose first cell was emptied, and with `added` behind.
#[must_use]
pub fn changed(file: &str, text: &str, typed: &BTreeMap<usize, Cells>, added: &[Cells]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (mut made, mut at) = (String::new(), 0);
    let keep = |range: Range<usize>, made: &mut String| {
        lines[range].iter().for_each(|line| {
            made.push_str(line);
            made.push('\n');
        });
    };
    for row in rows(file, text) {
        let Some(cells) = typed.get(&row.line).map(tidy).filter(|it| *it != row.cells) else {
            continue;
        };
        keep(at..row.line, &mut made);
        at = row.line + row.lines;
        if !cells[0].is_empty() {
            made.push_str(&printed(file, &cells));
        }
    }
    if at == 0 && added.iter().all(|it| it[0].trim().is_empty()) {
        return text.to_owned();
    }
    keep(at..lines.len(), &mut made);
    for cells in added.iter().map(tidy).filter(|it| !it[0].is_empty()) {
        if file == "themes.toml" && !made.is_empty() {
            made.push('\n');
        }
        made.push_str(&printed(file, &cells));
    }
    made
}

fn tidy(cells: &Cells) -> Cells {
    cells.each_ref().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn word(content: &str) -> Option<Cells> {
    let mut parts = content.split_whitespace();
    let mut cells = [parts.next()?.to_owned(), String::new(), String::new()];
    for part in parts {
        let is_weight = part.chars().all(|it| it.is_ascii_digit());
        cells[if is_weight { 1 } else { 2 }] = part.to_owned();
    }
    Some(cells)
}

fn group(content: &str) -> Option<Cells> {
    let one_way = content.split_once("=>").or_else(|| content.split_once('→'));
    let (first, rest, mark) = match one_way {
        Some((said, official)) => (said.trim().to_owned(), listed(official), "=>"),
        None => {
            let mut words = listed(content).into_iter();
            (words.next()?, words.collect(), "")
        }
    };
    Some([first, rest.join("、"), mark.to_owned()])
}

/// The words of a cell.
fn listed(cell: &str) -> Vec<String> {
    let words = cell.split(APART).map(str::trim).filter(|it| !it.is_empty());
    words.map(str::to_owned).collect()
}

fn themes(text: &str) -> Vec<Row> {
    let lines: Vec<&str> = text.lines().collect();
    let heads = (0..lines.len()).filter(|at| lines[*at].trim() == THEME);
    let heads: Vec<usize> = heads.chain([lines.len()]).collect();
    let row = |pair: &[usize]| {
        let says = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        // What is written between two themes belongs to neither.
        let last = lines[pair[0]..pair[1]].iter().rposition(says)?;
        let stated = theme::stated(&lines[pair[0]..=pair[0] + last].join("\n")).ok()?;
        let it = stated.into_iter().next()?;
        let cells = [it.name, it.about, it.cues.join("、")];
        Some(Row { line: pair[0], lines: last + 1, cells: tidy(&cells) })
    };
    heads.windows(2).filter_map(row).collect()
}

/// A row as the file says it.
fn printed(file: &str, [first, second, third]: &Cells) -> String {
    match file {
        "words.txt" => {
            format!("{}\n", format!("{first} {second} {third}").trim_end()).replace("  ", " ")
        }
        "themes.toml" => {
            let quoted = |text: &str| toml::Value::from(text).to_string();
            let cues: Vec<String> = listed(third).iter().map(|cue| quoted(cue)).collect();
            let (name, about, cues) = (quoted(first), quoted(second), cues.join(", "));
            format!("{THEME}\nname = {name}\nabout = {about}\ncues = [{cues}]\n")
        }
        _ if third == "=>" => format!("{first} => {}\n", listed(second).join("、")),
        _ => {
            let words: Vec<String> = listed(first).into_iter().chain(listed(second)).collect();
            format!("{}\n", words.join(","))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "# 词\n先锋班组 5000 nz\n\n甲乙\n丙丁 nz # 说明\n";
    const SYNONYMS: &str = "# 同义\n市直机关工委,市直工委、市委工委\n老伴 => 配偶、夫妻\n";
    const THEMES: &str = "# 主题\n\n[[theme]]\nname = \"甲\"\nabout = \"说\"\ncues = [\"一\", \"二\"]\n\n\
        # 下一个\n[[theme]]\nname = \"乙\"\ncues = [\n  \"三\",\n]\n";

    fn cells(row: [&str; 3]) -> Cells {
        row.map(str::to_owned)
    }

    #[test]
    fn files_are_read_as_rows() {
        for (file, text, expected) in [
            (
                "words.txt",
                WORDS,
                vec![
                    (1, ["先锋班组", "5000", "nz"]),
                    (3, ["甲乙", "", ""]),
                    (4, ["丙丁", "", "nz"]),
                ],
            ),
            (
                "synonyms.txt",
                SYNONYMS,
                vec![
                    (1, ["市直机关工委", "市直工委、市委工委", ""]),
                    (2, ["老伴", "配偶、夫妻", "=>"]),
                ],
            ),
            ("themes.toml", THEMES, vec![(2, ["甲", "说", "一、二"]), (8, ["乙", "", "三"])]),
        ] {
            let read: Vec<(usize, Cells)> =
                rows(file, text).into_iter().map(|it| (it.line, it.cells)).collect();
            let expected: Vec<(usize, Cells)> =
                expected.into_iter().map(|(line, row)| (line, cells(row))).collect();
            assert_eq!(read, expected, "{file}");
        }
    }

    #[test]
    fn a_row_is_changed_taken_out_and_added_and_the_rest_stays() {
        for (file, text, typed, added, expected) in [
            (
                "words.txt",
                WORDS,
                vec![(1, ["先锋班组", "", "nz"]), (3, ["", "", ""]), (4, ["丙丁", "", "nz"])],
                vec![["戊己", "9000", ""], [" ", "", ""]],
                "# 词\n先锋班组 nz\n\n丙丁 nz # 说明\n戊己 9000\n",
            ),
            (
                "synonyms.txt",
                SYNONYMS,
                vec![(1, ["市直机关工委", "市直工委", ""])],
                vec![["娃", "子女，儿童", "=>"]],
                "# 同义\n市直机关工委,市直工委\n老伴 => 配偶、夫妻\n娃 => 子女、儿童\n",
            ),
            (
                "themes.toml",
                THEMES,
                vec![(2, ["甲", "说", "一、“二”、\"三\""]), (8, ["", "", ""])],
                vec![],
                "# 主题\n\n[[theme]]\nname = \"甲\"\nabout = \"说\"\ncues = [\"一\", \"“二”\", '\"三\"']\n\n# 下一个\n",
            ),
        ] {
            let typed = typed.into_iter().map(|(line, row)| (line, cells(row))).collect();
            let added: Vec<Cells> = added.into_iter().map(cells).collect();
            assert_eq!(changed(file, text, &typed, &added), expected, "{file}");
        }
    }

    #[test]
    fn rows_that_are_typed_as_they_are_leave_every_byte() {
        for (file, text) in [
            ("words.txt", include_str!("../../corpus/lexicon/words.txt")),
            ("synonyms.txt", include_str!("../../corpus/lexicon/synonyms.txt")),
            ("themes.toml", include_str!("../../corpus/lexicon/themes.toml")),
        ] {
            let all = rows(file, text);
            assert!(all.len() > 5, "{file}");
            let typed = all.into_iter().map(|it| (it.line, it.cells)).collect();
            assert_eq!(changed(file, text, &typed, &[]), text, "{file}");
        }
    }
}
