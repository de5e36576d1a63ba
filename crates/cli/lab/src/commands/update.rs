//! `lab update`: a new version of the workbook around the reader's answers.

use crate::{
    checkout::Checkout,
    exercise::exercises,
    kept::{keep, replace, texts, write_new},
    outcome::Outcome,
    progress, say,
    style::{BOLD, CARE, FAINT, GOOD, TYPE, paint},
};
use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Gets the new version with git, and keeps what the reader has written.
///
/// Git alone would refuse wherever both have changed a file. So all that the reader has changed is first written to a
/// folder in `.lab`, then taken out of git's way, then put back: answers always, anything else where the new version
/// left it alone. Until the last step is done a file says that an update is under way, and where the texts are.
pub fn run(checkout: &Checkout) -> Result<Outcome> {
    let git = Git { root: checkout.root() };
    finish_one_that_was_cut_off(checkout, &git)?;
    git.is_here()?;
    git.has_nothing_under_way()?;
    let upstream = git.upstream()?;
    git.run(&["fetch"]).context("the new version can't be fetched; nothing has changed here")?;
    let (from, to) = (git.line(&["rev-parse", "HEAD"])?, git.line(&["rev-parse", upstream])?);
    let incoming = git.files(&["diff", "--name-only", "-z", "--no-renames", &format!("HEAD...{upstream}")])?;
    if incoming.is_empty() {
        say!("{} there is no newer version", paint(GOOD, "✓ up to date:"));
        return Ok(Outcome::Done);
    }

    let mine = Mine::of(checkout, &git, &incoming)?;
    let kept = mine.keep(checkout)?;
    // From here on files are touched.
    let moved = mine.out_of_the_way(&git).and_then(|()| git.forward(upstream, &mine.answers));
    let settled = mine.put_back(checkout, &git, &kept, moved.is_ok());
    if let Err(error) = moved {
        settled?;
        done(checkout)?;
        return Err(error.context(format!(
            "the new version can't be merged. Everything is as it was before, and a copy of your texts is in {}",
            checkout.short(&kept)
        )));
    }
    let aside = settled?;
    done(checkout)?;
    say!("{} {} to {}", paint(GOOD, "✓ updated:"), &from[..from.len().min(9)], &to[..to.len().min(9)]);
    tell(checkout, &mine, &incoming, &aside, &kept);
    Ok(Outcome::Done)
}

/// What the reader has written, by paths from the root.
struct Mine {
    /// Texts in `exercises/*/src` that are not the stub.
    answers: BTreeSet<PathBuf>,
    /// Other files that differ from what git has, or would be in the way of the new version's.
    others: BTreeSet<PathBuf>,
    /// Those of both that git must not find changed.
    in_the_way: BTreeSet<PathBuf>,
    /// Those in the way that git doesn't know at all.
    untracked: BTreeSet<PathBuf>,
}

impl Mine {
    fn of(checkout: &Checkout, git: &Git, incoming: &BTreeSet<PathBuf>) -> Result<Self> {
        let changed = git.files(&["diff", "--name-only", "-z", "--no-renames", "HEAD"])?;
        // Ignored files too: git would write over those without a word.
        let tracked = git.files(&["ls-files", "-z"])?;
        let there = |path: &&PathBuf| !tracked.contains(*path) && checkout.path(path).is_file();
        let untracked: BTreeSet<_> = incoming.iter().filter(there).cloned().collect();
        let (mut answers, mut others) = (BTreeSet::new(), BTreeSet::new());
        for exercise in exercises(checkout)? {
            let folder = Path::new("exercises").join(&exercise.slug).join("src");
            let originals = texts(&exercise.original().join("src"))?;
            for (path, text) in texts(&exercise.dir.join("src"))? {
                if originals.get(&path) != Some(&text) {
                    answers.insert(folder.join(path));
                }
            }
        }
        for path in changed.iter().chain(&untracked) {
            // A file that the reader deleted comes back only if the new version brings it.
            if checkout.path(path).is_file() && !answers.contains(path) {
                others.insert(path.clone());
            }
        }
        let in_the_way = changed.union(&untracked).filter(|path| incoming.contains(*path)).cloned().collect();
        Ok(Self { answers, others, in_the_way, untracked })
    }

