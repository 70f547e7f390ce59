//! `/bin`: documents that were taken away, to be brought back for some time.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::response::Response;

use super::{at, see, typed};
use crate::corpus::edit::{BIN_DAYS, Binned};
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::answered;
use crate::http::guard;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::{Frame, minute};
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::fields;

#[derive(Template)]
#[template(path = "desk/bin.html")]
struct BinPage {
    frame: Frame,
    days: u64,
    /// Each with its title and when it was taken away.
    binned: Vec<(Binned, String, String)>,
}

/// What lies in the bin.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
) -> Response {
    let page = async {
        let hand = visitor.hand();
        let binned = at(&library, move |desk| Ok(desk.bin(&hand))).await?;
        let binned = binned.into_iter().map(|(it, title)| {
            let at = minute(&it.at);
            (it, title, at)
        });
        let binned = binned.collect();
        on_snapshot(&library, move |snapshot| {
            rendered(&BinPage { frame: Frame::new(snapshot, ""), days: BIN_DAYS, binned })
        })
        .await
    };
    answered("/bin", page.await)
}

/// Brings a document back.
pub(in crate::http) async fn bring_back(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let done = async {
        let form = fields(request, guard::BODY_BYTES).await?;
        let name = typed(&form, "name")?;
        let shared = Arc::clone(&library);
        let id = at(&library, move |desk| {
            let id = desk.bring_back(&visitor.hand(), &name)?;
            shared.renew()?;
            Ok(id)
        });
        Ok(see(&document_url(id.await?.as_str(), "", "")))
    };
    answered("/bin", done.await)
}
