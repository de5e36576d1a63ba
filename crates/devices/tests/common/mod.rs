//! Variants of a kernel against its `serial`.

use libtest_mimic::{Failed, Trial};
use std::ops::DerefMut;
use variant::{Kernel, Load, Unavailable, Variant, Workers};

/// A test that is ignored, with the reason, where something is missing; or fails, if `LAB_REQUIRE` names it.
pub fn needs(
    what: &str,
    found: Result<(), Unavailable>,
    name: String,
    test: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    match found {
        Ok(()) => Trial::test(name, test),
        Err(reason) if variant::required(what) => {
            let message = format!("LAB_REQUIRE names {what}, but: {reason}");
            Trial::test(name, || Err(message.into()))
        }
        Err(reason) => Trial::test(format!("{name} (skipped: {reason})"), || Ok(())).with_ignored_flag(true),
    }
}

/// Whether `variant` computes what `serial` does, at each of the kernel's sizes.
pub fn agrees<P, A, T: Copy>(kernel: &Kernel<P, A, T>, variant: &Variant<P, A>) -> Result<(), Failed>
where
    A: DerefMut<Target = [T]>,
{
    agrees_at(kernel, variant, kernel.test_sizes)
}

/// The same at each of these sizes; where it says how long the kernel took, that is a part of the whole.
pub fn agrees_at<P, A, T: Copy>(
    kernel: &Kernel<P, A, T>,
    variant: &Variant<P, A>,
    sizes: &[usize],
) -> Result<(), Failed>
where
    A: DerefMut<Target = [T]>,
{
    for load in [Load::Usual, Load::Skewed] {
        for &size in sizes {
            let problem = (kernel.problem)(size, load);
            let (mut want, mut got) = ((kernel.answer)(&problem), (kernel.answer)(&problem));
            kernel.variants[0].run(&problem, Workers::ONE, &mut want)?;
            // Twice: the second run meets whatever the first one left warm.
            for _ in 0..2 {
                got.fill(kernel.spoilt);
                let took = variant.run(&problem, Workers::ONE, &mut got)?;
                if took.kernel.is_some_and(|kernel| kernel > took.work || kernel.is_zero() && !got.is_empty()) {
                    return Err(format!("size {size}: {took:?}").into());
                }
                (kernel.agree)(&problem, &want, &got, variant.precision)
                    .map_err(|difference| format!("size {size}, load {load:?}: {difference}"))?;
            }
        }
    }
    Ok(())
}
