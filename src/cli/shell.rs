//! `dianan completions`, `dianan man` and `dianan config`: what a system wants of a program.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use clap::{Args, Command};
use clap_complete::Shell;

use super::Outcome;
use super::terminal::say;
use crate::settings::{Settings, SignIn};

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
    say(&printed(settings));
    Outcome::Done
}

fn printed(settings: &Settings) -> String {
    let path = |path: &Path| quoted(&path.display().to_string());
    let optional = |name: &str, value: Option<&Path>| stated(name, value.map(path));
    let lines = [
        format!("corpus = {}", path(&settings.corpus)),
        format!("index = {}", path(&settings.index)),
        format!("state = {}", path(&settings.state)),
        format!("listen = \"{}\"", settings.listen),
        format!("names = {}", list(settings.names.iter().map(String::as_str))),
        format!("log_queries = {}", settings.log_queries),
        format!("keep_originals = {}", settings.keep_originals),
        optional("watch", settings.watch.as_deref()),
        optional("ocr", settings.ocr.as_deref()),
        secret("api_token", settings.api_token.as_deref()),
        "\n[meaning]".to_owned(),
        optional("model", settings.model.as_deref()),
    ];
    lines.into_iter().chain(sign_in(&settings.sign_in)).collect::<Vec<_>>().join("\n")
}

/// The tables that say where people sign in elsewhere.
fn sign_in(elsewhere: &SignIn) -> Vec<String> {
    let proxy = elsewhere.proxy.as_ref();
    let proxies = proxy.map(|(_, at)| at.iter().map(ToString::to_string).collect::<Vec<_>>());
    let mut lines = vec![
        "\n[sign_in]".to_owned(),
        stated("header", proxy.map(|(header, _)| quoted(header))),
        stated("proxies", proxies.map(|at| list(at.iter().map(String::as_str)))),
        stated("role", elsewhere.newcomers.map(|role| quoted(role.name()))),
    ];
    let Some(directory) = &elsewhere.directory else {
        lines.push("# [sign_in.ldap] 没有设".to_owned());
        return lines;
    };
    let optional = |name: &str, value: &Option<String>| stated(name, value.as_deref().map(quoted));
    lines.extend([
        "\n[sign_in.ldap]".to_owned(),
        format!("url = {}", quoted(&directory.url)),
        format!("starttls = {}", directory.starttls),
        optional("bind", &directory.bind),
        optional("base", &directory.base),
        optional("filter", &directory.filter),
        optional("reader", &directory.reader),
        secret("reader_password", directory.reader_password.as_deref()),
    ]);
    lines
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn list<'a>(values: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", values.map(quoted).collect::<Vec<_>>().join(", "))
}

fn stated(name: &str, value: Option<String>) -> String {
    value.map_or_else(|| format!("# {name} 没有设"), |value| format!("{name} = {value}"))
}

fn secret(name: &str, value: Option<&str>) -> String {
    let is = if value.is_some() { "已设，不在这里显示" } else { "没有设" };
    format!("# {name} {is}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Stated;

    #[test]
    fn every_setting_is_printed_and_no_secret() {
        let file = "api_token = 'geheim-1'\n[sign_in]\nheader = 'X-User'\nrole = '读者'\n\
            [sign_in.ldap]\nurl = 'ldaps://ldap.example'\nbase = 'dc=example'\n\
            filter = '(uid={name})'\nreader = 'cn=reader'\nreader_password = 'geheim-2'\n";
        let stated: Stated = toml::from_str(file).expect("settings");
        let folder = tempfile::tempdir().expect("a folder");
        let none = std::collections::HashMap::new();
        let mut settings =
            Settings::load(Stated::default(), &none, folder.path()).expect("settings");
        settings.api_token = stated.api_token;
        let ldap = stated.sign_in.ldap.expect("a directory");
        settings.sign_in.proxy =
            Some(("X-User".to_owned(), vec![std::net::Ipv4Addr::LOCALHOST.into()]));
        settings.sign_in.directory = Some(ldap);
        let printed = printed(&settings);
        for part in [
            "header = \"X-User\"",
            "proxies = [\"127.0.0.1\"]",
            "# role 没有设",
            "base = \"dc=example\"",
            "reader = \"cn=reader\"",
            "# reader_password 已设",
            "# api_token 已设",
        ] {
            assert!(printed.contains(part), "{part}: {printed}");
        }
        assert!(!printed.contains("geheim"), "{printed}");
        let read: Result<Stated, _> = toml::from_str(&printed);
        assert!(read.is_ok(), "{read:?}");
    }
}
