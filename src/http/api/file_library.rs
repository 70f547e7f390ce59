//! `POST /v1/file/list`, `GET /v1/file/content`, `/v1/file/read`, `/v1/file/detail`: the contract of
//! FastGPT's API file library (<https://doc.fastgpt.io/guide/dataset/third-party/api_dataset>). The
//! kinds of documents are its folders, the documents their files.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{json as answer_json, on_snapshot, site, text, whole};
use crate::document::{DocumentId, Kind};
use crate::http::access::Visitor;
use crate::http::error::{FILES, HttpError};
use crate::http::guard::BODY_BYTES;
use crate::http::pages::address::document_url;
use crate::http::state::Library;
use crate::index::entry::{DocumentCard, DocumentEntry};
use crate::index::query::{FacetField, Filter, Sort, Test};
use crate::library::Snapshot;
use crate::search::answer::find;
use crate::search::request::{MAX_LIMIT, MAX_OFFSET};
use crate::search::{Request, search};

/// What stands before a kind in the name of its folder; no document's name holds it.
const FOLDER: &str = "kind/";
/// How many documents are given to words.
const FOUND: usize = 100;

/// What is asked of the tree; other fields are passed over, as the contract grows.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Asked {
    parent_id: Option<String>,
    search_key: Option<String>,
}

/// A folder or a file, in the words of the contract.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    id: String,
    parent_id: Option<String>,
    name: String,
    r#type: &'static str,
    /// RFC 3339.
    update_time: String,
    create_time: String,
    has_child: bool,
}

/// The folders of the library, or the files of one of them.
#[utoipa::path(
    post, path = "/v1/file/list", tag = "其他系统", operation_id = "file_list",
    summary = "文件树（FastGPT）", description = "照 FastGPT 的 API 文件库约定列文件：各类文档是文件夹。接口地址填本服务的地址。",
    request_body(content = ref("#/components/schemas/FilesAsked"), content_type = "application/json", example = json!({ "parentId": "kind/report", "searchKey": "" })),
    responses((status = 200, description = "文件和文件夹", body = ref("#/components/schemas/FilesListed")),
        (status = "default", description = "出错", body = ref("#/components/schemas/FilesError")))
)]
pub(in crate::http) async fn list(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let listed = async {
        admitted(&library, &visitor, &headers)?;
        let malformed = |error: serde_json::Error| HttpError::Unacceptable(error.to_string());
        let asked: Asked =
            serde_json::from_str(text(&whole(body, BODY_BYTES)?)?).map_err(malformed)?;
        on_snapshot(&library, move |snapshot| Ok(json!(items(snapshot, &asked)?))).await
    };
    told(listed.await)
}

/// The text of a file.
#[utoipa::path(
    get, path = "/v1/file/content", tag = "其他系统", operation_id = "file_content",
    summary = "文件内容（FastGPT）", description = "一份文档的题目和全文（Markdown）。",
    params(("id" = String, Query, example = "anhui-shengzhi-2024", description = "文档编号")),
    responses((status = 200, description = "内容", body = ref("#/components/schemas/FileContent")),
        (status = "default", description = "出错", body = ref("#/components/schemas/FilesError")))
)]
pub(in crate::http) async fn content(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let write = |document: DocumentEntry, _: &str, _: &str| json!({ "title": document.front_matter.title, "content": document.body });
    one(library, visitor, headers, query, write).await
}

/// Where a person reads a file.
#[utoipa::path(
    get, path = "/v1/file/read", tag = "其他系统", operation_id = "file_read",
    summary = "文件网址（FastGPT）", description = "一份文档在本站的网址。",
    params(("id" = String, Query, example = "anhui-shengzhi-2024", description = "文档编号")),
    responses((status = 200, description = "网址", body = ref("#/components/schemas/FileRead")),
        (status = "default", description = "出错", body = ref("#/components/schemas/FilesError")))
)]
pub(in crate::http) async fn read(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let write = |document: DocumentEntry, site: &str, _: &str| json!({ "url": format!("{site}{}", document_url(document.id.as_str(), "", "")) });
    one(library, visitor, headers, query, write).await
}

/// A file as the tree lists it.
#[utoipa::path(
    get, path = "/v1/file/detail", tag = "其他系统", operation_id = "file_detail",
    summary = "文件要目（FastGPT）", description = "一份文档在文件树里的一项。",
    params(("id" = String, Query, example = "anhui-shengzhi-2024", description = "文档编号")),
    responses((status = 200, description = "要目", body = ref("#/components/schemas/FileDetail")),
        (status = "default", description = "出错", body = ref("#/components/schemas/FilesError")))
)]
pub(in crate::http) async fn detail(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let write = |document: DocumentEntry, _: &str, refreshed: &str| {
        json!(file(&DocumentCard::new(&document.id, &document.front_matter), refreshed))
    };
    one(library, visitor, headers, query, write).await
}

