//! Titles that a draft writes without book marks (某市人民政府印发关于…的实施意见), beside the
//! documents near the sentence: another sort of paper, another number, another issuer.

use super::bodies::{Kinship, kinship};
use super::claims::letters;
use super::finding::{Class, Difference, Finding, Verdict};
use super::measures;
use super::shelf::Shelf;
use super::statements::Statement;
use super::titles::of_document;
use crate::index::engine::EngineError;
use crate::index::entry::DocumentEntry;
use crate::knowledge::{instrument, region};
use crate::text::Span;

/// Letters of a title, from 关于 to its sort of paper, that tell which is meant.
const STEM: usize = 10;
/// How much of a sentence's other words a document has whose number the sentence mistells.
const WORDS_HELD: f32 = 0.62;
/// Letters between who issues and what is issued.
const BETWEEN: usize = 4;
/// Sorts of papers, the longer first.
const SORTS: [&str; 14] = [
    "实施意见",
    "实施方案",
    "工作方案",
    "行动方案",
    "行动计划",
    "实施细则",
    "管理办法",
    "通知",
    "意见",
    "办法",
    "方案",
    "决定",
    "通报",
    "公告",
];
/// What an issuer does with a document.
const ISSUES: [&str; 6] = ["联合印发", "印发了", "印发", "出台了", "出台", "制定"];

