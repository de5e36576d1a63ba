//! How many operations does your distance take beside the reference's? `cargo lab check gc_simd --count`

#[path = "../../solutions/gc_simd/src/lib.rs"]
mod reference;

use points::Task;
use std::{
    cell::Cell,
    ops::{Add, Mul, Sub},
    process::ExitCode,
};

thread_local! {
    static OPERATIONS: Cell<u64> = const { Cell::new(0) };
}

/// What an operation makes, once it is counted.
fn counted<T>(made: T) -> T {
    OPERATIONS.set(OPERATIONS.get() + 1);
    made
}

/// A register with one lane, all of whose operations are counted. To fill it with a constant is none: that is done
/// once, before the loop over all pairs.
#[derive(Clone, Copy)]
struct Counted(f64);

impl Add for Counted {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        counted(Self(self.0 + other.0))
    }
}

impl Sub for Counted {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        counted(Self(self.0 - other.0))
    }
}

impl Mul for Counted {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        counted(Self(self.0 * other.0))
    }
}

/// The same trait stands in both crates.
macro_rules! lanes {
    ($crate_name:ident) => {
        impl $crate_name::Lanes for Counted {
            type Mask = bool;

            fn all(x: f64) -> Self {
                Self(x)
            }
            fn abs(self) -> Self {
                counted(Self(self.0.abs()))
            }
            fn sqrt(self) -> Self {
                counted(Self(self.0.sqrt()))
            }
            fn round(self) -> Self {
                counted(Self(self.0.round()))
            }
            fn less(self, other: Self) -> bool {
                counted(self.0 < other.0)
            }
            fn select(mask: bool, yes: Self, no: Self) -> Self {
                counted(if mask { yes } else { no })
            }
        }
    };
}
lanes!(gc_simd);
lanes!(reference);

/// The operations that `work` takes.
fn operations(work: impl FnOnce() -> Counted) -> u64 {
    OPERATIONS.set(0);
    work();
    OPERATIONS.get()
}

fn main() -> ExitCode {
    points::judge(|| {
        // From Lima to Córdoba. The check has seen to it that every pair takes the same operations.
        let [lon1, lat1, lon2, lat2] = [-77.03, -12.05, -64.18, -31.42].map(Counted);
        vec![
            Task {
                what: "Operations of a sine".into(),
                yours: operations(|| gc_simd::sine(lat1)),
                reference: operations(|| reference::sine(lat1)),
            },
            Task {
                what: "Operations of a distance".into(),
                yours: operations(|| gc_simd::distance(lon1, lat1, lon2, lat2)),
                reference: operations(|| reference::distance(lon1, lat1, lon2, lat2)),
            },
        ]
    })
}
