//! The exercises as they lie on disk, and the answers whose verdict is known.

use super::mistake::{Beside, Catch, Mistake};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::{fmt, fs};

/// An exercise: `exercises/<slug>`, `exercises/solutions/<slug>` and `exercises/originals/<slug>`.
pub struct Exercise {
    pub slug: String,
    /// With `Cargo.toml`, `src`, `tests/check.rs` and `hints.md`.
    pub folder: PathBuf,
    /// With `Cargo.toml`, `src`, `notes.md`, `mutants` and perhaps `also_right` and `verdicts`.
    pub solution: PathBuf,
    /// A copy of `folder` as it is handed out.
    pub original: PathBuf,
    pub manifest: toml::Table,
}

/// What an answer is, and so what its verdict must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the reader starts from: must fail.
    Stub,
    /// The reference answer: must pass.
    Solution,
    /// An unusual but right answer: must pass.
    AlsoRight,
    /// A wrong answer that a learner would really write: must fail.
    Mutant,
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Role::Stub => "stub",
            Role::Solution => "solution",
            Role::AlsoRight => "also_right",
            Role::Mutant => "mutant",
        }
    }

    pub fn must_pass(self) -> bool {
        matches!(self, Role::Solution | Role::AlsoRight)
    }
}

/// One answer to be tried on its exercise's check.
#[derive(Clone)]
pub struct Candidate {
    pub slug: String,
    /// The exercise's title.
    pub title: String,
    pub role: Role,
    /// The file's stem; empty for stub and solution.
    pub name: String,
    pub source: PathBuf,
    /// What `source` must hold, where nobody wrote it: a mutant that is kept as a patch.
    pub text: Option<String>,
    /// What must catch a mutant; `None` if its file doesn't say.
    pub caught_by: Option<Catch>,
    /// A mutant that has the same verdict, and why both are kept.
    pub beside: Option<Beside>,
    /// What this machine may lack.
    pub needs: Vec<String>,
    /// What its learner must read when it fails, line by line: `verdicts/<name>.txt`, or `verdicts/stub.txt`.
    pub words: Vec<String>,
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.slug, self.role.name(), self.name)
    }
}

impl Candidate {
    /// Its text.
    ///
    /// # Errors
    /// When its file can't be read.
    pub fn text(&self) -> Result<String> {
        match &self.text {
            Some(text) => Ok(text.clone()),
            None => read(&self.source),
        }
    }

    /// Whether there is still something to write in it, so that running it must say so.
    pub fn is_unwritten(&self) -> bool {
        self.text().is_ok_and(|text| text.contains("todo!("))
    }
}

impl Exercise {
    /// Its check.
    pub fn check(&self) -> PathBuf {
        self.folder.join("tests/check.rs")
    }

    /// What `[package.metadata.lab]` says about `key`.
    pub fn lab(&self, key: &str) -> Option<&toml::Value> {
        self.manifest.get("package")?.get("metadata")?.get("lab")?.get(key)
    }

    /// What this machine may lack; see `variant::required`.
    pub fn needs(&self) -> Vec<String> {
        let needs = self.lab("needs").and_then(|needs| needs.as_array());
        needs.into_iter().flatten().filter_map(|need| need.as_str()).map(String::from).collect()
    }

    /// The lines of `verdicts/<name>.txt`, if there is one.
    fn words(&self, name: &str) -> Vec<String> {
        let text = fs::read_to_string(self.solution.join("verdicts").join(name).with_extension("txt"));
        text.unwrap_or_default().lines().map(str::trim).filter(|line| !line.is_empty()).map(String::from).collect()
    }

