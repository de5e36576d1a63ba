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

/// The crates of the workbook at `root`, by the names of their folders in `crates/`, in the order in which they are
/// listed.
///
/// # Errors
/// As [`exercises`].
pub fn crates(root: &Path) -> io::Result<Vec<String>> {
    members(root, "crates")
}

/// The exercises of the workbook at `root`, by the names of their folders in `exercises/`, in the order in which they
/// are listed.
///
/// # Errors
/// When `Cargo.toml` can't be read or lists no members.
pub fn exercises(root: &Path) -> io::Result<Vec<String>> {
    members(root, "exercises")
}

/// The members that lie directly in `folder`.
fn members(root: &Path, folder: &str) -> io::Result<Vec<String>> {
    let path = root.join("Cargo.toml");
    let explain = |what: String| io::Error::other(format!("{}: {what}", path.display()));
    let text = fs::read_to_string(&path).map_err(|error| explain(error.to_string()))?;
    let manifest: toml::Table = text.parse().map_err(|error| explain(format!("{error}")))?;
    let members = manifest.get("workspace").and_then(|workspace| workspace.get("members")?.as_array());
    let members = members.ok_or_else(|| explain("[workspace] has no members".into()))?;
    let inside = members.iter().filter_map(|member| member.as_str()?.strip_prefix(folder)?.strip_prefix('/'));
    Ok(inside.filter(|name| !name.contains('/')).map(String::from).collect())
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
            "[workspace]\nmembers = [\"crates/a\", \"crates/a/inner\", \"benches\", \"exercises/e\"]\n",
        )
        .unwrap();
        assert_eq!(crates(root.path()).unwrap(), ["a"]);
        assert_eq!(exercises(root.path()).unwrap(), ["e"]);
        fs::write(&manifest, "[workspace]\n").unwrap();
        assert!(exercises(root.path()).unwrap_err().to_string().contains("has no members"));
        fs::remove_file(&manifest).unwrap();
        assert!(exercises(root.path()).unwrap_err().to_string().contains("Cargo.toml"));
    }
}
