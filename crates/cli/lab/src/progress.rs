//! What the reader has done: results of checks, hints that were given. It is the reader's, and lies in the workbook's
//! own folder, in `.lab`: cleaning the target folder or updating the workbook takes nothing of it away.

use crate::{
    checkout::Checkout,
    exercise::Fingerprint,
    style::{CARE, paint},
};
use anyhow::{Context, Result, bail, ensure};
use judge::Verdict;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};
use tempfile::NamedTempFile;

/// The format that this program reads and writes.
const VERSION: u32 = 1;

/// What is remembered of every exercise.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Progress {
    version: u32,
    exercises: BTreeMap<String, Entry>,
    /// What the reader guessed first where the book asks: the number of the choice, from 0, by the question's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    predictions: BTreeMap<String, u8>,
}

/// More questions than any book has.
const MOST_PREDICTIONS: usize = 1000;

/// What is remembered of one exercise.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Entry {
    /// The answers that passed, and the judge each passed last. More than one: a reader may go back to an older one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    passed: BTreeMap<String, String>,
    /// When each of these passed; not for those that passed before this was remembered.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    passes: BTreeMap<String, Pass>,
    /// The last check that didn't pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<Last>,
    /// How many hints were given.
    #[serde(default, skip_serializing_if = "is_zero")]
    hints: usize,
}

/// How an answer passed.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Pass {
    /// When it did so first: seconds since 1970.
    pub at: u64,
    /// How long its check ran the last time, in seconds, without what compiling took.
    pub seconds: f64,
}

impl Pass {
    /// One of now.
    pub fn now(seconds: f64) -> Self {
        let at = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self { at, seconds }
    }
}

#[derive(Debug, Deserialize, Serialize)]
struct Last {
    of: Fingerprint,
    state: State,
}

/// How an exercise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its check passed, and nothing has changed since.
    Passed,
    /// The answer is one that passed, but the check or what both use has changed since.
    PassedBefore,
    /// Its check did not pass, and nothing has changed since.
    Failed,
    /// This machine lacks what its check needs.
    Skipped,
    /// Not checked since the answer last changed.
    Unchecked,
}

impl From<&Verdict> for State {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Passed => State::Passed,
            Verdict::Skipped { .. } => State::Skipped,
            _ => State::Failed,
        }
    }
}

impl Progress {
    /// What was remembered for this workbook. A file that can't be read is put aside, with a word on standard error,
    /// and counts as empty.
    pub fn of(checkout: &Checkout) -> Self {
        Self::read(checkout).unwrap_or_else(|error| {
            anstream::eprintln!("{}: {error:#}", paint(CARE, "warning"));
            Self::default()
        })
    }

    /// Remembers what `change` does, on disk.
    ///
    /// # Errors
    /// When it can't be written. What was remembered before is then still there.
    pub fn update(checkout: &Checkout, change: impl FnOnce(&mut Self)) -> Result<()> {
        let folder = folder(checkout);
        fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
        // Two checks may end at the same time. Where files can't be locked, that is the reader's risk.
        let lock = File::create(folder.join("lock")).with_context(|| format!("can't write in {}", folder.display()))?;
        let _ = lock.lock();
        let mut progress = Self::read(checkout)?;
        change(&mut progress);
        let write = || -> Result<()> {
            let mut file = NamedTempFile::new_in(&folder)?;
            file.write_all(&serde_json::to_vec_pretty(&progress)?)?;
            file.persist(path(checkout))?;
            Ok(())
        };
        write().with_context(|| format!("can't write {}", path(checkout).display()))
    }

    /// Whether anything is remembered of `exercise`. Where nothing is, it stands unchecked, whatever it looks like.
    pub fn knows(&self, exercise: &str) -> bool {
        self.exercises.contains_key(exercise)
    }

    /// How `exercise` stands, which looks like this now.
    pub fn state(&self, exercise: &str, now: &Fingerprint) -> State {
        let Some(entry) = self.exercises.get(exercise) else { return State::Unchecked };
        match (entry.passed.get(&now.answer), &entry.last) {
            (Some(judge), _) if *judge == now.judge => State::Passed,
            (_, Some(last)) if last.of == *now => last.state,
            (Some(_), _) => State::PassedBefore,
            (None, _) => State::Unchecked,
        }
    }

    /// How the answer passed that `exercise` has now, if it did.
    pub fn pass(&self, exercise: &str, now: &Fingerprint) -> Option<Pass> {
        self.exercises.get(exercise)?.passes.get(&now.answer).copied()
    }

