//! Names of offices and places in a form that the lexicon knows a fuller one for, and that the corpus
//! does not use.

use std::collections::BTreeMap;

use super::former::is_cited;
use crate::check::finding::{Class, Difference, Evidence, Finding, Verdict};
use crate::check::sheet::Sheet;
use crate::check::shelf::Shelf;
use crate::check::titles::of_passage;
use crate::index::engine::EngineError;
use crate::index::query::Query;
use crate::text::Span;
use crate::text::segment::Analyzer;
use crate::text::synonyms::Replaceable;

/// How the name of an office or of a region of policy ends.
const ENDINGS: [&str; 24] = [
    "委员会",
    "工委",
    "纪委",
    "政府",
    "部",
    "厅",
    "局",
    "办公室",
    "办事处",
    "法院",
    "检察院",
    "科学院",
    "研究院",
    "联合会",
    "协会",
    "监察组",
    "试验区",
    "合作区",
    "开发区",
    "示范区",
    "贸易港",
    "经济圈",
    "三角洲",
    "大湾区",
];
/// Words that end so and name neither.
const OTHERS: [&str; 4] = ["大厅", "干部", "全部", "内部"];
/// A shorter word is no name of an office.
const NAME_LEAST: usize = 4;
/// How sure, where the corpus holds the fuller form and never this one.
const SURE_BY_CORPUS: f32 = 0.5;
/// How sure, where the lexicon alone says which is the standard form.
const SURE_BY_LEXICON: f32 = 0.35;

/// A name that stands in the draft in a shorter form.
struct Said<'a> {
    /// Its first place, bytes of the draft.
    span: Span,
    text: String,
    times: usize,
    /// Fuller forms, the nearest first.
    fuller: Vec<&'a str>,
}

/// The names of a draft that are written in an unofficial form, each at its first place. A form that
/// the corpus uses, or that the draft introduces by its fuller one, is none.
pub(in crate::check) fn findings(
    shelf: &Shelf<'_>,
    sheets: &[Sheet<'_>],
) -> Result<Vec<Finding>, EngineError> {
    let analyzer = &shelf.snapshot.analyzer;
    let mut said: BTreeMap<String, Said<'_>> = BTreeMap::new();
    for sheet in sheets {
        let folded = sheet.letters.folded();
        for found in analyzer.replaceable_where(&folded.text, |it| !fuller(it).is_empty()) {
            let word = found.span.of(&folded.text).to_owned();
            let span = folded.to_original(found.span);
            if is_cited(sheet, span) {
                continue;
            }
            let first = || Said {
                span: sheet.to_draft(span),
                text: span.of(sheet.text()).to_owned(),
                times: 0,
                fuller: fuller(&found),
            };
            said.entry(word).or_insert_with(first).times += 1;
        }
    }
    said.retain(|_, said| {
        let introduced =
            |name: &&str| sheets.iter().any(|it| it.letters.folded().text.contains(*name));
        !said.fuller.iter().any(introduced)
    });
    let told = said.iter().map(|(word, said)| unofficial(shelf, analyzer, word, said));
    Ok(told.collect::<Result<Vec<_>, EngineError>>()?.into_iter().flatten().collect())
}

/// The names of offices and places that the word is a shorter form of.
fn fuller<'a>(found: &Replaceable<'a>) -> Vec<&'a str> {
    let length = |word: &str| word.chars().count();
    let least = found.span.len() / '字'.len_utf8();
    let words = found.synonyms.iter().map(|synonym| synonym.word.as_str());
    words.filter(|word| length(word) > least && is_name(word)).collect()
}

fn is_name(word: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    word.chars().count() >= NAME_LEAST && ends(&ENDINGS) && !ends(&OTHERS)
}

fn unofficial(
    shelf: &Shelf<'_>,
    analyzer: &Analyzer,
    word: &str,
    said: &Said<'_>,
) -> Result<Option<Finding>, EngineError> {
    if held(shelf, word)?.is_some() {
        return Ok(None);
    }
    for name in &said.fuller {
        if let Some(evidence) = held(shelf, name)? {
            let message =
                format!("库中未见“{}”这一写法，库中写作“{name}”；请核对是否用规范名称", said.text);
            let finding = finding(said, name, message, SURE_BY_CORPUS);
            return Ok(Some(Finding { evidence: vec![evidence], ..finding }));
        }
    }
    let standard = analyzer.standard(word).filter(|standard| said.fuller.contains(standard));
    Ok(standard.map(|name| {
        let message = format!("库中未见“{}”这一写法；词库以“{name}”为标准写法，请核对", said.text);
        finding(said, name, message, SURE_BY_LEXICON)
    }))
}

/// A passage that holds the words.
fn held(shelf: &Shelf<'_>, words: &str) -> Result<Option<Evidence>, EngineError> {
    let query = Query { exact: vec![words.to_owned()], limit: 1, ..Query::default() };
    let found = shelf.snapshot.engine.search(&query)?;
    Ok(found.hits.first().map(|hit| of_passage(&hit.passage, words)))
}

fn finding(said: &Said<'_>, name: &str, message: String, confidence: f32) -> Finding {
    let message = match said.times {
        1 => message,
        times => format!("{message}（全文 {times} 处）"),
    };
    let difference =
        Difference { span: said.span, draft: said.text.clone(), held: name.to_owned() };
    Finding {
        span: said.span,
        suggestion: Some(name.to_owned()),
        difference: vec![difference],
        confidence,
        ..Finding::new(Class::Name, Verdict::Unseen, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_offices_and_places_are_known_by_their_endings() {
        for name in ["国家发展和改革委员会", "中央纪委", "自由贸易试验区", "派驻纪检监察组"]
        {
            assert!(is_name(name), "{name}");
        }
        for word in ["政务服务大厅", "党务干部", "负责人", "财政局", "市场主体"]
        {
            assert!(!is_name(word), "{word}");
        }
    }
}
