//! The order of a check's tests: as its source tells the task.

use crate::harness::{Output, Test};

/// Sorts tests as the task goes: as they stand in the check's source. Among them belongs the one that was running when
/// all ended, if there is one.
///
/// The standard harness runs them by name. A check with a `main` of its own runs them in the order of its table, in
/// which names may be made up on the way (`squares_{n}_elements`), so what ran first stands first.
pub fn as_the_task_goes(output: &mut Output, source: &str) {
    output.earlier = output.tests.len();
    if !source.lines().any(|line| line.starts_with("fn main()")) {
        // A test in a module has that in its name.
        let place = |name: &str| {
            let name = name.rsplit("::").next().unwrap_or_default();
            source.find(&format!("fn {name}(")).unwrap_or(usize::MAX)
        };
        output.tests.sort_by_key(|test: &Test| place(&test.name));
        if let Some(running) = &output.running {
            let here = place(&running.name);
            output.earlier = output.tests.partition_point(|test| place(&test.name) < here);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::{Outcome, Running};

    fn sorted(names: &[&str], source: &str) -> Vec<String> {
        let test =
            |name: &&str| Test { name: (*name).into(), outcome: Outcome::Passed, said: String::new(), reason: None };
        let mut output = Output { tests: names.iter().map(test).collect(), ..Output::default() };
        as_the_task_goes(&mut output, source);
        output.tests.into_iter().map(|test| test.name).collect()
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

    #[test]
    fn who_was_running_has_a_place_among_them() {
        let test = |name: &str| Test { name: name.into(), outcome: Outcome::Failed, said: String::new(), reason: None };
        let earlier = |source: &str| {
            let running = Some(Running { name: "c".into(), said: String::new() });
            let mut output = Output { tests: vec![test("a"), test("b")], running, ..Output::default() };
            as_the_task_goes(&mut output, source);
            output.earlier
        };
        assert_eq!(earlier("fn b() {}\nfn c() {}\nfn a() {}\n"), 1);
        assert_eq!(earlier("fn c() {}\nfn b() {}\nfn a() {}\n"), 0);
        assert_eq!(earlier("fn main() -> ExitCode {}\nfn c() {}\nfn b() {}\nfn a() {}\n"), 2);
    }
}
