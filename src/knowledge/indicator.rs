//! Indicators: figures with what they measure.

mod words;
mod counting;
mod figure;
mod edges;
mod phrase;
mod noun;
mod name;
mod setting;
mod respectively;
mod table;

use super::facts::{Claim, Details, FactType};
use super::reading::Reading;
use super::rules::Rules;
use crate::text::Span;
use figure::{Figure, figures};
use phrase::{Before, Scene};
use words::{Role, words};

/// Verbs whose object is a deed: 完成1536个城中村|改造.
const CARRIES_OUT: [&str; 9] =
    ["完成", "开展", "推进", "推动", "实施", "实现", "启动", "加快", "牵头完成"];

/// What a figure measures, and the verb that governs it.
#[derive(Debug, Clone, Copy, Default)]
struct Measure {
    /// The noun phrase; empty where the text has none.
    phrase: Span,
    verb: Option<Span>,
    /// What a percentage is of.
    base: Option<Span>,
    /// What the claim's span covers.
    span: Span,
}

/// The indicators of passage `at`: every counted or measured figure, with its measure and verb
/// where they touch it in its span. Linear in the passage's length.
pub(super) fn claims(reading: &Reading<'_>, at: usize) -> Vec<Claim> {
    let prose = &reading.prose[at];
    let text = prose.plain.as_str();
    let hidden = setting::hidden(text);
    let rows = table::rows(prose);
    let mut figures = figures(text, &prose.numbers, &hidden);
    figures.retain(|it| !rows.iter().any(|(row, _)| row.contains(it.span)));
    let tabled = table::claims(reading, at, &rows);
    if figures.is_empty() {
        return tabled;
    }
    let rules: &Rules = &reading.rules;
    let mut words = words(text, rules);
    words.retain(|word| !hidden.iter().any(|it| it.contains(word.span)));
    let numbers = &prose.numbers;
    let asides = setting::asides(text, numbers);
    let scene = Scene { text, words, figures, numbers, asides, home: reading.home, rules };
    let measures = measures(&scene);
    let shares = respectively::shares(&scene, &measures);
    let tells = |index: &usize| {
        let Measure { phrase, verb, base, .. } = measures[*index];
        let counts = !matches!(scene.figures[*index].unit.as_str(), "" | "%");
        // A share or a bare number of nothing says nothing.
        let of_something = counts || !phrase.is_empty() || verb.is_some() || base.is_some();
        (of_something || shares[*index].is_some()) && !phrase.of(text).ends_with("之一")
    };
    let made = (0..scene.figures.len()).filter(tells).map(|index| {
        let sentence = prose.sentence_at(scene.figures[index].span.start);
        let claim = claim(&scene, index, &measures[index], shares[index].as_deref());
        let head = Span::new(sentence.start, claim.span.start.max(sentence.start));
        Claim { year: setting::year(&scene, head), ..claim }
    });
    // What is counted may turn out to be a word that names nothing (1亿的等).
    made.filter(|claim| !claim.name.is_empty()).chain(tabled).collect()
}

fn claim(scene: &Scene<'_>, index: usize, measure: &Measure, share: Option<&str>) -> Claim {
    let Figure { value, upper, unit, qualifier, .. } = scene.figures[index].clone();
    let of = |span: Span| span.of(scene.text).to_owned();
    let phrase = share.map_or_else(|| of(measure.phrase), str::to_owned);
    let verb = measure.verb.map(of).unwrap_or_default();
    let named = match share {
        Some(share) => name::plain(share, scene.rules),
        None => name::canonical(&phrase, scene.rules),
    };
    let fallback = if verb.is_empty() { unit.clone() } else { verb.clone() };
    let name = if named.is_empty() { fallback } else { named };
    let base = measure.base.map(of).unwrap_or_default();
    let details = Details {
        value: Some(value),
        upper,
        unit,
        qualifier,
        measure: phrase,
        verb,
        base,
        ..Details::default()
    };
    let figure = Some(scene.figures[index].span);
    Claim { details, figure, ..Claim::new(FactType::Indicator, name, measure.span) }
}

