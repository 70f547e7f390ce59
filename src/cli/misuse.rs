//! What is said of a command line that cannot be read, in Chinese.

use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::terminal::note;

/// Prints help where it was asked for; else says what is wrong with the command line.
pub(super) fn answered(error: &Error) -> ExitCode {
    match reason(error) {
        Some(reason) => {
            note(&format!("dianan: {reason}；用法见 dianan --help"));
            ExitCode::from(2)
        }
        None => error.exit(),
    }
}

/// What is wrong, and what is right where that is known; `None` where clap's own words must do.
fn reason(error: &Error) -> Option<String> {
    let said = |kind: ContextKind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join("、")),
        _ => None,
    };
    let argument = said(ContextKind::InvalidArg).unwrap_or_default();
    let value = said(ContextKind::InvalidValue).unwrap_or_default();
    Some(match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let like = said(ContextKind::SuggestedSubcommand);
            let like = like.map_or_else(String::new, |it| format!("，是不是 {it}"));
            format!("没有“{}”这个命令{like}", said(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::UnknownArgument => {
            let like = said(ContextKind::SuggestedArg);
            let like = like.map_or_else(String::new, |it| format!("，是不是 {it}"));
            format!("没有“{argument}”这个选项{like}")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要写一个值"),
        ErrorKind::InvalidValue => {
            let valid = said(ContextKind::ValidValue);
            let valid = valid.map_or_else(String::new, |it| format!("，可用：{it}"));
            format!("{argument} 不能是“{value}”{valid}")
        }
        ErrorKind::ValueValidation => format!("{argument} 不能是“{value}”"),
        ErrorKind::ArgumentConflict => {
            format!("{argument} 与 {} 不能同时用", said(ContextKind::PriorArg)?)
        }
        ErrorKind::TooManyValues => format!("{argument} 的值太多"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::Cli;
    use super::*;

    #[test]
    fn a_wrong_command_line_is_told_in_chinese() {
        for (line, part) in [
            (&["dianan", "dance"][..], "没有“dance”这个命令"),
            (&["dianan", "serch", "a"], "search"),
            (&["dianan", "search", "a", "--colour"], "没有“--colour”这个选项"),
            (&["dianan", "search", "a", "--limit", "many"], "不能是“many”"),
            (&["dianan", "serve", "--listen", "nowhere"], "不能是“nowhere”"),
            (&["dianan", "import"], "缺少"),
        ] {
            let error = Cli::try_parse_from(line).err().expect("it is wrong");
            let reason = reason(&error).unwrap_or_default();
            assert!(reason.contains(part), "{line:?}: {reason}");
        }
        let help = Cli::try_parse_from(["dianan", "--help"]).err().expect("it is help");
        assert_eq!(reason(&help), None);
    }
}
