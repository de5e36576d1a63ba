//! Two programs that differ in one `collect`: only one of them is parallel.

use steps_threads::{all_at_once, one_after_another};
use witness::SlowMotion;

#[test]
fn collected_handles_run_side_by_side() {
    let film = SlowMotion::of(4);
    let answer = all_at_once::run(4, |i| {
        film.work(i, 1);
        i * i
    });
    assert_eq!(answer, [0, 1, 4, 9]);
    assert_eq!(film.develop().beats(), 1);
}

#[test]
fn a_lazy_iterator_joins_each_thread_before_it_spawns_the_next() {
    let film = SlowMotion::of(4);
    let answer = one_after_another::run(4, |i| {
        film.work(i, 1);
        i * i
    });
    assert_eq!(answer, [0, 1, 4, 9]);
    let timeline = film.develop();
    assert_eq!((timeline.beats(), timeline.most_at_once()), (4, 1));
}
