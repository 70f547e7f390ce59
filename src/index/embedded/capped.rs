//! A clause whose score is capped where another does not hold.

use tantivy::query::{EnableScoring, Explanation, Query as Clause, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Matches where `clause` does, with its score; where `unless` does not hold, with `most` at most.
#[derive(Debug)]
pub(super) struct Capped {
    pub(super) clause: Box<dyn Clause>,
    pub(super) unless: Box<dyn Clause>,
    pub(super) most: Score,
}

impl Clone for Capped {
    fn clone(&self) -> Self {
        let (clause, unless) = (self.clause.box_clone(), self.unless.box_clone());
        Self { clause, unless, most: self.most }
    }
}

impl Clause for Capped {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let clause = self.clause.weight(scoring)?;
        let unless = self.unless.weight(scoring)?;
        Ok(Box::new(CappedWeight { clause, unless, most: self.most }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.clause.query_terms(visitor);
        self.unless.query_terms(visitor);
    }
}

struct CappedWeight {
    clause: Box<dyn Weight>,
    unless: Box<dyn Weight>,
    most: Score,
}

impl Weight for CappedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let clause = self.clause.scorer(reader, boost)?;
        let unless = self.unless.scorer(reader, 1.0)?;
        Ok(Box::new(CappedScorer { clause, unless, most: self.most * boost }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let holds = scorer.doc() <= doc && scorer.seek(doc) == doc;
        let score = if holds { scorer.score() } else { 0.0 };
        Ok(Explanation::new("capped", score))
    }
}

struct CappedScorer {
    clause: Box<dyn Scorer>,
    unless: Box<dyn Scorer>,
    most: Score,
}

impl DocSet for CappedScorer {
    fn advance(&mut self) -> DocId {
        self.clause.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.clause.seek(target)
    }

    fn doc(&self) -> DocId {
        self.clause.doc()
    }

    fn size_hint(&self) -> u32 {
        self.clause.size_hint()
    }
}

impl Scorer for CappedScorer {
    fn score(&mut self) -> Score {
        let doc = self.clause.doc();
        if doc != TERMINATED && self.unless.doc() < doc {
            self.unless.seek(doc);
        }
        let score = self.clause.score();
        if self.unless.doc() == doc { score } else { score.min(self.most) }
    }
}
