//! Has a wide index, and a step of 32 bits.
//! caught by: numbers_beyond_32_bits
//! beside narrow_product: there the first number is wrong, here all others.

/// The file; its kernel is `saxpy`.
pub const PROGRAM: &str = r#"
extern "C" __global__ void saxpy(float a, const float *x, float *y, unsigned long long n)
{
    unsigned long long i = (unsigned long long)blockIdx.x * blockDim.x + threadIdx.x;
    for (; i < n; i += gridDim.x * blockDim.x)
        y[i] = a * x[i] + y[i];
}
"#;