    /// Writes all of it to a folder of its own, whose path comes back, and notes that an update is under way.
    fn keep(&self, checkout: &Checkout) -> Result<PathBuf> {
        let updates = progress::folder(checkout).join("updates");
        let kept = (1..)
            .map(|number: u32| updates.join(number.to_string()))
            .find(|folder| !folder.exists())
            .context("no number is free")?;
        fs::create_dir_all(&kept).with_context(|| format!("can't make {}", kept.display()))?;
        for path in self.answers.iter().chain(&self.others) {
            let text = fs::read(checkout.path(path)).with_context(|| format!("can't read {}", path.display()))?;
            write_new(&kept.join(path), &text)?;
        }
        let name = kept.file_name().context("it has a name")?.to_string_lossy().into_owned();
        replace(&under_way(checkout), name.as_bytes()).context("can't note that an update is under way")?;
        Ok(kept)
    }

    /// Gives git back what it has of the files in its way.
    fn out_of_the_way(&self, git: &Git) -> Result<()> {
        for path in &self.in_the_way {
            if self.untracked.contains(path) {
                fs::remove_file(git.root.join(path)).with_context(|| format!("can't move {}", path.display()))?;
            } else if git.knows("HEAD", path) {
                git.on(&["checkout", "--quiet", "HEAD"], path)?;
            } else {
                // Added, and never committed.
                git.on(&["rm", "--quiet", "--force"], path)?;
            }
        }
        Ok(())
    }

    /// Puts back all answers, and of the other files those that were in the way if `updated` is false; the new
    /// version's stay otherwise. Gives those that did not come back.
    fn put_back(&self, checkout: &Checkout, git: &Git, kept: &Path, updated: bool) -> Result<Vec<PathBuf>> {
        let mut aside = Vec::new();
        for path in self.answers.iter().chain(&self.others) {
            let text =
                fs::read(kept.join(path)).with_context(|| format!("can't read {}", kept.join(path).display()))?;
            if fs::read(checkout.path(path)).is_ok_and(|now| now == text) {
                continue;
            }
            if self.others.contains(path) && updated && git.knows("HEAD", path) {
                aside.push(path.clone());
                continue;
            }
            replace(&checkout.path(path), &text)
                .with_context(|| format!("can't put {} back; it is in {}", path.display(), kept.display()))?;
        }
        Ok(aside)
    }
}

/// Says what has changed for the reader.
fn tell(checkout: &Checkout, mine: &Mine, incoming: &BTreeSet<PathBuf>, aside: &[PathBuf], kept: &Path) {
    for Exercise { slug, stub, judge } in touched(mine, incoming) {
        say!("\n{}: your text is kept.", paint(BOLD, &slug));
        if stub {
            say!("  The new stub is in exercises/originals/{slug}/src.");
        }
        if judge {
            say!("  Its check has changed.");
        }
        say!("  Check again: {}", paint(TYPE, format!("cargo lab check {slug}")));
    }
    if !aside.is_empty() {
        say!("\n{} files that the new version has changed too are the new version's now:", paint(CARE, "!"));
        for path in aside {
            say!("  {}, yours is in {}", path.display(), checkout.short(&kept.join(path)));
        }
    }
    if mine.answers.is_empty() && mine.others.is_empty() {
        let _ = fs::remove_dir(kept);
    } else {
        say!("\n{}", paint(FAINT, format!("A copy of all that you had written is in {}.", checkout.short(kept))));
    }
}

/// What the new version did to an exercise that the reader has worked on.
struct Exercise {
    slug: String,
    stub: bool,
    judge: bool,
}

/// From paths alone: the program that runs is the old version's, and may not understand what the new one holds.
fn touched(mine: &Mine, incoming: &BTreeSet<PathBuf>) -> Vec<Exercise> {
    let slugs: BTreeSet<_> = mine.answers.iter().filter_map(|path| path.iter().nth(1)).collect();
    let look = |slug: &OsStr| {
        let folder = Path::new("exercises").join(slug);
        let inside = || incoming.iter().filter_map(|path| path.strip_prefix(&folder).ok());
        let judge = inside().any(|path| !path.starts_with("src") && path != Path::new("hints.md"));
        let stub = inside().any(|path| path.starts_with("src"));
        (stub || judge).then(|| Exercise { slug: slug.to_string_lossy().into_owned(), stub, judge })
    };
    slugs.into_iter().filter_map(look).collect()
}

