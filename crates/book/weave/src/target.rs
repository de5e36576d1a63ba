//! What a chapter includes: a file of the tested tree, or the part of it under an anchor.

use crate::{
    anchors,
    house::{House, normal, slashes},
    runs::Runs,
};
use std::path::{Path, PathBuf};
use variant::Way;

/// Where the programs of ranks lie, from the root.
const RANKS: &str = "crates/mpi/src";
/// Where the kernels in CUDA C and OpenCL C lie, and what starts them.
const DEVICES: &str = "crates/devices";

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
    /// What can be done with the file, besides reading it.
    pub runs: Option<Runs>,
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
        if !is_tested(house, &file) && !beside {
            return Err(format!(
                "{shown} lies outside the tested tree: a member crate's {{src,examples,tests,benches,c,include,python}}, exercises and benches"
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
        let runs = Runs::of(house, &file);
        Ok(Self { file, anchor: anchor.map(str::to_owned), text, way, runs })
    }
}

/// The way of a variant's file, which has its name: what the record of its kernel says. A file of another crate may be
/// named after a way.
fn way(house: &House, file: &Path) -> Option<Way> {
    if file.starts_with(RANKS) {
        return Some(Way::Mpi);
    }
    // `src/cuda/matmul.cu`, `src/saxpy/cube.rs`, `tests/cubecl/saxpy.wgsl`.
    if file.starts_with(DEVICES) {
        let words = file.iter().filter_map(|word| word.to_str());
        if file.extension().is_some_and(|kind| kind == "cu" || kind == "ptx") {
            return Some(Way::Cuda);
        }
        let stems = words.map(|word| word.split('.').next().unwrap_or(word));
        let named = stems.rev().find_map(|stem| if stem == "cube" { Some(Way::CubeCl) } else { Way::named(stem) });
        return named.or(Some(Way::Gpu));
    }
    let stem = file.file_stem()?.to_str()?;
    match (house.crate_of(file), house.records()) {
        (Some((it, rest)), Ok(records)) if rest.parent() == Some(Path::new("src")) => records.way(&it.name, stem),
        _ => Way::named(stem),
    }
}

/// Whether a compiler and a test see the file, as far as its place can tell.
fn is_tested(house: &House, file: &Path) -> bool {
    // These are packages outside the workspace, with tests of their own.
    let devices = ["src", "tests"].map(|folder| Path::new(DEVICES).join(folder));
    if file.starts_with(RANKS) || devices.iter().any(|folder| file.starts_with(folder)) {
        return true;
    }
    if file.starts_with("exercises") || file.starts_with("benches") {
        return !file.iter().any(|part| part == "target");
    }
    // C that a build script or a test compiles, its header, and a module that Python imports in a test, too. What lies
    // beside them is what a crate is made of besides its code: `Cargo.toml`, a build script.
    let folders = ["src", "examples", "tests", "benches", "c", "include", "python"];
    house
        .crates_around(file)
        .any(|(_, rest)| rest.components().count() == 1 || folders.iter().any(|folder| rest.starts_with(folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tested_tree_is_what_members_are_made_of() {
        let root = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| {
            let path = root.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("Cargo.toml", "[workspace]\nmembers = [\"crates/room/a\", \"exercises/a\"]\n");
        write("crates/room/a/Cargo.toml", "[package]\nname = \"a\"\n");
        let house = House::new(root.path(), Path::new("src"), None);
        for yes in [
            "crates/room/a/src/b.rs",
            "crates/room/a/examples/b.rs",
            "crates/room/a/c/b.h",
            "crates/room/a/Cargo.toml",
            "exercises/a/src/lib.rs",
            "crates/mpi/src/bin/heat.rs",
            "crates/devices/src/opencl/matmul.cl",
            "crates/devices/tests/ptx/saxpy.ptx",
        ] {
            assert!(is_tested(&house, Path::new(yes)), "{yes}");
        }
        for no in [
            "src/a.rs",
            "Cargo.toml",
            "crates/room/a/cases/b.rs",
            "crates/room/no_member/src/b.rs",
            "exercises/solutions/target/a.rs",
            "crates/devices/target/a.rs",
            "theme/a.js",
        ] {
            assert!(!is_tested(&house, Path::new(no)), "{no}");
        }
    }
}
