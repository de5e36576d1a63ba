//! Does nobody ever wait for ever, does no cent get lost, and do transfers that have nothing to do with each other
//! still run side by side?

/// The locks that the answer gets when it is compiled here, as a part of this file.
use loom_std::{Mishap, sync};

/// The answer once more, with loom's locks.
#[path = "../src/lib.rs"]
#[allow(dead_code, unused_imports, reason = "the answer once more, for loom: not all of it is used here")]
mod under_loom;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::{assert, assert_eq, panic};

use deadlock::Bank;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::Duration;
use witness::{SlowMotion, deadline, for_all};

const LIMIT: Duration = Duration::from_secs(60);
const ORDER: &str = "in which order a transfer takes its two locks. Which order would be the same for everybody?";
const ITSELF: &str = "a transfer from an account to itself, and how often it takes that account's lock";

/// Accounts of one person, with these balances.
fn accounts(balances: &[i64]) -> Vec<(&'static str, i64)> {
    balances.iter().map(|&balance| ("Ada", balance)).collect()
}

#[test]
fn one_transfer_after_another_is_right() {
    deadline("one transfer after another", ITSELF, LIMIT, || {
        let bank = Bank::new(&[("Ada", 100), ("Ben", 50)]);
        assert_eq!((bank.holder(0), bank.holder(1)), ("Ada", "Ben"));
        bank.transfer(0, 1, |from, to| (from - to) / 2);
        let got = bank.audit();
        assert!(got == [75, 75], "100 and 50, evened out: expected 75 and 75, got {got:?}.");

        let transfers = generate_transfers();
        for_all(60, transfers, |(balances, transfers)| {
            let bank = Bank::new(&accounts(balances));
            let mut want = balances.clone();
            for &(from, to, amount) in transfers {
                let (from, to) = (from % want.len(), to % want.len());
                let mut told = Vec::new();
                bank.transfer(from, to, |giver, taker| {
                    told.push((giver, taker));
                    amount
                });
                if told != [(want[from], want[to])] {
                    return Err(format!(
                        "a transfer from account {from} to {to} of {want:?}: `decide` was told {told:?}; expected one \
                         call, with {:?}.",
                        (want[from], want[to])
                    ));
                }
                want[from] -= amount;
                want[to] += amount;
                let got = bank.audit();
                if got != want {
                    return Err(format!("{amount} from account {from} to {to}: expected {want:?}, got {got:?}."));
                }
            }
            Ok(())
        });
    });
}

/// Balances, and transfers `(from, to, amount)` between any of them.
fn generate_transfers() -> impl witness::generate::Strategy<Value = (Vec<i64>, Vec<(usize, usize, i64)>)> {
    use witness::generate::prop::collection::vec;
    (vec(0..1000_i64, 1..6), vec((0..6_usize, 0..6_usize, 0..100_i64), 0..20))
}

#[test]
fn two_that_cross_never_wait_for_each_other() {
    explore_all("two_that_cross_never_wait_for_each_other", 2, pairs(4), "two transfers that cross", |(a, b)| {
        let bank = open(&[100, 100, 100, 100]);
        let there = in_the_bank(&bank, move |bank| bank.transfer(a, b, |_, _| 10));
        let back = in_the_bank(&bank, move |bank| bank.transfer(b, a, |_, _| 30));
        there.join().unwrap();
        back.join().unwrap();
        let mut want = [100; 4];
        (want[a], want[b]) = (120, 80);
        let got = bank.audit();
        assert!(
            got == want,
            "10 from account {a} to {b} while 30 go back, all had 100: expected {want:?}, got {got:?}.\n\
             Is any transfer given up when a lock isn't free?"
        );
    });
}

