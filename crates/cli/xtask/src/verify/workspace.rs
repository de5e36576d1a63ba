//! One workspace with a package for each candidate, built by one run of cargo.

use super::exercise::{Candidate, Exercise};
use anyhow::{Context, Result, bail};
use cargo_metadata::Message;
use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};
use toml::{Table, Value};

/// What cargo made of a candidate.
#[derive(Default)]
pub struct Built {
    /// The test program; `None` if it doesn't compile.
    pub program: Option<PathBuf>,
    /// Warnings, and errors if it doesn't compile, as the compiler prints them.
    pub warnings: String,
}

/// Where everything is generated: thrown away at will.
fn folder() -> PathBuf {
    crate::root().join("target/verify")
}

/// Builds all candidates, and hands each, with its place among them, to `built` as soon as cargo has made it.
pub fn build(exercises: &[Exercise], candidates: &[Candidate], mut built: impl FnMut(usize, Built)) -> Result<()> {
    // Two runs at the same time would overwrite each other's workspace.
    fs::create_dir_all(folder())?;
    let lock = File::create(folder().join("lock"))?;
    lock.lock().context("can't lock target/verify")?;

    let names: Vec<_> = candidates.iter().map(package_name).collect();
    // What its check sees may depend on the optimiser, which every reader's build has.
    let optimised = |slug: &str| {
        let exercise = exercises.iter().find(|exercise| exercise.slug == slug);
        exercise.and_then(|exercise| exercise.lab("optimised")?.as_bool()).unwrap_or(false)
    };
    let fast: Vec<_> = candidates
        .iter()
        .zip(&names)
        .filter(|(candidate, _)| optimised(&candidate.slug))
        .map(|(_, name)| name.clone())
        .collect();
    write(candidates, &names, fast)?;

    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    // `--keep-going`: a candidate that does not compile must not take the others with it.
    cargo.args(["build", "--keep-going", "--quiet", "--workspace", "--test", "check"]);
    cargo.arg("--message-format=json").arg("--manifest-path").arg(folder().join("Cargo.toml"));
    // Beside everything else: what the checks depend on has been compiled already, more often than not.
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::root().join("target"), PathBuf::from);
    cargo.env("CARGO_TARGET_DIR", target).stdout(Stdio::piped());
    let mut running = cargo.spawn().context("can't start cargo")?;
    let output = BufReader::new(running.stdout.take().expect("it is piped"));

    let mut waiting: HashMap<_, _> = names.iter().map(String::as_str).zip(0..).collect();
    let mut warnings: HashMap<String, String> = HashMap::new();
    for message in Message::parse_stream(output) {
        match message? {
            Message::CompilerMessage(message) => {
                let name = name_in(&message.package_id.repr);
                *warnings.entry(name).or_default() += &message.message.rendered.unwrap_or_default();
            }
            Message::CompilerArtifact(artifact) if artifact.target.is_test() => {
                let name = name_in(&artifact.package_id.repr);
                if let Some(place) = waiting.remove(&*name) {
                    let program = artifact.executable.map(Into::into);
                    built(place, Built { program, warnings: warnings.remove(&name).unwrap_or_default() });
                }
            }
            _ => {}
        }
    }
    let status = running.wait()?;
    if !status.success() && waiting.is_empty() {
        bail!("cargo ended with {status} though it built every check of {} exercises", exercises.len());
    }
    for (name, place) in waiting {
        built(place, Built { program: None, warnings: warnings.remove(name).unwrap_or_default() });
    }
    Ok(())
}

fn package_name(candidate: &Candidate) -> String {
    format!("{}--{}--{}", candidate.slug, candidate.role.name(), candidate.name).trim_end_matches('-').into()
}

/// The package's name in cargo's id, `path+file:///…/NAME#VERSION` (or `…#NAME@VERSION`).
fn name_in(id: &str) -> String {
    let (path, version) = id.split_once('#').unwrap_or((id, ""));
    match version.split_once('@') {
        Some((name, _)) => name.into(),
        None => path.rsplit('/').next().unwrap_or_default().into(),
    }
}

