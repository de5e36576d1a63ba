//! Keeps all hikes in a table of its own, and hands out the place in it as the pointer that C never looks behind.

use std::ffi::{CString, c_char};
use std::sync::{Mutex, PoisonError};
use std::{mem::MaybeUninit, ptr, slice};

const OK: i32 = 0;
const NULL: i32 = 1;
const TOO_LONG: i32 = 2;
const NOT_A_DISTANCE: i32 = 3;
const MISALIGNED: i32 = 4;

/// Never made: a pointer to it is a place in the table, counted from 1.
pub struct Hike;

/// How many stages, and how long they are together.
#[derive(Clone, Copy, Default)]
struct Data {
    stages: usize,
    km: f64,
}

static TABLE: Mutex<Vec<Option<Data>>> = Mutex::new(Vec::new());

/// What `inside` makes of the hike; nothing for null or a hike that isn't there any more.
fn with<T>(hike: *const Hike, inside: impl FnOnce(&mut Data) -> T) -> Option<T> {
    let mut table = TABLE.lock().unwrap_or_else(PoisonError::into_inner);
    table.get_mut(hike.addr().wrapping_sub(1))?.as_mut().map(inside)
}

/// A hike without any stages.
#[unsafe(no_mangle)]
pub extern "C" fn hike_new() -> *mut Hike {
    let mut table = TABLE.lock().unwrap_or_else(PoisonError::into_inner);
    let place = table.iter().position(Option::is_none).unwrap_or_else(|| {
        table.push(None);
        table.len() - 1
    });
    table[place] = Some(Data::default());
    ptr::without_provenance_mut(place + 1)
}

/// Adds `n` stages, all or none.
///
/// # Safety
/// `hike` is null or a hike that nobody else uses. Unless it is refused, `km` points to `n` initialised numbers that
/// nobody changes meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_add(hike: *mut Hike, km: *const f64, n: usize) -> i32 {
    if with(hike, |_| ()).is_none() {
        return NULL;
    }
    if n == 0 {
        return OK;
    }
    if km.is_null() {
        return NULL;
    }
    if !km.is_aligned() {
        return MISALIGNED;
    }
    if n > isize::MAX as usize / size_of::<f64>() {
        return TOO_LONG;
    }
    // SAFETY: not null, aligned, not too long, and there are `n`, as the caller promises.
    let stages = unsafe { slice::from_raw_parts(km, n) };
    if !stages.iter().all(|km| km.is_finite() && *km >= 0.0) {
        return NOT_A_DISTANCE;
    }
    let added = with(hike, |hike| {
        hike.stages += n;
        hike.km += stages.iter().sum::<f64>();
    });
    added.map_or(NULL, |()| OK)
}

/// Writes the sum of all stages to `*km`.
///
/// # Safety
/// `hike` is null or a hike. Unless it is refused, `km` is good for a write; what lies there may be uninitialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_length(hike: *const Hike, km: *mut f64) -> i32 {
    let Some(hike) = with(hike, |hike| *hike) else { return NULL };
    if !km.is_aligned() {
        return MISALIGNED;
    }
    // SAFETY: null, which gives `None`, or aligned and good for a write; a `MaybeUninit` may hold nothing yet.
    match unsafe { km.cast::<MaybeUninit<f64>>().as_mut() } {
        Some(room) => {
            room.write(hike.km);
            OK
        }
        None => NULL,
    }
}

/// How many stages; 0 for null.
///
/// # Safety
/// `hike` is null or a hike.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_stages(hike: *const Hike) -> usize {
    with(hike, |hike| hike.stages).unwrap_or(0)
}

/// The hike in words; null for null.
///
/// # Safety
/// `hike` is null or a hike.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_text(hike: *const Hike) -> *mut c_char {
    let Some(hike) = with(hike, |hike| *hike) else { return ptr::null_mut() };
    let text = CString::new(format!("{} stages, {:.1} km", hike.stages, hike.km));
    // No 0 byte is in there; if there were one, null would be a better answer than a panic.
    text.map_or(ptr::null_mut(), CString::into_raw)
}

/// Takes a text back.
///
/// # Safety
/// `text` is null or comes from `hike_text`, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_text_free(text: *mut c_char) {
    if !text.is_null() {
        // SAFETY: made by `CString::into_raw`, and used by nobody any more.
        drop(unsafe { CString::from_raw(text) });
    }
}

/// Takes a hike back.
///
/// # Safety
/// `hike` is null or comes from `hike_new`, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_free(hike: *mut Hike) {
    let mut table = TABLE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(place) = table.get_mut(hike.addr().wrapping_sub(1)) {
        *place = None;
    }
}