/// The measure of every figure, in order.
fn measures(scene: &Scene<'_>) -> Vec<Measure> {
    let mut measures: Vec<Measure> = Vec::with_capacity(scene.figures.len());
    for index in 0..scene.figures.len() {
        let own = measure(scene, index);
        let measure = match measures.last() {
            Some(previous) if own.phrase.is_empty() || scene.only_where(own.phrase) => {
                inherited(scene, index, own, *previous)
            }
            Some(previous) if own.verb.is_none() && in_row(scene, index, own.span.start) => {
                Measure { verb: previous.verb, ..own }
            }
            _ => own,
        };
        // 环翠区有63人获得…: where it is counted is not what.
        let place = !measure.phrase.is_empty() && scene.is_place(measure.phrase);
        let phrase = Span::new(measure.phrase.end, measure.phrase.end);
        measures.push(if place { Measure { phrase, ..measure } } else { measure });
    }
    for index in (0..scene.figures.len().saturating_sub(1)).rev() {
        let next = measures[index + 1];
        let one = &mut measures[index];
        // 11类共14张流程图表: the first is of what the second is of.
        let joined = adjoins(scene, index);
        if one.phrase.is_empty() && joined {
            one.phrase = next.phrase;
        }
        let from = scene.text[..scene.figures[index].span.start].ends_with(['由', '从']);
        if one.verb.is_none() && from && next.phrase == one.phrase {
            one.verb = next.verb;
        }
        let verb = one.verb;
        if joined && next.verb.is_none() {
            measures[index + 1].verb = verb;
        }
    }
    measures
}

/// Whether only an adverb or nothing stands between a figure and the next.
fn adjoins(scene: &Scene<'_>, index: usize) -> bool {
    let gap = Span::new(scene.figures[index].span.end, scene.figures[index + 1].span.start);
    let gap = gap.of(scene.text).trim_matches(['、', ' ']);
    matches!(gap, "" | "共" | "合计" | "共计" | "和" | "总计" | "计")
}

fn measure(scene: &Scene<'_>, index: usize) -> Measure {
    let figure = &scene.figures[index];
    let before = scene.before(index);
    let after = scene.after(index);
    let takes_after = takes_after(scene, figure, &before, after);
    if takes_after {
        return counted(scene, index, &before, after);
    }
    let (mut phrase, base) = match figure.unit.as_str() {
        "%" | "个百分点" | "百分点" => share(scene, index, &before),
        _ => (before.phrase, None),
    };
    if scene.only_scope(phrase) {
        phrase = Span::new(phrase.end, phrase.end);
    }
    if before.touching && index + 1 < scene.figures.len() && adjoins(scene, index) {
        phrase = Span::new(phrase.end, phrase.end);
    }
    let following = following_verb(scene, figure.span.end);
    let verb = verb_of(&before).or(following);
    // 先后4次降低存款准备金率: how often something was done.
    if let Some(done) = following.filter(|_| phrase.is_empty() && figure.unit == "次") {
        let object = scene.object(index, done.end);
        let span = Span::new(figure.span.start, object.end.max(done.end));
        return Measure { phrase: object, verb: Some(done), base: None, span };
    }
    let mut start = figure.span.start;
    if !phrase.is_empty() && near(scene, phrase.end, start) {
        start = phrase.start;
    }
    if let Some(verb) = before.verb.filter(|verb| near(scene, verb.end, start) && verb.end <= start)
    {
        start = verb.start;
    }
    if let Some(link) =
        before.linked.filter(|link| phrase.is_empty() && near(scene, link.span.end, start))
    {
        start = link.span.start;
    }
    Measure { phrase, verb, base, span: Span::new(start, figure.span.end) }
}

/// A figure before what it counts: 有750个“四强”党支部.
fn counted(scene: &Scene<'_>, index: usize, before: &Before, after: Span) -> Measure {
    let figure = &scene.figures[index];
    let link = before.linked.map(|word| word.span);
    let verb = link.or(before.verb);
    let start = verb.filter(|verb| near(scene, verb.end, figure.span.start));
    let start = start.map_or(figure.span.start, |verb| verb.start);
    let verb = verb.or_else(|| following_verb(scene, after.end));
    let base = figure.unit.eq("%").then_some(after);
    let after = match verb {
        Some(verb) if CARRIES_OUT.contains(&verb.of(scene.text)) => scene.with_deed(after),
        _ => after,
    };
    Measure { phrase: after, verb, base, span: Span::new(start, after.end) }
}

/// Whether the phrase after the figure is what it counts, rather than the one before it.
fn takes_after(scene: &Scene<'_>, figure: &Figure, before: &Before, after: Span) -> bool {
    let change =
        before.linked.is_some_and(|word| word.role == Role::Change) && !before.phrase.is_empty();
    let tied = before.linked.is_some() && !before.phrase.is_empty() && figure.measured;
    if after.is_empty() || change || tied {
        return false;
    }
    // 争取中央、自治区2000万元资金: who gives is not what is measured.
    let nothing = before.phrase.is_empty() || scene.only_where(before.phrase);
    !figure.measured || nothing || before.touching
}