    /// When an answer to `exercise` first passed, whether or not that is still the one: seconds since 1970.
    pub fn solved_at(&self, exercise: &str) -> Option<u64> {
        self.exercises.get(exercise)?.passes.values().map(|pass| pass.at).min()
    }

    /// Takes the result of a check of what looked like `of`, which ran as `ran` says.
    pub fn checked(&mut self, exercise: &str, of: Fingerprint, state: State, ran: Pass) {
        let entry = self.exercises.entry(exercise.into()).or_default();
        if state == State::Passed {
            let first = entry.passes.get(&of.answer).map_or(ran.at, |pass| pass.at);
            entry.passes.insert(of.answer.clone(), Pass { at: first, ..ran });
            entry.passed.insert(of.answer, of.judge);
        } else {
            // That it passed an older check says nothing any more.
            if state == State::Failed {
                entry.passed.remove(&of.answer);
                entry.passes.remove(&of.answer);
            }
            entry.last = Some(Last { of, state });
        }
    }

    /// How many of the exercise's hints were given.
    pub fn hints(&self, exercise: &str) -> usize {
        self.exercises.get(exercise).map_or(0, |entry| entry.hints)
    }

    /// What was guessed first, by the questions' names: which choice, from 0.
    pub fn predictions(&self) -> &BTreeMap<String, u8> {
        &self.predictions
    }

    /// Takes note of a guess. One that was made before stays, and there is an end to how many there are.
    pub fn predicted(&mut self, question: String, choice: u8) {
        if self.predictions.len() < MOST_PREDICTIONS {
            self.predictions.entry(question).or_insert(choice);
        }
    }

    /// Takes note of hints that were given.
    pub fn hinted(&mut self, exercise: &str, hints: usize) {
        self.exercises.entry(exercise.into()).or_default().hints = hints;
    }

    /// Reads the file, or puts it aside.
    ///
    /// # Errors
    /// When it can't be read: what to tell the reader. If it couldn't be put aside either, it stands where it was.
    fn read(checkout: &Checkout) -> Result<Self> {
        let path = path(checkout);
        let new = || Self { version: VERSION, ..Self::default() };
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if [ErrorKind::NotFound, ErrorKind::NotADirectory].contains(&error.kind()) => return Ok(new()),
            Err(error) => return Err(error).with_context(|| format!("can't read {}", path.display())),
        };
        match parse(&text) {
            Ok(progress) => Ok(progress),
            Err(why) => {
                let aside = put_aside(&path).with_context(|| {
                    format!("{} can't be read ({why:#}) nor put aside: nothing is remembered", path.display())
                })?;
                let (path, aside) = (checkout.short(&path), checkout.short(&aside));
                anstream::eprintln!(
                    "{}: {path} can't be read ({why:#}). It is kept as {aside}; what you solve from now on is remembered in \
                     a new one.",
                    paint(CARE, "warning")
                );
                Ok(new())
            }
        }
    }
}

fn parse(text: &[u8]) -> Result<Progress> {
    /// Read first: another version may hold anything else.
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    let Versioned { version } = serde_json::from_slice(text)?;
    ensure!(version == VERSION, "it is of version {version}, and this workbook writes version {VERSION}");
    Ok(serde_json::from_slice(text)?)
}

/// Renames `progress.json` to `progress.1.json`, or the first number after it that is free.
fn put_aside(path: &Path) -> Result<PathBuf> {
    for number in 1..=9999 {
        let aside = path.with_extension(format!("{number}.json"));
        if !aside.exists() {
            fs::rename(path, &aside)?;
            return Ok(aside);
        }
    }
    bail!("9999 files were put aside beside it: clear some out")
}

/// `lab`'s folder for what is the reader's; git ignores it.
pub fn folder(checkout: &Checkout) -> PathBuf {
    checkout.path(".lab")
}

