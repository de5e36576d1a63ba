//! Each thread does all numbers.
//! caught by: every_number_is_added_once

/// The file; its kernel is `saxpy`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void saxpy(float a, const float *x, float *y, unsigned long long n)
{
    for (unsigned long long i = 0; i < n; i++)
        y[i] = a * x[i] + y[i];
}
"#;
