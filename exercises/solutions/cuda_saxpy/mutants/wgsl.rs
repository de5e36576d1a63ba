//! Writes it as in WGSL.
//! caught by: the_kernel_compiles

/// The file; its kernel is `saxpy`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void saxpy(float a, const float *x, float *y, unsigned long long n)
{
    let i = global_id.x;
    y[i] = a * x[i] + y[i];
}
"#;
