//! A listing's program, made from a copy of its crate: what a reader changes there changes nothing of theirs.
//!
//! Each crate has two copies under `target`, one of its files as they are and one with a reader's text in it, so that
//! to go to and fro compiles nothing. Only what differs is written: cargo looks at dates. All copies share one folder
//! for what they are built of, and it is optimised.

#[cfg(test)]
mod shown;

use crate::{checkout::Checkout, commands::child::program_of};
use anyhow::{Context, Result, bail};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};
use toml::{Table, Value};
use walkdir::WalkDir;
use workbook::{Main, Program};

/// What of a crate isn't needed for its program.
const LEFT_OUT: [&str; 5] = ["target", "tests", "benches", "cases", "Cargo.toml"];
/// Where a program's `main` is written that the workbook has no file for.
const MAIN: &str = "listing/main.rs";
/// What such a `main` calls.
const SHOWN: &str = include_str!("listing/shown.rs");

/// A program that is ready to run.
pub struct Built {
    /// Where it lies.
    pub program: PathBuf,
    /// An empty folder, in which it may write what it likes.
    pub folder: PathBuf,
}

/// Builds the program of a listing, or of `text` in its place.
///
/// # Errors
/// When it doesn't compile, with the compiler's words; or when the copy can't be made.
pub fn build(checkout: &Checkout, program: &Program, text: Option<&str>) -> Result<Built> {
    let state = checkout.state()?.join("listings");
    let name = if text.is_some() { format!("{}-changed", program.home.name) } else { program.home.name.clone() };
    let copy = Copy { folder: state.join(&name), checkout, program };
    fs::create_dir_all(&copy.folder).with_context(|| format!("can't make {}", copy.folder.display()))?;
    // Two at once would mix their texts. The program itself may be replaced while it runs.
    let lock = File::create(copy.folder.join("lock")).context("can't lock the copy")?;
    lock.lock().context("can't lock the copy")?;
    copy.write(text)?;
    let mut cargo = checkout.cargo();
    cargo.args(["build", "--release", "--bin", &copy.binary()]).current_dir(&copy.folder);
    cargo.env("CARGO_TARGET_DIR", state.join("built"));
    let program = program_of(cargo, "the listing").map_err(|error| match error.to_string() {
        text if text.contains("can't be compiled") => anyhow::Error::msg(compilers_words(&text)),
        _ => error,
    })?;
    let folder = copy.folder.join("run");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
    Ok(Built { program, folder })
}

/// The text of a listing's file, as it stands in the workbook.
///
/// # Errors
/// When it can't be read.
pub fn text(checkout: &Checkout, program: &Program) -> Result<String> {
    let path = checkout.path(&program.file);
    fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))
}

/// A copy of a crate.
struct Copy<'a> {
    folder: PathBuf,
    checkout: &'a Checkout,
    program: &'a Program,
}

