//! HTML: the article by readability, as Markdown; what stands around it is said to be removed.

use std::collections::HashSet;

use dom_smoothie::Readability;
use htmd::HtmlToMarkdown;

use super::{Extracted, markdown};
use crate::intake::convert::Removed;
use crate::intake::rough::Line;
use crate::text::{Span, fold};

/// When less than this share of a page's running text is in what readability took for the
/// article, the whole page is read instead.
const LEAST_SHARE: f64 = 0.6;

/// The article of the page `text`.
pub(super) fn extract(text: &str) -> Extracted {
    let page = lines(text);
    let Some((article, title)) = article(text) else {
        return Extracted { lines: page, ..Extracted::default() };
    };
    let article = lines(&article);
    #[expect(clippy::cast_precision_loss, reason = "lengths of pages are far below 2^52")]
    let share = running(&article) as f64 / running(&page).max(1) as f64;
    if share < LEAST_SHARE {
        return Extracted { lines: page, title, ..Extracted::default() };
    }
    let kept: HashSet<String> = article.iter().map(|line| fold(&line.text).text).collect();
    let around = page.into_iter().filter(|line| !kept.contains(&fold(&line.text).text));
    let removed = around.map(|line| Removed { rule: "around_article", text: line.text });
    // The position in the page is lost with its markup: every line stands for the whole page.
    let whole = Span::new(0, text.len());
    let article = article.into_iter().map(|line| Line { span: whole, ..line });
    Extracted { lines: article.collect(), title, removed: removed.collect() }
}

fn article(html: &str) -> Option<(String, Option<String>)> {
    let mut page = Readability::new(html, None, None).ok()?;
    let article = page.parse().ok()?;
    let title = article.title.trim();
    // A site's name follows the title behind one of these.
    let title = title.split(['_', '|']).next().unwrap_or(title).trim();
    let title = title.rsplit_once(" - ").map_or(title, |(head, _)| head).trim();
    Some((article.content.to_string(), (!title.is_empty()).then(|| title.to_owned())))
}

/// The blocks of a page. Tables without a head get their first row for one, since Markdown has no
/// others.
fn lines(html: &str) -> Vec<Line> {
    let converter = HtmlToMarkdown::builder()
        .skip_tags(vec!["script", "style", "noscript", "iframe", "form", "button", "select"])
        .build();
    let markdown = converter.convert(html).unwrap_or_default();
    let mut extracted = markdown::extract(&markdown);
    if let Some(title) = extracted.title {
        extracted.lines.insert(0, Line::new(&title, Span::default()));
    }
    let whole = Span::new(0, html.len());
    extracted.lines.into_iter().map(|line| Line { span: whole, ..line }).collect()
}

/// How much of the lines is running text, in characters.
fn running(lines: &[Line]) -> usize {
    lines.iter().filter(|line| line.is_running()).map(Line::characters).sum()
}
