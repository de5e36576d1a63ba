//! Looks for the end after the first number.
//! caught by: nothing_past_the_end

/// The program; its kernel is `saxpy`.
pub const PROGRAM: &str = "
kernel void saxpy(float a, global const float *x, global float *y, uint n)
{
    size_t i = get_global_id(0);
    do {
        y[i] = a * x[i] + y[i];
        i += get_global_size(0);
    } while (i < n);
}
";
