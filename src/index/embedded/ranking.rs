//! The clauses that rank: terms, near phrases, synonyms, titles and articles, each with its reason.

use tantivy::Searcher;
use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur,
    PhraseQuery, Query as Clause, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Term};

use super::capped::Capped;
use super::schema::field;
use super::statistics::PassageStatistics;
use crate::index::fields::{ARTICLE, of_reading};
use crate::index::hits::Reason;
use crate::index::query::{Cited, Near, Query, Reading, Replacement, Scored, Titled, Whole};
use crate::text::segment::{characters, pairs};

/// A single character that stands in more than this share of the passages says nothing, and costs
/// most.
const COMMON_SHARE: f64 = 0.5;
/// What an article that is named gains for each word of its name that its title holds: more than
/// any passage that only mentions it can reach.
const CITED: f32 = 100.0;
/// What it gains where nothing but its number is asked.
const UNNAMED: f32 = 5.0;

/// Terms with their places in a word.
type Placed = Vec<(usize, Term)>;

/// A clause that adds to a score.
pub(super) struct Reasoned {
    pub(super) reason: Reason,
    pub(super) clause: Box<dyn Clause>,
}

/// What a part of a score says of matching.
pub(super) enum Decides {
    /// Where it stands, a passage matches.
    Itself,
    /// Where one of these stands, a passage matches.
    By(Vec<Box<dyn Clause>>),
    /// Nothing: it adds to what matches.
    Nothing,
}

/// A part of what adds to a score: the largest of these alternatives, each the sum of its clauses.
pub(super) struct Part {
    pub(super) alternatives: Vec<Vec<Reasoned>>,
    pub(super) decides: Decides,
    /// What it gives at most where the word that was asked does not stand.
    cap: Option<Cap>,
}

struct Cap {
    word: Box<dyn Clause>,
    most: f32,
}

impl Part {
    pub(super) fn one(clause: Reasoned, decides: Decides) -> Self {
        Self { alternatives: vec![vec![clause]], decides, cap: None }
    }

    pub(super) fn clause(&self) -> Box<dyn Clause> {
        let sum = |clauses: &Vec<Reasoned>| -> Box<dyn Clause> {
            match &clauses[..] {
                [only] => only.clause.box_clone(),
                all => Box::new(union(all.iter().map(|it| it.clause.box_clone()).collect())),
            }
        };
        let clause: Box<dyn Clause> = match &self.alternatives[..] {
            [only] => sum(only),
            all => Box::new(DisjunctionMaxQuery::new(all.iter().map(sum).collect())),
        };
        match &self.cap {
            Some(Cap { word, most }) => {
                Box::new(Capped { clause, unless: word.box_clone(), most: *most })
            }
            None => clause,
        }
    }
}

/// Everything that adds to the score of a passage, quoted texts and preferences left out. Empty
/// when the index holds none of the words, nor another word for them.
pub(super) fn ranking(searcher: &Searcher, query: &Query) -> tantivy::Result<Vec<Part>> {
    let counts = Counts::of(searcher)?;
    let mut scored: Vec<&Scored> = query.scored.iter().collect();
    let mut parts = Vec::new();
    for replacement in &query.replacements {
        let is_piece = |scored: &mut &Scored| replacement.asked.contains(&scored.term);
        let pieces: Vec<&Scored> = scored.extract_if(.., is_piece).collect();
        let pieces = counts.all_scored(&pieces, query.scored.len())?;
        parts.extend(counts.replacement(replacement, pieces)?);
    }
    let others = counts.all_scored(&scored, query.scored.len())?;
    parts.extend(others.into_iter().map(|(clause, decides)| {
        Part::one(clause, if decides { Decides::Itself } else { Decides::Nothing })
    }));
    if parts.is_empty() {
        return Ok(parts);
    }
    let mut also = Vec::new();
    also.extend(query.near.iter().map(|near| counts.near(near)));
    for whole in &query.whole {
        also.extend(counts.whole(whole)?);
    }
    also.extend(query.titled.iter().map(|titled| counts.titled(titled)));
    parts.extend(also.into_iter().map(|clause| Part::one(clause, Decides::Nothing)));
    let cited = query.cited.iter().flat_map(|cited| counts.cited(cited));
    parts.extend(cited.map(|clause| Part::one(clause, Decides::Itself)));
    Ok(parts)
}

