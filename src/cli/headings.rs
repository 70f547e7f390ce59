//! The headings and the words of clap's own help, in Chinese: the one place where they stand.

use clap::{Arg, Command};

/// Around the headings of `--help`.
const TEMPLATE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";
/// What clap says of its own options and its own command: name, words.
const OWN: [(&str, &str); 2] = [("help", "显示帮助 / help"), ("version", "显示版本 / version")];

/// The same command line, whose help has Chinese headings, also that of its commands.
pub(super) fn chinese(mut command: Command) -> Command {
    // Built, it has the options and the command that clap adds.
    command.build();
    headed(command)
}

fn headed(command: Command) -> Command {
    let command = match OWN.iter().find(|(name, _)| *name == command.get_name()) {
        Some((_, words)) => command.about(*words),
        None => command,
    };
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .mut_args(argument)
        .mut_subcommands(headed)
}

fn argument(argument: Arg) -> Arg {
    let heading = if argument.is_positional() { "参数" } else { "选项" };
    let own = OWN.iter().find(|(name, _)| argument.get_id() == name);
    let argument = argument.help_heading(heading);
    match own {
        // The long form would be clap's.
        Some((_, words)) => argument.help(*words).long_help(*words),
        None => argument,
    }
}

#[cfg(test)]
mod tests {
    use super::super::command;

    #[test]
    fn no_heading_of_any_help_is_english() {
        let mut command = command();
        let top = command.render_help().to_string();
        for part in ["用法：dianan", "命令:", "选项:", "显示帮助"] {
            assert!(top.contains(part), "{part}: {top}");
        }
        let names: Vec<String> =
            command.get_subcommands().map(|it| it.get_name().to_owned()).collect();
        for name in names {
            let sub = command.find_subcommand_mut(&name).expect("it is there");
            for help in [sub.render_help(), sub.render_long_help()] {
                let help = help.to_string();
                for heading in ["Usage:", "Options:", "Commands:", "Arguments:", "Print help"] {
                    assert!(!help.contains(heading), "{name} {heading}: {help}");
                }
            }
        }
    }
}
