//! Which of the files that the book shows can be run by themselves, and as what.

use crate::{Crate, crates};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A file of the workbook and the program that shows what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The crate that the file belongs to.
    pub home: Crate,
    /// The file's name, without `.rs`.
    pub name: String,
    /// The file, from the workbook's root.
    pub file: PathBuf,
    /// What runs it.
    pub main: Main,
}

/// What runs a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Main {
    /// It has a `main` itself and needs nothing beside it: a program that the compiler refuses, until it is changed.
    Own,
    /// The example of its crate that bears its name.
    Example,
    /// It is a variant of this kernel, which runs it on its usual problem.
    Variant,
}

/// A variant, as its row in the kernel's table names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name, which its file has, too.
    pub name: String,
    /// Its way of working, as the source spells it: `Threads`.
    pub way: String,
}

impl Row {
    /// Whether it runs in any program, and needs no processes, ranks or graphics adapter to be set up.
    pub fn is_plain(&self) -> bool {
        !["Processes", "Mpi", "Gpu", "Cuda", "OpenCl", "CubeCl"].contains(&self.way.as_str())
    }
}

impl Program {
    /// What it is called: `steps_threads/spawned`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.home.name, self.name)
    }

    /// The command that runs it, typed in the workbook's folder.
    pub fn command(&self) -> String {
        let Self { home: Crate { name: home, .. }, name, file, main } = self;
        match main {
            Main::Own => format!("rustc --edition 2024 -O {}", file.to_string_lossy().replace('\\', "/")),
            Main::Example => format!("cargo run --release -p {home} --example {name}"),
            Main::Variant => format!("cargo lab race {home} --variants {name}"),
        }
    }
}

/// The program for `file`, its path from the workbook's root; `None` where nothing shows what it does. It belongs to
/// one of `crates`, those of the workbook at `root`.
pub fn program_of(root: &Path, crates: &[Crate], file: &Path) -> Option<Program> {
    let inside = |it: &Crate| file.strip_prefix(&it.folder).ok().map(Path::to_owned);
    let (home, rest) =
        crates.iter().filter_map(|it| Some((it, inside(it)?))).min_by_key(|(_, rest)| rest.iter().count())?;
    let name = rest.file_stem()?.to_str()?.to_owned();
    if rest.extension().is_none_or(|kind| kind != "rs") || !is_name(&name) {
        return None;
    }
    let folder = rest.parent()?.to_str()?;
    let main = match folder {
        "cases" => Main::Own,
        "src" | "examples" if root.join(&home.folder).join("examples").join(&name).with_extension("rs").is_file() => {
            Main::Example
        }
        "src" if variants(root, home).iter().any(|row| row.name == name && row.is_plain()) => Main::Variant,
        _ => return None,
    };
    root.join(file).is_file().then(|| Program { home: home.clone(), name, file: file.to_owned(), main })
}

/// The program of this [`Program::id`] in the workbook at `root`.
///
/// # Errors
/// As [`crates`].
pub fn program(root: &Path, id: &str) -> io::Result<Option<Program>> {
    let Some((home, name)) = id.split_once('/').filter(|(home, name)| is_name(home) && is_name(name)) else {
        return Ok(None);
    };
    let crates = crates(root)?;
    let Some(it) = crates.iter().find(|it| it.name == home) else { return Ok(None) };
    let file = |folder: &str| it.folder.join(folder).join(name).with_extension("rs");
    Ok(["src", "examples", "cases"].iter().find_map(|folder| program_of(root, &crates, &file(folder))))
}

/// The variants of a kernel in the order of its table, as far as the table's text tells; none of what is no kernel.
pub fn variants(root: &Path, kernel: &Crate) -> Vec<Row> {
    if !kernel.kernel {
        return Vec::new();
    }
    let text = fs::read_to_string(root.join(&kernel.folder).join("src/lib.rs")).unwrap_or_default();
    let row = |rest: &str| {
        let rest = ["new(", "on_device(", "launched("].into_iter().find_map(|kind| rest.strip_prefix(kind))?;
        let (name, rest) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
        let way = rest.strip_prefix(',')?.trim_start().strip_prefix("Way::")?;
        let way = way.chars().take_while(char::is_ascii_alphanumeric).collect();
        Some(Row { name: name.to_owned(), way })
    };
    text.split("Variant::").skip(1).filter_map(row).collect()
}

/// Whether a name is one of Rust's, as those of crates and modules are here.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_runs_by_its_example_its_own_main_or_its_kernel() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("Cargo.toml", "[workspace]\nmembers = [\"crates/r/steps\", \"crates/r/sums\"]\n");
        write("crates/r/steps/Cargo.toml", "[package]\nname = \"steps\"\n");
        write("crates/r/sums/Cargo.toml", "[package]\nname = \"sums\"\n[package.metadata.lab]\nkernel = true\n");
        for file in ["steps/src/shown", "steps/src/alone", "steps/src/deep/shown", "steps/examples/shown"] {
            write(&format!("crates/r/{file}.rs"), "");
        }
        write("crates/r/steps/cases/refused.rs", "fn main() {}");
        write(
            "crates/r/sums/src/lib.rs",
            "&[\n    Variant::new(\"serial\", Way::Serial, None, serial::run),\n    Variant::new(\n        \"by_two\",\n        \
             Way::Threads,\n    ),\n    Variant::launched(\"mpi\", Way::Mpi, None, mpi::run),\n    \
             Variant::on_device(\"gpu\", Way::Gpu, None, gpu::run),\n]",
        );
        for file in ["serial", "by_two", "mpi", "helper"] {
            write(&format!("crates/r/sums/src/{file}.rs"), "");
        }
        let crates = crates(root.path()).unwrap();
        let main = |file: &str| program_of(root.path(), &crates, Path::new(file)).map(|program| program.main);
        assert_eq!(main("crates/r/steps/src/shown.rs"), Some(Main::Example));
        assert_eq!(main("crates/r/steps/examples/shown.rs"), Some(Main::Example));
        assert_eq!(main("crates/r/steps/cases/refused.rs"), Some(Main::Own));
        assert_eq!(main("crates/r/sums/src/by_two.rs"), Some(Main::Variant));
        for file in ["steps/src/alone", "steps/src/deep/shown", "sums/src/mpi", "sums/src/helper", "steps/src/lost"] {
            assert_eq!(main(&format!("crates/r/{file}.rs")), None, "{file}");
        }
        let rows = variants(root.path(), &crates[1]);
        let rows: Vec<_> = rows.iter().map(|row| (&*row.name, &*row.way)).collect();
        assert_eq!(rows, [("serial", "Serial"), ("by_two", "Threads"), ("mpi", "Mpi"), ("gpu", "Gpu")]);

        let named = |id: &str| program(root.path(), id).unwrap();
        let shown = named("steps/shown").unwrap();
        assert_eq!((shown.id(), shown.file), ("steps/shown".into(), "crates/r/steps/src/shown.rs".into()));
        assert_eq!(
            named("steps/refused").unwrap().command(),
            "rustc --edition 2024 -O crates/r/steps/cases/refused.rs"
        );
        for id in
            ["", "/", "steps", "steps/", "steps/alone", "steps/../sums", "../steps/shown", "steps/shown.rs", "x/y"]
        {
            assert_eq!(named(id), None, "{id}");
        }
    }
}
