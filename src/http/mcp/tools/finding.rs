//! `search` and `list`.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::arguments::{loose, read};
use crate::http::error::HttpError;
use crate::index::entry::DocumentCard;
use crate::index::query::{FacetField, Filter, Sort};
use crate::library::Snapshot;
use crate::search::request::filter;
use crate::search::{Request, RequestError, search as answer};

/// How many documents are given where the call does not say, and at most.
const USUAL: usize = 5;
const LISTED: usize = 20;
const MOST: usize = 50;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Asked {
    query: String,
    kind: String,
    region: String,
    organization: String,
    theme: String,
    #[serde(deserialize_with = "loose")]
    year: String,
    limit: Option<usize>,
    offset: usize,
}

impl Asked {
    fn filters(&self) -> Result<Vec<Filter>, RequestError> {
        let stated = [
            (FacetField::Kind, &self.kind),
            (FacetField::Region, &self.region),
            (FacetField::Organization, &self.organization),
            (FacetField::Theme, &self.theme),
            (FacetField::Year, &self.year),
        ];
        let stated = stated.into_iter().filter(|(_, value)| !value.trim().is_empty());
        stated.map(|(field, value)| filter(field, value)).collect()
    }

    fn limit(&self, usual: usize) -> usize {
        self.limit.unwrap_or(usual).clamp(1, MOST)
    }
}

/// Documents with a part of their best passage.
pub(super) fn search(snapshot: &Snapshot, arguments: Value) -> Result<Value, HttpError> {
    let asked: Asked = read(arguments)?;
    if asked.query.trim().is_empty() {
        return Err(HttpError::Unacceptable("query 不能为空；列文档请用 list".to_owned()));
    }
    let found = answer(
        snapshot,
        Request {
            text: asked.query.clone(),
            filters: asked.filters()?,
            limit: asked.limit(USUAL),
            offset: asked.offset,
            ..Request::default()
        },
    )?;
    let hits = found.hits.iter().map(|hit| {
        let mut told = card(&hit.document);
        told.insert("id".to_owned(), json!(hit.passage.id));
        told.insert("heading".to_owned(), json!(hit.passage.heading));
        let text: String = hit.snippet.iter().map(|piece| piece.text.as_str()).collect();
        told.insert("text".to_owned(), json!(text));
        told
    });
    let mut result = json!({ "total": found.total, "hits": hits.collect::<Vec<_>>() });
    if found.total == 0 {
        result["note"] = json!("库中未见，不等于没有；可减少词语或放宽条件再试");
    }
    if let Some(corrected) = &found.query.corrected {
        result["did_you_mean"] = json!(corrected);
    }
    if !found.query.remarks.is_empty() {
        result["remarks"] = json!(found.query.remarks);
    }
    Ok(result)
}

/// Documents under conditions, newest first.
pub(super) fn list(snapshot: &Snapshot, arguments: Value) -> Result<Value, HttpError> {
    let asked: Asked = read(arguments)?;
    if !asked.query.trim().is_empty() {
        return Err(HttpError::Unacceptable("list 只按条件列文档；有词语请用 search".to_owned()));
    }
    let found = answer(
        snapshot,
        Request {
            filters: asked.filters()?,
            sort: Sort::Newest,
            limit: asked.limit(LISTED),
            offset: asked.offset,
            ..Request::default()
        },
    )?;
    let documents: Vec<_> = found.hits.iter().map(|hit| card(&hit.document)).collect();
    Ok(json!({ "total": found.total, "documents": documents }))
}

/// What is said of a document; what is not stated is left out.
fn card(card: &DocumentCard) -> Map<String, Value> {
    let stated = [
        ("id", Some(card.id.to_string())),
        ("title", Some(card.title.clone())),
        ("kind", Some(card.kind.name().to_owned())),
        ("region", card.region.clone()),
        ("organization", card.organization.clone()),
        ("published", card.published.map(|it| it.to_string())),
    ];
    stated.into_iter().filter_map(|(n, value)| Some((n.to_owned(), json!(value?)))).collect()
}
