//! Measurements kept on disk, one folder per machine, so that every number the book prints can name where it came from.
//!
//! | file | holds | type |
//! |---|---|---|
//! | `machine.txt` | the machine, in TOML | [`Machine`] |
//! | `<kernel>.csv` | absolute times, distilled from criterion | [`Row`] |
//! | `<kernel>.race.json` | variants run in turns: where ratios come from | [`Race`] |
//! | `<kernel>.trace.json` | which worker did which part, and when | [`Trace`] |
//! | `facts.csv` | single measured facts | [`Fact`] |
//! | `<name>.series.csv` | one quantity swept over another | [`Series`] |
//!
//! [`Records`] is a whole folder.

pub mod criterion;
mod error;
mod fact;
mod host;
mod machine;
mod race;
mod records;
mod row;
mod series;
mod table;
mod trace;
pub mod words;

pub use error::Error;
pub use fact::Fact;
pub use host::{belongs_in, describe, today};
pub use machine::Machine;
pub use race::{Call, Entry, Race, Ratio, Work};
pub use records::Records;
pub use row::Row;
pub use series::{Point, Series};
pub use trace::{Part, Run, Trace};
