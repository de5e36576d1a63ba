use crate::{
    checkout::Checkout,
    cli,
    exercise::{Exercise, find},
    outcome::Outcome,
    say,
    style::{GOOD, paint},
};
use anyhow::{Context, Result, anyhow};
use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Puts an exercise's stub back. The learner's text is first kept beside it, under a number that was free.
pub fn run(checkout: &Checkout, args: &cli::Named) -> Result<Outcome> {
    let exercise = find(checkout, &args.name)?;
    match reset(&exercise)? {
        Reset::AlreadyStub => say!("{} is the stub already: nothing to do", checkout.short(&exercise.answer())),
        Reset::Restored => say!("{} the stub in {}", paint(GOOD, "✓ put back"), checkout.short(&exercise.answer())),
        Reset::Replaced { backup } => {
            say!("{} the stub in {}", paint(GOOD, "✓ put back"), checkout.short(&exercise.answer()));
            say!("Your text is kept in {}", checkout.short(&backup));
        }
    }
    Ok(Outcome::Done)
}

/// What [`reset`] did.
#[derive(Debug, PartialEq)]
enum Reset {
    /// Nothing: there was no text of the learner's.
    AlreadyStub,
    /// There was no file; now there is the stub.
    Restored,
    /// The learner's text moved to `backup`.
    Replaced { backup: PathBuf },
}

/// Nothing is overwritten before the learner's text stands in a second file on disk; if anything fails, the text stays
/// where it was.
fn reset(exercise: &Exercise) -> Result<Reset> {
    // The stub is kept apart from the exercise: git would give back whatever the learner has committed.
    let (answer, stub) = (exercise.answer(), exercise.reference("stub.rs"));
    let stub = fs::read(&stub).with_context(|| format!("can't read the stub, {}", stub.display()))?;
    let done = match fs::read(&answer) {
        Ok(text) if text == stub => return Ok(Reset::AlreadyStub),
        Ok(text) => Reset::Replaced { backup: keep(&answer, &text)? },
        Err(error) if error.kind() == ErrorKind::NotFound => Reset::Restored,
        Err(error) => return Err(error).with_context(|| format!("can't read {}", answer.display())),
    };
    let folder = answer.parent().context("the answer has no folder")?;
    fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    let write = || -> Result<()> {
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(&stub)?;
        // A temporary file is its owner's alone; a source file is not.
        #[cfg(unix)]
        file.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
        file.persist(&answer)?;
        Ok(())
    };
    write().with_context(|| format!("can't write {}", answer.display()))?;
    Ok(done)
}

/// Writes `text` to `lib.rs.1.bak` beside `answer`, or the first number after it that is free.
fn keep(answer: &Path, text: &[u8]) -> Result<PathBuf> {
    for number in 1..=9999 {
        let backup = answer.with_extension(format!("rs.{number}.bak"));
        // `create_new` never opens a file that exists, whoever else is at work here.
        match OpenOptions::new().write(true).create_new(true).open(&backup) {
            Ok(file) => {
                return fill(file, text)
                    .map(|()| backup.clone())
                    .with_context(|| format!("can't write the backup {}", backup.display()));
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(|| format!("can't make the backup {}", backup.display())),
        }
    }
    Err(anyhow!("there are 9999 backups beside {}: clear some out", answer.display()))
}

fn fill(mut file: File, text: &[u8]) -> std::io::Result<()> {
    file.write_all(text)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercise::{Level, Metadata};
    use tempfile::TempDir;

    /// An exercise `e` with a stub, and this in its `src/lib.rs`.
    fn exercise(text: Option<&str>) -> (TempDir, Exercise) {
        let root = TempDir::new().unwrap();
        let dir = root.path().join("exercises/e");
        fs::create_dir_all(dir.join("src")).unwrap();
        fs::create_dir_all(root.path().join("exercises/solutions/e")).unwrap();
        fs::write(root.path().join("exercises/solutions/e/stub.rs"), "stub").unwrap();
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
        };
        (root, Exercise { slug: "e".into(), dir, about })
    }

    fn read(exercise: &Exercise, file: &str) -> String {
        fs::read_to_string(exercise.dir.join("src").join(file)).unwrap()
    }

    #[test]
    fn every_reset_keeps_the_text_under_a_new_number() {
        let (_root, exercise) = exercise(Some("first"));
        reset(&exercise).unwrap();
        fs::write(exercise.answer(), "second").unwrap();
        reset(&exercise).unwrap();
        assert_eq!(read(&exercise, "lib.rs"), "stub");
        assert_eq!(read(&exercise, "lib.rs.1.bak"), "first");
        assert_eq!(read(&exercise, "lib.rs.2.bak"), "second");
    }

    #[test]
    fn the_stub_itself_needs_no_backup() {
        let (_root, exercise) = exercise(Some("stub"));
        assert_eq!(reset(&exercise).unwrap(), Reset::AlreadyStub);
        assert_eq!(fs::read_dir(exercise.dir.join("src")).unwrap().count(), 1);
    }

    #[test]
    fn a_lost_file_comes_back() {
        let (_root, exercise) = exercise(None);
        assert_eq!(reset(&exercise).unwrap(), Reset::Restored);
        assert_eq!(read(&exercise, "lib.rs"), "stub");
    }

    #[test]
    fn without_a_stub_nothing_is_touched() {
        let (root, exercise) = exercise(Some("mine"));
        fs::remove_file(root.path().join("exercises/solutions/e/stub.rs")).unwrap();
        assert!(reset(&exercise).is_err());
        assert_eq!(read(&exercise, "lib.rs"), "mine");
        assert_eq!(fs::read_dir(exercise.dir.join("src")).unwrap().count(), 1);
    }

    #[test]
    fn text_that_is_not_utf8_is_kept_byte_for_byte() {
        let (_root, exercise) = exercise(None);
        fs::write(exercise.answer(), [0xff, 0x00, 0xc3]).unwrap();
        reset(&exercise).unwrap();
        assert_eq!(fs::read(exercise.dir.join("src/lib.rs.1.bak")).unwrap(), [0xff, 0x00, 0xc3]);
    }

    #[test]
    fn a_folder_where_a_backup_would_go_is_stepped_over() {
        let (_root, exercise) = exercise(Some("mine"));
        fs::create_dir(exercise.dir.join("src/lib.rs.1.bak")).unwrap();
        assert!(matches!(reset(&exercise).unwrap(), Reset::Replaced { backup } if backup.ends_with("lib.rs.2.bak")));
        assert_eq!(read(&exercise, "lib.rs.2.bak"), "mine");
    }
}
