//! Words of the field as data: tables of words with classes, read from TSV files that people edit.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};
use sha2::{Digest, Sha256};

use crate::text::Span;

/// A word with what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// As it stands in the plain form of a text.
    pub word: String,
    /// What it is for; the table's own file says which classes there are.
    pub class: String,
    /// What makes another word of it when it stands right before.
    not_after: Vec<String>,
    /// What makes another word of it when it stands right behind.
    not_before: Vec<String>,
    /// A text in which it counts.
    example: String,
}

/// A line of a rules file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第 {line} 行：{reason}")]
pub struct RuleError {
    /// Counted from 1.
    pub line: usize,
    /// In Chinese, for the person who edits the file.
    pub reason: String,
}

/// The words of one file, to be looked for in a text.
#[derive(Debug)]
pub struct Table {
    rules: Vec<Rule>,
    automaton: AhoCorasick,
}

/// A word of a table where a text holds it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit<'a> {
    /// Its bytes.
    pub(super) span: Span,
    /// The line of the table.
    pub(super) rule: &'a Rule,
}

/// All tables.
#[derive(Debug)]
pub struct Rules {
    tables: Vec<Table>,
    identity: String,
}

/// What each file of rules is read for; the names are the files' stems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum File {
    /// Words of time: this, last, next, since, period.
    Times,
    /// Words that say how a figure changed.
    Changes,
    /// Words by which a figure is wished for and not reached.
    Status,
    /// The words by which noun phrases around a figure are cut.
    Phrases,
    /// Words at the start of a noun phrase that say which ones and not what.
    Scopes,
    /// Verbs of winning.
    HonourVerbs,
    /// Words in and around the names of honours.
    HonourWords,
    /// Organizations of the whole country; the class is the full name.
    National,
    /// How the names of organizations end that need no place.
    Bodies,
    /// Words in and around the names of practices.
    Brands,
    /// Words in and around the titles of documents.
    Instruments,
    /// Which numbers are figures.
    Counting,
    /// Words in and around short forms.
    Shorthands,
    /// Words before and behind the one who acts.
    Actors,
}

/// The files with their built-in text, in the order of [`File`].
const FILES: [(&str, &str); 14] = [
    ("times", include_str!("rules/times.tsv")),
    ("changes", include_str!("rules/changes.tsv")),
    ("status", include_str!("rules/status.tsv")),
    ("phrases", include_str!("rules/phrases.tsv")),
    ("scopes", include_str!("rules/scopes.tsv")),
    ("honour_verbs", include_str!("rules/honour_verbs.tsv")),
    ("honour_words", include_str!("rules/honour_words.tsv")),
    ("national", include_str!("rules/national.tsv")),
    ("bodies", include_str!("rules/bodies.tsv")),
    ("brands", include_str!("rules/brands.tsv")),
    ("instruments", include_str!("rules/instruments.tsv")),
    ("counting", include_str!("rules/counting.tsv")),
    ("shorthands", include_str!("rules/shorthands.tsv")),
    ("actors", include_str!("rules/actors.tsv")),
];

/// Files whose words are read before there is a corpus.
const BUILT_IN_ONLY: [&str; 6] =
    ["national", "brands", "instruments", "counting", "shorthands", "actors"];

static BUILT_IN: LazyLock<Arc<Rules>> = LazyLock::new(|| {
    let rules = Rules::with(|_| String::new());
    Arc::new(rules.unwrap_or_else(|(file, error)| panic!("{file}.tsv: {error}")))
});

/// Words of one class of a built-in file, read when they are first needed.
pub(super) type Words = LazyLock<Vec<&'static str>>;

/// The built-in words of a class, in the file's order.
pub(super) fn list(file: File, class: &'static str) -> Vec<&'static str> {
    Rules::shipped().table(file).words(class).collect()
}

impl Rules {
    /// The rules that come with the program.
    #[must_use]
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// The same, for readers that no document gives its own rules.
    pub(super) fn shipped() -> &'static Self {
        &BUILT_IN
    }

    /// The names of the files that a corpus may add to, without `.tsv`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(name, _)| *name).filter(|name| !BUILT_IN_ONLY.contains(name))
    }

    /// The built-in rules, each file with the lines of `own` after it; a word that stands in both
    /// is what `own` says.
    ///
    /// # Errors
    /// The file's name and the first line that cannot be used.
    pub fn with(own: impl Fn(&str) -> String) -> Result<Self, (&'static str, RuleError)> {
        let mut hash = Sha256::new();
        let mut tables = Vec::with_capacity(FILES.len());
        for (name, text) in FILES {
            let own = own(name);
            hash.update(text);
            hash.update("\n");
            hash.update(&own);
            let mut rules = parse(text).map_err(|error| (name, error))?;
            let added = parse(&own).map_err(|error| (name, error))?;
            rules.retain(|rule| added.iter().all(|it| it.word != rule.word));
            rules.extend(added);
            tables.push(Table::new(rules));
        }
        let identity = hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
        Ok(Self { tables, identity })
    }

    /// Changes with every change of a rule: facts read under another are read again.
    #[must_use]
    pub fn identity(&self) -> &str {
        &self.identity
    }

    pub(super) fn table(&self, file: File) -> &Table {
        &self.tables[file as usize]
    }
}

