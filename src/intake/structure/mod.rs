//! Which lines of a text are headings, of which level, and which are captions: by positive evidence
//! alone. Nothing is a heading because it is short.

mod attached;
mod captions;
mod unnumbered;

use super::layout::{Block, BlockKind};
use super::roles::{Line, Role};
use super::shape::numbering::{Form, numbering};
use super::words;
use crate::text::segment::is_han;

pub(super) use attached::names as attached_names;

/// The longest heading, in characters; of a sentence-like numbered one less.
const LONGEST: usize = 60;
/// The same of one that a colon ends.
const OPENING: usize = 14;
/// Rank of the title of an attached document: above all numbers.
const ATTACHED: u8 = 0;

/// A line that may be a heading, with its rank: the smaller the higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    rank: u8,
    /// How many lines it takes.
    lines: usize,
}

/// The blocks of a text's body, headings and captions marked. `title` is the text's own title,
/// folded.
pub(super) fn mark(lines: Vec<Line>, title: &str) -> Vec<Block> {
    let lines = captions::mark(lines);
    let mut heads = proposed(&lines, title);
    contents(&lines, &mut heads);
    siblings(&lines, &mut heads);
    resolve(&lines, &mut heads);
    unnumbered::propose(&lines, &mut heads);
    resolve(&lines, &mut heads);
    leveled(lines, &heads)
}

/// Heads that the format, a number or a name speaks for.
fn proposed(lines: &[Line], title: &str) -> Vec<Option<Head>> {
    let mut heads: Vec<Option<Head>> = lines.iter().map(by_format).collect();
    for (at, line) in lines.iter().enumerate() {
        if heads[at].is_none() {
            heads[at] = numbered(line).map(|rank| Head { rank, lines: 1 });
        }
    }
    for (at, count) in attached::titles(lines, title) {
        heads[at] = Some(Head { rank: ATTACHED, lines: count });
        heads[at + 1..at + count].fill(None);
    }
    heads
}

/// A heading that the format marks as one.
fn by_format(line: &Line) -> Option<Head> {
    let BlockKind::Heading(level) = line.block.kind else { return None };
    let text = matches!(
        line.role,
        Role::Short
            | Role::Numbered(_)
            | Role::Office(_)
            | Role::Paragraph
            | Role::Bracket
            | Role::Contents
            | Role::AttachmentMark
            | Role::Frame(_)
    );
    let long = line.block.characters() > LONGEST * 2;
    let sentence = line.plain().contains('。') && line.block.characters() > LONGEST;
    (text && !long && !sentence).then_some(Head { rank: 10 + level.min(8), lines: 1 })
}

/// The rank of a short line that a number heads.
fn numbered(line: &Line) -> Option<u8> {
    if !matches!(line.role, Role::Numbered(_) | Role::Short | Role::Paragraph)
        || line.block.kind == BlockKind::Item
    {
        return None;
    }
    let number = numbering(line.plain())?;
    let rest = &line.plain()[number.length..];
    // 一、推荐条件: before its text.
    let opens = rest.strip_suffix(':').filter(|it| number.form == Form::Han && opens_text(it));
    let rest = opens.unwrap_or(rest);
    let characters = rest.chars().count();
    let limit = match number.form {
        Form::Part | Form::Chapter | Form::Section | Form::Han => LONGEST,
        Form::HanBracket => 50,
        _ => 36,
    };
    let longest = if characters > limit { return None } else { limit };
    let ends = rest.ends_with(['。', ';', ',', ':', '!', '?', '、'])
        || opens.is_none() && line.block.ends_sentence();
    let inner = rest.contains(['。', ';']);
    let empty =
        characters == 0 && !matches!(number.form, Form::Part | Form::Chapter | Form::Section);
    if ends || inner || empty || characters > longest || rest.matches(',').count() > 4 {
        return None;
    }
    rank(number.form)
}

/// Whether what stands between a number and a colon is the name of a part, and no list's lead.
fn opens_text(rest: &str) -> bool {
    let letters = rest.chars().count();
    (2..=OPENING).contains(&letters) && rest.chars().all(is_han)
}

/// The rank of a form of numbering; articles and items head nothing.
fn rank(form: Form) -> Option<u8> {
    Some(match form {
        Form::Part => 20,
        Form::Chapter => 21,
        Form::Section => 22,
        Form::Han => 24,
        Form::HanBracket => 25,
        Form::Bare => 26,
        Form::Arabic => 28,
        Form::Dotted(parts) => 27 + parts.min(6),
        Form::ArabicBracket => 36,
        Form::Article | Form::Item => return None,
    })
}

/// Lines of a table of contents head nothing: a run of heads behind 目录, or of which most come
/// again later.
fn contents(lines: &[Line], heads: &mut [Option<Head>]) {
    let Some(mark) = lines.iter().position(|line| line.role == Role::Contents) else { return };
    let mut seen: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(mark + 1) {
        if line.is_text() && line.role == Role::Paragraph && line.block.characters() > LONGEST {
            break;
        }
        // The first entry that comes again begins the text.
        let entry = bare_entry(line.plain());
        if seen.contains(&entry) {
            break;
        }
        seen.push(entry);
        heads[at] = None;
    }
}

