//! What the chapter says of Python, asked of Python.

use libtest_mimic::{Arguments, Failed};
use std::{path::Path, process::Command};

const PROGRAM: &str = "\
import numpy as np
tenths = np.full(10, 0.1)
one = 0.0
for x in tenths.tolist():
    one += x
print(repr(one), repr(float(np.sum(tenths))), repr(float(np.cumsum(tenths)[-1])))
";

fn main() {
    let arguments = Arguments::from_args();
    let trial = trials::with_tool("numpy_adds_in_several_chains", "numpy", tools::numpy, several_chains);
    libtest_mimic::run(&arguments, vec![trial]).exit();
}

/// A loop adds from left to right, and so does `cumsum`, which has no choice; `sum` doesn't.
fn several_chains(python: &Path) -> Result<(), Failed> {
    let said = Command::new(python).args(["-c", PROGRAM]).output()?;
    let printed = String::from_utf8_lossy(&said.stdout).into_owned();
    let want = "0.9999999999999999 1.0 0.9999999999999999";
    if printed.trim() == want {
        Ok(())
    } else {
        Err(format!("expected {want}, got {printed}{}", String::from_utf8_lossy(&said.stderr)).into())
    }
}
