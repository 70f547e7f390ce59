//! The house's rules that a machine can keep: floors, sizes, names, and who may touch what.
//!
//! Each rule is a pure function from the house's files to offences, a test that applies it to this
//! house, and a test that shows it an offence. Nothing but the standard library is used: sources
//! are read as words and signs, so that comments and strings never count.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The modules from the ground floor to the roof; a module uses only those before it.
const FLOORS: [&str; 18] = [
    "budget",
    "text",
    "document",
    "corpus",
    "knowledge",
    "index",
    "meaning",
    "library",
    "state",
    "intake",
    "search",
    "compare",
    "check",
    "evaluate",
    "desk",
    "settings",
    "http",
    "cli",
];

/// The only module that `main.rs` knows.
const ROOF: &str = "cli";

/// The most lines that a file may have outside its tests.
const LONGEST_FILE: usize = 350;

/// Names that say nothing of what is inside.
const EMPTY_NAMES: [&str; 7] = ["utils", "util", "common", "helpers", "helper", "types", "misc"];

/// Where the disk may be touched.
const DISK: [&str; 5] = ["src/corpus", "src/library", "src/state", "src/settings", "src/cli"];

/// Libraries that stand behind one module each, and the places that may name them.
const GUARDED: [(&str, &[&str]); 7] = [
    ("rusqlite", &["src/state"]),
    ("ldap3", &["src/state/directory"]),
    ("tantivy", &["src/index/embedded"]),
    ("rten", &["src/meaning/model"]),
    ("tokenizers", &["src/meaning/model"]),
    ("axum", &["src/http"]),
    ("anyhow", &["src/cli", "src/main"]),
];

// ---------------------------------------------------------------------------------------------
// The rules, applied to this house
// ---------------------------------------------------------------------------------------------

#[test]
fn lib_declares_its_modules_in_the_order_of_the_floors() {
    obey(
        &modules_out_of_order(&house()),
        "lib.rs lists the modules from the ground floor to the roof, in the order of FLOORS in \
         tests/architecture.rs. A new module needs a place there and in the design.",
    );
}

#[test]
fn a_module_uses_only_the_modules_declared_above_it() {
    obey(
        &arrows_that_go_up(&house()),
        "lib.rs lists the modules so that each uses only those above it. Move what is needed down \
         to the module that knows it, or hand it in as an argument.",
    );
}

#[test]
fn every_source_file_belongs_to_a_module_that_lib_declares() {
    obey(
        &files_without_a_module(&house()),
        "Beside lib.rs and main.rs, all of src/ belongs to the modules of lib.rs: declare the \
         module there, or move the file into the module that it serves.",
    );
}

#[test]
fn main_knows_only_the_roof() {
    obey(
        &doors_into_the_house(&house()),
        "main.rs only hands over to `dianan::cli`; what it needs from elsewhere is cli's work.",
    );
}

#[test]
fn every_file_opens_with_a_sentence_that_says_what_it_is() {
    obey(
        &files_without_an_opening(&house()),
        "The first line is `//! ` and what the file is about, in one sentence with a full stop, \
         before anything else.",
    );
}

#[test]
fn no_file_is_too_long_to_read_in_one_go() {
    obey(
        &files_too_long(&house()),
        "Split the file by case (a rule, a format, a language, a route), not by layer; tests past \
         150 lines go to tests.rs beside it.",
    );
}

#[test]
fn no_file_or_module_has_a_name_that_says_nothing() {
    obey(
        &names_that_say_nothing(&house()),
        "Name the file for the thing it holds or the service it does, in the words of the design.",
    );
}

#[test]
fn the_disk_is_touched_only_at_the_doors() {
    obey(
        &hands_on_the_disk(&house()),
        "Files are read and written only in corpus, library, state, settings and cli. Elsewhere take \
         bytes or text as an argument and give data back. (Test code is free.)",
    );
}

#[test]
fn guarded_libraries_stay_behind_their_module() {
    obey(
        &libraries_outside_their_module(&house()),
        "tantivy belongs to index/embedded/, axum to http/, anyhow to cli/ and main.rs. Others use \
         the plain data of the contract, and errors of their own (`thiserror`).",
    );
}

#[test]
fn no_test_is_ignored() {
    obey(
        &ignored_tests(&house()),
        "A test that never runs proves nothing. Put a slow one behind DIANAN_LONG_TESTS, which CI \
         sets, and mend or delete a broken one.",
    );
}

#[test]
fn the_map_names_only_what_exists() {
    let root = root();
    let map = fs::read_to_string(root.join("ARCHITECTURE.md"))
        .expect("the house has a map: write ARCHITECTURE.md beside Cargo.toml");
    obey(
        &dead_ends_of_the_map(&map, |path| root.join(path).exists()),
        "ARCHITECTURE.md names files and folders as `src/…`, one whole path at a time. Correct the \
         map whenever a file moves.",
    );
}

