//! Counts in signed numbers, which are wide enough.

/// The file; its kernel is `saxpy`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void saxpy(float a, const float *x, float *y, unsigned long long n)
{
    long long step = (long long)gridDim.x * blockDim.x;
    for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < (long long)n; i += step)
        y[i] = a * x[i] + y[i];
}
"#;
