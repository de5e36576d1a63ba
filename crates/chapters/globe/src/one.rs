//! One distance a call.

use crate::{
    GlobeStatus,
    border::{guarded, on_the_globe, room},
};

/// Writes the distance between two points to `*km`: kilometres on a sphere, from degrees of longitude (east positive)
/// and latitude (north positive). `*km` need not hold a number yet.
///
/// # Safety
/// `km` is null, misaligned, or points to room for a number that nobody else uses during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn globe_distance(lon1: f64, lat1: f64, lon2: f64, lat2: f64, km: *mut f64) -> GlobeStatus {
    guarded(|| {
        on_the_globe(lon1, lat1)?;
        on_the_globe(lon2, lat2)?;
        let distance = great_circle::distance(lon1, lat1, lon2, lat2);
        // SAFETY: what `room` asks for is what our caller has promised.
        unsafe { room(km, 1)?[0].write(distance) };
        Ok(())
    })
}
