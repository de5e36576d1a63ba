use crate::harness::Test;

/// Sorts tests as the task goes: as they stand in the check's source.
///
/// The standard harness runs them by name. A check with a `main` of its own runs them in the order of its table, in which
/// names may be made up on the way (`squares_{n}_elements`), so what ran first stands first.
pub fn as_the_task_goes(tests: &mut [Test], source: &str) {
    if !source.lines().any(|line| line.starts_with("fn main()")) {
        tests.sort_by_key(|test| {
            // A test in a module has that in its name.
            let name = test.name.rsplit("::").next().unwrap_or_default();
            source.find(&format!("fn {name}(")).unwrap_or(usize::MAX)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::Outcome;

    fn sorted(names: &[&str], source: &str) -> Vec<String> {
        let test =
            |name: &&str| Test { name: (*name).into(), outcome: Outcome::Passed, said: String::new(), reason: None };
        let mut tests: Vec<_> = names.iter().map(test).collect();
        as_the_task_goes(&mut tests, source);
        tests.into_iter().map(|test| test.name).collect()
    }

    #[test]
    fn by_the_file_and_not_by_name() {
        let source =
            "#[test]\nfn second_by_name() {}\nmod m {\n#[test]\nfn last() {}\n}\n#[test]\nfn first_by_name() {}\n";
        let names = ["first_by_name", "m::last", "second_by_name"];
        assert_eq!(sorted(&names, source), ["second_by_name", "m::last", "first_by_name"]);
    }

    #[test]
    fn a_table_is_gone_through_as_it_stands() {
        let source = "const SCENES: X = [(\"easy\", easy), (\"hard\", hard)];\nfn main() -> ExitCode {}\nfn hard() {}\nfn easy() {}\n";
        assert_eq!(sorted(&["easy", "hard"], source), ["easy", "hard"]);
    }
}
