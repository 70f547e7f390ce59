//! `/glossary`: short forms by number or by pinyin, with their expansions.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use pinyin::ToPinyin;

use super::entity::{ShownExpansion, expansion};
use super::frame::Frame;
use super::ink::entity_url;
use super::rendered;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::knowledge::FactType;
use crate::library::Snapshot;
use crate::search::facts::Listed;
use crate::search::glossary::{Term, glossary};

#[derive(Template)]
#[template(path = "glossary.html")]
struct GlossaryPage {
    frame: Frame,
    part: String,
    by_number: bool,
    total: usize,
    /// Mentions that the list leaves out.
    unread: usize,
    sections: Vec<Section>,
}

/// Terms of one number or one letter.
struct Section {
    title: String,
    terms: Vec<ShownTerm>,
}

struct ShownTerm {
    name: String,
    url: String,
    mentions: usize,
    expansions: Vec<ShownExpansion>,
}

/// The glossary; `?q=` keeps what holds it, `?by=number` orders by number.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let page = on_snapshot(&library, move |snapshot| {
        let query = query.unwrap_or_default();
        let value = |name: &str| {
            let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
            found.map_or_else(String::new, |(_, value)| value.into_owned())
        };
        rendered(&shown(snapshot, value("q"), value("by") == "number")?)
    });
    answered("/glossary", page.await)
}

fn shown(snapshot: &Snapshot, part: String, by_number: bool) -> Result<GlossaryPage, HttpError> {
    let Listed { entries: terms, unread } = glossary(snapshot, &part)?;
    let total = terms.len();
    let mut keyed: Vec<((u64, String), String, Term)> = terms
        .into_iter()
        .map(|term| {
            let sound = sound(&term.name);
            if by_number {
                // Forms without a number stand last.
                let order = if term.number == 0 { u64::MAX } else { term.number };
                ((order, sound), number_title(term.number), term)
            } else {
                let letter = letter(&sound);
                ((0, sound), letter, term)
            }
        })
        .collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.2.name.cmp(&b.2.name)));
    let mut sections: Vec<Section> = Vec::new();
    for (_, title, term) in keyed {
        let term = shown_term(&term);
        match sections.last_mut().filter(|section| section.title == title) {
            Some(section) => section.terms.push(term),
            None => sections.push(Section { title, terms: vec![term] }),
        }
    }
    let frame = Frame::new(snapshot, "glossary");
    Ok(GlossaryPage { frame, part, by_number, total, unread, sections })
}

fn shown_term(term: &Term) -> ShownTerm {
    ShownTerm {
        name: term.name.clone(),
        url: entity_url(FactType::Shorthand, &term.name),
        mentions: term.mentions,
        expansions: term.expansions.iter().map(expansion).collect(),
    }
}

fn number_title(number: u64) -> String {
    if number == 0 { "没有数字".to_owned() } else { number.to_string() }
}

/// How a name sounds, for sorting: pinyin without tones, other characters as they are.
fn sound(name: &str) -> String {
    let spoken = name.chars().map(|c| match c.to_pinyin() {
        Some(pinyin) => format!("{} ", pinyin.plain()),
        None => c.to_lowercase().to_string(),
    });
    spoken.collect()
}

/// The letter under which a sound is listed; digits and signs come first, together.
fn letter(sound: &str) -> String {
    let first = sound.chars().next().filter(char::is_ascii_alphabetic);
    first.map_or_else(|| "0—9".to_owned(), |c| c.to_uppercase().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_by_their_sound() {
        assert_eq!(letter(&sound("四强")), "S");
        assert_eq!(letter(&sound("1+3+3+6")), "0—9");
        assert!(sound("三会一课") < sound("四强"));
    }
}