#[test]
fn the_index_folder_is_disposable() {
    obey(
        &tracked_index_files(&tracked_under_index()),
        "index/ is made anew from corpus/ at any time; git keeps only its .gitkeep. Take the file \
         out with `git rm --cached`.",
    );
}

/// Fails with every offence and what to do about it.
#[track_caller]
fn obey(offences: &BTreeSet<Offence>, lesson: &str) {
    let list: String = offences.iter().map(|offence| format!("  {offence}\n")).collect();
    assert!(offences.is_empty(), "{} offence(s):\n{list}{lesson}", offences.len());
}

// ---------------------------------------------------------------------------------------------
// The rules as functions
// ---------------------------------------------------------------------------------------------

fn modules_out_of_order(house: &[SourceFile]) -> BTreeSet<Offence> {
    let mut offences = BTreeSet::new();
    let mut reached = 0;
    for (name, line) in declared_modules(house) {
        match FLOORS.iter().position(|floor| *floor == name) {
            None => {
                offences.insert(Offence::new(LIB, line, format!("`{name}` is on no floor")));
            }
            Some(place) if place < reached => {
                let before = FLOORS[reached];
                let what = format!("`{name}` belongs before `{before}`");
                offences.insert(Offence::new(LIB, line, what));
            }
            Some(place) => reached = place,
        }
    }
    offences
}

fn arrows_that_go_up(house: &[SourceFile]) -> BTreeSet<Offence> {
    let modules: Vec<String> = declared_modules(house).into_iter().map(|(name, _)| name).collect();
    let place = |name: &str| modules.iter().position(|module| module == name);
    let mut offences = BTreeSet::new();
    for file in house {
        let Some(own) = file.module().and_then(place) else { continue };
        for mention in file.paths().iter().filter_map(|path| path.below_root(file.depth())) {
            let what = match place(mention.text) {
                Some(other) if other <= own => continue,
                Some(_) => format!("`{}` uses `{}`, which is above it", modules[own], mention.text),
                None => format!("`crate::{}` is not a module of lib.rs", mention.text),
            };
            offences.insert(Offence::new(&file.path, mention.line, what));
        }
    }
    offences
}

fn files_without_a_module(house: &[SourceFile]) -> BTreeSet<Offence> {
    let modules = declared_modules(house);
    let mut offences = BTreeSet::new();
    for file in house {
        if let Some(own) = file.module()
            && !modules.iter().any(|(name, _)| name == own)
        {
            let what = format!("lib.rs declares no module `{own}`");
            offences.insert(Offence::new(&file.path, 1, what));
        }
    }
    offences
}

fn doors_into_the_house(house: &[SourceFile]) -> BTreeSet<Offence> {
    let mut offences = BTreeSet::new();
    for file in house.iter().filter(|file| file.path == "src/main.rs") {
        for path in file.paths() {
            let room = path.segments.get(1).map(|segment| segment.text);
            if path.names_crate("dianan") && room != Some(ROOF) {
                let what = format!("`{path}` is not the roof");
                offences.insert(Offence::new(&file.path, path.last().line, what));
            }
        }
    }
    offences
}

fn files_without_an_opening(house: &[SourceFile]) -> BTreeSet<Offence> {
    let mut offences = BTreeSet::new();
    for file in house {
        let opening: Vec<&str> = file
            .source
            .lines()
            .map_while(|line| line.strip_prefix("//!").map(str::trim))
            .take_while(|line| !line.is_empty())
            .collect();
        let what = match opening.last() {
            None => "does not open with a `//!` sentence",
            Some(end) if !end.ends_with(['.', '。']) => "its first paragraph is not a sentence",
            Some(_) => continue,
        };
        offences.insert(Offence::new(&file.path, 1, what.to_owned()));
    }
    offences
}

fn files_too_long(house: &[SourceFile]) -> BTreeSet<Offence> {
    let mut offences = BTreeSet::new();
    for file in house.iter().filter(|file| file.path.starts_with("src/")) {
        let words = words(&file.source);
        let in_tests: usize = test_items(&words)
            .iter()
            .map(|item| words[item.end - 1].line + 1 - words[item.start].line)
            .sum();
        let length = file.source.lines().count() - in_tests;
        if length > LONGEST_FILE {
            let what = format!("{length} lines before its tests, {LONGEST_FILE} are allowed");
            offences.insert(Offence::new(&file.path, LONGEST_FILE + 1, what));
        }
    }
    offences
}

fn names_that_say_nothing(house: &[SourceFile]) -> BTreeSet<Offence> {
    let mut offences = BTreeSet::new();
    for file in house {
        let steps = file.path.trim_end_matches(".rs").split('/').map(|step| (step, 1));
        let words = words(&file.source);
        let modules = words
            .windows(2)
            .filter(|pair| pair[0].text == "mod")
            .map(|pair| (pair[1].text, pair[1].line));
        for (name, line) in steps.chain(modules).filter(|(name, _)| EMPTY_NAMES.contains(name)) {
            let what = format!("the name `{name}` says nothing");
            offences.insert(Offence::new(&file.path, line, what));
        }
    }
    offences
}

