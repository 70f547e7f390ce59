//! From an extractor's blocks to the lines that a writer wrote: stray letters, lost and forced line
//! breaks, page numbers, second copies.

mod breaks;
mod headline;
mod letters;
mod pages;
mod twice;
mod unwrap;

use super::layout::Layout;
use super::removed::Removed;

/// Puts the lines of `layout` right; what goes is added to its `removed`.
pub(super) fn prepare(layout: &mut Layout) {
    let mut removed: Vec<Removed> = std::mem::take(&mut layout.removed);
    letters::apply(&mut layout.blocks, &mut removed);
    pages::apply(&mut layout.blocks, &mut removed);
    if !layout.is_whole {
        unwrap::apply(&mut layout.blocks);
    }
    breaks::apply(&mut layout.blocks);
    twice::apply(&mut layout.blocks, &mut removed);
    layout.removed = removed;
}

#[cfg(test)]
pub(super) fn blocks_of(text: &str) -> Vec<super::layout::Block> {
    let decoded = super::format::decode("t.txt", text.as_bytes()).unwrap();
    super::extract::extract(&decoded).blocks
}

#[cfg(test)]
pub(super) fn texts(blocks: &[super::layout::Block]) -> Vec<&str> {
    blocks.iter().map(|block| block.text.as_str()).collect()
}
