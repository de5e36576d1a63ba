//! Each unit of a CubeCL kernel computes the distance of one pair. It is the shader's way to do so, in single precision
//! and with polynomials: a card's sine may be off by kilometres.

use crate::cubecl::{guarded, open};
use cubecl::prelude::*;
use great_circle::{Pairs, RADIUS_KM};
use rayon::prelude::*;
use shared::Shared;
use std::{
    f32::consts::PI,
    time::{Duration, Instant},
};
use variant::{Unavailable, Workers};

/// Units in a cube.
const CUBE: u32 = 64;

/// The sine of -90 to 90 degrees.
#[cube]
fn sin_degrees(degrees: f32) -> f32 {
    let x = degrees * (PI / 180.0);
    let t = x * x;
    x * (1.0f32 + t * (-0.166_666_57f32 + t * (0.008_333_025f32 + t * (-0.000_198_074_2f32 + t * 2.601_903_1e-6f32))))
}

/// arcsin(sqrt(t)) for t in 0 to 0.5.
#[cube]
fn asin_sqrt(t: f32) -> f32 {
    let series = 0.038_325_127f32 + t * (0.062_814_32f32 + t * (-0.058_374_35f32 + t * 0.103_156_08f32));
    t.sqrt() * (1.000_000_1f32 + t * (0.166_647_64f32 + t * (0.075_570_18f32 + t * series)))
}

#[cube(launch)]
fn distances(lon1: &[f32], lat1: &[f32], lon2: &[f32], lat2: &[f32], km: &mut [f32]) {
    let i = ABSOLUTE_POS;
    // Cubes come whole: the last one reaches past the end.
    if i < km.len() {
        // Half the difference in longitude, brought into -90 to 90 degrees.
        let half = 0.5 * (lon2[i] - lon1[i]);
        let east = (half - 180.0 * (half / 180.0).round()).abs();
        let north = sin_degrees(0.5 * (lat2[i] - lat1[i]));
        let south = sin_degrees(0.5 * (lat2[i] + lat1[i]));
        let cosines = sin_degrees(90.0 - lat1[i].abs()) * sin_degrees(90.0 - lat2[i].abs());
        // The squared half-chords to the second point and to its antipode; the smaller keeps its digits.
        let a = north * north + cosines * sin_degrees(east) * sin_degrees(east);
        let b = south * south + cosines * sin_degrees(90.0 - east) * sin_degrees(90.0 - east);
        let angle = asin_sqrt(min(min(a, b), 0.5));
        km[i] = 2.0 * (RADIUS_KM as f32) * select(a < b, angle, 0.5 * PI - angle);
    }
}

/// Writes the distance of every pair into `km`; returns how long the kernel took, once its data lay there.
pub fn run(pairs: &Pairs, _: Workers, km: &mut Shared<f64>) -> Result<Duration, Unavailable> {
    let cubecl = open()?;
    guarded(|| {
        let n = pairs.len();
        if n == 0 {
            return Ok(Duration::ZERO);
        }
        let single = |degrees: &[f64]| cubecl.upload(degrees.par_iter().map(|&d| d as f32).collect::<Vec<_>>());
        let inputs = [&pairs.lon1, &pairs.lat1, &pairs.lon2, &pairs.lat2].map(|column| single(column));
        let answer = cubecl.room::<f32>(n);
        cubecl.wait()?;

        let start = Instant::now();
        // SAFETY: the memory holds `n` numbers each.
        let [lon1, lat1, lon2, lat2, out] = [&inputs[0], &inputs[1], &inputs[2], &inputs[3], &answer]
            .map(|memory| unsafe { BufferArg::from_raw_parts(memory.clone(), n) });
        let (client, cube) = (cubecl.client(), CubeDim::new_1d(CUBE));
        let cubes = cubecl::calculate_cube_count_elemwise(client, n, cube);
        distances::launch(client, cubes, cube, lon1, lat1, lon2, lat2, out);
        cubecl.wait()?;
        let took = start.elapsed();

        let bytes = cubecl.download(answer)?;
        km.par_iter_mut().zip(f32::from_bytes(&bytes)).for_each(|(km, &single)| *km = f64::from(single));
        Ok(took)
    })
}
