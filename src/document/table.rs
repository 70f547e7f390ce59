//! Tables that leave the house as CSV: readable by spreadsheets, and harmless in them.

/// `head` and `rows` as CSV (RFC 4180) with a byte order mark, by which Excel reads it as UTF-8.
/// Every cell goes through [`harmless`].
#[must_use]
pub fn csv<'a>(head: &[&str], rows: impl IntoIterator<Item = &'a [String]>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let written = writer.write_record(head).and_then(|()| {
        rows.into_iter().try_for_each(|row| {
            writer.write_record(row.iter().map(|cell| harmless(cell).into_owned()))
        })
    });
    written.expect("writing to memory does not fail");
    writer.into_inner().expect("writing to memory does not fail")
}

/// The cell with an apostrophe before it where a spreadsheet would take it for a formula: where it
/// begins with `=`, `+`, `-`, `@`, their full-width forms, a tab or a line break. A plain number
/// stays as it is.
///
/// The list of first characters is OWASP's for CSV injection.
#[must_use]
pub fn harmless(cell: &str) -> std::borrow::Cow<'_, str> {
    let risky = cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']);
    let number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    if risky && !number { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("-办结率", "'-办结率"),
            ("＝1", "'＝1"),
            ("-3.5", "-3.5"),
            ("四强党支部", "四强党支部"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_table_is_quoted_and_marked_as_utf_8() {
        let rows = [vec!["甲,\"乙\"".to_owned(), "两\n行".to_owned()], vec!["=1".to_owned()]];
        let written = csv(&["名称", "原文"], rows.iter().map(Vec::as_slice));
        let text = String::from_utf8(written).unwrap();
        assert_eq!(text, "\u{feff}名称,原文\r\n\"甲,\"\"乙\"\"\",\"两\n行\"\r\n'=1\r\n");
    }
}
