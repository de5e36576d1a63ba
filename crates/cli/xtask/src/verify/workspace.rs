//! A second workbook, under `target/verify`, in which one answer after another lies where the reader's would.
//!
//! So a check is compiled there from the same paths as a reader's, and what it says of a place is what a reader reads.

use super::{
    compiler::{self, Call},
    exercise::{Candidate, Exercise, entries},
};
use anyhow::{Context, Result, bail};
use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};
use toml::{Table, Value};

/// What came of compiling a candidate.
#[derive(Default)]
pub struct Built {
    /// The test program; `None` if it doesn't compile.
    pub program: Option<PathBuf>,
    /// Warnings, and errors if it doesn't compile, as the compiler prints them.
    pub warnings: String,
}

/// Where everything is generated: thrown away at will.
pub fn folder() -> PathBuf {
    crate::root().join("target/verify")
}

/// Two runs at the same time would overwrite each other's workbook: who holds this may write there.
pub fn lock() -> Result<File> {
    fs::create_dir_all(folder())?;
    let lock = File::create(folder().join("lock"))?;
    lock.lock().context("can't lock target/verify")?;
    Ok(lock)
}

/// An exercise's place in the second workbook.
pub struct Place {
    folder: PathBuf,
    /// The reference answer's folder.
    solution: PathBuf,
    out: PathBuf,
    /// The check's text.
    tests: String,
    answer: Call,
    check: Call,
}

impl Place {
    /// Puts the candidate's text in place and compiles it and its check; of the check's tests `only` one, where it is
    /// named.
    pub fn build(&self, candidate: &Candidate, only: Option<&str>) -> Result<Built> {
        self.put(candidate)?;
        let check = match only {
            Some(test) => with_one_test(&self.tests, test),
            None => self.tests.clone(),
        };
        write_if_new(&self.folder.join("tests/check.rs"), &check)?;
        let (well, mut warnings) = self.answer.run(&folder())?;
        if !well {
            return Ok(Built { program: None, warnings });
        }
        let (well, more) = self.check.run(&folder())?;
        warnings += &more;
        Ok(Built { program: well.then(|| self.check.product(&self.out)), warnings })
    }

    fn put(&self, candidate: &Candidate) -> Result<()> {
        let src = self.folder.join("src");
        // First the reference answer's: a candidate may bring a shader of its own, and needs to bring none.
        for path in beside(&self.solution)?.into_iter().chain(beside(&candidate.source)?) {
            fs::copy(&path, src.join(path.file_name().unwrap_or_default()))
                .with_context(|| format!("can't copy {}", path.display()))?;
        }
        Ok(fs::write(src.join("lib.rs"), candidate.text()?)?)
    }
}

/// What lies beside an answer and belongs to it, such as a shader, or a kernel in Rust that is no module of its.
pub fn beside(answer: &Path) -> Result<Vec<PathBuf>> {
    let mut beside = entries(answer.parent().unwrap_or(answer))?;
    // Of those that aren't in a `src`, each `.rs` is an answer.
    let of_a_package = answer.ends_with("src/lib.rs");
    let no_answer = |path: &Path| {
        path.extension().is_none_or(|ending| ending != "patch" && (ending != "rs" || of_a_package && path != answer))
    };
    beside.retain(|path| path.is_file() && no_answer(path));
    Ok(beside)
}

/// Writes the workbook with the reference answers of `exercises`, and gives its folder. It is the caller's while it has
/// the lock.
///
/// # Errors
/// When it can't be written.
pub fn lay_out(exercises: &[&Exercise]) -> Result<(PathBuf, File)> {
    let lock = lock()?;
    write(exercises)?;
    Ok((folder(), lock))
}

