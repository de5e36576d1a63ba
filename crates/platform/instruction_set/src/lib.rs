//! One source, compiled for several sets of vector instructions; the processor is asked which of them it can run.
//!
//! [`widest!`] writes a function that asks. Nothing else in the workbook does, so that one environment variable,
//! `LAB_SIMD`, or one call of [`with`] shows what every kernel would do on an older processor.

use std::{
    env, fmt,
    sync::atomic::{AtomicU8, Ordering},
};

/// A set of vector instructions that the kernels are compiled for, narrower ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Set {
    /// What every processor of the target has: SSE2, 128 bits, on x86-64.
    Baseline = 1,
    /// AVX2 with fused multiply-add: 256 bits.
    Avx2,
    /// AVX-512 as servers have it since 2017 (F, VL, DQ and BW): 512 bits, and twice as many registers.
    Avx512,
}

impl Set {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Baseline, Self::Avx2, Self::Avx512];

    /// What `LAB_SIMD` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        }
    }

    /// The widest that this processor has.
    pub fn here() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            let avx512 = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512bw");
            if avx2 && avx512 {
                return Self::Avx512;
            }
            if avx2 {
                return Self::Avx2;
            }
        }
        Self::Baseline
    }
}

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Baseline => "baseline",
            Self::Avx2 => "AVX2",
            Self::Avx512 => "AVX-512",
        })
    }
}

/// The set in use, as a number; 0 before anybody asked. It is never wider than what the processor has.
static IN_USE: AtomicU8 = AtomicU8::new(0);

/// The set that functions made by [`widest!`] run.
///
/// # Panics
/// At the first call, if `LAB_SIMD` names none; [`asked`] says so without a panic.
#[inline]
pub fn in_use() -> Set {
    match IN_USE.load(Ordering::Relaxed) {
        0 => use_at_most(asked().unwrap_or_else(|error| panic!("{error}"))),
        1 => Set::Baseline,
        2 => Set::Avx2,
        _ => Set::Avx512,
    }
}

/// Does `work` with nothing wider than `set`; afterwards what was in use before is in use again. This goes for all
/// threads of the process: it is made for measuring one thing after another.
pub fn with<T>(set: Set, work: impl FnOnce() -> T) -> T {
    let before = in_use();
    use_at_most(set);
    let done = work();
    use_at_most(before);
    done
}

fn use_at_most(set: Set) -> Set {
    let set = set.min(Set::here());
    IN_USE.store(set as u8, Ordering::Relaxed);
    set
}

/// The widest set that the environment variable `LAB_SIMD` permits; without it, the widest there is.
///
/// # Errors
/// A sentence, if it names none.
pub fn asked() -> Result<Set, String> {
    let Some(name) = env::var_os("LAB_SIMD") else { return Ok(Set::Avx512) };
    named(&name.to_string_lossy())
}

fn named(name: &str) -> Result<Set, String> {
    let set = Set::ALL.into_iter().find(|set| set.name() == name);
    set.ok_or_else(|| format!("LAB_SIMD is `{name}`; it can be {}", Set::ALL.map(Set::name).join(", ")))
}

/// Writes a function that runs one of three expressions, each compiled for its own instructions. What they call is
/// compiled for those as well where it is `#[inline(always)]`.
///
/// ```
/// instruction_set::widest! {
///     /// The sum of `numbers`.
///     pub fn sum(numbers: &[i64]) -> i64 {
///         avx512 => add_up(numbers),
///         avx2 => add_up(numbers),
///         baseline => add_up(numbers),
///     }
/// }
///
/// #[inline(always)]
/// fn add_up(numbers: &[i64]) -> i64 {
///     numbers.iter().sum()
/// }
///
/// assert_eq!(sum(&[1, 2, 3]), 6);
/// ```
#[macro_export]
macro_rules! widest {
    ($(#[$about:meta])* $public:vis fn $name:ident $(<const $n:ident: $of:ty>)? ($($value:ident: $type:ty),*) $(-> $to:ty)? {
        avx512 => $avx512:expr,
        avx2 => $avx2:expr,
        baseline => $baseline:expr,
    }) => {
        $(#[$about])*
        $public fn $name $(<const $n: $of>)? ($($value: $type),*) $(-> $to)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")]
                fn avx512 $(<const $n: $of>)? ($($value: $type),*) $(-> $to)? { $avx512 }

                #[target_feature(enable = "avx2,fma")]
                fn avx2 $(<const $n: $of>)? ($($value: $type),*) $(-> $to)? { $avx2 }

                match $crate::in_use() {
                    // SAFETY: a set is in use only where the processor has it.
                    $crate::Set::Avx512 => return unsafe { avx512 $(::<$n>)? ($($value),*) },
                    // SAFETY: as above.
                    $crate::Set::Avx2 => return unsafe { avx2 $(::<$n>)? ($($value),*) },
                    $crate::Set::Baseline => {}
                }
            }
            $baseline
        }
    };
}

#[cfg(test)]
mod tests {
    use super::{Set, in_use, named, with};

    #[test]
    fn a_set_has_its_name() {
        for set in Set::ALL {
            assert_eq!(named(set.name()), Ok(set));
        }
        let error = named("AVX").unwrap_err();
        assert_eq!(error, "LAB_SIMD is `AVX`; it can be baseline, avx2, avx512");
    }

    widest! {
        /// The number of the set, and what it was given.
        fn which<const N: usize>(given: &mut [u8]) -> (usize, u8) {
            avx512 => (N + 3, given[0]),
            avx2 => (N + 2, given[0]),
            baseline => (N + 1, given[0]),
        }
    }

    #[test]
    fn the_function_of_the_set_in_use_is_called() {
        for set in Set::ALL {
            let want = set.min(Set::here());
            let before = in_use();
            assert_eq!(with(set, || (in_use(), which::<10>(&mut [7]))), (want, (10 + want as usize, 7)));
            assert_eq!(in_use(), before);
        }
    }
}
