//! Colours. Each goes with a word or a mark that says the same, so that nothing is lost without them.

use anstyle::{AnsiColor, Style};
use clap::ColorChoice;

/// Done, passed, found.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// Failed.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// Skipped, missing, not certain.
pub const CARE: Style = AnsiColor::Yellow.on_default().bold();
/// Headings and names.
pub const BOLD: Style = Style::new().bold();
/// What may be skimmed over.
pub const FAINT: Style = Style::new().dimmed();
/// Commands to type.
pub const TYPE: Style = AnsiColor::Cyan.on_default();

/// `text` in `style`. Codes are removed on the way out where colours are not wanted.
pub fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Settles, for the whole program, whether there are colours: `--color` wins, then `CARGO_TERM_COLOR`, then
/// `NO_COLOR`, `CLICOLOR` and whether the output is a terminal.
pub fn set_colour(choice: ColorChoice) {
    let choice = match (choice, std::env::var("CARGO_TERM_COLOR").as_deref()) {
        (ColorChoice::Always, _) | (ColorChoice::Auto, Ok("always")) => anstream::ColorChoice::Always,
        (ColorChoice::Never, _) | (ColorChoice::Auto, Ok("never")) => anstream::ColorChoice::Never,
        _ => anstream::ColorChoice::Auto,
    };
    choice.write_global();
}

/// Whether standard output gets colours: what children that print there should be told.
pub fn coloured() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// [`coloured`], as a value for `--color` and `CARGO_TERM_COLOR`.
pub fn for_children() -> &'static str {
    if coloured() { "always" } else { "never" }
}
