//! Where the workbook lies, and what belongs to it.
//!
//! No path is compiled in: a folder may be moved, copied, cloned twice, or reached through a link, and cargo takes a
//! program that it built elsewhere for one that is up to date. What belongs to the workbook is what its `Cargo.toml`
//! lists as members: whatever else lies in `crates/` or `exercises/`, such as an editor's folder, notes or a copy, is
//! the reader's own.

use std::{
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
}
