//! Every exported function, called as C calls it.

use globe::*;
use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};

fn one(lon1: f64, lat1: f64, lon2: f64, lat2: f64) -> (GlobeStatus, f64) {
    let mut km = -1.0;
    // SAFETY: `km` is ours.
    let status = unsafe { globe_distance(lon1, lat1, lon2, lat2, &mut km) };
    (status, km)
}

#[test]
fn one_distance() {
    assert_eq!(one(-72.5, -13.2, -105.0, 38.8), (GlobeStatus::Ok, great_circle::distance(-72.5, -13.2, -105.0, 38.8)));
    for [lon1, lat1, lon2, lat2] in [
        [0.0, 90.1, 0.0, 0.0],
        [0.0, 0.0, 0.0, -91.0],
        [f64::NAN, 0.0, 0.0, 0.0],
        [0.0, f64::NAN, 0.0, 0.0],
        [0.0, 0.0, f64::INFINITY, 0.0],
    ] {
        assert_eq!(one(lon1, lat1, lon2, lat2), (GlobeStatus::NotOnTheGlobe, -1.0), "nothing may be written");
    }
    // SAFETY: null is allowed.
    assert_eq!(unsafe { globe_distance(0.0, 0.0, 1.0, 1.0, null_mut()) }, GlobeStatus::NullPointer);
}

/// As a C program does it: `double km;`, and then its address. Under Miri, a reference to this would be an error.
#[test]
fn room_need_not_hold_numbers_yet() {
    let (mut one, mut many) = (MaybeUninit::uninit(), [const { MaybeUninit::<f64>::uninit() }; 2]);
    let (from, to) = ([0.0, 10.0], [90.0, 10.0]);
    let trip = globe_trip_new();
    // SAFETY: what is read has been initialised, the room is ours, and the trip is freed once.
    let (one, many, length) = unsafe {
        assert_eq!(globe_distance(0.0, 0.0, 90.0, 0.0, one.as_mut_ptr()), GlobeStatus::Ok);
        let km = many.as_mut_ptr().cast();
        let status = globe_distances(from.as_ptr(), from.as_ptr(), to.as_ptr(), from.as_ptr(), 2, km);
        assert_eq!(status, GlobeStatus::Ok);
        let mut length = MaybeUninit::uninit();
        assert_eq!(globe_trip_length(trip, length.as_mut_ptr()), GlobeStatus::Ok);
        globe_trip_free(trip);
        (one.assume_init(), many.map(|km| km.assume_init()), length.assume_init())
    };
    assert_eq!((one, many[0], length), (great_circle::distance(0.0, 0.0, 90.0, 0.0), one, 0.0));
}

/// A pointer into the middle of a number, as one gets it from a packed struct or a file's bytes.
#[test]
fn a_misaligned_pointer_is_refused_before_it_is_followed() {
    let numbers = [0.0_f64; 4];
    let mut room = [-1.0_f64; 4];
    let crooked = numbers.as_ptr().wrapping_byte_add(4);
    let crooked_room = room.as_mut_ptr().wrapping_byte_add(4);
    let trip = globe_trip_new();
    // SAFETY: the straight ones have three numbers, the crooked ones are refused, and the trip is freed once.
    unsafe {
        assert_eq!(globe_distance(0.0, 0.0, 1.0, 1.0, crooked_room), GlobeStatus::Misaligned);
        assert_eq!(globe_trip_length(trip, crooked_room), GlobeStatus::Misaligned);
        for which in 0..5 {
            let pointer = |i: usize| if i == which { crooked } else { numbers.as_ptr() };
            let out = if which == 4 { crooked_room } else { room.as_mut_ptr() };
            for n in [0, 3] {
                let status = globe_distances(pointer(0), pointer(1), pointer(2), pointer(3), n, out);
                assert_eq!(status, GlobeStatus::Misaligned, "pointer {which}, n = {n}");
            }
        }
        globe_trip_free(trip);
    }
    assert_eq!(room, [-1.0; 4], "nothing may be written");
}

