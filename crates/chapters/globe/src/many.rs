//! All distances in one call.

use crate::{
    GlobeStatus,
    border::{guarded, lent, on_the_globe, room},
};

/// Writes the distances of `n` pairs to `km`; see `globe_distance`. If one of the points isn't on the globe, nothing is
/// written. The pointers must not be null, not even when `n` is 0, and must be aligned as a `double` is. `km` need not
/// hold numbers yet.
///
/// # Safety
/// Each pointer is null, misaligned, or points to `n` numbers, which for all but `km` have been initialised; nobody
/// changes them during the call, and `km` overlaps with no other.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn globe_distances(
    lon1: *const f64,
    lat1: *const f64,
    lon2: *const f64,
    lat2: *const f64,
    n: usize,
    km: *mut f64,
) -> GlobeStatus {
    guarded(|| {
        // SAFETY: what each of these five asks for is what our caller has promised.
        let (lon1, lat1, lon2, lat2, km) =
            unsafe { (lent(lon1, n)?, lent(lat1, n)?, lent(lon2, n)?, lent(lat2, n)?, room(km, n)?) };
        (0..n).try_for_each(|i| on_the_globe(lon1[i], lat1[i]).and(on_the_globe(lon2[i], lat2[i])))?;
        for i in 0..n {
            km[i].write(great_circle::distance(lon1[i], lat1[i], lon2[i], lat2[i]));
        }
        Ok(())
    })
}
