//! Whether a text is held already: the same, or a reprint with small changes.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::document::{DocumentId, FrontMatter};
use crate::text::fold;
use crate::text::segment::is_han;

/// Characters in a shingle.
const SHINGLE: usize = 6;
/// Hashes kept of a text.
const SKETCH_SIZE: u32 = 256;
/// Texts that share this much are reprints.
const REPRINT: f64 = 0.75;

/// The smallest hashes of a text's shingles (a bottom-k sketch, Broder 1997): two sketches give an
/// estimate of how much two texts share, within about .06 at k = 256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    smallest: Vec<u64>,
    /// Of the whole text.
    whole: u64,
}

/// A held document, for comparison.
#[derive(Debug, Clone)]
pub struct Known {
    /// Its name.
    pub id: DocumentId,
    /// Of its body.
    pub sketch: Sketch,
    /// Source's name and date: the same text elsewhere is a reprint, not a second import.
    pub origin: (Option<String>, Option<String>),
}

/// How a text stands to what is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing like it is held.
    New,
    /// It is held.
    Same(DocumentId),
    /// Another printing of it is held.
    Reprint(DocumentId),
}

impl Sketch {
    /// The sketch of `text`, of its Chinese characters, letters and digits alone.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let letters: Vec<char> =
            fold(text).text.chars().filter(|c| is_han(*c) || c.is_ascii_alphanumeric()).collect();
        let hash = |part: &[char]| {
            let mut hasher = DefaultHasher::new();
            part.hash(&mut hasher);
            hasher.finish()
        };
        let shingles: BTreeSet<u64> = if letters.len() < SHINGLE {
            BTreeSet::from([hash(&letters)])
        } else {
            letters.windows(SHINGLE).map(hash).collect()
        };
        Self {
            smallest: shingles.into_iter().take(SKETCH_SIZE as usize).collect(),
            whole: hash(&letters),
        }
    }

    /// The share of shingles that both texts have, 0 to 1: of the smallest hashes of both together,
    /// those that stand in both.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        let (mut own, mut others) =
            (self.smallest.iter().peekable(), other.smallest.iter().peekable());
        let (mut seen, mut shared) = (0_u32, 0_u32);
        while seen < SKETCH_SIZE {
            let (step_own, step_other) = match (own.peek(), others.peek()) {
                (Some(a), Some(b)) => (a <= b, b <= a),
                (Some(_), None) => (true, false),
                (None, Some(_)) => (false, true),
                (None, None) => break,
            };
            if step_own {
                own.next();
            }
            if step_other {
                others.next();
            }
            seen += 1;
            shared += u32::from(step_own && step_other);
        }
        f64::from(shared) / f64::from(seen.max(1))
    }
}

/// Where a document came from, as far as it says.
#[must_use]
pub fn origin(front_matter: &FrontMatter) -> (Option<String>, Option<String>) {
    let date = front_matter.published.map(|date| date.to_string());
    (front_matter.source.name.as_ref().map(|name| fold(name).text), date)
}

/// How a text with this sketch and origin stands to the `known` ones.
#[must_use]
pub fn standing(
    sketch: &Sketch,
    origin: &(Option<String>, Option<String>),
    known: &[Known],
) -> Standing {
    let same =
        known.iter().find(|held| held.sketch.whole == sketch.whole && held.origin == *origin);
    if let Some(held) = same {
        return Standing::Same(held.id.clone());
    }
    let likeness = known.iter().map(|held| (held.sketch.likeness(sketch), held));
    let nearest = likeness.max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((likeness, held)) if likeness >= REPRINT => Standing::Reprint(held.id.clone()),
        _ => Standing::New,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(seed: u32) -> String {
        (0..400).filter_map(|n| char::from_u32(0x4e00 + (n * 37 + seed * 7919) % 5000)).collect()
    }

    #[test]
    fn the_same_a_reprint_and_another_text_are_told_apart() {
        let id = DocumentId::parse("a").unwrap();
        let paper = (Some("南方日报".to_owned()), None);
        let known = [Known { id: id.clone(), sketch: Sketch::of(&text(1)), origin: paper.clone() }];
        let stand = |text: &str, origin| standing(&Sketch::of(text), origin, &known);
        let spaced: String = text(1).chars().flat_map(|c| [c, ' ']).collect();
        assert_eq!(stand(&spaced, &paper), Standing::Same(id.clone()));
        assert_eq!(stand(&text(1), &(None, None)), Standing::Reprint(id.clone()));
        let changed = format!("本报讯{}完", &text(1)[..1140]);
        assert_eq!(stand(&changed, &paper), Standing::Reprint(id));
        assert_eq!(stand(&text(2), &paper), Standing::New);
    }
}
