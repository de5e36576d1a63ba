//! The subprocesses chapter, step by step. Each file is one step; the difference between two is one idea.
//!
//! | step | idea |
//! |---|---|
//! | [`capacity`] | how much a pipe holds (Unix) |
//! | [`write_then_read`] | two programs that wait for each other |
//! | [`all_at_once`] | each pipe has somebody who waits at it |
//! | [`bounded`] | output without end |
//! | [`first_line`] | a reader that has enough |
//! | [`zombie`] | a process that ended and wasn't waited for (Linux) |
//! | [`killed_alone`] | a time-out that leaves the grandchild |
//! | [`killed_together`] | a time-out for the whole group |
//! | [`politely`] | a signal that can be answered, and one that can't (Unix) |
//! | [`limited`] | a limit that the system keeps (Unix) |
//! | [`in_a_shell`] | a name that becomes a command |
//! | [`as_an_argument`] | a name that stays one |
//! | [`driven`] | Python or R computes |

pub mod all_at_once;
pub mod as_an_argument;
pub mod bounded;
#[cfg(unix)]
pub mod capacity;
pub mod driven;
pub mod first_line;
pub mod in_a_shell;
pub mod killed_alone;
pub mod killed_together;
#[cfg(unix)]
pub mod limited;
#[cfg(unix)]
pub mod politely;
pub mod write_then_read;
#[cfg(target_os = "linux")]
pub mod zombie;
