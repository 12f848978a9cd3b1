//! `--help` in the reader's language: clap has the grammar, `locales/*/cli.ftl` the words.

use crate::cli::Cli;
use clap::{Arg, ArgAction, Command, CommandFactory};
use domain::Locale;
use std::ffi::OsString;
use words::Words;

/// The language of this run: `--lang`, else `LC_ALL`, `LC_MESSAGES` or `LANG`, else English. Needed before parsing,
/// because `--help` answers while parsing.
pub(crate) fn locale_of(args: impl IntoIterator<Item = OsString>, env: impl Fn(&str) -> Option<String>) -> Locale {
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy();
        let given = match text.strip_prefix("--lang") {
            Some("") => args.next().map(|value| value.to_string_lossy().into_owned()),
            Some(value) => value.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        if let Some(given) = given {
            return locale(&given);
        }
    }
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(env);
    set.into_iter()
        .find(|value| !value.is_empty())
        .map_or(Locale::En, |value| locale(&value))
}

fn locale(tag: &str) -> Locale {
    if tag.starts_with("zh") {
        Locale::ZhCn
    } else {
        Locale::En
    }
}

/// The whole grammar with its words.
pub(crate) fn command(locale: Locale) -> Command {
    let words = words::words(locale);
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .global(true);
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version);
    let command = Cli::command()
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .arg(version)
        .about(words.text("help-huying").to_owned())
        .after_help(words.text("help-exit-codes").to_owned())
        .subcommand_help_heading(words.text("help-heading-commands"))
        .subcommand_value_name(words.text("help-value-command"));
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = speak(command, "global", words);
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(&name, |sub| {
            let about = words.text(&format!("help-{name}")).to_owned();
            speak(sub.about(about), &name, words)
        })
    })
}

/// Gives the arguments of a command (and of the commands below it) their words and headings.
fn speak(command: Command, name: &str, words: &'static Words) -> Command {
    let below: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let usage = words.text("help-heading-usage");
    let command = command
        .help_template(format!(
            "{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
        .mut_args(|arg| {
            let heading = if arg.is_positional() {
                "help-heading-arguments"
            } else {
                "help-heading-options"
            };
            let key = format!("help-{name}-{}", arg.get_id());
            let help = words.text(&key);
            let arg = arg.help_heading(words.text(heading));
            if help == key { arg } else { arg.help(help.to_owned()) }
        });
    if name == "global" {
        return command;
    }
    below.into_iter().fold(command, |command, sub| {
        let name = format!("{name}-{sub}");
        command.mut_subcommand(&sub, |command| {
            let about = words.text(&format!("help-{name}")).to_owned();
            speak(command.about(about), &name, words)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(args: &[&str], env: &[(&str, &str)]) -> Locale {
        let env = |name: &str| {
            env.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        locale_of(args.iter().map(OsString::from), env)
    }

    #[test]
    fn the_language_is_the_flag_then_the_environment_then_english() {
        assert_eq!(
            told(&["huying", "--lang", "zh-CN"], &[("LANG", "en_GB.UTF-8")]),
            Locale::ZhCn
        );
        assert_eq!(told(&["huying", "--lang=en"], &[("LANG", "zh_CN.UTF-8")]), Locale::En);
        assert_eq!(told(&["huying"], &[("LANG", "zh_CN.UTF-8")]), Locale::ZhCn);
        assert_eq!(
            told(&["huying"], &[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]),
            Locale::En
        );
        assert_eq!(told(&["huying"], &[]), Locale::En);
    }

    #[test]
    fn every_command_and_argument_has_words_in_both_languages() {
        fn look(command: &Command, name: &str, words: &Words, missing: &mut Vec<String>) {
            for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
                // Global flags are said once, at the top.
                let owner = if arg.is_global_set() { "global" } else { name };
                let key = format!("help-{owner}-{}", arg.get_id());
                if words.text(&key) == key {
                    missing.push(format!("{}: {key}", words.locale().tag()));
                }
            }
            for sub in command.get_subcommands() {
                let name = if name == "global" {
                    sub.get_name().to_owned()
                } else {
                    format!("{name}-{}", sub.get_name())
                };
                let key = format!("help-{name}");
                if words.text(&key) == key {
                    missing.push(format!("{}: {key}", words.locale().tag()));
                }
                look(sub, &name, words, missing);
            }
        }
        let mut missing = Vec::new();
        for locale in Locale::ALL {
            look(&command(locale), "global", words::words(locale), &mut missing);
        }
        assert!(missing.is_empty(), "no words in cli.ftl for\n{}", missing.join("\n"));
    }

    #[test]
    fn the_grammar_is_sound() {
        for locale in Locale::ALL {
            command(locale).debug_assert();
        }
    }
}
