//! From a query as data to tantivy's queries.

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery,
    Query as Clause, RegexQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Schema, Term};
use tantivy::{Searcher, TantivyError};

use super::ranking::{Part, Reasoned, ranking, union};
use super::schema::field;
use crate::index::fields::{ENTRY, EXACT, of_reading};
use crate::index::hits::Reason;
use crate::index::query::{Query, Reading, Way};
use crate::text::segment::{Cut, characters, exact_pairs, pairs};

/// The clause for the words and quoted texts of a query: a passage matches when it holds one of
/// the words, or, where texts are quoted, one of these; then words only rank.
pub(super) fn whole(searcher: &Searcher, query: &Query) -> tantivy::Result<Box<dyn Clause>> {
    let schema = searcher.schema();
    let any = ranking(searcher, query)?;
    if any.is_empty() && !query.scored.is_empty() && query.exact.is_empty() {
        return Ok(Box::new(EmptyQuery));
    }
    let mut clauses: Vec<(Occur, Box<dyn Clause>)> = Vec::new();
    if !any.is_empty() {
        // Beside a quoted text, words only rank.
        let occur = if query.exact.is_empty() { Occur::Must } else { Occur::Should };
        clauses.push((occur, Box::new(union(any.iter().map(Part::clause).collect()))));
    }
    if !query.exact.is_empty() {
        let texts = query.exact.iter().map(|text| exact(schema, text));
        clauses.push((Occur::Must, Box::new(union(texts.collect::<tantivy::Result<_>>()?))));
    }
    if clauses.is_empty() {
        clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
    }
    Ok(passages_of(schema, Box::new(BooleanQuery::new(clauses))))
}

/// The parts that make up [`whole`]'s score.
pub(super) fn parts(searcher: &Searcher, query: &Query) -> tantivy::Result<Vec<Part>> {
    let mut parts = ranking(searcher, query)?;
    for text in &query.exact {
        let clause = exact(searcher.schema(), text)?;
        parts.push(Part::one(Reasoned { reason: Reason::Exact(text.clone()), clause }));
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
    (!all.is_empty()).then(|| passages_of(schema, Box::new(union(all))))
}

/// The clause for passages, among what `clause` finds.
pub(super) fn passages_of(schema: &Schema, clause: Box<dyn Clause>) -> Box<dyn Clause> {
    let passage = Term::from_field_text(field(schema, ENTRY), "passage");
    let passage = TermQuery::new(passage, IndexRecordOption::Basic);
    let passage = Box::new(ConstScoreQuery::new(Box::new(passage), 0.0));
    Box::new(BooleanQuery::new(vec![(Occur::Must, clause), (Occur::Must, passage)]))
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
