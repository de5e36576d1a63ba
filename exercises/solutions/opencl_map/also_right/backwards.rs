//! From the last number to the first.

/// The program; its kernel is `saxpy`.
pub const PROGRAM: &str = "
kernel void saxpy(float a, global const float *x, global float *y, uint n)
{
    size_t items = get_global_size(0), item = get_global_id(0);
    if (item >= n)
        return;
    for (size_t turns = (n - item + items - 1) / items; turns-- > 0;)
        y[item + turns * items] += a * x[item + turns * items];
}
";
