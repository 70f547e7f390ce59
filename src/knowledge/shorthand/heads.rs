//! Short forms that the document itself unfolds: by its section heads, or by how its paragraphs
//! begin.

use super::expansion::figured;
use super::listing::item;
use super::shape::{Part, Shape};
use crate::knowledge::marks::first;
use crate::knowledge::reading::Reading;
use crate::text::blocks::BlockKind;

/// A head, or the first words of a paragraph.
struct Head {
    /// The index of the passage that it belongs to.
    passage: usize,
    /// How deep it stands; paragraphs below all heads.
    level: usize,
    /// In plain characters.
    text: String,
}

/// Paragraphs' first sentences stand below every head.
const PARAGRAPH: usize = usize::MAX;

/// The heads of a document, read once for all its short forms.
pub(super) struct Heads(Vec<Head>);

impl Heads {
    /// The heads of a document, in order.
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let mut heads: Vec<Head> = Vec::new();
        let mut path: &[String] = &[];
        for (passage, prose) in reading.prose.iter().enumerate() {
            let own = &prose.passage.headings;
            let same = path.iter().zip(own).take_while(|(a, b)| a == b).count();
            let new = own.iter().enumerate().skip(same);
            heads.extend(new.map(|(level, text)| Head {
                passage,
                level,
                text: crate::knowledge::normal::plain(text),
            }));
            path = own;
            let paragraphs = prose.passage.blocks.iter().filter(|block| {
                !block.goes_on && matches!(block.kind, BlockKind::Paragraph | BlockKind::Item(_))
            });
            heads.extend(paragraphs.map(|block| Head {
                passage,
                level: PARAGRAPH,
                text: lead(&crate::knowledge::normal::plain(block.span.of(&prose.passage.text))),
            }));
        }
        Self(heads)
    }

    /// The items that stand for `shape` among the heads from passage `at` on, when one level has
    /// exactly as many heads as the form says.
    pub(super) fn expansion(&self, at: usize, shape: &Shape) -> Option<Vec<String>> {
        let mut levels: Vec<usize> = self.0.iter().map(|head| head.level).collect();
        levels.sort_unstable();
        levels.dedup();
        levels.into_iter().find_map(|level| {
            let following = self.0.iter().filter(|head| head.level == level && head.passage >= at);
            let texts: Vec<&str> = following.map(|head| head.text.as_str()).collect();
            match &shape.parts[..] {
                [part] if part.count > 2 && !part.key.is_empty() => keyed(&texts, part),
                [first, ..] if first.key.is_empty() && shape.total() > 2 => {
                    let heads = texts.iter().copied().map(unnumbered);
                    figured(heads, shape)
                }
                _ => None,
            }
        })
    }
}

/// The clauses with the key, when exactly as many heads in a row have it as the part counts, or as
/// many in all.
fn keyed(texts: &[&str], part: &Part) -> Option<Vec<String>> {
    let clauses: Vec<Option<&str>> = texts.iter().map(|text| clause(text, &part.key)).collect();
    let mut rows = clauses.chunk_by(|a, b| a.is_some() == b.is_some());
    let row = rows.find(|row| row[0].is_some() && row.len() == part.count);
    // Scattered over a long text they are no list.
    let dense = (texts.len() <= DENSE * part.count).then_some(&clauses[..]);
    let row: Vec<&str> = row.or(dense)?.iter().flatten().copied().collect();
    let whole = row.len() == part.count;
    whole.then(|| row.into_iter().map(|text| item(text, "").to_owned()).collect())
}

/// Heads that are not in a row are a list where at least one in so many of them has the key.
const DENSE: usize = 3;

/// The clause of a head that begins or ends with the key. 六个新提升 is the form, and none of the six.
fn clause<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let clauses = text.split(['，', ',', '。', '；', '：', ':', ' ']).map(unnumbered);
    let named = |clause: &str| {
        let counted = |(at, _): (usize, &str)| {
            clause[..at].ends_with(['个', '项', '大', '种', '条', '类', '双', '两'])
        };
        clause.match_indices(key).any(counted)
    };
    let mut own = clauses.filter(|clause| clause.len() > key.len() && !named(clause));
    own.find(|clause| clause.starts_with(key) || clause.ends_with(key))
}

/// A head without its number: 一、, （二）, 3..
fn unnumbered(text: &str) -> &str {
    let text = text.trim();
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = text.trim_start_matches(['(', '（']).trim_start_matches(numeral);
    match rest.strip_prefix(['、', '.', '．', ')', '）', '是']) {
        Some(rest) => rest.trim_start_matches('、').trim(),
        None => text,
    }
}

/// A first sentence is read no further, in characters.
const LEAD: usize = 80;

/// The first sentence of a paragraph.
fn lead(text: &str) -> String {
    first(text.split(['。', '\n']).next().unwrap_or(text), LEAD).to_owned()
}