/// Answers with what `write` makes of the document that `?id=` names, the address of this site and
/// the time of the refresh.
async fn one(
    library: Arc<Library>,
    visitor: Visitor,
    headers: HeaderMap,
    query: Option<String>,
    write: impl FnOnce(DocumentEntry, &str, &str) -> Value + Send + 'static,
) -> Response {
    let given = async {
        admitted(&library, &visitor, &headers)?;
        let query = query.unwrap_or_default();
        let mut stated = form_urlencoded::parse(query.as_bytes());
        let id = stated.find(|(name, _)| name == "id").map(|(_, value)| value.into_owned());
        let id = id.ok_or_else(|| HttpError::Unacceptable("缺少参数 id".to_owned()))?;
        let site = site(&headers);
        on_snapshot(&library, move |snapshot| {
            let document = match DocumentId::parse(&id) {
                Some(id) => snapshot.engine.document(&id)?,
                None => None,
            };
            let document = document.ok_or(HttpError::NoDocument(id))?;
            Ok(write(document, &site, &snapshot.generation.refreshed))
        })
        .await
    };
    told(given.await)
}

/// Lets in who has signed in or shows the token of the settings.
fn admitted(library: &Library, visitor: &Visitor, headers: &HeaderMap) -> Result<(), HttpError> {
    if visitor.signed_in { Ok(()) } else { library.bearer.admit(headers) }
}

/// An answer in the envelope of the contract.
fn told(data: Result<Value, HttpError>) -> Response {
    match data {
        Ok(data) => answer_json(&json!({
            "code": 200, "success": true, "message": "", "data": data,
        })),
        Err(error) => error.answer(FILES),
    }
}

fn items(snapshot: &Snapshot, asked: &Asked) -> Result<Vec<Item>, HttpError> {
    let refreshed = &snapshot.generation.refreshed;
    let words = asked.search_key.as_deref().unwrap_or_default().trim();
    let parent = asked.parent_id.as_deref().map(str::trim).filter(|it| !it.is_empty());
    let kind = match parent {
        None => None,
        Some(parent) => {
            let kind = parent.strip_prefix(FOLDER).and_then(Kind::parse);
            Some(kind.ok_or_else(|| HttpError::NoDocument(parent.to_owned()))?)
        }
    };
    match (kind, words) {
        (None, "") => {
            let held = Kind::ALL.into_iter().map(|kind| Ok((kind, found(snapshot, kind, 1)?)));
            let held = held.collect::<Result<Vec<_>, HttpError>>()?.into_iter();
            let held = held.filter(|(_, cards)| !cards.is_empty());
            Ok(held.map(|(kind, _)| folder(kind, refreshed)).collect())
        }
        (Some(kind), "") => {
            let cards = found(snapshot, kind, MAX_OFFSET)?;
            Ok(cards.iter().map(|card| file(card, refreshed)).collect())
        }
        (kind, words) => {
            let filters = kind.map(of_kind).into_iter().collect();
            let text = words.to_owned();
            let request = Request { text, filters, limit: FOUND, ..Request::default() };
            let answer = search(snapshot, request)?;
            Ok(answer.hits.iter().map(|hit| file(&hit.document, refreshed)).collect())
        }
    }
}

/// The documents of a kind, newest first, up to `most`.
fn found(snapshot: &Snapshot, kind: Kind, most: usize) -> Result<Vec<DocumentCard>, HttpError> {
    let mut cards = Vec::new();
    let limit = most.min(MAX_LIMIT);
    for offset in (0..most).step_by(limit) {
        let filters = vec![of_kind(kind)];
        let sort = Sort::Newest;
        let request = Request { filters, sort, offset, limit, ..Request::default() };
        let found = find(snapshot, &request)?;
        let last = found.hits.len() < limit;
        cards.extend(found.hits.into_iter().map(|hit| hit.passage.document));
        if last {
            break;
        }
    }
    Ok(cards)
}

fn of_kind(kind: Kind) -> Filter {
    Filter { field: FacetField::Kind, test: Test::Is(kind.name().to_owned()) }
}

fn folder(kind: Kind, refreshed: &str) -> Item {
    Item {
        id: format!("{FOLDER}{}", kind.name()),
        parent_id: None,
        name: kind.label().to_owned(),
        r#type: "folder",
        update_time: refreshed.to_owned(),
        create_time: refreshed.to_owned(),
        has_child: true,
    }
}

/// A document as a file. When it came in is not known; its time is that of its publication, else of
/// the refresh.
fn file(card: &DocumentCard, refreshed: &str) -> Item {
    let published = card.published.filter(|it| it.day.is_some());
    let time =
        published.map_or_else(|| refreshed.to_owned(), |day| format!("{day}T00:00:00+08:00"));
    Item {
        id: card.id.to_string(),
        parent_id: Some(format!("{FOLDER}{}", card.kind.name())),
        name: format!("{}.md", card.title),
        r#type: "file",
        update_time: time.clone(),
        create_time: time,
        has_child: false,
    }
}
