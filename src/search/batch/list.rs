//! Reading a list of queries: CSV, tabs from a spreadsheet, or a query a line, as people have it.

/// A row of a list, with the line that it begins on, counted from 1.
pub(super) type Record = (usize, Vec<String>);

/// Splits `text` into rows of cells. Cells are parted by commas, or by tabs where the first row has
/// one. A cell inside `"…"` may hold anything, a doubled `""` for the mark itself; a `"` that does
/// not enclose a whole cell is a character like others. A comma inside `“…”` or `「…」` parts
/// nothing. Rows without content are left out.
///
/// # Errors
/// The line on which a quoted cell begins that has no end.
pub(super) fn records(text: &str) -> Result<Vec<Record>, usize> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = if first.contains('\t') { '\t' } else { ',' };
    let mut reader = Reader { rest: text, line: 1, delimiter };
    let mut records = Vec::new();
    while !reader.rest.is_empty() {
        let line = reader.line;
        let cells = reader.record()?;
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            records.push((line, cells));
        }
    }
    Ok(records)
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    delimiter: char,
}

impl Reader<'_> {
    fn record(&mut self) -> Result<Vec<String>, usize> {
        let mut cells = Vec::new();
        loop {
            cells.push(match self.quoted()? {
                Some(cell) => cell,
                None => self.bare(),
            });
            let mut after = self.rest.chars();
            match after.next() {
                Some(c) if c == self.delimiter => self.rest = after.as_str(),
                _ => break,
            }
        }
        let ends = ["\r\n", "\n", "\r"];
        if let Some(rest) = ends.iter().find_map(|end| self.rest.strip_prefix(end)) {
            self.rest = rest;
            self.line += 1;
        }
        Ok(cells)
    }

    /// A cell that is enclosed in `"…"`; none where the mark closes inside the cell.
    fn quoted(&mut self) -> Result<Option<String>, usize> {
        let Some(body) = self.rest.strip_prefix('"') else { return Ok(None) };
        let mut cell = String::new();
        let mut at = 0;
        while let Some(close) = body[at..].find('"') {
            cell.push_str(&body[at..at + close]);
            at += close + 1;
            if body[at..].starts_with('"') {
                cell.push('"');
                at += 1;
                continue;
            }
            let ends = |c: char| c == self.delimiter || c == '\r' || c == '\n';
            if body[at..].chars().next().is_some_and(|c| !ends(c)) {
                return Ok(None);
            }
            self.line += cell.matches('\n').count();
            self.rest = &body[at..];
            return Ok(Some(cell));
        }
        // A mark that only opens, and no other after it, is a slip that would swallow the list.
        Err(self.line)
    }

    fn bare(&mut self) -> String {
        let mut close = None;
        let end = self.rest.char_indices().find(|&(_, c)| match (c, close) {
            ('\n' | '\r', _) => true,
            (c, Some(mark)) => {
                close = Some(mark).filter(|mark| *mark != c);
                false
            }
            (c, None) => {
                close = match c {
                    '“' => Some('”'),
                    '「' => Some('」'),
                    '『' => Some('』'),
                    _ => None,
                };
                c == self.delimiter
            }
        });
        let (cell, rest) = self.rest.split_at(end.map_or(self.rest.len(), |(at, _)| at));
        self.rest = rest;
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[(usize, &[&str])]) {
        let records = records(text).unwrap();
        let records: Vec<(usize, Vec<&str>)> = records
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect()))
            .collect();
        let expected: Vec<(usize, Vec<&str>)> =
            expected.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
        assert_eq!(records, expected, "{text:?}");
    }

    #[test]
    fn lists_are_read_as_people_have_them() {
        check(
            "\u{feff}查询,地区\r\n四强,广东\r\n",
            &[(1, &["查询", "地区"]), (2, &["四强", "广东"])],
        );
        check("四强\n\n  \n党费", &[(1, &["四强"]), (4, &["党费"])]);
        check("“四强,党支部”,广东", &[(1, &["“四强,党支部”", "广东"])]);
        check("\"甲,乙\"\"丙\"\"\"\n丁", &[(1, &["甲,乙\"丙\""]), (2, &["丁"])]);
        check("\"四强\" 党支部\n丁", &[(1, &["\"四强\" 党支部"]), (2, &["丁"])]);
        check("\"甲\n乙\"\n丙", &[(1, &["甲\n乙"]), (3, &["丙"])]);
        check("查询\t地区\n甲,乙\t广东", &[(1, &["查询", "地区"]), (2, &["甲,乙", "广东"])]);
        check("“没有配对,的引号\n下一行", &[(1, &["“没有配对,的引号"]), (2, &["下一行"])]);
        check("", &[]);
    }

    #[test]
    fn a_quoted_cell_without_an_end_is_named_by_its_line() {
        assert_eq!(records("甲\n乙\n\"丙\n丁"), Err(3));
    }

    proptest! {
        #[test]
        fn nothing_panics_and_lines_rise(text in "[甲乙,\"“”\t\r\n ]{0,40}") {
            if let Ok(records) = records(&text) {
                prop_assert!(records.windows(2).all(|two| two[0].0 < two[1].0));
            }
        }
    }
}
