//! Points for an answer by what it does, counted: lines loaded, operations, whatever an exercise's own types can see.
//!
//! A clock is not fair to everybody: a laptop on its battery, a server that others share, a classroom of different
//! machines. A count is the same everywhere and each time. So it needs no turns and no interval, and two answers that
//! differ by one are told apart.

use serde_json::json;
use std::{env, process::ExitCode};

/// What an answer gets for a task at which it needs no more than the reference.
pub const FULL: u64 = 10;

/// One task, counted for both answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What is counted, and of what: `lines loaded by column_sums of 300 × 4000 numbers`.
    pub what: String,
    /// The learner's count.
    pub yours: u64,
    /// The reference's.
    pub reference: u64,
}

impl Task {
    /// Full points for at most the reference's count. Beyond it they shrink in proportion, twice as many for half, and
    /// are rounded down.
    pub fn points(&self) -> u64 {
        if self.yours <= self.reference {
            return FULL;
        }
        let points = u128::from(FULL) * u128::from(self.reference) / u128::from(self.yours);
        u64::try_from(points).expect("no more than `FULL`")
    }
}

/// Prints the points, and says how the program should end: 0 with all of them, 1 with fewer.
///
/// Call this from the `main` of an exercise's `benches/count.rs`, which `cargo lab check SLUG --count` and
/// `cargo bench -p SLUG` start.
pub fn judge(count: impl FnOnce() -> Vec<Task>) -> ExitCode {
    // `cargo test --all-targets` starts this too, to see whether it runs; only `cargo bench` asks for points.
    if !env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let tasks = count();
    if env::args().any(|argument| argument == "--format=json") {
        println!("{}", in_json(&tasks));
    } else {
        print!("{}", in_words(&tasks));
    }
    ExitCode::from(u8::from(sum(&tasks) < most(&tasks)))
}

fn sum(tasks: &[Task]) -> u64 {
    tasks.iter().map(Task::points).sum()
}

fn most(tasks: &[Task]) -> u64 {
    FULL * tasks.len() as u64
}

fn in_words(tasks: &[Task]) -> String {
    let mut text = String::new();
    for task in tasks {
        let Task { what, yours, reference } = task;
        text += &format!("{what}: yours {yours}, the reference {reference}: {} of {FULL} points\n", task.points());
    }
    let (sum, most) = (sum(tasks), most(tasks));
    let mark = if sum == most { "✓" } else { "✗" };
    text + &format!("{mark} {sum} of {most} points\n")
}

fn in_json(tasks: &[Task]) -> serde_json::Value {
    let each = |task: &Task| {
        let Task { what, yours, reference } = task;
        json!({"what": what, "yours": yours, "reference": reference, "points": task.points(), "of": FULL})
    };
    json!({"tasks": tasks.iter().map(each).collect::<Vec<_>>(), "points": sum(tasks), "of": most(tasks)})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(yours: u64, reference: u64) -> Task {
        Task { what: "steps".into(), yours, reference }
    }

    #[test]
    fn as_few_is_full_and_twice_as_many_is_half() {
        for (yours, reference, points) in
            [(100, 100, 10), (50, 100, 10), (101, 100, 9), (200, 100, 5), (800, 100, 1), (1001, 100, 0)]
        {
            assert_eq!(task(yours, reference).points(), points, "{yours} beside {reference}");
        }
        assert_eq!(task(0, 0).points(), FULL, "nothing to do was done");
        assert_eq!(task(u64::MAX, u64::MAX - 1).points(), 9, "large counts don't overflow");
    }

    #[test]
    fn both_counts_and_the_sum_are_told() {
        let tasks = [task(100, 100), task(300, 100)];
        assert_eq!(
            in_words(&tasks),
            "steps: yours 100, the reference 100: 10 of 10 points\n\
             steps: yours 300, the reference 100: 3 of 10 points\n✗ 13 of 20 points\n"
        );
        assert!(in_words(&tasks[..1]).ends_with("✓ 10 of 10 points\n"));
        let json = in_json(&tasks);
        assert_eq!((&json["points"], &json["tasks"][1]["points"]), (&json!(13), &json!(3)));
    }
}
