//! Tests as a program may read them.

use crate::libtest::{self, Outcome};
use serde::Serialize;

/// A test, as `--format json` gives it.
#[derive(Debug, Serialize)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// `passed`, `failed` or `skipped`.
    pub outcome: &'static str,
    /// Why it was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl From<&libtest::Test> for Test {
    fn from(test: &libtest::Test) -> Self {
        let (outcome, reason) = match &test.outcome {
            Outcome::Passed => ("passed", None),
            Outcome::Failed => ("failed", None),
            Outcome::Ignored(reason) => ("skipped", Some(reason.clone())),
        };
        Self { name: test.name.clone(), outcome, reason }
    }
}