fn hands_on_the_disk(house: &[SourceFile]) -> BTreeSet<Offence> {
    let mut offences = BTreeSet::new();
    for file in house {
        let bound = file.path.starts_with("src/") && !file.path.ends_with("/tests.rs");
        if !bound || file.is_in(&DISK) {
            continue;
        }
        for path in paths(&without_tests(&words(&file.source))) {
            if path.touches_the_disk() {
                let what = format!("`{path}` touches the disk");
                offences.insert(Offence::new(&file.path, path.segments[0].line, what));
            }
        }
    }
    offences
}

fn libraries_outside_their_module(house: &[SourceFile]) -> BTreeSet<Offence> {
    let mut offences = BTreeSet::new();
    for file in house.iter().filter(|file| file.path.starts_with("src/")) {
        for (library, home) in GUARDED {
            if file.is_in(home) {
                continue;
            }
            for path in file.paths().iter().filter(|path| path.names_crate(library)) {
                let what = format!("`{library}` is used outside {}", home.join(" and "));
                offences.insert(Offence::new(&file.path, path.segments[0].line, what));
            }
        }
    }
    offences
}

fn ignored_tests(house: &[SourceFile]) -> BTreeSet<Offence> {
    let mut offences = BTreeSet::new();
    for file in house {
        let words = words(&file.source);
        for start in 0..words.len() {
            let attribute = &words[start..end_of_attribute(&words, start)];
            let ignores = match attribute.get(2).map(|word| word.text) {
                Some("ignore") => true,
                Some("cfg_attr") => attribute.iter().any(|word| word.text == "ignore"),
                _ => false,
            };
            if ignores {
                let what = "the test is ignored".to_owned();
                offences.insert(Offence::new(&file.path, words[start].line, what));
            }
        }
    }
    offences
}

fn dead_ends_of_the_map(map: &str, exists: impl Fn(&str) -> bool) -> BTreeSet<Offence> {
    let mut offences = BTreeSet::new();
    let mut paths = 0;
    for (at, line) in map.lines().enumerate() {
        for path in line.split('`').skip(1).step_by(2).filter(|code| code.starts_with("src/")) {
            paths += 1;
            if !exists(path) {
                let what = format!("`{path}` does not exist");
                offences.insert(Offence::new("ARCHITECTURE.md", at + 1, what));
            }
        }
    }
    if paths == 0 {
        let what = "names no `src/…` path at all".to_owned();
        offences.insert(Offence::new("ARCHITECTURE.md", 1, what));
    }
    offences
}

/// Takes what `git ls-files index` prints.
fn tracked_index_files(listing: &str) -> BTreeSet<Offence> {
    listing
        .lines()
        .filter(|path| *path != "index/.gitkeep")
        .map(|path| Offence::new(path, 1, "is tracked by git".to_owned()))
        .collect()
}

// ---------------------------------------------------------------------------------------------
// The house's files
// ---------------------------------------------------------------------------------------------

const LIB: &str = "src/lib.rs";

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Offence {
    path: String,
    line: usize,
    what: String,
}

impl Offence {
    fn new(path: &str, line: usize, what: String) -> Self {
        Self { path: path.to_owned(), line, what }
    }
}

impl fmt::Display for Offence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// A Rust file, its path written from the crate's folder with `/`.
struct SourceFile {
    path: String,
    source: String,
}

impl SourceFile {
    /// The module of lib.rs that a file under src/ belongs to; none for lib.rs, main.rs and tests/.
    fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?.trim_end_matches(".rs");
        let module = inside.split('/').next()?;
        (!matches!(inside, "lib" | "main")).then_some(module)
    }

    /// How many `super` lead from the file's own module to the crate's root.
    fn depth(&self) -> usize {
        let steps = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        steps.split('/').count() - 1
    }

    /// Whether the file is one of `places` (`src/http` is `src/http.rs` and all of `src/http/`).
    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| {
            let rest = self.path.strip_prefix(place);
            rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        })
    }

    fn paths(&self) -> Vec<CodePath<'_>> {
        paths(&words(&self.source))
    }
}

fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("."), PathBuf::from)
}

/// All Rust files under src/ and tests/.
fn house() -> Vec<SourceFile> {
    let root = root();
    let mut house = Vec::new();
    for folder in ["src", "tests"] {
        read_folder(&root, &root.join(folder), &mut house);
    }
    assert!(house.iter().any(|file| file.path == LIB), "no {LIB} in {}", root.display());
    house
}

fn read_folder(root: &Path, folder: &Path, house: &mut Vec<SourceFile>) {
    let entries = fs::read_dir(folder).expect("the house's folders can be listed");
    for entry in entries {
        let path = entry.expect("the house's folders can be listed").path();
        if path.is_dir() {
            read_folder(root, &path, house);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = fs::read_to_string(&path).expect("Rust files are UTF-8 text");
            let steps = path.strip_prefix(root).expect("the walk stays in the house").components();
            let steps: Vec<_> = steps.map(|step| step.as_os_str().to_string_lossy()).collect();
            house.push(SourceFile { path: steps.join("/"), source });
        }
    }
}

