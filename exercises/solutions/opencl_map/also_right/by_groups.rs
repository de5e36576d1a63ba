//! Makes the item's number of its group and its place in it, as one would in CUDA.

/// The program; its kernel is `saxpy`.
pub const PROGRAM: &str = "
kernel void saxpy(float a, global const float *x, global float *y, uint n)
{
    size_t step = get_num_groups(0) * get_local_size(0);
    for (size_t i = get_group_id(0) * get_local_size(0) + get_local_id(0); i < n; i += step)
        y[i] = a * x[i] + y[i];
}
";