/// Writes the workspace's manifests; the packages in `fast` are optimised. Packages of an earlier run that are no
/// members any more do no harm.
fn write(candidates: &[Candidate], names: &[String], fast: Vec<String>) -> Result<()> {
    let root = crate::root();
    let mut manifest: Table = fs::read_to_string(root.join("Cargo.toml"))?.parse()?;
    let workspace = table(&mut manifest, "workspace")?;
    workspace.insert("members".into(), Value::from(names.to_vec()));
    for key in ["exclude", "default-members"] {
        workspace.remove(key);
    }
    let mut ours = fast;
    for (name, dependency) in table(workspace, "dependencies")? {
        if let Some(path) = dependency.get_mut("path") {
            *path = absolute(root, path);
            ours.push(name.clone());
        }
    }
    // Many candidates, each built and run once: they are compiled quickly. Our crates, which do the work, run quickly.
    let dev = table(table(&mut manifest, "profile")?, "dev")?;
    dev.insert("opt-level".into(), 0.into());
    dev.insert("debug".into(), false.into());
    dev.insert("incremental".into(), false.into());
    let overrides = table(dev, "package")?;
    for name in ours {
        overrides.insert(name, Table::from_iter([("opt-level".into(), Value::from(3))]).into());
    }
    write_if_new(&folder().join("Cargo.toml"), &manifest.to_string())?;
    // The versions that everything else is built and tested with; cargo adds the packages.
    fs::copy(root.join("Cargo.lock"), folder().join("Cargo.lock")).context("can't copy Cargo.lock")?;

    for (candidate, name) in candidates.iter().zip(names) {
        if let Some(text) = &candidate.text {
            write_if_new(&candidate.source, text)?;
        }
        write_if_new(&folder().join(name).join("Cargo.toml"), &package(candidate, name)?)?;
    }
    Ok(())
}

/// A candidate's manifest: its exercise's, with another name and with paths to the real files.
fn package(candidate: &Candidate, name: &str) -> Result<String> {
    let text = fs::read_to_string(&candidate.manifest)
        .with_context(|| format!("can't read {}", candidate.manifest.display()))?;
    let mut manifest: Table = text.parse()?;
    table(&mut manifest, "package")?.insert("name".into(), name.into());

    let lib = Table::from_iter([
        ("name".into(), Value::from(candidate.slug.clone())),
        ("path".into(), Value::from(candidate.source.display().to_string())),
        ("doctest".into(), Value::from(false)),
    ]);
    manifest.insert("lib".into(), lib.into());

    let check = crate::root().join("exercises").join(&candidate.slug).join("tests/check.rs");
    let mut test = match manifest.remove("test") {
        Some(Value::Array(mut tests)) if !tests.is_empty() => tests.swap_remove(0).try_into::<Table>()?,
        _ => Table::new(),
    };
    test.insert("name".into(), "check".into());
    let check = with_answer(&check, candidate, name)?;
    test.insert("path".into(), check.display().to_string().into());
    manifest.insert("test".into(), Value::Array(vec![test.into()]));
    manifest.remove("bench"); // Speed is not judged here.
    Ok(manifest.to_string())
}

/// The check, or a copy of it: one that compiles the answer once more, under loom, names it by a path, and that is the
/// reader's answer rather than the candidate's.
fn with_answer(check: &Path, candidate: &Candidate, name: &str) -> Result<PathBuf> {
    const READERS: &str = "\"../src/lib.rs\"";
    let text = fs::read_to_string(check).with_context(|| format!("can't read {}", check.display()))?;
    if !text.contains(READERS) {
        return Ok(check.into());
    }
    let copy = folder().join(name).join("tests/check.rs");
    write_if_new(&copy, &text.replace(READERS, &format!("{:?}", candidate.source)))?;
    Ok(copy)
}

fn absolute(root: &Path, path: &Value) -> Value {
    root.join(path.as_str().unwrap_or_default()).display().to_string().into()
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
