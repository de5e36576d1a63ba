//! The marks of the ways of working, as outlines.

use std::f64::consts::{PI, TAU};
use variant::Way;

/// The outline of a way's mark around the origin, in a circle of radius 1 (stars' tips reach a little further); y
/// points down. Drawn and not written, because not every font has a pentagon.
pub fn mark(way: Way) -> Vec<(f64, f64)> {
    let corners = |n: usize, turned: f64| (0..n).map(move |i| at(1.0, TAU * i as f64 / n as f64 + turned));
    let star = |tips: u32, outer: f64, inner: f64| {
        let corner =
            move |i: u32| at(if i.is_multiple_of(2) { outer } else { inner }, PI * f64::from(i) / f64::from(tips));
        (0..2 * tips).map(corner).collect()
    };
    match way {
        Way::Serial => corners(12, 0.0).map(|(x, y)| (0.85 * x, 0.85 * y)).collect(),
        Way::Simd => corners(4, 0.0).collect(),
        Way::Threads => corners(3, 0.0).collect(),
        Way::Rayon => corners(4, PI / 4.0).collect(),
        Way::Processes => corners(5, 0.0).collect(),
        Way::Mpi => corners(6, 0.0).collect(),
        Way::Gpu => star(5, 1.1, 0.5),
        Way::Cuda => star(4, 1.15, 0.4),
        Way::OpenCl => star(6, 1.1, 0.55),
        Way::CubeCl => star(8, 1.1, 0.4),
        Way::WebGpu => star(12, 1.0, 0.75),
        Way::Browser => {
            let arm = [(-0.3, -1.0), (0.3, -1.0), (0.3, -0.3)];
            let turned = |quarter: i32| arm.map(|(x, y)| rotate(x, y, f64::from(quarter) * PI / 2.0));
            (0..4).flat_map(turned).collect()
        }
    }
}

/// The point at `angle` clockwise from the top.
fn at(radius: f64, angle: f64) -> (f64, f64) {
    (radius * angle.sin(), -radius * angle.cos())
}

fn rotate(x: f64, y: f64, angle: f64) -> (f64, f64) {
    (x * angle.cos() - y * angle.sin(), x * angle.sin() + y * angle.cos())
}
