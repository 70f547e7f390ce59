//! `/instruments`: the instruments that texts name, by issuer and year.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::entity::whose;
use super::frame::Frame;
use super::ink::{entity_url, fact_url};
use super::rendered;
use super::search::document_url;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::knowledge::FactType;
use crate::library::Snapshot;
use crate::search::facts::Listed;
use crate::search::instruments::{Instrument, instruments};

#[derive(Template)]
#[template(path = "instruments.html")]
struct InstrumentsPage {
    frame: Frame,
    part: String,
    total: usize,
    /// Mentions that the list leaves out.
    unread: usize,
    held: usize,
    issuers: Vec<Issuer>,
}

/// The instruments of one issuer.
struct Issuer {
    name: String,
    instruments: Vec<ShownInstrument>,
}

struct ShownInstrument {
    name: String,
    url: String,
    year: String,
    number: String,
    /// The URL of the document, where it is held.
    held: Option<String>,
    mentions: usize,
    documents: usize,
    /// Who names it, and where.
    citing: Vec<(String, String)>,
}

/// The instruments; `?q=` keeps what holds it.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let page = on_snapshot(&library, move |snapshot| {
        let query = query.unwrap_or_default();
        let part = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "q");
        let part = part.map_or_else(String::new, |(_, value)| value.into_owned());
        rendered(&shown(snapshot, part)?)
    });
    answered("/instruments", page.await)
}

fn shown(snapshot: &Snapshot, part: String) -> Result<InstrumentsPage, HttpError> {
    let Listed { entries: all, unread } = instruments(snapshot, &part)?;
    let (total, held) = (all.len(), all.iter().filter(|it| it.held.is_some()).count());
    let mut issuers: Vec<Issuer> = Vec::new();
    for it in &all {
        let shown = instrument(it);
        match issuers.last_mut().filter(|issuer| issuer.name == it.issuer) {
            Some(issuer) => issuer.instruments.push(shown),
            None => issuers.push(Issuer { name: it.issuer.clone(), instruments: vec![shown] }),
        }
    }
    let frame = Frame::new(snapshot, "instruments");
    Ok(InstrumentsPage { frame, part, total, unread, held, issuers })
}

fn instrument(it: &Instrument) -> ShownInstrument {
    ShownInstrument {
        name: it.name.clone(),
        url: entity_url(FactType::Instrument, &it.name),
        year: it.year.clone(),
        number: it.number.clone(),
        held: it.held.as_ref().map(|id| document_url(id.as_str(), "", "")),
        mentions: it.mentions,
        documents: it.documents,
        citing: it.citing.iter().map(|fact| (whose(fact), fact_url(fact))).collect(),
    }
}
