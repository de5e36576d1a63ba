//! What every exported function does first and last.

use crate::GlobeStatus;
use std::{
    mem::MaybeUninit,
    panic::{AssertUnwindSafe, catch_unwind},
    slice,
};

/// Runs the inside of an exported function. A panic ends here, and the caller reads that there was one.
pub fn guarded(inside: impl FnOnce() -> Result<(), GlobeStatus>) -> GlobeStatus {
    // AssertUnwindSafe: a caller who could see half-done work is told so by the status.
    match catch_unwind(AssertUnwindSafe(inside)) {
        Ok(Ok(())) => GlobeStatus::Ok,
        Ok(Err(status)) => status,
        Err(_) => GlobeStatus::Panicked,
    }
}

/// The caller's `n` numbers, lent for `'a`.
///
/// # Safety
/// Unless it is refused here, `start` points to `n` initialised numbers that nobody changes during `'a`.
pub unsafe fn lent<'a>(start: *const f64, n: usize) -> Result<&'a [f64], GlobeStatus> {
    check(start, n)?;
    // SAFETY: not null, aligned and not too long, as was looked at; the rest is the caller's promise.
    Ok(unsafe { slice::from_raw_parts(start, n) })
}

/// The caller's room for `n` numbers, lent for `'a`. C hands over arrays that hold nothing yet, and a `&mut [f64]` to
/// memory that was never written is undefined behaviour. A `MaybeUninit` may be written, and not read.
///
/// # Safety
/// Unless it is refused here, `start` points to room for `n` numbers that nobody else uses during `'a`.
pub unsafe fn room<'a>(start: *mut f64, n: usize) -> Result<&'a mut [MaybeUninit<f64>], GlobeStatus> {
    check(start, n)?;
    // SAFETY: not null, aligned and not too long, as was looked at; the rest is the caller's promise.
    Ok(unsafe { slice::from_raw_parts_mut(start.cast(), n) })
}

/// What can be seen of a pointer to `n` numbers without following it.
fn check(start: *const f64, n: usize) -> Result<(), GlobeStatus> {
    if start.is_null() {
        return Err(GlobeStatus::NullPointer);
    }
    if !start.is_aligned() {
        return Err(GlobeStatus::Misaligned);
    }
    // A slice of more than isize::MAX bytes is undefined behaviour, whatever lies there.
    match n.checked_mul(size_of::<f64>()) {
        Some(bytes) if isize::try_from(bytes).is_ok() => Ok(()),
        _ => Err(GlobeStatus::TooLong),
    }
}

/// Whether there is such a point.
pub fn on_the_globe(lon: f64, lat: f64) -> Result<(), GlobeStatus> {
    match lon.is_finite() && (-90.0..=90.0).contains(&lat) {
        true => Ok(()),
        false => Err(GlobeStatus::NotOnTheGlobe),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_status() {
        assert_eq!(guarded(|| panic!("on purpose")), GlobeStatus::Panicked);
        assert_eq!(guarded(|| Err(GlobeStatus::TooLong)), GlobeStatus::TooLong);
        assert_eq!(guarded(|| Ok(())), GlobeStatus::Ok);
    }
}
