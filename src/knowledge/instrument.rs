//! Instruments: documents that offices issue to be followed or used, named in marks or by number.

mod form;
mod issue;
mod number;
mod work;

use form::{Form, form};
use issue::{Act, act};
pub(crate) use number::{Number, numbers};
use work::is_work;

use super::facts::{Claim, Details, FactType};
use super::marks::{Mark, Marked, clause_before, first, in_one_list, marked};
use super::reading::{Prose, Reading};
use super::{region, subject};
use crate::document::FrontMatter;
use crate::text::Span;

/// A name in quote marks has at least this many characters when it is a document's.
const LONG_ENOUGH: usize = 6;

/// The claims of passage `at`, in any order.
pub(super) fn claims(reading: &Reading<'_>, at: usize) -> Vec<Claim> {
    let prose = &reading.prose[at];
    let numbers = numbers(&prose.plain);
    let mut claims = titles(reading, at, &numbers);
    let stated = |number: &Number| {
        claims.iter().any(|claim| {
            claim.span.contains(number.span) || claim.details.number == number.span.of(&prose.plain)
        })
    };
    let bare: Vec<_> = numbers
        .iter()
        .filter(|number| !stated(number))
        .map(|number| {
            let details = Details {
                number: number.span.of(&prose.plain).to_owned(),
                class: "文件".to_owned(),
                ..Details::default()
            };
            let claim = Claim::new(FactType::Instrument, number.name.clone(), number.span);
            Claim { details, year: number.year, ..claim }
        })
        .collect();
    claims.extend(bare);
    claims
}

/// The documents whose titles stand in marks.
fn titles(reading: &Reading<'_>, at: usize, numbers: &[Number]) -> Vec<Claim> {
    let prose = &reading.prose[at];
    let text = &prose.plain;
    let mut claims = Vec::new();
    let mut before: Option<(Marked, Act, bool)> = None;
    let mut covered = 0;
    for name in marked(text) {
        if name.outer.start < covered || name.mark == Mark::Inner {
            continue;
        }
        let listed = before.as_ref().filter(|(last, _, _)| in_one_list(text, last, &name));
        let act = match listed {
            // Whoever made the first of a list made the others, unless these name a place.
            Some((_, act, _)) if !act.issues && region::leading(name.inner.of(text)).is_some() => {
                Act { issuer: String::new(), ..act.clone() }
            }
            Some((_, act, _)) => act.clone(),
            None => act_before(reading, at, &name),
        };
        let numbered = numbers.iter().any(|number| beside(text, &name, number.span));
        let listed = listed.is_some_and(|(_, _, is)| *is) || numbered;
        let class = class(prose, &name, &act, listed);
        if name.mark != Mark::Quote || class.is_some() {
            covered = name.outer.end;
        }
        if let Some(class) = class {
            let mut claim = claim(text, &name, &act, class, numbers);
            own(reading.front_matter, &mut claim);
            claims.push(claim);
        }
        before = Some((name, act, class.is_some()));
    }
    claims
}

/// What is done with a document that no list comes before.
fn act_before(reading: &Reading<'_>, at: usize, name: &Marked) -> Act {
    let start = name.outer.start;
    let prose = &reading.prose[at];
    let owner = reading.actor(at, start).and_then(|actor| actor.organization.as_deref());
    let clause = clause_before(&prose.plain, start);
    let mut act = act(clause, owner);
    if !act.issues
        && let Some(behind) = issue::act_behind(&prose.plain[name.outer.end..])
    {
        return behind;
    }
    if act.issues && act.issuer.is_empty() {
        // 石门局党委在…的基础上，制定了: who acts opens an earlier clause.
        let from = start - clause.len();
        let sentence = prose.sentence_at(start);
        let head = Span::new(from, from);
        let bodies = subject::before(&prose.plain, sentence, head, &reading.rules);
        act.issuer = bodies.into_iter().find(|it| issue::is_office(it)).unwrap_or_default();
    }
    act
}