/// The modules that lib.rs declares, in its order, with their lines.
fn declared_modules(house: &[SourceFile]) -> Vec<(String, usize)> {
    let Some(lib) = house.iter().find(|file| file.path == LIB) else { return Vec::new() };
    words(&lib.source)
        .windows(2)
        .filter(|pair| pair[0].text == "mod")
        .map(|pair| (pair[1].text.to_owned(), pair[1].line))
        .collect()
}

/// What git tracks under index/; nothing where there is no git to ask.
fn tracked_under_index() -> String {
    let root = root();
    if !root.join(".git").exists() {
        return String::new();
    }
    let answer = Command::new("git").arg("-C").arg(root).args(["ls-files", "--", "index"]).output();
    answer.map(|answer| String::from_utf8_lossy(&answer.stdout).into_owned()).unwrap_or_default()
}

// ---------------------------------------------------------------------------------------------
// Reading Rust: words, items, paths
// ---------------------------------------------------------------------------------------------

/// A name, a number, or a sign of Rust: one character, or `::`, or `..`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Word<'a> {
    text: &'a str,
    line: usize,
}

impl Word<'_> {
    fn is_name(&self) -> bool {
        self.text.starts_with(|first: char| first == '_' || first.is_alphabetic())
    }

    /// Whether it may stand before a path without being a part of it, as in `use ::tantivy`.
    fn is_keyword(&self) -> bool {
        const KEYWORDS: &str = " as break const dyn else extern fn for if impl in let loop match mod \
                                move mut pub ref return static type unsafe use where while ";
        KEYWORDS.contains(&format!(" {} ", self.text))
    }
}

/// The words of a source, without comments, strings, characters and lifetimes.
fn words(source: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < source.len() {
        let rest = &source[at..];
        let (length, counts) = next_piece(rest);
        if counts {
            words.push(Word { text: rest[..length].trim_start_matches("r#"), line });
        }
        line += rest[..length].matches('\n').count();
        at += length;
    }
    words
}

/// The bytes of the piece that `rest` begins with, and whether it is a word.
fn next_piece(rest: &str) -> (usize, bool) {
    let first = rest.chars().next().expect("there is something left to read");
    if rest.starts_with("//") {
        (rest.find('\n').unwrap_or(rest.len()), false)
    } else if rest.starts_with("/*") {
        (length_of_block_comment(rest), false)
    } else if let Some(length) = length_of_string(rest) {
        (length, false)
    } else if let Some(quoted) = rest.strip_prefix('\'') {
        (1 + length_after_tick(quoted), false)
    } else if first == '_' || first.is_alphanumeric() {
        let name = rest.strip_prefix("r#").unwrap_or(rest);
        (rest.len() - name.len() + length_of_name(name), true)
    } else if rest.starts_with("::") || rest.starts_with("..") {
        (2, true)
    } else {
        (first.len_utf8(), !first.is_whitespace())
    }
}

fn length_of_name(text: &str) -> usize {
    text.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(text.len())
}

fn length_of_block_comment(text: &str) -> usize {
    let (mut at, mut open) = (0, 0_usize);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            open += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            open -= 1;
            at += 2;
            if open == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a string of any kind (`"…"`, `b"…"`, `c"…"`, `r#"…"#`) that `text` begins with.
fn length_of_string(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c"].into_iter().find(|p| {
        let rest = text.strip_prefix(p).map(|rest| rest.trim_start_matches('#'));
        rest.is_some_and(|rest| rest.starts_with('"'))
    });
    let after = &text[prefix.map_or(0, str::len)..];
    let fences = after.len() - after.trim_start_matches('#').len();
    let body = after[fences..].strip_prefix('"')?;
    let opening = text.len() - body.len();
    if prefix.is_some_and(|prefix| prefix.contains('r')) {
        let closing = format!("\"{}", "#".repeat(fences));
        let end = body.find(&closing).map_or(body.len(), |end| end + closing.len());
        return Some(opening + end);
    }
    (fences == 0).then(|| opening + length_until(body, '"'))
}

/// The length of what follows a `'`: the rest of a character, or a lifetime's name.
fn length_after_tick(text: &str) -> usize {
    let mut characters = text.chars();
    let first = characters.next().unwrap_or(' ');
    if first == '\\' || characters.next() == Some('\'') {
        length_until(text, '\'')
    } else {
        length_of_name(text)
    }
}

/// The length up to and with the first `end` that no backslash precedes.
fn length_until(text: &str, end: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if !escaped && c == end {
            return at + end.len_utf8();
        }
        escaped = !escaped && c == '\\';
    }
    text.len()
}