impl Table {
    fn new(rules: Vec<Rule>) -> Self {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(rules.iter().map(|rule| &rule.word))
            .expect("a few thousand words fit an automaton");
        Self { rules, automaton }
    }

    /// The words of the table that `text` holds, in order, without overlap, leftmost and longest.
    pub(super) fn find<'t, 'x>(
        &'t self,
        text: &'x str,
    ) -> impl Iterator<Item = Hit<'t>> + use<'t, 'x> {
        let hits = self.automaton.find_iter(text).map(move |found| Hit {
            span: Span::new(found.start(), found.end()),
            rule: &self.rules[found.pattern().as_usize()],
        });
        hits.filter(move |hit| hit.rule.counts(text, hit.span))
    }

    /// The word of the table that `text` begins with, the longest.
    pub(super) fn leading<'a>(&'a self, text: &'a str) -> Option<Hit<'a>> {
        self.find(text).next().filter(|hit| hit.span.start == 0)
    }

    /// The words of `class`, in the file's order.
    pub(super) fn words<'a>(&'a self, class: &'a str) -> impl Iterator<Item = &'a str> {
        self.rules.iter().filter(move |rule| rule.class == class).map(|rule| rule.word.as_str())
    }

    /// The longest word of `class` that `text` ends in.
    pub(super) fn ending<'a>(&'a self, text: &str, class: &'a str) -> Option<&'a str> {
        self.words(class).filter(|word| text.ends_with(word)).max_by_key(|word| word.len())
    }

    /// Whether `text` holds a word of `class`.
    pub(super) fn holds(&self, text: &str, class: &str) -> bool {
        self.find(text).any(|hit| hit.rule.class == class)
    }
}

impl Rule {
    /// Whether what stands around the word leaves it the word that is meant.
    fn counts(&self, text: &str, span: Span) -> bool {
        let (head, rest) = (&text[..span.start], &text[span.end..]);
        !self.not_after.iter().any(|word| head.ends_with(word.as_str()))
            && !self.not_before.iter().any(|word| rest.starts_with(word.as_str()))
    }
}

/// Reads `word, class, not after, not before, example` a line, set apart by tabs; `#` opens a
/// comment, several words in a field are set apart by blanks. Each line's example must show it.
fn parse(text: &str) -> Result<Vec<Rule>, RuleError> {
    let mut rules: Vec<Rule> = Vec::new();
    let mut seen = HashSet::new();
    for (index, content) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = index + 1;
        if content.trim().is_empty() || content.starts_with('#') {
            continue;
        }
        let error = |reason: String| RuleError { line, reason };
        let fields: Vec<&str> = content.split('\t').map(str::trim).collect();
        let [word, class, not_after, not_before, example] = fields[..] else {
            return Err(error(format!("应当有 5 栏，用制表符隔开，实有 {} 栏", fields.len())));
        };
        let words = |field: &str| field.split_whitespace().map(str::to_owned).collect();
        let rule = Rule {
            word: word.to_owned(),
            class: class.to_owned(),
            not_after: words(not_after),
            not_before: words(not_before),
            example: example.to_owned(),
        };
        if word.is_empty() || class.is_empty() {
            return Err(error("词和类别不能为空".to_owned()));
        }
        if !seen.insert((word, class)) {
            return Err(error(format!("“{word}”前面已经有了")));
        }
        let shown = example.match_indices(word);
        let mut shown = shown.map(|(at, word)| Span::new(at, at + word.len()));
        if !shown.any(|span| rule.counts(example, span)) {
            return Err(error(format!("例子“{example}”里没有这样的“{word}”")));
        }
        rules.push(rule);
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_read_as_its_line_says() {
        for (index, (name, text)) in FILES.iter().enumerate() {
            let table = &Rules::built_in().tables[index];
            for rule in parse(text).unwrap() {
                let found = table.find(&rule.example).any(|hit| hit.rule.word == rule.word);
                assert!(found, "{name}.tsv: {} in {}", rule.word, rule.example);
            }
        }
    }

    #[test]
    fn a_line_that_cannot_be_used_is_named() {
        for (own, line, reason) in [
            ("# 注\n今年\tthis", 2, "5 栏"),
            ("\n\n甲年\tthis\t\t\t乙年的事", 3, "没有这样的"),
            ("甲年\tthis\t\t\t甲年\n甲年\tthis\t\t\t甲年", 2, "前面已经有了"),
        ] {
            let error = Rules::with(|_| own.to_owned()).unwrap_err().1;
            assert_eq!(error.line, line, "{own}");
            assert!(error.reason.contains(reason), "{error}");
        }
    }

    #[test]
    fn a_corpus_adds_words_and_changes_classes() {
        let own = |name: &str| match name {
            "times" => "开年以来\tthis\t\t\t开年以来新建\n今年\tperiod\t\t\t今年\n".to_owned(),
            _ => String::new(),
        };
        let rules = Rules::with(own).unwrap();
        let times = rules.table(File::Times);
        let classes: Vec<_> = times.find("开年以来，今年").map(|it| &it.rule.class).collect();
        assert_eq!(classes, ["this", "period"]);
        assert_ne!(rules.identity(), Rules::built_in().identity());
    }
}
