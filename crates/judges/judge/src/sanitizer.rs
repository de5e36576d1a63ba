//! The compiler's sanitizers: a program that is built with one watches itself while it runs.
//!
//! A check sees what an answer does, and not that it happened to go well. ThreadSanitizer looks at every access to
//! memory, and reports two that no lock and no atomic has put in an order. AddressSanitizer reports an access to memory
//! that isn't the program's, or no longer.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A sanitizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sanitizer {
    /// Sees data races.
    Thread,
    /// Sees accesses to memory that isn't there, and memory that is never given back.
    Address,
}

impl Sanitizer {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Thread => "ThreadSanitizer",
            Self::Address => "AddressSanitizer",
        }
    }

    /// Its name in `LAB_REQUIRE`, and in that of its runtime.
    pub fn key(self) -> &'static str {
        match self {
            Self::Thread => "tsan",
            Self::Address => "asan",
        }
    }

    /// The compiler's option.
    pub fn flag(self) -> &'static str {
        match self {
            Self::Thread => "-Zsanitizer=thread",
            Self::Address => "-Zsanitizer=address",
        }
    }

    /// Whether a report of it stands in what a program has printed: the report, up to the end of the text.
    pub fn report(self, printed: &str) -> Option<&str> {
        let first = printed.find(&format!("{}: ", self.name()))?;
        let line = printed[..first].rfind('\n').map_or(0, |end| end + 1);
        Some(printed[line..].trim_end())
    }

    /// The variable that sets its options in the programs that it watches, and the value for the workbook at `root`.
    pub fn options(self, root: &Path) -> (&'static str, String) {
        match self {
            Self::Thread => {
                let known = root.join("crates/judges/judge/tsan.txt");
                ("TSAN_OPTIONS", format!("halt_on_error=1 suppressions='{}'", known.display()))
            }
            // A check that ends a process at once leaves in it what it would have given back.
            Self::Address => ("ASAN_OPTIONS", "detect_leaks=0".into()),
        }
    }

    /// Makes `cargo`, which has no arguments yet, build for this machine programs that are watched, into `folder`:
    /// everything is compiled anew for it.
    ///
    /// # Errors
    /// What is missing here, in words.
    pub fn watch(self, mut cargo: Command, folder: &Path) -> Result<Command, String> {
        let target = self.target()?;
        // Both belong to nightly compilers; a stable one has them too, and asks to be told that one means it.
        cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", self.flag()).env_remove("CARGO_ENCODED_RUSTFLAGS");
        cargo.env("CARGO_TARGET_DIR", folder).env("CARGO_INCREMENTAL", "0");
        // Optimised enough not to crawl.
        cargo.env("CARGO_PROFILE_DEV_OPT_LEVEL", "1");
        if self == Self::Thread {
            cargo.arg("-Zbuild-std");
        }
        cargo.arg("--config").arg(format!("build.target=\"{target}\""));
        Ok(cargo)
    }

    /// The target to build for.
    fn target(self) -> Result<String, String> {
        let target = asked(&["--print", "host-tuple"])?;
        let library = PathBuf::from(asked(&["--print", "sysroot"])?).join("lib/rustlib");
        let runtime = format!("_rt.{}.", self.key());
        let files = fs::read_dir(library.join(&target).join("lib")).into_iter().flatten().flatten();
        if !files.map(|file| file.file_name()).any(|name| name.to_string_lossy().contains(&runtime)) {
            return Err(format!("this toolchain has no runtime of it for {target}"));
        }
        // A standard library that isn't watched itself makes ThreadSanitizer report races that are none.
        if self == Self::Thread && !library.join("src/rust/library/std/Cargo.toml").is_file() {
            return Err("the standard library's source isn't here: rustup component add rust-src".into());
        }
        Ok(target)
    }
}

/// What the compiler answers.
fn asked(arguments: &[&str]) -> Result<String, String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(arguments).output().map_err(|e| format!("rustc can't be started: {e}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_found_among_what_a_test_prints() {
        let printed = "test counts ... \n==================\nWARNING: ThreadSanitizer: data race (pid=7)\n  Write\n";
        let report = Sanitizer::Thread.report(printed).unwrap();
        assert_eq!(report, "WARNING: ThreadSanitizer: data race (pid=7)\n  Write");
        let printed = "==7==ERROR: AddressSanitizer: heap-use-after-free\n";
        assert_eq!(Sanitizer::Address.report(printed), Some(printed.trim_end()));
        assert_eq!(Sanitizer::Thread.report("ThreadSanitizer saw nothing"), None);
    }

    /// The program and its options are set for cargo, and nothing else: where they are missing, there is a reason.
    #[test]
    fn cargo_is_told_to_build_it_or_there_is_a_reason() {
        for sanitizer in [Sanitizer::Thread, Sanitizer::Address] {
            match sanitizer.watch(Command::new("cargo"), Path::new("elsewhere")) {
                Ok(cargo) => {
                    let set = |name: &str| cargo.get_envs().any(|(set, value)| set == name && value.is_some());
                    assert!(set("RUSTFLAGS") && set("CARGO_TARGET_DIR") && set("RUSTC_BOOTSTRAP"));
                    assert!(cargo.get_args().any(|argument| argument.to_string_lossy().starts_with("build.target=")));
                }
                Err(reason) => assert!(!reason.is_empty()),
            }
        }
    }
}