/// One past the `]` of the attribute that starts at `start`, or `start` where there is none.
fn end_of_attribute(words: &[Word<'_>], start: usize) -> usize {
    let texts = |at: usize| words.get(at).map(|word| word.text);
    if texts(start) != Some("#") || texts(start + 1) != Some("[") {
        return start;
    }
    let mut open = 0_usize;
    for (at, word) in words.iter().enumerate().skip(start) {
        match word.text {
            "[" => open += 1,
            "]" if open == 1 => return at + 1,
            "]" => open -= 1,
            _ => {}
        }
    }
    words.len()
}

/// A run of words, from `start` to before `end`.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
}

/// The items that only test builds have: each `#[cfg(test)]` with what it stands before.
fn test_items(words: &[Word<'_>]) -> Vec<Run> {
    const CFG_TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut items = Vec::new();
    let mut at = 0;
    while at + CFG_TEST.len() <= words.len() {
        if (0..CFG_TEST.len()).all(|i| words[at + i].text == CFG_TEST[i]) {
            let end = end_of_item(words, at);
            items.push(Run { start: at, end });
            at = end;
        } else {
            at += 1;
        }
    }
    items
}

/// One past the item that starts at `start` with its attributes: its `;`, its closing brace, or,
/// for a field or an arm, its comma.
fn end_of_item(words: &[Word<'_>], start: usize) -> usize {
    const ITEMS: [&str; 15] = [
        "pub", "mod", "use", "fn", "struct", "enum", "impl", "trait", "const", "static", "type",
        "unsafe", "async", "extern", "let",
    ];
    let mut at = start;
    while end_of_attribute(words, at) > at {
        at = end_of_attribute(words, at);
    }
    let ends_with_comma = words.get(at).is_some_and(|word| !ITEMS.contains(&word.text));
    let mut open = 0_usize;
    while let Some(word) = words.get(at) {
        match word.text {
            "(" | "[" | "{" => open += 1,
            ")" | "]" | "}" if open == 0 => return at,
            "}" if open == 1 => return at + 1,
            ")" | "]" | "}" => open -= 1,
            ";" if open == 0 => return at + 1,
            "," if open == 0 && ends_with_comma => return at + 1,
            _ => {}
        }
        at += 1;
    }
    words.len()
}

fn without_tests<'a>(words: &[Word<'a>]) -> Vec<Word<'a>> {
    let items = test_items(words);
    let in_tests = |at: usize| items.iter().any(|item| (item.start..item.end).contains(&at));
    words.iter().enumerate().filter(|(at, _)| !in_tests(*at)).map(|(_, word)| *word).collect()
}

/// A path as the source writes it, groups spelled out: `use crate::{a, b::c}` gives `crate::a` and
/// `crate::b::c`.
#[derive(Debug, Clone)]
struct CodePath<'a> {
    segments: Vec<Word<'a>>,
    /// How many `mod … { }` of its file it stands in.
    nesting: usize,
    /// Whether it is all of a `use` or an `extern crate`, or the beginning of one.
    imported: bool,
}

impl<'a> CodePath<'a> {
    fn last(&self) -> Word<'a> {
        self.segments[self.segments.len() - 1]
    }

    fn starts_with(&self, names: &[&str]) -> bool {
        let start = self.segments.iter().map(|segment| segment.text).take(names.len());
        start.eq(names.iter().copied())
    }

    /// Whether it goes into the library `name`, and is not a variable that is called the same.
    fn names_crate(&self, name: &str) -> bool {
        self.segments[0].text == name && (self.segments.len() > 1 || self.imported)
    }

    /// What it names right below the crate's root, by `crate::` or by enough `super::`, in a file
    /// that stands `depth` modules below the root.
    fn below_root(&self, depth: usize) -> Option<Word<'a>> {
        let climbs = |word: &&Word<'_>| word.text == "super";
        let start = usize::from(self.segments[0].text == "self");
        let steps = match self.segments[0].text {
            "crate" => 1,
            _ => start + self.segments.iter().skip(start).take_while(climbs).count(),
        };
        let is_root = self.segments[0].text == "crate" || steps - start == depth + self.nesting;
        self.segments.get(steps).filter(|_| is_root).copied()
    }

    fn touches_the_disk(&self) -> bool {
        const MODULES: [&[&str]; 3] = [&["std", "fs"], &["fs"], &["tokio", "fs"]];
        const OPENERS: [&str; 5] = ["open", "create", "create_new", "options", "open_buffered"];
        let goes_in = |module: &&[&str]| {
            self.starts_with(module) && (self.segments.len() > 1 || self.imported)
        };
        MODULES.iter().any(goes_in)
            || OPENERS.iter().any(|opener| self.starts_with(&["File", opener]))
            || self.starts_with(&["OpenOptions", "new"])
            || self.names_crate("walkdir")
    }
}

impl fmt::Display for CodePath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.segments.iter().map(|segment| segment.text).collect();
        f.write_str(&names.join("::"))
    }
}

