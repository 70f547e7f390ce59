//! `GET /api/search`.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::{json, on_snapshot};
use crate::http::error::answered;
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::search::search;

/// Answers a search.
#[utoipa::path(
    get, path = "/search", tag = "检索", operation_id = "search",
    summary = "检索", description = "每份符合的文档一条，带最好的一段；计数一并给出。",
    params(
        ("q" = Option<String>, Query, max_length = 2000, example = "四强党支部",
            description = "查询：词语用空格隔开，“引号”里一字不差，《书名号》里是文件名，减号排除；空着则列出全部，新的在前"),
        ("kind" = Option<String>, Query, pattern = "^(report|case|guide|policy)$", example = "report",
            description = "类型；这一项和下面几项筛选都可以写几次，同一项之间是“或”"),
        ("region" = Option<String>, Query, description = "地区，省市县都可，如 广东、江门市；几地可用顿号隔开"),
        ("organization" = Option<String>, Query, description = "机构名称的一部分"),
        ("theme" = Option<String>, Query, description = "主题名称的一部分"),
        ("year" = Option<String>, Query, description = "年份 2024，或范围 2020..2024"),
        ("source" = Option<String>, Query, description = "来源名称的一部分"),
        ("all" = Option<String>, Query, description = "必须含有的各词，空格隔开"),
        ("phrase" = Option<String>, Query, description = "必须一字不差含有的话"),
        ("none" = Option<String>, Query, description = "不能含有的词"),
        ("sort" = Option<String>, Query, pattern = "^(relevance|newest)$", description = "排序：相关或最新"),
        ("by" = Option<String>, Query, pattern = "^(words|meaning)$", description = "依据：只按字词，或也按意思（有模型时）"),
        ("ignore" = Option<String>, Query, description = "不要认作地区、年份的词，可写几次"),
        ("offset" = Option<usize>, Query, minimum = 0, maximum = 10000, description = "跳过几份"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, example = 5, description = "给几份，默认 10"),
        ("explain" = Option<String>, Query, pattern = "^[01]$", description = "1：说明每份为何列出")
    ),
    responses((status = 200, description = "检索的结果", body = ref("#/components/schemas/Answer")))
)]
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let answer = on_snapshot(&library, move |snapshot| {
        let query = SearchQuery::parse(&query.unwrap_or_default()).strict()?;
        let answer = search(snapshot, query.request()?)?;
        Ok((answer, query.is_first_asking()))
    });
    let answer = answer.await.map(|(answer, first)| {
        if first {
            let asked = &answer.query;
            library.record(&asked.text, answer.total, asked.corrected.as_deref());
        }
        json(&answer)
    });
    answered("/api/search", answer)
}
