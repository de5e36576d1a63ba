//! Writes down what a check prints, for the tests of this crate: `cargo run -p judge --example record -- SLUG NAME`
//! builds the exercise as it lies there, runs it, and writes `tests/recorded/SLUG/NAME.txt`, and beside it the answer.
//!
//! For an author who has put a common mistake into `exercises/SLUG/src`.

use anyhow::{Context, Result, bail};
use judge::{
    End, Exercise, Limits,
    build::{self, Built},
    run,
};
use std::{env, fs, path::Path, process::Command, time::Duration};

fn main() -> Result<()> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [slug, name] = &arguments[..] else { bail!("usage: record SLUG NAME") };
    let here = env::var_os("CARGO_MANIFEST_DIR").context("cargo runs this, and says where it lies")?;
    let here = Path::new(&here);
    let root = here.join("../../..").canonicalize()?;
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.current_dir(&root);
    let program = match build::build(cargo, &root, slug, false)? {
        Built::Binary { path, .. } => path,
        Built::Broken(broken) => bail!("it doesn't compile:\n{}", [broken.answer, broken.check].concat().join("\n")),
    };
    let exercise = Exercise::at(&root, slug, slug);
    let limits = Limits { only: None, test: Duration::from_secs(60), interrupted: &|| false };
    let ran = run::run(&program, &root.join(&exercise.folder), &limits)?;

    let end = match &ran.end {
        End::Exit { success, how, proper } => format!("{success}, {proper}, {how}"),
        other => format!("{other:?}"),
    };
    let mut text = format!("{end}\n");
    for part in &ran.parts {
        if !part.name.is_empty() {
            text += &format!("test {} ...", part.name);
        }
        text += &part.text;
    }
    // No place of this machine.
    let home = env::var("CARGO_HOME").ok().or_else(|| Some(format!("{}/.cargo", env::var("HOME").ok()?)));
    for (place, name) in [(root.to_str(), "."), (home.as_deref(), "~/.cargo")] {
        text = text.replace(place.context("a place that isn't text")?, name);
    }
    let file = here.join("tests/recorded").join(slug).join(format!("{name}.txt"));
    fs::create_dir_all(file.parent().context("it lies in a folder")?)?;
    fs::write(&file, text).with_context(|| format!("can't write {}", file.display()))?;
    fs::copy(root.join(&exercise.answer).join("lib.rs"), file.with_extension("rs")).context("can't keep the answer")?;
    Ok(())
}
