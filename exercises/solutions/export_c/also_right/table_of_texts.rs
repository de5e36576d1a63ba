//! Keeps the texts in a table until they come back, and so knows how long each of them is.

use std::collections::HashMap;
use std::ffi::c_char;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::{ptr, slice};

const OK: i32 = 0;
const NULL: i32 = 1;
const TOO_LONG: i32 = 2;
const NOT_A_DISTANCE: i32 = 3;
const MISALIGNED: i32 = 4;

/// The texts that C has, by the places of their first letters.
type Texts = HashMap<usize, Box<[u8]>>;

fn texts() -> MutexGuard<'static, Texts> {
    static TEXTS: LazyLock<Mutex<Texts>> = LazyLock::new(Mutex::default);
    TEXTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A hike: how many stages, and how long they are together.
#[derive(Default)]
pub struct Hike {
    stages: usize,
    km: f64,
}

/// A hike without any stages.
#[unsafe(no_mangle)]
pub extern "C" fn hike_new() -> *mut Hike {
    Box::into_raw(Box::default())
}

/// Adds `n` stages, all or none.
///
/// # Safety
/// `hike` is null or a hike that nobody else uses. Unless it is refused, `km` points to `n` initialised numbers that
/// nobody changes meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_add(hike: *mut Hike, km: *const f64, n: usize) -> i32 {
    // SAFETY: null, which gives `None`, or a hike that only we use.
    let Some(hike) = (unsafe { hike.as_mut() }) else { return NULL };
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
    hike.stages += n;
    hike.km += stages.iter().sum::<f64>();
    OK
}

/// Writes the sum of all stages to `*km`.
///
/// # Safety
/// `hike` is null or a hike. Unless it is refused, `km` is good for a write; what lies there may be uninitialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_length(hike: *const Hike, km: *mut f64) -> i32 {
    // SAFETY: null, which gives `None`, or a hike.
    let Some(hike) = (unsafe { hike.as_ref() }) else { return NULL };
    if km.is_null() {
        return NULL;
    }
    if !km.is_aligned() {
        return MISALIGNED;
    }
    // SAFETY: not null, aligned, and good for a write. Not by way of a `&mut f64`: nothing may lie there yet.
    unsafe { km.write(hike.km) };
    OK
}

/// How many stages; 0 for null.
///
/// # Safety
/// `hike` is null or a hike.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_stages(hike: *const Hike) -> usize {
    // SAFETY: null, which gives `None`, or a hike.
    unsafe { hike.as_ref() }.map_or(0, |hike| hike.stages)
}

/// The hike in words; null for null.
///
/// # Safety
/// `hike` is null or a hike.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_text(hike: *const Hike) -> *mut c_char {
    // SAFETY: null, which gives `None`, or a hike.
    let Some(hike) = (unsafe { hike.as_ref() }) else { return ptr::null_mut() };
    let mut text = format!("{} stages, {:.1} km\0", hike.stages, hike.km).into_bytes().into_boxed_slice();
    let first = text.as_mut_ptr();
    texts().insert(first as usize, text);
    first.cast()
}

/// Takes a text back.
///
/// # Safety
/// `text` is null or comes from `hike_text`, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_text_free(text: *mut c_char) {
    texts().remove(&(text as usize));
}

/// Takes a hike back.
///
/// # Safety
/// `hike` is null or comes from `hike_new`, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hike_free(hike: *mut Hike) {
    if !hike.is_null() {
        // SAFETY: made by `Box::into_raw`, and used by nobody any more.
        drop(unsafe { Box::from_raw(hike) });
    }
}
