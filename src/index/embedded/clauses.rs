//! From a query as data to tantivy's queries.

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query as Clause,
    RegexQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Schema, Term};
use tantivy::{Searcher, TantivyError};

use super::ranking::{Decides, Part, Reasoned, ranking, union};
use super::schema::field;
use crate::index::fields::{ENTRY, EXACT, of_reading};
use crate::index::hits::Reason;
use crate::index::query::{Query, Reading, Way};
use crate::text::segment::{Cut, characters, exact_pairs, pairs};

/// Which terms of a query decide what matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deciding {
    /// Those that are meant to.
    Meant,
    /// All.
    All,
}

/// The clause for the words and quoted texts of a query: a passage matches when it holds one of
/// the words that decide, or, where texts are quoted, one of these; then words only rank.
pub(super) fn whole(
    searcher: &Searcher,
    query: &Query,
    deciding: Deciding,
) -> tantivy::Result<Box<dyn Clause>> {
    let schema = searcher.schema();
    let parts = ranking(searcher, query)?;
    if !query.exact.is_empty() {
        let texts = query.exact.iter().map(|text| exact(schema, text));
        let texts = Box::new(union(texts.collect::<tantivy::Result<_>>()?));
        return Ok(adding(texts, parts.iter().map(Part::clause).collect()));
    }
    if parts.is_empty() {
        return Ok(if query.scored.is_empty() {
            every_passage(schema)
        } else {
            Box::new(EmptyQuery)
        });
    }
    let (mut matching, mut ranking) = (Vec::new(), Vec::new());
    for part in &parts {
        match &part.decides {
            Decides::Itself => matching.push(part.clause()),
            _ if deciding == Deciding::All => matching.push(part.clause()),
            Decides::Nothing => ranking.push(part.clause()),
            Decides::By(clauses) => {
                let clauses = clauses.iter().map(|it| it.box_clone()).collect();
                matching.push(Box::new(ConstScoreQuery::new(Box::new(union(clauses)), 0.0)));
                ranking.push(part.clause());
            }
        }
    }
    if matching.is_empty() {
        return Ok(Box::new(union(ranking)));
    }
    Ok(adding(Box::new(union(matching)), ranking))
}

/// What `matching` finds, with what `ranking` adds to it.
fn adding(matching: Box<dyn Clause>, ranking: Vec<Box<dyn Clause>>) -> Box<dyn Clause> {
    if ranking.is_empty() {
        return matching;
    }
    let ranking: Box<dyn Clause> = Box::new(union(ranking));
    Box::new(BooleanQuery::new(vec![(Occur::Must, matching), (Occur::Should, ranking)]))
}

/// The clause for every passage, without a score.
fn every_passage(schema: &Schema) -> Box<dyn Clause> {
    let passage = Term::from_field_text(field(schema, ENTRY), "passage");
    let passage = TermQuery::new(passage, IndexRecordOption::Basic);
    Box::new(ConstScoreQuery::new(Box::new(passage), 0.0))
}

/// The clause for passages that hold, of each of `words`, one of the alternatives; `None` where
/// that cannot be asked.
pub(super) fn together(schema: &Schema, words: &[Vec<String>]) -> Option<Box<dyn Clause>> {
    let any = |others: &Vec<String>| -> Option<(Occur, Box<dyn Clause>)> {
        let runs: Vec<Box<dyn Clause>> =
            others.iter().filter_map(|text| run(schema, text)).collect();
        (!runs.is_empty()).then(|| (Occur::Must, Box::new(union(runs)) as Box<dyn Clause>))
    };
    let all: Option<Vec<(Occur, Box<dyn Clause>)>> = words.iter().map(any).collect();
    all.filter(|all| !all.is_empty()).map(|all| Box::new(BooleanQuery::new(all)) as Box<dyn Clause>)
}

