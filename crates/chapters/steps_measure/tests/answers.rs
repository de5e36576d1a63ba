//! Both algorithms give the same answer, and the better one really looks at fewer pairs.

use steps_measure::{Point, all_pairs, kept, points, sweep};
use witness::{for_all, generate::*};

#[test]
fn known_answers() {
    let at = |x: f64, y: f64| Point { x, y };
    for (points, want) in [
        (vec![], f64::INFINITY),
        (vec![at(1.0, 1.0)], f64::INFINITY),
        (vec![at(0.0, 0.0), at(3.0, 4.0)], 5.0),
        (vec![at(0.0, 0.0), at(9.0, 0.0), at(0.0, 2.0), at(9.0, 1.0)], 1.0),
        // Two in the same place, and a line on which nothing can be ruled out by its x.
        (vec![at(2.0, 7.0), at(0.0, 0.0), at(2.0, 7.0)], 0.0),
        ((0..9).map(|i| at(4.0, f64::from(i * i))).collect(), 1.0),
    ] {
        assert_eq!(all_pairs::closest(&points), want, "all pairs of {points:?}");
        assert_eq!(sweep::closest(&points), want, "sweep over {points:?}");
    }
}

#[test]
fn both_agree() {
    for n in [2, 3, 100, 1009] {
        assert_eq!(all_pairs::closest(&points::points(n)), sweep::closest(&points::points(n)), "{n} random points");
    }
    // A coarse grid, so that equal coordinates and equal points are common.
    let grid = (0..20_u8, 0..20_u8).prop_map(|(x, y)| Point { x: x.into(), y: y.into() });
    for_all(300, prop::collection::vec(grid, 0..40), |points| {
        let (want, got) = (all_pairs::closest(points), sweep::closest(points));
        if want == got { Ok(()) } else { Err(format!("all pairs say {want}, the sweep {got}")) }
    });
}

#[test]
fn the_points_fill_the_square() {
    let points = points::points(4000);
    let inside = |z: f64| (0.0..1.0).contains(&z);
    assert!(points.iter().all(|point| inside(point.x) && inside(point.y)));
    let quarter = points.iter().filter(|point| point.x < 0.5 && point.y < 0.5).count();
    assert!((900..1100).contains(&quarter), "{quarter} of 4000 in the lower left quarter");
}

/// How long a million square roots take is a matter of the day, but they take longer than a thousand. Of a sum that
/// nobody uses nothing can be said: that is what the chapter shows.
#[test]
fn the_stop_watch_runs_while_the_work_does() {
    let numbers = vec![2.0; 1_000_000];
    let shortest = |numbers: &[f64]| (0..20).map(|_| kept::time(numbers)).min().unwrap();
    assert!(shortest(&numbers) > shortest(&numbers[..1000]));
}
