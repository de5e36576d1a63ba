//! Takes n for the last number.
//! caught by: nothing_past_the_end
//! beside no_guard: it passes the end by one, with as few items as one.

/// The program; its kernel is `saxpy`.
pub const PROGRAM: &str = "
kernel void saxpy(float a, global const float *x, global float *y, uint n)
{
    for (size_t i = get_global_id(0); i <= n; i += get_global_size(0))
        y[i] = a * x[i] + y[i];
}
";