/// The parts that make up [`whole`]'s score.
pub(super) fn parts(searcher: &Searcher, query: &Query) -> tantivy::Result<Vec<Part>> {
    let mut parts = ranking(searcher, query)?;
    for text in &query.exact {
        let clause = exact(searcher.schema(), text)?;
        let reasoned = Reasoned { reason: Reason::Exact(text.clone()), clause };
        parts.push(Part::one(reasoned, Decides::Itself));
    }
    Ok(parts)
}

/// The clause for passages that hold all texts of one of `ways`; `None` where no text has a
/// character that is kept.
pub(super) fn ways(schema: &Schema, ways: &[Way]) -> Option<Box<dyn Clause>> {
    let all = ways.iter().filter_map(|way| {
        let texts = way.texts.iter().map(|text| run(schema, text));
        let texts: Option<Vec<Box<dyn Clause>>> = texts.collect();
        let texts = texts.filter(|texts| !texts.is_empty())?;
        let texts = texts.into_iter().map(|text| (Occur::Must, text)).collect();
        let whole: Box<dyn Clause> = Box::new(BooleanQuery::new(texts));
        Some(Box::new(BoostQuery::new(whole, way.weight)) as Box<dyn Clause>)
    });
    let all: Vec<Box<dyn Clause>> = all.collect();
    (!all.is_empty()).then(|| Box::new(union(all)) as Box<dyn Clause>)
}

/// The clause for a run of characters, character for character where punctuation stands in it.
fn run(schema: &Schema, text: &str) -> Option<Box<dyn Clause>> {
    if !text.is_empty() && !text.chars().all(char::is_alphanumeric) {
        return exact(schema, text).ok();
    }
    let cuts = pairs(text);
    let (reading, cuts) = match cuts.len() {
        0 => (Reading::Characters, characters(text)),
        _ => (Reading::Pairs, cuts),
    };
    let name = field(schema, of_reading(reading));
    let term = |cut: &Cut| Term::from_field_text(name, &cut.term);
    match &cuts[..] {
        [] => None,
        [only] => Some(Box::new(TermQuery::new(term(only), IndexRecordOption::WithFreqs))),
        all => {
            let terms = all.iter().map(|cut| (cut.position, term(cut))).collect();
            Some(Box::new(PhraseQuery::new_with_offset(terms)))
        }
    }
}

/// A clause that holds where `text` (folded) stands, character for character.
pub(super) fn exact(schema: &Schema, text: &str) -> tantivy::Result<Box<dyn Clause>> {
    exact_in(field(schema, EXACT), text)
}

/// As [`exact`], in a field that is cut by `exact_pairs`.
pub(super) fn exact_in(name: Field, text: &str) -> tantivy::Result<Box<dyn Clause>> {
    let cuts = exact_pairs(text);
    let Some((_, pairs)) = cuts.split_last() else { return Ok(Box::new(EmptyQuery)) };
    match pairs {
        [] => first_character(name, text),
        [pair] => {
            let term = Term::from_field_text(name, &pair.term);
            Ok(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)))
        }
        pairs => {
            // Every second pair and the last cover all characters.
            let last = pairs.len() - 1;
            let chosen = pairs.iter().filter(|p| p.position % 2 == 0 || p.position == last);
            let term = |pair: &str| Term::from_field_text(name, pair);
            let terms: Vec<_> = chosen.map(|p| (p.position, term(&p.term))).collect();
            Ok(Box::new(PhraseQuery::new_with_offset(terms)))
        }
    }
}

/// A single character is the first of some pair, or stands last: the pairs' dictionary knows.
fn first_character(name: Field, character: &str) -> tantivy::Result<Box<dyn Clause>> {
    let meta = |c: char| "\\.+*?()|[]{}^$".contains(c);
    let pattern: String =
        character.chars().flat_map(|c| meta(c).then_some('\\').into_iter().chain([c])).collect();
    let clause = RegexQuery::from_pattern(&format!("{pattern}(.|\n)?"), name);
    clause.map(|clause| Box::new(clause) as Box<dyn Clause>).map_err(|error| {
        TantivyError::InvalidArgument(format!("{character:?} 无法按原文查找：{error}"))
    })
}
