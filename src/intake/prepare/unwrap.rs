//! Text with a line end at every printed line gets its paragraphs back, by the width of its lines.

use crate::intake::layout::{Block, BlockKind};
use crate::intake::shape::{info, numbering, opening};

/// Lines of full width at least.
const LINES: usize = 4;
/// The width of a line that is no title and no entry of a list.
const LONG: usize = 56;
/// A line is full within this many columns of the width.
const NEAR: usize = 8;
/// What is longer than this is no paragraph, in bytes.
const LONGEST: usize = 20_000;
/// The narrowest and the widest page, in columns (a Chinese character is two).
const NARROW: usize = 28;
const WIDE: usize = 130;

/// Joins the lines of paragraphs when the text is wrapped.
pub(super) fn apply(blocks: &mut Vec<Block>) {
    let Some(width) = width(blocks) else { return };
    // Indents part paragraphs where some lines have them and most have not.
    let set_in = blocks.iter().filter(|block| block.indent >= 2).count();
    let indented = set_in * 20 > blocks.len() && set_in * 10 < blocks.len() * 6;
    // Where nearly every line is set apart, blank lines part no paragraphs.
    let reach = blocks
        .iter()
        .filter(|block| columns(block) + NEAR >= width && columns(block) <= width + 2)
        .count();
    let apart = blocks.iter().filter(|block| block.apart).count();
    let spaced = apart * 10 > blocks.len() * 8 && reach * 2 > blocks.len();
    let mut joined: Vec<Block> = Vec::new();
    let mut full = false;
    for mut block in blocks.drain(..) {
        block.apart &= !spaced;
        let wide = columns(&block);
        // Figures and marks that may not begin a line leave some lines shorter.
        let slack = if block.ends_sentence() { NEAR - 3 } else { NEAR + 2 };
        // Where lines are broken at a number of characters, figures make them narrower.
        let by_letters = block.indent + 2 * block.text.chars().count() + 2 >= width
            && wide + 2 * NEAR >= width
            && !block.ends_sentence();
        let is_full = (wide + slack >= width || by_letters) && wide <= width + 2;
        match joined.last_mut() {
            Some(last) if full && goes_on(last, &block, indented) => last.append(&block),
            _ => joined.push(block),
        }
        full = is_full;
    }
    *blocks = joined;
}

/// The printed width of the lines, when the text is wrapped: many lines reach it, few pass it, and
/// most that reach it do not end a sentence.
fn width(blocks: &[Block]) -> Option<usize> {
    let lines: Vec<&Block> = blocks.iter().filter(|block| block.kind == BlockKind::Text).collect();
    let mut counts = vec![0_usize; WIDE + NEAR + 1];
    for line in &lines {
        let columns = columns(line);
        if columns < counts.len() {
            counts[columns] += 1;
        }
    }
    let near = |width: usize| counts[width.saturating_sub(NEAR)..=width].iter().sum::<usize>();
    let width = (NARROW..=WIDE).max_by_key(|width| (near(*width), *width))?;
    // The width of the longest of these lines.
    let width =
        (width.saturating_sub(NEAR)..=width).rev().find(|at| counts[*at] > 0).unwrap_or(width);
    let reach: Vec<&&Block> = lines
        .iter()
        .filter(|line| (width.saturating_sub(NEAR)..=width).contains(&columns(line)))
        .collect();
    let wider = lines.iter().filter(|line| columns(line) > width).count();
    let open =
        reach.iter().filter(|line| !line.ends_sentence() && !line.plain.ends_with(':')).count();
    // Fewer lines count where they are long, of one width and all broken off.
    let equal = reach.len() + 1 == LINES
        && open == reach.len()
        && width >= LONG
        && reach.iter().all(|line| columns(line) + 2 >= width);
    let wrapped = (reach.len() >= LINES || equal)
        && reach.len() * 5 >= lines.len()
        && open * 10 >= reach.len() * 6
        && wider * 100 <= lines.len() * 3;
    wrapped.then_some(width)
}

/// The width of a line with the space before it.
fn columns(block: &Block) -> usize {
    let width =
        |c: char| if u32::from(c) >= 0x2e80 || "“”‘’—…·".contains(c) { 2 } else { 1 };
    block.indent + block.text.chars().map(width).sum::<usize>()
}

/// Whether `next` goes on with the paragraph of `last`, whose last line was full.
fn goes_on(last: &Block, next: &Block, indented: bool) -> bool {
    let endless = last.text.len() > LONGEST;
    if endless || last.kind != BlockKind::Text || next.kind != BlockKind::Text {
        return false;
    }
    let starts = numbering::numbering(&next.plain).is_some_and(|number| {
        number.form != numbering::Form::Bare && number.form != numbering::Form::Item
    });
    let ended = last.ends_sentence() || last.plain.ends_with(':');
    if indented && next.indent >= 2
        || next.apart
        || next.indent >= last.indent + 2 && next.indent >= 2
    {
        return false;
    }
    if starts && ended
        || opening::is_attachment_mark(&next.plain)
        || opening::is_salutation(&next.plain)
    {
        return false;
    }
    if info::read(&next.text).is_some() && ended {
        return false;
    }
    !ended || !next.apart && (indented || !starts)
}

#[cfg(test)]
mod tests {
    use super::super::{blocks_of, texts};
    use super::*;

    const PARAGRAPHS: [&str; 4] = [
        "去年以来，全县各级各部门认真落实决策部署，聚焦重点任务，狠抓工作落实，经济社会发展取得了新的成效，群众获得感明显增强。",
        "全县新建便民服务站126个，培训代办员480名，累计办理事项12.6万件，按时办结率达到99.2%，群众满意度稳步提高。",
        "各乡镇结合实际开展了形式多样的服务活动，把服务送到田间地头，得到了广大群众的一致好评和上级部门的充分肯定。",
        "下一步，将继续巩固提升工作成效，进一步完善长效机制，推动各项工作再上新台阶，为全县高质量发展作出更大贡献。",
    ];

    fn wrapped(width: usize, indent: &str, between: &str) -> String {
        let mut text = String::from("某县便民服务工作情况\n\n");
        for paragraph in PARAGRAPHS {
            let letters: Vec<char> = format!("{indent}{paragraph}").chars().collect();
            for line in letters.chunks(width) {
                text.extend(line);
                text.push('\n');
            }
            text.push_str(between);
        }
        text
    }

    #[test]
    fn paragraphs_come_back_at_every_width() {
        for width in [18, 20, 25, 28, 36, 40, 45] {
            for (indent, between) in [("　　", ""), ("", "\n"), ("　　", "\n")] {
                let mut blocks = blocks_of(&wrapped(width, indent, between));
                apply(&mut blocks);
                let expected: Vec<&str> =
                    [vec!["某县便民服务工作情况"], PARAGRAPHS.to_vec()].concat();
                assert_eq!(texts(&blocks), expected, "{width} {indent:?} {between:?}");
            }
        }
    }

    #[test]
    fn text_that_is_not_wrapped_stays() {
        let text = PARAGRAPHS.join("\n") + "\n一、总体要求\n二、重点任务\n三、保障措施\n四、附则\n";
        let mut blocks = blocks_of(&text);
        apply(&mut blocks);
        assert_eq!(blocks.len(), 8);
    }
}