/// The file that names, while an update is under way, the folder in which the reader's texts are.
fn under_way(checkout: &Checkout) -> PathBuf {
    progress::folder(checkout).join("updates/under-way")
}

fn done(checkout: &Checkout) -> Result<()> {
    let path = under_way(checkout);
    fs::remove_file(&path).with_context(|| format!("can't remove {}", path.display()))
}

/// The folder with the texts of an update that was cut off, if there was one.
fn cut_off(checkout: &Checkout) -> Option<PathBuf> {
    let name = fs::read_to_string(under_way(checkout)).ok()?;
    Some(progress::folder(checkout).join("updates").join(name.trim()))
}

/// Says so if the last update was cut off.
pub fn warn_if_cut_off(checkout: &Checkout) {
    if let Some(kept) = cut_off(checkout) {
        anstream::eprintln!(
            "{}: an update is under way, or was cut off. Your texts are in {}; {} puts them back.",
            paint(CARE, "warning"),
            checkout.short(&kept),
            paint(TYPE, "cargo lab update")
        );
    }
}

/// Puts back what an update that was cut off has taken out of git's way. What stands there now is kept as a backup.
fn finish_one_that_was_cut_off(checkout: &Checkout, git: &Git) -> Result<()> {
    let Some(kept) = cut_off(checkout) else { return Ok(()) };
    say!("The last update was cut off. Your texts are in {}.", checkout.short(&kept));
    if git.knows_merge() {
        for path in git.torn()? {
            let here = checkout.path(&path);
            if let Ok(torn) = fs::read(&here) {
                let backup = keep(&here, &torn)?;
                say!("  {} was half merged; that is kept in {}", path.display(), checkout.short(&backup));
            }
        }
        git.run(&["merge", "--abort"])?;
    }
    for (path, text) in texts(&kept)? {
        let here = checkout.path(&path);
        let now = fs::read(&here).ok();
        if now.as_ref() == Some(&text) {
            continue;
        }
        let backup = now.map(|now| keep(&here, &now)).transpose()?;
        replace(&here, &text).with_context(|| format!("can't put {} back", path.display()))?;
        say!("  {} is back", path.display());
        if let Some(backup) = backup {
            say!("    what stood there is kept in {}", checkout.short(&backup));
        }
    }
    done(checkout)
}

/// Files' names, as a sentence has them.
fn listed(files: &BTreeSet<PathBuf>) -> String {
    files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// Git, in the workbook's folder.
struct Git<'a> {
    root: &'a Path,
}

