//! All routes in one table.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

use super::state::Library;
use super::{api, assets, error, guard, pages};

/// The whole service over `library`.
pub fn router(library: Arc<Library>) -> Router {
    Router::new()
        .route("/", get(pages::search::page))
        .route("/documents/{id}", get(pages::document::page))
        .route("/entities/{type}/{name}", get(pages::entity::page))
        .route("/glossary", get(pages::glossary::page))
        .route("/instruments", get(pages::instruments::page))
        .route("/compare", get(pages::compare::page))
        .route("/status", get(pages::status::page))
        .route("/static/{*name}", get(assets::file))
        .route("/api/search", get(api::search::answer))
        .route("/api/documents/{id}", get(api::documents::document))
        .route("/api/documents/{id}/similar", get(api::documents::similar))
        .route("/api/entities/{type}/{name}", get(api::entities::answer))
        .route("/api/facts", get(api::facts::answer))
        .route("/api/compare", get(api::compare::answer))
        .route("/api/compare.svg", get(api::compare::svg))
        .route("/api/compare.csv", get(api::compare::csv))
        .route("/api/compare.xlsx", get(api::compare::xlsx))
        .route("/api/compare.docx", get(api::compare::docx))
        .route("/api/compare.md", get(api::compare::markdown))
        .route("/api/coverage", get(api::compare::coverage))
        .route("/api/coverage.svg", get(api::compare::coverage_svg))
        .route("/api/status", get(api::status::answer))
        .route("/healthz", get(api::status::healthy))
        .route("/readyz", get(api::status::healthy))
        .fallback(error::no_page)
        .method_not_allowed_fallback(error::no_method)
        .layer(DefaultBodyLimit::max(guard::BODY_BYTES))
        .layer(CatchPanicLayer::custom(guard::panicked))
        .layer(middleware::from_fn(guard::guarded))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http())
        .with_state(library)
}
