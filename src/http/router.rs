//! All routes in one table.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

use super::state::Library;
use super::{
    access, api, assets, calls, desk, draft, error, guard, mcp, numbered, originals, pages,
};

/// The whole service over `library`.
pub fn router(library: Arc<Library>) -> Router {
    Router::new()
        .route("/", get(pages::search::page))
        .route("/advanced", get(pages::advanced::page))
        .route("/documents/{id}", get(pages::document::page))
        .route("/documents/{id}/similar", get(pages::similar::page))
        .route("/documents/{id}/original", get(originals::file))
        .route("/documents/{id}/place/{anchor}", get(originals::place))
        .route("/documents/{id}/pages/{number}", get(pages::facsimile::page))
        .route("/clips", get(pages::clips::page))
        .route("/batch", get(pages::batch::page).post(pages::batch::hits))
        .route("/lexicon", get(pages::lexicon::page).post(pages::lexicon::act))
        .route("/entities/{type}/{name}", get(pages::entity::page))
        .route("/glossary", get(pages::glossary::page))
        .route("/instruments", get(pages::instruments::page))
        .route("/ask", get(pages::ask::page))
        .route("/compare", get(pages::compare::page))
        .route("/check", get(pages::check::page).post(pages::check::report).layer(of_drafts()))
        .route("/check/list.docx", post(pages::check::list).layer(of_drafts()))
        .route("/status", get(pages::status::page))
        .route("/help", get(pages::help::page))
        .merge(desk_routes())
        .route("/static/{*name}", get(assets::file))
        .route("/api", get(pages::programs::page))
        .merge(calls::routes())
        .route("/mcp", post(mcp::answer))
        .route("/llms.txt", get(api::guide::answer))
        .route("/healthz", get(api::status::healthy))
        .route("/readyz", get(api::status::ready))
        .fallback(error::no_page)
        .method_not_allowed_fallback(error::no_method)
        .layer(DefaultBodyLimit::max(guard::BODY_BYTES))
        .layer(CatchPanicLayer::custom(guard::panicked))
        .layer(middleware::from_fn_with_state(Arc::clone(&library), access::admitted))
        .layer(middleware::from_fn_with_state(Arc::clone(&library), guard::guarded))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http().make_span_with(guard::named))
        .layer(middleware::from_fn(numbered::numbered))
        .with_state(library)
}

/// The limit of routes that take drafts.
fn of_drafts() -> DefaultBodyLimit {
    DefaultBodyLimit::max(draft::BODY_BYTES)
}

/// Where whole files are taken.
fn files() -> DefaultBodyLimit {
    DefaultBodyLimit::max(guard::FILE_BYTES)
}

/// The limit of the route that takes files in.
fn of_imports() -> DefaultBodyLimit {
    DefaultBodyLimit::max(desk::import::BODY_BYTES)
}

/// What people do with the library.
fn desk_routes() -> Router<Arc<Library>> {
    Router::new()
        .route("/documents/{id}/edit", get(desk::edit::page).post(desk::edit::act).layer(files()))
        .route("/documents/{id}/history", get(desk::history::page).post(desk::history::go_back))
        .route("/teach", get(desk::teach::page).post(desk::teach::act))
        .route("/mine", get(desk::mine::page).post(desk::mine::act))
        .route("/mine/folders/{id}", get(desk::folder::page).post(desk::folder::act).layer(files()))
        .route("/mine/folders/{id}/clips.docx", get(desk::folder::docx))
        .route("/feeds/{secret}", get(desk::feed::answer))
        .route("/corrections", get(desk::corrections::page).post(desk::corrections::act))
        .route("/lexicon/{file}", get(desk::lexicon::page).post(desk::lexicon::act).layer(files()))
        .route("/bin", get(desk::bin::page).post(desk::bin::bring_back))
        .route("/login", get(desk::login::page).post(desk::login::sign_in))
        .route("/logout", post(desk::login::sign_out))
        .route("/account", get(desk::login::account).post(desk::login::change_password))
        .route("/audit", get(desk::audit::page))
        .route("/audit.csv", get(desk::audit::table))
        .route("/admin", get(desk::admin::page).post(desk::admin::act))
        .route("/metrics", get(api::status::metrics))
        .route("/import", get(desk::import::page).post(desk::import::hand_in).layer(of_imports()))
        .route("/import/{tray}", get(desk::tray::page).post(desk::tray::act))
        .route(
            "/import/{tray}/{file}",
            get(desk::tray_file::page).post(desk::tray_file::correct).layer(files()),
        )
}
