//! `GET /api/entities/{type}/{name}`.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{json, on_snapshot};
use crate::http::error::answered;
use crate::http::pages::entity::named_entity;
use crate::http::state::Library;

/// All that the library says of one name.
#[utoipa::path(
    get, path = "/entities/{type}/{name}", tag = "知识", operation_id = "entity",
    summary = "一个名称", description = "库中关于一个品牌、文件、说法、机构、地区、主题、指标或荣誉的全部。",
    params(
        ("type" = String, Path, pattern = "^(instrument|brand|honour|indicator|shorthand|organization|region|theme)$", example = "shorthand", description = "类型"),
        ("name" = String, Path, example = "三会一课", description = "名称")
    ),
    responses((status = 200, description = "这个名称", body = ref("#/components/schemas/Entity")))
)]
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Response {
    let entity = on_snapshot(&library, move |snapshot| named_entity(snapshot, path));
    answered("/api/entities/", entity.await.map(|entity| json(&entity)))
}
