//! A band for each item, as threads do it.
//! caught by: neighbours_do_neighbours

/// The program; its kernel is `saxpy`.
pub const PROGRAM: &str = "
kernel void saxpy(float a, global const float *x, global float *y, uint n)
{
    size_t band = (n + get_global_size(0) - 1) / get_global_size(0);
    size_t first = get_global_id(0) * band;
    for (size_t i = first; i < first + band && i < n; i++)
        y[i] = a * x[i] + y[i];
}
";
