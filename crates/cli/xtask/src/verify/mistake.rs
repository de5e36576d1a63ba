//! One mistake that a learner makes, kept as a patch against the reference answer: what the learner did, then the lines
//! that differ.
//!
//! ```text
//! Rounds down and forgets what is left over.
//! caught by: wedges_are_fair
//!
//! --- src/lib.rs
//! +++ src/lib.rs
//! @@ -6,8 +6,7 @@
//! …
//! ```
//!
//! The test fails with words of its own. A mistake that makes the learner's code panic says so:
//! `caught by: a_test, by a panic`. One that nobody could tell from another by its verdict says why both are kept:
//! `beside another: unlike that one, it …`.

use anyhow::{Context, Result, bail};
use diffy::{DiffOptions, Line, Patch};
use std::fmt;

/// What both sides of a patch are called.
const FILE: &str = "src/lib.rs";
/// What stands before the name of the test that must catch it.
const CAUGHT_BY: &str = "caught by: ";
/// What stands after it, when that test finds the learner's code panicking.
const BY_A_PANIC: &str = ", by a panic";
/// What stands before the name of a mutant that has the same verdict.
const BESIDE: &str = "beside ";

/// What must catch a mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Catch {
    /// The test that is about it.
    pub test: String,
    /// Whether the learner's code panics in that test. Otherwise the check must refuse it in words of its own.
    pub by_a_panic: bool,
}

impl Catch {
    /// Reads the line of a mistake's file, without what a comment begins with.
    pub fn in_line(line: &str) -> Option<Self> {
        Some(Self::parse(line.trim_start().strip_prefix(CAUGHT_BY)?))
    }

    /// Reads what stands after `caught by: `.
    pub fn parse(text: &str) -> Self {
        let test = text.trim().strip_suffix(BY_A_PANIC);
        Self { by_a_panic: test.is_some(), test: test.unwrap_or(text).trim().into() }
    }
}

impl fmt::Display for Catch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.test, if self.by_a_panic { BY_A_PANIC } else { "" })
    }
}

/// Another mistake that has the same verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// The mutant's name.
    pub other: String,
    /// Why both are kept.
    pub why: String,
}

impl Beside {
    /// Reads the line of a mistake's file, without what a comment begins with.
    pub fn in_line(line: &str) -> Option<Self> {
        let (other, why) = line.trim_start().strip_prefix(BESIDE)?.split_once(": ")?;
        let name = !other.is_empty() && other.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        name.then(|| Self { other: other.into(), why: why.trim().into() })
    }
}

impl fmt::Display for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{BESIDE}{}: {}", self.other, self.why)
    }
}

/// A mistake, as its file holds it.
#[derive(Debug, PartialEq)]
pub struct Mistake {
    /// What the learner did, in words.
    pub words: String,
    /// What must catch it.
    pub caught_by: Option<Catch>,
    /// Which other one has the same verdict.
    pub beside: Option<Beside>,
    /// The lines that differ, as a unified diff.
    patch: String,
}

impl Mistake {
    /// Reads a mistake's file.
    ///
    /// # Errors
    /// When it doesn't begin with words, or no unified diff follows them.
    pub fn parse(text: &str) -> Result<Self> {
        let (head, patch) = match text.find("--- ") {
            Some(at) if at == 0 || text[..at].ends_with('\n') => text.split_at(at),
            _ => bail!("no patch follows the words: a line `--- {FILE}` begins it"),
        };
        let (mut words, mut caught_by, mut beside) = (Vec::new(), None, None);
        for line in head.trim().lines() {
            if let Some(catch) = Catch::in_line(line) {
                caught_by = Some(catch);
            } else if let Some(other) = Beside::in_line(line) {
                beside = Some(other);
            } else {
                words.push(line);
            }
        }
        if words.concat().trim().is_empty() {
            bail!("it must begin with what this learner did, in words");
        }
        Patch::from_str(patch).context("what follows the words is no unified diff")?;
        Ok(Self { words: words.join("\n").trim().to_owned(), caught_by, beside, patch: patch.to_owned() })
    }

