//! Colours. Each goes with a word or a mark that says the same, so that nothing is lost without them.

use anstyle::{AnsiColor, Style};

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
