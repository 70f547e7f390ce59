//! Questions and which documents answer them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::document::markdown_file::MarkdownFile;
use crate::document::{DocumentId, FrontMatter, Kind};

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Question {
    /// Its name in the judgments.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// Filters beside the text, by field name.
    #[serde(default)]
    pub filters: BTreeMap<String, String>,
}

/// Questions with their judged documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgments {
    /// In file order.
    pub questions: Vec<Question>,
    /// For each question, documents with their grade; 0 and less is not relevant.
    pub grades: BTreeMap<String, BTreeMap<String, u32>>,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} 第 {line} 行：{reason}")]
pub struct JudgmentsError {
    /// `queries.jsonl`, `qrels.tsv` or the documents.
    pub file: &'static str,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

#[derive(Deserialize)]
struct JudgedDocument {
    id: String,
    #[serde(default)]
    title: String,
    text: String,
}

impl Judgments {
    /// Reads `queries` (one JSON object a line: `id`, `text`, `filters`) and `qrels` (question,
    /// document, grade a line, set apart by tabs). Questions without a relevant document are left
    /// out.
    ///
    /// # Errors
    /// [`JudgmentsError`] names the line.
    pub fn parse(queries: &str, qrels: &str) -> Result<Self, JudgmentsError> {
        let mut judgments = Self::default();
        for (index, row) in qrels.lines().enumerate() {
            let fault = || JudgmentsError {
                file: "qrels.tsv",
                line: index + 1,
                reason: "应为 问题<TAB>文档<TAB>等级".to_owned(),
            };
            let cells: Vec<&str> = row.split('\t').collect();
            let [question, document, grade] = cells[..] else {
                if row.trim().is_empty() {
                    continue;
                }
                return Err(fault());
            };
            let grade: i64 = grade.trim().parse().map_err(|_| fault())?;
            if let Ok(grade @ 1..) = u32::try_from(grade) {
                let grades = judgments.grades.entry(question.to_owned()).or_default();
                grades.insert(document.to_owned(), grade);
            }
        }
        for (index, line) in queries.lines().enumerate().filter(|(_, it)| !it.trim().is_empty()) {
            let question: Question = serde_json::from_str(line).map_err(|error| {
                JudgmentsError { file: "queries.jsonl", line: index + 1, reason: error.to_string() }
            })?;
            if judgments.grades.contains_key(&question.id) {
                judgments.questions.push(question);
            }
        }
        Ok(judgments)
    }
}

/// The documents of a test collection, one JSON object a line: `id`, `title`, `text`.
///
/// # Errors
/// [`JudgmentsError`] names the line; also where an id cannot be a document's name.
pub fn documents(lines: &str) -> Result<Vec<(DocumentId, MarkdownFile)>, JudgmentsError> {
    let mut documents = Vec::new();
    for (index, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let fault = |reason: String| JudgmentsError { file: "docs.jsonl", line: index + 1, reason };
        let read: JudgedDocument =
            serde_json::from_str(line).map_err(|error| fault(error.to_string()))?;
        let id = DocumentId::parse(&read.id)
            .ok_or_else(|| fault(format!("“{}”不能作文档编号", read.id)))?;
        let title = if read.title.trim().is_empty() { &read.id } else { &read.title };
        let front_matter = FrontMatter::new(title, Kind::Policy);
        documents.push((id, MarkdownFile { front_matter, body: read.text }));
    }
    Ok(documents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_without_a_judged_document_are_left_out() {
        let queries =
            "{\"id\":\"1\",\"text\":\"甲\"}\n\n{\"id\":\"2\",\"text\":\"乙\",\"split\":\"dev\"}\n";
        let judgments = Judgments::parse(queries, "1\td1\t2\n1\td2\t0\n").unwrap();
        assert_eq!(judgments.questions.len(), 1);
        assert_eq!(judgments.grades["1"].len(), 1);
        assert_eq!(Judgments::parse("{", "").unwrap_err().line, 1);
        assert_eq!(Judgments::parse("", "1\td1\n").unwrap_err().file, "qrels.tsv");
    }
}
