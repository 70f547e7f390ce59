//! Mistyped words: a changed letter that leaves no word where the held text has one.

use std::ops::Range;

use super::super::letters::Letters;
use super::super::shelf::Shelf;
use crate::text::Span;
use crate::text::segment::Cut;

/// So many letters are mistyped at once, and no more.
const LETTERS: usize = 2;
/// So many letters on either side are cut into words.
const AROUND: usize = 12;

/// Words of function of one letter.
const FUNCTION: [char; 16] = [
    '的', '了', '已', '地', '得', '着', '过', '将', '也', '都', '就', '又', '和', '与', '及', '等',
];

/// Whether a few letters that are exchanged break a word of the held text and make none of their
/// own: 党支鹿 for 党支部, but not 获得 for 获评.
pub(super) fn is_slip(
    shelf: &Shelf<'_>,
    (own, draft): (&Letters, &Range<usize>),
    (theirs, held): (&Letters, &Range<usize>),
) -> bool {
    if draft.is_empty() || draft.len() != held.len() || draft.len() > LETTERS {
        return false;
    }
    if serves(own, draft) || serves(theirs, held) {
        return false;
    }
    is_within_word(theirs, held, &words(shelf, theirs, held))
        && !is_in_word(own, draft, &words(shelf, own, draft))
}

/// Whether a word of function is among some letters: 办了 for 已办 is the writer's own way.
fn serves(letters: &Letters, range: &Range<usize>) -> bool {
    letters.chars[range.clone()].iter().any(|c| FUNCTION.contains(c))
}

/// The words around some letters, with their bytes in [`Letters::folded`].
fn words(shelf: &Shelf<'_>, letters: &Letters, range: &Range<usize>) -> Vec<Cut> {
    let first = range.start.saturating_sub(AROUND);
    let last = (range.end + AROUND).min(letters.len()) - 1;
    let window = Span::new(letters.folded_at(first).start, letters.folded_at(last).end);
    let words = shelf.snapshot.analyzer.plain_words(window.of(&letters.folded().text)).into_iter();
    words.map(|word| Cut { span: word.span.shift(window.start), ..word }).collect()
}

/// Whether all the letters stand in one word with another letter beside them.
fn is_within_word(letters: &Letters, range: &Range<usize>, words: &[Cut]) -> bool {
    let whole = letters.folded_at(range.start);
    let whole = Span::new(whole.start, letters.folded_at(range.end - 1).end);
    words.iter().any(|word| word.span.contains(whole) && word.span.len() > whole.len())
}

/// Whether a few letters that are exchanged make another word of a text that is copied otherwise;
/// one verb for another is the writer's own way to say it.
pub(super) fn is_exchange(
    shelf: &Shelf<'_>,
    (own, draft): (&Letters, &Range<usize>),
    (theirs, held): (&Letters, &Range<usize>),
) -> bool {
    let whole = (held.start + 1..held.end).all(|at| !theirs.clause_ends(at));
    let few = !draft.is_empty() && draft.len() == held.len() && draft.len() <= LETTERS && whole;
    let analyzer = &shelf.snapshot.analyzer;
    let verb = |letters: &Letters, range: &Range<usize>| {
        let at = letters.folded_at(range.start);
        words(shelf, letters, range)
            .iter()
            .any(|word| word.span.contains(at) && analyzer.is_verb(&word.term))
    };
    let serve = serves(own, draft) || serves(theirs, held);
    few && !serve && !(verb(own, draft) && verb(theirs, held))
}

/// Whether one of the letters stands in a word of more than one.
fn is_in_word(letters: &Letters, range: &Range<usize>, words: &[Cut]) -> bool {
    let changed: Vec<Span> = range.clone().map(|at| letters.folded_at(at)).collect();
    words.iter().any(|word| {
        word.term.chars().count() > 1 && changed.iter().any(|it| word.span.contains(*it))
    })
}
