//! What a chapter includes: a file of the tested tree, or the part of it under an anchor.

use crate::{
    anchors,
    house::{House, normal, slashes},
};
use std::path::{Path, PathBuf};
use variant::Way;

/// A file's text, or a part of it.
#[derive(Debug)]
pub struct Target {
    /// The file, from the root.
    pub file: PathBuf,
    /// The anchor, if one was asked for.
    pub anchor: Option<String>,
    /// The text, without the lines that mark anchors; never empty.
    pub text: String,
    /// The way of working that the file stands for, where it does.
    pub way: Option<Way>,
}

impl Target {
    /// Reads `target`, a path from `folder` with `:anchor` behind it or not; `folder` is the chapter's, from the root.
    ///
    /// # Errors
    /// When the file lies outside the tested tree, is missing or empty, or the anchor is.
    pub fn read(house: &House, folder: &Path, target: &str) -> Result<Self, String> {
        let (path, anchor) = target.split_once(':').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
        let file = normal(&folder.join(path)).ok_or_else(|| format!("{path} leads out of the workbook"))?;
        let shown = slashes(&file);
        // What is no program may lie beside the chapter: a transcript, a picture.
        let beside = file.starts_with(house.src()) && file.extension().is_some_and(|kind| kind != "rs");
        if !is_tested(&file) && !beside {
            return Err(format!(
                "{shown} lies outside the tested tree: crates/*/{{src,examples,tests,benches,c,include,python}}, exercises and benches"
            ));
        }
        let whole = house.text(&file).ok_or_else(|| format!("there is no text file {shown}"))?;
        let text = match anchor {
            Some(lines) if lines.starts_with(|c: char| c.is_ascii_digit()) || lines.is_empty() => {
                return Err(format!("\"{target}\" asks for lines by number, which move; put an anchor around them"));
            }
            Some(anchor) => anchors::part(&whole, anchor).map_err(|what| format!("{shown}: {what}"))?,
            None => anchors::whole(&whole),
        };
        if text.trim().is_empty() {
            return Err(format!("{shown} is empty"));
        }
        let way = way(house, &file);
        Ok(Self { file, anchor: anchor.map(str::to_owned), text, way })
    }
}

/// The way of a variant's file, which has its name: what the record of its kernel says. A file of another crate may be named
/// after a way.
fn way(house: &House, file: &Path) -> Option<Way> {
    let stem = file.file_stem()?.to_str()?;
    let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
    match (parts.as_slice(), house.records()) {
        ([crates, kernel, src, _], Ok(records)) if crates == "crates" && src == "src" => records.way(kernel, stem),
        _ => Way::named(stem),
    }
}

/// Whether a compiler and a test see the file, as far as its place can tell.
fn is_tested(file: &Path) -> bool {
    let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
    let parts: Vec<_> = parts.iter().map(AsRef::as_ref).collect();
    match parts[..] {
        ["exercises" | "benches", ..] => !parts.contains(&"target"),
        ["crates", _, "src" | "examples" | "tests" | "benches", ..] => true,
        // C that a build script or a test compiles, its header, and a module that Python imports in a test.
        ["crates", _, "c" | "include" | "python", ..] => true,
        // What a crate is made of besides its code: `Cargo.toml`, a build script.
        ["crates", _, _] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tested_tree_is_known_by_its_folders() {
        for yes in [
            "crates/a/src/b.rs",
            "crates/a/examples/b.rs",
            "crates/a/c/b.h",
            "crates/a/Cargo.toml",
            "exercises/a/src/lib.rs",
        ] {
            assert!(is_tested(Path::new(yes)), "{yes}");
        }
        for no in ["src/a.rs", "Cargo.toml", "crates/a/cases/b.rs", "exercises/solutions/target/a.rs", "theme/a.js"] {
            assert!(!is_tested(Path::new(no)), "{no}");
        }
    }
}
