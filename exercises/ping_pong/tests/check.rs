//! Does it measure what a message costs, and nothing else; and does the line stay where it is when the times are not
//! exact?

use mpi::sim::{Network, Played, compute, play};
use mpi::traits::Communicator;
use ping_pong::{Line, fit, measure};
use std::time::Duration;
use witness::deadline;

const LIMIT: Duration = Duration::from_secs(30);
const IDEA: &str = "who sends and who receives: what one rank sends, the other must receive";

const ALPHA: f64 = 2e-6;
const BETA: f64 = 5e9;

/// Small messages are taken off their senders' hands, and the first of a size costs a hundred times as much.
const NETWORK: Network = Network { latency: ALPHA, bandwidth: BETA, eager: 4096, first: 2e-4, ..Network::STRICT };

fn cost(bytes: usize) -> f64 {
    ALPHA + bytes as f64 / BETA
}

/// Measures on two ranks, of which the second comes `late` seconds late.
fn run(bytes: usize, times: usize, late: f64, network: Network) -> Played<f64> {
    let played = play(2, network, |world| {
        if world.rank() == 1 {
            compute(late);
        }
        measure(world, bytes, times)
    });
    played.unwrap_or_else(|trouble| panic!("{bytes} bytes, {times} times there and back: {trouble}"))
}

fn right(bytes: usize, times: usize, late: f64, network: Network, idea: &str) {
    let got = run(bytes, times, late, network).answers[0];
    let want = cost(bytes);
    assert!(
        (got / want - 1.0).abs() < 1e-6,
        "{bytes} bytes, {times} times there and back: got {:.4} µs, expected {:.4} µs one way.\n{idea}",
        got * 1e6,
        want * 1e6
    );
}

#[test]
fn one_way_is_measured() {
    deadline("one way is measured", IDEA, LIMIT, || {
        for bytes in [0, 1, 4096, 4097, 1 << 20] {
            for times in [1, 2, 10] {
                let network = Network { first: 0.0, ..NETWORK };
                right(
                    bytes,
                    times,
                    0.0,
                    network,
                    "How many messages, one after another, are in the time that you took?",
                );
            }
        }
    });
}

#[test]
fn the_first_one_is_not_timed() {
    deadline("the first one is not timed", IDEA, LIMIT, || {
        for bytes in [8, 1 << 20] {
            for times in [1, 10] {
                right(
                    bytes,
                    times,
                    0.0,
                    NETWORK,
                    "The first message of a size takes longer in either direction. When does your clock start?",
                );
            }
        }
    });
}

#[test]
fn a_rank_that_comes_late_is_waited_for() {
    deadline("a rank that comes late", IDEA, LIMIT, || {
        for bytes in [8, 1 << 20] {
            right(bytes, 10, 1.0, NETWORK, "Rank 1 came a second late. Does your clock start before both are there?");
        }
    });
}

#[test]
fn no_more_messages_than_asked_for() {
    deadline("no more messages than asked for", IDEA, LIMIT, || {
        for (bytes, times) in [(8, 1), (100, 10)] {
            let played = run(bytes, times, 0.0, NETWORK);
            for (rank, sent) in played.sent.iter().enumerate() {
                let (least, most) = (times + 1, 2 * times);
                assert!(
                    (least..=most.max(least)).contains(&sent.len()),
                    "{times} times there and back were to be timed, and from 1 to {times} before: rank {rank} sent {} messages",
                    sent.len()
                );
                if let Some(other) = sent.iter().find(|message| message.bytes != bytes) {
                    panic!("rank {rank} sent a message of {} bytes, expected {bytes} in each", other.bytes);
                }
            }
        }
    });
}

fn sizes() -> impl Iterator<Item = usize> {
    (0..=22).map(|k| 1 << k)
}

/// Whether the line of these points is the network's, to so much of it.
fn near(points: &[(usize, f64)], tolerance: f64, idea: &str) {
    let Line { latency, bandwidth } = fit(points);
    let (a, b) = (latency / ALPHA - 1.0, bandwidth / BETA - 1.0);
    assert!(
        a.abs() <= tolerance && b.abs() <= tolerance,
        "{} points of α = {ALPHA:e} s, β = {BETA:e} B/s: got α = {latency:e} s, β = {bandwidth:e} B/s.\n{idea}",
        points.len()
    );
}

#[test]
fn exact_points_give_the_line() {
    let mut points: Vec<_> = sizes().map(|bytes| (bytes, cost(bytes))).collect();
    let idea = "Two unknowns, α and 1/β: both sums of squares must be least. Is β bytes a second, or seconds a byte?";
    near(&points, 1e-6, idea);
    points.reverse();
    near(&points, 1e-6, "The points stand in no order.");
    near(&points[3..5], 1e-6, idea);
}

#[test]
fn times_that_are_off_move_it_little() {
    let idea = "An error of 10 % is 84 µs for the largest message, more than 40 times α. Is it the relative error that you make least?";
    for odd in [0, 1] {
        let off = |k: usize| if k % 2 == odd { 1.1 } else { 0.9 };
        let points: Vec<_> = sizes().enumerate().map(|(k, bytes)| (bytes, off(k) * cost(bytes))).collect();
        near(&points, 0.15, idea);
    }
}

#[test]
fn a_point_that_is_far_off_moves_it_little() {
    let last = sizes().count() - 1;
    let late = |k: usize| if k == 0 || k == last { 2.0 } else { 1.0 };
    let points: Vec<_> = sizes().enumerate().map(|(k, bytes)| (bytes, late(k) * cost(bytes))).collect();
    near(
        &points,
        0.15,
        "The smallest and the largest message took twice as long as they should. All 23 points must have a say, and a slow one less.",
    );
}
