use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The folder that holds the workbook: `book.toml`, `src/`, `exercises/`, `crates/`.
#[derive(Clone, Debug)]
pub struct Checkout {
    root: PathBuf,
}

impl Checkout {
    /// The workbook at `root`, or where none is given, the one that this program was built from.
    ///
    /// # Errors
    /// When there is no `Cargo.toml`: the folder has moved or is something else.
    pub fn open(root: Option<PathBuf>) -> Result<Self> {
        let root = root.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."));
        let root = dunce(&root).with_context(|| format!("{} can't be opened", root.display()))?;
        if !root.join("Cargo.toml").is_file() {
            bail!("{} is not the workbook: it has no Cargo.toml", root.display());
        }
        Ok(Self { root })
    }

    /// Its absolute path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside it.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// Cargo's target folder.
    pub fn target(&self) -> PathBuf {
        // A relative CARGO_TARGET_DIR is relative to where the learner stands, as it is for cargo.
        env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.path("target"), |dir| env::current_dir().unwrap_or_default().join(dir))
    }

    /// `lab`'s own folder in there, made if need be: what it holds may be thrown away at any time.
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

/// The absolute path, without the `\\?\` that Windows puts before one and that cargo and editors stumble over.
fn dunce(path: &Path) -> std::io::Result<PathBuf> {
    let path = path.canonicalize()?;
    Ok(path.to_str().and_then(|text| text.strip_prefix(r"\\?\")).map_or(path.clone(), PathBuf::from))
}
