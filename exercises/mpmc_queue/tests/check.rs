//! Does every item come out once and in order, does everybody wake up, and is there no order of steps in which one
//! sleeps on?

use mpmc_queue::Queue;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use witness::deadline;

/// What the learner's file is made of when loom plays it.
use loom_std::{Mishap, sync};

/// The same file once more. There, `crate::sync` is the module above.
#[allow(dead_code, unused_imports, reason = "the answer once more, for loom: not all of it is used here")]
#[path = "../src/lib.rs"]
mod under_loom;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::{assert, assert_eq, matches, panic};

const LIMIT: Duration = Duration::from_secs(60);
const WAKING: &str = "who wakes a thread that sleeps, and what the woken one looks at before it goes on";

#[test]
fn first_in_first_out() {
    deadline("a queue used by one thread", "when `push` and `pop` needn't wait", LIMIT, || {
        for capacity in [1, 2, 5] {
            let queue = Queue::new(capacity);
            for round in 0..3 {
                for item in 0..capacity {
                    assert_eq!(queue.push((round, item)), Ok(()), "a push into an open queue that has room");
                }
                let got: Vec<_> = (0..capacity).map(|_| queue.pop()).collect();
                let want: Vec<_> = (0..capacity).map(|item| Some((round, item))).collect();
                assert_eq!(got, want, "round {round} of filling and emptying a queue of capacity {capacity}");
            }
        }
    });
}

#[test]
fn a_closed_queue_gives_what_it_has() {
    deadline("a queue that is closed", "what `push` and `pop` do when the queue is closed", LIMIT, || {
        let queue = Queue::new(3);
        assert_eq!((queue.push("a"), queue.push("b")), (Ok(()), Ok(())));
        queue.close();
        assert_eq!(queue.push("c"), Err("c"), "a push into a closed queue that has room gives the item back.");
        assert_eq!(queue.pop(), Some("a"), "what was pushed before the queue was closed still comes out.");
        queue.close();
        assert_eq!(queue.pop(), Some("b"), "closing a closed queue changes nothing.");
        assert_eq!([queue.pop(), queue.pop()], [None, None], "closed and empty: `None`, every time.");
        assert_eq!(queue.push("d"), Err("d"), "a closed queue stays closed.");

        let full = Queue::new(1);
        assert_eq!(full.push(1), Ok(()));
        full.close();
        assert_eq!(full.push(2), Err(2), "a push into a queue that is full and closed has nothing to wait for.");
        assert_eq!([full.pop(), full.pop()], [Some(1), None]);
    });
}

#[test]
fn the_rest_is_dropped_with_the_queue() {
    deadline("items that nobody takes", "who owns an item in the queue", LIMIT, || {
        let item = Arc::new(());
        let queue = Queue::new(4);
        for _ in 0..3 {
            queue.push(Arc::clone(&item)).expect("open, with room");
        }
        drop(queue.pop());
        assert_eq!(Arc::strong_count(&item), 3, "of three items one was taken, two are inside");
        drop(queue);
        assert_eq!(Arc::strong_count(&item), 1, "the queue is gone, and what was in it isn't.");
    });
}

#[test]
fn real_threads_lose_nothing() {
    deadline("producers and consumers", WAKING, LIMIT, || {
        for (producers, consumers, capacity) in [(1, 1, 1), (3, 3, 1), (4, 1, 2), (1, 4, 3), (3, 2, 7)] {
            const EACH: usize = 500;
            let queue = Queue::new(capacity);
            let mut got: Vec<Vec<(usize, usize)>> = thread::scope(|scope| {
                let takers: Vec<_> = (0..consumers)
                    .map(|_| scope.spawn(|| std::iter::from_fn(|| queue.pop()).collect::<Vec<_>>()))
                    .collect();
                let queue = &queue;
                let makers: Vec<_> = (0..producers)
                    .map(|me| scope.spawn(move || (0..EACH).all(|i| queue.push((me, i)).is_ok())))
                    .collect();
                let pushed = makers.into_iter().all(|maker| maker.join().expect("a producer panicked"));
                assert!(pushed, "a push failed, and nobody had closed the queue.");
                queue.close();
                takers.into_iter().map(|taker| taker.join().expect("a consumer panicked")).collect()
            });
            let who = format!("{producers} producers, {consumers} consumers, capacity {capacity}");
            for taken in &got {
                for me in 0..producers {
                    let order: Vec<_> = taken.iter().filter(|item| item.0 == me).map(|item| item.1).collect();
                    assert!(
                        order.is_sorted(),
                        "{who}: a consumer got the items of producer {me} in another order than they were pushed."
                    );
                }
            }
            let mut all: Vec<_> = got.drain(..).flatten().collect();
            all.sort_unstable();
            let want: Vec<_> = (0..producers).flat_map(|me| (0..EACH).map(move |i| (me, i))).collect();
            let (count, of) = (all.len(), want.len());
            assert!(all == want, "{who}: {count} items came out of {of} that went in; each should once.");
        }
    });
}

