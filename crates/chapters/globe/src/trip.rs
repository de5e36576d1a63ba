//! Something that lives on between calls: the caller holds a handle and can't look inside.

use crate::{
    GlobeStatus,
    border::{guarded, on_the_globe, room},
};
use std::ffi::{CString, c_char};
use std::panic::catch_unwind;
use std::ptr;

/// A journey from point to point.
pub struct GlobeTrip {
    last: Option<(f64, f64)>,
    km: f64,
}

/// A journey that hasn't begun. It is the caller's until `globe_trip_free`.
#[unsafe(no_mangle)]
pub extern "C" fn globe_trip_new() -> *mut GlobeTrip {
    Box::into_raw(Box::new(GlobeTrip { last: None, km: 0.0 }))
}

/// Goes on to a point, the shortest way.
///
/// # Safety
/// `trip` is null, or comes from `globe_trip_new`, is not freed, and is used by no other thread during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn globe_trip_go(trip: *mut GlobeTrip, lon: f64, lat: f64) -> GlobeStatus {
    guarded(|| {
        // SAFETY: null, which gives `None`, or a trip that only we use, as the caller promises.
        let trip = unsafe { trip.as_mut() }.ok_or(GlobeStatus::NullPointer)?;
        on_the_globe(lon, lat)?;
        if let Some((from_lon, from_lat)) = trip.last {
            trip.km += great_circle::distance(from_lon, from_lat, lon, lat);
        }
        trip.last = Some((lon, lat));
        Ok(())
    })
}

/// Writes the kilometres so far to `*km`, which need not hold a number yet.
///
/// # Safety
/// `trip` as for `globe_trip_go`; `km` is null, misaligned, or points to room for a number that nobody else uses during
/// the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn globe_trip_length(trip: *const GlobeTrip, km: *mut f64) -> GlobeStatus {
    guarded(|| {
        // SAFETY: null, which gives `None`, or good for a look, as the caller promises.
        let trip = unsafe { trip.as_ref() }.ok_or(GlobeStatus::NullPointer)?;
        // SAFETY: what `room` asks for is what our caller has promised.
        unsafe { room(km, 1)?[0].write(trip.km) };
        Ok(())
    })
}

/// The trip in words, or null if `trip` is null. The text is the caller's until `globe_string_free`.
///
/// # Safety
/// `trip` as for `globe_trip_go`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn globe_trip_text(trip: *const GlobeTrip) -> *mut c_char {
    // SAFETY: null, which gives `None`, or good for a look, as the caller promises.
    let Some(trip) = (unsafe { trip.as_ref() }) else { return ptr::null_mut() };
    let km = trip.km;
    let text = catch_unwind(|| CString::new(format!("{km:.0} km")).expect("digits hold no 0 byte"));
    text.map_or(ptr::null_mut(), CString::into_raw)
}

/// Takes back what `globe_trip_text` handed out; nothing happens for null.
///
/// # Safety
/// `text` is null, or comes from `globe_trip_text` and is used by nobody any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn globe_string_free(text: *mut c_char) {
    if !text.is_null() {
        // SAFETY: it was made by `into_raw`, and nobody uses it any more, as the caller promises.
        drop(unsafe { CString::from_raw(text) });
    }
}

/// Takes back what `globe_trip_new` handed out; nothing happens for null.
///
/// # Safety
/// `trip` is null, or comes from `globe_trip_new` and is used by nobody any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn globe_trip_free(trip: *mut GlobeTrip) {
    if !trip.is_null() {
        // SAFETY: it was made by `into_raw`, and nobody uses it any more, as the caller promises.
        drop(unsafe { Box::from_raw(trip) });
    }
}
