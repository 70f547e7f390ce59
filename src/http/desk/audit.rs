//! `/audit` and `/audit.csv`: what was done, by whom and when.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::at;
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::pages::frame::{Frame, minute};
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::state::audit::Filter;
use crate::state::{Act, Entry};

/// In place of a document that the visitor may not read.
const UNSEEN: &str = "（无权查看的文档）";
/// Entries on the page; the table to save has all.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "desk/audit.html")]
struct AuditPage {
    frame: Frame,
    filter: Filter,
    acts: Vec<(&'static str, &'static str)>,
    entries: Vec<Entry>,
    most: usize,
    /// The same filter, for the table.
    query: String,
}

impl AuditPage {
    fn minute(&self, time: &str) -> String {
        minute(time)
    }
}

fn filter(query: Option<&str>) -> Filter {
    let mut filter = Filter::default();
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let value = value.trim().to_owned();
        match name.as_ref() {
            "person" => filter.person = value,
            "act" => filter.act = value,
            "target" => filter.target = value,
            "from" => filter.from = value,
            "to" => filter.to = value,
            _ => {}
        }
    }
    filter
}

/// The last things that were done and that `filter` lets through. That something was done to a
/// document which the visitor may not read is said, and neither what nor to which.
async fn seen(
    library: &Arc<Library>,
    visitor: &Visitor,
    filter: Filter,
    limit: usize,
) -> Result<Vec<Entry>, HttpError> {
    let hand = visitor.hand();
    let by_target = !filter.target.is_empty();
    let (entries, binned) = at(library, move |desk| {
        Ok((desk.state.filtered(&filter, limit)?, desk.binned_out_of_sight(&hand)))
    })
    .await?;
    let reach = visitor.reach.clone();
    on_snapshot(library, move |snapshot| {
        let is_hidden = |it: &Entry| {
            let hidden = &snapshot.hidden.documents;
            !reach.sees(&it.access) || hidden.contains(&it.target) || binned.contains(&it.target)
        };
        let shown = entries.into_iter().filter_map(|entry| match is_hidden(&entry) {
            false => Some(entry),
            true if by_target => None,
            true => Some(Entry { target: UNSEEN.to_owned(), detail: String::new(), ..entry }),
        });
        Ok(shown.collect())
    })
    .await
}

/// The last things that were done.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
    visitor: Visitor,
) -> Response {
    let page = async {
        let filter = filter(query.as_deref());
        let entries = seen(&library, &visitor, filter.clone(), SHOWN).await?;
        on_snapshot(&library, move |snapshot| {
            rendered(&AuditPage {
                frame: Frame::new(snapshot, ""),
                filter,
                acts: Act::names(),
                entries,
                most: SHOWN,
                query: query.unwrap_or_default(),
            })
        })
        .await
    };
    answered("/audit", page.await)
}

/// All that was done, as a table to save.
pub(in crate::http) async fn table(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
    visitor: Visitor,
) -> Response {
    let table = async {
        let filter = filter(query.as_deref());
        let entries = seen(&library, &visitor, filter, usize::MAX).await?;
        let table = written(&entries).map_err(|error| HttpError::Internal(error.to_string()))?;
        let name = "attachment; filename=\"audit.csv\"";
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
            (header::CONTENT_DISPOSITION, name),
        ];
        Ok((headers, table).into_response())
    };
    answered("/audit.csv", table.await)
}

/// A table that office programs read in Chinese; a cell never begins a formula.
fn written(entries: &[Entry]) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    table.write_record(["时间（北京）", "谁", "做了什么", "对象", "说明"])?;
    let plain = |text: &str| match text.starts_with(['=', '+', '-', '@']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    for it in entries {
        let cells = [&minute(&it.at), &it.person, &it.act, &it.target, &it.detail];
        table.write_record(cells.map(|cell| plain(cell)))?;
    }
    table.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_begins_a_formula() {
        let entry = Entry {
            at: "2026-11-30T01:02:03Z".to_owned(),
            person: "=cmd|'/c calc'!A1".to_owned(),
            act: "修改".to_owned(),
            target: "甲,乙".to_owned(),
            detail: String::new(),
            access: crate::document::Access::Public,
        };
        let table = String::from_utf8(written(&[entry]).unwrap()).unwrap();
        assert!(table.contains("2026-11-30 09:02,'=cmd|'/c calc'!A1,修改,\"甲,乙\",\n"), "{table}");
    }
}
