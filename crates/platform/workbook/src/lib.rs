//! Where the workbook lies, and what belongs to it.
//!
//! No path is compiled in: a folder may be moved, copied, cloned twice, or reached through a link, and cargo takes a
//! program that it built elsewhere for one that is up to date. What belongs to the workbook is what its `Cargo.toml`
//! lists as members: whatever else lies in `crates/` or `exercises/`, such as an editor's folder, notes or a copy, is
//! the reader's own.

mod programs;

pub use programs::{Main, Program, Row, program, program_of, variants};

use std::{
    collections::BTreeSet,
    env, fs, io,
    path::{Path, PathBuf},
};

/// The workbook that `folder` lies in, `folder` itself included: the nearest one with `book.toml`, `Cargo.toml` and
/// `exercises/`.
pub fn above(folder: &Path) -> Option<PathBuf> {
    let whole = |folder: &&Path| {
        ["book.toml", "Cargo.toml"].iter().all(|file| folder.join(file).is_file()) && folder.join("exercises").is_dir()
    };
    folder.ancestors().find(whole).map(Path::to_owned)
}

/// The workbook that the running program belongs to: the one above the package whose program or test cargo, or whoever
/// stands in for it, has started.
pub fn of_package() -> Option<PathBuf> {
    above(Path::new(&env::var_os("CARGO_MANIFEST_DIR")?))
}

/// One of the workbook's crates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crate {
    /// The package's name.
    pub name: String,
    /// Where it lies, from the workbook's root: `crates/kernels/sort`.
    pub folder: PathBuf,
    /// Whether it can be raced: it says `[package.metadata.lab] kernel = true`.
    pub kernel: bool,
}

/// The crates of the workbook at `root`: the members in `crates/`, in whatever room, in the order in which they are
/// listed.
///
/// # Errors
/// As [`exercises`], and when a crate's own `Cargo.toml` can't be read or has no name.
pub fn crates(root: &Path) -> io::Result<Vec<Crate>> {
    let read = |inside: String| {
        let folder = Path::new("crates").join(inside);
        let path = root.join(&folder).join("Cargo.toml");
        let manifest = manifest(&path)?;
        let package = manifest.get("package");
        let name = package.and_then(|package| package.get("name")?.as_str());
        let name = name.ok_or_else(|| io::Error::other(format!("{}: [package] has no name", path.display())))?;
        let kernel = package.and_then(|package| package.get("metadata")?.get("lab")?.get("kernel")?.as_bool());
        Ok(Crate { name: name.to_owned(), folder, kernel: kernel.unwrap_or(false) })
    };
    members(root, "crates")?.into_iter().map(read).collect()
}

/// The exercises of the workbook at `root`, by the names of their folders in `exercises/`, in the order in which they
/// are listed.
///
/// # Errors
/// When `Cargo.toml` can't be read or lists no members.
pub fn exercises(root: &Path) -> io::Result<Vec<String>> {
    let mut members = members(root, "exercises")?;
    members.retain(|name| !name.contains('/'));
    Ok(members)
}

/// The folders of the package in `folder` and of all packages of the workbook at `root` that it needs, directly or not,
/// to be built and tested. Each is absolute, without links.
///
/// # Errors
/// When a manifest can't be read.
pub fn needed_by(root: &Path, folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let workspace = manifest(&root.join("Cargo.toml"))?;
    let (mut needed, mut open) = (BTreeSet::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        let package = manifest(&folder.join("Cargo.toml"))?;
        // One name for each folder, however it was reached.
        let folder = folder.canonicalize().unwrap_or(folder);
        if !needed.insert(folder.clone()) {
            continue;
        }
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, wanted) in package.get(section).and_then(toml::Value::as_table).into_iter().flatten() {
                let here = wanted.get("path").and_then(toml::Value::as_str).map(|path| folder.join(path));
                let shared = || {
                    let path = workspace.get("workspace")?.get("dependencies")?.get(name)?.get("path")?;
                    Some(root.join(path.as_str()?))
                };
                open.extend(here.or_else(shared));
            }
        }
    }
    Ok(needed)
}