/// Every path in `words`, single names included.
fn paths<'a>(words: &[Word<'a>]) -> Vec<CodePath<'a>> {
    let mut paths = Vec::new();
    let mut braces: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let before = |steps: usize| at.checked_sub(steps).map(|before| words[before].text);
        match word.text {
            "{" => braces.push(before(2) == Some("mod")),
            "}" => {
                braces.pop();
            }
            _ if word.is_name() && !word.is_keyword() && before(1) != Some(".") => {
                let start = 1 + usize::from(before(1) == Some("::"));
                let imported = match before(start) {
                    Some("use") => true,
                    Some("crate") => before(start + 1) == Some("extern"),
                    _ => false,
                };
                let nesting = braces.iter().filter(|is_module| **is_module).count();
                let stem = CodePath { segments: Vec::new(), nesting, imported };
                at = read_path(words, at, &stem, &mut paths);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    paths
}

/// Reads the path or group that starts at `at` and continues `stem`; gives the place after it.
fn read_path<'a>(
    words: &[Word<'a>],
    at: usize,
    stem: &CodePath<'a>,
    paths: &mut Vec<CodePath<'a>>,
) -> usize {
    let mut path = stem.clone();
    path.segments.push(words[at]);
    let goes_on = words.get(at + 1).is_some_and(|word| word.text == "::");
    match words.get(at + 2) {
        Some(next) if goes_on && next.text == "{" => read_group(words, at + 3, &path, paths),
        Some(next) if goes_on && (next.is_name() || next.text == "*") => {
            read_path(words, at + 2, &path, paths)
        }
        _ => {
            paths.push(path);
            at + 1
        }
    }
}

fn read_group<'a>(
    words: &[Word<'a>],
    mut at: usize,
    stem: &CodePath<'a>,
    paths: &mut Vec<CodePath<'a>>,
) -> usize {
    while let Some(word) = words.get(at) {
        at = match word.text {
            "}" => return at + 1,
            // The new name after `as` is no path.
            "as" => at + 2,
            "*" => read_path(words, at, stem, paths),
            _ if word.is_name() => read_path(words, at, stem, paths),
            _ => at + 1,
        };
    }
    at
}

// ---------------------------------------------------------------------------------------------
// Each rule catches an offence
// ---------------------------------------------------------------------------------------------

mod each_rule_catches_an_offence {
    use super::*;

    const THREE_FLOORS: (&str, &str) =
        ("src/lib.rs", "//! L.\npub mod text;\npub mod search;\npub mod cli;\n");

    type Rule = fn(&[SourceFile]) -> BTreeSet<Offence>;

    fn files(sources: &[(&str, &str)]) -> Vec<SourceFile> {
        let file = |(path, source): &(&str, &str)| SourceFile {
            path: (*path).to_owned(),
            source: (*source).to_owned(),
        };
        sources.iter().map(file).collect()
    }

    fn places(offences: &BTreeSet<Offence>) -> Vec<String> {
        let places: BTreeSet<String> =
            offences.iter().map(|offence| format!("{}:{}", offence.path, offence.line)).collect();
        places.into_iter().collect()
    }

    /// A house of three floors with `source` at `path`: the rule finds offences on these lines.
    #[track_caller]
    fn check(rule: Rule, path: &str, source: &str, lines: &[usize]) {
        let found = places(&rule(&files(&[THREE_FLOORS, (path, source)])));
        let expected: BTreeSet<String> =
            lines.iter().map(|line| format!("{path}:{line}")).collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{path}:\n{source}");
    }

    #[track_caller]
    fn check_lib(source: &str, lines: &[usize]) {
        let found = places(&modules_out_of_order(&files(&[("src/lib.rs", source)])));
        let expected: Vec<_> = lines.iter().map(|line| format!("src/lib.rs:{line}")).collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn modules_in_another_order_or_on_no_floor() {
        check_lib("pub mod text;\nmod index;\npub(crate) mod http;", &[]);
        check_lib("pub mod search;\n// pub mod cli;\npub mod text;", &[3]);
        check_lib("pub mod text;\npub mod gadgets;\npub mod cli;", &[2]);
    }

    #[test]
    fn arrows_up_however_they_are_written() {
        let text = |source, lines: &[usize]| {
            check(arrows_that_go_up, "src/text/fold.rs", source, lines);
        };
        text("use crate::search::Answer;", &[1]);
        text("fn f() {\n    crate::search::run()\n}", &[2]);
        text("use crate::{text::fold, search};", &[1]);
        text("use crate::{\n    text::{fold, span},\n    cli::{a::{b}, c},\n};", &[3]);
        text("use super::super::search::Answer;", &[1]);
        text("mod tests {\n    use super::super::super::cli;\n}", &[2]);
        text("use super::{super::search, span};", &[1]);
        text("use crate::helper_at_the_root;", &[1]);
        text("use crate::*;", &[1]);
        text("pub(in crate::cli) fn f() {}", &[1]);
        text("#[cfg(test)]\nmod tests {\n    use crate::cli;\n}", &[3]);
    }

    #[test]
    fn arrows_down_and_mere_mentions_are_free() {
        let search = |source| check(arrows_that_go_up, "src/search/mod.rs", source, &[]);
        search("use crate::{search::plan, text::{self, Span}};");
        search("pub(crate) fn f(x: super::text::Span) -> crate::text::Span { self::g() }");
        search("/// See [`crate::cli`].\n//! crate::cli\n/* crate::cli /* nested */ crate::cli */");
        search(
            r###"const A: &str = "crate::cli \" crate::cli"; const B: &str = r#""crate::cli"#;"###,
        );
        search("fn f<'a>(c: char) -> bool { c == '\"' || c == '\\'' || c == 'x' } // crate::cli");
        search("mod tests {\n    use super::super::text;\n}");
        check(arrows_that_go_up, "src/main.rs", "use crate::cli;", &[]);
    }

    #[test]
    fn code_after_awkward_literals_is_still_read() {
        let text = |source, lines: &[usize]| {
            check(arrows_that_go_up, "src/text/fold.rs", source, lines);
        };
        text("const A: char = '\"';\nuse crate::cli;", &[2]);
        text("const A: char = '\\'';\nuse crate::cli;", &[2]);
        text("const A: char = '\\\\';\nuse crate::cli;", &[2]);
        text("const A: char = '“';\nuse crate::cli;", &[2]);
        text("const A: u8 = b'\"';\nuse crate::cli;", &[2]);
        text("const A: &str = \"\\\\\";\nuse crate::cli;", &[2]);
        text("const A: &str = \"\";\nuse crate::cli;", &[2]);
        text("const A: &str = r\"\\\";\nuse crate::cli;", &[2]);
        text("const A: &[u8] = br##\"\"# \"##;\nuse crate::cli;", &[2]);
        text("const A: &str = \"two\nlines\";\nuse crate::cli;", &[3]);
        text("fn r#use<'a>(a: &'a str) {}\nuse crate::cli;", &[2]);
        text("fn f() { for i in 0..crate::cli::N {} }", &[1]);
    }

    #[test]
    fn files_of_no_module() {
        check(files_without_a_module, "src/gadgets.rs", "", &[1]);
        check(files_without_a_module, "src/gadgets/deep/inside.rs", "", &[1]);
        check(files_without_a_module, "src/text/fold.rs", "", &[]);
        check(files_without_a_module, "src/cli.rs", "", &[]);
        check(files_without_a_module, "tests/search.rs", "", &[]);
    }

    #[test]
    fn main_that_knows_more_than_the_roof() {
        let main = |source, lines: &[usize]| {
            check(doors_into_the_house, "src/main.rs", source, lines);
        };
        main("fn main() {\n    dianan::cli::run()\n}", &[]);
        main("use dianan::cli;", &[]);
        main("fn main() {\n    dianan::search::run()\n}", &[2]);
        main("use dianan::{\n    cli,\n    text,\n};", &[3]);
        main("use dianan::*;", &[1]);
        main("use dianan as house;", &[1]);
    }

    #[test]
    fn files_that_open_otherwise() {
        for path in ["src/text/fold.rs", "tests/search.rs"] {
            let file = |source, lines: &[usize]| {
                check(files_without_an_opening, path, source, lines);
            };
            file("//! Folding.\n", &[]);
            file("//! Folding, over\n//! two lines.\n//!\n//! More\nfn f() {}\n", &[]);
            file("//! 折叠。\n", &[]);
            file("//! Folding\n//!\n//! is this.\n", &[1]);
            file("//!\n//! Folding.\n", &[1]);
            file("// Folding.\n", &[1]);
            file("\n//! Folding.\n", &[1]);
            file("use std::fmt;\n", &[1]);
            file("", &[1]);
        }
    }

    #[test]
    fn files_past_the_limit() {
        let lines = |count| "fn f() {}\n".repeat(count);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", lines(400));
        let file = |source: &str, found: &[usize]| {
            check(files_too_long, "src/text/fold.rs", source, found);
        };
        file(&lines(350), &[]);
        file(&lines(351), &[351]);
        file(&format!("{}{tests}", lines(350)), &[]);
        file(&format!("{}{tests}", lines(351)), &[351]);
        file(&format!("#[cfg(test)]\nmod tests;\n{}", lines(351)), &[351]);
        file(&format!("// #[cfg(test)]\n{}", lines(350)), &[351]);
        check(files_too_long, "tests/search.rs", &lines(400), &[]);
    }

    #[test]
    fn names_without_meaning() {
        check(names_that_say_nothing, "src/text/utils.rs", "", &[1]);
        check(names_that_say_nothing, "src/helpers/fold.rs", "", &[1]);
        check(names_that_say_nothing, "tests/common/mod.rs", "", &[1]);
        check(names_that_say_nothing, "src/text/fold.rs", "\nmod types {}\n", &[2]);
        check(names_that_say_nothing, "src/text/fold.rs", "mod common_words;\nuse types;", &[]);
    }

    #[test]
    fn hands_on_the_disk_outside_the_doors() {
        let text = |source, lines: &[usize]| {
            check(hands_on_the_disk, "src/text/fold.rs", source, lines);
        };
        text("use std::fs;\nfn f() {\n    fs::read(\"a\");\n}", &[1, 3]);
        text("use std::{fmt, fs::File};", &[1]);
        text("use std::{\n    fmt,\n    io,\n};", &[]);
        text("fn f() { let a = ::std::fs::read(\"a\"); }", &[1]);
        text("fn f() { File::open(\"a\"); }", &[1]);
        text("fn f() { OpenOptions::new(); }", &[1]);
        text("use walkdir::WalkDir;", &[1]);
        text("fn f() { tokio::fs::read(\"a\"); }", &[1]);
        text("struct S { fs: u8 }\nfn f(s: S, walkdir: u8) -> u8 { s.fs + walkdir }", &[]);
        text("#[cfg(test)]\nmod tests {\n    use std::fs;\n}\nuse std::fs;\n", &[5]);
        text("#[cfg(test)]\nmod tests;\nuse std::fs;\n", &[3]);
        text("struct S {\n    #[cfg(test)]\n    a: u8,\n    b: std::fs::File,\n}", &[4]);
        text("#[cfg(test)]\n#[must_use]\nfn f<A, B>() { std::fs::read(\"a\"); }", &[]);
    }

    #[test]
    fn the_disk_is_free_at_the_doors_and_in_tests() {
        for path in ["src/corpus/walk.rs", "src/settings.rs", "src/settings/file.rs"] {
            check(hands_on_the_disk, path, "use std::fs;", &[]);
        }
        for path in ["src/text/fold/tests.rs", "tests/search.rs"] {
            check(hands_on_the_disk, path, "use std::fs;", &[]);
        }
        check(hands_on_the_disk, "src/text/corpus.rs", "use std::fs;", &[1]);
        check(hands_on_the_disk, "src/corpuscle.rs", "use std::fs;", &[1]);
    }

    #[test]
    fn libraries_outside_their_homes() {
        let at = |path, source, lines: &[usize]| {
            check(libraries_outside_their_module, path, source, lines);
        };
        at("src/index/embedded/mod.rs", "use tantivy::Index;", &[]);
        at("src/index/embedded.rs", "use tantivy::Index;", &[]);
        at("src/index/engine.rs", "\nuse tantivy::Index;", &[2]);
        at("src/index/engine.rs", "fn f(i: &tantivy::Index) {}", &[1]);
        at("src/index/engine.rs", "use tantivy as t;", &[1]);
        at("src/index/engine.rs", "extern crate tantivy;", &[1]);
        at("src/index/engine.rs", "use ::tantivy::Index;", &[1]);
        at("src/index/engine.rs", "/// `tantivy::Index`\nuse super::tantivy;", &[]);
        at("src/http/router.rs", "use axum::Router;", &[]);
        at("src/cli/serve.rs", "use axum::Router;", &[1]);
        at("src/cli/serve.rs", "use anyhow::Context;", &[]);
        at("src/main.rs", "fn main() -> anyhow::Result<()> {}", &[]);
        at("src/search/mod.rs", "use anyhow::Result;", &[1]);
        at("src/search/mod.rs", "#[cfg(test)]\nmod tests {\n    use anyhow::Result;\n}", &[3]);
    }

    #[test]
    fn tests_that_are_ignored() {
        for path in ["src/text/fold.rs", "tests/search.rs"] {
            check(ignored_tests, path, "#[test]\n#[ignore]\nfn f() {}", &[2]);
            check(ignored_tests, path, "#[ignore = \"slow\"]\n#[test]\nfn f() {}", &[1]);
            check(ignored_tests, path, "#[cfg_attr(windows, ignore)]\nfn f() {}", &[1]);
            check(ignored_tests, path, "// #[ignore]\nconst A: &str = \"#[ignore]\";", &[]);
            check(ignored_tests, path, "#[derive(Debug)]\nstruct S { ignore: [u8; 2] }", &[]);
        }
    }

    #[test]
    fn a_map_with_dead_ends() {
        let exists = |path: &str| path == "src/text/";
        let map = |text: &str| places(&dead_ends_of_the_map(text, exists));
        assert_eq!(map("See `src/text/` and `crate::text`, not src/gone."), Vec::<String>::new());
        assert_eq!(map("See\n`a`, `src/text/`, `src/gone.rs`."), ["ARCHITECTURE.md:2"]);
        assert_eq!(map("Nothing here."), ["ARCHITECTURE.md:1"]);
    }

    #[test]
    fn an_index_that_is_kept() {
        assert_eq!(places(&tracked_index_files("index/.gitkeep\n")), Vec::<String>::new());
        let listing = "index/.gitkeep\nindex/CURRENT\n";
        assert_eq!(places(&tracked_index_files(listing)), ["index/CURRENT:1"]);
    }

    #[test]
    #[should_panic(expected = "src/text/fold.rs:7: is wrong")]
    fn a_failure_names_the_place() {
        let offence = Offence::new("src/text/fold.rs", 7, "is wrong".to_owned());
        obey(&BTreeSet::from([offence]), "Do it right.");
    }
}
