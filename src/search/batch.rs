//! Many queries at once: a list of queries in, a table of hits out.

mod list;

use serde::Serialize;

use super::answer::{Answer, SearchError, search};
use super::relax::missing_words;
use super::request::{Request, field_named, filter};
use crate::index::engine::EngineError;
use crate::library::Snapshot;
use crate::text::fold;

/// The most queries that one list may have.
pub const MAX_QUERIES: usize = 5_000;

/// Names of the column that holds the queries, folded.
const QUERY_COLUMNS: [&str; 8] =
    ["查询", "查询词", "检索词", "关键词", "检索", "query", "q", "keywords"];
/// The columns of the table of hits.
const COLUMNS: [&str; 14] = [
    "行",
    "查询",
    "名次",
    "标题",
    "类型",
    "地区",
    "机构",
    "日期",
    "来源",
    "段落",
    "摘录",
    "文档编号",
    "得分",
    "说明",
];
/// How a cell begins that a spreadsheet would take for a formula.
const FORMULA: [char; 10] =
    ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A list that is refused, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// No query in it.
    #[error("名单里没有查询；一行写一个查询，或写成有“查询”一列的 CSV")]
    Empty,
    /// Too many queries.
    #[error("名单有 {given} 个查询，一次最多 {most} 个；请分几次查")]
    TooMany {
        /// In the list.
        given: usize,
        /// Allowed.
        most: usize,
    },
    /// A quoted cell has no end.
    #[error("第 {0} 行：半角引号没有配对；补上另一半，或改用“ ”")]
    Unclosed(usize),
}

/// A query of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Counted from 1.
    pub line: usize,
    /// As written.
    pub text: String,
    /// What it asks for, or why it cannot be asked, in Chinese.
    pub request: Result<Request, String>,
}

