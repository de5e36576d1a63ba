//! The tests share one team of workers, so they run one after another.

use libtest_mimic::{Arguments, Trial};
use pools::processes::{self, Death, End, Failure};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde::{Deserialize, Serialize};
use shared::{Handle, Shared};
use std::{
    collections::HashSet,
    io::{BufRead, BufReader},
    ops::Range,
    os::unix::process::ExitStatusExt,
    process::{Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};
use variant::Workers;

const PLAY_PARENT: &str = "POOLS_TEST_PLAY_PARENT";

pub fn main() {
    processes::init();
    if std::env::var_os(PLAY_PARENT).is_some() {
        return play_parent();
    }
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(1);
    let trial = |name, test: fn()| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    };
    let tests = vec![
        trial("every_item_is_done_once_by_as_many_processes_as_asked_for", every_item_is_done_once),
        trial("no_items_need_no_workers", no_items_need_no_workers),
        trial("answers_come_in_the_order_of_the_jobs", answers_come_in_order),
        trial("a_worker_that_aborts_is_named_with_its_signal_and_replaced", || {
            a_death_is_named_and_mended(abort_at_item_3, &signal(Signal::ABORT));
        }),
        trial("a_worker_that_exits_is_named_with_its_code_and_replaced", || {
            a_death_is_named_and_mended(exit_at_item_3, &code(3));
        }),
        trial("a_worker_that_panics_is_named_with_its_message_and_replaced", || {
            a_death_is_named_and_mended(panic_at_item_3, &End::Panic("item 3 is poisoned".to_owned()));
        }),
        trial("a_panic_s_message_comes_whole_whatever_it_is", messages),
        trial("a_worker_killed_at_its_work_is_named_and_replaced", killed_at_its_work),
        trial("a_worker_killed_while_idle_is_an_error_once", killed_while_idle),
        trial("after_shutdown_no_child_is_left", after_shutdown_no_child_is_left),
        trial("workers_end_when_their_parent_is_killed", workers_end_with_their_parent),
    ];
    libtest_mimic::run(&arguments, tests).exit();
}

fn workers(n: usize) -> Workers {
    Workers::new(n).unwrap()
}

/// Where the jobs of this file write: element `i` gets the id of the process that did item `i`.
#[derive(Clone, Serialize, Deserialize)]
struct Place {
    pids: Handle,
    /// How many processes must meet before any of them may end its job.
    meet: usize,
}

impl Place {
    fn new(pids: &Shared<u32>) -> Self {
        Self { pids: pids.handle(), meet: 1 }
    }
}

fn sign(place: &Place, items: Range<usize>) {
    let view = place.pids.open::<u32>().unwrap();
    for i in items {
        let slot = word(&view, i);
        assert_eq!(slot.swap(std::process::id(), Ordering::Relaxed), 0, "an item was done twice");
    }
}

/// Element `i` of a slice that other processes read and write meanwhile.
fn word(view: &shared::View<u32>, i: usize) -> &AtomicU32 {
    // SAFETY: while any process may write to it, every process uses it as an atomic.
    unsafe { AtomicU32::from_ptr(view.write(i..i + 1).as_mut_ptr()) }
}

fn sign_and_meet((place, items): (Place, Range<usize>)) {
    let n = place.pids.len();
    sign(&place, items);
    let view = place.pids.open::<u32>().unwrap();
    eventually("the other workers to sign", || {
        let pids: HashSet<_> = (0..n).map(|i| word(&view, i).load(Ordering::Relaxed)).filter(|&pid| pid != 0).collect();
        (pids.len() >= place.meet).then_some(())
    });
}

/// The ids of the processes that did each of `n` items, `size` at a time, `meet` of them at once.
fn signed(asked: usize, n: usize, size: usize, meet: usize) -> Vec<u32> {
    let pids = Shared::<u32>::zeroed(n);
    let place = Place { meet, ..Place::new(&pids) };
    processes::chunks(workers(asked), n, size, &place, sign_and_meet).unwrap();
    pids.to_vec()
}

