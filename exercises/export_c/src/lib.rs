//! A hike, made of stages, for a C program to keep. This is the header that the program includes:
//!
//! ```c
//! typedef struct Hike Hike;
//!
//! enum { HIKE_OK = 0, HIKE_NULL = 1, HIKE_TOO_LONG = 2, HIKE_NOT_A_DISTANCE = 3, HIKE_MISALIGNED = 4 };
//!
//! /* Without any stages; the caller's. */
//! Hike *hike_new(void);
//! /* Adds n stages: all of them, or none. */
//! int32_t hike_add(Hike *hike, const double *km, size_t n);
//! /* Writes the sum of all stages to *km, which may be uninitialised. */
//! int32_t hike_length(const Hike *hike, double *km);
//! /* How many; 0 for null. */
//! size_t hike_stages(const Hike *hike);
//! /* "2 stages, 12.5 km"; the caller's. Null for null. */
//! char *hike_text(const Hike *hike);
//! /* Takes a text back; null is fine. */
//! void hike_text_free(char *text);
//! /* Takes a hike back; null is fine. */
//! void hike_free(Hike *hike);
//! ```
//!
//! - `HIKE_NULL`: the hike is null, or a pointer that should be read or written is. With `n` = 0 there is nothing to
//!   read, and `km` may be anything.
//! - `HIKE_MISALIGNED`: `km` isn't null, and lies where no `f64` may lie. To make a slice or a reference from such a
//!   pointer is undefined behaviour, and so is a plain read or write through it.
//! - `HIKE_TOO_LONG`: no array of `n` doubles can exist. A slice of more than `isize::MAX` bytes is undefined
//!   behaviour even if nobody looks at it.
//! - `HIKE_NOT_A_DISTANCE`: one of the stages is negative, infinite or NaN. Then none of them is added.
//!
//! The memory for the length is the caller's, and may still be uninitialised. A `&mut f64` promises a value; so write
//! through the pointer, and don't turn it into a reference.
//!
//! Whatever isn't `HIKE_OK` leaves the hike as it was and writes nowhere. The text gives the kilometres with one digit,
//! as `{:.1}` does.
//!
//! The signatures are right, but nobody outside of Rust can find these functions yet. The check calls them from Rust,
//! and counts what is handed out and given back. Then it compiles your file as a C library (so it must stand alone:
//! only `std`), compiles a C program with the header above, links the two, and runs it. Without a C compiler that part
//! is skipped. About 45 minutes.
//!
//! You need only `#[unsafe(no_mangle)]`; `Box::into_raw` and `Box::from_raw` for a hike, `CString::new`, `into_raw` and
//! `CString::from_raw` for a text; a pointer's `is_null`, `is_aligned`, `as_ref`, `as_mut` and `write`;
//! `slice::from_raw_parts`; `is_finite` of an `f64`.

use std::ffi::c_char;

/// A hike. C never looks inside: what's in it is yours to decide.
pub struct Hike {}

/// A hike without any stages.
pub extern "C" fn hike_new() -> *mut Hike {
    todo!("make a hike, and hand it out so that it isn't dropped at the end of this function")
}

/// Adds `n` stages, all or none.
///
/// # Safety
/// `hike` is null or a hike that nobody else uses. Unless it is refused, `km` points to `n` initialised numbers that
/// nobody changes meanwhile.
pub unsafe extern "C" fn hike_add(hike: *mut Hike, km: *const f64, n: usize) -> i32 {
    todo!("look at {hike:?}, {km:?} and {n} before you touch what they point to")
}

/// Writes the sum of all stages to `*km`.
///
/// # Safety
/// `hike` is null or a hike. Unless it is refused, `km` is good for a write; what lies there may be uninitialised.
pub unsafe extern "C" fn hike_length(hike: *const Hike, km: *mut f64) -> i32 {
    todo!("write the length of {hike:?} to {km:?}, unless one is null")
}

/// How many stages; 0 for null.
///
/// # Safety
/// `hike` is null or a hike.
pub unsafe extern "C" fn hike_stages(hike: *const Hike) -> usize {
    todo!("count the stages of {hike:?}")
}

/// The hike in words; null for null.
///
/// # Safety
/// `hike` is null or a hike.
pub unsafe extern "C" fn hike_text(hike: *const Hike) -> *mut c_char {
    todo!("describe {hike:?} in a string that ends in a 0 and outlives this function")
}

/// Takes a text back.
///
/// # Safety
/// `text` is null or comes from `hike_text`, and nobody uses it any more.
pub unsafe extern "C" fn hike_text_free(text: *mut c_char) {
    todo!("take {text:?} back, as what it was when it was handed out")
}

/// Takes a hike back.
///
/// # Safety
/// `hike` is null or comes from `hike_new`, and nobody uses it any more.
pub unsafe extern "C" fn hike_free(hike: *mut Hike) {
    todo!("take {hike:?} back, as what it was when it was handed out")
}
