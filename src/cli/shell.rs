//! `dianan completions`, `dianan man` and `dianan config`: what a system wants of a program.

use std::io::{self, Write};

use anyhow::Context;
use clap::{Args, Command};
use clap_complete::Shell;

use super::Outcome;
use super::terminal::say;
use crate::settings::Settings;

#[derive(Args)]
pub(super) struct Completions {
    /// bash、zsh、fish、elvish 或 powershell
    shell: Shell,
}

/// Prints what completes the command line in a shell.
pub(super) fn completions(arguments: &Completions, mut command: Command) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "dianan", &mut script);
    say(String::from_utf8_lossy(&script).trim_end());
    Outcome::Done
}

/// Prints the man page, with those of the commands behind it.
pub(super) fn man(mut command: Command) -> anyhow::Result<Outcome> {
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands().filter(|it| !it.is_hide_set()) {
        let name = format!("dianan-{}", sub.get_name());
        let sub = sub.clone().display_name(name).disable_help_flag(true);
        let man = clap_mangen::Man::new(sub);
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    // Roff goes out as it is: terminals are not its reader.
    io::stdout().write_all(&page).context("手册页写不出去")?;
    Ok(Outcome::Done)
}

/// Prints the settings that count, as `dianan.toml` states them; a secret is not told.
pub(super) fn config(settings: &Settings) -> Outcome {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let path = |path: &std::path::Path| quoted(&path.display().to_string());
    let optional = |name: &str, value: Option<&std::path::Path>| match value {
        Some(value) => format!("{name} = {}", path(value)),
        None => format!("# {name} 没有设"),
    };
    let names: Vec<String> = settings.names.iter().map(|name| quoted(name)).collect();
    let token = match settings.api_token {
        Some(_) => "# api_token 已设，不在这里显示".to_owned(),
        None => "# api_token 没有设".to_owned(),
    };
    let model = match &settings.model {
        Some(model) => format!("[meaning]\nmodel = {}", path(model)),
        None => "# [meaning] model 没有设".to_owned(),
    };
    let elsewhere = &settings.sign_in;
    let proxy = match &elsewhere.proxy {
        Some((header, _)) => format!("[sign_in]\nheader = {}", quoted(header)),
        None => "# [sign_in] header 没有设".to_owned(),
    };
    let directory = match &elsewhere.directory {
        Some(directory) => format!("[sign_in.ldap]\nurl = {}", quoted(&directory.url)),
        None => "# [sign_in.ldap] 没有设".to_owned(),
    };
    let lines = [
        format!("corpus = {}", path(&settings.corpus)),
        format!("index = {}", path(&settings.index)),
        format!("state = {}", path(&settings.state)),
        format!("listen = \"{}\"", settings.listen),
        format!("names = [{}]", names.join(", ")),
        format!("log_queries = {}", settings.log_queries),
        format!("keep_originals = {}", settings.keep_originals),
        optional("watch", settings.watch.as_deref()),
        optional("ocr", settings.ocr.as_deref()),
        token,
        model,
        proxy,
        directory,
    ];
    say(&lines.join("\n"));
    Outcome::Done
}