/// A query of a list with what it found.
#[derive(Debug, Serialize)]
pub struct Outcome {
    /// Counted from 1.
    pub line: usize,
    /// As written.
    pub query: String,
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// Words of the query that no document holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Why nothing was asked, with the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Reads a list: a query a line, or CSV with a column `查询` (`query`) and, where wanted, columns
/// of conditions (`地区`, `类型`, `年份`, …); other columns are passed over. Without a head, the
/// cells of a row are one query. Each query asks for `limit` documents.
///
/// # Errors
/// [`BatchError`]. A query that cannot be asked is no reason to refuse the list.
pub fn read(text: &str, limit: usize, most: usize) -> Result<Vec<Listed>, BatchError> {
    let mut records = list::records(text).map_err(BatchError::Unclosed)?;
    let is_query = |cell: &String| QUERY_COLUMNS.contains(&fold(cell).text.as_str());
    let column = records.first().and_then(|(_, cells)| cells.iter().position(is_query));
    let head = if column.is_some() { records.remove(0).1 } else { Vec::new() };
    let most = most.min(MAX_QUERIES);
    if records.is_empty() {
        return Err(BatchError::Empty);
    }
    if records.len() > most {
        return Err(BatchError::TooMany { given: records.len(), most });
    }
    let listed = records.into_iter().map(|(line, cells)| {
        let text = match column {
            Some(column) => cells.get(column).cloned().unwrap_or_default(),
            None => cells.join(" "),
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let request =
            request(&text, &head, &cells, limit).map_err(|e| format!("第 {line} 行：{e}"));
        Listed { line, text, request }
    });
    Ok(listed.collect())
}

/// What a row asks for.
fn request(text: &str, head: &[String], cells: &[String], limit: usize) -> Result<Request, String> {
    let mut request = Request { text: text.to_owned(), limit, ..Request::default() };
    for (name, value) in head.iter().zip(cells).filter(|(_, value)| !value.trim().is_empty()) {
        if let Some(field) = field_named(&fold(name).text) {
            request.filters.push(filter(field, value).map_err(|error| error.to_string())?);
        }
    }
    if text.is_empty() && request.filters.is_empty() {
        return Err("没有查询词".to_owned());
    }
    request.checked().map_err(|error| error.to_string())
}

/// Asks every query of a list. `progress` is told after each.
///
/// # Errors
/// When the index cannot be read.
pub fn answers(
    snapshot: &Snapshot,
    listed: Vec<Listed>,
    progress: &dyn Fn(),
) -> Result<Vec<Outcome>, EngineError> {
    let mut outcomes = Vec::new();
    for Listed { line, text, request } in listed {
        let mut outcome = Outcome::new(line, text);
        match request.map(|request| search(snapshot, request)) {
            Ok(Ok(answer)) => {
                outcome.missing = missing_words(snapshot, &answer)?;
                outcome.answer = Some(answer);
            }
            Ok(Err(SearchError::Engine(error))) => return Err(error),
            Ok(Err(error)) => outcome.error = Some(format!("第 {line} 行：{error}")),
            Err(reason) => outcome.error = Some(reason),
        }
        outcomes.push(outcome);
        progress();
    }
    Ok(outcomes)
}

impl Outcome {
    fn new(line: usize, query: String) -> Self {
        Self { line, query, answer: None, missing: Vec::new(), error: None }
    }
}

/// The hits as CSV for spreadsheets: UTF-8 with a byte order mark, a row a hit; a query without
/// hits has one row that says so. No cell is taken for a formula.
#[must_use]
pub fn table(outcomes: &[Outcome]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let rows = outcomes.iter().flat_map(rows);
    for row in std::iter::once(COLUMNS.map(str::to_owned)).chain(rows) {
        let cells = row.map(|cell| safe(&cell));
        writer.write_record(&cells).expect("rows of equal length go into memory");
    }
    writer.into_inner().expect("memory takes all rows")
}

fn rows(outcome: &Outcome) -> Vec<[String; COLUMNS.len()]> {
    let about = || [outcome.line.to_string(), outcome.query.clone()];
    let none = |why: String| {
        let mut row = <[String; COLUMNS.len()]>::default();
        let [line, query] = about();
        (row[0], row[1], row[COLUMNS.len() - 1]) = (line, query, why);
        vec![row]
    };
    let Some(answer) = &outcome.answer else {
        return none(outcome.error.clone().unwrap_or_default());
    };
    if answer.hits.is_empty() {
        let meant = answer.query.corrected.as_ref().map(|it| format!("；要找的是不是：{it}"));
        return none(format!("库中未见{}", meant.unwrap_or_default()));
    }
    let mut remarks = answer.query.remarks.clone();
    if !outcome.missing.is_empty() {
        remarks.push(format!("库中未见：{}", outcome.missing.join("、")));
    }
    remarks.extend(answer.query.corrected.iter().map(|it| format!("要找的是不是：{it}")));
    let remarks = remarks.join("；");
    let rows = (1..).zip(&answer.hits).map(|(rank, hit): (usize, _)| {
        let card = &hit.document;
        let [line, query] = about();
        let organization = hit.passage.organization.clone().or_else(|| card.organization.clone());
        [
            line,
            query,
            rank.to_string(),
            card.title.clone(),
            card.kind.label().to_owned(),
            card.region.as_deref().unwrap_or_default().replace('/', ""),
            organization.unwrap_or_default(),
            card.published.map(|date| date.to_string()).unwrap_or_default(),
            card.source.clone().unwrap_or_default(),
            hit.passage.heading.clone(),
            hit.snippet.iter().map(|piece| piece.text.as_str()).collect(),
            hit.passage.id.clone(),
            format!("{:.2}", hit.score),
            remarks.clone(),
        ]
    });
    rows.collect()
}

/// A cell that a spreadsheet shows and does not work out.
fn safe(cell: &str) -> String {
    if cell.trim_start_matches(' ').starts_with(FORMULA) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::query::FacetField;

    #[test]
    fn conditions_have_columns_and_other_columns_are_passed_over() {
        let listed = read("序号,检索词,地区,年份\n1,四强,广东,2024\n2,党费,,\n", 5, 10).unwrap();
        let request = listed[0].request.as_ref().unwrap();
        assert_eq!((listed[0].line, request.text.as_str(), request.limit), (2, "四强", 5));
        let fields: Vec<FacetField> = request.filters.iter().map(|it| it.field).collect();
        assert_eq!(fields, [FacetField::Region, FacetField::Year]);
        assert!(listed[1].request.as_ref().unwrap().filters.is_empty());
        assert_eq!(read("珠海,审计", 5, 10).unwrap()[0].text, "珠海 审计");
    }

    #[test]
    fn a_query_that_cannot_be_asked_is_named_by_its_line() {
        let long = "长".repeat(3_000);
        let listed = read(&format!("查询,年份\n四强,去年\n{long},\n党费,2024"), 5, 10).unwrap();
        let reason = |at: usize| listed[at].request.clone().unwrap_err();
        assert!(reason(0).starts_with("第 2 行") && reason(0).contains("年份"), "{}", reason(0));
        assert!(reason(1).starts_with("第 3 行"), "{}", reason(1));
        assert!(listed[2].request.is_ok());
        assert_eq!(read("查询\n", 5, 10), Err(BatchError::Empty));
        let many = BatchError::TooMany { given: 3, most: 2 };
        assert_eq!(read("甲\n乙\n丙", 5, 2), Err(many));
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+86", "-试点", "@x", " =1", "\u{ff1d}1"] {
            assert!(safe(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(safe("四强"), "四强");
        let error = Some("第 2 行".to_owned());
        let outcome = Outcome { error, ..Outcome::new(2, "=cmd".to_owned()) };
        let table = String::from_utf8(table(&[outcome])).unwrap();
        assert!(table.starts_with("\u{feff}行,查询,"));
        assert!(table.contains("2,'=cmd,"), "{table}");
    }
}