/// An item that loom watches: whoever gets it must get what was written before it was pushed.
struct Item(loom::cell::UnsafeCell<u32>);

impl Item {
    fn new(number: u32) -> Self {
        let item = Self(loom::cell::UnsafeCell::new(0));
        // SAFETY: nobody else has it yet.
        item.0.with_mut(|it| unsafe { *it = number });
        item
    }

    fn number(self) -> u32 {
        // SAFETY: loom panics before this runs if it doesn't come after the writing.
        self.0.with(|it| unsafe { *it })
    }
}

type Model = under_loom::Queue<Item>;

fn push(queue: &Model, number: u32) -> Result<(), u32> {
    queue.push(Item::new(number)).map_err(Item::number)
}

fn pop(queue: &Model) -> Option<u32> {
    queue.pop().map(Item::number)
}

/// A thread of loom's.
fn spawn<T: 'static>(queue: &Arc<Model>, work: impl FnOnce(&Model) -> T + 'static) -> loom::thread::JoinHandle<T> {
    let queue = Arc::clone(queue);
    loom::thread::spawn(move || work(&queue))
}

/// Lets loom run `model` in every order with at most `switches` interruptions of a thread that could have gone on.
/// `test` is the name of the test that calls this.
#[track_caller]
fn explore(test: &str, what: &'static str, switches: usize, model: fn()) {
    if let Err(found) = loom_std::explore(test, what, switches, model) {
        panic!("{}", found.tell(what, advice));
    }
}

/// What the learner should look at.
fn advice(mishap: Mishap) -> String {
    match mishap {
        Mishap::Deadlock => {
            format!("Everybody sleeps, and nobody is left to wake them. Look again at {WAKING}.")
        }
        Mishap::Endless => {
            "Somebody asks again and again instead of sleeping. `Condvar::wait` sleeps until it is woken.".into()
        }
        Mishap::Race => {
            "An item came out, and what was written to it before it was pushed didn't: an ordering is too weak.".into()
        }
        Mishap::NotLooms | Mishap::Other => String::new(),
    }
}

#[test]
fn loom_passes_items_through_one_place() {
    explore("loom_passes_items_through_one_place", "three items through a queue of one", 3, || {
        let queue = Arc::new(Model::new(1));
        let maker = spawn(&queue, |queue| [0, 1, 2].map(|number| push(queue, number)));
        let got = [(); 3].map(|()| pop(&queue));
        assert!(got == [Some(0), Some(1), Some(2)], "0, 1 and 2 were pushed, in that order; out came {got:?}.");
        assert_eq!(maker.join().unwrap(), [Ok(()); 3]);
    });
}

#[test]
fn loom_lets_nobody_exceed_the_capacity() {
    explore("loom_lets_nobody_exceed_the_capacity", "a queue of one that nobody empties yet", 3, || {
        use loom::sync::atomic::{AtomicUsize, Ordering::SeqCst};
        let queue = Arc::new(Model::new(1));
        let done = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&done);
        let maker = spawn(&queue, move |queue| {
            for number in 0..2 {
                push(queue, number).expect("nobody closes it");
                counted.fetch_add(1, SeqCst);
            }
        });
        let before = done.load(SeqCst);
        assert!(before <= 1, "{before} pushes were done before the first pop: a queue of capacity 1 holds one item.");
        assert_eq!([pop(&queue), pop(&queue)], [Some(0), Some(1)]);
        maker.join().unwrap();
    });
}