/// In X占支部总数的57% the measure is X and what stands after 占 its base; X占Y的比重 is a measure
/// itself.
fn share(scene: &Scene<'_>, index: usize, before: &Before) -> (Span, Option<Span>) {
    let figure = scene.figures[index].span.start;
    let floor = scene.floor(index);
    let (text, head) = (scene.text, &scene.text[floor..figure]);
    let Some(at) = head.rfind('占').map(|at| floor + at) else { return (before.phrase, None) };
    let opens = at + '占'.len_utf8();
    let other = ["地", "用", "有率", "领", "补", "据", "比"];
    if other.iter().any(|word| text[opens..].starts_with(word)) {
        return (before.phrase, None);
    }
    let opens = opens + text[opens..figure].strip_prefix('到').map_or(0, |_| '到'.len_utf8());
    let whole = ["比重", "比例", "份额"];
    let last = whole
        .iter()
        .filter_map(|word| text[opens..figure].rfind(word).map(|found| opens + found + word.len()));
    let (_, part) = scene.phrase_before(floor, at);
    match last.max() {
        Some(end) => {
            let base = scene.trimmed(Span::new(opens, end - whole[0].len()));
            (Span::new(if part.is_empty() { at } else { part.start }, end), Some(base))
        }
        None => {
            let of = &text[opens..figure];
            let of = of.trim_end_matches(['的', '约', '近', '超', '达', '为', ' ']).len();
            let base = scene.trimmed(Span::new(opens, opens + of));
            (part, (!base.is_empty()).then_some(base))
        }
    }
}

fn verb_of(before: &Before) -> Option<Span> {
    let change = before.linked.filter(|word| word.role == Role::Change).map(|word| word.span);
    let link = before.linked.map(|word| word.span);
    change.or(before.verb).or(link)
}

/// The verb right after a phrase that is its subject: 10159名党员参与.
fn following_verb(scene: &Scene<'_>, end: usize) -> Option<Span> {
    let index = scene.words.partition_point(|word| word.span.start < end);
    let word = scene.words.get(index)?;
    (word.role == Role::Verb && word.span.start == end).then_some(word.span)
}

/// Whether nothing but blanks, links and adverbs stands between two bytes.
fn near(scene: &Scene<'_>, end: usize, start: usize) -> bool {
    let mut at = end;
    if end > start {
        return false;
    }
    let first = scene.words.partition_point(|word| word.span.start < end);
    for word in scene.words[first..].iter().take_while(|word| word.span.end <= start) {
        let gap = &scene.text[at..word.span.start];
        if !gap.chars().all(is_filler) || matches!(word.role, Role::Verb | Role::Soft) {
            return false;
        }
        at = word.span.end;
    }
    scene.text[at..start].chars().all(is_filler)
}

fn is_filler(c: char) -> bool {
    c.is_whitespace() || matches!(c, '了' | '着' | '、' | '首' | '批' | '的')
}

/// A figure without a phrase of its own measures what the one before it in the sentence does.
fn inherited(scene: &Scene<'_>, index: usize, own: Measure, previous: Measure) -> Measure {
    let gap = Span::new(scene.figures[index - 1].span.end, scene.figures[index].span.start);
    let gap = gap.of(scene.text);
    let same_sentence =
        !gap.contains(['。', '；', '！', '？', '\n', ';']) && gap.chars().count() <= 40;
    // …缩短至18.5天，4200户稳定饮水: things that are counted are not what was measured.
    let (before, now) = (&scene.figures[index - 1], &scene.figures[index]);
    let other = before.measured && !now.measured && before.unit != now.unit && now.unit != "%";
    if !same_sentence
        || (other && own.verb.is_none())
        || (own.verb.is_some()
            && scene.figures[index].unit != "%"
            && !changes(scene, &own)
            && !goes_on(gap, before, now))
    {
        return own;
    }
    let verb = own.verb.or(previous.verb);
    Measure { phrase: previous.phrase, verb, base: own.base, span: own.span }
}

/// 债务4300万元，已化解1352万元: a part of what was measured in the same unit.
fn goes_on(gap: &str, before: &Figure, now: &Figure) -> bool {
    let clause = gap.rsplit(['，', '；']).next().unwrap_or(gap);
    before.unit == now.unit && gap.contains('，') && clause.starts_with(['已', '现', '正'])
}

/// Whether only a comma of a row stands between a figure and what the next one counts: the verb
/// before the row governs both.
fn in_row(scene: &Scene<'_>, index: usize, start: usize) -> bool {
    let from = scene.figures[index - 1].span.end;
    let gap = scene.text.get(from..start).unwrap_or_default();
    gap.ends_with(['、', '和', '及'])
        && gap.chars().count() <= 16
        && !gap.contains(['，', '。', '；', ','])
}

/// Whether the verb says how a figure changed.
fn changes(scene: &Scene<'_>, measure: &Measure) -> bool {
    let held = measure.verb.and_then(|verb| scene.words.iter().find(|word| word.span == verb));
    held.is_some_and(|word| matches!(word.role, Role::Change | Role::Link))
}

#[cfg(test)]
mod tests;