/// An entry of contents without dots and page number.
fn bare_entry(plain: &str) -> &str {
    plain.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | ' ' | '-' | '(' | ')')
    })
}

/// Numbers that lists use as well head only where all of a run do, and there are two at least.
fn siblings(lines: &[Line], heads: &mut [Option<Head>]) {
    for form in [Form::Arabic, Form::ArabicBracket, Form::Bare] {
        let of_form = |line: &Line| {
            numbering(line.plain())
                .filter(|it| it.form == form && !matches!(line.role, Role::Markup | Role::Frame(_)))
        };
        let mut run: Vec<usize> = Vec::new();
        let mut last = 0;
        for at in 0..=lines.len() {
            let number = lines.get(at).and_then(of_form);
            let goes_on = number.is_some_and(|it| it.value == last + 1);
            if at == lines.len() || number.is_some() && !goes_on {
                settle(&run, lines, heads);
                run.clear();
            }
            if let Some(number) = number {
                run.push(at);
                last = number.value;
            }
        }
    }
}

/// Keeps the heads of one run of numbers or lets all fall.
fn settle(run: &[usize], lines: &[Line], heads: &mut [Option<Head>]) {
    let headed = run.iter().filter(|at| heads[**at].is_some()).count();
    let by_format = run.iter().any(|at| heads[*at].is_some_and(|head| head.rank < 20));
    let long = run
        .iter()
        .filter(|at| heads[**at].is_none() && lines[**at].block.characters() > 60)
        .count();
    // 1 总则 before 1.1 heads its part though it stands alone.
    let parts = run.len() == 1
        && lines
            .get(run[0] + 1)
            .and_then(|line| numbering(line.plain()))
            .is_some_and(|it| matches!(it.form, Form::Dotted(_)));
    if parts {
        return;
    }
    if !by_format && (headed < 2 || headed < run.len() || long > 0) {
        for at in run {
            if heads[*at].is_some_and(|head| head.rank >= 20) {
                heads[*at] = None;
            }
        }
    }
}

/// A heading stands before text, a table or a deeper heading. From the end back, so that a head
/// whose text fell falls too.
fn resolve(lines: &[Line], heads: &mut [Option<Head>]) {
    for at in (0..lines.len()).rev() {
        let Some(head) = heads[at] else { continue };
        let next = (at + head.lines..lines.len()).find(|next| !is_passed_over(&lines[*next]));
        let stands = next.is_some_and(|next| match heads[next] {
            Some(below) => below.rank > head.rank,
            None => {
                let line = &lines[next];
                line.reads_as_text()
                    || line.plain().contains(':')
                    || line.block.ends_sentence()
                    || line.plain().ends_with([':', ','])
                    || line
                        .numbering()
                        .is_some_and(|it| matches!(it.form, Form::Article | Form::Item))
                    || head.rank == ATTACHED
                    || matches!(
                        line.role,
                        Role::Addressee | Role::Salutation | Role::History | Role::AttachmentNote
                    )
                    || (head.rank < 20 && !line.plain().is_empty())
                    || line.block.kind == BlockKind::Item
                    || line.numbering().is_some() && line.block.characters() > 20
                    || leads_to_text(lines, heads, next, head.rank)
            }
        });
        if !stands {
            heads[at] = None;
        }
    }
}

/// Whether numbered lines of deeper ranks alone stand between here and text: headings without
/// siblings. Entries of a table of contents come to their like before they come to text.
fn leads_to_text(lines: &[Line], heads: &[Option<Head>], from: usize, above: u8) -> bool {
    for (line, head) in lines[from..].iter().zip(&heads[from..]).take(4) {
        if line.is_text() {
            return true;
        }
        let number = numbering(line.plain()).and_then(|number| rank(number.form));
        let deeper = head.map(|head| head.rank).or(number).is_some_and(|rank| rank > above);
        if !deeper {
            return false;
        }
    }
    false
}

/// Lines between a heading and its text that count for neither.
fn is_passed_over(line: &Line) -> bool {
    matches!(line.role, Role::Caption | Role::Bracket | Role::Session)
}

/// The blocks with the levels of their headings: 2 for the highest.
fn leveled(lines: Vec<Line>, heads: &[Option<Head>]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<u8> = Vec::new();
    let mut rest = 0;
    for (line, head) in lines.into_iter().zip(heads) {
        let mut block = line.block;
        if rest > 0 {
            rest -= 1;
            if let Some(last) = blocks.last_mut() {
                last.set_text(&super::describe::joined(&last.text, &block.text));
                last.span.end = block.span.end.max(last.span.end);
            }
            continue;
        }
        match head {
            Some(head) => {
                while open.last().is_some_and(|rank| *rank >= head.rank) {
                    open.pop();
                }
                open.push(head.rank);
                let level = u8::try_from(open.len() + 1).unwrap_or(6);
                block.kind = BlockKind::Heading(level.min(6));
                rest = head.lines - 1;
            }
            None if matches!(block.kind, BlockKind::Heading(_)) => block.kind = BlockKind::Text,
            None => {}
        }
        blocks.push(block);
    }
    blocks
}

/// Whether a line ends like a genre title: 实施方案, 管理办法.
fn is_genre_title(plain: &str) -> bool {
    words::genre(super::describe::without_bracket(plain)).is_some()
}

#[cfg(test)]
mod tests;
