//! All calls of the API in one table: where each is asked, who answers, and what it says of itself.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use utoipa::openapi::path::Paths;
use utoipa_axum::router::UtoipaMethodRouter;
use utoipa_axum::routes;

use super::state::Library;
use super::versions::{FIRST, TODAY};
use super::{api, draft, guard, openapi};

/// A call with what it says of itself.
type Call = UtoipaMethodRouter<Arc<Library>>;

/// The description of all calls.
pub(super) static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    let mut paths = Paths::new();
    for (path, (_, described, _)) in placed() {
        paths.paths.extend(described.paths.into_values().map(|item| (path.clone(), item)));
    }
    openapi::document(&paths)
});

/// The routes of all calls; those of the API at their versioned paths and at today's.
pub(super) fn routes() -> Router<Arc<Library>> {
    placed().into_iter().fold(Router::new(), |router, (path, (_, _, handler))| {
        let router = match path.strip_prefix(FIRST) {
            Some(rest) => router.route(&format!("{TODAY}{rest}"), handler.clone()),
            None => router,
        };
        router.route(&path, handler)
    })
}

/// Each call at its path.
fn placed() -> Vec<(String, Call)> {
    let named = |base: &str, call: Call| {
        let path = call.1.paths.keys().next().expect("a call has a path");
        (format!("{base}{path}"), call)
    };
    let of_api = versioned().into_iter().map(|call| named(FIRST, call));
    of_api.chain(contracts().into_iter().map(|call| named("", call))).collect()
}

/// The calls under `/api/v1`.
fn versioned() -> Vec<Call> {
    let drafts = DefaultBodyLimit::max(draft::BODY_BYTES);
    let files = DefaultBodyLimit::max(guard::FILE_BYTES);
    let mut calls = vec![
        routes!(api::search::answer),
        routes!(api::suggest::answer),
        routes!(api::documents::document),
        routes!(api::documents::similar),
        routes!(api::ask::answer),
        routes!(api::facts::answer),
        routes!(api::entities::answer),
        routes!(api::compare::answer),
        routes!(api::compare::svg),
        routes!(api::compare::coverage),
        routes!(api::compare::coverage_svg),
        taking(drafts, routes!(api::check::answer)),
        routes!(api::evidence::make),
        taking(files, routes!(api::evidence::verify)),
        routes!(api::clips::docx),
        routes!(api::clips::markdown),
        taking(files, routes!(api::clips::read)),
        routes!(api::status::answer),
        routes!(description),
    ];
    let lists = api::list::forms().into_iter().map(|form| (routes!(api::search::answer), form));
    let tables =
        api::compare::forms().into_iter().map(|form| (routes!(api::compare::answer), form));
    calls.extend(lists.chain(tables).map(|(call, form)| as_file(call, form)));
    calls
}

/// The calls whose paths other systems fix.
fn contracts() -> Vec<Call> {
    vec![
        routes!(api::retrieval::answer),
        routes!(api::file_library::list),
        routes!(api::file_library::content),
        routes!(api::file_library::read),
        routes!(api::file_library::detail),
    ]
}

fn taking(limit: DefaultBodyLimit, (schemas, paths, handler): Call) -> Call {
    (schemas, paths, handler.layer(limit))
}

/// The question of `call` answered as a file.
fn as_file((schemas, paths, _): Call, form: api::FileForm) -> Call {
    let api::FileForm { path, media, handler } = form;
    let mut described = Paths::new();
    for mut item in paths.paths.into_values() {
        if let Some(operation) = &mut item.get {
            let name = path.trim_start_matches('/').replace('.', "_");
            operation.operation_id = Some(name);
            operation.summary = operation.summary.take().map(|it| format!("{it}，存成文件"));
            operation.description = Some(format!("参数同上，答 {media}。"));
            operation.responses = api::file_answer(media);
        }
        described.paths.insert(path.clone(), item);
    }
    (schemas, described, handler)
}

#[utoipa::path(
    get, path = "/openapi.json", tag = "状况", operation_id = "openapi",
    summary = "接口的说明", description = "这份说明本身：OpenAPI 3.1。",
    responses((status = 200, description = "说明", content_type = "application/json", body = ref("#/components/schemas/OpenApi")))
)]
async fn description() -> Response {
    ([(CONTENT_TYPE, "application/json")], DESCRIPTION.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_has_a_name_of_its_own_a_sense_and_a_group() {
        let mut names = std::collections::BTreeSet::new();
        let paths = DESCRIPTION["paths"].as_object().unwrap();
        assert!(paths.len() > 25, "{}", paths.len());
        for (path, item) in paths {
            for (method, operation) in item.as_object().unwrap() {
                for key in ["operationId", "summary", "description"] {
                    assert!(operation[key].is_string(), "{method} {path} {key}");
                }
                assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{path}");
                assert!(names.insert(operation["operationId"].as_str().unwrap()), "{path}");
            }
        }
    }
}