#[test]
fn two_of_different_people_never_wait_for_each_other() {
    explore_all(
        "two_of_different_people_never_wait_for_each_other",
        2,
        pairs(3),
        "two transfers that cross",
        |(a, b)| {
            // The first owes, the last is rich: neither names nor balances are in the order of the numbers.
            let bank = loom::sync::Arc::new(under_loom::Bank::new(&[("Cleo", -50), ("Ben", 300), ("Ada", 100)]));
            let there = in_the_bank(&bank, move |bank| bank.transfer(a, b, |_, _| 200));
            let back = in_the_bank(&bank, move |bank| bank.transfer(b, a, |_, _| 200));
            there.join().unwrap();
            back.join().unwrap();
            let got = bank.audit();
            assert!(got == [-50, 300, 100], "200 there and 200 back: expected [-50, 300, 100], got {got:?}.");
        },
    );
}

#[test]
fn a_ring_never_waits_for_itself() {
    let rings = vec![[0, 1, 2], [3, 1, 0]];
    explore_all("a_ring_never_waits_for_itself", 2, rings, "a ring of three transfers", |ring| {
        let bank = open(&[100, 100, 100, 100]);
        let threads: Vec<_> = (0..3)
            .map(|i| {
                let (from, to) = (ring[i], ring[(i + 1) % 3]);
                in_the_bank(&bank, move |bank| bank.transfer(from, to, |_, _| 10))
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        let got = bank.audit();
        assert!(got == [100; 4], "10 go round the accounts {ring:?}: expected 100 on each, got {got:?}.");
    });
}

#[test]
fn from_an_account_to_itself() {
    explore_all(
        "from_an_account_to_itself",
        2,
        vec![0, 1],
        "a transfer from an account to itself, beside one that takes from it",
        |account| {
            let bank = open(&[100, 100]);
            // loom sees to it that of two who use it one comes after the other.
            let alone = loom::sync::Arc::new(Alone(loom::cell::UnsafeCell::new(())));
            let theirs = alone.clone();
            let other = in_the_bank(&bank, move |bank| {
                bank.transfer(account, 1 - account, |_, _| {
                    theirs.here();
                    10
                });
            });
            bank.transfer(account, account, |from, to| {
                alone.here();
                assert!(
                    from == to && [90, 100].contains(&from),
                    "`decide` was told {from} and {to}, of one and the same account, which holds 100, or 90 later."
                );
                40
            });
            other.join().unwrap();
            let mut want = [110, 110];
            want[account] = 90;
            let got = bank.audit();
            assert!(
                got == want,
                "10 from account {account}, which also moved 40 to itself: expected {want:?}, got {got:?}.\n\
             What is moved from an account to itself changes nothing."
            );
        },
    );
}

/// What only one may use at a time: what whoever decides about an account has to itself.
struct Alone(loom::cell::UnsafeCell<()>);

// SAFETY: loom panics before an access that another may coincide with.
unsafe impl Send for Alone {}
// SAFETY: as above.
unsafe impl Sync for Alone {}

impl Alone {
    fn here(&self) {
        self.0.with_mut(|_| ());
    }
}

/// Money that goes there, back, and there again: whoever looks at one account after the other, until two looks agree,
/// may see the same thing twice that never was.
#[test]
fn an_audit_is_no_two_looks_that_agree() {
    explore_all(
        "an_audit_is_no_two_looks_that_agree",
        5,
        vec![()],
        "an audit beside money that goes there and back",
        |()| {
            let bank = open(&[100, 100]);
            let clerk = in_the_bank(&bank, |bank| {
                for (from, to) in [(0, 1), (1, 0), (0, 1)] {
                    bank.transfer(from, to, |_, _| 10);
                }
            });
            let got = bank.audit();
            clerk.join().unwrap();
            assert!(
                [[100, 100], [90, 110]].contains(&[got[0], got[1]]),
                "10 go from account 0 to 1, back, and there again; both had 100. An audit saw {got:?}: there was no such moment.\n\
             From when until when must nobody change any account?"
            );
        },
    );
}

#[test]
fn an_audit_sees_one_moment() {
    explore_all("an_audit_sees_one_moment", 2, pairs(3), "an audit beside two transfers", |(a, b)| {
        let c = 3 - a - b;
        // Their names are neither in the order of their numbers nor in the opposite one.
        let accounts = [("Ben", 100), ("Cleo", 100), ("Ada", 100)];
        let bank = loom::sync::Arc::new(under_loom::Bank::new(&accounts));
        let clerk = in_the_bank(&bank, move |bank| {
            bank.transfer(a, b, |_, _| 10);
            bank.transfer(b, c, |_, _| 25);
        });
        let got = bank.audit();
        clerk.join().unwrap();
        let mut states = vec![vec![100; 3]];
        for (from, to, amount) in [(a, b, 10), (b, c, 25)] {
            let mut next = states[states.len() - 1].clone();
            next[from] -= amount;
            next[to] += amount;
            states.push(next);
        }
        assert!(
            states.contains(&got),
            "three accounts with 100 each; 10 go from account {a} to {b}, then 25 from {b} to {c}. An audit saw {got:?}, \
             {} in all: there was no such moment. The balances were {states:?}, one after the other.\n\
             From when until when must nobody change any account?",
            got.iter().sum::<i64>()
        );
    });
}

#[test]
fn what_was_decided_on_still_holds() {
    // Each account in turn is the one that both want: the first to be locked, the last, and one in between.
    explore_all(
        "what_was_decided_on_still_holds",
        2,
        vec![0, 1, 2],
        "two decisions about the same accounts",
        |shared| {
            let mut balances = [0; 3];
            balances[shared] = 100;
            let (bank, [a, b]) = (open(&balances), [(shared + 1) % 3, (shared + 2) % 3]);
            let other = in_the_bank(&bank, move |bank| bank.transfer(shared, a, |from, _| from / 2));
            bank.transfer(shared, b, |from, _| from / 2);
            other.join().unwrap();
            let got = bank.audit();
            assert!(
                [[25, 50, 25], [25, 25, 50]].contains(&[got[shared], got[a], got[b]]),
                "two transfers each take half of what is on account {shared}, which holds 100: expected 25 there in the end, \
             and 50 and 25 on the others, got {got:?}.\n\
             Both decided on the same balance. Who keeps it as it is until the amount is moved?"
            );
        },
    );
    explore_all("what_was_decided_on_still_holds", 2, vec![()], "two that even out the same accounts", |()| {
        let bank = open(&[100, 0]);
        let other = in_the_bank(&bank, |bank| bank.transfer(1, 0, |from, to| (from - to) / 2));
        bank.transfer(0, 1, |from, to| (from - to) / 2);
        other.join().unwrap();
        let got = bank.audit();
        assert!(
            got == [50, 50],
            "100 and 0, evened out by two threads: expected 50 and 50, got {got:?}.\n\
             Both decided on the same balances. Who keeps them as they are until the amount is moved?"
        );
    });
}

#[test]
fn transfers_that_share_nothing_meet() {
    deadline("transfers in slow motion", "what a transfer holds while it decides", LIMIT, || {
        for workers in [2, 4] {
            let bank = Bank::new(&accounts(&vec![100; 2 * workers]));
            let film = SlowMotion::of(workers);
            thread::scope(|scope| {
                for worker in 0..workers {
                    let (bank, film) = (&bank, &film);
                    scope.spawn(move || {
                        // Accounts of the lower half to those of the upper half, and back.
                        let (mut from, mut to) = (worker, workers + worker);
                        for _ in 0..3 {
                            bank.transfer(from, to, |_, _| {
                                film.work(worker, 1);
                                10
                            });
                            (from, to) = (to, from);
                        }
                    });
                }
            });
            let timeline = film.develop();
            assert!(
                timeline.most_at_once() == workers,
                "{workers} threads transfer between accounts that no other thread uses, and only {} of them were ever in \
                 `decide` at the same time:\n\n{timeline}\n\
                 Which lock do they all need?",
                timeline.most_at_once()
            );
        }
    });
}

#[test]
fn a_day_at_the_bank() {
    deadline("many transfers and audits, on real threads", ORDER, LIMIT, || {
        let (customers, each) = (4, 2000);
        let bank = Bank::new(&accounts(&[1000, 0, -10, 500, 7]));
        let want: i64 = bank.audit().iter().sum();
        thread::scope(|scope| {
            for customer in 0..customers {
                let bank = &bank;
                scope.spawn(move || {
                    for i in 0..each {
                        // Round the ring, one way or the other, with a step that differs.
                        let (from, step) = (i * (customer + 1), customer + i % 3);
                        bank.transfer(from % 5, (from + step) % 5, |from, to| (from - to) / 3);
                    }
                });
            }
            for _ in 0..200 {
                let got = bank.audit();
                let sum: i64 = got.iter().sum();
                assert!(sum == want, "an audit saw {got:?}, {sum} in all; the bank holds {want}, whoever moves what.");
            }
        });
        let sum: i64 = bank.audit().iter().sum();
        assert!(sum == want, "in the evening there are {sum} cents in the bank, {want} in the morning.");
    });
}

/// A bank with loom's locks.
fn open(balances: &[i64]) -> loom::sync::Arc<under_loom::Bank> {
    loom::sync::Arc::new(under_loom::Bank::new(&accounts(balances)))
}

/// A thread, of loom's, that does `work` in `bank`.
fn in_the_bank(
    bank: &loom::sync::Arc<under_loom::Bank>,
    work: impl FnOnce(&under_loom::Bank) + 'static,
) -> loom::thread::JoinHandle<()> {
    let bank = bank.clone();
    loom::thread::spawn(move || work(&bank))
}

/// All `(a, b)` below `n` that differ.
fn pairs(n: usize) -> Vec<(usize, usize)> {
    (0..n).flat_map(|a| (0..n).map(move |b| (a, b))).filter(|(a, b)| a != b).collect()
}

/// Lets loom run `model` on each of `cases`, in every order in which its threads can take their locks, with up to
/// `switches` interruptions of a thread that could have gone on (a ring of three needs two in the wrong place). `test`
/// is the name of the test that calls this.
#[track_caller]
fn explore_all<T>(
    test: &str,
    switches: usize,
    cases: Vec<T>,
    what: &'static str,
    model: impl Fn(T) + Copy + Send + Sync + 'static,
) where
    T: Copy + Send + Sync + 'static,
{
    let outcome = loom_std::play(test, || {
        deadline(what, "locks that are not from `sync`: under loom they are waited for in vain", LIMIT, move || {
            cases.into_iter().for_each(|case| explore(what, switches, move || model(case)))
        });
    });
    if let Err(found) = outcome {
        let said = found.to_string();
        // Then no order of steps went wrong: there was only one.
        if said.contains(NOTHING_SHARED) {
            panic!("{said}");
        }
        panic!("{}", found.tell(what, advice));
    }
}

const NOTHING_SHARED: &str = "loom finds nothing that its threads share.";

fn explore(what: &str, switches: usize, model: impl Fn() + Send + Sync + 'static) {
    let orders = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&orders);
    let mut loom = loom::model::Builder::new();
    loom.max_branches = 10_000;
    loom.preemption_bound = Some(switches);
    loom.check(move || {
        counted.fetch_add(1, Relaxed);
        model();
    });
    assert!(
        orders.load(Relaxed) > 1,
        "{what}: {NOTHING_SHARED}\n\
         Locks that aren't from `sync` are invisible to it: does anything come from `std::sync` itself?"
    );
}

/// What the learner should look at.
fn advice(mishap: Mishap) -> String {
    match mishap {
        Mishap::Deadlock => format!(
            "Every thread waits, and nobody will ever wake any of them.\n\
             Look again at {ORDER} If it is about one account, look again at {ITSELF}."
        ),
        Mishap::Endless => "Some thread tries again and again, and that never comes to an end.\n\
                            Let go of what you hold before you try again, and let others go first: `sync::yield_now`."
            .into(),
        Mishap::Race => "Two transfers about the same account were in `decide` at the same time. Whoever decides must \
                         have both accounts to itself, also if they are the same one. (And is every lock from `sync`? \
                         Others, loom doesn't see.)"
            .into(),
        Mishap::NotLooms | Mishap::Other => String::new(),
    }
}