#[test]
fn loom_feeds_two_consumers() {
    explore("loom_feeds_two_consumers", "two items for two consumers, through a queue of one", 2, || {
        let queue = Arc::new(Model::new(1));
        let takers = [(); 2].map(|()| spawn(&queue, pop));
        assert_eq!([push(&queue, 0), push(&queue, 1)], [Ok(()); 2]);
        let mut got = takers.map(|taker| taker.join().unwrap());
        got.sort_unstable();
        assert!(
            got == [Some(0), Some(1)],
            "0 and 1 were pushed for two consumers; they got {got:?}. The queue was never closed.\n\
             Look again at {WAKING}."
        );
    });
}

#[test]
fn loom_feeds_two_consumers_with_room() {
    explore("loom_feeds_two_consumers_with_room", "two items for two consumers, through a queue of two", 2, || {
        let queue = Arc::new(Model::new(2));
        let takers = [(); 2].map(|()| spawn(&queue, pop));
        assert_eq!([push(&queue, 0), push(&queue, 1)], [Ok(()); 2]);
        let mut got = takers.map(|taker| taker.join().unwrap());
        got.sort_unstable();
        assert!(got == [Some(0), Some(1)], "0 and 1 were pushed for two consumers; they got {got:?}.");
    });
}

#[test]
fn loom_empties_two_producers() {
    explore("loom_empties_two_producers", "two producers into a queue of one", 2, || {
        let queue = Arc::new(Model::new(1));
        let makers = [0, 1].map(|number| spawn(&queue, move |queue| push(queue, number)));
        let mut got = [pop(&queue), pop(&queue)];
        got.sort_unstable();
        assert!(got == [Some(0), Some(1)], "two producers pushed 0 and 1; out came {got:?}.");
        assert_eq!(makers.map(|maker| maker.join().unwrap()), [Ok(()); 2]);
    });
}

#[test]
fn loom_keeps_to_the_capacity_with_two_producers() {
    explore("loom_keeps_to_the_capacity_with_two_producers", "two producers that wait for one place", 3, || {
        use loom::sync::atomic::{AtomicUsize, Ordering::SeqCst};
        let queue = Arc::new(Model::new(1));
        push(&queue, 0).expect("open, with room");
        let done = Arc::new(AtomicUsize::new(0));
        let makers = [1, 2].map(|number| {
            let done = Arc::clone(&done);
            spawn(&queue, move |queue| {
                push(queue, number).expect("nobody closes it");
                done.fetch_add(1, SeqCst);
            })
        });
        assert_eq!(pop(&queue), Some(0));
        let through = done.load(SeqCst);
        assert!(through <= 1, "one item was taken out of a queue of one, and {through} pushes went through.");
        assert!([pop(&queue), pop(&queue)].iter().all(Option::is_some), "the queue was never closed.");
        makers.into_iter().for_each(|maker| maker.join().unwrap());
    });
}

#[test]
fn loom_wakes_consumers_when_it_closes() {
    explore("loom_wakes_consumers_when_it_closes", "two consumers of an empty queue that is closed", 2, || {
        let queue = Arc::new(Model::new(1));
        let takers = [(); 2].map(|()| spawn(&queue, pop));
        queue.close();
        assert_eq!(takers.map(|taker| taker.join().unwrap()), [None; 2], "the queue is closed and was always empty.");
    });
}

#[test]
fn loom_wakes_producers_when_it_closes() {
    explore("loom_wakes_producers_when_it_closes", "two producers of a full queue that is closed", 2, || {
        let queue = Arc::new(Model::new(1));
        push(&queue, 0).expect("open, with room");
        let makers = [1, 2].map(|number| spawn(&queue, move |queue| push(queue, number)));
        queue.close();
        let back = makers.map(|maker| maker.join().unwrap());
        assert_eq!(back, [Err(1), Err(2)], "nobody made room before the queue was closed: each gets its item back.");
        assert_eq!([pop(&queue), pop(&queue)], [Some(0), None], "what was inside when it was closed comes out.");
    });
}

#[test]
fn loom_loses_nothing_when_it_closes() {
    explore("loom_loses_nothing_when_it_closes", "a push beside a close", 4, || {
        let queue = Arc::new(Model::new(1));
        let maker = spawn(&queue, |queue| push(queue, 7));
        queue.close();
        let (pushed, got) = (maker.join().unwrap(), pop(&queue));
        let kept = matches!((pushed, got), (Ok(()), Some(7)) | (Err(7), None));
        assert!(
            kept,
            "the push of 7 beside a close returned {pushed:?}, and a pop after both {got:?}.\n\
             Either the push succeeds and the item comes out, or it fails and gives the item back."
        );
    });
}

