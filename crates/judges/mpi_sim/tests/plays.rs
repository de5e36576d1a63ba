//! What is played, and what is said of it.

use mpi_sim::{
    point_to_point::{send_receive, send_receive_into},
    request,
    sim::{self, Network, Trouble, play},
    time,
    topology::SimpleCommunicator,
    traits::*,
};
use std::{panic, sync::Mutex};

const NETWORK: Network = Network { latency: 2.0, bandwidth: 100.0, eager: 1000, ..Network::STRICT };

fn next_and_before(world: &SimpleCommunicator) -> (i32, i32) {
    let (rank, ranks) = (world.rank(), world.size());
    ((rank + 1) % ranks, (rank + ranks - 1) % ranks)
}

/// Every rank sends to the next, and then receives.
fn ring(world: &SimpleCommunicator, values: usize) -> Vec<u8> {
    let (next, before) = next_and_before(world);
    let mut received = vec![0; values];
    world.process_at_rank(next).send(&vec![world.rank() as u8; values]);
    world.process_at_rank(before).receive_into(&mut received);
    received
}

#[test]
fn a_ring_of_sends_hangs_when_they_wait() {
    for ranks in [1, 2, 3, 8] {
        let played = play(ranks, NETWORK, |world| ring(world, 1000)).unwrap();
        for (rank, answer) in played.answers.iter().enumerate() {
            assert_eq!(*answer, vec![((rank + ranks - 1) % ranks) as u8; 1000]);
        }
        let Err(Trouble::Deadlock(waiting)) = play(ranks, NETWORK, |world| ring(world, 1001)) else {
            panic!("{ranks} ranks go round")
        };
        assert_eq!(waiting.len(), ranks);
        assert_eq!(waiting[0], (0, format!("a send of 1001 values to rank {}", 1 % ranks)));
    }
}

#[test]
fn both_at_once_and_requests_do_not() {
    let exchange = |world: &SimpleCommunicator| {
        let (next, before) = next_and_before(world);
        let (next, before) = (world.process_at_rank(next), world.process_at_rank(before));
        let mine = [world.rank(); 3];
        let mut received = [[-1; 3]; 2];
        let status = send_receive_into(&mine, &next, &mut received[0], &before);
        assert_eq!(status.source_rank(), before.rank());
        let second = &mut received[1];
        request::scope(|scope| {
            let receive = before.immediate_receive_into(scope, &mut second[..]);
            let send = next.immediate_send(scope, &mine[..]);
            // Both are of one type.
            for request in [receive, send] {
                request.wait();
            }
        });
        let third: i32 = send_receive(&world.rank(), &next, &before).0;
        (received, third)
    };
    for favourite in 0..4 {
        let played = play(4, Network { favourite, ..Network::STRICT }, exchange).unwrap();
        assert_eq!(played.answers[2], ([[1; 3]; 2], 1));
        assert_eq!((played.seconds, played.sent[3].len()), (3.0, 3), "three times, all at once");
    }
}

#[test]
fn time_is_that_of_the_messages() {
    let times = |bytes: usize, late: f64| {
        let played = play(2, NETWORK, |world| {
            let other = world.process_at_rank(1 - world.rank());
            let mut message = vec![0_u8; bytes];
            if world.rank() == 0 {
                other.send(&message);
            } else {
                sim::compute(late);
                other.receive_into(&mut message);
            }
            time()
        });
        played.unwrap().answers
    };
    // Eager: the sender goes on at once. Otherwise both wait for the later of them.
    assert_eq!(times(500, 0.0), [0.0, 7.0]);
    assert_eq!(times(500, 9.0), [0.0, 9.0]);
    assert_eq!(times(2000, 0.0), [22.0, 22.0]);
    assert_eq!(times(2000, 9.0), [31.0, 31.0]);
}

#[test]
fn a_barrier_waits_for_the_last_and_for_those_who_are_gone() {
    let played = play(3, NETWORK, |world| {
        sim::compute(f64::from(world.rank()));
        world.barrier();
        time()
    });
    assert_eq!(played.unwrap().answers, [6.0; 3], "two rounds after the last");
    let gone = play(2, NETWORK, |world| {
        if world.rank() == 0 {
            world.barrier()
        }
    });
    assert_eq!(gone.unwrap_err(), Trouble::Deadlock(vec![(0, "a barrier".into())]));
}