/// The class of a marked name when it is a document's; `listed` when the one before it in its list
/// is one, or a document number stands beside it.
fn class(prose: &Prose<'_>, name: &Marked, act: &Act, listed: bool) -> Option<&'static str> {
    let text = &prose.plain;
    let title = name.inner.of(text);
    let (before, after) = (&text[..name.outer.start], &text[name.outer.end..]);
    if is_work(title, before, after) {
        return None;
    }
    let form = form(title);
    let decided = act.decides || (listed && act.issues) || is_adopted(after);
    let about = title.contains("关于");
    let long = title.chars().count() >= LONG_ENOUGH;
    let label = name.mark == Mark::Lens && is_label(title, before, after);
    let is = match (name.mark, form) {
        _ if label => false,
        (Mark::Title, Some(Form::Sure(_))) => true,
        (Mark::Title | Mark::Lens, Some(Form::Weak(_))) => act.issues || listed || about,
        (Mark::Title, None) => decided || (title.starts_with("关于") && !act.verb.is_empty()),
        (Mark::Lens, Some(Form::Sure(_))) => long || decided,
        (Mark::Lens, None) => decided,
        (Mark::Quote, Some(Form::Sure(_))) => act.decides && act.issues && long,
        _ => false,
    };
    is.then(|| form.map_or("", Form::word))
}

/// Whether what follows a title says that it was adopted: 《…》|已经…常务会议讨论通过.
fn is_adopted(after: &str) -> bool {
    let clause = after.split(['，', '。', '；', '\n']).next().unwrap_or(after);
    let by = ["已经", "业经", "经", "已于"].iter().any(|word| clause.starts_with(word));
    by && ["通过", "同意", "审定"].iter().any(|word| clause.ends_with(word))
}

/// 【…】 at the start of a line, before the text that it heads, is a label.
fn is_label(title: &str, before: &str, after: &str) -> bool {
    let starts = before.is_empty() || before.ends_with('\n');
    let heads =
        !after.trim_start().starts_with(['、', '。', '；', ';', '，', ',', '【', '和', '及', '与']);
    (starts && heads && !after.is_empty()) || title.chars().count() < 2
}

/// What the document that issues an instrument says of itself: the number and office of 关于印发
/// 《办法》的通知 are those of the 办法.
fn own(front_matter: &FrontMatter, claim: &mut Claim) {
    let before = front_matter.title.split(&claim.name).next().unwrap_or_default();
    let issued = before.len() < front_matter.title.len()
        && ["印发", "发布", "公布", "《", "<", "〈"].iter().any(|it| before.ends_with(it));
    let number = front_matter.number.as_ref().filter(|_| issued);
    let Some(number) = number.filter(|_| claim.details.number.is_empty()) else { return };
    claim.details.number.clone_from(number);
    claim.year = claim.year.or_else(|| numbers(number).first().and_then(|it| it.year));
    if let Some(office) = front_matter.organization.as_ref() {
        claim.details.issuer.clone_from(office);
    }
}

fn claim(text: &str, name: &Marked, act: &Act, class: &str, numbers: &[Number]) -> Claim {
    let number = numbers.iter().find(|number| beside(text, name, number.span));
    let stated = issue::in_title(name.inner.of(text));
    let ordered = number.and_then(|number| issue::of_order(&number.name));
    let told = Some(act.issuer.as_str()).filter(|issuer| !issuer.is_empty());
    let central = || number.and_then(|number| issue::of_mark(&number.name));
    let issuer = stated.or(ordered).or(told).or_else(central).unwrap_or_default();
    let details = Details {
        verb: act.verb.clone(),
        issuer: issuer.to_owned(),
        number: number.map(|number| number.span.of(text).to_owned()).unwrap_or_default(),
        class: class.to_owned(),
        ..Details::default()
    };
    let year =
        number.and_then(|number| number.year).or_else(|| year_behind(&text[name.outer.end..]));
    let claim = Claim::new(FactType::Instrument, name.inner.of(text).trim(), name.outer);
    Claim { details, year, ..claim }
}

/// Whether a document number belongs to a title: in brackets right after it, or right before it.
fn beside(text: &str, name: &Marked, number: Span) -> bool {
    let between = if number.start >= name.outer.end {
        &text[name.outer.end..number.start]
    } else if number.end <= name.outer.start {
        &text[number.end..name.outer.start]
    } else {
        return false;
    };
    if between.len() > 60 || between.contains(['，', '。', '）']) && between.len() > 24 {
        return false;
    }
    let between = between.trim_matches(['(', ')', '（', '）', ' ', ':', '：']);
    // （国务院国资委、财政部令第3号）: whose order it is stands in the same brackets.
    let issuers = text[name.outer.end.min(number.start)..].starts_with('（')
        && number.start > name.outer.end
        && between.chars().all(|c| crate::text::segment::is_han(c) || c == '、');
    // 《…》由市政府以|某政发〔2016〕23号|印发.
    let behind = &text[number.end..];
    let by = between.starts_with('由')
        && between.ends_with('以')
        && ["印发", "发布", "下发"].iter().any(|word| behind.starts_with(word));
    let between = if by { "" } else { between };
    let between = between.strip_prefix('的').unwrap_or(between);
    let between = between.trim_end_matches(['为', '是', '：', ':']);
    issuers
        || ["", "文号", "发文字号", "字号", "发文号", "文件", "印发", "印发的"].contains(&between)
}

/// （2018年印发） after a title.
fn year_behind(after: &str) -> Option<u16> {
    let inside = after.strip_prefix(['(', '（'])?.trim_start();
    let year = first(inside, 4);
    let rest = inside[year.len()..].trim_start();
    let year = year.parse().ok().filter(|year| (1900..=2100).contains(year))?;
    rest.starts_with('年').then_some(year)
}

#[cfg(test)]
mod tests;