    /// The mistake that tells `wrong` from `answer`.
    pub fn between(answer: &str, wrong: &str, words: &str, caught_by: Option<Catch>) -> Self {
        let mut options = DiffOptions::new();
        options.set_context_len(3).set_original_filename(FILE).set_modified_filename(FILE);
        Self { words: words.into(), caught_by, beside: None, patch: options.create_patch(answer, wrong).to_string() }
    }

    /// The answer with the mistake in it.
    ///
    /// # Errors
    /// When the patch doesn't apply any more: the answer has changed where the mistake is.
    pub fn made_in(&self, answer: &str) -> Result<String> {
        let patch = Patch::from_str(&self.patch)?;
        let wrong = diffy::apply(answer, &patch)
            .context("the patch no longer applies: the answer has changed in these lines")?;
        if wrong == answer {
            bail!("the patch changes nothing");
        }
        if let Some(change) = self.changes().iter().find(|change| change.says_nothing()) {
            bail!("only comments or white space differ, so it is no part of the mistake: {change}");
        }
        Ok(wrong)
    }

    /// Where the answer and the mistake differ, from the first line to the last.
    pub fn changes(&self) -> Vec<Change> {
        let patch = Patch::from_str(&self.patch).expect("it was one when it was read");
        let mut changes = Vec::new();
        for hunk in patch.hunks() {
            // The range of a hunk that has no old line begins behind the line that it stands after.
            let range = hunk.old_range();
            let mut after = if range.is_empty() { range.start() } else { range.start() - 1 };
            let mut open: Option<Change> = None;
            for line in hunk.lines() {
                if let Line::Context(_) = line {
                    changes.extend(open.take());
                    after += 1;
                    continue;
                }
                let change = open.get_or_insert_with(|| Change { after, old: String::new(), new: String::new() });
                match line {
                    Line::Delete(line) => {
                        change.old += line;
                        after += 1;
                    }
                    Line::Insert(line) => change.new += line,
                    Line::Context(_) => {}
                }
            }
            changes.extend(open);
        }
        changes
    }
}

/// Lines of the answer, and what stands there instead: no line between them is the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// How many lines of the answer stand before.
    after: usize,
    old: String,
    new: String,
}

impl Change {
    /// Whether a compiler sees no difference: only comments and white space are others.
    pub fn says_nothing(&self) -> bool {
        fn code(text: &str) -> String {
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            lines.flat_map(|line| line.split_whitespace()).collect()
        }
        code(&self.old) == code(&self.new)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "line {}", self.after + 1)?;
        self.old.lines().try_for_each(|line| writeln!(f, "    -{line}"))?;
        self.new.lines().try_for_each(|line| writeln!(f, "    +{line}"))
    }
}

