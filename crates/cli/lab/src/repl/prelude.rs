//! What a session of the prompt has loaded when it starts.

use super::cells::Experiment;
use crate::checkout::Checkout;
use anyhow::{Context, Result, bail};
use std::{fs, path::Path};
use workbook::Crate;

/// A line that shows what the prompt is for.
pub const FIRST_LINE: &str = "notebook::race(\"great_circle\", 2)";

/// Loaded into every session: the plot helper, what it gives back, and the names that every kernel's functions take.
const ALWAYS: [&str; 3] = ["notebook", "record", "variant"];

/// What every session begins with.
pub const USES: &str =
    "use notebook::{race, rayon, rayon::prelude::*, show, time};\nuse std::thread;\nuse variant::Workers;\n";

/// What has evcxr compile code as `--release` would. It would otherwise keep overflow checks and debug assertions,
/// whatever the level, and timings would mislead.
pub const OPTIMISED: &str = ":opt 3\n\
     :build_env CARGO_PROFILE_DEV_OVERFLOW_CHECKS=false\n\
     :build_env CARGO_PROFILE_DEV_DEBUG_ASSERTIONS=false\n";

/// The crates to load: all kernels; for a chapter those that its cells name, or, where it has none, that it shows.
///
/// # Errors
/// When the workbook can't be read.
pub fn crates(checkout: &Checkout, experiment: Option<&Experiment>) -> Result<Vec<Crate>> {
    let wanted = |it: &Crate| match experiment {
        None => it.kernel,
        Some(experiment) => {
            let cells = experiment.cells();
            let named = cells.iter().any(|cell| cell.code.contains(&format!("{}::", it.name)));
            (named || cells.is_empty() && shows(&experiment.text, it))
                && checkout.path(it.folder.join("src/lib.rs")).is_file()
        }
    };
    let all = workbook::crates(checkout.root())?;
    let mut crates: Vec<_> = all.into_iter().filter(|it| ALWAYS.contains(&&*it.name) || wanted(it)).collect();
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(crates)
}

/// The lines that load them.
///
/// # Errors
/// When the checkout's path can't stand in such a line.
pub fn loads(checkout: &Checkout, crates: &[Crate]) -> Result<String> {
    let mut lines = String::new();
    for Crate { name, folder, .. } in crates {
        let path = checkout.path(folder);
        let Some(path) = path.to_str().filter(|path| !path.contains(['"', '\\', '\n'])) else {
            bail!("evcxr can't be told this path: {}", path.display());
        };
        lines += &format!(":dep {name} = {{ path = \"{path}\" }}\n");
    }
    Ok(lines)
}

/// Whether a chapter shows a file of this crate's code.
fn shows(text: &str, it: &Crate) -> bool {
    text.contains(&format!("{}/src/", it.folder.display()))
}

/// Writes evcxr's settings into `folder`.
///
/// # Errors
/// When it can't be written to, or the checkout's path can't stand in a line of settings.
pub fn write(checkout: &Checkout, crates: &[Crate], folder: &Path) -> Result<()> {
    let init = OPTIMISED.to_owned() + &loads(checkout, crates)?;
    for (file, text) in [("init.evcxr", init.as_str()), ("prelude.rs", USES)] {
        let path = folder.join(file);
        fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn a_chapter_names_the_crates_it_shows() {
        let text = "{{#include ../../crates/kernels/great_circle/src/threads.rs}}\n[x](crates/book/weave/README.md)\n\
                    {{#include ../../crates/measure/laws/src/lib.rs:amdahl}}";
        let shown = |room: &str, name: &str| {
            let folder = PathBuf::from("crates").join(room).join(name);
            shows(text, &Crate { name: name.into(), folder, kernel: false })
        };
        assert!(shown("kernels", "great_circle") && shown("measure", "laws"));
        assert!(!shown("book", "weave") && !shown("kernels", "great"));
    }
}
