//! Does its first number and no other: right if there are as many items as numbers.
//! caught by: every_number_is_added_once

/// The program; its kernel is `saxpy`.
pub const PROGRAM: &str = "
kernel void saxpy(float a, global const float *x, global float *y, uint n)
{
    size_t i = get_global_id(0);
    if (i < n)
        y[i] = a * x[i] + y[i];
}
";