/// The answer with only these changes, which don't overlap and stand in the order of their lines.
pub fn with<'c>(answer: &str, changes: impl IntoIterator<Item = &'c Change>) -> String {
    let (mut wrong, mut lines, mut read) = (String::new(), answer.split_inclusive('\n'), 0);
    for Change { after, old, new } in changes {
        wrong.extend(lines.by_ref().take(after - read));
        wrong += new;
        let gone = old.lines().count();
        lines.by_ref().take(gone).for_each(drop);
        read = after + gone;
    }
    wrong.extend(lines);
    wrong
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.words)?;
        if let Some(catch) = &self.caught_by {
            writeln!(f, "{CAUGHT_BY}{catch}")?;
        }
        if let Some(beside) = &self.beside {
            writeln!(f, "{beside}")?;
        }
        write!(f, "\n{}", self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = "fn share(n: u32) -> u32 {\n    n.div_ceil(3)\n}\n";
    const WRONG: &str = "fn share(n: u32) -> u32 {\n    n / 3\n}\n";

    fn mistake() -> Mistake {
        Mistake::between(ANSWER, WRONG, "Rounds down.", Some(Catch::parse("shares_add_up")))
    }

    #[test]
    fn a_mistake_is_kept_and_made_again() {
        let text = mistake().to_string();
        assert!(
            text.starts_with("Rounds down.\ncaught by: shares_add_up\n\n--- src/lib.rs\n+++ src/lib.rs\n"),
            "{text}"
        );
        let read = Mistake::parse(&text).unwrap();
        assert_eq!(read, mistake());
        assert_eq!(read.made_in(ANSWER).unwrap(), WRONG);
    }

    #[test]
    fn what_catches_it_may_be_a_panic() {
        let catch = Catch::in_line(" caught by: shares_add_up, by a panic").unwrap();
        assert_eq!(catch, Catch { test: "shares_add_up".into(), by_a_panic: true });
        assert_eq!(Catch::in_line(&format!("{CAUGHT_BY}{catch}")), Some(catch));
        assert_eq!(Catch::parse(" shares_add_up "), Catch { test: "shares_add_up".into(), by_a_panic: false });
        assert_eq!(Catch::in_line("It is caught by: nobody"), None);
    }

    #[test]
    fn one_may_stand_beside_another_with_a_reason() {
        let text = mistake().to_string().replace("\n\n---", "\nbeside halves: rounds down, and doesn't halve.\n\n---");
        let read = Mistake::parse(&text).unwrap();
        let want = Beside { other: "halves".into(), why: "rounds down, and doesn't halve.".into() };
        assert_eq!((read.words.as_str(), read.beside.as_ref()), ("Rounds down.", Some(&want)));
        assert_eq!(read.to_string(), text);
        assert_eq!(Beside::in_line("beside the point: no name"), None);
    }

    #[test]
    fn changes_can_be_taken_one_by_one() {
        let answer: String = (1..=20).map(|n| format!("{n}\n")).collect();
        let wrong = format!("0\n{}", answer.replace("5\n6\n7\n", "5\nsix\n7\n").replace("\n19\n20\n", "\n"));
        let mistake = Mistake::between(&answer, &wrong, "Can't count.", None);
        let changes = mistake.changes();
        assert_eq!(changes.len(), 3);
        assert_eq!(with(&answer, &changes), wrong);
        assert_eq!(with(&answer, &changes[..1]), format!("0\n{answer}"));
        assert_eq!(with(&answer, &changes[1..2]), answer.replace("5\n6\n7\n", "5\nsix\n7\n"));
        assert_eq!(with(&answer, &changes[2..]), answer.replace("\n19\n20\n", "\n"));
        assert_eq!(with(&answer, []), answer);
        assert_eq!(changes[1].to_string(), "line 6\n    -6\n    +six\n");
    }

    #[test]
    fn a_change_that_says_nothing_is_an_error() {
        for (old, new) in
            [("fn share(n: u32) -> u32 {", "fn share(\n    n: u32\n) -> u32 {"), ("fn share", "/// Shares.\nfn share")]
        {
            let wrong = WRONG.replace(old, new);
            // Far from the mistake, or it would be one change.
            let far = "// 1\n// 2\n";
            let [answer, wrong] = [ANSWER, &wrong].map(|text| text.replace("{\n", &format!("{{\n{far}")));
            let error = Mistake::between(&answer, &wrong, "Rounds down.", None).made_in(&answer).unwrap_err();
            assert!(format!("{error:#}").contains("only comments or white space"), "{error:#}");
        }
    }

    #[test]
    fn a_patch_that_no_longer_applies_is_an_error() {
        let error = mistake().made_in(&ANSWER.replace("n.div_ceil(3)", "n.div_ceil(4)")).unwrap_err();
        assert!(format!("{error:#}").contains("no longer applies"), "{error:#}");
        let error = mistake().made_in("").unwrap_err();
        assert!(format!("{error:#}").contains("no longer applies"), "{error:#}");
    }

    #[test]
    fn a_file_without_words_or_without_a_patch_is_an_error() {
        let text = mistake().to_string();
        let (_, patch) = text.split_once("\n\n").unwrap();
        for (text, want) in [
            (patch, "what this learner did"),
            ("caught by: a_test\n\n--- a\n+++ b\n", "what this learner did"),
            ("Rounds down.\n", "no patch"),
            ("Rounds down.\n\n--- a\n+++ b\n@@ nonsense\n", "no unified diff"),
        ] {
            let error = format!("{:#}", Mistake::parse(text).unwrap_err());
            assert!(error.contains(want), "{text:?}: {error}");
        }
    }
}