    /// The text of the reference answer.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn answer(&self) -> Result<String> {
        read(&self.solution.join("src/lib.rs"))
    }

    /// Everything to be tried on its check: stub, solution, unusual answers, mutants. Those that the same test must
    /// catch follow each other: of their check, the compiler then keeps the code.
    ///
    /// # Errors
    /// When one of them can't be read, or is a patch that no longer applies to the answer.
    pub fn candidates(&self) -> Result<Vec<Candidate>> {
        let mut all = vec![
            self.candidate(Role::Stub, self.folder.join("src/lib.rs")),
            self.candidate(Role::Solution, self.solution.join("src/lib.rs")),
        ];
        for (role, folder) in [(Role::AlsoRight, "also_right"), (Role::Mutant, "mutants")] {
            for path in entries(&self.solution.join(folder))? {
                let mut candidate = self.candidate(role, path.clone());
                match path.extension().and_then(|extension| extension.to_str()) {
                    Some("rs") if role == Role::Mutant => {
                        let text = read(&path)?;
                        candidate.caught_by = named_in(&text, Catch::in_line);
                        candidate.beside = named_in(&text, Beside::in_line);
                    }
                    Some("rs") => {}
                    Some("patch") if role == Role::Mutant => {
                        let mistake = Mistake::parse(&read(&path)?).with_context(|| path.display().to_string())?;
                        let wrong = mistake.made_in(&self.answer()?).with_context(|| path.display().to_string())?;
                        candidate.text = Some(wrong);
                        candidate.source = made(&self.slug, &candidate.name);
                        candidate.caught_by = mistake.caught_by;
                        candidate.beside = mistake.beside;
                    }
                    _ => continue,
                }
                all.push(candidate);
            }
        }
        // Only mutants are to be caught, and they come last.
        all.sort_by_cached_key(|candidate| candidate.caught_by.as_ref().map(|catch| catch.test.clone()));
        Ok(all)
    }

    fn candidate(&self, role: Role, source: PathBuf) -> Candidate {
        let name = match role {
            Role::Stub | Role::Solution => String::new(),
            Role::AlsoRight | Role::Mutant => stem(&source),
        };
        let words = match role {
            Role::Stub => self.words("stub"),
            Role::Mutant => self.words(&name),
            Role::Solution | Role::AlsoRight => Vec::new(),
        };
        let title = self.lab("title").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
        let (slug, needs) = (self.slug.clone(), self.needs());
        Candidate { slug, title, role, name, source, text: None, caught_by: None, beside: None, words, needs }
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))
}

/// Where a mutant's text lies that is made from a patch.
pub fn made(slug: &str, name: &str) -> PathBuf {
    crate::root().join("target/mutants").join(slug).join(name).with_extension("rs")
}

/// What a line of a whole file's first comment says, such as `//! caught by: a_test`.
fn named_in<T>(text: &str, in_line: impl Fn(&str) -> Option<T>) -> Option<T> {
    text.lines().map_while(|line| line.strip_prefix("//!")).find_map(in_line)
}

/// Every exercise, by name.
pub fn all() -> Result<Vec<Exercise>> {
    let exercises = crate::root().join("exercises");
    let mut all = Vec::new();
    let mut slugs = workbook::exercises(crate::root())?;
    slugs.sort();
    for slug in slugs {
        let folder = exercises.join(&slug);
        let manifest = folder.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).with_context(|| format!("can't read {}", manifest.display()))?;
        let manifest = text.parse().with_context(|| format!("{} is not TOML", manifest.display()))?;
        let beside = |name: &str| exercises.join(name).join(&slug);
        all.push(Exercise { solution: beside("solutions"), original: beside("originals"), slug, folder, manifest });
    }
    Ok(all)
}

/// Advice for somebody who asked for an exercise that doesn't exist.
pub fn unknown(slug: &str, exercises: &[Exercise]) -> Option<String> {
    if exercises.iter().any(|exercise| exercise.slug == slug) {
        return None;
    }
    let nearest = exercises.iter().map(|e| &e.slug).min_by_key(|other| strsim::damerau_levenshtein(slug, other));
    Some(match nearest {
        Some(nearest) => format!("there is no exercise {slug:?}; did you mean {nearest:?}?"),
        None => "there are no exercises yet".into(),
    })
}

/// What lies in `folder`, sorted; nothing if it doesn't exist.
pub fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let read = fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))?;
    let mut paths = read.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// A path's last part without its ending.
pub fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
