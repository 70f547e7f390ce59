//! Writing to the terminal: answers to standard output, all else to standard error.

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

/// Writes a line beside the answer.
pub(super) fn note(line: &str) {
    // When not even standard error can be written to, nobody is there to be told.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A bar of `total` steps on a terminal; silent elsewhere.
pub(super) fn bar(total: usize, what: &'static str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {bar:32} {pos}/{len} 剩余 {eta}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total as u64).with_style(style).with_message(what)
}

/// `text` with what stands in `hit` pieces made visible, on a terminal.
pub(super) fn emphasized(text: &str) -> String {
    if io::stdout().is_terminal() {
        format!("\u{1b}[1;31m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}
