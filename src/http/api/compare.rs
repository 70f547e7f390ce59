//! `GET /api/compare`, the same as a file by its suffix, and `GET /api/coverage`.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{DOCX, FileForm, XLSX, json, on_snapshot, site};
use crate::compare::chart::{chart, heat};
use crate::compare::export::{Format, write};
use crate::compare::{Question, compare, coverage as covered};
use crate::http::comparison::ComparisonQuery;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;

const SVG: &str = "image/svg+xml; charset=utf-8";

/// The matrix.
#[utoipa::path(
    get, path = "/compare", tag = "比较", operation_id = "compare",
    summary = "按主题比较各地", description = "各地的做法、指标、文件、品牌、荣誉，各带出处；没有的就是库中未见。",
    params(
        ("topic" = String, Query, min_length = 1, example = "减负", description = "主题：主题名、名称或几个词"),
        ("region" = Option<String>, Query, example = "黑龙江省", description = "地区，可写几次，或用逗号隔开；不写则取切题最多的几地"),
        ("within" = Option<String>, Query, description = "只比较这一地的下辖各地"),
        ("years" = Option<String>, Query, description = "年份 2024，或范围 2020..2024")
    ),
    responses((status = 200, description = "矩阵", body = ref("#/components/schemas/Matrix")))
)]
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let matrix = on_snapshot(&library, move |snapshot| {
        let (_, question) = asked(query)?;
        Ok(compare(snapshot, &question)?)
    });
    answered("/api/compare", matrix.await.map(|matrix| json(&matrix)))
}

/// A chart of it.
#[utoipa::path(
    get, path = "/compare.svg", tag = "比较", operation_id = "compare_svg",
    summary = "比较的图", description = "比较的条形图、时间线，SVG。",
    params(
        ("topic" = String, Query, min_length = 1, example = "减负", description = "主题：主题名、名称或几个词"),
        ("region" = Option<String>, Query, example = "黑龙江省", description = "地区，可写几次，或用逗号隔开；不写则取切题最多的几地"),
        ("within" = Option<String>, Query, description = "只比较这一地的下辖各地"),
        ("years" = Option<String>, Query, description = "年份 2024，或范围 2020..2024"),
        ("chart" = Option<String>, Query, pattern = "^(bars|timeline)$", example = "timeline", description = "条形图或时间线"),
        ("indicator" = Option<String>, Query, description = "条形图画哪个指标")
    ),
    responses((status = 200, description = "图", body = String, content_type = "image/svg+xml; charset=utf-8"))
)]
pub(in crate::http) async fn svg(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let drawn = on_snapshot(&library, move |snapshot| {
        let (query, question) = asked(query)?;
        let matrix = compare(snapshot, &question)?;
        Ok(chart(&matrix, &query.chart, &query.indicator)?.svg())
    });
    answered(
        "/api/compare.svg",
        drawn.await.map(|svg| ([(CONTENT_TYPE, SVG)], svg).into_response()),
    )
}

/// The matrix as a file, in each form.
pub(in crate::http) fn forms() -> Vec<FileForm> {
    let form = |format: Format| {
        let answer = move |library: State<Arc<Library>>, query: RawQuery, headers: HeaderMap| {
            file(library, query, headers, format)
        };
        let path = format!("/compare.{}", format.suffix());
        FileForm { path, media: kind(format), handler: get(answer) }
    };
    Format::ALL.into_iter().map(form).collect()
}

/// What the corpus holds, by theme, kind and year.
#[utoipa::path(
    get, path = "/coverage", tag = "比较", operation_id = "coverage",
    summary = "库中收了什么", description = "各地按主题、类型、年份收有多少。",
    params(
        ("region" = Option<String>, Query, example = "黑龙江省", description = "地区，可写几次，或用逗号隔开；不写则取切题最多的几地"),
        ("within" = Option<String>, Query, description = "只比较这一地的下辖各地"),
        ("years" = Option<String>, Query, description = "年份 2024，或范围 2020..2024")
    ),
    responses((status = 200, description = "收录", body = ref("#/components/schemas/Coverage")))
)]
pub(in crate::http) async fn coverage(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let held = on_snapshot(&library, move |snapshot| {
        let query = ComparisonQuery::parse(&query.unwrap_or_default()).strict()?;
        Ok(covered(snapshot, &query.question()?)?)
    });
    answered("/api/coverage", held.await.map(|held| json(&held)))
}

/// The same as a heat map.
#[utoipa::path(
    get, path = "/coverage.svg", tag = "比较", operation_id = "coverage_svg",
    summary = "收录的热力图", description = "各地各主题收有多少，SVG。",
    params(
        ("region" = Option<String>, Query, example = "黑龙江省", description = "地区，可写几次，或用逗号隔开；不写则取切题最多的几地"),
        ("within" = Option<String>, Query, description = "只比较这一地的下辖各地"),
        ("years" = Option<String>, Query, description = "年份 2024，或范围 2020..2024")
    ),
    responses((status = 200, description = "图", body = String, content_type = "image/svg+xml; charset=utf-8"))
)]
pub(in crate::http) async fn coverage_svg(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let drawn = on_snapshot(&library, move |snapshot| {
        let query = ComparisonQuery::parse(&query.unwrap_or_default()).strict()?;
        Ok(heat(&covered(snapshot, &query.question()?)?).svg())
    });
    answered(
        "/api/coverage.svg",
        drawn.await.map(|svg| ([(CONTENT_TYPE, SVG)], svg).into_response()),
    )
}

fn asked(query: Option<String>) -> Result<(ComparisonQuery, Question), HttpError> {
    let query = ComparisonQuery::parse(&query.unwrap_or_default()).strict()?;
    let question = query.question()?.with_topic()?;
    Ok((query, question))
}

async fn file(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    format: Format,
) -> Response {
    let site = site(&headers);
    let written = on_snapshot(&library, move |snapshot| {
        let (_, question) = asked(query)?;
        let matrix = compare(snapshot, &question)?;
        Ok(write(&matrix, &*snapshot.engine, format, &site)?)
    });
    let answer = written.await.map(|bytes| {
        let name = format!("attachment; filename=\"compare.{}\"", format.suffix());
        ([(CONTENT_TYPE, kind(format).to_owned()), (CONTENT_DISPOSITION, name)], bytes)
            .into_response()
    });
    answered("/api/compare", answer)
}

fn kind(format: Format) -> &'static str {
    match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::Xlsx => XLSX,
        Format::Docx => DOCX,
        Format::Markdown => "text/markdown; charset=utf-8",
    }
}
