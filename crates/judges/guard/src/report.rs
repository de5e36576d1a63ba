//! How a guarded process tells its guardian that it came to its own end.

use crate::PART;
use std::env;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Seek, Write};
use std::process::{self, Command};

/// What a guardian lends to the process it has started, and looks at when that has ended.
#[derive(Debug)]
pub struct Report {
    file: File,
    token: String,
}

impl Report {
    /// Makes `command` start a process that reports its proper end. Its standard input is taken for that: to the
    /// program it looks empty.
    ///
    /// # Errors
    /// When the system has no room for a temporary file.
    pub fn expected_from(command: &mut Command) -> io::Result<Self> {
        let mut file = nameless()?;
        let token = made_up();
        file.write_all(token.as_bytes())?;
        file.rewind()?;
        command.env(PART, "child").stdin(file.try_clone()?);
        Ok(Self { file, token })
    }

    /// Whether the process, which has ended by now, has come to the end of its harness.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn arrived(mut self) -> io::Result<bool> {
        let mut text = String::new();
        self.file.rewind()?;
        // No more than what is awaited: something else may have written without end.
        let expected = through(&self.token);
        self.file.take(expected.len() as u64 + 1).read_to_string(&mut text)?;
        Ok(text == expected)
    }
}

/// What a process reports that was lent this token. It isn't the token alone: that stands there when nobody took it.
pub(crate) fn through(token: &str) -> String {
    format!("{token} is through")
}

/// A file without a name: it is gone with the last process that has it open.
fn nameless() -> io::Result<File> {
    let path = env::temp_dir().join(format!("check-{}-{}", process::id(), made_up()));
    let file = File::options().read(true).write(true).create_new(true).open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}

/// Sixteen digits that nobody can guess: `RandomState` is seeded by the system.
fn made_up() -> String {
    format!("{:016x}", RandomState::new().build_hasher().finish())
}