#[test]
fn tags_choose_and_the_rest_stays_in_order() {
    let played = play(2, Network::EAGER, |world| {
        let other = world.process_at_rank(1 - world.rank());
        if world.rank() == 0 {
            for (value, tag) in [(10, 1), (20, 2), (30, 1)] {
                other.send_with_tag(&value, tag);
            }
            return vec![];
        }
        let two: i32 = other.receive_with_tag(2).0;
        let (rest, status) = other.receive_vec::<i32>();
        vec![two, rest[0], status.tag(), other.receive::<i32>().0]
    });
    assert_eq!(played.unwrap().answers[1], [20, 10, 1, 30]);
}

#[test]
fn what_nobody_receives_is_told() {
    let lost = play(2, Network::EAGER, |world| {
        if world.rank() == 0 {
            world.process_at_rank(1).send(&[1_u8, 2]);
        }
    });
    assert_eq!(
        lost.unwrap_err().to_string(),
        "all ranks have ended, and nobody has received a message of 2 values from rank 0 to rank 1."
    );
}

#[test]
fn a_panic_ends_all_and_is_handed_on() {
    let outcome = panic::catch_unwind(|| {
        play(3, Network::STRICT, |world| {
            if world.rank() == 2 {
                panic::resume_unwind(Box::new("a mistake"));
            }
            world.barrier();
        })
    });
    assert_eq!(outcome.unwrap_err().downcast_ref(), Some(&"a mistake"));
}

#[test]
fn what_does_not_fit_is_refused() {
    let receive = |room: usize| {
        panic::catch_unwind(|| {
            play(2, Network::STRICT, |world| {
                let other = world.process_at_rank(1 - world.rank());
                if world.rank() == 0 {
                    other.send(&[1_u8, 2, 3])
                } else {
                    other.receive_into(&mut vec![0_u8; room]);
                }
            })
            .unwrap();
        })
    };
    assert!(receive(3).is_ok() && receive(4).is_ok());
    let refused = receive(2).unwrap_err();
    let words = refused.downcast_ref::<String>().unwrap();
    assert!(words.contains("message truncated: 3 values from rank 0, and room for 2"), "{words}");
}

/// Killed before each of its operations in turn, by all of the orders: each time everybody has done what came before.
#[test]
fn all_are_killed_at_the_moment_that_is_asked_for() {
    let done = Mutex::new(Vec::new());
    let program = |world: &SimpleCommunicator| {
        for step in 0..2 {
            sim::operation();
            done.lock().unwrap().push((world.rank(), step));
            world.barrier();
        }
    };
    let whole = play(2, Network::STRICT, program).unwrap();
    assert_eq!(whole.operations, 8);
    for favourite in 0..2 {
        let mut before = 0;
        for moment in 0..whole.operations {
            done.lock().unwrap().clear();
            let network = Network { favourite, killed_at: Some(moment), ..Network::STRICT };
            assert_eq!(play(2, network, program).unwrap_err(), Trouble::Killed);
            let done = done.lock().unwrap().clone();
            assert!(before <= done.len() && done.len() <= moment as usize, "{moment}: {done:?}");
            assert!(done.first().is_none_or(|(rank, _)| *rank as usize == favourite), "{moment}: {done:?}");
            before = done.len();
        }
    }
}

#[test]
fn the_first_of_a_size_may_take_longer() {
    let network = Network { first: 5.0, ..NETWORK };
    let played = play(2, network, |world| {
        let other = world.process_at_rank(1 - world.rank());
        [100, 100, 200].map(|bytes| {
            let begin = time();
            let mut message = vec![0_u8; bytes];
            if world.rank() == 0 {
                other.synchronous_send(&message)
            } else {
                other.receive_into(&mut message);
            }
            time() - begin
        })
    });
    assert_eq!(played.unwrap().answers, [[8.0, 3.0, 9.0]; 2]);
}
