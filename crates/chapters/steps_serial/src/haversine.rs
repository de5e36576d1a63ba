//! A formula that holds everywhere, in the clothes of the tutorial's.

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

/// The distance between two points, kilometres.
pub fn great_circle(args: Vec<f64>) -> f64 {
    let radians: Vec<f64> = args.iter().map(|degrees| degrees * PI / 180.0).collect();
    let (sin_east, cos_east) = ((radians[2] - radians[0]) / 2.0).sin_cos();
    let north = ((radians[3] - radians[1]) / 2.0).sin();
    let south = ((radians[3] + radians[1]) / 2.0).sin();
    let cosines = radians[1].cos() * radians[3].cos();
    let a = north * north + cosines * sin_east * sin_east;
    let b = south * south + cosines * cos_east * cos_east;
    2.0 * RADIUS_KM * a.sqrt().atan2(b.sqrt())
}
