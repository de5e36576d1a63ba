//! From the last number to the first.

/// The file; its kernel is `saxpy`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void saxpy(float a, const float *x, float *y, unsigned long long n)
{
    unsigned long long step = (unsigned long long)gridDim.x * blockDim.x;
    unsigned long long i = (unsigned long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    for (unsigned long long turns = (n - i + step - 1) / step; turns-- > 0;)
        y[i + turns * step] += a * x[i + turns * step];
}
"#;
