//! Each item does all numbers.
//! caught by: every_number_is_added_once

/// The program; its kernel is `saxpy`.
pub const PROGRAM: &str = "
kernel void saxpy(float a, global const float *x, global float *y, uint n)
{
    for (size_t i = 0; i < n; i++)
        y[i] = a * x[i] + y[i];
}
";
