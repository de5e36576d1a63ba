use crate::PART;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Seek, Write};
use std::process::Command;

/// What a guardian lends to the process it has started, and looks at when that has ended.
#[derive(Debug)]
pub struct Report {
    file: File,
    token: String,
}

impl Report {
    /// Makes `command` start a process that reports its proper end. Its standard input is taken for that: to the program it
    /// looks empty.
    ///
    /// # Errors
    /// When the system has no room for a temporary file.
    pub fn expected_from(command: &mut Command) -> io::Result<Self> {
        let mut file = tempfile::tempfile()?;
        // `RandomState` is seeded by the system.
        let token = format!("{:016x}", RandomState::new().build_hasher().finish());
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
        self.file.take(self.token.len() as u64 + 1).read_to_string(&mut text)?;
        Ok(text == self.token)
    }
}