fn path(checkout: &Checkout) -> PathBuf {
    folder(checkout).join("progress.json")
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn checkout() -> (TempDir, Checkout) {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("Cargo.toml"), "").unwrap();
        let checkout = Checkout::open(Some(dir.path().into())).unwrap();
        (dir, checkout)
    }

    fn print(answer: &str, judge: &str) -> Fingerprint {
        Fingerprint { answer: answer.into(), judge: judge.into() }
    }

    fn ran(at: u64) -> Pass {
        Pass { at, seconds: 0.5 }
    }

    fn checked(checkout: &Checkout, answer: &str, judge: &str, state: State) {
        Progress::update(checkout, |progress| progress.checked("wedges", print(answer, judge), state, ran(7))).unwrap();
    }

    fn state(checkout: &Checkout, answer: &str, judge: &str) -> State {
        Progress::of(checkout).state("wedges", &print(answer, judge))
    }

    #[test]
    fn a_result_holds_until_answer_or_judge_change() {
        let (_dir, checkout) = checkout();
        assert_eq!(state(&checkout, "a", "j"), State::Unchecked);
        checked(&checkout, "a", "j", State::Passed);
        assert_eq!(state(&checkout, "a", "j"), State::Passed);
        assert_eq!(state(&checkout, "b", "j"), State::Unchecked);
        assert_eq!(state(&checkout, "a", "k"), State::PassedBefore);
        assert_eq!(Progress::of(&checkout).state("other", &print("a", "j")), State::Unchecked);

        // Another attempt fails; the one that passed still has.
        checked(&checkout, "b", "j", State::Failed);
        assert_eq!(state(&checkout, "b", "j"), State::Failed);
        assert_eq!(state(&checkout, "a", "j"), State::Passed);
        // The new judge refuses it: that it passed the old one is forgotten.
        checked(&checkout, "a", "k", State::Failed);
        assert_eq!(state(&checkout, "a", "k"), State::Failed);
        assert_eq!(state(&checkout, "a", "l"), State::Unchecked);
        // A machine that can't run the check refuses nothing.
        checked(&checkout, "c", "j", State::Passed);
        checked(&checkout, "c", "k", State::Skipped);
        assert_eq!(state(&checkout, "c", "k"), State::Skipped);
        assert_eq!(state(&checkout, "c", "l"), State::PassedBefore);
    }

    #[test]
    fn when_an_answer_first_passed_is_remembered_as_long_as_it_passes() {
        let mut progress = Progress::default();
        assert_eq!((progress.solved_at("wedges"), progress.pass("wedges", &print("a", "j"))), (None, None));
        for (answer, state, at) in [("a", State::Passed, 5), ("a", State::Passed, 6), ("b", State::Passed, 9)] {
            progress.checked("wedges", print(answer, "j"), state, ran(at));
        }
        assert_eq!(progress.pass("wedges", &print("a", "k")), Some(ran(5)));
        assert_eq!(progress.pass("wedges", &print("c", "j")), None);
        assert_eq!(progress.solved_at("wedges"), Some(5));
        // Another judge refuses the first one.
        progress.checked("wedges", print("a", "k"), State::Failed, ran(10));
        assert_eq!(progress.solved_at("wedges"), Some(9));
        // A file from before this was remembered says nothing of it.
        let old = br#"{"version": 1, "exercises": {"wedges": {"passed": {"a": "j"}}}}"#;
        let old = parse(old).unwrap();
        assert_eq!((old.solved_at("wedges"), old.state("wedges", &print("a", "j"))), (None, State::Passed));
    }

    #[test]
    fn the_first_guess_is_the_one_that_counts() {
        let mut progress = Progress::default();
        progress.predicted("two".into(), 2);
        progress.predicted("two".into(), 1);
        assert_eq!(progress.predictions(), &BTreeMap::from([("two".into(), 2)]));
        for question in 0..2 * MOST_PREDICTIONS {
            progress.predicted(question.to_string(), 1);
        }
        assert_eq!(progress.predictions().len(), MOST_PREDICTIONS);
    }

    #[test]
    fn a_file_that_makes_no_sense_is_put_aside_and_never_lost() {
        let (_dir, checkout) = checkout();
        fs::create_dir(folder(&checkout)).unwrap();
        let texts = ["{\"wedges\": 3", "{\"version\": 2, \"exercises\": []}", "", "{\"version\": 1, \"exercises\": 3}"];
        for (number, text) in (1..).zip(texts) {
            fs::write(path(&checkout), text).unwrap();
            assert_eq!(state(&checkout, "a", "j"), State::Unchecked);
            assert_eq!(fs::read_to_string(path(&checkout).with_extension(format!("{number}.json"))).unwrap(), text);
            checked(&checkout, "a", "j", State::Passed);
            assert_eq!(state(&checkout, "a", "j"), State::Passed);
        }
    }

    #[test]
    fn checks_that_end_at_once_are_all_remembered() {
        let (_dir, checkout) = checkout();
        std::thread::scope(|scope| {
            for exercise in 0..8 {
                let checkout = &checkout;
                scope.spawn(move || {
                    let name = exercise.to_string();
                    Progress::update(checkout, |progress| {
                        progress.checked(&name, print("a", "j"), State::Passed, ran(7));
                    })
                    .unwrap();
                });
            }
        });
        assert_eq!(Progress::of(&checkout).exercises.len(), 8);
    }
}
