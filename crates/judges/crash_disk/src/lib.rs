//! A disk that loses what a real one may lose, so that a check can look at every crash there can be.
//!
//! [`Disk`] is what a program does to the files of one folder. [`Folder`] does it to a real folder; [`Simulated`] plays
//! it in memory, stops the program at any [moment](Simulated::stop_at), and says what the folder may hold [after the
//! program was killed](Simulated::after_kill) or [after the power failed](Simulated::after_power_loss).
//!
//! The rules are those of T. S. Pillai and others, "All file systems are not created equal", OSDI 2014, made as strict
//! as POSIX allows for the data of a file, and as kind as journals are for a folder:
//!
//! - What a program has done stays when the program dies. The system has it.
//! - When the power fails, a file has all that it had at its last [`sync`](Disk::sync). Of what came after, some may be
//!   there: nothing, a part, everything, or the new length with zeros in it.
//! - A folder has all that it had at its last [`sync_folder`](Disk::sync_folder). What came after is there up to some
//!   point, in order: new names, renames, removals. A new name may be there without the data of its file.
//! - A rename is all or nothing.

mod disk;
mod folder;
mod simulated;

pub use disk::Disk;
pub use folder::Folder;
pub use simulated::{Image, Simulated};
