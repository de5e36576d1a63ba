//! `lab reset`: the stub again, with the reader's text kept.

use crate::{
    checkout::Checkout,
    cli,
    exercise::{Exercise, find},
    kept::{keep, replace},
    outcome::Outcome,
    say,
    style::{GOOD, paint},
};
use anyhow::{Context, Result, bail};
use std::{fs, io::ErrorKind, path::PathBuf};
use walkdir::WalkDir;

/// Puts an exercise's stub back, or with `--check` everything but the answer. What stood there is first kept beside it,
/// under a number that was free.
pub fn run(checkout: &Checkout, args: &cli::Reset) -> Result<Outcome> {
    let exercise = find(checkout, &args.name)?;
    let (part, what) = if args.check { (Part::Judge, "the check") } else { (Part::Answer, "the stub") };
    let done = reset(&exercise, part)?;
    if done.is_empty() {
        say!("{}: it is {what} as it was handed out already, nothing to do", exercise.slug);
    }
    for file in &done {
        say!("{} {}", paint(GOOD, format!("✓ {what} again:")), checkout.short(&file.path));
        if let Some(backup) = &file.backup {
            say!("  your text is kept in {}", checkout.short(backup));
        }
    }
    Ok(Outcome::Done)
}

/// What of an exercise is put back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// `src/`: what the learner writes.
    Answer,
    /// All the rest: `tests/`, `Cargo.toml`, `hints.md`, `benches/`.
    Judge,
}

/// A file that [`reset`] put back, or away.
#[derive(Debug)]
pub struct Restored {
    /// Its path.
    pub path: PathBuf,
    /// Where the text that stood there is now; nothing where there was no file.
    pub backup: Option<PathBuf>,
}