/// What a sentence says of the documents near it whose titles it writes plainly.
pub(super) fn findings(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Vec<Finding>, EngineError> {
    let numbered_itself = instrument::numbers(statement.text).iter().any(|it| it.year.is_some());
    if !numbered_itself && !statement.text.contains("关于") {
        return Ok(Vec::new());
    }
    let mut seen = Vec::new();
    for place in &statement.near {
        let card = shelf.passage(*place)?.entry.document.clone();
        if seen.contains(&card.id) {
            continue;
        }
        let stem = stem(&card.title).filter(|(stem, _)| written(statement.text, stem).is_some());
        if stem.is_none() && !numbered_itself {
            seen.push(card.id);
            continue;
        }
        let document = shelf.snapshot.engine.document(&card.id)?;
        seen.push(card.id);
        let Some(document) = document else { continue };
        let found = stem.and_then(|(stem, sort)| told_as(statement, &document, &stem, sort));
        let found = match found {
            None => numbered(shelf, statement, &document)?,
            found => found,
        };
        if found.is_some() {
            return Ok(found.into_iter().collect());
        }
    }
    Ok(Vec::new())
}

/// A title without its issuer, up to its sort of paper, and that sort.
fn stem(title: &str) -> Option<(String, &'static str)> {
    let title = letters(title);
    let title = &title[title.find("关于")?..];
    let sort = SORTS.into_iter().find(|sort| title.ends_with(sort))?;
    let stem = title[..title.len() - sort.len()].trim_end_matches('的');
    (stem.chars().count() >= STEM).then(|| (stem.to_owned(), sort))
}

/// Where the sentence writes the title, and what of it is another's.
fn told_as(
    statement: &Statement<'_>,
    document: &DocumentEntry,
    stem: &str,
    sort: &'static str,
) -> Option<Finding> {
    let text = statement.text;
    let at = written(text, stem)?;
    let rest = text[at.end..].trim_start_matches(['》', '”', '的']);
    let start = text.len() - rest.len();
    let about = &document.front_matter;
    if let Some(own) = SORTS.into_iter().find(|own| rest.starts_with(own))
        && own != sort
        && !sort.ends_with(own)
    {
        let span = Span::new(start, start + own.len());
        let message =
            format!("文件名称与库中不一致：草稿作“{own}”，库中为“{sort}”（《{}》）", about.title);
        return Some(differing(statement, document, (Class::Title, span), (message, sort)));
    }
    let (body, place) = issuer(text, at.start)?;
    let held = about.organization.as_deref()?;
    let there = about.region.as_deref().and_then(region::parse_path);
    let own = body.of(text);
    let other = kinship((own, place.or(there)), (held, there)) == Kinship::Other;
    // A body of the same place that passes on what another has issued.
    let passes_on = text[body.end..at.start].contains('转');
    (other && !passes_on).then(|| {
        let message =
            format!("《{}》的制发单位与库中不一致：草稿作{own}，库中为{held}", about.title);
        differing(statement, document, (Class::Name, body), (message, held))
    })
}

/// The bytes of a text whose letters are these.
fn written(text: &str, wanted: &str) -> Option<Span> {
    let from = text.find("关于")?;
    let mut wanted = wanted.chars().peekable();
    for (at, c) in text[from..].char_indices() {
        let own = letters(c.encode_utf8(&mut [0; 4]));
        if own.is_empty() {
            continue;
        }
        if own.chars().next() != wanted.next() {
            return None;
        }
        if wanted.peek().is_none() {
            return Some(Span::new(from, from + at + c.len_utf8()));
        }
    }
    None
}

/// The body that issues what begins at `start`, where it opens the clause.
fn issuer(text: &str, start: usize) -> Option<(Span, Option<&'static region::Region>)> {
    let head = &text[..start];
    let from = head.rfind(['，', '。', '；', '：']).map_or(0, |at| at + '，'.len_utf8());
    let clause = head[from..].trim_end_matches(['《', '“', ' ']);
    let verb = ISSUES.iter().filter_map(|verb| clause.rfind(verb).map(|at| (at, verb.len())));
    let (at, length) = verb.min_by_key(|(at, _)| *at)?;
    let between = clause[at + length..].chars().count() <= BETWEEN;
    let body = Span::new(from, from + at);
    let named = ["政府", "局", "厅", "委", "办公室", "部", "委员会", "院", "办公厅"];
    let is_body = named.iter().any(|end| body.of(text).ends_with(end)) && at >= 9;
    let place = region::leading(body.of(text)).map(|(place, _)| place);
    (between && is_body).then_some((body, place))
}

/// A number of the sentence that the library does not hold, where the document that the sentence
/// speaks of has another of the same mark and year.
fn numbered(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    document: &DocumentEntry,
) -> Result<Option<Finding>, EngineError> {
    let Some(held) = document.front_matter.number.as_deref() else { return Ok(None) };
    let text = statement.text;
    for number in instrument::numbers(text) {
        let own = number.span.of(text);
        let head = |it: &str| {
            letters(it)
                .trim_end_matches(|c: char| !c.is_ascii_digit())
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .to_owned()
        };
        let same = letters(own) == letters(held);
        if same || head(own) != head(held) || number.year.is_none() {
            continue;
        }
        if !shelf.snapshot.engine.named(own)?.is_empty() {
            continue;
        }
        let rest = letters(&text.replace(own, "\u{0}"));
        let whole = letters(&document.front_matter.title) + &letters(&document.body);
        if measures::share(&rest, &whole) < WORDS_HELD {
            continue;
        }
        let message = format!(
            "文号与库中不一致：草稿作{own}，库中《{}》为{held}",
            document.front_matter.title
        );
        let place = (Class::Title, number.span);
        return Ok(Some(differing(statement, document, place, (message, held))));
    }
    Ok(None)
}

fn differing(
    statement: &Statement<'_>,
    document: &DocumentEntry,
    (class, span): (Class, Span),
    (message, held): (String, &str),
) -> Finding {
    let draft = span.of(statement.text).to_owned();
    let span = span.shift(statement.span.start);
    Finding {
        span,
        suggestion: Some(held.to_owned()),
        difference: vec![Difference { span, draft, held: held.to_owned() }],
        evidence: vec![of_document(document)],
        confidence: 0.75,
        ..Finding::new(class, Verdict::Differs, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_without_its_issuer_is_known_by_its_stem() {
        let title = "青山县人民政府关于贯彻落实《河东省稳定就业若干措施》的实施意见";
        let (stem, sort) = stem(title).expect("it is long enough");
        assert_eq!((stem.as_str(), sort), ("关于贯彻落实河东省稳定就业若干措施", "实施意见"));
        let text = "县人社局印发关于贯彻落实《河东省稳定就业若干措施》的工作方案。";
        let at = written(text, &stem).expect("it stands there");
        assert_eq!(at.of(text), "关于贯彻落实《河东省稳定就业若干措施");
        assert_eq!(issuer(text, at.start).map(|it| it.0.of(text)), Some("县人社局"));
    }
}