/// A searcher with the number of its passages.
struct Counts<'a> {
    searcher: &'a Searcher,
    passages: f64,
}

impl<'a> Counts<'a> {
    #[expect(clippy::cast_precision_loss, reason = "a count of passages is far below 2^52")]
    fn of(searcher: &'a Searcher) -> tantivy::Result<Self> {
        let passages = PassageStatistics(searcher).total_num_docs()? as f64;
        Ok(Self { searcher, passages })
    }

    fn field(&self, reading: Reading) -> Field {
        field(self.searcher.schema(), of_reading(reading))
    }

    fn term(&self, reading: Reading, term: &str) -> Term {
        Term::from_field_text(self.field(reading), term)
    }

    /// Each with whether it decides.
    fn all_scored(
        &self,
        scored: &[&Scored],
        terms: usize,
    ) -> tantivy::Result<Vec<(Reasoned, bool)>> {
        let mut clauses = Vec::new();
        for scored in scored {
            clauses.extend(self.scored(scored, terms)?.map(|clause| (clause, scored.decides)));
        }
        Ok(clauses)
    }

    fn scored(&self, scored: &Scored, terms: usize) -> tantivy::Result<Option<Reasoned>> {
        let term = self.term(scored.reading, &scored.term);
        let frequency = self.searcher.doc_freq(&term)?;
        #[expect(clippy::cast_precision_loss, reason = "a count of passages is far below 2^52")]
        let common = scored.reading == Reading::Characters
            && frequency as f64 > self.passages * COMMON_SHARE;
        if frequency == 0 || (common && terms > 1 && frequency > 100) {
            return Ok(None);
        }
        let reason = Reason::Term(scored.reading, scored.term.clone());
        Ok(Some(Reasoned { reason, clause: boosted(with_frequency(term), scored.weight) }))
    }

    fn near(&self, near: &Near) -> Reasoned {
        let term =
            |(position, pair): &(usize, String)| (*position, self.term(Reading::Pairs, pair));
        let terms = near.pairs.iter().map(term).collect();
        let phrase = PhraseQuery::new_with_offset_and_slop(terms, near.slop);
        let clause = boosted(Box::new(phrase), near.weight);
        Reasoned { reason: Reason::Near(near.text.clone()), clause }
    }

    fn whole(&self, whole: &Whole) -> tantivy::Result<Option<Reasoned>> {
        let (terms, Some(rarity)) = self.rarity(&whole.text)? else { return Ok(None) };
        let clause = ConstScoreQuery::new(standing(terms), whole.weight * rarity * rarity);
        let reason = Reason::Whole(whole.text.clone());
        Ok(Some(Reasoned { reason, clause: Box::new(clause) }))
    }

    fn titled(&self, titled: &Titled) -> Reasoned {
        let clause = boosted(Box::new(self.in_title(&titled.words)), titled.weight);
        Reasoned { reason: Reason::Titled(titled.words.clone()), clause }
    }

    fn in_title(&self, words: &[String]) -> BooleanQuery {
        let terms = words.iter().map(|word| with_frequency(self.term(Reading::Title, word)));
        BooleanQuery::new(terms.map(|clause| (Occur::Must, clause)).collect())
    }

    /// A clause for each length of the name, from the word nearest to the number on. What stands
    /// before the name in a question is in no title and does no harm.
    fn cited(&self, cited: &Cited) -> Vec<Reasoned> {
        let article = Term::from_field_text(field(self.searcher.schema(), ARTICLE), &cited.article);
        let article = TermQuery::new(article, IndexRecordOption::Basic);
        let clause = |words: &[String]| {
            let gain = if cited.name.is_empty() { UNNAMED } else { CITED };
            let gain = if words.is_empty() && !cited.name.is_empty() { 0.0 } else { gain };
            let named = ConstScoreQuery::new(Box::new(article.clone()), gain);
            let mut clauses: Vec<(Occur, Box<dyn Clause>)> = vec![(Occur::Must, Box::new(named))];
            if !words.is_empty() {
                clauses.push((Occur::Must, Box::new(self.in_title(words))));
            }
            let reason = Reason::Cited { article: cited.article.clone(), name: words.to_vec() };
            Reasoned { reason, clause: Box::new(BooleanQuery::new(clauses)) }
        };
        let least = usize::from(!cited.name.is_empty());
        (least..=cited.name.len()).map(|words| clause(&cited.name[..words])).collect()
    }