/// Puts that part of an exercise back as it was handed out, and says which files that changed.
///
/// Nothing is overwritten before the learner's text stands in a second file on disk; if anything fails, it stays where
/// it was.
///
/// # Errors
/// When something can't be read or written, or the original isn't there.
pub fn reset(exercise: &Exercise, part: Part) -> Result<Vec<Restored>> {
    let folder = exercise.original();
    let (mut done, mut originals, mut found) = (Vec::new(), Vec::new(), false);
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry.with_context(|| format!("can't read the original in {}", folder.display()))?;
        let inside = entry.path().strip_prefix(&folder)?;
        if !entry.file_type().is_file() || inside.starts_with("src") != (part == Part::Answer) {
            continue;
        }
        found = true;
        let original = fs::read(entry.path()).with_context(|| format!("can't read {}", entry.path().display()))?;
        let path = exercise.dir.join(inside);
        let backup = match fs::read(&path) {
            Ok(text) if text == original => continue,
            Ok(text) => Some(keep(&path, &text)?),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("can't read {}", path.display())),
        };
        done.push(Restored { path, backup });
        originals.push(original);
    }
    if !found {
        bail!("{} holds nothing to put back: git restore exercises/originals brings it back", folder.display());
    }
    for (file, original) in done.iter().zip(&originals) {
        replace(&file.path, original).with_context(|| format!("can't write {}", file.path.display()))?;
    }
    // Nothing is judged beside one that wasn't handed out.
    let script = exercise.dir.join("build.rs");
    if part == Part::Judge && script.is_file() && !folder.join("build.rs").exists() {
        let text = fs::read(&script).with_context(|| format!("can't read {}", script.display()))?;
        let backup = Some(keep(&script, &text)?);
        fs::remove_file(&script).with_context(|| format!("can't remove {}", script.display()))?;
        done.push(Restored { path: script, backup });
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercise::{Level, Metadata};
    use tempfile::TempDir;

    /// An exercise whose stub is `lib.rs` and `map.wgsl`, with this in its `src/lib.rs`.
    fn exercise(text: Option<&[u8]>) -> (TempDir, Exercise) {
        let root = TempDir::new().unwrap();
        let dir = root.path().join("exercises/e");
        let stub = root.path().join("exercises/originals/e/src");
        for folder in [&dir.join("src"), &stub] {
            fs::create_dir_all(folder).unwrap();
            fs::write(folder.join("map.wgsl"), "shader").unwrap();
        }
        fs::write(stub.join("lib.rs"), "stub").unwrap();
        if let Some(text) = text {
            fs::write(dir.join("src/lib.rs"), text).unwrap();
        }
        let about = Metadata {
            chapter: "c".into(),
            position: 1,
            title: "t".into(),
            minutes: 1,
            level: Level::Easy,
            needs: Vec::new(),
            optimised: false,
            tsan: None,
            ranks: None,
        };
        (root, Exercise { slug: "e".into(), dir, about })
    }

    fn read(exercise: &Exercise, file: &str) -> Vec<u8> {
        fs::read(exercise.dir.join("src").join(file)).unwrap()
    }

    fn files(exercise: &Exercise) -> usize {
        fs::read_dir(exercise.dir.join("src")).unwrap().count()
    }

    #[test]
    fn every_reset_keeps_the_text_under_a_new_number() {
        let (_root, exercise) = exercise(Some(b"first"));
        assert_eq!(reset(&exercise, Part::Answer).unwrap().len(), 1, "the shader is the stub's");
        fs::write(exercise.answer(), "second").unwrap();
        fs::write(exercise.dir.join("src/map.wgsl"), "mine").unwrap();
        assert_eq!(reset(&exercise, Part::Answer).unwrap().len(), 2);
        assert_eq!((read(&exercise, "lib.rs"), read(&exercise, "map.wgsl")), (b"stub".into(), b"shader".into()));
        assert_eq!(read(&exercise, "lib.rs.1.bak"), b"first");
        assert_eq!(read(&exercise, "lib.rs.2.bak"), b"second");
        assert_eq!(read(&exercise, "map.wgsl.1.bak"), b"mine");
    }

    #[test]
    fn the_judge_comes_back_and_the_answer_stays() {
        let (_root, exercise) = exercise(Some(b"mine"));
        let check = exercise.original().join("tests/check.rs");
        fs::create_dir_all(check.parent().unwrap()).unwrap();
        fs::write(check, "judge").unwrap();
        fs::write(exercise.original().join("Cargo.toml"), "manifest").unwrap();
        fs::write(exercise.dir.join("Cargo.toml"), "changed").unwrap();

        assert_eq!(reset(&exercise, Part::Judge).unwrap().len(), 2);
        let text = |path: &str| fs::read_to_string(exercise.dir.join(path)).unwrap();
        assert_eq!((text("tests/check.rs"), text("Cargo.toml")), ("judge".into(), "manifest".into()));
        assert_eq!((text("Cargo.toml.1.bak"), text("src/lib.rs")), ("changed".into(), "mine".into()));
        assert!(reset(&exercise, Part::Judge).unwrap().is_empty());
    }

    #[test]
    fn a_build_script_that_was_not_handed_out_is_put_away() {
        let (_root, exercise) = exercise(Some(b"mine"));
        fs::write(exercise.original().join("Cargo.toml"), "manifest").unwrap();
        fs::write(exercise.dir.join("Cargo.toml"), "manifest").unwrap();
        fs::write(exercise.dir.join("build.rs"), "fn main() {}").unwrap();
        assert!(reset(&exercise, Part::Answer).unwrap().iter().all(|file| !file.path.ends_with("build.rs")));
        assert_eq!(reset(&exercise, Part::Judge).unwrap().len(), 1);
        assert!(!exercise.dir.join("build.rs").exists());
        assert_eq!(fs::read_to_string(exercise.dir.join("build.rs.1.bak")).unwrap(), "fn main() {}");
        assert!(reset(&exercise, Part::Judge).unwrap().is_empty());
    }

    #[test]
    fn the_stub_itself_needs_no_backup() {
        let (_root, exercise) = exercise(Some(b"stub"));
        assert!(reset(&exercise, Part::Answer).unwrap().is_empty());
        assert_eq!(files(&exercise), 2);
    }

    #[test]
    fn a_lost_file_comes_back() {
        let (_root, exercise) = exercise(None);
        assert!(reset(&exercise, Part::Answer).unwrap()[0].backup.is_none());
        assert_eq!(read(&exercise, "lib.rs"), b"stub");
    }

    #[test]
    fn without_a_stub_nothing_is_touched() {
        let (root, exercise) = exercise(Some(b"mine"));
        fs::remove_dir_all(root.path().join("exercises/originals/e/src")).unwrap();
        assert!(reset(&exercise, Part::Answer).is_err());
        assert_eq!(read(&exercise, "lib.rs"), b"mine");
        assert_eq!(files(&exercise), 2);
    }

    #[test]
    fn text_that_is_not_utf8_is_kept_byte_for_byte() {
        let (_root, exercise) = exercise(Some(&[0xff, 0x00, 0xc3]));
        reset(&exercise, Part::Answer).unwrap();
        assert_eq!(read(&exercise, "lib.rs.1.bak"), [0xff, 0x00, 0xc3]);
    }

    #[test]
    fn a_folder_where_a_backup_would_go_is_stepped_over() {
        let (_root, exercise) = exercise(Some(b"mine"));
        fs::create_dir(exercise.dir.join("src/lib.rs.1.bak")).unwrap();
        reset(&exercise, Part::Answer).unwrap();
        assert_eq!(read(&exercise, "lib.rs.2.bak"), b"mine");
    }
}
