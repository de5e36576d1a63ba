//! Real ranks, under whichever MPI this was built for: right answers, and what becomes of them in trouble.

use ranks::{Ended, Kind};
use std::{
    env, fs,
    path::PathBuf,
    process::Command,
    thread,
    time::{Duration, Instant},
};

const LIMIT: Duration = Duration::from_secs(60);

/// Ranks get so long to notice that they are to end.
const SOON: Duration = Duration::from_secs(15);

/// A program of this package, as cargo tells its tests when they run.
fn built(program: &str) -> PathBuf {
    env::var_os(format!("CARGO_BIN_EXE_{program}")).expect("cargo starts its tests").into()
}

fn run(program: &str, ranks: usize, arguments: &[&str]) -> Ended {
    ranks::run(&built(program), ranks, arguments, LIMIT).expect("this was built with an MPI")
}

/// The processes whose command line has `word` in it, which a test makes up, and that still run.
fn running(word: &str) -> Vec<i32> {
    let pids = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = pids.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let has = |pid: &i32| {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        // A zombie has no command line.
        line.split(|&byte| byte == 0).any(|argument| argument == word.as_bytes())
    };
    pids.filter(has).collect()
}

/// Waits until no rank is left that was started with this word.
fn none_is_left(word: &str) {
    let start = Instant::now();
    while !running(word).is_empty() {
        assert!(start.elapsed() < SOON, "orphans: {:?}", running(word));
        thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until so many ranks run, or more, and gives them; `mpirun`, and what it starts them with, have the word as
/// well.
fn started(word: &str, program: &str, ranks: usize) -> Vec<i32> {
    let start = Instant::now();
    loop {
        let of_program = |pid: &i32| fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == built(program));
        let found: Vec<_> = running(word).into_iter().filter(of_program).collect();
        if found.len() >= ranks {
            return found;
        }
        assert!(start.elapsed() < LIMIT, "{ranks} ranks don't come up: {found:?}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn kill(pid: i32) {
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

#[test]
fn without_trouble_all_come_through() {
    let ended = run("trouble", 3, &["none"]);
    let mut lines: Vec<_> = ended.stdout.lines().collect();
    lines.sort();
    assert_eq!(lines, ["rank 0 is through", "rank 1 is through", "rank 2 is through"], "{ended:?}");
    assert!(ended.success());
}

#[test]
fn a_panic_ends_all_ranks_and_its_exit_code_is_told() {
    let ended = run("trouble", 3, &["panic", "word-panic"]);
    assert_eq!(ended.status.and_then(|status| status.code()), Some(101), "{ended:?}");
    assert!(ended.stderr.contains("the last rank has found a mistake"), "{ended:?}");
    assert!(ended.told().starts_with("mpirun ended with exit code 101"), "{}", ended.told());
    none_is_left("word-panic");
}

#[test]
fn a_rank_that_is_gone_takes_the_others_with_it() {
    for what in ["exit", "abort"] {
        let word = format!("word-{what}");
        let ended = run("trouble", 3, &[what, &word]);
        assert!(ended.status.is_some_and(|status| !status.success()), "{what}: {ended:?}");
        none_is_left(&word);
    }
}

#[test]
fn ranks_that_hang_are_ended_when_their_time_is_over() {
    let ended = ranks::run(&built("trouble"), 3, &["sleep", "word-hang"], Duration::from_secs(4)).unwrap();
    assert!(ended.status.is_none() && ended.told().contains("not done after"), "{ended:?}");
    none_is_left("word-hang");
}

#[test]
fn no_rank_outlives_one_that_is_killed_or_its_mpirun() {
    for victim in ["rank", "mpirun"] {
        let word = format!("word-kill-{victim}");
        let waiting = thread::spawn({
            let word = word.clone();
            move || run("trouble", 3, &["sleep", &word])
        });
        let ranks = started(&word, "trouble", 3);
        let mpirun = running(&word).into_iter().find(|pid| !ranks.contains(pid)).expect("it has the word as well");
        kill(if victim == "rank" { ranks[1] } else { mpirun });
        let ended = waiting.join().unwrap();
        // About once in two hundred times, Open MPI's mpirun itself waits for ever after a rank was killed while all
        // came up. Then the limit has ended it, and there is no status.
        assert!(!ended.success(), "{victim}: {ended:?}");
        none_is_left(&word);
    }
}

/// From the start of `mpirun` on, at moments that lie a few milliseconds apart: while ranks come up, find each other,
/// and wait. Ten times, or as often as `SPEEDUP_KILLS` says.
#[test]
fn a_rank_killed_at_any_moment_ends_all() {
    let kills = env::var("SPEEDUP_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10);
    for i in 0..kills {
        let word = format!("word-moment-{i}");
        let waiting = thread::spawn({
            let word = word.clone();
            move || run("trouble", 3, &["sleep", &word])
        });
        let ranks = started(&word, "trouble", 1 + i % 3);
        // 37 and 400 have no common divisor: 400 kills are at 400 moments.
        thread::sleep(Duration::from_millis((37 * i % 400) as u64));
        kill(ranks[i % ranks.len()]);
        let ended = waiting.join().unwrap();
        assert!(!ended.success(), "kill {i}: {ended:?}");
        none_is_left(&word);
    }
}

/// The other MPI starts each rank on its own. What the ranks are told tells them.
#[test]
fn two_mpis_mixed_are_told() {
    let ours = ranks::find().unwrap().kind;
    let other = if ours == Kind::OpenMpi { "mpirun.mpich" } else { "mpirun.openmpi" };
    if Command::new(other).arg("--version").output().is_err() {
        eprintln!("skipped: no {other} here");
        return;
    }
    let mut command = Command::new(other);
    command.args(["-n", "2"]);
    if other == "mpirun.openmpi" {
        command.args(["--oversubscribe", "--allow-run-as-root"]);
    }
    let order = r#"{"ranks":2,"started_ns":0,"job":null}"#;
    command.arg(built("ready")).arg(order);
    let ended = ranks::wait(command, LIMIT).unwrap();
    assert!(!ended.success(), "{ended:?}");
    assert!(ended.stderr.contains("two MPIs are mixed: of 2 ranks each believes to be one of 1"), "{ended:?}");
    let right = run("ready", 2, &[order]);
    assert!(right.success() && right.stdout.contains("work_s"), "{right:?}");
}

#[test]
fn without_an_order_a_rank_says_who_gives_them() {
    let ended = run("heat", 2, &[]);
    assert!(!ended.success() && ended.stderr.contains("started by `lab race`"), "{ended:?}");
}

#[test]
fn a_ring_of_small_messages_goes_round() {
    // One alone would send to itself, and Open MPI takes not even a small message off its hands.
    for ranks in [2, 3, 4] {
        let ended = run("ring", ranks, &["1000"]);
        assert!(ended.success() && ended.stdout.lines().count() == ranks, "{ranks}: {ended:?}");
    }
}

#[test]
fn a_ring_of_large_messages_hangs_and_is_named() {
    let ended = run("ring", 3, &["1000000", "word-ring"]);
    let code = ended.status.and_then(|status| status.code());
    match ranks::find().unwrap().kind {
        Kind::OpenMpi => assert_eq!(code, Some(mpi_ranks::watchdog::HANGS), "{ended:?}"),
        // Its mpirun kills the others, and then ends with the code of a rank that it killed or of one that hung.
        Kind::Mpich => assert!(code.is_some_and(|code| code != 0), "{ended:?}"),
    }
    assert!(ended.stderr.contains("it has been waiting in MPI_Send of 1000000 bytes to rank"), "{ended:?}");
    none_is_left("word-ring");
}

#[test]
fn an_allreduce_by_hand_agrees_and_takes_so_many_messages() {
    // Recursive doubling among the largest power of two, and two for each rank beyond.
    for (ranks, messages) in [(1, 0), (2, 2), (3, 4), (4, 8), (5, 10), (8, 24)] {
        let ended = run("allreduce", ranks, &[]);
        let told = format!("{ranks} ranks, {messages} messages, the same sums\n");
        assert!(ended.success() && ended.stdout == told, "{ended:?}");
    }
}

#[test]
fn the_answers_of_the_exercises_are_right_with_real_ranks() {
    for ranks in [1, 2, 3, 4] {
        let ended = run("answers", ranks, &[]);
        assert!(ended.success() && ended.stdout.lines().count() == ranks, "{ranks}: {ended:?}");
    }
}

#[test]
fn a_rank_that_is_lost_takes_nothing_with_it() {
    let folder = |name: &str| {
        let folder = env::temp_dir().join(format!("lost_rank-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    };
    let go = |folder: &PathBuf, step: &str| {
        let ended = run("answers", 3, &["lost_rank", folder.to_str().unwrap(), step]);
        // MPICH's mpirun says there, too, that a rank has died.
        let ranks = ended.stdout.lines().filter(|line| line.starts_with("rank "));
        let mut lines: Vec<_> = ranks.map(str::to_owned).collect();
        lines.sort();
        (ended.success(), lines)
    };
    let (whole, broken) = (folder("whole"), folder("broken"));
    let want = go(&whole, "10");
    assert!(want.0 && want.1.len() == 3, "{want:?}");
    for step in ["0", "4", "9"] {
        assert_eq!(go(&broken, step), (false, Vec::new()), "a rank dies in step {step}");
    }
    assert_eq!(go(&broken, "10"), want);
    [whole, broken].iter().for_each(|folder| fs::remove_dir_all(folder).unwrap());
}

#[test]
fn pi_is_the_same_for_any_number_of_ranks() {
    let said = |ranks| run("pi", ranks, &["10"]).stdout;
    let one = said(1);
    assert!(one.ends_with('\n') && one.contains("of 655360 points: 3.1"), "{one}");
    for ranks in [2, 3, 4] {
        assert_eq!(said(ranks), one, "{ranks} ranks");
    }
}

#[test]
fn ping_pong_tells_every_size_and_the_line_through_them() {
    let ended = run("ping_pong", 2, &[]);
    let lines: Vec<_> = ended.stdout.lines().collect();
    assert!(ended.success() && lines.len() == 24, "{ended:?}");
    assert!(lines[22].starts_with("  4194304 B") && lines[23].starts_with("α "), "{ended:?}");
}
