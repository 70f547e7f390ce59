//! `/ask`: what the library says to a question, word for word.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::address::document_url;
use super::frame::{Frame, place};
use super::ink::fact_url;
use super::rendered;
use crate::compare::figures::written;
use crate::http::api::on_snapshot;
use crate::http::error::answered;
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::knowledge::Fact;
use crate::search::ask::{Quoted, ask};

#[derive(Template)]
#[template(path = "ask.html")]
struct AskPage {
    frame: Frame,
    question: String,
    /// Why nothing is answered; empty where something is, or where nothing was asked.
    refusal: String,
    /// Words of the question that stand nowhere in the library, where something is answered.
    unseen: String,
    /// The same words as a search.
    search: String,
    quotations: Vec<Shown>,
    figures: Vec<Figure>,
}

/// A quotation with where it stands.
struct Shown {
    title: String,
    url: String,
    about: Vec<String>,
    sentences: Vec<String>,
    citation: String,
}

/// A figure of a place.
struct Figure {
    region: String,
    name: String,
    value: String,
    year: String,
    sentence: String,
    url: String,
}

/// A form for a question, and what is quoted to it.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let page = on_snapshot(&library, move |snapshot| {
        let query = SearchQuery::parse(&query.unwrap_or_default());
        let frame = Frame::new(snapshot, "ask");
        let search = SearchQuery::default().asking(&query.q).url();
        let mut page = AskPage {
            frame,
            question: query.q.trim().to_owned(),
            refusal: String::new(),
            unseen: String::new(),
            search,
            quotations: Vec::new(),
            figures: Vec::new(),
        };
        if page.question.is_empty() {
            return rendered(&page);
        }
        let reply = ask(snapshot, query.request()?)?;
        page.refusal = reply.refusal.unwrap_or_default();
        page.unseen = reply.unseen.join("、");
        page.quotations = reply.quotations.iter().map(shown).collect();
        let of_places = reply.places.iter();
        page.figures = of_places.flat_map(|it| it.figures.iter().map(figure)).collect();
        rendered(&page)
    });
    answered("/ask", page.await)
}

fn shown(quoted: &Quoted) -> Shown {
    let card = &quoted.document;
    let published = card.published.map(|it| it.to_string());
    let organization = quoted.organization.clone().or_else(|| card.organization.clone());
    let heading = Some(quoted.heading.clone()).filter(|it| !it.is_empty());
    let about = [card.region.as_deref().map(place), organization, published, heading];
    Shown {
        title: card.title.clone(),
        url: document_url(card.id.as_str(), "", &quoted.anchor),
        about: about.into_iter().flatten().collect(),
        sentences: quoted.sentences.clone(),
        citation: quoted.citation.clone(),
    }
}

fn figure(fact: &Fact) -> Figure {
    Figure {
        region: fact.region.as_deref().map_or_else(|| "未写明".to_owned(), place),
        name: fact.name.clone(),
        value: written(&fact.details),
        year: fact.year.clone().unwrap_or_default(),
        sentence: fact.sentence.clone(),
        url: fact_url(fact),
    }
}
