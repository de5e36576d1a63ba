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

use anyhow::{Context, Result, bail};
use diffy::{DiffOptions, Patch};

/// What both sides of a patch are called.
const FILE: &str = "src/lib.rs";
/// What stands before the name of the test that must catch it.
pub const CAUGHT_BY: &str = "caught by: ";

/// A mistake, as its file holds it.
#[derive(Debug, PartialEq)]
pub struct Mistake {
    /// What the learner did, in words.
    pub words: String,
    /// The test that must catch it.
    pub caught_by: Option<String>,
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
        let (mut words, mut caught_by) = (Vec::new(), None);
        for line in head.trim().lines() {
            match line.strip_prefix(CAUGHT_BY) {
                Some(test) => caught_by = Some(test.trim().to_owned()),
                None => words.push(line),
            }
        }
        if words.concat().trim().is_empty() {
            bail!("it must begin with what this learner did, in words");
        }
        Patch::from_str(patch).context("what follows the words is no unified diff")?;
        Ok(Self { words: words.join("\n").trim().to_owned(), caught_by, patch: patch.to_owned() })
    }

    /// The mistake that tells `wrong` from `answer`.
    pub fn between(answer: &str, wrong: &str, words: &str, caught_by: Option<String>) -> Self {
        let mut options = DiffOptions::new();
        options.set_context_len(3).set_original_filename(FILE).set_modified_filename(FILE);
        Self { words: words.into(), caught_by, patch: options.create_patch(answer, wrong).to_string() }
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
        Ok(wrong)
    }
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.words)?;
        if let Some(test) = &self.caught_by {
            writeln!(f, "{CAUGHT_BY}{test}")?;
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
        Mistake::between(ANSWER, WRONG, "Rounds down.", Some("shares_add_up".into()))
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
