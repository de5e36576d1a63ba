//! Records drawn as pictures: a pure function from what was measured to an SVG, a summary in words and a table.
//!
//! The SVG takes its colours from the page it stands in: it names `--way-threads` and its like, `--fg` and `--bg`, and
//! falls back to the colours of a light page. No series is told apart by colour alone.

mod axis;
mod chart;
mod draw;
mod kernel;
mod labels;
mod look;
mod mark;
mod model;
mod roofline;
mod series;
mod timeline;

pub use draw::Frame;
pub use kernel::{Kind, kernel};
pub use look::LINES;
pub use mark::mark;
pub use model::{Model, SERVER, Server, Span, model, models};
pub use roofline::{Roof, Roofline, Spot, roofline};
pub use series::{series, sweep};
pub use timeline::timeline;

/// A plot and what says the same without looking.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The picture: one `<svg role="img">` element without line breaks, with a title and a description inside.
    pub svg: String,
    /// The same for a small page: half as wide, its lines named above them. Empty where there is none.
    pub narrow: String,
    /// What the picture shows, in a few sentences.
    pub summary: String,
    /// Which machine the measurements come from, and the reader's own where theirs are drawn too; sentences.
    pub machine: String,
    /// The headings of the table's columns.
    pub columns: Vec<String>,
    /// The table: every point that is drawn, with its interval.
    pub rows: Vec<Vec<String>>,
}

/// Why there is nothing to draw.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing of that name is recorded.
    #[error("there is no record of {0}")]
    NoRecord(String),
    /// The record is there, but not of this variant.
    #[error("the record of {kernel} has no variant {variant}; it has {known}")]
    NoVariant {
        /// The kernel.
        kernel: String,
        /// The variant that was asked for.
        variant: String,
        /// The variants that are recorded.
        known: String,
    },
    /// None of the variants ran with more than one worker count, so that there is nothing to see of scaling.
    #[error("the record of {0} has no variant with several worker counts; take it on more than one core")]
    NothingScales(String),
}
