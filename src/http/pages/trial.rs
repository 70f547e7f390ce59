//! How a trial of the lexicon stands, as pages show it.

use super::address::document_url;
use crate::http::query::SearchQuery;
use crate::http::trials::{Outcome, Stage};
use crate::index::entry::DocumentCard;
use crate::library::themed::ThemeTurn;
use crate::search::word_check::{RankingChange, Rankings};

/// How far a trial is.
pub(in crate::http) enum Shown {
    /// It can be begun; behind another where one is under way.
    Offered { busy: bool, ended: String },
    /// So many documents of so many are read.
    UnderWay { done: usize, total: usize },
    /// How many queries were compared, and those whose top ten changes.
    Rankings { compared: usize, changed: Vec<Ranking> },
    /// How many documents were read, and the themes that change.
    Themes { read: usize, turns: Vec<Turn> },
}

/// A query whose top ten changes.
pub(in crate::http) struct Ranking {
    pub(in crate::http) query: String,
    pub(in crate::http) url: String,
    /// What became of it, title and URL.
    pub(in crate::http) rows: Vec<(String, String, String)>,
}

/// A theme that documents get or lose.
pub(in crate::http) struct Turn {
    pub(in crate::http) theme: String,
    pub(in crate::http) come: usize,
    pub(in crate::http) go: usize,
    /// Whether it comes, title and URL.
    pub(in crate::http) examples: Vec<(bool, String, String)>,
}

impl Shown {
    /// What is shown of a stage.
    pub(in crate::http) fn of(stage: Stage) -> Self {
        let offered = |busy, ended| Self::Offered { busy, ended };
        match stage {
            Stage::None => offered(false, String::new()),
            Stage::Others => offered(true, String::new()),
            Stage::Ended(reason) => offered(false, reason),
            Stage::UnderWay(done, total) => Self::UnderWay { done, total },
            Stage::Done(Outcome::Rankings(Rankings { compared, changed })) => {
                Self::Rankings { compared, changed: changed.iter().map(ranking).collect() }
            }
            Stage::Done(Outcome::Themes(read, turns)) => {
                Self::Themes { read, turns: turns.into_iter().map(turn).collect() }
            }
        }
    }
}

fn turn(turn: ThemeTurn) -> Turn {
    let ThemeTurn { theme, come, go, examples } = turn;
    let linked =
        |(comes, id, title): (bool, String, String)| (comes, title, document_url(&id, "", ""));
    Turn { theme, come, go, examples: examples.into_iter().map(linked).collect() }
}

fn ranking(change: &RankingChange) -> Ranking {
    let row = |what: String, card: &DocumentCard| {
        (what, card.title.clone(), document_url(card.id.as_str(), "", ""))
    };
    let place = |list: &[DocumentCard], card: &DocumentCard| {
        list.iter().position(|other| other.id == card.id)
    };
    let now = (1..).zip(&change.after).map(|(now, card): (usize, _)| {
        let what = match place(&change.before, card) {
            None => format!("新进第 {now}"),
            Some(was) if was + 1 == now => format!("仍第 {now}"),
            Some(was) => format!("第 {} 到第 {now}", was + 1),
        };
        row(what, card)
    });
    let left = change.before.iter().filter(|card| place(&change.after, card).is_none());
    let rows = now.chain(left.map(|card| row("退出".to_owned(), card))).collect();
    Ranking {
        query: change.query.clone(),
        url: SearchQuery::default().asking(&change.query).url(),
        rows,
    }
}
