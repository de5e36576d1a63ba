//! Writes it as in WGSL.
//! caught by: the_kernel_compiles

/// The program; its kernel is `saxpy`.
pub const PROGRAM: &str = "
kernel void saxpy(float a, global const float *x, global float *y, uint n)
{
    let i = get_global_id(0);
    y[i] = a * x[i] + y[i];
}
";
