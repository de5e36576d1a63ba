//! Colours. Each goes with a word or a mark that says the same, so that nothing is lost without them.

pub use judge::style::{BAD, BOLD, CARE, FAINT, GOOD, TYPE, paint};

use clap::ColorChoice;

/// Settles, for the whole program, whether there are colours: `--color` wins, then `CARGO_TERM_COLOR`, then `NO_COLOR`,
/// `CLICOLOR` and whether the output is a terminal.
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
