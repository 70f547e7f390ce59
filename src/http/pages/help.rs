//! `/help`: the forms of a query, each with an example that runs, what each page is for, keys.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::{Frame, grouped};
use super::rendered;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::index::query::FacetField;
use crate::library::Snapshot;
use crate::search::answer::Answer;
use crate::search::{Request, search};

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    frame: Frame,
    forms: Vec<Form>,
}

/// A form of a query.
struct Form {
    name: &'static str,
    meaning: &'static str,
    example: String,
    url: String,
    /// Documents that the example finds in this library.
    found: String,
}

/// Forms whose example is made of a value that the library holds: the field, the form's name, how
/// the condition is written, what it means.
const OF_FIELDS: [(FacetField, &str, &str, &str); 6] = [
    (FacetField::Region, "地区", "地区：", "只看一地；写县、市、省都行，省也包括它下面各地"),
    (FacetField::Organization, "机构", "机构：", "只看一个机构的文件"),
    (FacetField::Kind, "类型", "类型：", "报告、案例、指引或政策"),
    (FacetField::Year, "年份", "年份：", "一年，或 2020..2024 这样的一段"),
    (FacetField::Theme, "主题", "主题：", "只看一个主题"),
    (FacetField::Source, "来源", "来源：", "只看一家报刊或网站登过的"),
];

/// The forms that stand for themselves: name, example, meaning.
const PLAIN: [(&str, &str, &str); 5] = [
    ("词语", "珠海 审计 党建品牌", "词语之间用空格隔开，都合的排在前面；地名、年份会自动认出"),
    ("原话", "“党建引领”", "引号里的文字一字不差地找；一至八个字的片段也能找全"),
    ("文件", "《中国共产党章程》", "书名号里写文件名，找提到它的段落"),
    ("除去", "党建 -品牌", "词语前加减号，不要含有它的段落"),
    ("问句", "机关党组织多久换届一次", "可以照平常的话问"),
];

/// What helps to ask.
pub(in crate::http) async fn page(State(library): State<Arc<Library>>) -> Response {
    let page = on_snapshot(&library, |snapshot| {
        rendered(&HelpPage { frame: Frame::new(snapshot, "help"), forms: forms(snapshot)? })
    });
    answered("/help", page.await)
}

fn forms(snapshot: &Snapshot) -> Result<Vec<Form>, HttpError> {
    let all = search(snapshot, Request { limit: 1, ..Request::default() })?;
    let plain = PLAIN.map(|(name, example, meaning)| (name, example.to_owned(), meaning));
    let of_fields = OF_FIELDS.into_iter().filter_map(|(field, name, written, meaning)| {
        Some((name, format!("{written}{}", most_frequent(&all, field)?), meaning))
    });
    plain.into_iter().chain(of_fields).map(|form| shown(snapshot, form)).collect()
}

fn shown(
    snapshot: &Snapshot,
    (name, example, meaning): (&'static str, String, &'static str),
) -> Result<Form, HttpError> {
    let request = Request { text: example.clone(), limit: 1, ..Request::default() };
    let found = grouped(search(snapshot, request)?.total);
    let url = SearchQuery::default().asking(&example).url();
    Ok(Form { name, meaning, example, url, found })
}

/// The value of a field that most documents have, as one types it.
fn most_frequent(all: &Answer, field: FacetField) -> Option<String> {
    let values = all.facets.get(field.name())?;
    let value = values.iter().max_by_key(|value| value.count)?.value.clone();
    Some(match field {
        FacetField::Kind => super::frame::kind_label(&value),
        FacetField::Region => value.rsplit('/').next().unwrap_or(&value).to_owned(),
        _ => value,
    })
}
