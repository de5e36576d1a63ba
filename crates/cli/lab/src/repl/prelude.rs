//! What a session of the prompt has loaded when it starts.

use crate::{chapters::chapters, checkout::Checkout, suggest};
use anyhow::{Context, Result, bail};
use std::{fs, path::PathBuf};
use workbook::Crate;

/// A line that shows what the prompt is for.
pub const FIRST_LINE: &str = "notebook::race(\"great_circle\", 2)";

/// Loaded into every session: the plot helper, what it gives back, and the names that every kernel's functions take.
const ALWAYS: [&str; 3] = ["notebook", "record", "variant"];

/// The crates to load: all kernels, or those of the workbook's crates that a chapter shows.
///
/// # Errors
/// When the book can't be read; wrong usage for a chapter that doesn't exist.
pub fn crates(checkout: &Checkout, chapter: Option<&str>) -> Result<Vec<Crate>> {
    let all = workbook::crates(checkout.root())?;
    let shown: Box<dyn Fn(&Crate) -> bool> = match chapter {
        None => Box::new(|it| it.kernel),
        Some(name) => {
            let chapters = chapters(checkout)?;
            let Some(chapter) = chapters.iter().find(|chapter| chapter.path == name || chapter.name() == name) else {
                return Err(suggest::unknown("chapter", name, chapters.iter().map(|chapter| chapter.name())).into());
            };
            let path = checkout.path(format!("src/{}.md", chapter.path));
            let text = fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
            Box::new(move |it| shows(&text, it) && checkout.path(it.folder.join("src/lib.rs")).is_file())
        }
    };
    let mut crates: Vec<_> = all.into_iter().filter(|it| ALWAYS.contains(&&*it.name) || shown(it)).collect();
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(crates)
}

/// Whether a chapter shows a file of this crate's code.
fn shows(text: &str, it: &Crate) -> bool {
    text.contains(&format!("{}/src/", it.folder.display()))
}

/// Writes evcxr's settings into `folder`.
///
/// # Errors
/// When it can't be written to, or the checkout's path can't stand in a line of settings.
pub fn write(checkout: &Checkout, crates: &[Crate], folder: PathBuf) -> Result<()> {
    // evcxr compiles with overflow checks and debug assertions, whatever the level: timings would mislead.
    let mut init = String::from(
        ":opt 3\n\
         :build_env CARGO_PROFILE_DEV_OVERFLOW_CHECKS=false\n\
         :build_env CARGO_PROFILE_DEV_DEBUG_ASSERTIONS=false\n",
    );
    for Crate { name, folder, .. } in crates {
        let path = checkout.path(folder);
        let Some(path) = path.to_str().filter(|path| !path.contains(['"', '\\', '\n'])) else {
            bail!("evcxr can't be told this path: {}", path.display());
        };
        init += &format!(":dep {name} = {{ path = \"{path}\" }}\n");
    }
    for (file, text) in [("init.evcxr", init.as_str()), ("prelude.rs", "use variant::Workers;\n")] {
        let path = folder.join(file);
        fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

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
