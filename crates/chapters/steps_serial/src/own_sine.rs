//! A sine that knows its range: the loop calls nothing and never branches.

use crate::OnEarth;
use great_circle::{
    RADIUS_KM,
    simd::{asin_sqrt, sin_degrees},
};
use std::{f64::consts::FRAC_PI_2, iter::zip};

/// Writes the distance of each pair into `km`, kilometres.
pub fn distances(pairs: &OnEarth, km: &mut [f64]) {
    let from = zip(&*pairs.lon1, &*pairs.lat1);
    let to = zip(&*pairs.lon2, &*pairs.lat2);
    for (km, ((&lon1, &lat1), (&lon2, &lat2))) in zip(km, zip(from, to)) {
        *km = distance(lon1, lat1, lon2, lat2);
    }
}

/// As [`great_circle::distance`], for coordinates that have been checked; for others the result means nothing, and so
/// nobody outside can call it.
#[inline(always)]
pub(crate) fn distance(lon1: f64, lat1: f64, lon2: f64, lat2: f64) -> f64 {
    // Half the difference lies in 0…180°. Its sine, and its cosine squared, are the same from either end.
    let half = 0.5 * (lon2 - lon1).abs();
    let east = half.min(180.0 - half);
    let (sin_east, cos_east) = (sine(east), sine(90.0 - east));
    let north = sine(0.5 * (lat2 - lat1));
    let south = sine(0.5 * (lat2 + lat1));
    let cosines = sine(90.0 - lat1.abs()) * sine(90.0 - lat2.abs());
    let a = north * north + cosines * sin_east * sin_east;
    let b = south * south + cosines * cos_east * cos_east;
    // The smaller of the two squared half-chords: from the point itself, or from its antipode.
    let angle = asin_sqrt::<false>(a.min(b));
    2.0 * RADIUS_KM * if a < b { angle } else { FRAC_PI_2 - angle }
}

/// sin x for x in −90…90 degrees: a polynomial, with a multiplication and an addition to each term.
#[inline(always)]
fn sine(degrees: f64) -> f64 {
    sin_degrees::<false>(degrees)
}