impl Git<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut git = Command::new("git");
        git.current_dir(self.root).args(arguments).stdin(Stdio::null());
        git
    }

    /// That there is git, and that the workbook is what it manages here.
    fn is_here(&self) -> Result<()> {
        let output = match self.command(&["rev-parse", "--show-prefix"]).output() {
            Ok(output) => output,
            Err(error) => bail!("an update takes git, which can't be started here: {error}"),
        };
        if !output.status.success() {
            bail!(
                "this folder was not cloned with git, so there is nothing to update from. Clone the new version beside it, \
                 and copy what you wrote, in exercises/*/src, and the folder .lab into that"
            );
        }
        if !output.stdout.trim_ascii().is_empty() {
            bail!("this workbook is part of another git repository: update that one, with git pull");
        }
        Ok(())
    }

    /// That the reader is not in the middle of a merge or the like, which an update would end for them.
    fn has_nothing_under_way(&self) -> Result<()> {
        for (sign, what) in [
            ("MERGE_HEAD", "merge"),
            ("rebase-merge", "rebase"),
            ("rebase-apply", "rebase"),
            ("CHERRY_PICK_HEAD", "cherry-pick"),
            ("REVERT_HEAD", "revert"),
        ] {
            if self.root.join(self.line(&["rev-parse", "--git-path", sign])?).exists() {
                bail!(
                    "you are in the middle of a git {what}; nothing has changed here. Finish it (git status says how), \
                     or undo it with git {what} --abort, and update again"
                );
            }
        }
        let torn = self.torn()?;
        if !torn.is_empty() {
            bail!(
                "git has these files in conflict: {}. Nothing has changed here. Settle them, tell git so with git add, \
                 and update again",
                listed(&torn)
            );
        }
        Ok(())
    }

    /// Where new versions come from, as git calls it.
    fn upstream(&self) -> Result<&'static str> {
        const UPSTREAM: &str = "@{upstream}";
        if self.run(&["rev-parse", "--verify", "--quiet", UPSTREAM]).is_ok() {
            return Ok(UPSTREAM);
        }
        if self.run(&["symbolic-ref", "--quiet", "HEAD"]).is_err() {
            bail!(
                "you are looking at one commit and are on no branch. Go back to yours (git switch main), and update again"
            );
        }
        if self.ask(&["remote"])?.is_empty() {
            bail!(
                "this clone doesn't know where new versions come from. Tell git the address it was cloned from: \
                 git remote add origin ADDRESS, then git fetch, then git branch --set-upstream-to=origin/main"
            );
        }
        bail!(
            "git doesn't know where this branch gets new versions from: it has no upstream. \
             git branch --set-upstream-to=origin/main says so"
        );
    }

    /// The files that a merge couldn't settle.
    fn torn(&self) -> Result<BTreeSet<PathBuf>> {
        self.files(&["diff", "--name-only", "-z", "--diff-filter=U"])
    }

    /// What git answers.
    fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let output = self.command(arguments).output().context("git can't be started")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            bail!("git {} said: {said}", arguments.join(" "));
        }
        Ok(output.stdout)
    }

    fn run(&self, arguments: &[&str]) -> Result<()> {
        self.ask(arguments).map(drop)
    }

    fn line(&self, arguments: &[&str]) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.ask(arguments)?).trim().to_owned())
    }

    /// Files, by their paths from the root, as git lists them with `-z`.
    fn files(&self, arguments: &[&str]) -> Result<BTreeSet<PathBuf>> {
        let list = self.ask(arguments)?;
        let names = list.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        names
            .map(|name| Ok(std::str::from_utf8(name).context("a file's name is not UTF-8")?.into()))
            .collect::<Result<_>>()
    }

    /// One command about one file, whatever its name looks like.
    fn on(&self, arguments: &[&str], path: &Path) -> Result<()> {
        let path = path.to_str().context("a file's name is not UTF-8")?;
        self.run(&[arguments, &["--", &format!(":(literal){path}")]].concat())
    }

    fn knows(&self, commit: &str, path: &Path) -> bool {
        let name = path.to_string_lossy().replace('\\', "/");
        self.run(&["cat-file", "-e", &format!("{commit}:{name}")]).is_ok()
    }

    /// Takes over what `upstream` has: as it is, or merged with what the reader has committed. Where both changed an
    /// answer the reader's stays; anything else that both changed is not for us to decide.
    ///
    /// # Errors
    /// When it can't be taken over; then all is as it was.
    fn forward(&self, upstream: &str, answers: &BTreeSet<PathBuf>) -> Result<()> {
        let Err(error) = self.run(&["merge", "--quiet", "--no-edit", upstream]) else { return Ok(()) };
        if !self.knows_merge() {
            let staged = self.files(&["diff", "--cached", "--name-only", "-z"])?;
            if staged.is_empty() {
                return Err(error);
            }
            return Err(error.context(format!(
                "you have staged {}. Commit it (git commit) or unstage it (git reset), and update again",
                listed(&staged)
            )));
        }
        let settle = || -> Result<()> {
            let torn = self.torn()?;
            let foreign: BTreeSet<_> = torn.difference(answers).cloned().collect();
            if !foreign.is_empty() {
                bail!(
                    "you have committed changes to files that the new version changes too: {}. Settle them with git merge",
                    listed(&foreign)
                );
            }
            for path in &torn {
                self.on(&["checkout", "--quiet", "--ours"], path)?;
                self.on(&["add"], path)?;
            }
            self.run(&["commit", "--quiet", "--no-edit"])
        };
        settle().inspect_err(|_| drop(self.run(&["merge", "--abort"])))
    }

    /// Whether a merge waits for decisions.
    fn knows_merge(&self) -> bool {
        self.run(&["rev-parse", "--verify", "--quiet", "MERGE_HEAD"]).is_ok()
    }
}
