//! An article that stands twice in one file is kept once.

use std::collections::HashMap;

use crate::intake::layout::Block;
use crate::intake::removed::Removed;

/// A repetition has at least this many lines in the same order …
const LINES: usize = 3;
/// … and this many characters.
const CHARACTERS: usize = 200;

/// A second copy begins where the article does, within this many lines …
const BEGINNING: usize = 5;

/// Takes away every run of lines that has stood before in the same order: a second copy of the
/// article from its beginning, or of most of what stands before it. A list that a law repeats
/// stays. Linear in the number of lines.
pub(super) fn apply(lines: &mut Vec<Block>, removed: &mut Vec<Removed>) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut repeats = vec![false; lines.len()];
    // Characters before each line.
    let mut before = vec![0];
    before.extend(lines.iter().scan(0, |sum, line| {
        *sum += line.characters();
        Some(*sum)
    }));
    let mut index = 0;
    while index < lines.len() {
        let from = first.get(lines[index].plain.as_str()).copied();
        let run = from.map_or(0, |from| {
            let pairs = lines[from..index].iter().zip(&lines[index..]);
            pairs.take_while(|(before, now)| before.plain == now.plain).count()
        });
        let long = before[index + run] - before[index];
        let copy = from.is_some_and(|from| from < BEGINNING) || long * 2 > before[index];
        if run >= LINES && long >= CHARACTERS && copy {
            repeats[index..index + run].fill(true);
        } else {
            for line in &lines[index..index + run.max(1)] {
                first.entry(&line.plain).or_insert(index);
            }
        }
        index += run.max(1);
    }
    let mut repeats = repeats.into_iter();
    let taken = lines.extract_if(.., |_| repeats.next().unwrap_or(false));
    removed.extend(taken.map(|line| Removed::by("repeated", &line.text)));
}

#[cfg(test)]
mod tests {
    use super::super::{blocks_of, texts};
    use super::*;

    #[test]
    fn a_second_copy_goes_and_a_repeated_heading_stays() {
        let paragraph = |n: usize| format!("{}。\n", format!("第{n}段内容各不相同").repeat(8));
        let article: String = (0..4).map(paragraph).collect();
        let text = format!("做法\n{article}做法\n另一段。\n做法\n{article}尾\n");
        let list: String = (0..4).map(|n| format!("({n}){}。\n", "列举事项".repeat(13))).collect();
        let law =
            format!("{article}{article2}第一条\n{list}第二条\n{list}", article2 = "其他规定。\n");
        let mut kept = blocks_of(&law);
        apply(&mut kept, &mut Vec::new());
        assert_eq!(kept.len(), law.lines().count(), "a list that a law repeats stays");
        let mut lines = blocks_of(&text);
        let mut removed = Vec::new();
        apply(&mut lines, &mut removed);
        assert_eq!(texts(&lines).len(), 5 + 2 + 1);
        assert_eq!(removed.len(), 5);
    }
}
