//! `/instruments`: the instruments that texts name, by issuer and year.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::address::document_url;
use super::entity::whose;
use super::frame::Frame;
use super::ink::{entity_url, fact_url};
use super::paging::{Pages, pages};
use super::rendered;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::knowledge::FactType;
use crate::library::Snapshot;
use crate::search::facts::Listed;
use crate::search::instruments::{Instrument, instruments};

/// Instruments on one page.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "instruments.html")]
struct InstrumentsPage {
    frame: Frame,
    part: String,
    total: usize,
    /// Mentions that the list leaves out.
    unread: usize,
    /// Whether only those that the library holds are listed.
    is_held: bool,
    /// Label, number of instruments, URL, whether it is shown now.
    views: [(&'static str, usize, String, bool); 2],
    issuers: Vec<Issuer>,
    pages: Option<Pages>,
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

/// What is shown of the list.
#[derive(Default)]
struct Shown {
    /// What a title must hold.
    part: String,
    /// Only those that the library holds.
    held: bool,
    /// From 0.
    page: usize,
}

impl Shown {
    fn parse(query: &str) -> Self {
        let mut shown = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "q" => value.trim().clone_into(&mut shown.part),
                "held" => shown.held = value == "1",
                "page" => shown.page = value.parse::<usize>().map_or(0, |it| it.saturating_sub(1)),
                _ => {}
            }
        }
        shown
    }

    fn url(&self, held: bool, page: usize) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let mut add = |name: &str, value: &str, is_set: bool| {
            if is_set {
                query.append_pair(name, value);
            }
        };
        add("q", &self.part, !self.part.is_empty());
        add("held", "1", held);
        add("page", &(page + 1).to_string(), page > 0);
        let query = query.finish();
        if query.is_empty() { "/instruments".to_owned() } else { format!("/instruments?{query}") }
    }
}

/// The instruments; `?q=` keeps what holds it, `held=1` what the library holds, `page=` turns.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let page = on_snapshot(&library, move |snapshot| {
        rendered(&shown(snapshot, Shown::parse(&query.unwrap_or_default()))?)
    });
    answered("/instruments", page.await)
}

fn shown(snapshot: &Snapshot, asked: Shown) -> Result<InstrumentsPage, HttpError> {
    let Listed { entries: all, unread } = instruments(snapshot, &asked.part)?;
    let (total, held) = (all.len(), all.iter().filter(|it| it.held.is_some()).count());
    let listed: Vec<&Instrument> =
        all.iter().filter(|it| !asked.held || it.held.is_some()).collect();
    let count = listed.len().div_ceil(PAGE);
    let page = asked.page.min(count.saturating_sub(1));
    let mut issuers: Vec<Issuer> = Vec::new();
    for it in listed.iter().skip(page * PAGE).take(PAGE) {
        let shown = instrument(it);
        match issuers.last_mut().filter(|issuer| issuer.name == it.issuer) {
            Some(issuer) => issuer.instruments.push(shown),
            None => issuers.push(Issuer { name: it.issuer.clone(), instruments: vec![shown] }),
        }
    }
    Ok(InstrumentsPage {
        frame: Frame::new(snapshot, "instruments"),
        total,
        unread,
        views: [
            ("全部", total, asked.url(false, 0), !asked.held),
            ("库中收有", held, asked.url(true, 0), asked.held),
        ],
        pages: pages(count, page, |page| asked.url(asked.held, page)),
        part: asked.part,
        is_held: asked.held,
        issuers,
    })
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