/// Writes the workbook, has cargo compile what the checks of `exercises` depend on, and learns from it how to compile
/// them. In the order of `exercises`.
pub fn prepare(exercises: &[&Exercise]) -> Result<Vec<Place>> {
    write(exercises)?;
    let notes = folder().join("notes");
    fs::create_dir_all(&notes)?;
    for exercise in exercises {
        for name in ["answer", "check"] {
            Call::forget(&notes, &exercise.slug, name);
        }
    }
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    // `--keep-going`: to cargo, it looks as if no check compiled.
    cargo.args(["build", "--keep-going", "--workspace", "--test", "check"]);
    cargo.arg("--manifest-path").arg(folder().join("Cargo.toml"));
    // Beside everything else: what the checks depend on has been compiled already, more often than not.
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::root().join("target"), PathBuf::from);
    cargo.env("CARGO_TARGET_DIR", target).env("RUSTC_WORKSPACE_WRAPPER", env::current_exe()?);
    cargo.env(compiler::NOTES, &notes).current_dir(folder());
    let built = meanwhile::build(&mut cargo, "what the checks need").context("can't start cargo")?;
    let place = |exercise: &&Exercise| place(exercise, &notes);
    let places: Result<Vec<_>> = exercises.iter().map(place).collect();
    places.with_context(|| built.stderr)
}

fn place(exercise: &Exercise, notes: &Path) -> Result<Place> {
    let slug = &exercise.slug;
    let own = folder().join("exercises").join(slug);
    let out = own.join("out");
    fs::create_dir_all(&out)?;
    let call = |name: &str| Ok::<_, anyhow::Error>(Call::noted(notes, slug, name)?.into(&out, slug));
    let incremental = ["-C".to_owned(), format!("incremental={}", own.join("incremental").display())];
    let mut more = Vec::from(incremental.clone());
    // Who has called a library that panicked is looked up in the line tables. That is the answer, and the check only
    // where the answer is a part of it.
    let tests = fs::read_to_string(exercise.check())?;
    if !with_answer(&tests) {
        more.extend(["-C", "debuginfo=0", "-C", "strip=debuginfo"].map(String::from));
    }
    let (answer, check) = (call("answer")?.with(incremental), call("check")?.with(more));
    Ok(Place { folder: own, solution: exercise.solution.join("src/lib.rs"), out, tests, answer, check })
}

/// A check in which no other function is marked as a test. All are compiled, but only for what is called is code
/// generated, which takes most of the time. A check that lists its tests itself stays as it is.
fn with_one_test(check: &str, test: &str) -> String {
    const MARK: &str = "#[test]";
    let name = format!("fn {test}(");
    let mut parts = check.split_inclusive(MARK).peekable();
    let mut one = String::new();
    while let Some(part) = parts.next() {
        // The function that the mark belongs to is the first one after it.
        let next = parts.peek().and_then(|next| next.lines().find(|line| line.trim_start().starts_with("fn ")));
        match part.strip_suffix(MARK) {
            Some(before) if next.is_some_and(|line| !line.contains(&name)) => {
                one += before;
                one += "#[allow(dead_code)]";
            }
            _ => one += part,
        }
    }
    one
}

/// Whether a check has the answer as a module, for a second time.
pub fn with_answer(check: &str) -> bool {
    check.contains("#[path = \"../src/lib.rs\"]")
}

