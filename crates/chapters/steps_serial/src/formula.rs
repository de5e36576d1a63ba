//! The tutorial's formula, as a Python programmer would first write it in Rust.

use great_circle::RADIUS_KM;
use std::f64::consts::PI;

/// The distance of each row's two points, kilometres. A row is lon1, lat1, lon2, lat2, in degrees.
pub fn distances(table: &[Vec<f64>]) -> Vec<f64> {
    let mut answers = Vec::new();
    for row in table {
        answers.push(great_circle(row.clone()));
    }
    answers
}

/// The distance between two points, kilometres. NaN where rounding carries the cosine past 1.
pub fn great_circle(args: Vec<f64>) -> f64 {
    let radians: Vec<f64> = args.iter().map(|degrees| degrees * PI / 180.0).collect();
    let (a, b) = (PI / 2.0 - radians[1], PI / 2.0 - radians[3]);
    let theta = radians[2] - radians[0];
    let cosine = a.cos() * b.cos() + a.sin() * b.sin() * theta.cos();
    RADIUS_KM * cosine.acos()
}