#[test]
fn many_distances() {
    let (lon1, lat1, lon2) = ([0.0, 10.0], [1.0, -20.0], [2.0, 30.0]);
    for (lat2, n, want) in [
        ([3.0, -40.0], 2, GlobeStatus::Ok),
        ([3.0, -90.5], 2, GlobeStatus::NotOnTheGlobe),
        ([3.0, -90.5], 1, GlobeStatus::Ok),
        ([3.0, 4.0], 0, GlobeStatus::Ok),
        // Looked at before anything is read: no such array can be.
        ([3.0, 4.0], usize::MAX, GlobeStatus::TooLong),
        ([3.0, 4.0], isize::MAX as usize / 8 + 1, GlobeStatus::TooLong),
    ] {
        let mut km = [-1.0; 2];
        // SAFETY: the arrays have `n` elements, or the library refuses before it looks.
        let status =
            unsafe { globe_distances(lon1.as_ptr(), lat1.as_ptr(), lon2.as_ptr(), lat2.as_ptr(), n, km.as_mut_ptr()) };
        assert_eq!(status, want, "n = {n}");
        let done = if want == GlobeStatus::Ok { n } else { 0 };
        for (i, km) in km.into_iter().enumerate() {
            let want = if i < done { great_circle::distance(lon1[i], lat1[i], lon2[i], lat2[i]) } else { -1.0 };
            assert_eq!(km, want, "pair {i} of {n}");
        }
    }
}

#[test]
fn any_pointer_may_be_null() {
    let some = [0.0];
    for which in 0..5 {
        let pointer = |i: usize| if i == which { null() } else { some.as_ptr() };
        let mut km = [-1.0];
        let out = if which == 4 { null_mut() } else { km.as_mut_ptr() };
        for n in [0, 1] {
            // SAFETY: one number each, or null.
            let status = unsafe { globe_distances(pointer(0), pointer(1), pointer(2), pointer(3), n, out) };
            assert_eq!(status, GlobeStatus::NullPointer, "pointer {which}, n = {n}");
        }
        assert_eq!(km, [-1.0]);
    }
}

#[test]
fn a_trip() {
    let mut km = -1.0;
    let trip = globe_trip_new();
    // SAFETY: `trip` is a trip until it is freed, once; `km` is ours; null is allowed.
    unsafe {
        assert_eq!((globe_trip_length(trip, &mut km), km), (GlobeStatus::Ok, 0.0));
        assert_eq!(globe_trip_go(trip, 0.0, 0.0), GlobeStatus::Ok);
        assert_eq!(globe_trip_go(trip, 0.0, 100.0), GlobeStatus::NotOnTheGlobe);
        assert_eq!(globe_trip_go(trip, 90.0, 0.0), GlobeStatus::Ok);
        assert_eq!((globe_trip_length(trip, &mut km), km.round()), (GlobeStatus::Ok, 10008.0));
        let text = globe_trip_text(trip);
        assert_eq!(CStr::from_ptr(text).to_str(), Ok("10008 km"));
        globe_string_free(text);
        assert_eq!(globe_trip_length(trip, null_mut()), GlobeStatus::NullPointer);
        globe_trip_free(trip);

        assert_eq!(globe_trip_go(null_mut(), 0.0, 0.0), GlobeStatus::NullPointer);
        assert_eq!(globe_trip_length(null(), &mut km), GlobeStatus::NullPointer);
        assert!(globe_trip_text(null()).is_null());
        globe_trip_free(null_mut());
        globe_string_free(null_mut());
    }
}

#[test]
fn every_status_has_its_own_sentence() {
    // SAFETY: a C string for any number.
    let message = |status| unsafe { CStr::from_ptr(globe_message(status)) };
    let mut all: Vec<_> = (-1..=6).map(message).collect();
    all.dedup();
    assert_eq!(all.len(), 8, "−1 and 6 are no neighbours, and no status");
    assert_eq!(message(-1), message(i32::MAX));
}