/// Writes the workbook's files, but for the answers: of those, the reference answers.
fn write(exercises: &[&Exercise]) -> Result<()> {
    let root = crate::root();
    let mut manifest: Table = fs::read_to_string(root.join("Cargo.toml"))?.parse()?;
    let workspace = table(&mut manifest, "workspace")?;
    let members: Vec<_> = exercises.iter().map(|exercise| format!("exercises/{}", exercise.slug)).collect();
    workspace.insert("members".into(), members.into());
    workspace.remove("exclude");
    workspace.remove("default-members");
    // Many candidates, each built and run once: they are compiled quickly. Our crates, which do the work, run quickly.
    let ours = table(workspace, "dependencies")?;
    let ours: Vec<_> = ours.iter().filter(|(_, wanted)| wanted.get("path").is_some()).map(|(n, _)| n.clone()).collect();
    let dev = table(table(&mut manifest, "profile")?, "dev")?;
    dev.insert("opt-level".into(), 0.into());
    dev.insert("incremental".into(), false.into());
    let overrides = table(dev, "package")?;
    // What a check sees may depend on the optimiser, which every reader's build has.
    let fast = exercises.iter().filter(|exercise| exercise.lab("optimised").and_then(Value::as_bool) == Some(true));
    for name in ours.into_iter().chain(fast.map(|exercise| exercise.slug.clone())) {
        overrides.insert(name, Table::from_iter([("opt-level".into(), Value::from(3))]).into());
    }
    write_if_new(&folder().join("Cargo.toml"), &manifest.to_string())?;
    // The versions that everything else is built and tested with; cargo adds the packages.
    fs::copy(root.join("Cargo.lock"), folder().join("Cargo.lock")).context("can't copy Cargo.lock")?;
    let crates = folder().join("crates");
    if !crates.exists() {
        link(root.join("crates"), &crates).context("can't make a link to crates")?;
    }
    for exercise in exercises {
        let own = folder().join("exercises").join(&exercise.slug);
        write_if_new(&own.join("Cargo.toml"), &package(exercise)?)?;
        write_if_new(&own.join("tests/check.rs"), &fs::read_to_string(exercise.check())?)?;
        if let Ok(build) = fs::read_to_string(exercise.folder.join("build.rs")) {
            write_if_new(&own.join("build.rs"), &build)?;
        }
        fs::create_dir_all(own.join("src"))?;
        for path in beside(&exercise.solution.join("src/lib.rs"))? {
            fs::copy(&path, own.join("src").join(path.file_name().unwrap_or_default()))?;
        }
        // Always anew: cargo compiles what has changed, and only then says how.
        fs::write(own.join("src/lib.rs"), exercise.answer()?)?;
    }
    Ok(())
}

#[cfg(unix)]
use std::os::unix::fs::symlink as link;
#[cfg(windows)]
use std::os::windows::fs::symlink_dir as link;

/// The solution's manifest, with the check where the exercise has it. It is the exercise's, but for libraries that an
/// answer may use and a reader would have to add.
fn package(exercise: &Exercise) -> Result<String> {
    let path = exercise.solution.join("Cargo.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
    let mut manifest: Table = text.parse()?;
    // What kind of library it is stays as it was.
    let lib = table(&mut manifest, "lib")?;
    lib.insert("name".into(), exercise.slug.clone().into());
    lib.insert("doctest".into(), Value::from(false));
    let mut test = match manifest.remove("test") {
        Some(Value::Array(mut tests)) if tests.len() == 1 => tests.remove(0).try_into::<Table>()?,
        None => Table::new(),
        Some(_) => bail!("{} must have one [[test]]: the check", path.display()),
    };
    test.insert("name".into(), "check".into());
    test.remove("path");
    manifest.insert("test".into(), Value::Array(vec![test.into()]));
    manifest.remove("bench"); // Speed is not judged here.
    Ok(manifest.to_string())
}

/// A file that stays as it was keeps its date, and cargo needn't look again.
fn write_if_new(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().expect("it lies in a folder"))?;
    fs::write(path, text).with_context(|| format!("can't write {}", path.display()))
}

fn table<'t>(table: &'t mut Table, key: &str) -> Result<&'t mut Table> {
    let entry = table.entry(key).or_insert_with(|| Value::Table(Table::new()));
    entry.as_table_mut().with_context(|| format!("[{key}] is no table"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_tests_stay_as_functions() {
        let check = "fn helps() {}\n\n#[test]\nfn adds() {\n    helps();\n}\n\n/// Sorts.\n#[test]\n#[cfg(unix)]\nfn sorts() {}\n";
        assert_eq!(with_one_test(check, "adds"), check.replace("#[test]\n#[cfg", "#[allow(dead_code)]\n#[cfg"));
        assert_eq!(with_one_test(check, "sorts"), check.replace("#[test]\nfn", "#[allow(dead_code)]\nfn"));
        let own = "fn main() {\n    harness(|| trial(\"adds\", adds))\n}\n";
        assert_eq!(with_one_test(own, "adds"), own);
    }
}
