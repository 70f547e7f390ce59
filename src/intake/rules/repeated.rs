//! An article that stands twice in one file is kept once.

use std::collections::HashMap;

use crate::intake::convert::Removed;
use crate::intake::rough::Line;
use crate::text::fold;

/// A repetition has at least this many lines in the same order …
const LINES: usize = 3;
/// … and this many characters.
const CHARACTERS: usize = 200;

/// A second copy begins where the article does, within this many lines …
const BEGINNING: usize = 5;

/// Takes away every run of lines that has stood before in the same order: a second copy of the
/// article from its beginning, or of most of what stands before it. A list that a law repeats
/// stays.
pub(super) fn apply(lines: &mut Vec<Line>, removed: &mut Vec<Removed>) {
    let folded: Vec<String> = lines.iter().map(|line| fold(&line.text).text).collect();
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut repeats = vec![false; lines.len()];
    let mut index = 0;
    while index < folded.len() {
        let run = first.get(folded[index].as_str()).map_or(0, |&from| {
            let pairs = folded[from..index].iter().zip(&folded[index..]);
            pairs.take_while(|(before, now)| before == now).count()
        });
        let long =
            folded[index..index + run].iter().map(|text| text.chars().count()).sum::<usize>();
        let from = first.get(folded[index].as_str()).copied().unwrap_or(index);
        let before = folded[..index].iter().map(|text| text.chars().count()).sum::<usize>();
        let copy = from < BEGINNING || long * 2 > before;
        if run >= LINES && long >= CHARACTERS && copy {
            repeats[index..index + run].fill(true);
            index += run;
        } else {
            first.entry(&folded[index]).or_insert(index);
            index += 1;
        }
    }
    let mut repeats = repeats.into_iter();
    let taken = lines.extract_if(.., |_| repeats.next().unwrap_or(false));
    removed.extend(taken.map(|line| Removed { rule: "repeated", text: line.text }));
}

#[cfg(test)]
mod tests {
    use super::super::{lines_of, texts};
    use super::*;

    #[test]
    fn a_second_copy_goes_and_a_repeated_heading_stays() {
        let paragraph = |n: usize| format!("{}。\n", format!("第{n}段内容各不相同").repeat(8));
        let article: String = (0..4).map(paragraph).collect();
        let text = format!("做法\n{article}做法\n另一段。\n做法\n{article}尾\n");
        let list: String = (0..4).map(|n| format!("({n}){}。\n", "列举事项".repeat(13))).collect();
        let law =
            format!("{article}{article2}第一条\n{list}第二条\n{list}", article2 = "其他规定。\n");
        let mut kept = lines_of(&law);
        apply(&mut kept, &mut Vec::new());
        assert_eq!(kept.len(), law.lines().count(), "a list that a law repeats stays");
        let mut lines = lines_of(&text);
        let mut removed = Vec::new();
        apply(&mut lines, &mut removed);
        assert_eq!(texts(&lines).len(), 5 + 2 + 1);
        assert_eq!(removed.len(), 5);
    }
}