#[test]
fn loom_closes_for_good() {
    explore("loom_closes_for_good", "a push that waits while room is made and the queue closed", 3, || {
        let queue = Arc::new(Model::new(1));
        push(&queue, 0).expect("open, with room");
        let maker = spawn(&queue, |queue| push(queue, 1));
        assert_eq!(pop(&queue), Some(0));
        queue.close();
        let last = pop(&queue);
        let pushed = maker.join().unwrap();
        let kept = matches!((last, pushed), (Some(1), Ok(())) | (None, Err(1)));
        assert!(
            kept,
            "the queue was emptied and closed while a push of 1 waited. A pop after that returned {last:?}, and the push \
             {pushed:?}: a closed queue that said `None` got another item, or lost one.\n\
             A push that was woken because there is room: what else may have happened meanwhile?"
        );
    });
}

#[test]
fn loom_empties_two_producers_with_room() {
    explore("loom_empties_two_producers_with_room", "two producers that wait for one place each", 2, || {
        let queue = Arc::new(Model::new(2));
        for number in [0, 1] {
            push(&queue, number).expect("open, with room");
        }
        let makers = [2, 3].map(|number| spawn(&queue, move |queue| push(queue, number)));
        assert_eq!([pop(&queue), pop(&queue)], [Some(0), Some(1)]);
        assert_eq!(
            makers.map(|maker| maker.join().unwrap()),
            [Ok(()); 2],
            "two items were taken: there is room for two"
        );
    });
}

#[test]
fn loom_gives_a_sleeper_what_came_before_the_end() {
    explore("loom_gives_a_sleeper_what_came_before_the_end", "a pop that sleeps, then a push and a close", 2, || {
        let queue = Arc::new(Model::new(1));
        let taker = spawn(&queue, pop);
        assert_eq!(push(&queue, 7), Ok(()), "open, with room");
        queue.close();
        let got = taker.join().unwrap();
        assert!(
            got == Some(7),
            "7 was pushed, and then the queue was closed; the only pop returned {got:?}.\n\
             A closed queue gives what it has. What does a pop that was woken look at first?"
        );
    });
}

#[test]
fn loom_wakes_all_whatever_is_inside_when_it_closes() {
    explore("loom_wakes_all_whatever_is_inside_when_it_closes", "two pops, one push and a close", 2, || {
        let queue = Arc::new(Model::new(1));
        let takers = [(); 2].map(|()| spawn(&queue, pop));
        assert_eq!(push(&queue, 7), Ok(()), "open, with room");
        queue.close();
        let mut got = takers.map(|taker| taker.join().unwrap());
        got.sort_unstable();
        assert!(got == [None, Some(7)], "7 was pushed for two consumers, and the queue closed; they got {got:?}.");
    });
}

#[test]
fn loom_ends_with_none() {
    explore("loom_ends_with_none", "a pop beside a push beside a close", 3, || {
        let queue = Arc::new(Model::new(1));
        let (taker, maker) = (spawn(&queue, pop), spawn(&queue, |queue| push(queue, 7)));
        queue.close();
        let (got, pushed) = (taker.join().unwrap(), maker.join().unwrap());
        let last = pop(&queue);
        let kept = matches!((got, pushed, last), (Some(7), Ok(()), None) | (None, Err(7), None));
        assert!(
            kept,
            "a pop beside a push of 7 beside a close returned {got:?}, the push {pushed:?}, and a pop after all that {last:?}.\n\
             `None` is for good: from then on no push may succeed. Do the two see whether the queue is closed, and whether it \
             is empty, in the same moment?"
        );
    });
}

#[test]
fn loom_feeds_three_consumers() {
    explore("loom_feeds_three_consumers", "three items for three consumers, through a queue of three", 2, || {
        let queue = Arc::new(Model::new(3));
        let takers = [(); 3].map(|()| spawn(&queue, pop));
        assert_eq!([0, 1, 2].map(|number| push(&queue, number)), [Ok(()); 3]);
        let mut got = takers.map(|taker| taker.join().unwrap());
        got.sort_unstable();
        assert!(got == [Some(0), Some(1), Some(2)], "0, 1 and 2 were pushed for three consumers; they got {got:?}.");
    });
}
