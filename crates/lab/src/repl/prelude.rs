use crate::{chapters::chapters, checkout::Checkout, kernels::kernels, suggest};
use anyhow::{Context, Result, bail};
use std::{fs, path::PathBuf};

/// A line that shows what the prompt is for.
pub const FIRST_LINE: &str = "notebook::race(\"great_circle\", 2)";

/// Loaded into every session: the plot helper, what it gives back, and the names that every kernel's functions take.
const ALWAYS: [&str; 3] = ["notebook", "record", "variant"];

/// The crates to load: all kernels, or those of the workbook's crates that a chapter shows.
///
/// # Errors
/// When the book can't be read; wrong usage for a chapter that doesn't exist.
pub fn crates(checkout: &Checkout, chapter: Option<&str>) -> Result<Vec<String>> {
    let mut crates = match chapter {
        None => kernels(checkout)?,
        Some(name) => {
            let chapters = chapters(checkout)?;
            let Some(chapter) = chapters.iter().find(|chapter| chapter.path == name || chapter.name() == name) else {
                return Err(suggest::unknown("chapter", name, chapters.iter().map(|chapter| chapter.name())).into());
            };
            let path = checkout.path(format!("src/{}.md", chapter.path));
            let text = fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
            shown(&text).filter(|name| checkout.path(format!("crates/{name}/src/lib.rs")).is_file()).collect()
        }
    };
    crates.extend(ALWAYS.map(String::from));
    crates.sort();
    crates.dedup();
    Ok(crates)
}

/// The names after `crates/` in a chapter.
fn shown(text: &str) -> impl Iterator<Item = String> {
    text.split("crates/").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        // Programs that must not compile are no library to load.
        (rest[end..].starts_with("/src/") && &rest[..end] != "misfits").then(|| rest[..end].to_owned())
    })
}

/// Writes evcxr's settings into `folder`.
///
/// # Errors
/// When it can't be written to, or the checkout's path can't stand in a line of settings.
pub fn write(checkout: &Checkout, crates: &[String], folder: PathBuf) -> Result<()> {
    // evcxr compiles with overflow checks and debug assertions, whatever the level: timings would mislead.
    let mut init = String::from(
        ":opt 3\n\
         :build_env CARGO_PROFILE_DEV_OVERFLOW_CHECKS=false\n\
         :build_env CARGO_PROFILE_DEV_DEBUG_ASSERTIONS=false\n",
    );
    for name in crates {
        let path = checkout.path("crates").join(name);
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
    use super::shown;

    #[test]
    fn a_chapter_names_the_crates_it_shows() {
        let text = "{{#include ../../crates/great_circle/src/threads.rs}}\n[x](crates/weave/README.md)\n\
                    {{#include ../../crates/misfits/src/a.rs}} {{#include ../../crates/laws/src/lib.rs:amdahl}}";
        assert_eq!(shown(text).collect::<Vec<_>>(), ["great_circle", "laws"]);
    }
}
