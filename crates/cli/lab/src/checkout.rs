//! The workbook that `lab` works on: where its files lie.

use crate::outcome::WrongUsage;
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder that holds the workbook: `book.toml`, `src/`, `exercises/`, `crates/`.
#[derive(Clone, Debug)]
pub struct Checkout {
    root: PathBuf,
    target: PathBuf,
}

impl Checkout {
    /// The workbook at `root`; where none is given, the one that the reader stands in, and for one who stands in none,
    /// the one whose `lab` cargo runs. Never the one that this program was built in: a workbook may have been moved or
    /// copied since, or share its target folder with another.
    ///
    /// # Errors
    /// When there is none, or no `Cargo.toml` in `root`.
    pub fn open(root: Option<PathBuf>) -> Result<Self> {
        let here = env::current_dir().context("the folder you stand in can't be read")?;
        let root = root.or_else(|| workbook::above(&here)).or_else(workbook::of_package).ok_or_else(|| {
            WrongUsage(format!("{} lies in no workbook: cd into the workbook's folder and try again", here.display()))
        })?;
        let root = dunce(&root).with_context(|| format!("{} can't be opened", root.display()))?;
        if !root.join("Cargo.toml").is_file() {
            bail!("{} is not the workbook: it has no Cargo.toml", root.display());
        }
        let target = own(configured_target(&root, &here), &root);
        Ok(Self { root, target })
    }

    /// Its absolute path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside it.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The target folder of every cargo that [`Self::cargo`] starts. No other workbook shares it.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Cargo, for this workbook.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// `lab`'s own folder in the target folder, made if need be: what it holds may be thrown away at any time.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn state(&self) -> Result<PathBuf> {
        let dir = self.target().join("lab");
        fs::create_dir_all(&dir).with_context(|| format!("can't make {}", dir.display()))?;
        Ok(dir)
    }

    /// `path` as a learner would type it from the workbook's folder.
    pub fn short(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}

/// The target folder that cargo would take: what the environment says, else a `config.toml` of cargo's, the nearest
/// first, else `target`.
fn configured_target(root: &Path, here: &Path) -> PathBuf {
    for name in ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"] {
        if let Some(dir) = env::var_os(name).filter(|dir| !dir.is_empty()) {
            // Relative to where the learner stands, as it is for cargo.
            return here.join(dir);
        }
    }
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        Some(PathBuf::from(env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" })?).join(".cargo"))
    });
    let folders = root.ancestors().map(|folder| folder.join(".cargo")).chain(home);
    for folder in folders {
        for name in ["config.toml", "config"] {
            let text = fs::read_to_string(folder.join(name)).unwrap_or_default();
            let config: toml::Table = text.parse().unwrap_or_default();
            if let Some(dir) = config.get("build").and_then(|build| build.get("target-dir")?.as_str()) {
                // Relative to the folder that holds `.cargo`.
                return folder.parent().unwrap_or(root).join(dir);
            }
        }
    }
    root.join("target")
}

/// `target` where it lies in the workbook, else a folder in it that only the workbook at `root` has. Cargo names what
/// it builds by a package's place in its workspace and looks at dates: in one folder it would take the program of one
/// clone for that of another, and a check would judge the other's answer.
fn own(target: PathBuf, root: &Path) -> PathBuf {
    // It may not exist yet; then what exists of it tells where it lies.
    let whole = target.ancestors().find_map(|folder| {
        let rest = target.strip_prefix(folder).ok()?;
        Some(dunce(folder).ok()?.join(rest))
    });
    let target = whole.unwrap_or(target);
    if target.starts_with(root) {
        return target;
    }
    let hash = Sha256::digest(root.as_os_str().as_encoded_bytes());
    let name: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    target.join(format!("speedup-{name}"))
}

/// The absolute path, without the `\\?\` that Windows puts before one and that cargo and editors stumble over.
fn dunce(path: &Path) -> std::io::Result<PathBuf> {
    let path = path.canonicalize()?;
    Ok(path.to_str().and_then(|text| text.strip_prefix(r"\\?\")).map_or(path.clone(), PathBuf::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_folder_elsewhere_is_shared_with_no_other_workbook() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        let (one, two, shared) = (folder.join("one"), folder.join("two"), folder.join("shared"));
        for root in [&one, &two] {
            fs::create_dir(root).unwrap();
            assert_eq!(own(root.join("target"), root), root.join("target"));
        }
        let (first, second) = (own(shared.clone(), &one), own(shared.clone(), &two));
        assert!(first != second && first.starts_with(&shared) && second.starts_with(&shared), "{first:?} {second:?}");
        assert_eq!(own(shared, &one), first, "the same each time");
        // Out of the workbook by way of `..` or of a link.
        assert_ne!(own(one.join("../target"), &one), folder.join("target"));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&two, one.join("target")).unwrap();
            assert!(own(one.join("target"), &one).starts_with(&two));
        }
    }

    #[test]
    fn the_target_folder_of_a_config_is_relative_to_where_that_lies() {
        if ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"].iter().any(|name| env::var_os(name).is_some()) {
            return; // It goes first.
        }
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("workbook");
        fs::create_dir_all(folder.path().join(".cargo")).unwrap();
        fs::write(folder.path().join(".cargo/config.toml"), "[build]\ntarget-dir = \"built\"\n").unwrap();
        assert_eq!(configured_target(&root, &root), folder.path().join("built"));
    }
}