impl Copy<'_> {
    /// The copy's name as a package.
    fn name(&self) -> String {
        self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The program's name. Copies share the folder for what is built.
    fn binary(&self) -> String {
        format!("{}-{}", self.name(), self.program.name)
    }

    fn write(&self, text: Option<&str>) -> Result<()> {
        let Program { home, file, main, .. } = self.program;
        let from = self.checkout.path(&home.folder);
        let inside = file.strip_prefix(&home.folder).context("a listing lies in its crate")?;
        let mut main_file = inside.to_owned();
        match main {
            Main::Own => {
                let own =
                    text.map_or_else(|| crate::listing::text(self.checkout, self.program), |text| Ok(text.into()))?;
                write_if_new(&self.folder.join(inside), own.as_bytes())?;
            }
            Main::Example | Main::Variant => {
                self.files(&from, inside, text)?;
                main_file = Path::new("examples").join(&self.program.name).with_extension("rs");
            }
        }
        if *main == Main::Variant {
            main_file = MAIN.into();
            let (home, name) = (&home.name, &self.program.name);
            let text = format!(
                "mod shown;\n\nfn main() -> std::process::ExitCode {{\n    shown::main(&{home}::KERNEL, \"{name}\")\n}}\n"
            );
            write_if_new(&self.folder.join(MAIN), text.as_bytes())?;
            write_if_new(&self.folder.join(MAIN).with_file_name("shown.rs"), SHOWN.as_bytes())?;
        }
        let manifest = self.manifest(&main_file)?;
        write_if_new(&self.folder.join("Cargo.toml"), manifest.to_string().as_bytes())?;
        self.versions()
    }

    /// The crate's files, with `text` in place of the one at `changed`.
    fn files(&self, from: &Path, changed: &Path, text: Option<&str>) -> Result<()> {
        let walk = WalkDir::new(from).min_depth(1).into_iter();
        let wanted =
            |entry: &walkdir::DirEntry| entry.depth() > 1 || !LEFT_OUT.iter().any(|name| entry.file_name() == *name);
        for entry in walk.filter_entry(wanted) {
            let entry = entry.context("the crate can't be read")?;
            if !entry.file_type().is_file() || weave::litter::is_litter(entry.file_name()) {
                continue;
            }
            let inside = entry.path().strip_prefix(from)?;
            let own = fs::read(entry.path()).with_context(|| format!("can't read {}", entry.path().display()))?;
            let bytes = text.filter(|_| inside == changed).map_or(own, |text| text.as_bytes().to_owned());
            write_if_new(&self.folder.join(inside), &bytes)?;
        }
        Ok(())
    }

    /// The crate's manifest as that of a workspace of its own, whose one program is `main`.
    fn manifest(&self, main: &Path) -> Result<Table> {
        let root = self.checkout.root();
        let home = root.join(&self.program.home.folder);
        let (mut all, mut own) = (read(&root.join("Cargo.toml"))?, read(&home.join("Cargo.toml"))?);
        let mut workspace = Table::new();
        if let Some(Value::Table(mut from)) = all.remove("workspace") {
            for key in ["package", "dependencies", "resolver"] {
                workspace.extend(from.remove(key).map(|value| (key.to_owned(), value)));
            }
        }
        absolute(workspace.get_mut("dependencies"), root);
        let package = own.get_mut("package").and_then(Value::as_table_mut).context("a crate has a [package]")?;
        // Cargo tells packages of different workspaces apart by their names alone, where each stands in its workspace's
        // own folder: it would take one copy's program for the other's.
        package.insert("name".into(), self.name().into());
        package.remove("default-run");
        package.remove("metadata");
        for kind in ["autobins", "autoexamples", "autotests", "autobenches"] {
            package.insert(kind.into(), false.into());
        }
        for key in ["lints", "dev-dependencies", "bin", "example", "test", "bench"] {
            own.remove(key);
        }
        if self.program.main == Main::Own {
            own.retain(|key, _| key == "package");
        } else {
            let lib = own.entry("lib").or_insert_with(|| Table::new().into());
            let lib = lib.as_table_mut().context("[lib] is no table")?;
            lib.insert("name".into(), self.program.home.name.replace('-', "_").into());
        }
        for key in ["dependencies", "build-dependencies"] {
            absolute(own.get_mut(key), &home);
        }
        for (_, target) in own.get_mut("target").and_then(Value::as_table_mut).into_iter().flatten() {
            if let Some(target) = target.as_table_mut() {
                target.remove("dev-dependencies");
                absolute(target.get_mut("dependencies"), &home);
            }
        }
        let main = main.to_string_lossy().replace('\\', "/");
        let program = Table::from_iter([("name".into(), self.binary().into()), ("path".into(), main.into())]);
        own.insert("bin".into(), Value::Array(vec![program.into()]));
        own.insert("workspace".into(), workspace.into());
        Ok(own)
    }

    /// The versions that the workbook is tested with. Cargo leaves out what the copy doesn't need, so the file is
    /// written only when the workbook's has changed.
    fn versions(&self) -> Result<()> {
        let versions = fs::read(self.checkout.path("Cargo.lock")).context("can't read Cargo.lock")?;
        let seen = self.folder.join("Cargo.lock.seen");
        if fs::read(&seen).is_ok_and(|seen| seen == versions) && self.folder.join("Cargo.lock").is_file() {
            return Ok(());
        }
        fs::write(self.folder.join("Cargo.lock"), &versions).context("can't write Cargo.lock")?;
        fs::write(&seen, versions).context("can't write Cargo.lock.seen")
    }
}

/// Makes the paths in a table of dependencies absolute, which count from `folder`.
fn absolute(dependencies: Option<&mut Value>, folder: &Path) {
    for (_, wanted) in dependencies.and_then(Value::as_table_mut).into_iter().flatten() {
        if let Some(path) = wanted.get_mut("path")
            && let Some(relative) = path.as_str()
        {
            *path = folder.join(relative).display().to_string().into();
        }
    }
}

