//! Tests that need what not every machine has. Where it is missing, a test is shown as ignored, with the reason; or it
//! fails, if `LAB_REQUIRE` names what is missing.
//!
//! This is for tests: it brings a test harness along, which no program should carry.

mod host_file;

pub use host_file::HostFile;

use libtest_mimic::{Completion, Failed, Trial};
use std::path::{Path, PathBuf};
use variant::Unavailable;

/// A test that runs `test` with the tool that `find` finds. Where it finds none the test is ignored, with the reason;
/// or fails, if `LAB_REQUIRE` names the tool `what`.
pub fn with_tool(
    name: &str,
    what: &'static str,
    find: fn() -> Result<PathBuf, Unavailable>,
    test: impl FnOnce(&Path) -> Result<(), Failed> + Send + 'static,
) -> Trial {
    Trial::ignorable_test(name, move || outcome(what, find(), test))
}

fn outcome(
    what: &str,
    found: Result<PathBuf, Unavailable>,
    test: impl FnOnce(&Path) -> Result<(), Failed>,
) -> Result<Completion, Failed> {
    match found {
        Ok(tool) => test(&tool).map(|()| Completion::Completed),
        Err(missing) if variant::required(what) => Err(format!("LAB_REQUIRE names {what}, but {missing}").into()),
        Err(missing) => Ok(Completion::ignored_with(missing)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_ignored_and_what_is_there_is_judged() {
        let judged = |found, test: fn(&Path) -> Result<(), Failed>| outcome("a tool that nobody names", found, test);
        let there = || Ok(PathBuf::from("cc"));
        let right = judged(there(), |tool| if tool == Path::new("cc") { Ok(()) } else { Err("another".into()) });
        assert!(matches!(right, Ok(Completion::Completed)));
        let wrong = judged(there(), |_| Err("it is wrong".into()));
        assert_eq!(wrong.err().unwrap().message(), Some("it is wrong"));
        let missing = judged(Err(Unavailable::new("none here")), |_| Err("it ran".into()));
        assert!(matches!(missing, Ok(Completion::Ignored { reason: Some(reason) }) if reason == "none here"));
    }
}