/// The ids of two workers.
fn two_workers() -> HashSet<u32> {
    signed(2, 2, 1, 2).into_iter().collect()
}

fn every_item_is_done_once() {
    for (asked, n, size, want) in [(1, 5, 2, 1), (3, 10, 1, 3), (3, 10, 4, 3), (3, 10, 100, 1), (8, 3, 1, 3)] {
        let pids = signed(asked, n, size, want);
        assert!(!pids.contains(&0), "an item was left out: {pids:?}");
        assert!(!pids.contains(&std::process::id()), "the parent did an item itself");
        let distinct: HashSet<_> = pids.iter().collect();
        assert_eq!(distinct.len(), want, "{asked} workers, {n} items in chunks of {size}: {pids:?}");
    }
}

fn no_items_need_no_workers() {
    assert!(signed(2, 0, 1, 0).is_empty());
    assert!(signed(2, 0, 0, 0).is_empty(), "a chunk of nothing is taken as a chunk of one");
}

fn answers_come_in_order() {
    for count in [0_u64, 1, 2, 50] {
        let squares = processes::map(workers(3), (0..count as usize).map(|i| i as u64), |i| i * i).unwrap();
        assert_eq!(squares, (0..count).map(|i| i * i).collect::<Vec<_>>());
    }
    let halves = processes::map(workers(2), [vec![1.0; 1_000_000], vec![2.0; 500_000]].into_iter(), |mut numbers| {
        numbers.truncate(numbers.len() / 2);
        numbers
    });
    assert_eq!(halves.unwrap(), [vec![1.0; 500_000], vec![2.0; 250_000]], "megabytes come through whole");
}

fn abort_at_item_3((place, items): (Place, Range<usize>)) {
    if items.contains(&3) {
        std::process::abort();
    }
    sign(&place, items);
}

fn panic_at_item_3((place, items): (Place, Range<usize>)) {
    assert!(!items.contains(&3), "item 3 is poisoned");
    sign(&place, items);
}

fn exit_at_item_3((place, items): (Place, Range<usize>)) {
    if items.contains(&3) {
        std::process::exit(3);
    }
    sign(&place, items);
}

/// How a process has ended that `signal` killed, with a core dump or without: that is the machine's decision.
fn signal(signal: Signal) -> End {
    End::Status(ExitStatus::from_raw(signal.as_raw()))
}

fn code(code: i32) -> End {
    End::Status(ExitStatus::from_raw(code << 8))
}

/// The death that an error is about, without what it says of a core dump.
fn death(failure: Failure) -> Death {
    match failure {
        Failure::Died(mut death) => {
            if let End::Status(status) = &mut death.end {
                *status = ExitStatus::from_raw(status.into_raw() & !0x80);
            }
            death
        }
        Failure::NoWorker(reason) => panic!("{reason}"),
    }
}

fn a_death_is_named_and_mended(job: fn((Place, Range<usize>)), end: &End) {
    let before = two_workers();
    let pids = Shared::<u32>::zeroed(8);
    let death = death(processes::chunks(workers(2), 8, 2, &Place::new(&pids), job).unwrap_err());
    assert!(before.contains(&death.worker), "one of {before:?}, got {death:?}");
    assert_eq!((death.job, death.jobs, &death.end), (1, 4, end));
    assert!(!alive(death.worker), "it has ended");
    let after = two_workers();
    assert_eq!(after.len(), 2, "the team is whole again");
    assert_eq!(after.intersection(&before).count(), 1, "the healthy worker was kept: {before:?}, {after:?}");
}