fn read(path: &Path) -> Result<Table> {
    let text = fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
    text.parse().with_context(|| format!("{} is broken", path.display()))
}

/// A file that stays as it was keeps its date, and cargo needn't compile it again.
fn write_if_new(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let Some(folder) = path.parent() else { bail!("{} lies nowhere", path.display()) };
    fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    fs::write(path, bytes).with_context(|| format!("can't write {}", path.display()))
}

/// What the compiler says, without what cargo tells of its own doings.
fn compilers_words(text: &str) -> String {
    const DOINGS: [&str; 7] = ["Compiling", "Fresh", "Locking", "Adding", "Blocking", "Downloading", "Downloaded"];
    let is_doing = |line: &&str| DOINGS.iter().any(|doing| line.trim_start().starts_with(doing));
    text.lines().filter(|line| !is_doing(line)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn write(root: &TempDir, path: &str, text: &str) {
        write_if_new(&root.path().join(path), text.as_bytes()).unwrap();
    }

    #[test]
    fn a_copy_has_the_readers_text_and_the_crate_keeps_its_own() {
        let root = TempDir::new().unwrap();
        write(
            &root,
            "Cargo.toml",
            "[workspace]\nmembers = [\"crates/a/steps\"]\n[workspace.dependencies]\nother = { path = \"crates/a/other\" }\n\
             [workspace.lints.rust]\nmissing_docs = \"deny\"\n",
        );
        write(&root, "Cargo.lock", "version = 4\n");
        write(
            &root,
            "crates/a/steps/Cargo.toml",
            "[package]\nname = \"steps\"\n[lints]\nworkspace = true\n[dependencies]\nother.workspace = true\nbeside = { path \
             = \"../beside\" }\n[dev-dependencies]\nloom = \"1\"\n",
        );
        for (file, text) in
            [("src/lib.rs", "pub mod one;"), ("src/one.rs", "// own"), ("examples/one.rs", "fn main() {}")]
        {
            write(&root, &format!("crates/a/steps/{file}"), text);
        }
        write(&root, "crates/a/steps/tests/t.rs", "");
        let checkout = Checkout::open(Some(root.path().into())).unwrap();
        let program = workbook::program(checkout.root(), "steps/one").unwrap().unwrap();
        let copy = Copy { folder: root.path().join("copy"), checkout: &checkout, program: &program };
        copy.write(Some("// changed")).unwrap();
        let there = |file: &str| fs::read_to_string(copy.folder.join(file));
        assert_eq!(there("src/one.rs").unwrap(), "// changed");
        assert_eq!(fs::read_to_string(root.path().join("crates/a/steps/src/one.rs")).unwrap(), "// own");
        assert!(there("tests/t.rs").is_err());
        let manifest: Table = there("Cargo.toml").unwrap().parse().unwrap();
        assert!(!manifest.contains_key("lints") && !manifest.contains_key("dev-dependencies"));
        let path = |value: &Value| value["path"].as_str().unwrap().to_owned();
        assert!(Path::new(&path(&manifest["workspace"]["dependencies"]["other"])).is_absolute());
        assert!(path(&manifest["dependencies"]["beside"]).ends_with("crates/a/steps/../beside"));
        assert_eq!(path(&manifest["bin"][0]), "examples/one.rs");
        let named = |key: &str| manifest[key]["name"].as_str().unwrap();
        assert_eq!((named("package"), named("lib")), ("copy", "steps"));

        // What stays as it was keeps its date.
        let date = || fs::metadata(copy.folder.join("src/lib.rs")).unwrap().modified().unwrap();
        let before = date();
        copy.write(None).unwrap();
        assert_eq!((there("src/one.rs").unwrap().as_str(), date()), ("// own", before));
    }

    #[test]
    fn cargos_own_doings_are_left_out() {
        let said = "the listing can't be compiled:\n\n   Compiling steps v0.1.0 (/a/b)\nerror[E0308]: mismatched types\n  --> src/one.rs:1";
        assert_eq!(
            compilers_words(said),
            "the listing can't be compiled:\n\nerror[E0308]: mismatched types\n  --> src/one.rs:1"
        );
    }
}
