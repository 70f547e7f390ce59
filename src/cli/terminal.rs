//! Writing to the terminal: answers to standard output, all else to standard error.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

/// Writes a line of the answer. A reader who has gone away ends the program quietly.
pub(super) fn say(line: &str) {
    let mut out = io::stdout().lock();
    if writeln!(out, "{line}").is_err() {
        std::process::exit(0);
    }
}

/// Writes the answer as JSON.
pub(super) fn say_json(answer: &impl Serialize) -> anyhow::Result<()> {
    say(&serde_json::to_string_pretty(answer)?);
    Ok(())
}

/// Writes one item of an answer that is a list in JSON; the caller closes the list.
pub(super) fn say_list(item: &impl Serialize, first: bool) -> anyhow::Result<()> {
    let item = serde_json::to_string_pretty(item)?;
    say(&format!("{}{item}", if first { "[\n" } else { ",\n" }));
    Ok(())
}

/// Writes a line beside the answer; what would steer the terminal is made visible.
pub(super) fn note(line: &str) {
    // When not even standard error can be written to, nobody is there to be told.
    let _ = writeln!(io::stderr().lock(), "{}", visible(line));
}

/// `text` with control characters and marks of writing direction as escapes (`\u{1b}`): a file's
/// name or text must not steer the terminal. Line ends and tabs stay.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let steers = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let shown = text
        .chars()
        .map(|c| if steers(c) { c.escape_unicode().to_string() } else { c.to_string() });
    Cow::Owned(shown.collect())
}

/// A bar on a terminal; silent elsewhere.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// One step further.
    pub(super) fn inc(&self, steps: u64) {
        self.0.inc(steps);
    }

    /// `done` of `total` steps.
    pub(super) fn set(&self, done: usize, total: usize) {
        self.0.set_length(total as u64);
        self.0.set_position(done as u64);
    }

    /// Takes the bar away.
    pub(super) fn finish_and_clear(&self) {
        self.0.finish_and_clear();
    }

    /// Writes what `write` writes, with the bar out of the way.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }
}

/// A bar of `total` steps on a terminal; silent elsewhere.
pub(super) fn bar(total: usize, what: &'static str) -> Bar {
    if !io::stderr().is_terminal() {
        return Bar(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{msg} {bar:32} {pos}/{len} 剩余 {eta}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    Bar(ProgressBar::new(total as u64).with_style(style).with_message(what))
}

/// `text` with what stands in `hit` pieces made visible, on a terminal.
pub(super) fn emphasized(text: &str) -> String {
    if io::stdout().is_terminal() {
        format!("\u{1b}[1;31m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_would_steer_the_terminal_is_shown() {
        assert_eq!(visible("报告\t一\n"), "报告\t一\n");
        assert_eq!(visible("a\u{1b}]0;标题\u{7}"), "a\\u{1b}]0;标题\\u{7}");
        assert_eq!(visible("a\rb\u{9b}c\u{202e}d"), "a\\u{d}b\\u{9b}c\\u{202e}d");
    }
}
