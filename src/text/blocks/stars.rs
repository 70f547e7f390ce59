//! Emphasis that `CommonMark` does not see: its rules look for spaces or Latin punctuation around
//! `**`, and `**历经十年，**年年` has neither.

use crate::text::span::Span;

/// What ends or parts a clause, or closes a bracket: no emphasis begins before it.
const CLOSING: &str = "，。；：、！？…）》」』】〉〕”’,.;:!?)]}>";
/// What opens a bracket or a quotation: no emphasis ends behind it.
const OPENING: &str = "（《「『【〈〔“‘([{<";
/// Closing brackets and quotation marks.
const BRACKETS: &str = "）》」』】〉〕”’)]\"'";

/// A run of stars that the parser left in a text.
struct Run {
    span: Span,
    before: Option<char>,
    after: Option<char>,
}

/// The runs among `stars` (spans of single stars of `text`, in order) that open or close emphasis,
/// none across one of `borders` (offsets in `text`).
///
/// Two runs of the same length belong together if text follows the first and precedes the second
/// without a space, and something Chinese stands beside them. A pair of single stars must hold
/// brackets or quotation marks: a star alone marks a note or stands for a character (张*).
pub(super) fn emphasis(text: &str, stars: &[Span], borders: &[usize]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Vec<Run> = Vec::new();
    for run in runs(text, stars) {
        let with = |first: &Run| {
            let (start, end) = (first.span.end, run.span.start);
            let parted = borders.iter().any(|border| (start..end).contains(border));
            !parted && start < end && belong_together(first, &run)
        };
        let partner = open.iter().rposition(with).filter(|_| run.closes());
        if let Some(at) = partner {
            found.extend([open[at].span, run.span]);
            open.truncate(at);
        } else if run.opens() {
            open.push(run);
        }
    }
    found.sort_unstable();
    found
}

fn runs(text: &str, stars: &[Span]) -> Vec<Run> {
    let mut spans: Vec<Span> = Vec::new();
    for star in stars {
        match spans.last_mut() {
            Some(last) if last.end == star.start => last.end = star.end,
            _ => spans.push(*star),
        }
    }
    let run = |span: Span| Run {
        span,
        before: text[..span.start].chars().next_back(),
        after: text[span.end..].chars().next(),
    };
    spans.into_iter().map(run).collect()
}

fn belong_together(first: &Run, second: &Run) -> bool {
    let beside = [first.before, first.after, second.before, second.after];
    let chinese = beside.into_iter().flatten().any(|c| !c.is_ascii());
    let single = first.span.len() == 1;
    let brackets = second.before.is_some_and(|c| BRACKETS.contains(c));
    first.span.len() == second.span.len() && chinese && (!single || brackets)
}

impl Run {
    fn opens(&self) -> bool {
        self.after.is_some_and(|c| !c.is_whitespace() && !CLOSING.contains(c))
    }

    fn closes(&self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace() && !OPENING.contains(c))
    }
}