/// The members that lie in `folder`, from there.
fn members(root: &Path, folder: &str) -> io::Result<Vec<String>> {
    let path = root.join("Cargo.toml");
    let manifest = manifest(&path)?;
    let members = manifest.get("workspace").and_then(|workspace| workspace.get("members")?.as_array());
    let members = members.ok_or_else(|| io::Error::other(format!("{}: [workspace] has no members", path.display())))?;
    let inside = members.iter().filter_map(|member| member.as_str()?.strip_prefix(folder)?.strip_prefix('/'));
    Ok(inside.map(String::from).collect())
}

fn manifest(path: &Path) -> io::Result<toml::Table> {
    let explain = |what: String| io::Error::other(format!("{}: {what}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| explain(error.to_string()))?;
    text.parse().map_err(|error: toml::de::Error| explain(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_workbook_above_counts() {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("notes/copy");
        for root in [outer.path(), &inner] {
            fs::create_dir_all(root.join("exercises/wedges/src")).unwrap();
            fs::write(root.join("Cargo.toml"), "").unwrap();
            fs::write(root.join("book.toml"), "").unwrap();
        }
        assert_eq!(above(&inner.join("exercises/wedges/src")).as_deref(), Some(&*inner));
        assert_eq!(above(&inner).as_deref(), Some(&*inner));
        assert_eq!(above(&outer.path().join("notes")).as_deref(), Some(outer.path()));
        // Any crate has a Cargo.toml.
        fs::remove_file(inner.join("book.toml")).unwrap();
        assert_eq!(above(&inner).as_deref(), Some(outer.path()));
    }

    #[test]
    fn members_are_those_listed() {
        let root = tempfile::tempdir().unwrap();
        let manifest = root.path().join("Cargo.toml");
        fs::write(
            &manifest,
            "[workspace]\nmembers = [\"crates/room/a\", \"crates/room/a/inner\", \"benches\", \"exercises/e\"]\n",
        )
        .unwrap();
        for (folder, rest) in [("a", "[package.metadata.lab]\nkernel = true\n"), ("a/inner", "")] {
            let folder = root.path().join("crates/room").join(folder);
            fs::create_dir_all(&folder).unwrap();
            let name = folder.file_name().unwrap().display();
            fs::write(folder.join("Cargo.toml"), format!("[package]\nname = \"{name}\"\n{rest}")).unwrap();
        }
        let found = crates(root.path()).unwrap();
        let found: Vec<_> = found.iter().map(|it| (&*it.name, it.folder.to_str().unwrap(), it.kernel)).collect();
        assert_eq!(found, [("a", "crates/room/a", true), ("inner", "crates/room/a/inner", false)]);
        assert_eq!(exercises(root.path()).unwrap(), ["e"]);
        fs::write(&manifest, "[workspace]\n").unwrap();
        assert!(exercises(root.path()).unwrap_err().to_string().contains("has no members"));
        fs::remove_file(&manifest).unwrap();
        assert!(exercises(root.path()).unwrap_err().to_string().contains("Cargo.toml"));
    }

    #[test]
    fn what_is_needed_is_found_by_its_path_and_by_the_name_that_all_share() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("Cargo.toml"), "[workspace.dependencies]\nb = { path = \"b\" }\nserde = \"1\"\n")
            .unwrap();
        for (name, dependencies) in [
            (
                "e",
                "[dependencies]\nb.workspace = true\nserde.workspace = true\n[dev-dependencies]\nc = { path = \"../c\" }\n",
            ),
            ("b", "[build-dependencies]\nd = { path = \"../d\" }\n"),
            ("c", ""),
            // A test may need who needs it.
            ("d", "[dev-dependencies]\nb.workspace = true\n"),
            ("no_one_s", ""),
        ] {
            fs::create_dir(root.path().join(name)).unwrap();
            fs::write(root.path().join(name).join("Cargo.toml"), dependencies).unwrap();
        }
        let needed = needed_by(root.path(), &root.path().join("e")).unwrap();
        let needed: Vec<_> = needed.iter().filter_map(|folder| folder.file_name()?.to_str()).collect();
        assert_eq!(needed, ["b", "c", "d", "e"]);
        assert!(needed_by(root.path(), &root.path().join("none")).is_err());
    }
}