    /// `pieces` are those of the word that was asked.
    fn replacement(
        &self,
        replacement: &Replacement,
        pieces: Vec<(Reasoned, bool)>,
    ) -> tantivy::Result<Option<Part>> {
        let Replacement { asked, others, weight, beside, least } = replacement;
        let deciding = pieces.iter().filter(|(_, decides)| *decides);
        let mut deciding: Vec<_> = deciding.map(|(it, _)| it.clause.box_clone()).collect();
        let mut pieces: Vec<Reasoned> = pieces.into_iter().map(|(piece, _)| piece).collect();
        let (terms, rarity) = self.rarity(asked)?;
        // The same wherever it stands, so that no short passage that repeats it passes one that
        // holds the word itself.
        let standing = |found: &str, terms: Placed, score: f32| {
            let clause = Box::new(ConstScoreQuery::new(standing(terms), score));
            let reason = Reason::Synonym { asked: asked.clone(), found: found.to_owned() };
            Reasoned { reason, clause }
        };
        let mut alternatives = Vec::new();
        for other in others {
            let (terms, Some(other_rarity)) = self.rarity(other)? else { continue };
            let rarity = other_rarity.min(rarity.unwrap_or(f32::INFINITY));
            let other = standing(other, terms, weight * rarity);
            deciding.push(other.clause.box_clone());
            alternatives.push(vec![other]);
        }
        let mut cap = None;
        if let Some(rarity) = rarity {
            let word = standing(asked, terms.clone(), least * rarity);
            cap = Some(Cap { word: word.clause.box_clone(), most: weight * rarity });
            alternatives.push(vec![word]);
            pieces.push(standing(asked, terms, beside * rarity));
        }
        if !pieces.is_empty() {
            alternatives.push(pieces);
        }
        let decides = Decides::By(deciding);
        Ok((!alternatives.is_empty()).then_some(Part { alternatives, decides, cap }))
    }

    /// The terms of a word with their places, and the inverse document frequency of the rarest;
    /// `None` when the index does not hold one of them.
    fn rarity(&self, word: &str) -> tantivy::Result<(Placed, Option<f32>)> {
        let mut rarity: f32 = 0.0;
        let mut terms = Vec::new();
        let mut cuts = pairs(word);
        let reading = if cuts.is_empty() { Reading::Characters } else { Reading::Pairs };
        if cuts.is_empty() {
            cuts = characters(word);
        }
        let mut held = !cuts.is_empty();
        for cut in cuts {
            let term = self.term(reading, &cut.term);
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
            let frequency = self.searcher.doc_freq(&term)? as f64;
            held &= frequency > 0.0;
            #[expect(clippy::cast_possible_truncation, reason = "a logarithm is small")]
            let idf = (1.0 + (self.passages - frequency + 0.5) / (frequency + 0.5)).ln() as f32;
            rarity = rarity.max(idf);
            terms.push((cut.position, term));
        }
        Ok((terms, held.then_some(rarity)))
    }
}

/// A clause that adds up what `clauses` give; one at least must hold.
pub(super) fn union(clauses: Vec<Box<dyn Clause>>) -> BooleanQuery {
    BooleanQuery::new(clauses.into_iter().map(|clause| (Occur::Should, clause)).collect())
}

/// A clause that holds where `terms`, one at least, stand at their places.
fn standing(terms: Placed) -> Box<dyn Clause> {
    match &terms[..] {
        [(_, term)] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)),
        _ => Box::new(PhraseQuery::new_with_offset(terms)),
    }
}

fn with_frequency(term: Term) -> Box<dyn Clause> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn boosted(clause: Box<dyn Clause>, weight: f32) -> Box<dyn Clause> {
    Box::new(BoostQuery::new(clause, weight))
}
