//! Builds a check, and reads what cargo says about it.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// What came of building an exercise's check.
pub enum Built {
    /// The check's program, and how many warnings there were about the exercise.
    Binary {
        /// Where the program is.
        path: PathBuf,
        /// How many warnings.
        warnings: usize,
    },
    /// The compiler refused it.
    Broken(Broken),
}

/// What the compiler had to say.
#[derive(Debug, Default)]
pub struct Broken {
    /// Its errors about the learner's code, as it would print them.
    pub answer: Vec<String>,
    /// Its errors about the check.
    pub check: Vec<String>,
    /// Whether all of those are about the copy of the answer that is a part of the check. There, what is shared and
    /// waited with has stand-ins (`preemption`, `loom_std`).
    pub only_the_copy: bool,
}

/// One line of cargo's JSON. What `lab` doesn't need is not read.
#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
#[expect(clippy::enum_variant_names, reason = "cargo's own names")]
enum Message {
    CompilerMessage {
        target: Target,
        message: Diagnostic,
    },
    CompilerArtifact {
        target: Target,
        executable: Option<PathBuf>,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
    src_path: PathBuf,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    #[serde(default)]
    message: String,
    rendered: Option<String>,
    /// Empty for the closing `aborting due to 2 previous errors`.
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    file_name: PathBuf,
    is_primary: bool,
}

impl Diagnostic {
    /// Whether it is about a line of the answer, which a check names by a path from its own folder.
    fn is_about_the_answer(&self) -> bool {
        self.spans.iter().any(|span| span.is_primary && span.file_name.to_string_lossy().contains("/tests/../src/"))
    }
}

/// Builds the check with the very command a learner would type, `cargo test -p SLUG --test check`, up to the point of
/// running it: running is timed, building is not.
///
/// `cargo` is cargo for the workbook at `root`, without arguments yet. While it compiles, a line on standard error says
/// how far it is.
///
/// # Errors
/// When cargo can't be started, or fails over something outside the exercise.
pub fn build(mut cargo: Command, root: &Path, slug: &str, coloured: bool) -> Result<Built> {
    let format = if coloured { "json-diagnostic-rendered-ansi" } else { "json" };
    cargo.args(["test", "--no-run", "-p", slug, "--test", "check"]).arg(format!("--message-format={format}"));
    let what = format!("what the check of {slug} needs");
    let built = meanwhile::build(&mut cargo, &what).context("cargo can't be started")?;
    read(&built.stdout, root, slug, built.success, &built.stderr)
}

/// Reads cargo's messages, a JSON object on each line.
fn read(text: &str, root: &Path, slug: &str, success: bool, progress: &str) -> Result<Built> {
    let folder = root.join("exercises").join(slug);
    let (mut broken, mut elsewhere, mut program, mut warnings) = (Broken::default(), Vec::new(), None, 0);
    // The same problem in the library is reported once for each way it is compiled.
    for message in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
        match message {
            Message::CompilerMessage { target, message } => {
                let of_the_answer = message.is_about_the_answer();
                let rendered = message.rendered.unwrap_or_default().trim_end().to_owned();
                let ours = target.src_path.starts_with(&folder);
                match message.level.as_str() {
                    // What the linker says stands nowhere in the source.
                    "error" if ours && message.message.starts_with("linking with ") => {
                        broken.answer.push(unlinked(&rendered));
                    }
                    _ if message.spans.is_empty() => {}
                    "warning" => warnings += usize::from(ours),
                    "error" if !ours => elsewhere.push(rendered),
                    "error" if target.kind.iter().any(|kind| kind == "test") => {
                        broken.only_the_copy = of_the_answer && (broken.check.is_empty() || broken.only_the_copy);
                        broken.check.push(rendered);
                    }
                    "error" => broken.answer.push(rendered),
                    _ => {}
                }
            }
            Message::CompilerArtifact { target, executable: Some(path) } if target.kind.iter().any(|k| k == "test") => {
                program = Some(path);
            }
            _ => {}
        }
    }
    match program {
        Some(path) if success => Ok(Built::Binary { path, warnings }),
        _ if !broken.answer.is_empty() || !broken.check.is_empty() => Ok(Built::Broken(broken)),
        _ if !elsewhere.is_empty() => {
            bail!("{} can't be checked, because a crate it uses does not compile:\n\n{}", slug, elsewhere.join("\n\n"))
        }
        _ => bail!("{} can't be checked, because cargo failed:\n\n{}", slug, progress.trim_end()),
    }
}

/// What the linker says, without the call of it, which is pages long.
fn unlinked(rendered: &str) -> String {
    let said = rendered.lines().skip(1).map(|line| line.trim_start_matches([' ', '|']).trim_start_matches("= note: "));
    let call = |line: &str| {
        line.starts_with([' ', '"']) || line.starts_with("some arguments are omitted") || line.contains(".rcgu.o:")
    };
    let said: Vec<_> = said.filter(|line| !line.is_empty() && !call(line)).map(|line| format!("  {line}")).collect();
    format!(
        "error: each part compiles, but they make no program. A name is declared that exists nowhere (how is it spelled where it \
         is defined, and is it exported there?), or one exists twice. The linker says:\n\n{}",
        said.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An error of the check's own compilation, in this file.
    fn error(file: &str) -> String {
        format!(
            r#"{{"reason":"compiler-message","target":{{"kind":["test"],"src_path":"/book/exercises/spinlock/tests/check.rs"}},
            "message":{{"level":"error","rendered":"error in {file}","spans":[{{"file_name":"{file}","is_primary":true}}]}}}}"#
        )
        .replace('\n', "")
    }

    #[test]
    fn what_only_the_copy_lacks_is_told_from_a_changed_signature() {
        let (copy, check) = ("exercises/spinlock/tests/../src/lib.rs", "exercises/spinlock/tests/check.rs");
        for (files, want) in [(vec![copy, copy], true), (vec![copy, check], false), (vec![check, copy], false)] {
            let text = files.iter().map(|file| error(file)).collect::<Vec<_>>().join("\n");
            let Ok(Built::Broken(broken)) = read(&text, Path::new("/book"), "spinlock", false, "") else {
                panic!("{files:?}: the compiler refused it");
            };
            assert_eq!((broken.only_the_copy, broken.check.len()), (want, 2), "{files:?}");
        }
    }

    #[test]
    fn what_the_linker_says_is_told_and_how_it_was_called_is_not() {
        let said = r#"error: linking with `cc` failed: exit status: 1\n  |\n  = note:  \"cc\" \"-m64\" \"/book/a.o\"\n  = note: some arguments are omitted. use `--verbose`\n  = note: rust-lld: error: undefined symbol: fib_upto\n          >>> referenced by lib.rs:4 (exercises/fib/src/lib.rs:4)\n"#;
        let text = format!(
            r#"{{"reason":"compiler-message","target":{{"kind":["test"],"src_path":"/book/exercises/fib/tests/check.rs"}},
            "message":{{"level":"error","message":"linking with `cc` failed: exit status: 1","rendered":"{said}","spans":[]}}}}"#
        )
        .replace('\n', "");
        let Ok(Built::Broken(broken)) = read(&text, Path::new("/book"), "fib", false, "") else { panic!("{text}") };
        let told = &broken.answer[0];
        assert!(told.contains("  rust-lld: error: undefined symbol: fib_upto\n  >>> referenced by lib.rs:4"), "{told}");
        assert!(!told.contains("-m64") && !told.contains("--verbose"), "{told}");
    }
}
