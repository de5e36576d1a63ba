//! Moves the pointers instead of an index.

/// The file; its kernel is `saxpy`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void saxpy(float a, const float *x, float *y, unsigned long long n)
{
    unsigned long long step = (unsigned long long)gridDim.x * blockDim.x;
    unsigned long long i = (unsigned long long)blockIdx.x * blockDim.x + threadIdx.x;
    const float *end = x + n;
    if (i >= n)
        return;
    y += i;
    for (x += i; x < end; x += step, y += step)
        *y = fmaf(a, *x, *y);
}
"#;