fn messages() {
    let said = |job: fn(())| death(processes::map(workers(1), [()].into_iter(), job).unwrap_err()).end;
    assert_eq!(said(|()| panic!("plain")), End::Panic("plain".to_owned()));
    assert_eq!(said(|()| std::panic::panic_any(7)), End::Panic("no message".to_owned()));
    // More than the channel holds.
    let long = "all of it ".repeat(100_000);
    assert_eq!(said(|()| panic!("{}", "all of it ".repeat(100_000))), End::Panic(long));
}

fn wait_to_be_killed((place, items): (Place, Range<usize>)) {
    let victim = items.contains(&0);
    sign(&place, items);
    if victim {
        thread::sleep(Duration::from_secs(600));
    }
}

fn killed_at_its_work() {
    let pids = Shared::<u32>::zeroed(2);
    let seen = pids.handle().open::<u32>().unwrap();
    thread::scope(|scope| {
        let run = scope.spawn(|| processes::chunks(workers(2), 2, 1, &Place::new(&pids), wait_to_be_killed));
        let victim = eventually("the victim to sign", || {
            let pid = word(&seen, 0).load(Ordering::Relaxed);
            (pid != 0).then_some(pid)
        });
        kill(victim);
        let error = run.join().unwrap().unwrap_err();
        let printed = include_str!("killed.txt").replace("4711", &victim.to_string());
        assert_eq!(error.to_string(), printed.trim_end(), "the book prints this message");
        assert_eq!(death(error).end, signal(Signal::KILL));
    });
    assert_eq!(two_workers().len(), 2);
}

fn killed_while_idle() {
    let before = signed(1, 1, 1, 1);
    kill(before[0]);
    let pids = Shared::<u32>::zeroed(1);
    let death = death(processes::chunks(workers(1), 1, 1, &Place::new(&pids), sign_and_meet).unwrap_err());
    assert_eq!((death.worker, &death.end), (before[0], &signal(Signal::KILL)));
    assert_ne!(signed(1, 1, 1, 1), before);
}

fn after_shutdown_no_child_is_left() {
    signed(3, 3, 1, 3);
    assert!(children().len() >= 3);
    processes::shutdown();
    eventually("every child to be gone, zombies too", || children().is_empty().then_some(()));
    assert_eq!(two_workers().len(), 2, "and a new team can be hired");
}

/// A parent in a process of its own: hires two workers, prints their ids, and waits to be killed.
fn play_parent() {
    println!("{:?}", signed(2, 2, 1, 2));
    thread::sleep(Duration::from_secs(600));
}

fn workers_end_with_their_parent() {
    let mut parent = Command::new(std::env::current_exe().unwrap());
    let mut parent = parent.env(PLAY_PARENT, "1").stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(parent.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let pids: Vec<u32> = line.trim().trim_matches(['[', ']']).split(", ").map(|pid| pid.parse().unwrap()).collect();
    assert_eq!(pids.len(), 2);
    parent.kill().unwrap();
    parent.wait().unwrap();
    eventually("both workers to notice", || pids.iter().all(|&pid| !alive(pid)).then_some(()));
}

/// Asks until there is an answer; a limit, so that a failure is reported instead of hanging.
fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "waited in vain for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

fn pid(raw: u32) -> Pid {
    Pid::from_raw(raw as i32).unwrap()
}

fn kill(raw: u32) {
    kill_process(pid(raw), Signal::KILL).unwrap();
}

/// Whether the process runs: an orphan that ended is a zombie until its new parent looks.
fn alive(raw: u32) -> bool {
    test_kill_process(pid(raw)).is_ok() && state_and_parent(raw).is_none_or(|(state, _)| state != 'Z')
}

/// Every child of this process, zombies included.
fn children() -> Vec<u32> {
    let all = std::fs::read_dir("/proc").unwrap();
    let pids = all.filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    pids.filter(|&pid| state_and_parent(pid).is_some_and(|(_, parent)| parent == std::process::id())).collect()
}

fn state_and_parent(raw: u32) -> Option<(char, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{raw}/stat")).ok()?;
    // The name, in parentheses, may hold anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}
